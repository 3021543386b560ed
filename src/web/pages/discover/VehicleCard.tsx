import type { FoundVehicle } from '../../../client/find.ts'
import { bodyStyleOf, bodyUrl } from '../../../plates/body-style.ts'
import { count, moneyIn, plural } from '../../../react/format.ts'
import { Link } from '../../router.tsx'

/** A drawn plate leaves its lettering out at #bare; a photo does not mind. */
export const bare = (url: string) => (url.includes('#') ? url : `${url}#bare`)

type VehicleCardProps = {
  card: FoundVehicle
  /** Its photo is fetched before others. */
  first: boolean
  heading?: 'h2' | 'h3'
}

export function VehicleCard({ card, first, heading: Heading = 'h2' }: VehicleCardProps) {
  const { photo, vote, sale, price } = card
  const said = vote.total > 0 ? `${count(vote.yes)} of ${count(vote.total)} say auction` : 'No votes yet'
  return (
    <article className="card">
      <div className="card-photo">
        {photo ? (
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
        ) : (
          <Drawing card={card} first={first} />
        )}
      </div>
      <Heading>
        <Link href={`/vehicles/${card.id}`}>
          <small>{[card.year, card.make].filter(Boolean).join(' ')}</small>
          {card.model}
        </Link>
      </Heading>
      {price && !sale && (
        <p className="card-price">
          {moneyIn(price.currency, price.median)}
          <small className="card-range">
            {moneyIn(price.currency, price.low)} to {moneyIn(price.currency, price.high)}
          </small>
        </p>
      )}
      <p className="card-meta">
        <span>{plural(card.views, 'view')}</span>
        <span>{plural(card.photoCount, 'photo')}</span>
        <span>{sale ? `Sold for ${moneyIn(sale.currency, sale.hammer)}` : said}</span>
      </p>
    </article>
  )
}

/** Where there is no photo: a drawing of what its name says it looks like. */
function Drawing({ card, first }: { card: FoundVehicle; first: boolean }) {
  const style = bodyStyleOf(card.make, card.model)
  return (
    <img
      src={bare(bodyUrl(style))}
      alt={`A ${style}, drawn: its owner has shown none yet`}
      width={1200}
      height={800}
      loading={first ? 'eager' : 'lazy'}
    />
  )
}
