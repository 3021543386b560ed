import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { Database } from './database.generated.ts'

/** A supabase-js client that knows Paddock's tables. Any client of the same project will do. */
export type PaddockClient = SupabaseClient<Database>

/**
 * A client for a browser: it remembers the session and renews it. When the server says that the session is over (signed out
 * everywhere, banned), the client is signed out, and what was asked is asked again without it: what is public stays readable.
 *
 * @param url where the API is, such as `https://xyz.supabase.co` or `http://127.0.0.1:54321`
 * @param publishableKey `sb_publishable_...`; a secret key is refused by the server
 * @example
 * const client = createPaddock('http://127.0.0.1:54321', 'sb_publishable_...')
 */
export function createPaddock(url: string, publishableKey: string): PaddockClient {
  const client: PaddockClient = createClient<Database>(url, publishableKey, {
    auth: { detectSessionInUrl: false },
    global: {
      fetch: async (input, init) => {
        const response = await outliveThePage(input, init)
        if (response.status !== 401 || !(await saysRevoked(response))) return response
        await client.auth.signOut({ scope: 'local' })
        const headers = new Headers(init?.headers)
        headers.delete('authorization')
        const again = await outliveThePage(input, { ...init, headers })
        return again.status === 401 ? response : again // which says why: the session is over, or the account gone
      },
    },
  })
  return client
}

async function saysRevoked(response: Response): Promise<boolean> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : null
  return typeof message === 'string' && message.startsWith('JWT revoked')
}

/** The dwell of a photo is logged when the page is left; `keepalive` lets that one request finish. */
// biome-ignore lint/style/noRestrictedGlobals: the project's own API, in the browser.
const outliveThePage: typeof fetch = (input, init) =>
  // biome-ignore lint/style/noRestrictedGlobals: the project's own API, in the browser.
  fetch(input, String(input).includes('/rest/v1/image_views') ? { ...init, keepalive: true } : init)
