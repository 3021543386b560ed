import { afterAll, beforeAll, expect, test } from 'vitest'
import { simulate } from '../../../bench/forecasts/simulation.ts'
import { type FreshDatabase, freshDatabase } from '../../support/fresh-database.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

test('on vehicles that no skill was earned on, the crowd by skill is nearer than the plain mean, and than a crowd of equals', {
  timeout: 120_000,
}, async () => {
  const size = { forecasters: 40, training: 14, test: 10, bettorsEach: 40, seed: 1 }
  const results = await simulate(database.sql, size, [0, 4])
  const of = (name: string) => {
    const found = results.find((result) => result.name === name)
    if (!found) throw new Error(`There is no ${name}`)
    return found
  }
  const bySkill = of('crowd, by skill (4)')
  expect(bySkill.error).toBeLessThan(of('plain mean').error)
  expect(bySkill.crps).toBeLessThan(of('plain mean').crps)
  expect(bySkill.crps).toBeLessThan(of('crowd, all alike').crps)
})
