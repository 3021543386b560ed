import type { Moment } from '../../client/insights.ts'
import { round } from './layout/scale.ts'
import { useBoxWidth } from './layout/use-box-width.ts'
import { barWidth } from './ViewsChart.tsx'

const height = 44

/** One kind of reaction over the period, as bars on a common scale; the number beside it and the table say the same. */
export function ReactionsChart({
  series,
  kind,
  largest,
}: {
  series: Moment[]
  kind: 'likes' | 'comments' | 'shares'
  /** The value of a full bar, the same for all kinds. */
  largest: number
}) {
  const [ref, width] = useBoxWidth<HTMLDivElement>()
  const slot = width / series.length
  const unit = (height - 4) / Math.max(1, largest)
  return (
    <div className="pd-chart" ref={ref} style={{ height }} aria-hidden="true">
      {width > 0 && (
        <svg width={width} height={height} aria-hidden="true">
          <path className="pd-chart-axis" d={`M0 ${height - 0.5}H${width}`} />
          {series.map((moment, place) => {
            const tall = Math.max(0, moment[kind]) * unit
            return (
              tall > 0 && (
                <rect
                  key={moment.startsAt}
                  className="pd-chart-fill"
                  x={round((place + 0.5) * slot - barWidth(slot) / 2)}
                  y={round(height - 1 - tall)}
                  width={round(barWidth(slot))}
                  height={round(tall)}
                />
              )
            )
          })}
        </svg>
      )}
    </div>
  )
}
