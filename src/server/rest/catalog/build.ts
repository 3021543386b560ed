import { qualified } from '../sql/identifier.ts'
import { columnNames, type DraftRelation } from './draft.ts'
import type { Casts, Catalog, Column, Relationship, Routine, RowType, Schema, Switches } from './model.ts'
import type { RawCatalog, RawRelation, RawRoutine } from './read.ts'
import { readRelationships } from './relationships.ts'
import { castTypes } from './types.ts'
import { baseColumns } from './views.ts'

const writeBits = { update: 4, insert: 8, delete: 16 }

/** Joins up what the database told: relations with their columns and relationships, routines with their row types. */
export function buildCatalog(raw: RawCatalog, exposed: readonly string[], generation: number): Catalog {
  const casts = readCasts(raw.casts ?? [])
  const relations = new Map(raw.relations.map((relation) => [relation.id, draft(relation, casts)]))
  const viewColumns = baseColumns(raw.views)
  givePrimaryKeys(raw, relations, viewColumns)
  readRelationships(raw, relations, viewColumns)
  const routines = raw.routines.filter((routine) => routine.exposed).map((routine) => toRoutine(routine, relations))
  addComputed(raw.routines, relations)

  const schemas = new Map<string, Schema>()
  for (const name of exposed) {
    const own = [...relations.values()].filter((relation) => relation.raw.exposed && relation.schema === name)
    schemas.set(name, {
      name,
      relations: new Map(own.map((relation) => [relation.name, relation])),
      routines: Map.groupBy(
        routines.filter((routine) => routine.schema === name),
        (routine) => routine.name,
      ),
    })
  }
  return {
    schemas,
    hidden: hiddenNames(raw.relations, schemas),
    types: castTypes(raw.types),
    timeouts: new Map(raw.timeouts.map(({ role, timeout }) => [role, timeout])),
    switches: readSwitches(raw.switches ?? {}),
    generation,
  }
}

function hiddenNames(relations: readonly RawRelation[], schemas: ReadonlyMap<string, Schema>): Catalog['hidden'] {
  const shown = new Set(relations.filter(({ exposed }) => exposed).map(({ name }) => name))
  const names = relations.map(({ name }) => name).filter((name) => !shown.has(name))
  const others = relations.map(({ schema }) => schema).filter((schema) => !schemas.has(schema))
  return { relations: new Set(names), schemas: new Set(others) }
}

/** Anything else than what upstream takes is as if it were not set. */
function readSwitches({ db_aggregates_enabled, db_plan_enabled, db_tx_end = '' }: Record<string, string>): Switches {
  const isOn = (value: string | undefined) => /^(true|on|yes|1)$/i.test(value ?? '')
  return {
    aggregates: isOn(db_aggregates_enabled),
    plans: isOn(db_plan_enabled),
    end: {
      how: db_tx_end.startsWith('rollback') ? 'rollback' : 'commit',
      mayChoose: db_tx_end.endsWith('-allow-override'),
    },
  }
}

function readCasts(raw: RawCatalog['casts']): Map<number, Casts> {
  const found = new Map<number, Casts>()
  for (const { domain, other, isFrom, schema, name } of raw) {
    const casts = found.get(domain) ?? { toJson: null, fromJson: null, fromText: null }
    const form = isFrom ? (other === 'json' ? 'fromJson' : 'fromText') : other === 'json' ? 'toJson' : null
    if (form) casts[form] = qualified(schema, name)
    found.set(domain, casts)
  }
  return found
}

function draft(raw: RawRelation, casts: ReadonlyMap<number, Casts>): DraftRelation {
  return {
    raw,
    schema: raw.schema,
    name: raw.name,
    columns: new Map(
      raw.columns.map(({ number: _, typeId, ...column }) => [
        column.name,
        { ...column, casts: casts.get(typeId) ?? null },
      ]),
    ),
    computed: new Map(),
    relationships: [],
    primaryKey: [],
    insertable: (raw.writes & writeBits.insert) !== 0,
    updatable: (raw.writes & writeBits.update) !== 0,
    deletable: (raw.writes & writeBits.delete) !== 0,
  }
}

/** A view has the primary keys of the tables below it, as far as it shows them whole. */
function givePrimaryKeys(
  raw: RawCatalog,
  relations: Map<number, DraftRelation>,
  viewColumns: ReturnType<typeof baseColumns>,
): void {
  for (const key of raw.constraints) {
    if (key.kind !== 'p') continue
    const table = relations.get(key.relation)
    if (!table) continue
    table.primaryKey = columnNames(table, key.columns)
    for (const [viewId, shown] of viewColumns.get(key.relation) ?? []) {
      const view = relations.get(viewId)
      if (!view || !key.columns.every((column) => shown.has(column))) continue
      view.primaryKey.push(
        ...columnNames(
          view,
          key.columns.map((column) => shown.get(column)?.[0] as number),
        ),
      )
    }
  }
}

function toRoutine(raw: RawRoutine, relations: Map<number, DraftRelation>): Routine {
  const modes = raw.argModes ?? raw.argTypes.map(() => 'i')
  const names = raw.argNames ?? []
  const inputs = modes.flatMap((mode, place) => ('ibv'.includes(mode) ? [{ name: names[place] ?? '', mode }] : []))
  const outputs = modes.some((mode) => 'obt'.includes(mode))
  const rows = outputs || raw.returnKind === 'c'
  return {
    schema: raw.schema,
    name: raw.name,
    args: inputs.map(({ name, mode }, place) => ({
      name,
      type: raw.argTypes[place]?.sql ?? 'text',
      required: place < inputs.length - raw.defaults && mode !== 'v',
      variadic: mode === 'v',
    })),
    volatility: raw.volatility === 'i' ? 'immutable' : raw.volatility === 's' ? 'stable' : 'volatile',
    set: raw.set,
    returns: raw.returnType === 'void' ? 'void' : rows ? 'rows' : 'scalar',
    rowType: (outputs ? undefined : relations.get(raw.returnRelation)) ?? outputRow(raw, modes),
  }
}

/** The columns of `returns table (...)` and of OUT arguments. */
function outputRow(raw: RawRoutine, modes: readonly string[]): RowType {
  const columns = new Map<string, Column>()
  for (const [place, mode] of modes.entries()) {
    const name = raw.argNames?.[place] || `column${columns.size + 1}`
    const type = raw.allTypes[place]
    if (type && 'obt'.includes(mode))
      columns.set(name, { name, type: type.sql, baseType: type.baseType, default: null, casts: null })
  }
  return { name: raw.name, columns, computed: new Map(), relationships: [] }
}

/** Functions of one row: usable like a column, or like an embedded resource if rows of a table come back. */
function addComputed(routines: readonly RawRoutine[], relations: Map<number, DraftRelation>): void {
  const byRowType = new Map([...relations.values()].map((relation) => [relation.raw.rowTypeId, relation]))
  for (const routine of routines) {
    const of = routine.argTypes.length === 1 ? byRowType.get(routine.argTypes[0]?.id ?? 0) : undefined
    if (!of || (routine.argModes && routine.argModes.length > 1)) continue
    const target = relations.get(routine.returnRelation)
    if (target?.raw.exposed && of.raw.exposed && routine.schema === of.schema && target.schema === of.schema) {
      of.relationships = of.relationships.filter(
        ({ cardinality, to, name }) =>
          cardinality === 'computed' || (name !== routine.name && to.name !== routine.name),
      )
      of.relationships.push(computedRelationship(routine, of, target))
    } else if (!routine.set && !of.columns.has(routine.name)) of.computed.set(routine.name, routine.returnType)
  }
}

function computedRelationship(routine: RawRoutine, of: DraftRelation, to: DraftRelation): Relationship {
  return {
    name: routine.name,
    cardinality: 'computed',
    to,
    toIsView: false,
    toOne: !routine.set || routine.rows === 1,
    self: of === to,
    columns: [],
    junction: null,
    routine: { sql: qualified(routine.schema, routine.name), rowType: qualified(of.schema, of.name) },
  }
}
