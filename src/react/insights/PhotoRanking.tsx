import type { Insights, PhotoInsight } from '../../client/insights.ts'
import type { Photo } from '../../client/photos.ts'
import { ticksUpTo } from '../charts/layout/scale.ts'
import { MedianScale } from '../charts/MedianScale.tsx'
import { say } from '../language/say.ts'
import { Section } from './Section.tsx'
import { changeOf } from './series.ts'
import { change, photoName, range, seconds } from './words.ts'

/** Photos by the median time that they hold people, with its 95 % interval. */
export function PhotoRanking({ insights: { photos }, all }: { insights: Insights; all: Photo[] }) {
  const most = ticksUpTo(Math.max(...photos.map(({ dwell }) => dwell.high ?? 0), 5), 6).at(-1) ?? 6
  const scale = Math.ceil(most / 6) * 6
  return (
    <Section
      title={say('Photos, by how long they hold')}
      says={say(
        'Median seconds for which a photo is in sight, with a 95 % interval. Each scale runs from 0 to {scale} seconds, a tick every {tick}.',
        { scale, tick: scale / 6 },
      )}
      wide
    >
      <ol className="pd-ranking">
        {photos.map((each, place) => (
          <Row
            key={each.photoId}
            each={each}
            place={place}
            photo={all.find(({ id }) => id === each.photoId)}
            scale={scale}
          />
        ))}
      </ol>
    </Section>
  )
}

type RowProps = { each: PhotoInsight; place: number; photo: Photo | undefined; scale: number }

function Row({ each, place, photo, scale }: RowProps) {
  const { dwell, views, viewsBefore, likes, comments, shares } = each
  const changed = changeOf(views, viewsBefore)
  return (
    <li>
      <span className="pd-ranking-place" aria-hidden="true">
        {place + 1}
      </span>
      {photo ? (
        <img src={photo.url} srcSet={photo.srcset ?? undefined} sizes="5.5rem" alt="" loading="lazy" />
      ) : (
        <span />
      )}
      <div>
        <p>
          <span>{photoName(photo, place)}</span>
          <b>{dwell.median === null ? say('not timed') : seconds(dwell.median)}</b>
        </p>
        <MedianScale dwell={dwell} most={scale} />
        <p className="pd-small pd-quiet">
          <span className="pd-number">{range(dwell) ?? '–'}</span>
          <span className="pd-number">
            {say('{views} view|{views} views', { views })}
            {changed !== null && ` (${change(changed)})`}, {say('{likes} like|{likes} likes', { likes })},{' '}
            {say('{comments} comment|{comments} comments', { comments })},{' '}
            {say('{shares} share|{shares} shares', { shares })}
          </span>
        </p>
      </div>
    </li>
  )
}
