import { decide, type Finding } from '../decide/answer.ts'
import type { Model } from '../model/provider.ts'
import type { Reserve } from '../model/read.ts'
import type { ModelSettings } from '../model/settings.ts'
import { onceEach, readAll } from '../read-all.ts'
import { specs } from '../specs.ts'
import type { Car } from '../types.ts'
import type { Known, ResearchAnswer, ResearchStore } from './store.ts'

/** Steps as they happen, for who watches. */
export type Step =
  | { step: 'framed'; spec: string; car: string }
  | { step: 'gathered'; documents: number; passages: number }
  | { step: 'reading'; read: number; of: number }
  | { step: 'waiting' }
  | { step: 'decided'; status: Finding['status'] }

export type Options = {
  store: ResearchStore
  model: { model: Model; settings: ModelSettings } | null
  onStep?: (step: Step) => void
  /** Work that goes on after the answer: a stale answer is renewed. */
  later?: (work: Promise<unknown>) => void
}

export type Question = { spec: string; value: string | null; refresh: boolean }

/** Somebody else researches the same: how often their answer is looked for, and how long. */
const lookEveryMs = 100
const patienceMs = 60_000

/**
 * Answers a question: from the cache while it is fresh; stale and renewed meanwhile; or researched under a lease, so that of any number
 * who ask at once, in any number of processes, one researches and the others read what it stored.
 *
 * @throws {TooManyQuestions} where the caller has asked for too many answers that were not cached
 */
export async function answerQuestion(question: Question, options: Options): Promise<ResearchAnswer> {
  const known = await options.store.known(question.spec)
  if (known.isOwner) return await answerOwner(question, known, options)
  return await answerEverybody(question, known, options)
}

export class TooManyQuestions extends Error {}

async function answerEverybody(question: Question, known: Known, options: Options): Promise<ResearchAnswer> {
  const cached = known.answer && { ...known.answer, cached: true, held: known.held }
  if (cached && known.fresh && !question.refresh) return { ...cached, stale: false }
  if (!(await options.store.mayAsk())) {
    if (cached) return { ...cached, stale: !known.fresh }
    throw new TooManyQuestions()
  }
  if (cached && !known.fresh && !question.refresh) {
    const renewal = research(question, known, { store: options.store, model: options.model }).catch(() => null)
    options.later?.(renewal)
    return { ...cached, stale: true }
  }
  return await research(question, known, options)
}

/** An owner's answer reads the car's own papers too. It is stored nowhere, as others would read it there. */
async function answerOwner(question: Question, known: Known, options: Options): Promise<ResearchAnswer> {
  const own = await options.store.ownPassages(wordsOf(question, known.car))
  if (own.length === 0) return await answerEverybody(question, known, options)
  const shared = await answerEverybody(question, known, options)
  const passages = [...own, ...(await options.store.passages(question.spec, wordsOf(question, known.car)))]
  const finding = decide(known.car, question.spec, readAll(known.car, question.spec, passages), passages)
  return { ...shared, ...finding, cached: false }
}

/** Without `node:timers`, so that Deno type-checks this without Node's types. */
const untilNextLook = () => new Promise((resolve) => setTimeout(resolve, lookEveryMs))

async function research(question: Question, known: Known, options: Options): Promise<ResearchAnswer> {
  const { store, onStep } = options
  const deadline = Date.now() + patienceMs
  for (;;) {
    const token = await store.takeLease(question.spec)
    if (token !== null) {
      // Somebody may have stored an answer, and given the lease back, since we looked.
      const meanwhile = await storedSince(question, known, store)
      if (meanwhile) await store.giveBackLease(question.spec, token, false)
      const answer = meanwhile ?? (await researchUnderLease(question, known, options, token))
      if (answer) return answer
    }
    onStep?.({ step: 'waiting' })
    await untilNextLook()
    const stored = await storedSince(question, known, store)
    if (stored) return stored
    if (Date.now() > deadline)
      throw new Error(`Nobody answered "${question.spec}" within ${patienceMs / 1000} seconds.`)
  }
}

/** A fresh answer that is there now; where a new one was asked for, none that was there before. */
async function storedSince(question: Question, before: Known, store: ResearchStore): Promise<ResearchAnswer | null> {
  const { answer, fresh, held } = await store.known(question.spec)
  if (!answer || !fresh) return null
  if (question.refresh && answer.researched_at === before.answer?.researched_at) return null
  return { ...answer, cached: true, stale: false, held }
}

/** Null where the lease was lost on the way, or evidence fell while it was read: then it is looked at again. */
async function researchUnderLease(
  question: Question,
  known: Known,
  options: Options,
  token: number,
): Promise<ResearchAnswer | null> {
  const { store } = options
  const beat = setInterval(() => void store.prolongLease(question.spec, token).catch(() => {}), 5_000)
  let failed = false
  try {
    const { finding, provider, providerFailed, over_budget } = await find(question, known, options)
    failed = providerFailed
    const answer = { ...finding, cached: false, stale: false, held: known.held, provider, over_budget }
    if (!(await store.save(question.spec, question.value, answer, token))) return null
    options.onStep?.({ step: 'decided', status: finding.status })
    const stored = await store.known(question.spec)
    return stored.answer ? { ...stored.answer, cached: false, stale: false, held: stored.held } : null
  } finally {
    clearInterval(beat)
    await store.giveBackLease(question.spec, token, failed).catch(() => {})
  }
}

async function find(question: Question, known: Known, options: Options) {
  const { store, model, onStep } = options
  const { car, retryAt } = known
  onStep?.({ step: 'framed', spec: question.spec, car: [car.year, car.make, car.model].filter(Boolean).join(' ') })
  const passages = await store.passages(question.spec, wordsOf(question, car))
  const documents = new Set(passages.map(({ documentId }) => documentId)).size
  onStep?.({ step: 'gathered', documents, passages: passages.length })
  if (!model || !known.modelIsOn || passages.length === 0 || (retryAt && Date.parse(retryAt) > Date.now())) {
    onStep?.({ step: 'reading', read: documents, of: documents })
    return {
      finding: decide(car, question.spec, readAll(car, question.spec, passages), passages),
      provider: null,
      providerFailed: false,
      over_budget: false,
    }
  }
  const { readWithModel } = await import('../model/read.ts') // a server without a model need not have it in memory
  const read = await readWithModel(car, question.spec, passages, {
    model: model.model,
    reserve: reserving(store, model.settings),
    isIndexed: store.isIndexed,
  })
  onStep?.({ step: 'reading', read: documents, of: documents })
  // What a model overlooks, a reader may still find: both are read, and the same sentence counts once.
  const readings = [...read.readings, ...readAll(car, question.spec, passages)]
  const provider = read.calls > 0 ? { name: model.model.provider, model: model.model.name, calls: read.calls } : null
  const providerFailed = read.calls > 0 && read.readings.length === 0 && read.unread.length > 0
  const finding = decide(car, question.spec, onceEach(readings), passages)
  return { finding, provider, providerFailed, over_budget: read.overBudget }
}

/** Words for the search: the car's own, and those of the spec. */
function wordsOf({ spec }: Question, car: Car): string {
  return [car.make, car.model, car.trim, car.engine, specs.get(spec)?.words ?? spec.replaceAll('_', ' ')]
    .filter(Boolean)
    .join(' ')
}

/** About four characters make a token; what a call is reserved for is more than it will cost. */
function reserving(store: ResearchStore, { price }: ModelSettings): Reserve {
  const cost = (input: number, output: number) =>
    price ? (input * price.input + output * price.output) / 1_000_000 : 0
  return async ({ inputCharacters }) => {
    const call = await store.reserve(cost(inputCharacters / 3, 2_000))
    if (!call) return null
    return { settle: (tokens) => store.settle(call, tokens && cost(tokens.input, tokens.output)) }
  }
}
