import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const packBr = promisify(brotliCompress)
const packGzip = promisify(gzip)

/** Below this an answer is one packet either way. */
const worthwhile = 1_400
/** What is larger is sent as it is: packing it would hold a processor for longer than most networks need. */
const most = 8 * 1024 * 1024
const text = /^(text\/(?!event-stream)|application\/(json|[\w.+-]*\+json|xml|manifest\+json)|image\/svg\+xml)/

/** The encoding that the caller takes and we pack best; null for none. A q of 0 is a refusal. */
export function encodingFor(accepted: string | null): 'br' | 'gzip' | null {
  const takes = new Map(
    (accepted ?? '').split(',').map((each) => {
      const [name = '', ...parameters] = each
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const q = parameters.find((parameter) => parameter.startsWith('q='))
      return [name, q === undefined ? 1 : Number(q.slice(2))] as const
    }),
  )
  const wants = (name: string) => (takes.get(name) ?? takes.get('*') ?? 0) > 0
  return wants('br') ? 'br' : wants('gzip') ? 'gzip' : null
}

/**
 * The answer, packed where that is worth it: text of a known end, for whoever takes it.
 *
 * BREACH needs a secret beside words of an attacker in one packed answer that the attacker's page can make a browser
 * ask for with the victim's rights. No door takes cookies: rights are in headers that another site cannot send. Answers
 * with tokens in them (`/auth/v1`) are left out nevertheless.
 */
export async function compressed(request: Request, response: Response): Promise<Response> {
  const { headers, status } = response
  if (!text.test(headers.get('content-type') ?? '') || headers.has('content-encoding')) return response
  if (status === 204 || status === 206 || status === 304) return response
  const encoding = encodingFor(request.headers.get('accept-encoding'))
  if (!/accept-encoding/i.test(headers.get('vary') ?? '')) headers.append('vary', 'accept-encoding')
  const length = Number(headers.get('content-length') ?? most)
  if (!encoding || request.method === 'HEAD' || length > most || length < worthwhile) return response
  // To look at the body makes a stream of it, which costs more than a small answer does: it comes after everything else.
  if (!response.body) return response
  const plain = Buffer.from(await response.arrayBuffer())
  const packed = plain.length < worthwhile || plain.length > most ? plain : await pack(plain, encoding)
  const sent = new Headers(headers)
  if (packed !== plain) sent.set('content-encoding', encoding)
  sent.set('content-length', String(packed.length))
  return new Response(new Uint8Array(packed), { status, statusText: response.statusText, headers: sent })
}

const pack = (plain: Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> =>
  encoding === 'br'
    ? packBr(plain, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 4, // as fast as gzip, and smaller
          [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
        },
      })
    : packGzip(plain, { level: 5 })
