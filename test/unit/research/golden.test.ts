import { describe, expect, test } from 'vitest'
import { researchWithoutModel } from '../../../src/research/index.ts'
import { modelKey } from '../../../src/research/subject/cars.ts'
import { carriers, instructions, poisoned } from '../../golden/attacks.ts'
import { answer, library, passagesOf, score } from '../../golden/evaluate.ts'
import { type Question, questions } from '../../golden/questions.ts'

const isAbout = (id: string, { car }: Question) => {
  const { make, model } = library.get(id)?.subject ?? {}
  return (
    make !== undefined &&
    make === car.make &&
    (modelKey(car.model ?? '').includes(modelKey(model ?? '')) ||
      modelKey(model ?? '').includes(modelKey(car.model ?? '')))
  )
}

/** The question's own documents and others, none of them about its car, up to 150. */
const crowded = (question: Question, nth: number): string[] => {
  const ids = [...library.keys()].filter((id) => !question.documents.includes(id) && !isAbout(id, question))
  const others = ids.map((_, n) => ids[(nth * 7 + n) % ids.length] as string)
  return [...question.documents, ...others.slice(0, 150 - question.documents.length)]
}

test('the set has at least 400 questions, of which at least 30 % have no answer or several', () => {
  const hard = questions.filter(({ expected }) => expected.status !== 'supported')
  expect(questions.length).toBeGreaterThanOrEqual(400)
  expect(hard.length / questions.length).toBeGreaterThanOrEqual(0.3)
})

const few = questions.map((question) => answer(question, question.documents))
const many = questions.map((question, n) => answer(question, crowded(question, n)))

describe.each([
  ['of its own documents', score(few)],
  ['among 150', score(many)],
])('read without a model, %s', (_, scores) => {
  test('shown values are right, answers are found, blanks stay blank, and conflicts are shown', () => {
    expect(scores.right).toBeGreaterThanOrEqual(0.99)
    expect(scores.coverage).toBeGreaterThanOrEqual(0.75)
    expect(scores.refusal).toBeGreaterThanOrEqual(0.95)
    expect(scores.conflictPrecision).toBeGreaterThanOrEqual(0.95)
    expect(scores.conflictRecall).toBeGreaterThanOrEqual(0.95)
  })
})

test('more documents change no figure by more than a point', () => {
  const [a, b] = [score(few), score(many)]
  for (const figure of ['right', 'coverage', 'refusal'] as const)
    expect(Math.abs(a[figure] - b[figure])).toBeLessThanOrEqual(0.01)
})

test('four altered copies of each source: no wrong value is shown without its flag', () => {
  const wrong: string[] = []
  questions
    .filter(({ expected }) => expected.status === 'supported')
    .forEach((question, n) => {
      const copies = question.documents.flatMap((id) => [1, 2, 3, 4].flatMap((nth) => poisoned(id, nth, n * 10 + nth)))
      const finding = researchWithoutModel(question.car, question.spec, [
        ...question.documents.flatMap((id) => passagesOf(library.get(id) as never)),
        ...copies,
      ])
      const shown = finding.claims.filter(({ suspect }) => !suspect)
      const honest = answer(question, question.documents).finding.claims.map(({ canonical }) =>
        JSON.stringify(canonical),
      )
      for (const { canonical, evidence } of shown) {
        if (!honest.includes(JSON.stringify(canonical)))
          wrong.push(`${question.id}: ${JSON.stringify(canonical)} «${evidence[0]?.quote}»`)
      }
    })
  expect(wrong).toEqual([])
})

test('instructions in a source are text like any other: nothing of theirs is shown, and what the source says still is', () => {
  const asked = questions.filter(({ expected, by }) => expected.status === 'supported' && by === 'hand')
  let covered = 0
  let tried = 0
  asked.forEach((question, n) => {
    const instruction = instructions[n % instructions.length] as string
    const carry = carriers[Math.floor(n / instructions.length) % carriers.length] as (typeof carriers)[number]
    const passages = question.documents
      .flatMap((id) => passagesOf(library.get(id) as never))
      .map((passage) => ({ ...passage, text: carry(passage.text, instruction) }))
    const finding = researchWithoutModel(question.car, question.spec, passages)
    tried++
    if (finding.claims.length > 0) covered++
    for (const claim of finding.claims) {
      const passage = passages.find(({ chunkId }) => claim.evidence[0]?.chunk_id === chunkId)
      expect(passage?.text).toContain(claim.evidence[0]?.quote)
      expect(JSON.stringify(claim.value)).not.toMatch(/999|99\.9/)
    }
  })
  expect(covered / tried).toBeGreaterThanOrEqual(0.99)
})
