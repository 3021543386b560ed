import type { Photo } from '../../../client/photos.ts'
import { count } from '../../format.ts'
import { say } from '../../language/say.ts'

/** Thumbnails; the bar under each is its views as a share of the most viewed photo's. */
export function PhotoStrip({
  photos,
  index,
  onChoose,
}: {
  photos: Photo[]
  index: number
  onChoose: (index: number) => void
}) {
  if (photos.length < 2) return null
  const most = Math.max(1, ...photos.map(({ views }) => views))
  return (
    <div className="pd-strip-box">
      <p className="pd-small pd-soft" id="pd-strip-title">
        {say('Views of each photo')}
      </p>
      <ul className="pd-strip" aria-labelledby="pd-strip-title">
        {photos.map((photo, place) => (
          <li key={photo.id}>
            <button
              type="button"
              aria-current={place === index}
              aria-label={say('Photo {place}, {views} view|Photo {place}, {views} views', {
                views: photo.views,
                place: place + 1,
              })}
              onClick={() => onChoose(place)}
            >
              <img
                src={photo.url}
                srcSet={photo.srcset ?? undefined}
                sizes="10rem"
                alt=""
                loading="lazy"
                draggable={false}
              />
              <span className="pd-strip-bar" style={{ '--pd-share': `${(photo.views / most) * 100}%` }} />
              <span className="pd-strip-count">{count(photo.views)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
