import type { Sql } from 'postgres'
import { addressKey } from '../address.ts'
import type { Caller, Identify } from '../caller.ts'
import { preflight } from '../cors.ts'
import { again } from './again.ts'
import type { Catalog } from './catalog/model.ts'
import { createCatalogStore } from './catalog/store.ts'
import { createConnections } from './connections.ts'
import { fromDatabase, mayBeStale } from './database-error.ts'
import { holdWithin } from './deadline.ts'
import { noRootDocument, unavailableMedia } from './errors.ts'
import { withoutHiddenNames } from './hidden-names.ts'
import { allowedMethods } from './options.ts'
import { createPreparedTexts } from './prepared.ts'
import { type Body, readBody } from './request/body.ts'
import { type Bounds, checkBounds, usualBounds } from './request/bounds.ts'
import type { PlanForm } from './request/media.ts'
import { type RestRequest, readRequest } from './request/read.ts'
import { allowResponse, errorResponse, planResponse, successResponse } from './respond.ts'
import { type Job, runJob, settingNames } from './run.ts'
import { requestSettings } from './settings.ts'
import { callWork } from './work/call.ts'
import { mutateWork } from './work/mutate.ts'
import { readWork } from './work/read.ts'
import { readAnswer, type Work } from './work/work.ts'

export type RestOptions = {
  /** Logged in as a role that may become anon, authenticated and service_role; its options are those of our own pool. */
  sql: Sql
  identify: Identify
  /** Exposed schemas; the first is the default. */
  schemas: readonly string[]
  /** No answer has more rows than this. */
  maxRows: number
  /** Learn of DDL by LISTEN (default). Without it, as behind a transaction pooler, unknown names make it look anew. */
  listen?: boolean
  /** Statements of people end after this (default 8,000), unless their role has a statement_timeout of its own. */
  statementTimeoutMs?: number
  bounds?: Bounds
}

export type Rest = {
  handle: (request: Request, info: { remoteAddress?: string }) => Promise<Response>
  close: () => Promise<void>
}

/**
 * `/rest/v1`: PostgREST's dialect of tables, views and functions, for any schema.
 * One request is one transaction with the caller's role and claims set inside it.
 */
export function createRest(options: RestOptions): Rest {
  const { sql, identify, schemas, maxRows, listen = true, statementTimeoutMs = 8_000, bounds = usualBounds } = options
  const connections = createConnections(sql, bounds.answerBytes)
  const catalogs = createCatalogStore(connections, schemas, listen ? sql : null)
  const mayPrepare = createPreparedTexts()

  const perform = async (request: Request, info: { remoteAddress?: string }, caller: Caller): Promise<Response> => {
    const asked = { ...readRequest(request, schemas), mayEstimate: caller.role === 'service_role' }
    checkBounds(asked.search, bounds)
    if (asked.resource.kind === 'root') throw noRootDocument()
    const body = hasBody(asked) ? await readBody(request) : null
    const attempt = async (catalog: Catalog): Promise<Response> => {
      if (asked.form.plan && !catalog.switches.plans) throw unavailableMedia([asked.form.contentType])
      const work = plan(asked, catalog, body, request.headers.get('range'), maxRows)
      const settings = requestSettings(request, asked, caller, catalog, info.remoteAddress, statementTimeoutMs)
      return await run(work, asked, settings, catalog, addressKey(info.remoteAddress))
    }
    const catalog = await catalogs.current()
    try {
      return await attempt(catalog)
    } catch (error) {
      const newer = mayBeStale(error) ? await catalogs.newer(catalog) : catalog
      if (newer === catalog) throw error
      return await attempt(newer)
    }
  }

  const run = async (
    work: Work,
    asked: RestRequest,
    settings: string[],
    { generation, switches }: Catalog,
    client: string,
  ): Promise<Response> => {
    const { plan: planForm } = asked.form
    const check = planForm ? null : work.check
    const tx = switches.end.mayChoose ? asked.preferences.tx : null
    const limit = asked.preferences.count === 'estimated' ? maxRows : null
    const job: Job = {
      readOnly: work.readOnly,
      settings,
      timezone: asked.preferences.timezone,
      query: {
        text: `/* ${generation} */ ${planForm ? explainSql(planForm) : ''}${work.query.text}`,
        params: work.query.params,
      },
      estimate: planForm ? null : work.estimate,
      rollback: (tx ?? switches.end.how) === 'rollback',
      verify: check && !work.readOnly ? (row) => check(readAnswer(row, null, null)) : null,
    }
    const timeout = settings[settingNames.indexOf('statement_timeout')] ?? '0'
    const { row, rows, plan } = await again(() =>
      holdWithin(connections, client, timeout, (connection) => runJob(connection, mayPrepare, job)),
    )
    if (planForm) return planResponse(asked.form.contentType, rows)
    const answer = readAnswer(row, plan, limit)
    if (work.readOnly) check?.(answer)
    const response = successResponse(work.respond(answer), answer)
    if (tx !== null) {
      const applied = response.headers.get('preference-applied')
      response.headers.set('preference-applied', [applied, `tx=${tx}`].filter(Boolean).join(', '))
    }
    return response
  }

  return {
    handle: async (request, info) => {
      let caller: Caller | null = null
      try {
        if (request.method === 'OPTIONS') {
          if (request.headers.has('access-control-request-method')) return preflight(request)
          return allowResponse(allowedMethods(request, await catalogs.current(), schemas))
        }
        caller = await identify(request)
        return await perform(request, info, caller)
      } catch (error) {
        const known = fromDatabase(error, caller !== null && caller.role !== 'anon')
        if (known.status >= 500 && known.code.startsWith('PGRST') && known.cause) console.error(known.cause)
        // The database does not log what requests run into: of this the operator hears from here, without the statement.
        else if (operators.test(known.code))
          console.error(`A request failed in the database: ${known.code} ${known.message.slice(0, 200)}`)
        const catalog = catalogs.known()
        return errorResponse(catalog ? withoutHiddenNames(known, catalog) : known)
      }
    },
    close: async () => {
      await catalogs.close()
      await connections.close()
    },
  }
}

/** SQLSTATEs of what nobody but the operator can mend: no resources, a system error, a corrupt index, an internal error. */
const operators = /^(53|58|F0|XX)/

const explainSql = ({ format, options }: PlanForm) => `explain (${[...options, `format ${format}`].join(', ')}) `

function hasBody({ method }: RestRequest): boolean {
  return method === 'POST' || method === 'PATCH' || method === 'PUT'
}

const noBody: Body = { text: '', type: 'application/json' }

function plan(asked: RestRequest, catalog: Catalog, body: Body | null, range: string | null, maxRows: number): Work {
  if (asked.resource.kind === 'rpc') return callWork(asked, catalog, body, range, maxRows)
  if (asked.method === 'GET' || asked.method === 'HEAD') return readWork(asked, catalog, range, maxRows)
  return mutateWork(asked, catalog, body ?? noBody, maxRows)
}
