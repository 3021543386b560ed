/** A chunk as its words are counted; `weight` multiplies its score. */
export type Counted = { id: string; tf: Map<string, number>; length: number; weight: number }

/** BM25 of every chunk (Robertson and Zaragoza 2009; k1 1.2, b 0.75), with no index: what the library's search is compared with. */
export function exhaustiveBm25(chunks: Counted[]): (words: string[]) => { id: string; score: number }[] {
  const average = chunks.reduce((sum, { length }) => sum + length, 0) / chunks.length
  const df = new Map<string, number>()
  for (const { tf } of chunks) for (const word of tf.keys()) df.set(word, (df.get(word) ?? 0) + 1)
  const idf = (word: string) => Math.log(1 + (chunks.length - (df.get(word) ?? 0) + 0.5) / ((df.get(word) ?? 0) + 0.5))
  const scoreOf = ({ tf, length, weight }: Counted, words: string[]) =>
    weight *
    words.reduce((sum, word) => {
      const times = tf.get(word) ?? 0
      return times === 0 ? sum : sum + (idf(word) * 2.2 * times) / (times + 1.2 * (0.25 + (0.75 * length) / average))
    }, 0)
  return (words) =>
    chunks
      .map((chunk) => ({ id: chunk.id, score: scoreOf(chunk, words) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
}

/** nDCG@10 of a ranking, where what answers the question counts one and all else nothing. */
export function ndcg(ranking: string[], right: Set<string>): number {
  const gain = (ids: string[]) =>
    ids.slice(0, 10).reduce((sum, id, n) => sum + (right.has(id) ? 1 / Math.log2(n + 2) : 0), 0)
  return gain(ranking) / gain([...right])
}
