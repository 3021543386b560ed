import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { ApiError } from '../api-error.ts'

/** `contentHash`: SHA-256 of the bytes, in hex. */
export type Received = { path: string; contentHash: string; remove: () => Promise<void> }

/**
 * Writes the body to a file as it comes, so that slow senders cost a file each and no memory.
 *
 * @throws {ApiError} 413 `too_large`, announced or found out; 400 `no_file`, `upload_interrupted`
 */
export async function receiveFile(request: Request, folder: string, maxBytes: number): Promise<Received> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  if (!request.body) throw new ApiError(400, 'no_file', 'The request has no body. Send the file itself as the body.')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${randomUUID()}.part`)
  const remove = () => rm(path, { force: true })
  try {
    const body = Readable.fromWeb(request.body as ReadableStream<Uint8Array>)
    const hash = createHash('sha256')
    const checked = measured(maxBytes, (chunk) => hash.update(chunk))
    await pipeline(body, checked, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    return { path, contentHash: hash.digest('hex'), remove }
  } catch (error) {
    await remove()
    if (error instanceof ApiError || isFull(error)) throw error
    throw interrupted(error)
  }
}

export const interrupted = (cause?: unknown) =>
  new ApiError(400, 'upload_interrupted', 'The file did not arrive completely. Send it again.', { cause })

export const isFull = (error: unknown) =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException | null)?.code ?? '')

function measured(maxBytes: number, look: (chunk: Buffer) => void): Transform {
  let size = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > maxBytes) return done(tooLarge(maxBytes))
      look(chunk)
      done(null, chunk)
    },
  })
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError(413, 'too_large', `The file is too large: at most ${maxBytes / 1024 / 1024} MB are taken.`)
}
