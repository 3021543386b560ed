import { ConfigError, wholeNumber } from '../env.ts'

/** How often something may happen in five minutes, or in the time that is named; 0 is no limit. */
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
  /** Mails that one address on the network, or one member, asks for. */
  mail: number
  /** Mails of all kinds to one e-mail address, in an hour. */
  mailTo: number
  /** Links and codes that one address on the network tries. */
  verify: number
  /** Wrong codes for one e-mail address, in an hour. A code is one of a million. */
  mailGuess: number
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
  /** Who signs up is signed in before the address is confirmed; null: unless a mail server confirms addresses. */
  autoconfirm: boolean | null
  /** Seconds that a link or code of a mail is good. */
  mailSeconds: number
  /** Seconds between two mails of a kind to one address; null: 60 with a mail server, 1 with the mailbox. */
  mailPaceSeconds: number | null
  /** Where links in mails may lead besides the site; `*` and `**` are wildcards. */
  redirects: string[]
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
  autoconfirm: null,
  mailSeconds: 3600,
  mailPaceSeconds: null,
  redirects: [],
  rates: {
    signIn: 100,
    signUp: 100,
    anonymous: 200,
    refresh: 600,
    accountRefresh: 60,
    account: 20,
    accountUpdate: 60,
    taken: 20,
    mail: 60,
    mailTo: 20,
    verify: 100,
    mailGuess: 10,
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
    autoconfirm: env.AUTH_AUTOCONFIRM ? env.AUTH_AUTOCONFIRM !== '0' : null,
    mailSeconds: wholeNumber(env, 'AUTH_MAIL_OTP_SECONDS', standard.mailSeconds, 60, 86_400),
    mailPaceSeconds: env.AUTH_MAIL_PACE_SECONDS ? wholeNumber(env, 'AUTH_MAIL_PACE_SECONDS', 60, 1, 3600) : null,
    redirects: readRedirects(env.AUTH_REDIRECTS),
    rates: {
      signIn: rate('SIGN_IN', standard.rates.signIn),
      signUp: rate('SIGN_UP', standard.rates.signUp),
      anonymous: rate('ANONYMOUS', standard.rates.anonymous),
      refresh: rate('REFRESH', standard.rates.refresh),
      accountRefresh: rate('ACCOUNT_REFRESH', standard.rates.accountRefresh),
      account: rate('ACCOUNT', standard.rates.account),
      accountUpdate: rate('ACCOUNT_UPDATE', standard.rates.accountUpdate),
      taken: rate('TAKEN', standard.rates.taken),
      mail: rate('MAIL', standard.rates.mail),
      mailTo: rate('MAIL_TO', standard.rates.mailTo),
      verify: rate('VERIFY', standard.rates.verify),
      mailGuess: rate('MAIL_GUESS', standard.rates.mailGuess),
    },
  }
}

function readRedirects(text = ''): string[] {
  const entries = text.split(',').flatMap((entry) => entry.trim() || [])
  for (const entry of entries) {
    if (/^[a-z][a-z0-9+.-]*:\/\/[^\s*/][^\s]*$/i.test(entry) || /^https?:\/\/\*{1,2}[^\s]+$/i.test(entry)) continue
    const example = 'https://app.example.com/**,https://*.example.com/,myapp://signed-in'
    throw new ConfigError(`AUTH_REDIRECTS has "${entry}", which is no address. It may be ${example}.`)
  }
  return entries
}
