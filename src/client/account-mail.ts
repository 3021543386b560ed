import type { PaddockClient } from './client.ts'
import { PaddockError, refusal, unwrap } from './errors.ts'
import { currentMember, type Member } from './session.ts'

/** What a link of a mail brings to the page, in the fragment of its address. */
export type Arrival =
  /** Nobody is signed in by it until {@link acceptArrival}: a stranger may have sent the link. `email` is whose account it is. */
  | { kind: 'session'; purpose: string; email: string; accessToken: string; refreshToken: string }
  /** One of the two addresses of a change has agreed. */
  | { kind: 'half' }
  /** The link was used, is too old, or has been replaced by a newer one. */
  | { kind: 'failed'; code: string }

/** @param fragment with or without `#`; null where it is a place in a page */
export function readArrival(fragment: string): Arrival | null {
  const said = new URLSearchParams(fragment.replace(/^#/, ''))
  const code = said.get('error_code')
  if (code) return { kind: 'failed', code }
  const [accessToken, refreshToken] = [said.get('access_token'), said.get('refresh_token')]
  if (!accessToken || !refreshToken) return said.get('message') ? { kind: 'half' } : null
  return { kind: 'session', purpose: said.get('type') ?? '', email: emailIn(accessToken), accessToken, refreshToken }
}

/** For showing only: the server judges the token. */
function emailIn(token: string): string {
  try {
    const bytes = Uint8Array.from(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')), byteOf)
    const { email } = JSON.parse(new TextDecoder().decode(bytes)) as { email?: unknown }
    return typeof email === 'string' ? email : ''
  } catch {
    return ''
  }
}

const byteOf = (character: string) => character.charCodeAt(0)

/**
 * Signs in as the account whose mail was opened.
 *
 * @throws {PaddockError} `not_signed_in` where the session is over by now
 */
export async function acceptArrival(client: PaddockClient, arrival: Arrival & { kind: 'session' }): Promise<Member> {
  const { accessToken, refreshToken } = arrival
  unwrap(await client.auth.setSession({ access_token: accessToken, refresh_token: refreshToken }))
  const member = await currentMember(client)
  if (!member) throw refusal('not_signed_in')
  return member
}

/**
 * Mails a link to set a new password, if the address has an account; nothing tells whether it has.
 *
 * @param returnTo the page that the link leads to
 * @throws {PaddockError} `no_mail`, `too_many_requests`
 */
export async function requestNewPassword(client: PaddockClient, email: string, returnTo: string): Promise<void> {
  unwrap(await client.auth.resetPasswordForEmail(email, { redirectTo: returnTo }))
}

/**
 * Mails the confirmation of a sign-up once more.
 *
 * @throws {PaddockError} `no_mail`, `too_many_requests`
 */
export async function resendConfirmation(client: PaddockClient, email: string, returnTo: string): Promise<void> {
  unwrap(await client.auth.resend({ type: 'signup', email, options: { emailRedirectTo: returnTo } }))
}

/**
 * @param current the password until now; not asked for after a recovery or an invitation
 * @throws {PaddockError} `password_needed`, `wrong_password`, `no_password`, `weak_password`, `same_password`, `too_many_requests`
 */
export async function setPassword(client: PaddockClient, password: string, current?: string): Promise<void> {
  unwrap(await client.auth.updateUser({ password, ...(current ? { current_password: current } : {}) }))
}

/**
 * Asks for another address. With mail it counts when it has been confirmed; without, at once.
 *
 * @param current the password, where no mail can prove who asks
 * @returns whether the change waits for mails
 * @throws {PaddockError} `password_needed`, `wrong_password`, `email_taken`, `too_many_requests`
 */
export async function changeEmail(
  client: PaddockClient,
  email: string,
  returnTo: string,
  current?: string,
): Promise<{ waits: boolean }> {
  const change = { email, ...(current ? { current_password: current } : {}) }
  const { user } = unwrap(await client.auth.updateUser(change, { emailRedirectTo: returnTo }))
  if (!user) throw new PaddockError('unexpected', 'The server did not say what became of it. Try again in a moment.')
  const waits = user.email?.toLowerCase() !== email.trim().toLowerCase()
  if (!waits) unwrap(await client.auth.refreshSession())
  return { waits }
}
