import { createClient } from '@supabase/supabase-js'
import type { PaddockClient } from '../../client/client.ts'
import type { Database } from '../../client/database.generated.ts'
import { ConfigError, readConfig } from '../config.ts'
import { openDoors } from '../doors.ts'
import type { FetchInProcess } from '../fetch-in-process.ts'
import { loadKeys } from '../keys.ts'
import { migrate } from '../migrate.ts'
import { onDatabase } from './on-database.ts'
import { runningServer } from './running-server.ts'

export const clientSettings = `  PADDOCK_URL, PADDOCK_KEY   Another server or a Supabase project: its address and key. Without them: the server that runs on
                             this data, else the database is opened for as long as the command works
  PADDOCK_ACCESS_TOKEN       A member's access token: then with that member's rights`

/**
 * A client of the server that the settings name.
 *
 * @param key which of the local server's keys: `publishableKey` sees what a visitor sees, `secretKey` everything
 */
export async function withClient(
  key: 'publishableKey' | 'secretKey',
  work: (client: PaddockClient, url: string) => Promise<void>,
): Promise<void> {
  const { PADDOCK_URL: url, PADDOCK_KEY: theirs } = process.env
  if (Boolean(url) !== Boolean(theirs)) throw new ConfigError('PADDOCK_URL and PADDOCK_KEY come together.')
  if (url && !URL.canParse(url)) throw new ConfigError(`PADDOCK_URL ${url} is no address.`)
  if (url && theirs) return await work(connect(url, theirs), url)
  const config = readConfig()
  const running = config.databaseUrl ? null : await runningServer(config.dataDir)
  if (running) return await work(connect(running.url, running[key]), running.url)
  const keys = await loadKeys(config.dataDir)
  await onDatabase(config, async (adminUrl) => {
    await migrate(adminUrl)
    const database = { adminUrl, gatewayUrl: adminUrl }
    const inside = 'http://localhost'
    const doors = await openDoors({ config, keys, database, url: () => inside, address: () => inside, smtp: null })
    try {
      await work(
        connect(inside, keys[key], async (input, init) => doors.fetch(new Request(input, init))),
        inside,
      )
    } finally {
      await doors.close()
    }
  })
}

function connect(url: string, key: string, fetchInProcess?: FetchInProcess): PaddockClient {
  const token = process.env.PADDOCK_ACCESS_TOKEN
  return createClient<Database>(url, key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    ...(token ? { accessToken: async () => token } : {}),
    ...(fetchInProcess ? { global: { fetch: fetchInProcess } } : {}),
  })
}
