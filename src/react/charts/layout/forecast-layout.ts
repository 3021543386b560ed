import { say } from '../../language/say.ts'
import { inWords, type Measure, niceStep, pieceOf, type Tick, ticksOf } from './axis.ts'
import { type Curve, densityOf, probabilityBelow, type Quantiles, quantile } from './curve.ts'

/** One's own number, or the range one has named. */
export type Mine = { from: number; to: number }

export type Label = { x: number; text: string; anchor: 'start' | 'middle' | 'end' }

export type Band = { share: 0.5 | 0.8; from: number; to: number; path: string; labels: [Label, Label]; name: Label }

export type ForecastLayout = {
  x: (value: number) => number
  /** Where the axis of the density lies, and where the brackets of the bands do. */
  base: number
  rows: [number, number]
  height: number
  curve: string
  /** Where a few numbers stand apart: the curve is drawn as their outline, and each of them as a mark on the axis. */
  marks: number[]
  bands: [Band, Band]
  median: { x: number; top: number }
  piece: string
  ticks: Tick[]
  levels: { y: number; label: string }[]
  mine: { x: number; from: number; to: number; label: Label } | null
  /** What came of it. */
  result: { x: number; label: Label } | null
}

const left = 38
const right = 12
const base = 190
const top = 20
/** What a letter takes at 13 px, the wide ones in mind. */
const letter = 7.6

/**
 * Where everything of a forecast's chart stands at a width: the density, its equal-tailed 50 and 80 % bands, the brackets below
 * with the ends of the bands in words, and one's own number. Nothing is scaled, so text keeps its size.
 */
export function layForecast(
  width: number,
  measure: Measure,
  { curve, quantiles }: { curve: Curve; quantiles: Quantiles },
  mine: Mine | null,
  result: number | null = null,
): ForecastLayout {
  const [from, to] = rangeOf(curve, quantiles, spanOf(mine, result))
  const x = (value: number) => left + ((clamp(value, from, to) - from) / (to - from)) * (width - left - right)
  const piece = pieceOf(measure, from, to)
  const fine = smooth(densityOf(curve, from, to)).map(([at, per]) => [at, per * piece.size] as const)
  const peaks = peaksOf(fine)
  const isComb = peaks.length > 3
  const density = isComb ? outlineOf(fine) : fine
  const highest = Math.max(...density.map(([, chance]) => chance))
  const step = niceStep(highest / 3.4)
  const y = (chance: number) => base - (chance / highest) * (base - top - 20)
  const points = density.map(([at, chance]) => `${round(x(at))} ${round(y(chance))}`)
  const levelCount = Math.floor(highest / step + 1e-9)
  const median = quantiles.p50

  const band = (share: Band['share']): Band => {
    const [low, high] = share === 0.5 ? [quantiles.p25, quantiles.p75] : [quantiles.p10, quantiles.p90]
    const inside = density.filter(([at]) => at > low && at < high)
    const edge = (at: number) => `${round(x(at))} ${round(y(heightAt(density, at)))}`
    const outline = [edge(low), ...inside.map(([at, chance]) => `${round(x(at))} ${round(y(chance))}`), edge(high)]
    return {
      share,
      from: x(low),
      to: x(high),
      path: `M${round(x(low))} ${base}L${outline.join('L')}L${round(x(high))} ${base}Z`,
      labels: apart(x(low), x(high), inWords(measure, low), inWords(measure, high), width),
      name: nameOf(share, x(low), x(high), width),
    }
  }

  return {
    x,
    base,
    rows: [base + 44, base + 86],
    height: base + 86 + 26,
    curve: `M${points.join('L')}`,
    marks: isComb ? peaks.map((at) => round(x(at))) : [],
    bands: [band(0.5), band(0.8)],
    median: { x: x(median), top: y(heightAt(density, median)) },
    piece: piece.name,
    ticks: ticksOf(measure, from, to, Math.max(2, Math.floor((width - left - right) / 66))),
    levels: Array.from({ length: levelCount + 1 }, (_, n) => ({ y: y(n * step), label: chanceLabel(n * step) })),
    mine: mine && layMine(mine, measure, x, [from, to], width),
    result: result === null ? null : { x: x(result), label: beside(x(result), inWords(measure, result), width) },
  }
}

/**
 * From 1 to 99 % of the curve, but of long tails no more than most of the 80 % band on either side; and so far beyond that one's
 * own number is on it, unless it is far off.
 */
function rangeOf(curve: Curve, { p10, p90 }: Quantiles, mine: Mine | null): [number, number] {
  const tail = 0.8 * (p90 - p10)
  const [low, high] = [Math.max(quantile(curve, 0.01), p10 - tail), Math.min(quantile(curve, 0.99), p90 + tail)]
  const span = high - low || Math.max(1, Math.abs(high) * 0.1)
  const room = span * 0.04
  const lowest = mine ? Math.min(low, Math.max(mine.from - room, low - span)) : low
  const highest = mine ? Math.max(high, Math.min(mine.to + room, high + span)) : high
  return highest > lowest ? [lowest, highest] : [lowest - span / 2, highest + span / 2]
}

function layMine(
  mine: Mine,
  measure: Measure,
  x: (value: number) => number,
  [from, to]: [number, number],
  width: number,
) {
  const middle = (mine.from + mine.to) / 2
  const off = middle < from ? '← ' : middle > to ? '→ ' : ''
  const words =
    mine.from === mine.to
      ? inWords(measure, middle)
      : say('{low} to {high}', { low: inWords(measure, mine.from), high: inWords(measure, mine.to) })
  const text = off + say('Mine {words}', { words })
  return { x: x(middle), from: x(mine.from), to: x(mine.to), label: beside(x(middle), text, width) }
}

function beside(at: number, text: string, width: number): Label {
  const fits = at + 12 + text.length * letter < width
  return fits || at < width / 2 ? label(at + 12, text, 'start') : label(at - 12, text, 'end')
}

/** From the lowest to the highest of what has to be on the chart. */
function spanOf(mine: Mine | null, result: number | null): Mine | null {
  const ends = [...(mine ? [mine.from, mine.to] : []), ...(result === null ? [] : [result])]
  return ends.length > 0 ? { from: Math.min(...ends), to: Math.max(...ends) } : null
}

/** Labels below the two ends of a bracket: centred on them, and pushed apart and into the box where they would not fit. */
function apart(from: number, to: number, first: string, second: string, width: number): [Label, Label] {
  const [a, b] = [first.length * letter, second.length * letter]
  let low = clamp(from, a / 2, width - a / 2)
  let high = clamp(to, b / 2, width - b / 2)
  const missing = (a + b) / 2 + 8 - (high - low)
  if (missing > 0) {
    low = Math.max(a / 2, low - missing / 2)
    high = Math.min(width - b / 2, Math.max(high + missing / 2, low + (a + b) / 2 + 8))
    low = Math.min(low, Math.max(a / 2, high - (a + b) / 2 - 8))
  }
  return [label(low, first, 'middle'), label(high, second, 'middle')]
}

/** "50 %" on its bracket where that is long enough, else beside it. */
function nameOf(share: number, from: number, to: number, width: number): Label {
  const text = `${share * 100}\u00a0%`
  if (to - from > 64) return label((from + to) / 2, text, 'middle')
  return to + 48 < width ? label(to + 9, text, 'start') : label(from - 9, text, 'end')
}

const label = (x: number, text: string, anchor: Label['anchor']): Label => ({ x: round(x), text, anchor })

/**
 * The curve comes in about 80 points, and its slope shows where they lie. Averaged over a fiftieth of the axis it does not, and
 * what is left is the shape.
 */
function smooth(line: readonly (readonly [number, number])[], passes = 4): (readonly [number, number])[] {
  let heights = line.map(([, height]) => height)
  for (let pass = 0; pass < passes; pass++) {
    heights = heights.map((height, n) => ((heights[n - 1] ?? height) + 2 * height + (heights[n + 1] ?? height)) / 4)
  }
  return line.map(([at], n) => [at, heights[n] ?? 0])
}

type Line = readonly (readonly [number, number])[]

/** Where a line has its summits; what is lower than a twentieth of the highest is none. */
function peaksOf(line: Line): number[] {
  const least = Math.max(...line.map(([, height]) => height)) / 20
  const height = (n: number) => line[n]?.[1] ?? 0
  return line.flatMap(([at, here], n) => (here > least && here > height(n - 1) && here >= height(n + 1) ? [at] : []))
}

/** Averaged until no more than two summits are left. */
function outlineOf(line: Line): Line {
  let outline = line
  for (let turn = 0; turn < 200 && peaksOf(outline).length > 2; turn++) outline = smooth(outline)
  return outline
}

/** The height of a drawn line at x, straight between its points. */
function heightAt(line: readonly (readonly [number, number])[], x: number): number {
  const next = line.findIndex(([at]) => at >= x)
  const [x1, y1] = line[next === -1 ? line.length - 1 : next] as readonly [number, number]
  const before = line[next - 1]
  return before && x1 > before[0] ? before[1] + ((x - before[0]) / (x1 - before[0])) * (y1 - before[1]) : y1
}

/** How much of what the crowd expects lies below one's own number; of a range, below its middle. */
export const shareBelow = (curve: Curve, mine: Mine) => probabilityBelow(curve, (mine.from + mine.to) / 2)

const chanceLabel = (chance: number) => (chance === 0 ? '0' : `${Number((chance * 100).toPrecision(2))}\u00a0%`)

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high)

const round = (value: number) => Math.round(value * 10) / 10
