import type { Sql } from 'postgres'
import { addressKey } from '../address.ts'
import type { Identify } from '../caller.ts'
import { corsHeaders, preflight } from '../cors.ts'
import type { Keys } from '../keys.ts'
import { getUser, signOut, updateUser } from './account.ts'
import * as admin from './admin.ts'
import { AuthError, asAuthError, errorResponse } from './auth-error.ts'
import type { AuthContext, AuthRequest, Endpoint } from './context.ts'
import { readFields } from './input.ts'
import { createPasswords } from './passwords.ts'
import { createRateLimits } from './rate-limit.ts'
import { type AuthSettings, defaultAuthSettings } from './settings.ts'
import { token } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import { createTokens } from './tokens.ts'

export { type AuthRates, type AuthSettings, defaultAuthSettings, readAuthSettings } from './settings.ts'

export type AuthOptions = {
  /** The admin connection: may read and write the auth schema. */
  sql: Sql
  keys: Keys
  identify: Identify
  settings?: AuthSettings
  /** Public address of the server, for the `iss` claim. What a request names as its host is its sender's choice. */
  url: () => string
  /** Called after any request that may have ended a session, or banned or deleted somebody. */
  onAccountChange?: () => void
  /** Where unforeseen failures go. */
  report?: (error: unknown) => void
}

export type Auth = {
  /** @param info.remoteAddress whom the rate limits count; behind a proxy the address that it forwards */
  handle(request: Request, info?: { remoteAddress?: string }): Promise<Response>
}

const root = '/auth/v1'

/**
 * The part of Supabase's GoTrue that works without sending mail, on its tables, for supabase-js unchanged:
 * accounts with email and password, anonymous visitors, sessions with rotating refresh tokens, the admin calls.
 *
 * There is no mailer. An email address is confirmed at once, so it does not prove who owns it, and what needs
 * mail (magic links, recovery) is refused with the error code `mailer_not_configured`.
 *
 * It issues no DDL and no GRANT.
 */
export function createAuth(options: AuthOptions): Auth {
  const { sql, keys, identify } = options
  const settings = options.settings ?? defaultAuthSettings
  const report = options.report ?? console.error
  const context: AuthContext = {
    sql,
    settings,
    tokens: createTokens(keys.jwtSecret, settings.accessTokenSeconds),
    passwords: createPasswords(settings.hashesAtOnce),
    limits: createRateLimits(settings.rates),
  }

  async function answer(request: Request, remoteAddress: string | undefined): Promise<Response> {
    const url = new URL(request.url)
    const path = url.pathname.startsWith(`${root}/`) ? url.pathname.slice(root.length) : url.pathname
    const endpoint = findEndpoint(request.method, path)
    if (!open.has(path)) await requireKey(request, path)
    const read: AuthRequest = {
      url,
      headers: request.headers,
      address: addressKey(remoteAddress),
      issuer: `${options.url()}${root}`,
      fields: request.method === 'GET' ? {} : await readFields(request),
    }
    try {
      return await endpoint(read, context)
    } finally {
      if (changesAccounts(request.method, path)) options.onAccountChange?.()
    }
  }

  /** The API key alone decides here; the endpoint reads the user's token, for GoTrue's own errors. */
  async function requireKey(request: Request, path: string): Promise<void> {
    const headers = new Headers(request.headers)
    if (!path.startsWith('/admin/')) headers.delete('authorization')
    const caller = await identify(new Request(request.url, { headers }))
    if (path.startsWith('/admin/') && caller.role !== 'service_role') {
      throw new AuthError(403, 'not_admin', 'User not allowed: this endpoint takes the secret key')
    }
  }

  return {
    async handle(request, info = {}) {
      if (request.method === 'OPTIONS') return preflight(request)
      const response = await answer(request, info.remoteAddress).catch((error: unknown) => {
        const failure = asAuthError(error)
        if (failure.status >= 500) report(failure)
        return errorResponse(failure, request)
      })
      for (const [name, value] of corsHeaders) response.headers.set(name, value)
      response.headers.set('cache-control', 'no-store')
      return response
    },
  }
}

/** Endpoints that need no API key. */
const open: ReadonlySet<string> = new Set(['/health', '/settings', '/.well-known/jwks.json'])

const endpoints: Record<string, Endpoint> = {
  'POST /signup': signUp,
  'POST /token': token,
  'GET /user': getUser,
  'PUT /user': updateUser,
  'POST /logout': signOut,
  'GET /admin/users': admin.listUsers,
  'POST /admin/users': admin.createUser,
  'GET /health': async () => Response.json({ name: 'GoTrue', version: 'paddock', description: 'Paddock auth' }),
  'GET /settings': async (_, { settings }) => Response.json(publicSettings(settings)),
  // HS256 has no public key: supabase-js then asks GET /user whether a token is good.
  'GET /.well-known/jwks.json': async () => Response.json({ keys: [] }),
}

const userById: Record<string, (request: AuthRequest, context: AuthContext, id: string) => Promise<Response>> = {
  GET: (_, context, id) => admin.getUserById(context, id),
  PUT: admin.updateUserById,
  DELETE: admin.deleteUser,
}

/** Signing up, in and on again are the frequent ones, and take nothing from anybody. */
const changesAccounts = (method: string, path: string) => method !== 'GET' && path !== '/token' && path !== '/signup'

const needsMail = /^\/(recover|otp|magiclink|resend|verify|invite|reauthenticate|admin\/generate_link)$/
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const onUser = new RegExp(`^/admin/users/(${uuid})$`, 'i')

function findEndpoint(method: string, path: string): Endpoint {
  const endpoint = endpoints[`${method} ${path}`]
  if (endpoint) return endpoint
  const id = onUser.exec(path)?.[1]
  const forUser = userById[method]
  if (id && forUser) return (request, context) => forUser(request, context, id)
  // Not 501: supabase-js takes any 5xx for a network failure, drops the code and tries again.
  if (needsMail.test(path)) {
    const message = 'This server sends no mail. Use email and password; an operator can set a password with auth.admin.'
    throw new AuthError(422, 'mailer_not_configured', message)
  }
  throw new AuthError(404, 'not_supported', `${method} ${path} is not supported by this server`)
}

function publicSettings(settings: AuthSettings): Record<string, unknown> {
  return {
    external: { anonymous_users: settings.anonymous, email: true, phone: false },
    disable_signup: !settings.signUp,
    mailer_autoconfirm: true,
    phone_autoconfirm: false,
    sms_provider: '',
    saml_enabled: false,
  }
}
