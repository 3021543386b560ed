import type { QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * Fetches anew what an act has changed. A first fetch that is still under way began before the act, and invalidating would
 * leave it alone: a visitor's first act makes an account, and with it the same query for a new member.
 */
export async function refresh(queries: QueryClient, queryKey: QueryKey): Promise<void> {
  await queries.cancelQueries({ queryKey })
  await queries.invalidateQueries({ queryKey })
}
