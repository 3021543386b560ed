import type { PaddockClient } from './client.ts'
import { type Research, researchSpec } from './research.ts'

/** What a dossier asks of every car, in the order in which it is printed. */
export const dossierSpecs = [
  ...['engine', 'displacement', 'cylinders', 'power', 'torque', 'compression'],
  ...['transmission', 'axle_ratio', 'drivetrain', 'weight', 'wheelbase', 'length', 'tires'],
  ...['production', 'paint', 'price'],
]

/** So many are asked at once: the answers that are cached come together, and the rest do not crowd out other readers. */
const atOnce = 3

/**
 * What the sources say of all specs of a vehicle, in the order of `dossierSpecs`, researched where they are not there yet.
 *
 * @param onDone is told after each
 * @throws {PaddockError} as `researchSpec`
 */
export async function researchDossier(
  client: PaddockClient,
  vehicleId: string,
  { signal, onDone = () => {} }: { signal?: AbortSignal; onDone?: () => void } = {},
): Promise<Research[]> {
  const answers: Research[] = []
  const waiting = dossierSpecs.map((spec, place) => ({ spec, place }))
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      answers[next.place] = await researchSpec(client, vehicleId, next.spec, signal ? { signal } : {})
      onDone()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return answers
}
