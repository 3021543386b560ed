import { createContext, type FormEvent, type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react'
import type { PaddockClient } from '../../../client/client.ts'
import { FieldError } from '../../../react/components/shared/FieldError.tsx'
import { DraftsOf, isText, useDraft } from '../../../react/hooks/use-draft.ts'
import { reasonOf, say } from '../../../react/language/say.ts'
import { Sheet } from '../../shell/Sheet.tsx'
import { useRun } from './use-operator.ts'

/** Something that an operator is about to do. */
export type Act = {
  /** What it is done to, so that a reason that was typed is kept for it. */
  key: string
  title: string
  /** What it will do, before it is done. */
  says: ReactNode
  /** On the button that does it. */
  confirm: string
  /** Fields beside the reason, by name. */
  fields?: Record<string, Field>
  /** @returns what it did, as a sentence */
  run: (client: PaddockClient, reason: string, values: Record<string, string>) => Promise<string>
}

type Field = {
  label: string
  value?: string
  type?: 'text' | 'date' | 'url' | 'number'
  /** To choose from: value and title. */
  options?: [string, string][]
  optional?: boolean
}

const Context = createContext<(act: Act) => void>(() => {})

/** Opens the sheet that asks for the reason and does it. */
export const useAct = () => useContext(Context)

/** Asks why before each act, and says afterwards what it did. */
export function Acting({ children }: { children: ReactNode }) {
  const [act, setAct] = useState<Act | null>(null)
  const [said, setSaid] = useState({ words: '' })
  const status = useRef<HTMLParagraphElement>(null)
  // What was acted on goes from the page, and with it the button that the focus would return to.
  useEffect(() => {
    if (said.words) status.current?.focus({ preventScroll: true })
  }, [said])
  return (
    <Context value={setAct}>
      <p ref={status} className="operator-said" role="status" tabIndex={-1}>
        {said.words}
      </p>
      {children}
      {act && (
        <Sheet title={act.title} onClose={() => setAct(null)}>
          <DraftsOf value="operator">
            <Reason
              act={act}
              onDone={(words) => {
                setSaid({ words })
                setAct(null)
              }}
            />
          </DraftsOf>
        </Sheet>
      )}
    </Context>
  )
}

function Reason({ act, onDone }: { act: Act; onDone: (words: string) => void }) {
  const id = useId()
  const run = useRun()
  const [reason, setReason, , send] = useDraft(act.key, '', isText)
  const fields = Object.entries(act.fields ?? {})
  const [values, setValues] = useState(() => Object.fromEntries(fields.map(([name, { value }]) => [name, value ?? ''])))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (run.isPending) return
    await send(run.mutateAsync((client) => act.run(client, reason, values))).then(
      onDone,
      () => {}, // shown below the field
    )
  }
  return (
    <form className="pd-form" onSubmit={submit}>
      <p>{act.says}</p>
      {fields.map(([name, field]) => (
        <Input
          key={name}
          id={`${id}-${name}`}
          field={field}
          value={values[name] ?? ''}
          onChange={(value) => setValues({ ...values, [name]: value })}
        />
      ))}
      <div className="pd-field">
        <label htmlFor={`${id}-reason`}>{say('Why?')}</label>
        <textarea
          id={`${id}-reason`}
          rows={3}
          maxLength={1000}
          required
          value={reason}
          aria-invalid={run.error !== null}
          aria-describedby={run.error ? `${id}-error` : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
        {run.error && <FieldError id={`${id}-error`}>{reasonOf(run.error)}</FieldError>}
      </div>
      <button type="submit" className="pd-button pd-primary" aria-disabled={run.isPending}>
        {run.isPending ? say('On its way …') : act.confirm}
      </button>
      <p className="pd-small pd-quiet">{say('What you do and why stands in the record of acts with your name.')}</p>
    </form>
  )
}

type InputProps = { id: string; field: Field; value: string; onChange: (value: string) => void }

function Input({ id, field, value, onChange }: InputProps) {
  const { label, type = 'text', options, optional = false } = field
  return (
    <div className="pd-field">
      <label htmlFor={id}>
        {label}
        {optional && <span className="pd-quiet">{say('(optional)')}</span>}
      </label>
      {options ? (
        <select id={id} required value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map(([each, title]) => (
            <option key={each} value={each}>
              {title}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          type={type}
          {...(type === 'number' ? { min: 0, max: 1, step: 'any' } : {})}
          required={!optional}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  )
}
