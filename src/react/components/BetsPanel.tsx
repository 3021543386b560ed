import type { Bet, Claim, Sentiment } from '../../client/bets.ts'
import { ShareScale } from '../charts/ShareScale.tsx'
import { count, money, percent, plural } from '../format.ts'
import { ClaimForm } from './ClaimForm.tsx'
import { claimInWords, claimTitles } from './claims.ts'

type BetsPanelProps = {
  sentiment: Sentiment[]
  /** The member's own. */
  bets: Bet[]
  onPlace: (bet: Claim & { confidencePercent: number }) => Promise<unknown>
  busy: boolean
  error: string | null
}

/** Place a claim; see what the crowd expects, in plain averages over people; see one's own claims. */
export function BetsPanel({ sentiment, bets, onPlace, busy, error }: BetsPanelProps) {
  return (
    <>
      <ClaimForm onPlace={onPlace} busy={busy} error={error} />
      <div className="pd-table-box">
        <h4>What people expect</h4>
        {sentiment.length > 0 ? (
          <SentimentTable sentiment={sentiment} />
        ) : (
          <p className="pd-quiet">No claims yet. The first one can be yours.</p>
        )}
      </div>
      {bets.length > 0 && (
        <div className="pd-table-box">
          <h4>Your claims</h4>
          <table>
            <thead>
              <tr>
                <th scope="col">Claim</th>
                <th scope="col" className="pd-right">
                  How sure
                </th>
              </tr>
            </thead>
            <tbody>
              {bets.map((bet) => (
                <tr key={bet.id}>
                  <td>{claimInWords(bet)}</td>
                  <td className="pd-right pd-number">{count(bet.confidencePercent)} %</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

function SentimentTable({ sentiment }: { sentiment: Sentiment[] }) {
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
        {sentiment.map(({ type, people, averageValue, averageConfidencePercent }) => (
          <tr key={type}>
            <td>
              {claimTitles[type]}
              <span className="pd-small pd-soft pd-block">{plural(people, 'person', 'people')}</span>
            </td>
            <td className="pd-right pd-number">
              {averageValue === null ? <span className="pd-soft">a date</span> : money(averageValue)}
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
