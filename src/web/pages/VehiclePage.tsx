import { lazy, Suspense, useState } from 'react'
import type { Research } from '../../client/research.ts'
import type { Vehicle } from '../../client/vehicles.ts'
import { FactStrip } from '../../react/components/FactStrip.tsx'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useLiveVehicle } from '../../react/hooks/use-live-vehicle.ts'
import { usePhotos } from '../../react/hooks/use-photos.ts'
import { useResearched } from '../../react/hooks/use-research.ts'
import { useVehicle } from '../../react/hooks/use-vehicles.ts'
import { useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { OwnerActs } from './OwnerActs.tsx'
import { PhotoSection } from './PhotoSection.tsx'
import { PriceSection } from './PriceSection.tsx'
import { SpecSection } from './SpecSection.tsx'
import { useShownPhoto } from './use-shown-photo.ts'
import { VehicleSkeleton } from './VehicleSkeleton.tsx'

// Loaded at the first tap on a spec.
const SpecResearchModal = lazy(async () => ({
  default: (await import('../../react/components/specs/SpecResearchModal.tsx')).SpecResearchModal,
}))

export function VehiclePage({ vehicleId }: { vehicleId: string }) {
  const vehicle = useVehicle(vehicleId)
  const photos = usePhotos(vehicleId)
  useLiveVehicle(vehicle.data ? vehicleId : null)
  const member = useMember()
  const shown = useShownPhoto(photos.data)
  const researched = useResearched(vehicleId)
  const [spec, setSpec] = useState<string | null>(null)
  useTitle(vehicle.data ? titleOf(vehicle.data).join(' ') : undefined)

  if (vehicle.data === null) return <NotFoundPage what="vehicle" />
  const error = vehicle.error ?? photos.error
  if (error && !(vehicle.data && photos.data)) {
    return <Failure error={error} onRetry={() => Promise.all([vehicle.refetch(), photos.refetch()])} />
  }
  if (!vehicle.data || !photos.data) return <VehicleSkeleton />
  const isOwner = !!member && member.id === vehicle.data.owner?.id
  return (
    <>
      <PhotoSection
        vehicle={{ id: vehicleId, title: titleOf(vehicle.data).join(' ') }}
        isOwner={isOwner}
        photos={photos.data}
        shown={shown}
      >
        <Lot vehicle={vehicle.data} researched={researched.data} onResearch={setSpec} />
        {isOwner && <OwnerActs vehicleId={vehicleId} onAdded={({ id }) => shown.show(id)} />}
      </PhotoSection>
      <PriceSection vehicleId={vehicleId} ownerId={vehicle.data.owner?.id ?? null} />
      <SpecSection vehicle={vehicle.data} onResearch={setSpec} />
      {spec !== null && (
        <Suspense>
          <SpecResearchModal key={spec} vehicleId={vehicleId} spec={spec} onClose={() => setSpec(null)} />
        </Suspense>
      )}
    </>
  )
}

/** "1970 Plymouth" and "'Cuda 340". */
const titleOf = ({ year, make, model }: Pick<Vehicle, 'year' | 'make' | 'model'>): [string, string] => [
  [year, make].filter(Boolean).join(' '),
  model,
]

type LotProps = {
  vehicle: Vehicle
  researched: Map<string, Research> | undefined
  onResearch: (spec: string) => void
}

function Lot({ vehicle, researched, onResearch }: LotProps) {
  const [small, large] = titleOf(vehicle)
  return (
    <>
      <h1>
        <small>{small}</small>
        {large}
      </h1>
      {vehicle.description && <p className="lede">{vehicle.description}</p>}
      <FactStrip
        facts={vehicle.facts}
        source={vehicle.factsSource}
        {...(researched ? { researched } : {})}
        onResearch={onResearch}
      />
      <div className="lot-acts">
        <a className="pd-button pd-primary" href="#auction">
          Vote on auction
        </a>
        <a className="pd-button" href="#bets">
          Place a claim
        </a>
      </div>
      {vehicle.owner?.name && <p className="by">Kept by {vehicle.owner.name}.</p>}
    </>
  )
}
