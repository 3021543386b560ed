import { type Connections, hold, statement } from '../connections.ts'

/** The catalog as the database tells it, before names are joined up. */
export type RawCatalog = {
  relations: RawRelation[]
  constraints: RawConstraint[]
  views: { id: number; tree: string }[]
  routines: RawRoutine[]
  types: { schema: string; name: string; exposed: boolean }[]
  /** Implicit casts between a domain and json or text, each by a function. */
  casts: { domain: number; other: 'json' | 'text'; isFrom: boolean; schema: string; name: string }[]
  timeouts: { role: string; timeout: string }[]
  /** Of the role that we log in as, without `pgrst.`. */
  switches: Record<string, string>
}

export type RawRelation = {
  id: number
  rowTypeId: number
  schema: string
  name: string
  /** pg_class.relkind: r, p, f, v, m, or c for a composite type. */
  kind: string
  partition: boolean
  exposed: boolean
  /** Bits of pg_relation_is_updatable: 4 update, 8 insert, 16 delete. */
  writes: number
  columns: RawColumn[]
}

export type RawColumn = {
  number: number
  name: string
  type: string
  typeId: number
  baseType: string
  default: string | null
}

export type RawConstraint = {
  name: string
  /** p, u or f. */
  kind: string
  relation: number
  columns: number[]
  foreignRelation: number
  foreignColumns: number[]
}

export type RawRoutine = {
  schema: string
  name: string
  exposed: boolean
  argTypes: { id: number; sql: string }[]
  argNames: string[] | null
  argModes: string[] | null
  allTypes: { id: number; sql: string; baseType: string }[]
  defaults: number
  variadic: boolean
  volatility: 'i' | 's' | 'v'
  set: boolean
  rows: number
  returnType: string
  returnTypeId: number
  /** pg_type.typtype of what is returned, below any domain. */
  returnKind: string
  returnRelation: number
}

/**
 * Everything in one statement, as the JSON text of a RawCatalog, with an empty search path so that every type and default is qualified.
 * Relations outside the exposed schemas are read too: views stand on them, and so do junctions.
 */
export async function readCatalog(connections: Connections, schemas: readonly string[]): Promise<string> {
  const names = `{${schemas.map((name) => JSON.stringify(name)).join(',')}}`
  const [, rows] = await hold(connections, (connection) =>
    connection.ask([settings, statement(catalogQuery, [names], false)]),
  )
  return rows?.[0]?.[0]?.toString() ?? '{}'
}

const settings = statement(
  `select set_config('search_path', '', true), set_config('statement_timeout', '0', true), set_config('transaction_read_only', 'on', true)`,
)

const foreignSchemas = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_toast%' and n.nspname not like 'pg\\_temp%'`

/** All columns of a relation by its id. Joined, not looked up for each column: of 5,000 tables that took a minute. */
const columnsByRelation = `
  select a.attrelid as id, json_agg(json_build_object(
    'number', a.attnum,
    'name', a.attname,
    'type', format_type(a.atttypid, a.atttypmod),
    'typeId', a.atttypid::int8,
    'baseType', b.name,
    'default', case
      when a.attidentity = 'd' then 'nextval(' || quote_literal(quote_ident(s.schema) || '.' || quote_ident(s.name)) || ')'
      when a.attgenerated = '' then coalesce(pg_get_expr(d.adbin, d.adrelid), b.fallback)
    end
  ) order by a.attnum) as list
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  left join base_types b on b.id = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  left join sequences s on s.relation = a.attrelid and s.attribute = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'f', 'v', 'm', 'c') and ${foreignSchemas}
  group by a.attrelid`

const catalogQuery = `
with recursive exposed as (select oid, nspname from pg_namespace where nspname = any (cast($1::text as text[]))),
-- What is below a domain, which may stand on another one, and the default of the nearest that has one.
base_types (id, name, base, kind, row_of, fallback) as (
  select t.oid, t.typname, t.oid, t.typtype, t.typrelid, null::text from pg_type t where t.typtype <> 'd'
  union all
  select d.oid, b.name, b.base, b.kind, b.row_of, coalesce(d.typdefault collate "default", b.fallback) from pg_type d join base_types b on d.typbasetype = b.id where d.typtype = 'd'
),
sequences (relation, attribute, schema, name) as (
  select d.refobjid, d.refobjsubid, n.nspname, s.relname
  from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_namespace n on n.oid = s.relnamespace
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'i'
),
columns (id, list) as (${columnsByRelation})
select json_build_object(
  'relations', (select coalesce(json_agg(json_build_object(
      'id', c.oid::int8,
      'rowTypeId', c.reltype::int8,
      'schema', n.nspname,
      'name', c.relname,
      'kind', c.relkind,
      'partition', c.relispartition,
      'exposed', n.oid in (select oid from exposed) and c.relkind <> 'c' and not c.relispartition,
      'writes', case when c.relkind in ('r', 'p') then 28 when c.relkind in ('v', 'f') then pg_relation_is_updatable(c.oid, true) else 0 end,
      'columns', coalesce(l.list, '[]')
    )), '[]')
    from pg_class c join pg_namespace n on n.oid = c.relnamespace left join columns l on l.id = c.oid
    where c.relkind in ('r', 'p', 'f', 'v', 'm', 'c') and ${foreignSchemas}),
  'constraints', (select coalesce(json_agg(json_build_object(
      'name', k.conname,
      'kind', k.contype,
      'relation', k.conrelid::int8,
      'columns', k.conkey,
      'foreignRelation', k.confrelid::int8,
      'foreignColumns', k.confkey
    ) order by k.conname), '[]')
    from pg_constraint k
    where k.contype in ('p', 'u', 'f') and k.conrelid <> 0 and k.conparentid = 0),
  'views', (select coalesce(json_agg(json_build_object('id', r.ev_class::int8, 'tree', r.ev_action::text)), '[]')
    from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
    where r.rulename = '_RETURN' and c.relkind in ('v', 'm') and ${foreignSchemas}),
  'routines', (select coalesce(json_agg(json_build_object(
      'schema', n.nspname,
      'name', p.proname,
      'exposed', n.oid in (select oid from exposed),
      'argTypes', (select coalesce(json_agg(json_build_object('id', a.id::int8, 'sql', format_type(a.id, -1)) order by a.place), '[]')
        from unnest(p.proargtypes::oid[]) with ordinality a (id, place)),
      'argNames', p.proargnames,
      'argModes', p.proargmodes,
      'allTypes', (select coalesce(json_agg(json_build_object('id', a.id::int8, 'sql', format_type(a.id, -1), 'baseType', t.typname) order by a.place), '[]')
        from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality a (id, place) join pg_type t on t.oid = a.id),
      'defaults', p.pronargdefaults,
      'variadic', p.provariadic <> 0,
      'volatility', p.provolatile,
      'set', p.proretset,
      'rows', p.prorows,
      'returnType', format_type(p.prorettype, -1),
      'returnTypeId', p.prorettype::int8,
      'returnKind', b.kind,
      'returnRelation', b.row_of::int8
    ) order by p.oid), '[]')
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_type t on t.oid = p.prorettype
    join base_types b on b.id = t.oid
    where p.prokind = 'f' and t.typname not in ('trigger', 'event_trigger', 'internal', 'language_handler')
      and (n.oid in (select oid from exposed)
        or (p.pronargs = 1 and ${foreignSchemas} and exists (select from pg_type a where a.oid = p.proargtypes[0] and a.typtype = 'c')))),
  'types', (select coalesce(json_agg(json_build_object('schema', n.nspname, 'name', t.typname, 'exposed', n.nspname <> 'pg_catalog')), '[]')
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
    where t.typtype in ('b', 'd', 'e', 'r', 'm') and t.typcategory <> 'A' and (n.nspname in ('pg_catalog', 'extensions') or n.oid in (select oid from exposed))),
  'casts', (select coalesce(json_agg(json_build_object('domain', d.oid::int8, 'other', o.typname, 'isFrom', d.oid = k.casttarget, 'schema', n.nspname, 'name', p.proname)), '[]')
    from pg_cast k join pg_proc p on p.oid = k.castfunc join pg_namespace n on n.oid = p.pronamespace
    join pg_type d on d.oid in (k.castsource, k.casttarget) and d.typtype = 'd'
    join pg_type o on o.oid in (k.castsource, k.casttarget) and o.oid in ('json'::regtype, 'text'::regtype)
    where k.castmethod = 'f' and k.castcontext = 'i'),
  'timeouts', (select coalesce(json_agg(json_build_object('role', r.rolname, 'timeout', substr(s.setting, 19))), '[]')
    from pg_db_role_setting d join pg_roles r on r.oid = d.setrole, unnest(d.setconfig) s (setting)
    where d.setdatabase in (0, (select oid from pg_database where datname = current_database())) and s.setting like 'statement\\_timeout=%'),
  'switches', (select coalesce(json_object_agg(split_part(substr(s.setting, 7), '=', 1), split_part(s.setting, '=', 2) order by d.setdatabase), '{}')
    from pg_db_role_setting d join pg_roles r on r.oid = d.setrole, unnest(d.setconfig) s (setting)
    where d.setdatabase in (0, (select oid from pg_database where datname = current_database())) and r.rolname = session_user and s.setting like 'pgrst.%')
)::text as catalog`
