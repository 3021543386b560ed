import { crawlAgain } from '../../../indexer/add-source.ts'
import { ConfigError } from '../../config.ts'
import { asConfigError, tell } from './add.ts'
import { bar } from './bar.ts'
import { allowedHosts, readArguments, readId, withDatabase } from './options.ts'

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, 1)
  const id = readId(positionals[0], 'source')
  const progress = bar(values.json ? null : process.stderr)
  await withDatabase(async (sql) => {
    const due = id
      ? await sql<{ id: string }[]>`select id from public.sources where id = ${id} and crawl ? 'startUrls'`
      : await sql<{ id: string }[]>`select id from public.sources where next_crawl_at <= now() order by next_crawl_at`
    if (id && due.length === 0) throw new ConfigError(`There is no source ${id} that can be crawled.`)
    for (const source of due) {
      tell(
        await crawlAgain(sql, source.id, { allowed: allowedHosts(), onVisit: ({ url }) => progress.step(url) }),
        values,
      )
      progress.end()
    }
    if (due.length === 0 && !values.json) console.log('No source is due.')
  }).catch((error: unknown) => {
    throw asConfigError(error)
  })
}
