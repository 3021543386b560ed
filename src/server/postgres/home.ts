import { chmod, chown, lchown, mkdir, readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../config.ts'
import { type Binaries, copyBinaries, installedBinaries } from './binaries.ts'
import { canEnter, type OsUser, postgresUser } from './os-user.ts'
import { claimStore, moveToStore, newStore, storeFolder } from './store.ts'

/** Where the database lives, the programs that run it, and as whom. */
export type Home = { home: string; binaries: Binaries; user: OsUser }

/**
 * The database lives in the data folder, under `postgres/`. As root, Postgres runs as another user, who may be unable to
 * enter that folder (a clone in /root) or the programs in it; then both live in a folder of the system's, and the data
 * folder notes where.
 */
export async function prepareHome(dataDir: string): Promise<Home> {
  const inside = join(dataDir, 'postgres')
  await mkdir(dataDir, { recursive: true })
  const stored = await claimStore(dataDir)
  const user = await postgresUser(await existing(stored ?? inside))
  const home = stored ?? (await settle(dataDir, inside, user))
  await own(home, user)
  return { home: await realpath(home), binaries: await reachableBinaries(user), user }
}

async function settle(dataDir: string, inside: string, user: OsUser): Promise<string> {
  const found = await existing(inside)
  if (await canEnter(user, dataDir)) {
    if (!found) await mkdir(inside, { mode: 0o700 })
    return inside
  }
  return found ? await moveToStore(dataDir, inside) : await newStore(dataDir)
}

async function own(home: string, user: OsUser): Promise<void> {
  const { uid } = await stat(home)
  const owner = user?.uid ?? process.getuid?.() ?? uid
  if (uid === owner) return
  if (user) return await give(home, user) // new, or brought here by root's cp
  throw new ConfigError(
    `The database in ${home} belongs to another user (uid ${uid}). Start as that user, or as root if root made it.`,
  )
}

async function give(home: string, { uid, gid }: NonNullable<OsUser>): Promise<void> {
  for (const name of await readdir(home, { recursive: true })) await lchown(join(home, name), uid, gid)
  const data = join(home, 'data')
  if (await existing(data)) await chmod(data, 0o700) // Postgres insists
  await chown(home, uid, gid)
}

async function reachableBinaries(user: OsUser): Promise<Binaries> {
  const installed = await installedBinaries()
  if (await canEnter(user, join(installed.root, 'bin'))) return installed
  return await copyBinaries(installed, await storeFolder())
}

async function existing(path: string): Promise<string | null> {
  return (await stat(path).catch(() => null)) ? path : null
}
