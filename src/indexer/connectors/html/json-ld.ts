import type { Document } from './dom.ts'

export type Thing = Record<string, unknown>

/** Everything that a page says of itself in JSON-LD, graphs and lists unfolded. What cannot be read is left out. */
export function readJsonLd(document: Document): Thing[] {
  return [...document.querySelectorAll('script[type="application/ld+json"]')].flatMap((script) => {
    const text = script.textContent ?? ''
    if (text.length > 500_000) return []
    try {
      return unfold(JSON.parse(text), 0)
    } catch {
      return []
    }
  })
}

function unfold(value: unknown, depth: number): Thing[] {
  if (depth > 6) return []
  if (Array.isArray(value)) return value.flatMap((inner) => unfold(inner, depth + 1))
  if (typeof value !== 'object' || value === null) return []
  const thing = value as Thing
  return [
    thing,
    ...unfold(thing['@graph'], depth + 1),
    ...unfold(thing.mainEntity, depth + 1),
    ...unfold(thing.itemOffered, depth + 1),
  ]
}

export const isType = (thing: Thing, ...types: string[]) =>
  [thing['@type']].flat().some((type) => typeof type === 'string' && types.includes(type))

/** A text, or the name of a thing. */
export function textOf(value: unknown): string | null {
  const one = Array.isArray(value) ? value[0] : value
  if (typeof one === 'string' && one.trim() !== '') return one.trim()
  if (typeof one === 'number') return String(one)
  if (typeof one === 'object' && one !== null)
    return textOf((one as Thing).name ?? (one as Thing)['@value'] ?? (one as Thing).value)
  return null
}
