import { memo, Suspense, useCallback, useDeferredValue, useMemo } from 'react'
import type { FoundVehicle } from '../../../client/find.ts'
import { useFindVehicles, useNearestToAuction } from '../../../react/hooks/use-find.ts'
import { say } from '../../../react/language/say.ts'
import { lazyPart } from '../../../react/lazy-part.tsx'
import { Link, replaceAddress, useSearch, useTitle } from '../../router.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { Moved } from './Moved.tsx'
import { type Asked, addressOf, hasWords, isFiltered, isNarrowed, readAddress, type View } from './query.ts'
import { Ranking } from './Ranking.tsx'
import { TechnicalTable } from './TechnicalTable.tsx'
import { Toolbar, ViewSwitch } from './Toolbar.tsx'
import { VehicleCard } from './VehicleCard.tsx'

const Chips = lazyPart(async () => (await import('./filters.ts')).Chips)

/** What is on view: found by words and filters that stand in the address, in one of three shapes. */
export function DiscoverPage() {
  useTitle(say('Discover'))
  const asked = readAddress(useSearch())
  const ask = useCallback((change: Partial<Asked>) => {
    replaceAddress(addressOf({ ...readAddress(location.search), ...change }))
  }, [])
  const { view, ...query } = asked
  const found = useFindVehicles(query)
  const vehicles = useMemo(() => found.data?.pages.flatMap((page) => page.vehicles), [found.data])
  const drawn = useDeferredValue(view) // the button answers at once, and the index follows
  return (
    <div className="wrap">
      <div className="discover-head">
        <h1 className="page-title">{say('On view')}</h1>
        <ViewSwitch asked={asked} onAsk={ask} />
      </div>
      <Toolbar asked={asked} onAsk={ask} />
      {isFiltered(asked) && (
        <Suspense fallback={<div className="find-chips-waiting" />}>
          <Chips asked={asked} onAsk={ask} />
        </Suspense>
      )}
      {found.error && !vehicles ? (
        <Failure error={found.error} onRetry={found.refetch} />
      ) : vehicles ? (
        <>
          <Said
            asked={asked}
            vehicles={vehicles}
            fuzzy={found.data?.pages[0]?.fuzzy ?? false}
            more={found.hasNextPage}
          />
          <Index
            vehicles={vehicles}
            view={drawn}
            busy={found.isPlaceholderData}
            narrowed={isNarrowed(asked)}
            more={found.hasNextPage}
          />
        </>
      ) : (
        <Waiting />
      )}
      {found.hasNextPage && (
        <p className="index-more">
          <button
            type="button"
            className="pd-button"
            aria-disabled={found.isFetchingNextPage}
            onClick={() => !found.isFetchingNextPage && found.fetchNextPage()}
          >
            {found.isFetchingNextPage ? say('Loading') : say('Show more')}
          </button>
        </p>
      )}
    </div>
  )
}

type SaidProps = { asked: Asked; vehicles: FoundVehicle[]; fuzzy: boolean; more: boolean }

/** How many there are, and what to do where there are none. */
function Said({ asked, vehicles, fuzzy, more }: SaidProps) {
  if (!isNarrowed(asked)) return null
  const number = more
    ? say('{vehicles} vehicle, and there are more|{vehicles} vehicles, and there are more', {
        vehicles: vehicles.length,
      })
    : say('{vehicles} vehicle|{vehicles} vehicles', { vehicles: vehicles.length })
  return (
    <p className="find-said" role="status">
      {vehicles.length === 0
        ? asked.words && !hasWords(asked.words)
          ? say('There is nothing to look for in that: write a word or a number.')
          : say('No vehicle fits. Try fewer words, or leave out a filter.')
        : fuzzy
          ? say('No vehicle has exactly these words. {number} with words that are spelt much like them.', { number })
          : number}
    </p>
  )
}

const NoneYet = () => (
  <>
    <p className="lede">{say('No vehicles yet. The first one may be yours.')}</p>
    <p className="index-more">
      <Link className="pd-button pd-primary" href="/garage/new">
        {say('Add the first car')}
      </Link>
    </p>
  </>
)

type IndexProps = { vehicles: FoundVehicle[]; view: View; busy: boolean; narrowed: boolean; more: boolean }

const Index = memo(function Index({ vehicles, view, busy, narrowed, more }: IndexProps) {
  const isAll = !narrowed && !more
  const nearest = useNearestToAuction({ enabled: !isAll })
  if (vehicles.length === 0) return narrowed ? null : <NoneYet />
  const voted = (isAll ? vehicles : (nearest.data ?? [])).filter(({ vote, sale }) => vote.total > 0 && !sale)
  return (
    <div className="index" aria-busy={busy || undefined}>
      {view === 'technical' ? (
        <TechnicalTable vehicles={vehicles} />
      ) : (
        <div className={view === 'grid' ? 'cards cards-grid' : 'cards'}>
          {vehicles.map((card, place) => (
            <VehicleCard key={card.id} card={card} first={place === 0} />
          ))}
        </div>
      )}
      <div className="rail">
        {voted.length > 0 && <Ranking cards={voted} />}
        <Moved />
      </div>
    </div>
  )
})

function Waiting() {
  return (
    <div className="index" aria-busy="true">
      <p className="pd-hidden" role="status">
        {say('Loading the vehicles')}
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
