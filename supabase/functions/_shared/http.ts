/** An answer other than success: `code` for programs, `message` for people. */
export class FunctionError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'FunctionError'
    this.status = status
    this.code = code
  }
}

const cors = { 'access-control-allow-origin': '*' }
const maxBodyBytes = 16 * 1024

/**
 * The frame of every function: CORS, which Supabase leaves to the function, and errors as `{ code, message }`.
 * Anything but a FunctionError is logged, and told to nobody.
 */
export function serveFunction(
  handler: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method === 'OPTIONS') return preflight(request)
    try {
      return await handler(request)
    } catch (error) {
      if (error instanceof FunctionError) return json({ code: error.code, message: error.message }, error.status)
      console.error(error)
      return json({ code: 'internal_error', message: 'The function failed. Try again.' }, 500)
    }
  }
}

/** Were a browser to show an answer as a page, nothing in it would run, load or be framed. */
const asData = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

const dataHeaders = { ...cors, ...asData, 'content-type': 'application/json' }

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return jsonText(JSON.stringify(body), status, headers)
}

/** One that is written already. */
export function jsonText(text: string, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(text, { status, headers: { ...dataHeaders, ...headers } })
}

export function png(picture: Uint8Array, headers: Record<string, string> = {}): Response {
  return new Response(new Uint8Array(picture), {
    headers: { ...cors, 'content-type': 'image/png', ...asData, ...headers },
  })
}

export function svg(text: string, headers: Record<string, string> = {}): Response {
  return new Response(text, {
    headers: {
      ...cors,
      'content-type': 'image/svg+xml; charset=utf-8',
      ...asData,
      ...headers,
    },
  })
}

/** The fields of a JSON body, or of the query string for GET. */
export async function readInput(request: Request): Promise<Record<string, unknown>> {
  if (request.method === 'GET') return Object.fromEntries(new URL(request.url).searchParams)
  if (request.method !== 'POST') throw new FunctionError(405, 'method_not_allowed', 'Use GET or POST.')
  const text = await readText(request)
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    throw new FunctionError(400, 'bad_json', 'The request body is not JSON.')
  }
  throw new FunctionError(400, 'bad_json', 'The request body must be a JSON object.')
}

async function readText(request: Request): Promise<string> {
  if (announcesAtMost(request.headers)) return await request.text()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > maxBodyBytes) {
      throw new FunctionError(413, 'body_too_large', `The request body is larger than ${maxBodyBytes / 1024} kB.`)
    }
    chunks.push(chunk)
  }
  return await new Blob(chunks as BlobPart[]).text()
}

/** HTTP reads no byte more than was announced; a length beside chunks counts for nothing (RFC 9112, 6.3). */
function announcesAtMost(headers: Headers): boolean {
  const length = headers.get('content-length')
  return length !== null && Number(length) <= maxBodyBytes && !headers.has('transfer-encoding')
}

function preflight(request: Request): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...cors,
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers':
        request.headers.get('access-control-request-headers') ?? 'authorization, apikey, content-type, x-client-info',
      'access-control-max-age': '86400',
      vary: 'access-control-request-headers',
    },
  })
}
