import type { Finding } from '../decide/answer.ts'
import type { Car, Passage } from '../types.ts'

/** What is stored and answered: a finding, with when it was read, until when it holds, and who helped to read. */
export type ResearchAnswer = Finding & {
  cached: boolean
  stale: boolean
  /** Somebody has reported it as wrong, and it waits for a review. */
  held: boolean
  researched_at: string
  expires_at: string
  provider: { name: string; model: string; calls: number } | null
  /** A budget was used up: not everything was read with a model. Such an answer lasts for the rest of the day (UTC). */
  over_budget: boolean
}

/** What is kept of a question before anybody researches it. */
export type Known = {
  car: Car
  answer: ResearchAnswer | null
  fresh: boolean
  held: boolean
  /** The caller owns the vehicle, and may read its own documents. */
  isOwner: boolean
  /** The operator's switch. */
  modelIsOn: boolean
  /** After a provider failed: when it may be asked again. */
  retryAt: string | null
}

/** The database's side of research. `known` and `ownPassages` run with the caller's rights, the rest with the service's. */
export type ResearchStore = {
  /** @throws {FunctionError} 404 for a vehicle that the caller may not see */
  known: (spec: string) => Promise<Known>
  /** Whether the caller may ask for one more answer that is not cached. */
  mayAsk: () => Promise<boolean>
  /** The lease's token; null while somebody else has it. */
  takeLease: (spec: string) => Promise<number | null>
  prolongLease: (spec: string, token: number) => Promise<boolean>
  giveBackLease: (spec: string, token: number, failed: boolean) => Promise<void>
  passages: (spec: string, words: string) => Promise<Passage[]>
  /** Those of the vehicle's own documents that the caller may see. */
  ownPassages: (words: string) => Promise<Passage[]>
  save: (
    spec: string,
    value: string | null,
    answer: Omit<ResearchAnswer, 'researched_at' | 'expires_at'>,
    token: number,
  ) => Promise<boolean>
  reserve: (dollars: number) => Promise<string | null>
  settle: (call: string, dollars: number | null) => Promise<void>
  isIndexed: (quote: string) => Promise<boolean>
}
