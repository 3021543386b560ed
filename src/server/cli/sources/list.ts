import { printable } from '../../../import/progress.ts'
import { readArguments, withDatabase } from './options.ts'

type Row = {
  id: string
  kind: string
  title: string
  url: string | null
  authority: number
  documents: number
  chunks: number
  vehicle_id: string | null
}

export async function run(args: string[]): Promise<void> {
  const { values } = readArguments(args, 0)
  const rows = await withDatabase(
    (sql) => sql<Row[]>`
    select s.id, s.kind, s.title, s.url, s.authority, s.vehicle_id, count(d.id)::int as documents, coalesce(sum(d.chunks), 0)::int as chunks
    from public.sources s left join public.source_documents d on d.source_id = s.id and d.is_current
    group by s.id order by s.created_at, s.id`,
  )
  if (values.json) return console.log(JSON.stringify(rows))
  if (rows.length === 0)
    console.log('There are no sources. Add one: paddock sources add <file, folder or URL> --kind K')
  for (const { id, kind, title, documents, chunks } of rows)
    console.log(
      `${id}  ${kind.padEnd(14)} ${String(documents).padStart(6)} documents ${String(chunks).padStart(8)} chunks  ${printable(title)}`,
    )
}
