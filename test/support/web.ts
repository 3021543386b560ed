import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AllowList, readAllowList } from '../../src/indexer/fetch/index.ts'

export type Logged = {
  host: string
  path: string
  /** When it came and when its answer went out, in milliseconds. */
  at: number
  answeredAt: number
  status: number
  conditional: boolean
  userAgent: string
}

/** What a host answers: a page as HTML, or whatever it does with the response. */
export type Answers = (path: string, request: IncomingMessage, response: ServerResponse) => string | undefined

export type Web = {
  port: number
  /** Every request, in the order in which they came. */
  log: Logged[]
  url: (host: string, path?: string) => string
  /** For the guard: the names of this web lead to it. */
  allowed: AllowList
  resolve: () => Promise<{ address: string; family: number }[]>
  close: () => Promise<void>
}

/** A web of several hosts on one port, told apart by name, that logs every request. */
export async function serveHosts(hosts: Record<string, Answers>): Promise<Web> {
  const log: Logged[] = []
  const server: Server = createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '')
    const path = request.url ?? ''
    const { 'if-none-match': etag, 'if-modified-since': since, 'user-agent': userAgent = '' } = request.headers
    const entry: Logged = {
      host,
      path,
      at: performance.now(),
      answeredAt: 0,
      status: 0,
      conditional: Boolean(etag ?? since),
      userAgent,
    }
    log.push(entry)
    response.once('close', () => Object.assign(entry, { answeredAt: performance.now(), status: response.statusCode }))
    const page = hosts[host]?.(path, request, response)
    if (page !== undefined) sendPage(request, response, page)
    else if (!hosts[host]) response.writeHead(421).end()
  })
  server.listen(0, '127.0.0.1', 4096)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    log,
    url: (host, path = '/') => `http://${host}:${port}${path}`,
    allowed: readAllowList(
      Object.keys(hosts)
        .map((host) => `${host}:${port}`)
        .join(),
    ),
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** Sends HTML with an ETag of its content, or 304 where the asker has it. */
export function sendPage(request: IncomingMessage, response: ServerResponse, page: string): void {
  const etag = `"${page.length}-${[...page].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7)}"`
  if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
  else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', etag }).end(page)
}

export const notFound = (response: ServerResponse, status = 404): undefined => {
  response.writeHead(status, { 'content-type': 'text/html' }).end('<p>Not found</p>')
}

/** A page of HTML with this text and links to these. */
export const htmlPage = (text: string, links: string[] = [], head = ''): string =>
  `<!doctype html><html><head><title>${text.slice(0, 40)}</title>${head}</head><body><main><p>${text}</p></main><nav>${links
    .map((link) => `<a href="${link}">more</a>`)
    .join('')}</nav></body></html>`
