import { betTypes } from '../../../client/bet-types.ts'
import type { Sentiment } from '../../../client/bets.ts'
import { ShareScale } from '../../charts/ShareScale.tsx'
import { money, percent } from '../../format.ts'
import { say } from '../../language/say.ts'

/** The plain averages over people, a row for each kind of claim. */
export function SentimentTable({ sentiment }: { sentiment: Sentiment[] }) {
  return (
    <table>
      <caption className="pd-hidden">{say('Averages over people, for each kind of bet')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('Bet')}</th>
          <th scope="col" className="pd-right">
            {say('Mean number')}
          </th>
          <th scope="col" className="pd-right">
            {say('How sure')}
          </th>
        </tr>
      </thead>
      <tbody>
        {sentiment.map(({ type, people, averageValue, medianValue, averageConfidencePercent }) => (
          <tr key={type}>
            <td>
              {say(betTypes[type].label)}
              <span className="pd-small pd-soft pd-block">{say('{people} person|{people} people', { people })}</span>
            </td>
            <td className="pd-right pd-number">
              {averageValue === null ? <span className="pd-soft">{say('a date')}</span> : money(averageValue)}
              {medianValue !== null && (
                <span className="pd-small pd-soft pd-block">
                  {say('median {medianValue}', { medianValue: money(medianValue) })}
                </span>
              )}
            </td>
            <td className="pd-right pd-number pd-sure">
              {percent(averageConfidencePercent / 100)}
              <ShareScale share={averageConfidencePercent / 100} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
