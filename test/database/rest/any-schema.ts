import fc from '../../support/property.ts'
import type { Kind, Tables } from './grammar.ts'
import { ids } from './museum.ts'
import type { Callable } from './requests.ts'

/** Stand in every name that no answer may hold, and in those of objects that fail by themselves. */
export const hiddenMark = 'zzhid8'
export const brokenMark = 'zzbroken'
/** In rows that only their owner may see. */
export const secretOf = { alice: 'QUIET-ALICE', bob: 'QUIET-BOB', nobody: 'QUIET-NOBODY' }
/** Rows of a table that nobody may see; no request makes as many. */
export const hiddenRows = 120

/** A schema `gen` that is exposed, one that is not, and what there is to ask for. */
export type AnySchema = {
  ddl: string
  tables: Tables
  functions: Callable[]
  /** Exposed relations that answer, whatever the others are like. */
  sound: string[]
}

const vault = `${hiddenMark}_vault`
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
/** As a request writes a name that holds more than letters. */
const asked = (name: string) => (/^[\wäÖ🚗]+$/u.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`)

const oddly: ((name: string) => string)[] = [
  (name) => name,
  (name) => name,
  (name) => name,
  (name) => `${name} ä`,
  (name) => `${name}.x`,
  (name) => `${name}"q"`,
  (name) => `${name}🚗`,
  (name) => `${name},(x)`,
  (name) => name.padEnd(63, 'y'),
  (name) => name.toUpperCase(),
]

type Column = { name: string; type: string; kind: Kind }
const types: [type: string, kind: Kind][] = [
  ['bigint', 'number'],
  ['numeric(10,2)', 'number'],
  ['gen.small', 'number'],
  ['varchar(20)', 'text'],
  ['gen.stamp', 'text'],
  [`text not null default 'new'`, 'text'],
  ['boolean', 'yes'],
  ['uuid default gen_random_uuid()', 'uuid'],
  ['date', 'date'],
  ['timestamptz default now()', 'date'],
  ['int[]', 'array'],
  ['int4range', 'range'],
  ['jsonb', 'json'],
  ['json', 'json'],
  ['gen.pair', 'json'],
  ['gen.pair[]', 'json'],
  ['tsvector', 'search'],
  ['gen.more_words', 'search'],
  ['gen.mood', 'mood'],
  ['gen.colour', 'number'],
  ['bytea', 'text'],
  ['interval', 'text'],
  ['int4multirange', 'range'],
  ['int generated always as (1 + 1) stored', 'number'],
]

const columns = fc
  .array(fc.tuple(fc.constantFrom(...types), fc.constantFrom(...oddly)), { maxLength: 4 })
  .map((all) => all.map(([[type, kind], odd], n): Column => ({ name: odd(`c${n}`), type, kind })))

/** What row level security lets through; each hides the rows of nobody, and those of others. */
const policies = [
  null,
  'create policy p on T using (owner = auth.uid()) with check (owner = auth.uid())',
  'create policy p on T for select using (owner = auth.uid() or owner is null)',
  'create policy p on T using (true); create policy q on T as restrictive using (owner is null or owner = auth.uid())',
  'create policy p on T for select to authenticated using (owner = (select auth.uid())); create policy q on T for insert to authenticated with check (true)',
  '',
]

type TableSpec = {
  name: string
  columns: Column[]
  policy: string | null
  to: number
  key: 'primary' | 'unique' | 'identity'
}
const tableSpec = fc.record({
  odd: fc.constantFrom(...oddly),
  columns,
  policy: fc.constantFrom(...policies),
  to: fc.integer({ min: -2, max: 3 }),
  key: fc.constantFrom('primary', 'primary', 'unique', 'identity'),
})

const features = [
  ...[
    'hidden key',
    'hidden junction',
    'open junction',
    'hidden function',
    'hidden rows',
    'view of hidden',
    'view as the caller',
  ],
  ...[
    'view over hidden to write',
    'function over hidden',
    'functions',
    'overloads',
    'computed',
    'partitions',
    'child',
    'kept view',
  ],
  ...['view twice', 'view of view', 'dropped column', 'trigger', 'usage of hidden'],
  ...[
    'broken circle',
    'broken policy',
    'broken function',
    'broken view',
    'broken default',
    'broken cast',
    'broken computed',
  ],
] as const
type Feature = (typeof features)[number]

/** A few tables with odd names and columns, and some of what people do with schemas. */
export const anySchema: fc.Arbitrary<AnySchema> = fc
  .tuple(fc.array(tableSpec, { minLength: 2, maxLength: 4 }), fc.subarray([...features], { maxLength: 9 }))
  .map(([specs, chosen]) => {
    const tables = specs.map(({ odd, ...spec }, n): TableSpec => ({ ...spec, name: odd(`t${n}`) }))
    return build(tables, new Set(chosen))
  })

const start = `
drop schema if exists gen cascade; drop schema if exists ${vault} cascade;
create schema gen; create schema ${vault};
set check_function_bodies = off; set client_min_messages = error;
create type gen.mood as enum ('good', 'worn', 'pristine');
create type gen.pair as (a int, b text);
create domain gen.tiny as int; create domain gen.small as gen.tiny default 3;
create domain gen.stamp as text default 'stamped';
create domain gen.words as tsvector; create domain gen.more_words as gen.words;
create domain gen.colour as int;
create function gen.colour_json(gen.colour) returns json language sql immutable as $$ select to_json('#' || to_hex($1)) $$;
create cast (gen.colour as json) with function gen.colour_json(gen.colour) as implicit;
create table ${vault}.${hiddenMark}_base (id int primary key, owner uuid, word text not null);
insert into ${vault}.${hiddenMark}_base select n, null, 'open' from generate_series(1, 3) n;
insert into ${vault}.${hiddenMark}_base select 1000 + n, gen_random_uuid(), '${secretOf.nobody}' from generate_series(1, 3) n;
`
const base = `${vault}.${hiddenMark}_base`
const grants = `
grant usage on schema gen to anon, authenticated, service_role;
grant all on all tables in schema gen to anon, authenticated, service_role;
grant usage on all sequences in schema gen to anon, authenticated, service_role;
grant execute on all functions in schema gen to anon, authenticated, service_role;
`

const usual: Column[] = [
  { name: 'id', type: 'int', kind: 'number' },
  { name: 'owner', type: 'uuid', kind: 'uuid' },
  { name: 'word', type: 'text', kind: 'text' },
]
const tableOf = (all: readonly Column[], embeds: string[]) => ({
  columns: Object.fromEntries(all.map(({ name, kind }) => [asked(name), kind])),
  ...(embeds.length > 0 ? { embeds } : {}),
})

function build(specs: TableSpec[], has: ReadonlySet<Feature>): AnySchema {
  const names = specs.map(({ name }) => name)
  const first = `gen.${quoted(names[0] as string)}`
  const second = `gen.${quoted(names[1] as string)}`
  const outside = ['base', 'junction', 'low'].map((name) => `${hiddenMark}_${name}`)
  const embeds = [...names.map(asked), `${asked(names[1] as string)}!inner`, 'nope', ...outside]
  const tables: Tables = Object.fromEntries(outside.map((name) => [name, tableOf(usual, [asked(names[0] as string)])]))
  const ddl = [start]
  for (const [n, spec] of specs.entries()) {
    ddl.push(tableDdl(spec, n, names, has.has('hidden key')))
    tables[spec.name] = tableOf([...usual, { name: 'ref', type: 'int', kind: 'number' }, ...spec.columns], embeds)
  }
  const functions: Callable[] = []
  const add = (name: string, sql: string, own: readonly Column[] = usual, more: string[] = embeds) => {
    ddl.push(sql)
    tables[name] = tableOf(own, more)
  }
  const parts: Partial<Record<Feature, () => void>> = {
    'hidden junction': () =>
      ddl.push(
        `create table ${vault}.${hiddenMark}_junction (a int references ${first} (id), b int references ${second} (id), primary key (a, b))`,
      ),
    'open junction': () => {
      const pair = ['a', 'b'].map((name): Column => ({ name, type: 'int', kind: 'number' }))
      add(
        'junction',
        `create table gen.junction (a int references ${first} (id), b int references ${second} (id), primary key (a, b)); insert into gen.junction values (1, 2), (2, 1)`,
        pair,
      )
    },
    'hidden function': () =>
      ddl.push(
        `create function ${vault}.${hiddenMark}_full(${first}) returns text language sql stable as 'select ''${secretOf.nobody}'''`,
      ),
    'hidden rows': () =>
      ddl.push(
        `create function ${vault}.${hiddenMark}_all(${first}) returns setof ${base} language sql stable as 'select * from ${base}'`,
      ),
    'view of hidden': () =>
      add('shown', `create view gen.shown as select id, owner, word from ${base} where owner is null`),
    'view as the caller': () =>
      add(
        'as_caller',
        `create view gen.as_caller with (security_invoker) as select b.* from ${base} b where owner is null`,
      ),
    'view over hidden to write': () =>
      add('written', `create view gen.written as select * from ${base} where owner is null with check option`),
    'function over hidden': () => {
      ddl.push(
        `create function gen.over_hidden(n int) returns int language sql stable as 'select count(*)::int + n from ${base}'`,
      )
      functions.push({ name: 'over_hidden', args: { n: 1 } })
    },
    functions: () => {
      ddl.push(
        `create function gen.all_of() returns setof ${first} language sql stable as $$ select * from ${first} $$`,
        `create function gen.record_of() returns setof record language sql stable as $$ select id, word from ${first} $$`,
        `create function gen.outs(n int, out a int, out b text) language sql immutable as $$ select n, 'x' $$`,
        `create function gen.nothing(variadic n int[] default '{}') returns void language sql as ''`,
        `create procedure gen.done(n int) language sql as ''`,
      )
      functions.push(
        { name: 'all_of', args: {}, rows: names[0] as string },
        { name: 'record_of', args: {} },
        { name: 'outs', args: { n: 2 } },
        { name: 'nothing', args: { n: 1 } },
        { name: 'done', args: { n: 1 } },
      )
    },
    overloads: () => {
      ddl.push(
        `create function gen.either(a int) returns int language sql immutable as 'select a'`,
        `create function gen.either(a text, b int default 1) returns text language sql immutable as 'select a'`,
        `create function gen.either(int[]) returns int language sql immutable as 'select 1'`,
        `create function gen.either(json) returns json language sql immutable as 'select $1'`,
      )
      functions.push(
        { name: 'either', args: { a: 1 } },
        { name: 'either', args: { a: 'x', b: 2 } },
        { name: 'either', args: {} },
      )
    },
    computed: () => {
      ddl.push(
        `create function gen.full_word(${first}) returns text language sql stable as 'select $1.word || ''!'''`,
        `create function gen.others(${first}) returns setof ${second} language sql stable as $$ select * from ${second} where id = $1.id $$`,
      )
      tables[names[0] as string]?.embeds?.push('others')
    },
    partitions: () =>
      add(
        'logs',
        `create table gen.logs (id int, owner uuid, word text) partition by range (id);
         create table gen.${hiddenMark}_low partition of gen.logs for values from (0) to (5);
         create table gen.${hiddenMark}_high partition of gen.logs for values from (1000) to (2000);
         insert into gen.logs select 1000 + n, gen_random_uuid(), '${secretOf.nobody}' from generate_series(1, ${hiddenRows}) n;
         alter table gen.logs enable row level security; create policy p on gen.logs using (owner is null)`,
      ),
    child: () =>
      add(
        'child',
        `create table gen.child (extra text) inherits (${first}); alter table gen.child enable row level security`,
      ),
    'kept view': () =>
      add('kept', `create materialized view gen.kept as select id, owner, word from ${first} where owner is null`),
    'view twice': () =>
      add(
        'twice',
        `create view gen.twice with (security_invoker) as select id, id as again, owner, word, ref, ref as ref_again from ${first}`,
      ),
    'view of view': () =>
      add(
        'outer_view',
        `create view gen.inner_view with (security_invoker) as select * from ${second}; create view gen.outer_view with (security_invoker) as select id, owner, word, ref from gen.inner_view`,
      ),
    'dropped column': () =>
      add(
        'shrunk',
        `create table gen.shrunk (gone int, id int, owner uuid, also int, word text); create view gen.shrunk_view with (security_invoker) as select id, owner, word from gen.shrunk; alter table gen.shrunk drop column gone, drop column also`,
      ),
    trigger: () => {
      add(
        'guarded',
        `create table gen.guarded (id int primary key, owner uuid, word text);
        create function ${vault}.${hiddenMark}_guard() returns trigger language plpgsql as $$ begin raise exception 'not now' using detail = 'try later'; end $$;
        create trigger guard before insert or update on gen.guarded for each row execute function ${vault}.${hiddenMark}_guard()`,
      )
    },
    'usage of hidden': () => ddl.push(`grant usage on schema ${vault} to anon, authenticated`),
    'broken circle': () =>
      add(
        `${brokenMark}_one`,
        `create view gen.${brokenMark}_one as select 1 as id; create view gen.${brokenMark}_two as select id from gen.${brokenMark}_one;
         create or replace view gen.${brokenMark}_one as select id from gen.${brokenMark}_two`,
      ),
    'broken policy': () =>
      add(
        `${brokenMark}_policy`,
        `create table gen.${brokenMark}_policy (id int primary key references ${first} (id), owner uuid, word text);
         alter table gen.${brokenMark}_policy enable row level security;
         create policy p on gen.${brokenMark}_policy using (exists (select from gen.${brokenMark}_policy))`,
      ),
    'broken function': () => {
      ddl.push(
        `create function gen.${brokenMark}_fn() returns int language sql as 'select x from ${vault}.${hiddenMark}_gone'`,
      )
      functions.push({ name: `${brokenMark}_fn`, args: {} })
    },
    'broken view': () =>
      add(
        `${brokenMark}_view`,
        `create function gen.${brokenMark}_raise() returns int language plpgsql as $$ begin raise sqlstate 'XX000' using message = 'broken'; end $$;
         create view gen.${brokenMark}_view as select id, owner, word, gen.${brokenMark}_raise() as n from ${first} where owner is null`,
      ),
    'broken default': () =>
      add(
        `${brokenMark}_default`,
        `create function ${vault}.${hiddenMark}_default() returns text language plpgsql as $$ begin raise sqlstate 'PT503'; end $$;
         create table gen.${brokenMark}_default (id int primary key, owner uuid, word text default ${vault}.${hiddenMark}_default())`,
      ),
    'broken cast': () =>
      add(
        `${brokenMark}_cast`,
        `create domain gen.${brokenMark} as int;
         create function gen.${brokenMark}_json(gen.${brokenMark}) returns json language plpgsql as $$ begin raise sqlstate 'XX001'; end $$;
         create cast (gen.${brokenMark} as json) with function gen.${brokenMark}_json(gen.${brokenMark}) as implicit;
         create table gen.${brokenMark}_cast (id int primary key, owner uuid, word text, n gen.${brokenMark}); insert into gen.${brokenMark}_cast values (1, null, 'open', 1)`,
      ),
    'broken computed': () => {
      ddl.push(
        `create function gen.${brokenMark}_word(${first}) returns text language plpgsql as $$ begin raise sqlstate 'XX002'; end $$`,
      )
      const table = tables[names[0] as string]
      if (table) table.columns[`${brokenMark}_word`] = 'text'
    },
  }
  for (const feature of has) parts[feature]?.()
  const sound = Object.keys(tables).filter((name) => !name.includes(brokenMark) && !name.includes(hiddenMark))
  return { ddl: [...ddl, grants].join(';\n'), tables, functions, sound }
}

function tableDdl(
  { name, columns, policy, to, key }: TableSpec,
  n: number,
  names: string[],
  refersHidden: boolean,
): string {
  const table = `gen.${quoted(name)}`
  const target = names[Math.min(to, n)]
  const reference =
    to === -1 && refersHidden ? `references ${base} (id)` : target ? `references gen.${quoted(target)} (id)` : ''
  const id = {
    primary: 'int primary key',
    unique: 'int unique',
    identity: 'int generated by default as identity primary key',
  }[key]
  const own = columns.map((column) => `, ${quoted(column.name)} ${column.type}`).join('')
  const rows = [`(3, null, 'open', null)`]
  if (policy !== null) {
    rows.push(`(1, '${ids.alice}', '${secretOf.alice}', null)`, `(2, '${ids.bob}', '${secretOf.bob}', 3)`)
  } else rows.push(`(1, null, 'open', null)`, `(2, null, 'open', 3)`)
  const nobody =
    policy === null
      ? ''
      : `insert into ${table} (id, owner, word, ref) select 1000 + n, gen_random_uuid(), '${secretOf.nobody}', 3 from generate_series(1, ${hiddenRows}) n;
         alter table ${table} enable row level security; ${policy.replaceAll(' on T', ` on ${table}`)};`
  return `create table ${table} (id ${id}, owner uuid, word text, ref int ${reference}${own});
    insert into ${table} (id, owner, word, ref) values ${rows.join(', ')};
    ${nobody}`
}
