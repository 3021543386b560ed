import type { Generator } from './text.ts'

export type Question = {
  group: string
  words: string[]
  lexemes: number[]
  /** The make whose chunks alone are asked for. */
  make: number | null
}

/** The ten best of a question by BM25 over every chunk: k1 1.2, b 0.75, idf ln(1 + (N - df + 0.5) / (df + 0.5)). */
export type Best = { chunk: number; score: number }[]

/** Scores every chunk for every question, in two passes over the generated text, with no index. `lexemes` of a word: what Postgres makes of it. */
export function exhaustive(
  generator: Generator,
  chunks: number,
  makeOf: (chunk: number) => number,
  lexemeOf: Int32Array,
  questions: Question[],
): Best[] {
  const asked = new Set(questions.flatMap((question) => question.lexemes))
  const df = new Map<number, number>()
  const lengths = new Int32Array(chunks)
  let total = 0
  const counts = (chunk: number) => {
    const tf = new Map<number, number>()
    let length = 1 // the make, which is indexed with each chunk
    for (const word of generator.chunk(chunk)) {
      if (word < 0) continue
      length++
      const lexeme = lexemeOf[word] as number
      if (asked.has(lexeme)) tf.set(lexeme, (tf.get(lexeme) ?? 0) + 1)
    }
    return { tf, length }
  }
  for (let n = 0; n < chunks; n++) {
    const { tf, length } = counts(n)
    lengths[n] = length
    total += length
    for (const lexeme of tf.keys()) df.set(lexeme, (df.get(lexeme) ?? 0) + 1)
  }
  const idf = (lexeme: number) => Math.log(1 + (chunks - (df.get(lexeme) ?? 0) + 0.5) / ((df.get(lexeme) ?? 0) + 0.5))
  const best: Best[] = questions.map(() => [])
  for (let n = 0; n < chunks; n++) {
    const { tf } = counts(n)
    if (tf.size === 0) continue
    const k = 0.3 + (0.9 * (lengths[n] as number) * chunks) / total
    for (const [q, { lexemes, make }] of questions.entries()) {
      if (make !== null && make !== makeOf(n)) continue
      let score = 0
      for (const lexeme of lexemes) {
        const times = tf.get(lexeme)
        if (times) score += (idf(lexeme) * 2.2 * times) / (times + k)
      }
      if (score > 0) keep(best[q] as Best, n, score)
    }
  }
  return best
}

function keep(best: Best, chunk: number, score: number): void {
  if (best.length === 10 && score <= (best[9]?.score ?? 0)) return
  const at = best.findIndex((other) => other.score < score)
  best.splice(at < 0 ? best.length : at, 0, { chunk, score })
  best.length = Math.min(best.length, 10)
}
