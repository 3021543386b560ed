import { useQuery } from '@tanstack/react-query'
import { listPointHistory, loadBalance } from '../../client/points.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** The member's points; what everybody starts with for somebody signed out. */
export function useBalance() {
  const client = useClient()
  const id = useMember()?.id
  const balance = useQuery({
    queryKey: keys.balance(id ?? ''),
    queryFn: () => loadBalance(client, id ?? ''),
    enabled: id !== undefined,
  })
  return id === undefined ? { data: startingBalance, isStarting: true } : { data: balance.data, isStarting: false }
}

/** What everybody begins with. */
export const startingBalance = { available: 1_000, staked: 0, owed: 0 }

/** What the member's points went through, latest first; nothing for somebody signed out. */
export function usePointHistory() {
  const client = useClient()
  const id = useMember()?.id
  return useQuery({
    queryKey: keys.pointHistory(id ?? ''),
    queryFn: () => listPointHistory(client, id ?? ''),
    enabled: id !== undefined,
  })
}
