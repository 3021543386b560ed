import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type DigestEvery,
  type NoticeWay,
  noticeSettings,
  setDigest,
  setNoticeWay,
} from '../../client/notice-settings.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** The kinds of notices and where the member's go; nothing for somebody signed out. */
export function useNoticeSettings() {
  const client = useClient()
  const member = useMember()
  return useQuery({
    queryKey: keys.noticeSettings(member?.id ?? null),
    queryFn: () => noticeSettings(client),
    enabled: member != null,
  })
}

type Change = { kind: string; way: NoticeWay } | { digest: DigestEvery }
type Settings = Awaited<ReturnType<typeof noticeSettings>>

/** What is chosen shows at once, and changes back if the server says no. */
export function useChangeNoticeSetting() {
  const client = useClient()
  const queries = useQueryClient()
  const queryKey = ['notice-settings']
  return useMutation({
    mutationFn: (change: Change) =>
      'digest' in change ? setDigest(client, change.digest) : setNoticeWay(client, change.kind, change.way),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey })
      queries.setQueriesData<Settings>({ queryKey }, (known) => known && changed(known, change))
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
}

const changed = (known: Settings, change: Change): Settings =>
  'digest' in change
    ? { ...known, digest: change.digest }
    : { ...known, kinds: known.kinds.map((each) => (each.kind === change.kind ? { ...each, way: change.way } : each)) }
