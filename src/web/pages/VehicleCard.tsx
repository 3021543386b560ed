import type { VehicleCard as Card } from '../../client/vehicles.ts'
import { count, moneyIn, plural } from '../../react/format.ts'
import { Link } from '../router.tsx'

/** A drawn plate leaves its lettering out at #bare; a photo does not mind. */
export const bare = (url: string) => (url.includes('#') ? url : `${url}#bare`)

export function VehicleCard({ card, first }: { card: Card; first: boolean }) {
  const { photo, vote, sale } = card
  const said = vote.total > 0 ? `${count(vote.yes)} of ${count(vote.total)} say auction` : 'No votes yet'
  return (
    <article className="card">
      <div className="card-photo">
        {photo && (
          <img
            src={bare(photo.url)}
            srcSet={photo.srcset ?? undefined}
            sizes="(min-width: 1100px) 65vw, 100vw"
            alt={photo.altText ?? ''}
            width={photo.size?.width}
            height={photo.size?.height}
            loading={first ? 'eager' : 'lazy'}
            fetchPriority={first ? 'high' : 'auto'}
          />
        )}
      </div>
      <h2>
        <Link href={`/vehicles/${card.id}`}>
          <small>{[card.year, card.make].filter(Boolean).join(' ')}</small>
          {card.model}
        </Link>
      </h2>
      <p className="card-meta">
        <span>{plural(card.views, 'view')}</span>
        <span>{plural(card.photoCount, 'photo')}</span>
        <span>{sale ? `Sold for ${moneyIn(sale.currency, sale.hammer)}` : said}</span>
      </p>
    </article>
  )
}
