import { useState } from 'react'
import { betTypes } from '../../client/bet-types.ts'
import type { BetType } from '../../client/bets.ts'
import type { Forecast } from '../../client/forecasts.ts'
import { shownBets } from '../../react/components/bets/claims.ts'
import { ForecastDetails } from '../../react/components/bets/ForecastDetails.tsx'
import { ForecastView } from '../../react/components/bets/ForecastView.tsx'
import { viewOf } from '../../react/components/bets/types/index.ts'
import { FollowButton } from '../../react/components/shared/FollowButton.tsx'
import { useBets } from '../../react/hooks/use-bets.ts'
import { useForecast, useSkipForecast } from '../../react/hooks/use-forecasts.ts'
import { useQuestions } from '../../react/hooks/use-questions.ts'
import { say } from '../../react/language/say.ts'
import { Failure } from '../shell/Failure.tsx'

type ForecastSectionProps = { vehicleId: string; type: BetType; onGive: (type: BetType) => void }

/** One kind of forecast with all that stands behind it. */
export function ForecastSection({ vehicleId, type, onGive }: ForecastSectionProps) {
  const [modification, setModification] = useState<string | null>(null)
  const forecast = useForecast(vehicleId, type, modification)
  const bets = useBets(vehicleId)
  const skip = useSkipForecast(vehicleId)
  const data = forecast.data
  return (
    <section className="forecast-kind" aria-labelledby={`forecast-${type}`}>
      <div className="pd-panel-head">
        <h2 id={`forecast-${type}`}>{say(viewOf(type).words.heading)}</h2>
        {data && data.people > 0 && (
          <span className="pd-small pd-soft">{say('{people} person|{people} people', { people: data.people })}</span>
        )}
      </div>
      {betTypes[type].shape === 'change' && data && !data.blind && (
        <ModificationChoice
          vehicleId={vehicleId}
          chosen={modification ?? data.modification}
          onChoose={setModification}
        />
      )}
      <div className="pd-forecast" aria-busy={!data && !forecast.error}>
        {forecast.error && !data && <Failure error={forecast.error} onRetry={forecast.refetch} />}
        {data && (
          <ForecastView
            type={type}
            forecast={data}
            mine={shownBets(bets.data ?? [], type, data)}
            onSkip={() => skip.mutate(type)}
            giveNumber={
              <button type="button" className="pd-button" onClick={() => onGive(type)}>
                {say('Give my number')}
              </button>
            }
          />
        )}
        {data && !data.blind && data.people > 0 && (
          <FollowButton
            what={{ vehicleId, question: questionOf(type, data) }}
            name={say('the forecast: {heading}', { heading: say(viewOf(type).words.heading) })}
          />
        )}
        {data && !data.blind && data.people > 0 && <ForecastDetails type={type} forecast={data} />}
      </div>
    </section>
  )
}

/** What the forecast is of, as follows name it. */
const questionOf = (type: BetType, { currency, modification }: Forecast) =>
  [type, currency, modification].filter(Boolean).join(':')

type ChoiceProps = { vehicleId: string; chosen: string | null; onChoose: (modification: string) => void }

/** Where people have bet on several modifications, which one is shown. */
function ModificationChoice({ vehicleId, chosen, onChoose }: ChoiceProps) {
  const questions = useQuestions(vehicleId)
  const all = [...new Set(questions.data?.flatMap(({ modification }) => modification ?? []) ?? [])]
  if (all.length < 2) return null
  return (
    <div className="pd-field">
      <label htmlFor="modification-shown">{say('Modification')}</label>
      <select
        id="modification-shown"
        value={all.find((each) => each.toLowerCase() === chosen?.toLowerCase()) ?? ''}
        onChange={(event) => onChoose(event.target.value)}
      >
        {all.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </div>
  )
}
