import { patterns } from './patterns.ts'

const made = new Map<string, RegExp>()

/** `{share} % say yes` as an expression that finds what stands in the place of `{share}`. */
function expressionOf(pattern: string): RegExp {
  const safe = pattern.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>.+?)')
  const expression = made.get(pattern) ?? new RegExp(`^${safe}$`, 's')
  made.set(pattern, expression)
  return expression
}

/** A sentence of the database in German; null where no pattern fits. */
export function told(sentence: string): string | null {
  for (const [pattern, german] of Object.entries(patterns)) {
    const found = expressionOf(pattern).exec(sentence)
    if (found) return german.replace(/\{(\w+)\}/g, (_, name: string) => partOf(found.groups?.[name] ?? ''))
  }
  return null
}

const groups: Record<string, string> = {
  regulars: 'die Stammmitglieder',
  'owners of the make': 'die Besitzer der Marke',
  newcomers: 'die Neulinge',
}

/** What the database puts into a sentence: a number, a span, groups of voters. Somebody's own words are left as they are. */
function partOf(text: string): string {
  if (/^\d+\.\d+$/.test(text)) return text.replace('.', ',')
  if (text === 'less than a day old') return 'weniger als einen Tag alt'
  if (/^\d+ days old$/.test(text)) return `${text.slice(0, -9)} Tage alt`
  const named = text.split(' and ').map((each) => groups[each])
  return named.every((each) => each !== undefined) ? named.join(' und ') : text
}
