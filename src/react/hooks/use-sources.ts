import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { documentLines, listSources, openDocument, searchSources } from '../../client/sources.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

/** Hits for words in the library; nothing is asked for without any. */
export function useSourceSearch(query: string, { vehicleId, kind }: { vehicleId?: string; kind?: string } = {}) {
  const client = useClient()
  return useInfiniteQuery({
    queryKey: keys.sourceHits(query, vehicleId ?? null, kind ?? null),
    queryFn: ({ pageParam }) =>
      searchSources(client, query, {
        ...{ limit: hitsAPage, offset: pageParam },
        ...(vehicleId ? { vehicleId } : {}),
        ...(kind ? { kinds: [kind] } : {}),
      }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) =>
      last.length === hitsAPage && pages.length * hitsAPage <= furthest ? pages.length * hitsAPage : undefined,
    enabled: query.trim() !== '',
    placeholderData: (before) => before,
  })
}

const hitsAPage = 20
/** As far as search_sources goes. */
const furthest = 200

/** The sources that one may see. */
export function useSources() {
  const client = useClient()
  return useQuery({ queryKey: keys.sources, queryFn: () => listSources(client) })
}

export function useDocument(documentId: string) {
  const client = useClient()
  return useQuery({
    queryKey: keys.document(documentId),
    queryFn: () => openDocument(client, documentId),
    retry: false,
  })
}

/** The lines of a PDF that a stretch of its text touches. */
export function useDocumentLines(documentId: string, from: number, to: number) {
  const client = useClient()
  return useQuery({
    queryKey: keys.lines(documentId, from, to),
    queryFn: () => documentLines(client, documentId, from, to),
    enabled: to > from,
  })
}
