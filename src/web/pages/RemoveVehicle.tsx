import { useState } from 'react'
import { Notice } from '../../react/components/shared/Notice.tsx'
import { useRemoveVehicle } from '../../react/hooks/use-garage.ts'
import { reasonOf, say } from '../../react/language/say.ts'
import { go } from '../router.tsx'

/** Removes one's vehicle, after it has been said what goes and what stays. */
export function RemoveVehicle({ vehicleId, name }: { vehicleId: string; name: string }) {
  const remove = useRemoveVehicle(vehicleId, () => go('/garage'))
  const [sure, setSure] = useState(false)
  return (
    <section className="section" aria-labelledby="remove-title">
      <h2 id="remove-title">{say('Remove it')}</h2>
      <p className="pd-quiet">
        {say(
          'Its photos, comments, votes and open bets go for good; stakes in open bets go back. Forecasters keep the scores of questions that were settled. To hide it instead, make it private above.',
        )}
      </p>
      {remove.error && <Notice>{reasonOf(remove.error)}</Notice>}
      <button
        type="button"
        className="pd-button"
        aria-disabled={remove.isPending}
        onClick={() => {
          if (!sure) setSure(true)
          else if (!remove.isPending) remove.mutate()
        }}
      >
        {sure ? say('Remove {name} for good', { name }) : say('Remove this car')}
      </button>
    </section>
  )
}
