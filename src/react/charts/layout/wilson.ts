/** z of a one-sided 95 % bound, to the digits that the rule is written with. The interval between two such bounds holds 90 %. */
const oneSided95 = 1.6449

/** A vehicle goes to auction when it is likely (95 %) that more than half of the whole community says yes. */
export const threshold = 0.5

/** Fewer votes than these settle nothing. */
export const minimumVotes = 10

/**
 * Wilson's score interval for a share; each end is a one-sided 95 % bound, unless another z is given.
 *
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
 * J. Am. Stat. Assoc. 22 (1927) 209-212.
 *
 * @returns shares from 0 to 1; the whole range while there are no votes
 */
export function wilson(yes: number, total: number, z = oneSided95): { low: number; high: number } {
  if (total === 0) return { low: 0, high: 1 }
  const share = yes / total
  const denominator = 1 + (z * z) / total
  const centre = (share + (z * z) / (2 * total)) / denominator
  const half = (z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total))) / denominator
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}
