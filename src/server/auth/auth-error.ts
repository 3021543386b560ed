import { ApiError } from '../api-error.ts'

/** A failure as GoTrue reports it; `code` is one of the error codes that supabase-js documents. */
export class AuthError extends Error {
  readonly status: number
  readonly code: string
  /** Why a password is weak: only with `weak_password`. */
  readonly reasons: string[] | null
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: string,
    message: string,
    more: { reasons?: string[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'AuthError'
    this.status = status
    this.code = code
    this.reasons = more.reasons ?? null
    this.headers = more.headers ?? {}
  }
}

const versionHeader = 'x-supabase-api-version'
const namedCodes = '2024-01-01'

/**
 * Clients that ask for API version 2024-01-01 get `{ code: 'error_code', message }`, older ones
 * `{ code: status, error_code, msg }`; supabase-js reads both.
 */
export function errorResponse(error: AuthError, request: Request): Response {
  const asked = request.headers.get(versionHeader) ?? ''
  const named = /^\d{4}-\d{2}-\d{2}$/.test(asked) && asked >= namedCodes
  const body = named
    ? { code: error.code, message: error.message }
    : { code: error.status, error_code: error.code, msg: error.message }
  return Response.json(error.reasons ? { ...body, weak_password: { reasons: error.reasons } } : body, {
    status: error.status,
    headers: { ...error.headers, ...(named ? { [versionHeader]: namedCodes } : {}) },
  })
}

/** What went wrong with the API key, or an unforeseen failure whose details stay on the server. */
export function asAuthError(error: unknown): AuthError {
  if (error instanceof AuthError) return error
  if (error instanceof ApiError) {
    const code = error.code.startsWith('PGRST') ? 'bad_jwt' : error.code
    return new AuthError(error.status, code, [error.message, error.hint].filter(Boolean).join('. '), {
      headers: error.headers,
    })
  }
  return new AuthError(500, 'unexpected_failure', 'The server could not complete this. Try again.', { cause: error })
}

export const invalid = (message: string, status = 422) => new AuthError(status, 'validation_failed', message)
