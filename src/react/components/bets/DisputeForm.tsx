import { type FormEvent, useId, useState } from 'react'
import { isText, useDraft } from '../../hooks/use-draft.ts'
import { reasonOf, say } from '../../language/say.ts'
import { FieldError } from '../shared/FieldError.tsx'

type DisputeFormProps = {
  /** What it is kept by until it is sent, within the vehicle. */
  draft: string
  onDispute: (reason: string) => Promise<unknown>
  busy: boolean
  error: Error | null
}

/** An objection to a proposed answer, opened by a button so that it is not made in passing. */
export function DisputeForm({ draft, onDispute, busy, error }: DisputeFormProps) {
  const id = useId()
  const [chosen, setOpen] = useState<boolean | null>(null)
  const [reason, setReason, , send] = useDraft(draft, '', isText)
  // Words that were not sent are seen at once.
  if (!(chosen ?? reason !== '')) {
    return (
      <button type="button" className="pd-link" onClick={() => setOpen(true)}>
        {say('Dispute this answer')}
      </button>
    )
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setOpen(true)
    await send(onDispute(reason)).then(
      () => setOpen(false),
      () => {}, // shown below the field
    )
  }
  return (
    <form className="pd-form" onSubmit={submit}>
      <div className="pd-field">
        <label htmlFor={`${id}-reason`}>{say('What is wrong with it?')}</label>
        <textarea
          id={`${id}-reason`}
          rows={2}
          maxLength={1000}
          required
          value={reason}
          aria-invalid={error !== null}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => {
            setOpen(true)
            setReason(event.target.value)
          }}
        />
        {error && <FieldError id={`${id}-error`}>{reasonOf(error)}</FieldError>}
      </div>
      <div className="pd-row">
        <button type="submit" className="pd-button" aria-disabled={busy}>
          {busy ? say('Sending …') : say('Dispute it')}
        </button>
        <button type="button" className="pd-link" onClick={() => setOpen(false)}>
          {say('Never mind')}
        </button>
      </div>
    </form>
  )
}
