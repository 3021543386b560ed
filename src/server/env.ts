/** Something the operator can mend: its message says what was set, and what to set instead. */
export class ConfigError extends Error {}

/** @throws {ConfigError} naming the variable and the range it takes */
export function wholeNumber(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new ConfigError(`${name}=${text} is not a whole number from ${min} to ${max}.`)
}

const secondsOf = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 }

/**
 * A length of time in words that Postgres reads as well, such as `24 hours` or `1 day 12 hours`.
 *
 * @throws {ConfigError} naming the variable and what it takes
 */
export function lengthOfTime(env: NodeJS.ProcessEnv, name: string, fallback: string, mostDays: number): string {
  const text = env[name]?.trim()
  if (!text) return fallback
  const parts = [...text.matchAll(/(\d{1,6}(?:\.\d{1,3})?)\s*(second|minute|hour|day|week)s?(?=\s|$)/g)]
  const seconds = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * secondsOf[unit as keyof typeof secondsOf],
    0,
  )
  const understood =
    parts.length > 0 && parts.map(([part]) => part.replaceAll(/\s/g, '')).join('') === text.replaceAll(/\s/g, '')
  if (understood && seconds <= mostDays * secondsOf.day) return text
  throw new ConfigError(
    `${name}=${text} is not a length of time such as "24 hours", "90 minutes" or "2 days", from 0 to ${mostDays} days.`,
  )
}
