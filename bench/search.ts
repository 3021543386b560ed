import { readFile } from 'node:fs/promises'
import postgres, { type Sql } from 'postgres'
import { migrate } from '../src/server/migrate.ts'
import { startTemporary } from '../src/server/postgres/temporary.ts'
import { type Best, exhaustive, type Question } from './search/exhaustive.ts'
import { chunkId, fill, fillPeer, makeOf, vehicleId } from './search/fill.ts'
import { askQuestions } from './search/questions.ts'
import { createGenerator, type Generator } from './search/text.ts'

const makes = 200
const words = 30_000
type Answer = { ms: number; peerMs: number | null; ndcg: number; overlap: number; approximate: boolean }

/**
 * Search over SEARCH_CHUNKS chunks (100,000) of generated text: time, and nDCG@10 against BM25 over every chunk, computed here.
 * SEARCH_PEER names the SQL of a prototype with the same function, which then answers the same questions in turn.
 */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const chunks = Number(process.env.SEARCH_CHUNKS ?? (quick ? 5_000 : 100_000))
  const database = await startTemporary({ shared_buffers: '1GB' })
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} })
  let peer: Sql | null = null
  try {
    await migrate(database.adminUrl)
    const generator = createGenerator(words, 20_251_020)
    const seconds = await fill(sql, generator, chunks, makes)
    let peerSeconds: number | null = null
    if (process.env.SEARCH_PEER) {
      peer = await openPeer(sql, database.adminUrl, process.env.SEARCH_PEER)
      peerSeconds = await fillPeer(peer, generator, chunks, makes)
    }
    const lexemeOf = await readLexemes(sql, generator)
    const questions = askQuestions(generator, lexemeOf, makes, quick ? 4 : 60)
    const best = exhaustive(generator, chunks, makeOf(makes), lexemeOf, questions)
    const answers: Answer[] = []
    for (const turn of ['warm', 'measured']) {
      for (const [n, question] of questions.entries()) {
        const answer = await ask(sql, peer, question, best[n] as Best)
        if (turn === 'measured') answers.push(answer)
      }
    }
    const [size] =
      await sql`select pg_total_relation_size('app.source_index') + pg_total_relation_size('app.source_terms') as bytes`
    return report(chunks, questions, answers, { seconds, peerSeconds, megabytes: Number(size?.bytes) / 1e6 })
  } finally {
    await peer?.end()
    await sql.end()
    await database.stop()
  }
}

async function openPeer(sql: Sql, adminUrl: string, file: string): Promise<Sql> {
  await sql`create database peer`
  const url = new URL(adminUrl)
  url.pathname = '/peer'
  const peer = postgres(url.href, { max: 1, onnotice: () => {} })
  await peer.unsafe(await readFile(file, 'utf8')).simple()
  return peer
}

/** Which lexeme Postgres makes of each word: words with one stem are one lexeme. */
async function readLexemes(sql: Sql, generator: Generator): Promise<Int32Array> {
  const rows = await sql<{ lexeme: string }[]>`
    select (select u.lexeme from unnest(app.words_of(word)) u) as lexeme
    from unnest(${generator.vocabulary}::text[]) with ordinality x (word, n) order by n`
  const numbers = new Map<string, number>()
  return Int32Array.from(rows, ({ lexeme }) => {
    if (!numbers.has(lexeme)) numbers.set(lexeme, numbers.size)
    return numbers.get(lexeme) as number
  })
}

async function ask(sql: Sql, peer: Sql | null, question: Question, best: Best): Promise<Answer> {
  const query = question.words.join(' ')
  const vehicle = question.make === null ? null : vehicleId(question.make)
  const begun = performance.now()
  const hits = await sql<{ chunk_id: string; score: number; approximate: boolean }[]>`
    select chunk_id, score, approximate from search_sources(${query}, ${vehicle})`
  const ms = performance.now() - begun
  let peerMs: number | null = null
  if (peer) {
    const start = performance.now()
    await peer`select * from search_sources(${query}, ${question.make === null ? null : `mk${question.make}x`})`
    peerMs = performance.now() - start
  }
  const scoreOf = new Map(best.map(({ chunk, score }) => [chunkId(chunk), score]))
  for (const hit of hits) {
    const exact = scoreOf.get(hit.chunk_id)
    if (exact && Math.abs(exact - hit.score) > exact * 1e-5) throw new Error(`"${query}": ${hit.score} is not ${exact}`)
  }
  const gain = (scores: number[]) => scores.reduce((sum, score, n) => sum + score / Math.log2(n + 2), 0)
  return {
    ...{ ms, peerMs, approximate: hits[0]?.approximate ?? false },
    ndcg: best.length === 0 ? 1 : gain(hits.map((hit) => hit.score)) / gain(best.map((one) => one.score)),
    overlap: best.length === 0 ? 1 : hits.filter((hit) => scoreOf.has(hit.chunk_id)).length / best.length,
  }
}

type Sizes = { seconds: number; peerSeconds: number | null; megabytes: number }

function report(chunks: number, questions: Question[], answers: Answer[], sizes: Sizes): string {
  const scope = 'in the scope of a vehicle'
  const all = [...answers.keys()]
  const whole = all.filter((n) => questions[n]?.group !== scope)
  const groups = [...new Set(questions.map((question) => question.group))].filter((group) => group !== scope)
  const lines: [string, number[]][] = [
    [`${scope}, all`, all.filter((n) => questions[n]?.group === scope)],
    ['in the whole library, all', whole],
    ...groups.map((group): [string, number[]] => [group, whole.filter((n) => questions[n]?.group === group)]),
  ]
  const ndcg = mean(all.map((n) => answers[n]?.ndcg ?? 0))
  return [
    `${chunks.toLocaleString('en')} chunks of 60 to 200 generated words, ${questions.length} questions of 1 to 6 words, warm; milliseconds with`,
    'snippets, titles and duplicates left out. The peer answers ids and scores alone, in turn with ours.',
    '',
    '| Questions | p50 | p95 | peer p50 / p95 | ratio of p95 | nDCG@10 against exhaustive BM25 | overlap of the top ten | said to be approximate |',
    '|---|---|---|---|---|---|---|---|',
    ...lines.map(([name, of]) =>
      line(
        name,
        of.map((n) => answers[n] as Answer),
      ),
    ),
    '',
    `nDCG@10 over all questions ${ndcg.toFixed(4)} (target .999). Built in ${sizes.seconds.toFixed(0)} s` +
      `${sizes.peerSeconds === null ? '' : ` (peer ${sizes.peerSeconds.toFixed(0)} s)`}; the index is ${sizes.megabytes.toFixed(0)} MB.`,
  ].join('\n')
}

function line(name: string, of: Answer[]): string {
  const ours = of.map((answer) => answer.ms)
  const peers = of.flatMap((answer) => answer.peerMs ?? [])
  const share = mean(of.map((answer) => Number(answer.approximate)))
  const cells = [
    ...[at(ours, 0.5).toFixed(0), at(ours, 0.95).toFixed(0)],
    peers.length ? `${at(peers, 0.5).toFixed(0)} / ${at(peers, 0.95).toFixed(0)}` : '-',
    peers.length ? (at(ours, 0.95) / at(peers, 0.95)).toFixed(2) : '-',
    mean(of.map((answer) => answer.ndcg)).toFixed(4),
    mean(of.map((answer) => answer.overlap)).toFixed(3),
    `${Math.round(share * 100)} %`,
  ]
  return `| ${name} | ${cells.join(' | ')} |`
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)
const at = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(Math.floor(values.length * share), values.length - 1)] ?? Number.NaN
