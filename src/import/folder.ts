import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { PhotoRefused } from './refusal.ts'

/** A file that may be a photo by its name. `problem` says why it will not be opened. */
export type FoundFile = { path: string; name: string; problem?: PhotoRefused }

export type FoundFiles = {
  /** In the order a person would sort them: IMG_2 before IMG_10. */
  files: FoundFile[]
  /** How many files of which extension were passed over. */
  others: ReadonlyMap<string, number>
}

const photoNames = new Set(['.jpg', '.jpeg', '.jpe', '.jfif', '.png', '.webp', '.avif', '.heic', '.heif'])
/** Photos as well, but of a kind that is not taken: people want to know. */
const otherPhotoNames = new Set('.gif .tif .tiff .bmp .jxl .dng .cr2 .cr3 .nef .arw .raf .orf .rw2 .psd'.split(' '))

const byName = new Intl.Collator('en', { numeric: true })

/**
 * All files of a folder and of those in it, except hidden ones. Links are followed to files inside the folder only.
 *
 * @param folder as `realpath` gives it
 */
export async function findFiles(folder: string): Promise<FoundFiles> {
  const files: FoundFile[] = []
  const others = new Map<string, number>()
  const waiting = [folder]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of await readFolder(at, folder, files)) {
      const path = join(at, entry)
      const found = await lstat(path).catch(() => null)
      if (found?.isDirectory()) {
        waiting.push(path)
        continue
      }
      const extension = extname(entry).toLowerCase()
      if (!photoNames.has(extension) && !otherPhotoNames.has(extension)) {
        others.set(extension, (others.get(extension) ?? 0) + 1)
        continue
      }
      const problem = found?.isSymbolicLink() ? await judgeLink(path, folder) : found && !found.isFile() && notAFile()
      files.push({ path, name: relative(folder, path), ...(problem ? { problem } : {}) })
    }
  }
  return { files: files.sort((a, b) => byName.compare(a.name, b.name)), others }
}

async function readFolder(path: string, root: string, files: FoundFile[]): Promise<string[]> {
  try {
    return (await readdir(path)).filter((name) => !name.startsWith('.'))
  } catch (error) {
    if (path === root) throw error
    const problem = new PhotoRefused('unreadable', 'is a folder that may not be read', error)
    files.push({ path, name: relative(root, path) + sep, problem })
    return []
  }
}

async function judgeLink(path: string, folder: string): Promise<PhotoRefused | null> {
  const target = await realpath(path).catch(() => null)
  if (target === null) return new PhotoRefused('unreadable', 'is a link to a file that is not there')
  if (!target.startsWith(folder + sep)) {
    return new PhotoRefused('outside_the_folder', 'is a link that leads out of the folder; copy the file itself')
  }
  return (await stat(target)).isFile() ? null : notAFile()
}

const notAFile = () => new PhotoRefused('unreadable', 'is not a regular file')
