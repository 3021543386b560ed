import type { Calibration } from '../../../client/forecasters.ts'
import type { PointChange } from '../../../client/points.ts'
import { percent } from '../../format.ts'
import { numberFormat } from '../../language/language.ts'
import { say } from '../../language/say.ts'

/** A rating per hundred claims, with its sign: "+1.24". */
export function ratingInWords(rating: number): string {
  const hundred = (rating * 100).toFixed(2)
  return rating > 0 ? `+${hundred}` : hundred.replace('-', '−')
}

/** What a Brier score says, beside somebody who always says 50 %. */
export function brierInWords(brier: number): string {
  const better = Math.round((1 - brier / 0.25) * 100)
  const beside =
    better === 0
      ? say('no better than saying 50\u00a0% every time')
      : better > 0
        ? say('{better}\u00a0% better than saying 50\u00a0% every time', { better })
        : say('{better}\u00a0% worse than saying 50\u00a0% every time', { better: -better })
  return say('Brier score {brier}, {beside}.', { brier: thousandths(brier), beside })
}

/** From how many claims on a tendency is more than chance. */
const thousandths = numberFormat({ minimumFractionDigits: 3, maximumFractionDigits: 3 })

const enough = 20

/** Whether somebody is as often right as they are sure. */
export function calibrationSummary({ claims, cameTrue, confidence }: Calibration): string {
  if (claims === 0 || cameTrue === null || confidence === null) return say('No bet of theirs is settled yet.')
  const sums = say(
    '{claims} bet settled: held {confidence} sure on average, {cameTrue} came true.|{claims} bets settled: held {confidence} sure on average, {cameTrue} came true.',
    { claims, confidence: percent(confidence), cameTrue: percent(cameTrue) },
  )
  if (claims < enough) return `${sums} ${say('Too few to tell skill from luck.')}`
  // Two standard errors of the share, were everything as likely as said.
  const error = 2 * Math.sqrt((confidence * (1 - confidence)) / claims)
  if (Math.abs(confidence - cameTrue) <= error)
    return `${sums} ${say('As often right as sure, as far as the number can tell.')}`
  return `${sums} ${confidence > cameTrue ? say('Surer than right.') : say('Righter than sure.')}`
}

/** What happened to points, for each reason. */
export const pointReasons: Record<PointChange['reason'], string> = {
  opened: 'What everybody starts with',
  staked: 'Staked on a bet',
  superseded: 'Stake back: the bet was revised',
  cancelled: 'Stake back: the bet was taken back',
  removed: 'Stake back: the bet is gone',
  settled: 'Settled',
  annulled: 'Stake back: the question was annulled',
  reversed: 'A settlement was reversed',
  closed: 'The account was closed',
}

const quarterTitles = [
  'First quarter of {year}',
  'Second quarter of {year}',
  'Third quarter of {year}',
  'Fourth quarter of {year}',
]

/** The periods a leaderboard can be asked for: all time, this year and the last, and the latest four quarters. */
export function periodsUntil(now: Date): { value: string; title: string }[] {
  const year = now.getUTCFullYear()
  const quarter = Math.floor(now.getUTCMonth() / 3)
  const quarters = [0, 1, 2, 3].map((back) => {
    const n = year * 4 + quarter - back
    return { year: Math.floor(n / 4), quarter: (n % 4) + 1 }
  })
  return [
    { value: 'all', title: say('All time') },
    ...[year, year - 1].map((each) => ({ value: String(each), title: String(each) })),
    ...quarters.map((each) => ({
      value: `${each.year}-Q${each.quarter}`,
      title: say(quarterTitles[each.quarter - 1] ?? '', { year: String(each.year) }),
    })),
  ]
}
