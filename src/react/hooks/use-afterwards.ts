import { useQuery } from '@tanstack/react-query'
import { type Afterwards, listAfterwards, listClosest, listVerdictRecords } from '../../client/afterwards.ts'
import { day, moneyIn } from '../format.ts'
import { say } from '../language/say.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

/** The vehicle's auctions that have ended, the latest first. */
export function useAfterwards(vehicleId: string) {
  const client = useClient()
  return useQuery({ queryKey: keys.afterwards(vehicleId), queryFn: () => listAfterwards(client, vehicleId) })
}

/** Whose estimates came closest to the hammer. */
export function useClosest(vehicleId: string, outcomeId: string) {
  const client = useClient()
  return useQuery({
    queryKey: keys.closest(vehicleId, outcomeId),
    queryFn: () => listClosest(client, vehicleId, outcomeId),
  })
}

/** How each verdict has fared in general. */
export function useVerdictRecords() {
  const client = useClient()
  return useQuery({ queryKey: keys.verdictRecords, queryFn: () => listVerdictRecords(client) })
}

/** As the database has it: a sale closes the vote for a year. */
export const closesVote = (result: Afterwards | undefined): boolean =>
  result?.sold === true && Date.parse(result.occurredAt) > Date.now() - 365.25 * 86_400_000

/** "Sold on 26 November 2026 for $15,800." */
export const saleInWords = ({ occurredAt, hammer, currency }: Afterwards): string =>
  hammer === null
    ? say('Sold on {occurredAt}.', { occurredAt: day(occurredAt) })
    : say('Sold on {occurredAt} for {hammer}.', {
        occurredAt: day(occurredAt),
        hammer: moneyIn(currency, hammer),
      })
