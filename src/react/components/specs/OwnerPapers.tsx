import { useId } from 'react'
import type { OwnerDocument } from '../../../client/documents.ts'
import { day } from '../../format.ts'
import { say } from '../../language/say.ts'
import { useLinks } from '../../links.tsx'
import { FieldError } from '../shared/FieldError.tsx'

type OwnerPapersProps = {
  papers: OwnerDocument[]
  onAdd: (files: File[]) => void
  onRemove: (documentId: string) => void
  busy: boolean
  error: string | null
}

/** The car's own papers: a build sheet, receipts. Their owner alone finds and reads them, and research quotes them to nobody else. */
export function OwnerPapers({ papers, onAdd, onRemove, busy, error }: OwnerPapersProps) {
  const id = useId()
  const links = useLinks()
  return (
    <section className="pd-papers" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{say('Your papers of this car')}</h3>
      <p className="pd-small pd-quiet">
        {say(
          'Build sheet, receipts, plates: PDF or text. You alone find and read them; research quotes them to you and to nobody else.',
        )}
      </p>
      {papers.length > 0 && (
        <ul>
          {papers.map(({ id: documentId, title, pages, addedAt }) => (
            <li key={documentId}>
              {links ? <a href={links.document({ documentId, charStart: 0, charEnd: 0 })}>{title}</a> : title}
              <span className="pd-small pd-quiet">
                {[
                  pages && say('{pages} page|{pages} pages', { pages }),
                  say('added {addedAt}', { addedAt: day(addedAt) }),
                ]
                  .filter(Boolean)
                  .join(', ')}
              </span>
              <button
                type="button"
                className="pd-link"
                aria-disabled={busy}
                onClick={() => !busy && onRemove(documentId)}
              >
                {say('Remove')}
                <span className="pd-hidden"> {title}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <label className="pd-button" htmlFor={id}>
        {busy ? say('Being read …') : say('Add papers')}
      </label>
      <input
        id={id}
        className="pd-hidden"
        type="file"
        accept=".pdf,.txt,.md,.csv,application/pdf,text/plain,text/csv,text/markdown"
        multiple
        disabled={busy}
        onChange={(event) => {
          onAdd([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </section>
  )
}
