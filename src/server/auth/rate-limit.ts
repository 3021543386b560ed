import { AuthError } from './auth-error.ts'
import type { AuthRates } from './settings.ts'

/** Counts by key in this process; see docs/decisions/0002-auth-rate-limits.md for what several processes give. */
export type RateLimit = {
  /** @throws {AuthError} 429 `over_request_rate_limit` with Retry-After in seconds */
  take(key: string): void
  /** Undoes one `take`: for what is counted only when it fails. */
  giveBack(key: string): void
}
export type RateLimits = Record<keyof AuthRates, RateLimit>

const fiveMinutes = 5 * 60_000
const hour = 60 * 60_000
/** Beyond it the keys longest unseen are forgotten, so that memory stays bounded: 4 MB a limit. */
const maxKeys = 20_000

/**
 * The generic cell rate algorithm (ITU-T I.371): `limit` at once, then one every `window / limit`. All it
 * remembers of a key is the time at which its allowance would be full again.
 */
export function createRateLimit(
  limit: number,
  now: () => number = Date.now,
  { windowMs = fiveMinutes, refuse = overLimit }: { windowMs?: number; refuse?: (seconds: number) => AuthError } = {},
): RateLimit {
  if (limit === 0) return { take: () => {}, giveBack: () => {} }
  const spacing = windowMs / limit
  const fullAt = new Map<string, number>()

  return {
    take(key) {
      const time = now()
      const next = Math.max(fullAt.get(key) ?? 0, time) + spacing
      const wait = next - time - windowMs
      if (wait > 0.5) throw refuse(Math.ceil(wait / 1000))
      fullAt.delete(key)
      fullAt.set(key, next)
      if (fullAt.size > maxKeys) fullAt.delete(fullAt.keys().next().value as string)
    },
    giveBack(key) {
      const at = fullAt.get(key)
      if (at !== undefined) fullAt.set(key, at - spacing)
    },
  }
}

export function createRateLimits(rates: AuthRates): RateLimits {
  return {
    signIn: createRateLimit(rates.signIn),
    signUp: createRateLimit(rates.signUp),
    anonymous: createRateLimit(rates.anonymous),
    refresh: createRateLimit(rates.refresh),
    accountRefresh: createRateLimit(rates.accountRefresh),
    account: createRateLimit(rates.account),
    accountUpdate: createRateLimit(rates.accountUpdate),
    taken: createRateLimit(rates.taken),
    mail: createRateLimit(rates.mail, Date.now, { refuse: overMailLimit }),
    mailTo: createRateLimit(rates.mailTo, Date.now, { windowMs: hour, refuse: overMailLimit }),
    verify: createRateLimit(rates.verify),
    mailGuess: createRateLimit(rates.mailGuess, Date.now, { windowMs: hour }),
  }
}

const takenCodes: ReadonlySet<string> = new Set(['email_exists', 'user_already_exists'])

/**
 * Unless new addresses are confirmed by mail, giving an account an email address cannot but tell whether another account has it. So who tries
 * addresses in bulk is stopped after a few that are taken, and each of the others leaves an account behind.
 */
export async function countTaken<T>(limits: RateLimits, address: string, work: () => Promise<T>): Promise<T> {
  limits.taken.take(address)
  limits.taken.giveBack(address)
  try {
    return await work()
  } catch (error) {
    if (error instanceof AuthError && takenCodes.has(error.code)) limits.taken.take(address)
    throw error
  }
}

/** Between two mails of a kind to one address, whether an account has it or not. */
export function createMailPace(seconds: number): RateLimit {
  return createRateLimit(1, Date.now, { windowMs: seconds * 1000, refuse: overMailLimit })
}

function overMailLimit(seconds: number): AuthError {
  const message = `For security purposes, you can only request this after ${seconds} seconds.`
  return new AuthError(429, 'over_email_send_rate_limit', message, { headers: { 'retry-after': String(seconds) } })
}

function overLimit(seconds: number): AuthError {
  return new AuthError(429, 'over_request_rate_limit', `Too many requests. Try again in ${seconds} seconds.`, {
    headers: { 'retry-after': String(seconds) },
  })
}
