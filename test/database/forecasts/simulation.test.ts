import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Found, simulate } from '../../../bench/forecasts/simulation.ts'
import { type FreshDatabase, freshDatabase } from '../../support/fresh-database.ts'

let database: FreshDatabase
let found: Found
beforeAll(async () => {
  database = await freshDatabase()
  const size = { forecasters: 40, training: 14, test: 10, bettorsEach: 40, asked: 10, seed: 1 }
  found = await simulate(database.sql, size, false)
})
afterAll(() => database.drop())

const read = (name: string) => {
  const reading = found.readings.find((each) => each.name === name)
  if (!reading) throw new Error(`There is no ${name}`)
  return reading
}

test('on vehicles that no skill was earned on, the crowd by skill is nearer than mean, median and a crowd of equals', () => {
  const bySkill = read('crowd, by skill')
  expect(bySkill.error).toBeLessThan(read('plain mean').error)
  expect(bySkill.crps).toBeLessThan(read('plain mean').crps)
  expect(bySkill.crps).toBeLessThan(read('plain median').crps)
  expect(bySkill.crps).toBeLessThan(read('crowd, all alike').crps)
})

test('a narrowed mixture is nearer than the mixture, about the same median, and still wide enough', () => {
  const [narrowed, mixture] = [read('crowd, by skill'), read('crowd, by skill, not narrowed')]
  expect(narrowed.crps).toBeLessThan(0.8 * mixture.crps)
  expect(narrowed.error).toBeCloseTo(mixture.error, 4)
  expect(narrowed.within80).toBeGreaterThanOrEqual(0.8)
})

test('nobody would have won more by shading what they believe, up or down', () => {
  for (const { name, gain, standardError } of found.honesty)
    expect(gain + (name.startsWith('a number') ? 1 : 2) * standardError, name).toBeLessThan(0)
})

test('what somebody with one account wins, somebody with two to ten wins to a hundredth for each', () => {
  for (const { accounts, bets, greatest, average } of found.splitting) {
    expect(bets).toBeGreaterThanOrEqual(10)
    expect(Math.round(100 * greatest), `${accounts} accounts`).toBeLessThanOrEqual(accounts)
    expect(Math.abs(average)).toBeLessThan(0.01)
  }
})
