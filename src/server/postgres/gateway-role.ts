import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import postgres, { type Sql } from 'postgres'
import { poolable } from './lasting.ts'

const prefix = 'paddock_gateway_'
/** What Postgres keeps of a name. */
const longestName = 63

/**
 * Where DATABASE_URL leads, a role for the gateway to log in with, which can do nothing but become anon, authenticated or
 * service_role: a fault in the gateway is then not one with the owner's rights. `authenticator` is left to PostgREST, which may
 * serve the same database. The password follows from the JWT secret, which servers of one database share.
 *
 * @returns the address to log in at, or null with `because` where the owner may make no such role, or a pooler does not let it in
 */
export async function admitGatewayRole(
  adminUrl: string,
  jwtSecret: string,
): Promise<{ url: string } | { url: null; because: string }> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {}, connect_timeout: 10, ...poolable })
  try {
    const [row] = await admin<{ name: string; person: string }[]>`
      select current_database() as name, current_user as person`
    const role = `${prefix}${row?.name}`.slice(0, longestName)
    const password = createHmac('sha256', jwtSecret).update(`gateway of ${row?.name}`).digest('base64url')
    const url = addressFor(adminUrl, row?.person ?? '', role, password)
    if ((await refusal(url)) === null) return { url }
    await makeRole(admin, role, password)
    const because = await refusal(url)
    return because === null ? { url } : { url: null, because }
  } catch (error) {
    return { url: null, because: error instanceof Error ? error.message : String(error) }
  } finally {
    await admin.end({ timeout: 1 })
  }
}

async function makeRole(admin: Sql, role: string, password: string): Promise<void> {
  await admin.begin(async (t) => {
    await t`select pg_advisory_xact_lock(hashtext(${role}))` // servers that start together make it one after the other
    const [found] = await t`select from pg_roles where rolname = ${role}`
    const name = `"${role.replaceAll('"', '""')}"`
    // The verifier has the alphabet of base64 and no quote. A database that logs its statements logs no password with it.
    await t.unsafe(`${found ? 'alter' : 'create'} role ${name} login noinherit password '${verifierOf(password)}'`)
    await t.unsafe(`grant anon, authenticated, service_role to ${name}`)
  })
}

/** What Postgres keeps of a password (SCRAM-SHA-256, RFC 5803), and takes in place of one. */
function verifierOf(password: string): string {
  const [salt, rounds] = [randomBytes(16), 4096]
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  const key = (name: string) => createHmac('sha256', salted).update(name).digest()
  const stored = createHash('sha256').update(key('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${key('Server Key').toString('base64')}`
}

/** Supabase's pooler is told the project behind a dot: `postgres.project` becomes `paddock_gateway_postgres.project`. */
function addressFor(adminUrl: string, person: string, role: string, password: string): string {
  const url = new URL(adminUrl)
  const named = decodeURIComponent(url.username)
  const project = named.startsWith(`${person}.`) ? named.slice(person.length) : ''
  url.username = encodeURIComponent(role + project)
  url.password = password
  return url.href
}

/** @returns why nobody can log in there and become somebody, or null */
async function refusal(url: string): Promise<string | null> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10, ...poolable })
  try {
    for (const role of ['anon', 'authenticated', 'service_role'])
      await sql.begin((t) => t`select set_config('role', ${role}, true)`)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await sql.end({ timeout: 1 })
  }
}
