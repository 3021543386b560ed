import type { Sale } from '../../document.ts'
import { type Thing, textOf } from './json-ld.ts'
import { dateOf } from './read-page.ts'

export type Offer = {
  price: number | null
  currency: string | null
  /** Null for what is no longer on offer, and is not said to be sold either. */
  state: Sale['state'] | null
  day: string | null
  place: string | null
}

/** What JSON-LD says of the price. `words`: of the page, which tell a bid from an asking price; both are `InStock`. */
export function readOffer(offer: Thing | undefined, words: string): Offer {
  const terms = (offer?.priceSpecification as Thing | undefined) ?? {}
  const availability = String(offer?.availability ?? '')
  const sold = /SoldOut/i.test(availability)
  const bid = !sold && /\b(?:bid to|high(?:est)? bid|current bid|reserve (?:was )?not met|not sold)\b/i.test(words)
  const ends = dateOf(textOf(offer?.validThrough) ?? textOf(offer?.availabilityEnds))
  return {
    price: priceOf(textOf(offer?.price) ?? textOf(terms.price)),
    currency: currencyOf(textOf(offer?.priceCurrency) ?? textOf(terms.priceCurrency)),
    state: sold
      ? 'sold'
      : bid
        ? 'bid'
        : /InStock|LimitedAvailability|PreOrder/i.test(availability)
          ? 'asked'
          : /OutOfStock|Discontinued/i.test(availability)
            ? null
            : 'named',
    day: ends ?? (sold ? dateOf(textOf(offer?.validFrom)) : null),
    place: placeOf(offer?.availableAtOrFrom) ?? placeOf(offer?.areaServed) ?? placeOf(offer?.seller),
  }
}

/**
 * The amount, where it can be read in one way: `31250`, `31,250.00`, `31.250,00`. `31.250` is a thousandth in one country and thirty thousand in
 * another.
 */
export function priceOf(written: string | null): number | null {
  const amount = (written ?? '').trim().replace(/^[^\d\s.,+−-]{1,3}\s?|\s?[^\d\s.,]{1,3}$/g, '')
  const plain = /^\d+(?:\.\d{1,2})?$/.test(amount)
    ? amount
    : /^\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$/.test(amount)
      ? amount.replaceAll(',', '')
      : /^\d{1,3}(?:\.\d{3})+,\d{1,2}$/.test(amount)
        ? amount.replaceAll('.', '').replace(',', '.')
        : null
  const price = Number(plain ?? 0)
  return price > 0 && price <= 1e9 ? price : null
}

const currencyOf = (written: string | null) =>
  /^[A-Z]{3}$/.test(written?.toUpperCase() ?? '') ? (written as string).toUpperCase() : null

/** "Portland, OR, US", from an address or what has one. */
function placeOf(value: unknown): string | null {
  const one = Array.isArray(value) ? value[0] : value
  if (typeof one === 'string') return one.trim().slice(0, 120) || null
  if (typeof one !== 'object' || one === null) return null
  const thing = one as Thing
  const address = thing.address ?? thing
  if (typeof address === 'string') return address.trim().slice(0, 120) || null
  const { addressLocality, addressRegion, addressCountry } = address as Thing
  const parts = [addressLocality, addressRegion, addressCountry].flatMap((part) => textOf(part) ?? [])
  return parts.length > 0 ? parts.join(', ').slice(0, 120) : null
}
