import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { addComment, listComments, removeComment } from '../../client/comments.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

export function useComments(photoId: string | undefined) {
  const client = useClient()
  return useQuery({
    queryKey: keys.comments(photoId ?? ''),
    queryFn: () => listComments(client, photoId ?? ''),
    enabled: photoId !== undefined,
  })
}

export function useAddComment(photoId: string | undefined) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (text: string) => addComment(client, photoId ?? '', text),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.comments(photoId ?? '') }),
  })
}

export function useRemoveComment(photoId: string | undefined) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (commentId: string) => removeComment(client, commentId),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.comments(photoId ?? '') }),
  })
}
