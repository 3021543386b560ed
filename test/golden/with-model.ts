import { decide } from '../../src/research/index.ts'
import type { Model } from '../../src/research/model/provider.ts'
import { type ModelReading, readWithModel } from '../../src/research/model/read.ts'
import { onceEach, readAll } from '../../src/research/read-all.ts'
import { judged, library, type Outcome, passagesNamed } from './evaluate.ts'
import type { Question } from './questions.ts'

export type WithModel = {
  outcomes: Outcome[]
  calls: number
  /** Calls that the provider did not answer. */
  failed: number
  tokens: { input: number; output: number }
  /** Claims of the model that a guard turned down, by guard. */
  refused: ModelReading['failures']
}

const atOnce = 4

/**
 * Asks the golden questions of a model, as the server does: its claims pass the guards, and what it overlooks the readers may still find.
 *
 * @param onAnswer is told after each question
 */
export async function withModel(
  questions: Question[],
  model: Model,
  onAnswer: (done: number) => void = () => {},
): Promise<WithModel> {
  const result: WithModel = {
    ...{ outcomes: [], calls: 0, failed: 0, tokens: { input: 0, output: 0 } },
    refused: {
      ...{ unknown_chunk: 0, quote_not_found: 0, misattributed: 0, made_up: 0 },
      ...{ not_said: 0, not_of_this_car: 0, malformed: 0 },
    },
  }
  const texts = [...library.values()].map(({ text }) => text)
  const waiting = questions.map((question, place) => ({ question, place }))
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { car, spec, documents } = next.question
      const passages = passagesNamed(documents)
      const read = await readWithModel(car, spec, passages, {
        model,
        reserve: async () => ({ settle: async (tokens) => count(result, tokens) }),
        isIndexed: async (quote) => texts.some((text) => text.includes(quote)),
      })
      result.calls += read.calls
      for (const [name, n] of Object.entries(read.failures) as [keyof typeof read.failures, number][])
        result.refused[name] += n
      const readings = [...read.readings, ...readAll(car, spec, passages)]
      result.outcomes[next.place] = judged(next.question, decide(car, spec, onceEach(readings), passages))
      onAnswer(questions.length - waiting.length)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return result
}

function count(result: WithModel, tokens: { input: number; output: number } | null): void {
  if (!tokens) result.failed++
  result.tokens.input += tokens?.input ?? 0
  result.tokens.output += tokens?.output ?? 0
}
