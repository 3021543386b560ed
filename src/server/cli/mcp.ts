import { once } from 'node:events'
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

export const usage = `paddock mcp: serve search, documents and research to agents over the Model Context Protocol, on standard input and output

Tools: search_sources, open_document, document_text, find_vehicles, research_spec. They see what a visitor sees.

  PADDOCK_URL, PADDOCK_KEY   Another server or a Supabase project: its address and publishable key. Without them: the server that
                             runs on this data, else the database is opened for as long as the agent stays
  PADDOCK_ACCESS_TOKEN       A member's access token: then with that member's rights, and the documents of their own vehicles

The protocol's SDK is a package of the server's: an application that takes only the components has none.`

export async function run(): Promise<void> {
  console.log = console.error // standard output is the protocol's
  const { PADDOCK_URL: url, PADDOCK_KEY: key } = process.env
  if (Boolean(url) !== Boolean(key)) throw new ConfigError('PADDOCK_URL and PADDOCK_KEY come together.')
  if (url && !URL.canParse(url)) throw new ConfigError(`PADDOCK_URL ${url} is no address.`)
  if (url && key) return await serve(connect(url, key))
  const config = readConfig()
  const running = config.databaseUrl ? null : await runningServer(config.dataDir)
  if (running) return await serve(connect(running.url, running.publishableKey))
  const keys = await loadKeys(config.dataDir)
  await onDatabase(config, async (adminUrl) => {
    await migrate(adminUrl)
    const database = { adminUrl, gatewayUrl: adminUrl }
    const inside = 'http://localhost'
    const doors = await openDoors({ config, keys, database, url: () => inside, smtp: null })
    try {
      await serve(connect(inside, keys.publishableKey, async (input, init) => doors.fetch(new Request(input, init))))
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

/** Until the agent closes our standard input. */
async function serve(client: PaddockClient): Promise<void> {
  const { createMcpServer, serveStdio } = await loadProtocol()
  const handle = serveStdio(() => createMcpServer(client), { onerror: (error) => console.error(error.message) })
  await once(process.stdin, 'close')
  await handle.close()
}

/** Loaded when asked for: no other command needs it, and it may be left out of an installation. */
async function loadProtocol() {
  try {
    const [{ serveStdio }, { createMcpServer }] = await Promise.all([
      import('@modelcontextprotocol/server/stdio'),
      import('../../mcp/index.ts'),
    ])
    return { serveStdio, createMcpServer }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new ConfigError('The SDK of the protocol is not installed: npm install @modelcontextprotocol/server@2.4.0', {
      cause: error,
    })
  }
}
