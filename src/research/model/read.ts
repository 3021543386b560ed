import { checkClaim, type Failure, whereabouts } from '../guard/claim.ts'
import { parseReply } from '../guard/reply.ts'
import type { Car, Passage, Reading } from '../types.ts'
import { newNonce, promptFor } from './prompt.ts'
import type { Model } from './provider.ts'

export type Reserve = (call: {
  inputCharacters: number
}) => Promise<{ settle: (tokens: { input: number; output: number } | null) => Promise<void> } | null>

export type ModelReading = {
  readings: { reading: Reading; passage: Passage }[]
  failures: Record<Failure | 'malformed', number>
  calls: number
  /** Documents that the model was not asked of, or that it failed at: they are read without it. */
  unread: Passage[]
  overBudget: boolean
}

type Options = {
  model: Model
  /** Takes the price of a call before it is made; null where the budget is used up. What was not used is given back. */
  reserve: Reserve
  isIndexed: (quote: string) => Promise<boolean>
  signal?: AbortSignal
  /** Documents asked of at once. */
  most?: number
}

/**
 * Reads passages with a model, one document a call. A reply that cannot be read, or of which no claim holds, gets one repair
 * attempt; then the document is read without a model. Documents whose publishers forbid it (`ai-input=no`) never reach one.
 */
export async function readWithModel(
  car: Car,
  spec: string,
  passages: Passage[],
  options: Options,
): Promise<ModelReading> {
  const result: ModelReading = {
    readings: [],
    failures: noFailures(),
    calls: 0,
    unread: passages.filter(({ aiInput }) => aiInput === false),
    overBudget: false,
  }
  const documents = Map.groupBy(
    passages.filter(({ aiInput }) => aiInput !== false),
    ({ documentId }) => documentId,
  )
  const waiting = [...documents.values()]
  const work = async () => {
    for (let document = waiting.shift(); document; document = waiting.shift())
      await readDocument(car, spec, document, options, result)
  }
  await Promise.all(Array.from({ length: options.most ?? 4 }, work))
  return result
}

async function readDocument(
  car: Car,
  spec: string,
  passages: Passage[],
  options: Options,
  result: ModelReading,
): Promise<void> {
  const given = new Map(passages.map((passage) => [passage.chunkId, passage]))
  for (let attempt = 0; attempt < 2; attempt++) {
    const question = promptFor(car, spec, passages, newNonce())
    const reserved = await options.reserve({ inputCharacters: question.system.length + question.prompt.length })
    if (!reserved) {
      result.overBudget = true
      break
    }
    let text: string
    try {
      result.calls++
      const reply = await options.model.ask({ ...question, ...(options.signal ? { signal: options.signal } : {}) })
      await reserved.settle({ input: reply.inputTokens, output: reply.outputTokens })
      text = reply.text
    } catch {
      await reserved.settle(null)
      break // the provider fails: the document is read without it
    }
    const claims = parseReply(text)
    if (claims === null) {
      result.failures.malformed++
      continue
    }
    const found = await check(car, spec, given, claims, options, result)
    if (found > 0 || claims.length === 0) return
  }
  result.unread.push(...passages)
}

async function check(
  car: Car,
  spec: string,
  given: Map<string, Passage>,
  claims: NonNullable<ReturnType<typeof parseReply>>,
  options: Options,
  result: ModelReading,
): Promise<number> {
  let found = 0
  for (const claim of claims) {
    const checked = checkClaim(car, spec, given, claim)
    if ('reading' in checked) {
      result.readings.push(checked)
      found++
    } else {
      const lost = checked.failure === 'quote_not_found' || checked.failure === 'unknown_chunk'
      result.failures[lost ? await whereabouts(claim.quote, options.isIndexed) : checked.failure]++
    }
  }
  return found
}

const noFailures = (): ModelReading['failures'] => ({
  unknown_chunk: 0,
  quote_not_found: 0,
  misattributed: 0,
  made_up: 0,
  not_said: 0,
  not_of_this_car: 0,
  malformed: 0,
})
