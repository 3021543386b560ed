import type { Point } from '../car.ts'
import type { Inks } from '../inks.ts'
import { label } from '../lettering.ts'
import { circle, line } from '../marks.ts'

/** A numbered leader from a part to a mark at the edge of the plate. */
export type Tag = { number: number; part: Point; mark: Point }

export const tag = ({ number, part, mark }: Tag, inks: Inks) =>
  line(...part, ...mark) +
  circle(part, 4, { fill: inks.line }) +
  circle(mark, 21, { weight: 'line', fill: inks.ground }) +
  label(mark[0], mark[1] + 8, String(number), { anchor: 'middle' })
