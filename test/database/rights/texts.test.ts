import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Community, community } from '../../support/community.ts'
import { addDocument } from '../../support/library.ts'
import type { Person } from '../../support/people.ts'
import { type Scene, samples } from './samples.ts'

// Every text that a client may write, found in the catalog: a new column or argument is tried without anybody adding it here.

const bad = {
  '2 MB': 'x'.repeat(2_000_000),
  blanks: '   ',
  'zero-width': '\u200b\u200d\ufeff',
  'bidi overrides': 'Datsun\u202e 015\u202c',
  NUL: 'Dat\u0000sun',
  'a lone surrogate': 'Dat\ud800sun',
}
/** Refused for what it says: a constraint or input that cannot be text. Not for rights, keys or things that are missing. */
const forItsText = /^(23514|22021|22P02|22P05|22023|22001|PGRST102)$/

type Column = { table: string; column: string; type: string }

const columns = ({ sql }: Community) => sql<Column[]>`
  select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    and format_type(a.atttypid, null) in ('text', 'text[]', 'character varying', 'json', 'jsonb')
    and exists (select from unnest(array['anon', 'authenticated']) r
                where has_column_privilege(r, c.oid, a.attnum, 'insert') or has_column_privilege(r, c.oid, a.attnum, 'update'))
  order by 1, 2`

/** What else the row says where the text belongs to a kind; otherwise its kind would be what is refused. */
const belongsTo: Record<string, object> = {
  'image_interactions.comment_text': { interaction_type: 'comment' },
  'image_interactions.share_channel': { interaction_type: 'share' },
  'vehicle_outcomes.modification': { kind: 'modification_value' },
}

async function scene(): Promise<Scene> {
  const c = await community()
  const [comment] = await c.sql<{ id: string }[]>`
    insert into image_interactions (image_id, user_id, interaction_type, comment_text)
    values (${c.image.id}, ${c.carol.id}, 'comment', 'Nice') returning id`
  if (!comment) throw new Error('The comment was not added.')
  const [reason] = await c.sql<{ voter_id: string }[]>`
    insert into auction_votes (vehicle_id, user_id, vote, reason) values (${c.vehicle.id}, ${c.carol.id}, 'yes', 'Straight')
    returning user_id as voter_id`
  if (!reason) throw new Error('The vote was not cast.')
  await c.sql`insert into trusted_reporters (user_id) values (${c.alice.id})`
  const [logEntry] = await c.sql<{ id: string }[]>`
    insert into vehicle_log (vehicle_id, kind, title, happened) values (${c.vehicle.id}, 'repair', 'Brakes', '2020')
    returning id`
  if (!logEntry) throw new Error('The entry was not added.')
  return { ...c, comment, reason, logEntry, library: await addDocument(c.sql) }
}

/** The first of three members who may add the sample row: some rows are the owner's, others anybody's but the owner's. */
async function writerOf(c: Scene, table: string): Promise<[Person, Record<string, unknown>]> {
  const sample = samples[table as keyof typeof samples]
  if (!sample) throw new Error(`No sample of ${table}: add one to samples.ts.`)
  const refusals: unknown[] = []
  for (const person of [c.alice, c.bob, c.carol]) {
    const row = (await sample.add(c, person.id)) as Record<string, unknown>
    const { error } = await person.from(table).insert(row)
    if (!error) return [person, row]
    refusals.push(error)
  }
  throw new Error(`Nobody may add a row to ${table}: ${JSON.stringify(refusals)}`)
}

test('no column takes text that is too long, blank, invisible, turned about or broken; none answers with 500', async () => {
  const c = await scene()
  const wrong: string[] = []
  let tried = 0
  const writers = new Map<string, [Person, Record<string, unknown>]>()
  for (const { table, column, type } of await columns(c)) {
    if (!writers.has(table)) writers.set(table, await writerOf(c, table))
    const [person, row] = writers.get(table) as [Person, Record<string, unknown>]
    for (const [name, text] of Object.entries(bad)) {
      const value = type.startsWith('json') ? { ...(row[column] as object), note: text, source_url: text } : text
      const { error, status } = await person
        .from(table)
        .insert({ ...row, ...belongsTo[`${table}.${column}`], [column]: value })
      tried++
      if (status >= 500 || !error || !forItsText.test(error.code)) {
        wrong.push(`${table}.${column}, ${name}: ${status} ${error?.code} ${error?.message?.slice(0, 100)}`)
      }
    }
  }
  expect(wrong).toEqual([])
  expect(tried).toBeGreaterThan(150)
})

test('no function that takes text answers with 500', async () => {
  const c = await community()
  const functions = await c.sql`
    select p.proname as name, p.proargnames[1:p.pronargs] as names, array(select format_type(t, null) from unnest(p.proargtypes) t) as types
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', p.oid, 'execute')
      and exists (select from unnest(p.proargtypes) t where format_type(t, null) in ('text', 'text[]', 'jsonb'))`
  const wrong: string[] = []
  for (const { name, names, types } of functions) {
    for (const [kind, text] of Object.entries(bad)) {
      const value = (type: string) =>
        type === 'text'
          ? text
          : type === 'text[]'
            ? [text]
            : type === 'jsonb'
              ? [text]
              : type === 'uuid'
                ? c.vehicle.id
                : null
      const args = Object.fromEntries(names.map((arg: string, n: number) => [arg, value(types[n])]))
      const { status, error } = await c.alice.rpc(name, args)
      if (status >= 500) wrong.push(`${name}, ${kind}: ${status} ${error?.message}`)
    }
  }
  expect(functions.length).toBeGreaterThan(8)
  expect(wrong).toEqual([])
})

test('no two display names look alike', async () => {
  const c = await community()
  const name = `Moll0 ${randomUUID()
    .slice(0, 8)
    .replace(/[^a-f]/g, 'a')}`
  const rest = name.slice(5)
  const chosen = (person: Person, display_name: string) =>
    person.from('profiles').upsert({ user_id: person.id, display_name })
  expect((await chosen(c.alice, name)).error).toBeNull()
  for (const twin of ['MOLL0', 'moIlo', 'Мо11о', 'mο\u200bllo', 'ｍｏｌｌｏ', 'M o l l o', 'rnollo']) {
    const { error, status } = await chosen(c.bob, `${twin}${rest}`)
    expect([twin, status, error?.details]).toEqual([twin, 409, 'display_names_do_not_look_alike'])
  }
  expect((await chosen(c.alice, name.toUpperCase())).error).toBeNull() // her own
  expect((await chosen(c.bob, `Molly${rest}`)).error).toBeNull()
  await c.alice.from('profiles').delete().eq('user_id', c.alice.id)
  expect((await chosen(c.bob, `moIlo${rest}`)).error).toBeNull() // nobody's any more
})
