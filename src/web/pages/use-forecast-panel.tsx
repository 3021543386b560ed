import { useState } from 'react'
import type { BetType } from '../../client/bets.ts'
import { ForecastPanel } from '../../react/components/ForecastPanel.tsx'
import type { PricePanel } from '../../react/components/PriceCarousel.tsx'
import { plural } from '../../react/format.ts'
import { useBets } from '../../react/hooks/use-bets.ts'
import { useForecast, useSkipOwnNumber } from '../../react/hooks/use-forecasts.ts'
import { Link } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'

/** The panel with the crowd's curve, after one's own number. `onGive` leads to the form for a kind of claim. */
export function useForecastPanel(vehicleId: string, onGive: (type: BetType) => void): PricePanel {
  const [type, setType] = useState<BetType>('auction_price')
  const forecast = useForecast(vehicleId, type)
  const bets = useBets(vehicleId)
  const skip = useSkipOwnNumber(vehicleId)
  const people = forecast.data?.people
  const panel = { id: 'forecast', title: 'Forecast', aside: people ? plural(people, 'person', 'people') : undefined }
  if (forecast.error && !forecast.data) {
    return { ...panel, content: <Failure error={forecast.error} onRetry={forecast.refetch} /> }
  }
  const content = (
    <ForecastPanel
      type={type}
      onType={setType}
      forecast={forecast.data}
      bets={bets.data ?? []}
      onSkip={(each) => skip.mutate(each)}
      giveNumber={
        <button type="button" className="pd-button" onClick={() => onGive(type)}>
          Give my number
        </button>
      }
      more={
        <Link className="pd-link" href={`/vehicles/${vehicleId}/forecast`}>
          The whole forecast, with its history and settlement
        </Link>
      }
    />
  )
  return { ...panel, content }
}
