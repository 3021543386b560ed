import { fork } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import postgres from 'postgres'
import { coefficients } from '../src/research/decide/confidence.generated.ts'
import { labels } from '../test/golden/calibration.ts'
import { answer, score } from '../test/golden/evaluate.ts'
import { crowded, injections, poisonedWrong } from '../test/golden/figures.ts'
import { questions } from '../test/golden/questions.ts'
import { fuzzedReplies, toldApart } from '../test/golden/replies.ts'
import type { Load, Outcome } from './load.ts'
import { here } from './machine.ts'
import { reliability } from './research/fit.ts'
import { severalServers } from './research/servers.ts'
import { startPaddock } from './server.ts'

type Row = [what: string, asked: string, measured: string]

/** Every number of research: how right it is, what it withstands, and how fast it answers. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const { bins, error } = reliability(coefficients, labels())
  const rows = [
    ...rightness(),
    ['calibration error, held out', '≤ .05', error.toFixed(3)] as Row,
    ...(await attacks(quick)),
  ]
  rows.push(...(await speed(quick)), ...(await processes()))
  return [
    table(rows),
    'Read without a model. The set was written by the same hands as the readers, and labels of the calibration are simulated at stated rates: an',
    'operator who has labels of their own fits anew.',
    '\n## Reliability of held-out labels\n',
    '| said | labels | mean said | right |\n|---|---|---|---|',
    ...bins
      .filter(({ n }) => n > 0)
      .map(({ from, to, n, said, right }) => `| ${from} to ${to} | ${n} | ${said.toFixed(3)} | ${right.toFixed(3)} |`),
  ].join('\n')
}

const share = (value: number) => value.toFixed(3)
const table = (rows: Row[]) =>
  ['| | asked | measured |', '|---|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`), ''].join('\n')

function rightness(): Row[] {
  const few = score(questions.map((question) => answer(question, question.documents)))
  const many = score(questions.map((question, n) => answer(question, crowded(question, n))))
  const both = (name: keyof typeof few) => `${share(few[name])}, among 150: ${share(many[name])}`
  return [
    [`shown values right (${few.questions} questions)`, '≥ .99', both('right')],
    ['coverage', '≥ .75', both('coverage')],
    ['refusal of what has no answer', '≥ .95', both('refusal')],
    ['conflicts, precision', '≥ .95', both('conflictPrecision')],
    ['conflicts, recall', '≥ .95', both('conflictRecall')],
  ]
}

async function attacks(quick: boolean): Promise<Row[]> {
  const replies = quick ? 2_000 : 20_000
  const combinations = quick ? 500 : 2_000
  const fuzzed = fuzzedReplies(replies)
  const injected = injections(combinations)
  return [
    ['wrong values shown unflagged, four poisoned copies a source', '0', String(poisonedWrong().length)],
    [`replies shown that fail quote or value (of ${replies})`, '0', `${fuzzed.wrong.length} of ${fuzzed.shown} shown`],
    ['misattributed and made-up quotes told apart', '≥ .99', share(await toldApart(2_000))],
    [`of the attacker’s shown (${combinations} injections)`, '0', String(injected.shown.length)],
    ['benign coverage under injection', '≥ .99 of before', share(injected.covered / injected.benign)],
  ]
}

const specs = [
  'displacement',
  'cylinders',
  'power',
  'torque',
  'compression',
  'transmission',
  'axle_ratio',
  'weight',
  'wheelbase',
  'length',
  'tires',
  'price',
]

async function speed(quick: boolean): Promise<Row[]> {
  const server = await startPaddock({ PADDOCK_DEMO: '1' })
  const sql = postgres(server.runtime.databaseUrl, { max: 1, onnotice: () => {} })
  try {
    await sql`update app.settings set value = '100000' where name = 'research_questions_per_10_minutes'`
    const cars = await sql<
      { id: string }[]
    >`select id from public.vehicles order by created_at, id limit ${quick ? 3 : 20}`
    const url = `${server.runtime.url}/functions/v1/research-spec`
    const headers = { apikey: server.runtime.publishableKey, 'content-type': 'application/json' }
    const times: number[] = []
    for (const { id } of cars) {
      for (const spec_name of specs) {
        const begun = performance.now()
        const response = await fetch(url, {
          method: 'POST',
          headers,
          body: JSON.stringify({ vehicle_id: id, spec_name }),
        })
        await response.arrayBuffer()
        if (!response.ok) throw new Error(`research-spec answered ${response.status}`)
        times.push(performance.now() - begun)
      }
    }
    times.sort((a, b) => a - b)
    const body = JSON.stringify({ vehicle_id: cars[0]?.id, spec_name: specs[0] })
    const plain = await load({
      ...{ url: `${server.runtime.url}/rest/v1/rpc/research_answer`, method: 'POST', headers, body },
      ...{ connections: 32, seconds: quick ? 2 : 8 },
    })
    const cached = await load({ url, method: 'POST', headers, body, connections: 32, seconds: quick ? 2 : 8 })
    const at = (p: number) => `${(times[Math.floor(times.length * p)] ?? 0).toFixed(0)} ms`
    return [
      [`cold, p95 of ${times.length} questions over the starter library`, '500 ms', `${at(0.95)} (median ${at(0.5)})`],
      [
        'cached, p95 at 32 clients',
        '20 ms',
        `${cached.p95.toFixed(1)} ms (${Math.round(cached.requestsPerSecond)} a second, ${cached.failures} failed)`,
      ],
      [
        'the same row by /rest/v1 alone, p95 at 32 clients',
        '',
        `${plain.p95.toFixed(1)} ms (${Math.round(plain.requestsPerSecond)} a second)`,
      ],
    ]
  } finally {
    await sql.end()
    await server.stop()
  }
}

function load(what: Load): Promise<Outcome> {
  const child = fork(join(here, 'load.ts'))
  child.send(what)
  return new Promise((resolve, reject) => {
    child.once('message', (outcome) => resolve(outcome as Outcome))
    child.once('exit', (code) => code && reject(new Error(`The load ended with ${code}.`)))
  })
}

async function processes(): Promise<Row[]> {
  const { calls, answers, takeover } = await severalServers()
  return [
    [`calls of the model for ${answers} who ask 4 processes at once`, '1', String(calls)],
    ['takeover after the leader is killed, with the usual lease', '30 s', `${(takeover / 1000).toFixed(1)} s`],
  ]
}
