import postgres from 'postgres'
import { createApp } from './app.ts'
import { createAuth } from './auth/index.ts'
import { createIdentify } from './caller.ts'
import type { Config } from './config.ts'
import { lockData } from './data-lock.ts'
import type { Keys } from './keys.ts'
import { type Listener, listen } from './listen.ts'
import { migrate } from './migrate.ts'
import { webFolder } from './paths.ts'
import { type Database, openDatabase } from './postgres/index.ts'
import { removeRuntime, writeRuntime } from './runtime-file.ts'
import { createStatic } from './static.ts'

export type Server = {
  url: string
  keys: Keys
  databaseUrl: string
  /** Resolves when the embedded Postgres ends by itself, which leaves the server without a database. */
  databaseLost: Promise<void>
  /** Ends running requests, then the database; safe to call twice. */
  stop: () => Promise<void>
}

/**
 * Everything from the data folder to the open port, in order; what was started is stopped again if a later step fails.
 *
 * @throws {ConfigError} for anything the operator can mend: a taken port, a database that cannot be reached, data in use
 */
export async function startServer({ config, keys }: { config: Config; keys: Keys }): Promise<Server> {
  const undo: (() => Promise<void>)[] = []
  const stop = once(async () => {
    for (const step of undo.reverse()) await step()
  })
  try {
    undo.push(await lockData(config.dataDir))
    const database = await openDatabase(config)
    undo.push(database.stop)
    await migrate(database.adminUrl)
    const { url, close } = await serve({ config, keys, database })
    undo.push(close)
    const { publishableKey, secretKey } = keys
    await writeRuntime(config.dataDir, {
      url,
      databaseUrl: database.adminUrl,
      publishableKey,
      secretKey,
      pid: process.pid,
    })
    undo.push(() => removeRuntime(config.dataDir))
    return { url, keys, databaseUrl: database.adminUrl, databaseLost: database.exited, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The doors over a database that is migrated already. */
export async function serve(options: {
  config: Config
  keys: Keys
  database: Pick<Database, 'adminUrl' | 'gatewayUrl'>
}): Promise<Listener> {
  const { config, keys, database } = options
  const admin = postgres(database.adminUrl, { max: 5, onnotice: () => {} })
  const identify = createIdentify(keys)
  const auth = createAuth({ sql: admin, keys, identify, settings: config.auth })
  const app = createApp({
    auth: auth.handle,
    files: createStatic(webFolder),
    ready: () => answers(admin),
  })
  const { host, port, trustProxy } = config
  const closeAll = async () => {
    await admin.end({ timeout: 5 })
  }
  try {
    const listener = await listen({ fetch: app.fetch, host, port, trustProxy })
    return { url: listener.url, close: (graceMs) => listener.close(graceMs).finally(closeAll) }
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function answers(sql: postgres.Sql): Promise<boolean> {
  try {
    await sql`select 1`
    return true
  } catch {
    return false
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => {
    running ??= work()
    return running
  }
}
