/** The zone of this machine, such as `Europe/Berlin`. */
export const localTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/**
 * The moment at which a clock in `timeZone` shows this time. Of a time that it shows twice, when summer time ends,
 * one of the two.
 *
 * @param wallClock what the clock shows, as if it were UTC
 */
export function instantOf(wallClock: Date, timeZone: string): Date {
  const guess = wallClock.getTime() - offsetAt(wallClock.getTime(), timeZone)
  return new Date(wallClock.getTime() - offsetAt(guess, timeZone))
}

/** Milliseconds that the zone is ahead of UTC. */
function offsetAt(instant: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant)
  const of = (type: string) => Number(shown.find((part) => part.type === type)?.value)
  const clock = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return clock - Math.floor(instant / 1000) * 1000
}
