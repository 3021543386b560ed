import type { Afterwards, CloseVoter, VerdictRecord } from '../../../client/afterwards.ts'
import { HammerChart } from '../../charts/HammerChart.tsx'
import { count, day, moneyIn, percent, plural } from '../../format.ts'
import { saleInWords } from '../../hooks/use-afterwards.ts'
import { PersonName } from '../shared/PersonName.tsx'
import { verdictTitles } from './verdict-words.ts'

type AuctionAfterwardsProps = {
  result: Afterwards
  /** Whose estimates came closest, the closest first. */
  closest: CloseVoter[]
  records: VerdictRecord[]
  memberId: string | null
}

/** What became of it: the hammer beside what voters had said, who was close, and how verdicts have fared in general. */
export function AuctionAfterwards({ result, closest, records, memberId }: AuctionAfterwardsProps) {
  const { sold, hammer, currency, estimates, verdict, votes, occurredAt } = result
  const said = `${count(votes.yes)} of ${count(votes.total)} had said yes`
  return (
    <section className="pd-afterwards" aria-label="How it went">
      <h4>How it went</h4>
      <p className="pd-claim">
        {sold && hammer !== null
          ? saleInWords(result)
          : `Not sold on ${day(occurredAt)}${hammer !== null ? `; the highest bid was ${moneyIn(currency, hammer)}` : ''}.`}
      </p>
      <p className="pd-small pd-quiet">
        {said}
        {verdict && `, and the verdict was “${verdictTitles[verdict].toLowerCase()}”`}.{' '}
        {estimates && comparison(result)}
      </p>
      {sold && hammer !== null && estimates && (
        <HammerChart currency={currency} hammer={hammer} estimates={estimates} />
      )}
      {closest.length > 0 && <Closest closest={closest} currency={currency} memberId={memberId} />}
      <VerdictRecords records={records} />
    </section>
  )
}

function comparison({ hammer, sold, currency, estimates }: Afterwards): string {
  if (!estimates) return ''
  const { median, p25, p75 } = estimates
  const half = `half of ${plural(estimates.count, 'estimate')} lay between ${moneyIn(currency, p25)} and ${moneyIn(currency, p75)}.`
  if (!sold || hammer === null) return `The middle estimate was ${moneyIn(currency, median)}; ${half}`
  const off = median / hammer - 1
  const apart =
    Math.abs(off) < 0.005
      ? 'on the hammer price'
      : `${percent(Math.abs(off))} ${off > 0 ? 'above' : 'below'} the hammer price`
  return `The middle estimate, ${moneyIn(currency, median)}, was ${apart}; ${half}`
}

/** |ln(estimate / hammer)| as people say it. */
const offInWords = ({ miss }: CloseVoter) => (miss < 0.005 ? 'exactly' : `${percent(Math.exp(miss) - 1)} off`)

type ClosestProps = { closest: CloseVoter[]; currency: string; memberId: string | null }

function Closest({ closest, currency, memberId }: ClosestProps) {
  return (
    <div className="pd-table-box">
      <table>
        <caption className="pd-hidden">The estimates that came closest</caption>
        <thead>
          <tr>
            <th scope="col">Closest</th>
            <th scope="col" className="pd-right">
              Estimate
            </th>
            <th scope="col" className="pd-right">
              Miss
            </th>
          </tr>
        </thead>
        <tbody>
          {closest.map((entry) => (
            <tr key={entry.voter.id}>
              <td>
                {entry.place}. <PersonName person={entry.voter} />
                {entry.voter.id === memberId && ' (you)'}
              </td>
              <td className="pd-right pd-number">{moneyIn(currency, entry.estimatedValue)}</td>
              <td className="pd-right pd-number">{offInWords(entry)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** How verdicts have fared; nothing before the first result. */
export function VerdictRecords({ records }: { records: VerdictRecord[] }) {
  if (records.length === 0) return null
  return (
    <div className="pd-table-box">
      <table>
        <caption>How verdicts have fared</caption>
        <thead>
          <tr>
            <th scope="col">Verdict before the auction</th>
            <th scope="col" className="pd-right">
              Sold
            </th>
            <th scope="col" className="pd-right">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {records.map(({ verdict, auctions, sold, soldPercent }) => (
            <tr key={verdict}>
              <td>{verdictTitles[verdict]}</td>
              <td className="pd-right pd-number">
                {count(sold)} of {count(auctions)}
              </td>
              <td className="pd-right pd-number">{percent(soldPercent / 100)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
