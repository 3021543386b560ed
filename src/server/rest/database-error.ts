import postgres from 'postgres'
import { ApiError } from '../api-error.ts'
import { isHeader, isStatus } from './wished.ts'

/** Whether the connection itself is gone, as opposed to a refused statement. */
export function isLost(error: unknown): boolean {
  if (error instanceof postgres.PostgresError || error instanceof ApiError) return false
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^(CONNECT|E[A-Z]|SASL)/.test(code)
}

/**
 * What the database refused, as PostgREST tells it: SQLSTATE, message, detail and hint; never the statement.
 *
 * @param signedIn whether a missing right is 403 or, for somebody unknown, 401
 */
export function fromDatabase(error: unknown, signedIn: boolean): ApiError {
  if (error instanceof ApiError) return error
  if (!(error instanceof postgres.PostgresError)) return unreachable(error)
  if (error.code === 'PGRST') return raised(error)
  const status = statusOf(error, signedIn)
  const headers = status === 401 ? { 'www-authenticate': 'Bearer' } : undefined
  return new ApiError(status, error.code, error.message, {
    details: error.detail ?? null,
    hint: error.hint ?? null,
    headers,
    cause: error,
  })
}

/** Whether a name or plan that we believed in turned out to be out of date. */
export function mayBeStale(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && staleCodes.has(code)
}

const staleCodes = new Set([
  ...['PGRST200', 'PGRST201', 'PGRST202', 'PGRST203', 'PGRST204', 'PGRST205', 'PGRST118'],
  ...['42P01', '42P10', '42703', '42704', '42883', '42804', '42809', '0A000', '3F000'],
])

const codes: Readonly<Record<string, number>> = {
  '23503': 409,
  '23505': 409,
  '25006': 405,
  '42883': 404,
  '42P01': 404,
  '42P17': 500,
  '53400': 500,
  '54001': 400, // nested too deep
  '57P01': 503,
  P0001: 400,
}
const classes: Readonly<Record<string, number>> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
  '25': 500,
  '28': 403,
  '2D': 500,
  '38': 500,
  '39': 500,
  '3B': 500,
  '40': 500,
  '53': 503,
  '55': 500,
  '57': 500,
  '58': 500,
  F0: 500,
  HV: 500,
  P0: 500,
  XX: 500,
}

function statusOf({ code, message }: postgres.PostgresError, signedIn: boolean): number {
  if (code === '42501') return signedIn ? 403 : 401
  if (code.startsWith('PT')) return /^PT[2-5]\d\d$/.test(code) ? Number(code.slice(2)) : 500
  // A view that only shows what others keep.
  if (code === '55000' && /^cannot (insert into|update|delete from|merge into) view /.test(message)) return 405
  if (code === '21000') return isClientsCardinality(message) ? 400 : 500
  if (code === '22023' && /^role .* does not exist$/.test(message)) return 401
  return codes[code] ?? classes[code.slice(0, 2)] ?? 400
}

/** The same row twice in one upsert, or pg-safeupdate's refusal, are the client's; a view's subquery is not. */
function isClientsCardinality(message: string): boolean {
  return message.startsWith('ON CONFLICT') || message.endsWith('requires a WHERE clause')
}

function unreachable(cause: unknown): ApiError {
  if (!isLost(cause)) return new ApiError(500, 'PGRSTX00', 'Internal error', { cause })
  return new ApiError(503, 'PGRST000', 'Could not connect with the database', {
    hint: 'Try again in a moment.',
    headers: { 'retry-after': '1' },
    cause,
  })
}

/** `raise sqlstate 'PGRST'`: message and detail are JSON that controls the whole answer. */
function raised(error: postgres.PostgresError): ApiError {
  const message = parseObject(error.message)
  if (typeof message?.code !== 'string' || typeof message.message !== 'string') {
    return unreadable(
      `Invalid JSON value for MESSAGE: '${error.message}'`,
      "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'.",
    )
  }
  const hint = "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'."
  if (error.detail === undefined) return unreadable('DETAIL is missing in the RAISE statement', hint)
  const detail = parseObject(error.detail)
  const { status } = detail ?? {}
  if (!isStatus(status) || !isHeaders(detail?.headers)) {
    return unreadable(`Invalid JSON value for DETAIL: '${error.detail}'`, hint)
  }
  return new ApiError(status, message.code, message.message, {
    details: textOrNull(message.details),
    hint: textOrNull(message.hint),
    headers: detail.headers,
  })
}

function unreadable(details: string, hint: string): ApiError {
  const message = `Could not parse JSON in the "RAISE SQLSTATE 'PGRST'" error`
  return new ApiError(500, 'PGRST121', message, { details, hint })
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

function isHeaders(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.entries(value).every((pair) => isHeader(...pair))
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
