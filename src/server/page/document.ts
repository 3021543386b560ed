import { createHash } from 'node:crypto'
import type { PageLanguage } from './language.ts'
import type { Rendered } from './render.ts'

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)

/** A description in a preview: one line, about as long as anything shows. */
const inBrief = (text: string) => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 200 ? `${[...line].slice(0, 199).join('')}…` : line
}

const general = {
  en: 'Photos, bets and votes on collector vehicles.',
  de: 'Fotos, Wetten und Abstimmungen zu Sammlerfahrzeugen.',
}
const locales = { en: 'en_US', de: 'de_DE' }

type Where = { address: string; origin: string; lang: PageLanguage }

/** What the head says of a page, to search engines and where links are shown. */
function headOf({ title, vehicle, missing }: Rendered, { address, origin, lang }: Where): string {
  const name = vehicle?.name ?? title
  const full = name ? `${title ?? name} – Paddock` : 'Paddock'
  const about = vehicle?.description ? inBrief(vehicle.description) : general[lang]
  const meta = (key: 'name' | 'property', of: string, content: string) =>
    `<meta ${key}="${of}" content="${escaped(content)}" />`
  if (missing) return `<title>${escaped(full)}</title>\n${meta('name', 'robots', 'noindex')}`
  const card = vehicle && `${origin}/functions/v1/vehicle-card?vehicle_id=${vehicle.id}&format=png`
  return [
    `<title>${escaped(full)}</title>`,
    meta('name', 'description', about),
    `<link rel="canonical" href="${escaped(address)}" />`,
    meta('property', 'og:site_name', 'Paddock'),
    meta('property', 'og:type', 'website'),
    meta('property', 'og:locale', locales[lang]),
    meta('property', 'og:title', name ?? 'Paddock'),
    meta('property', 'og:description', about),
    meta('property', 'og:url', address),
    ...(card
      ? [
          meta('property', 'og:image', card),
          meta('property', 'og:image:width', '1200'),
          meta('property', 'og:image:height', '630'),
          meta('name', 'twitter:card', 'summary_large_image'),
        ]
      : []),
  ].join('\n')
}

/** Images that React wants early stand first in what it renders. */
const earlyLinks = /^(<link rel="preload"[^>]*>)+/

/**
 * The built index.html, filled.
 *
 * @param modules scripts of the page itself, to be fetched at once
 */
export function documentOf(
  index: string,
  rendered: Rendered,
  { modules, ...where }: Where & { modules: readonly string[] },
): string {
  const early = earlyLinks.exec(rendered.html)?.[0] ?? ''
  const body = rendered.html.slice(early.length)
  const scripts = modules.map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`).join('')
  return index
    .replace('<html lang="en"', `<html${rendered.missing ? ' data-missing' : ''} lang="${where.lang}"`)
    .replace(/<meta name="description"[^>]*>/, '')
    .replace(/<title>[^<]*<\/title>/, () => headOf(rendered, where))
    .replace('<link', () => `${early}<link`) // before the styles, which are half of the page
    .replace('</body>', () => `${scripts}</body>`)
    .replace(
      '<div id="root"></div>',
      () => `<div id="root">${body}</div><script type="application/json" id="paddock">${rendered.start}</script>`,
    )
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" }

const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const sheet = /<link rel="stylesheet"[^>]* href="\/(assets\/[^"]+\.css)">/

/** The file of the styles that every page has; null where the build has none. */
export const sheetOf = (index: string): string | null => sheet.exec(index)?.[1] ?? null

/** The styles stand in the page: the first paint waits for the page alone. Fonts are fetched where a text needs them. */
export function inlineStyles(html: string, css: string): { html: string; hash: string } {
  const text = css.replaceAll('</', '<\\/')
  const plain = html.replace(/<link rel="preload"[^>]* as="font"[^>]*>\s*/g, '')
  return { html: plain.replace(sheet, () => `<style>${text}</style>`), hash: sha256(text) }
}

/** Scripts come last: before them comes what is shown. */
export function scriptsLast(html: string): string {
  const scripts: string[] = []
  const rest = html.replace(/<(?:script type="module"|link rel="modulepreload")[^>]*>(?:<\/script>)?\s*/g, (script) => {
    scripts.push(script.trim())
    return ''
  })
  return rest.replace('</body>', () => `${scripts.join('')}</body>`)
}

/** What has to run before the first paint stands in the page, and is not waited for. */
export function inlineScript(html: string, path: string, code: string): { html: string; hash: string } {
  const text = code.trim()
  return { html: html.replace(`<script src="${path}"></script>`, () => `<script>${text}</script>`), hash: sha256(text) }
}

/** Hashes of the style attributes in what React rendered, for the content security policy. */
export function styleHashes(html: string): string[] {
  const styles = new Set([...html.matchAll(/ style="([^"]*)"/g)].map(([, style = '']) => style))
  return [...styles].map((style) => {
    const text = style.replace(/&(amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? entity)
    return sha256(text)
  })
}
