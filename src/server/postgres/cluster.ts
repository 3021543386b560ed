import { execFile } from 'node:child_process'
import { access, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Binaries, program } from './binaries.ts'
import type { OsUser } from './os-user.ts'

const run = promisify(execFile)

/** Written into postgresql.conf when the cluster is made, where an operator may change them. Sized for 1-2 GB of memory. */
const settings = {
  max_connections: '200',
  shared_buffers: '128MB',
  effective_cache_size: '512MB',
  random_page_cost: '1.1',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %q%u@%d ',
  log_min_duration_statement: '5s',
  // What is logged of a failed statement is its error: the statement and its values are its sender's.
  log_min_error_statement: 'panic',
  log_parameter_max_length: '200',
  unix_socket_directories: '',
}

/**
 * Makes an empty cluster in `data` unless there is one. It appears whole or not at all: a start that was killed half-way
 * leaves only a folder that the next one clears away.
 */
export async function createCluster(options: {
  binaries: Binaries
  home: string
  user: OsUser
  password: string
  /** More lines for postgresql.conf. */
  extra?: Record<string, string>
}): Promise<void> {
  const { binaries, home, user, password } = options
  const data = join(home, 'data')
  if (await exists(join(data, 'PG_VERSION'))) return

  const half = join(home, 'data.new')
  const passwordFile = join(home, 'password')
  await rm(half, { recursive: true, force: true })
  await mkdir(half, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (user) await Promise.all([half, passwordFile].map((path) => chown(path, user.uid, user.gid)))
  try {
    await run(program(binaries, 'initdb'), flags(half, passwordFile, options.extra), {
      cwd: home,
      ...user,
      env: { ...process.env, LC_ALL: 'C' },
    })
  } catch (error) {
    await rm(half, { recursive: true, force: true })
    const { stderr } = error as { stderr?: string }
    throw new Error(`initdb could not make a database in ${home}: ${stderr?.trim() || String(error)}`, { cause: error })
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(half, data)
}

function flags(data: string, passwordFile: string, extra: Record<string, string> = {}): string[] {
  return [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Postgres's own locale: the same order on every machine, and no index breaks when the system's libc is updated.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...Object.entries({ ...settings, ...extra }).map(([name, value]) => `--set=${name}=${value}`),
  ]
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
