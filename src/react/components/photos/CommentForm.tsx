import { type FormEvent, useId, useState } from 'react'
import { isText, useDraft, useLatest } from '../../hooks/use-draft.ts'
import { say } from '../../language/say.ts'

type CommentFormProps = {
  label: string
  submit: string
  text?: string
  /** What it is kept by until it is sent, within the photo. */
  draft: string
  most?: number
  busy?: boolean
  autoFocus?: boolean
  /** Rejects where the text was not taken; then it stays for another try. */
  onSubmit: (text: string) => Promise<unknown>
  onCancel?: () => void
}

/** How many characters before the end the rest is counted. */
const near = 200

/** A comment, an answer, a change, or why a comment is reported. */
export function CommentForm(props: CommentFormProps) {
  const { label, submit, most = 2_000, busy = false, autoFocus = false, onSubmit, onCancel } = props
  const id = useId()
  const [kept, setText, , send] = useDraft(props.draft, props.text ?? '', isText)
  const [isSent, setSent] = useState(false)
  const text = isSent ? '' : kept
  const latest = useLatest(kept)
  const left = most - text.length
  const submitted = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || text.trim() === '') return
    setSent(true)
    try {
      await send(onSubmit(text), true)
      if (latest.current !== text) return // whoever has gone on to the next one keeps what they have typed
      setText(props.text ?? '')
      setSent(false) // words that are given back later are shown
    } catch {
      setSent(false) // it stays for another try; the caller shows why
    }
  }
  return (
    <form className="pd-form" onSubmit={submitted}>
      <div className="pd-field">
        <label htmlFor={id}>{label}</label>
        <textarea
          id={id}
          rows={2}
          maxLength={most}
          required
          // biome-ignore lint/a11y/noAutofocus: the form opens where somebody has just asked for it
          autoFocus={autoFocus}
          value={text}
          onChange={(event) => {
            setSent(false)
            setText(event.target.value)
          }}
          aria-describedby={left < near ? `${id}-left` : undefined}
        />
        {left < near && (
          <p className="pd-small pd-soft" id={`${id}-left`}>
            {say('{left} character left|{left} characters left', { left })}
          </p>
        )}
      </div>
      <div className="pd-row">
        <button type="submit" className="pd-button" aria-disabled={busy}>
          {submit}
        </button>
        {onCancel && (
          <button type="button" className="pd-link" onClick={onCancel}>
            {say('Cancel')}
          </button>
        )}
      </div>
    </form>
  )
}
