import postgres from 'postgres'
import { migrate } from '../../src/server/migrate.ts'
import { startTemporary } from '../../src/server/postgres/temporary.ts'
import { type Catalog, readCatalog } from './types-catalog.ts'
import { writeTypes } from './types-text.ts'

/** The text of `database.generated.ts`: what the migrations make of an empty database, in the shape that supabase-js takes. */
export async function generateTypes(): Promise<string> {
  return writeTypes(await catalogOfEmptyDatabase())
}

async function catalogOfEmptyDatabase(): Promise<Catalog> {
  const database = await startTemporary()
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
  }
}
