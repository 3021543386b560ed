import { useId, useRef, useState } from 'react'
import { say } from '../../react/language/say.ts'

/** A link that is shown once, to be copied. */
export function CopyLink({ link }: { link: string }) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    field.current?.select()
    await navigator.clipboard.writeText(link).then(
      () => setCopied(true),
      () => {}, // the text is selected, to be copied by hand
    )
  }
  return (
    <div className="pd-field">
      <label htmlFor={id}>{say('The link, shown this once')}</label>
      <input id={id} ref={field} readOnly value={link} onFocus={(event) => event.target.select()} />
      <div className="pd-row">
        <button type="button" className="pd-button pd-primary" onClick={copy}>
          {say('Copy the link')}
        </button>
        <span role="status" className="pd-small pd-quiet">
          {copied ? say('Copied.') : ''}
        </span>
      </div>
      <p className="pd-small pd-quiet">
        {say('Send it to the new owner and nobody else: whoever has it can accept. It works once.')}
      </p>
    </div>
  )
}
