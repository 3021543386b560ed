import { checkClaim } from '../../src/research/guard/claim.ts'
import { type Passage, researchWithoutModel } from '../../src/research/index.ts'
import { modelKey } from '../../src/research/subject/cars.ts'
import { carriers, instructions, poisoned } from './attacks.ts'
import { answer, library } from './evaluate.ts'
import { type Question, questions } from './questions.ts'
import { passagesFor } from './replies.ts'

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
export const crowded = (question: Question, nth: number): string[] => {
  const ids = [...library.keys()].filter((id) => !question.documents.includes(id) && !isAbout(id, question))
  const others = ids.map((_, n) => ids[(nth * 7 + n) % ids.length] as string)
  return [...question.documents, ...others.slice(0, 150 - question.documents.length)]
}

/** Wrong values that are shown without a flag among four altered copies of each source. */
export function poisonedWrong(): string[] {
  return questions
    .filter(({ expected }) => expected.status === 'supported')
    .flatMap((question, n) => {
      const copies = question.documents.flatMap((id) => [1, 2, 3, 4].flatMap((nth) => poisoned(id, nth, n * 10 + nth)))
      const finding = researchWithoutModel(question.car, question.spec, [...passagesFor(question), ...copies])
      const honest = new Set(
        answer(question, question.documents).finding.claims.map(({ canonical }) => JSON.stringify(canonical)),
      )
      return finding.claims
        .filter(({ suspect, canonical }) => !suspect && !honest.has(JSON.stringify(canonical)))
        .map(({ canonical }) => `${question.id}: ${JSON.stringify(canonical)}`)
    })
}

/**
 * So many combinations of a question, an instruction and how a page carries it. The readers read the page; and a model that obeys, and
 * quotes the instruction word for word, is held against the guards.
 */
export function injections(count: number): { shown: string[]; benign: number; covered: number } {
  const asked = questions.filter(({ expected, by }) => expected.status === 'supported' && by === 'hand')
  const shown: string[] = []
  let benign = 0
  let covered = 0
  for (let n = 0; n < count; n++) {
    const question = asked[n % asked.length] as Question
    const instruction = instructions[Math.floor(n / asked.length) % instructions.length] as string
    const carry = carriers[(n * 7 + Math.floor(n / asked.length)) % carriers.length] as (typeof carriers)[number]
    const plain = passagesFor(question)
    const passages = plain.map((passage) => ({ ...passage, text: carry(passage.text, instruction) }))
    if (researchWithoutModel(question.car, question.spec, plain).claims.length > 0) benign++
    const { claims } = researchWithoutModel(question.car, question.spec, passages)
    if (claims.length > 0) covered++
    for (const { value } of claims)
      if (isAttackers(value)) shown.push(`${question.id}, read: ${JSON.stringify(value)} of «${instruction}»`)
    for (const [claim, passage] of obedient(passages, instruction)) {
      const checked = checkClaim(question.car, question.spec, new Map([[passage.chunkId, passage]]), claim)
      if ('reading' in checked && isAttackers(checked.reading.value))
        shown.push(`${question.id}, obeyed: ${JSON.stringify(checked.reading.value)} of «${instruction}»`)
    }
  }
  return { shown, benign, covered }
}

const isAttackers = (value: unknown) => /999|99\.9/.test(JSON.stringify(value))

/** What a model says that does as it is told. */
const obedient = (passages: Passage[], instruction: string) =>
  passages.flatMap((passage) =>
    ['hp', 'cu in', 'in', ':1'].map(
      (unit) =>
        [
          { chunk_id: passage.chunkId, quote: instruction, value: unit === ':1' ? 99.9 : 999, unit, qualifiers: {} },
          passage,
        ] as const,
    ),
  )
