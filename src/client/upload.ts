import type { PaddockClient } from './client.ts'
import { PaddockError, unwrap } from './errors.ts'
import { addressOf, callerHeaders } from './inside.ts'
import { type Photo, type PhotoRow, toPhoto } from './photos.ts'

export type UploadOptions = {
  /** How much of the file has been sent, from 0 to 1. Called only where XMLHttpRequest exists, as in any browser. */
  onProgress?: (share: number) => void
  /** Aborting it ends the upload with the signal's reason. */
  signal?: AbortSignal
  /** Where the camera's clock was set, for photos that do not say; this device's zone by default. */
  timeZone?: string
}

/** `duplicate`: the vehicle had this photo already, and `photo` is the one it has. */
export type Upload = { photo: Photo; duplicate: boolean }

/**
 * Adds a photo to a vehicle of the signed-in member: turned upright, in several widths, without its metadata.
 * Sending the same file again is harmless. Needs a Paddock server; hosted Supabase has no such door.
 *
 * @param file JPEG, PNG, WebP or AVIF, up to 30 MB
 * @throws {PaddockError} `not_signed_in`, `not_allowed`, `unknown_vehicle`, `too_many_requests`, `offline`; or why the
 * file is not taken: `too_large`, `too_many_pixels`, `damaged`, `animated`, `empty`, `not_a_photo`,
 * `unsupported_format`, `takes_too_long`, `picture_is_held`; or `busy`, `storage_full`
 * @example
 * await uploadPhoto(client, vehicleId, input.files[0], { onProgress: (share) => bar.value = share })
 */
export async function uploadPhoto(
  client: PaddockClient,
  vehicleId: string,
  file: Blob,
  options: UploadOptions = {},
): Promise<Upload> {
  const timeZone = options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const url = addressOf(client, 'upload/v1/photos')
  url.searchParams.set('vehicle_id', vehicleId)
  url.searchParams.set('time_zone', timeZone)
  return readAnswer(client, await sendFile(url, await callerHeaders(client), file, options))
}

type Answer = { status: number; text: string }

/** A file as the body of a POST, as browsers and others send it. */
export const sendFile: Send = (url, headers, file, options) => {
  // biome-ignore lint/style/noRestrictedGlobals: the project's own API, in the browser.
  const send = typeof XMLHttpRequest === 'function' ? sendWithProgress : sendPlainly
  return send(url, headers, file, options)
}
type Send = (url: URL, headers: Record<string, string>, file: Blob, options: UploadOptions) => Promise<Answer>

const sendPlainly: Send = async (url, headers, file, { signal }) => {
  try {
    // biome-ignore lint/style/noRestrictedGlobals: the project's own API.
    const response = await fetch(url, { method: 'POST', headers, body: file, signal: signal ?? null })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    signal?.throwIfAborted()
    throw offline(error)
  }
}

/** fetch does not tell how much has been sent. */
const sendWithProgress: Send = (url, headers, file, { onProgress, signal }) =>
  new Promise((resolve, reject) => {
    // biome-ignore lint/style/noRestrictedGlobals: the project's own API, in the browser.
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    request.open('POST', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0)
    request.onload = () => resolve({ status: request.status, text: request.responseText })
    request.onerror = () => reject(offline())
    request.onabort = () => reject(signal?.reason ?? offline())
    request.onloadend = () => signal?.removeEventListener('abort', abort)
    signal?.addEventListener('abort', abort)
    if (signal?.aborted) reject(signal.reason)
    else request.send(file)
  })

function offline(cause?: unknown): PaddockError {
  return new PaddockError('offline', 'The file could not be sent. Check the connection and try again.', cause)
}

/** What the file's own fault is, or the server's; anything else is told like every other refusal. */
const withReason: ReadonlySet<number> = new Set([413, 422, 503, 507])

function readAnswer(client: PaddockClient, answer: Answer): Upload {
  if (answer.status !== 200 && answer.status !== 201) throw errorOf(answer)
  const { photo, duplicate } = parseAnswer(answer.text) as { photo: PhotoRow; duplicate: boolean }
  return { photo: toPhoto(client, photo), duplicate }
}

/** What an upload that failed throws. */
export function errorOf({ status, text }: Answer): PaddockError {
  const body = parseAnswer(text)
  const { code = '', message = `HTTP ${status}` } = body as { code?: string; message?: string }
  if (withReason.has(status) && code) return new PaddockError(code, message, body)
  try {
    unwrap({ data: null, error: { code, message }, status })
  } catch (error) {
    return error as PaddockError
  }
  return new PaddockError('unexpected', message, body)
}

/** A proxy in between may answer with a page of its own. */
export function parseAnswer(text: string): object {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}
