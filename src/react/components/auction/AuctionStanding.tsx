import type { VoteSummary } from '../../../client/votes.ts'
import { WilsonBar } from '../../charts/WilsonBar.tsx'
import { count, moneyIn, percent, plural } from '../../format.ts'
import { cohortTitles, intervalInWords, requirement, verdictInWords, weighedShare } from './verdict-words.ts'

/** How the vote stands: the count, what it says about the whole community, and the verdict. Words first, then drawn. */
export function AuctionStanding({ summary }: { summary: VoteSummary }) {
  const { total, yes, interval, heldVotes } = summary
  if (total === 0) {
    return (
      <div>
        <p className="pd-reading">No votes yet</p>
        <p className="pd-small pd-quiet">{requirement} Then its owner is asked.</p>
      </div>
    )
  }
  const { title, rest } = verdictInWords(summary)
  return (
    <>
      <div>
        <p className="pd-reading">
          {count(yes)} of {count(total)} say yes
        </p>
        <p className="pd-small pd-quiet">{intervalInWords(summary)}</p>
      </div>
      <WilsonBar share={weighedShare(summary)} {...interval} />
      <p>
        <strong>{title}</strong> <span className="pd-quiet">{rest}</span>
      </p>
      {heldVotes > 0 && (
        <p className="pd-small pd-quiet">
          {plural(heldVotes, 'vote')} of new accounts came at the same time and {heldVotes === 1 ? 'waits' : 'wait'} for
          a review: counted above, without weight until then.
        </p>
      )}
      <Cohorts cohorts={summary.cohorts} />
      <Prices summary={summary} />
    </>
  )
}

/** A verdict needs each large enough group of voters to lean the same way; one alone agrees with itself. */
function Cohorts({ cohorts }: Pick<VoteSummary, 'cohorts'>) {
  if (cohorts.length < 2) return null
  return (
    <ul className="pd-inline-list pd-small pd-quiet" aria-label="By group of voters">
      {cohorts.map(({ cohort, effectiveVotes, yesPercent }) => (
        <li key={cohort}>
          {cohortTitles[cohort]}: {percent(yesPercent / 100)} of {count(effectiveVotes)} yes
        </li>
      ))}
    </ul>
  )
}

/** Estimates come in the currency of summaries, which is the reserve's where there is one. */
function Prices({ summary: { estimates, averageEstimate, reserve } }: { summary: VoteSummary }) {
  const money = (value: number) => moneyIn(reserve?.currency ?? 'USD', value)
  const expected = estimates
    ? `Voters expect a hammer price of about ${money(estimates.median)}; half of the estimates lie between ${money(estimates.p25)} and ${money(estimates.p75)}.`
    : averageEstimate !== null && `Voters expect a hammer price of ${money(averageEstimate)} on average.`
  return (
    <>
      {expected && <p className="pd-small pd-quiet">{expected}</p>}
      {reserve && (
        <p className="pd-small pd-quiet">
          {reserve.amount > 0
            ? `The owner wants to be left with ${money(reserve.amount)} or more`
            : 'It is offered without a reserve'}
          {reserve.chance !== null && reserve.amount > 0
            ? `; a sale does that with a chance of ${percent(reserve.chance)}, by the estimates and the bets.`
            : '.'}
        </p>
      )}
    </>
  )
}
