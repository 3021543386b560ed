import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * IPv4 that no fetch may reach: whatever is not a public unicast address, and clouds' metadata services that have a
 * public one.
 *
 * Source: https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const blockedIPv4: [network: string, prefix: number, what: string][] = [
  ['0.0.0.0', 8, 'this network'],
  ['10.0.0.0', 8, 'a private network'],
  ['100.64.0.0', 10, 'a carrier network'],
  ['127.0.0.0', 8, 'this machine'],
  ['169.254.0.0', 16, 'link-local, where clouds keep their metadata'],
  ['172.16.0.0', 12, 'a private network'],
  ['192.0.0.0', 24, 'a protocol assignment'],
  ['192.0.2.0', 24, 'a documentation network'],
  ['192.88.99.0', 24, 'a 6to4 relay'],
  ['192.168.0.0', 16, 'a private network'],
  ['198.18.0.0', 15, 'a benchmark network'],
  ['198.51.100.0', 24, 'a documentation network'],
  ['203.0.113.0', 24, 'a documentation network'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved'],
  ['168.63.129.16', 32, 'a metadata service'], // Azure's, at a public address
]

/**
 * Of IPv6 only global unicast (2000::/3) is reachable, without these. Addresses that carry an IPv4 address (mapped,
 * compatible, NAT64, 6to4, Teredo, ISATAP) are refused whatever they carry: a public server has no need of them.
 *
 * Source: https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const blockedIPv6: [network: string, prefix: number, what: string][] = [
  ['2001::', 23, 'a protocol assignment, such as Teredo'],
  ['2001:db8::', 32, 'a documentation network'],
  ['2002::', 16, '6to4'],
  ['3fff::', 20, 'a documentation network'],
]

/** For the reason only: outside 2000::/3 everything is refused. */
const namedIPv6: [network: string, prefix: number, what: string][] = [
  ['::', 128, 'this network'],
  ['::1', 128, 'this machine'],
  ['::ffff:0:0', 96, 'an IPv4 address in IPv6'],
  ['::', 96, 'an IPv4 address in IPv6'],
  ['64:ff9b::', 96, 'NAT64'],
  ['64:ff9b:1::', 48, 'NAT64'],
  ['100::', 64, 'a discard network'],
  ['fc00::', 7, 'a private network'],
  ['fe80::', 10, 'link-local'],
  ['fec0::', 10, 'a private network'],
  ['ff00::', 8, 'multicast'],
]

const listsOf = (networks: [string, number, string][], family: 'ipv4' | 'ipv6') =>
  networks.map(([network, prefix, what]) => {
    const list = new BlockList()
    list.addSubnet(network, prefix, family)
    return { list, what }
  })

const ipv4 = listsOf(blockedIPv4, 'ipv4')
const ipv6 = listsOf([...blockedIPv6, ...namedIPv6], 'ipv6')
const globalUnicast = listsOf([['2000::', 3, 'global unicast']], 'ipv6')
const isatap = /^[0-9a-f:]*:(?:0{0,4}|0?200):0?5efe:[0-9a-f.:]+$/i

/** Says what a numeric address is, where it must not be connected to; null for a public one. */
export function whyBlocked(address: string): string | null {
  if (isIPv4(address)) return ipv4.find(({ list }) => list.check(address, 'ipv4'))?.what ?? null
  if (!isIPv6(address) || address.includes('%')) return 'not a public address' // a zone is of a link
  if (isatap.test(address)) return 'an IPv4 address in IPv6'
  const special = ipv6.find(({ list }) => list.check(address, 'ipv6'))
  if (special) return special.what
  return globalUnicast[0]?.list.check(address, 'ipv6') ? null : 'not a public address'
}
