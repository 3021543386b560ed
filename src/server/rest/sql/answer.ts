import type { AnswerForm } from '../request/media.ts'
import { scalar } from './call.ts'
import { identifier } from './identifier.ts'
import { updatedRows } from './mutate.ts'

/** How rows become the one row that answers a request: its body is text that the database has made. */
export type AnswerShape = {
  /** Null when no body is wanted. */
  form: AnswerForm | null
  /** A function that returns one value, or one row, instead of a list. */
  single: boolean
  /** The rows are values, not records. */
  values: boolean
  /** A count of all rows, as SQL. */
  total: string | null
  /** Columns of the first row for a Location header. */
  location: readonly string[]
  /** An upsert tells how many rows it created. */
  upsert: boolean
}

/** The columns of the answering row, in order. */
export const answerColumns = ['body', 'rows', 'total', 'headers', 'status', 'updated', 'location'] as const

/** @param source common table expressions that the rows come from, empty for none */
export function answerSql(source: string, rows: string, shape: AnswerShape): string {
  const columns = [
    bodySql(shape),
    'count(*)',
    shape.total ?? 'null',
    setting('response.headers'),
    setting('response.status'),
    shape.upsert ? updatedRows : 'null',
    shape.location.length > 0 ? locationSql(shape.location) : 'null',
  ]
  const selected = columns.map((column, index) => `${column} as ${answerColumns[index]}`)
  return `${source}select ${selected.join(', ')} from (${rows}) _t`
}

function setting(name: string): string {
  return `nullif(current_setting('${name}', true), '')`
}

function bodySql({ form, single, values }: AnswerShape): string {
  if (form === null) return 'null'
  if (form.kind === 'csv') return csvSql(values)
  const list = `json_agg(${values ? `_t.${scalar}` : '_t'})`
  const stripped = form.stripNulls ? `json_strip_nulls(${list})` : list
  if (form.kind === 'object' || single) return `coalesce(${stripped} -> 0, 'null')::text`
  return `coalesce(${stripped}, '[]')::text`
}

/** A header line from the first row's keys, then each row as Postgres writes records. */
function csvSql(values: boolean): string {
  if (values) return `concat('${scalar}', E'\\n', string_agg(_t.${scalar}::text, E'\\n'))`
  const keys = `(select string_agg(key, ',') from json_object_keys((json_agg(_t) -> 0)) key)`
  const lines = `string_agg(substring(_t::text, 2, length(_t::text) - 2), E'\\n')`
  return `concat(${keys}, E'\\n', ${lines})`
}

function locationSql(columns: readonly string[]): string {
  const list = columns.map((name) => `${identifier(name)}::text`)
  return `(select json_build_array(${list.join(', ')}) from source limit 1)`
}
