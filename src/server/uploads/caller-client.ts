import type { PaddockClient } from '../../client/client.ts'
import type { Database } from '../../client/database.generated.ts'
import type { FetchInProcess } from '../fetch-in-process.ts'

/** A client that is whoever sent the request: the same key and token, and so the same rights. */
export async function callerClient(request: Request, fetchInProcess: FetchInProcess): Promise<PaddockClient> {
  const { createClient } = await import('@supabase/supabase-js') // a server without uploads need not have it in memory
  const { origin, searchParams } = new URL(request.url)
  const key = request.headers.get('apikey') ?? searchParams.get('apikey') ?? ''
  const token = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization')?.trim() ?? '')?.[1]
  return createClient<Database>(origin, key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: fetchInProcess },
    ...(token ? { accessToken: async () => token } : {}),
  })
}
