/** Text by a seeded generator: the same seed gives the same library everywhere. */
export type Generator = {
  vocabulary: string[]
  /** The words of one chunk, as numbers of the vocabulary; -1 is a stop word. */
  chunk: (n: number) => Int32Array
  text: (words: Int32Array) => string
}

const stopWords = ['the', 'of', 'and', 'to', 'in', 'is', 'that', 'it', 'was', 'for']
const syllables =
  'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu bra cle dri flo gru pla tre stri ghe mon'.split(' ')

/**
 * Words fall as in English text: Zipf with exponent 1.05, four words in ten are stop words, and each chunk has a few words of its own
 * that it repeats, as a text about something does. 60 to 200 words a chunk.
 */
export function createGenerator(words: number, seed: number): Generator {
  const vocabulary = Array.from({ length: words }, (_, n) => spell(n))
  const cumulative = new Float64Array(words)
  let sum = 0
  for (let n = 0; n < words; n++) cumulative[n] = sum += 1 / (n + 10) ** 1.05
  const draw = (random: number) => search(cumulative, random * sum)
  return {
    vocabulary,
    chunk: (n) => {
      const random = mulberry(seed ^ (n * 0x9e3779b1))
      const topics = Array.from({ length: 6 }, () => draw(random()))
      return Int32Array.from({ length: 60 + Math.floor(random() * 141) }, () => {
        const kind = random()
        if (kind < 0.4) return -1
        return kind < 0.52 ? (topics[Math.floor(random() * 6)] as number) : draw(random())
      })
    },
    text: (chunk) =>
      Array.from(chunk, (word, n) => (word < 0 ? stopWords[n % stopWords.length] : vocabulary[word])).join(' '),
  }
}

/** Numbers as words of three to five syllables. */
function spell(n: number): string {
  let word = ''
  for (let rest = n + syllables.length ** 2; rest > 0; rest = Math.floor(rest / syllables.length)) {
    word += syllables[rest % syllables.length]
  }
  return word
}

function search(cumulative: Float64Array, value: number): number {
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cumulative[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Mulberry32: small, and good enough for text. */
export function mulberry(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
