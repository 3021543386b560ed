import { createHash } from 'node:crypto'
import type { PaddockClient } from '../client/client.ts'
import { findPhoto, insertPhoto, type PhotoRow, RowError } from './photo-rows.ts'
import { folderOf, type PhotoFile, type PhotoStore } from './photo-store.ts'
import { PhotoRefused } from './refusal.ts'
import type { RenderedPhoto } from './render.ts'

export type AddOptions = {
  /** Acts as whoever it is signed in as: the same policies hold as for any client. */
  client: PaddockClient
  store: PhotoStore
  vehicleId: string
}

/** The file a photo is made from: what it is, and what becomes of it. */
export type Original = {
  contentHash: string
  /** Called only for a photo that is new. */
  render: () => Promise<RenderedPhoto>
}

/** `duplicate`: the vehicle has this original already, and `photo` is the one it has. */
export type Added = { outcome: 'added' | 'duplicate'; photo: PhotoRow }

export const contentHashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/**
 * One original file becomes one photo of a vehicle. The row is written last and in one statement: whatever is
 * interrupted before it can be done again, and after it there is nothing left to do.
 *
 * @throws {PhotoRefused} when the file cannot be a photo; {RowError} when the database refuses the row
 */
export async function addPhoto({ contentHash, render }: Original, options: AddOptions): Promise<Added> {
  const { client, store, vehicleId } = options
  const known = await findPhoto(client, vehicleId, contentHash)
  if (known) return { outcome: 'duplicate', photo: known }

  const rendered = await render()
  const folder = folderOf(vehicleId, contentHash)
  const files = filesOf(rendered)
  await store.put(folder, files)
  const photo = await insertOrRemove(rowOf(rendered, contentHash), options, folder)
  if (!photo) return await addedMeanwhile(options, contentHash)
  // The same photo, removed a moment ago, may have taken its files along only after ours had replaced them.
  if (!(await store.has(folder))) await store.put(folder, files)
  return { outcome: 'added', photo }

  function rowOf({ variants, placeholder, takenAt }: RenderedPhoto, content_hash: string) {
    const addresses = variants.map(({ width }) => `${store.addressOf(folder, nameOf(width))} ${width}w`)
    const largest = variants.at(-1) as (typeof variants)[number]
    return {
      vehicle_id: vehicleId,
      image_url: store.addressOf(folder, nameOf(largest.width)),
      width: largest.width,
      height: largest.height,
      srcset: addresses.join(', '),
      placeholder,
      taken_at: takenAt?.toISOString() ?? null,
      content_hash,
    }
  }
}

const nameOf = (width: number) => `${width}.webp`

export const filesOf = ({ variants }: RenderedPhoto): PhotoFile[] =>
  variants.map(({ width, webp }) => ({ name: nameOf(width), bytes: webp }))

/** A row that is refused for good leaves no files behind. */
async function insertOrRemove(
  row: Parameters<typeof insertPhoto>[1],
  { client, store }: AddOptions,
  folder: string,
): Promise<PhotoRow | null> {
  try {
    return await insertPhoto(client, row)
  } catch (error) {
    const refused =
      error instanceof PhotoRefused || (error instanceof RowError && error.status >= 400 && error.status < 500)
    if (refused) await store.remove(folder)
    throw error
  }
}

/** Two imports at once: the other one's row came first, for the same files. */
async function addedMeanwhile({ client, vehicleId }: AddOptions, contentHash: string): Promise<Added> {
  const photo = await findPhoto(client, vehicleId, contentHash)
  if (photo) return { outcome: 'duplicate', photo }
  throw new Error('The photo was added and removed by somebody else at the same time. Try again.')
}
