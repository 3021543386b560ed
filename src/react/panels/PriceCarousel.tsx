import { useCallback, useState } from 'react'
import type { BetType } from '../../client/bets.ts'
import { scrolling } from '../components/photos/use-reel.ts'
import { PanelCarousel, PanelContent } from '../components/shared/PanelCarousel.tsx'
import { useVehicle } from '../hooks/use-vehicles.ts'

type OfVehicle = { vehicleId: string; ownerId: string | null }

import { say } from '../language/say.ts'
import { auctionName, useAuctionPanel } from './use-auction-panel.tsx'
import { betsName, useBetsPanel } from './use-bets-panel.tsx'
import { forecastName, useForecastPanel } from './use-forecast-panel.tsx'

/** What people expect a vehicle to fetch, their bets, and the vote on its auction. One to a page: its panels have fixed ids. */
export function PriceCarousel({ vehicleId }: { vehicleId: string }) {
  const ownerId = useVehicle(vehicleId).data?.owner?.id ?? null
  const [type, setType] = useState<BetType>()
  const give = useCallback((chosen: BetType) => {
    setType(chosen)
    document.getElementById('bets')?.scrollIntoView({ behavior: scrolling(), block: 'start', inline: 'start' })
  }, [])
  const panels = [
    { ...forecastName(), own: <Forecast vehicleId={vehicleId} onGive={give} /> },
    { ...betsName(), own: <Bets vehicleId={vehicleId} ownerId={ownerId} type={type} /> },
    { ...auctionName(), own: <Auction vehicleId={vehicleId} ownerId={ownerId} /> },
  ]
  return <PanelCarousel label={say('Price panels')} panels={panels} />
}

const Forecast = ({ vehicleId, onGive }: { vehicleId: string; onGive: (type: BetType) => void }) => (
  <PanelContent panel={useForecastPanel(vehicleId, onGive)} />
)

const Bets = ({ vehicleId, ownerId, type }: OfVehicle & { type: BetType | undefined }) => (
  <PanelContent panel={useBetsPanel(vehicleId, ownerId, type)} />
)

const Auction = ({ vehicleId, ownerId }: OfVehicle) => <PanelContent panel={useAuctionPanel(vehicleId, ownerId)} />
