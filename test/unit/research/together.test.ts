import { expect, test } from 'vitest'
import { createTogether } from '../../../src/research/serve/together.ts'

test('whoever asks while an answer is on its way shares the next one, which begins after they asked', async () => {
  const together = createTogether<number>()
  let begun = 0
  const ends: (() => void)[] = []
  const work = () => {
    const nth = ++begun
    return new Promise<number>((resolve) => ends.push(() => resolve(nth)))
  }
  const first = together('a', work)
  const later = [together('a', work), together('a', work), together('a', work)]
  const other = together('b', work)
  expect(begun).toBe(2)
  ends[0]?.()
  expect(await first).toBe(1)
  await expect.poll(() => begun).toBe(3)
  const last = together('a', work)
  ends[1]?.()
  ends[2]?.()
  expect(await Promise.all(later)).toEqual([3, 3, 3])
  await expect.poll(() => begun).toBe(4)
  ends[3]?.()
  expect([await last, await other]).toEqual([4, 2])
  const fresh = together('a', work)
  expect(begun).toBe(5)
  ends[4]?.()
  expect(await fresh).toBe(5)
})

test('a failure is told to those who share it, and the next turn begins all the same', async () => {
  const together = createTogether<number>()
  const failing = together('a', () => Promise.reject(new Error('no')))
  const next = together('a', async () => 2)
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe(2)
})
