import { useState } from 'react'
import { emptyDraft } from '../../client/garage.ts'
import { VehicleForm } from '../../react/components/garage/VehicleForm.tsx'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useSaveVehicle } from '../../react/hooks/use-garage.ts'
import { say } from '../../react/language/say.ts'
import { go, useTitle } from '../router.tsx'
import { MembersOnly } from './MembersOnly.tsx'
import { PageWaiting } from './PageWaiting.tsx'

export function AddVehiclePage() {
  const member = useMember()
  if (member === undefined) return <PageWaiting />
  if (member === null)
    return (
      <MembersOnly
        title={say('Add a car')}
        why={say('A car has an owner. Sign in, or join with an email and a password.')}
      />
    )
  return <AddVehicle />
}

function AddVehicle() {
  useTitle(say('Add a car'))
  // Made once: a second try after a lost answer changes the same car instead of adding another.
  const [id] = useState(() => crypto.randomUUID())
  const save = useSaveVehicle()
  return (
    <div className="wrap garage-page">
      <h1>{say('Add a car')}</h1>
      <p className="lede">{say('Only the model is needed. Photos come next.')}</p>
      <VehicleForm
        draft={emptyDraft}
        submit={say('Add this car')}
        busy={save.isPending}
        error={save.error}
        onSave={(draft) => save.mutate({ id, draft }, { onSuccess: () => go(`/garage/${id}#photos`) })}
      />
    </div>
  )
}
