import { setOperator } from '../../src/server/cli/operator.ts'
import type { Community } from './community.ts'
import { mintToken, type Person, signedIn } from './people.ts'

type Here = Pick<Community, 'server' | 'sql'>

/** A member whom the operator's command has given the role, with a token of after that. */
export async function operator(c: Here, name = 'olga'): Promise<Person> {
  const person = await signedIn(c.server, name)
  await setOperator(c.server.adminUrl, person.email, true)
  return await withClaim(c, person)
}

/** The role is taken away; the token goes on saying that it is there. */
export const removeOperator = async ({ server }: Here, { email }: Person) =>
  await setOperator(server.adminUrl, email, false)

/** The same person with a token that says operator, whatever the database says. */
export async function withClaim({ server, sql }: Here, person: Person): Promise<Person> {
  const [session] = await sql`insert into auth.sessions (user_id) values (${person.id}) returning id`
  const token = await mintToken(server, {
    sub: person.id,
    session_id: session?.id,
    app_metadata: { role: 'operator' },
  })
  return Object.assign(server.client(token), { id: person.id, email: person.email, token })
}
