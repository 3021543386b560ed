import { afterEach, expect, test } from 'vitest'
import { openModel } from '../../../src/research/model/provider.ts'
import { scriptedModel } from '../../database/research/support.ts'
import { score } from '../../golden/evaluate.ts'
import { questions } from '../../golden/questions.ts'
import { withModel } from '../../golden/with-model.ts'

/** Every tenth question, asked of a provider that listens on this machine and speaks the OpenAI dialect. */
const asked = questions.filter((_, n) => n % 10 === 0)

let close = () => {}
afterEach(() => close())

async function askOf(answer: Parameters<typeof scriptedModel>[0]) {
  const server = await scriptedModel(answer)
  close = server.close
  const model = await openModel({ ...server.settings, timeoutMs: 30_000 }, fetch)
  return await withModel(asked, model)
}

test('a model that makes everything up changes no figure, and what it said is counted', async () => {
  const made = await askOf(({ prompt }) => {
    const ids = [...prompt.matchAll(/ chunk (\S+)>>/g)].map(([, id]) => id)
    const claims = ids.map((id) => ({
      chunk_id: id,
      quote: 'It makes 999 hp.',
      value: 999,
      unit: 'hp',
    }))
    return JSON.stringify({ claims })
  })
  const { right, refusal } = score(made.outcomes)
  expect([made.outcomes.length, right, refusal]).toEqual([asked.length, 1, 1])
  expect(made.refused.made_up).toBeGreaterThan(0)
  expect(made.calls).toBeGreaterThan(asked.length) // each reply gets one repair
  expect(made.failed).toBe(0)
})

test('a provider that is down leaves the readers’ answers, and its failures are counted', async () => {
  const down = await askOf(() => ({ status: 503 }))
  expect(score(down.outcomes)).toMatchObject({ right: 1, refusal: 1 })
  expect(down.failed).toBe(down.calls)
})
