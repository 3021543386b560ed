import type { ClaimField } from '../shared/field-errors.ts'
import type { FieldsProps } from './types/bet-type.ts'
import { viewOf } from './types/index.ts'

type PredictionFieldsProps = Omit<FieldsProps, 'at'> & {
  problem: { field: ClaimField | null; message: string } | null
}

/** The fields of a prediction, each with what is wrong with it. */
export function PredictionFields({ problem, ...props }: PredictionFieldsProps) {
  const { Fields } = viewOf(props.draft.type)
  return <Fields {...props} at={(field) => (problem?.field === field ? problem.message : null)} />
}
