import { useMemo, useState } from 'react'
import { LoadFailure, Waiting } from '../components/shared/LoadStates.tsx'
import { day } from '../format.ts'
import { useInsights } from '../hooks/use-insights.ts'
import { usePhotos } from '../hooks/use-photos.ts'
import { InsightsReport } from '../insights/InsightsReport.tsx'
import { PeriodPicker } from '../insights/PeriodPicker.tsx'
import { beforeInWords, type Choice, periodOf, usualChoice } from '../insights/periods.ts'
import { lastOf } from '../insights/words.ts'
import { say } from '../language/say.ts'

/** What people looked at, for the vehicle's owner. To everybody else the server refuses it, which is said. */
export function Insights({ vehicleId }: { vehicleId: string }) {
  const [choice, setChoice] = useState<Choice>(usualChoice)
  const period = useMemo(() => periodOf(choice) ?? (periodOf(usualChoice) as { from: Date; to: Date }), [choice])
  const insights = useInsights(vehicleId, period)
  const photos = usePhotos(vehicleId)
  const error = insights.error ?? photos.error
  return (
    <section className="pd-insights-box" aria-label={say('Insights')} aria-busy={insights.isFetching}>
      {insights.data && (
        <p className="pd-quiet">
          {say('{low} to {high}', { low: day(insights.data.from), high: day(lastOf(insights.data.to)) })}
        </p>
      )}
      <PeriodPicker choice={choice} onChoose={setChoice} />
      {error ? (
        <LoadFailure error={error} onRetry={() => Promise.all([insights.refetch(), photos.refetch()])} />
      ) : insights.data && photos.data ? (
        <InsightsReport insights={insights.data} photos={photos.data} before={beforeInWords(choice)} />
      ) : (
        <Waiting />
      )}
    </section>
  )
}
