import type { PaddockClient } from '../client.ts'
import { insideOf } from '../inside.ts'
import type { Act } from './act.ts'
import { type Acts, createActs } from './acts.ts'
import { failureOf, perform } from './perform.ts'
import { actPrefix, createActStore } from './store.ts'

/** Between two tries while something waits: a connection may be there without the browser saying so. */
const soonestMs = 2_000
const latestMs = 60_000

/**
 * Acts of whoever uses this browser, over its local storage: those without a connection are sent when it is back, also after
 * a reload. Tell it who is signed in with `setPerson`.
 *
 * @example
 * const acts = openActs(client)
 * onMemberChange(client, acts.setPerson)
 * await acts.act({ kind: 'like', photoId, on: true }) // 'done' or 'waiting'
 */
export function openActs(client: PaddockClient, onGone?: (act: Act) => void): Acts & { close: () => void } {
  const prefix = actPrefix(insideOf(client).supabaseUrl)
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = soonestMs
  const acts = createActs({
    store: createActStore(prefix, localStorage),
    perform: (act, id, by) => perform(client, act, id, by),
    failureOf,
    // Without Web Locks (pages over plain http) the ids alone keep two tabs from doing it twice.
    exclusively: async (work) => {
      if (navigator.locks) await navigator.locks.request(prefix, work)
      else await work()
    },
    makeId,
    onWaiting: () => {
      clearTimeout(timer)
      timer = setTimeout(() => void acts.send().catch(() => {}), wait)
      wait = Math.min(latestMs, wait * 2)
    },
    ...(onGone && { onGone }),
  })
  const now = () => {
    wait = soonestMs
    if (acts.list().some(({ refused }) => refused === null)) void acts.send().catch(() => {})
  }
  const whenSeen = () => document.visibilityState === 'visible' && now()
  const fromOtherTab = ({ key }: StorageEvent) => (key === null || key.startsWith(prefix)) && acts.refresh()
  addEventListener('online', now)
  addEventListener('storage', fromOtherTab)
  document.addEventListener('visibilitychange', whenSeen)
  return {
    ...acts,
    close: () => {
      clearTimeout(timer)
      removeEventListener('online', now)
      removeEventListener('storage', fromOtherTab)
      document.removeEventListener('visibilitychange', whenSeen)
    },
  }
}

/** A random UUID, also where the page came over plain http. */
function makeId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return [...bytes]
    .map((byte, place) => ([4, 6, 8, 10].includes(place) ? '-' : '') + byte.toString(16).padStart(2, '0'))
    .join('')
}

export type { Act } from './act.ts'
export { aboutOf } from './act.ts'
export type { Acts, WaitingAct } from './acts.ts'
