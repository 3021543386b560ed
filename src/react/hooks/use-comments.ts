import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Act } from '../../client/acts/index.ts'
import { type Comment, type Comments, listComments } from '../../client/comments.ts'
import { changed, withComment, without } from './comment-changes.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'
import { refresh } from './refresh.ts'
import { useDisplayName } from './use-account.ts'
import { useActs } from './use-acts.ts'

/** Owners and authors see what is hidden from others. */
export function useComments(photoId: string | undefined) {
  const client = useClient()
  const member = useMember()
  return useQuery({
    queryKey: keys.commentsSeenBy(photoId ?? '', member?.id ?? null),
    queryFn: () => listComments(client, photoId ?? ''),
    enabled: photoId !== undefined && member !== undefined,
    placeholderData: (previous, query) => (query?.queryKey[1] === photoId ? previous : undefined),
  })
}

type Change<V> = {
  act: (values: V) => Act
  foresee: (comments: Comments, values: V) => Comments
}

/** What will be is shown at once, and taken back if the server says no. */
function useChange<V>(photoId: string | undefined, { act, foresee }: Change<V>) {
  const acts = useActs()
  const queries = useQueryClient()
  const queryKey = keys.comments(photoId ?? '')
  return useMutation({
    mutationFn: (values: V) => acts.act(act(values)),
    onMutate: async (values) => {
      await queries.cancelQueries({ queryKey })
      const before = queries.getQueriesData<Comments>({ queryKey })
      queries.setQueriesData<Comments>({ queryKey }, (comments) => comments && foresee(comments, values))
      return { before }
    },
    onError: (_error, _values, context) => {
      for (const [key, comments] of context?.before ?? []) queries.setQueryData(key, comments)
    },
    onSuccess: (outcome, _values, context) => {
      if (outcome !== 'waiting') return // what waits is shown by itself
      for (const [key, comments] of context?.before ?? []) queries.setQueryData(key, comments)
    },
    onSettled: () => refresh(queries, queryKey),
  })
}

export type NewComment = { text: string; parentId: string | null }

export function useAddComment(photoId: string | undefined) {
  const member = useMember()
  const name = useDisplayName()
  const author = { id: member?.id ?? '', name: name.data ?? null }
  return useChange<NewComment>(photoId, {
    act: ({ text, parentId }) => ({ kind: 'comment', photoId: photoId ?? '', text, parentId }),
    foresee: (comments, values) => withComment(comments, onItsWay(values, author)),
  })
}

/** Comments that the server does not know yet have ids of their own. */
const waiting = 'waiting:'
export const isOnItsWay = ({ id }: Comment) => id.startsWith(waiting)

const onItsWay = ({ text, parentId }: NewComment, author: Comment['author']): Comment => ({
  id: `${waiting}${Math.random()}`,
  text: text.trim(),
  author,
  writtenAt: new Date().toISOString(),
  editedAt: null,
  isHidden: false,
  parentId,
  replies: [],
})

export function useEditComment(photoId: string | undefined) {
  return useChange<{ commentId: string; text: string }>(photoId, {
    act: ({ commentId, text }) => ({ kind: 'edit', photoId: photoId ?? '', commentId, text }),
    foresee: (comments, { commentId, text }) =>
      changed(comments, commentId, { text: text.trim(), editedAt: new Date().toISOString() }),
  })
}

/** For the owner of the vehicle. */
export function useHideComment(photoId: string | undefined) {
  return useChange<{ commentId: string; hidden: boolean }>(photoId, {
    act: ({ commentId, hidden }) => ({ kind: 'hide', photoId: photoId ?? '', commentId, on: hidden }),
    foresee: (comments, { commentId, hidden }) => changed(comments, commentId, { isHidden: hidden }),
  })
}

export function useRemoveComment(photoId: string | undefined) {
  return useChange<string>(photoId, {
    act: (commentId) => ({ kind: 'remove', photoId: photoId ?? '', commentId }),
    foresee: without,
  })
}

export function useReportComment(photoId: string) {
  const acts = useActs()
  return useMutation({
    mutationFn: ({ commentId, reason }: { commentId: string; reason: string }) =>
      acts.act({ kind: 'report', photoId, commentId, reason }),
  })
}
