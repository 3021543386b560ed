import { once } from 'node:events'
import type { PaddockClient } from '../../client/client.ts'
import { ConfigError } from '../config.ts'
import { clientSettings, withClient } from './with-client.ts'

export const usage = `paddock mcp: serve search, documents and research to agents over the Model Context Protocol, on standard input and output

Tools: search_sources, open_document, document_text, find_vehicles, research_spec. They see what a visitor sees, or with an access
token what its member sees, and the documents of their own vehicles.

${clientSettings}

The protocol's SDK is a package of the server's: an application that takes only the components has none.`

export async function run(): Promise<void> {
  console.log = console.error // standard output is the protocol's
  await withClient('publishableKey', serve)
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
