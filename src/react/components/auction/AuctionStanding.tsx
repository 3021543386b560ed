import type { VoteSummary } from '../../../client/votes.ts'
import { WilsonBar } from '../../charts/WilsonBar.tsx'
import { moneyIn, percent } from '../../format.ts'
import { say } from '../../language/say.ts'
import { cohortTitles, intervalInWords, requirement, verdictInWords, weighedShare } from './verdict-words.ts'

/** How the vote stands: the count, what it says about the whole community, and the verdict. Words first, then drawn. */
export function AuctionStanding({ summary }: { summary: VoteSummary }) {
  const { total, yes, interval, heldVotes } = summary
  if (total === 0) {
    return (
      <div>
        <p className="pd-reading">{say('No votes yet')}</p>
        <p className="pd-small pd-quiet">
          {requirement()} {say('Then its owner is asked.')}
        </p>
      </div>
    )
  }
  const { title, rest } = verdictInWords(summary)
  return (
    <>
      <div>
        <p className="pd-reading">{say('{yes} of {total} say yes', { yes, total })}</p>
        <p className="pd-small pd-quiet">{intervalInWords(summary)}</p>
      </div>
      <WilsonBar share={weighedShare(summary)} {...interval} />
      <p>
        <strong>{title}</strong> <span className="pd-quiet">{rest}</span>
      </p>
      {heldVotes > 0 && (
        <p className="pd-small pd-quiet">
          {say(
            '{heldVotes} vote of new accounts came at the same time and waits for a review: counted above, without weight until then.|{heldVotes} votes of new accounts came at the same time and wait for a review: counted above, without weight until then.',
            { heldVotes },
          )}
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
    <ul className="pd-inline-list pd-small pd-quiet" aria-label={say('By group of voters')}>
      {cohorts.map(({ cohort, effectiveVotes, yesPercent }) => (
        <li key={cohort}>
          {say('{cohort}: {share} of {effectiveVotes} yes', {
            cohort: say(cohortTitles[cohort]),
            share: percent(yesPercent / 100),
            effectiveVotes,
          })}
        </li>
      ))}
    </ul>
  )
}

/** Estimates come in the currency of summaries, which is the reserve's where there is one. */
function Prices({ summary: { estimates, averageEstimate, reserve } }: { summary: VoteSummary }) {
  const money = (value: number) => moneyIn(reserve?.currency ?? 'USD', value)
  const expected = estimates
    ? say('Voters expect a hammer price of about {median}; half of the estimates lie between {p25} and {p75}.', {
        median: money(estimates.median),
        p25: money(estimates.p25),
        p75: money(estimates.p75),
      })
    : averageEstimate !== null &&
      say('Voters expect a hammer price of {averageEstimate} on average.', { averageEstimate: money(averageEstimate) })
  return (
    <>
      {expected && <p className="pd-small pd-quiet">{expected}</p>}
      {reserve && (
        <p className="pd-small pd-quiet">
          {reserve.amount <= 0
            ? say('It is offered without a reserve.')
            : reserve.chance === null
              ? say('The owner wants to be left with {amount} or more.', { amount: money(reserve.amount) })
              : say(
                  'The owner wants to be left with {amount} or more; a sale does that with a chance of {chance}, by the estimates and the bets.',
                  { amount: money(reserve.amount), chance: percent(reserve.chance) },
                )}
        </p>
      )}
    </>
  )
}
