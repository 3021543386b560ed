import { ApiError } from '../../api-error.ts'
import type { Catalog, Relationship, RowType } from '../catalog/model.ts'
import { nearest } from '../catalog/nearest.ts'
import { AmbiguousError } from '../errors.ts'

/**
 * The relationship that `target!hint(...)` means in rows of this kind. The target is a table, view, foreign key,
 * column of a foreign key or computing function; the hint a foreign key, one of its columns or a junction.
 *
 * @throws {ApiError} 400 PGRST200 when there is none, 300 PGRST201 when there are several
 */
export function findRelationship(
  catalog: Catalog,
  schema: string,
  rows: RowType,
  target: string,
  hint: string | null,
): Relationship {
  const found = rows.relationships.filter((relationship) => isMeant(relationship, target, hint))
  const [first] = found
  if (!first) throw noRelationship(catalog, schema, rows, target, hint)
  if (found.length > 1) throw ambiguous(rows.name, target, found)
  return first
}

function isMeant(relationship: Relationship, target: string, hint: string | null): boolean {
  const { cardinality, name, to, columns, toIsView } = relationship
  if (cardinality === 'computed') return name === target
  const fromColumn = columns.length === 1 ? columns[0]?.[0] : undefined
  const toColumn = columns.length === 1 ? columns[0]?.[1] : undefined
  if (relationship.self) {
    // One key, two directions: the table's name means the many, the column's name the one.
    if (hint !== null)
      return target === to.name && cardinality === 'one-to-many' && (hint === toColumn || hint === name)
    if (target === to.name) return cardinality === 'one-to-many'
    return cardinality === 'many-to-one' && target === fromColumn
  }
  const isKey = cardinality !== 'many-to-many'
  if (hint === null) return target === to.name || (isKey && !toIsView && (target === name || target === fromColumn))
  if (target !== to.name) return false
  return isKey ? hint === name || hint === fromColumn || hint === toColumn : hint === relationship.junction?.name
}

function noRelationship(
  catalog: Catalog,
  schema: string,
  rows: RowType,
  target: string,
  hint: string | null,
): ApiError {
  const using = hint === null ? '' : ` using the hint '${hint}'`
  const names = rows.relationships.map(({ to }) => to.name)
  const related = rows.relationships.length > 0
  const other = names.includes(target)
    ? null
    : nearest(target, related ? names : (catalog.schemas.get(schema)?.relations.keys() ?? []))
  return new ApiError(
    400,
    'PGRST200',
    `Could not find a relationship between '${rows.name}' and '${target}' in the schema cache`,
    {
      details: `Searched for a foreign key relationship between '${rows.name}' and '${target}'${using} in the schema '${schema}', but no matches were found.`,
      hint: other && `Perhaps you meant '${other}' instead of '${target}'.`,
    },
  )
}

function ambiguous(origin: string, target: string, found: readonly Relationship[]): ApiError {
  const hints = found.map((one) => `'${one.to.name}!${one.name}'`).join(', ')
  return new AmbiguousError(
    'PGRST201',
    `Could not embed because more than one relationship was found for '${origin}' and '${target}'`,
    `Try changing '${target}' to one of the following: ${hints}. Find the desired relationship in the 'details' key.`,
    found.map((one) => ({
      cardinality: one.cardinality,
      embedding: `${origin} with ${one.to.name}`,
      relationship: describe(origin, one),
    })),
  )
}

function describe(origin: string, { name, to, columns, junction }: Relationship): string {
  const list = (names: readonly string[]) => `(${names.join(', ')})`
  if (junction) {
    const from = list(junction.from.map(([, column]) => column))
    const target = list(junction.to.map(([, column]) => column))
    return `${junction.name} using ${junction.fromKey}${from} and ${junction.toKey}${target}`
  }
  return `${name} using ${origin}${list(columns.map(([from]) => from))} and ${to.name}${list(columns.map(([, other]) => other))}`
}
