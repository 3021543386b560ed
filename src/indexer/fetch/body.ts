import type { IncomingMessage } from 'node:http'
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { FetchError } from './refusal.ts'

/** How much is taken: on the wire and unpacked alike. `truncate` keeps the beginning of a longer body. */
export type BodyLimit = { bytes: number; truncate?: boolean }

export type Body = { bytes: Uint8Array; truncated: boolean; onWire: number }

/** What we say that we can unpack. */
export const acceptEncoding = 'gzip, br, deflate'

/**
 * Reads a whole answer, unpacking it as it comes. A bomb is noticed at the limit: what is unpacked is counted, and the
 * unpacker is stopped with its first chunk too many.
 *
 * @throws {FetchError} too_large, unknown_encoding, invalid_response (cannot be unpacked), connection_lost
 */
export async function readBody(answer: IncomingMessage, url: string, limit: BodyLimit): Promise<Body> {
  const announced = Number(answer.headers['content-length'])
  if (announced > limit.bytes && !limit.truncate) throw tooLarge(url, limit)
  const steps = unpackers(answer.headers['content-encoding'], url)
  let onWire = 0
  answer.on('data', (chunk: Buffer) => {
    onWire += chunk.length
  })
  const source = steps.reduce<NodeJS.ReadableStream>((from, step) => forward(from, step), answer)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      const room = limit.bytes - size
      if (chunk.length > room) {
        if (!limit.truncate) throw tooLarge(url, limit)
        return { bytes: Buffer.concat([...chunks, chunk.subarray(0, room)]), truncated: true, onWire }
      }
      chunks.push(chunk)
      size += chunk.length
    }
  } catch (error) {
    if (error instanceof FetchError) throw error
    if (answer.errored || !answer.complete) throw lost(url, error)
    throw new FetchError('invalid_response', url, 'The answer cannot be unpacked.', error)
  } finally {
    for (const step of steps) step.destroy()
  }
  if (!answer.complete) throw lost(url)
  return { bytes: Buffer.concat(chunks, size), truncated: false, onWire }
}

const tooLarge = (url: string, { bytes }: BodyLimit) =>
  new FetchError('too_large', url, `The answer is larger than ${Math.round(bytes / 1024).toLocaleString('en')} kB.`)

const lost = (url: string, cause?: unknown) =>
  new FetchError('connection_lost', url, 'The connection was lost before the answer was whole.', cause)

/** `pipe` passes no errors on. */
function forward(from: NodeJS.ReadableStream, step: Transform): Transform {
  from.once('error', (error) => step.destroy(error))
  from.once('close', () => !(from as IncomingMessage).readableEnded && step.destroy(new Error('It was closed.')))
  return from.pipe(step)
}

/** In the order in which they undo what was done to the body. */
function unpackers(encoding: string | undefined, url: string): Transform[] {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .flatMap((name) => name.trim() || [])
  const real = names.filter((name) => name !== 'identity')
  if (real.length > 2) throw new FetchError('unknown_encoding', url, 'The answer is packed more than twice.')
  return real.reverse().map((name) => {
    if (name === 'gzip' || name === 'x-gzip') return createGunzip()
    if (name === 'br') return createBrotliDecompress()
    if (name === 'deflate') return createInflate()
    throw new FetchError(
      'unknown_encoding',
      url,
      `The answer is packed in ${name.slice(0, 40)}, which nobody asked for.`,
    )
  })
}
