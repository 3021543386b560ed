import type { BetType } from '../../../client/bets.ts'
import type { Forecast } from '../../../client/forecasts.ts'
import { MovementChart } from '../../charts/MovementChart.tsx'
import { timeAgo } from '../../format.ts'
import { say } from '../../language/say.ts'
import { contradictionInWords, measureOf, movementInWords, numbersOf, peopleInWords } from './forecast-words.ts'
import { QuantileTable } from './QuantileTable.tsx'

/** What stands behind a forecast: who, how far they agree, how it moved, what does not fit, and its numbers as a table. */
export function ForecastDetails({ type, forecast }: { type: BetType; forecast: Forecast }) {
  const measure = measureOf(type)
  const { quantiles, movement } = numbersOf(forecast)
  return (
    <div className="pd-details">
      <p className="pd-small pd-quiet">
        {forecast.people > 1 && peopleInWords(forecast.people, forecast.agreement)}{' '}
        {say('As of {asOf}.', { asOf: timeAgo(forecast.asOf) })}
      </p>
      {forecast.contradictions.length > 0 && (
        <ul className="pd-contradictions" aria-label={say('What does not fit together')}>
          {forecast.contradictions.map((it) => (
            <li key={contradictionInWords(it)} className="pd-small">
              {contradictionInWords(it)}
            </li>
          ))}
        </ul>
      )}
      {movement.length > 0 && (
        <section aria-label={say('How it moved')}>
          <h4>{say('How it moved')}</h4>
          <p className="pd-small pd-quiet">{movementInWords(measure, movement)}</p>
          {movement.length > 1 && <MovementChart movement={movement} measure={measure} />}
        </section>
      )}
      {quantiles && (
        <details className="pd-fold">
          <summary>{say('The curve as a table')}</summary>
          <QuantileTable quantiles={quantiles} measure={measure} />
        </details>
      )}
    </div>
  )
}
