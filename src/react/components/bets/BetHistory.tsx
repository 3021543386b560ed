import { type ReactNode, useState } from 'react'
import type { Bet } from '../../../client/bets.ts'
import type { Question } from '../../../client/questions.ts'
import { count, day, points, pointsChange } from '../../format.ts'
import { say } from '../../language/say.ts'
import { roundOf } from './BetList.tsx'
import { fateOf, scoreInWords } from './bet-words.ts'
import { claimInWords } from './claims.ts'

type BetHistoryProps<B extends Bet> = {
  bets: B[]
  /** Of the vehicle, to tell void claims from those taken back; without them both are "taken back". */
  questions?: Question[]
  caption: string
  /** How many are shown until all are asked for. */
  first?: number
  /** Before the claim, such as the vehicle it is about. */
  about?: (bet: B) => ReactNode
}

/** Claims with what became of them, the superseded, late and void ones too. */
export function BetHistory<B extends Bet>({ bets, questions = [], first = 50, caption, about }: BetHistoryProps<B>) {
  const [all, setAll] = useState(false)
  const shown = all ? bets : bets.slice(0, first)
  return (
    <div className="pd-table-box">
      <table className="pd-history">
        <caption className="pd-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{say('Bet')}</th>
            <th scope="col" className="pd-right">
              {say('How sure')}
            </th>
            <th scope="col" className="pd-right">
              {say('Points')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((bet) => (
            <tr key={bet.id}>
              <td>
                {about && <span className="pd-small pd-quiet pd-block">{about(bet)}</span>}
                {claimInWords(bet)}
                <span className="pd-small pd-soft pd-block">
                  {fateOf(bet, roundOf(bet, questions))}, {day(bet.resolvedAt ?? bet.placedAt)}
                  {bet.byOwner && `, ${say('by the owner')}`}
                </span>
                {bet.score !== null && <span className="pd-small pd-quiet pd-block">{scoreInWords(bet)}</span>}
              </td>
              <td className="pd-right pd-number">{count(bet.confidencePercent)} %</td>
              <td className="pd-right pd-number">
                <Points bet={bet} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < bets.length && (
        <button type="button" className="pd-link" onClick={() => setAll(true)}>
          {say('Show all {total}', { total: bets.length })}
        </button>
      )}
    </div>
  )
}

function Points({ bet: { stake, payout, status } }: { bet: Bet }) {
  if (stake === 0) return <span className="pd-soft">{say('none')}</span>
  if (status === 'active') return <>{say('{stake} staked', { stake: points(stake) })}</>
  return <>{pointsChange((payout ?? stake) - stake)}</>
}
