import { expect, test } from 'vitest'
import { ConfigError } from '../../../src/server/config.ts'
import { readLimits } from '../../../src/server/limits.ts'

test('one client leaves a tenth of the connections to others, and far more while they ask', () => {
  const { shares } = readLimits({}, 20)
  expect(shares.alone).toBe(18)
  expect(shares.amongOthers).toBeLessThanOrEqual(shares.alone)
  expect(readLimits({}, 1).shares).toEqual({ alone: 1, amongOthers: 1 })
})

test('every bound is a setting', () => {
  const env = { API_MAX_DEPTH: '3', API_MAX_ANSWER_MB: '8', API_CLIENT_REQUESTS: '4', LIVE_CLIENT_VEHICLES: '50' }
  const { rest, live, shares } = readLimits(env, 20)
  expect([rest.depth, rest.answerBytes, live.vehicles]).toEqual([3, 8 * 1024 * 1024, 50])
  expect(shares.alone).toBe(4)
  expect(() => readLimits({ API_MAX_DEPTH: 'deep' }, 20)).toThrow(ConfigError)
})
