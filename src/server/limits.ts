import { availableParallelism } from 'node:os'
import { wholeNumber } from './env.ts'
import type { Shares } from './in-turns.ts'
import { type LiveBounds, usualLiveBounds } from './live/index.ts'
import { type Bounds, usualBounds } from './rest/request/bounds.ts'

/** What one request and one client may ask for; see docs/guides/limits.md. */
export type Limits = { rest: Bounds; live: LiveBounds; shares: Shares }

const megabyte = 1024 * 1024

/**
 * @param connections that the gateway may hold open: one client leaves a tenth of them to the others
 * @throws {ConfigError} naming the variable and the range it takes
 */
export function readLimits(env: NodeJS.ProcessEnv, connections: number): Limits {
  const most = (name: string, fallback: number) => wholeNumber(env, name, fallback, 1, 1_000_000)
  const alone = most('API_CLIENT_REQUESTS', Math.max(1, Math.floor(connections * 0.9)))
  return {
    rest: {
      depth: most('API_MAX_DEPTH', usualBounds.depth),
      embeds: most('API_MAX_EMBEDS', usualBounds.embeds),
      columns: most('API_MAX_COLUMNS', usualBounds.columns),
      filters: most('API_MAX_FILTERS', usualBounds.filters),
      answerBytes: wholeNumber(env, 'API_MAX_ANSWER_MB', usualBounds.answerBytes / megabyte, 1, 1_000) * megabyte,
    },
    live: {
      all: most('LIVE_MAX_STREAMS', usualLiveBounds.all),
      address: most('LIVE_CLIENT_STREAMS', usualLiveBounds.address),
      vehicles: most('LIVE_CLIENT_VEHICLES', usualLiveBounds.vehicles),
    },
    shares: {
      alone,
      amongOthers: Math.min(alone, most('API_CLIENT_REQUESTS_AMONG_OTHERS', 2 * availableParallelism())),
    },
  }
}
