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

export function read(text: string): Start {
  return JSON.parse(text, (_key, value: Json) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Array.isArray(value.$map)) return value
    const entries = value.$map as [string, unknown][]
    return value.$of === 'object' ? Object.fromEntries(entries) : new Map(entries)
  }) as Start
}
