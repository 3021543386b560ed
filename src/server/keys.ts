import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from './config.ts'

/** What proves who calls. There is no built-in default for any of them. */
export type Keys = {
  /** `sb_publishable_...`: safe in a browser; acts as anon. */
  publishableKey: string
  /** `sb_secret_...`: for servers only; acts as service_role. */
  secretKey: string
  /** Signs and verifies user tokens (HS256); at least 32 characters. */
  jwtSecret: string
}

export const keysFile = 'keys.json'

/** The keys of this installation: from the environment, else from `keys.json` (mode 0600), made on first start. */
export async function loadKeys(dataDir: string, env: NodeJS.ProcessEnv = process.env): Promise<Keys> {
  const kept = await readKept(dataDir)
  const keys = {
    publishableKey: env.SUPABASE_PUBLISHABLE_KEY || kept?.publishableKey || `sb_publishable_${token(24)}`,
    secretKey: env.SUPABASE_SECRET_KEY || kept?.secretKey || `sb_secret_${token(32)}`,
    jwtSecret: env.JWT_SECRET || kept?.jwtSecret || token(48),
  }
  check(keys)
  if (!kept) await keep(dataDir, keys)
  return keys
}

function check(keys: Keys): void {
  if (!keys.publishableKey.startsWith('sb_publishable_'))
    throw new ConfigError('SUPABASE_PUBLISHABLE_KEY must start with sb_publishable_.')
  if (!keys.secretKey.startsWith('sb_secret_')) throw new ConfigError('SUPABASE_SECRET_KEY must start with sb_secret_.')
  if (keys.jwtSecret.length < 32) throw new ConfigError('JWT_SECRET must have at least 32 characters.')
}

async function readKept(dataDir: string): Promise<Keys | null> {
  try {
    return JSON.parse(await readFile(join(dataDir, keysFile), 'utf8')) as Keys
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new ConfigError(`${join(dataDir, keysFile)} cannot be read; mend or remove it.`, { cause: error })
  }
}

async function keep(dataDir: string, keys: Keys): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const temporary = join(dataDir, `${keysFile}.${process.pid}`)
  await writeFile(temporary, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  await rename(temporary, join(dataDir, keysFile))
}

const token = (bytes: number) => randomBytes(bytes).toString('base64url')
