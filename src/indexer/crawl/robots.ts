import type { Signals } from '../document.ts'
import { readSignals, silent, strictest } from './signals.ts'

/** What a robots.txt says to one crawler. */
export type Robots = {
  /** Path and query, as in the request line. */
  allows: (path: string) => boolean
  /** Seconds between two requests, where it asks for a pause. */
  crawlDelay: number | null
  /** Absolute addresses of sitemaps; these are for everybody. */
  sitemaps: string[]
  signals: (path: string) => Signals
}

type Rule = { allow: boolean; pattern: string }
type Usage = { pattern: string; signals: Signals }
type Group = { agents: string[]; rules: Rule[]; usages: Usage[]; crawlDelay: number | null }

/** Nothing beyond is read: RFC 9309 asks for at least 500 KiB. */
export const mostRobotsBytes = 512 * 1024
const mostDelay = 86_400

/**
 * Reads a robots.txt for the crawler with this product token by RFC 9309: groups of one agent are one group, the longest
 * match wins, an allow wins a tie, what is not understood is passed over. `Crawl-delay`, `Content-Signal` and
 * `Content-Usage` are read beside it. Any text can be read; HTML or binary has no rules in it.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc9309
 */
export function readRobots(text: string, token: string): Robots {
  const { groups, sitemaps } = readGroups(text)
  const of = (agent: string) => groups.filter(({ agents }) => agents.includes(agent))
  const everybody = of('*')
  const own = of(token.toLowerCase())
  const mine = own.length > 0 ? own : everybody
  const rules = mine.flatMap((group) => group.rules)
  const delays = mine.flatMap(({ crawlDelay }) => crawlDelay ?? [])
  const usages = mine.flatMap((group) => group.usages)
  const heard = usages.length > 0 ? usages : everybody.flatMap((group) => group.usages)
  return {
    allows: (path) => path === '/robots.txt' || (longestMatch(rules, path)?.allow ?? true),
    crawlDelay: delays.length > 0 ? Math.max(...delays) : null,
    sitemaps,
    signals: (path) => signalsFor(heard, path),
  }
}

function readGroups(text: string) {
  const groups: Group[] = []
  const sitemaps: string[] = []
  let group: Group | null = null
  let naming = false // whether the last record that counts was a User-agent
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const [, name = '', rest = ''] = /^\s*([a-z-]+)\s*:(.*)$/i.exec(line.replace(/#.*$/, '')) ?? []
    const value = rest.trim()
    const key = name.toLowerCase()
    if (key === 'user-agent') {
      if (!naming || !group) {
        group = { agents: [], rules: [], usages: [], crawlDelay: null }
        groups.push(group)
      }
      group.agents.push(agentOf(value))
      naming = true
    } else if (key === 'sitemap') {
      if (URL.canParse(value)) sitemaps.push(value)
    } else if (group) {
      if (key === 'allow' || key === 'disallow') naming = false // other records must not interfere: section 2.2.4
      addRecord(group, key, value)
    }
  }
  return { groups, sitemaps }
}

/** `PaddockBot/1.0` names the same crawler as `paddockbot`. */
const agentOf = (value: string) => (value.startsWith('*') ? '*' : (/^[a-z_-]+/i.exec(value)?.[0] ?? '').toLowerCase())

function addRecord(group: Group, key: string, value: string): void {
  if ((key === 'allow' || key === 'disallow') && /^[/*]/.test(value))
    group.rules.push({ allow: key === 'allow', pattern: normalPath(value) })
  if (key === 'crawl-delay' && /^\d+(\.\d+)?$/.test(value)) group.crawlDelay = Math.min(Number(value), mostDelay)
  if (key === 'content-signal' || key === 'content-usage') {
    const [, path = '/', said = ''] = /^(?:([/*]\S*)\s+)?(.*)$/.exec(value) ?? []
    group.usages.push({ pattern: normalPath(path), signals: readSignals(said) })
  }
}

/** The longest pattern that matches; of two as long, the one that allows. */
function longestMatch(rules: readonly Rule[], path: string): Rule | null {
  const wanted = normalPath(path)
  let best: Rule | null = null
  for (const rule of rules) {
    const longer = rule.pattern.length - (best?.pattern.length ?? -1)
    if ((longer > 0 || (longer === 0 && rule.allow)) && matches(rule.pattern, wanted)) best = rule
  }
  return best
}

/** Of the longest pattern that matches; several of that length are heard together. */
function signalsFor(usages: readonly Usage[], path: string): Signals {
  const wanted = normalPath(path)
  const fitting = usages.filter(({ pattern }) => matches(pattern, wanted))
  const longest = Math.max(0, ...fitting.map(({ pattern }) => pattern.length))
  const heard = fitting.filter(({ pattern }) => pattern.length === longest)
  return heard.length > 0 ? strictest(heard.map(({ signals }) => signals)) : silent
}

/**
 * `*` is any characters, `$` at the end is the end. In time of pattern times path, whatever the pattern: no regular
 * expression is made of what a stranger wrote.
 */
export function matches(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith('$')
  const parts = (anchored ? pattern.slice(0, -1) : pattern).split('*')
  const [first = '', ...rest] = parts
  if (!path.startsWith(first)) return false
  if (rest.length === 0) return !anchored || path.length === first.length
  const last = rest.pop() ?? ''
  let at = first.length
  for (const part of rest) {
    const found = path.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return anchored ? path.length - last.length >= at && path.endsWith(last) : path.indexOf(last, at) >= 0
}

/** Octets are compared: what need not be percent-encoded is decoded, the rest is encoded in one way (section 2.2.2). */
export function normalPath(path: string): string {
  return path
    .replace(/[^\u0021-\u007e]/gu, (character) => encodeOctets(character))
    .replace(/%([0-9a-f]{2})/gi, (encoded, hex: string) => {
      const character = String.fromCharCode(Number.parseInt(hex, 16))
      return /[\w.~-]/.test(character) ? character : encoded.toUpperCase()
    })
}

const encodeOctets = (character: string) =>
  [...Buffer.from(character)].map((octet) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`).join('')
