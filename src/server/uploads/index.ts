import type { PaddockClient } from '../../client/client.ts'
import { isUuid } from '../../client/ids.ts'
import { type Added, addPhoto } from '../../import/add-photo.ts'
import { dataFolderStore, incomingFolder } from '../../import/data-folder-store.ts'
import { RowError } from '../../import/photo-rows.ts'
import { isTimeZone, localTimeZone } from '../../import/time-zone.ts'
import { addressKey } from '../address.ts'
import { ApiError } from '../api-error.ts'
import type { Door } from '../app.ts'
import { createRateLimit } from '../auth/rate-limit.ts'
import type { Caller, Identify } from '../caller.ts'
import { corsHeaders, preflight } from '../cors.ts'
import type { FetchInProcess } from '../fetch-in-process.ts'
import { callerClient } from './caller-client.ts'
import { createDocumentUploads } from './documents.ts'
import { interrupted, receiveFile } from './receive.ts'
import { createRenderer } from './renderer.ts'
import { type TurnedPhoto, turnPhoto } from './turn-photo.ts'
import { createTurns } from './turns.ts'
import { asApiError, busy, errorResponse, notTheOwner, unknownPhoto, unknownVehicle } from './upload-error.ts'

export { createPhotoFiles } from './photo-files.ts'
export { createPhotoVisibility } from './photo-visibility.ts'
export { keepRemoving, removeFilesOfRemovedPhotos } from './removed-photos.ts'

export type UploadsOptions = {
  identify: Identify
  dataDir: string
  /** Calls the server's other doors without the network. */
  fetchInProcess: FetchInProcess
  maxBytes?: number
  /** Uploads in five minutes; 0 is no limit. */
  rates?: { member: number; address: number }
  /** Where unforeseen failures go. */
  report?: (error: unknown) => void
}

export type Uploads = { handle: Door; close: () => void }

const megabyte = 1024 * 1024

/**
 * `POST /upload/v1/photos?vehicle_id=...`: the body is the photo, as a browser's `File` is sent. Its owner, signed in,
 * gets 201 and `{ photo, duplicate: false }`, or 200 and the photo that the vehicle has of the same original; `photo`
 * is the row of `vehicle_images`. `time_zone` says where the camera's clock was set.
 *
 * `POST /upload/v1/turns?photo_id=...&quarter_turns=1`: no body; 200 and `{ photo }`, turned clockwise.
 *
 * The row is written as the caller, through `/rest/v1`. Errors have PostgREST's body; 413 and 422 give the reason.
 */
export function createUploads(options: UploadsOptions): Uploads {
  const { identify, dataDir, fetchInProcess, maxBytes = 30 * megabyte, report = console.error } = options
  const rates = options.rates ?? { member: 200, address: 400 }
  const store = dataFolderStore(dataDir)
  const renderer = createRenderer()
  const turns = createTurns(1, { all: 60, client: 20 }) // preparing a photo takes two threads and up to half a gigabyte
  const ofMember = createRateLimit(rates.member)
  const ofAddress = createRateLimit(rates.address)

  const documents = createDocumentUploads(dataDir)

  /** Whoever sends a file to a vehicle of theirs, at a bearable pace. Asked before the file is read. */
  async function admit(request: Request, remoteAddress: string | undefined) {
    const { caller, client } = await enter(request, remoteAddress)
    const vehicleId = readVehicleId(request)
    await requireOwner(client, caller, vehicleId)
    return { client, vehicleId }
  }

  async function enter(request: Request, remoteAddress: string | undefined) {
    const caller = requireMember(await identify(request))
    if (caller.role !== 'service_role') {
      ofMember.take(caller.claims.sub ?? '')
      ofAddress.take(addressKey(remoteAddress))
    }
    return { caller, client: await callerClient(request, fetchInProcess) }
  }

  async function upload(request: Request, remoteAddress: string | undefined): Promise<Added> {
    const timeZone = readTimeZone(request)
    const { client, vehicleId } = await admit(request, remoteAddress)
    const received = await receiveFile(request, incomingFolder(dataDir), maxBytes)
    try {
      const { contentHash, path } = received
      const render = () => unlessGone(request, () => renderer.render(path, timeZone))
      const original = { contentHash, render }
      const added = turns.take(addressKey(remoteAddress), () => addPhoto(original, { client, store, vehicleId }))
      if (added === null) throw busy()
      return await added
    } finally {
      await received.remove()
    }
  }

  async function turn(request: Request, remoteAddress: string | undefined) {
    const by = readQuarterTurns(request)
    const { caller, client } = await enter(request, remoteAddress)
    const photo = await findPhotoById(client, readPhotoId(request))
    await requireOwner(client, caller, photo.vehicle_id)
    const turning = { client, store, renderer, dataDir }
    const turned = turns.take(addressKey(remoteAddress), () => turnPhoto(photo, by, turning))
    if (turned === null) throw busy()
    return await turned
  }

  const handle: Door = async (request, { remoteAddress }) => {
    if (request.method === 'OPTIONS') return preflight(request)
    try {
      if (isFor(request, 'documents')) {
        const { client, vehicleId } = await admit(request, remoteAddress)
        return await documents.add(request, client, vehicleId, remoteAddress)
      }
      if (isFor(request, 'turns')) {
        const photo = await turn(request, remoteAddress)
        return Response.json({ photo }, { headers: Object.fromEntries(corsHeaders) })
      }
      if (!isFor(request, 'photos'))
        throw new ApiError(404, 'not_found', 'Photos go to /upload/v1/photos, documents to /upload/v1/documents.')
      const { outcome, photo } = await upload(request, remoteAddress)
      const body = { photo, duplicate: outcome === 'duplicate' }
      return Response.json(body, { status: body.duplicate ? 200 : 201, headers: Object.fromEntries(corsHeaders) })
    } catch (error) {
      const known = asApiError(error)
      if (!known) report(error)
      return errorResponse(known ?? new ApiError(500, 'unexpected', 'The file could not be added. Try again.'))
    }
  }
  return { handle, close: renderer.close }
}

/** Whoever went away has no answer, and sends the photo again: nothing is prepared for them, and nothing kept. */
async function unlessGone<T>({ signal }: Request, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw interrupted()
  const done = await work()
  if (signal.aborted) throw interrupted()
  return done
}

function isFor({ url, method }: Request, what: 'photos' | 'documents' | 'turns'): boolean {
  if (new URL(url).pathname !== `/upload/v1/${what}`) return false
  if (method === 'POST') return true
  throw new ApiError(405, 'method_not_allowed', 'A file is sent with POST.', { headers: { allow: 'POST, OPTIONS' } })
}

function requireMember(caller: Caller): Caller {
  if (caller.role === 'service_role' || caller.claims.sub) return caller
  throw new ApiError(401, 'not_signed_in', 'Only somebody who is signed in adds photos and documents.')
}

function readVehicleId({ url }: Request): string {
  const vehicleId = new URL(url).searchParams.get('vehicle_id') ?? ''
  if (isUuid(vehicleId)) return vehicleId.toLowerCase()
  throw new ApiError(400, 'invalid_vehicle_id', 'vehicle_id must be the id of a vehicle.')
}

function readPhotoId({ url }: Request): string {
  const photoId = new URL(url).searchParams.get('photo_id') ?? ''
  if (isUuid(photoId)) return photoId.toLowerCase()
  throw new ApiError(400, 'invalid_photo_id', 'photo_id must be the id of a photo.')
}

function readQuarterTurns({ url }: Request): 1 | 2 | 3 {
  const turns = [1, 2, 3] as const
  const given = turns.find((each) => String(each) === new URL(url).searchParams.get('quarter_turns'))
  if (given) return given
  throw new ApiError(400, 'invalid_quarter_turns', 'quarter_turns must be 1, 2 or 3, clockwise.')
}

async function findPhotoById(client: PaddockClient, photoId: string): Promise<TurnedPhoto> {
  const photos = client.from('vehicle_images').select('id, vehicle_id, image_url, content_hash')
  const { data, error, status } = await photos.eq('id', photoId).maybeSingle()
  if (error) throw new RowError(error, status)
  if (!data) throw unknownPhoto()
  return data
}

function readTimeZone({ url }: Request): string {
  const timeZone = new URL(url).searchParams.get('time_zone') ?? localTimeZone()
  if (isTimeZone(timeZone)) return timeZone
  throw new ApiError(400, 'invalid_time_zone', 'time_zone must be a name such as Europe/Berlin.')
}

/** Asked before the body is read, so that a stranger's megabytes are not; the row's own policy decides in the end. */
async function requireOwner(client: PaddockClient, { role, claims }: Caller, vehicleId: string): Promise<void> {
  const { data, error, status } = await client.from('vehicles').select('user_id').eq('id', vehicleId).maybeSingle()
  if (error) throw new RowError(error, status)
  if (!data) throw unknownVehicle()
  if (role !== 'service_role' && data.user_id !== claims.sub) throw notTheOwner()
}
