import type { BodyStyle } from './body-style.ts'
import type { Car } from './car.ts'
import { chevelle } from './cars/chevelle.ts'
import { d510 } from './cars/d510.ts'
import { d510w } from './cars/d510w.ts'
import { f250 } from './cars/f250.ts'

/** In grey, as nobody has said what colour the car is. */
const grey = { base: '#A3ABA8', shade: '#8E9794', light: '#BEC5C2' }
const drawn = (car: Car): Car => ({ ...car, paint: grey, ground: 'bone' })

/** A car for each body style, for the plate that stands where a vehicle has no photo. */
export const bodies: Record<BodyStyle, Car> = {
  coupe: drawn(chevelle),
  sedan: drawn(d510),
  wagon: drawn(d510w),
  pickup: drawn(f250),
}
