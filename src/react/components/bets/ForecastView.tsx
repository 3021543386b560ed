import { type ReactNode, Suspense } from 'react'
import { betTypes } from '../../../client/bet-types.ts'
import type { Bet, BetType } from '../../../client/bets.ts'
import type { BlindForecast, Forecast } from '../../../client/forecasts.ts'
import { say } from '../../language/say.ts'
import { lazyPart } from '../../lazy-part.tsx'
import { Waiting } from '../shared/LoadStates.tsx'
import { viewOf } from './types/index.ts'

// Charts are for those who have given their own number.
const ForecastCrowd = lazyPart(async () => (await import('./ForecastCrowd.tsx')).ForecastCrowd)
const MilestoneView = lazyPart(async () => (await import('./MilestoneView.tsx')).MilestoneView)

type ForecastViewProps = {
  type: BetType
  forecast: Forecast | BlindForecast
  /** One's own active bets of this type. */
  mine: Bet[]
  onSkip: () => void
  /** Leads to where a number is given. */
  giveNumber: ReactNode
}

/** The crowd's forecast of one kind, after one's own number: reading, chart, and where one's own number stands in it. */
export function ForecastView({ type, forecast, mine, onSkip, giveNumber }: ForecastViewProps) {
  if (forecast.blind) return <Blind people={forecast.people} onSkip={onSkip} giveNumber={giveNumber} />
  if (forecast.people === 0) return <Nobody type={type} giveNumber={giveNumber} />
  return (
    <Suspense fallback={<Waiting />}>
      {betTypes[type].shape === 'milestone' ? (
        <MilestoneView forecast={forecast} mine={mine} />
      ) : (
        <ForecastCrowd type={type} forecast={forecast} mine={mine} giveNumber={giveNumber} />
      )}
    </Suspense>
  )
}

/** The field of a chart without its curve: what there is to see, and the two ways to it. */
function Blind({ people, onSkip, giveNumber }: { people: number; onSkip: () => void; giveNumber: ReactNode }) {
  return (
    <div className="pd-blind">
      <p className="pd-reading">{say('Yours first')}</p>
      <p className="pd-quiet">
        {say(
          '{people} person has given a number. People guess better when they have not heard the others, so say yours, and theirs appear beside it.|{people} people have given a number. People guess better when they have not heard the others, so say yours, and theirs appear beside it.',
          { people },
        )}
      </p>
      <div className="pd-row">
        {giveNumber}
        <button type="button" className="pd-link" onClick={onSkip}>
          {say('Skip, show me the crowd')}
        </button>
      </div>
    </div>
  )
}

function Nobody({ type, giveNumber }: { type: BetType; giveNumber: ReactNode }) {
  return (
    <div className="pd-nobody">
      <p className="pd-reading">{say('Nobody yet')}</p>
      <p className="pd-quiet">{say(viewOf(type).words.nobody)}</p>
      <div className="pd-row">{giveNumber}</div>
    </div>
  )
}
