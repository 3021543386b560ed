import { expect, test } from 'vitest'
import { checkClaim } from '../../../src/research/guard/claim.ts'
import { parseReply } from '../../../src/research/guard/reply.ts'
import type { Passage } from '../../../src/research/index.ts'
import { library, passagesOf } from '../../golden/evaluate.ts'
import { type Question, questions } from '../../golden/questions.ts'
import { fuzzedReplies, toldApart } from '../../golden/replies.ts'

/** 20,000 with `RESEARCH_REPLIES=20000`; fewer in a usual run. */
const replies = Number(process.env.RESEARCH_REPLIES ?? 3_000)

test(`${replies} replies: what is shown stands word for word in the chunk it names, and was read there by ourselves`, () => {
  const { shown, wrong } = fuzzedReplies(replies)
  expect(wrong).toEqual([])
  expect(shown).toBeGreaterThan(0)
})

test('a quote that stands elsewhere in the index is told from one that stands nowhere', async () => {
  expect(await toldApart(400)).toBeGreaterThanOrEqual(0.99)
})

test.each([
  ['nothing', ''],
  ['prose', 'I could not find anything.'],
  ['a list', '[1, 2]'],
  ['half an object', '{"claims": [{"chunk_id": "a", "quote": "b"'],
  ['claims that are no list', '{"claims": "many"}'],
  ['200,000 characters', `{"claims": [${'{},'.repeat(70_000)}{}]}`],
])('%s is no reply', (_, text) => {
  expect(parseReply(text)).toBeNull()
})

test('a reply in a fence or in prose is read, and claims of a wrong form are left out', () => {
  const claim = { chunk_id: 'a', quote: '340 cu in', value: 340, unit: 'cu in' }
  for (const text of [
    `\`\`\`json\n${JSON.stringify({ claims: [claim] })}\n\`\`\``,
    `Here you are: ${JSON.stringify({ claims: [claim, { value: 1 }] })} Bye.`,
  ]) {
    expect(parseReply(text)).toEqual([claim])
  }
})

test('a claim may be in another unit, as exactly as it is printed', () => {
  const question = questions.find(({ id }) => id === 'elcamino power') as Question
  const car = { ...question.car, engine: '350 cu in' }
  const passage = {
    ...(passagesOf(library.get('elcamino-manual') as never)[0] as Passage),
    text: 'The 350 ci engine of the El Camino is rated at 165 net hp.',
  }
  const given = new Map([[passage.chunkId, passage]])
  const claim = (value: number, unit: string, spec: string) =>
    checkClaim(car, spec, given, { chunk_id: passage.chunkId, quote: passage.text, value, unit })
  expect(claim(5.7, 'L', 'displacement')).toMatchObject({ reading: { value: 350, unit: 'cu in' } })
  expect(claim(5.74, 'L', 'displacement')).toMatchObject({ reading: { value: 350 } })
  expect(claim(5.9, 'L', 'displacement')).toEqual({ failure: 'not_said' })
  expect(claim(123, 'kW', 'power')).toMatchObject({
    reading: { value: 165, unit: 'hp', qualifiers: { rating: 'net' } },
  })
  expect(claim(165, 'cu in', 'power')).toEqual({ failure: 'not_said' })
})
