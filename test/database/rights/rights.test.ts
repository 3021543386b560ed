import type { PostgrestSingleResponse, SupabaseClient } from '@supabase/supabase-js'
import { describe, expect, test } from 'vitest'
import { type Community, community } from '../../support/community.ts'
import { addDocument } from '../../support/library.ts'
import { calls } from './calls.ts'
import { type Actor, readMatrix, writable } from './matrix.ts'
import { type Scene, samples, tableOf } from './samples.ts'

const rights = readMatrix()
const ownersRows = new Set([
  ...['vehicles', 'vehicle_images', 'image_tags', 'vehicle_details', 'vehicle_chassis', 'save_vehicle', 'order_photos'],
  ...['turn_photo', 'vehicle_log', 'vehicle_log_bills', 'save_log_entry', 'report_build', 'withdraw_outcome'],
  ...['vehicle_offer', 'offer_vehicle', 'withdraw_offer'],
])
/** Tables with one row a vehicle. */
const oneOfAVehicle = new Set(['vehicle_details', 'vehicle_chassis', 'vehicle_log_bills'])

describe.each([...new Set(rights.map((right) => right.name))])('%s', (name) => {
  const rows = rights.filter((right) => right.name === name)
  let kept: Promise<Stage> | undefined
  test.each(rows)('$operation by $actor: $expected', async ({ operation, actor, expected }) => {
    // What is to change nothing meets the people and rows that the others of its kind met; what changes them, its own.
    const changes = operation !== 'select' && (expected === 'yes' || (operation === 'insert' && makesRoom(actor)))
    const stage = (!changes && kept) || stageOf(name, operation)
    if (!changes) kept = stage
    expect(await attempt(await stage, name, operation, actor)).toBe(expected)
  })
})

test('every table, view and function of the API has its rows in the matrix', async () => {
  const { sql } = await community()
  const names = await sql`
    select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') and not relispartition
    union select proname from pg_proc where pronamespace = 'public'::regnamespace
    order by 1`
  expect(names.map((row) => row.name)).toEqual([...new Set(rights.map((right) => right.name))].sort())
})

test('clients can write the listed columns and no others', async () => {
  const { sql } = await community()
  const granted = await sql<{ tab: string; operation: 'insert' | 'update'; columns: string; role: string }[]>`
    select table_name as tab, lower(privilege_type) as operation, grantee as role, string_agg(column_name, ' ' order by column_name) as columns
    from information_schema.column_privileges
    where table_schema = 'public' and grantee in ('PUBLIC', 'anon', 'authenticated') and privilege_type in ('INSERT', 'UPDATE')
    group by 1, 2, 3`
  const members = granted.filter(({ role }) => role === 'authenticated')
  const found: typeof writable = Object.fromEntries(Object.keys(writable).map((name) => [name, {}]))
  for (const { tab, operation, columns } of members) found[tab] = { ...found[tab], [operation]: columns }
  expect(found).toEqual(writable)

  const visitors = granted
    .filter(({ role }) => role !== 'authenticated')
    .map(({ tab, operation }) => `${operation} ${tab}`)
  expect(visitors).toEqual(['insert image_views'])
})

/** The people, and what is there before somebody tries something. */
type Stage = { people: Community; scene: Scene | null; args: Record<string, unknown> }

async function stageOf(name: string, operation: string): Promise<Stage> {
  const people = await community()
  if (operation === 'call') return { people, scene: null, args: await argumentsOf(name, people) }

  const scene = {
    ...people,
    ...{ comment: await addComment(people), reason: await addReason(people), library: await addDocument(people.sql) },
    logEntry: await addLogEntry(people),
  }
  const row = sampleOf(name).given(scene)
  if (Object.keys(row).length > 0) {
    // The fold may have made a row of a vehicle's tally meanwhile.
    const over =
      tableOf(name) === 'app.vote_tallies'
        ? people.sql`on conflict (vehicle_id) do update set verdict = excluded.verdict`
        : people.sql``
    await people.sql`insert into ${people.sql(tableOf(name))} ${people.sql(row as never)} ${over}`
  }
  return { people, scene, args: {} }
}

async function attempt(stage: Stage, name: string, operation: string, actor: Actor): Promise<string> {
  const { people, scene, args } = stage
  const { client, id } = who(people, name, actor)
  if (!scene) return outcome(await client.rpc(name, args), 1)

  const { key, add, change } = sampleOf(name)
  if (operation === 'insert') return await insert(people, client, name, add(scene, id), key(scene), actor)
  if (operation === 'select') return outcome(await client.from(name).select().match(key(scene)))
  const table = client.from(name)
  const request = operation === 'update' ? table.update(change, { count: 'exact' }) : table.delete({ count: 'exact' })
  return outcome(await request.match(key(scene)))
}

async function addComment({ sql, bob, image }: Community): Promise<Scene['comment']> {
  const row = { image_id: image.id, user_id: bob.id, interaction_type: 'comment', comment_text: 'Nice' }
  const [comment] = await sql`insert into image_interactions ${sql(row)} returning id`
  return comment as Scene['comment']
}

async function addReason({ sql, vehicle }: Community): Promise<Scene['reason']> {
  const [voter] = await sql`insert into auth.users default values returning id`
  const row = { vehicle_id: vehicle.id, user_id: voter?.id, vote: 'yes', reason: 'Sorted' }
  await sql`insert into auction_votes ${sql(row)}`
  return { voter_id: voter?.id }
}

/** The author's row is there already, and so is a key of one row a person: it makes room for the new one. */
const makesRoom = (actor: Actor) => ['author', 'owner', 'service'].includes(actor)

async function insert(people: Community, client: SupabaseClient, name: string, row: object, key: object, actor: Actor) {
  const isKeyed = 'user_id' in row && !ownersRows.has(name)
  if ((isKeyed || oneOfAVehicle.has(name)) && makesRoom(actor)) {
    await people.service.from(name).delete().match(key)
  }
  return outcome(await client.from(name).insert(row), 1)
}

function who(people: Community, name: string, actor: Actor): { client: SupabaseClient; id: string | null } {
  const person = { member: people.bob, author: ownersRows.has(name) ? people.carol : people.alice, owner: people.carol }
  if (actor === 'visitor') return { client: people.visitor, id: null }
  if (actor === 'service') return { client: people.service, id: people.alice.id }
  return { client: person[actor], id: person[actor].id }
}

function outcome({ error, data, count }: PostgrestSingleResponse<unknown>, done?: number): string {
  if (error?.code === 'PT404') return 'none'
  if (error) return ['42501', '55000'].includes(error.code) ? 'no' : `${error.code} ${error.message}`
  return (done ?? count ?? (data as unknown[]).length) > 0 ? 'yes' : 'none'
}

function sampleOf(name: string) {
  const sample = samples[name]
  if (!sample) throw new Error(`${name} is in the matrix but has no sample row`)
  return sample
}

/** What a bill is of. */
async function addLogEntry({ sql, vehicle }: Community): Promise<{ id: string }> {
  const row = { vehicle_id: vehicle.id, kind: 'service', title: 'Brakes', happened: '2020' }
  const [added] = await sql<{ id: string }[]>`insert into public.vehicle_log ${sql(row)} returning id`
  return added as { id: string }
}

async function argumentsOf(name: string, people: Community): Promise<Record<string, unknown>> {
  const prepare = calls[name]
  if (!prepare) throw new Error(`${name} is in the matrix, but calls.ts does not say how to call it`)
  return await prepare(people)
}
