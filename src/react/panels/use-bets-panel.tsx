import type { BetType } from '../../client/bets.ts'
import { ActsHere } from '../components/acts/ActsHere.tsx'
import { BetsView } from '../components/bets/BetsView.tsx'
import { LoadFailure, Waiting } from '../components/shared/LoadStates.tsx'
import type { PricePanel } from '../components/shared/PanelCarousel.tsx'
import { points } from '../format.ts'
import { useMember } from '../hooks/PaddockProvider.tsx'
import { useBets, useCancelBet, usePlaceBet, useReviseBet, useSentiment } from '../hooks/use-bets.ts'
import { DraftsOf } from '../hooks/use-draft.ts'
import { startingBalance, useBalance } from '../hooks/use-points.ts'
import { useDisputeSettlement, useDisputes, useOutcomes, useQuestions } from '../hooks/use-questions.ts'
import { mayCompare, useSkips } from '../hooks/use-skips.ts'
import { say } from '../language/say.ts'
import { useLinks } from '../links.tsx'

const kinds = ['bet', 'revise', 'cancel'] as const

export const betsName = () => ({ id: 'bets', title: say('Bets') })

/** The panel in which claims are placed, revised, taken back and followed until they are settled. */
export function useBetsPanel(vehicleId: string, ownerId: string | null, type: BetType | undefined): PricePanel {
  const member = useMember()
  const links = useLinks()
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
    balance.data &&
    (balance.isStarting
      ? say('You start with {available} points', { available: points(balance.data.available) })
      : say('You hold {available} points', { available: points(balance.data.available) }))
  const panel = { ...betsName(), aside }
  const error = sentiment.error ?? bets.error ?? questions.error
  if (sentiment.data && bets.data && questions.data) {
    const content = (
      <DraftsOf value={vehicleId}>
        <ActsHere about={vehicleId} kinds={kinds} />
        <BetsView
          bets={bets.data}
          sentiment={sentiment.data.filter((row) => hasSkipped(row.type) || mayCompare(bets.data, row.type))}
          questions={questions.data}
          outcomes={outcomes.data ?? []}
          disputes={disputes.data ?? []}
          // while the member's own is on its way, a stake that has been chosen stays
          available={(balance.data ?? startingBalance).available}
          {...(type && { type })}
          isOwner={member != null && member.id === ownerId}
          more={
            member &&
            links && (
              <a className="pd-link" href={links.person(member.id)}>
                {say('Your record and points')}
              </a>
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
      </DraftsOf>
    )
    return { ...panel, content }
  }
  if (error) {
    const again = () => Promise.all([sentiment.refetch(), bets.refetch(), questions.refetch()])
    return { ...panel, content: <LoadFailure error={error} onRetry={again} /> }
  }
  return { ...panel, content: <Waiting /> }
}
