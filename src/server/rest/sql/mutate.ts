import type { Column } from '../catalog/model.ts'
import type { PlannedCondition } from '../plan/condition.ts'
import type { Insert, Mutation, Update } from '../plan/mutate.ts'
import type { Payload } from '../request/body.ts'
import { conditionSql } from './condition.ts'
import { identifier, literal } from './identifier.ts'
import { tableSql } from './read.ts'
import type { Statement } from './statement.ts'

/** The alias of the table that changes, and of the body's rows. */
export const changed = 'r0'
const given = 'given'

/** Counts the rows that an upsert updated, so that it can tell created from changed. */
export const updatedRows = `coalesce(nullif(current_setting('rest.updated_rows', true), ''), '0')`

/** @param returning columns to hand on; none when only the number of rows matters */
export function mutationSql(statement: Statement, mutation: Mutation, returning: readonly string[]): string {
  const result = `returning ${returning.length > 0 ? returning.join(', ') : '1'}`
  switch (mutation.kind) {
    case 'insert':
      return `${insertSql(statement, mutation)} ${result}`
    case 'update':
      return updateSql(statement, mutation, returning, result)
    case 'delete':
      return `delete from ${tableSql(mutation.relation, changed)} ${where(statement, changed, mutation.conditions)} ${result}`
  }
}

function insertSql(statement: Statement, mutation: Insert): string {
  const { relation, columns, payload, defaults, conflict, conditions } = mutation
  const names = columns.map(({ name }) => identifier(name))
  const into = `insert into ${tableSql(relation, `as ${changed}`)}`
  if (columns.length === 0 && payload.single) return `${into} default values`
  const values = columns.map((column) => givenValue(column, defaults))
  const target = columns.length > 0 ? ` (${names.join(', ')})` : ''
  const rows = `select ${values.join(', ')} from ${givenRows(statement, columns, payload, defaults)}`
  return `${into}${target} ${rows} ${where(statement, given, conditions)} ${conflictSql(conflict, names)}`
}

function conflictSql(conflict: Insert['conflict'], names: readonly string[]): string {
  if (conflict === null) return ''
  const target = `on conflict (${conflict.columns.map(identifier).join(', ')})`
  if (conflict.action === 'nothing' || names.length === 0) return `${target} do nothing`
  const assignments = names.map((name) => `${name} = excluded.${name}`)
  const count = `set_config('rest.updated_rows', (${updatedRows}::int + 1)::text, true) is not null`
  return `${target} do update set ${assignments.join(', ')} where ${count}`
}

function updateSql(statement: Statement, mutation: Update, returning: readonly string[], result: string): string {
  const { relation, columns, payload, defaults, conditions } = mutation
  const table = tableSql(relation, changed)
  if (columns.length === 0)
    return `select ${returning.length > 0 ? returning.join(', ') : '1'} from ${table} where false`
  const assignments = columns.map((column) => `${identifier(column.name)} = ${givenValue(column, defaults)}`)
  const rows = givenRows(statement, columns, payload, defaults)
  const one = payload.single ? rows : `(select * from ${rows} limit 1) ${given}`
  return `update ${table} set ${assignments.join(', ')} from ${one} ${where(statement, changed, conditions)} ${result}`
}

/** The body as rows of the columns' types: one parameter, taken apart by the database. */
function givenRows(statement: Statement, columns: readonly Column[], payload: Payload, defaults: boolean): string {
  const json = `${statement.param(payload.json)}::json`
  if (columns.length === 0) return `json_array_elements(${json}) ${given}`
  const types = columns
    .map(({ name, type, casts }) => `${identifier(name)} ${casts?.fromJson ? 'json' : type}`)
    .join(', ')
  if (!defaults) return `${payload.single ? 'json_to_record' : 'json_to_recordset'}(${json}) as ${given} (${types})`
  const elements = payload.single
    ? `(select ${json} as value) element`
    : `json_array_elements(${json}) as element (value)`
  const values = columns.map((column) => orDefault(column)).join(', ')
  return `(select ${values} from ${elements}, json_to_record(element.value) as value (${types})) ${given}`
}

/** Of a domain that has a form in JSON, the value is made from that; where defaults are filled in it has been already. */
function givenValue({ name, casts }: Column, made: boolean): string {
  const value = `${given}.${identifier(name)}`
  return casts?.fromJson && !made ? `${casts.fromJson}(${value})` : value
}

function orDefault({ name, type, default: fallback, casts }: Column): string {
  const text = `value.${identifier(name)}`
  const value = casts?.fromJson ? `${casts.fromJson}(${text})` : text
  if (fallback === null) return casts?.fromJson ? `${value} as ${identifier(name)}` : value
  const isGiven = `element.value::jsonb ? ${literal(name)}`
  return `case when ${isGiven} then ${value} else cast(${fallback} as ${type}) end as ${identifier(name)}`
}

function where(statement: Statement, alias: string, conditions: readonly PlannedCondition[]): string {
  if (conditions.length === 0) return ''
  return `where ${conditions.map((one) => conditionSql(statement, alias, one, () => 'false')).join(' and ')}`
}
