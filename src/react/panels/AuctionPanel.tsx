import { useVehicle } from '../hooks/use-vehicles.ts'
import { Panel } from './Panel.tsx'
import { useAuctionPanel } from './use-auction-panel.tsx'

/** The vote on whether a vehicle goes to auction, by itself. */
export function AuctionPanel({ vehicleId }: { vehicleId: string }) {
  const ownerId = useVehicle(vehicleId).data?.owner?.id ?? null
  return <Panel panel={useAuctionPanel(vehicleId, ownerId)} />
}
