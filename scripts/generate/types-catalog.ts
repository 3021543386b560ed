import type { Sql } from 'postgres'

/** A column as the types need it. `type` is a `pg_type` name, `_name` for arrays; `optional` means an insert may leave it out. */
export type Column = { name: string; type: string; nullable: boolean; optional: boolean; generated: boolean }
export type ForeignKey = {
  foreignKeyName: string
  columns: string[]
  isOneToOne: boolean
  referencedRelation: string
  referencedColumns: string[]
}
export type Relation = { name: string; kind: 'Tables' | 'Views'; columns: Column[]; relationships: ForeignKey[] }
export type Argument = { name: string; type: string; optional: boolean }
/**
 * `columns`: of the rows that `returns table` answers; `rowsOf`: the relation whose rows it answers. `computes`: the relation whose row
 * it takes alone, which has it as a computed column.
 */
export type Func = {
  name: string
  args: Argument[]
  returns: string
  columns: { name: string; type: string }[]
  rowsOf: Pick<Relation, 'name' | 'kind'> | null
  isSet: boolean
  computes: string | null
}
export type Catalog = { relations: Relation[]; functions: Func[] }

export async function readCatalog(sql: Sql): Promise<Catalog> {
  const relations = await sql<Relation[]>`
    select c.relname as name, case when c.relkind in ('v', 'm') then 'Views' else 'Tables' end as kind,
      (select json_agg(json_build_object(
           'name', a.attname, 'type', t.typname, 'nullable', not a.attnotnull,
           'generated', a.attgenerated <> '' or a.attidentity = 'a',
           'optional', not a.attnotnull or a.atthasdef or a.attidentity <> ''
             -- filled in by a trigger: not null, no default, and clients that insert may not write it
             or (has_any_column_privilege('authenticated', c.oid, 'insert')
                 and not has_column_privilege('authenticated', c.oid, a.attnum, 'insert'))
         ) order by a.attnum)
       from pg_attribute a join pg_type t on t.oid = a.atttypid
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select json_agg(json_build_object(
           'foreignKeyName', k.conname,
           'columns', (select json_agg(a.attname order by n) from unnest(k.conkey) with ordinality u(num, n)
                       join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num),
           'isOneToOne', exists (select from pg_index i where i.indrelid = k.conrelid and i.indisunique and i.indpred is null
                                 and i.indnkeyatts = cardinality(k.conkey) and i.indkey::int2[] <@ k.conkey),
           'referencedRelation', r.relname,
           'referencedColumns', (select json_agg(a.attname order by n) from unnest(k.confkey) with ordinality u(num, n)
                                 join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num)
         ) order by k.conname)
       from pg_constraint k join pg_class r on r.oid = k.confrelid
       where k.conrelid = c.oid and k.contype = 'f' and r.relnamespace = 'public'::regnamespace), '[]') as relationships
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    order by kind, name`
  const functions = await sql<Func[]>`
    select p.proname as name, t.typname as returns, p.proretset as "isSet",
      (select c.relname from pg_type row_type join pg_class c on c.oid = row_type.typrelid
       where p.pronargs = 1 and row_type.oid = p.proargtypes[0] and c.relnamespace = 'public'::regnamespace) as computes,
      coalesce((select json_agg(json_build_object('name', p.proargnames[n], 'type', (select typname from pg_type where oid = arg)) order by n)
         from unnest(p.proallargtypes, p.proargmodes) with ordinality u(arg, mode, n) where mode = 't'), '[]') as columns,
      (select json_build_object('name', c.relname, 'kind', case when c.relkind in ('v', 'm') then 'Views' else 'Tables' end)
       from pg_class c where c.oid = t.typrelid and c.relnamespace = 'public'::regnamespace) as "rowsOf",
      coalesce((select json_agg(json_build_object(
           'name', p.proargnames[n], 'type', (select typname from pg_type where oid = arg),
           'optional', n > p.pronargs - p.pronargdefaults) order by n)
         from unnest(p.proargtypes::oid[]) with ordinality u(arg, n)), '[]') as args
    from pg_proc p join pg_type t on t.oid = p.prorettype
    where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
      and t.typname not in ('trigger', 'event_trigger')
    order by name, p.pronargs`
  return { relations: [...relations], functions: [...functions] }
}
