import { type FormEvent, useId, useRef, useState } from 'react'
import type { OwnerDocument } from '../../../client/documents.ts'
import type { BuildReport } from '../../../client/outcomes.ts'
import { useDraft } from '../../hooks/use-draft.ts'
import { reasonOf, say } from '../../language/say.ts'
import { Notice } from '../shared/Notice.tsx'
import { TextField } from './TextField.tsx'

type BuildFormProps = {
  papers: OwnerDocument[]
  onReport: (report: BuildReport) => Promise<unknown>
  onCancel: () => void
  busy: boolean
  error: Error | null
}

const onPage = 'page'

type BuildDraft = { id: string; finishedOn: string; shownBy: string; address: string; note: string }

/** The name that a form half filled in is kept by. */
export const buildDraft = 'build'

export const isBuildDraft = (kept: unknown): kept is BuildDraft =>
  typeof kept === 'object' &&
  kept !== null &&
  ['id', 'finishedOn', 'shownBy', 'address', 'note'].every(
    (name) => typeof (kept as Record<string, unknown>)[name] === 'string',
  )

/** The day, what shows it and a note. */
export function BuildForm({ papers, onReport, onCancel, busy, error }: BuildFormProps) {
  const id = useId()
  const first = useRef<BuildDraft>({ id: crypto.randomUUID(), finishedOn: '', shownBy: onPage, address: '', note: '' })
  const [draft, setDraft, forget, send] = useDraft(buildDraft, first.current, isBuildDraft)
  const set = (change: Partial<BuildDraft>) => setDraft({ ...draft, ...change })
  const { finishedOn, address, note } = draft
  // A paper that was removed meanwhile shows nothing any more.
  const shownBy = papers.some(({ sha256 }) => sha256 === draft.shownBy) ? draft.shownBy : onPage
  const [isTried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (busy || (shownBy === onPage && !isAddress(address))) return
    const evidence = shownBy === onPage ? { sourceUrl: address.trim() } : { documentHash: shownBy }
    send(onReport({ id: draft.id, finishedOn, evidence, note })).catch(() => {}) // the reason stands in the form
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
          onChange={(event) => set({ finishedOn: event.target.value })}
        />
      </div>
      <div className="pd-field">
        <label htmlFor={`${id}-shown`}>{say('What shows it')}</label>
        <select id={`${id}-shown`} value={shownBy} onChange={(event) => set({ shownBy: event.target.value })}>
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
          onChange={(address) => set({ address })}
        />
      )}
      <TextField label={say('Note')} value={note} maxLength={1000} long onChange={(note) => set({ note })} />
      {error && <Notice>{reasonOf(error)}</Notice>}
      <div className="pd-row">
        <button type="submit" className="pd-button pd-primary" aria-disabled={busy}>
          {say('Say that it is complete')}
        </button>
        <button
          type="button"
          className="pd-link"
          onClick={() => {
            forget()
            onCancel()
          }}
        >
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
