import { useState } from 'react'
import type { BetType } from '../../client/bets.ts'
import { PriceCarousel } from '../../react/components/PriceCarousel.tsx'
import { scrolling } from '../../react/components/use-reel.ts'
import { useAuctionPanel } from './use-auction-panel.tsx'
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
  const auction = useAuctionPanel(vehicleId, ownerId)
  return (
    <section className="wrap section" aria-labelledby="price-title">
      <h2 id="price-title">What is it worth, and should it be sold?</h2>
      <PriceCarousel label="Price panels" panels={[forecast, bets, auction]} />
    </section>
  )
}
