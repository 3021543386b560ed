import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PaddockClient } from '../../client/client.ts'
import { type Research, researchSpec } from '../../client/research.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** What a dossier asks of every car, in the order in which it is printed. */
export const dossierSpecs = [
  ...['engine', 'displacement', 'cylinders', 'power', 'torque', 'compression'],
  ...['transmission', 'axle_ratio', 'drivetrain', 'weight', 'wheelbase', 'length', 'tires'],
  ...['production', 'paint', 'price'],
]

/** So many are asked at once: the answers that are cached come together, and the rest do not crowd out other readers. */
const atOnce = 3

/** The answers on all specs of a vehicle, researched where they are not there yet; `done` counts while they come. */
export function useDossier(vehicleId: string) {
  const client = useClient()
  const memberId = useMember()?.id ?? null
  const [done, setDone] = useState(0)
  const query = useQuery({
    queryKey: keys.dossier(vehicleId, memberId),
    queryFn: ({ signal }) => {
      setDone(0)
      return researchAll(client, vehicleId, signal, () => setDone((before) => before + 1))
    },
    staleTime: 300_000,
    retry: false,
  })
  return { ...query, done, of: dossierSpecs.length }
}

async function researchAll(
  client: PaddockClient,
  vehicleId: string,
  signal: AbortSignal,
  onDone: () => void,
): Promise<Research[]> {
  const answers: Research[] = []
  const waiting = dossierSpecs.map((spec, place) => ({ spec, place }))
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      answers[next.place] = await researchSpec(client, vehicleId, next.spec, { signal })
      onDone()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return answers
}
