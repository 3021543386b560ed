/** How far the crawl of a source may go. */
export type Scope = { hosts: ReadonlySet<string>; pathPrefix: string }

/** Parameters that say where a reader came from, or who they are, and not what is shown. */
const ofTheReader = /^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|phpsessid|jsessionid|sessionid|sid)$/i
const mostCharacters = 2000

/** One address for what is one page, or null for what is no page of the web. */
export function normalUrl(address: string, base?: string): string | null {
  if (!URL.canParse(address, base)) return null
  const url = new URL(address, base)
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) return null
  url.hash = ''
  url.hostname = url.hostname.replace(/\.$/, '')
  url.pathname = url.pathname.replace(/;jsessionid=[^/;]*/i, '')
  const idle = [...url.searchParams.keys()].filter((name) => ofTheReader.test(name))
  for (const name of idle) url.searchParams.delete(name) // without any, the query stays as it was written
  return url.href.length > mostCharacters ? null : url.href
}

/** The queue an address waits in: its host, whatever the scheme. */
export const queueOf = (address: string): string => {
  const { hostname, port } = new URL(address)
  return port ? `${hostname}:${port}` : hostname
}

/** The hosts of the start addresses, with and without `www.`, and the others that are named. */
export function scopeOf(plan: { start_urls: string[]; hosts: string[]; path_prefix: string }): Scope {
  const started = plan.start_urls.map(queueOf).flatMap((host) => [host, host.replace(/^www\./, ''), `www.${host}`])
  return { hosts: new Set([...started, ...plan.hosts.map((host) => host.toLowerCase())]), pathPrefix: plan.path_prefix }
}

export const isInScope = (address: string, { hosts, pathPrefix }: Scope): boolean =>
  hosts.has(queueOf(address)) && new URL(address).pathname.startsWith(pathPrefix)
