import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Keys } from '../../keys.ts'

/** What Deno itself needs to fetch packages where the network is not plain. */
const ofDeno = ['DENO_CERT', 'DENO_TLS_CA_STORE', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'NPM_CONFIG_REGISTRY']
const ofWindows = ['SystemRoot', 'TEMP']

/**
 * The whole environment of a function: the names that hosted Supabase gives it, then those of `supabase/functions/.env`. Nothing
 * else of the server's own environment is in it.
 */
export async function environmentOf(options: {
  project: string
  url: string
  keys: Pick<Keys, 'publishableKey' | 'secretKey'>
  /** Where Deno keeps what it has fetched and compiled. */
  cache: string
  own?: NodeJS.ProcessEnv
}): Promise<Record<string, string>> {
  const { project, url, keys, cache, own = process.env } = options
  const given = [...ofDeno, ...ofWindows].flatMap((name) => (own[name] ? [[name, own[name]]] : []))
  return {
    ...(await readSecrets(join(project, 'supabase', 'functions', '.env'))),
    ...Object.fromEntries(given),
    SUPABASE_URL: url,
    SUPABASE_ANON_KEY: keys.publishableKey,
    SUPABASE_SERVICE_ROLE_KEY: keys.secretKey,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secretKey }),
    DENO_DIR: cache,
    DENO_NO_UPDATE_CHECK: '1',
    DENO_NO_PACKAGE_JSON: '1', // packages come from the import map, as on hosted Supabase
    NO_COLOR: '1',
  }
}

/** Names that begin with SUPABASE_ or DENO_ are not the project's to give, as the Supabase CLI has it. */
async function readSecrets(file: string): Promise<Record<string, string>> {
  const content = await readFile(file, 'utf8').catch(() => '')
  const entries = Object.entries(parseEnv(content)).filter(([name]) => !/^(SUPABASE|DENO)_/.test(name))
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']))
}
