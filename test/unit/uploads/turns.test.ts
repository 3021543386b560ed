import { expect, test } from 'vitest'
import { createTurns } from '../../../src/server/uploads/turns.ts'

test('work is done one at a time in the order it came, and what is too much is sent away', async () => {
  const turns = createTurns(1, 2)
  const log: string[] = []
  const work = (name: string) => async () => {
    log.push(`${name} begins`)
    await new Promise((resolve) => setTimeout(resolve, 5))
    log.push(`${name} ends`)
    return name
  }
  const taken = ['a', 'b', 'c'].map((name) => turns.take(work(name)))
  expect(turns.take(work('d'))).toBeNull()
  expect(await Promise.all(taken)).toEqual(['a', 'b', 'c'])
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  expect(await turns.take(work('e'))).toBe('e')
})

test('work that fails lets the next one through', async () => {
  const turns = createTurns(1, 5)
  const failing = turns.take(() => Promise.reject(new Error('no')))
  const next = turns.take(async () => 'done')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('done')
})
