import { day } from '../format.ts'
import { say } from '../language/say.ts'
import { inShort, inWords, type Measure } from './layout/axis.ts'
import { useBoxWidth } from './layout/use-box-width.ts'

/** The forecast at the end of a day: its median and the middle half. */
export type Movement = { day: string; p25: number; p50: number; p75: number; people: number }

const height = 104
const base = 76
const top = 12
const left = 56
const right = 8

/** How the crowd's median moved, with the middle half about it. At least two days. */
export function MovementChart({ movement, measure }: { movement: readonly Movement[]; measure: Measure }) {
  const [box, width] = useBoxWidth<HTMLDivElement>()
  const [first, last] = [movement[0], movement.at(-1)]
  if (!first || !last || first === last) return null
  const label = say('The median moved from {before} on {start} to {after} on {now}.', {
    before: inWords(measure, first.p50),
    start: day(first.day),
    after: inWords(measure, last.p50),
    now: day(last.day),
  })
  return (
    <div className="pd-chart" ref={box} style={{ minHeight: height }}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          <Drawing width={width} movement={movement} measure={measure} first={first} last={last} />
        </svg>
      )}
    </div>
  )
}

type DrawingProps = { width: number; movement: readonly Movement[]; measure: Measure; first: Movement; last: Movement }

function Drawing({ width, movement, measure, first, last }: DrawingProps) {
  const [start, end] = [Date.parse(first.day), Date.parse(last.day)]
  const low = Math.min(...movement.map(({ p25 }) => p25))
  const high = Math.max(...movement.map(({ p75 }) => p75))
  const x = (point: Movement) => left + ((Date.parse(point.day) - start) / (end - start)) * (width - left - right)
  const y = (value: number) => base - ((value - low) / (high - low || 1)) * (base - top)
  const line = (pick: (point: Movement) => number) => movement.map((point) => `${x(point)} ${y(pick(point))}`)
  return (
    <>
      <path className="pd-chart-axis" d={`M${left} ${base}H${width - right}`} />
      <path
        className="pd-chart-band-80"
        d={`M${line(({ p75 }) => p75).join('L')}L${line(({ p25 }) => p25)
          .reverse()
          .join('L')}Z`}
      />
      <path className="pd-chart-line" d={`M${line(({ p50 }) => p50).join('L')}`} />
      <circle className="pd-chart-dot" cx={x(last)} cy={y(last.p50)} r={4} />
      <text x={left - 6} y={y(high) + 8} textAnchor="end">
        {inShort(measure, high)}
      </text>
      <text x={left - 6} y={base} textAnchor="end">
        {inShort(measure, low)}
      </text>
      <text x={left} y={base + 20}>
        {day(first.day)}
      </text>
      <text x={width - right} y={base + 20} textAnchor="end">
        {day(last.day)}
      </text>
    </>
  )
}
