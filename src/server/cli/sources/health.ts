import { printable } from '../../../import/progress.ts'
import { readArguments, withDatabase } from './options.ts'

type Row = {
  source_id: string
  title: string
  documents: string
  chunks: string
  refused: string
  kept_though_refused: string
  unindexed: string
  pages: number | null
  failed: number | null
  last_crawl_at: Date | null
  last_error: string | null
  reasons: { code: string; items: number; example: string; reason: string | null }[]
}

export async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, 0)
  const rows = await withDatabase(
    (sql) =>
      sql<Row[]>`select h.* from app.source_health() h order by h.last_crawl_at desc nulls last, h.title, h.source_id`,
  )
  if (values.json) return console.log(JSON.stringify(rows))
  if (rows.length === 0) console.log('There are no sources.')
  for (const row of rows) {
    const crawl = row.last_crawl_at
      ? `, last crawl ${row.last_crawl_at.toISOString()}, ${row.pages ?? 0} pages, ${row.failed ?? 0} failed`
      : ''
    const kept = row.kept_though_refused === '0' ? '' : ` (${row.kept_though_refused} still shown as they were)`
    const unindexed = row.unindexed === '0' ? '' : `, ${row.unindexed} chunks could not be indexed`
    console.log(
      `${printable(row.title)} (${row.source_id}): ${row.documents} documents, ${row.chunks} chunks, ${row.refused} refused${kept}${unindexed}${crawl}`,
    )
    if (row.last_error) console.log(`  last error: ${printable(row.last_error)}`)
    for (const { code, items, example, reason } of row.reasons)
      console.log(`  ${items} refused, ${code}: ${printable(reason ?? '')} (${printable(example)})`)
  }
}
