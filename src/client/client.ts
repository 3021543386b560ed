import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { Database } from './database.generated.ts'
import { endingSessions } from './session-end.ts'

/** A supabase-js client that knows Paddock's tables. Any client of the same project will do. */
export type PaddockClient = SupabaseClient<Database>

/**
 * A client for a browser: it remembers the session, renews it, and ends it when the server has.
 *
 * @param url where the API is, such as `https://xyz.supabase.co` or `http://127.0.0.1:54321`
 * @param publishableKey `sb_publishable_...`; a secret key is refused by the server
 * @example
 * const client = createPaddock('http://127.0.0.1:54321', 'sb_publishable_...')
 */
export function createPaddock(url: string, publishableKey: string): PaddockClient {
  const client: PaddockClient = createClient<Database>(url, publishableKey, {
    auth: { detectSessionInUrl: false },
    global: { fetch: endingSessions(() => client.auth.signOut({ scope: 'local' })) },
  })
  return client
}
