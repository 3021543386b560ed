import { useVehicle } from '../hooks/use-vehicles.ts'
import { Panel } from './Panel.tsx'
import { useBetsPanel } from './use-bets-panel.tsx'

/** The form for a bet on a vehicle, and one's own bets until they are settled. */
export function BetsPanel({ vehicleId }: { vehicleId: string }) {
  const ownerId = useVehicle(vehicleId).data?.owner?.id ?? null
  return <Panel panel={useBetsPanel(vehicleId, ownerId, undefined)} />
}
