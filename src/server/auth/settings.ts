import { wholeNumber } from '../env.ts'

/** How often something may happen in five minutes; 0 is no limit. */
export type AuthRates = {
  /** Password sign-ins from one address. */
  signIn: number
  /** Sign-ups with an email from one address. */
  signUp: number
  /** Anonymous sign-ins from one address. Many phones can share one (an event, a mobile carrier). */
  anonymous: number
  /** Refreshes from one address. */
  refresh: number
  /** Refreshes of one account, from anywhere. */
  accountRefresh: number
  /** Failed sign-ins, sign-ups and password changes of one account, each counted by itself, from anywhere. */
  account: number
  /** Changes that one account makes to itself. */
  accountUpdate: number
  /** Sign-ups and changes of address, from one address, that met an email address which another account has. */
  taken: number
}

export type AuthSettings = {
  /** People may make accounts themselves. */
  signUp: boolean
  /** Visitors may act before they give an email. */
  anonymous: boolean
  /** Characters. */
  minPasswordLength: number
  /** Who changes a password or an address has to give the current password. */
  currentPassword: boolean
  /** Seconds that an access token is valid. */
  accessTokenSeconds: number
  /** Seconds in which a refresh token that was just used may be used again: two tabs, a lost answer. */
  reuseSeconds: number
  /** Passwords hashed at the same time; each takes a thread of libuv's four. */
  hashesAtOnce: number
  rates: AuthRates
}

export const defaultAuthSettings: AuthSettings = {
  signUp: true,
  anonymous: true,
  minPasswordLength: 6,
  currentPassword: true,
  accessTokenSeconds: 3600,
  reuseSeconds: 10,
  hashesAtOnce: 2,
  rates: {
    signIn: 100,
    signUp: 100,
    anonymous: 200,
    refresh: 600,
    accountRefresh: 60,
    account: 20,
    accountUpdate: 60,
    taken: 20,
  },
}

/** @throws {ConfigError} naming the variable and the range it takes */
export function readAuthSettings(env: NodeJS.ProcessEnv = process.env): AuthSettings {
  const standard = defaultAuthSettings
  const rate = (name: string, fallback: number) => wholeNumber(env, `AUTH_RATE_${name}`, fallback, 0, 1_000_000)
  return {
    signUp: env.AUTH_SIGN_UP !== '0',
    anonymous: env.AUTH_ANONYMOUS !== '0',
    minPasswordLength: wholeNumber(env, 'AUTH_PASSWORD_MIN_LENGTH', standard.minPasswordLength, 6, 72),
    currentPassword: env.AUTH_CURRENT_PASSWORD !== '0',
    accessTokenSeconds: wholeNumber(env, 'AUTH_TOKEN_SECONDS', standard.accessTokenSeconds, 60, 604_800),
    reuseSeconds: wholeNumber(env, 'AUTH_REUSE_SECONDS', standard.reuseSeconds, 0, 60),
    hashesAtOnce: wholeNumber(env, 'AUTH_HASHES_AT_ONCE', standard.hashesAtOnce, 1, 64),
    rates: {
      signIn: rate('SIGN_IN', standard.rates.signIn),
      signUp: rate('SIGN_UP', standard.rates.signUp),
      anonymous: rate('ANONYMOUS', standard.rates.anonymous),
      refresh: rate('REFRESH', standard.rates.refresh),
      accountRefresh: rate('ACCOUNT_REFRESH', standard.rates.accountRefresh),
      account: rate('ACCOUNT', standard.rates.account),
      accountUpdate: rate('ACCOUNT_UPDATE', standard.rates.accountUpdate),
      taken: rate('TAKEN', standard.rates.taken),
    },
  }
}
