import { randomUUID } from 'node:crypto'
import type { SupabaseClient } from '@supabase/supabase-js'
import { SignJWT } from 'jose'
import type { TestServer } from './test-server.ts'

/** A supabase-js client that is signed in, and who it is. */
export type Person = SupabaseClient & { id: string; email: string; token: string }

/** An account with a token as `/auth/v1` issues it; the password is not set, for hashing one takes its time. */
export async function signedIn(server: TestServer, name: string): Promise<Person> {
  const id = randomUUID()
  const email = `${name}-${id.slice(0, 8)}@example.com`
  await server.sql`insert into auth.users (id, email, email_confirmed_at) values (${id}, ${email}, now())`
  const [session] = await server.sql`insert into auth.sessions (user_id) values (${id}) returning id`
  const token = await mintToken(server, { sub: id, email, session_id: session?.id })
  return Object.assign(server.client(token), { id, email, token })
}

/** A token signed by this server's secret, valid for an hour; `claims` may change anything in it. */
export async function mintToken(server: TestServer, claims: Record<string, unknown>): Promise<string> {
  const issued = Math.floor(Date.now() / 1000)
  return await new SignJWT({
    role: 'authenticated',
    aud: 'authenticated',
    iss: `${server.url}/auth/v1`,
    is_anonymous: false,
    iat: issued,
    exp: issued + 3600,
    ...claims,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(server.keys.jwtSecret))
}
