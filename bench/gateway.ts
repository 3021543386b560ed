import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type Side, type Sides, startSides } from './gateway/sides.ts'
import { connections, poolSize, type Workload, workloads } from './gateway/workloads.ts'
import type { Load, Outcome } from './load.ts'
import { here, median, residentMegabytes } from './machine.ts'

/** What the project promises of `/rest/v1`. */
const targets = { timesLite: 4, megabytes: 150 }

type Figures = { side: string; workload: string; connections: number; outcomes: Outcome[] }

/** Selecting by id, inserting, calling a function, and larger reads, through three servers on one Postgres, turn by turn. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const rounds = quick ? 1 : 5
  const seconds = quick ? 1 : 1.5
  const sides = await startSides()
  try {
    const compared = [sides.paddock, sides.lite, sides.thin]
    await Promise.all(compared.map(warmUp))
    const figures: Figures[] = []
    let megabytes = 0
    for (const workload of workloads) {
      for (const count of connections) {
        const rows = compared.map((side) => ({
          side: side.name,
          workload: workload.name,
          connections: count,
          outcomes: [] as Outcome[],
        }))
        figures.push(...rows)
        for (let round = 0; round < rounds; round++) {
          for (const [i, side] of compared.entries()) {
            if (!side.answers.has(workload.name)) continue
            const { outcome, peak } = await measure(side, workload, count, seconds)
            rows[i]?.outcomes.push(outcome)
            if (side === sides.paddock) megabytes = Math.max(megabytes, peak)
          }
        }
      }
    }
    return report(figures, megabytes, sides, { rounds, seconds })
  } finally {
    await sides.stop()
  }
}

/** Every statement prepared and every function compiled before the first figure; and each side proves that it works. */
async function warmUp(side: Side): Promise<void> {
  for (const workload of workloads) {
    const response = await fetch(side.url + workload.path, {
      method: workload.method,
      headers: headersOf(side, workload),
      body: workload.body || null,
    })
    const text = await response.text()
    const isRight = response.ok && (workload.rows === undefined || rowsOf(text, workload) === workload.rows)
    if (!isRight && side.mayLack) {
      console.error(`${side.name} does not do ${workload.name}: ${response.status} ${text.slice(0, 200)}`)
      continue
    }
    if (!isRight) throw new Error(`${side.name}: ${workload.name} gave ${response.status} ${text.slice(0, 500)}`)
    side.answers.add(workload.name)
    await load({ ...loadOf(side, workload), connections: 16, seconds: 1 })
  }
}

const headersOf = (side: Side, { accept }: Workload) => ({ ...side.headers, ...(accept ? { accept } : {}) })

function rowsOf(text: string, { accept }: Workload): number {
  return accept === 'text/csv' ? text.trim().split('\n').length - 1 : (JSON.parse(text) as unknown[]).length
}

async function measure(side: Side, workload: Workload, count: number, seconds: number) {
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMegabytes(side.pid))
  }, 500)
  try {
    const outcome = await load({ ...loadOf(side, workload), connections: count, seconds })
    if (outcome.failures > 0) throw new Error(`${side.name}: ${outcome.failures} failures of ${workload.name}.`)
    return { outcome, peak: Math.max(peak, residentMegabytes(side.pid)) }
  } finally {
    clearInterval(watch)
  }
}

const figure = (value: number, digits: number) => (Number.isNaN(value) ? 'no answer' : value.toFixed(digits))

const loadOf = (side: Side, workload: Workload) => ({
  url: side.url + workload.path,
  headers: headersOf(side, workload),
  method: workload.method,
  body: workload.body,
})

async function load(plan: Load): Promise<Outcome> {
  const child = fork(join(here, 'load.ts'))
  child.send(plan)
  const [outcome] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`The load ended with ${code}.`))),
  ])) as [Outcome]
  return outcome
}

function report(
  figures: Figures[],
  megabytes: number,
  sides: Sides,
  { rounds, seconds }: { rounds: number; seconds: number },
): string {
  const rate = ({ outcomes }: Figures) => median(outcomes.map((outcome) => outcome.requestsPerSecond))
  const groups = workloads.flatMap(({ name, leastOfThin }) =>
    connections.map((count) => ({ name, count, leastOfThin })),
  )
  let met = megabytes < targets.megabytes
  const rows = groups.map(({ name, count, leastOfThin }) => {
    const of = (side: Side) => {
      const found = figures.find((f) => f.side === side.name && f.workload === name && f.connections === count)
      if (!found) throw new Error(`no figures of ${side.name}`)
      return found
    }
    const [paddock, lite, thin] = [of(sides.paddock), of(sides.lite), of(sides.thin)]
    const timesLite = rate(paddock) / rate(lite)
    const shareOfThin = rate(paddock) / rate(thin)
    const isFaster = leastOfThin > 0.6 || timesLite >= targets.timesLite // larger reads are Postgres's work on each side
    met &&= isFaster && shareOfThin >= leastOfThin
    const latency = (p: 'p50' | 'p99') => median(paddock.outcomes.map((outcome) => outcome[p])).toFixed(1)
    const cells = [name, count, ...[paddock, lite, thin].map((side) => figure(rate(side), 0))]
    return `| ${[...cells, `${figure(timesLite, 1)}×`, `${Math.round(shareOfThin * 100)} %`, latency('p50'), latency('p99')].join(' | ')} |`
  })
  const busiest = Math.max(...figures.flatMap(({ outcomes }) => outcomes.map(({ cpu }) => cpu)))
  return [
    'Requests a second over HTTP by a signed-in member under row level security, on one Postgres',
    `(${poolSize} connections a side), median of ${rounds} turns of ${seconds} s; the sides take turns.`,
    '',
    '| Request | Clients | Paddock | @supabase/lite | thin transaction | against lite | of thin | p50 ms | p99 ms |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
    `Memory of the Paddock server under this load: ${Math.round(megabytes)} MB at most (target: below ${targets.megabytes} MB),`,
    'with MALLOC_ARENA_MAX=2, as the hosting guide says.',
    `The load took at most ${Math.round(busiest * 100)} % of one core.`,
    `Targets (${targets.timesLite}× lite and 60 % of thin, of larger reads 85 % of thin; memory): ${met ? 'met' : 'NOT met'}.`,
    '',
    'The thin transaction is the least that Node does over its usual driver: Hono, one reserved connection, begin, role and',
    'claims, one fixed statement, commit, all sent without waiting in between; no keys or tokens checked, nothing parsed but the',
    'two values. Paddock sends the same in one message and reads one answer, where the driver does so four times. For larger reads its',
    'statement is the very one that Paddock sends.',
  ].join('\n')
}
