import type { Insights } from '../../client/insights.ts'
import type { Photo } from '../../client/photos.ts'
import type { ChartEvent } from '../charts/ViewsChart.tsx'
import { count } from '../format.ts'
import { say } from '../language/say.ts'
import { AgainstBefore } from './AgainstBefore.tsx'
import { Everything } from './Everything.tsx'
import { HowLong } from './HowLong.tsx'
import { OnWhatDevice } from './OnWhatDevice.tsx'
import { PhotoRanking } from './PhotoRanking.tsx'
import { changeOf } from './series.ts'
import { ViewsOverTime } from './ViewsOverTime.tsx'
import { WhatPeopleDid } from './WhatPeopleDid.tsx'
import { change, photoName } from './words.ts'

type InsightsReportProps = {
  insights: Insights
  /** All photos of the vehicle, for their names and miniatures. */
  photos: Photo[]
  /** What the period before is called in a sentence: "the four weeks before". */
  before: string
}

/** All that an owner reads about the attention that a vehicle gets. Every chart stands beside its figures. */
export function InsightsReport({ insights, photos, before }: InsightsReportProps) {
  return (
    <>
      <Strip insights={insights} photos={photos} />
      <div className="pd-insights">
        <ViewsOverTime insights={insights} before={before} events={newPhotos(insights, photos)} />
        <HowLong insights={insights} />
        <OnWhatDevice insights={insights} />
        <WhatPeopleDid insights={insights} />
        <AgainstBefore insights={insights} />
        <PhotoRanking insights={insights} all={photos} />
        <Everything insights={insights} all={photos} />
      </div>
    </>
  )
}

function Strip({
  insights: { totals, before, photos: ranked },
  photos,
}: Pick<InsightsReportProps, 'insights' | 'photos'>) {
  const held = ranked.find(({ dwell }) => dwell.median !== null)
  const place = photos.findIndex(({ id }) => id === held?.photoId)
  return (
    <dl className="pd-facts pd-insights-strip">
      <div>
        <dt>{say('Views')}</dt>
        <dd>
          {count(totals.views)}
          <small>{change(changeOf(totals.views, before.views))}</small>
        </dd>
      </div>
      <div>
        <dt>{say('People, once a day')}</dt>
        <dd>
          {count(totals.viewers)}
          <small>{change(changeOf(totals.viewers, before.viewers))}</small>
        </dd>
      </div>
      <div>
        <dt>{say('Median look')}</dt>
        <dd>
          {totals.dwell.median === null ? '–' : totals.dwell.median.toFixed(1)}
          <small>s</small>
        </dd>
      </div>
      <div>
        <dt>{say('Most held photo')}</dt>
        <dd>{held ? photoName(photos[place], place) : '–'}</dd>
      </div>
    </dl>
  )
}

/** Photos that were added in the period, by day. */
function newPhotos({ from, to }: Insights, photos: Photo[]): ChartEvent[] {
  const days = new Map<string, Photo[]>()
  for (const photo of photos) {
    const at = Date.parse(photo.addedAt)
    if (at <= Date.parse(from) || at >= Date.parse(to)) continue
    const day = photo.addedAt.slice(0, 10)
    days.set(day, [...(days.get(day) ?? []), photo])
  }
  return [...days.values()].map((added) => ({
    at: added[0]?.addedAt ?? '',
    label: say('{added} photo added|{added} photos added', { added: added.length }),
  }))
}
