import { type FormEvent, useId } from 'react'
import { say } from '../language/say.ts'

/** A question about any other spec, which is looked up as words. */
export function AskAnother({ onResearch }: { onResearch: (spec: string) => void }) {
  const id = useId()
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const spec = String(new FormData(event.currentTarget).get('spec') ?? '').trim()
    if (spec) onResearch(spec)
  }
  return (
    <form className="pd-specs-ask" onSubmit={ask}>
      <div className="pd-field">
        <label htmlFor={id}>{say('Something else')}</label>
        <input
          id={id}
          name="spec"
          maxLength={120}
          placeholder={say('Carburetor, firing order, fender tag …')}
          autoComplete="off"
        />
      </div>
      <button type="submit" className="pd-button">
        {say('Look it up')}
      </button>
    </form>
  )
}
