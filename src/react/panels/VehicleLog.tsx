import { awaitsConfirmation } from '../../client/outcomes.ts'
import { LogList } from '../components/garage/LogList.tsx'
import { day } from '../format.ts'
import { useLog } from '../hooks/use-log.ts'
import { useOutcomes } from '../hooks/use-questions.ts'
import { say } from '../language/say.ts'

/** The build and service log on a vehicle's page, and since when it is complete; nothing where neither is said. */
export function VehicleLog({ vehicleId }: { vehicleId: string }) {
  const { data } = useLog(vehicleId)
  const built = useOutcomes(vehicleId).data?.find(({ kind, declined }) => kind === 'build_completed' && !declined)
  if (!data?.length && !built) return null
  return (
    <section className="pd-section" aria-labelledby="vehicle-log">
      <h2 id="vehicle-log">{say('What was done to it')}</h2>
      {built && (
        <p>
          {awaitsConfirmation(built)
            ? say(
                'The build was completed on {day}, as reported: nobody without an interest in it has confirmed it yet.',
                { day: day(built.occurredAt) },
              )
            : say('The build was completed on {day}.', { day: day(built.occurredAt) })}
        </p>
      )}
      {data && data.length > 0 && <LogList entries={data} />}
    </section>
  )
}
