import { moneyIn } from '../format.ts'
import { say } from '../language/say.ts'
import { useBoxWidth } from './layout/use-box-width.ts'

type HammerChartProps = {
  currency: string
  hammer: number
  /** Quartiles of the estimates. */
  estimates: { p25: number; median: number; p75: number }
}

const height = 84
const middle = 42
const room = 46

/** The hammer price beside the middle half of the estimates. The same numbers stand in the text around it. */
export function HammerChart({ currency, hammer, estimates: { p25, median, p75 } }: HammerChartProps) {
  const [box, width] = useBoxWidth<HTMLDivElement>()
  const from = Math.min(p25, hammer)
  const to = Math.max(p75, hammer)
  const span = to - from || 1
  const x = (value: number) => room + ((value - from) / span) * Math.max(0, width - 2 * room)
  const money = (value: number) => moneyIn(currency, value)
  return (
    <div className="pd-chart" ref={box} style={{ height }}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={say('Hammer price {hammer}; the middle estimate was {median}, half of them from {p25} to {p75}', {
            hammer: money(hammer),
            median: money(median),
            p25: money(p25),
            p75: money(p75),
          })}
        >
          <path className="pd-chart-axis" d={`M1 ${middle}H${width - 1}`} />
          <rect className="pd-chart-band" x={x(p25)} y={middle - 9} width={Math.max(2, x(p75) - x(p25))} height={18} />
          <rect className="pd-chart-value" x={x(median) - 2} y={middle - 13} width={4} height={26} />
          <path className="pd-chart-hammer" d={`M${x(hammer)} ${middle - 20}V${middle + 14}`} />
          <text className="strong" x={x(hammer)} y={middle - 26} textAnchor="middle">
            {money(hammer)}
          </text>
          <text x={x(median)} y={middle + 32} textAnchor="middle">
            {money(median)}
          </text>
        </svg>
      )}
    </div>
  )
}
