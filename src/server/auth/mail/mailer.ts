import { AuthError } from '../auth-error.ts'
import { createMailPace, type RateLimits } from '../rate-limit.ts'
import type { AuthSettings } from '../settings.ts'
import type { Challenge } from './flow-state.ts'
import type { MailToken } from './one-time-tokens.ts'
import { isFinal, type Post } from './post.ts'
import { createQueue } from './queue.ts'
import type { Redirects } from './redirects.ts'
import type { LetterKind, Templates } from './templates.ts'

/** What `/verify` is told that a link is for. */
export type VerifyType = 'signup' | 'invite' | 'magiclink' | 'recovery' | 'email_change'

/** What is asked for; each kind has a pace of its own. */
export type MailKind = 'confirmation' | 'recovery' | 'magic_link' | 'email_change' | 'reauthentication'

export type Mail = {
  kind: LetterKind
  to: string
  /** The account's address, and the one it is to have. */
  email: string
  newEmail?: string
  /** What the mail lets its reader do; a `registered` one nothing. */
  token?: MailToken
  verify?: VerifyType
  redirectTo: string
}

/** What the client wishes of a mail: where its link leads in the end, and the secret that the answer is for. */
export type Wishes = { redirectTo: string; challenge: Challenge | null }

export type Mailer = {
  /** Signing up signs in, before the address is confirmed. */
  autoconfirm: boolean
  /**
   * Counts a mail before anything is known of the address, so that the answer tells nothing of it.
   *
   * @param network who asks: the key of their address
   * @throws {AuthError} 429 `over_email_send_rate_limit`
   */
  admit: (kind: MailKind, address: string, network: string) => void
  /**
   * Runs in the background, so that the time of the answer tells nothing of the address.
   *
   * @throws {AuthError} 429 when too much waits already
   */
  later: (work: () => Promise<void>) => void
  /** Hands it to the post, which tries several times. */
  send: (mail: Mail) => void
  /** Waits for what is being sent, 5 s at most. */
  close: () => Promise<void>
}

export type Links = {
  /** Where a mail's link leads: to `/verify`, and from there to `redirectTo`. */
  to: (link: string, verify: VerifyType, redirectTo: string) => string
}

export function createLinks(issuer: () => string): Links {
  return {
    to: (link, verify, redirectTo) => {
      const url = new URL(`${issuer()}/verify`)
      url.search = new URLSearchParams({ token: link, type: verify, redirect_to: redirectTo }).toString()
      return url.href
    },
  }
}

export function createMailer(options: {
  post: Post
  templates: Templates
  settings: AuthSettings
  limits: RateLimits
  links: Links
  redirects: Redirects
  /** Where failures go. */
  report: (error: unknown) => void
}): Mailer {
  const { post, templates, settings, limits, links, redirects, report } = options
  // It begins when the answer has long been sent, so that neither its length nor its load shows in the time of that.
  const work = createQueue({ report: unlessGone(report), atOnce: 4, mayWait: 500, afterMs: 100 })
  const losses = createLosses(report)
  const sending = createQueue({
    report: losses.count,
    atOnce: 8,
    mayWait: 1_000,
    retryAfter: [1_000, 5_000, 20_000],
    isFinal,
  })
  const pace = createMailPace(settings.mailPaceSeconds ?? (post.kind === 'smtp' ? 60 : 1))
  return {
    autoconfirm: settings.autoconfirm ?? post.kind === 'mailbox',
    admit: (kind, address, network) => {
      limits.mail.take(network)
      pace.take(`${kind} ${address}`)
      if (post.kind === 'smtp') limits.mailTo.take(address)
    },
    later: (task) => {
      if (sending.hasRoom() && work.add(task)) return
      throw new AuthError(429, 'over_email_send_rate_limit', 'Too many mails wait to be sent. Try again in a moment.', {
        headers: { 'retry-after': '10' },
      })
    },
    send: ({ kind, to, email, newEmail = '', token, verify, redirectTo }) => {
      const values = {
        ConfirmationURL: token && verify ? links.to(token.link, verify, redirectTo) : redirects.site(),
        Token: token?.otp ?? '',
        TokenHash: token?.link ?? '',
        SiteURL: redirects.site(),
        Email: email,
        NewEmail: newEmail,
        RedirectTo: redirectTo,
      }
      const deliver = async () => post.deliver(await templates.render(kind, to, values)).then(losses.end)
      if (!sending.add(deliver)) losses.count(new Error('A mail to an account was not sent: too many wait'))
    },
    close: async () => {
      await work.close()
      await sending.close()
    },
  }
}

/** An account that was deleted before its mail was written is no failure. */
const unlessGone = (report: (error: unknown) => void) => (error: unknown) => {
  if (!(error instanceof AuthError && error.code === 'user_not_found')) report(error)
}

/** While the mail server is away the log gets one failure, and their number when it is back. */
function createLosses(report: (error: unknown) => void): { count: (error: unknown) => void; end: () => void } {
  let lost = 0
  return {
    count: (error) => {
      if (++lost === 1) report(error)
    },
    end: () => {
      if (lost > 1) report(new Error(`${lost} mails to accounts were not sent; the next one was.`))
      lost = 0
    },
  }
}
