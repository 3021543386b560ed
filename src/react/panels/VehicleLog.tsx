import { LogList } from '../components/garage/LogList.tsx'
import { useLog } from '../hooks/use-log.ts'

/** The build and service log on a vehicle's page; nothing where it has none. */
export function VehicleLog({ vehicleId }: { vehicleId: string }) {
  const { data } = useLog(vehicleId)
  if (!data?.length) return null
  return (
    <section className="pd-section" aria-labelledby="vehicle-log">
      <h2 id="vehicle-log">What was done to it</h2>
      <LogList entries={data} />
    </section>
  )
}
