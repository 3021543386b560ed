import { resolve } from 'node:path'
import { type AllowList, readAllowList } from '../indexer/fetch/target.ts'
import { type ModelSettings, readModelSettings } from '../research/model/settings.ts'
import { hasMailbox } from './auth/mail/mailbox.ts'
import { type AuthSettings, readAuthSettings } from './auth/settings.ts'
import { type DeliverySettings, readDeliverySettings } from './delivery/settings.ts'
import { ConfigError, lengthOfTime, wholeNumber } from './env.ts'
import { type FunctionsSettings, readFunctionsSettings } from './functions/project/settings.ts'
import { type Limits, readLimits } from './limits.ts'
import { webFolder } from './paths.ts'

export { ConfigError } from './env.ts'

/** Everything the environment can set, read once at start. */
export type Config = {
  host: string
  port: number
  /** Absolute path of the data folder: keys, runtime.json and, without DATABASE_URL, the database. */
  dataDir: string
  /** Any Postgres 15+ instead of the embedded one. */
  databaseUrl: string | null
  /** Schemas that `/rest/v1` exposes; the first is the default. */
  schemas: string[]
  /** No answer of `/rest/v1` has more rows than this. */
  maxRows: number
  /** Connections the gateway may hold open. Those that commit at the same time share one write to disk. */
  poolSize: number
  limits: Limits
  /** Fill an empty database with the demo vehicles. */
  demo: boolean
  /** Believe X-Forwarded-For (only behind a proxy that sets it). */
  trustProxy: boolean
  /** How long the proposed answer to a bet can be disputed, as a Postgres interval. */
  disputeWindow: string
  auth: AuthSettings
  delivery: DeliverySettings
  /** Without a mail server, and on loopback only, `/mailbox` shows what would have been mailed. */
  mailbox: boolean
  /** Where the built page is. */
  webFolder: string
  /** Pages are rendered by the server. */
  render: boolean
  /** A project's own folder with `supabase/migrations` and `supabase/functions`, or null; its new tables get Supabase's usual rights unless that is off. */
  project: { folder: string; grantsAsSupabase: boolean } | null
  functions: FunctionsSettings
  /** The model that reads sources, if any. */
  model: ModelSettings | null
  /** Local hosts that sources may be fetched from: PADDOCK_FETCH_ALLOW. */
  fetchAllowed: AllowList
}

/** @throws {ConfigError} naming the variable, the value and what it takes instead */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  // A hosted database may have few connections to give.
  const poolSize = wholeNumber(env, 'DB_POOL_SIZE', env.DATABASE_URL ? 10 : 20, 1, 1000)
  const config: Config = {
    host: env.HOST || '127.0.0.1',
    port: wholeNumber(env, 'PORT', 54321, 0, 65535),
    dataDir: resolve(env.PADDOCK_DATA || '.paddock'),
    databaseUrl: databaseUrl(env.DATABASE_URL),
    schemas: (env.API_SCHEMAS || 'public')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
    maxRows: wholeNumber(env, 'API_MAX_ROWS', 1000, 1, 10_000_000),
    poolSize,
    limits: readLimits(env, poolSize),
    demo: env.PADDOCK_DEMO !== '0',
    trustProxy: env.TRUST_PROXY === '1',
    disputeWindow: lengthOfTime(env, 'PADDOCK_DISPUTE_WINDOW', '24 hours', 90),
    auth: readAuthSettings(env),
    delivery: readDeliverySettings(env),
    mailbox: env.PADDOCK_MAILBOX !== '0',
    webFolder,
    render: env.PADDOCK_RENDER !== '0',
    project: env.PADDOCK_PROJECT
      ? { folder: resolve(env.PADDOCK_PROJECT), grantsAsSupabase: env.PADDOCK_PROJECT_GRANTS !== 'none' }
      : null,
    functions: readFunctionsSettings(env),
    fetchAllowed: readAllowList(env.PADDOCK_FETCH_ALLOW),
    model: model(env),
  }
  if (config.auth.autoconfirm === false && config.delivery.mail === null && !hasMailbox(config)) {
    throw new ConfigError(
      'AUTH_AUTOCONFIRM=0 needs a mail server that sends the confirmations: set SMTP_URL and MAIL_FROM.',
    )
  }
  return config
}

function model(env: NodeJS.ProcessEnv): ModelSettings | null {
  try {
    return readModelSettings((name) => env[name])
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

function databaseUrl(text: string | undefined): string | null {
  if (!text) return null
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return text
  throw new ConfigError('DATABASE_URL must look like postgres://user:password@host:5432/database.')
}
