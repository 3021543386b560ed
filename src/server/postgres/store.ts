import { randomUUID } from 'node:crypto'
import { access, chmod, cp, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ConfigError } from '../config.ts'

/** Folders of the system's that every user may enter, best first. Only root uses them. */
const folders = ['/var/lib/paddock', '/opt/paddock/var']

/** In the data folder: where its database lies. In the store: whose database it is. */
const note = 'database-location.json'
const ownerNote = 'belongs-to.json'

/** A folder that any user may pass through, made on first use. */
export async function storeFolder(): Promise<string> {
  const problems: string[] = []
  for (const folder of folders) {
    try {
      await mkdir(folder, { recursive: true })
      await chmod(folder, 0o755)
      return folder
    } catch (error) {
      problems.push(String(error))
    }
  }
  throw new ConfigError(
    'Postgres runs as another user than root, and there is no folder that it may enter. Set PADDOCK_DATA to one that ' +
      `every user may pass through, or DATABASE_URL to a Postgres of yours. (${problems.join('; ')})`,
  )
}

/**
 * The stored database that this data folder notes, or null. The data folder may have been moved since; a copy of it is
 * refused, for two data folders must not share one database.
 */
export async function claimStore(dataDir: string): Promise<string | null> {
  const location = await readNote<{ path: string }>(join(dataDir, note))
  if (!location) return null
  const owner = await readNote<{ dataDir: string }>(join(location.path, ownerNote))
  if (!owner) {
    throw new ConfigError(
      `The database of ${dataDir} should be in ${location.path} but is not there. ` +
        `Bring it back, or remove ${join(dataDir, note)} to start with an empty one.`,
    )
  }
  const here = await realpath(dataDir)
  if (owner.dataDir === here) return location.path
  const there = await readNote<{ path: string }>(join(owner.dataDir, note))
  if (there?.path === location.path) {
    throw new ConfigError(
      `${dataDir} is a copy of ${owner.dataDir}, whose database is in ${location.path} and was not copied with it. ` +
        `Remove ${join(dataDir, note)} to start with an empty database here.`,
    )
  }
  await writeOwner(location.path, here)
  return location.path
}

export async function newStore(dataDir: string): Promise<string> {
  const path = await reserve(dataDir)
  await mkdir(path, { mode: 0o700 })
  await commit(dataDir, path)
  return path
}

/** For a data folder that was brought to a place which Postgres's user cannot enter. */
export async function moveToStore(dataDir: string, inside: string): Promise<string> {
  const path = await reserve(dataDir)
  await cp(inside, path, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  await commit(dataDir, path)
  await rename(inside, `${inside}.moved`)
  await rm(`${inside}.moved`, { recursive: true, force: true })
  return path
}

async function reserve(dataDir: string): Promise<string> {
  const hint = basename(dataDir).replace(/[^a-z0-9]+/gi, '') || 'data'
  return join(await storeFolder(), `${hint}-${randomUUID().slice(0, 13)}`)
}

async function commit(dataDir: string, path: string): Promise<void> {
  await writeOwner(path, await realpath(dataDir))
  await writeWhole(join(dataDir, note), { path })
}

const writeOwner = (path: string, dataDir: string) => writeWhole(join(path, ownerNote), { dataDir })

async function writeWhole(file: string, content: unknown): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

async function readNote<T>(file: string): Promise<T | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) {
    const forbidden = await access(file).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'EACCES',
    )
    if (forbidden) throw new ConfigError(`${file} cannot be read. Start as the user who made it.`)
    return null
  }
  return JSON.parse(text) as T
}
