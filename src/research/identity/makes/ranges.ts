import { fieldsOf, type Identity } from '../identity.ts'

/** A run of chassis numbers that belongs to one model, as makers publish them. Numbers and years are inclusive. */
export type Range = [first: number, last: number, model: string, yearFrom: number, yearTo: number, engine?: string]

/** All ranges that contain the number; `prefix` digits name the range, the rest is the serial part. */
export function inRanges(ranges: Range[], number: string, make: string, source: string, prefix = 0): Identity[] {
  const value = Number(number)
  return ranges
    .filter(([first, last]) => value >= first && value <= last)
    .map(([, , model, yearFrom, yearTo, engine]) => ({
      make,
      model,
      yearFrom,
      yearTo,
      plant: null,
      engine: engine ?? null,
      sequence: number.slice(prefix),
      fields: fieldsOf(number, [
        ...(prefix > 0 ? [['range', prefix, model] as [string, number, string]] : []),
        ['sequence', number.length - prefix, null],
      ]),
      source,
    }))
}
