/**
 * Near-copies: texts whose words are the same but for digits. Copied text counts once however often it stands; copies that
 * differ in their digits are one suspect source, for one of them was altered. Similarity is the Jaccard index of five-word
 * shingles (Broder, "On the resemblance and containment of documents", 1997), with every number masked.
 */
const shingleLength = 5
/** From here on two texts are copies; the altered copies of the golden set are held to it. */
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

/** Groups of copies, by their places in the list; each text is in one group. Only texts that share a shingle are compared. */
export function copies(texts: string[]): number[] {
  const prints = texts.map(fingerprint)
  const group = texts.map((_, n) => n)
  const root = (n: number): number => (group[n] === n ? n : root(group[n] as number))
  const seen = new Map<string, number[]>()
  prints.forEach((print, n) => {
    if (print.words < shortest) return
    const near = new Map<number, number>()
    for (const shingle of print.shingles)
      for (const other of seen.get(shingle) ?? []) near.set(other, (near.get(other) ?? 0) + 1)
    for (const [other, shared] of near) {
      const all = print.shingles.size + (prints[other] as Fingerprint).shingles.size - shared
      if (shared / all >= copyThreshold && root(n) !== root(other)) group[root(n)] = root(other)
    }
    for (const shingle of print.shingles) seen.set(shingle, [...(seen.get(shingle) ?? []), n])
  })
  return group.map((_, n) => root(n))
}
