import type { RelatedTo } from '../../client/related.ts'
import { ComparableSales } from '../../react/panels/ComparableSales.tsx'
import { RelatedCars } from './RelatedCars.tsx'

/** What a car's page ends with: what others like it were sold for, and which are here. */
export function OtherCars({ to }: { to: RelatedTo }) {
  return (
    <>
      <ComparableSales vehicleId={to.id} />
      <RelatedCars to={to} />
    </>
  )
}
