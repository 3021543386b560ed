import type { Argument, Catalog, Column, ForeignKey, Func, Relation } from './types-catalog.ts'

/** Renders a catalog in the `Database` shape of `supabase gen types`, so that either can be used with supabase-js. */
export function writeTypes({ relations, functions }: Catalog): string {
  return [
    '// Generated from supabase/migrations by `npm run generate`; do not edit.',
    '',
    'export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]',
    '',
    'export type Database = {',
    '  public: {',
    ...section(
      'Tables',
      relations.filter((r) => r.kind === 'Tables').flatMap((r) => table(r, computedOf(r, functions))),
    ),
    ...section('Views', relations.filter((r) => r.kind === 'Views').flatMap(view)),
    ...section('Functions', functions.filter(({ computes }) => computes === null).flatMap(func)),
    '    Enums: { [_ in never]: never }',
    '    CompositeTypes: { [_ in never]: never }',
    '  }',
    '}',
    '',
  ].join('\n')
}

const section = (name: string, lines: string[]) => [`    ${name}: {`, ...lines, '    }']

/** As `supabase gen types` has them: columns that are read when they are asked for by name. */
const computedOf = ({ name }: Relation, functions: Func[]) =>
  functions.filter(({ computes }) => computes === name).map((f) => `${f.name}: ${typeOf(f.returns)} | null`)

function table(relation: Relation, computed: string[]): string[] {
  return [
    `      ${relation.name}: {`,
    ...shape('Row', [...relation.columns.map((c) => `${c.name}: ${read(c)}`), ...computed]),
    ...shape(
      'Insert',
      relation.columns.map((c) => `${c.name}${c.optional ? '?' : ''}: ${written(c)}`),
    ),
    ...shape(
      'Update',
      relation.columns.map((c) => `${c.name}?: ${written(c)}`),
    ),
    ...relationships(relation.relationships),
    '      }',
  ]
}

/** Postgres cannot tell which columns of a view are null, so all may be. */
function view(relation: Relation): string[] {
  return [
    `      ${relation.name}: {`,
    ...shape(
      'Row',
      relation.columns.map((c) => `${c.name}: ${typeOf(c.type)} | null`),
    ),
    ...relationships(relation.relationships),
    '      }',
  ]
}

function func({ name, args, isSet, ...rest }: Func): string[] {
  const result = resultOf(rest)
  return [
    `      ${name}: {`,
    `        Args: ${args.length === 0 ? 'never' : `{ ${args.map(argument).join('; ')} }`}`,
    `        Returns: ${isSet ? `${result}[]` : result}`,
    '      }',
  ]
}

function resultOf({ returns, columns, rowsOf }: Pick<Func, 'returns' | 'columns' | 'rowsOf'>): string {
  if (returns === 'void') return 'undefined'
  if (rowsOf) return `Database['public']['${rowsOf.kind}']['${rowsOf.name}']['Row']`
  if (columns.length === 0) return typeOf(returns)
  return `{ ${columns.map((column) => `${column.name}: ${typeOf(column.type)}`).join('; ')} }`
}

const argument = ({ name, type, optional }: Argument) => `${name}${optional ? '?' : ''}: ${typeOf(type)}`
const shape = (name: string, lines: string[]) => [
  `        ${name}: {`,
  ...lines.map((line) => `          ${line}`),
  '        }',
]

function relationships(keys: ForeignKey[]): string[] {
  if (keys.length === 0) return ['        Relationships: []']
  return ['        Relationships: [', ...keys.map((key) => `          ${JSON.stringify(key)},`), '        ]']
}

const read = (column: Column) => typeOf(column.type) + (column.nullable ? ' | null' : '')
const written = (column: Column) => (column.generated ? 'never' : read(column))

/** The type that a value has after its trip through JSON. */
function typeOf(name: string): string {
  if (name.startsWith('_')) return `${typeOf(name.slice(1))}[]`
  if (['int2', 'int4', 'int8', 'float4', 'float8', 'numeric'].includes(name)) return 'number'
  if (['json', 'jsonb'].includes(name)) return 'Json'
  return name === 'bool' ? 'boolean' : 'string'
}
