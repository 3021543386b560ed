import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import postgres, { type Sql } from 'postgres'
import { readPdf } from '../src/indexer/connectors/pdf/read-pdf.ts'
import { addSource, parsed, put } from '../test/support/library.ts'
import { here } from './machine.ts'
import { run as runSearch } from './search.ts'
import { manual, table } from './sources/fixtures.ts'
import { forum } from './sources/forum.ts'
import { startPaddock } from './votes/server.ts'

/**
 * The library from end to end: pages of PDFs and forums, a re-crawl of what has not changed, memory, how soon a new chunk is found, search. Short
 * by default; SOURCES_PAGES (10000) crawls as many forum pages, SOURCES_ROWS (2000000) reads a table as long, SEARCH_CHUNKS sets the library of the search.
 */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const pages = Number(process.env.SOURCES_PAGES ?? (quick ? 80 : 1_000))
  const rows = Number(process.env.SOURCES_ROWS ?? (quick ? 120_000 : 500_000))
  process.env.SEARCH_CHUNKS ??= quick ? '5000' : '20000'
  const pdf = await pdfSpeed(quick ? 200 : 1_000)
  const parts = { pdf, rows, pdfPages: quick ? 200 : 2_000, ...(await withLibrary({ quick, pages, rows })) }
  return [report(parts), '## Search', '', await runSearch({ quick })].join('\n')
}

/** Memory is measured last: what that stores is indexed in the background, which takes a processor. */
async function withLibrary({ quick, pages, rows }: { quick: boolean; pages: number; rows: number }) {
  const paddock = await startPaddock()
  const sql = postgres(paddock.databaseUrl, { max: 6, onnotice: () => {} })
  try {
    const found = await untilFound(sql, quick ? 3 : 10)
    const crawl = await forum(sql, pages)
    return { found, crawl, memory: await memories(paddock.databaseUrl, quick ? 200 : 2_000, rows) }
  } finally {
    await sql.end()
    await paddock.stop()
  }
}

async function pdfSpeed(pages: number) {
  const body = await manual(pages)
  const begun = performance.now()
  const read = await readPdf(body)
  if (read.pages.length !== pages)
    throw new Error(`${read.pages.length} of ${pages} pages were read: ${JSON.stringify(read.problems)}`)
  return { pages, perMinute: pages / ((performance.now() - begun) / 60_000) }
}

/** The most memory that reading and storing take, in a process of its own. Those that read PDFs are killed at 290 MB each. */
async function memories(databaseUrl: string, pages: number, rows: number) {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-bench-'))
  try {
    await writeFile(join(folder, 'manual.pdf'), await manual(pages))
    await writeFile(join(folder, 'large.html'), `<p>${'word '.repeat(10_000_000)}</p>`)
    await table(join(folder, 'sales.csv'), rows)
    return {
      pdf: await memoryOf(databaseUrl, join(folder, 'manual.pdf')),
      html: await memoryOf(databaseUrl, join(folder, 'large.html')),
      csv: await memoryOf(databaseUrl, join(folder, 'sales.csv')),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function memoryOf(databaseUrl: string, file: string) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--max-semi-space-size=8',
    join(here, 'sources', 'add-file.ts'),
    databaseUrl,
    file,
  ])
  return JSON.parse(stdout) as { chunks: number; refused: number; megabytes: number }
}

/** From the commit that stores a chunk to the first search that has it, by the server's own job; and what a retraction leaves. */
async function untilFound(sql: Sql, times: number) {
  const seconds: number[] = []
  let after = 0
  const sourceId = await addSource(sql)
  for (let n = 0; n < times; n++) {
    const word = `zyx${n}wv${'abcdefghij'[n % 10]}q`
    const { documentId } = await put(
      sql,
      { sourceId, key: word },
      parsed([`The ${word} bolt is torqued to ${n} Nm.`], { title: word }),
    )
    const begun = performance.now()
    const hits = () => sql`select from search_sources(${word})`
    while ((await hits()).length === 0) await wait(10)
    seconds.push((performance.now() - begun) / 1000)
    await sql`select app.retract_document(${documentId}, 'withdrawn')`
    after += (await hits()).length
  }
  return { most: Math.max(...seconds), times, after }
}

type Parts = {
  pdf: Awaited<ReturnType<typeof pdfSpeed>>
  memory: Awaited<ReturnType<typeof memories>>
  found: Awaited<ReturnType<typeof untilFound>>
  crawl: Awaited<ReturnType<typeof forum>>
  rows: number
  pdfPages: number
}

const whole = (value: number) => Math.round(value).toLocaleString('en')

function report({ pdf, memory, found, crawl, rows, pdfPages }: Parts): string {
  const { first, again, same } = crawl
  return [
    '| | Measured | Asked |',
    '|---|---|---|',
    `| PDF pages a minute, 40 lines each, one reader (${whole(pdf.pages)} pages) | ${whole(pdf.perMinute)} | 1,000 |`,
    `| Forum pages a second, fetched from a local server, read, stored (${whole(first.pages)} pages of 15 posts) | ${(first.pages / first.seconds).toFixed(1)} | 40 |`,
    `| Visited again: pages, of them changed or refused | ${whole(again.pages)}, ${again.changed + again.refused} | 0 |`,
    `| Written by that besides times | ${same ? 'nothing' : 'SOMETHING'} | nothing |`,
    `| Visited again, pages a second | ${(again.pages / again.seconds).toFixed(1)} | |`,
    `| Most memory, read and stored: a PDF of ${whole(pdfPages)} pages (${whole(memory.pdf.chunks)} chunks; its readers apart, each under 290 MB) | ${whole(memory.pdf.megabytes)} MB | 300 MB |`,
    `| Most memory: 50 MB of HTML (refused by its size) | ${whole(memory.html.megabytes)} MB | 300 MB |`,
    `| Most memory, read and stored: a table of ${whole(rows)} rows with one broken quote (${whole(memory.csv.chunks)} chunks, ${memory.csv.refused} refused) | ${whole(memory.csv.megabytes)} MB | 300 MB |`,
    `| A new chunk is found after, at most of ${found.times} | ${found.most.toFixed(1)} s | 5 s |`,
    `| Hits of retracted documents | ${found.after} | 0 |`,
    '',
  ].join('\n')
}
