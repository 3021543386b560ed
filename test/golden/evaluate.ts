import { isSameValue } from '../../src/research/decide/compare.ts'
import { type Car, type Finding, type Passage, researchWithoutModel } from '../../src/research/index.ts'
import { canonicalOf } from '../../src/research/units.ts'
import { contradicting, dataDocuments } from './auto-mpg.ts'
import { documents, type GoldenDocument } from './documents.ts'
import { measuredDocuments } from './measured.ts'
import type { Question } from './questions.ts'

export const library: ReadonlyMap<string, GoldenDocument> = new Map(
  [...documents, ...dataDocuments, ...contradicting, ...measuredDocuments].map((one) => [one.id, one]),
)

/** The passages of a document: its paragraphs. */
export function passagesOf(document: GoldenDocument): Passage[] {
  let at = 0
  return document.text.split('\n\n').map((text, n) => {
    const charStart = document.text.indexOf(text, at)
    at = charStart + text.length
    return {
      chunkId: `${document.id}#${n}`,
      documentId: document.id,
      sourceId: document.id.startsWith('auto-mpg-') && !document.id.includes('copy') ? 'auto-mpg' : document.id,
      kind: document.kind,
      authority: document.authority,
      title: document.title,
      url: null,
      page: null,
      heading: [],
      text,
      charStart,
      publishedAt: null,
      readAt: '2026-11-26T00:00:00Z',
      subject: document.subject,
      author: document.author ?? null,
      aiInput: null,
    }
  })
}

export type Outcome = {
  question: Question
  finding: Finding
  shown: number
  wrong: string[]
  answered: boolean
  asked: Question['expected']['status']
}

export type Research = (car: Car, spec: string, passages: Passage[]) => Finding

/** Asks one question of the given documents, and holds what is shown without a flag against what was labelled. */
export function answer(question: Question, ids: string[], research: Research = researchWithoutModel): Outcome {
  return judged(question, research(question.car, question.spec, passagesNamed(ids)))
}

export const passagesNamed = (ids: string[]): Passage[] =>
  ids.flatMap((id) => passagesOf(library.get(id) as GoldenDocument))

/** What is shown without a flag against what was labelled. */
export function judged(question: Question, finding: Finding): Outcome {
  const plain = finding.claims.filter(({ suspect }) => !suspect)
  const wrong = plain.filter(
    (claim) => !question.expected.values.some((value) => isExpected(claim, question.spec, value)),
  )
  const found = question.expected.values.filter((value) =>
    plain.some((claim) => isExpected(claim, question.spec, value)),
  )
  const needed = question.expected.status === 'conflicting' ? question.expected.values.length : 1
  return {
    question,
    finding,
    shown: plain.length,
    wrong: wrong.map(({ value, unit }) => `${JSON.stringify(value)} ${unit ?? ''}`),
    answered: found.length >= needed,
    asked: question.expected.status,
  }
}

function isExpected(
  claim: Finding['claims'][number],
  spec: string,
  [value, unit]: [number | string, string | null],
): boolean {
  const reading = (of: { value: Finding['claims'][number]['value']; unit: string | null }) => ({
    spec,
    start: 0,
    end: 0,
    quote: { start: 0, end: 0 },
    value: of.value,
    unit: of.unit,
    canonical: of.unit === null ? { value: of.value, unit: null } : canonicalOf(of.value, of.unit),
    slack: 0.001 * (typeof of.value === 'number' ? Math.abs(of.value) : 0),
    qualifiers: {},
  })
  const claimed = reading(claim)
  const expected = reading({ value, unit })
  const slack = 0.006 * (typeof expected.canonical.value === 'number' ? Math.abs(expected.canonical.value) : 0)
  return isSameValue(
    { ...claimed, slack: claim.unit === unit ? 1e-6 : slack },
    { ...expected, slack: claim.unit === unit ? 1e-6 : slack },
  )
}

export type Scores = {
  questions: number
  right: number
  coverage: number
  refusal: number
  conflictPrecision: number
  conflictRecall: number
  calibrationError: number
}

const ratio = (a: number, b: number) => (b === 0 ? 1 : a / b)

export function score(outcomes: Outcome[]): Scores {
  const shown = outcomes.reduce((sum, one) => sum + one.shown, 0)
  const wrong = outcomes.reduce((sum, one) => sum + one.wrong.length, 0)
  const answerable = outcomes.filter(({ asked }) => asked !== 'insufficient')
  const unanswerable = outcomes.filter(({ asked }) => asked === 'insufficient')
  const saidConflict = outcomes.filter(({ finding }) => finding.status === 'conflicting')
  const conflicts = outcomes.filter(({ asked }) => asked === 'conflicting')
  return {
    questions: outcomes.length,
    right: ratio(shown - wrong, shown),
    coverage: ratio(answerable.filter(({ answered }) => answered).length, answerable.length),
    refusal: ratio(unanswerable.filter(({ finding }) => finding.status === 'insufficient').length, unanswerable.length),
    conflictPrecision: ratio(saidConflict.filter(({ asked }) => asked === 'conflicting').length, saidConflict.length),
    conflictRecall: ratio(
      conflicts.filter(({ finding, answered }) => finding.status === 'conflicting' && answered).length,
      conflicts.length,
    ),
    calibrationError: calibrationError(outcomes),
  }
}

/** Expected calibration error over ten equal bins of what was shown: whether the first claim was right, against its confidence. */
export function calibrationError(outcomes: Outcome[]): number {
  const shown = outcomes.filter(({ shown: n }) => n > 0)
  const bins = new Map<number, { n: number; right: number; sum: number }>()
  for (const one of shown) {
    const bin = Math.min(9, Math.floor(one.finding.confidence.score * 10))
    const into = bins.get(bin) ?? { n: 0, right: 0, sum: 0 }
    bins.set(bin, {
      n: into.n + 1,
      right: into.right + Number(isFirstRight(one)),
      sum: into.sum + one.finding.confidence.score,
    })
  }
  return [...bins.values()].reduce(
    (error, { n, right, sum }) => error + (Math.abs(right - sum) / (shown.length || 1)) * (n / n),
    0,
  )
}

/** The first claim is right where it is labelled as the first of what the sources say. */
export function isFirstRight({ finding, question }: Outcome): boolean {
  const [first] = finding.claims
  const [truth] = question.expected.values
  if (!first || !truth) return false
  if (question.expected.status === 'conflicting') return isExpected(first, question.spec, truth)
  return question.expected.values.some((value) => isExpected(first, question.spec, value))
}
