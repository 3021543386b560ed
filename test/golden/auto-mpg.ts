import { readFileSync } from 'node:fs'
import type { GoldenDocument } from './documents.ts'
import type { Question } from './questions.ts'

type Row = Record<string, string>

/** Rows of the Auto MPG data set (UCI Machine Learning Repository), as they ship with the demo's library. */
const [header = '', ...lines] = readFileSync(
  new URL('../../src/server/demo/library/auto-mpg.csv', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
const names = header.split(',')
const rows: Row[] = lines
  .filter((line) => !line.includes('"'))
  .map((line) => Object.fromEntries(line.split(',').map((value, n) => [names[n] as string, value])))

const capital = (word: string) =>
  word === 'bmw' || word === 'amc' ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1)

/** One car a model, with all its numbers, of makes that are spelt right; years apart are other cars. */
export const chosen = rows
  .filter(
    (row) =>
      row.Horsepower &&
      /^(?:chevrolet|ford|plymouth|dodge|amc|datsun|toyota|buick|pontiac|volvo|saab|audi|peugeot|opel|fiat|mazda|honda) [a-z]+/.test(
        row.Name ?? '',
      ),
  )
  .filter((row, n, all) => all.findIndex((other) => other.Name === row.Name) === n)
  .filter((_, n) => n % 3 === 0)
  .slice(0, 52)

export const named = (row: Row) => {
  const [make = '', ...model] = (row.Name ?? '').split(' ')
  return { make: capital(make), model: model.map(capital).join(' '), year: Number(row.Year?.slice(0, 4)) }
}

const documentOf = (row: Row, n: number): GoldenDocument => {
  const { make, model, year } = named(row)
  return {
    id: `auto-mpg-${n}`,
    kind: 'dataset',
    authority: 0.85,
    title: 'Auto MPG data set',
    subject: { make, model, yearFrom: year, yearTo: year },
    text: Object.entries(row)
      .map(([name, value]) => `${name}: ${value}`)
      .join(' | '),
  }
}

export const dataDocuments: GoldenDocument[] = chosen.map(documentOf)

/** Somebody in a thread who gives another figure for the same car. */
export const contradicting: GoldenDocument[] = chosen.slice(0, 24).map((row, n) => {
  const { make, model, year } = named(row)
  const said = Number(row.Horsepower) + 15 + n
  const words = [
    `My ${year} ${make} ${model} was sold with ${said} hp, it says so in the brochure.`,
    `The ${model} had ${said} horsepower when it was new.`,
    `Road tests of the ${year} ${make} ${model} list ${said} bhp.`,
  ]
  return {
    id: `said-${n}`,
    kind: 'forum',
    authority: 0.35,
    title: `${make} ${model} figures`,
    subject: { make, model, yearFrom: year, yearTo: year },
    text: words[n % 3] as string,
  }
})

const read: [spec: string, column: string, unit: string | null][] = [
  ['displacement', 'Displacement', 'cu in'],
  ['cylinders', 'Cylinders', null],
  ['power', 'Horsepower', 'hp'],
  ['weight', 'Weight_in_lbs', 'lb'],
]
/** What the data set does not have. */
const absent = ['torque', 'wheelbase', 'compression', 'production', 'paint', 'axle_ratio']

/** Labelled by rule: the row is the truth of what the row says. */
export const byRule: Question[] = chosen.flatMap((row, n): Question[] => {
  const { make, model, year } = named(row)
  const car = { id: `auto-mpg-${n}`, year, make, model, trim: null, engine: null, vin: null, chassis: null }
  const other = `auto-mpg-${(n + 1) % chosen.length}`
  const question = (spec: string, documents: string[], expected: Question['expected']): Question => ({
    id: `${row.Name} ${year} ${spec}`,
    car,
    spec,
    documents,
    expected,
    by: 'rule',
  })
  const answerable = read.flatMap(([spec, column, unit]) => {
    const truth: [number, string | null] = [Number(row[column]), unit]
    if (spec === 'power' && n < 24) {
      const said: [number, string | null] = [Number(row.Horsepower) + 15 + n, 'hp']
      return [question(spec, [`auto-mpg-${n}`, `said-${n}`], { status: 'conflicting', values: [truth, said] })]
    }
    return [question(spec, [`auto-mpg-${n}`, other], { status: 'supported', values: [truth] })]
  })
  return [
    ...answerable,
    question(absent[n % absent.length] as string, [`auto-mpg-${n}`, other], { status: 'insufficient', values: [] }),
  ]
})
