import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { median } from '../machine.ts'
import type { HttpLoad, HttpOutcome } from './http-load.ts'
import type { Paddock } from './paddock.ts'

export type Options = { rounds: number; seconds: number }

const clients = 16
const batchSize = 100

/** What the issue asks for: times the two-call flow. */
const scenes = [
  { name: 'one hot photo', photos: 1, target: 50 },
  { name: '10,000 photos', photos: 10_000, target: 10 },
]

/** Both ways of telling the server about views, turn by turn, and how far view_count is behind meanwhile. */
export async function compareWays(paddock: Paddock, { rounds, seconds }: Options): Promise<string> {
  const rows: string[] = []
  let worst = 0
  for (const scene of scenes) {
    const photos = paddock.photos.slice(0, scene.photos)
    await run(paddock, photos, 'batches', 1)
    await run(paddock, photos, 'two calls', 1)
    const pairs: { batches: number; twoCalls: number }[] = []
    let late = 0
    for (let round = 0; round < rounds; round++) {
      const twoCalls = await run(paddock, photos, 'two calls', seconds)
      const batches = await run(paddock, photos, 'batches', seconds)
      late = Math.max(late, batches.late)
      pairs.push({ batches: batches.rate, twoCalls: twoCalls.rate })
    }
    worst = Math.max(worst, late)
    const times = median(pairs.map((pair) => pair.batches / pair.twoCalls))
    const rate = (way: 'batches' | 'twoCalls') => Math.round(median(pairs.map((pair) => pair[way])))
    rows.push(
      `| ${scene.name} | ${rate('twoCalls')} | ${rate('batches')} | ${times.toFixed(1)}× | ${scene.target}× | ${times >= scene.target ? 'met' : 'NOT met'} | ${(late / 1000).toFixed(1)} s |`,
    )
  }
  return [
    '## Batches against the two-call flow',
    '',
    `Views counted a second over HTTP with the secret key, ${clients} clients, batches of ${batchSize}, each view by another person; the`,
    `median of ${rounds} pairs of turns of ${seconds} s, and of their ratios. The fold runs meanwhile. After each turn every view is in view_count.`,
    '',
    '| | two calls | batches | times | asked | | view_count behind at most |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    `view_count was never more than ${(worst / 1000).toFixed(1)} s behind (asked: 5 s): ${worst <= 5000 ? 'met' : 'NOT met'}.`,
  ].join('\n')
}

/** The same turns with and without a transaction that holds its snapshot from the first to the last request. */
export async function holdSnapshot(paddock: Paddock, { rounds, seconds }: Options): Promise<string> {
  const photos = paddock.photos.slice(0, 1)
  const shares: number[] = []
  const rates: { held: number[]; free: number[] } = { held: [], free: [] }
  for (let round = 0; round < rounds; round++) {
    const free = await run(paddock, photos, 'batches', seconds)
    const holder = await paddock.sql.reserve()
    await holder`begin isolation level repeatable read`
    await holder`select count(*) from public.vehicle_images`
    const held = await run(paddock, photos, 'batches', seconds)
    await holder`commit`
    holder.release()
    shares.push(held.rate / free.rate)
    rates.held.push(held.rate)
    rates.free.push(free.rate)
  }
  const share = median(shares)
  return [
    '## One snapshot held open',
    '',
    `One hot photo as above, ${rounds} pairs of ${seconds} s: ${Math.round(median(rates.held))} views a second with a snapshot held open for the whole run,`,
    `${Math.round(median(rates.free))} without: ${Math.round(share * 100)} % (asked: above 80 %): ${share > 0.8 ? 'met' : 'NOT met'}.`,
  ].join('\n')
}

/** Views a second, and the most milliseconds by which view_count was behind what had been answered. */
async function run(paddock: Paddock, photos: string[], way: HttpLoad['way'], seconds: number) {
  const one = photos.length === 1 ? photos : null
  const count = async () => {
    const [row] = await paddock.sql`
      select sum(view_count)::int as views from public.vehicle_images where ${one === null} or id = any (${one ?? []}::uuid[])`
    return row?.views as number
  }
  const before = await count()
  const seen: [number, number][] = []
  const child = fork(join(import.meta.dirname, 'http-load.ts'))
  child.send({
    url: paddock.url,
    secretKey: paddock.secretKey,
    photos,
    way,
    connections: clients,
    seconds,
    batchSize,
  } satisfies HttpLoad)
  let going = true
  const outcome = once(child, 'message').finally(() => {
    going = false
  }) as Promise<[HttpOutcome]>
  const failed = once(child, 'exit').then(async ([code]) => {
    await wait(500)
    if (code !== 0) throw new Error(`The load ended with ${code}.`)
  })
  failed.catch(() => {})
  const watch = async () => {
    while (going) {
      const counted = (await count()) - before
      seen.push([Date.now(), counted])
      await wait(200)
    }
  }
  const [[{ views, seconds: took, answered }]] = await Promise.all([
    Promise.race([outcome, failed.then(() => outcome)]),
    watch(),
  ])
  for (let tries = 0, counted = 0; counted !== views; tries++) {
    if (tries === 300) throw new Error(`${views} views were answered, ${counted} are counted.`)
    counted = (await count()) - before
    seen.push([Date.now(), counted])
    await wait(100)
  }
  return { rate: views / took, late: mostLate(answered, seen) }
}

/** A count is as late as the first answered view that is missing in it is old. */
function mostLate(answered: [number, number][], seen: [number, number][]): number {
  let late = 0
  for (const [at, count] of seen) {
    const missing = answered.find(([, total]) => total > count)
    if (missing && missing[0] < at) late = Math.max(late, at - missing[0])
  }
  return late
}
