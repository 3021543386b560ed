import { randomBytes } from 'node:crypto'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { Sql } from 'postgres'
import { type Config, readConfig } from '../../src/server/config.ts'
import type { Keys } from '../../src/server/keys.ts'
import { serve } from '../../src/server/server.ts'
import { type FreshDatabase, freshDatabase } from './fresh-database.ts'

export type TestServer = {
  url: string
  keys: Keys
  /** Superuser on the server's database. */
  sql: Sql
  adminUrl: string
  gatewayUrl: string
  /** A supabase-js client: signed out, or with the user token given. */
  client: (token?: string) => SupabaseClient
  /** A supabase-js client with the secret key. */
  service: () => SupabaseClient
  stop: () => Promise<void>
}

/** The real server, in this process, on a free port over a fresh database, or over the one given, which it then drops. */
export async function startTestServer(options: Partial<Config> = {}, given?: FreshDatabase): Promise<TestServer> {
  const database = given ?? (await freshDatabase())
  const keys = freshKeys()
  const config = { ...readConfig({}), port: 0, demo: false, ...options }
  const { url, close } = await serve({ config, keys, database })
  const connect = (key: string, token?: string) =>
    createClient(url, key, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      ...(token ? { accessToken: async () => token } : {}),
    })
  return {
    url,
    keys,
    ...database,
    client: (token) => connect(keys.publishableKey, token),
    service: () => connect(keys.secretKey),
    stop: async () => {
      await close(1_000)
      await database.drop()
    },
  }
}

const random = (bytes: number) => randomBytes(bytes).toString('base64url')

function freshKeys(): Keys {
  return {
    publishableKey: `sb_publishable_${random(24)}`,
    secretKey: `sb_secret_${random(32)}`,
    jwtSecret: random(48),
  }
}
