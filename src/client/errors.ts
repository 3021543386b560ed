/**
 * Why something was refused or failed. `code` is stable: the name of the database constraint that said no
 * (`reason_has_1_to_1000_characters`), or one of {@link PaddockErrorCode}. `message` says what was wrong and what to do.
 */
export class PaddockError extends Error {
  readonly code: string

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'PaddockError'
    this.code = code
  }
}

export type PaddockErrorCode =
  | 'not_signed_in'
  | 'account_gone'
  | 'not_allowed'
  | 'unknown_vehicle'
  | 'unknown_photo'
  | 'unknown_comment'
  | 'unknown_document'
  | 'invalid_period'
  | 'invalid_prediction'
  | 'wrong_email_or_password'
  | 'email_taken'
  | 'email_not_confirmed'
  | 'wrong_password'
  | 'password_needed'
  | 'no_password'
  | 'weak_password'
  | 'same_password'
  | 'no_mail'
  | 'too_many_requests'
  | 'offline'
  | 'unexpected'

export const isPaddockError = (error: unknown): error is PaddockError => error instanceof PaddockError

export const isNotSignedIn = (error: unknown) => isPaddockError(error) && error.code === 'not_signed_in'

/** The server could not be reached; the same call may work later. */
export const isOffline = (error: unknown) => isPaddockError(error) && error.code === 'offline'

/** An error of one of the stable codes, with its sentence. */
export const refusal = (code: PaddockErrorCode, cause?: unknown) => new PaddockError(code, messages[code], cause)

type Failure = {
  message: string
  code?: string | undefined
  details?: string | null
  hint?: string | null
  status?: number | undefined
}
type Answer = { data: unknown; error: Failure | null; status?: number }
type Data<A extends Answer> = Extract<A, { error: null }>['data']

/**
 * The data of a supabase-js answer.
 *
 * @throws {PaddockError} in place of the answer's error
 */
export function unwrap<A extends Answer>(answer: A): Data<A> {
  if (answer.error === null) return answer.data as Data<A>
  throw toPaddockError({ ...pick(answer.error), status: answer.error.status ?? answer.status })
}

const pick = ({ message, code, details, hint, status }: Failure): Failure => ({
  message,
  code,
  details: details ?? null,
  hint: hint ?? null,
  status,
})

const messages: Record<PaddockErrorCode, string> = {
  not_signed_in: 'You are signed out. Sign in and try again.',
  account_gone: 'This account was deleted. Sign in with another one, or make a new one.',
  not_allowed: 'This account may not do that.',
  unknown_vehicle: 'This vehicle is not here. It may have been removed or made private.',
  unknown_photo: 'This photo is not here. It may have been removed or made private.',
  unknown_document: 'This document is not here. It may have been retracted, or replaced by a newer one.',
  unknown_comment: 'This comment is not here any more.',
  invalid_period: 'A period starts before it ends, has at most 800 days, and ends today at the latest.',
  invalid_prediction: 'The claim is not complete.',
  wrong_email_or_password: 'Email or password is wrong. Check both and try again.',
  email_taken: 'This email already has an account. Sign in with it instead.',
  email_not_confirmed: 'Confirm your email first: open the link in the mail that was sent to you.',
  wrong_password: 'The current password is wrong. Check it and try again.',
  password_needed: 'Give your current password as well.',
  no_password: 'This account has no password yet. Sign out, and set one with “Forgot your password?”.',
  same_password: 'That is the password you have. Choose another one.',
  no_mail: 'This server sends no mails. Ask its operator.',
  weak_password: 'The password is too weak. Use at least eight characters.',
  too_many_requests: 'Too many tries. Wait a minute and try again.',
  offline: 'The server cannot be reached. Check the connection and try again.',
  unexpected: 'Something went wrong on our side. Try again in a moment.',
}

/** Where the database refuses in its own words it names the rule in the details, as a constraint would be named. */
function refusalOf({ code = '', message, details, hint }: Failure): { rule: string; words: string } | null {
  const refused = /^(22023|23514|42501|PT\d{3})$/.test(code) && details && /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(details)
  return refused ? { rule: details, words: [sentence(message), hint].filter(Boolean).join(' ') } : null
}

function toPaddockError(failure: Failure): PaddockError {
  const refused = refusalOf(failure)
  if (refused) return new PaddockError(refused.rule, refused.words, failure)
  const constraint = /constraint "([a-z0-9_]+)"/.exec(failure.message)?.[1]
  if (failure.code === '23514' && constraint) return new PaddockError(constraint, inWords(constraint), failure)
  if (failure.code === '23514') return new PaddockError('invalid_prediction', sentence(failure.message), failure)
  const code = codeOf(failure)
  return refusal(code, failure)
}

function codeOf({ code = '', message, details, status }: Failure): PaddockErrorCode {
  if (/fetch|network|load failed/i.test(message) && !status) return 'offline'
  if (code === '23503' && message.startsWith('There is no comment')) return 'unknown_comment'
  if (code === '22023' && message.startsWith('Insights are for a period')) return 'invalid_period'
  if (code === '23503' && details?.endsWith('is not present in table "users".')) return 'account_gone'
  if (/^(23503|PT404)$/.test(code)) return message.includes('photo') ? 'unknown_photo' : 'unknown_vehicle'
  if (code === 'invalid_credentials') return 'wrong_email_or_password'
  if (/^(email_exists|user_already_exists)$/.test(code)) return 'email_taken'
  if (code === 'weak_password' || code === 'same_password' || code === 'email_not_confirmed') return code
  if (code === 'current_password_invalid') return 'wrong_password'
  if (code === 'current_password_required') return 'password_needed'
  if (code === 'reauthentication_needed') return 'no_password'
  if (code === 'mailer_not_configured') return 'no_mail'
  if (/rate_limit/.test(code) || status === 429) return 'too_many_requests'
  if (/^JWT revoked: account deleted|^User from sub claim in JWT does not exist/.test(message)) return 'account_gone'
  if (/^(PGRST30\d|session_not_found|no_authorization|bad_jwt)$/.test(code) || status === 401) return 'not_signed_in'
  if (code === '42501' || status === 403) return 'not_allowed'
  return 'unexpected'
}

/** Constraints are named after what they promise: `confidence_is_from_0_to_100_percent`. */
const inWords = (constraint: string) => sentence(constraint.replaceAll('_', ' '))

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1).replace(/\.$/, '')}.`
