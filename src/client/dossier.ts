import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'
import { type Research, researchSpec } from './research.ts'

/** What a dossier asks of every car, in the order in which it is printed. */
export const dossierSpecs = [
  ...['engine', 'displacement', 'cylinders', 'power', 'torque', 'compression'],
  ...['transmission', 'axle_ratio', 'drivetrain', 'weight', 'wheelbase', 'length', 'tires'],
  ...['production', 'paint', 'price'],
]

/** What a car's own papers may say besides: asked where it has some, and printed where they do. */
const ofPapers = [
  ...['bore', 'stroke', 'layout', 'width', 'height', 'track', 'ground_clearance', 'wheels', 'trim_code'],
  ...['fuel_capacity', 'oil_capacity', 'coolant_capacity'],
]

/** A document that a dossier quotes: whose it is, and by which bytes a copy of it can be known. */
export type QuotedDocument = {
  id: string
  title: string
  kind: string
  url: string | null
  /** As the operator has stated it for the source. */
  licence: string | null
  /** Of the bytes that were fetched, hexadecimal. */
  sha256: string
  readAt: string
}

export type Dossier = {
  /** In the order of `dossierSpecs`, then what else people have asked about this car or its papers say. */
  answers: Research[]
  /** In the order in which they are first quoted. */
  documents: QuotedDocument[]
}

export type Progress = { done: number; of: number }

/** So many are asked at once: the answers that are cached come together, and the rest do not crowd out other readers. */
const atOnce = 3

/** Of specs that only people's words name, so many. */
const mostOthers = 50

/**
 * What the sources say of all specs of a vehicle, researched where that has not been done, and the documents that say it.
 *
 * @param onProgress is told after each
 * @throws {PaddockError} as `researchSpec`
 */
export async function researchDossier(
  client: PaddockClient,
  vehicleId: string,
  { signal, onProgress = () => {} }: { signal?: AbortSignal; onProgress?: (progress: Progress) => void } = {},
): Promise<Dossier> {
  const [found, papers] = await Promise.all([foundBesides(client, vehicleId), hasPapers(client, vehicleId)])
  const besides = new Set([...found, ...(papers ? ofPapers : [])])
  const specs = [...dossierSpecs, ...besides]
  const answers: Research[] = []
  const waiting = specs.map((spec, place) => ({ spec, place }))
  let done = 0
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      answers[next.place] = await researchSpec(client, vehicleId, next.spec, signal ? { signal } : {})
      onProgress({ done: ++done, of: specs.length })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const printed = answers.filter(({ status }, place) => place < dossierSpecs.length || status !== 'insufficient')
  return { answers: printed, documents: await quotedDocuments(client, printed) }
}

/** Whether the car has papers of its own that the caller may read. */
async function hasPapers(client: PaddockClient, vehicleId: string): Promise<boolean> {
  const rows = unwrap(await client.from('source_documents').select('id').eq('vehicle_id', vehicleId).limit(1))
  return rows.length > 0
}

/** Specs that somebody has asked about and that a source supports. */
async function foundBesides(client: PaddockClient, vehicleId: string): Promise<string[]> {
  const rows = unwrap(
    await client
      .from('spec_research_cache')
      .select('spec_name')
      .eq('vehicle_id', vehicleId)
      .neq('research_data->>status', 'insufficient')
      .not('spec_name', 'in', `(${dossierSpecs.join(',')})`)
      .order('spec_name')
      .limit(mostOthers),
  )
  return rows.map(({ spec_name }) => spec_name)
}

/** One that was retracted since is not among them. */
async function quotedDocuments(client: PaddockClient, answers: Research[]): Promise<QuotedDocument[]> {
  const quoted = answers.flatMap(({ claims }) => claims.flatMap(({ evidence }) => evidence))
  const ids = [...new Set(quoted.map(({ documentId }) => documentId))]
  const found = new Map<string, QuotedDocument>()
  for (let from = 0; from < ids.length; from += 100) {
    const rows = unwrap(
      await client
        .from('source_documents')
        .select('id, title, kind, url, sha256, readAt:fetched_at, source:sources(licence)')
        .in('id', ids.slice(from, from + 100)),
    )
    for (const { source, ...document } of rows)
      found.set(document.id, { ...document, licence: source?.licence ?? null })
  }
  return ids.flatMap((id) => found.get(id) ?? [])
}
