import { percent } from '../format.ts'
import { say } from '../language/say.ts'
import { useBoxWidth } from './layout/use-box-width.ts'

/** Claims of about one confidence, as shares from 0 to 1: how sure their author was on average, and how many came true. */
export type PlottedBin = { claims: number; confidence: number; cameTrue: number; low: number; high: number }

const left = 44
const right = 14
const top = 22
const below = 44
const most = 420

/**
 * How sure somebody was against how often they were right. On the dashed line the two agree; the whiskers are the interval
 * from `low` to `high`, long where there are few claims.
 */
export function CalibrationPlot({ bins, label }: { bins: readonly PlottedBin[]; label: string }) {
  const [box, boxWidth] = useBoxWidth<HTMLDivElement>()
  const width = Math.min(boxWidth, most)
  const height = width - left - right + top + below
  return (
    <div className="pd-chart pd-chart-square" ref={box}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          <Drawing bins={bins} width={width} height={height} />
        </svg>
      )}
    </div>
  )
}

function Drawing({ bins, width, height }: { bins: readonly PlottedBin[]; width: number; height: number }) {
  const base = height - below
  const x = (share: number) => left + share * (width - left - right)
  const y = (share: number) => base - share * (base - top)
  return (
    <>
      <text x={0} y={12}>
        {say('Came true')}
      </text>
      <text x={width - right} y={height - 4} textAnchor="end">
        {say('How sure')}
      </text>
      {[0, 0.25, 0.5, 0.75, 1].map((level) => (
        <g key={level}>
          <path className={level ? 'pd-chart-grid' : 'pd-chart-axis'} d={`M${left} ${y(level)}H${width - right}`} />
          <path className="pd-chart-axis" d={`M${x(level)} ${base}v5`} />
          <text x={left - 6} y={y(level) + 4} textAnchor="end">
            {percent(level)}
          </text>
          <text x={x(level)} y={base + 19} textAnchor={level === 1 ? 'end' : 'middle'}>
            {percent(level)}
          </text>
        </g>
      ))}
      <path className="pd-chart-ideal" d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
      {bins.map((bin) => (
        <Point key={bin.confidence} bin={bin} x={x(bin.confidence)} y={y} width={width} />
      ))}
    </>
  )
}

function Point({ bin, x, y, width }: { bin: PlottedBin; x: number; y: (share: number) => number; width: number }) {
  const { low, high } = bin
  const room = x + 30 < width
  return (
    <>
      <path
        className="pd-chart-line thin"
        d={`M${x} ${y(low)}V${y(high)}M${x - 4} ${y(low)}h8M${x - 4} ${y(high)}h8`}
      />
      <circle className="pd-chart-dot" cx={x} cy={y(bin.cameTrue)} r={4.5} />
      <text className="on-paper" x={x + (room ? 9 : -9)} y={y(bin.cameTrue) + 4} textAnchor={room ? 'start' : 'end'}>
        {bin.claims}
      </text>
    </>
  )
}

/** A point of the plot in words. */
export const calibrationInWords = ({ claims, confidence, cameTrue }: PlottedBin) =>
  say(
    'Of {claims} bet held {confidence} sure on average, {cameTrue} came true.|Of {claims} bets held {confidence} sure on average, {cameTrue} came true.',
    { claims, confidence: percent(confidence), cameTrue: percent(cameTrue) },
  )
