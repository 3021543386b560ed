import type { Car, Dial, Point } from '../car.ts'
import { polar, polyline, round } from '../geometry.ts'
import type { Inks } from '../inks.ts'
import { letters } from '../lettering.ts'
import { circle, heading, path, rect } from '../marks.ts'

const needle = '#FF6A3D'
const figure = '#EEF0EC'
const remark = '#A9B4B1'
const bezel = '#6D7876'

/** The instrument cluster with the ignition off. */
export function dash(car: Car, _inks: Inks): string {
  const shell =
    'M60 250C60 214 84 196 118 196L1082 196C1116 196 1140 214 1140 250L1140 640C1140 676 1116 694 1082 694L118 694C84 694 60 676 60 640Z'
  const grain = Array.from({ length: 44 }, (_, i) => `M70 ${212 + i * 11}H1130`)
  return [
    heading('Instruments', 'Ignition off'),
    path(shell, { fill: '#1B2123' }),
    path(shell, { weight: 'hair', stroke: bezel }),
    path(grain.join(''), { stroke: '#242C2E', strokeWidth: 2 }),
    ...(car.dials.length === 4 ? fourDials(car.dials) : threeDials(car.dials)),
  ].join('')
}

/** Two large dials at the sides, two small ones between them, and four warning lamps. */
function fourDials([left, right, upper, lower]: Dial[]): string[] {
  const lamps: [number, number, string][] = [
    [424, 232, '#3E7F57'],
    [732, 232, '#3E7F57'],
    [424, 642, '#A32E22'],
    [732, 642, '#2E6C94'],
  ]
  return [
    left ? dial([270, 445], 172, left) : '',
    right ? dial([930, 445], 172, right) : '',
    upper ? dial([600, 328], 98, upper) : '',
    lower ? dial([600, 562], 98, lower) : '',
    ...lamps.map(([x, y, fill]) => rect(x, y, 44, 16, { fill })),
  ]
}

/** The speedometer in the middle, a dial at either side. */
function threeDials([middle, left, right]: Dial[]): string[] {
  return [
    left ? dial([235, 445], 140, left) : '',
    middle ? dial([600, 445], 186, middle) : '',
    right ? dial([965, 445], 140, right) : '',
  ]
}

function dial(centre: Point, radius: number, instrument: Dial): string {
  const short = 'words' in instrument
  const size = short ? 18 : instrument.title.length > 6 ? 15 : 20
  return [
    circle(centre, radius + 12, { fill: '#2A3133' }),
    circle(centre, radius + 12, { weight: 'hair', stroke: bezel }),
    circle(centre, radius + 3, { fill: '#07090A' }),
    short ? wordScale(centre, radius, instrument) : numberScale(centre, radius, instrument),
    circle(centre, radius * 0.1, { fill: '#2A3133' }),
    circle(centre, radius * 0.1, { weight: 'hair', stroke: bezel }),
    letters(centre[0], round(centre[1] + radius * (short ? 0.5 : 0.52)), instrument.title, {
      face: 'dial',
      size,
      anchor: 'middle',
      spacing: 0.08,
      fill: remark,
    }),
  ].join('')
}

function wordScale(centre: Point, radius: number, { words, reading }: Extract<Dial, { words: unknown }>): string {
  const at = (share: number) => 200 + 140 * share
  const ticks = Array.from({ length: 9 }, (_, i) =>
    path(
      polyline([polar(centre, radius * 0.84, at(i / 8)), polar(centre, radius * (i % 4 ? 0.74 : 0.66), at(i / 8))]),
      { weight: i % 4 ? 'hair' : 'line' },
    ),
  )
  const figures = words.map((word, i) => {
    const [x, y] = polar(centre, radius * 0.47, at(i / 2))
    return word && letters(x, y + 9, word, { face: 'dial', size: 26, anchor: 'middle', fill: figure })
  })
  const hand = polyline([polar(centre, -radius * 0.16, at(reading)), polar(centre, radius * 0.78, at(reading))])
  return [...ticks, ...figures, path(hand, { stroke: needle, strokeWidth: 5 })].join('')
}

/** 270 degrees from zero, lower left, to the maximum, lower right; a needle at rest hangs just below zero. */
function numberScale(centre: Point, radius: number, dial: Extract<Dial, { max: number }>): string {
  const at = (value: number) => 135 + 270 * (value / dial.max)
  const tick = (value: number, to: number) =>
    polyline([polar(centre, radius * 0.93, at(value)), polar(centre, radius * to, at(value))])
  const drawn: string[] = []
  for (let value = 0; value <= dial.max; value += dial.step) {
    const labelled = value % dial.labelStep === 0
    drawn.push(path(tick(value, labelled ? 0.79 : 0.85), { weight: labelled ? 'line' : 'hair' }))
    if (value < dial.max) drawn.push(path(tick(value + dial.step / 2, 0.89), { weight: 'hair', opacity: 0.7 }))
    if (!labelled) continue
    const [x, y] = polar(centre, radius * 0.62, at(value))
    drawn.push(
      letters(x, y + radius * 0.055, String(value), {
        face: 'dial',
        size: round(radius * 0.155),
        anchor: 'middle',
        fill: figure,
      }),
    )
  }
  if (dial.redline !== undefined) {
    const r = round(radius * 0.96)
    const [from, to] = [polar(centre, r, at(dial.redline)), polar(centre, r, at(dial.max))].map((p) =>
      p.map(round).join(' '),
    )
    drawn.push(path(`M${from}A${r} ${r} 0 0 1 ${to}`, { stroke: needle, strokeWidth: 7 }))
  }
  const rest = at(dial.reading || dial.max * -0.055)
  drawn.push(
    path(polyline([polar(centre, -radius * 0.18, rest), polar(centre, radius * 0.84, rest)]), {
      stroke: needle,
      strokeWidth: 6,
    }),
  )
  return drawn.join('')
}
