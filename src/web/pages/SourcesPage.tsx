import { useDeferredValue, useId } from 'react'
import { type SourceHit, sourceKinds } from '../../client/sources.ts'
import { kindName } from '../../react/components/specs/spec-names.ts'

import { day } from '../../react/format.ts'
import { useSourceSearch, useSources } from '../../react/hooks/use-sources.ts'
import { say } from '../../react/language/say.ts'
import { useLinks } from '../../react/links.tsx'
import { Link, replaceAddress, useSearch, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { PageWaiting } from './PageWaiting.tsx'

/** The library: words are looked for in all that is indexed, and every hit opens where it stands. */
export function SourcesPage() {
  useTitle(say('Sources'))
  const asked = new URLSearchParams(useSearch())
  const query = asked.get('q') ?? ''
  const kind = asked.get('kind') ?? ''
  const id = useId()
  const ask = (change: Record<string, string>) => {
    const next = new URLSearchParams(asked)
    for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name)
    replaceAddress(`/sources${next.size > 0 ? `?${next}` : ''}`)
  }
  return (
    <div className="wrap narrow">
      <h1 className="page-title">{say('Sources')}</h1>
      <p className="lede">
        {say(
          'Manuals, registries, price guides, listings and what the community writes. Every hit opens at the words themselves.',
        )}
      </p>
      <search className="sources-ask">
        <div className="pd-field">
          <label htmlFor={`${id}q`}>{say('Words')}</label>
          <input
            id={`${id}q`}
            type="search"
            value={query}
            maxLength={300}
            placeholder={say('340 four-barrel horsepower')}
            onChange={(event) => ask({ q: event.target.value })}
          />
        </div>
        <div className="pd-field">
          <label htmlFor={`${id}kind`}>{say('Kind')}</label>
          <select id={`${id}kind`} value={kind} onChange={(event) => ask({ kind: event.target.value })}>
            <option value="">{say('All kinds')}</option>
            {sourceKinds.map((each) => (
              <option key={each} value={each}>
                {kindName(each)}
              </option>
            ))}
          </select>
        </div>
      </search>
      {query.trim() === '' ? <Library kind={kind} /> : <Hits query={query} kind={kind} />}
    </div>
  )
}

function Hits({ query, kind }: { query: string; kind: string }) {
  const words = useDeferredValue(query)
  const found = useSourceSearch(words, kind ? { kind } : {})
  if (found.error && !found.data) return <Failure error={found.error} onRetry={found.refetch} />
  if (!found.data) return <PageWaiting />
  const hits = found.data.pages.flat()
  return (
    <section aria-labelledby="hits-title" aria-busy={found.isPlaceholderData}>
      <h2 id="hits-title" className="pd-hidden">
        {say('Hits')}
      </h2>
      <p className="pd-small pd-quiet" role="status">
        {hits.length === 0
          ? say('Nothing in the library has these words.')
          : found.hasNextPage
            ? say('{hits} passage, and there are more|{hits} passages, and there are more', { hits: hits.length })
            : say('{hits} passage|{hits} passages', { hits: hits.length })}
      </p>
      <ol className="sources-hits">
        {hits.map((hit) => (
          <li key={hit.chunkId}>
            <Hit hit={hit} words={wordsOf(words)} />
          </li>
        ))}
      </ol>
      {found.hasNextPage && (
        <button
          type="button"
          className="pd-button"
          onClick={() => found.fetchNextPage()}
          aria-disabled={found.isFetchingNextPage}
        >
          {found.isFetchingNextPage ? say('Reading …') : say('More passages')}
        </button>
      )}
    </section>
  )
}

function Hit({ hit, words }: { hit: SourceHit; words: RegExp | null }) {
  const links = useLinks()
  const facts = [
    kindName(hit.kind),
    hit.page && say('page {page}', { page: hit.page }),
    hit.heading,
    hit.publishedAt && day(hit.publishedAt),
  ].filter(Boolean)
  return (
    <article>
      <h3>
        <Link href={links?.document(hit) ?? ''}>{hit.title}</Link>
      </h3>
      <p className="sources-snippet">
        <Words text={hit.snippet} words={words} />
      </p>
      <p className="pd-small pd-quiet">{facts.join(', ')}</p>
    </article>
  )
}

/** Letters and digits of a query, as an expression that finds them as they were typed. */
function wordsOf(query: string): RegExp | null {
  const words = query.match(/[\p{L}\p{N}][\p{L}\p{N}.:/-]*/gu) ?? []
  const safe = words.slice(0, 20).map((word) => word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'))
  return safe.length > 0 ? new RegExp(`(?<![\\p{L}\\p{N}])(${safe.join('|')})(?![\\p{L}\\p{N}])`, 'giu') : null
}

function Words({ text, words }: { text: string; words: RegExp | null }) {
  if (!words) return text
  let at = 0
  // Every other part is a word that was asked for.
  return text.split(words).map((part, n) => {
    const start = at
    at += part.length
    return n % 2 === 1 ? <mark key={start}>{part}</mark> : part
  })
}

/** What there is to search in, while no words are asked for. */
function Library({ kind }: { kind: string }) {
  const sources = useSources()
  if (sources.error && !sources.data) return <Failure error={sources.error} onRetry={sources.refetch} />
  if (!sources.data) return <PageWaiting />
  const shown = sources.data.filter((source) => !kind || source.kind === kind)
  return (
    <section aria-labelledby="library-title">
      <h2 id="library-title">{shown.length === 0 ? say('No source of this kind yet') : say('In the library')}</h2>
      {shown.length === 0 && <p className="pd-quiet">{say('An operator adds one with npx paddock sources add.')}</p>}
      <ul className="sources-list">
        {shown.map((source) => (
          <li key={source.id}>
            <strong>{source.title}</strong>
            <span className="pd-small pd-quiet">
              {[kindName(source.kind), source.licence].filter(Boolean).join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
