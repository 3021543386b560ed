import type { VehicleCard } from '../../client/vehicles.ts'
import { WilsonMini } from '../../react/charts/WilsonMini.tsx'
import { isReady, minimumVotes, threshold, wilson } from '../../react/charts/wilson.ts'
import { count, percent } from '../../react/format.ts'
import { Link } from '../router.tsx'

/** Vehicles by the low end of the Wilson interval, so that a few keen votes do not outrank many. */
export function Ranking({ cards }: { cards: VehicleCard[] }) {
  const ranked = cards
    .map((card) => ({ card, ...wilson(card.vote.yes, card.vote.total) }))
    .sort((a, b) => b.low - a.low)
  return (
    <aside className="rail">
      <h2 id="ranking">Nearest to auction</h2>
      <ol className="rank" aria-labelledby="ranking">
        {ranked.map(({ card, low, high }, place) => (
          <li key={card.id}>
            <span className="rank-place" aria-hidden="true">
              {place + 1}
            </span>
            <Link href={`/vehicles/${card.id}`}>{[card.make, card.model].filter(Boolean).join(' ')}</Link>
            <span className="rank-votes">
              {count(card.vote.yes)} of {count(card.vote.total)}
            </span>
            <div className="rank-chart">
              <WilsonMini yes={card.vote.yes} total={card.vote.total} />
              <span className="pd-small pd-quiet">
                {isReady(card.vote.yes, card.vote.total) && 'Ready. '}Likely {percent(low)} to {percent(high)} yes
              </span>
            </div>
          </li>
        ))}
      </ol>
      <p className="pd-small pd-quiet rail-note">
        Ranked by the low end of the 90 % Wilson interval, so a few keen votes do not outrank many. Dashed line:{' '}
        {percent(threshold)}, which the low end has to pass, with {minimumVotes} votes or more. Each scale runs from 0
        to 100 %.
      </p>
    </aside>
  )
}
