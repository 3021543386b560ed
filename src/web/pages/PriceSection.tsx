import { useState } from 'react'
import type { BetType } from '../../client/bets.ts'
import { AuctionPanel } from '../../react/components/AuctionPanel.tsx'
import { PriceCarousel } from '../../react/components/PriceCarousel.tsx'
import { scrolling } from '../../react/components/use-reel.ts'
import { useCastVote, useReasons, useVote, useVoteSummary } from '../../react/hooks/use-votes.ts'
import { Failure } from '../shell/Failure.tsx'
import { useBetsPanel } from './use-bets-panel.tsx'
import { useForecastPanel } from './use-forecast-panel.tsx'

/** What it is worth, and whether it should be sold: the crowd's claims and the vote. */
export function PriceSection({ vehicleId, ownerId }: { vehicleId: string; ownerId: string | null }) {
  const [type, setType] = useState<BetType>()
  const give = (chosen: BetType) => {
    setType(chosen)
    document.getElementById('bets')?.scrollIntoView({ behavior: scrolling(), block: 'start', inline: 'start' })
  }
  const forecast = useForecastPanel(vehicleId, give)
  const bets = useBetsPanel(vehicleId, ownerId, type)
  const auction = useAuction(vehicleId)
  return (
    <section className="wrap section" aria-labelledby="price-title">
      <h2 id="price-title">What is it worth, and should it be sold?</h2>
      <PriceCarousel
        label="Price panels"
        panels={[forecast, bets, { id: 'auction', title: 'Auction', content: auction }]}
      />
    </section>
  )
}

function useAuction(vehicleId: string) {
  const summary = useVoteSummary(vehicleId)
  const reasons = useReasons(vehicleId)
  const vote = useVote(vehicleId)
  const cast = useCastVote(vehicleId)
  const error = summary.error ?? vote.error
  if (summary.data && vote.data !== undefined) {
    return (
      <AuctionPanel
        summary={summary.data}
        reasons={reasons.data ?? []}
        vote={vote.data}
        onVote={(choice) => cast.mutate(choice)}
        busy={cast.isPending}
        error={cast.error?.message ?? null}
      />
    )
  }
  if (error) return <Failure error={error} onRetry={() => Promise.all([summary.refetch(), vote.refetch()])} />
  return <div className="panel-waiting" aria-busy="true" />
}
