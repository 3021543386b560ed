import { day } from '../../../format.ts'
import { say } from '../../../language/say.ts'
import type { BetTypeView, FieldsProps } from './bet-type.ts'
import { DayField } from './DayField.tsx'

export const completionDate: BetTypeView<'completion_date'> = {
  words: {
    tab: 'Build',
    heading: 'When the build is complete',
    median: 'Crowd median for the day it is complete',
    nobody: 'Nobody has named a day on which the build is complete.',
    prompt: 'The build is complete around …',
    payoff: { right: 'If it is that day', wrong: 'If it is far off', other: 'has only a rough idea' },
  },
  claim: (prediction) =>
    say('The build is complete around {day}, give or take 10\u00a0% of the days until then.', {
      day: day('date' in prediction ? prediction.date : prediction.by_date),
    }),
  question: () => null,
  result: (value) => say('The build took {days} day.|The build took {days} days.', { days: value }),
  prediction: ({ byDate }) => (byDate ? { by_date: byDate } : null),
  Fields: CompletionFields,
}

function CompletionFields({ draft, onChange, at }: FieldsProps) {
  return (
    <DayField
      label={say('Around')}
      value={draft.byDate}
      error={at('byDate')}
      onChange={(byDate) => onChange({ byDate })}
    />
  )
}
