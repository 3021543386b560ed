import { expect, test } from 'vitest'
import { checkClaim, whereabouts } from '../../../src/research/guard/claim.ts'
import { parseReply } from '../../../src/research/guard/reply.ts'
import type { Passage } from '../../../src/research/index.ts'
import { random } from '../../golden/attacks.ts'
import { library, passagesOf } from '../../golden/evaluate.ts'
import { type Question, questions } from '../../golden/questions.ts'

/** 20,000 with `RESEARCH_REPLIES=20000`; fewer in a usual run. */
const replies = Number(process.env.RESEARCH_REPLIES ?? 3_000)

const asked = questions.filter(({ expected, by }) => expected.status === 'supported' && by === 'hand')
const passagesFor = (question: Question) => question.documents.flatMap((id) => passagesOf(library.get(id) as never))
const index = [...library.values()].map(({ text }) => text)
const isIndexed = async (quote: string) => index.some((text) => text.includes(quote))

type Reply = { claim: unknown; kind: string }

/** What models do wrong, and what one would do that wants a wrong value shown. */
function reply(question: Question, next: () => number): Reply {
  const passages = passagesFor(question)
  const passage = passages[Math.floor(next() * passages.length)] as Passage
  const [value = 0, unit = null] = question.expected.values[0] ?? []
  const sentence = passage.text.split(/(?<=\.)\s/)[0] ?? passage.text
  const other = Number((Math.round(next() * 5_000) / 10).toFixed(1))
  const foreign = index[Math.floor(next() * index.length)] as string
  const kinds: [string, () => unknown][] = [
    ['another value', () => ({ chunk_id: passage.chunkId, quote: sentence, value: other, unit })],
    [
      'changed digits',
      () => ({
        chunk_id: passage.chunkId,
        quote: sentence.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
        value: other,
        unit,
      }),
    ],
    [
      'another unit',
      () => ({
        chunk_id: passage.chunkId,
        quote: sentence,
        value,
        unit: ['hp', 'kg', 'cu in', 'mm', 'furlong'][Math.floor(next() * 5)],
      }),
    ],
    ['another chunk', () => ({ chunk_id: 'chevelle-manual#99', quote: sentence, value, unit })],
    ['a quote of another document', () => ({ chunk_id: passage.chunkId, quote: foreign.split('\n')[0], value, unit })],
    [
      'a made-up quote',
      () => ({
        chunk_id: passage.chunkId,
        quote: `The factory states a value of ${other} ${unit ?? ''} for this car.`,
        value: other,
        unit,
      }),
    ],
    [
      'a paraphrase',
      () => ({ chunk_id: passage.chunkId, quote: sentence.split(' ').reverse().join(' '), value, unit }),
    ],
    [
      'two sentences joined',
      () => ({ chunk_id: passage.chunkId, quote: `${sentence} ${foreign.slice(0, 80)}`, value, unit }),
    ],
    [
      'hidden characters',
      () => ({ chunk_id: passage.chunkId, quote: sentence.split('').join('\u200b').slice(0, 900), value, unit }),
    ],
    ['no number', () => ({ chunk_id: passage.chunkId, quote: sentence, value: Number.NaN, unit })],
    [
      'an object',
      () => ({ chunk_id: passage.chunkId, quote: { text: sentence }, value: { low: other }, unit: [unit] }),
    ],
    ['an empty quote', () => ({ chunk_id: passage.chunkId, quote: '', value, unit })],
    ['the truth', () => ({ chunk_id: passage.chunkId, quote: sentence, value, unit })],
  ]
  const [kind, make] = kinds[Math.floor(next() * kinds.length)] as [string, () => unknown]
  return { kind, claim: make() }
}

test(`${replies} replies: what is shown stands word for word in the chunk it names, and was read there by ourselves`, () => {
  const next = random(7)
  let shown = 0
  for (let n = 0; n < replies; n++) {
    const question = asked[n % asked.length] as Question
    const given = new Map(passagesFor(question).map((passage) => [passage.chunkId, passage]))
    const { claim } = reply(question, next)
    for (const stating of parseReply(JSON.stringify({ claims: [claim] })) ?? []) {
      const checked = checkClaim(question.car, question.spec, given, stating)
      if (!('reading' in checked)) continue
      shown++
      const { reading, passage } = checked
      const quote = passage.text.slice(reading.quote.start, reading.quote.end)
      expect(given.get(stating.chunk_id)).toBe(passage)
      expect(passage.text).toContain(quote)
      const printed = passage.text.slice(reading.start, reading.end)
      const first = typeof reading.value === 'object' ? reading.value.low : reading.value
      if (typeof first === 'number' && /\d/.test(printed))
        expect(printed.replaceAll(',', '')).toContain(String(first).replace(/\.0$/, ''))
    }
  }
  expect(shown).toBeGreaterThan(0)
})

test('a quote that stands elsewhere in the index is told from one that stands nowhere', async () => {
  const next = random(11)
  let right = 0
  const tries = 400
  for (let n = 0; n < tries; n++) {
    const text = index[Math.floor(next() * index.length)] as string
    const lines = text.split('\n').filter((line) => line.length > 12)
    const quote = (lines[Math.floor(next() * lines.length)] ?? text).slice(0, 300).trim()
    const made = n % 2 === 0
    const asWritten = made
      ? quote.replace(/\w(\w)(\w)/, (word, b: string, c: string) => (b === c ? `${word}x` : word[0] + c + b))
      : quote
    if ((await whereabouts(asWritten, isIndexed)) === (made ? 'made_up' : 'misattributed')) right++
  }
  expect(right / tries).toBeGreaterThanOrEqual(0.99)
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
