/** The error body of PostgREST and supabase-js: always these four keys. */
export type ApiErrorBody = { code: string; message: string; details: string | null; hint: string | null }

/** An answer other than success, thrown anywhere below a door and turned into a response at the door. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly details: string | null
  readonly hint: string | null
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: string,
    message: string,
    more: { details?: string | null; hint?: string | null; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.details = more.details ?? null
    this.hint = more.hint ?? null
    this.headers = more.headers ?? {}
  }

  get body(): ApiErrorBody {
    return { code: this.code, message: this.message, details: this.details, hint: this.hint }
  }
}
