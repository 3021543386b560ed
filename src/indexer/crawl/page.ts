import { Parser } from 'htmlparser2'
import { openRules, type PageRules, readRobotsDirectives, strictestRules } from './signals.ts'

/** What a page's markup says to a crawler. */
export type PageHead = {
  rules: PageRules
  /** Absolute, or null. */
  canonical: string | null
  /** Absolute, without those marked nofollow; at most {@link mostLinks}. */
  links: string[]
  /** RSS and Atom feeds that it names. */
  feeds: string[]
}

const mostLinks = 5_000

/** Reads a page's robots rules, canonical address and links in one pass, without building a tree. */
export function readPage(html: string, address: string, token: string): PageHead {
  const rules: PageRules[] = [openRules]
  const links = new Set<string>()
  const feeds = new Set<string>()
  let base = address
  let canonical: string | null = null
  const absolute = (href: string | undefined) => (href && URL.canParse(href, base) ? new URL(href, base).href : null)
  const add = (to: Set<string>, url: string | null) => url && to.size < mostLinks && to.add(url)

  const takeLink = ({ rel = '', href, type = '' }: Record<string, string>) => {
    const relations = rel.toLowerCase().split(/\s+/)
    if (relations.includes('canonical')) canonical ??= absolute(href)
    if (relations.includes('alternate') && /^application\/(rss|atom)\+xml/i.test(type)) add(feeds, absolute(href))
    if (relations.includes('next') || relations.includes('prev')) add(links, absolute(href))
  }
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === 'a' && !/\bnofollow\b/i.test(attributes.rel ?? '')) add(links, absolute(attributes.href))
      else if (name === 'link') takeLink(attributes)
      else if (name === 'base' && base === address) base = absolute(attributes.href) ?? base
      else if (
        name === 'meta' &&
        ['robots', token.toLowerCase()].includes((attributes.name ?? '').trim().toLowerCase())
      )
        rules.push(readRobotsDirectives(attributes.content ?? ''))
    },
  })
  parser.write(html)
  parser.end()
  return { rules: strictestRules(rules), canonical, links: [...links], feeds: [...feeds] }
}
