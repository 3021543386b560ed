import type { Car } from '../car.ts'
import type { Inks } from '../inks.ts'
import { circle, heading, line, path, rect } from '../marks.ts'
import { inlineFour, inlineFourTags } from './inline-four.ts'
import { type Tag, tag } from './tag.ts'
import { v8, v8Tags } from './v8.ts'

/** Parts around every engine; the numbers are explained in the photo's caption. */
const shared: Tag[] = [
  { number: 3, part: [322, 610], mark: [120, 610] },
  { number: 4, part: [390, 236], mark: [120, 250] },
  { number: 6, part: [846, 256], mark: [1080, 250] },
  { number: 8, part: [878, 620], mark: [1080, 610] },
  { number: 9, part: [700, 666], mark: [1080, 700] },
]

/** The engine bay from above, front at the bottom, parts numbered 1 to 9. */
export function bay(car: Car, inks: Inks): string {
  const [engine, tags] = car.engine.layout === 'V8' ? [v8, v8Tags] : [inlineFour, inlineFourTags]
  return [
    heading('Engine bay, plan', car.engine.name),
    bodywork(car, inks),
    radiator(inks),
    engine(car, inks),
    ancillaries(inks),
    `<g class="note">${[...shared, ...tags].map((t) => tag(t, inks)).join('')}</g>`,
  ].join('')
}

/** Cowl, inner wings and slam panel in the car's paint. */
function bodywork(car: Car, inks: Inks): string {
  const panel = 'M230 190L970 190L1000 230L1000 690L940 728L260 728L200 690L200 230Z'
  const opening =
    'M262 224L938 224L944 280C900 340 884 360 884 420L884 560C884 600 900 622 930 640L930 668L270 668L270 640C300 622 316 600 316 560L316 420C316 360 300 340 256 280Z'
  const pressings = Array.from(
    { length: 5 },
    (_, i) => line(222 + i * 9, 250, 222 + i * 9, 660) + line(978 - i * 9, 250, 978 - i * 9, 660),
  )
  return (
    path(panel, { weight: 'heavy', fill: car.paint.base }) +
    path(opening, { weight: 'line', fill: inks.floor }) +
    pressings.join('')
  )
}

function radiator({ ground, floor }: Inks): string {
  const fins = Array.from({ length: 42 }, (_, i) => `M${392 + i * 10} 646V686`)
  return [
    rect(380, 640, 440, 52, { weight: 'line', fill: ground }),
    path(fins.join(''), { weight: 'hair' }),
    circle([600, 666], 17, { weight: 'line', fill: ground }),
    circle([600, 666], 9, { weight: 'line' }),
    path('M420 640L470 600L730 600L780 640Z', { weight: 'line', fill: floor }),
    rect(480, 584, 240, 14, { weight: 'line', fill: ground }),
    rect(560, 560, 80, 26, { weight: 'line', fill: ground }),
  ].join('')
}

/** Battery, brake booster, washer bottle, hose and wiper motor. */
function ancillaries({ ground, floor, line: ink }: Inks): string {
  const hose = 'M470 650C430 610 380 600 372 560'
  return [
    rect(826, 566, 104, 84, { weight: 'line', fill: ink }),
    rect(836, 576, 84, 64, { weight: 'hair', stroke: ground, opacity: 0.6 }),
    ...[852, 878, 904].map((x) => circle([x, 608], 7, { fill: ground })),
    circle([842, 582], 6, { fill: '#B3261E' }),
    circle([846, 262], 46, { weight: 'line', fill: ground }),
    circle([846, 262], 34, { weight: 'hair' }),
    rect(826, 296, 40, 62, { weight: 'line', fill: ground }, 6),
    line(826, 327, 866, 327),
    rect(290, 560, 64, 84, { weight: 'line', fill: ground }, 10),
    circle([322, 580], 10, { weight: 'hair', fill: floor }),
    path(hose, { stroke: ink, strokeWidth: 15 }),
    path(hose, { stroke: ground, strokeWidth: 9 }),
    rect(330, 214, 120, 46, { weight: 'line', fill: ground }),
    line(350, 214, 350, 260),
    line(430, 214, 430, 260),
  ].join('')
}
