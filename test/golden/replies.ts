import { checkClaim, whereabouts } from '../../src/research/guard/claim.ts'
import { parseReply } from '../../src/research/guard/reply.ts'
import type { Passage } from '../../src/research/index.ts'
import { random } from './attacks.ts'
import { library, passagesOf } from './evaluate.ts'
import { type Question, questions } from './questions.ts'

const asked = questions.filter(({ expected, by }) => expected.status === 'supported' && by === 'hand')
export const passagesFor = (question: Question) =>
  question.documents.flatMap((id) => passagesOf(library.get(id) as never))
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

/** What is wrong with what was shown of so many replies, and how many claims were shown at all. */
export function fuzzedReplies(count: number): { shown: number; wrong: string[] } {
  const next = random(7)
  const wrong: string[] = []
  let shown = 0
  for (let n = 0; n < count; n++) {
    const question = asked[n % asked.length] as Question
    const given = new Map(passagesFor(question).map((passage) => [passage.chunkId, passage]))
    const { claim, kind } = reply(question, next)
    for (const stating of parseReply(JSON.stringify({ claims: [claim] })) ?? []) {
      const checked = checkClaim(question.car, question.spec, given, stating)
      if (!('reading' in checked)) continue
      shown++
      const fault = faultOf(checked, given.get(stating.chunk_id))
      if (fault) wrong.push(`${question.id}, ${kind}: ${fault}`)
    }
  }
  return { shown, wrong }
}

/** Read once more, by nothing but the text: the quote stands in the chunk that is named, and the value is printed in it. */
function faultOf(
  { reading, passage }: Extract<ReturnType<typeof checkClaim>, { reading: unknown }>,
  named: Passage | undefined,
): string | null {
  if (named !== passage) return 'it is of another chunk'
  if (!passage.text.includes(passage.text.slice(reading.quote.start, reading.quote.end)))
    return 'its quote is not there'
  const printed = passage.text.slice(reading.start, reading.end)
  const first = typeof reading.value === 'object' ? reading.value.low : reading.value
  if (typeof first !== 'number' || !/\d/.test(printed)) return null
  return printed.replaceAll(',', '').includes(String(first).replace(/\.0$/, ''))
    ? null
    : `${first} is not in «${printed}»`
}

/** The share of quotes, half of them made up, that are told apart from those that stand elsewhere in the index. */
export async function toldApart(tries: number): Promise<number> {
  const next = random(11)
  let right = 0
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
  return right / tries
}
