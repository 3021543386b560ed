import postgres from 'postgres'
import { ConfigError } from '../config.ts'

/** Checks that DATABASE_URL leads to a Postgres that can be used. */
export async function checkExternal(url: string): Promise<void> {
  const shown = withoutPassword(url)
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {}, idle_timeout: 1, prepare: false })
  try {
    const [row] = await sql<{ number: number; name: string }[]>`
      select current_setting('server_version_num')::int as number, current_setting('server_version') as name`
    if (row && row.number < 150_000) {
      throw new ConfigError(`${shown} runs PostgreSQL ${row.name}. Paddock needs 15 or newer.`)
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(`The database at ${shown} (DATABASE_URL) cannot be used: ${reason(error)}`, { cause: error })
  } finally {
    await sql.end({ timeout: 1 })
  }
}

function withoutPassword(url: string): string {
  const shown = new URL(url)
  if (shown.password) shown.password = '...'
  return shown.href
}

function reason(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string }
  return message || code || String(error)
}
