import postgres, { type Sql } from 'postgres'
import { migrate } from '../../src/server/migrate.ts'
import { startTemporary } from '../../src/server/postgres/temporary.ts'

/** Runs `read` on a database that has nothing but the migrations, and throws that database away. */
export async function onEmptyDatabase<T>(read: (sql: Sql) => Promise<T>): Promise<T> {
  const database = await startTemporary()
  try {
    await migrate(database.adminUrl)
    const sql = postgres(database.adminUrl, { max: 1 })
    try {
      return await read(sql)
    } finally {
      await sql.end()
    }
  } finally {
    await database.stop()
  }
}
