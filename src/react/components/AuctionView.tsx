import type { ReactNode } from 'react'
import type { Nomination } from '../../client/nominations.ts'
import type { Reason, VoteSummary, VoteWeight } from '../../client/votes.ts'
import { AuctionStanding } from './AuctionStanding.tsx'
import { NominationState } from './NominationState.tsx'
import { Notice } from './Notice.tsx'
import { ReasonList } from './ReasonList.tsx'
import { VoteForm, type VoteFormProps } from './VoteForm.tsx'
import { VoteWeightNote } from './VoteWeightNote.tsx'

type AuctionPanelProps = VoteFormProps & {
  summary: VoteSummary
  reasons: Reason[]
  memberId: string | null
  /** Ids of the voters whose reasons the member finds useful. */
  marked: string[]
  onMark: (voterId: string, useful: boolean) => void
  /** Of the member's own vote; null until it is known. */
  weight: VoteWeight | null
  nomination: Nomination | null
  /** What the owner can answer to the nomination; null for everybody else. */
  answer: ReactNode
  /** What became of it, once an auction has ended. */
  afterwards: ReactNode
  error: string | null
}

/** Should it go to auction? The count, what it says about the whole community, one's own vote, and reasons. */
export function AuctionView(props: AuctionPanelProps) {
  const { summary, nomination, answer, afterwards, vote, onVote, busy, error, weight } = props
  return (
    <>
      {afterwards}
      <AuctionStanding summary={summary} />
      {nomination && !(afterwards && endStates.has(nomination.state)) && <NominationState nomination={nomination} />}
      {answer}
      <VoteForm vote={vote} onVote={onVote} busy={busy} />
      {error && <Notice>{error}</Notice>}
      {vote && weight && <VoteWeightNote weight={weight} />}
      <ReasonList reasons={props.reasons} memberId={props.memberId} marked={props.marked} onMark={props.onMark} />
    </>
  )
}

/** What became of it stands above then. */
const endStates: ReadonlySet<Nomination['state']> = new Set(['sold', 'unsold'])
