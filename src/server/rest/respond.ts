import type { ApiError } from '../api-error.ts'
import { AmbiguousError, unusableResponseHeaders, unusableResponseStatus } from './errors.ts'
import { isObject } from './request/body.ts'
import type { RawRow } from './wire/answers.ts'
import { isHeader, isStatus } from './wished.ts'
import type { Answer, Reply } from './work/work.ts'

const everywhere = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location, Preference-Applied, Retry-After, Server, Transfer-Encoding, Range-Unit',
}

/** The reply, as far as the database did not wish otherwise (`response.status`, `response.headers`). */
export function successResponse(reply: Reply, answer: Answer): Response {
  const status = answer.status === null ? reply.status : wishedStatus(answer.status)
  const response = respond(status, reply.headers, reply.body)
  if (answer.headers !== null) wishHeaders(response.headers, answer.headers)
  return response
}

/** A plan: one value of JSON, or a line of text a row. */
export function planResponse(type: string, rows: readonly RawRow[]): Response {
  return respond(200, { 'content-type': type }, rows.map(([line]) => line?.toString() ?? '').join('\n'))
}

export function errorResponse(error: ApiError): Response {
  const details = error instanceof AmbiguousError && error.choices ? error.choices : error.details
  const body = JSON.stringify({ ...error.body, details })
  return respond(error.status, { 'content-type': 'application/json; charset=utf-8', ...error.headers }, body)
}

/** Which methods a resource takes, for an OPTIONS request that is not a browser's preflight. */
export function allowResponse(methods: string): Response {
  return respond(200, { allow: methods }, null)
}

function respond(status: number, headers: Record<string, string>, body: Buffer | string | null): Response {
  const bodyless = status === 204 || status === 205 || status === 304
  const sent = bodyless ? null : (wieldy(body) as BodyInit | null)
  // Without a length an empty answer would be sent in chunks, and every other one looked at before it is packed.
  const length = bodyless ? null : { 'content-length': String(body === null ? 0 : Buffer.byteLength(body)) }
  return new Response(sent, { status, headers: { ...everywhere, ...length, ...headers } })
}

const oneWrite = 16_384

/** Node sends a short text together with its headers, but bytes after them, which costs a system call more. */
function wieldy(body: Buffer | string | null): Buffer | string | null {
  return body !== null && typeof body !== 'string' && body.length < oneWrite ? body.toString() : body
}

function wishedStatus(text: string): number {
  const status = Number(text)
  if (!isStatus(status)) throw unusableResponseStatus()
  return status
}

/** `[{"name": "value"}, ...]` stand in place of our own; of cookies there may be several. */
function wishHeaders(headers: Headers, text: string): void {
  for (const entry of parseList(text)) {
    const pairs = isObject(entry) ? Object.entries(entry) : []
    const [name, value] = pairs[0] ?? []
    if (pairs.length !== 1 || name === undefined || !isHeader(name, value)) {
      throw unusableResponseHeaders()
    }
    if (name.toLowerCase() === 'set-cookie') headers.append(name, value)
    else headers.set(name, value)
  }
}

function parseList(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value)) return value
  } catch {
    // answered below, like any other unusable value
  }
  throw unusableResponseHeaders()
}
