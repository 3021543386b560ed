import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Db } from '../accounts.ts'
import { AuthError, invalid } from '../auth-error.ts'
import type { Fields } from '../input.ts'

/** How a flow began; it becomes the method of the session. */
export type FlowMethod = 'email/signup' | 'magiclink' | 'recovery' | 'invite' | 'email_change'

/** RFC 7636: the digest of a secret that the client which began the flow keeps. */
export type Challenge = { challenge: string; method: 's256' | 'plain' }

const codeSeconds = 300

/** @returns null where the client asks for no PKCE */
export function readChallenge({ code_challenge: challenge, code_challenge_method: method }: Fields): Challenge | null {
  if ((challenge ?? '') === '' && (method ?? '') === '') return null
  if (typeof challenge !== 'string' || typeof method !== 'string' || !challenge || !method) {
    throw invalid('PKCE flow requires code_challenge_method and code_challenge', 400)
  }
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(challenge)) {
    throw invalid('code challenge has to be 43 to 128 characters of A-Z a-z 0-9 . _ ~ -', 400)
  }
  const lower = method.toLowerCase()
  if (lower !== 's256' && lower !== 'plain') throw invalid('code challenge method has to be s256 or plain', 400)
  return { challenge, method: lower }
}

/** Of one account and method the newest flow counts. The account is locked already: it comes before its flows, as before its tokens. */
export async function beginFlow(
  sql: Db,
  userId: string,
  method: FlowMethod,
  { challenge, method: digest }: Challenge,
): Promise<void> {
  await sql`
    delete from auth.flow_state where user_id = ${userId} and authentication_method = ${method}`
  await sql`
    delete from auth.flow_state where id in (
      select id from auth.flow_state where created_at < now() - interval '1 day' and provider_type = 'email'
      limit 100 for update skip locked)`
  await sql`
    insert into auth.flow_state (id, user_id, auth_code, code_challenge_method, code_challenge, provider_type,
      authentication_method, created_at, updated_at)
    values (${randomUUID()}, ${userId}, ${randomUUID()}, ${digest}::auth.code_challenge_method, ${challenge}, 'email',
      ${method}, now(), now())`
}

/** @returns the code that the client which began the flow exchanges for a session, or null where none began */
export async function issueCode(sql: Db, userId: string, method: FlowMethod): Promise<string | null> {
  const [flow] = await sql<{ auth_code: string }[]>`
    update auth.flow_state set auth_code_issued_at = clock_timestamp(), updated_at = now()
    where user_id = ${userId} and authentication_method = ${method} and auth_code_issued_at is null returning auth_code`
  return flow?.auth_code ?? null
}

/**
 * Ends a flow, once.
 *
 * @throws {AuthError} 404 `flow_state_not_found`, 422 `flow_state_expired`, 400 `bad_code_verifier`
 */
export async function endFlow(
  sql: Db,
  code: string,
  verifier: string,
): Promise<{ userId: string; method: FlowMethod }> {
  const [begun] = await sql<{ user_id: string }[]>`
    select user_id from auth.flow_state where auth_code = ${code} and user_id is not null`
  if (begun) await sql`select from auth.users where id = ${begun.user_id} for update`
  const [flow] = await sql<FlowRow[]>`
    select id, user_id, authentication_method, code_challenge, code_challenge_method::text as digest,
      auth_code_issued_at < now() - make_interval(secs => ${codeSeconds}) as expired
    from auth.flow_state where auth_code = ${code} and user_id is not null and auth_code_issued_at is not null for update`
  if (!flow) throw new AuthError(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found')
  if (flow.expired) throw new AuthError(422, 'flow_state_expired', 'invalid flow state, flow state has expired')
  const given = flow.digest === 's256' ? createHash('sha256').update(verifier).digest('base64url') : verifier
  const [left, right] = [Buffer.from(given), Buffer.from(flow.code_challenge)]
  if (left.length !== right.length || !timingSafeEqual(left, right)) {
    const message = 'code challenge does not match previously saved code verifier'
    throw new AuthError(400, 'bad_code_verifier', message)
  }
  await sql`delete from auth.flow_state where id = ${flow.id}`
  return { userId: flow.user_id, method: flow.authentication_method }
}

type FlowRow = {
  id: string
  user_id: string
  authentication_method: FlowMethod
  code_challenge: string
  digest: 's256' | 'plain'
  expired: boolean
}
