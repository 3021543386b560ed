import { expect, test } from 'vitest'
import { createQueue } from '../../../src/server/auth/mail/queue.ts'

const gate = () => {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

function reported(more: Partial<Parameters<typeof createQueue>[0]> = {}) {
  const reports: string[] = []
  const report = (error: unknown) => void reports.push((error as Error).message)
  return { reports, queue: createQueue({ report, atOnce: 1, mayWait: 10, ...more }) }
}

test('it runs a few at once, keeps a few waiting, and takes no more', async () => {
  const { open, opened } = gate()
  const done: number[] = []
  let running = 0
  const { queue } = reported({ atOnce: 2, mayWait: 4, afterMs: 20 })
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
  const { queue, reports } = reported()
  let ran = false
  queue.add(() => Promise.reject(new Error('no')))
  queue.add(async () => {
    ran = true
  })
  await expect.poll(() => ran).toBe(true)
  expect(reports).toEqual(['no'])
  queue.add(() => new Promise(() => {}))
  await queue.close(10)
})

test('what fails for now is tried again, in nobody’s place; what fails for good is not', async () => {
  const isFinal = (error: unknown) => (error as Error).message === 'never'
  const { queue, reports } = reported({ retryAfter: [10, 10], isFinal })
  const order: string[] = []
  let tries = 0
  queue.add(async () => {
    order.push('first')
    if (++tries < 3) throw new Error('not now')
  })
  queue.add(async () => {
    order.push('second')
  })
  queue.add(() => Promise.reject(new Error('never')))
  await expect.poll(() => tries).toBe(3)
  expect(order).toEqual(['first', 'second', 'first', 'first'])
  expect(reports).toEqual(['never'])
})

test('at the end what waits for another try is reported as given up', async () => {
  const { queue, reports } = reported({ retryAfter: [60_000] })
  let tried = false
  queue.add(async () => {
    tried = true
    throw new Error('not now')
  })
  await expect.poll(() => tried).toBe(true)
  await queue.close()
  expect(reports).toEqual(['not now'])
})
