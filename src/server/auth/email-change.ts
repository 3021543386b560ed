import * as accounts from './accounts.ts'
import { AuthError } from './auth-error.ts'
import type { AuthContext } from './context.ts'
import { beginFlow } from './mail/flow-state.ts'
import type { Mailer, Wishes } from './mail/mailer.ts'
import { forgetTokens, type MailToken, type TokenType } from './mail/one-time-tokens.ts'

type Account = accounts.Account
const both: readonly TokenType[] = ['email_change_token_new', 'email_change_token_current']

/**
 * The account waits for `address` and its current one to agree. What was asked before is forgotten. A current address that nobody has confirmed
 * may be misspelt: it is not asked where the member has proven to be that in another way.
 */
export async function beginEmailChange(
  sql: accounts.Db,
  { oneTime }: AuthContext,
  account: Account,
  address: string,
  { challenge, proven }: Wishes & { proven: boolean },
): Promise<{ newToken: MailToken; currentToken: MailToken | null }> {
  const asksCurrent = account.email !== null && !(proven && !account.email_confirmed_at)
  await forgetTokens(sql, account.id, both)
  await accounts.setEmailChange(sql, account.id, address, asksCurrent ? 0 : 1)
  await accounts.noteSent(sql, account.id, 'email_change')
  if (challenge) await beginFlow(sql, account.id, 'email_change', challenge)
  const issue = (type: TokenType, relatesTo: string) =>
    oneTime.issue(sql, { userId: account.id, type, relatesTo, pkce: challenge !== null })
  return {
    newToken: await issue('email_change_token_new', address),
    currentToken: asksCurrent ? await issue('email_change_token_current', account.email ?? '') : null,
  }
}

/** A mail to each address whose agreement is asked. */
export function sendEmailChange(
  mailer: Mailer,
  account: Account,
  address: string,
  tokens: { newToken: MailToken | null; currentToken: MailToken | null },
  redirectTo: string,
): void {
  const email = account.email ?? ''
  const mail = { kind: 'email_change', verify: 'email_change', email: email || address, newEmail: address } as const
  const { newToken, currentToken } = tokens
  if (newToken) mailer.send({ ...mail, to: address, token: newToken, redirectTo })
  if (currentToken) mailer.send({ ...mail, to: email, token: currentToken, redirectTo })
}

/**
 * One address agrees. The change is made when no other is left to ask.
 *
 * @param account locked
 * @returns whether it was made
 * @throws {AuthError} 422 `email_exists` where another account has the address by now
 */
export async function agreeToEmailChange(sql: accounts.Db, account: Account): Promise<boolean> {
  if (account.email_change_confirm_status === 0) {
    await accounts.setEmailChange(sql, account.id, account.email_change, 1)
    return false
  }
  await accounts.updateAccount(sql, account.id, {
    email: account.email_change,
    confirmed: true,
    appMetadata: { ...account.raw_app_meta_data, provider: 'email', providers: ['email'] },
  })
  await accounts.setEmailChange(sql, account.id, '', 0)
  // What was mailed to the former address lets nobody in any more.
  await forgetTokens(sql, account.id)
  return true
}

/** The mails of a change once more, to those who have not agreed yet; `address` is the current or the wished one. */
export async function resendEmailChange(
  context: AuthContext,
  mailer: Mailer,
  address: string,
  { redirectTo, challenge }: Wishes,
): Promise<void> {
  const { sql, oneTime } = context
  const [open] = await sql<{ user_id: string }[]>`
    select t.user_id from auth.one_time_tokens t join auth.users u on u.id = t.user_id
    where t.relates_to = ${address} and t.token_type::text in ${sql(both as TokenType[])}
      and u.email_change <> '' and u.deleted_at is null
    order by u.email = ${address} desc, t.created_at desc limit 1`
  if (!open) return
  const resent = await sql.begin(async (tx) => {
    const account = await accounts.lockAccount(tx, open.user_id)
    if (!account?.email_change) return null
    const waiting = await tx<{ token_type: TokenType; relates_to: string }[]>`
      select token_type::text as token_type, relates_to from auth.one_time_tokens
      where user_id = ${account.id} and token_type::text in ${tx(both as TokenType[])}`
    await accounts.noteSent(tx, account.id, 'email_change')
    if (challenge) await beginFlow(tx, account.id, 'email_change', challenge)
    const again = async (type: TokenType) => {
      const row = waiting.find(({ token_type }) => token_type === type)
      if (!row) return null
      return oneTime.issue(tx, { userId: account.id, type, relatesTo: row.relates_to, pkce: challenge !== null })
    }
    const newToken = await again('email_change_token_new')
    const currentToken = await again('email_change_token_current')
    return { account, newToken, currentToken }
  })
  if (resent) sendEmailChange(mailer, resent.account, resent.account.email_change, resent, redirectTo)
}

export const emailTaken = () =>
  new AuthError(422, 'email_exists', 'A user with this email address has already been registered')
