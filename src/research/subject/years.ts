/** Model years that a text is about, from and to, with where they stand. */
export type Years = { from: number; to: number; start: number; end: number }

const year = String.raw`(?:18[89]\d|19\d\d|20[0-4]\d)`
const short = String.raw`[’'‘]\d\d`
const pattern = new RegExp(
  String.raw`(?<![\w.,$€£/-])(?<since>(?:since|after|beginning (?:in|with)|starting (?:in|with)|from)\s+(?:the\s+)?)?(?<until>(?:until|before|through|up to|prior to|pre-)\s?(?:the\s+)?)?(?<a>${year}|${short})(?:\s?(?:-|–|—|to|through|thru|until|and|&|\/)\s?(?<b>${year}|${short}|\d\d(?!\d)))?(?<on>\s+(?:on|onwards?|and (?:later|up|on)|model years? on|-on)\b|\+)?(?!\s?(?:rpm|cc|lbs?|pounds|hp|bhp|mm|in\b|kg|miles|units|cars|built|examples|were built|kW|PS)|[\w%]|,\d|\.\d)`,
  'gi',
)

/** `1970`, `'70`, `1968-1972`, `1968-72`, `from 1971 on`, `until 1971`. A number with a unit is no year. */
export function yearsNamed(text: string): Years[] {
  const found: Years[] = []
  for (const match of text.matchAll(pattern)) {
    const { since, until, a = '', b, on } = match.groups ?? {}
    const first = full(a)
    const second = b ? full(b, first) : first
    if (first < 1885 || second < first || second - first > 60) continue
    const at = { start: match.index, end: match.index + match[0].length }
    const joined = b && /\band\b|&|\//.test(match[0].slice(a.length))
    if (joined && second - first > 1) {
      // "1970 and 1973" are two years, not a range.
      found.push({ from: first, to: first, ...at }, { from: second, to: second, ...at })
    } else if (b) found.push({ from: first, to: second, ...at })
    else if (on || (since && (!/^from/i.test(since) || match.index === 0)))
      found.push({ from: first + (/^after/i.test(since ?? '') ? 1 : 0), to: 2100, ...at })
    else if (until) found.push({ from: 1885, to: first - (/^(?:before|prior|pre)/i.test(until) ? 1 : 0), ...at })
    else found.push({ from: first, to: first, ...at })
  }
  return found
}

function full(printed: string, after = 1900): number {
  const digits = printed.replace(/\D/g, '')
  if (digits.length === 4) return Number(digits)
  const century = Math.floor(after / 100) * 100 || 1900
  const value = century + Number(digits)
  return value < after && after !== 1900 ? value + 100 : value
}
