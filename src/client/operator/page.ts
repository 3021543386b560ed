/** One page of a list that is read onwards. */
export type Page<Row> = {
  rows: Row[]
  /** Give it as `after`; null on the last page. */
  next: string | null
}

export type PageOptions = {
  /** From 1 to 200, 50 unless told. */
  limit?: number
  /** `next` of the page before. */
  after?: string | null
}

export const usualLimit = 50

/** The page that `rows` are, and where the next one begins: after what `placeOf` says of the last row. */
export function toPage<From, Row>(
  rows: From[],
  limit: number,
  toRow: (row: From) => Row,
  placeOf: (row: From) => unknown,
): Page<Row> {
  const last = rows.at(-1)
  return { rows: rows.map(toRow), next: last && rows.length === limit ? JSON.stringify(placeOf(last)) : null }
}

/** The database takes the place as it was given. */
export const placeIn = (after: string | null | undefined) => (after ? { after: JSON.parse(after) } : {})
