import { useLayoutEffect, useRef } from 'react'
import type { DocumentLine, DocumentPage, SourceDocument } from '../../client/sources.ts'
import { textBetween } from '../../client/text-offsets.ts'
import { useDocumentLines } from '../../react/hooks/use-sources.ts'
import { say } from '../../react/language/say.ts'
import { Failure } from '../shell/Failure.tsx'
import type { Range } from './DocumentPage.tsx'
import { PageWaiting } from './PageWaiting.tsx'

type DrawnPageProps = { document: SourceDocument; page: DocumentPage; range: Range | null }

/** A PDF's page drawn from its lines, each where it stands on the paper; the words that were asked for are marked. */
export function DrawnPage({ document, page, range }: DrawnPageProps) {
  const lines = useDocumentLines(document.id, page.start, page.end)
  const marked = useRef<SVGRectElement>(null)
  useLayoutEffect(() => {
    if (lines.data) marked.current?.scrollIntoView({ block: 'center' })
  }, [lines.data])
  if (!page.readable) {
    return (
      <p className="document-unreadable">
        {say('This page is a picture without text. Nothing can be quoted from it.')}
      </p>
    )
  }
  if (lines.error && !lines.data) return <Failure error={lines.error} onRetry={lines.refetch} />
  if (!lines.data) return <PageWaiting />
  const drawn = distinct(lines.data)
  const isMarked = ({ start, end }: DocumentLine) => range !== null && start < range.to && end > range.from
  const first = drawn.find(isMarked)
  return (
    <figure className="document-page">
      <svg
        viewBox={`0 0 ${page.width} ${page.height}`}
        role="img"
        aria-label={say('Page {number} as it is laid out', { number: page.number })}
      >
        <rect className="document-paper" width={page.width} height={page.height} />
        {drawn.map((line) => (
          <g key={line.start}>
            {isMarked(line) && (
              <rect
                ref={line === first ? marked : undefined}
                className="document-marked"
                x={line.x - 2}
                y={line.y - 1}
                width={line.width + 4}
                height={line.height + 2}
              />
            )}
            <LineText line={line} text={textBetween(document.text, line.start, line.end).trimEnd()} />
          </g>
        ))}
      </svg>
      <figcaption className="pd-small pd-quiet">
        {say('Drawn from the text and places of the page’s lines, without its pictures.')}
      </figcaption>
      <Reading document={document} page={page} range={range} />
    </figure>
  )
}

/** A line as wide as on the paper. The cells of a table's row stand apart, the last one at the row's end. */
function LineText({ line, text }: { line: DocumentLine; text: string }) {
  const cells = text.split(' | ')
  const style = { y: line.y + line.height * 0.8, fontSize: line.height * 0.9 }
  if (cells.length === 1) {
    return (
      <text {...style} x={line.x} textLength={Math.max(line.width, 1)} lengthAdjust="spacingAndGlyphs">
        {text}
      </text>
    )
  }
  const last = cells.length - 1
  return cells.map((cell, n) => (
    <text
      // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a row do not change
      key={n}
      {...style}
      x={line.x + (line.width * n) / last}
      textAnchor={n === 0 ? 'start' : n === last ? 'end' : 'middle'}
    >
      {cell}
    </text>
  ))
}

/** The same page as plain text, for screen readers and for copying. */
function Reading({ document, page, range }: DrawnPageProps) {
  const from = Math.min(Math.max(range?.from ?? page.start, page.start), page.end)
  const to = Math.min(Math.max(range?.to ?? page.start, page.start), page.end)
  return (
    <details className="document-reading">
      <summary>{say('Read page {number} as text', { number: page.number })}</summary>
      <p className="document-body">
        {textBetween(document.text, page.start, from)}
        {to > from && <mark>{textBetween(document.text, from, to)}</mark>}
        {textBetween(document.text, to, page.end)}
      </p>
    </details>
  )
}

/** A line that reaches into two chunks is told by both. */
const distinct = (lines: DocumentLine[]) => [...new Map(lines.map((line) => [line.start, line])).values()]
