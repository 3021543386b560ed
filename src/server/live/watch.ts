import { type AllVersions, changedTopics, topics, type VehicleVersions, type Versions } from './versions.ts'

/** Somebody who watches vehicles. */
export type Watcher = {
  /** What they know of each vehicle they watch; kept up to date by the watch. */
  known: Map<string, VehicleVersions>
  /** Something of a vehicle has changed. Must neither throw nor wait for anything. */
  onVersions: (vehicleId: string, versions: Versions) => void
  /** Who may see the vehicle may have changed, or it is gone. */
  onVehicle: (vehicleId: string) => void
}

export type Watch = {
  /** @returns a function that ends it; safe to call twice */
  add: (watcher: Watcher) => () => void
  stop: () => void
}

/**
 * Looks after every watched vehicle with one question to the database, however many watch it; none while nobody does.
 * A question that fails is asked again at the next turn, and a slow one is not overtaken by another: the pause is at least
 * four times what it took, so that however many are watched, looking takes a fifth of the time at most.
 */
export function createWatch(options: {
  read: (vehicleIds: string[]) => Promise<AllVersions>
  everyMs: number
  report: (error: unknown) => void
}): Watch {
  const { read, everyMs, report } = options
  const watchers = new Set<Watcher>()
  let timer: NodeJS.Timeout | null = null
  let failing = false
  let stopped = false

  const look = async () => {
    const began = performance.now()
    try {
      const ids = new Set([...watchers].flatMap(({ known }) => [...known.keys()]))
      if (ids.size > 0) tell(await read([...ids]))
      failing = false
    } catch (error) {
      if (!failing && !stopped) report(error)
      failing = true
    }
    timer = watchers.size > 0 && !stopped ? setTimeout(look, Math.max(everyMs, 4 * (performance.now() - began))) : null
  }

  const tell = (all: AllVersions) => {
    for (const watcher of watchers) {
      for (const [id, before] of watcher.known) {
        const now = all.get(id)
        if (before.vehicle !== now?.vehicle) watcher.onVehicle(id)
        if (!now) continue
        watcher.known.set(id, now)
        if (changedTopics(before, now).length === 0) continue
        watcher.onVersions(id, Object.fromEntries(topics.map((topic) => [topic, now[topic]])) as Versions)
      }
    }
  }

  return {
    add: (watcher) => {
      watchers.add(watcher)
      if (!timer && !stopped) timer = setTimeout(look, everyMs)
      return () => void watchers.delete(watcher)
    },
    stop: () => {
      stopped = true
      if (timer) clearTimeout(timer)
    },
  }
}
