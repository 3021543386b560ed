import { useState } from 'react'
import type { SourceHealth } from '../../../client/library.ts'
import { listSourceHealth } from '../../../client/operator/sources.ts'
import { kindTitles } from '../../../client/spec-words.ts'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { plural } from '../../../react/format.ts'
import { AddSite } from './AddSite.tsx'
import { Endless } from './Endless.tsx'
import { crawlInWords, SourceActs } from './SourceActs.tsx'
import { SourceDocuments } from './SourceDocuments.tsx'
import { SourceRefusals } from './SourceRefusals.tsx'
import { useList } from './use-operator.ts'

/** How every public source is: what it holds, how its last crawl went, what was refused and why. */
export function OperatorSources() {
  const sources = useList(['sources'], listSourceHealth)
  return (
    <section aria-label="Sources">
      <AddSite />
      <Endless list={sources} none="No source yet. Add one with npx paddock sources add.">
        {(rows) => (
          <ul className="operator-list">
            {rows.map((source) => (
              <li key={source.sourceId}>
                <Source source={source} />
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </section>
  )
}

type Open = 'nothing' | 'documents' | 'refusals'

function Source({ source }: { source: SourceHealth }) {
  const [open, setOpen] = useState<Open>('nothing')
  const now = useNow()
  const { title, kind, url, documents, chunks, waiting, unindexed, refused, lastError, reasons } = source
  const toggle = (what: Open) => setOpen(open === what ? 'nothing' : what)
  return (
    <article>
      <h2>{title}</h2>
      <p className="pd-small pd-quiet operator-about">{[kindTitles[kind] ?? kind, url].filter(Boolean).join(', ')}</p>
      <p>
        {plural(documents, 'document')}, {plural(chunks, 'passage')}
        {waiting > 0 && `, ${waiting} not found yet`}
        {unindexed > 0 && `, ${unindexed} that could not be indexed`}
        {'. '}
        {crawlInWords(source, now)}
      </p>
      {lastError && (
        <p role="note">
          <strong>Last error:</strong> {lastError}
        </p>
      )}
      {reasons.length > 0 && (
        <ul className="operator-objections" aria-label="Refused">
          {reasons.map(({ code, items, reason }) => (
            <li key={code}>
              {plural(items, 'page')} refused: {reason}
            </li>
          ))}
        </ul>
      )}
      <SourceActs source={source} />
      <p className="pd-row">
        {documents > 0 && (
          <button
            type="button"
            className="pd-link"
            aria-expanded={open === 'documents'}
            onClick={() => toggle('documents')}
          >
            Documents
          </button>
        )}
        {refused > 0 && (
          <button
            type="button"
            className="pd-link"
            aria-expanded={open === 'refusals'}
            onClick={() => toggle('refusals')}
          >
            What was refused
          </button>
        )}
      </p>
      {open === 'documents' && <SourceDocuments sourceId={source.sourceId} />}
      {open === 'refusals' && <SourceRefusals sourceId={source.sourceId} />}
    </article>
  )
}
