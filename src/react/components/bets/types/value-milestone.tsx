import { day, money } from '../../../format.ts'
import { say } from '../../../language/say.ts'
import { MoneyField } from '../../shared/MoneyField.tsx'
import type { BetTypeView, FieldsProps } from './bet-type.ts'
import { DayField } from './DayField.tsx'

export const valueMilestone: BetTypeView<'value_milestone'> = {
  words: {
    tab: 'Value',
    heading: 'What it will be worth',
    median: 'Crowd median for what it is worth',
    nobody: 'Nobody has said what it will be worth. The first bet makes the first step of the curve.',
    prompt: 'It is worth … or more by …',
    payoff: { right: 'If you are right', wrong: 'If you are wrong', other: 'tosses a coin' },
  },
  claim: ({ target_value, by_date }) =>
    say('It is worth {target_value} or more by {by_date}.', {
      target_value: money(target_value),
      by_date: day(by_date),
    }),
  question: ({ targetValue, byDate }) =>
    say('Worth {money} or more by {day}', { money: money(targetValue ?? 0), day: day(byDate ?? '') }),
  result: (value) => say('It was worth {money}.', { money: money(value) }),
  prediction: ({ value, byDate }) => (value && byDate ? { target_value: value, by_date: byDate } : null),
  Fields: MilestoneFields,
}

function MilestoneFields({ draft, onChange, at }: FieldsProps) {
  return (
    <div className="pd-field-pair">
      <MoneyField
        label={say('Number')}
        value={draft.value}
        required
        error={at('value')}
        onChange={(value) => onChange({ value })}
      />
      <DayField
        label={say('By')}
        value={draft.byDate}
        error={at('byDate')}
        onChange={(byDate) => onChange({ byDate })}
      />
    </div>
  )
}
