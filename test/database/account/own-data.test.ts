import type { SupabaseClient } from '@supabase/supabase-js'
import { strFromU8, unzipSync } from 'fflate'
import type { JSONValue, Sql } from 'postgres'
import { expect, test } from 'vitest'
import { accountSummary, deleteAccount, exportAccount } from '../../../src/client/account.ts'
import type { PaddockClient } from '../../../src/client/client.ts'
import { addImage, addVehicle, community } from '../../support/community.ts'
import type { TestServer } from '../../support/test-server.ts'

/** Tables that name a person and are not in the export, each with its reason. */
const notExported: Record<string, string> = {
  'app.banned_members': 'the account says until when',
  'app.calibration_bins': 'sums of the bets, which are there',
  'app.kept_records': 'sums of the bets of deleted cars, under the standing',
  'app.outbox': 'copies of notices on their way',
  'app.question_openings': 'which bet was the first of its question, for the pace',
  'app.vote_closeness': 'sums of the votes, which are there',
  'public.trusted_reporters': 'what operators think of reports',
  'app.point_accounts': 'sums of the movements of points',
  'app.auction_results': 'of the car, public',
}

const say = (sql: Sql, user_id: string, image_id: string, comment_text: string) =>
  sql`insert into public.image_interactions ${sql({ user_id, image_id, comment_text, interaction_type: 'comment' })}`

/** Somebody who has signed up by email, as a browser does. */
async function signedUp(server: TestServer) {
  const email = `${crypto.randomUUID()}@example.com`
  const client = server.client() as PaddockClient
  const { data, error } = await client.auth.signUp({ email, password: 'a long password' })
  if (error || !data.user) throw error ?? new Error('not signed up')
  return { client, email, id: data.user.id }
}

async function exported(client: PaddockClient) {
  const zip = unzipSync(new Uint8Array(await (await exportAccount(client)).arrayBuffer()))
  const read = (file: string): Record<string, unknown>[] =>
    JSON.parse(strFromU8(zip[`${file}.json`] ?? new Uint8Array()))
  return { zip, read }
}

test('every table that names a person is exported, or says why not', async () => {
  const { sql } = await community()
  const named = await sql<{ name: string }[]>`
    select distinct n.nspname || '.' || c.relname as name
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.confrelid = 'auth.users'::regclass and n.nspname in ('public', 'app')`
  const [{ body = '' } = {}] = await sql<{ body: string }[]>`
    select prosrc as body from pg_proc where oid = 'app.account_files()'::regprocedure`
  const forgotten = named
    .map(({ name }) => name)
    .filter((name) => !new RegExp(`\\b${name.replace('.', '\\.')}\\b`).test(body) && !(name in notExported))
  expect(forgotten).toEqual([])
})

test('a zip holds all that is mine and nothing of others; its files are what the summary counts', async () => {
  const { alice, bob, carol, image, privateImage, sql } = await community()
  const mine = alice as PaddockClient
  await say(sql, alice.id, image.id, 'My words')
  await say(sql, bob.id, image.id, 'Their words')
  const { zip, read } = await exported(mine)
  expect(read('account')).toEqual([expect.objectContaining({ id: alice.id })])
  expect(read('likes_comments_shares').map(({ comment_text }) => comment_text)).toEqual(['My words'])
  const texts = Object.entries(zip).map(([, bytes]) => strFromU8(bytes))
  expect(texts.join()).not.toContain('Their words')
  expect(texts.join()).not.toContain(bob.id)
  for (const { file, items } of await accountSummary(mine)) expect([file, read(file).length]).toEqual([file, items])

  const owner = await exported(carol as PaddockClient)
  expect(owner.read('vehicles')).toHaveLength(2)
  expect(new Set(owner.read('photos').map(({ id }) => id))).toEqual(new Set([image.id, privateImage.id]))
  expect(JSON.stringify(owner.read('photos'))).not.toContain('photo_pass')
})

test('a thousand rows and more come whole, in their order', async () => {
  const { alice, sql } = await community()
  await sql`
    insert into public.notices (user_id, kind, body) select ${alice.id}, v.kind, v.body || n
    from (values ('auction_live', 'Number ')) v(kind, body), generate_series(1, 2500) n`.catch(() => {})
  const [{ n = 0 } = {}] = await sql<{ n: number }[]>`
    select count(*)::int as n from public.notices where user_id = ${alice.id}`
  const { read } = await exported(alice as PaddockClient)
  expect(n).toBeGreaterThan(2_000)
  expect(new Set(read('notices').map(({ id }) => id)).size).toBe(n)
})

test('many thousand rows are read page by page, each as cheap as the first', async () => {
  const { alice, image, sql } = await community()
  await sql`alter table public.image_interactions disable trigger user`
  await sql`
    insert into public.image_interactions (vehicle_id, image_id, user_id, interaction_type, comment_text)
    select ${image.vehicle_id}, ${image.id}, ${alice.id}, 'comment', 'Comment ' || n from generate_series(1, 30000) n`
  await sql`alter table public.image_interactions enable trigger user`
  await sql`analyze public.image_interactions`
  const blocks = async (after: JSONValue) => {
    const [plan] = await sql`
      explain (analyze, buffers, format json) select * from app.account_rows(${alice.id}, 'likes_comments_shares', ${sql.json(after)})`
    const root = plan?.['QUERY PLAN']?.[0]?.Plan
    return Number(root['Shared Hit Blocks']) + Number(root['Shared Read Blocks'])
  }
  const [deep] = await sql`
    select jsonb_build_array(i.created_at, i.id) as place from public.image_interactions i
    where i.user_id = ${alice.id} order by i.created_at, i.id offset 25000 limit 1`
  await blocks(null)
  expect(await blocks(deep?.place)).toBeLessThan(2 * (await blocks(null)))
  const summary = await accountSummary(alice as PaddockClient)
  expect(summary.find(({ file }) => file === 'likes_comments_shares')).toMatchObject({ items: 10_000, isAll: false })
  const { read } = await exported(alice as PaddockClient)
  expect(new Set(read('likes_comments_shares').map(({ id }) => id)).size).toBe(30_000)
})

test('a place that is none, and more pages than a person reads in ten minutes, are refused in words', async () => {
  const { alice, sql, server } = await community()
  const ask = (after: unknown) => alice.rpc('export_account', { file: 'bets', after })
  for (const after of [['yesterday', 'x'], ['2026-01-01', 'x'], ['9'.repeat(400), null], {}, 'text', 7])
    expect((await ask(after)).error, String(after)).toMatchObject({ details: 'unknown_place' })
  for (const after of [null, [], [null, null]]) expect((await ask(after)).data, String(after)).toEqual([])
  await sql`update app.settings set value = '20' where name = 'pace_export_pages'`
  const answers = await Promise.all(
    Array.from({ length: 100 }, () =>
      fetch(`${server.url}/rest/v1/rpc/export_account`, {
        method: 'POST',
        headers: {
          apikey: server.keys.publishableKey,
          authorization: `Bearer ${alice.token}`,
          'content-type': 'application/json',
        },
        body: '{"file": "account"}',
      }),
    ),
  )
  await sql`update app.settings set value = '600' where name = 'pace_export_pages'`
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThanOrEqual(80)
  expect(answers.filter(({ status }) => status === 200).length + refused.length).toBe(100)
  expect(await refused[0]?.json()).toMatchObject({ code: 'PT429', details: 'too_many_export_pages' })
  const seconds = Number(refused[0]?.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(600)
})

test('a visitor without an account reads nothing, and no one another’s', async () => {
  const { visitor, service, alice, sql } = await community()
  const asked = (client: SupabaseClient) => [
    client.rpc('account_summary'),
    client.rpc('export_account', { file: 'bets' }),
    client.rpc('delete_account', { email: '' }),
  ]
  for (const call of asked(service)) expect((await call).error).not.toBeNull()
  for (const call of asked(visitor)) {
    const { error, status } = await call
    expect(status).toBe(401)
    expect(error).toMatchObject({ details: 'not_signed_in', hint: expect.stringContaining('session') })
  }
  await expect(accountSummary(visitor as PaddockClient)).rejects.toMatchObject({ code: 'not_signed_in' })
  expect((await alice.rpc('export_account', { file: 'sessions' })).error).toMatchObject({
    details: 'unknown_file',
  })
  expect((await alice.rpc('account_rows', { person: alice.id, file: 'bets' })).error).not.toBeNull()
  const [{ may } = {}] =
    await sql`select has_function_privilege('authenticated', 'app.account_rows(uuid, text, jsonb)', 'execute') as may`
  expect(may).toBe(false)
})

test('who leaves takes private cars, papers and words along; public cars stay with what others said, and the address is free', async () => {
  const { alice, sql, server } = await community()
  const eve = await signedUp(server)
  const car = { user_id: eve.id, year: 1971, make: 'Datsun', model: '510' }
  const shown = await addVehicle(sql, car)
  const hidden = await addVehicle(sql, { ...car, is_public: false })
  const image = await addImage(sql, shown)
  await say(sql, eve.id, image.id, 'I leave soon')
  await say(sql, alice.id, image.id, 'I stay')
  await sql`insert into public.sources (kind, title, vehicle_id) values ('owner_document', 'Receipt', ${shown.id})`
  await expect(deleteAccount(eve.client, 'someone@else.example')).rejects.toMatchObject({ code: 'email_differs' })
  await deleteAccount(eve.client, ` ${eve.email.toUpperCase()} `)

  expect(await sql`select from public.vehicles where id = ${hidden.id}`).toHaveLength(0)
  expect(await sql`select user_id from public.vehicles where id = ${shown.id}`).toEqual([{ user_id: null }])
  expect(await sql`select owner_id from public.vehicle_images where id = ${image.id}`).toEqual([{ owner_id: null }])
  expect(await sql`select from public.sources where vehicle_id = ${shown.id}`).toHaveLength(0)
  const said = await sql`select comment_text from public.image_interactions where image_id = ${image.id}`
  expect(said.map(({ comment_text }) => comment_text)).toEqual(['I stay'])
  const [{ n } = {}] = await sql`
    select count(*)::int as n from app.account_files() f, app.account_rows(${eve.id}, f.file) r where f.file <> 'points'`
  expect(n).toBe(0)
  const again = await server.client().auth.signUp({ email: eve.email, password: 'another password' })
  expect(again.error).toBeNull()
})

test('a session of long ago deletes nothing; a visitor’s account goes with its token alone', async () => {
  const { server, sql } = await community()
  const dora = await signedUp(server)
  await sql`update app.settings set value = '0 seconds' where name = 'account_deletion_within'`
  await expect(deleteAccount(dora.client, dora.email)).rejects.toMatchObject({ code: 'sign_in_again' })
  const guest = server.client() as PaddockClient
  const { data } = await guest.auth.signInAnonymously()
  await deleteAccount(guest, '')
  expect(await sql`select from auth.users where id = ${data.user?.id ?? ''}`).toHaveLength(0)
  await sql`update app.settings set value = '10 minutes' where name = 'account_deletion_within'`
  await deleteAccount(dora.client, dora.email)
  expect(await sql`select from auth.users where id = ${dora.id}`).toHaveLength(0)
})
