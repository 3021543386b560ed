import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import postgres, { type Sql } from 'postgres'
import { planCrawl } from '../src/indexer/crawl/index.ts'
import { addSource } from '../test/support/library.ts'
import { testLibrary } from '../test/support/test-library.ts'
import { type Answers, htmlPage, type Logged, serveHosts, type Web } from '../test/support/web.ts'
import { breaches } from '../test/support/web-manners.ts'
import { median } from './machine.ts'
import { startPaddock } from './votes/server.ts'

const script = fileURLToPath(new URL('../test/support/crawl-process.ts', import.meta.url))
/** Of every host's robots.txt, in milliseconds. */
const pauseMs = 50
const leaseMs = 3_000

/** A web of many hosts crawled by two processes that are killed again and again; then a re-crawl of what has not changed. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const size = quick
    ? { hosts: 20, pages: 50, kills: 6, again: 500 }
    : { hosts: 250, pages: 410, kills: 50, again: 10_000 }
  const paddock = await startPaddock()
  const sql = postgres(paddock.databaseUrl, { max: 4, onnotice: () => {} })
  const web = await serveHosts(site(size))
  try {
    const sourceId = await prepare(sql, web, size)
    const first = await crawlWithKills({ sql, web, sourceId, databaseUrl: paddock.databaseUrl, ...size })
    await catchUp(sql, web, sourceId, paddock.databaseUrl)
    const again = await crawlAgain({ sql, web, sourceId, databaseUrl: paddock.databaseUrl, most: size.again })
    return report(first, again)
  } finally {
    await sql.end()
    await web.close()
    await paddock.stop()
  }
}

type Size = { hosts: number; pages: number; kills: number }

const hostName = (number: number) => `h${number}.example`

function site({ hosts, pages }: Size): Record<string, Answers> {
  const robots = `user-agent: *\ncrawl-delay: ${pauseMs / 1000}\ndisallow: /not/\n`
  const answer =
    (host: number): Answers =>
    (path, request, response) => {
      if (path === '/robots.txt') {
        response.end(robots)
        return undefined
      }
      const number = Number(/\d+/.exec(path)?.[0] ?? 0)
      const below = [1, 2, 3].map((step) => number * 3 + step).filter((page) => page < pages)
      const others = [1, 2].map((step) => host * 2 + step).filter((other) => other < hosts)
      const port = request.headers.host?.split(':')[1]
      const links = [
        ...below.map((page) => `/page/${page}`),
        `/not/${number}`,
        ...others.map((other) => `http://${hostName(other)}:${port}/page/0`),
      ]
      return htmlPage(`Page ${number} of host ${host}, about nothing in particular.`, links)
    }
  return Object.fromEntries(Array.from({ length: hosts }, (_, host) => [hostName(host), answer(host)]))
}

async function prepare(sql: Sql, web: Web, { hosts }: Size): Promise<string> {
  await testLibrary(sql)
  await sql`update app.settings set value = '0' where name = 'crawl_delay'`
  const sourceId = await addSource(sql, { kind: 'article', title: 'A web' })
  const names = Array.from({ length: hosts }, (_, host) => `${hostName(host)}:${web.port}`)
  const startUrls = [web.url(hostName(0), '/page/0')]
  for (let i = 100; i < hosts; i += 100) startUrls.push(web.url(hostName(i), '/page/0'))
  await planCrawl(sql, sourceId, { startUrls, hosts: names, maxPages: 1_000_000, maxDepth: 50 })
  return sourceId
}

const crawler = (databaseUrl: string, sourceId: string, web: Web): ChildProcess =>
  spawn(process.execPath, [script, databaseUrl, sourceId, [...web.allowed].join(), String(leaseMs)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })

type Crawl = { sql: Sql; web: Web; sourceId: string; databaseUrl: string }

async function crawlWithKills({ web, sourceId, databaseUrl, hosts, pages, kills }: Crawl & Size) {
  const expected = hosts * (pages + 1)
  const started = performance.now()
  const running = new Set<ChildProcess>()
  const exits: Promise<unknown>[] = []
  const start = () => {
    const child = crawler(databaseUrl, sourceId, web)
    running.add(child)
    exits.push(once(child, 'exit').finally(() => running.delete(child)))
  }
  start()
  start()
  let killed = 0
  while (running.size > 0) {
    const due = ((killed + 1) * expected) / (kills + 2)
    await new Promise((resolve) => setTimeout(resolve, 20))
    const [oldest] = running
    if (killed >= kills || web.log.length < due || !oldest) continue
    oldest.kill('SIGKILL')
    killed++
    start()
  }
  await Promise.all(exits)
  const seconds = (performance.now() - started) / 1000
  return { requests: web.log.length, seconds, killed, ...mannersOf(web.log), lost: expected - answered(web.log).size }
}

const answered = (log: readonly Logged[]) => new Set(log.map(({ host, path }) => `${host}${path}`))

function mannersOf(log: readonly Logged[]) {
  const pauses = Object.fromEntries(log.map(({ host }) => [host, pauseMs]))
  const found = breaches(log, pauses)
  for (const breach of found.slice(0, 20)) console.error(breach)
  const gaps: number[] = []
  const last = new Map<string, number>()
  for (const { host, at, answeredAt } of log) {
    const before = last.get(host)
    if (before !== undefined) gaps.push(at - before)
    last.set(host, answeredAt)
  }
  return {
    breaches: found.length,
    shortest: gaps.reduce((least, gap) => Math.min(least, gap), Number.POSITIVE_INFINITY),
    usual: median(gaps),
  }
}

/** What was under way at a kill, in another run. */
async function catchUp(sql: Sql, web: Web, sourceId: string, databaseUrl: string): Promise<void> {
  for (let due = 1; due > 0; ) {
    await once(crawler(databaseUrl, sourceId, web), 'exit')
    const [row] = await sql<{ due: number }[]>`
      select count(*)::int as due from app.crawl_urls where next_fetch_at <= now() and source_id = ${sourceId}`
    due = row?.due ?? 0
  }
}

async function crawlAgain({ sql, web, sourceId, databaseUrl, most }: Crawl & { most: number }) {
  const lasting = () => sql`
    select md5(string_agg((to_jsonb(u) - array['next_fetch_at', 'revisit', 'requested_run', 'requested_at', 'fetched_at', 'status'])::text, '' order by u.url)) as urls,
      (select md5(string_agg(d::text, '' order by d.url)) from test_documents d) as documents from app.crawl_urls u`
  await sql`update app.crawl_urls set next_fetch_at = now() where (source_id, url) in (
    select source_id, url from app.crawl_urls where has_document order by url limit ${most})`
  const before = await lasting()
  const from = web.log.length
  const started = performance.now()
  await once(crawler(databaseUrl, sourceId, web), 'exit')
  const seconds = (performance.now() - started) / 1000
  const after = await lasting()
  const log = web.log.slice(from)
  const same = before[0]?.urls === after[0]?.urls && before[0]?.documents === after[0]?.documents
  const pages = log.filter(({ path }) => path !== '/robots.txt')
  return {
    seconds,
    requests: log.length,
    pages: pages.length,
    unmodified: pages.filter(({ status }) => status === 304).length,
    same,
    ...mannersOf(log),
  }
}

type First = Awaited<ReturnType<typeof crawlWithKills>>
type Again = Awaited<ReturnType<typeof crawlAgain>>

const whole = (value: number) => Math.round(value).toLocaleString('en')

function report(first: First, again: Again): string {
  return [
    `Two crawlers in processes of their own on a web of one port, which logs every request. Each host asks for ${pauseMs} ms between`,
    'requests and forbids a part of itself. A breach is a page requested twice in the run, a forbidden one, or a request of a',
    'host sooner after its last one than its pause.',
    '',
    '| | Crawl | Re-crawl of unchanged pages |',
    '|---|---|---|',
    `| Requests | ${whole(first.requests)} | ${whole(again.requests)} |`,
    `| Crawlers killed | ${first.killed} | 0 |`,
    `| Breaches | ${first.breaches} | ${again.breaches} |`,
    `| Shortest and median time from an answer to the next request of its host, ms | ${first.shortest.toFixed(1)}, ${whole(first.usual)} | ${again.shortest.toFixed(1)}, ${whole(again.usual)} |`,
    `| Pages answered 304 | | ${whole(again.unmodified)} of ${whole(again.pages)} |`,
    `| Written besides times | | ${again.same ? 'nothing' : 'SOMETHING'} |`,
    `| Requests a second | ${whole(first.requests / first.seconds)} | ${whole(again.requests / again.seconds)} |`,
    '',
    `Left to the next run by the kills: ${first.lost} pages.`,
  ].join('\n')
}
