import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { readConfig } from '../../src/server/config.ts'
import { migrate } from '../../src/server/migrate.ts'
import { openDatabase } from '../../src/server/postgres/index.ts'
import { type Catalog, readCatalog } from './types-catalog.ts'
import { writeTypes } from './types-text.ts'

/** The text of `database.generated.ts`: what the migrations make of an empty database, in the shape that supabase-js takes. */
export async function generateTypes(): Promise<string> {
  return writeTypes(await catalogOfEmptyDatabase())
}

async function catalogOfEmptyDatabase(): Promise<Catalog> {
  const dataDir = await mkdtemp(join(tmpdir(), 'paddock-types-'))
  const database = await openDatabase(readConfig({ PADDOCK_DATA: dataDir }))
  try {
    await migrate(database.adminUrl)
    const sql = postgres(database.adminUrl, { max: 1 })
    try {
      return await readCatalog(sql)
    } finally {
      await sql.end()
    }
  } finally {
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
