import type { VehicleCard as Card } from '../../client/vehicles.ts'
import { useVehicles } from '../../react/hooks/use-vehicles.ts'
import { useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { Ranking } from './Ranking.tsx'
import { VehicleCard } from './VehicleCard.tsx'

export function DiscoverPage() {
  useTitle('Discover')
  const vehicles = useVehicles()
  if (vehicles.error && !vehicles.data) return <Failure error={vehicles.error} onRetry={vehicles.refetch} />
  return (
    <div className="wrap">
      <h1 className="page-title">On view</h1>
      {vehicles.data ? <Index cards={vehicles.data} /> : <Waiting />}
      {vehicles.hasNextPage && (
        <p className="index-more">
          <button
            type="button"
            className="pd-button"
            disabled={vehicles.isFetchingNextPage}
            onClick={() => vehicles.fetchNextPage()}
          >
            {vehicles.isFetchingNextPage ? 'Loading' : 'Show older ones'}
          </button>
        </p>
      )}
    </div>
  )
}

function Index({ cards }: { cards: Card[] }) {
  if (cards.length === 0)
    return <p className="lede">No vehicles yet. They appear here as soon as their owners add them.</p>
  const voted = cards.filter(({ vote, sale }) => vote.total > 0 && !sale)
  return (
    <div className="index">
      <div className="cards">
        {cards.map((card, place) => (
          <VehicleCard key={card.id} card={card} first={place === 0} />
        ))}
      </div>
      {voted.length > 0 && <Ranking cards={voted} />}
    </div>
  )
}

function Waiting() {
  return (
    <div className="index" aria-busy="true">
      <p className="pd-hidden" role="status">
        Loading the vehicles
      </p>
      <div className="cards">
        {['first', 'second', 'third'].map((place) => (
          <div key={place} className="card">
            <div className="card-photo" />
            <div className="title-waiting" />
          </div>
        ))}
      </div>
    </div>
  )
}
