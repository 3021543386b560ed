/** A cumulative distribution as points `[x, probability of at most x]`; both rise. */
export type Curve = readonly (readonly [number, number])[]

export type Quantiles = { p05: number; p10: number; p25: number; p50: number; p75: number; p90: number; p95: number }

/** The probability of at most x, straight between the points; 0 below the first and 1 above the last. */
export function probabilityBelow(curve: Curve, x: number): number {
  const next = curve.findIndex(([at]) => at >= x)
  if (next === -1) return 1
  const [x1, p1] = curve[next] as readonly [number, number]
  const before = curve[next - 1]
  if (!before) return x === x1 ? p1 : 0
  const [x0, p0] = before
  return x1 === x0 ? p1 : p0 + ((x - x0) / (x1 - x0)) * (p1 - p0)
}

/** The least x that the probability is reached at, straight between the points. */
export function quantile(curve: Curve, probability: number): number {
  const next = curve.findIndex(([, p]) => p >= probability)
  const [lastX] = curve.at(-1) ?? [Number.NaN]
  if (next === -1) return lastX
  const [x1, p1] = curve[next] as readonly [number, number]
  const before = curve[next - 1]
  if (!before || p1 === before[1]) return x1
  const [x0, p0] = before
  return x0 + ((probability - p0) / (p1 - p0)) * (x1 - x0)
}

/**
 * The density at evenly spaced x, as probability per unit of x: the slope of a monotone cubic through the curve's points, so that
 * it is smooth, never negative, and has the curve's own areas between the points.
 *
 * Source: F. N. Fritsch, J. Butland, "A method for constructing local monotone piecewise cubic interpolants", SIAM Journal on
 * Scientific and Statistical Computing 5 (1984), 300-304.
 */
export function densityOf(curve: Curve, from: number, to: number, count = 161): [number, number][] {
  const points = curve.filter(([x], place) => place === 0 || x > (curve[place - 1]?.[0] ?? x))
  const slopes = slopesOf(points)
  return Array.from({ length: count }, (_, n) => {
    const x = from + ((to - from) * n) / (count - 1)
    return [x, slopeAt(points, slopes, x)]
  })
}

/** The slope of the cubic at each point: the harmonic mean of the slopes on either side, weighted by their lengths. */
function slopesOf(points: Curve): number[] {
  const rises = points.slice(1).map(([x1, p1], n) => {
    const [x0, p0] = points[n] as readonly [number, number]
    return { length: x1 - x0, slope: (p1 - p0) / (x1 - x0) }
  })
  return points.map((_, n) => {
    const [before, after] = [rises[n - 1], rises[n]]
    if (!before || !after) return before?.slope ?? after?.slope ?? 0
    if (before.slope * after.slope <= 0) return 0
    const [w0, w1] = [before.length + 2 * after.length, 2 * before.length + after.length]
    return (w0 + w1) / (w0 / before.slope + w1 / after.slope)
  })
}

function slopeAt(points: Curve, slopes: number[], x: number): number {
  const next = points.findIndex(([at]) => at >= x)
  const [here, before] = [points[next], points[next - 1]]
  if (!here || !before) return 0
  const length = here[0] - before[0]
  const t = (x - before[0]) / length
  const rise = (here[1] - before[1]) / length
  const [start, end] = [slopes[next - 1] ?? 0, slopes[next] ?? 0]
  return 6 * t * (1 - t) * rise + (1 - t) * (1 - 3 * t) * start + t * (3 * t - 2) * end
}
