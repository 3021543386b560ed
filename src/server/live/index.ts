import type { Sql } from 'postgres'
import { isUuid } from '../../client/ids.ts'
import { addressKey } from '../address.ts'
import { ApiError } from '../api-error.ts'
import type { Door } from '../app.ts'
import type { Identify } from '../caller.ts'
import { corsHeaders, preflight } from '../cors.ts'
import type { FetchInProcess } from '../fetch-in-process.ts'
import { openStream } from './stream.ts'
import { readVersions, type VehicleVersions, type Versions, visibleVersions } from './versions.ts'
import { createWatch, type Watcher } from './watch.ts'

export type LiveOptions = {
  /** With the database owner's rights. */
  sql: Sql
  identify: Identify
  /** Calls the server's other doors without the network. */
  fetchInProcess: FetchInProcess
  /** Between two looks at the database. */
  everyMs?: number
  heartbeatMs?: number
  /** After this long the caller's rights are looked at again, whatever has happened. */
  recheckMs?: number
  most?: LiveBounds
  report?: (error: unknown) => void
}

export type LiveBounds = {
  /** Streams at once in this process. */
  all: number
  /** Streams to one address. */
  address: number
  /** Vehicles of all the streams to one address. */
  vehicles: number
}

export const usualLiveBounds: LiveBounds = { all: 1_000, address: 100, vehicles: 1_000 }

export type Live = {
  handle: Door
  /** Ends every stream and takes no more; watchers go on by asking, and come back when a server is there again. */
  end: () => void
}

const mostVehicles = 100

/**
 * `GET /live/v1/vehicles?id=...&id=...`: server-sent events that say which of these vehicles have changed, and in what
 * (see docs/guides/live.md). The first event has the versions of all that the caller may see, by the policies of `vehicles`, as
 * `rpc/vehicle_versions` does. Nothing of a vehicle itself is sent. 404 where none may be seen, 503 where there are too
 * many streams. The stream ends with the caller's token, and for a vehicle that the caller may see no longer.
 */
export function createLive(options: LiveOptions): Live {
  const { sql, identify, fetchInProcess, everyMs = 500, heartbeatMs = 15_000, recheckMs = 60_000 } = options
  const { most = usualLiveBounds, report = console.error } = options
  const watch = createWatch({ read: (ids) => readVersions(sql, ids), everyMs, report })
  const open = new Map<() => void, { address: string; known: ReadonlyMap<string, unknown> }>()
  let ended = false

  const visible = (request: Request, ids: readonly string[]) => visibleVersions(fetchInProcess, request, ids)

  async function answer(request: Request, address: string): Promise<Response> {
    if (request.method !== 'GET') throw new ApiError(405, 'method_not_allowed', 'This address takes GET only.')
    const { claims } = await identify(request)
    const ids = readIds(request)
    makeRoom(address, ids.length)
    const versions = await readVersions(sql, ids) // first, so that a change meanwhile is one from what is known
    const seen = await visible(request, ids)
    const known = new Map([...seen].map(([id, shown]) => [id, { ...shown, vehicle: versions.get(id)?.vehicle ?? '' }]))
    if (known.size === 0) throw new ApiError(404, 'PT404', 'There is no such vehicle.')
    makeRoom(address, known.size) // others may have come meanwhile
    return watchFor(request, known, address, claims.exp)
  }

  function makeRoom(address: string, vehicles: number): void {
    const theirs = [...open.values()].filter((other) => other.address === address)
    const watched = theirs.reduce((sum, { known }) => sum + known.size, 0)
    const room = open.size < most.all && theirs.length < most.address && watched + vehicles <= most.vehicles
    if (!ended && room) return
    throw new ApiError(503, 'too_many_streams', 'Too many streams are open. Ask for the versions instead.', {
      headers: { 'retry-after': '30' },
    })
  }

  function watchFor(
    request: Request,
    known: Map<string, VehicleVersions>,
    address: string,
    expires?: number,
  ): Response {
    const stream = openStream({
      headers: Object.fromEntries(corsHeaders),
      heartbeatMs,
      onEnd: () => {
        open.delete(stream.end)
        leave()
        for (const timer of timers) clearTimeout(timer)
      },
    })
    const recheck = async () => {
      const still = await visible(request, [...known.keys()]).catch(() => new Map<string, Versions>())
      for (const id of known.keys()) if (!still.has(id)) known.delete(id)
      if (known.size === 0) stream.end()
    }
    let checking = Promise.resolve()
    const check = () => {
      checking = checking.then(recheck)
    }
    const watcher: Watcher = { known, onVersions: stream.send, onVehicle: check }
    const leaveIfRevoked = () => void identify(request).catch((error) => error instanceof ApiError && stream.end())
    const timers = [setInterval(check, recheckMs), setInterval(leaveIfRevoked, revokedMs)]
    if (expires !== undefined)
      timers.push(setTimeout(stream.end, Math.min(Math.max(expires * 1000 - Date.now(), 0), longest)))
    for (const timer of timers) timer.unref()
    for (const [id, { vehicle: _, ...versions }] of known) stream.send(id, versions)
    const leave = watch.add(watcher)
    open.set(stream.end, { address, known })
    request.signal.addEventListener('abort', stream.end)
    if (request.signal.aborted) stream.end()
    return stream.response
  }

  return {
    handle: async (request, { remoteAddress }) => {
      if (request.method === 'OPTIONS') return preflight(request)
      try {
        return await answer(request, addressKey(remoteAddress))
      } catch (error) {
        if (!(error instanceof ApiError)) report(error)
        return errorResponse(error instanceof ApiError ? error : new ApiError(500, 'unexpected', 'Try again.'))
      }
    },
    end: () => {
      ended = true
      watch.stop()
      for (const end of [...open.keys()]) end()
    },
  }
}

/** A stream outlives its account or session by no more than this. */
const revokedMs = 2_000
/** The longest wait that a timer takes. */
const longest = 2 ** 31 - 1

function readIds(request: Request): string[] {
  const ids = [...new Set(new URL(request.url).searchParams.getAll('id').map((id) => id.toLowerCase()))]
  if (ids.length > 0 && ids.length <= mostVehicles && ids.every((id) => isUuid(id))) return ids
  throw new ApiError(400, 'vehicle_ids', `id takes the id of a vehicle; 1 to ${mostVehicles} of them.`, {
    hint: 'GET /live/v1/vehicles?id=7d444840-9dc0-11d1-b245-5ffdce74fad2',
  })
}

function errorResponse({ status, body, headers }: ApiError): Response {
  return Response.json(body, { status, headers: { ...Object.fromEntries(corsHeaders), ...headers } })
}
