import type { DwellClass } from '../../client/insights.ts'

/** Looks of `from` to `to` seconds; the last has no end. */
export type DwellBin = DwellClass & { share: number }

const width = 2
const open = 20

/** The database's classes of one second and more, in bins of two seconds up to 20, and one for all that is longer. */
export function dwellBins(classes: DwellClass[]): DwellBin[] {
  const total = classes.reduce((sum, { looks }) => sum + looks, 0)
  const bins: DwellBin[] = Array.from({ length: open / width + 1 }, (_, place) => ({
    from: place * width,
    to: place * width < open ? (place + 1) * width : null,
    looks: 0,
    share: 0,
  }))
  for (const { from, looks } of classes) {
    const bin = bins[Math.min(Math.floor(from / width), bins.length - 1)]
    if (bin) bin.looks += looks
  }
  return bins.map((bin) => ({ ...bin, share: total > 0 ? bin.looks / total : 0 }))
}

/** The share of looks that were longer than the last closed bin. */
export const longerThanTwenty = (bins: DwellBin[]) => bins.at(-1)?.share ?? 0
