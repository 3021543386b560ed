import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../config.ts'

/** Passwords of the embedded database: `postgres` owns everything, `authenticator` serves requests. */
export type Secrets = { postgres: string; authenticator: string }

/** Kept in the data folder as `database.json`, mode 0600; made on first start. */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'database.json')
  const kept = await read(file)
  if (kept) return kept
  const secrets = {
    postgres: randomBytes(24).toString('base64url'),
    authenticator: randomBytes(24).toString('base64url'),
  }
  await mkdir(dataDir, { recursive: true })
  const temporary = `${file}.${process.pid}`
  await writeFile(temporary, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  await rename(temporary, file)
  return secrets
}

async function read(file: string): Promise<Secrets | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new ConfigError(`${file} cannot be read; it keeps the passwords of the database. Check who owns it.`, {
      cause: error,
    })
  }
  try {
    const { postgres, authenticator } = JSON.parse(text)
    if (typeof postgres === 'string' && typeof authenticator === 'string') return { postgres, authenticator }
  } catch {}
  throw new ConfigError(`${file} is damaged; it keeps the passwords of the database. Restore it from a backup.`)
}
