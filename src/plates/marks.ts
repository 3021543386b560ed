import type { Point } from './car.ts'
import { round } from './geometry.ts'
import { label } from './lettering.ts'

/** Line weights, from 1.5 to 3.4; `station` is the thinnest. The plate's style sheet sets them. */
export type Weight = 'hair' | 'line' | 'heavy' | 'station'

export type Look = {
  weight?: Weight
  fill?: string
  stroke?: string
  opacity?: number
  strokeWidth?: number
  dash?: string
}

function attributes({ weight, fill, stroke, opacity, strokeWidth, dash }: Look): string {
  let text = weight ? ` class="${weight}"` : ''
  text += ` fill="${fill ?? 'none'}"`
  // A stroke in the style attribute wins over the class's ink; without a class it needs no such help.
  if (stroke) text += weight ? ` style="stroke:${stroke}"` : ` stroke="${stroke}"`
  if (strokeWidth) text += ` stroke-width="${strokeWidth}"`
  if (dash) text += ` stroke-dasharray="${dash}"`
  if (opacity !== undefined) text += ` opacity="${opacity}"`
  return text
}

export const path = (d: string, look: Look = {}, extra = '') => `<path d="${d}"${attributes(look)}${extra}/>`

export const line = (x1: number, y1: number, x2: number, y2: number, look: Look = {}) =>
  path(`M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}`, { weight: 'hair', ...look })

export const circle = ([x, y]: Point, r: number, look: Look = {}) =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}"${attributes(look)}/>`

export const rect = (x: number, y: number, width: number, height: number, look: Look = {}, corner = 0) =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"${
    corner ? ` rx="${corner}"` : ''
  }${attributes(look)}/>`

/** Lettering and dimensions: left out of thumbnails and of the bare drawing. */
export const annotation = (...parts: string[]) => `<g class="note">${parts.join('')}</g>`

/** A dimension line with ticks at its ends and its text in the middle above. */
export function dimension(x1: number, x2: number, y: number, text: string): string {
  const tick = 9
  return (
    line(x1, y, x2, y) +
    line(x1, y - tick, x1, y + tick) +
    line(x2, y - tick, x2, y + tick) +
    label((x1 + x2) / 2, y - 16, text, { anchor: 'middle' })
  )
}

/** The heading of a plate: what it shows, one remark, a hairline. */
export function heading(title: string, remark: string): string {
  return annotation(
    label(100, 116, title),
    label(1100, 116, remark, { anchor: 'end', quiet: true, wideOnly: true }),
    line(100, 140, 1100, 140),
  )
}
