import { useState } from 'react'
import { betTypeNames } from '../../client/bet-types.ts'
import type { BetType } from '../../client/bets.ts'
import type { Vehicle } from '../../client/vehicles.ts'
import { scrolling } from '../../react/components/photos/use-reel.ts'
import { useForecast } from '../../react/hooks/use-forecasts.ts'
import { useLiveVehicle } from '../../react/hooks/use-live-vehicle.ts'
import { useVehicle } from '../../react/hooks/use-vehicles.ts'
import { say } from '../../react/language/say.ts'
import { useBetsPanel } from '../../react/panels/use-bets-panel.tsx'
import { Link, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { ForecastSection } from './ForecastSection.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { PageWaiting } from './PageWaiting.tsx'
import { QuestionsSection } from './QuestionsSection.tsx'

/** Everything people expect of a vehicle: each forecast with what stands behind it, one's own claims, and how it is settled. */
export function ForecastPage({ vehicleId }: { vehicleId: string }) {
  const vehicle = useVehicle(vehicleId)
  const forecasts = [
    useForecast(vehicleId, 'auction_price'),
    useForecast(vehicleId, 'value_milestone'),
    useForecast(vehicleId, 'completion_date'),
    useForecast(vehicleId, 'next_mod_value'),
  ]
  useLiveVehicle(vehicle.data ? vehicleId : null)
  useTitle(vehicle.data ? say('Forecast: {vehicle}', { vehicle: nameOf(vehicle.data) }) : undefined)
  if (vehicle.data === null) return <NotFoundPage what="vehicle" />
  if (vehicle.error && !vehicle.data) return <Failure error={vehicle.error} onRetry={vehicle.refetch} />
  // All at once, so that none pushes the others down when it comes.
  if (!vehicle.data || forecasts.some(({ isPending }) => isPending)) return <PageWaiting />
  return <Content vehicle={vehicle.data} />
}

const nameOf = ({ year, make, model }: Vehicle) => [year, make, model].filter(Boolean).join(' ')

function Content({ vehicle }: { vehicle: Vehicle }) {
  const [type, setType] = useState<BetType>()
  const bets = useBetsPanel(vehicle.id, vehicle.owner?.id ?? null, type)
  const give = (chosen: BetType) => {
    setType(chosen)
    document.getElementById('claims')?.scrollIntoView({ behavior: scrolling(), block: 'start' })
  }
  return (
    <div className="wrap">
      <h1 className="page-title">
        <small>{nameOf(vehicle)}</small>
        {say('What people expect')}
      </h1>
      <p className="forecast-back">
        <Link className="pd-link" href={`/vehicles/${vehicle.id}`}>
          {say('Back to the vehicle')}
        </Link>
      </p>
      <div className="forecast-page">
        <div className="forecast-betTypeNames">
          {betTypeNames.map((kind) => (
            <ForecastSection key={kind} vehicleId={vehicle.id} type={kind} onGive={give} />
          ))}
        </div>
        <aside id="claims" className="forecast-claims pd-panel" aria-labelledby="claims-title">
          <div className="pd-panel-head">
            <h2 id="claims-title">{say('Your bets')}</h2>
            {bets.aside && <span className="pd-small pd-soft">{bets.aside}</span>}
          </div>
          {bets.content}
        </aside>
      </div>
      <QuestionsSection vehicleId={vehicle.id} ownerId={vehicle.owner?.id ?? null} />
    </div>
  )
}
