import type { PaddockClient } from './client.ts'
import { PaddockError, refusal, unwrap } from './errors.ts'

export type ResearchValue = number | string | { low: number; high: number }

/** The words that say so, and where they stand. Offsets are characters of the document's stored text. */
export type ResearchEvidence = {
  quote: string
  documentId: string
  page: number | null
  charStart: number
  charEnd: number
  url: string | null
  title: string
  kind: string
  /** 0 to 1. */
  authority: number
  author: string | null
  publishedAt: string | null
  readAt: string
}

export type ResearchClaim = {
  value: ResearchValue
  unit: string | null
  qualifiers: Record<string, unknown>
  evidence: ResearchEvidence[]
  /** A copy of another source with other digits. */
  suspect: boolean
}

export type Research = {
  status: 'supported' | 'conflicting' | 'insufficient'
  spec: string
  claims: ResearchClaim[]
  conflicts: { claims: [number, number]; note: string }[]
  /** `score` from 0 to 1. */
  confidence: { score: number; calibrated: boolean }
  cached: boolean
  stale: boolean
  /** Somebody has reported it, and it waits for a review. */
  held: boolean
  researchedAt: string
  expiresAt: string
  provider: { name: string; model: string; calls: number } | null
  /** A budget was used up, so that not everything was read with a model. */
  overBudget: boolean
}

export type ResearchStep = {
  step: 'framed' | 'gathered' | 'reading' | 'waiting' | 'decided'
  documents?: number
  read?: number
  of?: number
}

/**
 * What the indexed sources say of a spec of a vehicle, such as `displacement`: from the cache, or researched now.
 *
 * @param onStep is told how far the research is
 * @throws {PaddockError} `unknown_vehicle`, `invalid_spec_name`, `too_many_questions`
 */
export async function researchSpec(
  client: PaddockClient,
  vehicleId: string,
  spec: string,
  {
    refresh = false,
    onStep,
    signal,
  }: { refresh?: boolean; onStep?: (step: ResearchStep) => void; signal?: AbortSignal } = {},
): Promise<Research> {
  const { data, error } = await client.functions.invoke('research-spec', {
    body: { vehicle_id: vehicleId, spec_name: spec, refresh },
    headers: { accept: 'text/event-stream' },
    ...(signal ? { signal } : {}),
  })
  if (error) throw await toError(error)
  for await (const { event, data: text } of eventsOf(data as Response)) {
    const message = JSON.parse(text)
    if (event === 'step') onStep?.(message)
    else if (event === 'error') throw toPaddockError(message)
    else return toResearch(message)
  }
  throw refusal('unexpected')
}

/**
 * The fresh answers on a vehicle that the cache holds, by spec. Nothing is researched for it.
 *
 * @throws {PaddockError}
 */
export async function loadResearched(client: PaddockClient, vehicleId: string): Promise<Map<string, Research>> {
  const rows = unwrap(
    await client
      .from('spec_research_cache')
      .select('spec_name, research_data')
      .eq('vehicle_id', vehicleId)
      .gt('expires_at', new Date().toISOString())
      .limit(100),
  )
  return new Map(
    rows.flatMap((row) => (isAnswer(row.research_data) ? [[row.spec_name, toResearch(row.research_data)]] : [])),
  )
}

/** Other programs may keep research of another shape in the same table. */
const isAnswer = (data: unknown): data is Row =>
  typeof data === 'object' &&
  data !== null &&
  'status' in data &&
  'claims' in data &&
  Array.isArray(data.claims) &&
  'researched_at' in data

/** Says that a researched value is wrong. The answer is then held for review. */
export async function reportResearch(
  client: PaddockClient,
  vehicleId: string,
  spec: string,
  reason: string,
): Promise<void> {
  unwrap(await client.from('research_reports').insert({ vehicle_id: vehicleId, spec_name: spec, reason }))
}

async function* eventsOf(response: Response): AsyncGenerator<{ event: string; data: string }> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    text += read.value
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const match = /^event: (\w+)\ndata: (.*)$/.exec(part)
      if (match) yield { event: match[1] as string, data: match[2] as string }
    }
  }
}

async function toError(error: Error & { context?: unknown }): Promise<PaddockError> {
  if (!(error.context instanceof Response))
    return refusal(/fetch|network/i.test(error.message) ? 'offline' : 'unexpected', error)
  return toPaddockError(await error.context.json().catch(() => ({})), error)
}

function toPaddockError({ code, message }: { code?: string; message?: string }, cause?: Error): PaddockError {
  if (code === 'unknown_vehicle') return refusal('unknown_vehicle', cause)
  return code && message && code !== 'internal_error'
    ? new PaddockError(code, message, cause)
    : refusal('unexpected', cause)
}

type Row = Omit<Research, 'spec' | 'claims' | 'researchedAt' | 'expiresAt' | 'overBudget'> & {
  over_budget?: boolean
  spec_name: string
  researched_at: string
  expires_at: string
  claims: (Omit<ResearchClaim, 'evidence'> & { evidence: EvidenceRow[] })[]
}
type EvidenceRow = Omit<ResearchEvidence, 'documentId' | 'charStart' | 'charEnd' | 'publishedAt' | 'readAt'> & {
  document_id: string
  char_start: number
  char_end: number
  published_at: string | null
  read_at: string
}

const toResearch = ({ spec_name, researched_at, expires_at, over_budget, claims, ...rest }: Row): Research => ({
  ...rest,
  overBudget: over_budget === true,
  spec: spec_name,
  researchedAt: researched_at,
  expiresAt: expires_at,
  claims: claims.map((claim) => ({ ...claim, evidence: claim.evidence.map(toEvidence) })),
})

const toEvidence = ({
  document_id,
  char_start,
  char_end,
  published_at,
  read_at,
  ...rest
}: EvidenceRow): ResearchEvidence => ({
  ...rest,
  documentId: document_id,
  charStart: char_start,
  charEnd: char_end,
  publishedAt: published_at,
  readAt: read_at,
})
