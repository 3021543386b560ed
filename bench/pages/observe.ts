/** What a load and the acts after it were like: milliseconds, layout shift as a share, bytes as packed. */
export type Seen = {
  firstPaint: number
  largestPaint: number
  blocking: number
  /** Until the page is loaded, and in what follows from the acts, half a second after each left out. */
  shift: number
  laterShift: number
  interactions: number[]
  scripts: number
  bytes: number
}

declare global {
  interface Window {
    paddockSeen?: { /** Ends what belongs to the load. */ loaded: () => void; read: () => Seen }
  }
}

type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean }
type Interaction = PerformanceEntry & { interactionId: number }

/** Runs in the page, before its own scripts. It is sent as text: nothing outside it is there. */
export function observe(): void {
  const state = { largestPaint: 0, shift: 0, laterShift: 0, scripts: 0, bytes: 0, isLoaded: false }
  const longTasks: PerformanceEntry[] = []
  const interactions = new Map<number, number>()
  const watch = (type: string, each: (entry: PerformanceEntry) => void, more: object = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true, ...more })
  watch('largest-contentful-paint', ({ startTime }) => {
    if (!state.isLoaded) state.largestPaint = startTime
  })
  watch('longtask', (entry) => {
    if (!state.isLoaded) longTasks.push(entry)
  })
  watch('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as Shift
    if (!hadRecentInput) state[state.isLoaded ? 'laterShift' : 'shift'] += value
  })
  watch(
    'event',
    (entry) => {
      const { interactionId: id, duration } = entry as Interaction
      if (id) interactions.set(id, Math.max(interactions.get(id) ?? 0, duration))
    },
    { durationThreshold: 16 },
  )
  window.paddockSeen = {
    loaded: () => {
      const files = [
        ...performance.getEntriesByType('navigation'),
        ...performance.getEntriesByType('resource'),
      ] as PerformanceResourceTiming[]
      const sum = (of: PerformanceResourceTiming[]) => of.reduce((all, { encodedBodySize }) => all + encodedBodySize, 0)
      state.scripts = sum(files.filter(({ name }) => new URL(name).pathname.endsWith('.js')))
      state.bytes = sum(files)
      state.isLoaded = true
    },
    read: () => {
      const firstPaint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN
      const { largestPaint, shift, laterShift, scripts, bytes } = state
      const blocking = longTasks
        .map(({ startTime, duration }) => startTime + duration - Math.max(startTime, firstPaint))
        .reduce((all, afterPaint) => all + Math.max(0, afterPaint - 50), 0)
      return {
        firstPaint,
        largestPaint,
        blocking,
        shift,
        laterShift,
        interactions: [...interactions.values()],
        scripts,
        bytes,
      }
    },
  }
}
