import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { Database } from './database.generated.ts'

/** A supabase-js client that knows Paddock's tables. Any client of the same project will do. */
export type PaddockClient = SupabaseClient<Database>

/**
 * A client for a browser: it remembers the session and renews it.
 *
 * @param url where the API is, such as `https://xyz.supabase.co` or `http://127.0.0.1:54321`
 * @param publishableKey `sb_publishable_...`; a secret key is refused by the server
 * @example
 * const client = createPaddock('http://127.0.0.1:54321', 'sb_publishable_...')
 */
export function createPaddock(url: string, publishableKey: string): PaddockClient {
  return createClient<Database>(url, publishableKey, {
    auth: { detectSessionInUrl: false },
    global: { fetch: outliveThePage },
  })
}

/** The dwell of a photo is logged when the page is left; `keepalive` lets that one request finish. */
// biome-ignore lint/style/noRestrictedGlobals: the project's own API, in the browser.
const outliveThePage: typeof fetch = (input, init) =>
  // biome-ignore lint/style/noRestrictedGlobals: the project's own API, in the browser.
  fetch(input, String(input).includes('/rest/v1/image_views') ? { ...init, keepalive: true } : init)
