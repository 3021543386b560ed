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
