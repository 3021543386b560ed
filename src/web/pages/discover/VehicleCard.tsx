import type { FoundVehicle } from '../../../client/find.ts'
import { bodyStyleOf, bodyUrl } from '../../../plates/body-style.ts'
import { moneyIn } from '../../../react/format.ts'
import { named, say } from '../../../react/language/say.ts'
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
  const said =
    vote.total > 0 ? say('{yes} of {total} say auction', { yes: vote.yes, total: vote.total }) : say('No votes yet')
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
            {say('{low} to {high}', {
              low: moneyIn(price.currency, price.low),
              high: moneyIn(price.currency, price.high),
            })}
          </small>
        </p>
      )}
      <p className="card-meta">
        <span>{say('{views} view|{views} views', { views: card.views })}</span>
        <span>{say('{photoCount} photo|{photoCount} photos', { photoCount: card.photoCount })}</span>
        <span>{sale ? say('Sold for {hammer}', { hammer: moneyIn(sale.currency, sale.hammer) }) : said}</span>
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
      alt={say('A {style}, drawn: its owner has shown none yet', { style: named(style, '@body') })}
      width={1200}
      height={800}
      loading={first ? 'eager' : 'lazy'}
    />
  )
}
