import { createClient } from '@supabase/supabase-js'
import type { PaddockClient } from '../../client/client.ts'
import type { Database } from '../../client/database.generated.ts'
import { clearIncoming, dataFolderStore } from '../../import/data-folder-store.ts'
import type { PhotoStore } from '../../import/photo-store.ts'
import { supabaseStore } from '../../import/supabase-store.ts'
import { type Config, ConfigError } from '../config.ts'
import { startServer } from '../server.ts'
import { runningServer } from './running-server.ts'

/** Where an import writes to: rows through the API with the secret key, files beside them. */
export type ImportTarget = {
  client: PaddockClient
  store: PhotoStore
  close: () => Promise<void>
  /** Ends at once what was started for the occasion. */
  kill: () => Promise<void>
}

const nothing = async () => {}

/**
 * The server that runs on this data folder, or one started for the occasion on a free port of this machine.
 *
 * @throws {ConfigError}
 */
export async function dataFolderTarget(config: Config): Promise<ImportTarget> {
  const store = dataFolderStore(config.dataDir)
  await clearIncoming(config.dataDir)
  const running = await runningServer(config.dataDir)
  if (running) return { client: connect(running.url, running.secretKey), store, close: nothing, kill: nothing }
  const server = await startServer({ config: { ...config, host: '127.0.0.1', port: 0, demo: false } })
  return { client: connect(server.url, server.keys.secretKey), store, close: server.stop, kill: server.kill }
}

/**
 * A Supabase project, named by SUPABASE_URL and SUPABASE_SECRET_KEY.
 *
 * @throws {ConfigError} when one of them is missing
 */
export function supabaseTarget(env: NodeJS.ProcessEnv): ImportTarget {
  const { SUPABASE_URL: url = '', SUPABASE_SECRET_KEY: secretKey = '' } = env
  if (!/^https?:\/\//.test(url) || !URL.canParse(url) || !secretKey) {
    throw new ConfigError(
      '--storage supabase needs SUPABASE_URL (https://<project>.supabase.co) and SUPABASE_SECRET_KEY in the environment.',
    )
  }
  const client = connect(url, secretKey)
  return { client, store: supabaseStore(client), close: nothing, kill: nothing }
}

function connect(url: string, secretKey: string): PaddockClient {
  const auth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
  return createClient<Database>(url, secretKey, { auth })
}
