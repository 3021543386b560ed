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
}

/** The Postgres that DATABASE_URL names, else the embedded one of the data folder. */
export async function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Database> {
  if (config.databaseUrl) {
    await checkExternal(config.databaseUrl)
    const url = config.databaseUrl
    return { adminUrl: url, gatewayUrl: url, embedded: false, exited: new Promise(() => {}), stop: async () => {} }
  }
  const embedded = await startEmbedded(config.dataDir)
  try {
    await admitGateway(embedded)
  } catch (error) {
    await embedded.stop()
    throw error
  }
  const { adminUrl, gatewayUrl, exited, stop } = embedded
  return { adminUrl, gatewayUrl, embedded: true, exited, stop }
}

/** Lets `authenticator` log in with the password of this data folder. */
export async function admitGateway({ adminUrl, gatewayPassword }: Embedded): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} })
  try {
    await applyRoles(sql)
    await sql.unsafe(`alter role authenticator login password '${gatewayPassword.replaceAll("'", "''")}'`)
  } finally {
    await sql.end()
  }
}
