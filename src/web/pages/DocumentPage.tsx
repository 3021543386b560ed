import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import type { SourceDocument } from '../../client/sources.ts'
import { charactersOf, textBetween } from '../../client/text-offsets.ts'
import { kindName } from '../../react/components/specs/spec-names.ts'
import { day } from '../../react/format.ts'
import { useDocument } from '../../react/hooks/use-sources.ts'
import { say } from '../../react/language/say.ts'
import { useSearch, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { DrawnPage } from './DrawnPage.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { PageWaiting } from './PageWaiting.tsx'

export type Range = { from: number; to: number }

/** A document of the library, opened at a stretch of its text: `?from=120&to=164`, in characters. */
export function DocumentPage({ documentId }: { documentId: string }) {
  const found = useDocument(documentId)
  const asked = new URLSearchParams(useSearch())
  useTitle(found.data?.title)
  if (found.error?.message && 'code' in found.error && found.error.code === 'unknown_document') {
    return <NotFoundPage what="document" />
  }
  if (found.error && !found.data) return <Failure error={found.error} onRetry={found.refetch} />
  if (!found.data) return <PageWaiting />
  const range = rangeOf(asked.get('from'), asked.get('to'))
  return (
    <article className="wrap document">
      <header className="document-head">
        <p className="pd-small pd-quiet">{kindName(found.data.kind)}</p>
        <h1 className="page-title">{found.data.title}</h1>
        <Origin document={found.data} />
      </header>
      {found.data.pages.length > 0 && range && (
        <blockquote className="document-quote">{textBetween(found.data.text, range.from, range.to)}</blockquote>
      )}
      {found.data.pages.length > 0 ? (
        <Paged document={found.data} range={range} />
      ) : (
        <Text document={found.data} range={range} />
      )}
    </article>
  )
}

function rangeOf(from: string | null, to: string | null): Range | null {
  if (from === null || to === null || !/^\d{1,9}$/.test(from) || !/^\d{1,9}$/.test(to)) return null
  return Number(to) > Number(from) ? { from: Number(from), to: Number(to) } : null
}

function Origin({ document }: { document: SourceDocument }) {
  const { url, author, publishedAt, readAt, licence } = document
  const web = url && URL.canParse(url) && /^https?:/.test(url) ? new URL(url) : null
  const rows: [string, ReactNode][] = [
    [say('Written by'), author],
    [say('Dated'), publishedAt && day(publishedAt)],
    [say('Read'), day(readAt)],
    [say('Licence'), licence],
    [
      say('Address'),
      web && (
        <a href={web.href} rel="nofollow noopener noreferrer">
          {web.host}
        </a>
      ),
    ],
  ]
  return (
    <dl className="document-origin">
      {rows.map(
        ([label, value]) =>
          value && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

/** One page of a PDF at a time, the one with the marked words first. */
function Paged({ document, range }: { document: SourceDocument; range: Range | null }) {
  const { pages } = document
  const first = range ? pages.findIndex(({ start, end }) => range.from < end && range.to > start) : 0
  const [at, setAt] = useState(Math.max(first, 0))
  const page = pages[at]
  if (!page) return null
  return (
    <>
      <nav className="document-pages" aria-label={say('Pages')}>
        <button type="button" className="pd-button" aria-disabled={at === 0} onClick={() => setAt(Math.max(at - 1, 0))}>
          {say('Before@page')}
        </button>
        <span role="status">{say('Page {number} of {total}', { number: page.number, total: pages.length })}</span>
        <button
          type="button"
          className="pd-button"
          aria-disabled={at === pages.length - 1}
          onClick={() => setAt(Math.min(at + 1, pages.length - 1))}
        >
          {say('Next')}
        </button>
      </nav>
      <DrawnPage key={page.number} document={document} page={page} range={range} />
    </>
  )
}

/** Shown around the marked words; more on demand, so that a long document does not stop the browser. */
const around = 6_000

function Text({ document, range }: { document: SourceDocument; range: Range | null }) {
  const all = charactersOf(document.text)
  const marked = range && range.from < all ? { from: range.from, to: Math.min(range.to, all) } : null
  const [shown, setShown] = useState<Range>({
    from: Math.max(0, (marked?.from ?? 0) - around),
    to: Math.min(all, (marked?.to ?? 0) + around),
  })
  const before = textBetween(document.text, shown.from, marked?.from ?? shown.from)
  const after = textBetween(document.text, marked?.to ?? shown.from, shown.to)
  return (
    <div className="document-text">
      {shown.from > 0 && (
        <button
          type="button"
          className="pd-button"
          onClick={() => setShown({ ...shown, from: Math.max(0, shown.from - 5 * around) })}
        >
          {say('Show what stands before')}
        </button>
      )}
      <div className="document-body">
        {before}
        {marked && <Marked>{textBetween(document.text, marked.from, marked.to)}</Marked>}
        {after}
      </div>
      {shown.to < all && (
        <button
          type="button"
          className="pd-button"
          onClick={() => setShown({ ...shown, to: Math.min(all, shown.to + 5 * around) })}
        >
          {say('Show what follows')}
        </button>
      )}
    </div>
  )
}

function Marked({ children }: { children: string }) {
  const mark = useRef<HTMLElement>(null)
  useLayoutEffect(() => mark.current?.scrollIntoView({ block: 'center' }), [])
  return <mark ref={mark}>{children}</mark>
}
