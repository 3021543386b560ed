import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/server/migrate.ts'
import { startEmbedded } from '../../src/server/postgres/embedded.ts'
import { admitGateway } from '../../src/server/postgres/index.ts'
import { withDatabase } from './fresh-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser on the Postgres of this test run; its database `template` is migrated and empty. */
    adminUrl: string
    gatewayUrl: string
  }
}

/** Nothing here outlives the run, so the disk need not be waited for. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

/** One Postgres for the whole run. Each test file clones a migrated database of it, which takes a tenth of a second. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-test-'))
  await chmod(folder, 0o711) // as root, Postgres runs as another user and has to pass through
  const embedded = await startEmbedded(folder, settings)
  const teardown = async () => {
    await embedded.stop()
    await Promise.all([folder, embedded.home].map((path) => rm(path, { recursive: true, force: true })))
  }
  try {
    await admitGateway(embedded)
    await createTemplate(embedded.adminUrl)
    provide('adminUrl', embedded.adminUrl)
    provide('gatewayUrl', embedded.gatewayUrl)
  } catch (error) {
    await teardown()
    throw error
  }
  return teardown
}

async function createTemplate(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1 })
  await sql`create database template_for_tests`
  await sql.end()
  await migrate(withDatabase(adminUrl, 'template_for_tests'))
}
