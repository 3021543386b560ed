/** Any page may call: what a caller may do hangs on keys and tokens in headers, never on cookies. */
export const corsHeaders: readonly (readonly [string, string])[] = [
  ['access-control-allow-origin', '*'],
  ['access-control-expose-headers', 'link, retry-after, x-relay-error, x-supabase-api-version, x-total-count'],
]

const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'
const usualHeaders = 'authorization, apikey, content-type, x-client-info, x-supabase-api-version'
const daySeconds = 86_400

/** Allows the headers that were asked for, so that a newer client library's own headers pass. */
export function preflight(request: Request): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...Object.fromEntries(corsHeaders),
      'access-control-allow-methods': methods,
      'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? usualHeaders,
      'access-control-max-age': String(daySeconds),
      vary: 'access-control-request-headers',
    },
  })
}
