import { percent } from '../format.ts'
import { say } from '../language/say.ts'
import { useBoxWidth } from './layout/use-box-width.ts'
import { threshold } from './layout/wilson.ts'

const height = 104
const middle = 46
/** Room that labels take at 13 px: "95 %", "80 % yes", "Ready above 50 %". */
const labelRoom = 44
const yesRoom = 68
const readyRoom = 122

type Leaning = 'start' | 'end'

const span = (at: number, leaning: Leaning, room: number) =>
  leaning === 'start' ? { from: at, to: at + room } : { from: at - room, to: at }

export type WilsonBarProps = {
  /** Of yes, from 0 to 1; null while nothing is known. */
  share: number | null
  /** Ends of the interval. */
  low: number
  high: number
}

/**
 * The share of yes votes with its Wilson interval and the threshold, on a scale from 0 to 100 %.
 * The same numbers stand in the text around it; its own text is its name.
 */
export function WilsonBar({ share, low, high }: WilsonBarProps) {
  const [box, width] = useBoxWidth<HTMLDivElement>()
  return (
    <div className="pd-chart" ref={box} style={{ height }}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={inWords({ share, low, high })}>
          <Drawing width={width} share={share} low={low} high={high} />
        </svg>
      )}
    </div>
  )
}

function inWords({ share, low, high }: WilsonBarProps): string {
  const ready = say('ready where the low end passes {threshold}', { threshold: percent(threshold) })
  if (share === null) return say('The share of yes is unknown; {ready}', { ready })
  return say('{share} of the weighed votes are yes, likely between {low} and {high}; {ready}', {
    share: percent(share),
    low: percent(low),
    high: percent(high),
    ready,
  })
}

function Drawing({ width, share, low, high }: WilsonBarProps & { width: number }) {
  const x = (value: number) => 1 + value * (width - 2)
  const top = middle - 12
  // Above the bar each label leans away from the other mark, and the threshold's gives way where there is no room.
  const at = share ?? 0
  const yesLeans = x(at) > width - yesRoom || (at < threshold && x(at) > yesRoom) ? 'end' : 'start'
  const readyLeans = at >= threshold ? 'end' : 'start'
  const yesLabel = span(x(at), yesLeans, yesRoom)
  const readyLabel = span(x(threshold), readyLeans, readyRoom)
  const apart = share === null || yesLabel.to < readyLabel.from || readyLabel.to < yesLabel.from
  return (
    <>
      <rect className="pd-chart-field" x={1} y={top} width={width - 2} height={24} />
      <rect className="pd-chart-band" x={x(low)} y={top} width={x(high) - x(low)} height={24} />
      {share !== null && <rect className="pd-chart-value" x={x(share) - 2} y={middle - 17} width={4} height={34} />}
      <path className="pd-chart-threshold" d={`M${x(threshold)} ${middle - 26}V${middle + 24}`} />
      {apart && (
        <text
          className="strong"
          x={x(threshold) + (readyLeans === 'end' ? -6 : 6)}
          y={middle - 22}
          textAnchor={readyLeans}
        >
          {say('Ready above {threshold}', { threshold: percent(threshold) })}
        </text>
      )}
      {share !== null && (
        <>
          <text className="strong" x={x(share)} y={middle - 22} textAnchor={yesLeans}>
            {say('{share} yes', { share: percent(share) })}
          </text>
          <Bounds width={width} mark={x(share)} low={low} high={high} x={x} />
        </>
      )}
      <Axis x={x} width={width} />
    </>
  )
}

type BoundsProps = { width: number; mark: number; low: number; high: number; x: (value: number) => number }

/**
 * The labels at the ends of the interval: outside it, or inside where there is no room, and then clear of the share's mark.
 * Where both would stand in one place, they are one label on the side that has room.
 */
function Bounds({ width, mark, low, high, x }: BoundsProps) {
  const lowOutside = x(low) > labelRoom
  const highOutside = width - x(high) > labelRoom
  const lowAt = lowOutside ? x(low) - 5 : clearOf(mark, x(low) + 5, 1)
  const highAt = highOutside ? x(high) + 5 : clearOf(mark, x(high) - 5, -1)
  const lowEnd = lowOutside ? lowAt : lowAt + labelRoom
  const highStart = highOutside ? highAt : highAt - labelRoom
  if (lowEnd > highStart) {
    const left = x(low) > width - x(high)
    return (
      <text
        className="strong clear"
        x={left ? x(low) - 5 : x(high) + 5}
        y={middle + 4}
        textAnchor={left ? 'end' : 'start'}
      >
        {say('{low} to {high}', { low: percent(low), high: percent(high) })}
      </text>
    )
  }
  return (
    <>
      <text
        className={lowOutside ? 'strong clear' : 'strong'}
        x={lowAt}
        y={middle + 4}
        textAnchor={lowOutside ? 'end' : 'start'}
      >
        {percent(low)}
      </text>
      <text
        className={highOutside ? 'strong clear' : 'strong'}
        x={highAt}
        y={middle + 4}
        textAnchor={highOutside ? 'start' : 'end'}
      >
        {percent(high)}
      </text>
    </>
  )
}

/** Where a label inside the bar begins, which goes on in a direction: behind the mark where it would cover it. */
const clearOf = (mark: number, at: number, direction: 1 | -1) =>
  Math.abs(mark - (at + (direction * labelRoom) / 2)) < labelRoom / 2 + 4 ? mark + direction * 7 : at

function Axis({ x, width }: { x: (value: number) => number; width: number }) {
  const y = middle + 24
  return (
    <>
      <path className="pd-chart-axis" d={`M1 ${y}H${width - 1}`} />
      {[0, 0.25, 0.5, 0.75, 1].map((value) => (
        <g key={value}>
          <path className="pd-chart-axis" d={`M${x(value)} ${y}v6`} />
          <text x={x(value)} y={y + 22} textAnchor={value === 0 ? 'start' : value === 1 ? 'end' : 'middle'}>
            {percent(value)}
          </text>
        </g>
      ))}
    </>
  )
}
