import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type StoredObject = { type: string; cacheControl: string; bytes: Buffer }

export type StorageServer = {
  /** Of a whole project: storage here, everything else passed on to `apiUrl`. */
  url: string
  buckets: Map<string, { public: boolean; allowed_mime_types: string[] | null }>
  /** By `<bucket>/<path>`. */
  objects: Map<string, StoredObject>
  /** Writes from now on are answered with this status; null ends it. */
  fail: (status: number | null) => void
  stop: () => Promise<void>
}

/** Speaks what Supabase's storage-api speaks of buckets and objects, for whoever has the secret key. */
export async function startStorageServer(apiUrl: string, secretKey: string): Promise<StorageServer> {
  const buckets: StorageServer['buckets'] = new Map()
  const objects: StorageServer['objects'] = new Map()
  let failure: number | null = null

  const answer = async (method: string, path: string, request: IncomingMessage): Promise<[number, unknown]> => {
    const body = await read(request)
    const bucket = /^\/bucket(?:\/([^/]+))?$/.exec(path)
    if (bucket && method === 'GET') {
      const found = buckets.get(bucket[1] ?? '')
      return found ? [200, { id: bucket[1], name: bucket[1], ...found }] : refuse(404, 'Bucket not found')
    }
    if (bucket && method === 'POST') {
      const { id, public: isPublic, allowed_mime_types = null } = JSON.parse(body.toString())
      if (buckets.has(id)) return refuse(409, 'The resource already exists')
      buckets.set(id, { public: isPublic, allowed_mime_types })
      return [200, { name: id }]
    }
    const list = /^\/object\/list\/([^/]+)$/.exec(path)?.[1]
    if (list && method === 'POST') {
      const prefix = `${list}/${JSON.parse(body.toString()).prefix}/`
      const names = [...objects.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
      return [200, names.map((name) => ({ name, id: name }))]
    }
    const [, inBucket = '', key = ''] = /^\/object\/([^/]+)(?:\/(.+))?$/.exec(path) ?? []
    const allowed = buckets.get(inBucket)
    if (!allowed) return refuse(404, 'Bucket not found')
    if (method === 'DELETE') {
      for (const prefix of JSON.parse(body.toString()).prefixes) objects.delete(`${inBucket}/${prefix}`)
      return [200, []]
    }
    if (method !== 'POST') return refuse(404, 'Not found')
    if (failure !== null) return refuse(failure, 'The storage is out of order')
    const type = request.headers['content-type'] ?? ''
    if (allowed.allowed_mime_types && !allowed.allowed_mime_types.includes(type)) {
      return refuse(415, `mime type ${type} is not supported`)
    }
    const name = `${inBucket}/${decodeURIComponent(key)}`
    if (objects.has(name) && request.headers['x-upsert'] !== 'true') return refuse(409, 'The resource already exists')
    objects.set(name, { type, cacheControl: request.headers['cache-control'] ?? '', bytes: body })
    return [200, { Key: name, Id: name }]
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url = '/' } = request
    if (!url.startsWith('/storage/v1/')) return await passOn(apiUrl, request, response)
    const path = url.slice('/storage/v1'.length)
    const shown = /^\/object\/public\/(.+)$/.exec(path)?.[1]
    if (shown) {
      const found = objects.get(decodeURIComponent(shown))
      if (!found || !buckets.get(shown.split('/')[0] ?? '')?.public) return send(response, ...refuse(404, 'Not found'))
      response.writeHead(200, { 'content-type': found.type, 'cache-control': found.cacheControl })
      response.end(found.bytes)
      return
    }
    if (request.headers.apikey !== secretKey) return send(response, ...refuse(403, 'Invalid Compact JWS'))
    send(response, ...(await answer(method, path, request)))
  }

  const server = createServer((request, response) => void handle(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    buckets,
    objects,
    fail: (status) => {
      failure = status
    },
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** As storage-api does: status 400 for most, the real one in the body. */
function refuse(status: number, message: string): [number, unknown] {
  return [status >= 500 ? status : 400, { statusCode: String(status), error: message, message }]
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

async function passOn(apiUrl: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = new Headers()
  for (const name of ['apikey', 'authorization', 'content-type', 'accept', 'prefer']) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  const body = await read(request)
  const answer = await fetch(apiUrl + request.url, {
    method: request.method ?? 'GET',
    headers,
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  })
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' })
  response.end(Buffer.from(await answer.arrayBuffer()))
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
