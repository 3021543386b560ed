import postgres, { type Sql } from 'postgres'
import { ConfigError, readConfig } from '../config.ts'
import { auditResults } from './audit-results.ts'
import { onDatabase } from './on-database.ts'

export const usage = `paddock audit: Replay the ledger of points and every settlement, and say whether all of it holds

Reads the embedded database, of the server that runs on this data or by itself, or DATABASE_URL. It changes nothing.
Ends with 0 when every promise holds, with 1 when any is broken.`

/** One promise: how many things were looked at, how many break it, and one that does. */
export type Verdict = { promise: string; checked: number; wrong: number; example: string | null }

export async function run(): Promise<void> {
  const checks = await onDatabase(readConfig(), audit)
  console.log(checks.map(line).join('\n'))
  const broken = checks.filter(({ wrong }) => wrong > 0)
  if (broken.length > 0) throw new ConfigError(`${broken.length} of ${checks.length} promises are broken.`)
  console.log(`All ${checks.length} promises hold.`)
}

/** Everything in one snapshot, so that what goes on meanwhile is either seen whole or not at all. */
export async function audit(adminUrl: string): Promise<Verdict[]> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, prepare: false })
  try {
    return await sql.begin('isolation level repeatable read read only', async (t) => [
      ...(await t<Verdict[]>`select promise, checked::int, wrong::int, example from app.audit()`),
      await auditResults(t as unknown as Sql),
    ])
  } finally {
    await sql.end()
  }
}

function line({ promise, checked, wrong, example }: Verdict): string {
  if (wrong === 0) return `holds   ${promise} (${checked.toLocaleString('en')} checked)`
  return `BROKEN  ${promise}: ${wrong.toLocaleString('en')} of ${checked.toLocaleString('en')}, for instance ${example}`
}
