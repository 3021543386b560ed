import { isUtf8 } from 'node:buffer'
import { bodyTooLarge, invalidBody } from '../errors.ts'
import { parseCsv } from './csv.ts'
import { decode } from './query.ts'

/** A request body, read but not yet understood: what it means depends on the table or function. Bytes are text as `\\x...`. */
export type Body = { text: string; type: string }

/** Rows to write, as the JSON text that goes to the database and the keys that its objects have. */
export type Payload = {
  json: string
  /** One object instead of an array of them. */
  single: boolean
  /** Null when `columns=` made it needless to look. */
  keys: string[] | null
}

/** Larger bodies are refused. */
export const bodyLimit = 4 * 1024 * 1024

/** So much more is taken and dropped, for a client that still writes does not read our answer; then the connection is cut. */
export const dropLimit = 32 * 1024 * 1024

export async function readBody(request: Request): Promise<Body> {
  const header = (request.headers.get('content-type') ?? 'application/json').split(';', 1)[0] as string
  const type = header.trim().toLowerCase()
  const bytes = await readBytes(request)
  if (type === 'application/octet-stream') return { text: `\\x${bytes.toString('hex')}`, type }
  if (!isUtf8(bytes)) throw invalidBody('The body is not UTF-8')
  return { text: bytes.toString('utf8'), type }
}

async function readBytes(request: Request): Promise<Buffer> {
  const announced = request.headers.get('content-length')
  if (announced !== null) {
    if (Number(announced) > bodyLimit) return await refuseBody(request.body)
    return Buffer.from(await request.arrayBuffer())
  }
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    size += read.value.byteLength
    if (size > bodyLimit) return await dropRest(reader)
    chunks.push(read.value)
  }
  return Buffer.concat(chunks)
}

const refuseBody = (body: ReadableStream<Uint8Array> | null) => dropRest(body?.getReader())

/** @throws {ApiError} always */
async function dropRest(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<never> {
  let dropped = 0
  for (let read = await reader?.read(); read && !read.done && dropped < dropLimit; read = await reader?.read()) {
    dropped += read.value.byteLength
  }
  await reader?.cancel().catch(() => {})
  throw bodyTooLarge(bodyLimit)
}

/**
 * Rows from JSON, CSV or a form. With `columns=` given the objects' keys may differ.
 *
 * @throws {ApiError} 400 PGRST102 for a broken body, or objects whose keys differ
 */
export function readPayload(body: Body, columnsGiven: boolean): Payload {
  switch (body.type) {
    case 'application/json':
    case 'application/vnd.pgrst.object+json':
    case 'application/vnd.pgrst.array+json':
      return columnsGiven ? objects(body.text) : uniform(body.text, parseJson(body.text))
    case 'text/csv': {
      const rows = parseCsv(body.text)
      return uniform(JSON.stringify(rows), rows)
    }
    case 'application/x-www-form-urlencoded': {
      const fields = Object.fromEntries(parseForm(body.text))
      return { json: JSON.stringify(fields), single: true, keys: Object.keys(fields) }
    }
    default:
      throw invalidBody(
        `Content-Type not acceptable: ${body.type}`,
        'Send application/json, text/csv or application/x-www-form-urlencoded.',
      )
  }
}

/** Brackets within brackets: what nests deeper is no row, and Postgres would run out of stack on it. */
export const deepest = 200

/** @throws {ApiError} 400 PGRST102 where it is broken, or nested too deep */
export function parseJson(text: string): unknown {
  if (isDeeper(text, deepest)) throw invalidBody(`The body is nested more than ${deepest} deep`)
  try {
    return JSON.parse(text)
  } catch {
    throw invalidBody('Empty or invalid json')
  }
}

/** By its brackets alone, for to parse it would take a hundred times as long. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === backslash) at++
      else if (code === quote) quoted = false
    } else if (code === quote) quoted = true
    else if (code === openBracket || code === openBrace) {
      if (++depth > most) return true
    } else if (code === closeBracket || code === closeBrace) depth--
  }
  return false
}

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

/** Rows whose keys nobody needs to know. */
function objects(json: string): Payload {
  const value = parseJson(json)
  const single = isObject(value)
  if (single || (Array.isArray(value) && value.every(isObject))) return { json, single, keys: null }
  throw invalidBody('The body is neither an object nor a list of objects')
}

export function parseForm(text: string): [name: string, value: string][] {
  return text
    .split('&')
    .filter(Boolean)
    .map((part) => {
      const equals = part.indexOf('=')
      return equals < 0 ? [decode(part), ''] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))]
    })
}

function uniform(json: string, value: unknown): Payload {
  if (isObject(value)) return { json, single: true, keys: Object.keys(value) }
  if (!Array.isArray(value) || value.length === 0) return { json: '[]', single: false, keys: [] }
  const [first] = value
  if (!isObject(first)) throw invalidBody('All object keys must match')
  const keys = Object.keys(first)
  for (const row of value) {
    if (!isObject(row) || !sameKeys(row, keys)) {
      throw invalidBody('All object keys must match', 'Name the columns of all rows in the columns parameter.')
    }
  }
  return { json, single: false, keys }
}

function sameKeys(row: Record<string, unknown>, keys: string[]): boolean {
  return Object.keys(row).length === keys.length && keys.every((key) => Object.hasOwn(row, key))
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
