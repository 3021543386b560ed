import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Parser } from 'htmlparser2'
import { decodeText } from './charset.ts'

/** What a sitemap or feed lists. */
export type Listed = { url: string; kind: 'page' | 'sitemap'; changedAt: Date | null }

export type AddressList = { kind: 'sitemap' | 'feed'; entries: Listed[] }

/** Of https://www.sitemaps.org/protocol.html, for one file. */
const mostEntries = 50_000
export const mostListBytes = 50 * 1024 * 1024

const gunzipAsync = promisify(gunzip)

/** Sitemaps are often files that are packed themselves. Null for a bomb, or what cannot be unpacked. */
export async function unpackList(body: Uint8Array): Promise<Uint8Array | null> {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body
  return await gunzipAsync(body, { maxOutputLength: mostListBytes }).catch(() => null)
}

/**
 * Reads a sitemap, an index of sitemaps, RSS, Atom, or a sitemap that is a plain list of addresses. Null for anything
 * else. Entities are not expanded beyond XML's own, and nothing outside the file is read.
 */
export function readAddressList(body: Uint8Array, charset: string | null, address: string): AddressList | null {
  const text = decodeText(body, charset)
  if (!/<(?:\w+:)?(?:urlset|sitemapindex|rss|feed|RDF)[\s>]/.test(text.slice(0, 4_000))) return readPlainList(text)
  const entries: Listed[] = []
  const path: string[] = []
  let kind: AddressList['kind'] = 'sitemap'
  let entry: { url?: string; changed?: string } = {}
  let words = ''
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const tag = local(name)
        if (path.length === 0 && ['rss', 'feed', 'rdf'].includes(tag)) kind = 'feed'
        path.push(tag)
        words = ''
        if (isEntry(tag)) entry = {}
        if (tag === 'link' && attributes.href && /^(|alternate)$/.test(attributes.rel ?? ''))
          entry.url = attributes.href
      },
      ontext: (some) => {
        if (words.length < 4_096) words += some
      },
      onclosetag: (name) => {
        const tag = local(name)
        path.pop()
        if ((tag === 'loc' || tag === 'link') && isEntry(path.at(-1) ?? '') && words.trim()) entry.url = words.trim()
        if (['lastmod', 'pubdate', 'updated', 'date'].includes(tag) && isEntry(path.at(-1) ?? ''))
          entry.changed = words.trim()
        if (isEntry(tag)) add(entry, tag)
        words = ''
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  const add = ({ url, changed = '' }: typeof entry, tag: string) => {
    if (!url || entries.length >= mostEntries || !URL.canParse(url, address)) return
    const time = Date.parse(changed)
    const changedAt = Number.isNaN(time) ? null : new Date(time)
    entries.push({ url: new URL(url, address).href, kind: tag === 'sitemap' ? 'sitemap' : 'page', changedAt })
  }
  parser.write(text)
  parser.end()
  return { kind, entries }
}

const local = (name: string) => name.replace(/^.*:/, '').toLowerCase()
const isEntry = (tag: string) => ['url', 'sitemap', 'item', 'entry'].includes(tag)

function readPlainList(text: string): AddressList | null {
  const lines = text.split(/\r?\n/).flatMap((line) => line.trim() || [])
  if (
    lines.length === 0 ||
    lines.length > mostEntries ||
    !lines.every((line) => /^https?:\/\/\S+$/.test(line) && URL.canParse(line))
  )
    return null
  return { kind: 'sitemap', entries: lines.map((url) => ({ url, kind: 'page', changedAt: null })) }
}
