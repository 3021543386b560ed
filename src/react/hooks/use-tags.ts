import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listKnownTags, listTags, type PhotoTag, toTag } from '../../client/tags.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'
import { useActs } from './use-acts.ts'

export function useTags(photoId: string | undefined) {
  const client = useClient()
  return useQuery({
    queryKey: keys.tags(photoId ?? ''),
    queryFn: () => listTags(client, photoId ?? ''),
    enabled: photoId !== undefined,
  })
}

/** The fixed vocabulary; it does not change while a page is open. */
export function useKnownTags() {
  const client = useClient()
  return useQuery({
    queryKey: keys.knownTags,
    queryFn: () => listKnownTags(client),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

type TagChange = { tag: string; on: boolean }

/** Adds a tag or takes it off, for the owner: shown at once, with the technical value following from the server. */
export function useChangeTag(vehicleId: string, photoId: string | undefined) {
  const acts = useActs()
  const queries = useQueryClient()
  const queryKey = keys.tags(photoId ?? '')
  return useMutation({
    mutationFn: ({ tag, on }: TagChange) => acts.act({ kind: 'tag', photoId: photoId ?? '', tag, on }),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey })
      const before = queries.getQueryData<PhotoTag[]>(queryKey)
      queries.setQueryData<PhotoTag[]>(queryKey, (tags) => tags && withChange(tags, change))
      return { before }
    },
    onError: (_error, _change, context) => queries.setQueryData(queryKey, context?.before),
    onSuccess: (outcome, _change, context) => {
      if (outcome === 'waiting') queries.setQueryData(queryKey, context.before) // what waits is shown by itself
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey }),
        queries.invalidateQueries({ queryKey: keys.photos(vehicleId) }),
      ]),
  })
}

function withChange(tags: PhotoTag[], { tag, on }: TagChange): PhotoTag[] {
  const name = toTag(tag)
  const others = tags.filter((each) => each.tag !== name)
  return on ? [...others, { tag: name, model: null, confidence: 1 }] : others
}
