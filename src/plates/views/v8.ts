import type { Car, Point } from '../car.ts'
import { polar, polyline } from '../geometry.ts'
import type { Inks } from '../inks.ts'
import { lettersOnArc } from '../lettering.ts'
import { circle, path, rect } from '../marks.ts'
import type { Tag } from './tag.ts'

export const v8Tags: Tag[] = [
  { number: 1, part: [508, 424], mark: [120, 400] },
  { number: 2, part: [428, 500], mark: [120, 500] },
  { number: 5, part: [578, 240], mark: [120, 325] },
  { number: 7, part: [800, 424], mark: [1080, 400] },
]

const airCleaner: Point = [600, 424]
const distributor: Point = [600, 252]

/** Two banks of four, distributor at the back, air cleaner on top. */
export function v8(car: Car, inks: Inks): string {
  return [
    path('M500 262L700 262L716 300L716 540L690 562L510 562L484 540L484 300Z', { weight: 'line', fill: inks.ground }),
    bank(428, -1, car, inks),
    bank(772, 1, car, inks),
    circle([428, 336], 13, { weight: 'line', fill: inks.ground }),
    circle(distributor, 30, { weight: 'line', fill: inks.line }),
    ...Array.from({ length: 8 }, (_, i) => circle(polar(distributor, 20, i * 45), 4.5, { fill: inks.ground })),
    cleaner(car, inks),
    path('M586 546L540 600M614 546L660 600', { weight: 'line' }),
  ].join('')
}

/** Valve cover with its bolts, four exhaust ports outwards and four plug leads from the distributor. */
function bank(x: number, out: 1 | -1, car: Car, inks: Inks): string {
  const bolts = Array.from({ length: 5 }, (_, i) =>
    [x - 36, x + 36].map((bolt) => circle([bolt, 304 + i * 56], 4, { weight: 'hair', fill: inks.ground })).join(''),
  )
  const cylinders = Array.from({ length: 4 }, (_, i) => {
    const y = 322 + i * 62
    const edge = x + out * 42
    return (
      path(`M${edge} ${y - 8}L${edge + out * 34} ${y - 8}L${edge + out * 34} ${y + 8}L${edge} ${y + 8}`, {
        weight: 'line',
        fill: inks.floor,
      }) +
      path(`M${600 + out * 20} 268C${600 + out * 60} 258 ${x - out * 70} ${y - 30} ${x + out * 54} ${y}`, {
        weight: 'hair',
      })
    )
  })
  return [
    rect(x - 42, 286, 84, 262, { weight: 'line', fill: car.paint.base }, 12),
    rect(x - 30, 298, 60, 238, { weight: 'hair' }, 8),
    ...bolts,
    ...cylinders,
  ].join('')
}

function cleaner(car: Car, { ground }: Inks): string {
  const pleats = Array.from({ length: 72 }, (_, i) =>
    polyline([polar(airCleaner, 109, i * 5), polar(airCleaner, 120, i * 5)]),
  )
  return [
    circle(airCleaner, 122, { weight: 'heavy', fill: car.trim }),
    circle(airCleaner, 108, { weight: 'hair', stroke: ground }),
    circle(airCleaner, 96, { weight: 'hair', stroke: ground, opacity: 0.5 }),
    path(pleats.join(''), { weight: 'hair', stroke: ground, opacity: 0.55 }),
    circle(airCleaner, 13, { weight: 'line', fill: ground }),
    path('M593 424h14', { weight: 'hair' }),
    lettersOnArc(airCleaner, 78, car.engine.name, { face: 'emboss', size: 17, spacing: 0.06, fill: car.paint.base }),
  ].join('')
}
