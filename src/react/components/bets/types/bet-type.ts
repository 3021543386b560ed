import type { ReactNode } from 'react'
import type { BetType, Claim } from '../../../../client/bets.ts'
import type { Question } from '../../../../client/questions.ts'
import type { ClaimField } from '../../shared/field-errors.ts'

export type PredictionOf<T extends BetType> = Extract<Claim, { type: T }>['prediction']

/** What people read and fill in of a type of bet; what the type is otherwise is in `src/client/bet-types.ts`. */
export type BetTypeView<T extends BetType> = {
  words: {
    /** The tab of its forecast, and the heading of the forecast's page. */
    tab: string
    heading: string
    /** What the crowd's median says. */
    median: string
    /** While nobody has bet. */
    nobody: string
    /** What the sentence will say, while its number is missing. */
    prompt: string
    payoff: { right: string; wrong: string; other: string }
  }
  /** The claim as the sentence that will turn out true or false. */
  claim(prediction: PredictionOf<T>): string
  /** What a question asks, as a title; null where the type's label says it. */
  question(question: Question): string | null
  /** How it came out, of a result that is a number. */
  result(value: number): string
  /** What a draft predicts; null while something is missing. */
  prediction(draft: Draft): PredictionOf<T> | null
  Fields(props: FieldsProps): ReactNode
}

/** A bet while it is filled in. */
export type Draft = {
  type: BetType
  value: number | null
  /** A price as a range. */
  ranged: boolean
  low: number | null
  high: number | null
  byDate: string
  modification: string
}

export type FieldsProps = {
  draft: Draft
  onChange: (part: Partial<Draft>) => void
  /** What makes it another question stays as it is. */
  revised: boolean
  /** What is wrong with a field. */
  at: (field: ClaimField) => string | null
}
