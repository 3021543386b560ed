import { qualified } from '../sql/identifier.ts'
import type { RawCatalog } from './read.ts'

/** Standard names that are not in pg_type. */
const aliases: Readonly<Record<string, string>> = {
  int: 'int4',
  integer: 'int4',
  bigint: 'int8',
  smallint: 'int2',
  real: 'float4',
  float: 'float8',
  'double precision': 'float8',
  decimal: 'numeric',
  boolean: 'bool',
  'character varying': 'varchar',
  character: 'bpchar',
  char: 'bpchar',
  'bit varying': 'varbit',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  'time with time zone': 'timetz',
  'time without time zone': 'time',
}

/** What `column::type` may name, and the SQL of it. As in SQL, pg_catalog goes first. */
export function castTypes(types: RawCatalog['types']): Map<string, string> {
  const found = new Map<string, string>()
  const ownLast = types.toSorted((a, b) => Number(a.exposed) - Number(b.exposed))
  for (const { schema, name } of ownLast) if (!found.has(name)) found.set(name, qualified(schema, name))
  for (const [alias, name] of Object.entries(aliases)) found.set(alias, qualified('pg_catalog', name))
  return found
}

export function castType(types: ReadonlyMap<string, string>, name: string): string | undefined {
  const known = types.get(name) ?? types.get(name.toLowerCase())
  if (known !== undefined || !name.startsWith('_')) return known
  const element = types.get(name.slice(1)) // as Postgres calls arrays itself
  return element && `${element}[]`
}
