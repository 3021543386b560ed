import { printable } from '../../../import/progress.ts'
import { ConfigError } from '../../config.ts'
import { asConfigError } from './add.ts'
import { readArguments, readId, readKind, readNumber, withDatabase } from './options.ts'

type Hit = { title: string; url: string | null; kind: string; page: number | null; snippet: string; score: number }

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, 1)
  const [query] = positionals
  if (!query) throw new ConfigError('Say what to search for, in quotes.')
  const vehicle = readId(values.vehicle, 'vehicle') ?? null
  const kind = readKind(values.kind)
  const limit = readNumber(values.limit, 'limit', 1, 50) ?? 10
  const hits = await withDatabase(async (sql) => [
    ...(await sql<
      Hit[]
    >`select * from public.search_sources(${query}, ${vehicle}::uuid, ${kind ? [kind] : null}::text[], ${limit}::integer, 0)`),
  ]).catch((error: unknown) => {
    throw asConfigError(error)
  })
  if (values.json) return console.log(JSON.stringify(hits))
  if (hits.length === 0) console.log('Nothing found. Fewer or other words may find more.')
  for (const { title, kind, page, url, snippet } of hits) {
    console.log(
      `${printable(title)} (${kind}${page ? `, page ${page}` : ''})${url ? `  ${printable(url)}` : ''}\n  ${printable(snippet).replace(/\s+/g, ' ')}\n`,
    )
  }
}
