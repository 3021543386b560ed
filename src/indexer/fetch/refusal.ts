/** Why nothing was fetched. Stable: tests, health reports and clients read these, never the message. */
export type FetchCode =
  | 'invalid_url'
  | 'forbidden_scheme'
  | 'forbidden_port'
  | 'forbidden_credentials'
  | 'forbidden_address'
  | 'unknown_host'
  | 'connection_failed'
  | 'connection_lost'
  | 'invalid_response'
  | 'too_slow'
  | 'too_large'
  | 'unknown_encoding'
  | 'too_many_redirects'
  | 'redirect_loop'

/** A fetch that was refused by the guard or did not come to a whole answer. `cause` is the error below it. */
export class FetchError extends Error {
  override readonly name = 'FetchError'
  readonly code: FetchCode
  readonly url: string

  constructor(code: FetchCode, url: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.url = url
  }
}

export const isFetchError = (error: unknown): error is FetchError => error instanceof FetchError
