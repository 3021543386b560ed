import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Followed, follow, isFollowOf, listFollows, unfollow } from '../../client/follows.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** What the member follows, newest first; nothing for somebody signed out. */
export function useFollows() {
  const client = useClient()
  const member = useMember()
  return useQuery({
    queryKey: keys.follows(member?.id ?? null),
    queryFn: () => listFollows(client),
    enabled: member != null,
  })
}

/** Whether the member follows this; undefined until it is known. */
export function useIsFollowed(what: Followed): boolean | undefined {
  const member = useMember()
  const { data } = useFollows()
  return member === null ? false : data?.some((each) => isFollowOf(each, what))
}

/** Follows, or stops following. A visitor's first one makes an account. */
export function useToggleFollow(what: Followed) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (on: boolean) => (on ? follow(client, what) : unfollow(client, what)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['follows'] }),
  })
}
