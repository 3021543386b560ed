import { printable } from '../../../import/progress.ts'
import { readArguments, withDatabase } from './options.ts'

type Row = {
  source_id: string
  title: string
  documents: string
  pages: number | null
  refused: number | null
  failed: number | null
  last_run_at: Date | null
  last_error: string | null
  reasons: { code: string; urls: number; example: string; reason: string | null }[]
}

export async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, 0)
  const rows = await withDatabase(
    (sql) => sql<Row[]>`
    select s.title, h.* from app.crawl_health() h join public.sources s on s.id = h.source_id order by h.last_run_at desc nulls last`,
  )
  if (values.json) return console.log(JSON.stringify(rows))
  if (rows.length === 0) console.log('No source has been crawled.')
  for (const row of rows) {
    console.log(
      `${printable(row.title)} (${row.source_id}): ${row.documents} documents, last crawl ${row.last_run_at?.toISOString() ?? 'never'}, ${row.pages ?? 0} pages, ${row.refused ?? 0} refused, ${row.failed ?? 0} failed`,
    )
    if (row.last_error) console.log(`  last error: ${printable(row.last_error)}`)
    for (const { code, urls, example, reason } of row.reasons)
      console.log(`  ${urls} refused, ${code}: ${printable(reason ?? '')} (${printable(example)})`)
  }
}
