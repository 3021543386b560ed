import { useContext, useMemo, useSyncExternalStore } from 'react'
import type { Act, WaitingAct } from '../../client/acts/index.ts'
import { ActsContext, type LazyActs, nothingWaits } from '../acts.ts'

export function useActs(): LazyActs {
  const acts = useContext(ActsContext)
  if (!acts) throw new Error('Paddock hooks need a <PaddockProvider client={...}> around them.')
  return acts
}

/** Acts of whoever is signed in that wait for a connection, or that the server has given back. */
export function useWaitingActs(): readonly WaitingAct[] {
  const acts = useActs()
  return useSyncExternalStore(acts.subscribe, acts.list, () => nothingWaits)
}

type Of<K extends Act['kind']> = Extract<Act, { kind: K }>

/** The latest act of a kind that is on its way to a photo or vehicle. */
export function useLatestAct<K extends 'like' | 'vote'>(kind: K, about: string | undefined): Of<K> | undefined {
  return useWaitingActs()
    .filter(({ act, refused }) => act.kind === kind && !refused && aboutOf(act) === about)
    .at(-1)?.act as Of<K> | undefined
}

/** What waits or was given back of these kinds, on a photo or vehicle; of what is just being sent its place tells. */
export function useActsAbout(about: string, kinds: readonly Act['kind'][]): WaitingAct[] {
  const all = useWaitingActs()
  return useMemo(
    () => all.filter(({ act, isNew }) => !isNew && kinds.includes(act.kind) && aboutOf(act) === about),
    [all, kinds, about],
  )
}

const aboutOf = (act: Act) => ('photoId' in act ? act.photoId : act.vehicleId)
