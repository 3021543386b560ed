import type { PaddockClient } from '../client.ts'
import { insideOf } from '../inside.ts'
import { askFor } from './ask.ts'
import { about, inView, pause, whileInView } from './pause.ts'
import { readStream } from './stream.ts'
import { createComparison, type VehicleChange, type Versions } from './versions.ts'

export type { Topic, VehicleChange, Versions } from './versions.ts'

/** Somebody who signs in watches anew, and is told what happened in between. */
const known = new WeakMap<PaddockClient, Versions>()

function lastOf(client: PaddockClient): Versions {
  const last = known.get(client) ?? {}
  known.set(client, last)
  return last
}

const firstWaitMs = 1_000
const longestWaitMs = 60_000

/**
 * Tells when something about a vehicle changes, on this server or another: by the server's own stream, by Supabase
 * Realtime on a hosted project, else by asking every three seconds. A way that fails is left silently and tried
 * again after a while; what changed meanwhile is told then. Nothing is asked while nobody can see the page.
 *
 * It says what has changed, not how: read it anew. Never throws.
 *
 * @param since what was known when the data in hand were read, as `rpc/vehicle_versions` gives it, where it is known
 * @returns a function that ends it
 * @example
 * const stop = watchVehicle(client, vehicleId, ({ topics }) => topics.includes('votes') && showVotes())
 */
export function watchVehicle(
  client: PaddockClient,
  vehicleId: string,
  onChange: (change: VehicleChange) => void,
  since?: Versions,
): () => void {
  return watchVehicles(client, [vehicleId], onChange, since)
}

/** The same for up to 100 vehicles over one connection. */
export function watchVehicles(
  client: PaddockClient,
  vehicleIds: readonly string[],
  onChange: (change: VehicleChange) => void,
  since: Versions = {},
): () => void {
  const stop = new AbortController()
  const ids = vehicleIds.slice(0, 100)
  if (ids.length > 0) void watch(client, ids, createComparison(lastOf(client), since, onChange), stop.signal)
  return () => stop.abort()
}

async function watch(
  client: PaddockClient,
  ids: readonly string[],
  compare: (versions: Versions) => void,
  stopped: AbortSignal,
): Promise<void> {
  const tell = (versions: Versions) => {
    if (!stopped.aborted) compare(versions)
  }
  let way: 'stream' | 'realtime' = isHosted(client) ? 'realtime' : 'stream'
  let wait = firstWaitMs
  await pause(0, stopped) // whoever stops at once has asked nothing
  while (!stopped.aborted) {
    await inView(stopped)
    const { signal, done } = whileInView(stopped)
    const begun = Date.now()
    const worked =
      way === 'stream'
        ? await readStream(client, ids, tell, signal)
        : (await (await import('./realtime.ts')).listenToRealtime(client, ids, tell, signal)).joined
          ? 'ended'
          : 'absent'
    if (!signal.aborted) {
      const ranAWhile = worked === 'ended' && Date.now() - begun > 5_000
      wait = ranAWhile ? firstWaitMs : Math.min(wait * 2, longestWaitMs)
      const { answered } = await askFor(worked === 'busy' ? about(30_000) : wait, client, ids, tell, signal)
      // The server answers, but this way is closed: a proxy that keeps streams back, or a Supabase without one.
      if (answered && (worked === 'absent' || worked === 'unreachable')) way = way === 'stream' ? 'realtime' : 'stream'
    }
    done()
  }
}

/** Hosted Supabase has no stream of ours, and asking for it would only leave an error in the console. */
const isHosted = (client: PaddockClient) =>
  /\.supabase\.(co|in|red)$/.test(new URL(insideOf(client).supabaseUrl).hostname)
