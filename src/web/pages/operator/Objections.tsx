import type { Objection } from '../../../client/operator/disputes.ts'
import { PersonName } from '../../../react/components/shared/PersonName.tsx'
import { say } from '../../../react/language/say.ts'

type ObjectionsProps = { label: string; objections: Objection[] /** How many there are in all. */; people?: number }

/** What people say against something, with their names: operators see who. */
export function Objections({ label, objections, people = objections.length }: ObjectionsProps) {
  if (objections.length === 0) return null
  return (
    <>
      <ul className="operator-objections" aria-label={label}>
        {objections.map(({ by, reason }) => (
          <li key={by.id}>
            <q>{reason}</q>{' '}
            <span className="pd-small pd-soft">
              <PersonName person={by} />
            </span>
          </li>
        ))}
      </ul>
      {people > objections.length && (
        <p className="pd-small pd-quiet">
          {say('and {value} more person|and {value} more people', { value: people - objections.length })}
        </p>
      )}
    </>
  )
}
