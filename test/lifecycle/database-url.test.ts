import { readFileSync } from 'node:fs'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Embedded } from '../../src/server/postgres/embedded.ts'
import { startTemporary } from '../../src/server/postgres/temporary.ts'
import { withDatabase } from '../support/fresh-database.ts'
import { dataFolder, start, startInVain } from './paddock.ts'

let cluster: Embedded

beforeAll(async () => {
  cluster = await startTemporary()
})

afterAll(() => cluster.stop())

/** A new database of a Postgres that is not ours, prepared by `sql`. */
async function databaseWith(name: string, sql: string): Promise<{ url: string; database: postgres.Sql }> {
  const server = postgres(cluster.adminUrl, { max: 1 })
  await server.unsafe(`create database ${name}`)
  await server.end()
  const url = withDatabase(cluster.adminUrl, name)
  const database = postgres(url, { max: 1, onnotice: () => {} })
  onTestFinished(() => database.end())
  await database.unsafe(sql).simple()
  return { url, database }
}

test('DATABASE_URL with nothing in it gets roles, accounts and tables, and nothing is kept in the data folder but keys', async () => {
  const { url, database } = await databaseWith('bare', '')

  const server = await start(await dataFolder(), { DATABASE_URL: url })

  expect(server.runtime.databaseUrl).toBe(url)
  const { data, error } = await createClient(server.runtime.url, server.runtime.publishableKey).auth.signInAnonymously()
  expect(error).toBeNull()
  expect(await database`select id from auth.users`).toEqual([{ id: data.user?.id }])
  expect(await database`select version from supabase_migrations.schema_migrations order by version`).toEqual([
    { version: '20251018' },
    { version: '20251019' },
    { version: '20251020' },
  ])
  server.signal('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(await database`select 1 as alive`).toEqual([{ alive: 1 }])
})

test('with DATABASE_URL the gateway logs in as a role that owns nothing, and servers that share the secret share it', async () => {
  const { url, database } = await databaseWith('shared', '')
  const secret = { JWT_SECRET: 'a secret that two servers share, long enough' }
  const servers = [await start(await dataFolder(), { DATABASE_URL: url, ...secret })]
  servers.push(await start(await dataFolder(), { DATABASE_URL: url, ...secret }))
  for (const { runtime } of servers) {
    expect((await createClient(runtime.url, runtime.publishableKey).from('vehicles').select('id')).error).toBeNull()
  }
  const backends = await database`
    select distinct usename from pg_stat_activity where datname = 'shared' and query like '/* %vehicles%' and pid <> pg_backend_pid()`
  expect(backends).toEqual([{ usename: 'paddock_gateway_shared' }])
  const [role] = await database`
    select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolinherit as anything,
           (select array_agg(roleid::regrole::text order by 1) from pg_auth_members where member = r.oid) as becomes
    from pg_roles r where rolname = 'paddock_gateway_shared'`
  expect(role).toEqual({ anything: false, becomes: ['anon', 'authenticated', 'service_role'] })
})

test('an owner who may make no roles serves with his own rights, and is told so', async () => {
  const { url, database } = await databaseWith('modest', '')
  await (await start(await dataFolder(), { DATABASE_URL: url })).signal('SIGTERM')
  await database.unsafe(`create role modest login password 'modest'; grant anon, authenticated, service_role to modest;
    grant all on database modest to modest; grant all on schema supabase_migrations, paddock_platform, auth, app, public to modest;
    grant all on all tables in schema supabase_migrations, paddock_platform, auth, app, public to modest;
    grant all on all functions in schema auth, app, public to modest;`)
  const modest = new URL(url)
  modest.username = 'modest'
  modest.password = 'modest'
  const server = await start(await dataFolder(), { DATABASE_URL: modest.href })
  expect(server.output()).toContain('a role of its own could not be used there: permission denied')
  const { runtime } = server
  expect((await createClient(runtime.url, runtime.publishableKey).from('vehicles').select('id')).error).toBeNull()
})

test('what is printed at start has no secret in it, and says where the secret key is', async () => {
  const dataDir = await dataFolder()
  const { url } = await databaseWith('quiet', '')
  const server = await start(dataDir, { DATABASE_URL: url })
  const { secretKey, publishableKey } = server.runtime
  expect(server.output()).toContain(publishableKey)
  expect(server.output()).not.toContain(secretKey)
  expect(server.output()).toContain(`${dataDir}/keys.json`)
})

test('roles, accounts and functions of an existing Supabase stay as they are', async () => {
  const { url, database } = await databaseWith('hosted', existingSupabase)
  const state = () => database`
    select pg_get_functiondef('auth.uid()'::regprocedure) as uid,
           (select json_agg(a.attname order by a.attnum) from pg_attribute a where attrelid = 'auth.users'::regclass) as columns,
           (select json_agg(r order by rolname) from pg_roles r where rolname in ('anon', 'authenticated', 'service_role')) as roles,
           (select json_agg(evtname) from pg_event_trigger) as triggers`
  const before = await state()

  const server = await start(await dataFolder(), { DATABASE_URL: url })

  expect(await state()).toEqual(before)
  const { data } = await createClient(server.runtime.url, server.runtime.publishableKey)
    .from('vehicles')
    .select('model')
  expect(data).toEqual([])
})

test('a database that cannot be reached is named, without its password', async () => {
  const { code, output } = await startInVain(await dataFolder(), {
    DATABASE_URL: 'postgres://me:hush@127.0.0.1:1/shop',
  })

  expect(code).toBe(1)
  expect(output).toContain('127.0.0.1:1/shop')
  expect(output).toContain('ECONNREFUSED')
  expect(output).not.toContain('hush')
})

test('a server whose database goes away says so on /health and lives on', async () => {
  const { url, database } = await databaseWith('going', '')
  const server = await start(await dataFolder(), { DATABASE_URL: url })
  await database.end()

  await cluster.stop()

  const answer = await fetch(`${server.runtime.url}/health`)
  expect([answer.status, await answer.json()]).toEqual([503, { status: 'unavailable' }])
  server.signal('SIGTERM')
  expect(await server.ended).toBe(0)
})

const hostedAuth = readFileSync(new URL('../database/auth/hosted-schema.sql', import.meta.url), 'utf8')

/** What matters here of a project on hosted Supabase. */
const existingSupabase = `
  do $$ begin
    if to_regrole('anon') is null then create role anon nologin noinherit; end if;
    if to_regrole('authenticated') is null then create role authenticated nologin noinherit; end if;
    if to_regrole('service_role') is null then create role service_role nologin noinherit bypassrls; end if;
  end $$;
  create role supabase_admin superuser;
  alter role anon set statement_timeout = '3s';
  grant usage on schema public to anon, authenticated, service_role;
  create schema auth;
  ${hostedAuth}
  create function auth.uid() returns uuid language sql stable
    as 'select nullif(current_setting(''request.jwt.claim.sub'', true), '''')::uuid';
  create function auth.jwt() returns jsonb language sql stable as 'select ''{}''::jsonb';
  create function auth.role() returns text language sql stable as 'select ''anon''::text';
  grant usage on schema auth to anon, authenticated, service_role;`
