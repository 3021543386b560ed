import { readPassage } from './readings.ts'
import type { Car, Passage, Reading } from './types.ts'

export type ReadIn = { reading: Reading; passage: Passage }

/** What the readers read in all of these passages for a spec of a car, without a model. */
export const readAll = (car: Car, spec: string, passages: Passage[]): ReadIn[] =>
  passages.flatMap((passage) => readPassage(car, spec, passage).readings.map((reading) => ({ reading, passage })))

/** The same place, read by a model and by a reader, counts once: the last of the two stands. */
export const onceEach = <T extends ReadIn>(readings: T[]): T[] => [
  ...new Map(readings.map((one) => [`${one.passage.chunkId} ${one.reading.start} ${one.reading.end}`, one])).values(),
]
