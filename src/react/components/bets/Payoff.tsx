import { useEffect, useState } from 'react'
import { betTypes } from '../../../client/bet-types.ts'
import type { BetType, Claim } from '../../../client/bets.ts'
import { pointsChange } from '../../format.ts'
import { say } from '../../language/say.ts'
import type { payoff } from './payoff.ts'
import { viewOf } from './types/index.ts'

type PayoffProps = { claim: Claim | null; type: BetType; confidencePercent: number; stake: number }

/** What is at stake: what one wins and loses at this confidence, against one other with only a rough idea. */
export function Payoff({ claim, type, confidencePercent, stake }: PayoffProps) {
  const known = claim ?? (betTypes[type].shape === 'milestone' ? anyMilestone : null)
  const reckon = usePayoff(stake > 0)
  const won = known && stake > 0 ? reckon?.(known, confidencePercent / 100, stake) : { right: 0, wrong: 0 }
  const words = viewOf(type).words.payoff
  return (
    <div className="pd-payoff-box">
      <dl className="pd-payoff">
        <div>
          <dt>{say(words.right)}</dt>
          <dd>{won ? pointsChange(rounded(won.right)) : '–'}</dd>
        </div>
        <div>
          <dt>{say(words.wrong)}</dt>
          <dd>{won ? pointsChange(rounded(won.wrong)) : '–'}</dd>
        </div>
      </dl>
      <p className="pd-small pd-quiet">
        {stake > 0
          ? say(
              'Against one other who stakes as much and {other}. All stakes on a question make one pot: whoever was nearer to the truth takes from whoever was not. It pays best to say what you believe, and you never lose more than your stake.',
              { other: say(words.other) },
            )
          : say('Without a stake your bet is scored all the same, and no points change hands.')}
      </p>
    </div>
  )
}

/** Loaded when points are staked. */
function usePayoff(isStaked: boolean) {
  const [reckon, setReckon] = useState<typeof payoff | null>(null)
  useEffect(() => {
    if (!isStaked) return
    import('./payoff.ts').then(
      (loaded) => setReckon(() => loaded.payoff),
      () => {}, // it stays a dash
    )
  }, [isStaked])
  return reckon
}

/** What a milestone wins does not depend on its number. */
const anyMilestone: Claim = { type: 'value_milestone', prediction: { target_value: 1, by_date: '2100-01-01' } }

const rounded = (value: number) => (Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Math.round(value))
