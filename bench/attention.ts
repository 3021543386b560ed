import postgres, { type Sql } from 'postgres'
import { migrate } from '../src/server/migrate.ts'
import { startTemporary } from '../src/server/postgres/temporary.ts'
import { foldMillion } from './attention/fold.ts'
import { compareWays, holdSnapshot } from './attention/http.ts'
import { compareWithAppending } from './attention/insert.ts'
import { addPhotos, startPaddock } from './attention/paddock.ts'
import { compareSizes, sitePhotos } from './attention/read.ts'

/** What a view costs on its way in, in the fold and when it is read. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const options = quick ? { rounds: 1, seconds: 1 } : { rounds: 3, seconds: 3 }
  const parts: string[] = []
  const paddock = await startPaddock()
  try {
    parts.push(await compareWays(paddock, options), await holdSnapshot(paddock, options))
  } finally {
    await paddock.stop()
  }

  const cluster = await startTemporary({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' })
  const database = async (name: string, vehicles: number, photosEach: number) => {
    const server = postgres(cluster.adminUrl, { max: 1, onnotice: () => {} })
    await server.unsafe(`create database ${name}`)
    await server.end()
    const url = cluster.adminUrl.replace(/\/postgres$/, `/${name}`)
    await migrate(url)
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    open.push(sql)
    return { url, sql, photos: await addPhotos(sql, vehicles, photosEach) }
  }
  const open: Sql[] = []
  try {
    const { sql, url, photos } = await database('views', 100, 100)
    parts.push(await compareWithAppending(sql, url, photos, options))
    parts.push(await foldMillion((await database('folds', 100, 100)).sql, options))
    const { vehicles, photosEach } = sitePhotos
    const small = await database('small', vehicles, photosEach)
    const large = await database('large', vehicles, photosEach)
    parts.push(await compareSizes(small.sql, large.sql, options))
  } finally {
    for (const sql of open) await sql.end({ timeout: 1 })
    await cluster.stop()
  }
  return parts.join('\n\n')
}
