/**
 * Near-copies: texts whose words are the same but for digits. Copied text counts once however often it stands; copies that
 * differ in their digits are one suspect source, for one of them was altered. Similarity is the Jaccard index of five-word
 * shingles (Broder, "On the resemblance and containment of documents", 1997), with every number masked.
 */
const shingleLength = 5
/** From here on two texts are copies; measured on the golden set, see docs/guardrails.md. */
export const copyThreshold = 0.7
/** Shorter sentences are alike by chance: every manual says "Displacement 340 cu in". */
const shortest = 8

export type Fingerprint = { shingles: Set<string>; words: number }

export function fingerprint(text: string): Fingerprint {
  const words = text
    .toLowerCase()
    .replace(/\d+(?:[.,]\d+)*/g, '#')
    .split(/[^\p{L}#]+/u)
    .filter(Boolean)
  const shingles = new Set<string>()
  for (let i = 0; i + shingleLength <= words.length; i++) shingles.add(words.slice(i, i + shingleLength).join(' '))
  return { shingles, words: words.length }
}

export function resemblance(a: Fingerprint, b: Fingerprint): number {
  if (a.words < shortest || b.words < shortest) return 0
  const [small, large] = a.shingles.size < b.shingles.size ? [a, b] : [b, a]
  let shared = 0
  for (const shingle of small.shingles) if (large.shingles.has(shingle)) shared++
  return shared / (a.shingles.size + b.shingles.size - shared || 1)
}

/** Groups of copies, by their places in the list; each text is in one group. */
export function copies(texts: string[]): number[] {
  const prints = texts.map(fingerprint)
  const group = texts.map((_, n) => n)
  const root = (n: number): number => (group[n] === n ? n : root(group[n] as number))
  for (let a = 0; a < prints.length; a++) {
    for (let b = a + 1; b < prints.length; b++) {
      if (root(a) === root(b)) continue
      if (resemblance(prints[a] as Fingerprint, prints[b] as Fingerprint) >= copyThreshold) group[root(b)] = root(a)
    }
  }
  return group.map((_, n) => root(n))
}
