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
 * The density at evenly spaced x, as probability per unit of x: the rise of the curve over a window about each x. The window is a
 * fortieth of the range, narrow beside the bands and wide beside the points of a curve.
 */
export function densityOf(curve: Curve, from: number, to: number, count = 161): [number, number][] {
  const half = (to - from) / 80
  return Array.from({ length: count }, (_, n) => {
    const x = from + ((to - from) * n) / (count - 1)
    return [x, (probabilityBelow(curve, x + half) - probabilityBelow(curve, x - half)) / (2 * half)]
  })
}
