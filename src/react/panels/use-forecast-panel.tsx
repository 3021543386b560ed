import { useState } from 'react'
import type { BetType } from '../../client/bets.ts'
import { ForecastTabs } from '../components/bets/ForecastTabs.tsx'
import { LoadFailure } from '../components/shared/LoadStates.tsx'
import type { PricePanel } from '../components/shared/PanelCarousel.tsx'
import { useBets } from '../hooks/use-bets.ts'
import { useForecast, useSkipForecast } from '../hooks/use-forecasts.ts'
import { say } from '../language/say.ts'
import { useLinks } from '../links.tsx'

export const forecastName = () => ({ id: 'forecast', title: say('Forecast') })

/** The panel with the crowd's curve, after one's own number. `onGive` leads to the form for a kind of claim. */
export function useForecastPanel(vehicleId: string, onGive: (type: BetType) => void): PricePanel {
  const links = useLinks()
  const [type, setType] = useState<BetType>('auction_price')
  const forecast = useForecast(vehicleId, type)
  const bets = useBets(vehicleId)
  const skip = useSkipForecast(vehicleId)
  const people = forecast.data?.people
  const panel = { ...forecastName(), aside: people ? say('{people} person|{people} people', { people }) : undefined }
  if (forecast.error && !forecast.data) {
    return { ...panel, content: <LoadFailure error={forecast.error} onRetry={forecast.refetch} /> }
  }
  const content = (
    <ForecastTabs
      type={type}
      onType={setType}
      forecast={forecast.data}
      bets={bets.data ?? []}
      onSkip={(each) => skip.mutate(each)}
      giveNumber={
        <button type="button" className="pd-button" onClick={() => onGive(type)}>
          {say('Give my number')}
        </button>
      }
      more={
        links && (
          <a className="pd-link" href={links.forecast(vehicleId)}>
            {say('The whole forecast, with its history and settlement')}
          </a>
        )
      }
    />
  )
  return { ...panel, content }
}
