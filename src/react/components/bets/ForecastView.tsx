import type { ReactNode } from 'react'
import { betTypes } from '../../../client/bet-types.ts'
import { type Bet, type BetType, modificationKey } from '../../../client/bets.ts'
import type { BlindForecast, Forecast } from '../../../client/forecasts.ts'
import { ForecastChart } from '../../charts/ForecastChart.tsx'
import { inWords } from '../../charts/layout/axis.ts'
import { shareBelow } from '../../charts/layout/forecast-layout.ts'
import { plural } from '../../format.ts'
import { mineOf, resultInWords } from './claims.ts'
import { bandsInWords, measureOf, numbersOf, peopleInWords, resultNumber, standingInWords } from './forecast-words.ts'
import { MilestoneView } from './MilestoneView.tsx'
import { viewOf } from './types/index.ts'

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
  if (betTypes[type].shape === 'milestone') return <MilestoneView forecast={forecast} mine={mine} />
  return <Crowd type={type} forecast={forecast} mine={mine} giveNumber={giveNumber} />
}

/** The field of a chart without its curve: what there is to see, and the two ways to it. */
function Blind({ people, onSkip, giveNumber }: { people: number; onSkip: () => void; giveNumber: ReactNode }) {
  return (
    <div className="pd-blind">
      <p className="pd-reading">Yours first</p>
      <p className="pd-quiet">
        {plural(people, 'person has', 'people have')} given a number. People guess better when they have not heard the
        others, so say yours, and theirs appear beside it.
      </p>
      <div className="pd-row">
        {giveNumber}
        <button type="button" className="pd-link" onClick={onSkip}>
          Skip, show me the crowd
        </button>
      </div>
    </div>
  )
}

function Nobody({ type, giveNumber }: { type: BetType; giveNumber: ReactNode }) {
  return (
    <div className="pd-nobody">
      <p className="pd-reading">Nobody yet</p>
      <p className="pd-quiet">{viewOf(type).words.nobody}</p>
      <div className="pd-row">{giveNumber}</div>
    </div>
  )
}

type CrowdProps = { type: BetType; forecast: Forecast; mine: Bet[]; giveNumber: ReactNode }

function Crowd({ type, forecast, mine, giveNumber }: CrowdProps) {
  const measure = measureOf(type)
  const { curve, quantiles } = numbersOf(forecast)
  const own = mine.find((bet) => !forecast.modification || isAbout(bet, forecast.modification))
  const needle = own ? mineOf(own) : null
  if (!quantiles || curve.length < 3) return <p className="pd-quiet">{peopleInWords(forecast.people, null)}</p>
  const median = inWords(measure, quantiles.p50)
  return (
    <>
      <div>
        <p className="pd-reading">{median}</p>
        <p className="pd-small pd-quiet">
          {forecast.people === 1 ? 'One person’s number' : viewOf(type).words.median}
          {forecast.modification && ` (${forecast.modification})`}. {bandsInWords(measure, quantiles)}{' '}
          {forecast.people === 1 && peopleInWords(1, null)}
        </p>
      </div>
      <ForecastChart
        curve={curve}
        quantiles={quantiles}
        measure={measure}
        mine={needle}
        result={forecast.result && resultNumber(forecast.result)}
        label={`${forecast.people === 1 ? 'One person’s number' : viewOf(type).words.median}: ${median}. ${bandsInWords(measure, quantiles)}`}
      />
      {forecast.result && (
        <p>
          <strong>{resultInWords(forecast.result, type)}</strong>
        </p>
      )}
      {needle ? (
        <p className="pd-small pd-quiet">
          {standingInWords(measure, shareBelow(curve, needle), needle.from !== needle.to)}
        </p>
      ) : (
        !forecast.closed && <div className="pd-row">{giveNumber}</div>
      )}
    </>
  )
}

const isAbout = (bet: Bet, modification: string) =>
  'modification' in bet.prediction && modificationKey(bet.prediction.modification) === modificationKey(modification)
