import type { BetType } from '../../client/bets.ts'
import { BetsPanel } from '../../react/components/BetsPanel.tsx'
import type { PricePanel } from '../../react/components/PriceCarousel.tsx'
import { points } from '../../react/format.ts'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useBets, useCancelBet, usePlaceBet, useReviseBet, useSentiment } from '../../react/hooks/use-bets.ts'
import { useBalance } from '../../react/hooks/use-points.ts'
import { useDisputeSettlement, useDisputes, useOutcomes, useQuestions } from '../../react/hooks/use-questions.ts'
import { mayCompare, useSkips } from '../../react/hooks/use-skips.ts'
import { Link } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'

/** The panel in which claims are placed, revised, taken back and followed until they are settled. */
export function useBetsPanel(vehicleId: string, ownerId: string | null, type: BetType | undefined): PricePanel {
  const member = useMember()
  const sentiment = useSentiment(vehicleId)
  const bets = useBets(vehicleId)
  const questions = useQuestions(vehicleId)
  const outcomes = useOutcomes(vehicleId)
  const disputes = useDisputes(vehicleId)
  const balance = useBalance()
  const place = usePlaceBet(vehicleId)
  const revise = useReviseBet(vehicleId)
  const cancel = useCancelBet(vehicleId)
  const dispute = useDisputeSettlement(vehicleId)
  const { hasSkipped } = useSkips(vehicleId)

  const aside =
    balance.data && `You ${balance.isStarting ? 'start with' : 'hold'} ${points(balance.data.available)} points`
  const panel = { id: 'bets', title: 'Bets', aside }
  const error = sentiment.error ?? bets.error ?? questions.error
  if (sentiment.data && bets.data && questions.data) {
    const content = (
      <BetsPanel
        bets={bets.data}
        sentiment={sentiment.data.filter((row) => hasSkipped(row.type) || mayCompare(bets.data, row.type))}
        questions={questions.data}
        outcomes={outcomes.data ?? []}
        disputes={disputes.data ?? []}
        available={balance.data?.available ?? 0}
        {...(type && { type })}
        isOwner={member != null && member.id === ownerId}
        more={
          member && (
            <Link className="pd-link" href={`/people/${member.id}`}>
              Your record and points
            </Link>
          )
        }
        onPlace={place.mutateAsync}
        onReplace={(bet, by) => revise.mutateAsync({ bet, by })}
        placing={place.isPending || revise.isPending}
        placeError={place.error ?? revise.error}
        onCancel={cancel.mutateAsync}
        cancelError={cancel.error}
        onDispute={(question, reason) => dispute.mutateAsync({ question, reason })}
        disputeError={dispute.error}
        busy={cancel.isPending || dispute.isPending}
      />
    )
    return { ...panel, content }
  }
  if (error) {
    const again = () => Promise.all([sentiment.refetch(), bets.refetch(), questions.refetch()])
    return { ...panel, content: <Failure error={error} onRetry={again} /> }
  }
  return { ...panel, content: <div className="panel-waiting" aria-busy="true" /> }
}
