import type { ComparableSale, SaleState } from '../../../client/comparable-sales.ts'
import { day, moneyIn } from '../../format.ts'
import { say } from '../../language/say.ts'
import { useLinks } from '../../links.tsx'
import { kindName } from '../specs/spec-names.ts'

const verbs: Record<SaleState, string> = { sold: 'Sold', bid: 'Bid', asked: 'Asked', named: 'Price, sold or not' }

/** One listing: its price, what it is of, when and where, and the words that say so. */
export function SaleItem({ sale }: { sale: ComparableSale }) {
  const { state, price, currency, title, place, isSame, quote, url, kind, source, authority } = sale
  const link = useLinks()?.document(sale)
  return (
    <li className="pd-sale">
      <p className="pd-sale-price">
        {moneyIn(currency, price)} <small>{currency}</small>
      </p>
      <p className="pd-sale-name">
        {link ? (
          <a className="pd-link" href={link}>
            {title}
          </a>
        ) : (
          title
        )}
        {!isSame && <small> {say('Another version')}</small>}
      </p>
      <p className="pd-small pd-soft">{[say(verbs[state]), whenOf(sale), place].filter(Boolean).join(' · ')}</p>
      <blockquote className="pd-sale-quote">{quote}</blockquote>
      <p className="pd-small pd-quiet">
        {[kindName(kind), source === title ? null : source, say('authority {authority} of 1', { authority })]
          .filter(Boolean)
          .join(', ')}
        {url && URL.canParse(url) && (
          <>
            {' · '}
            <a href={url} rel="nofollow noopener noreferrer">
              {new URL(url).host}
            </a>
          </>
        )}
      </p>
    </li>
  )
}

function whenOf({ state, day: on, readAt }: ComparableSale): string | null {
  if (state === 'sold' || state === 'bid') return on ? day(on) : say('day not said')
  return on ? say('until {on}', { on: day(on) }) : say('as of {readAt}', { readAt: day(readAt) })
}
