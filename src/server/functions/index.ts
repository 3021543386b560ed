import { ApiError } from '../api-error.ts'
import type { Identify } from '../caller.ts'
import { corsHeaders, preflight } from '../cors.ts'
import { announcesAtMost, type LimitedRequest, limitBody } from './limit-body.ts'
import type { ProjectFunction, ProjectFunctions } from './project/index.ts'
import type { FunctionHandler, ServerFunction } from './registry.ts'

export { allFunctions, callsProjectFunction, type FunctionHandler, type ServerFunction } from './registry.ts'

export type FunctionsOptions = {
  identify: Identify
  functions: Record<string, ServerFunction>
  /** Those of a project's own folder, called where none of ours has the name. */
  project?: ProjectFunctions
  maxBodyBytes?: number
  /** Supabase's own limit is 150 seconds. */
  timeoutSeconds?: number
  /** Where a function's failure goes. */
  report?: (error: unknown) => void
}

export type FunctionsDoor = (request: Request, info?: { remoteAddress?: string }) => Promise<Response>

export const mostBodyBytes = 10 * 1024 * 1024

const address = /^\/functions\/v1\/([^/]+)/

/**
 * `/functions/v1/:name` with any method and below any sub-path. A key or token that comes along must be good;
 * one must come along unless the function says `verifyJwt: false`. Errors are `{ code, message }`.
 *
 * A project's own function decides more by itself, as on hosted Supabase: it answers OPTIONS, and with `verify_jwt = false` it
 * judges whatever keys come along.
 */
export function createFunctions(options: FunctionsOptions): FunctionsDoor {
  const { identify, functions, maxBodyBytes = mostBodyBytes, timeoutSeconds = 150, report = console.error } = options

  async function answer(request: Request, remoteAddress?: string): Promise<Response> {
    const name = address.exec(new URL(request.url).pathname)?.[1] ?? ''
    const called = Object.hasOwn(functions, name) ? functions[name] : undefined
    const own = called ? null : await options.project?.find(name)
    if (own) return await answerByProject(own, request, remoteAddress)
    if (request.method === 'OPTIONS') return preflight(request)
    if (!called) throw new ApiError(404, 'NOT_FOUND', 'Requested function was not found')
    if (called.verifyJwt || request.headers.has('apikey')) await identify(request)
    return run(called.handler, request)
  }

  async function answerByProject(fn: ProjectFunction, request: Request, remoteAddress?: string): Promise<Response> {
    if (fn.verifyJwt && request.method !== 'OPTIONS') await identify(request)
    const project = options.project as ProjectFunctions
    return await project.call(fn, request, remoteAddress)
  }

  async function run(handler: FunctionHandler, request: Request): Promise<Response> {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(noAnswer()), timeoutSeconds * 1000)
    const limited: LimitedRequest = announcesAtMost(request, maxBodyBytes)
      ? { request, exceeded: () => false }
      : limitBody(request, maxBodyBytes, AbortSignal.any([request.signal, late.signal]))
    try {
      const response = await Promise.race([handler(limited.request), rejectedBy(late.signal)])
      if (!(response instanceof Response)) throw new TypeError('The function returned no Response.')
      if (limited.exceeded()) throw bodyTooLarge(maxBodyBytes)
      return response
    } catch (error) {
      if (limited.exceeded()) throw bodyTooLarge(maxBodyBytes)
      if (error instanceof ApiError) throw error
      report(error)
      throw new ApiError(500, 'WORKER_ERROR', 'Function exited due to an error (the server log says more)')
    } finally {
      clearTimeout(timer)
    }
  }

  return async (request, info) => {
    try {
      return await answer(request, info?.remoteAddress)
    } catch (error) {
      if (!(error instanceof ApiError)) report(error)
      return errorResponse(error instanceof ApiError ? error : new ApiError(500, 'WORKER_ERROR', 'Try again.'))
    }
  }
}

function errorResponse({ status, code, message, headers }: ApiError): Response {
  return Response.json({ code, message }, { status, headers: { ...Object.fromEntries(corsHeaders), ...headers } })
}

function bodyTooLarge(maxBytes: number): ApiError {
  return new ApiError(413, 'BODY_TOO_LARGE', `The request body is larger than ${maxBytes / 1024} kB`)
}

/** supabase-js reports this one as FunctionsRelayError. */
function noAnswer(): ApiError {
  const headers = { 'x-relay-error': 'true' }
  return new ApiError(504, 'IDLE_TIMEOUT', 'The function did not answer in time', { headers })
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}
