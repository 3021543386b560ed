import { Suspense } from 'react'
import type { Afterwards } from '../../client/afterwards.ts'
import type { Nomination } from '../../client/nominations.ts'
import type { VoteSummary } from '../../client/votes.ts'
import { ActsHere } from '../components/acts/ActsHere.tsx'
import { AuctionView } from '../components/auction/AuctionView.tsx'
import { LoadFailure, Waiting } from '../components/shared/LoadStates.tsx'
import type { PricePanel } from '../components/shared/PanelCarousel.tsx'
import { useMember } from '../hooks/PaddockProvider.tsx'
import { closesVote, useAfterwards, useClosest, useVerdictRecords } from '../hooks/use-afterwards.ts'
import { DraftsOf } from '../hooks/use-draft.ts'
import { useDecideNomination, useNomination } from '../hooks/use-nominations.ts'
import {
  useCastVote,
  useFindReasonUseful,
  useReasons,
  useUsefulReasons,
  useVote,
  useVoteSummary,
  useVoteWeight,
} from '../hooks/use-votes.ts'
import { reasonOf, say } from '../language/say.ts'
import { lazyPart } from '../lazy-part.tsx'

// Few see these: owners who are asked, and whoever comes after an auction.
const NominationForm = lazyPart(async () => (await import('../components/auction/NominationForm.tsx')).NominationForm)
const AuctionAfterwards = lazyPart(
  async () => (await import('../components/auction/AuctionAfterwards.tsx')).AuctionAfterwards,
)

const kinds = ['vote', 'useful'] as const

export const auctionName = () => ({ id: 'auction', title: say('Auction') })

/** The panel in which people vote on the auction, and owners answer. */
export function useAuctionPanel(vehicleId: string, ownerId: string | null): PricePanel {
  const member = useMember()
  const summary = useVoteSummary(vehicleId)
  const reasons = useReasons(vehicleId)
  const marked = useUsefulReasons(vehicleId)
  const vote = useVote(vehicleId)
  const weight = useVoteWeight(vehicleId, member != null)
  const nomination = useNomination(vehicleId)
  const afterwards = useAfterwards(vehicleId)
  const cast = useCastVote(vehicleId)
  const mark = useFindReasonUseful(vehicleId)
  const panel = auctionName()
  const error = summary.error ?? vote.error ?? nomination.error ?? afterwards.error
  if (summary.data && vote.data !== undefined && nomination.data !== undefined && afterwards.data) {
    const asked = nomination.data && ['open', 'accepted'].includes(nomination.data.state) ? nomination.data : null
    const isOwner = member != null && member.id === ownerId
    const [result] = afterwards.data
    const content = (
      <DraftsOf value={vehicleId}>
        <AuctionView
          summary={summary.data}
          reasons={reasons.data ?? []}
          memberId={member?.id ?? null}
          marked={marked.data ?? []}
          onMark={(voterId, useful) => mark.mutate({ voterId, useful })}
          vote={vote.data}
          onVote={(choice) => cast.mutate(choice)}
          weight={weight.data ?? null}
          nomination={nomination.data}
          decision={isOwner && asked && <Decision nomination={asked} reserve={summary.data.reserve} />}
          afterwards={result && <Result vehicleId={vehicleId} result={result} memberId={member?.id ?? null} />}
          busy={cast.isPending}
          isOver={closesVote(result)}
          error={reasonOf(cast.error ?? mark.error)}
        />
        <ActsHere about={vehicleId} kinds={kinds} />
      </DraftsOf>
    )
    return { ...panel, content }
  }
  if (error) {
    const again = () => Promise.all([summary, vote, nomination, afterwards].map(({ refetch }) => refetch()))
    return { ...panel, content: <LoadFailure error={error} onRetry={again} /> }
  }
  return { ...panel, content: <Waiting /> }
}

function Decision({ nomination, reserve }: { nomination: Nomination; reserve: VoteSummary['reserve'] }) {
  const decision = useDecideNomination(nomination.vehicleId)
  return (
    <Suspense>
      <NominationForm
        key={nomination.id}
        nomination={nomination}
        reserve={reserve}
        onDecide={(given) => decision.mutate(given)}
        busy={decision.isPending}
        error={reasonOf(decision.error)}
      />
    </Suspense>
  )
}

type ResultProps = { vehicleId: string; result: Afterwards; memberId: string | null }

function Result({ vehicleId, result, memberId }: ResultProps) {
  const closest = useClosest(vehicleId, result.outcomeId)
  const records = useVerdictRecords()
  return (
    <Suspense>
      <AuctionAfterwards
        result={result}
        closest={closest.data ?? []}
        records={records.data ?? []}
        memberId={memberId}
      />
    </Suspense>
  )
}
