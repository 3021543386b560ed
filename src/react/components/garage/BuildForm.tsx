import { type FormEvent, useId, useState } from 'react'
import type { OwnerDocument } from '../../../client/documents.ts'
import type { BuildReport } from '../../../client/outcomes.ts'
import { reasonOf, say } from '../../language/say.ts'
import { Notice } from '../shared/Notice.tsx'
import { TextField } from './TextField.tsx'

type BuildFormProps = {
  papers: OwnerDocument[]
  onReport: (report: BuildReport) => void
  onCancel: () => void
  busy: boolean
  error: Error | null
}

const onPage = 'page'

/** The day, what shows it and a note. */
export function BuildForm({ papers, onReport, onCancel, busy, error }: BuildFormProps) {
  const id = useId()
  const [report] = useState(() => crypto.randomUUID())
  const [finishedOn, setFinishedOn] = useState('')
  const [shownBy, setShownBy] = useState(onPage)
  const [address, setAddress] = useState('')
  const [isTried, setTried] = useState(false)
  const [note, setNote] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (busy || (shownBy === onPage && !isAddress(address))) return
    const evidence = shownBy === onPage ? { sourceUrl: address.trim() } : { documentHash: shownBy }
    onReport({ id: report, finishedOn, evidence, note })
  }
  return (
    <form className="pd-form pd-vehicle-form" onSubmit={submit} aria-label={say('The build is complete')}>
      <div className="pd-field">
        <label htmlFor={`${id}-day`}>{say('Completed on')}</label>
        <input
          id={`${id}-day`}
          type="date"
          value={finishedOn}
          min="1885-01-01"
          max={today()}
          required
          onChange={(event) => setFinishedOn(event.target.value)}
        />
      </div>
      <div className="pd-field">
        <label htmlFor={`${id}-shown`}>{say('What shows it')}</label>
        <select id={`${id}-shown`} value={shownBy} onChange={(event) => setShownBy(event.target.value)}>
          <option value={onPage}>{say('A page on the web')}</option>
          {papers.map((paper) => (
            <option key={paper.id} value={paper.sha256}>
              {say('Your paper: {title}', { title: paper.title })}
            </option>
          ))}
        </select>
        <p className="pd-small pd-quiet">
          {shownBy === onPage
            ? say(
                'A thread, a film, a photo: whatever others can look at. Papers that you add to the car stand here too.',
              )
            : say(
                'Others see the fingerprint of the paper (SHA-256), and not the paper. An operator may ask you for it.',
              )}
        </p>
      </div>
      {shownBy === onPage && (
        <TextField
          label={say('Address of the page')}
          value={address}
          required
          maxLength={2000}
          placeholder="https://"
          error={isTried && !isAddress(address) ? say('An address begins with https:// and has no spaces.') : null}
          onChange={setAddress}
        />
      )}
      <TextField label={say('Note')} value={note} maxLength={1000} long onChange={setNote} />
      {error && <Notice>{reasonOf(error)}</Notice>}
      <div className="pd-row">
        <button type="submit" className="pd-button pd-primary" aria-disabled={busy}>
          {say('Say that it is complete')}
        </button>
        <button type="button" className="pd-link" onClick={onCancel}>
          {say('Cancel')}
        </button>
      </div>
    </form>
  )
}

const isAddress = (text: string) => /^https?:\/\/\S+$/.test(text.trim())

/** Of the person's own clock. */
function today(): string {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-')
}
