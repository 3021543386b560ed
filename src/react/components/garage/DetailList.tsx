import type { VehicleDetails } from '../../../client/details.ts'
import { count } from '../../format.ts'
import { say } from '../../language/say.ts'

/** What the owner says of a vehicle; nothing where nothing is said. */
export function DetailList({ details }: { details: VehicleDetails }) {
  const rows = rowsOf(details)
  if (rows.length === 0) return null
  return (
    <dl className="pd-details">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function rowsOf({ trim, engine, gearbox, colour, mileage, place, chassis }: VehicleDetails): [string, string][] {
  const all: [string, string | null][] = [
    [say('Trim'), trim],
    [say('Engine'), engine],
    [say('Gearbox'), gearbox],
    [say('Colour'), colour],
    [say('Mileage'), mileage && `${count(mileage.value)} ${mileage.unit}`],
    [say('Where'), place],
    [
      chassis?.isShown === false ? say('Chassis number, seen by you alone') : say('Chassis number'),
      chassis?.number ?? null,
    ],
  ]
  return all.filter((row): row is [string, string] => row[1] !== null)
}
