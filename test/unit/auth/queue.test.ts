import { expect, test } from 'vitest'
import { createQueue } from '../../../src/server/auth/mail/queue.ts'

const gate = () => {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

test('it runs a few at once, keeps a few waiting, and takes no more', async () => {
  const { open, opened } = gate()
  const done: number[] = []
  let running = 0
  const queue = createQueue(() => {}, { atOnce: 2, mayWait: 4 })
  const taken = [1, 2, 3, 4, 5].map((n) =>
    queue.add(async () => {
      running++
      await opened
      done.push(n)
    }),
  )
  expect(taken).toEqual([true, true, true, true, false])
  expect(running, 'nothing has begun yet').toBe(0)
  await expect.poll(() => running).toBe(2)
  open()
  await queue.close()
  expect(done).toEqual([1, 2, 3, 4])
  expect(queue.add(async () => {})).toBe(false)
})

test('one that fails is reported and stops no other; one that hangs does not hold the end up', async () => {
  const reports: unknown[] = []
  const queue = createQueue((error) => reports.push(error), { atOnce: 1, afterMs: 0 })
  let ran = false
  queue.add(async () => {
    throw new Error('no')
  })
  queue.add(async () => {
    ran = true
  })
  await expect.poll(() => ran).toBe(true)
  expect(reports).toMatchObject([{ message: 'no' }])
  queue.add(() => new Promise(() => {}))
  await queue.close(10)
})
