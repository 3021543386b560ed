import { patterns } from './patterns.ts'
import { notices, parts } from './told-notices.ts'

const made = new Map<string, RegExp>()

/** `{share} % say yes` as an expression that finds what stands in the place of `{share}`. */
function expressionOf(pattern: string): RegExp {
  const safe = pattern.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>.+?)')
  const expression = made.get(pattern) ?? new RegExp(`^${safe}$`, 's')
  made.set(pattern, expression)
  return expression
}

const all = Object.entries({ ...patterns, ...notices })

/** A sentence of the database in German; null where no pattern fits. */
export const told = (sentence: string): string | null => filled(all, sentence)

/** What people have said or are called, and their cars: left as it is. */
const own = new Set(['words', 'wrote', 'car', 'reason'])

function filled(patterns: [string, string][], sentence: string): string | null {
  for (const [pattern, german] of patterns) {
    const groups = expressionOf(pattern).exec(sentence)?.groups
    if (groups || pattern === sentence)
      return german.replace(/\{(\w+)\}/g, (_, name: string) => {
        const text = groups?.[name] ?? ''
        return own.has(name) ? text : partOf(text)
      })
  }
  return null
}

const groups: Record<string, string> = {
  regulars: 'die Stammmitglieder',
  'owners of the make': 'die Besitzer der Marke',
  newcomers: 'die Neulinge',
}

const month = new Intl.DateTimeFormat('de', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

/** What the database puts into a sentence: numbers, days, groups of voters, another sentence. Somebody's own words are left as they are. */
function partOf(text: string): string {
  if (/^\d+\.\d+$/.test(text)) return text.replace('.', ',')
  const amount = /^-?(\d{1,3}(?:,\d{3})*)(?:\.(\d*))?( [A-Z]{3})?$/.exec(text)
  if (amount) return text.replace(/[.,]/g, (sign) => (sign === ',' ? '.' : ',')).replace(/,(?= |$)/, '')
  const moment = /^(\d{4})-(\d\d)-(\d\d)( \d\d:\d\d)?( UTC)?$/.exec(text)
  if (moment) return `${moment[3]}.${moment[2]}.${moment[1]}${moment[4] ? `,${moment[4]} Uhr UTC` : ''}`
  if (/^\d{1,2} [A-Z][a-z]+ \d{4}$/.test(text)) return month.format(new Date(`${text} UTC`))
  if (text === 'less than a day old') return 'weniger als einen Tag alt'
  if (/^\d+ days old$/.test(text)) return `${text.slice(0, -9)} Tage alt`
  const named = text.split(' and ').map((each) => groups[each])
  if (named.every((each) => each !== undefined)) return named.join(' und ')
  return filled(Object.entries(parts), text) ?? told(text) ?? text
}
