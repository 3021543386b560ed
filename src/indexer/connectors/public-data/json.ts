import type { Fetched } from '../../document.ts'
import { decodeText, isText } from '../decode.ts'
import { endingOf } from '../name.ts'

export type Row = Record<string, unknown>
export type Answer = { rows: Row[]; message: string }

const mostBytes = 32 * 1024 * 1024

export const isJson = (fetched: Fetched) =>
  isText(fetched) && (/[/+]json$/.test(fetched.mediaType) || endingOf(fetched.url) === 'json')

const read = new WeakMap<Fetched, Answer | null>()

/**
 * An answer of NHTSA's services, `{ Count, Message, Results: [...] }` in whichever capitals; null for any other JSON.
 * Connectors ask in turn whose it is, and then read it: it is parsed once.
 */
export function readAnswer(fetched: Fetched): Answer | null {
  const known = read.get(fetched)
  if (known !== undefined) return known
  const answer = parseAnswer(fetched)
  read.set(fetched, answer)
  return answer
}

function parseAnswer(fetched: Fetched): Answer | null {
  if (fetched.body.byteLength > mostBytes) return null
  try {
    const body: unknown = JSON.parse(decodeText(fetched))
    if (!isRow(body)) return null
    const rows = body.results ?? body.Results
    if (!Array.isArray(rows)) return null
    const message = body.message ?? body.Message
    return { rows: rows.filter(isRow), message: typeof message === 'string' ? message : '' }
  } catch {
    return null
  }
}

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value as text in one line; empty for what is not there. */
export function textOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : ''
}

/** The values that a chunk keeps as such. */
export const fieldsOf = (row: Row): Record<string, string | number | boolean> =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]): [string, string | number | boolean][] =>
      (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, value]]
        : [],
    ),
  )
