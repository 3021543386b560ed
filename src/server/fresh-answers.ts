/** Answers of the database that count for a moment. */
export type FreshAnswers<Question extends { key: string }, Answer> = {
  /** At once what was asked less than `freshMs` ago. All who ask in one turn of the event loop share one query. */
  get: (question: Question) => Answer | Promise<Answer>
  /** What is known no longer counts, nor does what is being asked now for anybody who comes later. */
  forget: () => void
}

/** Beyond it everything is asked anew, so that memory stays bounded. */
const mostKnown = 20_000

/** @param read answers by key; a key without one has `otherwise` */
export function createFreshAnswers<Question extends { key: string }, Answer>(
  read: (questions: Question[]) => Promise<Map<string, Answer>>,
  otherwise: Answer,
  freshMs = 1_000,
): FreshAnswers<Question, Answer> {
  const known = new Map<string, { askedAt: number; answer: Answer }>()
  let asked = new Map<string, Question>()
  let waiting: Promise<Map<string, Answer>> | null = null
  let turn = 0 // orders questions and forgetting, for which the clock is too coarse
  let forgotten = 0

  const ask = async (): Promise<Map<string, Answer>> => {
    await new Promise((resolve) => setImmediate(resolve))
    const questions = [...asked.values()]
    asked = new Map()
    waiting = null
    const started = ++turn
    const askedAt = Date.now()
    const answers = await read(questions).catch(() => read(questions)) // a connection may have been lost
    if (known.size > mostKnown) known.clear()
    if (started > forgotten) for (const [key, answer] of answers) known.set(key, { askedAt, answer })
    return answers
  }

  return {
    get: (question) => {
      const { key } = question
      const last = known.get(key)
      if (last && last.askedAt + freshMs > Date.now()) return last.answer
      asked.set(key, question)
      waiting ??= ask()
      return waiting.then((answers) => answers.get(key) ?? otherwise)
    },
    forget: () => {
      known.clear()
      forgotten = ++turn
    },
  }
}
