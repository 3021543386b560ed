/**
 * An address without the port that some proxies add, which changes with every connection (`1.2.3.4:5555`,
 * `[2001:db8::1]:5555`), without a zone, and IPv4 as such. The database does the same: `app.client_address()`.
 */
export function plainAddress(text: string): string {
  const bare = text.trim().replace(/^\[([^\]]*)\](?::\d+)?$|^(\d+(?:\.\d+){3}):\d+$/, '$1$2')
  return bare.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
}

/** Whom an address stands for: an IPv4 address, or the /64 network that one IPv6 subscriber gets. */
export function addressKey(address: string | undefined): string {
  if (!address) return 'unknown'
  const plain = plainAddress(address)
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const start = head.split(':').filter(Boolean)
  const end = tail?.split(':').filter(Boolean) ?? []
  const zeros = Array<string>(Math.max(0, 8 - start.length - end.length)).fill('0')
  const groups = [...start, ...zeros, ...end].map((group) => Number.parseInt(group, 16).toString(16))
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** Of this machine alone: `localhost`, `127.0.0.0/8`, `::1`, as the host of a setting or of a URL. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}
