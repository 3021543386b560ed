import { type FormEvent, useId, useState } from 'react'
import { Notice } from '../components/shared/Notice.tsx'
import { say } from '../language/say.ts'
import { type Choice, periodOf, periods } from './periods.ts'

/** Chooses what time the insights are about. Days are in UTC, as they are counted. */
export function PeriodPicker({ choice, onChoose }: { choice: Choice; onChoose: (choice: Choice) => void }) {
  const [open, setOpen] = useState(typeof choice === 'object')
  return (
    <div className="pd-period">
      <fieldset className="pd-period-choices">
        <legend className="pd-hidden">{say('Period')}</legend>
        {periods.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            aria-pressed={choice === id}
            onClick={() => {
              setOpen(false)
              onChoose(id)
            }}
          >
            {say(title)}
          </button>
        ))}
        <button
          type="button"
          aria-expanded={open}
          aria-pressed={typeof choice === 'object'}
          onClick={() => setOpen(!open)}
        >
          {say('Other days')}
        </button>
      </fieldset>
      {open && <Days choice={choice} onChoose={onChoose} />}
    </div>
  )
}

function Days({ choice, onChoose }: { choice: Choice; onChoose: (choice: Choice) => void }) {
  const id = useId()
  const [days, setDays] = useState(typeof choice === 'object' ? choice : { from: '', to: '' })
  const [wrong, setWrong] = useState(false)
  const today = new Date().toISOString().slice(0, 10)
  const show = (event: FormEvent) => {
    event.preventDefault()
    const fits = periodOf(days) !== null
    setWrong(!fits)
    if (fits) onChoose(days)
  }
  return (
    <form className="pd-period-days" onSubmit={show}>
      {(['from', 'to'] as const).map((end) => (
        <div className="pd-field" key={end}>
          <label htmlFor={`${id}-${end}`}>{end === 'from' ? say('First day') : say('Last day')}</label>
          <input
            id={`${id}-${end}`}
            type="date"
            required
            max={today}
            value={days[end]}
            onChange={(event) => setDays({ ...days, [end]: event.target.value })}
          />
        </div>
      ))}
      <button type="submit" className="pd-button">
        {say('Show')}
      </button>
      {wrong && (
        <Notice>
          {say('The first day comes before the last, the last is today at the latest, and 800 days are the most.')}
        </Notice>
      )}
    </form>
  )
}
