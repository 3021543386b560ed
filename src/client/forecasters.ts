import type { PaddockClient } from './client.ts'
import type { Database } from './database.generated.ts'
import { unwrap } from './errors.ts'

/** One forecaster's place among the others. */
export type Standing = {
  userId: string
  /** From 1; equal ratings share a place. */
  rank: number
  /** What the place goes by: the sum of peer scores over the compared bets and 20 more, so that a lucky bet does not lead. */
  rating: number
  bets: number
  /** Bets that others bet against. */
  betsCompared: number
  /** Mean of how much less a bet lost than the others' on its question, from -1 to 1. */
  peerScore: number | null
  /** Mean skill: 1 is perfect, 0 no better than the baseline. */
  skillScore: number | null
  /** Points won, less points lost. */
  points: number
}

/** How often claims of a confidence came true. */
export type CalibrationBin = {
  from: number
  to: number
  claims: number
  /** Mean confidence, from 0 to 1. */
  confidence: number
  /** Share that came true, from 0 to 1, and its 95 % interval. */
  cameTrue: number
  low: number
  high: number
}

/** Whether what somebody calls 70 % comes true 7 times in 10. All but `claims` and `bins` are null while no claim is settled. */
export type Calibration = {
  claims: number
  /** Share of the claims that came true, and their mean confidence. */
  cameTrue: number | null
  confidence: number | null
  /** Mean Brier score; reliability - resolution + uncertainty + withinBins. Lower is better. */
  brier: number | null
  reliability: number | null
  resolution: number | null
  uncertainty: number | null
  withinBins: number | null
  /** Mean log score; lower is better. */
  logScore: number | null
  /** Variance of the confidences. */
  sharpness: number | null
  bins: CalibrationBin[]
}

const standingColumns = 'user_id, rank, rating, bets, bets_compared, peer_score, skill_score, points'

/**
 * The best forecasters, best first.
 *
 * @param filter.period `'all'`, a year such as `'2026'` or a quarter such as `'2026-Q4'`
 * @param filter.make `'all'`, or the make of the vehicles that were bet on
 * @example
 * const [leader] = await loadLeaderboard(client, { make: 'Datsun' })
 * @throws {PaddockError}
 */
export async function loadLeaderboard(
  client: PaddockClient,
  filter: { period?: string; make?: string; limit?: number } = {},
): Promise<Standing[]> {
  const rows = unwrap(
    await client
      .from('forecaster_leaderboard')
      .select(standingColumns)
      .eq('period', filter.period ?? 'all')
      .eq('make', filter.make ?? 'all')
      .order('rating', { ascending: false })
      .limit(filter.limit ?? 20),
  )
  return rows.map(toStanding)
}

/**
 * One person's place among all, for all time; null while no claim of theirs is settled.
 *
 * @throws {PaddockError}
 */
export async function loadStanding(client: PaddockClient, userId: string): Promise<Standing | null> {
  const [row] = unwrap(await client.rpc('forecaster_standing', { user_id: userId }, { get: true }))
  return row ? toStanding(row) : null
}

type StandingRow = Omit<Database['public']['Views']['forecaster_leaderboard']['Row'], 'period' | 'make'>

const toStanding = (row: StandingRow): Standing => ({
  userId: row.user_id ?? '',
  rank: row.rank ?? 0,
  rating: row.rating ?? 0,
  bets: row.bets ?? 0,
  betsCompared: row.bets_compared ?? 0,
  peerScore: row.peer_score,
  skillScore: row.skill_score,
  points: row.points ?? 0,
})

/**
 * One person's calibration, over all their settled claims of whatever kind.
 *
 * @throws {PaddockError}
 */
export async function loadCalibration(client: PaddockClient, userId: string): Promise<Calibration> {
  return toCalibration(unwrap(await client.rpc('forecaster_calibration', { user_id: userId }, { get: true })))
}

/**
 * The calibration of the crowd, over all settled questions.
 *
 * @throws {PaddockError}
 */
export async function loadCrowdCalibration(client: PaddockClient): Promise<Calibration> {
  return toCalibration(unwrap(await client.rpc('crowd_calibration', undefined, { get: true })))
}

type CalibrationRow = Omit<Calibration, 'cameTrue' | 'withinBins' | 'logScore' | 'bins'> & {
  came_true: number | null
  within_bins: number | null
  log_score: number | null
  bins: (Omit<CalibrationBin, 'cameTrue'> & { came_true: number })[]
}

/** The function's comment in the database promises the shape. */
function toCalibration(answer: unknown): Calibration {
  const { came_true, within_bins, log_score, bins, ...same } = answer as CalibrationRow
  return {
    ...same,
    cameTrue: came_true,
    withinBins: within_bins,
    logScore: log_score,
    bins: bins.map(({ came_true, ...bin }) => ({ ...bin, cameTrue: came_true })),
  }
}
