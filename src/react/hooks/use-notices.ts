import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listNotices, markNoticeRead, type Notice } from '../../client/notices.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

const everyMs = 60_000

/** What the member has been told, newest first; nothing for somebody signed out. */
export function useNotices() {
  const client = useClient()
  const member = useMember()
  return useQuery({
    queryKey: keys.notices(member?.id ?? null),
    queryFn: () => listNotices(client),
    enabled: member != null,
    refetchInterval: everyMs,
  })
}

export function useMarkNoticeRead() {
  const client = useClient()
  const queries = useQueryClient()
  const queryKey = ['notices']
  return useMutation({
    mutationFn: (ids: string[]) => Promise.all(ids.map((id) => markNoticeRead(client, id))),
    onMutate: (ids) => {
      const readAt = new Date().toISOString()
      queries.setQueriesData<Notice[]>({ queryKey }, (notices) =>
        notices?.map((notice) => (ids.includes(notice.id) ? { ...notice, readAt: notice.readAt ?? readAt } : notice)),
      )
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
}
