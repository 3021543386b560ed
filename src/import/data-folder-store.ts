import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type PhotoFile, type PhotoStore, StoreError } from './photo-store.ts'

/** The server serves the photos of its data folder below this path. */
export const photosPath = '/photos'

export const photosFolder = (dataDir: string) => join(dataDir, 'photos')
/** For what is not complete yet: bodies on their way in, folders being filled. */
export const incomingFolder = (dataDir: string) => join(photosFolder(dataDir), '.incoming')

/**
 * Photos in the data folder. A folder is filled aside, forced to the disk and moved into place as a whole, so that
 * a row in the database never names half a photo.
 */
export function dataFolderStore(dataDir: string): PhotoStore {
  const root = photosFolder(dataDir)
  return {
    async put(folder, files) {
      const aside = join(incomingFolder(dataDir), randomUUID())
      try {
        await mkdir(aside, { recursive: true })
        for (const file of files) await writeDurably(aside, file)
        await moveIntoPlace(aside, join(root, folder), incomingFolder(dataDir))
      } catch (error) {
        throw new StoreError(`Photos cannot be kept in ${root}: ${reasonOf(error)}.`, error)
      } finally {
        await rm(aside, { recursive: true, force: true }).catch(() => {}) // what went wrong is known already
      }
    },
    has: (folder) =>
      stat(join(root, folder)).then(
        () => true,
        () => false,
      ),
    remove: (folder) => takeAway(join(root, folder), incomingFolder(dataDir)),
    addressOf: (folder, name) => `${photosPath}/${folder}/${name}`,
  }
}

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: "this account's share of the disk is used up",
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'the disk is read-only',
}

function reasonOf(error: unknown): string {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException
  return reasons[code] ?? message
}

async function writeDurably(folder: string, { name, bytes }: PhotoFile): Promise<void> {
  const file = await open(join(folder, name), 'wx', 0o644)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function moveIntoPlace(aside: string, place: string, incoming: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true })
  for (let tries = 1; ; tries++) {
    try {
      await rename(aside, place)
      break
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      if (tries > 3 || !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(code)) throw error
      await takeAway(place, incoming) // left by an import that was killed before its row was written
    }
  }
  await sync(dirname(place))
}

/** Moved aside as a whole before it is removed: the same photo may be put in its place meanwhile. */
async function takeAway(place: string, incoming: string): Promise<void> {
  await mkdir(incoming, { recursive: true })
  const aside = join(incoming, randomUUID())
  try {
    await rename(place, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  await rm(aside, { recursive: true, force: true })
}

/** Forces a folder's entries to the disk, where the system can. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

const abandonedMs = 3_600_000

/** Removes what killed imports and uploads left behind; what is younger than an hour may still be in use. */
export async function clearIncoming(dataDir: string): Promise<void> {
  const folder = incomingFolder(dataDir)
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (found && Date.now() - found.mtimeMs > abandonedMs) await rm(path, { recursive: true, force: true })
  }
}
