import type { ReactNode } from 'react'
import type { Nomination } from '../../../client/nominations.ts'
import type { Reason, VoteSummary, VoteWeight } from '../../../client/votes.ts'
import { say } from '../../language/say.ts'
import { Notice } from '../shared/Notice.tsx'
import { AuctionStanding } from './AuctionStanding.tsx'
import { NominationState } from './NominationState.tsx'
import { ReasonList } from './ReasonList.tsx'
import { VoteForm, type VoteFormProps } from './VoteForm.tsx'
import { VoteWeightNote } from './VoteWeightNote.tsx'
import { intervalInWords } from './verdict-words.ts'

type AuctionPanelProps = VoteFormProps & {
  summary: VoteSummary
  reasons: Reason[]
  memberId: string | null
  /** Ids of the voters whose reasons the member finds useful. */
  marked: string[]
  onMark: (voterId: string, useful: boolean) => void
  /** Of the member's vote, given or not; null for somebody without an account. */
  weight: VoteWeight | null
  nomination: Nomination | null
  /** What the owner can answer to the nomination; null for everybody else. */
  decision: ReactNode
  /** What became of it, once an auction has ended. */
  afterwards: ReactNode
  error: string | null
  /** It was sold less than a year ago: the result stands, and nobody votes. */
  isOver?: boolean
}

/** Should it go to auction? The count, what it says about the whole community, one's own vote, and reasons. */
export function AuctionView(props: AuctionPanelProps) {
  const { summary, nomination, decision, afterwards, vote, onVote, busy, error, weight, isOver = false } = props
  if (isOver) return <Over {...props} />
  return (
    <>
      {afterwards}
      <AuctionStanding summary={summary} />
      {nomination && !(afterwards && endStates.has(nomination.state)) && <NominationState nomination={nomination} />}
      {decision}
      {weight ? (
        <VoteWeightNote weight={weight} />
      ) : (
        <p className="pd-small pd-quiet">
          {say(
            'Every vote is counted above. How much it weighs grows with a confirmed address, the age of the account and what its owner has contributed.',
          )}
        </p>
      )}
      <VoteForm vote={vote} onVote={onVote} busy={busy} />
      {error && <Notice>{error}</Notice>}
      <ReasonList reasons={props.reasons} memberId={props.memberId} marked={props.marked} onMark={props.onMark} />
    </>
  )
}

/** What became of it stands above then. */
const endStates: ReadonlySet<Nomination['state']> = new Set(['sold', 'unsold'])

/** After a sale: what it fetched, how the vote had stood, and why. Whoever has voted can still withdraw. */
function Over({ summary, afterwards, reasons, memberId, marked, onMark, vote, onVote, error }: AuctionPanelProps) {
  return (
    <>
      {afterwards}
      <p className="pd-small pd-quiet">
        {summary.total > 0 && `${intervalInWords(summary)} `}
        {say('The vote is over. A new one opens a year after the sale.')}
      </p>
      {vote && (
        <button type="button" className="pd-link" onClick={() => onVote(null)}>
          {say('Withdraw my vote')}
        </button>
      )}
      {error && <Notice>{error}</Notice>}
      <ReasonList reasons={reasons} memberId={memberId} marked={marked} onMark={onMark} />
    </>
  )
}
