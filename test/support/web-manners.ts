import type { Logged } from './web.ts'

/** The clocks that the pause is kept by and measured by are not the same. */
const tolerance = 2

/**
 * What a log shows that a polite crawler does not do: a page twice in a run, what robots.txt forbids (`/not/`), two requests
 * of one host at once, or sooner after each other than its pause in milliseconds.
 */
export function breaches(log: readonly Logged[], pauses: Record<string, number> = {}): string[] {
  const found: string[] = []
  const seen = new Set<string>()
  const last = new Map<string, Logged>()
  for (const entry of log) {
    const name = `${entry.host}${entry.path}`
    if (entry.path !== '/robots.txt' && seen.has(name)) found.push(`twice: ${name}`)
    seen.add(name)
    if (entry.path.startsWith('/not/')) found.push(`forbidden: ${name}`)
    const before = last.get(entry.host)
    if (before && entry.at < before.at + (pauses[entry.host] ?? 0) - tolerance)
      found.push(`too soon: ${name} ${(entry.at - before.at).toFixed(1)} ms after ${before.path}`)
    last.set(entry.host, entry)
  }
  return found
}
