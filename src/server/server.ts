import postgres from 'postgres'
import { isLoopback } from './address.ts'
import { hasMailbox } from './auth/mail/mailbox.ts'
import type { Config } from './config.ts'
import { startCrawl } from './crawl.ts'
import { lockData } from './data-lock.ts'
import { startDelivery } from './delivery/index.ts'
import { settleDemo } from './demo/index.ts'
import { setDisputeWindow } from './dispute-window.ts'
import { openDoors } from './doors.ts'
import { callsProjectFunction } from './functions/index.ts'
import { startJobs } from './jobs/index.ts'
import { type Keys, loadKeys } from './keys.ts'
import { type Listener, listen } from './listen.ts'
import { createMailTransport } from './mail/transport.ts'
import { migrate, migrateProject } from './migrate.ts'
import { isHostedSupabase } from './platform.ts'
import { admitGatewayRole } from './postgres/gateway-role.ts'
import { type Database, openDatabase } from './postgres/index.ts'
import { removeRuntime, writeRuntime } from './runtime-file.ts'
import { createUnsubscribeTokens } from './unsubscribe/index.ts'

export type Server = {
  /** Of page and API alike. */
  url: string
  keys: Keys
  /** Of the database's owner. */
  databaseUrl: string
  /** Whether members of the demo can sign in. */
  demo: boolean
  /** Whether `/mailbox` shows what would have been mailed. */
  mailbox: boolean
  /** Resolves when the embedded Postgres ends by itself, which leaves the server without a database. */
  databaseLost: Promise<void>
  /** Where the embedded Postgres writes what happens to it. */
  databaseLog: string | null
  /** Ends running requests, then the database; safe to call twice. */
  stop: () => Promise<void>
  /** Ends everything at once; the next start recovers what was committed. */
  kill: () => Promise<void>
}

/**
 * Everything from the data folder to the open port, in order; what was started is stopped again if a later step fails.
 *
 * @param keys those of the data folder unless given
 * @throws {ConfigError} for anything the operator can mend: a taken port, a database that cannot be reached, data in use
 */
export async function startServer(options: { config: Config; keys?: Keys }): Promise<Server> {
  const { config } = options
  const undo: (() => Promise<void>)[] = []
  const stop = onlyOnce(async () => {
    for (const step of undo.reverse()) await step()
  })
  try {
    undo.push(await lockData(config.dataDir))
    await removeRuntime(config.dataDir) // of a server that was killed
    const keys = options.keys ?? (await loadKeys(config.dataDir))
    const database = await openDatabase(config)
    undo.push(database.stop)
    await migrate(database.adminUrl)
    if (config.project) {
      const { folder, grantsAsSupabase } = config.project
      await migrateProject(database.adminUrl, folder, grantsAsSupabase)
    }
    await setDisputeWindow(database.adminUrl, config.disputeWindow)
    const demo = await prepareDemo(config, database.adminUrl)
    const gatewayUrl = database.embedded ? database.gatewayUrl : await gatewayOf(database.adminUrl, keys)
    const { url, close } = await serve({ config, keys, database: { ...database, gatewayUrl } })
    undo.push(() => close())
    const { publishableKey, secretKey } = keys
    const databaseUrl = database.adminUrl
    await writeRuntime(config.dataDir, { url, databaseUrl, publishableKey, secretKey, pid: process.pid })
    undo.push(() => removeRuntime(config.dataDir))
    const kill = async () => void (await Promise.all([close(0), database.kill()]))
    const mailbox = hasMailbox(config)
    return {
      url,
      keys,
      databaseUrl,
      demo,
      mailbox,
      databaseLost: database.exited,
      databaseLog: database.log,
      stop,
      kill,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The doors and the jobs over a database that is migrated already. */
export async function serve(options: {
  config: Config
  keys: Keys
  database: Pick<Database, 'adminUrl' | 'gatewayUrl'>
}): Promise<Listener> {
  const { host, port, trustProxy } = options.config
  let address = ''
  const url = () => options.config.delivery.pageUrl?.replace(/\/+$/, '') ?? address
  if (leadsNowhere(options.config)) {
    console.warn(
      'PADDOCK_PAGE_URL is not set, so links in mails lead to this machine: set it to where people reach the page.',
    )
  }
  const smtp = options.config.delivery.mail && createMailTransport(options.config.delivery.mail)
  const doors = await openDoors({ ...options, url, address: () => address, smtp })
  const jobs = startJobs(options.database.adminUrl)
  const delivery = startDelivery(
    options.database.adminUrl,
    options.config.delivery,
    smtp,
    createUnsubscribeTokens(options.keys.jwtSecret),
  )
  const crawl = startCrawl(options.database.adminUrl, { allowed: options.config.fetchAllowed })
  const closeAll = async () => {
    await Promise.all([doors.close(), jobs.stop(), delivery.stop(), crawl.stop()])
    smtp?.close()
  }
  try {
    const listener = await listen({
      fetch: doors.fetch,
      host,
      port,
      trustProxy,
      shares: options.config.limits.shares,
      isCountedElsewhere: options.config.project ? callsProjectFunction : () => false,
    })
    address = listener.url
    const close = (graceMs?: number) => {
      doors.endStreams()
      return listener.close(graceMs).finally(closeAll)
    }
    return { url: listener.url, close }
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** Mails go out, and who reads them is elsewhere. */
function leadsNowhere({ delivery, host, trustProxy }: Config): boolean {
  return delivery.mail !== null && delivery.pageUrl === null && (trustProxy || !isLoopback(host))
}

/** The gateway works with the owner's rights as well, only less safely. */
async function gatewayOf(adminUrl: string, keys: Keys): Promise<string> {
  const admitted = await admitGatewayRole(adminUrl, keys.jwtSecret)
  if (admitted.url !== null) return admitted.url
  console.warn(
    `The gateway logs in as the user of DATABASE_URL, for a role of its own could not be used there: ${admitted.because}. ` +
      'A user with CREATEROLE, and a pooler that lets new roles in, would allow it.',
  )
  return adminUrl
}

/** Hosted Supabase serves its accounts to everybody, so nobody from the demo may be among them. */
async function prepareDemo({ demo, host }: Config, adminUrl: string): Promise<boolean> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, prepare: false })
  try {
    return await settleDemo(sql, { demo, loopback: isLoopback(host) && !(await isHostedSupabase(sql)) })
  } finally {
    await sql.end()
  }
}

function onlyOnce(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => {
    running ??= work()
    return running
  }
}
