import type { Fetch } from '../../../src/research/model/fetch.ts'
import { openModel } from '../../../src/research/model/provider.ts'
import type { ModelSettings } from '../../../src/research/model/settings.ts'
import { answerQuestion, type Options, type Question, TooManyQuestions } from '../../../src/research/serve/research.ts'
import { type Rpc, restStore } from '../../../src/research/serve/rest-store.ts'
import type { Known, ResearchStore } from '../../../src/research/serve/store.ts'
import { createTogether } from '../../../src/research/serve/together.ts'
import { specNamed } from '../../../src/research/specs.ts'
import type { FunctionEnvironment } from './environment.ts'
import { FunctionError, json, jsonText, readInput, serveFunction } from './http.ts'

export type ResearchEnvironment = FunctionEnvironment & {
  secretKey: string
  /** Null: research reads by itself. */
  model: ModelSettings | null
  /** How the model's provider is reached. */
  modelFetch?: Fetch
  /** Keeps the function alive for work after the answer (EdgeRuntime.waitUntil). */
  later?: (work: Promise<unknown>) => void
}

const refuseToFetch: Fetch = () => Promise.reject(new Error('No way to reach the model is configured.'))

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * `POST { vehicle_id, spec_name, spec_value?, refresh? }`: what the indexed sources say of a spec of a vehicle, each value with the
 * sentence that says so; see docs/research.md. With `accept: text/event-stream` the steps come first, then the answer.
 *
 * Errors: 400 `invalid_vehicle_id`, `invalid_spec_name`, `invalid_spec_value`; 404 `unknown_vehicle`, also for one that the caller may not
 * see; 429 `too_many_questions`.
 */
export function createResearchSpec(environment: ResearchEnvironment): (request: Request) => Promise<Response> {
  const model = once(
    async () =>
      environment.model && {
        model: await openModel(environment.model, environment.modelFetch ?? refuseToFetch),
        settings: environment.model,
      },
  )
  const together = createTogether<string | null>()
  /** A fresh answer for somebody who is signed out: all of them read the same, so that those who ask at once ask once. */
  const cachedFor = async (request: Request, store: ResearchStore, vehicleId: string, { spec, refresh }: Question) => {
    if (refresh || isSignedIn(request) || request.headers.get('accept')?.includes('text/event-stream')) return null
    const text = await together(`${vehicleId} ${spec}`, async () => cachedText(await store.known(spec)))
    return text === null ? null : jsonText(text)
  }
  return serveFunction(async (request) => {
    if (request.method !== 'POST') throw new FunctionError(405, 'method_not_allowed', 'Use POST.')
    const { vehicleId, ...question } = readQuestion(await readInput(request))
    const store = restStore(vehicleId, {
      caller: callerOf(request, environment),
      service: serviceOf(environment),
      fail,
    })
    const cached = await cachedFor(request, store, vehicleId, question)
    if (cached) return cached
    const options: Options = { store, model: await model(), later: environment.later ?? (() => {}) }
    if (request.headers.get('accept')?.includes('text/event-stream')) return stream(question, options)
    try {
      return json(await answerQuestion(question, options))
    } catch (error) {
      throw asFunctionError(error)
    }
  })
}

/** Written once for all who share it. */
const cachedText = ({ answer, fresh, held }: Known) =>
  answer && fresh ? JSON.stringify({ ...answer, cached: true, stale: false, held }) : null

function readQuestion(input: Record<string, unknown>): Question & { vehicleId: string } {
  const { vehicle_id: vehicleId, spec_name: name, spec_value: value = null, refresh = false } = input
  if (typeof vehicleId !== 'string' || !uuid.test(vehicleId))
    throw new FunctionError(400, 'invalid_vehicle_id', 'vehicle_id must be the UUID of a vehicle.')
  if (typeof name !== 'string' || name.length > 120 || !/[\p{L}\p{N}]/u.test(name))
    throw new FunctionError(
      400,
      'invalid_spec_name',
      'spec_name must be a word such as "displacement", of at most 120 characters.',
    )
  if (value !== null && (typeof value !== 'string' || value.length > 1_000))
    throw new FunctionError(400, 'invalid_spec_value', 'spec_value must be a text of at most 1,000 characters.')
  return { vehicleId, spec: specNamed(name.replace(/[^\p{L}\p{N} _./-]/gu, ' ')), value, refresh: refresh === true }
}

/** Whether there is a token, and not the publishable key in its place, as supabase-js sends it. */
function isSignedIn({ headers }: Request): boolean {
  const token = headers.get('authorization')?.replace(/^Bearer /i, '')
  return token !== undefined && token !== headers.get('apikey')
}

/** The caller's key, token and address, so that the database decides what the question may read, and how often. */
function callerOf(request: Request, environment: FunctionEnvironment): Rpc {
  const headers: Record<string, string> = { apikey: request.headers.get('apikey') ?? environment.publishableKey }
  for (const name of ['authorization', 'x-forwarded-for', 'cf-connecting-ip']) {
    const value = request.headers.get(name)
    if (value) headers[name] = value
  }
  return rpcWith(environment, headers)
}

const serviceOf = (environment: ResearchEnvironment): Rpc =>
  rpcWith(environment, { apikey: environment.secretKey, authorization: `Bearer ${environment.secretKey}` })

/** As supabase-js calls it, without making a client for each question, which takes longer than a cached answer. */
function rpcWith(environment: FunctionEnvironment, headers: Record<string, string>): Rpc {
  // biome-ignore lint/style/noRestrictedGlobals: the project's own API.
  const send = environment.fetch ?? fetch
  return async (name, args) => {
    const response = await send(`${environment.supabaseUrl}/rest/v1/rpc/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(args),
    })
    const { status, ok } = response
    const body = status === 204 ? null : await response.json()
    return ok ? { data: body, error: null, status } : { data: null, error: body, status }
  }
}

function fail(
  { code, message, details }: { code: string; message: string; details?: string | null },
  status: number,
): Error {
  if (status === 404 && code === 'PT404') return new FunctionError(404, details || 'unknown_vehicle', message)
  if (status === 401 || status === 403) return new FunctionError(status, code, message)
  return new Error(`/rest/v1 answered ${status} ${code}: ${message}`)
}

const asFunctionError = (error: unknown) =>
  error instanceof TooManyQuestions
    ? new FunctionError(
        429,
        'too_many_questions',
        'You have asked for many new answers. Wait ten minutes; answers that are there already are still shown.',
      )
    : error

/** Server-sent events: `step` as they happen, then `answer`, or `error` with code and message. */
function stream(question: Question, options: Options): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const send = (event: string, data: unknown) => {
        try {
          controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
        } catch {
          // the reader has left; the answer is stored all the same
        }
      }
      try {
        send('answer', await answerQuestion(question, { ...options, onStep: (step) => send('step', step) }))
      } catch (failure) {
        const error = asFunctionError(failure)
        if (error instanceof FunctionError) send('error', { code: error.code, message: error.message })
        else {
          console.error(error)
          send('error', { code: 'internal_error', message: 'The research failed. Try again.' })
        }
      }
      try {
        controller.close()
      } catch {
        // closed by the reader
      }
    },
  })
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'access-control-allow-origin': '*' },
  })
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => {
    running ??= work()
    return running
  }
}
