import { randomBytes } from 'node:crypto'
import postgres, { type Notice, type Sql } from 'postgres'
import { inject } from 'vitest'

export type FreshDatabase = {
  /** Superuser. */
  adminUrl: string
  /** Role `authenticator`, as the gateway logs in. */
  gatewayUrl: string
  /** A pool on `adminUrl`. */
  sql: Sql
  drop: () => Promise<void>
}

type Options = {
  onnotice?: (notice: Notice) => void
  /** The database that it is a copy of; without one it is migrated and has no rows. */
  template?: string
}

/** A database of its own. */
export async function freshDatabase({
  onnotice = () => {},
  template = 'template_for_tests',
}: Options = {}): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer((server) => server.unsafe(`create database ${name} template ${template}`))
  const adminUrl = withDatabase(inject('adminUrl'), name)
  const gatewayUrl = withDatabase(inject('gatewayUrl'), name)
  const sql = postgres(adminUrl, { max: 5, onnotice })
  const drop = async () => {
    await sql.end({ timeout: 5 })
    await onServer((server) => server.unsafe(`drop database ${name} with (force)`))
  }
  return { adminUrl, gatewayUrl, sql, drop }
}

/**
 * Makes a database to copy, which takes a tenth of a second where filling one takes long. The first to ask for a name
 * fills it; the others of the run wait for that. Half filled it has another name, so that nobody copies one that failed.
 */
export async function ensureTemplate(template: string, fill: (sql: Sql) => Promise<unknown>): Promise<void> {
  await onServer(async (server) => {
    await server`select pg_advisory_lock(hashtext(${template}))` // until this connection ends
    const [made] = await server`select from pg_database where datname = ${template}`
    if (made) return
    const database = await freshDatabase()
    try {
      await fill(database.sql)
    } catch (error) {
      await database.drop()
      throw error
    }
    await database.sql.end()
    await server.unsafe(`alter database ${new URL(database.adminUrl).pathname.slice(1)} rename to ${template}`)
  })
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

async function onServer(work: (server: Sql) => Promise<unknown>): Promise<void> {
  const server = postgres(inject('adminUrl'), { max: 1, onnotice: () => {} })
  try {
    await work(server)
  } finally {
    await server.end()
  }
}
