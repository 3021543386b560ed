/** One position, or several, of a number: `raw` is `number.slice(start, end)`; `meaning` is null where no published table that we have says it. */
export type Field = { name: string; start: number; end: number; raw: string; meaning: string | null }

/** One reading of a number. Years are model years, inclusive. `source` names the publication that states the scheme. */
export type Identity = {
  make: string
  model: string | null
  yearFrom: number
  yearTo: number
  plant: string | null
  engine: string | null
  /** The serial part, as stamped. */
  sequence: string | null
  fields: Field[]
  source: string
}

/**
 * `number` is what was read: upper case, without blanks and dashes; positions count in it. Several candidates mean that the number alone
 * does not decide, such as a year digit that returns after ten years.
 */
export type Decoded =
  | { ok: true; number: string; candidates: Identity[] }
  | { ok: false; number: string; code: 'empty' | 'unreadable' | 'check_digit' | 'unknown_scheme'; reason: string }

/** What is known already; a candidate that contradicts it is left out. */
export type Known = { make?: string | undefined; year?: number | undefined }

/** Reads the numbers of one make or scheme: no candidates where the number is not of it. */
export type Scheme = (number: string) => Identity[]

/** Cuts `number` into named fields of the given widths, in order. */
export function fieldsOf(number: string, parts: [name: string, width: number, meaning: string | null][]): Field[] {
  let start = 0
  return parts.map(([name, width, meaning]) => {
    const field = { name, start, end: start + width, raw: number.slice(start, start + width), meaning }
    start += width
    return field
  })
}

/** Years from `first` to `last` whose last digit is `digit`. */
export function yearsEnding(digit: string, first: number, last: number): number[] {
  const years = Array.from({ length: last - first + 1 }, (_, n) => first + n)
  return years.filter((year) => String(year).endsWith(digit))
}

/** Years, then a row of codes: the first row that has the year and the code says what it means. */
export type ByYear = [from: number, to: number, meanings: Record<string, string>][]

export function meaningIn(table: ByYear, year: number, code: string): string | null {
  const row = table.find(([from, to, meanings]) => year >= from && year <= to && code in meanings)
  return row?.[2][code] ?? null
}
