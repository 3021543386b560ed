import { Suspense, useEffect } from 'react'
import type { Act } from '../../../client/acts/index.ts'
import { useActs, useActsAbout } from '../../hooks/use-acts.ts'
import { lazyPart } from '../../lazy-part.tsx'
import { loadNotes } from './load-notes.ts'

const ActNotes = lazyPart(async () => (await loadNotes()).ActNotes)

/** At its place, what somebody did that waits for a connection, or that was given back; nothing otherwise. */
export function ActsHere({ about, kinds }: { about: string; kinds: readonly Act['kind'][] }) {
  const { prepare } = useActs()
  useEffect(prepare, [prepare])
  const acts = useActsAbout(about, kinds)
  if (acts.length === 0) return null
  return (
    <Suspense>
      <ActNotes acts={acts} />
    </Suspense>
  )
}
