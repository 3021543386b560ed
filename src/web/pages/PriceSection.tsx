import { AuctionPanel } from '../../react/components/AuctionPanel.tsx'
import { BetsPanel } from '../../react/components/BetsPanel.tsx'
import { PriceCarousel } from '../../react/components/PriceCarousel.tsx'
import { plural } from '../../react/format.ts'
import { useBets, usePlaceBet, useSentiment } from '../../react/hooks/use-bets.ts'
import { useCastVote, useReasons, useVote, useVoteSummary } from '../../react/hooks/use-votes.ts'
import { Failure } from '../shell/Failure.tsx'

/** What it is worth, and whether it should be sold: the crowd's claims and the vote. */
export function PriceSection({ vehicleId }: { vehicleId: string }) {
  const bets = useVehicleBets(vehicleId)
  const auction = useAuction(vehicleId)
  const people = bets.sentiment?.reduce((sum, { bets: placed }) => sum + placed, 0)
  return (
    <section className="wrap section" aria-labelledby="price-title">
      <h2 id="price-title">What is it worth, and should it be sold?</h2>
      <PriceCarousel
        label="Price panels"
        panels={[
          { id: 'bets', title: 'Bets', aside: people ? plural(people, 'claim') : undefined, content: bets.content },
          { id: 'auction', title: 'Auction', content: auction },
        ]}
      />
    </section>
  )
}

function useVehicleBets(vehicleId: string) {
  const sentiment = useSentiment(vehicleId)
  const bets = useBets(vehicleId)
  const place = usePlaceBet(vehicleId)
  const content = sentiment.data ? (
    <BetsPanel
      sentiment={sentiment.data}
      bets={bets.data ?? []}
      onPlace={place.mutateAsync}
      busy={place.isPending}
      error={place.error?.message ?? null}
    />
  ) : sentiment.error ? (
    <Failure error={sentiment.error} onRetry={sentiment.refetch} />
  ) : (
    <div className="panel-waiting" aria-busy="true" />
  )
  return { sentiment: sentiment.data, content }
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
