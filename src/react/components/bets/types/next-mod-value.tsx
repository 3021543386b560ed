import { useId } from 'react'
import { capital, change, money } from '../../../format.ts'
import { say } from '../../../language/say.ts'
import { FieldError } from '../../shared/FieldError.tsx'
import { MoneyField } from '../../shared/MoneyField.tsx'
import type { BetTypeView, FieldsProps } from './bet-type.ts'
import { toleranceOf } from './tolerance.ts'

export const nextModValue: BetTypeView<'next_mod_value'> = {
  words: {
    tab: 'Modification',
    heading: 'What a modification adds',
    median: 'Crowd median for what it adds',
    nobody: 'Nobody has said what a modification adds. Name one, and what you think of it.',
    prompt: 'The next modification changes its value by …',
    payoff: { right: 'If it is just that', wrong: 'If it is far off', other: 'has only a rough idea' },
  },
  claim: ({ modification, target_value }) =>
    say('{modification} changes its value by {target_value}, give or take {toleranceOf}.', {
      modification: capital(modification),
      target_value: money(target_value),
      toleranceOf: money(toleranceOf('next_mod_value', target_value)),
    }),
  question: ({ modification }) => say('What this adds: {modification}', { modification }),
  result: (value) => say('It changed the value by {change}.', { change: change(value) }),
  prediction: ({ value, modification }) =>
    value !== null && modification.trim() ? { modification: modification.trim(), target_value: value } : null,
  Fields: ChangeFields,
}

function ChangeFields({ draft, onChange, revised, at }: FieldsProps) {
  return (
    <>
      <ModificationField
        value={draft.modification}
        readOnly={revised}
        error={at('modification')}
        onChange={(modification) => onChange({ modification })}
      />
      <MoneyField
        key="change"
        label={say('Change in value')}
        value={draft.value}
        signed
        required
        error={at('value')}
        onChange={(value) => onChange({ value })}
      />
    </>
  )
}

type ModificationFieldProps = {
  value: string
  onChange: (value: string) => void
  error: string | null
  readOnly: boolean
}

function ModificationField({ value, onChange, error, readOnly }: ModificationFieldProps) {
  const id = useId()
  return (
    <div className="pd-field">
      <label htmlFor={id}>{say('Modification')}</label>
      <input
        id={id}
        value={value}
        maxLength={200}
        required
        readOnly={readOnly}
        placeholder={say('Five-speed gearbox')}
        aria-invalid={error !== null}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}
