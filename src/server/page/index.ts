import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { compressed } from '../compress.ts'
import type { FetchInProcess } from '../fetch-in-process.ts'
import { readVersions } from '../live/versions.ts'
import { pageHeaders } from '../security-headers.ts'
import { documentOf, inlineScript, inlineStyles, scriptsLast, sheetOf, styleHashes } from './document.ts'
import { createKept, type Page } from './kept.ts'
import { languageOf, type PageLanguage } from './language.ts'
import { modulesOf } from './modules.ts'
import { loadRender } from './render.ts'

type Options = {
  /** Where the built page is. */
  folder: string
  config: { url: string; publishableKey: string }
  fetch: FetchInProcess
  /** With the database owner's rights, for versions only: what is shown is asked for as a visitor. */
  sql: Sql
  /** Where the server is reached. */
  url: () => string
  photoOrigins: { current: () => readonly string[] }
  report?: (error: unknown) => void
}

const vehicleIn = /\/vehicles\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/gi
/** More than that in a header, and proxies turn the page away. */
const mostStyles = 60
const mostAtOnce = 4
/** Pages of one's own, where somebody signed out is shown nothing. */
const ofOnesOwn = /^\/(garage|operator)(\/|$)|\/insights\/?$/
const longestAddress = 2_000
/** Whoever waits longer gets the plain page, which says itself what it waits for. */
const longestWaitMs = 4_000

/**
 * Renders the page at an address for somebody signed out: HTML, first data and what the head says. Whoever is signed in
 * gets the same, and the browser then asks as them. Pages are kept until what they show has changed, at most 30 seconds.
 *
 * @returns null where the plain page has to do: it was not built, too many are being rendered, the database is slow, or the
 * rendering failed
 */
export function createPage(options: Options): (request: Request) => Promise<Response | null> {
  const { folder, config, fetch, sql, url, report = console.error } = options
  const kept = createKept()
  const underway = new Map<string, Promise<Page | null>>()
  void loadRender(report) // before the first one asks

  const versionOf = async (vehicles: string[]) => {
    const [versions, [latest], [photos]] = await Promise.all([
      readVersions(sql, vehicles),
      sql<{ id: string }[]>`
        select id from public.vehicles where is_public order by created_at desc, id desc limit 1`,
      sql<{ photos: string }[]>`
        select concat_ws(' ', count(*), sum(view_count), sum(share_count)) as photos from public.vehicle_images
        where vehicle_id = any (string_to_array(${vehicles.join()}, ',')::uuid[])`, // the pool knows no array types
    ])
    return JSON.stringify([latest?.id, photos?.photos, vehicles.map((id) => versions.get(id) ?? null)])
  }

  const make = async (pathname: string, search: string, lang: PageLanguage): Promise<Page | null> => {
    const render = await loadRender(report)
    if (!render) return null
    // An address with more than a path may name what only the browser reads: it gets the data, and renders itself.
    const ask = { pathname, search, lang, config, fetch, report }
    let rendered = await render({ ...ask, markup: search === '' })
    let styles = styleHashes(rendered.html)
    if (styles.length > mostStyles) {
      rendered = { ...rendered, html: '' }
      styles = []
    }
    const origin = new URL(url()).origin
    const index = await readFile(join(folder, 'index.html'), 'utf8')
    const modules = await modulesOf(folder, pathname, lang, index)
    const early = await readFile(join(folder, 'early.js'), 'utf8')
    const bare = documentOf(scriptsLast(index), rendered, { address: origin + pathname, origin, modules, lang })
    const scripted = inlineScript(bare, '/early.js', early)
    const file = sheetOf(index)
    const styled = file
      ? inlineStyles(scripted.html, await readFile(join(folder, file), 'utf8'))
      : { html: scripted.html, hash: null }
    const { html } = styled
    const vehicles = [
      ...new Set([...`${pathname} ${rendered.html}`.matchAll(vehicleIn)].map(([, id = '']) => id)),
    ].slice(0, 100)
    const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`
    const page = {
      html,
      status: rendered.missing ? 404 : 200,
      etag,
      scripts: [scripted.hash],
      sheets: styled.hash ? [styled.hash] : [],
      styles,
      vehicles,
      version: '',
    }
    return rendered.isWhole && !rendered.missing && search === ''
      ? page
      : { ...page, vehicles: [], version: 'not kept' }
  }

  const pageAt = async (pathname: string, search: string, lang: PageLanguage): Promise<Page | null> => {
    const name = `${lang} ${pathname}`
    const known = search === '' ? kept.get(name) : null
    const version = known ? await versionOf(known.vehicles) : ''
    if (known && known.version === version) return known
    const key = name + search
    const running = underway.get(key)
    if (running) return await running
    if (underway.size >= mostAtOnce) return null
    const making = make(pathname, search, lang)
      .then((page) => {
        if (page?.version !== '') return page
        // The version has to be older than what was asked for; of a page that is new it is not known what it shows.
        if (known?.vehicles.join() === page.vehicles.join()) page.version = version
        kept.set(name, page)
        return page
      })
      .finally(() => underway.delete(key))
    underway.set(key, making)
    return await making
  }

  return async (request) => {
    const { pathname, search } = new URL(request.url)
    if (pathname.length + search.length > longestAddress || ofOnesOwn.test(pathname)) return null
    const page = await inTime(
      pageAt(pathname, search, languageOf(request.headers)).catch((error: unknown) => {
        report(error)
        return null
      }),
    )
    if (!page) return null
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      etag: page.etag,
      vary: 'accept-encoding, accept-language, cookie',
      ...pageHeaders(options.photoOrigins.current(), page),
    }
    if (request.headers.get('if-none-match') === page.etag) return new Response(null, { status: 304, headers })
    const body = request.method === 'HEAD' ? null : page.html
    return await compressed(request, new Response(body, { status: page.status, headers }))
  }
}

async function inTime<T>(work: Promise<T>): Promise<T | null> {
  const enough = new AbortController()
  const late = sleep(longestWaitMs, null, { ref: false, signal: enough.signal }).catch(() => null)
  try {
    return await Promise.race([work, late])
  } finally {
    enough.abort()
  }
}
