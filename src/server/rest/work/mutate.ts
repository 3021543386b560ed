import type { Catalog, Relation } from '../catalog/model.ts'
import { notSingular, putKeyMismatch, tooManyAffected } from '../errors.ts'
import { type Mutation, planDelete, planInsert, planPut, planUpdate } from '../plan/mutate.ts'
import { planRead } from '../plan/read.ts'
import { type Body, readPayload } from '../request/body.ts'
import { parseQuery, type Query } from '../request/query.ts'
import type { RestRequest } from '../request/read.ts'
import { answerSql } from '../sql/answer.ts'
import { changed, mutationSql } from '../sql/mutate.ts'
import { neededColumns } from '../sql/needs.ts'
import { readSql, shownNames } from '../sql/read.ts'
import { Statement } from '../sql/statement.ts'
import { contentHeaders, preferenceHeaders } from './headers.ts'
import { contentRange } from './range.ts'
import { findRelation } from './read.ts'
import type { Answer, Reply, Work } from './work.ts'

/** POST, PATCH, PUT and DELETE of a table or view. */
export function mutateWork(request: RestRequest, catalog: Catalog, body: Body, maxRows: number): Work {
  const relation = findRelation(catalog, request)
  const query = parseQuery(request.search)
  const mutation = planMutation(request, relation, query, body)
  const shown = request.preferences.return === 'representation'
  const root = planRead(catalog, request.schema, relation, shown ? query : { ...query, ...nothingShown }, {
    maxRows,
    mutated: true,
  })
  const located = request.method === 'POST' && request.preferences.return === 'headers-only' ? relation.primaryKey : []
  const statement = new Statement()
  const source = mutationSql(statement, mutation, neededColumns(root, changed, located))
  const text = answerSql(`with source as (${source}) `, readSql(statement, root, `source ${changed}`), {
    form: shown ? request.form : null,
    single: false,
    values: false,
    columns: shownNames(root),
    total: null,
    location: located,
    upsert: mutation.kind === 'insert' && mutation.conflict?.action === 'update',
  })
  return {
    readOnly: false,
    query: { text, params: statement.params },
    estimate: null,
    check: checkFor(request),
    respond: (answer) => respond(request, mutation, answer, shown, located),
  }
}

const nothingShown: Pick<Query, 'select' | 'conditions' | 'orders' | 'ranges'> = {
  select: [],
  conditions: [],
  orders: [],
  ranges: [],
}

function planMutation(request: RestRequest, relation: Relation, query: Query, body: Body): Mutation {
  const { method, preferences } = request
  switch (method) {
    case 'DELETE':
      return planDelete(relation, query)
    case 'PUT':
      return planPut(relation, query, readPayload(body, false))
    case 'PATCH':
      return planUpdate(relation, query, readPayload(body, query.columns !== null), preferences)
    default:
      return planInsert(relation, query, readPayload(body, query.columns !== null), preferences)
  }
}

/** What must hold before the change may stand; null when anything may. */
function checkFor({ method, form, preferences }: RestRequest): Work['check'] {
  const singular = form.kind === 'object'
  const atMost = preferences.handling === 'strict' && method !== 'POST' ? preferences.maxAffected : null
  if (!singular && atMost === null && method !== 'PUT') return null
  return ({ rows }) => {
    if (method === 'PUT' && rows !== 1) throw putKeyMismatch()
    if (atMost !== null && rows > atMost) throw tooManyAffected(rows)
    if (singular && rows !== 1) throw notSingular(rows)
  }
}

function respond(
  request: RestRequest,
  mutation: Mutation,
  answer: Answer,
  shown: boolean,
  located: readonly string[],
): Reply {
  const { preferences, method } = request
  const headers: Record<string, string> = {
    ...(shown ? contentHeaders(request) : {}),
    ...preferenceHeaders(request, appliedParts(mutation, method)),
  }
  if (method !== 'PUT') {
    const total = preferences.count === 'exact' ? answer.rows : null
    headers['content-range'] = contentRange(0, method === 'PATCH' ? answer.rows : 0, total)
  }
  if (answer.location) headers.location = locationOf(mutation.relation, located, answer.location)
  return { status: statusOf(mutation, method, answer, shown), headers, body: answer.body }
}

function appliedParts(mutation: Mutation, method: string): Parameters<typeof preferenceHeaders>[1] {
  if (method === 'PUT') return ['return', 'count', 'handling', 'timezone']
  if (mutation.kind === 'delete') return ['return', 'count', 'handling', 'timezone', 'max-affected']
  if (mutation.kind === 'update') return ['return', 'count', 'missing', 'handling', 'timezone', 'max-affected']
  const resolution = mutation.conflict ? (['resolution'] as const) : []
  return [...resolution, 'return', 'count', 'missing', 'handling', 'timezone']
}

function statusOf(mutation: Mutation, method: string, { rows, updated }: Answer, shown: boolean): number {
  const created = rows - updated > 0
  if (method === 'PUT') return shown ? (created ? 201 : 200) : 204
  if (mutation.kind !== 'insert') return shown ? 200 : 204
  return mutation.conflict?.action === 'update' && !created ? 200 : 201
}

function locationOf(relation: Relation, columns: readonly string[], values: readonly (string | null)[]): string {
  const conditions = columns.map((name, index) => {
    const value = values[index]
    return `${encodeURIComponent(name)}=${value === null || value === undefined ? 'is.null' : `eq.${encodeURIComponent(value)}`}`
  })
  return `/${encodeURIComponent(relation.name)}?${conditions.join('&')}`
}
