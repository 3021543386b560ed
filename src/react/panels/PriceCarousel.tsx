import { useState } from 'react'
import type { BetType } from '../../client/bets.ts'
import { scrolling } from '../components/photos/use-reel.ts'
import { PanelCarousel } from '../components/shared/PanelCarousel.tsx'
import { useVehicle } from '../hooks/use-vehicles.ts'
import { useAuctionPanel } from './use-auction-panel.tsx'
import { useBetsPanel } from './use-bets-panel.tsx'
import { useForecastPanel } from './use-forecast-panel.tsx'

/** What people expect a vehicle to fetch, their bets, and the vote on its auction. One to a page: its panels have fixed ids. */
export function PriceCarousel({ vehicleId }: { vehicleId: string }) {
  const ownerId = useVehicle(vehicleId).data?.owner?.id ?? null
  const [type, setType] = useState<BetType>()
  const give = (chosen: BetType) => {
    setType(chosen)
    document.getElementById('bets')?.scrollIntoView({ behavior: scrolling(), block: 'start', inline: 'start' })
  }
  const forecast = useForecastPanel(vehicleId, give)
  const bets = useBetsPanel(vehicleId, ownerId, type)
  const auction = useAuctionPanel(vehicleId, ownerId)
  return <PanelCarousel label="Price panels" panels={[forecast, bets, auction]} />
}
