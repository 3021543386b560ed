import { PostgrestClient } from '@supabase/postgrest-js'
import type { PaddockClient } from '../../client/client.ts'
import type { Database } from '../../client/database.generated.ts'
import { endingSessions, type Fetch } from '../../client/session-end.ts'
import { watched } from '../reach.ts'
import { createLightAuth } from './auth.ts'

/**
 * The parts of a supabase-js client that the page uses, made of the same packages: at once what reads tables; accounts and
 * functions when they are needed; files and channels, of which this server has others, not at all.
 *
 * @param url absolute
 */
export function createLightClient(url: string, key: string): PaddockClient {
  const base = new URL(url.endsWith('/') ? url : `${url}/`)
  const door = (name: string) => new URL(name, base).href
  const auth = createLightAuth({
    url: door('auth/v1'),
    key,
    // The name that supabase-js gives it: who was signed in stays so.
    storageKey: `sb-${base.hostname.split('.')[0]}-auth-token`,
    fetch: watched(endingSessions(() => auth.signOut({ scope: 'local' }))),
  })
  const asCaller =
    (fetch: Fetch, fallback: string | null): Fetch =>
    async (input, init) => {
      const { data, error } = await auth.getSession()
      if (error instanceof TypeError) throw error // offline, and who is signed in is not known
      const headers = new Headers(init?.headers)
      if (!headers.has('apikey')) headers.set('apikey', key)
      const token = data.session?.access_token ?? fallback
      if (token && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`)
      return await fetch(input, { ...init, headers })
    }
  const fetchAnything = watched(endingSessions(() => auth.signOut({ scope: 'local' })))
  const rest = new PostgrestClient<Database>(door('rest/v1'), {
    schema: 'public',
    fetch: asCaller(fetchAnything, key),
  })
  const light = {
    supabaseUrl: base.href,
    supabaseKey: key,
    auth,
    from: rest.from.bind(rest),
    rpc: rest.rpc.bind(rest),
    functions: {
      invoke: async (...call: Parameters<PaddockClient['functions']['invoke']>) => {
        const { FunctionsClient } = await import('@supabase/functions-js')
        return await new FunctionsClient(door('functions/v1'), { customFetch: asCaller(fetchAnything, null) }).invoke(
          ...call,
        )
      },
    },
  }
  // What is left out is never called by the page: `listenToRealtime` looks for channels first.
  return light as unknown as PaddockClient
}
