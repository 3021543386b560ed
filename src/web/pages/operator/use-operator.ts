import { type InfiniteData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PaddockClient } from '../../../client/client.ts'
import { isPaddockError } from '../../../client/errors.ts'
import { operatorOverview } from '../../../client/operator/overview.ts'
import type { Page, PageOptions } from '../../../client/operator/page.ts'
import { useClient } from '../../../react/hooks/PaddockProvider.tsx'

/** Other operators act at the same time. */
const everyMs = 15_000

/** How much waits; it also says whether the member is an operator still. */
export function useOverview() {
  const client = useClient()
  return useQuery({
    queryKey: ['operator', 'overview'],
    queryFn: () => operatorOverview(client),
    refetchInterval: everyMs,
  })
}

type List<Row> = (client: PaddockClient, options: PageOptions) => Promise<Page<Row>>

/**
 * A list that is read onwards, and anew every 15 seconds while the page is seen and it is not
 * read far.
 *
 * @param key names the list; what narrows it stands in it
 */
export function useList<Row>(key: string[], list: List<Row>) {
  const client = useClient()
  return useInfiniteQuery({
    queryKey: ['operator', ...key],
    queryFn: ({ pageParam }) => list(client, { after: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next ?? undefined,
    select: ({ pages }: InfiniteData<Page<Row>>) => pages.flatMap(({ rows }) => rows),
    // Of a list that was read far, every page would be asked for.
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 3 ? false : everyMs),
  })
}

/** Something small that is read whole. */
export function useRead<Value>(key: string[], read: (client: PaddockClient) => Promise<Value>) {
  const client = useClient()
  return useQuery({ queryKey: ['operator', ...key], queryFn: () => read(client), refetchInterval: everyMs })
}

/** An act: afterwards everything that operators see is read anew, also when it failed, as somebody may have been faster. */
export function useRun() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (run: (client: PaddockClient) => Promise<string>) => run(client),
    onSettled: () => queries.invalidateQueries({ queryKey: ['operator'] }),
  })
}

/** The role was taken away, or the account suspended. */
export const isNoOperator = (error: Error | null) =>
  isPaddockError(error) && ['operators_only', 'not_allowed', 'not_signed_in'].includes(error.code)
