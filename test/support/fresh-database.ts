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

/** A database of its own, migrated and without rows. */
export async function freshDatabase(onnotice: (notice: Notice) => void = () => {}): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer((server) => server.unsafe(`create database ${name} template template_for_tests`))
  const adminUrl = withDatabase(inject('adminUrl'), name)
  const gatewayUrl = withDatabase(inject('gatewayUrl'), name)
  const sql = postgres(adminUrl, { max: 5, onnotice })
  const drop = async () => {
    await sql.end({ timeout: 5 })
    await onServer((server) => server.unsafe(`drop database ${name} with (force)`))
  }
  return { adminUrl, gatewayUrl, sql, drop }
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
