import { betTypes } from '../../../client/bet-types.ts'
import type { Sentiment } from '../../../client/bets.ts'
import { ShareScale } from '../../charts/ShareScale.tsx'
import { money, percent, plural } from '../../format.ts'

/** The plain averages over people, a row for each kind of claim. */
export function SentimentTable({ sentiment }: { sentiment: Sentiment[] }) {
  return (
    <table>
      <caption className="pd-hidden">Averages over people, for each kind of claim</caption>
      <thead>
        <tr>
          <th scope="col">Claim</th>
          <th scope="col" className="pd-right">
            Mean number
          </th>
          <th scope="col" className="pd-right">
            How sure
          </th>
        </tr>
      </thead>
      <tbody>
        {sentiment.map(({ type, people, averageValue, medianValue, averageConfidencePercent }) => (
          <tr key={type}>
            <td>
              {betTypes[type].label}
              <span className="pd-small pd-soft pd-block">{plural(people, 'person', 'people')}</span>
            </td>
            <td className="pd-right pd-number">
              {averageValue === null ? <span className="pd-soft">a date</span> : money(averageValue)}
              {medianValue !== null && <span className="pd-small pd-soft pd-block">median {money(medianValue)}</span>}
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
