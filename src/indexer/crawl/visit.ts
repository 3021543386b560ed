import { createHash } from 'node:crypto'
import { mostHtmlBytes } from '../connectors/html/limits.ts'
import type { Fetched, Hints, ParsedDocument, Refusal } from '../document.ts'
import { type Answer, type GuardedFetch, isFetchError, redirectOf } from '../fetch/index.ts'
import { mediaTypeOf } from '../media-type.ts'
import { decodeText } from './charset.ts'
import type { Library } from './library.ts'
import { mostListBytes, readAddressList, unpackList } from './lists.ts'
import { type FailedOutcome, type Outcome, type ReadOutcome, refused } from './outcome.ts'
import { type PageHead, readPage } from './page.ts'
import type { Found, Requested } from './queue.ts'
import { readRetryAfter } from './retry-after.ts'
import type { Robots } from './robots.ts'
import { isInScope, normalUrl, queueOf, type Scope } from './scope.ts'
import {
  openRules,
  type PageRules,
  readRobotsTag,
  readSignals,
  signalsText,
  strictest,
  strictestRules,
} from './signals.ts'

export type VisitOptions = {
  guarded: GuardedFetch
  library: Pick<Library, 'read'>
  hints: Hints
  scope: Scope
  robots: Robots
  /** Product token of our user agent. */
  token: string
  /** Whether an address that is called canonical is known to be none: it leads back, or cannot be had. */
  isUseless: (canonical: string, from: string) => Promise<boolean>
  /** For the whole request. */
  totalMs: number
  signal?: AbortSignal
}

export type Visit = { outcome: Outcome; fetched: Fetched | null; bytes: number }

const mostRedirects = 10
const html = /^(text\/html|application\/xhtml\+xml)$/
const list = /^(text\/xml|application\/(xml|rss\+xml|atom\+xml|rdf\+xml|gzip|x-gzip))$/
const unread = /^(image|video|audio|font)\//
/** No more than its reader takes. What does not say what it is goes by its name. */
const mostOf = (mediaType: string) =>
  html.test(mediaType) ? mostHtmlBytes : list.test(mediaType) ? mostListBytes : 64 * 2 ** 20

/** Requests one address and reads what comes. Throws for nothing that the server did; only when `signal` is aborted. */
export async function visit(due: Requested, options: VisitOptions): Promise<Visit> {
  try {
    const answer = await request(due, options)
    const outcome = await meaningOf(answer, due, options)
    return { outcome, fetched: fetchedOf(answer), bytes: answer.onWire }
  } catch (error) {
    if (!isFetchError(error)) throw error
    return { outcome: failureOf(error.code, error.message, due.url), fetched: null, bytes: 0 }
  }
}

async function request(due: Requested, { guarded, robots, totalMs, signal }: VisitOptions): Promise<Answer> {
  // What may be done with a page may have changed though the page has not: then it is read anew.
  const same = due.signals?.split('|')[0] === signalsText(robots.signals(pathOf(due.url)))
  const headers = {
    accept: 'text/html, application/pdf, text/plain;q=0.9, */*;q=0.5',
    ...(same && due.etag && { 'if-none-match': due.etag }),
    ...(same && due.last_modified && { 'if-modified-since': due.last_modified }),
  }
  const limit = ({ status, mediaType }: { status: number; mediaType: string }) =>
    status === 200 && !unread.test(mediaType)
      ? { bytes: mostOf(mediaType || mediaTypeOf(due.url)) }
      : { bytes: 64 * 1024, truncate: true }
  return await guarded.fetch(due.url, { headers, limit, totalMs, ...(signal && { signal }) })
}

const pathOf = (address: string) => {
  const { pathname, search } = new URL(address)
  return pathname + search
}

function fetchedOf({ url, mediaType, charset, body, headers }: Answer): Fetched {
  return { url, mediaType, charset, body, headers, fetchedAt: new Date() }
}

const brief = new Set(['connection_failed', 'connection_lost', 'too_slow', 'unknown_host'])

function failureOf(code: string, reason: string, url: string): FailedOutcome | ReadOutcome {
  if (!brief.has(code)) return refused(url, 0, code, reason)
  return { what: 'failed', status: null, code, reason, retryAfterMs: null, host: true }
}

async function meaningOf(answer: Answer, due: Requested, options: VisitOptions): Promise<Outcome> {
  const { status, headers } = answer
  const { url } = due
  if (status === 304) return { what: 'unchanged', ...validators(answer), found: [] }
  if (status >= 300 && status < 400) return redirected(answer, due, options.scope)
  if ([408, 425, 429].includes(status) || status >= 500) {
    const retryAfterMs = readRetryAfter(headers['retry-after'])
    const host = status === 429 || status === 503
    return {
      what: 'failed',
      status,
      code: `http_${status}`,
      reason: `The server answers ${status}.`,
      retryAfterMs,
      host,
    }
  }
  if (status === 404 || status === 410)
    return refused(url, status, 'gone', `The server answers ${status}: it is not there.`)
  if (status !== 200) return refused(url, status, `http_${status}`, `The server answers ${status}.`)
  if (unread.test(answer.mediaType))
    return refused(url, status, 'unsupported_type', `${answer.mediaType} is not read.`, validators(answer))
  const listed = due.kind !== 'page' || list.test(answer.mediaType) ? await readList(answer, due, options.scope) : null
  return listed ?? (await readDocuments(answer, due, options))
}

const validators = ({ headers }: Answer) => ({
  etag: (headers.etag ?? '').slice(0, 500) || null,
  lastModified: (headers['last-modified'] ?? '').slice(0, 100) || null,
})

function redirected(answer: Answer, due: Requested, scope: Scope): ReadOutcome {
  const to = redirectOf(answer)
  const target = to && normalUrl(to)
  const refuse = (code: string, reason: string, more: Partial<ReadOutcome> = {}) =>
    refused(due.url, answer.status, code, reason, { leadsTo: target, ...more })
  if (!target) return refuse('invalid_redirect', 'It redirects to nowhere.')
  if (target === due.url) return refuse('redirect_loop', 'It redirects to itself.')
  if (due.redirects >= mostRedirects)
    return refuse('too_many_redirects', `It is the end of ${mostRedirects} redirects.`)
  if (!isInScope(target, scope))
    return refuse('redirect_leaves_source', `It redirects to ${target}, beyond the source.`)
  const found = [{ url: target, host: queueOf(target), kind: due.kind, changedAt: null }]
  return refuse('redirected', `It redirects to ${target}.`, { found, redirects: due.redirects + 1 })
}

/** Null where it is no list after all. */
async function readList(answer: Answer, due: Requested, scope: Scope): Promise<ReadOutcome | null> {
  const body = await unpackList(answer.body)
  const listed = body && readAddressList(body, answer.charset, due.url)
  if (!listed) {
    const asked = due.kind !== 'page' || answer.mediaType.includes('gzip')
    return asked ? refused(due.url, 200, 'unreadable_list', 'It is no sitemap or feed that can be read.') : null
  }
  const found = listed.entries.flatMap(({ url, kind, changedAt }) => foundOf(url, scope, kind, changedAt))
  const sha256 = sha([answer.body])
  const reason = `It is a ${listed.kind} of ${listed.entries.length} addresses.`
  return refused(due.url, 200, listed.kind, reason, { ...validators(answer), sha256, found })
}

function foundOf(address: string, scope: Scope, kind: Found['kind'] = 'page', changedAt: Date | null = null): Found[] {
  const url = normalUrl(address)
  return url && isInScope(url, scope) ? [{ url, host: queueOf(url), kind, changedAt }] : []
}

const sha = (parts: (string | Uint8Array)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')

async function readDocuments(answer: Answer, due: Requested, options: VisitOptions): Promise<ReadOutcome> {
  const { scope, robots, token, library, hints } = options
  const { url } = due
  const head = html.test(answer.mediaType) ? readPage(decodeText(answer.body, answer.charset), url, token) : null
  const rules = rulesOf(answer, head, token)
  const own = strictest([robots.signals(pathOf(url)), rules.signals])
  const found = rules.follow && head ? linksOf(head, scope) : []
  const keepOut = (code: string, reason: string, more: Partial<ReadOutcome> = {}) =>
    refused(url, 200, code, reason, { ...validators(answer), found, ...more })
  if (!rules.index) return keepOut('noindex', 'The page asks not to be indexed.')
  if (own.search === false) return keepOut('search_forbidden', 'The publisher does not allow it in a search index.')
  const canonical = head?.canonical ? normalUrl(head.canonical) : null
  const elsewhere = canonical !== null && canonical !== url && isInScope(canonical, scope)
  if (elsewhere && !(await options.isUseless(canonical, url)))
    return keepOut('not_canonical', `The page calls ${canonical} its canonical address.`, {
      leadsTo: canonical,
      found: [...foundOf(canonical, scope), ...found],
    })
  const { documents, refused: refusals } = await library
    .read(fetchedOf(answer), hints)
    .catch((error: unknown) => ({ documents: [], refused: [unreadable(url, error)] }))
  const [first] = refusals
  if (documents.length === 0)
    return keepOut(first?.code ?? 'nothing_to_read', first?.reason ?? 'There is no text in it.')
  const more = documents.flatMap(({ links }) =>
    rules.follow && !head ? links.flatMap((link) => foundOf(link, scope)) : [],
  )
  return {
    ...keepOut('', ''),
    sha256: sha(documents.flatMap(({ text }) => [text, '\u0000'])),
    documents: documents.map((document) => withSignals(document, own)),
    signals: `${signalsText(robots.signals(pathOf(url)))}|${signalsText(own)}`,
    refusal: null,
    partly: refusals,
    found: [...found, ...more],
  }
}

/** Readers answer bad input with a refusal; one that throws all the same costs its page and no other. */
const unreadable = (url: string, error: unknown): Refusal => ({
  ...{ url, code: 'unreadable' },
  reason: `Reading it failed: ${error instanceof Error ? error.message : String(error)}`,
})

const withSignals = (document: ParsedDocument, own: ParsedDocument['signals']): ParsedDocument => ({
  ...document,
  signals: strictest([document.signals, own]),
})

function rulesOf({ headers }: Answer, head: PageHead | null, token: string): PageRules {
  const said = [headers['content-signal'], headers['content-usage']].map((text) => readSignals(text ?? ''))
  const byHeader = { ...openRules, signals: strictest(said) }
  return strictestRules([byHeader, readRobotsTag(headers['x-robots-tag'] ?? '', token), head?.rules ?? openRules])
}

const linksOf = ({ links, feeds }: PageHead, scope: Scope): Found[] => [
  ...feeds.flatMap((feed) => foundOf(feed, scope, 'feed')),
  ...links.flatMap((link) => foundOf(link, scope)),
]
