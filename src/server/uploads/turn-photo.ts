import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { PaddockClient } from '../../client/client.ts'
import { filesOf } from '../../import/add-photo.ts'
import { photosFolder } from '../../import/data-folder-store.ts'
import { columns, RowError } from '../../import/photo-rows.ts'
import { folderOf, type PhotoStore } from '../../import/photo-store.ts'
import { type QuarterTurns, turnedFolderOf, turnsOf } from '../../import/turned.ts'
import { ApiError } from '../api-error.ts'
import type { Renderer } from './renderer.ts'

export type Turning = { client: PaddockClient; store: PhotoStore; renderer: Renderer; dataDir: string }
export type TurnedPhoto = { id: string; vehicle_id: string; image_url: string; content_hash: string | null }

/**
 * Turns a photo clockwise. It is always made from the files that the upload left, so four turns give back what was there
 * and none costs more than one encoding.
 *
 * @returns the row as it is now
 */
export async function turnPhoto(photo: TurnedPhoto, by: QuarterTurns, turning: Turning) {
  const { client, store, renderer, dataDir } = turning
  const { vehicle_id: vehicleId, content_hash: contentHash, image_url: shown } = photo
  const turned = contentHash && shown.startsWith('/') ? turnsOf(shown, vehicleId, contentHash) : null
  if (!contentHash || turned === null) throw keptElsewhere()
  const quarterTurns = ((turned + by) % 4) as QuarterTurns
  const upright = join(photosFolder(dataDir), folderOf(vehicleId, contentHash))
  const rendered = await renderer.render(await widestOf(upright), 'UTC', quarterTurns)
  const folder = turnedFolderOf(vehicleId, contentHash, quarterTurns)
  if (!(await store.has(folder))) await store.put(folder, filesOf(rendered))
  const { data, error, status } = await client.rpc('turn_photo', {
    photo_id: photo.id,
    quarter_turns: quarterTurns,
    shown,
    widths: rendered.variants.map(({ width }) => width),
    height: rendered.variants.at(-1)?.height ?? 0,
    placeholder: rendered.placeholder,
  })
  // Removed while it was turned: what removes its files may have been here before ours were.
  if (error?.code === 'PT404') await store.remove(folder)
  if (error) throw new RowError(error, status)
  if (!data) throw turnedMeanwhile()
  const now = await client.from('vehicle_images').select(columns).eq('id', photo.id).single()
  if (now.error) throw new RowError(now.error, now.status)
  return now.data
}

async function widestOf(folder: string): Promise<string> {
  const widths = (await readdir(folder).catch(() => []))
    .map((name) => Number.parseInt(name, 10))
    .filter(Number.isFinite)
  if (widths.length === 0) throw keptElsewhere()
  return join(folder, `${Math.max(...widths)}.webp`)
}

const keptElsewhere = () =>
  new ApiError(
    422,
    'photo_is_kept_elsewhere',
    'The files of this photo are not on this server. Turn the picture yourself and add it again.',
  )

const turnedMeanwhile = () =>
  new ApiError(422, 'photo_turned_meanwhile', 'This photo was turned elsewhere meanwhile. Look at it, then try again.')
