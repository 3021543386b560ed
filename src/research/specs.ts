import { bore, boreAndStroke, stroke } from './readers/bore.ts'
import { coolantCapacity, fuelCapacity, oilCapacity } from './readers/capacity.ts'
import { axleRatio, drivetrain, transmission } from './readers/drive.ts'
import { compression, cylinders, displacement, engine } from './readers/engine.ts'
import { trimCode } from './readers/interior.ts'
import { layout } from './readers/layout.ts'
import { power, torque } from './readers/output.ts'
import { price } from './readers/price.ts'
import type { Reader } from './readers/reader.ts'
import { groundClearance, height, length, track, wheelbase, width } from './readers/size.ts'
import { paint, production, tires } from './readers/trim.ts'
import { weight } from './readers/weight.ts'
import { wheels } from './readers/wheels.ts'

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
  spec('bore', 'Bore', 'bore stroke cylinder diameter', bore, { ofEngine: true }),
  spec('stroke', 'Stroke', 'stroke bore piston', stroke, { ofEngine: true }),
  spec('bore_and_stroke', 'Bore and stroke', 'bore stroke', boreAndStroke, { ofEngine: true }),
  spec('layout', 'Engine layout', 'engine cylinders V8 inline flat', layout, { ofEngine: true }),
  spec('width', 'Width', 'overall width', width),
  spec('height', 'Height', 'overall height', height),
  spec('track', 'Track', 'track front rear tread', track),
  spec('ground_clearance', 'Ground clearance', 'ground clearance', groundClearance),
  spec('fuel_capacity', 'Fuel tank', 'fuel tank capacity gallons', fuelCapacity),
  spec('oil_capacity', 'Engine oil', 'engine oil crankcase capacity quarts filter', oilCapacity, { ofEngine: true }),
  spec('coolant_capacity', 'Coolant', 'cooling system coolant capacity quarts', coolantCapacity, { ofEngine: true }),
  spec('wheels', 'Wheels', 'wheels rims size', wheels, { choice: true }),
  spec('trim_code', 'Trim code', 'interior trim code upholstery', trimCode, { choice: true }),
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
  'cylinder bore': 'bore',
  'piston stroke': 'stroke',
  'bore x stroke': 'bore_and_stroke',
  'bore stroke': 'bore_and_stroke',
  'engine layout': 'layout',
  configuration: 'layout',
  'engine configuration': 'layout',
  'overall width': 'width',
  'overall height': 'height',
  tread: 'track',
  'track width': 'track',
  'front track': 'track',
  'rear track': 'track',
  'road clearance': 'ground_clearance',
  'fuel tank': 'fuel_capacity',
  'fuel tank capacity': 'fuel_capacity',
  'gas tank': 'fuel_capacity',
  'tank capacity': 'fuel_capacity',
  'engine oil': 'oil_capacity',
  oil: 'oil_capacity',
  'crankcase capacity': 'oil_capacity',
  coolant: 'coolant_capacity',
  'cooling system': 'coolant_capacity',
  'cooling system capacity': 'coolant_capacity',
  'wheel size': 'wheels',
  rims: 'wheels',
  'interior code': 'trim_code',
  'interior trim code': 'trim_code',
  'trim number': 'trim_code',
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
