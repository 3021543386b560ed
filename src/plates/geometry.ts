import type { Outline, Point } from './car.ts'

/** One decimal is a fifth of a hairline, and keeps the files small. */
export const round = (n: number) => Math.round(n * 10) / 10

/** The point at `radius` from a centre, `degrees` clockwise from three o'clock. */
export function polar([x, y]: Point, radius: number, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180
  return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
}

/** Maps every coordinate of an absolute path, x and y in turn. */
export function mapOutline(path: Outline, mapX: (x: number) => number, mapY: (y: number) => number): string {
  let index = 0
  return path.replace(/-?\d+(\.\d+)?/g, (n) => String(round((index++ % 2 ? mapY : mapX)(Number(n)))))
}

export const polyline = (points: Point[]) => `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}`

const curveSteps = 24
const lineSteps = 12

/** The points of an outline, close enough together to measure between. */
export function flatten(path: Outline): Point[] {
  const points: Point[] = []
  let from: Point = [0, 0]
  for (const [, command, rest] of path.matchAll(/([MLC])([^MLCZ]*)/g)) {
    const numbers = (rest?.match(/-?\d+(\.\d+)?/g) ?? []).map(Number)
    for (let i = 0; i < numbers.length; i += command === 'C' ? 6 : 2) {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = numbers.slice(i, i + 6)
      const to: Point = command === 'C' ? [x3, y3] : [x1, y1]
      if (command === 'C') points.push(...curve(from, [x1, y1], [x2, y2], to))
      else if (command === 'L') points.push(...straight(from, to))
      else points.push(to)
      from = to
    }
  }
  return points
}

function curve(a: Point, b: Point, c: Point, d: Point): Point[] {
  return Array.from({ length: curveSteps }, (_, step) => {
    const u = (step + 1) / curveSteps
    const v = 1 - u
    const along = (axis: 0 | 1) =>
      v ** 3 * a[axis] + 3 * v * v * u * b[axis] + 3 * v * u * u * c[axis] + u ** 3 * d[axis]
    return [along(0), along(1)]
  })
}

function straight(a: Point, b: Point): Point[] {
  return Array.from({ length: lineSteps }, (_, step) => {
    const u = (step + 1) / lineSteps
    return [a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u]
  })
}

/** Lowest and highest y of a closed outline at `x`, or null where it does not reach. */
export function extent(points: Point[], x: number): { low: number; high: number } | null {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length] as Point
    if (Math.min(a[0], b[0]) > x || Math.max(a[0], b[0]) < x) return
    const u = a[0] === b[0] ? 0 : (x - a[0]) / (b[0] - a[0])
    const y = a[1] + u * (b[1] - a[1])
    low = Math.min(low, y)
    high = Math.max(high, y)
  })
  return high === Number.NEGATIVE_INFINITY ? null : { low, high }
}
