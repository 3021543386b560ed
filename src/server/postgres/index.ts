import { join } from 'node:path'
import postgres from 'postgres'
import type { Config } from '../config.ts'
import { applyRoles } from '../platform.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { checkExternal } from './external.ts'

/** A Postgres that is ready to be migrated and served from. */
export type Database = {
  /** Owns the schema: migrations, auth, jobs. */
  adminUrl: string
  /** Serves requests; can do nothing but become anon, authenticated or service_role. */
  gatewayUrl: string
  embedded: boolean
  /** Resolves when the embedded Postgres is gone, wanted or not; never for a database of yours. */
  exited: Promise<void>
  stop: () => Promise<void>
  /** Ends the embedded Postgres at once; the next start recovers. */
  kill: () => Promise<void>
  /** Where the embedded Postgres writes what happens to it. */
  log: string | null
}

/** The Postgres that DATABASE_URL names, else the embedded one of the data folder. */
export async function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Database> {
  if (config.databaseUrl) {
    await checkExternal(config.databaseUrl)
    return external(config.databaseUrl)
  }
  const embedded = await startEmbedded(config.dataDir)
  try {
    await admitGateway(embedded)
  } catch (error) {
    await embedded.stop()
    throw error
  }
  const { adminUrl, gatewayUrl, exited, stop, kill, home } = embedded
  return { adminUrl, gatewayUrl, embedded: true, exited, stop, kill, log: join(home, 'postgres.log') }
}

/** Its end is not ours to see to. For the gateway's own way in see `gateway-role.ts`. */
function external(url: string): Database {
  const nothing = async () => {}
  const exited = new Promise<void>(() => {})
  return { adminUrl: url, gatewayUrl: url, embedded: false, exited, stop: nothing, kill: nothing, log: null }
}

/** Lets `authenticator` log in with the password of this data folder. */
export async function admitGateway({ adminUrl, gatewayPassword }: Embedded): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, prepare: false })
  try {
    await applyRoles(sql)
    await sql.unsafe(`alter role authenticator login password '${gatewayPassword.replaceAll("'", "''")}'`)
    // Errors of requests are their sender's to read. The messages have pieces of the request, and there is no end of them.
    await sql.unsafe(`alter role authenticator set log_min_messages = 'fatal'`)
  } finally {
    await sql.end()
  }
}
