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
import { generateLink, invite } from './invite.ts'
import { createLinks, createMailer } from './mail/mailer.ts'
import { createOneTimeTokens } from './mail/one-time-tokens.ts'
import type { Post } from './mail/post.ts'
import { createRedirects } from './mail/redirects.ts'
import type { Templates } from './mail/templates.ts'
import { magicLink, reauthenticate, recover, resend } from './mail-requests.ts'
import { createPasswords } from './passwords.ts'
import { createRateLimits } from './rate-limit.ts'
import { type AuthSettings, defaultAuthSettings } from './settings.ts'
import { token } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import { createTokens } from './tokens.ts'
import { openLink, verify } from './verify.ts'

export { type AuthRates, type AuthSettings, defaultAuthSettings, readAuthSettings } from './settings.ts'

export type AuthOptions = {
  /** The admin connection: may read and write the auth schema. */
  sql: Sql
  keys: Keys
  identify: Identify
  settings?: AuthSettings
  /** Public address of the server, for the `iss` claim. What a request names as its host is its sender's choice. */
  url: () => string
  /** Where mails to accounts go, and what they say; without it nothing is mailed. */
  mail?: { post: Post; templates: Templates } | null
  /** The server listens on loopback, so that links may lead to other pages there. */
  loopback?: boolean
  /** Called after any request that may have ended a session, or banned or deleted somebody. */
  onAccountChange?: () => void
  /** Where unforeseen failures go. */
  report?: (error: unknown) => void
}

export type Auth = {
  /** @param info.remoteAddress whom the rate limits count; behind a proxy the address that it forwards */
  handle(request: Request, info?: { remoteAddress?: string }): Promise<Response>
  /** Waits for mails that are being sent, 5 s at most. */
  close(): Promise<void>
}

const root = '/auth/v1'

/**
 * The part of Supabase's GoTrue that Paddock needs, on its tables, for supabase-js unchanged: accounts with email and password,
 * anonymous visitors, sessions with rotating refresh tokens, mails that confirm, recover and sign in, the admin calls. docs/auth.md
 * compares them.
 *
 * Where nothing can be mailed an address counts at once, unconfirmed, and what needs a mail is refused with `mailer_not_configured`.
 *
 * It issues no DDL and no GRANT.
 */
export function createAuth(options: AuthOptions): Auth {
  const { sql, keys, identify } = options
  const settings = options.settings ?? defaultAuthSettings
  const report = options.report ?? console.error
  const issuer = () => `${options.url()}${root}`
  const limits = createRateLimits(settings.rates)
  const redirects = createRedirects({
    site: options.url,
    allowed: settings.redirects,
    loopback: options.loopback ?? false,
  })
  const links = createLinks(issuer)
  const { mail } = options
  const context: AuthContext = {
    sql,
    settings,
    tokens: createTokens(keys.jwtSecret, settings.accessTokenSeconds),
    passwords: createPasswords(settings.hashesAtOnce),
    limits,
    oneTime: createOneTimeTokens(keys.jwtSecret, settings.mailSeconds),
    links,
    redirects,
    mailer: mail ? createMailer({ ...mail, settings, limits, links, redirects, report }) : null,
  }

  async function answer(request: Request, remoteAddress: string | undefined): Promise<Response> {
    const url = new URL(request.url)
    const path = url.pathname.startsWith(`${root}/`) ? url.pathname.slice(root.length) : url.pathname
    const endpoint = findEndpoint(request.method, path)
    if (!open.has(`${request.method} ${path}`)) await requireKey(request, path)
    const read: AuthRequest = {
      url,
      headers: request.headers,
      address: addressKey(remoteAddress),
      issuer: issuer(),
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
    if (!isOperators(path)) headers.delete('authorization')
    const caller = await identify(new Request(request.url, { headers }))
    if (isOperators(path) && caller.role !== 'service_role') {
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
    close: async () => context.mailer?.close(),
  }
}

/** Endpoints that need no API key. */
const open: ReadonlySet<string> = new Set(['GET /health', 'GET /settings', 'GET /.well-known/jwks.json', 'GET /verify'])

const isOperators = (path: string) => path.startsWith('/admin/') || path === '/invite'

const endpoints: Record<string, Endpoint> = {
  'POST /signup': signUp,
  'POST /token': token,
  'GET /user': getUser,
  'PUT /user': updateUser,
  'POST /logout': signOut,
  'POST /recover': recover,
  'POST /otp': magicLink,
  'POST /magiclink': magicLink,
  'POST /resend': resend,
  'POST /verify': verify,
  'GET /verify': openLink,
  'GET /reauthenticate': reauthenticate,
  'POST /invite': invite,
  'POST /admin/generate_link': generateLink,
  'GET /admin/users': admin.listUsers,
  'POST /admin/users': admin.createUser,
  'GET /health': async () => Response.json({ name: 'GoTrue', version: 'paddock', description: 'Paddock auth' }),
  'GET /settings': async (_, context) => Response.json(publicSettings(context)),
  // HS256 has no public key: supabase-js then asks GET /user whether a token is good.
  'GET /.well-known/jwks.json': async () => Response.json({ keys: [] }),
}

const userById: Record<string, (request: AuthRequest, context: AuthContext, id: string) => Promise<Response>> = {
  GET: (_, context, id) => admin.getUserById(context, id),
  PUT: admin.updateUserById,
  DELETE: admin.deleteUser,
}

/** Signing up, in and on again are the frequent ones, and take nothing from anybody. */
const changesAccounts = (method: string, path: string) =>
  path === '/verify' || (method !== 'GET' && path !== '/token' && path !== '/signup')

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const onUser = new RegExp(`^/admin/users/(${uuid})$`, 'i')

function findEndpoint(method: string, path: string): Endpoint {
  const endpoint = endpoints[`${method} ${path}`]
  if (endpoint) return endpoint
  const id = onUser.exec(path)?.[1]
  const forUser = userById[method]
  if (id && forUser) return (request, context) => forUser(request, context, id)
  throw new AuthError(404, 'not_supported', `${method} ${path} is not supported by this server`)
}

function publicSettings({ settings, mailer }: AuthContext): Record<string, unknown> {
  return {
    external: { anonymous_users: settings.anonymous, email: true, phone: false },
    disable_signup: !settings.signUp,
    mailer_autoconfirm: mailer?.autoconfirm ?? true,
    phone_autoconfirm: false,
    sms_provider: '',
    saml_enabled: false,
  }
}
