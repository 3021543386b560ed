import type { Catalog, Relation, Schema } from '../catalog/model.ts'
import { nearest } from '../catalog/nearest.ts'
import { notSingular, unknownTable } from '../errors.ts'
import { planRead, type ReadNode } from '../plan/read.ts'
import { parseQuery } from '../request/query.ts'
import type { RestRequest } from '../request/read.ts'
import type { SqlText } from '../run.ts'
import { answerSql } from '../sql/answer.ts'
import { countSql, isAggregated, readSql, shownNames, tableSql } from '../sql/read.ts'
import { Statement } from '../sql/statement.ts'
import { contentHeaders, preferenceHeaders } from './headers.ts'
import { applyRangeHeader, rangeReply } from './range.ts'
import type { Work } from './work.ts'

/** GET and HEAD of a table or view. */
export function readWork(request: RestRequest, catalog: Catalog, range: string | null, maxRows: number): Work {
  const relation = findRelation(catalog, request)
  const query = parseQuery(request.search)
  applyRangeHeader(query, range)
  const root = planRead(catalog, request.schema, relation, query, { maxRows, mutated: false })
  const from = tableSql(relation, root.alias)
  const statement = new Statement()
  const counted = countedFor(request, root, from, maxRows)
  const text = answerSql('', readSql(statement, root, from), {
    form: request.method === 'HEAD' ? null : request.form,
    single: false,
    values: false,
    columns: shownNames(root),
    total: totalSql(statement, counted),
    location: [],
    upsert: false,
  })
  return {
    readOnly: true,
    query: { text, params: statement.params },
    estimate: estimateSql(counted),
    check: singularCheck(request),
    respond: (answer) => {
      const { status, contentRange } = rangeReply(root.offset, answer)
      return {
        status,
        headers: {
          ...contentHeaders(request),
          'content-range': contentRange,
          // Clients take so many bytes of headers and no more.
          ...(request.search.length <= 4_096
            ? { 'content-location': `/${encodeURIComponent(relation.name)}${request.search}` }
            : {}),
          ...preferenceHeaders(request, ['count', 'handling', 'timezone']),
        },
        body: answer.body,
      }
    },
  }
}

function singularCheck({ form }: RestRequest): Work['check'] {
  if (form.kind !== 'object') return null
  return ({ rows }) => {
    if (rows !== 1) throw notSingular(rows)
  }
}

export function findRelation(catalog: Catalog, { schema, resource }: RestRequest): Relation {
  const { relations } = catalog.schemas.get(schema) as Schema
  const relation = relations.get(resource.name)
  if (!relation) throw unknownTable(schema, resource.name, nearest(resource.name, relations.keys(), 0.7))
  return relation
}

type Counted = {
  root: ReadNode
  from: string
  /** `bounded` is what those are given who may not ask the planner, whichever estimate they asked for. */
  count: 'exact' | 'planned' | 'estimated' | 'bounded' | null
  maxRows: number
}

/** So many times the row limit are counted for an estimate without the planner; one more stands for all beyond it. */
const boundedTimes = 10

export function countedFor(request: RestRequest, root: ReadNode, from: string, maxRows: number): Counted {
  const { count } = request.preferences
  const bounded = count !== null && count !== 'exact' && !request.mayEstimate
  return { root, from, count: bounded ? 'bounded' : count, maxRows }
}

/** An exact count; or, for an estimate, a count that stops just beyond a limit. */
export function totalSql(statement: Statement, { root, from, count, maxRows }: Counted): string | null {
  if (count === null || count === 'planned') return null
  const most = count === 'bounded' ? boundedTimes * maxRows : maxRows
  const limit = count === 'exact' ? '' : ` limit ${most + 1}`
  const rows = isAggregated(root)
    ? readSql(statement, { ...root, order: [], limit: null, offset: 0 }, from)
    : countSql(statement, root, from)
  return `(select count(*) from (${rows}${limit}) counted)`
}

/** @param source writes what the rows come from, where that is not a table */
export function estimateSql({ root, from, count }: Counted, source?: (statement: Statement) => string): SqlText | null {
  if (count !== 'planned' && count !== 'estimated') return null
  const statement = new Statement()
  const text = `explain (format json) ${source?.(statement) ?? ''}${countSql(statement, root, from)}`
  return { text, params: statement.params }
}
