import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'

type Inside = {
  supabaseUrl: string
  supabaseKey: string
  accessToken?: () => Promise<string | null>
  channel?: unknown
}

/** supabase-js keeps its address and key to itself, but calls of ours beside it need them. */
export const insideOf = (client: PaddockClient) => client as unknown as Inside

/** An address below that of the API. */
export function addressOf(client: PaddockClient, path: string): URL {
  const { supabaseUrl } = insideOf(client)
  return new URL(path, supabaseUrl.endsWith('/') ? supabaseUrl : `${supabaseUrl}/`)
}

/** The headers that say who calls: the key, and the token of somebody signed in. */
export async function callerHeaders(client: PaddockClient): Promise<Record<string, string>> {
  const { supabaseKey } = insideOf(client)
  const token = await tokenOf(client)
  return token ? { apikey: supabaseKey, authorization: `Bearer ${token}` } : { apikey: supabaseKey }
}

/** The access token of whoever is signed in; null for a visitor. */
export async function tokenOf(client: PaddockClient): Promise<string | null> {
  const { accessToken } = insideOf(client)
  if (accessToken) return await accessToken()
  const { session } = unwrap(await client.auth.getSession())
  return session?.access_token ?? null
}
