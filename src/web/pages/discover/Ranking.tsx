import type { VehicleCard } from '../../../client/vehicles.ts'
import { minimumVotes, threshold } from '../../../react/charts/layout/wilson.ts'
import { WilsonMini } from '../../../react/charts/WilsonMini.tsx'
import { weighedShare } from '../../../react/components/auction/verdict-words.ts'
import { percent } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'
import { Link } from '../../router.tsx'

/** Vehicles by the low end of the Wilson interval, so that a few keen votes do not outrank many. */
export function Ranking({ cards }: { cards: VehicleCard[] }) {
  const ranked = cards.map((card) => ({ card, ...card.vote.interval })).sort((a, b) => b.low - a.low)
  return (
    <aside>
      <h2 id="ranking">{say('Nearest to auction')}</h2>
      <ol className="rank" aria-labelledby="ranking">
        {ranked.map(({ card, low, high }, place) => (
          <li key={card.id}>
            <span className="rank-place" aria-hidden="true">
              {place + 1}
            </span>
            <Link href={`/vehicles/${card.id}`}>{[card.make, card.model].filter(Boolean).join(' ')}</Link>
            <span className="rank-votes">
              {say('{yes} of {total}', { yes: card.vote.yes, total: card.vote.total })}
            </span>
            <div className="rank-chart">
              <WilsonMini share={weighedShare(card.vote)} low={low} high={high} />
              <span className="pd-small pd-quiet">
                {card.vote.verdict === 'ready' && `${say('Ready')}. `}
                {card.vote.effectiveVotes > 0
                  ? say('Likely {low} to {high} yes', { low: percent(low), high: percent(high) })
                  : say('Not known yet')}
              </span>
            </div>
          </li>
        ))}
      </ol>
      <p className="pd-small pd-quiet rail-note">
        {say(
          'Ranked by the low end of the 90 % Wilson interval, so a few keen votes do not outrank many. Dashed line: {threshold}, which the low end has to pass, with {minimumVotes} weighed votes or more. Each scale runs from 0 to 100 %.',
          { threshold: percent(threshold), minimumVotes },
        )}
      </p>
      <p>
        <Link className="pd-link" href="/ready">
          {say('All that are ready for auction')}
        </Link>
      </p>
    </aside>
  )
}
