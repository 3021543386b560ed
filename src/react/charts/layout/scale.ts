/** From a range of values to a range of pixels. */
export const scale =
  (from: number, to: number, start: number, end: number) =>
  (value: number): number =>
    start + ((value - from) / (to - from || 1)) * (end - start)

/** Round values from 0 up to or past the largest one, at most `most` steps apart: 0, 200, 400, 600, 800. */
export function ticksUpTo(largest: number, most = 4): number[] {
  const rough = Math.max(largest, 1) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((size) => size >= rough) ?? rough)
  const count = Math.max(1, Math.ceil(largest / step))
  return Array.from({ length: count + 1 }, (_, n) => n * step)
}

/** A line through points, as the d of a path; one decimal is finer than a screen. */
export const line = (points: [number, number][]) =>
  points.map(([x, y], place) => `${place === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('')

export const round = (value: number) => Math.round(value * 10) / 10
