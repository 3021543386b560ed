import { length, weight, wheelbase } from './readers/body.ts'
import { axleRatio, drivetrain, transmission } from './readers/drive.ts'
import { compression, cylinders, displacement, engine } from './readers/engine.ts'
import { power, torque } from './readers/output.ts'
import { price } from './readers/price.ts'
import type { Reader } from './readers/reader.ts'
import { paint, production, tires } from './readers/trim.ts'

/** What is known of a spec: how it is asked for, what belongs to the engine rather than the car, and how it is read. */
export type Spec = {
  name: string
  title: string
  /** Words that a search for it takes besides the car's own. */
  words: string
  /** Of the engine fitted: a sentence about another engine does not speak of this car. */
  ofEngine: boolean
  /** Values differ by car and day, so differing ones are no contradiction (prices). */
  varies: boolean
  /** A model was sold with several (gearboxes, axles, paints): what documents about the model list are choices, no contradiction. */
  choice: boolean
  read: Reader
}

const spec = (name: string, title: string, words: string, read: Reader, more: Partial<Spec> = {}): Spec => ({
  name,
  title,
  words,
  ofEngine: false,
  varies: false,
  choice: false,
  read,
  ...more,
})

const all: Spec[] = [
  spec('displacement', 'Displacement', 'displacement cubic inches engine', displacement, { ofEngine: true }),
  spec('cylinders', 'Cylinders', 'cylinders engine V8 inline', cylinders, { ofEngine: true }),
  spec('power', 'Power', 'horsepower power rated rpm', power, { ofEngine: true }),
  spec('torque', 'Torque', 'torque lb-ft rpm', torque, { ofEngine: true }),
  spec('compression', 'Compression ratio', 'compression ratio', compression, { ofEngine: true }),
  spec('transmission', 'Transmission', 'transmission speed manual automatic gearbox', transmission, { choice: true }),
  spec('axle_ratio', 'Axle ratio', 'axle ratio rear final drive', axleRatio, { choice: true }),
  spec('drivetrain', 'Drivetrain', 'drive wheels rear-wheel four-wheel', drivetrain),
  spec('weight', 'Weight', 'weight curb shipping pounds', weight),
  spec('wheelbase', 'Wheelbase', 'wheelbase inches', wheelbase),
  spec('length', 'Length', 'overall length inches', length),
  spec('tires', 'Tires', 'tires tire size', tires, { choice: true }),
  spec('production', 'Production', 'production built produced number', production),
  spec('price', 'Price', 'price sold value', price, { varies: true }),
  spec('paint', 'Paint', 'paint code color', paint, { choice: true }),
  spec('engine', 'Engine', 'engine V8 code', engine, { ofEngine: true, choice: true }),
]

/** The specs that can be read without a model; others are looked up as words. */
export const specs: ReadonlyMap<string, Spec> = new Map(all.map((one) => [one.name, one]))

const synonyms: Record<string, string> = {
  horsepower: 'power',
  hp: 'power',
  bhp: 'power',
  output: 'power',
  'engine size': 'displacement',
  capacity: 'displacement',
  cid: 'displacement',
  'engine displacement': 'displacement',
  'compression ratio': 'compression',
  gearbox: 'transmission',
  'axle ratio': 'axle_ratio',
  'final drive': 'axle_ratio',
  'rear axle': 'axle_ratio',
  'curb weight': 'weight',
  'overall length': 'length',
  tyres: 'tires',
  'tire size': 'tires',
  'production numbers': 'production',
  'number built': 'production',
  built: 'production',
  color: 'paint',
  colour: 'paint',
  'paint code': 'paint',
  'paint color': 'paint',
  value: 'price',
  drive: 'drivetrain',
  'drive type': 'drivetrain',
  cylinder: 'cylinders',
  motor: 'engine',
}

/** Names of specs however they are written: `Axle Ratio`, `horsepower`. Others come back tidied, to be looked up as words. */
export function specNamed(name: string): string {
  const tidy = name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
  const known = tidy.replaceAll(' ', '_')
  return specs.has(known) ? known : (synonyms[tidy] ?? known)
}
