import type { FoundVehicle } from '../../../client/find.ts'
import type { VehicleFacts } from '../../../client/vehicles.ts'
import { count } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'
import { Link } from '../../router.tsx'

const columns: { title: string; unit: string; of: (facts: VehicleFacts) => number | null }[] = [
  { title: 'Displacement', unit: 'cu in', of: (facts) => facts.displacementCuIn },
  { title: 'Cylinders', unit: '', of: (facts) => facts.cylinders },
  { title: 'Power', unit: 'hp', of: (facts) => facts.horsepower },
  { title: 'Weight', unit: 'lb', of: (facts) => facts.weightLb },
  { title: '0 to 60', unit: 's', of: (facts) => facts.accelerationSeconds },
  { title: 'Fuel', unit: 'mpg', of: (facts) => facts.mpg },
]

/** The cars by their figures, side by side; a blank is a blank. */
export function TechnicalTable({ vehicles }: { vehicles: FoundVehicle[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className="pd-table-box technical" aria-label={say('Vehicles by their figures')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('Vehicle')}</th>
            {columns.map(({ title, unit }) => (
              <th key={title} scope="col" className="pd-right">
                {' '}
                {say(title)}
                {unit && <small> {unit}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {vehicles.map((vehicle) => (
            <tr key={vehicle.id}>
              <th scope="row" className="technical-name">
                <Link className="technical-link" href={`/vehicles/${vehicle.id}`}>
                  {[vehicle.year, vehicle.make, vehicle.model].filter(Boolean).join(' ')}
                </Link>
              </th>
              {columns.map(({ title, of }) => {
                const value = of(vehicle.facts)
                return (
                  <td key={title} className="pd-right pd-number">
                    {value === null ? <span className="pd-quiet">–</span> : count(value)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
