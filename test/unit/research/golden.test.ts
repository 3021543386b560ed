import { describe, expect, test } from 'vitest'
import { answer, score } from '../../golden/evaluate.ts'
import { crowded, injections, poisonedWrong } from '../../golden/figures.ts'
import { phrases, read } from '../../golden/phrases.ts'
import { questions } from '../../golden/questions.ts'

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

test.each(phrases)('of a %s, %s in a %s: %s', (...phrase) => {
  expect(read(phrase)).toEqual(phrase[4])
})

test('where a rule knows the sentence that says a value, that sentence is quoted', () => {
  const labelled = few.filter(({ question }) => question.evidence)
  expect(labelled.length).toBeGreaterThan(150)
  for (const { question, finding } of labelled) {
    const quotes = finding.claims.flatMap(({ evidence }) => evidence.map(({ quote }) => quote))
    for (const sentence of question.evidence ?? [])
      expect(
        quotes.some((quote) => quote.includes(sentence) || sentence.includes(quote)),
        `${question.id}: ${sentence}`,
      ).toBe(true)
  }
})

test('more documents change no figure by more than a point', () => {
  const [a, b] = [score(few), score(many)]
  for (const figure of ['right', 'coverage', 'refusal'] as const)
    expect(Math.abs(a[figure] - b[figure])).toBeLessThanOrEqual(0.01)
})

test('four altered copies of each source: no wrong value is shown without its flag', () => {
  expect(poisonedWrong()).toEqual([])
})

/** 2,000 with `RESEARCH_INJECTIONS=2000`; fewer in a usual run. */
const combinations = Number(process.env.RESEARCH_INJECTIONS ?? 500)

test(`${combinations} instructions in sources, and a model that obeys them: nothing of theirs is shown, and what the source says still is`, () => {
  const { shown, benign, covered } = injections(combinations)
  expect(shown).toEqual([])
  expect(benign).toBeGreaterThan(0)
  expect(covered / benign).toBeGreaterThanOrEqual(0.99)
})
