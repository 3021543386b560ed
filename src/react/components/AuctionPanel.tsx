import type { Reason, Vote, VoteSummary } from '../../client/votes.ts'
import { WilsonBar } from '../charts/WilsonBar.tsx'
import { isReady, minimumVotes, threshold, votesNeeded, wilson } from '../charts/wilson.ts'
import { count, money, nameOf, percent, plural, timeAgo } from '../format.ts'
import { Notice } from './Notice.tsx'
import { VoteForm } from './VoteForm.tsx'

type AuctionPanelProps = {
  summary: VoteSummary
  reasons: Reason[]
  /** The member's own vote. */
  vote: Vote | null
  /** Casts or changes the vote; null withdraws it. */
  onVote: (vote: Vote | null) => void
  busy: boolean
  error: string | null
}

/** Should it go to auction? The count, what it says about the whole community, one's own vote, and reasons. */
export function AuctionPanel({ summary, reasons, vote, onVote, busy, error }: AuctionPanelProps) {
  return (
    <>
      {summary.total > 0 ? <Standing {...summary} /> : <NoVotes />}
      <VoteForm vote={vote} onVote={onVote} busy={busy} />
      {error && <Notice>{error}</Notice>}
      {reasons.length > 0 && (
        <ul className="pd-reasons" aria-label="Reasons">
          {reasons.map((reason) => (
            <li key={reason.voter.id}>
              <b>{reason.vote === 'yes' ? 'Yes' : 'No'}</b>
              <div>
                <q>{reason.reason}</q>
                <p className="pd-small pd-soft">
                  {nameOf(reason.voter)}, {timeAgo(reason.votedAt)}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function NoVotes() {
  return (
    <div>
      <p className="pd-reading">No votes yet</p>
      <p className="pd-small pd-quiet">{minimumVotes} votes or more, and a likely majority, and it goes to auction.</p>
    </div>
  )
}

function Standing({ yes, total, averageEstimate }: VoteSummary) {
  const { low, high } = wilson(yes, total)
  return (
    <>
      <div>
        <p className="pd-reading">
          {count(yes)} of {count(total)} say yes
        </p>
        <p className="pd-small pd-quiet">
          With {plural(total, 'vote')}, support in the whole community is likely between {percent(low)} and{' '}
          {percent(high)} (90 % Wilson interval).
          {averageEstimate !== null && ` Voters expect a hammer price of ${money(averageEstimate)} on average.`}
        </p>
      </div>
      <WilsonBar yes={yes} total={total} />
      <p>
        <Outlook yes={yes} total={total} />
      </p>
    </>
  )
}

function Outlook({ yes, total }: { yes: number; total: number }) {
  if (isReady(yes, total)) {
    return (
      <>
        <strong>Ready for auction.</strong> <span className="pd-quiet">The low end is above {percent(threshold)}.</span>
      </>
    )
  }
  const more = votesNeeded(yes, total)
  if (more === null) {
    return (
      <span className="pd-quiet">
        The yes votes would have to pass {percent(threshold)} before it can go to auction.
      </span>
    )
  }
  if (wilson(yes, total).low > threshold) {
    return (
      <>
        <strong>{plural(more, 'more vote')}</strong>{' '}
        <span className="pd-quiet">and it has the {minimumVotes} that it takes. Then it is ready for auction.</span>
      </>
    )
  }
  return (
    <>
      <strong>About {plural(more, 'more vote')}</strong>{' '}
      <span className="pd-quiet">
        at this share and the low end passes {percent(threshold)}. Then it is ready for auction.
      </span>
    </>
  )
}
