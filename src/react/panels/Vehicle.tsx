import { memo, type ReactNode, Suspense, useState } from 'react'
import type { Photo } from '../../client/photos.ts'
import type { Vehicle as VehicleData } from '../../client/vehicles.ts'
import { DetailList } from '../components/garage/DetailList.tsx'
import { FactStrip } from '../components/shared/FactStrip.tsx'
import { LoadFailure, Waiting } from '../components/shared/LoadStates.tsx'
import { PersonName } from '../components/shared/PersonName.tsx'
import { SpecTable } from '../components/specs/SpecTable.tsx'
import { closesVote, saleInWords, useAfterwards } from '../hooks/use-afterwards.ts'
import { useVehicleDetails } from '../hooks/use-details.ts'
import { useLiveVehicle } from '../hooks/use-live-vehicle.ts'
import { usePhotos } from '../hooks/use-photos.ts'
import { useResearched } from '../hooks/use-research.ts'
import { useShownPhoto } from '../hooks/use-shown-photo.ts'
import { useIsOwner, useVehicle } from '../hooks/use-vehicles.ts'
import { say } from '../language/say.ts'
import { lazyPart } from '../lazy-part.tsx'
import { useLinks } from '../links.tsx'
import { AskAnother } from './AskAnother.tsx'
import { PhotoStage, PhotoTalk } from './PhotoGallery.tsx'
import { PriceCarousel } from './PriceCarousel.tsx'

// Loaded at the first tap on a spec.
const SpecResearchModal = lazyPart(
  async () => (await import('../components/specs/SpecResearchModal.tsx')).SpecResearchModal,
)

// Owners alone have any.
const Papers = lazyPart(async () => (await import('./Papers.tsx')).Papers)

// A photo's count goes up while it is looked at. What does not show it is not drawn anew.
const Facts = memo(FactStrip)
const Talk = memo(PhotoTalk)
const Price = memo(PriceCarousel)
const Specs = memo(SpecTable)

const nothingResearched: NonNullable<ReturnType<typeof useResearched>['data']> = new Map()

export type VehicleProps = {
  id: string
  /** How deep its title stands on the page. */
  heading?: 'h1' | 'h2'
  /** Shown while it is loaded; a well of its size unless given. */
  waiting?: ReactNode
  /** Shown where there is no such vehicle that the reader may see; nothing unless given. */
  missing?: ReactNode
  /** The page's address is this vehicle's: it follows the photo that is shown, and each that fills the screen gets an entry in the history. */
  ownsAddress?: boolean
  /** What only its owner finds below the facts. `show` leads to a photo. */
  ownerActs?: (show: (photo: Photo) => void) => ReactNode
  /** What everybody finds below the facts. */
  acts?: ReactNode
  /** What stands below the specification. */
  more?: ReactNode
}

/** All of a vehicle, in parts that a browser takes over from a server one after the other: photos, facts with their sources, comments, the crowd's price, bets, the vote and the spec sheet. */
export function Vehicle({
  id,
  heading = 'h2',
  ownsAddress = false,
  waiting,
  missing,
  acts,
  ownerActs,
  more,
}: VehicleProps) {
  const vehicle = useVehicle(id)
  const photos = usePhotos(id)
  useLiveVehicle(vehicle.data ? id : null)
  if (vehicle.data === null) return missing ?? null
  const error = vehicle.error ?? photos.error
  if (error && !(vehicle.data && photos.data)) {
    return <LoadFailure error={error} onRetry={() => Promise.all([vehicle.refetch(), photos.refetch()])} />
  }
  if (!vehicle.data || !photos.data) return waiting ?? <Waiting />
  const parts = { heading, ownsAddress, acts, ownerActs, more }
  return <Shown vehicle={vehicle.data} photos={photos.data} {...parts} />
}

type ShownProps = {
  vehicle: VehicleData
  photos: Photo[]
  heading: 'h1' | 'h2'
  ownsAddress: boolean
  acts: ReactNode
  ownerActs: VehicleProps['ownerActs']
  more: ReactNode
}

function Shown({ vehicle, photos, heading, ownsAddress, acts, ownerActs, more }: ShownProps) {
  const shown = useShownPhoto(photos, ownsAddress)
  const isOwner = useIsOwner(vehicle)
  const researched = useResearched(vehicle.id).data ?? nothingResearched
  const [spec, setSpec] = useState<string | null>(null)
  const details = useVehicleDetails(vehicle.id)
  const photo = photos[shown.index]
  return (
    <article className="pd-vehicle">
      <div className="pd-hero">
        <Suspense>
          <PhotoStage vehicle={vehicle} isOwner={isOwner} photos={photos} shown={shown} />
        </Suspense>
        <section className="pd-lot" aria-label={say('Vehicle')}>
          <Title vehicle={vehicle} heading={heading} />
          {vehicle.description && <p className="pd-lede">{vehicle.description}</p>}
          <Facts facts={vehicle.facts} source={vehicle.factsSource} researched={researched} onResearch={setSpec} />
          {details.data && <DetailList details={details.data} />}
          <LotActs vehicleId={vehicle.id} />
          {vehicle.owner?.name && (
            <p className="pd-by">{say('Kept by {person}.', { person: <PersonName person={vehicle.owner} /> })}</p>
          )}
          {acts}
          {isOwner && ownerActs?.(({ id }) => shown.show(id))}
          {photo && !shown.full && (
            <Suspense>
              <Talk key={photo.id} photoId={photo.id} isOwner={isOwner} heading={heading === 'h1' ? 'h2' : 'h3'} />
            </Suspense>
          )}
        </section>
      </div>
      <section className="pd-section" aria-labelledby="price-title">
        <h2 id="price-title">{say('What is it worth, and should it be sold?')}</h2>
        <Price vehicleId={vehicle.id} />
      </section>
      <section className="pd-section" id="specs" aria-labelledby="specs-title">
        <h2 id="specs-title">{say('Specification')}</h2>
        <p className="pd-quiet">{say('A mark says what a value rests on. Open one to read the words it came from.')}</p>
        <Suspense>
          <Specs facts={vehicle.facts} source={vehicle.factsSource} researched={researched} onResearch={setSpec} />
          <AskAnother onResearch={setSpec} />
        </Suspense>
        <DossierLink vehicleId={vehicle.id} />
        {isOwner && (
          <Suspense>
            <Papers vehicleId={vehicle.id} />
          </Suspense>
        )}
      </section>
      {more}
      {spec !== null && (
        <Suspense>
          <SpecResearchModal key={spec} vehicleId={vehicle.id} spec={spec} onClose={() => setSpec(null)} />
        </Suspense>
      )}
    </article>
  )
}

/** Of a car that was sold the result comes first: there is no vote to be had. */
function LotActs({ vehicleId }: { vehicleId: string }) {
  const result = useAfterwards(vehicleId).data?.[0]
  const isSold = closesVote(result)
  return (
    <div className="pd-lot-acts">
      {isSold && result && <p className="pd-claim">{saleInWords(result)}</p>}
      <a className={isSold ? 'pd-button' : 'pd-button pd-primary'} href="#auction">
        {isSold ? say('What it sold for') : say('Vote on auction')}
      </a>
      <a className="pd-button" href="#bets">
        {isSold ? say('What people bet') : say('Place a bet')}
      </a>
    </div>
  )
}

function DossierLink({ vehicleId }: { vehicleId: string }) {
  const links = useLinks()
  if (!links) return null
  return (
    <a className="pd-link" href={links.dossier(vehicleId)}>
      {say('The whole record, to print')}
    </a>
  )
}

/** "1970 Plymouth", and below it "'Cuda 340". */
function Title({ vehicle, heading: Heading }: { vehicle: VehicleData; heading: 'h1' | 'h2' }) {
  return (
    <Heading className="pd-title">
      <small>{[vehicle.year, vehicle.make].filter(Boolean).join(' ')}</small>
      <bdi>{vehicle.model}</bdi>
    </Heading>
  )
}
