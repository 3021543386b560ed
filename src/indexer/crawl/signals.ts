import type { Signals } from '../document.ts'

export const silent: Signals = { search: null, aiInput: null, aiTrain: null }

/**
 * What each name of the two vocabularies speaks of: Content-Signal (https://contentsignals.org) and the IETF's
 * Content-Usage (draft-ietf-aipref-vocab, draft-ietf-aipref-attach).
 */
const meanings: Record<string, (keyof Signals)[]> = {
  search: ['search'],
  'ai-input': ['aiInput'],
  'ai-use': ['aiInput'],
  'ai-train': ['aiTrain'],
  'train-ai': ['aiTrain'],
  'train-genai': ['aiTrain'],
  bots: ['search', 'aiInput', 'aiTrain'],
}

const answers: Record<string, boolean> = { y: true, yes: true, '?1': true, n: false, no: false, '?0': false }

/** Reads `search=yes, ai-input=no` or `train-ai=n`; what it does not know is not said. */
export function readSignals(text: string): Signals {
  const said = text.split(',').map((part) => {
    const [name = '', value = ''] = part.split(';')[0]?.split('=') ?? []
    const answer = answers[value.trim().toLowerCase()]
    const about = meanings[name.trim().toLowerCase()]
    if (answer === undefined || !about) return silent
    return { ...silent, ...Object.fromEntries(about.map((key) => [key, answer])) }
  })
  return strictest(said)
}

/** Where one forbids, it is forbidden, whoever else allows. */
export function strictest(all: readonly Signals[]): Signals {
  const of = (key: keyof Signals) =>
    all.some((one) => one[key] === false) ? false : all.some((one) => one[key] === true) ? true : null
  return { search: of('search'), aiInput: of('aiInput'), aiTrain: of('aiTrain') }
}

/** What a page's robots rules ask for, by header or `<meta>`. */
export type PageRules = { index: boolean; follow: boolean; signals: Signals }

export const openRules: PageRules = { index: true, follow: true, signals: silent }

/**
 * Reads the directives of `<meta name="robots">`. `nosnippet` keeps a page out as `noindex` does: a hit is a snippet.
 *
 * Source: https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
 */
export function readRobotsDirectives(text: string, now = new Date()): PageRules {
  const expiry = /\bunavailable_after\s*:\s*([^;]+)/i.exec(text)?.[1] ?? ''
  const words = text.toLowerCase().split(/[\s,;]+/)
  const says = (...some: string[]) => words.some((word) => some.includes(word))
  const expired = Date.parse(expiry.replace(/,\s*[a-z-]+\s*$/i, '')) < now.getTime()
  return {
    index: !says('noindex', 'none', 'nosnippet', 'max-snippet:0') && !expired,
    follow: !says('nofollow', 'none'),
    signals: says('noai') ? { search: null, aiInput: false, aiTrain: false } : silent,
  }
}

/** `X-Robots-Tag: noindex` is for everybody, `X-Robots-Tag: paddockbot: noindex` for that crawler. Several are joined by commas. */
export function readRobotsTag(header: string, token: string): PageRules {
  const named = /(?:^|,)\s*([a-z][\w-]*)\s*:\s*/gi
  const starts = [...header.matchAll(named)].filter(([, name = '']) => !/^(unavailable_after|max-)/i.test(name))
  const first = header.slice(0, starts[0]?.index ?? header.length)
  const own = starts
    .map((start, i) => ({ name: start[1], text: header.slice(start.index + start[0].length, starts[i + 1]?.index) }))
    .filter(({ name }) => name?.toLowerCase() === token.toLowerCase())
  return strictestRules([first, ...own.map(({ text }) => text)].map((text) => readRobotsDirectives(text)))
}

export function strictestRules(all: readonly PageRules[]): PageRules {
  return {
    index: all.every(({ index }) => index),
    follow: all.every(({ follow }) => follow),
    signals: strictest(all.map(({ signals }) => signals)),
  }
}

/** The same for the same signals, to be compared. */
export const signalsText = ({ search, aiInput, aiTrain }: Signals): string =>
  Object.entries({ search, 'ai-input': aiInput, 'ai-train': aiTrain })
    .flatMap(([name, value]) => (value === null ? [] : `${name}=${value ? 'yes' : 'no'}`))
    .join(' ')
