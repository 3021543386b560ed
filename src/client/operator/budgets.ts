import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'

/** A bound on what research may spend on a model, or its switch. */
export type ResearchBudget = {
  name:
    | 'research_model'
    | 'research_calls_per_day'
    | 'research_calls_per_person_day'
    | 'research_calls_per_vehicle_day'
    | 'research_dollars_per_day'
  /** A number as text; of the switch `on` or `off`. */
  value: string
  about: string
  /** Today (UTC), in calls or dollars; of a person's or vehicle's by who has used most. Null for the switch. */
  used: number | null
}

/** @throws {PaddockError} `operators_only` */
export async function listResearchBudgets(client: PaddockClient): Promise<ResearchBudget[]> {
  const rows = unwrap(await client.rpc('research_budgets'))
  return rows.map(({ name, value, about, used }) => ({
    ...{ name: name as ResearchBudget['name'], value, about, used: used === null ? null : Number(used) },
  }))
}

/** A day in UTC. */
export type ResearchDay = { day: string; calls: number; dollars: number }

/**
 * The last days on which a model was asked, the latest first, a month at most.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listResearchSpending(client: PaddockClient): Promise<ResearchDay[]> {
  const rows = unwrap(await client.rpc('research_spending'))
  return rows.map(({ day, calls, dollars }) => ({ day, calls, dollars: Number(dollars) }))
}

/**
 * Sets a budget, or turns the switch.
 *
 * @param was the value that was seen; one that somebody has changed meanwhile stays
 * @throws {PaddockError} `operators_only`, `budget_is_as_seen`, `budget_is_from_0_to_1000000`, `switch_is_on_or_off`, `acts_have_a_reason`
 */
export async function setResearchBudget(
  client: PaddockClient,
  { name, value: was }: Pick<ResearchBudget, 'name' | 'value'>,
  value: string,
  reason: string,
): Promise<void> {
  unwrap(await client.rpc('set_research_budget', { name, value: value.trim(), was, reason: reason.trim() }))
}
