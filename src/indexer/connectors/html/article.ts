import { Readability } from '@mozilla/readability'
import type { Fetched, Hints, ParsedDocument, Refusal } from '../../document.ts'
import { cutIntoChunks } from '../chunks.ts'
import { nameOf } from '../name.ts'
import { absolute, type Document, type Element, meta, parsePage, removeHidden } from './dom.ts'
import { readForum } from './forum.ts'
import { isType, readJsonLd, type Thing, textOf } from './json-ld.ts'
import { mostElements, mostHtmlBytes } from './limits.ts'
import { readListing } from './listing.ts'
import { judgePage } from './quality.ts'
import { dateOf, type ReadPage } from './read-page.ts'
import { writeText } from './text.ts'

/** Reads a page, in the thread that it is given. */
export function readHtml(fetched: Fetched, hints: Hints): { documents: ParsedDocument[]; refused: Refusal[] } {
  const document = parsePage(fetched)
  if (!document) {
    const reason = `It has more than ${mostHtmlBytes / 1024 / 1024} MB of markup, or more than ${mostElements} elements.`
    return refuse(fetched, 'too_large', reason)
  }
  const things = readJsonLd(document)
  const links = linksOf(document, fetched.url)
  const loginForm = document.querySelector('input[type="password"]') !== null
  removeHidden(document)
  const about = headOf(document, things, fetched, hints)
  const thread = readForum(document, fetched.url)
  const read = thread ?? readListing(document, things) ?? readArticle(document)
  const problem = judgePage(read.text, about.title, { loginForm, isThread: thread !== null })
  if (problem) return refuse(fetched, problem.code, problem.reason)
  const { subject = {}, publishedAt, sale, chunks, text } = read
  const found: ParsedDocument = {
    ...about,
    text,
    chunks,
    links,
    subject: { ...hints.subject, ...subject },
    publishedAt: publishedAt ?? about.publishedAt,
    ...(sale ? { sale } : {}),
  }
  return { documents: [found], refused: [] }
}

const refuse = (fetched: Fetched, code: string, reason: string) => ({
  documents: [],
  refused: [{ url: fetched.url, code, reason }],
})

function headOf(document: Document, things: Thing[], fetched: Fetched, hints: Hints) {
  const article = things.find((thing) =>
    isType(thing, 'Article', 'NewsArticle', 'BlogPosting', 'Report', 'DiscussionForumPosting'),
  )
  const canonical = absolute(document.querySelector('link[rel="canonical"]')?.getAttribute('href'), fetched.url)
  const title =
    hints.title ??
    textOf(article?.headline) ??
    meta(document, 'og:title') ??
    (document.querySelector('title')?.textContent?.trim() || nameOf(fetched.url))
  return {
    url: canonical && /^https?:/.test(canonical) ? canonical : /^https?:/.test(fetched.url) ? fetched.url : null,
    kind: hints.kind,
    title: title.replace(/\s+/g, ' ').slice(0, 400),
    language: document.documentElement?.getAttribute('lang') ?? null,
    author: textOf(article?.author) ?? meta(document, 'author', 'article:author'),
    publishedAt: dateOf(
      textOf(article?.datePublished) ?? meta(document, 'article:published_time', 'date', 'dc.date', 'datePublished'),
    ),
    signals: { search: null, aiInput: null, aiTrain: null },
  }
}

function readArticle(document: Document): ReadPage {
  const found = new Readability(document as unknown as ConstructorParameters<typeof Readability>[0], {
    charThreshold: 200,
    serializer: (element) => element as unknown as Element,
  }).parse()
  const root = (found?.content as Element | undefined) ?? document.body ?? document
  const { text, sections } = writeText(root)
  return { text, chunks: cutIntoChunks(text, sections).chunks }
}

function linksOf(document: Document, url: string): string[] {
  const links = [...document.querySelectorAll('a[href]')].flatMap(
    (link) => absolute(link.getAttribute('href'), url) ?? [],
  )
  return [...new Set(links.filter((link) => /^https?:/.test(link)))].slice(0, 5_000)
}
