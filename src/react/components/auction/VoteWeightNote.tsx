import type { VoteWeight } from '../../../client/votes.ts'
import { percent } from '../../format.ts'

/** What the member's own vote weighs in the verdict, and why. */
export function VoteWeightNote({ weight: { weight, reasons } }: { weight: VoteWeight }) {
  const words =
    weight >= 1
      ? 'Your vote weighs in full'
      : weight === 0
        ? 'Your vote weighs nothing in the verdict'
        : `Your vote weighs ${percent(weight)} of a full one`
  return (
    <details className="pd-fold pd-weights">
      <summary>{words}. Why?</summary>
      <ul className="pd-small pd-quiet">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </details>
  )
}
