import { useState } from 'react'
import type { SourceHealth } from '../../../client/library.ts'
import { listSourceHealth } from '../../../client/operator/sources.ts'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { kindName } from '../../../react/components/specs/spec-names.ts'
import { say } from '../../../react/language/say.ts'
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
    <section aria-label={say('Sources')}>
      <AddSite />
      <Endless list={sources} none={say('No source yet. Add one with npx paddock sources add.')}>
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
      <p className="pd-small pd-quiet operator-about">{[kindName(kind), url].filter(Boolean).join(', ')}</p>
      <p>
        {say('{documents} document|{documents} documents', { documents })},{' '}
        {say('{chunks} passage|{chunks} passages', { chunks })}
        {waiting > 0 && say(', {waiting} not found yet', { waiting })}
        {unindexed > 0 && say(', {unindexed} that could not be indexed', { unindexed })}
        {'. '}
        {crawlInWords(source, now)}
      </p>
      {lastError && (
        <p role="note">
          <strong>{say('Last error:')}</strong> {lastError}
        </p>
      )}
      {reasons.length > 0 && (
        <ul className="operator-objections" aria-label={say('Refused')}>
          {reasons.map(({ code, items, reason }) => (
            <li key={code}>
              {say('{items} page refused: {reason}|{items} pages refused: {reason}', { items, reason })}
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
            {say('Documents')}
          </button>
        )}
        {refused > 0 && (
          <button
            type="button"
            className="pd-link"
            aria-expanded={open === 'refusals'}
            onClick={() => toggle('refusals')}
          >
            {say('What was refused')}
          </button>
        )}
      </p>
      {open === 'documents' && <SourceDocuments sourceId={source.sourceId} />}
      {open === 'refusals' && <SourceRefusals sourceId={source.sourceId} />}
    </article>
  )
}
