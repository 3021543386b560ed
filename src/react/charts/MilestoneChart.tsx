import { compactMoney, percent } from '../format.ts'
import { say } from '../language/say.ts'
import { niceStep, ticksOf } from './layout/axis.ts'
import { useBoxWidth } from './layout/use-box-width.ts'

/** A value, and the probability that the vehicle is worth so much or more. */
export type Milestone = { value: number; probability: number }

type MilestoneChartProps = {
  /** Of the crowd, by rising value; the probabilities fall or stay. At least one. */
  milestones: readonly Milestone[]
  mine: readonly Milestone[]
  label: string
}

const height = 236
const base = 196
const top = 26
const left = 44
const right = 12

/** Milestones as one curve that falls by steps: it never says less for a lower value than for a higher one. */
export function MilestoneChart({ milestones, mine, label }: MilestoneChartProps) {
  const [box, width] = useBoxWidth<HTMLDivElement>()
  return (
    <div className="pd-chart" ref={box} style={{ minHeight: height }}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          <Drawing width={width} milestones={milestones} mine={mine} />
        </svg>
      )}
    </div>
  )
}

function Drawing({ width, milestones, mine }: Omit<MilestoneChartProps, 'label'> & { width: number }) {
  const [from, to] = rangeOf([...milestones, ...mine])
  const x = (value: number) => left + ((value - from) / (to - from)) * (width - left - right)
  const y = (probability: number) => base - probability * (base - top)
  return (
    <>
      <text x={0} y={12}>
        {say('Chance that it is worth so much or more')}
      </text>
      {[0, 0.25, 0.5, 0.75, 1].map((level) => (
        <g key={level}>
          <path className={level ? 'pd-chart-grid' : 'pd-chart-axis'} d={`M${left} ${y(level)}H${width - right}`} />
          <text x={left - 6} y={y(level) + 4} textAnchor="end">
            {percent(level)}
          </text>
        </g>
      ))}
      {ticksOf('money', from, to, Math.max(2, Math.floor((width - left - right) / 76))).map(({ at, label }) => (
        <g key={at}>
          <path className="pd-chart-axis" d={`M${x(at)} ${base}v5`} />
          <text x={Math.min(x(at), width - 20)} y={base + 19} textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
      <path className="pd-chart-line" d={stepsOf(milestones, x, y, width - right)} />
      {milestones.map(({ value, probability }) => (
        <circle key={value} className="pd-chart-ring" cx={x(value)} cy={y(probability)} r={4} />
      ))}
      {mine.map(({ value, probability }, place) => (
        <g key={value}>
          <path className="pd-chart-needle-head" d={`M${x(value) - 7} ${y(probability) - 12}h14l-7 10Z`} />
          {place === 0 && (
            <MineLabel x={x(value)} y={y(probability) - 16} width={width} milestone={{ value, probability }} />
          )}
        </g>
      ))}
    </>
  )
}

function MineLabel({ x, y, width, milestone }: { x: number; y: number; width: number; milestone: Milestone }) {
  const text = say('Mine {probability} for {price}', {
    probability: percent(milestone.probability),
    price: compactMoney(milestone.value),
  })
  const half = (text.length * 7.6) / 2
  return (
    <text
      className="mine on-paper"
      x={Math.min(Math.max(x, half), width - half)}
      y={Math.max(y, 24)}
      textAnchor="middle"
    >
      {text}
    </text>
  )
}

/** Room on either side of the values, to round numbers. */
function rangeOf(milestones: readonly Milestone[]): [number, number] {
  const values = milestones.map(({ value }) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const step = niceStep((high - low || high * 0.5) / 4)
  return [Math.max(0, Math.floor(low / step - 0.5) * step), Math.ceil(high / step + 0.5) * step]
}

/**
 * From one milestone to the next the chance is at least that of the next: the line lies there, and falls at each milestone. Beyond
 * the last nobody has said anything, and the line ends.
 */
export function stepsOf(
  milestones: readonly Milestone[],
  x: (value: number) => number,
  y: (probability: number) => number,
  end: number,
): string {
  const [first] = milestones
  if (!first) return ''
  const falls = milestones.map(({ value, probability }) => `V${y(probability)}H${Math.min(x(value), end)}`)
  return `M${left} ${y(first.probability)}${falls.join('')}`
}
