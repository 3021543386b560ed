import { expect, test } from 'vitest'
import type { AllVersions, Versions } from '../../../src/server/live/versions.ts'
import { createWatch, type Watcher } from '../../../src/server/live/watch.ts'

const versions = (votes: string): Versions => ({ votes, bets: '', photos: null })

function scene() {
  const asked: string[][] = []
  const told: string[] = []
  const now: AllVersions = new Map()
  const reports: unknown[] = []
  let broken = false
  const watch = createWatch({
    read: async (ids) => {
      asked.push(ids)
      if (broken) throw new Error('The database is away')
      return new Map([...now].filter(([id]) => ids.includes(id)))
    },
    everyMs: 5,
    report: (error) => reports.push(error),
  })
  const watcher = (name: string, known: Record<string, Versions>): Watcher => ({
    known: new Map(Object.entries(known).map(([id, known]) => [id, { ...known, vehicle: '1' }])),
    onVersions: (id, { votes }) => told.push(`${name}: ${id} has votes ${votes}`),
    onVehicle: (id) => told.push(`${name}: look at ${id}`),
  })
  const set = (id: string, votes: string, vehicle = '1') => now.set(id, { ...versions(votes), vehicle })
  return { watch, watcher, asked, told, set, now, reports, breaks: (is: boolean) => (broken = is) }
}

const soon = (read: () => unknown) => expect.poll(read, { interval: 5 })

test('a hundred watchers are one question, and nobody is none', async () => {
  const { watch, watcher, asked, told, set } = scene()
  set('cuda', '1')
  const leave = Array.from({ length: 100 }, (_, n) => watch.add(watcher(`w${n}`, { cuda: versions('1') })))
  await soon(() => asked.length).toBeGreaterThan(2)
  expect(asked.every((ids) => ids.length === 1)).toBe(true)
  expect(told).toEqual([])
  set('cuda', '2')
  await soon(() => told.length).toBe(100)
  for (const go of leave) go()
  const askedMeanwhile = async () => {
    const before = asked.length
    await new Promise((resolve) => setTimeout(resolve, 30))
    return asked.length - before
  }
  await soon(askedMeanwhile).toBe(0) // one question may still have been on its way
  watch.stop()
})

test('each watcher hears what differs from what they know, once', async () => {
  const { watch, watcher, told, set } = scene()
  set('cuda', '2')
  set('bmw', '1')
  watch.add(watcher('late', { cuda: versions('1') }))
  watch.add(watcher('new', { cuda: versions('2'), bmw: versions('1') }))
  await soon(() => told).toEqual(['late: cuda has votes 2'])
  set('bmw', '5')
  await soon(() => told).toEqual(['late: cuda has votes 2', 'new: bmw has votes 5'])
  watch.stop()
})

test('a vehicle that changed, or is gone, is looked at again', async () => {
  const { watch, watcher, told, set, now, asked } = scene()
  set('cuda', '1')
  watch.add(watcher('a', { cuda: versions('1') }))
  await soon(() => asked.length).toBeGreaterThan(0)
  set('cuda', '1', '2')
  await soon(() => told).toEqual(['a: look at cuda'])
  now.delete('cuda')
  await soon(() => told.length).toBeGreaterThan(1)
  watch.stop()
})

test('a database that is away is reported once and asked again', async () => {
  const { watch, watcher, told, set, reports, asked, breaks } = scene()
  set('cuda', '2')
  breaks(true)
  watch.add(watcher('a', { cuda: versions('1') }))
  await soon(() => asked.length).toBeGreaterThan(2)
  expect(reports).toHaveLength(1)
  breaks(false)
  await soon(() => told).toEqual(['a: cuda has votes 2'])
  watch.stop()
})
