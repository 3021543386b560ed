import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PaddockClient } from '../../client/client.ts'
import { loadCalibration, loadLeaderboard, loadStanding, type Standing } from '../../client/forecasters.ts'
import { displayNames, personExists } from '../../client/people.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

export type NamedStanding = Standing & { name: string | null }

/**
 * The best forecasters with their names.
 *
 * @param filter.period `all`, a year such as `2026` or a quarter such as `2026-Q4`
 * @param filter.make `all`, or a make
 */
export function useLeaderboard({ period = 'all', make = 'all' }: { period?: string; make?: string } = {}) {
  const client = useClient()
  return useQuery({
    queryKey: keys.leaderboard(period, make),
    queryFn: () => namedLeaderboard(client, period, make),
    placeholderData: keepPreviousData,
  })
}

async function namedLeaderboard(client: PaddockClient, period: string, make: string): Promise<NamedStanding[]> {
  const standings = await loadLeaderboard(client, { period, make, limit: 50 })
  const names = await displayNames(
    client,
    standings.map(({ userId }) => userId),
  )
  return standings.map((standing) => ({ ...standing, name: names.get(standing.userId) ?? null }))
}

/** One person's place among all; null while no claim of theirs is settled. */
export function useStanding(userId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.standing(userId), queryFn: () => loadStanding(client, userId) })
}

/** Whether what somebody calls 70 % comes true 7 times in 10. */
export function useCalibration(userId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.calibration(userId), queryFn: () => loadCalibration(client, userId) })
}

/** A person's public name; null where none is chosen. */
export function usePersonName(userId: string) {
  const client = useClient()
  return useQuery({
    queryKey: keys.name(userId),
    queryFn: async () => (await displayNames(client, [userId])).get(userId) ?? null,
  })
}

/** Whether there is somebody with this id. */
export function usePersonExists(userId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.person(userId), queryFn: () => personExists(client, userId) })
}
