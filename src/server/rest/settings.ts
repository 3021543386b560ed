import type { Caller } from '../caller.ts'
import type { Catalog } from './catalog/model.ts'
import type { RestRequest } from './request/read.ts'
import { identifier } from './sql/identifier.ts'

const secrets: ReadonlySet<string> = new Set(['apikey', 'authorization'])
const shared = ', public, extensions'

/**
 * What the database may know of a request, in the order of `settingNames`.
 *
 * @param timeoutMs for people; a server with the secret key has no limit, and a role's own setting goes first
 */
export function requestSettings(
  request: Request,
  asked: RestRequest,
  caller: Caller,
  catalog: Catalog,
  remoteAddress: string | undefined,
  timeoutMs: number,
): string[] {
  const { headers } = request
  const cookie = headers.get('cookie')
  const timeout = catalog.timeouts.get(caller.role) ?? (caller.role === 'service_role' ? '0' : String(timeoutMs))
  return [
    caller.claimsJson,
    headersJson(headers, remoteAddress),
    cookie === null ? '{}' : cookiesJson(cookie),
    asked.method,
    asked.path,
    asked.schema === 'public' ? 'public, extensions' : identifier(asked.schema) + shared,
    timeout,
    caller.role,
  ]
}

/** Names are lower-case; keys and tokens stay out, for a function could store what it reads. */
function headersJson(headers: Headers, remoteAddress: string | undefined): string {
  const shown: Record<string, string> = {}
  headers.forEach((value, name) => {
    if (!secrets.has(name)) shown[name] = value
  })
  if (remoteAddress !== undefined) shown['x-forwarded-for'] = remoteAddress
  return JSON.stringify(shown)
}

function cookiesJson(header: string): string {
  const cookies: Record<string, string> = {}
  for (const part of header.split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0) cookies[part.slice(0, equals).trim()] = part.slice(equals + 1).trim()
  }
  return JSON.stringify(cookies)
}
