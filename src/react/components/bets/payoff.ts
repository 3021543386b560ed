import { betTypes } from '../../../client/bet-types.ts'
import type { Claim } from '../../../client/bets.ts'
import { normalCdf, normalQuantile } from '../../charts/layout/normal.ts'
import { currentTime } from '../../clock.ts'
import { toleranceOf } from './types/tolerance.ts'

/** Points gained, or lost where negative. */
export type Payoff = { right: number; wrong: number }

type Losses = {
  /** Mine, when the answer is just what I say. */
  right: number
  /** Mine, when the answer is far from it. */
  wrong: number
  /** What somebody with only a rough idea has to expect: the baseline of the skill score. */
  rough: number
}

/**
 * What a claim with a stake wins when it is right and loses when it is wrong, against one other who stakes as much and has only a
 * rough idea. A stake m is paid m (1 + w - W), where w is one less the loss and W the mean of w over all stakes: with two of equal
 * stakes the one who loses less gains m / 2 for each unit of difference.
 *
 * Source: Lambert, Langford, Wortman Vaughan, Chen, Reeves, Shoham and Pennock, "Self-financed wagering mechanisms for
 * forecasting", EC 2008; the losses are those of supabase/schemas/60_scoring/10_scores.sql.
 *
 * @param confidence probability from 0 to 1
 */
export function payoff(claim: Claim, confidence: number, stake: number): Payoff {
  const { right, wrong, rough } = lossesOf(claim, Math.min(Math.max(confidence, 0.01), 0.99))
  return { right: (stake / 2) * (rough - right), wrong: (stake / 2) * (rough - wrong) }
}

const priceBandwidths = [0.1, 0.3, 0.9]
const valueBandwidths = [250, 1_000, 4_000, 16_000, 64_000]

function lossesOf(claim: Claim, c: number): Losses {
  const z = normalQuantile((1 + c) / 2)
  const { prediction, type } = claim
  const { shape, tolerance, baseline } = betTypes[type]
  const inLogs = Math.log(1 + tolerance.share)
  switch (shape) {
    case 'milestone':
      return { right: (1 - c) ** 2, wrong: c ** 2, rough: baseline }
    case 'price': {
      const half = 'low' in prediction ? Math.log(prediction.high / prediction.low) / 2 : inLogs
      return kernelLosses(half / z, priceBandwidths, baseline)
    }
    case 'change':
      return kernelLosses(toleranceOf(type, amountOf(prediction)) / z, valueBandwidths, baseline)
    case 'day':
      return buildLosses(dayOf(prediction), inLogs / z, baseline)
  }
}

const amountOf = (prediction: Claim['prediction']) => ('target_value' in prediction ? prediction.target_value : 0)

function dayOf(prediction: Claim['prediction']): string {
  if ('date' in prediction) return prediction.date
  return 'by_date' in prediction ? prediction.by_date : ''
}

/** Half the squared distance between forecast and answer in the space of a Gaussian kernel, averaged over bandwidths. */
function kernelLosses(scale: number, bandwidths: number[], rough: number): Losses {
  const mean = (of: (h: number) => number) => bandwidths.reduce((sum, h) => sum + of(h), 0) / bandwidths.length
  const own = mean((h) => 0.5 + (0.5 * h) / Math.hypot(h, Math.SQRT2 * scale))
  return {
    right: own - mean((h) => h / Math.hypot(h, scale)),
    wrong: own,
    rough,
  }
}

const horizon = 730

/** The CRPS of the days until then, cut two years from now and divided by them; far off is not finished by then. */
function buildLosses(day: string, scale: number, rough: number): Losses {
  const days = Math.max((Date.parse(day) - currentTime()) / 86_400_000, 0.5)
  const crps = (answer: number) => {
    let sum = 0
    for (let x = 0.5; x < horizon; x++) {
      sum += (normalCdf(Math.log(x / days) / scale) - (x >= answer ? 1 : 0)) ** 2
    }
    return Math.min(sum / horizon, 1)
  }
  return { right: crps(days), wrong: Math.max(crps(horizon), crps(0)), rough }
}
