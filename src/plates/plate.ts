import type { Car } from './car.ts'
import { type GroundName, grounds } from './inks.ts'
import { styleSheet } from './style.ts'
import { bay } from './views/bay.ts'
import { dash } from './views/dash.ts'
import { lines } from './views/lines.ts'
import { side } from './views/side.ts'
import { tyre } from './views/tyre.ts'
import { vin } from './views/vin.ts'

const views = { side, lines, bay, dash, tyre, vin }

export type View = keyof typeof views

export const plateSize = { width: 1200, height: 800 }

export type PlateOptions = {
  /** Another ground than the view's usual one. */
  ground?: GroundName
  /** The part to show, as an SVG viewBox on a canvas of 1200 by 800. */
  view?: string
  /** Distance between the stations of `lines`, in millimetres. */
  step?: number
}

/** The side elevation stands on the car's own ground. */
const usualGround: Partial<Record<View, GroundName>> = {
  lines: 'bone',
  bay: 'mist',
  dash: 'night',
  tyre: 'lemon',
  vin: 'brick',
}

/**
 * One view of a car as a complete SVG document, lettering included.
 *
 * @example
 * await writeFile('cuda.svg', plate('side', cuda))
 */
export function plate(kind: View, car: Car, options: PlateOptions = {}): string {
  const { width, height } = plateSize
  const inks = grounds[options.ground ?? usualGround[kind] ?? car.ground]
  const drawn = views[kind](car, inks, options)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${options.view ?? `0 0 ${width} ${height}`}" preserveAspectRatio="xMidYMid slice"><style>${styleSheet(inks)}</style><g id="bare"><rect width="${width}" height="${height}" fill="${inks.ground}"/>${drawn}</g></svg>`
}

/** The views that this car's data can fill. */
export function viewsOf(car: Car): View[] {
  return (Object.keys(views) as View[]).filter(
    (view) => !(view === 'dash' && car.dials.length === 0) && !(view === 'vin' && car.vin.length === 0),
  )
}

/** Where the page serves a plate; an address with its version is kept for good. */
export const plateUrl = (kind: View, car: Car) => `/plates/${car.id}/${kind}.svg`
