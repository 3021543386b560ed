import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/server/migrate.ts'
import { admitGateway } from '../../src/server/postgres/index.ts'
import { startTemporary } from '../../src/server/postgres/temporary.ts'
import { withDatabase } from './fresh-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser on the Postgres of this test run; its database `template` is migrated and empty. */
    adminUrl: string
    gatewayUrl: string
  }
}

/** One Postgres for the whole run. Each test file clones a migrated database of it, which takes a tenth of a second. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const embedded = await startTemporary({ max_connections: '600' })
  try {
    await admitGateway(embedded)
    await createTemplate(embedded.adminUrl)
    provide('adminUrl', embedded.adminUrl)
    provide('gatewayUrl', embedded.gatewayUrl)
  } catch (error) {
    await embedded.stop()
    throw error
  }
  return embedded.stop
}

async function createTemplate(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1 })
  await sql`create database template_for_tests`
  await sql.end()
  await migrate(withDatabase(adminUrl, 'template_for_tests'))
}
