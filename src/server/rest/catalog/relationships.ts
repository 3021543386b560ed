import { columnNames, type DraftRelation } from './draft.ts'
import type { Junction, Relationship } from './model.ts'
import type { RawCatalog, RawConstraint } from './read.ts'
import type { ViewColumns } from './views.ts'

/** A relation that shows all columns of one side of a foreign key: the table itself, or a view of it. */
type Face = { relation: DraftRelation; columns: string[]; isView: boolean }

/** One reading of a foreign key: from a relation that shows its columns to one that shows the referenced ones. */
type Reference = { name: string; from: Face; to: Face; unique: boolean }

/** Gives every exposed relation its relationships: by foreign keys, in both directions, and through junctions. */
export function readRelationships(
  raw: RawCatalog,
  relations: Map<number, DraftRelation>,
  viewColumns: ViewColumns,
): void {
  const uniques = Map.groupBy(
    raw.constraints.filter(({ kind }) => kind !== 'f'),
    ({ relation }) => relation,
  )
  const references = raw.constraints
    .filter(({ kind }) => kind === 'f')
    .flatMap((key) => readReferences(key, isUnique(key, uniques.get(key.relation) ?? []), relations, viewColumns))
  for (const reference of references) {
    add(reference.from, toForeign(reference), reference.to)
    add(reference.to, toReferencing(reference), reference.from)
  }
  // A junction that is not exposed is nobody's to use or to hear of.
  const shown = references.filter(({ from }) => from.relation.raw.exposed)
  for (const fromJunction of Map.groupBy(shown, ({ from }) => from.relation).values()) {
    for (const origin of fromJunction) {
      for (const target of fromJunction) {
        if (origin.name !== target.name && isJunction(origin, target)) {
          add(origin.to, throughJunction(origin, target), target.to)
        }
      }
    }
  }
}

function readReferences(
  key: RawConstraint,
  unique: boolean,
  relations: Map<number, DraftRelation>,
  viewColumns: ViewColumns,
): Reference[] {
  const from = faces(key.relation, key.columns, relations, viewColumns)
  const to = faces(key.foreignRelation, key.foreignColumns, relations, viewColumns)
  return from.flatMap((one) => to.map((other) => ({ name: key.name, from: one, to: other, unique })))
}

function faces(
  id: number,
  columns: readonly number[],
  relations: Map<number, DraftRelation>,
  viewColumns: ViewColumns,
): Face[] {
  const table = relations.get(id)
  if (!table || table.raw.partition) return []
  const found: Face[] = [{ relation: table, columns: columnNames(table, columns), isView: false }]
  for (const [viewId, shown] of viewColumns.get(id) ?? []) {
    const view = relations.get(viewId)
    if (!view || !columns.every((column) => shown.has(column))) continue
    for (const numbers of combinations(columns.map((column) => shown.get(column) ?? []))) {
      found.push({ relation: view, columns: columnNames(view, numbers), isView: true })
    }
  }
  return found
}

/** A view may show a column of a key more than once: each choice is a key of its own, up to so many. */
const mostFaces = 16

function combinations(choices: readonly number[][]): number[][] {
  let all: number[][] = [[]]
  for (const numbers of choices) all = all.flatMap((before) => numbers.map((number) => [...before, number]))
  return all.slice(0, mostFaces)
}

/** Whether the referencing columns are a key of their own, so that both sides have at most one row. */
function isUnique(key: RawConstraint, uniquesOfTable: readonly RawConstraint[]): boolean {
  const columns = key.columns.toSorted().join()
  return uniquesOfTable.some((unique) => unique.columns.toSorted().join() === columns)
}

function add(from: Face, relationship: Relationship, to: Face): void {
  const { raw } = from.relation
  if (raw.exposed && to.relation.raw.exposed && raw.schema === to.relation.raw.schema) {
    from.relation.relationships.push(relationship)
  }
}

function toForeign({ name, from, to, unique }: Reference): Relationship {
  return {
    name,
    cardinality: unique ? 'one-to-one' : 'many-to-one',
    to: to.relation,
    toIsView: to.isView,
    toOne: true,
    self: from.relation === to.relation,
    columns: pairs(from.columns, to.columns),
    junction: null,
    routine: null,
  }
}

function toReferencing({ name, from, to, unique }: Reference): Relationship {
  return {
    name,
    cardinality: unique ? 'one-to-one' : 'one-to-many',
    to: from.relation,
    toIsView: from.isView,
    toOne: unique,
    self: from.relation === to.relation,
    columns: pairs(to.columns, from.columns),
    junction: null,
    routine: null,
  }
}

/** A junction's foreign keys are part of its primary key. */
function isJunction(origin: Reference, target: Reference): boolean {
  const { primaryKey } = origin.from.relation
  return [...origin.from.columns, ...target.from.columns].every((column) => primaryKey.includes(column))
}

function throughJunction(origin: Reference, target: Reference): Relationship {
  const { relation } = origin.from
  const junction: Junction = {
    schema: relation.schema,
    name: relation.name,
    fromKey: origin.name,
    from: pairs(origin.to.columns, origin.from.columns),
    toKey: target.name,
    to: pairs(target.to.columns, target.from.columns),
  }
  return {
    name: relation.name,
    cardinality: 'many-to-many',
    to: target.to.relation,
    toIsView: target.to.isView,
    toOne: false,
    self: origin.to.relation === target.to.relation,
    columns: [],
    junction,
    routine: null,
  }
}

function pairs(left: readonly string[], right: readonly string[]): [string, string][] {
  return left.map((name, index) => [name, right[index] as string])
}
