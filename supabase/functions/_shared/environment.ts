/** What a function knows of the project it runs in: from Deno.env on Supabase, from the server on Node. */
export type FunctionEnvironment = {
  supabaseUrl: string
  publishableKey: string
  /** How to reach supabaseUrl, where that is not over the network. */
  // biome-ignore lint/style/noRestrictedGlobals: the type only.
  fetch?: typeof fetch
  /** A drawing as PNG, where that can be made; null where it cannot after all. */
  png?: (svg: string) => Promise<Uint8Array | null>
}

/**
 * Reads the variables that Supabase sets for every function; a self-hosted one may set SUPABASE_PUBLISHABLE_KEY.
 *
 * @throws {Error} naming the variable that is missing
 */
export function readEnvironment(get: (name: string) => string | undefined): FunctionEnvironment {
  const supabaseUrl = get('SUPABASE_URL')
  if (!supabaseUrl) throw new Error('SUPABASE_URL is not set.')
  const publishableKey =
    namedKey(get('SUPABASE_PUBLISHABLE_KEYS')) ?? get('SUPABASE_PUBLISHABLE_KEY') ?? get('SUPABASE_ANON_KEY')
  if (!publishableKey)
    throw new Error('SUPABASE_PUBLISHABLE_KEYS, SUPABASE_PUBLISHABLE_KEY or SUPABASE_ANON_KEY must be set.')
  return { supabaseUrl, publishableKey }
}

/**
 * The key that passes every policy, for functions that write what people may only read.
 *
 * @throws {Error} where none is set
 */
export function readSecretKey(get: (name: string) => string | undefined): string {
  const key = namedKey(get('SUPABASE_SECRET_KEYS')) ?? get('SUPABASE_SECRET_KEY') ?? get('SUPABASE_SERVICE_ROLE_KEY')
  if (!key) throw new Error('SUPABASE_SECRET_KEYS, SUPABASE_SECRET_KEY or SUPABASE_SERVICE_ROLE_KEY must be set.')
  return key
}

/** `{"default":"sb_publishable_..."}` */
function namedKey(json: string | undefined): string | undefined {
  if (!json) return undefined
  const keys = JSON.parse(json) as Record<string, string>
  return keys.default ?? Object.values(keys)[0]
}
