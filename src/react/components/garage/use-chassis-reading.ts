import { useEffect, useState } from 'react'
import { say, told } from '../../language/say.ts'

/** What a chassis number says by itself: a line for people, and what it decides alone. */
export type ChassisReading = { words: string; year: number | null; make: string | null }

/** Reads a number offline while it is typed; the tables are loaded with the first one. */
export function useChassisReading(typed: string): ChassisReading | null {
  const [reading, setReading] = useState<ChassisReading | null>(null)
  useEffect(() => {
    let current = true
    readChassis(typed).then((found) => current && setReading(found))
    return () => {
      current = false
    }
  }, [typed])
  return typed.trim() === '' ? null : reading
}

export async function readChassis(typed: string): Promise<ChassisReading | null> {
  if (typed.trim().length < 7) return null
  const { decodeIdentity } = await import('../../../research/identity/index.ts')
  const read = decodeIdentity(typed)
  if (!read.ok) {
    if (read.code === 'check_digit')
      return {
        words: `${told(read.reason)} ${say('Compare it with the plate, character by character.')}`,
        year: null,
        make: null,
      }
    return { words: say('Kept as it is: no table here reads this number.'), year: null, make: null }
  }
  const makes = distinct(read.candidates.map(({ make }) => (make === 'unknown' ? null : make)))
  const years = distinct(read.candidates.flatMap(({ yearFrom, yearTo }) => [yearFrom, yearTo]))
  const models = distinct(read.candidates.map(({ model }) => model))
  const make = makes.length === 1 ? (makes[0] ?? null) : null
  const words = [makes.join(' or '), models.length === 1 ? models[0] : '', years.join(' or ')]
    .filter(Boolean)
    .join(', ')
  return {
    words: say('The number says: {value}.', { value: words || say('nothing more') }),
    year: years.length === 1 ? (years[0] ?? null) : null,
    make,
  }
}

const distinct = <T>(values: (T | null)[]) => [...new Set(values.filter((value): value is T => value !== null))]
