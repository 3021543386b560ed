import type { QueryClient } from '@tanstack/react-query'
import { createContext } from 'react'
import type { Act, Acts, WaitingAct } from '../client/acts/index.ts'
import type { PaddockClient } from '../client/client.ts'
import { refusal } from '../client/errors.ts'
import type { Member } from '../client/session.ts'
import { refresh } from './hooks/refresh.ts'

type Engine = Acts & { close: () => void }

/** One for all: who has been shown it is not drawn anew when it is looked at again. */
export const nothingWaits: readonly WaitingAct[] = []

/**
 * Acts that may wait for a connection; their code is fetched when something waits, when somebody touches the page, or when a place
 * for them has been shown and nothing else is to be done: without a connection it would be too late.
 *
 * @param loadNotes fetches what says so at its place
 */
export function createLazyActs(client: PaddockClient, queries: QueryClient, loadNotes: () => Promise<unknown>) {
  let engine: Engine | undefined
  let loading: Promise<Engine> | undefined
  let member: Member | null | undefined
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const load = async (): Promise<Engine> => {
    loading ??= Promise.all([import('../client/acts/index.ts'), import('./hooks/act-refresh.ts'), loadNotes()]).then(
      ([{ openActs }, { refreshAfter }]) => {
        engine = openActs(client, (act) => refreshAfter(queries, act, refresh))
        engine.subscribe(tell)
        engine.setPerson(member)
        return engine
      },
    )
    try {
      return await loading
    } catch (error) {
      loading = undefined
      throw refusal('offline', error)
    }
  }
  const touch = () => void load().catch(() => {})
  return {
    /** Listens for what makes its code needed. */
    begin() {
      if (hasWaiting()) touch()
      const types = ['pointerdown', 'keydown'] as const
      for (const type of types) addEventListener(type, touch, { once: true, passive: true })
      return () => {
        for (const type of types) removeEventListener(type, touch)
        engine?.close()
        engine = loading = undefined
      }
    },
    /** Fetches its code once the browser is idle. */
    prepare() {
      if ('requestIdleCallback' in globalThis) requestIdleCallback(touch)
      else setTimeout(touch, 1_000) // Safari
    },
    setPerson(next: Member | null) {
      member = next
      engine?.setPerson(next)
    },
    /** @returns whether it is done, or waits for a connection */
    act: async (act: Act) => (await load()).act(act),
    load,
    list() {
      const waiting = engine?.list() ?? nothingWaits
      return waiting.length > 0 ? waiting : nothingWaits
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

export type LazyActs = ReturnType<typeof createLazyActs>

export const ActsContext = createContext<LazyActs | null>(null)

function hasWaiting(): boolean {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith('paddock.acts '))
  } catch {
    return false
  }
}
