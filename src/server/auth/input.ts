import { AuthError, invalid } from './auth-error.ts'

export type Fields = Record<string, unknown>
export type Metadata = Record<string, unknown>

const maxBodyBytes = 64 * 1024
/** Metadata travels in every access token, and Node refuses headers above 16 kB. */
const maxMetadataBytes = 4096
const maxMetadataDepth = 16
/** bcrypt reads no further. */
const maxPasswordBytes = 72
const maxEmailLength = 255
/** The HTML standard's valid email address: ASCII only, so that lower-casing has one meaning. */
const email =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/

/** @throws {AuthError} 413, or 400 `bad_json` */
export async function readFields(request: Request): Promise<Fields> {
  const text = await readText(request)
  if (text === '') return {}
  const value = parse(text)
  if (isObject(value)) return value
  throw new AuthError(400, 'bad_json', 'The request body must be a JSON object.')
}

async function readText(request: Request): Promise<string> {
  if (!request.body) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > maxBodyBytes) {
      throw new AuthError(413, 'validation_failed', `The request body is larger than ${maxBodyBytes / 1024} kB.`)
    }
    text += decode(decoder, chunk)
  }
  return text + decode(decoder)
}

function decode(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch (cause) {
    throw new AuthError(400, 'bad_json', 'The request body is not UTF-8.', { cause })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AuthError(400, 'bad_json', 'Could not parse the request body as JSON.', { cause })
  }
}

/** The address as it is stored: trimmed and in lower case. */
export function readEmail(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') throw invalid('An email address is required', 400)
  const address = value.trim().toLowerCase()
  if (address.length > maxEmailLength) throw invalid('An email address is too long', 400)
  if (!email.test(address)) throw invalid('Unable to validate email address: invalid format', 400)
  return address
}

/** An address as someone tries it: one that nobody could have registered is simply unknown. */
export function readTriedEmail(value: unknown): string | null {
  const address = typeof value === 'string' ? value.trim().toLowerCase() : ''
  return address.length <= maxEmailLength && email.test(address) ? address : null
}

/** A password as someone chooses it. */
export function readNewPassword(value: unknown, minLength: number): string {
  if (typeof value !== 'string' || value === '') throw invalid('A valid password is required')
  if (!isText(value)) throw invalid('A password cannot contain NUL or broken characters')
  if (Buffer.byteLength(value) > maxPasswordBytes) {
    throw invalid(`Password cannot be longer than ${maxPasswordBytes} bytes (characters outside ASCII take 2 to 4)`)
  }
  if ([...value].length < minLength) {
    const message = `Password should be at least ${minLength} characters.`
    throw new AuthError(422, 'weak_password', message, { reasons: ['length'] })
  }
  return value
}

/** A password as someone tries it: one that nobody could have chosen is simply wrong. */
export function readTriedPassword(value: unknown): string | null {
  if (typeof value !== 'string' || !isText(value) || Buffer.byteLength(value) > maxPasswordBytes) return null
  return value
}

export function readMetadata(value: unknown, name: string): Metadata {
  if (value === undefined || value === null) return {}
  if (!isObject(value)) throw invalid(`${name} must be a JSON object`)
  if (!isStorable(value, maxMetadataDepth)) {
    throw invalid(`${name} is nested too deeply, or holds NUL or broken characters`)
  }
  return value
}

/** What was there, with the sent keys set; null removes a key. */
export function mergeMetadata(before: Metadata, sent: Metadata, name: string): Metadata {
  const merged = Object.fromEntries(Object.entries({ ...before, ...sent }).filter(([, value]) => value !== null))
  if (Buffer.byteLength(JSON.stringify(merged)) > maxMetadataBytes) {
    throw invalid(`${name} is larger than ${maxMetadataBytes} bytes; keep more in a table of your own`)
  }
  return merged
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Postgres can store it: no NUL, no lone surrogates. */
const isText = (text: string) => !/[\0\p{Surrogate}]/u.test(text)

function isStorable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isText(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth === 0) return false
  return Object.entries(value).every(([key, inner]) => isText(key) && isStorable(inner, depth - 1))
}
