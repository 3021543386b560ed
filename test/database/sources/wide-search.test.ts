import { expect, test } from 'vitest'
import { createGenerator, mulberry } from '../../../bench/search/text.ts'
import { freshDatabase } from '../../support/fresh-database.ts'
import { addSource, indexed, parsed, put } from '../../support/library.ts'

test('in a library too large to score as a whole, an answer is exact or says that it is approximate', async () => {
  const { sql, drop } = await freshDatabase()
  try {
    const generator = createGenerator(800, 7)
    const sourceId = await addSource(sql)
    const texts = Array.from({ length: 600 }, (_, n) => generator.text(generator.chunk(n)))
    await put(sql, { sourceId }, parsed(texts))
    await indexed(sql)

    const random = mulberry(11)
    const queries = Array.from({ length: 80 }, (_, n) =>
      Array.from({ length: 1 + (n % 5) }, () => generator.vocabulary[Math.floor(random() ** 2 * 300)]).join(' '),
    )
    const ask = async (exact: number) => {
      await sql`update app.settings set value = ${exact} where name = 'search_exact_chunks'`
      const answers = []
      for (const query of queries)
        answers.push([...(await sql`select chunk_id, score, approximate from search_sources(${query})`)])
      return answers
    }
    await sql`update app.settings set value = '200' where name = 'search_candidates'`
    const [whole, wide] = [await ask(60_000), await ask(10)]
    const gain = (hits: { score?: number }[]) =>
      hits.reduce((sum, { score = 0 }, n) => sum + score / Math.log2(n + 2), 0)
    let approximate = 0
    let ndcg = 0
    for (const [n, best] of whole.entries()) {
      const found = wide[n] ?? []
      expect(best.some((hit) => hit.approximate)).toBe(false)
      ndcg += gain(found) / gain(best) / queries.length
      if (found[0]?.approximate) approximate++
      else expect(found.map((hit) => hit.score)).toEqual(best.map((hit) => hit.score))
    }
    expect(approximate).toBeGreaterThan(0)
    expect(approximate).toBeLessThan(queries.length)
    expect(ndcg).toBeGreaterThan(0.95)
  } finally {
    await drop()
  }
})
