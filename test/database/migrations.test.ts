import { readFileSync } from 'node:fs'
import type { Notice, Sql, TransactionSql } from 'postgres'
import { afterEach, describe, expect, test } from 'vitest'
import { ensureTemplate, type FreshDatabase, freshDatabase } from '../support/fresh-database.ts'

const read = (name: string) => readFileSync(new URL(`../../supabase/migrations/${name}`, import.meta.url), 'utf8')
const vehicles = read('20251018_vehicles.sql')
const features = read('20251019_add_backend_features.sql')
const research = read('20251020_spec_research.sql')

const opened: FreshDatabase[] = []
afterEach(async () => {
  for (const database of opened.splice(0)) await database.drop()
})

async function open(template?: string, onnotice?: (notice: Notice) => void): Promise<Sql> {
  const database = await freshDatabase({ template, onnotice })
  opened.push(database)
  return database.sql
}

async function emptied(sql: Sql): Promise<void> {
  await paste(sql, 'drop schema public cascade; drop schema app cascade; create schema public;')
  await paste(sql, 'grant usage on schema public to anon, authenticated, service_role;')
}

/** What hosted Supabase gives a new project: roles and auth, and nothing of ours. */
async function emptyProject(onnotice?: (notice: Notice) => void): Promise<Sql> {
  await ensureTemplate('template_of_empty_project', emptied)
  return await open('template_of_empty_project', onnotice)
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
    'auction_votes',
    'bet_closings',
    'bet_disputes',
    'bet_questions',
    'comment_reports',
    'follows',
    'forecast_skips',
    'image_interactions',
    'image_tags',
    'image_views',
    'notices',
    'photo_reports',
    'profiles',
    'spec_research_cache',
    'tag_vocabulary',
    'trusted_reporters',
    'useful_reasons',
    'vehicle_bets',
    'vehicle_chassis',
    'vehicle_details',
    'vehicle_images',
    'vehicle_outcomes',
    'vehicles',
  ])
  expect(tables.every((t) => t.rls)).toBe(true)
})

test('a second run changes nothing that a first has made', async () => {
  const sql = await emptyProject()
  for (const text of [vehicles, features, research]) await paste(sql, text)
  const before = await everything(sql)
  for (const text of [vehicles, features, research]) await paste(sql, text)
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
})

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
  for (const text of [vehicles, features, research]) await paste(own, text)
  const generous = await existingProject(1)
  for (const text of [features, research]) await paste(generous, text)

  expect(await grants(generous)).toEqual(await grants(own))
})

describe('a project whose vehicles have a rule of their own', () => {
  const [owner, visitor, voter] = ['a', 'b', 'c'].map((n) => `00000000-0000-0000-0000-00000000000${n}`) as [
    string,
    string,
    string,
  ]
  const published = '00000000-0000-0000-0000-0000000000c1'
  const draft = '00000000-0000-0000-0000-0000000000c2'

  const drafts = `
      create type public.vehicle_status as enum ('draft', 'published');
       create table public.vehicles (id uuid primary key default gen_random_uuid(), user_id uuid references auth.users (id),
         status public.vehicle_status not null default 'draft', published_at timestamptz, title text);
       create table public.vehicle_images (id uuid primary key default gen_random_uuid(), vehicle_id uuid references public.vehicles (id));
       grant all on public.vehicles, public.vehicle_images to anon, authenticated, service_role;
       create function public.set_status() returns trigger language plpgsql as
         $f$ begin if new.published_at is not null then new.status := 'published'; end if; return new; end $f$;
       create trigger set_status before insert or update on public.vehicles for each row execute function public.set_status();
       alter table public.vehicles enable row level security;
       create policy "published, or mine" on public.vehicles using (status = 'published' or user_id = (select auth.uid()));
       insert into auth.users (id) values ('${owner}'), ('${visitor}'), ('${voter}');
       insert into public.vehicles (id, user_id, status) values ('${published}', '${owner}', 'published'), ('${draft}', '${owner}', 'draft');`

  /** Drafts are for their owners; `status` has a type of its own, and a trigger of the project's sets it. */
  async function projectWithDrafts(): Promise<{ sql: Sql; warnings: string[] }> {
    const warnings: string[] = []
    const sql = await emptyProject((notice) => notice.severity === 'WARNING' && warnings.push(notice.message ?? ''))
    for (const text of [drafts, features]) await paste(sql, text)
    return { sql, warnings }
  }

  /** Such a project once it has the features, copied for each test. */
  async function migratedProject(): Promise<Sql> {
    await ensureTemplate('template_with_drafts', async (sql) => {
      await emptied(sql)
      for (const text of [drafts, features]) await paste(sql, text)
    })
    return await open('template_with_drafts')
  }

  const asMember = <T>(sql: Sql, id: string, work: (t: TransactionSql) => Promise<T>) =>
    sql.begin(async (t) => {
      await t`select set_config('role', 'authenticated', true),
        set_config('request.jwt.claims', ${JSON.stringify({ sub: id, role: 'authenticated' })}, true)`
      return await work(t)
    })
  const vote = (sql: Sql, id: string, vehicle: string) =>
    asMember(sql, id, (t) => t`insert into auction_votes (vehicle_id, user_id, vote) values (${vehicle}, ${id}, 'yes')`)
  const votesSeen = (sql: Sql, id: string) =>
    asMember(sql, id, async (t) =>
      (await t`select vehicle_id from auction_votes order by 1`).map((v) => v.vehicle_id as string),
    )

  test('nothing of it becomes public by itself, and the migration and the doctor say what to do', async () => {
    const { sql, warnings } = await projectWithDrafts()
    expect(warnings).toEqual([expect.stringContaining('No vehicle is public yet')])
    expect(await sql`select bool_or(is_public) as any from public.vehicles`).toEqual([{ any: false }])
    for (const vehicle of [published, draft]) await expect(vote(sql, voter, vehicle)).rejects.toThrow('no vehicle')
    await vote(sql, owner, draft)
    expect(await votesSeen(sql, visitor)).toEqual([])
    const [advice] = await sql`select finding, remedy from app.doctor()`
    expect(advice?.finding).toContain('nobody has said which vehicles')

    await sql.unsafe(advice?.remedy)
    expect((await sql`select finding from app.doctor()`).map(({ finding }) => finding)).toEqual([
      expect.stringContaining('Members may name photos on any server'),
    ])
  })

  test('one call maps its rule, and every change of a vehicle keeps to it', async () => {
    const { sql, warnings } = await projectWithDrafts()
    expect(await sql`select app.publish_vehicles_where('status = ''published''') as public`).toEqual([{ public: '1' }])

    await vote(sql, voter, published)
    await expect(vote(sql, voter, draft)).rejects.toThrow('no vehicle')
    expect(await votesSeen(sql, visitor)).toEqual([published])

    await sql`update public.vehicles set status = 'draft' where id = ${published}`
    expect(await votesSeen(sql, visitor), 'what hangs on it goes along').toEqual([])
    await asMember(sql, owner, (t) => t`update public.vehicles set is_public = true where id = ${published}`)
    expect(await votesSeen(sql, visitor), 'the rule decides, not the column').toEqual([])
    await sql`update public.vehicles set published_at = now() where id = ${published}`
    expect(await votesSeen(sql, visitor), 'after the triggers of the project').toEqual([published])
    const [added] =
      await sql`insert into public.vehicles (user_id, published_at) values (${owner}, now()) returning is_public`
    expect(added?.is_public).toBe(true)

    await paste(sql, features)
    expect(warnings, 'none at the second run').toHaveLength(1)
    expect(await votesSeen(sql, visitor)).toEqual([published])
  })

  test.each([
    ['a column that is not there', `stat = 'published'`, /column "stat" does not exist/],
    ['another table', 'exists (select from public.vehicle_images i where i.vehicle_id = id)', /subquery/],
    ['the time, which changes no row', 'published_at < now()', /immutable/],
    ['what is no condition', 'title', /boolean/],
    ['more than a condition', 'true); drop table public.vehicle_images; --', /syntax error|cannot/],
  ])('a rule made of %s is refused, and nothing changes', async (_, rule, reason) => {
    const sql = await migratedProject()
    await expect(sql`select app.publish_vehicles_where(${rule})`).rejects.toThrow(reason)
    expect(await sql`select rule from app.public_vehicles_rule`).toEqual([{ rule: null }])
    expect(await sql`select to_regclass('public.vehicle_images') is not null as there`).toEqual([{ there: true }])
  })

  test.each(['anon', 'authenticated', 'service_role'])('%s cannot set the rule', async (role) => {
    const sql = await migratedProject()
    const call = sql.begin(async (t) => {
      await t`select set_config('role', ${role}, true)`
      await t`select app.publish_vehicles_where('true')`
    })
    await expect(call).rejects.toThrow('permission denied')
  })
})

test('a change of is_public by a trigger reaches all that hangs on the vehicle: no trigger asks which column was named', async () => {
  const sql = await open()
  const blind = await sql`
    select t.tgname from pg_trigger t where t.tgrelid = 'public.vehicles'::regclass and not t.tgisinternal
      and exists (select from unnest(t.tgattr::int2[]) col join pg_attribute a on a.attrelid = t.tgrelid and a.attnum = col
                  where a.attname = 'is_public')`
  expect([...blind]).toEqual([])
})

test('each reference has an index, so that removing an account or a vehicle reads no table as a whole', async () => {
  const sql = await open()
  const unindexed = await sql`
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
