import type { PaddockClient } from '../client/client.ts'
import { addPhoto, contentHashOf } from './add-photo.ts'
import type { FoundFile } from './folder.ts'
import { findPhoto } from './photo-rows.ts'
import type { PhotoStore } from './photo-store.ts'
import { readPhotoFile } from './read-file.ts'
import { PhotoRefused } from './refusal.ts'
import { renderPhoto } from './render.ts'

export type FileOutcome = { name: string } & (
  | { outcome: 'added' | 'duplicate' }
  | { outcome: 'refused'; reason: string }
)

export type ImportOptions = {
  client: PaddockClient
  store: PhotoStore
  vehicleId: string
  timeZone: string
  /** Look at everything, write nothing. */
  dryRun: boolean
  /** Ends the import after the file at hand. */
  signal: AbortSignal
  onFile: (outcome: FileOutcome) => void
}

/**
 * Adds files to a vehicle one after another, so that memory is that of one photo. Each is done when its row is
 * written; nothing else is remembered, and running it again goes on where it stopped.
 *
 * @throws {Error} for what is not a file's own fault: a full disk, a database that has gone
 */
export async function importFiles(files: readonly FoundFile[], options: ImportOptions): Promise<FileOutcome[]> {
  const outcomes: FileOutcome[] = []
  const add = options.dryRun ? dryAdd(options) : wetAdd(options)
  for (const file of files) {
    if (options.signal.aborted) break
    const outcome = await importFile(file, add)
    outcomes.push(outcome)
    options.onFile(outcome)
  }
  return outcomes
}

type Add = (bytes: Buffer) => Promise<'added' | 'duplicate'>

async function importFile({ path, name, problem }: FoundFile, add: Add): Promise<FileOutcome> {
  try {
    if (problem) throw problem
    return { name, outcome: await add(await readPhotoFile(path)) }
  } catch (error) {
    if (error instanceof PhotoRefused) return { name, outcome: 'refused', reason: error.message }
    throw error
  }
}

function wetAdd(options: ImportOptions): Add {
  return async (bytes) => {
    const render = () => renderPhoto(bytes, options)
    return (await addPhoto({ contentHash: contentHashOf(bytes), render }, options)).outcome
  }
}

/** The same judgement of every file, without a trace. */
function dryAdd({ client, vehicleId, timeZone }: ImportOptions): Add {
  const seen = new Set<string>()
  return async (bytes) => {
    const contentHash = contentHashOf(bytes)
    if (seen.has(contentHash) || (await findPhoto(client, vehicleId, contentHash))) return 'duplicate'
    await renderPhoto(bytes, { timeZone })
    seen.add(contentHash)
    return 'added'
  }
}
