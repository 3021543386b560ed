import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'

/** `bid`: so much at most, and not sold; `asked`: on offer for this; `named`: the listing does not say which. */
export type SaleState = 'sold' | 'bid' | 'asked' | 'named'

export type ComparableSale = {
  documentId: string
  state: SaleState
  price: number
  currency: string
  /** When it was sold or bidding ended, `YYYY-MM-DD`; of an offer its last day. */
  day: string | null
  place: string | null
  /** The same make and model; false for a version of it. */
  isSame: boolean
  year: number | null
  title: string
  /** Where the publisher has it. */
  url: string | null
  /** Of the document, such as `listing`. */
  kind: string
  source: string
  /** From 0 to 1, by the operator. */
  authority: number
  readAt: string
  /** The words of the listing that say so: its text from `charStart` to `charEnd`, in characters. */
  quote: string
  charStart: number
  charEnd: number
}

/** Of at least five sales of the same model within five years, in one currency. */
export type SalesSummary = {
  currency: string
  sold: number
  /** The day of the first of them. */
  since: string
  median: number
  /** The middle half lies from `low` to `high`. */
  low: number
  high: number
}

export type ComparableSales = {
  sold: ComparableSale[]
  offered: ComparableSale[]
  /** Of all that fit, of which `sold` and `offered` are the nearest. */
  soldCount: number
  offeredCount: number
  summaries: SalesSummary[]
}

/**
 * What indexed listings say that cars of the same make and model were sold for, or offered.
 *
 * @param options.years to either side, from 0 to 20, 3 unless told
 * @param options.limit of sales and of offers each, from 1 to 50, 12 unless told
 * @throws {PaddockError} `unknown_vehicle`, `years_are_from_0_to_20`, `limit_is_from_1_to_50`
 */
export async function comparableSales(
  client: PaddockClient,
  vehicleId: string,
  { years = 3, limit = 12 }: { years?: number; limit?: number } = {},
): Promise<ComparableSales> {
  const found = unwrap(
    await client.rpc('comparable_sales', { vehicle_id: vehicleId, years, limit }),
  ) as unknown as Answer
  return {
    sold: found.sold.map(saleOf),
    offered: found.offered.map(saleOf),
    soldCount: found.sold_count,
    offeredCount: found.offered_count,
    summaries: found.summaries,
  }
}

type Listing = Omit<ComparableSale, 'documentId' | 'isSame' | 'readAt' | 'charStart' | 'charEnd'> & {
  document_id: string
  is_same: boolean
  read_at: string
  char_start: number
  char_end: number
}

/** What the function answers, which the database's types know as JSON. */
type Answer = {
  sold: Listing[]
  offered: Listing[]
  sold_count: number
  offered_count: number
  summaries: SalesSummary[]
}

const saleOf = ({ document_id, is_same, read_at, char_start, char_end, ...rest }: Listing): ComparableSale => ({
  ...rest,
  documentId: document_id,
  isSame: is_same,
  readAt: read_at,
  charStart: char_start,
  charEnd: char_end,
})
