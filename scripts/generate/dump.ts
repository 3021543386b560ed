import type { Sql } from 'postgres'

type Line = { line: string }

/**
 * The text of `supabase/dump.sql`: what the migrations come to, object by object, so that a review sees the net effect change.
 * Bodies of functions stand as hashes; the schema files have their texts.
 */
export async function writeDump(sql: Sql): Promise<string> {
  const tables = await sql<Line[]>`
    select format(E'table %s%s (%s\n)%s', c.oid::regclass,
        case when c.relrowsecurity then ' with row level security' else '' end,
        (select string_agg(E'\n  ' || part, ',' order by nth, part) from (
           select 0 as kind, a.attnum::integer as nth, format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
             case when a.attgenerated <> '' then ' generated always as ' || pg_get_expr(d.adbin, d.adrelid)
                  else coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') end,
             case when a.attnotnull then ' not null' else '' end) as part
           from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
           union all
           select 1, 10000, format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid))
           from pg_constraint k where k.conrelid = c.oid and k.contype in ('c', 'p', 'u', 'f', 'x')) parts),
        coalesce(E'\n  grants: ' || array_to_string(c.relacl, ' '), '')) as line
    from pg_class c
    where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and c.relkind in ('r', 'p')
      and c.relname !~ '_\d{8}$'   -- partitions are made by date
    order by c.oid::regclass::text`
  const columnGrants = await sql<Line[]>`
    select format('column grants on %s: %s', c.oid::regclass,
                  string_agg(format('%I %s', a.attname, array_to_string(a.attacl, ' ')), ', ' order by a.attnum)) as line
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and a.attacl is not null and c.relname !~ '_\d{8}$'
    group by c.oid order by c.oid::regclass::text`
  const indexes = await sql<Line[]>`
    select pg_get_indexdef(i.indexrelid) as line
    from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and c.relname !~ '_\d{8}$'
    order by c.relname, 1`
  const views = await sql<Line[]>`
    select format(E'view %s%s\n%s%s', c.oid::regclass, coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', ''),
                  pg_get_viewdef(c.oid, true), coalesce(E'\n  grants: ' || array_to_string(c.relacl, ' '), '')) as line
    from pg_class c
    where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and c.relkind in ('v', 'm')
    order by c.oid::regclass::text`
  const policies = await sql<Line[]>`
    select format('policy %I on %I for %s to %s%s%s', policyname, tablename, lower(cmd), array_to_string(roles, ', '),
                  coalesce(' using ' || qual, ''), coalesce(' with check ' || with_check, '')) as line
    from pg_policies where schemaname in ('public', 'app') order by tablename, policyname`
  const triggers = await sql<Line[]>`
    select pg_get_triggerdef(t.oid) as line
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and c.relname !~ '_\d{8}$'
    order by c.relname, t.tgname`
  const functions = await sql<Line[]>`
    select format('function %s returns %s %s%s%s body %s%s', p.oid::regprocedure, pg_get_function_result(p.oid),
                  case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
                  case when p.prosecdef then ' security definer' else '' end,
                  coalesce(' set ' || array_to_string(p.proconfig, ' '), ''), md5(p.prosrc),
                  coalesce(E'\n  grants: ' || array_to_string(p.proacl, ' '), '')) as line
    from pg_proc p
    where p.pronamespace in ('public'::regnamespace, 'app'::regnamespace)
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by p.oid::regprocedure::text`
  const settings = await sql<
    Line[]
  >`select format('setting %s = %s', name, value) as line from app.settings order by name`

  const sections = { tables, columnGrants, indexes, views, policies, triggers, functions, settings }
  return [
    '-- Generated from supabase/migrations by `npm run generate`; do not edit.',
    '-- What the migrations come to on an empty database. It is read, not run.',
    ...Object.entries(sections).flatMap(([name, lines]) => ['', `-- ${title(name)}`, ...lines.map(({ line }) => line)]),
    '',
  ].join('\n')
}

const title = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
