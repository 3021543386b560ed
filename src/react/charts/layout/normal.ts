/**
 * Probability that a standard normal variable is at most x, to seven decimals: enough for what is drawn and shown.
 *
 * Source: M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions" (1964), formula 7.1.26.
 */
export function normalCdf(x: number): number {
  const y = Math.abs(x) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * y)
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-y * y)
  return x < 0 ? series / 2 : 1 - series / 2
}

/** The x at which the standard normal distribution reaches a probability, by halving; to six decimals from 1e-6 to 1 - 1e-6. */
export function normalQuantile(probability: number): number {
  let [low, high] = [-6, 6]
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (normalCdf(middle) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}
