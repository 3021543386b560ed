import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Museum, openMuseum } from './museum.ts'

/** Schemas that people bring: what is odd in them, and what upstream does with it. */

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
  await museum.sql.unsafe(odd)
  await museum.sql`notify pgrst`
  await vi.waitUntil(async () => (await museum.get('/racks?limit=0')).status === 200, { timeout: 50_000 })
})
afterAll(() => museum.stop())

const odd = `
set search_path = museum;
create view round_one as select 1 as id;
create view round_two as select id from round_one;
create or replace view round_one as select id from round_two;
create table racks (id int primary key, name text not null, data jsonb, tags text[] not null default '{}');
insert into racks values (1, 'Blue', '{"@type": "rack", "a-b": {"c d": 7}}', '{x,y}'), (2, 'Amber', '{}', '{}'), (3, 'Cyan', '{}', '{}');
create view rack_twice as select id, id as same_id, name from racks;
create table crates (id int primary key, rack_id int references racks, label text);
insert into crates values (1, 1, 'one'), (2, 1, 'two'), (3, 2, 'three');
create function racks_of(crates) returns setof racks rows 1 language sql stable as 'select * from museum.racks where id = $1.rack_id';
create function racks(crates) returns setof racks rows 1 language sql stable as 'select * from museum.racks where id = $1.rack_id + 1';

create schema cellar;
create table cellar.guests (id int primary key);
create table cellar.chambers (id int primary key);
create table cellar.stays (guest int references cellar.guests, room int references cellar.chambers, primary key (guest, room));
create view guests as select * from cellar.guests;
create view chambers as select * from cellar.chambers;
create view stays as select * from cellar.stays;
create table cellar.secret_stays (guest int references cellar.guests, room int references cellar.chambers, primary key (guest, room));
create table people_a (id int primary key);
create table people_b (id int primary key);
create table cellar.meetings (a int references people_a, b int references people_b, primary key (a, b));

create table logs (id int, part int) partition by list (part);
create table logs_1 partition of logs for values in (1);
insert into logs values (1, 1);
alter table logs enable row level security;

create domain words as tsvector;
create domain more_words as words;
create domain stamp as text default 'stamped';
create domain better_stamp as stamp;
create table papers (id int primary key, body more_words, mark better_stamp);
insert into papers values (1, to_tsvector('english', 'a quick fox'), 'given');

create function one_record() returns record language sql stable as 'select id, name from museum.racks where id = 1';
create function some_records() returns setof record language sql stable as 'select id, name from museum.racks order by id';
create function twice(int) returns int language sql immutable as 'select $1 * 2';
create function first_of(int[]) returns int language sql immutable as 'select $1[1]';
create function either(int) returns text language sql immutable as $$ select 'int' $$;
create function either(text) returns text language sql immutable as $$ select 'text' $$;
create function numbers_upto(most int) returns setof int language sql stable as 'select generate_series(1, most)';
create function with_cookies() returns void language sql as $$
  select set_config('response.headers', '[{"Set-Cookie": "a=1"}, {"Set-Cookie": "b=2"}, {"X-Mark": "yes"}]', true) $$;
create function named(first_word text, second_word text) returns text language sql immutable as 'select $1 || $2';
create table "Odd ""name"".x" (id int primary key, "a.b" int, "Ö" text, "🚗" int, "comma,(x)" int);
insert into "Odd ""name"".x" values (1, 2, 'ö', 3, 4);
create table ${'l'.repeat(63)} (id int primary key);
create domain colour as int;
create function colour_json(colour) returns json language sql immutable as $$ select to_json('#' || lpad(upper(to_hex($1)), 6, '0')) $$;
create function colour_of(text) returns colour language sql immutable as $$ select (('x' || lpad(ltrim($1, '#'), 8, '0'))::bit(32)::int)::museum.colour $$;
create function colour_of(json) returns colour language sql immutable as $$ select museum.colour_of($1 #>> '{}') $$;
create cast (colour as json) with function colour_json(colour) as implicit;
create cast (text as colour) with function colour_of(text) as implicit;
create cast (json as colour) with function colour_of(json) as implicit;
create table paints (id int primary key, shade colour default 255, note text);
insert into paints values (1, 255, 'blue'), (2, 16711680, 'red');
create table coats (id int primary key, paint int references paints);
insert into coats values (1, 2);
create type pair as (a int, b text);
create table typed (id int primary key, p pair, ps pair[], r int4range, grid int[][]);
insert into typed values (1, row(1, 'x'), array[row(2, 'y')::museum.pair], '[1,5)', '{{1,2},{3,4}}');
create table parents (id int primary key);
create table children (extra text) inherits (parents);
insert into children values (7, 'more');
create view short_lived as select id from typed;
grant select, insert, update, delete on all tables in schema museum to anon, authenticated, service_role;
grant execute on all functions in schema museum to anon, authenticated, service_role;
`

const rows = async (path: string) => (await museum.get(path, { as: 'service' })).rows

test('views that select from each other fail alone, and everything else is served', async () => {
  expect(await museum.get('/round_one')).toMatchObject({ status: 500, json: { code: '42P17' } })
  expect(await museum.get('/nothing_like_it')).toMatchObject({ status: 404, json: { code: 'PGRST205' } })
  expect((await museum.get('/racks?select=id&order=id')).rows).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
})

describe('nothing outside the exposed schemas is used or named', () => {
  test('a private junction', async () => {
    const answer = await museum.get('/people_a?select=*,people_b(*)')
    expect(answer).toMatchObject({ status: 400, json: { code: 'PGRST200' } })
    expect(answer.text).not.toContain('meetings')
  })

  test('tables below public views: one way, and no other is told of', async () => {
    const answer = await museum.get('/guests?select=id,chambers(id)')
    expect([answer.status, answer.text]).toEqual([200, '[]'])
    expect(answer.text).not.toContain('cellar')
  })
})

test('a partition is no resource of its own, for its rows are its parent’s', async () => {
  expect(await museum.get('/logs_1')).toMatchObject({ status: 404, json: { code: 'PGRST205' } })
  expect((await museum.get('/logs')).rows).toEqual([])
  expect(await rows('/logs?select=id')).toEqual([{ id: 1 }])
})

test('a computed relationship stands beside another that is named like its target', async () => {
  expect(await rows('/crates?select=id,racks(id),racks_of(id)&id=eq.1')).toEqual([
    { id: 1, racks: { id: 2 }, racks_of: { id: 1 } },
  ])
})

test('changed rows come back in the order that was asked', async () => {
  const prefer = 'return=representation'
  const ids = ({ rows }: { rows: Record<string, unknown>[] }) => rows.map(({ id }) => id)
  const updated = await museum.patch(
    '/crates?id=gt.0&order=label.desc&select=id',
    { rack_id: 1 },
    { as: 'service', prefer },
  )
  expect(ids(updated)).toEqual([2, 3, 1])
  const upserted = await museum.post(
    '/crates?order=id.desc&select=id',
    [1, 2, 3].map((id) => ({ id, rack_id: 2 })),
    { as: 'service', prefer: `${prefer},resolution=merge-duplicates` },
  )
  expect(ids(upserted)).toEqual([3, 2, 1])
  const removed = await museum.remove('/crates?id=gt.1&order=id.desc', { as: 'service', prefer })
  expect(ids(removed)).toEqual([3, 2])
})

test('functions that return records of no declared type', async () => {
  expect((await museum.get('/rpc/one_record')).json).toEqual({ id: 1, name: 'Blue' })
  expect((await museum.post('/rpc/some_records', {})).json).toEqual([
    { id: 1, name: 'Blue' },
    { id: 2, name: 'Amber' },
    { id: 3, name: 'Cyan' },
  ])
})

test('a view that shows a key twice is joined by either column', async () => {
  const [row] = await rows('/rack_twice?select=id,same_id,crates!rack_id(id)&id=eq.3&limit=1')
  expect(row).toBeUndefined()
})

test('keys of json are what stands between arrows', async () => {
  expect(await rows('/racks?select=data->>@type,data->a-b->>c d&id=eq.1')).toEqual([{ '@type': 'rack', 'c d': '7' }])
  expect(await rows('/racks?select=id&data->>@type=eq.rack')).toEqual([{ id: 1 }])
})

test('nothing selected is everything', async () => {
  expect(await rows('/crates?select=&id=eq.1')).toEqual([expect.objectContaining({ id: 1, label: 'one' })])
})

test('arrays are cast to by the name that Postgres has for them', async () => {
  expect(await rows('/racks?select=tags::_text&id=eq.1')).toEqual([{ tags: ['x', 'y'] }])
})

test('a domain on a domain is what lies below both', async () => {
  expect(await rows('/papers?select=id&body=fts(english).fox')).toEqual([{ id: 1 }])
  await museum.post('/papers?columns=id,mark', [{ id: 2 }], { as: 'service', prefer: 'missing=default' })
  expect(await rows('/papers?select=mark&id=eq.2')).toEqual([{ mark: 'stamped' }])
})

test('an argument without a name is given under the empty one', async () => {
  expect((await museum.post('/rpc/twice', { '': 21 })).json).toBe(42)
  expect((await museum.post('/rpc/first_of', { '': [5, 6] })).json).toBe(5)
  expect(await museum.post('/rpc/either', { '': 1 })).toMatchObject({ status: 300, json: { code: 'PGRST203' } })
})

test('HEAD of a function takes no Range', async () => {
  const ranged = { range: '0-1', prefer: 'count=exact' }
  expect((await museum.ask('HEAD', '/rpc/numbers_upto?most=5', ranged)).headers.get('content-range')).toBe('0-4/5')
  expect((await museum.get('/rpc/numbers_upto?most=5', ranged)).headers.get('content-range')).toBe('0-1/5')
})

test('of an unknown column and an unknown relation the relation is told', async () => {
  expect((await museum.get('/crates?select=nope,nothing(id)')).json).toMatchObject({ code: 'PGRST200' })
  expect((await museum.get('/crates?select=nope&nothing.id=eq.1')).json).toMatchObject({ code: 'PGRST108' })
  expect((await museum.get('/crates?select=nope,racks_of(id)')).json).toMatchObject({ code: '42703' })
})

test('blanks around the values of a list are none of them', async () => {
  expect(await rows('/racks?select=id&name=in.( Blue , "Cyan" )&order=id')).toEqual([{ id: 1 }, { id: 3 }])
})

test('hints name what can be called, and nothing far-fetched', async () => {
  expect((await museum.get('/garlics')).json).toMatchObject({ code: 'PGRST205', hint: null })
  expect((await museum.get('/rack')).json).toMatchObject({ hint: "Perhaps you meant the table 'museum.racks'" })
  expect((await museum.post('/rpc/named', { third: 1 })).json).toMatchObject({
    code: 'PGRST202',
    hint: 'Perhaps you meant to call the function museum.named(first_word, second_word)',
  })
})

test('an empty answer says so, and all cookies arrive', async () => {
  const created = await museum.post('/crates', { id: 9 }, { as: 'service' })
  expect([created.status, created.headers.get('content-length'), created.text]).toEqual([201, '0', ''])
  const { headers } = await museum.post('/rpc/with_cookies', {})
  expect(headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect(headers.get('x-mark')).toBe('yes')
})

test('names with quotes, dots, signs and 63 bytes; composite, range and array types; inherited tables', async () => {
  expect(await rows(`/${encodeURIComponent('Odd "name".x')}?select="a.b","Ö","🚗","comma,(x)"`)).toEqual([
    { 'a.b': 2, Ö: 'ö', '🚗': 3, 'comma,(x)': 4 },
  ])
  expect(await rows(`/${'l'.repeat(63)}`)).toEqual([])
  expect(await rows('/typed?select=*,p->>b')).toEqual([
    {
      id: 1,
      p: { a: 1, b: 'x' },
      ps: [{ a: 2, b: 'y' }],
      r: '[1,5)',
      grid: [
        [1, 2],
        [3, 4],
      ],
      b: 'x',
    },
  ])
  expect(await rows('/parents')).toEqual([{ id: 7 }])
  expect(await rows('/children')).toEqual([{ id: 7, extra: 'more' }])
})

test('a domain is shown and given in the form that its casts make', async () => {
  expect(await rows('/paints?order=id')).toEqual([
    { id: 1, shade: '#0000FF', note: 'blue' },
    { id: 2, shade: '#FF0000', note: 'red' },
  ])
  expect(await rows('/coats?select=id,paints(shade)')).toEqual([{ id: 1, paints: { shade: '#FF0000' } }])
  expect(await rows('/paints?select=raw:shade::int&shade=eq.%23FF0000')).toEqual([{ raw: 16711680 }])
  expect(await rows('/paints?select=id&shade=in.(%230000FF,%23FF0000)&order=id')).toEqual([{ id: 1 }, { id: 2 }])
  expect(await rows('/paints?select=id&or=(shade.eq.%230000FF,id.eq.9)')).toEqual([{ id: 1 }])
  const wish = { as: 'service', prefer: 'return=representation' } as const
  expect((await museum.post('/paints?select=id,shade', { id: 3, shade: '#00FF00' }, wish)).json).toEqual([
    { id: 3, shade: '#00FF00' },
  ])
  expect((await museum.patch('/paints?id=eq.3&select=shade', { shade: '#00000A' }, wish)).json).toEqual([
    { shade: '#00000A' },
  ])
  const defaults = { ...wish, prefer: 'return=representation,missing=default' } as const
  expect(
    (await museum.post('/paints?columns=id,shade&select=shade', [{ id: 4 }, { id: 5, shade: '#000001' }], defaults))
      .json,
  ).toEqual([{ shade: '#0000FF' }, { shade: '#000001' }])
  expect(await rows('/paints?select=raw:shade::int&id=eq.5')).toEqual([{ raw: 1 }])
})
