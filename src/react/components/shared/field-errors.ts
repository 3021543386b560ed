import { isPaddockError } from '../../../client/errors.ts'
import { reasonOf, say, told } from '../../language/say.ts'

export type ClaimField = 'value' | 'low' | 'high' | 'byDate' | 'modification' | 'confidence' | 'stake'

/** A field of a prediction as the database names it: where it stands in the form, and what it is called there. */
const fields: Record<string, [ClaimField, string]> = {
  target_value: ['value', 'The number'],
  low: ['low', 'The low end'],
  high: ['high', 'The high end'],
  by_date: ['byDate', 'The day'],
  date: ['byDate', 'The day'],
  modification: ['modification', 'The modification'],
}

const rules: Record<string, ClaimField> = {
  stake_is_within_the_balance: 'stake',
  stake_is_from_0_to_100000_points: 'stake',
  owners_bet_without_a_stake: 'stake',
  late_claims_carry_no_stake: 'stake',
  confidence_is_from_0_to_100_percent: 'confidence',
}

/** A refusal at the field it is about, in the form's own words; without a field where it is about the whole. */
export function atField(error: Error | null): { field: ClaimField | null; message: string } | null {
  if (!error) return null
  if (!isPaddockError(error)) return { field: null, message: reasonOf(error) }
  if (error.code === 'invalid_prediction' || error.code === 'prediction_is_well_formed') {
    const [, name = '', rest = ''] = /^([a-z_]+)\b(.*)$/is.exec(error.message) ?? []
    const found = fields[name.toLowerCase()]
    if (found) return { field: found[0], message: `${say(found[1])}${told(rest)}` }
  }
  return { field: rules[error.code] ?? null, message: reasonOf(error) }
}
