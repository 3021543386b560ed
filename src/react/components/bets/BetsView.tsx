import { type ReactNode, Suspense, useRef, useState } from 'react'
import type { Bet, BetType, NewBet, Sentiment } from '../../../client/bets.ts'
import { say } from '../../language/say.ts'
import { lazyPart } from '../../lazy-part.tsx'
import { BetForm } from './BetForm.tsx'
import type { BetListProps } from './BetList.tsx'
import { closedTypes } from './closed-types.ts'

// For those who have bet.
const BetList = lazyPart(async () => (await import('./BetList.tsx')).BetList)
const BetHistory = lazyPart(async () => (await import('./BetHistory.tsx')).BetHistory)
const SentimentTable = lazyPart(async () => (await import('./SentimentTable.tsx')).SentimentTable)

type BetsPanelProps = Omit<BetListProps, 'bets' | 'onRevise'> & {
  /** The member's own, of all states, latest first. */
  bets: Bet[]
  /** Of the kinds of claim that the person may see: those they have given a number for, or skipped. */
  sentiment: Sentiment[]
  /** Points that are free to stake. */
  available: number
  isOwner: boolean
  /** The kind of claim that is chosen at first. */
  type?: BetType
  onPlace: (bet: NewBet) => Promise<unknown>
  onReplace: (bet: Bet, by: NewBet) => Promise<unknown>
  placing: boolean
  placeError: Error | null
  /** Where more of it can be read. */
  more?: ReactNode
}

/** Place a claim, revise it or take it back; see how far each is, and how the closed ones ended. */
export function BetsView(props: BetsPanelProps) {
  const { bets, sentiment, available, isOwner, type, onPlace, onReplace, placing, placeError, more } = props
  const top = useRef<HTMLDivElement>(null)
  const [revisedId, setRevised] = useState<string | null>(null)
  const active = bets.filter(({ status }) => status === 'active')
  const revised = active.find(({ id }) => id === revisedId) ?? null
  const closed = bets.filter(({ status }) => status !== 'active')
  const place = async (bet: NewBet) => {
    if (!revised) return onPlace(bet)
    const outcome = await onReplace(revised, bet)
    setRevised(null)
    return outcome
  }
  const revise = (bet: Bet) => {
    setRevised(bet.id)
    top.current?.scrollIntoView({ block: 'nearest' })
    top.current?.focus({ preventScroll: true })
  }
  return (
    <>
      {bets.length === 0 && (
        <p className="pd-small pd-quiet">
          {say(
            'A bet says what you expect, how sure you are, and what you stake on it. Points buy nothing: they show who forecasts well. A bet without a stake is scored all the same.',
          )}
        </p>
      )}
      <div ref={top} tabIndex={-1} className="pd-quiet-focus">
        <BetForm
          key={revised?.id ?? `new ${type}`}
          available={available}
          isOwner={isOwner}
          active={active}
          revised={revised}
          closed={closedTypes(props.questions, props.outcomes)}
          {...(type && { type })}
          onPlace={place}
          onLeave={() => setRevised(null)}
          busy={placing}
          error={placeError}
        />
      </div>
      {active.length > 0 && (
        <section className="pd-table-box" aria-label={say('Your open bets')}>
          <h4>{say('Your open bets')}</h4>
          <Suspense>
            <BetList {...props} bets={active} onRevise={revise} />
          </Suspense>
        </section>
      )}
      {closed.length > 0 && (
        <details className="pd-fold" open={active.length === 0}>
          <summary>{say('Your closed bets, {total}', { total: closed.length })}</summary>
          <Suspense>
            <BetHistory bets={closed} questions={props.questions} caption={say('Your closed bets on this vehicle')} />
          </Suspense>
        </details>
      )}
      {sentiment.length > 0 && (
        <div className="pd-table-box">
          <h4>{say('What people say on average')}</h4>
          <Suspense>
            <SentimentTable sentiment={sentiment} />
          </Suspense>
        </div>
      )}
      {more}
    </>
  )
}
