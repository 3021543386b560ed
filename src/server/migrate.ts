import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import postgres, { type Sql, type TransactionSql } from 'postgres'
import { supabaseFolder } from './paths.ts'
import { applyPlatform } from './platform.ts'

type Migration = { file: string; version: string; name: string; content: string; hash: string }

/** Any number that no other program is likely to take; two servers that start at once migrate one after the other. */
const lockKey = 7_033_625_201

/**
 * Brings a database up to date: what hosted Supabase has, where it is missing; then `supabase/migrations/*.sql` in the order
 * of their names, each in a transaction, each once for each content. They are recorded as the supabase CLI records them.
 *
 * @returns the names of the files that were applied now
 */
export async function migrate(adminUrl: string, folder = join(supabaseFolder, 'migrations')): Promise<string[]> {
  const onnotice = ({ severity, message, hint }: postgres.Notice) =>
    severity === 'WARNING' && console.warn([message, hint].filter(Boolean).join('\n  '))
  const sql = postgres(adminUrl, { max: 1, onnotice, prepare: false })
  try {
    await alone(sql, async (transaction) => {
      await applyPlatform(transaction)
      await createRecords(transaction)
    })
    const applied: string[] = []
    for (const migration of await readMigrations(folder)) {
      if (await apply(sql, migration)) applied.push(migration.file)
    }
    return applied
  } finally {
    await sql.end()
  }
}

/**
 * A project's own migrations, `supabase/migrations/*.sql` below its folder, after ours: each once, whatever becomes of its file later, as the
 * supabase CLI does it. New tables get the rights that a Supabase project gives them, where the project asks for that; ours are explicit.
 *
 * @returns the names of the files that were applied now
 */
export async function migrateProject(adminUrl: string, project: string, grantsAsSupabase: boolean): Promise<string[]> {
  const folder = join(project, 'supabase', 'migrations')
  if (!existsSync(folder)) return []
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, prepare: false })
  try {
    const applied: string[] = []
    for (const migration of await readMigrations(folder)) {
      const isNew = await alone(sql, async (transaction) => {
        const [recorded] = await transaction`
          select from supabase_migrations.schema_migrations where version = ${migration.version}`
        if (recorded) return false
        if (grantsAsSupabase) await transaction.unsafe(usualGrants('grant', 'to')).simple()
        await run(transaction, migration)
        if (grantsAsSupabase) await transaction.unsafe(usualGrants('revoke', 'from')).simple()
        await record(transaction, migration)
        return true
      })
      if (isNew) applied.push(migration.file)
    }
    return applied
  } finally {
    await sql.end()
  }
}

/** For what is made between the two alone: our own tables say their rights themselves. */
const usualGrants = (verb: 'grant' | 'revoke', word: 'to' | 'from') =>
  ['tables', 'sequences', 'functions']
    .map(
      (what) =>
        `alter default privileges in schema public ${verb} all on ${what} ${word} anon, authenticated, service_role;`,
    )
    .join('\n')

/** The lock ends with its transaction, so that this also holds behind a pooler. */
async function alone<T>(sql: Sql, work: (transaction: TransactionSql) => Promise<T>): Promise<T> {
  const result = await sql.begin(async (transaction) => {
    await transaction`select pg_advisory_xact_lock(${lockKey})`
    return await work(transaction)
  })
  return result as T
}

async function run(transaction: TransactionSql, { file, content }: Migration): Promise<void> {
  try {
    await transaction.unsafe(content).simple()
  } catch (error) {
    throw new MigrationError(file, content, error as postgres.PostgresError)
  }
}

async function record(transaction: TransactionSql, { version, name, content }: Migration): Promise<void> {
  await transaction`
    insert into supabase_migrations.schema_migrations (version, statements, name)
    values (${version}, array[${content}], ${name})
    on conflict (version) do update set statements = excluded.statements, name = excluded.name`
}

async function apply(sql: Sql, migration: Migration): Promise<boolean> {
  const { version, hash } = migration
  return await alone(sql, async (transaction) => {
    const [recorded] = await transaction`select hash from paddock_platform.migration_hashes where version = ${version}`
    if (recorded?.hash === hash) return false
    await run(transaction, migration)
    await record(transaction, migration)
    await transaction`
      insert into paddock_platform.migration_hashes (version, hash) values (${version}, ${hash})
      on conflict (version) do update set hash = excluded.hash, applied_at = now()`
    return true
  })
}

/** Names the file and the line at which Postgres stopped. Nothing of that file is kept. */
export class MigrationError extends Error {
  readonly file: string

  constructor(file: string, content: string, cause: postgres.PostgresError) {
    const position = Number(cause.position)
    const line = position > 0 ? `:${content.slice(0, position).split('\n').length}` : ''
    super(`${file}${line}: ${cause.message}${cause.hint ? ` (${cause.hint})` : ''}`, { cause })
    this.name = 'MigrationError'
    this.file = file
  }
}

async function createRecords(sql: TransactionSql): Promise<void> {
  await sql
    .unsafe(`
      create schema if not exists supabase_migrations;
      create table if not exists supabase_migrations.schema_migrations (
        version text primary key, statements text[], name text
      );
      create schema if not exists paddock_platform;
      create table if not exists paddock_platform.migration_hashes (
        version text primary key, hash text not null, applied_at timestamptz not null default now()
      );`)
    .simple()
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d+_.+\.sql$/.test(file)).sort()
  return await Promise.all(
    files.map(async (file) => {
      const content = await readFile(join(folder, file), 'utf8')
      const split = file.indexOf('_')
      const hash = createHash('sha256').update(content).digest('hex')
      return { file, version: file.slice(0, split), name: file.slice(split + 1, -'.sql'.length), content, hash }
    }),
  )
}
