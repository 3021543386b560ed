import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'

/** How much waits for operators; counts go to a thousand. */
export type OperatorOverview = {
  /** Comments and answers. */
  reports: number
  disputes: number
  /** Outcomes that wait for a confirmation. */
  unconfirmed: number
  /** Cars with held votes. */
  heldVotes: number
  heldComments: number
  failingJobs: number
  setAside: number
  failingSources: number
  /** Members who cannot sign in now. */
  suspended: number
  /** Whether research may ask a model. */
  researchIsOn: boolean
}

/**
 * How much waits for operators. Whoever gets an answer is one.
 *
 * @throws {PaddockError} `operators_only`; `not_allowed` for somebody signed out
 */
export async function operatorOverview(client: PaddockClient): Promise<OperatorOverview> {
  const row = unwrap(await client.rpc('operator_overview').single())
  return {
    ...{ reports: row.reports, disputes: row.disputes, unconfirmed: row.unconfirmed },
    ...{ heldVotes: row.held_votes, heldComments: row.held_comments },
    ...{ failingJobs: row.failing_jobs, setAside: row.set_aside, failingSources: row.failing_sources },
    ...{ suspended: row.suspended, researchIsOn: row.research_is_on },
  }
}
