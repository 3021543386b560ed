import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { createPasswords } from '../../../src/server/auth/passwords.ts'

vi.setConfig({ testTimeout: 30_000 }) // hashing is slow by design, slower on a busy machine

test('a password matches its own hash only', async () => {
  const passwords = createPasswords(2)
  const stored = await passwords.hash('correct horse')
  expect(stored).toMatch(/^\$2a\$10\$/)
  expect(await passwords.matches('correct horse', stored)).toBe(true)
  expect(await passwords.matches('correct hors', stored)).toBe(false)
  expect(await passwords.matches('', null)).toBe(false)
})

test('hashes made elsewhere are understood', async () => {
  // The test vectors of jBCrypt at cost 10, and the same with the prefixes that other libraries write.
  const vectors = {
    a: 'k87L/MF28Q673VKh8/cPi.SUl7MU/rWuSiIDDFayrKk/1tBsSQu4u',
    abc: 'WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi',
  }
  const passwords = createPasswords(2)
  for (const [password, rest] of Object.entries(vectors)) {
    for (const prefix of ['$2a$10$', '$2b$10$', '$2y$10$']) {
      expect(await passwords.matches(password, prefix + rest)).toBe(true)
    }
  }
})

test('no stored password takes as long to refuse as a wrong one', async () => {
  const passwords = createPasswords(1)
  const stored = await passwords.hash('correct horse')
  const times = { member: [] as number[], nobody: [] as number[] }
  for (let i = 0; i < 5; i++) {
    for (const [who, hash] of [
      ['member', stored],
      ['nobody', null],
    ] as const) {
      const start = process.cpuUsage()
      await passwords.matches('wrong', hash)
      const { user, system } = process.cpuUsage(start) // of all threads, and of nothing else that runs on this machine
      times[who].push(user + system)
    }
  }
  const ratio = Math.min(...times.nobody) / Math.min(...times.member)
  expect(ratio).toBeGreaterThan(0.5)
  expect(ratio).toBeLessThan(2)
})

test('hashing leaves the event loop free', async () => {
  const passwords = createPasswords(2)
  const work = Promise.all(Array.from({ length: 8 }, () => passwords.hash('correct horse')))
  let ticks = 0
  let done = false
  void work.then(() => {
    done = true
  })
  while (!done) {
    await sleep(1)
    ticks++
  }
  expect(ticks).toBeGreaterThan(20)
})

test('callers beyond those who may wait are sent away at once, and the rest are served', async () => {
  const passwords = createPasswords(2, 3)
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => passwords.matches('x', null)))
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused).toHaveLength(5)
  for (const { reason } of refused) expect(reason).toMatchObject({ status: 429, code: 'over_request_rate_limit' })
  expect(await passwords.matches('x', null), 'and later ones are served again').toBe(false)
})
