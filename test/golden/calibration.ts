import type { Kind } from '../../src/indexer/document.ts'
import { contradictions, group, weigh } from '../../src/research/decide/claims.ts'
import { type Features, featuresOf } from '../../src/research/decide/confidence.ts'
import type { Car, Passage } from '../../src/research/index.ts'
import { readAll } from '../../src/research/read-all.ts'
import { random } from './attacks.ts'
import { chosen, named } from './auto-mpg.ts'

/**
 * Labelled by rule: cars of the data set, their numbers the truth, and sources of every kind that state it or err, at the rates
 * below. The rates are our assumption, stated here, and the confidence is worth as much as they are; an operator who has labels of
 * their own fits anew.
 */
export const errorRates: Record<Kind, number> = {
  manual: 0.02,
  registry: 0.03,
  dataset: 0.04,
  owner_document: 0.05,
  price_guide: 0.08,
  article: 0.12,
  listing: 0.15,
  forum: 0.3,
}
const authority: Record<Kind, number> = {
  manual: 0.95,
  registry: 0.9,
  dataset: 0.85,
  owner_document: 0.8,
  price_guide: 0.7,
  article: 0.6,
  listing: 0.5,
  forum: 0.35,
}
const kinds = Object.keys(errorRates) as Kind[]

const stated: Record<string, [column: string, unit: string, say: ((car: string, value: string) => string)[]]> = {
  power: [
    'Horsepower',
    'hp',
    [
      (car, value) => `The ${car} is rated at ${value} hp.`,
      (car, value) => `Output of the ${car}: ${value} horsepower.`,
      (car, value) => `With ${value} bhp the ${car} is no slouch, as the road testers of the day put it.`,
    ],
  ],
  weight: [
    'Weight_in_lbs',
    'lb',
    [
      (car, value) => `Curb weight of the ${car} is ${value} pounds.`,
      (car, value) => `On the scale our ${car} weighed ${value} lb.`,
      (car, value) => `The ${car} weighs ${value} lb according to its papers.`,
    ],
  ],
  displacement: [
    'Displacement',
    'cu in',
    [
      (car, value) => `The engine of the ${car} displaces ${value} cubic inches.`,
      (car, value) => `Under the bonnet of the ${car} sits a ${value} cu in engine.`,
      (car, value) => `The ${car} has ${value} cubic inches, says the plate.`,
    ],
  ],
}

export type Label = { features: Features; right: boolean; held: boolean }

/** Held-out labels are of other cars and other sentences than those that are fitted on. */
export function labels(seed = 5): Label[] {
  const next = random(seed)
  return chosen.flatMap((row, n) => {
    const { make, model, year } = named(row)
    const car: Car = { id: `car-${n}`, year, make, model, trim: null, engine: null, vin: null, chassis: null }
    const held = n % 3 === 0
    return Object.entries(stated).flatMap(([spec, [column, , say]]) =>
      Array.from({ length: 12 }, (_, round): Label[] => {
        const truth = Number(row[column])
        const count = 1 + Math.floor(next() * 4)
        const passages = Array.from({ length: count }, (_, m): Passage => {
          const kind = kinds[Math.floor(next() * kinds.length)] as Kind
          const errs = next() < errorRates[kind]
          const value = errs ? Math.round(truth * (1 + (next() < 0.5 ? -1 : 1) * (0.03 + 0.2 * next()))) : truth
          const words = say[held ? 2 : Math.floor(next() * 2)] as (car: string, value: string) => string
          const id = `${n}-${spec}-${round}-${m}`
          const about = next() < 0.7 ? { make, model, yearFrom: year, yearTo: year } : {}
          return {
            chunkId: id,
            documentId: id,
            sourceId: id,
            kind,
            authority: authority[kind],
            title: `Notes ${m}`,
            url: null,
            page: null,
            heading: [],
            text: words(`${year} ${make} ${model}`, value.toLocaleString('en-US')),
            charStart: 0,
            publishedAt: null,
            readAt: '',
            subject: about,
            author: null,
            aiInput: null,
          }
        })
        const groups = group(weigh(readAll(car, spec, passages), []))
        const [first] = groups
        if (!first) return []
        const contradicted = contradictions(spec, groups).some((pair) => pair.includes(0))
        return [{ features: featuresOf(first, contradicted), right: first.lead.value === truth, held }]
      }).flat(),
    )
  })
}
