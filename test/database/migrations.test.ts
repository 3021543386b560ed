import { readFileSync } from 'node:fs'
import type { Sql } from 'postgres'
import { afterEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/fresh-database.ts'

const read = (name: string) => readFileSync(new URL(`../../supabase/migrations/${name}`, import.meta.url), 'utf8')
const vehicles = read('20251018_vehicles.sql')
const features = read('20251019_add_backend_features.sql')

const opened: FreshDatabase[] = []
afterEach(async () => {
  for (const database of opened.splice(0)) await database.drop()
})

/** What hosted Supabase gives a new project: roles and auth, and nothing of ours. */
async function emptyProject(): Promise<Sql> {
  const database = await freshDatabase()
  opened.push(database)
  await paste(database.sql, 'drop schema public cascade; drop schema app cascade; create schema public;')
  await paste(database.sql, 'grant usage on schema public to anon, authenticated, service_role;')
  return database.sql
}

/** As a SQL editor sends it: the whole text as one simple query. */
const paste = (sql: Sql, text: string) => sql.unsafe(text).simple()

/** A platform with tables of its own, other columns, its own rights and policies, and defaults that grant everything. */
async function existingProject(photos: number): Promise<Sql> {
  const sql = await emptyProject()
  await paste(
    sql,
    `alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
     create table public.vehicles (
       id uuid primary key default gen_random_uuid(), user_id uuid references auth.users (id), vin varchar(17), title text);
     create table public.vehicle_images (
       id uuid primary key default gen_random_uuid(), vehicle_id uuid references public.vehicles (id), storage_path text,
       is_primary boolean default false);
     alter table public.vehicle_images enable row level security;
     create policy "Anyone can view" on public.vehicle_images for select using (true);
     create policy "Owners can update" on public.vehicle_images for update to authenticated
       using (vehicle_id in (select v.id from public.vehicles v where v.user_id = (select auth.uid())));
     insert into auth.users (id) values ('00000000-0000-0000-0000-00000000000a');
     insert into public.vehicles (id, user_id, title)
       values ('00000000-0000-0000-0000-0000000000c1', '00000000-0000-0000-0000-00000000000a', 'A car');
     set local session_replication_role = replica; -- the rows are right, and a million key checks take their time
     insert into public.vehicle_images (vehicle_id, storage_path)
       select '00000000-0000-0000-0000-0000000000c1', n || '.jpg' from generate_series(1, ${photos}) n;`,
  )
  return sql
}

test('a project without vehicles gets them, then the features, and can have both again', async () => {
  const sql = await emptyProject()
  for (const text of [vehicles, features, vehicles, features]) await paste(sql, text)

  const tables = await sql<{ name: string; rls: boolean }[]>`
    select c.relname as name, c.relrowsecurity as rls from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`
  expect(tables.map((t) => t.name)).toEqual([
    'auction_nominations',
    'auction_reason_marks',
    'auction_votes',
    'bet_closings',
    'bet_disputes',
    'bet_questions',
    'comment_reports',
    'forecast_skips',
    'image_interactions',
    'image_tags',
    'image_views',
    'notices',
    'profiles',
    'spec_research_cache',
    'tag_vocabulary',
    'trusted_reporters',
    'vehicle_bets',
    'vehicle_images',
    'vehicle_outcomes',
    'vehicles',
  ])
  expect(tables.every((t) => t.rls)).toBe(true)
})

test('a second run changes nothing that a first has made', async () => {
  const sql = await emptyProject()
  for (const text of [vehicles, features]) await paste(sql, text)
  const before = await everything(sql)
  for (const text of [vehicles, features]) await paste(sql, text)
  expect(await everything(sql)).toEqual(before)
})

test('an existing project with a million photos gets the features; its tables are neither rewritten nor read', async () => {
  const sql = await existingProject(1_000_000)
  const before = await storage(sql)
  await paste(sql, features)

  expect(await storage(sql)).toEqual(before) // the locks are those of a catalog change: there is no work to hold them for
  const [photo] = await sql`select * from public.vehicle_images limit 1`
  expect(photo).toMatchObject({ view_count: '0', tag_count: 0, last_viewed_at: null })
  await paste(sql, features)
}, 120_000)

test('an existing project keeps its own rights and policies, and clients still cannot write metrics', async () => {
  const sql = await existingProject(1)
  await paste(sql, features)
  const policies = await sql`select policyname from pg_policies where tablename = 'vehicle_images' order by 1`
  expect(policies.map((p) => p.policyname)).toEqual(['Anyone can view', 'Owners can update'])

  await sql.begin(async (owner) => {
    await owner`select set_config('role', 'authenticated', true),
      set_config('request.jwt.claims', '{"sub":"00000000-0000-0000-0000-00000000000a","role":"authenticated"}', true)`
    await owner`update public.vehicle_images set storage_path = 'new.jpg', view_count = 1000, engagement_score = 99`
  })
  const [photo] = await sql`select storage_path, view_count, engagement_score from public.vehicle_images`
  expect(photo).toEqual({ storage_path: 'new.jpg', view_count: '0', engagement_score: '0.00' })
})

test('default grants of an existing project give clients nothing beyond what the migration grants', async () => {
  const own = await emptyProject()
  for (const text of [vehicles, features]) await paste(own, text)
  const generous = await existingProject(1)
  await paste(generous, features)

  expect(await grants(generous)).toEqual(await grants(own))
})

test('each reference has an index, so that removing an account or a vehicle reads no table as a whole', async () => {
  const database = await freshDatabase()
  opened.push(database)
  const unindexed = await database.sql`
    select c.conrelid::regclass::text as tab, c.conname as reference from pg_constraint c
    where c.contype = 'f' and c.connamespace in ('public'::regnamespace, 'app'::regnamespace)
      and not exists (select from pg_index i
                      where i.indrelid = c.conrelid and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`
  expect([...unindexed]).toEqual([])
})

test('the feature migration alone says what it needs, and changes nothing', async () => {
  const sql = await emptyProject()
  await expect(paste(sql, features)).rejects.toThrow(
    /public\.vehicles\(id, user_id\).*missing: vehicles\.id.*vehicle_images\.vehicle_id/,
  )
  expect(await sql`select from pg_namespace where nspname = 'app'`).toHaveLength(0)
})

test("another product's tables of the same name are not touched", async () => {
  const sql = await existingProject(1)
  await paste(sql, 'create table public.auction_votes (id uuid primary key, vehicle_id uuid)')
  await expect(paste(sql, features)).rejects.toThrow(/not Paddock's: auction_votes/)
})

/** The files behind the two tables, and how many rows have been read from them by scans. */
async function storage(sql: Sql) {
  await sql`select pg_stat_force_next_flush()`
  await sql`select pg_stat_clear_snapshot()`
  return await sql`
    select relname, pg_relation_filenode(relid) as file, seq_tup_read from pg_stat_user_tables
    where relname in ('vehicles', 'vehicle_images') order by 1`
}

const relations = [
  ...['image_views', 'image_interactions', 'vehicle_bets', 'auction_votes', 'spec_research_cache'],
  ...['vehicle_market_sentiment', 'auction_vote_summary'],
]

const grants = (sql: Sql) =>
  sql`select grantee::text, table_name::text, coalesce(column_name, '')::text as column_name, privilege_type::text
      from information_schema.column_privileges
      where grantee in ('PUBLIC', 'anon', 'authenticated', 'service_role') and table_schema = 'public'
        and table_name = any(${relations})
      union all
      select grantee, table_name, '', privilege_type from information_schema.table_privileges
      where grantee in ('PUBLIC', 'anon', 'authenticated', 'service_role') and table_schema = 'public'
        and table_name = any(${relations})
      order by 1, 2, 3, 4`

/** Tables, columns, constraints, indexes, policies, triggers, functions and rights, as text. */
async function everything(sql: Sql): Promise<readonly unknown[]> {
  return await sql`
    select 'column' as kind, attrelid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod) || coalesce(attacl::text, '') as it
      from pg_attribute a join pg_class c on c.oid = attrelid
      where attnum > 0 and not attisdropped and c.relkind in ('r', 'p', 'v') and relnamespace in ('public'::regnamespace, 'app'::regnamespace)
    union all select 'relation', oid::regclass || coalesce(relacl::text, '') from pg_class
      where relnamespace in ('public'::regnamespace, 'app'::regnamespace)
    union all select 'constraint', conname || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'policy', tablename || policyname || roles::text || coalesce(qual, '') || coalesce(with_check, '') from pg_policies
    union all select 'trigger', pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    union all select 'function', pg_get_functiondef(oid) || coalesce(proacl::text, '') from pg_proc
      where pronamespace in ('public'::regnamespace, 'app'::regnamespace)
    order by 1, 2`
}
