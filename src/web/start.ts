import type { DehydratedState } from '@tanstack/react-query'

/** What a page that the server rendered carries: JSON in `<script type="application/json" id="paddock">`. */
export type Start = {
  config: { url: string; publishableKey: string }
  /** When it was rendered, in milliseconds. */
  at: number
  /** What the server asked for, as a visitor who is signed out. Null where it has rendered nothing. */
  queries: DehydratedState | null
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** JSON with maps, and safe inside a script element. */
export function write(start: Start): string {
  const text = JSON.stringify(start, (_key, value: unknown) => {
    if (value instanceof Map) return { $map: [...value] }
    return isClash(value) ? { $map: Object.entries(value), $of: 'object' } : value
  })
  return text.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** An object that only looks like one of our maps. */
const isClash = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && '$map' in value

export const read = (text: string): Start => revived(JSON.parse(text) as Json) as unknown as Start

/** In its place; JSON.parse with a function takes several times as long. */
function revived(value: Json): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value) && Array.isArray(value.$map)) {
    const entries = value.$map.map((entry) => revived(entry) as [string, unknown])
    return value.$of === 'object' ? Object.fromEntries(entries) : new Map(entries)
  }
  const parts = value as Record<string, unknown>
  for (const [key, part] of Object.entries(value)) {
    if (typeof part === 'object' && part !== null) parts[key] = revived(part)
  }
  return parts
}
