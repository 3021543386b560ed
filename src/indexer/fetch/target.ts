import { isIP } from 'node:net'
import { ConfigError } from '../../server/env.ts'
import { whyBlocked } from './addresses.ts'
import { FetchError } from './refusal.ts'

/** Host and port, such as `127.0.0.1:8080` or `[::1]:80`, that may be fetched though they are not public. */
export type AllowList = ReadonlySet<string>

const publicPorts = new Set([80, 443])
const mostCharacters = 2048

/**
 * Reads `PADDOCK_FETCH_ALLOW`: `host:port`, comma separated. Names are compared as they stand in the address that is fetched.
 *
 * @throws {ConfigError} for an entry that is not host:port
 */
export function readAllowList(text = ''): AllowList {
  const entries = text.split(',').flatMap((part) => part.trim() || [])
  return new Set(
    entries.map((entry) => {
      const port = /^(?:[^\s:/@?#[\]]+|\[[0-9a-f:.]+\]):(\d{1,5})$/i.exec(entry)?.[1]
      if (!port || Number(port) > 65_535 || !URL.canParse(`http://${entry}`))
        throw new ConfigError(`PADDOCK_FETCH_ALLOW has ${entry}, which is not host:port such as 127.0.0.1:8080.`)
      return authority(new URL(`http://${entry}`), Number(port))
    }),
  )
}

/** `host:port` of an address, in lower case, with the port of the scheme where it has none. */
export const authorityOf = (url: URL): string => authority(url, portOf(url))

const authority = ({ hostname }: URL, port: number) => `${hostname.toLowerCase().replace(/\.$/, '')}:${port}`

export const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80)

/** The host as `connect` takes it: an IPv6 literal without brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

/**
 * Checks everything about an address that can be checked before its name is resolved. The URL parser has made odd
 * notations of IPv4 (octal, hexadecimal, one number, full-width digits) into plain ones by then.
 *
 * @throws {FetchError}
 */
export function checkTarget(address: string | URL, allowed: AllowList): URL {
  const text = String(address)
  if (text.length > mostCharacters || !URL.canParse(text))
    throw new FetchError(
      'invalid_url',
      text.slice(0, 200),
      `That is not an address of at most ${mostCharacters} characters.`,
    )
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new FetchError('forbidden_scheme', text, `Only http and https are fetched, not ${url.protocol}`)
  if (url.username || url.password)
    throw new FetchError('forbidden_credentials', url.origin, 'An address with a user name or password is not fetched.')
  if (allowed.has(authorityOf(url))) return url
  checkPort(url)
  checkHost(url)
  return url
}

function checkPort(url: URL): void {
  if (publicPorts.has(portOf(url))) return
  throw new FetchError('forbidden_port', url.href, `Port ${url.port} is not fetched; 80 and 443 are.${allowHint(url)}`)
}

/** Names that mean this machine or network are refused before anybody is asked about them. */
const localName = /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|home\.arpa)$/

function checkHost(url: URL): void {
  const host = hostOf(url).toLowerCase().replace(/\.$/, '')
  const what = isIP(host) ? whyBlocked(host) : nameOfLocal(host)
  if (what) throw blockedAddress(url, host, what)
}

const nameOfLocal = (host: string) =>
  localName.test(host) ? 'a name on a local network' : host.includes('.') ? null : 'a name without a domain'

export const blockedAddress = (url: URL, host: string, what: string): FetchError =>
  new FetchError('forbidden_address', url.href, `${host} is ${what}, which is not fetched.${allowHint(url)}`)

const allowHint = (url: URL) => ` To fetch it from here, name ${authorityOf(url)} in PADDOCK_FETCH_ALLOW.`
