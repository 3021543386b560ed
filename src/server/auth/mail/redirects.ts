import { isLoopback } from '../../address.ts'

/** Where a link in a mail may lead: what its sender wished when that is allowed, else the site. */
export type Redirects = { site: () => string; to: (wished: unknown) => string }

const longest = 2_000

/**
 * Anyone can have a mail sent to anyone, so its link leads only to the site's own origin, to what the operator listed, or, where the
 * server is on loopback, to a page that is as well.
 *
 * @param options.site address of the page
 * @param options.allowed addresses with Supabase's wildcards: `*` for anything but `.` and `/`, `**` for anything
 * @param options.loopback the server listens on loopback
 */
export function createRedirects(options: {
  site: () => string
  allowed: readonly string[]
  loopback: boolean
}): Redirects {
  const allowed = options.allowed.map(pattern)
  const isAllowed = (url: URL) => {
    if (url.username || url.password) return false
    const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
    if (isWeb && url.origin === new URL(options.site()).origin) return true
    if (isWeb && options.loopback && isLoopback(url.hostname)) return true
    const bare = new URL(url)
    bare.hash = ''
    return !runs.has(url.protocol) && allowed.some((entry) => entry.test(bare.href))
  }
  return {
    site: options.site,
    to: (wished) => {
      if (typeof wished !== 'string' || wished === '' || wished.length > longest) return options.site()
      if (!URL.canParse(wished)) return options.site()
      const url = new URL(wished)
      return isAllowed(url) ? url.href : options.site()
    },
  }
}

/** Addresses that are code, whatever a wildcard says. */
const runs: ReadonlySet<string> = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:'])

/** An entry without a path stands for its origin's root, as URLs are written. */
function pattern(entry: string): RegExp {
  const text = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+$/i.test(entry) && /^https?:/i.test(entry) ? `${entry}/` : entry
  const source = text
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^./]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('')
  return new RegExp(`^${source}$`)
}

/** `url` with what a sign-in has to say, in its fragment, its query, or both. */
export function withParameters(
  url: string,
  parameters: Record<string, string>,
  where: { query?: boolean; fragment?: boolean },
): string {
  const result = new URL(url)
  if (where.query) for (const [name, value] of Object.entries(parameters)) result.searchParams.set(name, value)
  if (where.fragment) result.hash = new URLSearchParams(parameters).toString()
  return result.href
}
