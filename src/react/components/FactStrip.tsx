import type { VehicleFacts } from '../../client/vehicles.ts'
import { count } from '../format.ts'

type Fact = { label: string; value: number; unit?: string }

function factsOf(facts: VehicleFacts): Fact[] {
  const all: { label: string; value: number | null; unit?: string }[] = [
    { label: 'Displacement', value: facts.displacementCuIn, unit: 'cu in' },
    { label: 'Power', value: facts.horsepower, unit: 'hp' },
    { label: 'Weight', value: facts.weightLb, unit: 'lb' },
    { label: 'Cylinders', value: facts.cylinders },
    { label: 'Fuel', value: facts.mpg, unit: 'mpg' },
    { label: '0 to 60 mph', value: facts.accelerationSeconds, unit: 's' },
  ]
  return all.filter((fact): fact is Fact => fact.value !== null)
}

/** The known facts, each with its unit and the mark of its source; unknown ones are left out. */
export function FactStrip({ facts, source }: { facts: VehicleFacts; source: string | null }) {
  const known = factsOf(facts)
  if (known.length === 0) return null
  return (
    <div>
      <dl className="pd-facts">
        {known.map(({ label, value, unit }) => (
          <div key={label}>
            <dt>
              {label} {source && <SourceMark />}
            </dt>
            <dd>
              {count(value)}
              {unit && <small>{unit}</small>}
            </dd>
          </div>
        ))}
      </dl>
      {source && (
        <p className="pd-small pd-quiet pd-facts-source">
          <SourceMark /> {source}
        </p>
      )}
    </div>
  )
}

/** A circle with D: from a data set. */
const SourceMark = () => (
  <i className="pd-mark" aria-hidden="true">
    D
  </i>
)
