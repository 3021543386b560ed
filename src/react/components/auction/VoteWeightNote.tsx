import type { VoteWeight } from '../../../client/votes.ts'
import { percent } from '../../format.ts'
import { say, told } from '../../language/say.ts'

/** What the member's own vote weighs in the verdict, and why. */
export function VoteWeightNote({ weight: { weight, reasons } }: { weight: VoteWeight }) {
  const words =
    weight >= 1
      ? say('Your vote weighs in full')
      : weight === 0
        ? say('Your vote weighs nothing in the verdict')
        : say('Your vote weighs {weight} of a full one', { weight: percent(weight) })
  return (
    <details className="pd-fold pd-weights">
      <summary>
        {words}. {say('Why?')}
      </summary>
      <ul className="pd-small pd-quiet">
        {reasons.map((reason) => (
          <li key={reason}>{told(reason)}</li>
        ))}
      </ul>
    </details>
  )
}
