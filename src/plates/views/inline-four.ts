import type { Car, Point } from '../car.ts'
import { polar, polyline } from '../geometry.ts'
import type { Inks } from '../inks.ts'
import { letters } from '../lettering.ts'
import { circle, path, rect } from '../marks.ts'
import type { Tag } from './tag.ts'

export const inlineFourTags: Tag[] = [
  { number: 1, part: [372, 400], mark: [120, 400] },
  { number: 2, part: [478, 512], mark: [120, 500] },
  { number: 5, part: [724, 500], mark: [1080, 500] },
  { number: 7, part: [640, 400], mark: [1080, 400] },
]

const airCleaner: Point = [400, 400]
const distributor: Point = [724, 500]
const cylinders = [306, 372, 438, 504]

/** Four in line under one cam cover: intake to the left, exhaust and distributor to the right. */
export function inlineFour(car: Car, inks: Inks): string {
  const runners = cylinders.map((y) =>
    path(`M510 ${y - 13}L436 ${y - 9}L436 ${y + 9}L510 ${y + 13}`, { weight: 'line', fill: inks.floor }),
  )
  const ports = cylinders.map((y) =>
    path(`M690 ${y - 11}L752 ${y - 2}L752 ${y + 16}L690 ${y + 11}`, { weight: 'line', fill: inks.floor }),
  )
  const leads = cylinders.map((y) =>
    path(`M${distributor[0]} ${distributor[1]}C706 ${y + 30} 690 ${y + 4} 622 ${y}`, { weight: 'hair' }),
  )
  const plugs = cylinders.map((y) => circle([616, y], 9, { weight: 'line', fill: inks.ground }))
  return [
    rect(510, 262, 180, 300, { weight: 'line', fill: inks.ground }, 10),
    ...runners,
    rect(418, 288, 26, 236, { weight: 'line', fill: inks.ground }, 10),
    ...ports,
    rect(746, 290, 24, 236, { weight: 'line', fill: inks.floor }, 10),
    rect(536, 274, 128, 276, { weight: 'line', fill: car.paint.base }, 20),
    rect(550, 288, 40, 248, { weight: 'hair' }, 12),
    ...[292, 412, 532].flatMap((y) => [
      circle([545, y], 4, { weight: 'hair', fill: inks.ground }),
      circle([655, y], 4, { weight: 'hair', fill: inks.ground }),
    ]),
    circle([570, 318], 13, { weight: 'line', fill: inks.ground }),
    `<g transform="rotate(-90 576 440)">${letters(576, 446, car.engine.name, { face: 'emboss', size: 22, anchor: 'middle', spacing: 0.06, fill: car.trim })}</g>`,
    ...leads,
    ...plugs,
    circle(distributor, 26, { weight: 'line', fill: inks.line }),
    ...[45, 135, 225, 315].map((angle) => circle(polar(distributor, 16, angle), 4.5, { fill: inks.ground })),
    cleaner(car, inks),
  ].join('')
}

function cleaner(car: Car, { ground }: Inks): string {
  const pleats = Array.from({ length: 48 }, (_, i) =>
    polyline([polar(airCleaner, 66, i * 7.5), polar(airCleaner, 74, i * 7.5)]),
  )
  return [
    circle(airCleaner, 76, { weight: 'heavy', fill: car.trim }),
    circle(airCleaner, 64, { weight: 'hair', stroke: ground }),
    path(pleats.join(''), { weight: 'hair', stroke: ground, opacity: 0.55 }),
    circle(airCleaner, 9, { weight: 'hair', fill: ground }),
    path('M378 324C372 286 386 270 404 262', { weight: 'line' }),
  ].join('')
}
