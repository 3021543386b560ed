import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { checkFileSize } from './limits.ts'
import { PhotoRefused } from './refusal.ts'

/** @throws {PhotoRefused} `too_large`, `unreadable` */
export async function readPhotoFile(path: string): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(error, path)
  })
  try {
    checkFileSize((await file.stat()).size)
    return await file.readFile()
  } catch (error) {
    throw error instanceof PhotoRefused ? error : unreadable(error as NodeJS.ErrnoException, path)
  } finally {
    await file.close()
  }
}

function unreadable(error: NodeJS.ErrnoException, path: string): PhotoRefused {
  const reasons: Record<string, string> = {
    EACCES: 'may not be read by this account; change its permissions',
    EPERM: 'may not be read by this account; change its permissions',
    ENOENT: path.includes('\ufffd')
      ? 'has a name that is not valid UTF-8; rename it'
      : 'is gone; it was there a moment ago',
  }
  return new PhotoRefused(
    'unreadable',
    reasons[error.code ?? ''] ?? `cannot be read (${error.code ?? error.message})`,
    error,
  )
}
