import { useQuery } from '@tanstack/react-query'
import { documentLines, openDocument, searchSources } from '../../client/sources.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

/** Hits for words in the library; nothing is asked for without any. */
export function useSourceSearch(query: string, vehicleId: string | null = null) {
  const client = useClient()
  return useQuery({
    queryKey: keys.sources(query, vehicleId),
    queryFn: () => searchSources(client, query, { limit: 20, ...(vehicleId ? { vehicleId } : {}) }),
    enabled: query.trim() !== '',
    placeholderData: (before) => before,
  })
}

export function useDocument(documentId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.document(documentId), queryFn: () => openDocument(client, documentId), retry: false })
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
