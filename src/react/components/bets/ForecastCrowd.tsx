import type { ReactNode } from 'react'
import { type Bet, type BetType, modificationKey } from '../../../client/bets.ts'
import type { Forecast } from '../../../client/forecasts.ts'
import { ForecastChart } from '../../charts/ForecastChart.tsx'
import { inWords } from '../../charts/layout/axis.ts'
import { shareBelow } from '../../charts/layout/forecast-layout.ts'
import { say } from '../../language/say.ts'
import { mineOf, resultInWords } from './claims.ts'
import { bandsInWords, measureOf, numbersOf, peopleInWords, resultNumber, standingInWords } from './forecast-words.ts'
import { viewOf } from './types/index.ts'

type ForecastCrowdProps = { type: BetType; forecast: Forecast; mine: Bet[]; giveNumber: ReactNode }

/** What people expect, as a reading and a curve, and where one's own number stands in it. */
export function ForecastCrowd({ type, forecast, mine, giveNumber }: ForecastCrowdProps) {
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
          {forecast.people === 1 ? say('One person’s number') : say(viewOf(type).words.median)}
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
        label={`${forecast.people === 1 ? say('One person’s number') : say(viewOf(type).words.median)}: ${median}. ${bandsInWords(measure, quantiles)}`}
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
