import type { Car, Point } from '../car.ts'
import { polar, polyline, round } from '../geometry.ts'
import { bright, type Inks, rubber, seam, steel } from '../inks.ts'
import { label, lettersOnArc } from '../lettering.ts'
import { annotation, circle, heading, line, path, rect } from '../marks.ts'

const wheelCentre: Point = [372, 448]
const tyreRadius = 232
const rimRadius = 138
const centreline = '22 6 4 6'

/** Wheel and tyre from the side and in section. Sizes nobody knows print as a dash, never as a guess. */
export function tyre(car: Car, inks: Inks): string {
  return heading('Wheel and tyre', car.tyre.size) + elevation(car, inks) + section(inks) + sizes(car)
}

function elevation(car: Car, inks: Inks): string {
  const [x, y] = wheelCentre
  const tread = Array.from({ length: 90 }, (_, i) =>
    polyline([polar(wheelCentre, tyreRadius, i * 4), polar(wheelCentre, tyreRadius - 14, i * 4 + 1.6)]),
  )
  const nuts = Array.from({ length: 5 }, (_, i) =>
    circle(polar(wheelCentre, rimRadius * 0.4, i * 72 - 54), 7, { weight: 'hair', fill: bright, stroke: rubber }),
  )
  const reach = tyreRadius + 40
  return [
    circle(wheelCentre, tyreRadius, { fill: rubber }),
    path(tread.join(''), { stroke: inks.ground, strokeWidth: 2.4 }),
    circle(wheelCentre, tyreRadius - 20, { weight: 'hair', stroke: '#58615F' }),
    circle(wheelCentre, tyreRadius - 72, { weight: 'hair', stroke: '#58615F' }),
    lettersOnArc(wheelCentre, tyreRadius - 62, car.tyre.size, {
      face: 'emboss',
      size: 34,
      spacing: 0.18,
      fill: '#F3F3EC',
    }),
    circle(wheelCentre, rimRadius + 14, { weight: 'line', fill: bright, stroke: rubber }),
    circle(wheelCentre, rimRadius + 4, { weight: 'hair', stroke: seam }),
    circle(wheelCentre, rimRadius - 4, { weight: 'line', fill: steel, stroke: rubber }),
    car.wheel === 'rally' ? slots() : holes(),
    ...nuts,
    circle(wheelCentre, rimRadius * 0.28, { weight: 'line', fill: bright, stroke: rubber }),
    circle(wheelCentre, rimRadius * 0.13, { weight: 'hair', fill: car.paint.base, stroke: rubber }),
    path(`M${x - reach} ${y}H${x + reach}M${x} ${y - reach}V${y + reach}`, { weight: 'hair', dash: centreline }),
  ].join('')
}

function slots(): string {
  const slot = [
    [0.52, -17],
    [0.82, -18],
    [0.86, 0],
    [0.82, 18],
    [0.52, 17],
    [0.5, 0],
  ] as Point[]
  const drawn = [-90, -18, 54, 126, 198].map(
    (turn) => `${polyline(slot.map(([r, angle]) => polar(wheelCentre, rimRadius * r, turn + angle)))}Z`,
  )
  return path(drawn.join(''), { fill: rubber, stroke: rubber, strokeWidth: 7 }, ' stroke-linejoin="round"')
}

const holes = () =>
  Array.from({ length: 12 }, (_, i) => circle(polar(wheelCentre, rimRadius * 0.74, i * 30), 12, { fill: rubber })).join(
    '',
  )

/** The upper half of the wheel cut across: tyre, rim, and dimensions A, B and C. */
function section(inks: Inks): string {
  const x = 890
  const y = wheelCentre[1]
  const top = y - tyreRadius
  const rim = y - rimRadius
  const outer = 104
  const bead = 66
  const side = (s: 1 | -1) =>
    `${x + s * (outer + 14)} ${rim - 20} ${x + s * (outer + 8)} ${top + 26} ${x + s * (outer - 22)} ${top + 6}`
  const carcass =
    `M${x - bead} ${rim + 8}C${side(-1)}L${x - outer + 40} ${top}L${x + outer - 40} ${top}L${x + outer - 22} ${top + 6}` +
    `C${x + outer + 8} ${top + 26} ${x + outer + 14} ${rim - 20} ${x + bead} ${rim + 8}L${x + bead - 20} ${rim + 6}` +
    `C${x + outer - 18} ${rim - 24} ${x + outer - 16} ${top + 40} ${x + outer - 42} ${top + 22}L${x - outer + 42} ${top + 22}` +
    `C${x - outer + 16} ${top + 40} ${x - outer + 18} ${rim - 24} ${x - bead + 20} ${rim + 6}Z`
  const well: Point[] = [
    [-bead - 10, -14],
    [-bead - 2, -14],
    [-bead + 4, 8],
    [-34, 14],
    [-28, 44],
    [28, 44],
    [34, 14],
    [bead - 4, 8],
    [bead + 2, -14],
    [bead + 10, -14],
    [bead + 4, 20],
    [44, 26],
    [38, 56],
    [30, 56],
    [18, rimRadius],
    [6, rimRadius],
    [10, 56],
    [-38, 56],
    [-44, 26],
    [-bead - 4, 20],
  ]
  return [
    path(carcass, { fill: rubber }),
    ...[-2, -1, 0, 1, 2].map((groove) => rect(x + groove * 28 - 3, top - 1, 6, 11, { fill: inks.ground })),
    path(`${polyline(well.map(([dx, dy]) => [x + dx, rim + dy]))}Z`, { weight: 'line', fill: bright, stroke: rubber }),
    path(`M${x - 160} ${y}H${x + 190}M${x} ${top - 34}V${y + 40}`, { weight: 'hair', dash: centreline }),
    annotation(
      line(x - outer - 2, rim - 20, x - outer - 2, top - 46),
      line(x + outer + 2, rim - 20, x + outer + 2, top - 46),
      lettered([x - outer - 2, top - 34], [x + outer + 2, top - 34], 'A', inks),
      line(x + outer - 30, top, x + 190, top),
      lettered([x + 172, top], [x + 172, y], 'B', inks),
      line(x - bead - 12, rim, x - 156, rim),
      lettered([x - 140, rim], [x - 140, y], 'C', inks),
    ),
  ].join('')
}

/** A dimension line with ticks, its letter in a gap in the middle. */
function lettered([x1, y1]: Point, [x2, y2]: Point, letter: string, inks: Inks): string {
  const level = y1 === y2
  const tick = (x: number, y: number) => (level ? line(x, y - 9, x, y + 9) : line(x - 9, y, x + 9, y))
  const middle: Point = [round((x1 + x2) / 2), round((y1 + y2) / 2)]
  return (
    line(x1, y1, x2, y2) +
    tick(x1, y1) +
    tick(x2, y2) +
    circle(middle, 19, { fill: inks.ground }) +
    label(middle[0], middle[1] + 9, letter, { anchor: 'middle' })
  )
}

function sizes(car: Car): string {
  const rows = [
    ['A', 'Section width', '—'],
    ['B', 'Rolling radius', '—'],
    ['C', 'Rim radius', `${car.tyre.rimInches / 2} in`],
  ] as const
  return annotation(
    ...rows.flatMap(([letter, name, size], i) => {
      const y = 566 + i * 46
      return [
        label(700, y, letter),
        label(740, y, name),
        label(1100, y, size, { anchor: 'end', quiet: true }),
        line(700, y + 12, 1100, y + 12),
      ]
    }),
  )
}
