import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/bcrypt'
import { AuthError } from './auth-error.ts'

export type Passwords = {
  hash(password: string): Promise<string>
  /** Without a stored hash it takes as long as with one and is false, so that time does not tell who has an account. */
  matches(password: string, stored: string | null): Promise<boolean>
}

/** bcrypt at cost 10 as `$2a$`, which is what GoTrue writes: accounts keep their password when they move. */
const options = { cost: 10, version: '2a' } as const

/**
 * Hashing runs on libuv's threads, never on the event loop, and on few of them, so that file and DNS work gets its turn.
 *
 * @param mayWait callers beyond these are sent away at once (429) rather than left waiting for seconds
 */
export function createPasswords(atOnce: number, mayWait = 50): Passwords {
  const slot = createSlots(atOnce, mayWait)
  const nobodys = hash(randomBytes(18).toString('base64'), options)

  return {
    hash: (password) => slot(() => hash(password, options)),
    matches: (password, stored) =>
      slot(async () => (await verify(password, stored || (await nobodys))) && Boolean(stored)),
  }
}

function createSlots(atOnce: number, mayWait: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []

  return async (work) => {
    if (running < atOnce) running++
    else if (waiting.length < mayWait) await new Promise<void>((resolve) => waiting.push(resolve))
    else throw busy()
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}

function busy(): AuthError {
  return new AuthError(429, 'over_request_rate_limit', 'Too many passwords are being checked. Try again in a moment.', {
    headers: { 'retry-after': '2' },
  })
}
