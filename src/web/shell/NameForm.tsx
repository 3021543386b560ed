import { type FormEvent, useId, useState } from 'react'
import { Notice } from '../../react/components/shared/Notice.tsx'
import { reasonOf, say } from '../../react/language/say.ts'

type NameFormProps = { name: string; busy: boolean; error: Error | null; onSave: (name: string) => void }

export function NameForm({ name, busy, error, onSave }: NameFormProps) {
  const id = useId()
  const [text, setText] = useState(name)
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (!busy && text.trim() !== name) onSave(text)
  }
  return (
    <form className="pd-form" onSubmit={save}>
      <div className="pd-field">
        <label htmlFor={id}>{say('Name beside your votes and comments')}</label>
        <input
          id={id}
          maxLength={60}
          required
          autoComplete="nickname"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {error && <Notice>{reasonOf(error)}</Notice>}
      <button type="submit" className="pd-button pd-primary" aria-disabled={busy || text.trim() === name}>
        {name && text.trim() === name ? say('Saved') : say('Save name')}
      </button>
    </form>
  )
}
