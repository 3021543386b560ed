import { AuthError } from '../auth-error.ts'
import { createMailPace, type RateLimits } from '../rate-limit.ts'
import type { AuthSettings } from '../settings.ts'
import type { Challenge } from './flow-state.ts'
import type { MailToken } from './one-time-tokens.ts'
import type { Post } from './post.ts'
import type { Queue } from './queue.ts'
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
  /** Resolves when the post has taken it. */
  send: (mail: Mail) => Promise<void>
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
  queue: Queue
  links: Links
  redirects: Redirects
}): Mailer {
  const { post, templates, settings, limits, queue, links, redirects } = options
  const pace = createMailPace(settings.mailPaceSeconds ?? (post.kind === 'smtp' ? 60 : 1))
  return {
    autoconfirm: settings.autoconfirm ?? post.kind === 'mailbox',
    admit: (kind, address, network) => {
      limits.mail.take(network)
      pace.take(`${kind} ${address}`)
      if (post.kind === 'smtp') limits.mailTo.take(address)
    },
    later: (work) => {
      if (queue.add(work)) return
      throw new AuthError(429, 'over_email_send_rate_limit', 'Too many mails wait to be sent. Try again in a moment.', {
        headers: { 'retry-after': '10' },
      })
    },
    send: async ({ kind, to, email, newEmail = '', token, verify, redirectTo }) => {
      await post.deliver(
        templates.render(kind, to, {
          ConfirmationURL: token && verify ? links.to(token.link, verify, redirectTo) : redirects.site(),
          Token: token?.otp ?? '',
          TokenHash: token?.link ?? '',
          SiteURL: redirects.site(),
          Email: email,
          NewEmail: newEmail,
          RedirectTo: redirectTo,
        }),
      )
    },
  }
}
