import { parseHTML } from 'linkedom'
import type { Fetched } from '../../document.ts'
import { decodeText } from '../decode.ts'
import { mostElements, mostHtmlBytes } from './limits.ts'

/** What little of the DOM is used; linkedom's own types are wider than what it does. */
export type Element = {
  readonly nodeType: number
  readonly tagName: string
  readonly textContent: string | null
  readonly childNodes: Iterable<Element>
  readonly children: Iterable<Element>
  readonly parentNode: Element | null
  getAttribute: (name: string) => string | null
  querySelector: (selector: string) => Element | null
  querySelectorAll: (selector: string) => Iterable<Element>
  closest: (selector: string) => Element | null
  matches: (selector: string) => boolean
  remove: () => void
}
export type Document = Element & {
  readonly documentElement: Element | null
  readonly body: Element | null
  readonly title: string
}

/** @returns the page without scripts, styles and what its markup hides; null where it is too large */
export function parsePage(fetched: Fetched): Document | null {
  if (fetched.body.byteLength > mostHtmlBytes) return null
  const html = decodeText({ body: fetched.body, charset: fetched.charset ?? metaCharset(fetched.body) })
  if (hasMoreTags(html, mostElements)) return null
  const { document } = parseHTML(/<html[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`) as unknown as {
    document: Document
  }
  return document
}

function hasMoreTags(html: string, most: number): boolean {
  let tags = 0
  for (const _ of html.matchAll(/<[a-z]/gi)) if (++tags > most) return true
  return false
}

/** Leaves what people see. JSON-LD has to be read before. */
export function removeHidden(document: Document): void {
  for (const element of [...document.querySelectorAll(never)]) element.remove()
  for (const element of [...document.querySelectorAll('[style],[hidden],[aria-hidden]')]) {
    if (element.getAttribute('hidden') !== null || isHiddenStyle(element.getAttribute('style') ?? '')) element.remove()
  }
}

const never = 'script,style,noscript,template,iframe,object,embed,svg,canvas,form,button,select,input,textarea,dialog'

const isHiddenStyle = (style: string) =>
  /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0|(?:left|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|(?:^|[;\s])color\s*:\s*(?:#fff(?:fff)?|white|transparent)\b/i.test(
    style,
  )

/** `<meta charset>` or its older form, within the first kilobytes. */
function metaCharset(body: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(body.subarray(0, 4_096))
  return /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ?? null
}

export const meta = (document: Document, ...names: string[]): string | null => {
  for (const name of names) {
    const found = document
      .querySelector(`meta[name="${name}"],meta[property="${name}"],meta[itemprop="${name}"]`)
      ?.getAttribute('content')
      ?.trim()
    if (found) return found
  }
  return null
}

export const absolute = (href: string | null | undefined, base: string): string | null =>
  href && URL.canParse(href, base) ? new URL(href, base).href : null
