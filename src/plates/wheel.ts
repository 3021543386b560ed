import type { Car, Point } from './car.ts'
import { polar, polyline, round } from './geometry.ts'
import { rubber, seam } from './inks.ts'
import { circle, path } from './marks.ts'

const rim = '#D9DDDA'
const dark = '#2B3232'

/** A wheel in the side elevation; radii in units of the plate. */
export function wheel(centre: Point, tyre: number, r: number, style: Car['wheel']): string {
  const shared =
    circle(centre, tyre, { fill: rubber }) +
    circle(centre, tyre - 3.5, { weight: 'hair', stroke: '#4A5251' }) +
    circle(centre, (tyre + r) / 2 + 2, { weight: 'hair', stroke: '#343B3B' }) +
    circle(centre, r + 5, { fill: rim }) +
    circle(centre, r - 1, { fill: dark })
  return shared + { rally, cap, steel: disc }[style](centre, r)
}

/** Five slots around a small cap. */
function rally(centre: Point, r: number): string {
  const slots = [-90, -18, 54, 126, 198].map((angle) => {
    const corners: Point[] = [
      polar(centre, r * 0.5, angle - 19),
      polar(centre, r * 0.8, angle - 17),
      polar(centre, r * 0.8, angle + 17),
      polar(centre, r * 0.5, angle + 19),
    ]
    return path(`${polyline(corners)}Z`, { fill: rubber })
  })
  return (
    circle(centre, r - 3, { fill: '#9AA3A1' }) +
    slots.join('') +
    circle(centre, r * 0.3, { fill: rim }) +
    circle(centre, r * 0.14, { fill: dark })
  )
}

/** A full wheel cover with 24 flutes. */
function cap(centre: Point, r: number): string {
  const flutes = Array.from({ length: 24 }, (_, i) =>
    polyline([polar(centre, r * 0.5, i * 15), polar(centre, r * 0.7, i * 15)]),
  )
  return (
    circle(centre, r - 3, { fill: rim }) +
    circle(centre, r * 0.74, { weight: 'hair', stroke: seam }) +
    circle(centre, r * 0.42, { fill: '#A9B1AF' }) +
    circle(centre, r * 0.16, { fill: dark }) +
    path(flutes.join(''), { weight: 'hair', stroke: seam })
  )
}

/** A pressed steel wheel: ten holes and a hub cap. */
function disc(centre: Point, r: number): string {
  const holes = Array.from({ length: 10 }, (_, i) =>
    circle(polar(centre, r * 0.72, i * 36), round(r * 0.09), { fill: rubber }),
  )
  return (
    circle(centre, r - 3, { fill: '#8B9492' }) +
    holes.join('') +
    circle(centre, r * 0.46, { fill: rim }) +
    circle(centre, r * 0.46, { weight: 'hair', stroke: seam })
  )
}
