import type { Afterwards, CloseVoter, VerdictRecord } from '../../../client/afterwards.ts'
import type { Verdict } from '../../../client/votes.ts'
import { HammerChart } from '../../charts/HammerChart.tsx'
import { day, moneyIn, percent } from '../../format.ts'
import { saleInWords } from '../../hooks/use-afterwards.ts'
import { say } from '../../language/say.ts'
import { PersonName } from '../shared/PersonName.tsx'
import { verdictTitles } from './verdict-words.ts'

type AuctionAfterwardsProps = {
  result: Afterwards
  /** Whose estimates came closest, the closest first. */
  closest: CloseVoter[]
  records: VerdictRecord[]
  memberId: string | null
}

/** Within a sentence. */
const verdictWords: Record<Verdict, string> = {
  ready: 'ready for auction',
  not_ready: 'not ready',
  undecided: 'undecided',
}

/** What became of it: the hammer beside what voters had said, who was close, and how verdicts have fared in general. */
export function AuctionAfterwards({ result, closest, records, memberId }: AuctionAfterwardsProps) {
  const { sold, hammer, currency, estimates, verdict, votes, occurredAt } = result
  const { yes, total } = votes
  const said = verdict
    ? say('{yes} of {total} had said yes, and the verdict was “{verdict}”.', {
        yes,
        total,
        verdict: say(verdictWords[verdict]),
      })
    : say('{yes} of {total} had said yes.', { yes, total })
  return (
    <section className="pd-afterwards" aria-label={say('How it went')}>
      <h4>{say('How it went')}</h4>
      <p className="pd-claim">
        {sold && hammer !== null
          ? saleInWords(result)
          : hammer !== null
            ? say('Not sold on {occurredAt}; the highest bid was {hammer}.', {
                occurredAt: day(occurredAt),
                hammer: moneyIn(currency, hammer),
              })
            : say('Not sold on {occurredAt}.', { occurredAt: day(occurredAt) })}
      </p>
      <p className="pd-small pd-quiet">
        {said} {estimates && comparison(result)}
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
  const half = say(
    'half of {count} estimate lay between {p25} and {p75}.|half of {count} estimates lay between {p25} and {p75}.',
    { count: estimates.count, p25: moneyIn(currency, p25), p75: moneyIn(currency, p75) },
  )
  if (!sold || hammer === null)
    return say('The middle estimate was {median}; {half}', { median: moneyIn(currency, median), half })
  const off = median / hammer - 1
  const apart =
    Math.abs(off) < 0.005
      ? say('on the hammer price')
      : off > 0
        ? say('{off} above the hammer price', { off: percent(off) })
        : say('{off} below the hammer price', { off: percent(-off) })
  return say('The middle estimate, {median}, was {apart}; {half}', { median: moneyIn(currency, median), apart, half })
}

/** |ln(estimate / hammer)| as people say it. */
const offInWords = ({ miss }: CloseVoter) =>
  miss < 0.005 ? say('exactly') : say('{percent} off', { percent: percent(Math.exp(miss) - 1) })

type ClosestProps = { closest: CloseVoter[]; currency: string; memberId: string | null }

function Closest({ closest, currency, memberId }: ClosestProps) {
  return (
    <div className="pd-table-box">
      <table>
        <caption className="pd-hidden">{say('The estimates that came closest')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('Closest')}</th>
            <th scope="col" className="pd-right">
              {say('Estimate')}
            </th>
            <th scope="col" className="pd-right">
              {say('Miss')}
            </th>
          </tr>
        </thead>
        <tbody>
          {closest.map((entry) => (
            <tr key={entry.voter.id}>
              <td>
                {entry.place}. <PersonName person={entry.voter} />
                {entry.voter.id === memberId && ` ${say('(you)')}`}
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
        <caption>{say('How verdicts have fared')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('Verdict before the auction')}</th>
            <th scope="col" className="pd-right">
              {say('Sold')}
            </th>
            <th scope="col" className="pd-right">
              {say('Share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {records.map(({ verdict, auctions, sold, soldPercent }) => (
            <tr key={verdict}>
              <td>{say(verdictTitles[verdict])}</td>
              <td className="pd-right pd-number">{say('{sold} of {auctions}', { sold, auctions })}</td>
              <td className="pd-right pd-number">{percent(soldPercent / 100)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
