import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startCrawling } from '../../../src/indexer/crawl/index.ts'
import { htmlPage } from '../../support/web.ts'
import { breaches } from '../../support/web-manners.ts'
import { crawled } from './crawlers.ts'

const hosts = ['a.example', 'b.example', 'c.example', 'd.example']

/** Four hosts of 40 pages that lead to each other; the last asks for a pause of 30 ms. */
function site() {
  const port = () => web?.port ?? 0
  let web: { port: number } | null = null
  const answer =
    (host: string) => (path: string, request: { url?: string }, response: import('node:http').ServerResponse) => {
      if (path === '/robots.txt') {
        response.end(`user-agent: *\ndisallow: /not/\n${host === 'd.example' ? 'crawl-delay: 0.03' : ''}`)
        return undefined
      }
      const number = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0)
      const next = [1, 2].map((step) => `/page/${(number * 2 + step) % 40}`)
      return htmlPage(`${host} ${path}`, [
        ...next,
        `/not/${number}`,
        ...hosts.map((other) => `http://${other}:${port()}/page/1`),
      ])
    }
  return {
    hosts: Object.fromEntries(hosts.map((host) => [host, answer(host)])),
    at: (served: { port: number }) => {
      web = served
    },
  }
}

async function crawlSite(settings: Record<string, string> = {}) {
  const { hosts: answers, at } = site()
  const made = await crawled(answers, { maxDepth: 40 }, settings)
  at(made.web)
  return made
}

const pages = 4 * 40 + 1 // and the first host's start

test('crawlers that work together request nothing twice, and visit a host one at a time', async () => {
  const { crawl, web, kept, problems } = await crawlSite()
  await Promise.all([crawl(), crawl(), crawl()])
  expect(await kept()).toHaveLength(pages)
  expect(breaches(web.log, { 'd.example': 30 })).toEqual([])
  expect(problems).toEqual([])
})

test('however often crawlers are killed, a run requests nothing twice and keeps its manners', async () => {
  const { sql, adminUrl, sourceId, web, kept, later } = await crawlSite()
  const names = hosts.map((host) => `${host}:${web.port}`).join()
  const script = fileURLToPath(new URL('../../support/crawl-process.ts', import.meta.url))
  const start = () =>
    spawn(process.execPath, [script, adminUrl, sourceId, names, '400'], { stdio: ['ignore', 'ignore', 'inherit'] })
  let kills = 0
  for (let ended = false; !ended; ) {
    const child = start()
    onTestFinished(() => void child.kill('SIGKILL'))
    const exit = once(child, 'exit')
    const before = web.log.length
    const enough = expect.poll(() => web.log.length, { interval: 2 }).toBeGreaterThan(before + 25)
    ended = await Promise.race([exit.then(() => true), enough.then(() => false)])
    if (ended) enough.catch(() => {})
    else if (child.kill('SIGKILL')) kills++
    await exit
  }
  expect(kills).toBeGreaterThan(2)
  expect(breaches(web.log, { 'd.example': 30 })).toEqual([])
  const [run] = await sql`select count(*)::int as runs, min(ended_by) as ended from app.crawl_runs`
  expect(run).toEqual({ runs: 1, ended: 'complete' })
  // What was under way when a crawler died is made up for by the next run.
  await later()
  const last = start()
  onTestFinished(() => void last.kill('SIGKILL'))
  await once(last, 'exit')
  expect(await kept()).toHaveLength(pages)
})

test('a crawler that was away for long asks for nothing and writes nothing', async () => {
  const { sql, crawl, sourceId } = await crawlSite()
  await crawl()
  const [url = ''] = (await sql<{ url: string }[]>`select url from app.crawl_urls limit 1`).map((row) => row.url)
  const [old] = await sql<{ id: string }[]>`select id from app.crawl_runs`
  const [held] = await sql<
    { held: boolean }[]
  >`select app.lock_crawl_url(${sourceId}, ${url}, ${old?.id ?? ''}) as held`
  expect(held).toEqual({ held: false }) // it has been noted
  const [host] = await sql<
    { host: string; token: string }[]
  >`select host, token::text from app.crawl_hosts where host like 'a.%'`
  const ask = (token: number) =>
    sql`select granted, why from app.request_crawl_url(${host?.host ?? ''}, ${token}, ${old?.id ?? ''}, ${sourceId}, ${url}, '0', '1 minute')`
  expect(await ask(Number(host?.token) - 1)).toEqual([{ granted: false, why: 'lost' }])
  expect(await ask(Number(host?.token))).toEqual([{ granted: false, why: 'over' }])
})

test('a server crawls what is due by itself, and stops when told', async () => {
  const { sql, options, kept, sourceId } = await crawlSite()
  const crawling = startCrawling(sql, { ...options, everyMs: 20 })
  onTestFinished(crawling.stop)
  await expect.poll(async () => (await kept()).length).toBe(pages)
  await expect.poll(() => sql`select ended_by from app.crawl_runs`).toEqual([{ ended_by: 'complete' }])
  await crawling.stop()
  const [source] =
    await sql`select next_crawl_at > now() + interval '50 minutes' as later, crawled_at is not null as crawled, last_error from public.sources where id = ${sourceId}`
  expect(source).toEqual({ later: true, crawled: true, last_error: null })
})
