/** What the `Prefer` header asks for. The first of two contradicting wishes counts. */
export type Preferences = {
  resolution: 'merge-duplicates' | 'ignore-duplicates' | null
  return: 'representation' | 'minimal' | 'headers-only' | null
  count: 'exact' | 'planned' | 'estimated' | null
  missing: 'default' | 'null' | null
  handling: 'strict' | 'lenient' | null
  maxAffected: number | null
  timezone: string | null
  /** How the transaction ends, where the operator leaves that to requests. */
  tx: 'commit' | 'rollback' | null
  /** What nobody understands; an error with `handling=strict`. */
  invalid: string[]
}

type Choice = 'resolution' | 'return' | 'count' | 'missing' | 'handling'

const choices: Readonly<Record<Choice, readonly string[]>> = {
  resolution: ['merge-duplicates', 'ignore-duplicates'],
  return: ['representation', 'minimal', 'headers-only'],
  count: ['exact', 'planned', 'estimated'],
  missing: ['default', 'null'],
  handling: ['strict', 'lenient'],
}

export function parsePreferences(header: string | null): Preferences {
  const preferences: Preferences = {
    resolution: null,
    return: null,
    count: null,
    missing: null,
    handling: null,
    maxAffected: null,
    timezone: null,
    tx: null,
    invalid: [],
  }
  if (header === null) return preferences
  for (const part of header.split(',')) {
    const text = part.trim()
    if (text !== '' && !understand(preferences, text)) preferences.invalid.push(text)
  }
  return preferences
}

function understand(preferences: Preferences, text: string): boolean {
  const equals = text.indexOf('=')
  const name = text.slice(0, equals)
  const value = text.slice(equals + 1)
  if (Object.hasOwn(choices, name)) {
    if (!choices[name as Choice].includes(value)) return false
    const wishes = preferences as Record<Choice, string | null>
    wishes[name as Choice] ??= value
    return true
  }
  switch (name) {
    case 'max-affected':
      if (!/^\d{1,15}$/.test(value)) return false
      preferences.maxAffected ??= Number(value)
      return true
    case 'timezone':
      if (!isTimezone(value)) return false
      preferences.timezone ??= value
      return true
    case 'tx':
      if (value !== 'commit' && value !== 'rollback') return false
      preferences.tx ??= value
      return true
    default:
      return false
  }
}

function isTimezone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The `Preference-Applied` header: those of the wishes that had a part in this answer. */
export function appliedPreferences(
  preferences: Preferences,
  parts: readonly (Choice | 'max-affected' | 'timezone')[],
): string | null {
  const applied: string[] = []
  for (const part of parts) {
    const value =
      part === 'max-affected'
        ? preferences.handling === 'strict' && preferences.maxAffected
        : preferences[part as Choice | 'timezone']
    if (value !== null && value !== false) applied.push(`${part}=${value}`)
  }
  return applied.length > 0 ? applied.join(', ') : null
}
