import type { Sql } from 'postgres'
import type { Fetched } from '../document.ts'
import type { Library } from './library.ts'
import { type Outcome, type ReadOutcome, refused } from './outcome.ts'
import { addUrls, type Due, type Requested } from './queue.ts'

/** Refusals that hide what an address had before. Others, such as a challenge or a 403, may be about us and not about the page. */
const hiding = new Set([
  'gone',
  'http_451',
  'noindex',
  'search_forbidden',
  'not_canonical',
  'redirected',
  'redirect_loop',
  'redirect_leaves_source',
  'duplicate',
])

export type SettleOptions = { sql: Sql; library: Library; maxDepth: number }

/** What was noted, for whoever watches. */
export type Noted = 'changed' | 'unchanged' | 'refused' | 'failed' | 'superseded'

/**
 * Notes what came of a request, with its documents and links, in one transaction: all of it or nothing. Two that wish to
 * keep the same text, or that met in a deadlock, are tried again; a document that cannot be stored is a refusal.
 */
export async function settle(
  due: Requested,
  outcome: Outcome,
  fetched: Fetched | null,
  options: SettleOptions,
): Promise<Noted> {
  for (let turn = 1; ; turn++) {
    try {
      return (await options.sql.begin((tx) => note(tx as unknown as Sql, due, outcome, fetched, options))) as Noted
    } catch (error) {
      const { code = '', message } = error as { code?: string; message: string }
      if (turn < 4 && ['23505', '40001', '40P01'].includes(code)) continue
      if (outcome.what !== 'read' || outcome.documents.length === 0 || !isAboutTheDocument(code)) throw error
      const reason = `It cannot be stored: ${message}`
      return await settle(
        due,
        refused(due.url, outcome.status, 'not_stored', reason, { found: outcome.found }),
        fetched,
        options,
      )
    }
  }
}

/** An SQLSTATE, and none of connections, resources, an operator or the disk. */
const isAboutTheDocument = (code: string) => /^[0-9A-Z]{5}$/.test(code) && !/^(08|40|53|57|58|XX)/.test(code)

async function note(
  tx: Sql,
  due: Requested,
  outcome: Outcome,
  fetched: Fetched | null,
  options: SettleOptions,
): Promise<Noted> {
  const { source_id, url, run_id } = due
  const [mine] = await tx<{ held: boolean }[]>`select app.lock_crawl_url(${source_id}, ${url}, ${run_id}) as held`
  if (!mine?.held) return 'superseded'
  if (outcome.what === 'failed') {
    const { code, reason, status, retryAfterMs } = outcome
    const wait = retryAfterMs === null ? null : `${Math.round(retryAfterMs)} milliseconds`
    await tx`select app.note_crawl_failed(${source_id}, ${url}, ${run_id}, ${code}, ${reason}, ${status}, ${wait}::interval)`
    return 'failed'
  }
  await addFound(tx, due, outcome, options.maxDepth)
  if (outcome.what === 'unchanged' || isAsBefore(due, outcome)) {
    const { etag, lastModified } = outcome
    await tx`select app.note_crawl_unchanged(${source_id}, ${url}, ${run_id}, ${etag}, ${lastModified})`
    return 'unchanged'
  }
  const read = await judged(tx, due, outcome)
  const code = read.refusal?.code
  const mayStay = due.has_document && code !== undefined && !hiding.has(code)
  const stays = mayStay && !(await isLongUnconfirmed(tx, due))
  if (read.documents.length > 0 && fetched) await options.library.keep(tx, source_id, url, read.documents, fetched)
  else if (due.has_document && !stays) await options.library.hide(tx, source_id, url, read.refusal?.reason ?? '')
  if (read.documents.length > 0 || read.partly.length > 0)
    await tx`select app.note_source_refusals(${source_id}, ${url}, ${tx.json(read.partly)})`
  await noteRead(tx, due, read, stays)
  return code === undefined ? 'changed' : 'refused'
}

/** A page that has been refused for long, such as by a challenge, is no source any more, good as its last version was. */
async function isLongUnconfirmed(tx: Sql, { source_id, url }: Requested): Promise<boolean> {
  const [answer] = await tx<{ long: boolean }[]>`select app.is_long_unconfirmed(${source_id}, ${url}) as long`
  return answer?.long ?? true
}

/** The text is the same and may be used in the same way; or it is a list that is the same. */
function isAsBefore(due: Requested, { sha256, documents, signals, refusal }: ReadOutcome): boolean {
  if (sha256 === null || due.text_sha256 !== sha256) return false
  if (documents.length > 0) return due.has_document && due.signals === signals
  return refusal?.code === 'sitemap' || refusal?.code === 'feed'
}

async function addFound(
  tx: Sql,
  due: Requested,
  outcome: Exclude<Outcome, { what: 'failed' }>,
  maxDepth: number,
): Promise<void> {
  const onTheWay = outcome.what === 'read' && outcome.redirects > 0
  const depth = onTheWay ? due.depth : due.depth + 1
  if (depth <= maxDepth) await addUrls(tx, due.source_id, outcome.found, depth, onTheWay ? outcome.redirects : 0)
}

/** What only the source's other addresses can tell: a copy of a page that it has, a redirect that comes round. */
async function judged(tx: Sql, due: Requested, outcome: ReadOutcome): Promise<ReadOutcome> {
  const { url, source_id } = due
  const { status, etag, lastModified, sha256, signals } = outcome
  if (outcome.documents.length > 0 && sha256) {
    const [first] = await tx<{ url: string }[]>`
      select url from app.crawl_urls where source_id = ${source_id} and text_sha256 = decode(${sha256}, 'hex')
        and has_document and url <> ${url}`
    const reason = `It has the same text as ${first?.url}.`
    if (first)
      return refused(url, status, 'duplicate', reason, { etag, lastModified, sha256, signals, leadsTo: first.url })
  }
  if (outcome.refusal?.code === 'redirected' && (await comesRound(tx, due, outcome.leadsTo)))
    return { ...outcome, refusal: { url, code: 'redirect_loop', reason: 'Its redirects lead round in a circle.' } }
  return outcome
}

async function comesRound(tx: Sql, { source_id, url }: Requested, to: string | null): Promise<boolean> {
  const [circle] = await tx`
    with recursive chain (url, steps) as (
      select ${to}::text, 1
      union all
      select u.leads_to, c.steps + 1 from chain c join app.crawl_urls u on u.source_id = ${source_id} and u.url = c.url
      where u.leads_to is not null and c.steps < 12 and c.url <> ${url}
    )
    select from chain where url = ${url}`
  return circle !== undefined
}

async function noteRead(tx: Sql, due: Requested, read: ReadOutcome, stays: boolean): Promise<void> {
  const seen = {
    status: read.status,
    // Those of the good version: a 304 then says that it is back, and never that a challenge is the same challenge.
    etag: stays ? due.etag : read.etag,
    last_modified: stays ? due.last_modified : read.lastModified,
    signals: stays ? due.signals : read.signals,
    text_sha256: stays ? due.text_sha256 : read.sha256,
    has_document: stays || read.documents.length > 0,
    leads_to: read.leadsTo,
    code: read.refusal?.code ?? null,
    reason: read.refusal?.reason.slice(0, 500) ?? null,
  }
  await tx`select app.note_crawl_read(${due.source_id}, ${due.url}, ${due.run_id}, ${tx.json(seen)})`
}

/** robots.txt forbids it: it is not requested, and what it had is hidden. */
export async function forbid(due: Due, { sql, library }: SettleOptions): Promise<void> {
  const reason = 'robots.txt does not allow it.'
  await sql.begin(async (begun) => {
    const tx = begun as unknown as Sql
    if (due.has_document) await library.hide(tx, due.source_id, due.url, reason)
    await tx`select app.note_crawl_forbidden(${due.source_id}, ${due.url}, ${due.run_id}, 'robots_forbidden', ${reason})`
  })
}
