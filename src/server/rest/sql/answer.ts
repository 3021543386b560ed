import type { AnswerForm } from '../request/media.ts'
import { scalar } from './call.ts'
import { identifier, literal } from './identifier.ts'
import { updatedRows } from './mutate.ts'

/** How rows become the one row that answers a request: its body is text that the database has made. */
export type AnswerShape = {
  /** Null when no body is wanted. */
  form: AnswerForm | null
  /** A function that returns one value, or one row, instead of a list. */
  single: boolean
  /** The rows are values, not records. */
  values: boolean
  /** What the rows' columns are called, in their order. */
  columns: readonly string[]
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
  return `${source}select ${selected.join(', ')} from (${rows}) _t${renamed(shape)}`
}

/** The answer of a function that returns one value. The value comes first: its making may set what follows. */
export function valueAnswerSql(value: string): string {
  const columns = [
    `coalesce(to_json(_t.${scalar})::text, 'null')`,
    '1',
    'null',
    setting('response.headers'),
    setting('response.status'),
  ]
  return `select ${columns.join(', ')} from (${value}) _t`
}

function setting(name: string): string {
  return `nullif(current_setting('${name}', true), '')`
}

function bodySql({ form, single, values, columns }: AnswerShape): string {
  if (form === null) return 'null'
  if (form.kind === 'csv') return csvSql(columns)
  const list = `json_agg(${values ? `_t.${scalar}` : '_t'})`
  const stripped = form.stripNulls ? `json_strip_nulls(${list})` : list
  if (form.kind === 'object' || single) return `coalesce(${stripped} -> 0, 'null')::text`
  return `coalesce(${stripped}, '[]')::text`
}

/** In CSV a column that is selected twice stands there twice, under its name: within, each has a name of its own. */
const hasTwice = (columns: readonly string[]) => new Set(columns).size < columns.length
const nth = (_: string, index: number) => `csv_${index}`
const renamed = ({ form, columns }: AnswerShape) =>
  form?.kind === 'csv' && hasTwice(columns) ? ` (${columns.map(nth).join(', ')})` : ''

/** A header line, then each row (RFC 4180). */
function csvSql(columns: readonly string[]): string {
  const header = literal(columns.map(quoteCsv).join(','))
  const names = hasTwice(columns) ? columns.map(nth) : columns.map(identifier)
  const cells = names.map((name) => csvCell(`_t.${name}::text`))
  const line = cells.length > 0 ? cells.join(` || ',' || `) : `''`
  return `concat(${header}, E'\\n', string_agg(${line}, E'\\n'))`
}

/** Quoted like the fields of a Postgres record: whatever could be misread, and empty text, which is not null. */
function csvCell(text: string): string {
  const plain = `${text} ~ '^[^",()\\s\\\\]+$'`
  return `coalesce(case when ${plain} then ${text} else '"' || replace(${text}, '"', '""') || '"' end, '')`
}

function quoteCsv(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function locationSql(columns: readonly string[]): string {
  const list = columns.map((name) => `${identifier(name)}::text`)
  return `(select json_build_array(${list.join(', ')}) from source limit 1)`
}
