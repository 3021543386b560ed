import { type FormEvent, useId, useState } from 'react'
import type { VehicleDraft } from '../../../client/garage.ts'
import { reasonOf, say } from '../../language/say.ts'
import { Notice } from '../shared/Notice.tsx'
import { TextField } from './TextField.tsx'
import { useChassisReading } from './use-chassis-reading.ts'
import { type FieldProblems, fieldsOf, problemAt, readFields, type VehicleFields } from './vehicle-draft.ts'

export type VehicleFormProps = {
  draft: VehicleDraft
  submit: string
  busy: boolean
  /** Why it was not saved. */
  error: Error | null
  onSave: (draft: VehicleDraft) => void
}

/** All that an owner says of a vehicle. Only the model is asked for; a chassis number fills in what it says. */
export function VehicleForm({ draft, submit, busy, error, onSave }: VehicleFormProps) {
  const id = useId()
  const [fields, setFields] = useState(() => fieldsOf(draft))
  const [unreadable, setUnreadable] = useState<Partial<FieldProblems>>({})
  const refused = problemAt(error)
  const problems = { ...refused, ...unreadable }
  const set = (values: Partial<VehicleFields>) => setFields((before) => ({ ...before, ...values }))
  const reading = useChassisReading(fields.chassis)
  const text = (name: keyof FieldProblems, label: string) => ({
    label,
    value: fields[name],
    onChange: (value: string) => set({ [name]: value }),
    error: problems[name] ?? null,
  })
  const fillIn = () => {
    if (reading?.year && !fields.year) set({ year: String(reading.year) })
    if (reading?.make && !fields.make) set({ make: reading.make })
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const read = readFields(fields)
    setUnreadable('problems' in read ? read.problems : {})
    if ('draft' in read) onSave(read.draft)
  }
  return (
    <form className="pd-form pd-vehicle-form" onSubmit={save} noValidate>
      <div className="pd-field-pair">
        <TextField {...text('year', say('Year'))} inputMode="numeric" maxLength={4} />
        <TextField {...text('make', say('Make'))} maxLength={80} />
      </div>
      <div className="pd-field-pair">
        <TextField {...text('model', say('Model'))} required maxLength={120} />
        <TextField {...text('trim', say('Trim or version'))} maxLength={120} />
      </div>
      <TextField
        {...text('chassis', say('Chassis number or VIN'))}
        maxLength={60}
        onBlur={fillIn}
        note={reading?.words}
      />
      <Check
        label={say('Show the chassis number to others')}
        checked={fields.chassisIsShown}
        onChange={(chassisIsShown) => set({ chassisIsShown })}
      />
      <div className="pd-field-pair">
        <TextField {...text('engine', say('Engine'))} maxLength={120} />
        <TextField {...text('gearbox', say('Gearbox'))} maxLength={120} />
      </div>
      <TextField {...text('colour', say('Colour'))} maxLength={120} />
      <div className="pd-field-pair">
        <TextField {...text('mileage', say('Mileage'))} inputMode="numeric" maxLength={12} />
        <div className="pd-field">
          <label htmlFor={`${id}-unit`}>{say('Unit')}</label>
          <select
            id={`${id}-unit`}
            value={fields.unit}
            onChange={(event) => set({ unit: event.target.value === 'km' ? 'km' : 'mi' })}
          >
            <option value="mi">{say('miles')}</option>
            <option value="km">{say('kilometres')}</option>
          </select>
        </div>
      </div>
      <TextField
        {...text('place', say('Where it is'))}
        maxLength={120}
        note={say('As coarse as you like: a country, a region, a town. Photos lose where they were taken.')}
      />
      <TextField {...text('description', say('Description'))} long maxLength={4000} />
      <Check
        label={say('Public: everybody sees it, bets on it and votes')}
        checked={fields.isPublic}
        onChange={(isPublic) => set({ isPublic })}
      />
      {error && !refused && <Notice>{reasonOf(error)}</Notice>}
      <button type="submit" className="pd-button pd-primary" aria-disabled={busy}>
        {busy ? say('Saving …') : submit}
      </button>
    </form>
  )
}

type CheckProps = { label: string; checked: boolean; onChange: (checked: boolean) => void }

export const Check = ({ label, checked, onChange }: CheckProps) => (
  <label className="pd-check">
    <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
    {label}
  </label>
)
