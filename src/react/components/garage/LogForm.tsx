import { type FormEvent, useId, useState } from 'react'
import type { OwnerDocument } from '../../../client/documents.ts'
import { earlierWithMore, type LogEntry, type LogKind } from '../../../client/log.ts'
import { reasonOf, say } from '../../language/say.ts'
import { CurrencyField } from '../shared/CurrencyField.tsx'
import { MoneyField } from '../shared/MoneyField.tsx'
import { Notice } from '../shared/Notice.tsx'
import { happenedInWords, kindWords } from './log-words.ts'
import { TextField } from './TextField.tsx'

type LogFormProps = {
  entry: LogEntry
  log: LogEntry[]
  papers: OwnerDocument[]
  onSave: (entry: LogEntry) => void
  onCancel: () => void
  busy: boolean
  error: Error | null
}

/** One entry of a log. A mileage below an earlier one is said and taken: odometers are changed. */
export function LogForm({ entry, log, papers, onSave, onCancel, busy, error }: LogFormProps) {
  const id = useId()
  const [draft, setDraft] = useState(entry)
  const [unit, setUnit] = useState(entry.mileage?.unit ?? log.find(({ mileage }) => mileage)?.mileage?.unit ?? 'mi')
  const [currency, setCurrency] = useState(entry.cost?.currency ?? 'USD')
  const set = (change: Partial<LogEntry>) => setDraft({ ...draft, ...change })
  const mileageOf = (text: string) => {
    const digits = text.replace(/\D/g, '').slice(0, 7)
    set({ mileage: digits ? { value: Number(digits), unit } : null })
  }
  const earlier = earlierWithMore(draft, log)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSave(draft)
  }
  return (
    <form className="pd-form pd-vehicle-form" onSubmit={submit} aria-label={say('An entry of the log')}>
      <TextField
        label={say('What was done')}
        value={draft.title}
        required
        maxLength={200}
        onChange={(title) => set({ title })}
      />
      <div className="pd-field">
        <label htmlFor={`${id}-kind`}>{say('Kind')}</label>
        <select id={`${id}-kind`} value={draft.kind} onChange={(event) => set({ kind: event.target.value as LogKind })}>
          {Object.entries(kindWords).map(([kind, words]) => (
            <option key={kind} value={kind}>
              {say(words)}
            </option>
          ))}
        </select>
      </div>
      <TextField
        label={say('When')}
        value={draft.happened}
        required
        maxLength={10}
        placeholder="2021-05-17"
        note={say('A day such as 2021-05-17; a month (2021-05) or a year (2021) will do.')}
        onChange={(happened) => set({ happened: happened.trim() })}
      />
      <TextField
        label={say('Mileage then')}
        value={draft.mileage ? String(draft.mileage.value) : ''}
        inputMode="numeric"
        note={
          earlier?.mileage &&
          say('Less than {mileage} {unit} of {day}. Leave it if the odometer was changed.', {
            mileage: earlier.mileage.value,
            unit: earlier.mileage.unit,
            day: happenedInWords(earlier.happened),
          })
        }
        onChange={mileageOf}
      />
      <div className="pd-field">
        <label htmlFor={`${id}-unit`}>{say('Unit of the mileage')}</label>
        <select
          id={`${id}-unit`}
          value={unit}
          onChange={(event) => {
            const chosen = event.target.value as 'mi' | 'km'
            setUnit(chosen)
            if (draft.mileage) set({ mileage: { ...draft.mileage, unit: chosen } })
          }}
        >
          <option value="mi">{say('Miles')}</option>
          <option value="km">{say('Kilometres')}</option>
        </select>
      </div>
      <TextField
        label={say('Who did it')}
        value={draft.doneBy ?? ''}
        maxLength={120}
        onChange={(doneBy) => set({ doneBy })}
      />
      <TextField
        label={say('Notes')}
        value={draft.notes ?? ''}
        maxLength={4000}
        long
        onChange={(notes) => set({ notes })}
      />
      <MoneyField
        label={say('What it cost, seen by you alone')}
        value={draft.cost?.amount ?? null}
        currency={currency}
        onChange={(amount) => set({ cost: amount === null ? null : { amount, currency } })}
      />
      <CurrencyField
        value={currency}
        onChange={(chosen) => {
          setCurrency(chosen)
          if (draft.cost) set({ cost: { ...draft.cost, currency: chosen } })
        }}
      />
      <div className="pd-field">
        <label htmlFor={`${id}-receipt`}>{say('Receipt, seen by you alone')}</label>
        <select
          id={`${id}-receipt`}
          value={draft.receiptId ?? ''}
          onChange={(event) => set({ receiptId: event.target.value || null })}
        >
          <option value="">{say('None@receipt')}</option>
          {papers.map((paper) => (
            <option key={paper.id} value={paper.id}>
              {paper.title}
            </option>
          ))}
        </select>
      </div>
      <label className="pd-check">
        <input
          type="checkbox"
          checked={draft.isPrivate}
          onChange={(event) => set({ isPrivate: event.target.checked })}
        />
        <span>
          {say('Keep this entry to myself')}{' '}
          <span className="pd-small pd-soft">{say('Otherwise whoever sees the car sees it.')}</span>
        </span>
      </label>
      {error && <Notice>{reasonOf(error)}</Notice>}
      <div className="pd-row">
        <button type="submit" className="pd-button pd-primary" aria-disabled={busy}>
          {say('Save the entry')}
        </button>
        <button type="button" className="pd-link" onClick={onCancel}>
          {say('Cancel')}
        </button>
      </div>
    </form>
  )
}
