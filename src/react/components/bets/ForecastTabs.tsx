import type { ReactNode } from 'react'
import { betTypeNames } from '../../../client/bet-types.ts'
import type { Bet, BetType } from '../../../client/bets.ts'
import type { BlindForecast, Forecast } from '../../../client/forecasts.ts'
import { say } from '../../language/say.ts'
import { shownBets } from './claims.ts'
import { ForecastView } from './ForecastView.tsx'
import { viewOf } from './types/index.ts'

type ForecastPanelProps = {
  type: BetType
  onType: (type: BetType) => void
  /** Undefined while it is on its way. */
  forecast: Forecast | BlindForecast | undefined
  /** The member's own bets. */
  bets: Bet[]
  onSkip: (type: BetType) => void
  /** Leads to where a number of this kind is given. */
  giveNumber: ReactNode
  more?: ReactNode
}

/** What the crowd expects, one kind at a time. */
export function ForecastTabs({ type, onType, forecast, bets, onSkip, giveNumber, more }: ForecastPanelProps) {
  return (
    <>
      <fieldset className="pd-kinds">
        <legend className="pd-hidden">{say('What is forecast')}</legend>
        {betTypeNames.map((each) => (
          <button key={each} type="button" aria-pressed={each === type} onClick={() => onType(each)}>
            {say(viewOf(each).words.tab)}
          </button>
        ))}
      </fieldset>
      <div className="pd-forecast" aria-busy={forecast === undefined}>
        {forecast && (
          <ForecastView
            type={type}
            forecast={forecast}
            mine={shownBets(bets, type, forecast)}
            onSkip={() => onSkip(type)}
            giveNumber={giveNumber}
          />
        )}
      </div>
      {more}
    </>
  )
}
