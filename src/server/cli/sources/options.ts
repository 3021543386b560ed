import { parseArgs } from 'node:util'
import postgres, { type Sql } from 'postgres'
import { isUuid } from '../../../client/ids.ts'
import { type Kind, kinds } from '../../../indexer/document.ts'
import { readAllowList } from '../../../indexer/fetch/index.ts'
import { ConfigError, readConfig } from '../../config.ts'
import { migrate } from '../../migrate.ts'
import { onDatabase } from '../on-database.ts'

const known = {
  kind: { type: 'string' },
  title: { type: 'string' },
  make: { type: 'string' },
  model: { type: 'string' },
  years: { type: 'string' },
  trim: { type: 'string' },
  engine: { type: 'string' },
  vehicle: { type: 'string' },
  authority: { type: 'string' },
  depth: { type: 'string' },
  limit: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const

export type Values = { [name in keyof typeof known]?: (typeof known)[name]['type'] extends 'string' ? string : boolean }

/** @throws {ConfigError} naming what is not understood */
export function readArguments(args: string[], most: number): { values: Values; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args, options: known, allowPositionals: true })
    if (positionals.length > most)
      throw new Error(`"${positionals[most]}" is one word too many; put quotes around words that belong together.`)
    return { values: values as Values, positionals }
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

/** @throws {ConfigError} */
export function readId(text: string | undefined, what: string): string | undefined {
  if (text === undefined || isUuid(text)) return text
  throw new ConfigError(`${text} is not the id of a ${what}.`)
}

/** @throws {ConfigError} */
export function readKind(text: string | undefined): Kind | undefined {
  if (text === undefined) return undefined
  const kind = kinds.find((one) => one === text)
  if (kind) return kind
  throw new ConfigError(`There is no kind "${text}". Kinds are ${kinds.join(', ')}.`)
}

/** @throws {ConfigError} */
export function readNumber(text: string | undefined, name: string, least: number, most: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() !== '' && value >= least && value <= most) return value
  throw new ConfigError(`--${name} ${text} is not a number from ${least} to ${most}.`)
}

/** Work on the database with its owner's rights, of the server that runs or started for the occasion. */
export async function withDatabase<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  return await onDatabase(readConfig(), async (adminUrl) => {
    await migrate(adminUrl) // a database that was never served has no tables yet
    const sql = postgres(adminUrl, { max: 4, onnotice: () => {} })
    try {
      return await work(sql)
    } finally {
      await sql.end({ timeout: 5 })
    }
  })
}

export const allowedHosts = () => readAllowList(process.env.PADDOCK_FETCH_ALLOW)
