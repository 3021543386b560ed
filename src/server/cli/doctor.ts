import postgres from 'postgres'
import { ConfigError, readConfig } from '../config.ts'
import { onDatabase } from './on-database.ts'

export const usage = `paddock doctor: Say what the database still needs its owner to do

Reads the embedded database, of the server that runs on this data or by itself, or DATABASE_URL. It changes nothing.
Ends with 0 when there is nothing to do, with 1 otherwise.`

/** What is not as it should be, and the SQL or command that mends it. */
export type Advice = { finding: string; remedy: string }

export async function run(): Promise<void> {
  const advice = await onDatabase(readConfig(), examine)
  if (advice.length === 0) return console.log('Nothing to do.')
  throw new ConfigError(advice.map(({ finding, remedy }) => `${finding}\n  ${remedy}`).join('\n\n'))
}

export async function examine(adminUrl: string): Promise<Advice[]> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, prepare: false })
  try {
    return [...(await sql<Advice[]>`select finding, remedy from app.doctor()`)]
  } finally {
    await sql.end()
  }
}
