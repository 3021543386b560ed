/** What may change about a vehicle: its votes and verdict, bets and what follows from them, likes and comments of its photos. */
export type Topic = 'votes' | 'bets' | 'photos'

export const allTopics: readonly Topic[] = ['votes', 'bets', 'photos']

/** A vehicle of which something has changed, and what. */
export type VehicleChange = { vehicleId: string; topics: readonly Topic[] }

/** Texts that differ when something of the topic has changed, by vehicle; as `rpc/vehicle_versions` and the stream give them. */
export type Versions = Record<string, Partial<Record<Topic, string | null>>>

/**
 * Remembers versions, however they came, and tells what differs from the last ones. What happened before the first is
 * unknown: when they took long to arrive, everything may have changed since the page was loaded.
 *
 * @param last what was last known, here or by an earlier watch of the same page; kept up to date
 * @param since what was known when the page's data were read, if that was told
 */
export function createComparison(
  last: Versions,
  since: Versions,
  onChange: (change: VehicleChange) => void,
  now = Date.now,
): (versions: Versions) => void {
  const known: Versions = { ...since, ...last } // a copy: other watches tell of the same change themselves
  const begun = now()
  return (versions) => {
    for (const [vehicleId, current] of Object.entries(versions)) {
      const before = known[vehicleId]
      known[vehicleId] = current
      last[vehicleId] = current
      const changed = (topic: Topic) => (before ? before[topic] !== current[topic] : now() - begun > promptMs)
      const topics = allTopics.filter(changed)
      if (topics.length > 0) onChange({ vehicleId, topics })
    }
  }
}

const promptMs = 500
