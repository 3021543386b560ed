import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Likes, loadLikes } from '../../client/likes.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'
import { refresh } from './refresh.ts'
import { useActs, useLatestAct } from './use-acts.ts'

/** A visitor's first like also makes an account; the count stays on show meanwhile. */
export function useLikes(photoId: string | undefined) {
  const client = useClient()
  const member = useMember()
  const waiting = useLatestAct('like', photoId)
  const likes = useQuery({
    queryKey: keys.likesSeenBy(photoId ?? '', member?.id ?? null),
    queryFn: () => loadLikes(client, photoId ?? '', member?.id ?? null),
    enabled: photoId !== undefined && member !== undefined,
    placeholderData: (previous, query) => (query?.queryKey[1] === photoId ? previous : undefined),
  })
  return { ...likes, data: likes.data && waiting ? toggled(likes.data, waiting.on) : likes.data }
}

/** Likes, or takes the like back. The heart changes at once, and changes back if the server says no. */
export function useToggleLike(photoId: string | undefined) {
  const acts = useActs()
  const queries = useQueryClient()
  const queryKey = keys.likes(photoId ?? '')
  return useMutation({
    mutationFn: (on: boolean) => acts.act({ kind: 'like', photoId: photoId ?? '', on }),
    onMutate: async (like) => {
      await queries.cancelQueries({ queryKey })
      const before = queries.getQueriesData<Likes>({ queryKey })
      queries.setQueriesData<Likes>({ queryKey }, (likes) => likes && toggled(likes, like))
      return { before }
    },
    onError: (_error, _like, context) => {
      for (const [key, likes] of context?.before ?? []) queries.setQueryData(key, likes)
    },
    onSettled: () => refresh(queries, queryKey),
  })
}

const toggled = (likes: Likes, mine: boolean): Likes =>
  likes.mine === mine ? likes : { mine, count: likes.count + (mine ? 1 : -1) }
