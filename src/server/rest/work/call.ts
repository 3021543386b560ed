import type { Catalog, Routine } from '../catalog/model.ts'
import { invalidBody, maxAffectedNeedsRows, methodNotForRpc, notSingular, tooManyAffected } from '../errors.ts'
import { chooseRoutine } from '../plan/call.ts'
import { planRead } from '../plan/read.ts'
import { type Body, isObject, parseForm, parseJson } from '../request/body.ts'
import { parseQuery, type Query } from '../request/query.ts'
import type { RestRequest } from '../request/read.ts'
import { answerSql, valueAnswerSql } from '../sql/answer.ts'
import { type CallArgs, callSql, scalar, valueSql } from '../sql/call.ts'
import { computedColumns } from '../sql/needs.ts'
import { readSql, shownNames } from '../sql/read.ts'
import { Statement } from '../sql/statement.ts'
import { contentHeaders, preferenceHeaders } from './headers.ts'
import { applyRangeHeader, rangeReply } from './range.ts'
import { countedFor, estimateSql, totalSql } from './read.ts'
import type { Answer, Reply, Work } from './work.ts'

/** GET, HEAD and POST of a function. */
export function callWork(
  request: RestRequest,
  catalog: Catalog,
  body: Body | null,
  range: string | null,
  maxRows: number,
): Work {
  const { method, schema, resource, preferences } = request
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') throw methodNotForRpc(method)
  const overloads = catalog.schemas.get(schema)?.routines.get(resource.name) ?? []
  const query = parseQuery(
    request.search,
    body ? undefined : (name, filterLike) => isArgument(overloads, name, filterLike),
  )
  const input = body ? readInput(body, query.columns) : { kind: 'texts' as const, values: query.args }
  const { routine, wholeBody } = chooseRoutine(catalog, schema, resource.name, {
    names: namesOf(input),
    bodyType: body?.type ?? null,
  })
  const args: CallArgs = wholeBody && body ? { kind: 'body', text: body.text } : input
  const strict = preferences.handling === 'strict' && preferences.maxAffected !== null
  if (strict && !routine.set) throw maxAffectedNeedsRows()

  if (method === 'GET') applyRangeHeader(query, range)
  const read = isLoneValue(request, routine, query)
    ? readValue(routine, args)
    : readRows(request, catalog, { routine, args, query, maxRows })
  return {
    ...read,
    readOnly: !body || routine.volatility !== 'volatile',
    check: checkFor(request, routine),
    respond: (answer) => respond(request, routine, read.offset, answer),
  }
}

type Call = { routine: Routine; args: CallArgs; query: Query; maxRows: number }
type Read = Pick<Work, 'query' | 'estimate'> & { offset: number }

/** The usual call: one value back, and nothing asked about it. */
function isLoneValue({ method, form, preferences }: RestRequest, routine: Routine, query: Query): boolean {
  const [first] = query.select
  return (
    routine.returns !== 'rows' &&
    !routine.set &&
    method !== 'HEAD' &&
    form.kind !== 'csv' &&
    !form.stripNulls &&
    preferences.count === null &&
    query.select.length === 1 &&
    first?.kind === 'star' &&
    query.conditions.length + query.orders.length + query.ranges.length === 0
  )
}

function readValue(routine: Routine, args: CallArgs): Read {
  const statement = new Statement()
  const text = valueAnswerSql(valueSql(statement, routine, args))
  return { query: { text, params: statement.params }, estimate: null, offset: 0 }
}

function readRows(request: RestRequest, catalog: Catalog, { routine, args, query, maxRows }: Call): Read {
  const values = routine.returns !== 'rows'
  const rows = values ? scalarRow(routine) : routine.rowType
  const root = planRead(catalog, request.schema, rows, query, { maxRows, mutated: false })
  const columns = [`${root.alias}.*`, ...computedColumns(root, root.alias)]
  // Materialized, so that a function is called even if nobody looks at what it returns.
  const source = (writing: Statement) =>
    `with source as ${values ? 'materialized ' : ''}(${callSql(writing, routine, args, columns)}) `
  const statement = new Statement()
  const counted = countedFor(request, root, `source ${root.alias}`, maxRows)
  const text = answerSql(source(statement), readSql(statement, root, counted.from), {
    form: request.method === 'HEAD' || routine.returns === 'void' ? null : request.form,
    single: !routine.set,
    values,
    columns: shownNames(root),
    total: totalSql(statement, counted),
    location: [],
    upsert: false,
  })
  return { query: { text, params: statement.params }, estimate: estimateSql(counted, source), offset: root.offset }
}

/** A parameter named like an argument is one, unless its value is a filter and rows have such a column. */
function isArgument(overloads: readonly Routine[], name: string, filterLike: boolean): boolean {
  if (!filterLike) return !name.includes('.')
  return overloads.some(({ args, rowType }) => args.some((arg) => arg.name === name) && !rowType.columns.has(name))
}

type Input = Exclude<CallArgs, { kind: 'body' }>

function readInput({ text, type }: Body, columns: readonly string[] | null): Input {
  switch (type) {
    case 'application/json': {
      const value = text.trim() === '' ? {} : parseJson(text)
      if (columns !== null && isObject(value)) return { kind: 'json', json: text, names: columns, values: value }
      const named = isObject(value) ? value : Array.isArray(value) && isObject(value[0]) ? value[0] : {}
      const json = isObject(value) ? text || '{}' : JSON.stringify(named)
      return { kind: 'json', json, names: Object.keys(named), values: named }
    }
    case 'application/x-www-form-urlencoded':
      return { kind: 'texts', values: parseForm(text) }
    case 'text/plain':
    case 'text/xml':
    case 'application/octet-stream':
      return { kind: 'json', json: '{}', names: [], values: {} }
    default:
      throw invalidBody(`Content-Type not acceptable: ${type}`, 'Send the arguments as application/json.')
  }
}

function namesOf(input: Input): string[] {
  return input.kind === 'json' ? [...input.names] : [...new Set(input.values.map(([name]) => name))]
}

function scalarRow(routine: Routine): Routine['rowType'] {
  const column = { name: scalar, type: 'text', baseType: 'text', default: null, casts: null }
  return { name: routine.name, columns: new Map([[scalar, column]]), computed: new Map(), relationships: [] }
}

function checkFor({ form, preferences }: RestRequest, routine: Routine): Work['check'] {
  const singular = form.kind === 'object' && routine.returns !== 'void'
  const atMost = preferences.handling === 'strict' ? preferences.maxAffected : null
  if (!singular && atMost === null) return null
  return ({ rows }) => {
    if (atMost !== null && rows > atMost) throw tooManyAffected(rows)
    if (singular && rows !== 1) throw notSingular(rows)
  }
}

function respond(request: RestRequest, routine: Routine, offset: number, answer: Answer): Reply {
  const { status, contentRange } = rangeReply(offset, answer)
  const headers = {
    'content-range': contentRange,
    ...preferenceHeaders(request, ['count', 'handling', 'timezone', 'max-affected']),
  }
  if (routine.returns === 'void') return { status: 204, headers, body: null }
  return { status, headers: { ...contentHeaders(request), ...headers }, body: answer.body }
}
