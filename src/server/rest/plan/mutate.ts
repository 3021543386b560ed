import type { Column, Relation } from '../catalog/model.ts'
import { putNeedsPrimaryKey, putWithRange, unknownColumnInBody } from '../errors.ts'
import type { Payload } from '../request/body.ts'
import type { Preferences } from '../request/preferences.ts'
import type { Query } from '../request/query.ts'
import { resolveColumn } from './column.ts'
import { type PlannedCondition, planCondition } from './condition.ts'

/** A change of one table or view. */
export type Mutation = Insert | Update | Delete
export type Insert = {
  kind: 'insert'
  relation: Relation
  columns: Column[]
  payload: Payload
  /** Missing keys take the column's default instead of null. */
  defaults: boolean
  conflict: { columns: string[]; action: 'update' | 'nothing' } | null
  /** PUT: what the URL says must be true of the body. */
  conditions: PlannedCondition[]
}
export type Update = {
  kind: 'update'
  relation: Relation
  columns: Column[]
  payload: Payload
  defaults: boolean
  conditions: PlannedCondition[]
}
export type Delete = { kind: 'delete'; relation: Relation; conditions: PlannedCondition[] }

export function planInsert(relation: Relation, query: Query, payload: Payload, preferences: Preferences): Insert {
  const target = query.onConflict?.map((name) => resolveColumn(relation, { name, path: [] }).name)
  const keys = target ?? relation.primaryKey
  const { resolution } = preferences
  return {
    kind: 'insert',
    relation,
    columns: written(relation, query.columns ?? payload.keys ?? []),
    payload,
    defaults: preferences.missing === 'default',
    conflict:
      resolution !== null && keys.length > 0
        ? { columns: [...keys], action: resolution === 'merge-duplicates' ? 'update' : 'nothing' }
        : null,
    conditions: [],
  }
}

export function planUpdate(relation: Relation, query: Query, payload: Payload, preferences: Preferences): Update {
  return {
    kind: 'update',
    relation,
    columns: written(relation, query.columns ?? payload.keys ?? []),
    payload,
    defaults: preferences.missing === 'default',
    conditions: rootConditions(relation, query),
  }
}

export function planDelete(relation: Relation, query: Query): Delete {
  return { kind: 'delete', relation, conditions: rootConditions(relation, query) }
}

/** PUT writes the one row that its URL names by the whole primary key. */
export function planPut(relation: Relation, query: Query, payload: Payload): Insert {
  if (query.ranges.some(({ path }) => path.length === 0)) throw putWithRange()
  const keys = relation.primaryKey
  const conditions = rootConditions(relation, query)
  const named = conditions.map((condition) => {
    const { kind } = condition
    if (kind !== 'filter' || condition.negated || condition.column.path.length > 0) throw putNeedsPrimaryKey()
    const { test } = condition
    if (test.kind !== 'compare' || test.operator !== 'eq' || test.quantifier !== null) throw putNeedsPrimaryKey()
    return condition.column.name
  })
  if (keys.length === 0 || named.length !== keys.length || !keys.every((key) => named.includes(key))) {
    throw putNeedsPrimaryKey()
  }
  return {
    kind: 'insert',
    relation,
    columns: written(relation, payload.keys ?? []),
    payload,
    defaults: false,
    conflict: { columns: [...keys], action: 'update' },
    conditions,
  }
}

function written(relation: Relation, names: readonly string[]): Column[] {
  return [...new Set(names)].map((name) => {
    const column = relation.columns.get(name)
    if (!column) throw unknownColumnInBody(relation.name, name)
    return column
  })
}

function rootConditions(relation: Relation, query: Query): PlannedCondition[] {
  return query.conditions
    .filter(({ path }) => path.length === 0)
    .map(({ condition }) => planCondition(condition, relation))
}
