import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { ConfigError } from '../config.ts'

const run = promisify(execFile)

/** The user that Postgres runs as; null means as ourselves. Postgres refuses to run as root. */
export type OsUser = { uid: number; gid: number } | null

const candidates = ['paddock', 'postgres']

/**
 * Root needs another user for Postgres: the one who owns the database already, else a known one, else a new `paddock`.
 *
 * @param existing the database's folder, if there is one
 */
export async function postgresUser(existing: string | null): Promise<OsUser> {
  if (process.getuid?.() !== 0) return null
  if (existing) {
    const { uid, gid } = await stat(existing)
    if (uid !== 0) return { uid, gid }
  }
  for (const name of candidates) {
    const user = await lookUp(name)
    if (user) return user
  }
  return await create()
}

/** Whether a user may pass through a folder. Asks the kernel rather than reading modes, for every folder on the way counts. */
export async function canEnter(user: OsUser, path: string): Promise<boolean> {
  if (!user) return true
  try {
    await run('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { cwd: '/', ...user })
    return true
  } catch {
    return false
  }
}

async function lookUp(name: string): Promise<OsUser> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return null
  }
}

async function create(): Promise<OsUser> {
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'paddock'])
    const user = await lookUp('paddock')
    if (user) return user
  } catch (cause) {
    throw new ConfigError(
      'Postgres does not run as root, and no user named paddock or postgres exists or could be made. ' +
        'Create a system user named paddock, start as another user than root, or set DATABASE_URL.',
      { cause },
    )
  }
  throw new ConfigError('The system user paddock was made but cannot be looked up; check the machine’s user database.')
}
