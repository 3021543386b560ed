import type { PaddockClient } from '../client.ts'
import { insideOf } from '../inside.ts'
import { askForVersions } from './ask.ts'
import { pause } from './pause.ts'
import type { Versions } from './versions.ts'

/** The tables behind the versions. A project's publication `supabase_realtime` has them; see docs/guides/live.md. */
const tables = ['auction_votes', 'auction_nominations', 'vehicle_bets', 'image_interactions'] as const

/** Realtime tells nothing of rows that policies hide, such as private ballots, so now and then we ask ourselves. */
const askEveryMs = 15_000
const joinMs = 10_000
const soonMs = 150

/**
 * Listens to Supabase Realtime until it is lost or the signal is aborted; a change makes us ask for the versions.
 *
 * @returns whether it was joined at all
 */
export async function listenToRealtime(
  client: PaddockClient,
  vehicleIds: readonly string[],
  onVersions: (versions: Versions) => void,
  signal: AbortSignal,
): Promise<{ joined: boolean }> {
  if (!insideOf(client).channel) return { joined: false } // a client of parts, without Realtime
  const lost = new AbortController()
  const end = () => lost.abort()
  signal.addEventListener('abort', end)
  const watched = new Set(vehicleIds)
  let joined = false
  let asked = false
  const ask = async () => {
    if (asked) return // several changes in one moment are one question
    asked = true
    await pause(soonMs, lost.signal)
    asked = false
    const versions = lost.signal.aborted ? null : await askForVersions(client, vehicleIds)
    if (versions && !lost.signal.aborted) onVersions(versions)
  }
  const changed = (payload: { new: object; old: object }) => {
    const { vehicle_id: id } = { ...payload.old, ...payload.new } as { vehicle_id?: string }
    if (id === undefined || watched.has(id)) void ask()
  }
  const channel = client.channel(
    `paddock:${[...watched].join(',').slice(0, 200)}:${Math.random().toString(36).slice(2)}`,
  )
  const only = { filter: `vehicle_id=in.(${vehicleIds.join(',')})` }
  for (const table of tables) channel.on('postgres_changes', { event: '*', schema: 'public', table, ...only }, changed)
  channel.subscribe((status) => {
    if (status !== 'SUBSCRIBED') return end()
    joined = true
    void ask() // what happened before
  }, joinMs)
  while (!lost.signal.aborted) {
    await pause(joined ? askEveryMs : 3_000, lost.signal)
    if (!lost.signal.aborted) void ask()
  }
  signal.removeEventListener('abort', end)
  await client.removeChannel(channel)
  return { joined }
}
