import { percent } from '../format.ts'
import type { DwellBin } from '../insights/dwell.ts'
import { seconds } from '../insights/words.ts'
import { say } from '../language/say.ts'
import { round, scale } from './layout/scale.ts'
import { useBoxWidth } from './layout/use-box-width.ts'

const height = 250
const box = { left: 40, right: 4, top: 30, bottom: 44 }

/** How long photos were looked at: bins of equal width, the last one open, and the median. The page has the same as a table. */
export function DwellChart({ bins, median }: { bins: DwellBin[]; median: number }) {
  const [ref, width] = useBoxWidth<HTMLDivElement>()
  return (
    <div className="pd-chart" ref={ref} style={{ height }}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={say('Looks by seconds, median {seconds}', { seconds: seconds(median) })}
        >
          <Drawing width={width} bins={bins} median={median} />
        </svg>
      )}
    </div>
  )
}

function Drawing({ width, bins, median }: { width: number; bins: DwellBin[]; median: number }) {
  const top = Math.max(...bins.map(({ share }) => share))
  const step = top > 0.2 ? 0.1 : 0.05
  const ticks = Array.from({ length: Math.ceil(top / step - 1e-9) + 1 }, (_, n) => n * step)
  const end = width - box.right
  const slot = (end - box.left) / bins.length
  const y = scale(0, ticks.at(-1) ?? 1, height - box.bottom, box.top)
  const x = medianAt(bins, median, box.left, slot)
  return (
    <>
      <text x={0} y={12}>
        {say('Share of looks')}
      </text>
      {ticks.map((tick) => (
        <g key={tick}>
          <path
            className={tick === 0 ? 'pd-chart-axis' : 'pd-chart-grid'}
            d={`M${box.left} ${round(y(tick))}H${end}`}
          />
          <text x={box.left - 8} y={round(y(tick)) + 4} textAnchor="end">
            {percent(tick)}
          </text>
        </g>
      ))}
      {bins.map(({ from, to, share }, place) => (
        <g key={from}>
          <rect
            className="pd-chart-fill"
            fillOpacity={to === null ? 0.55 : 1}
            x={round(box.left + place * slot + 1)}
            y={round(y(share))}
            width={round(slot - 2)}
            height={round(y(0) - y(share))}
          />
          {(slot > 36 || place % 2 === 0) && to !== null && (
            <text x={round(box.left + place * slot)} y={height - box.bottom + 18} textAnchor="middle">
              {from}
            </text>
          )}
          {to === null && (
            <text x={round(end - slot / 2)} y={height - box.bottom + 18} textAnchor="middle">
              {from}+
            </text>
          )}
        </g>
      ))}
      <text x={end} y={height - 6} textAnchor="end">
        {say('Seconds in sight')}
      </text>
      <path className="pd-chart-mine" d={`M${round(x)} ${box.top - 8}V${height - box.bottom}`} />
      <text
        className="mine"
        x={round(x) + (x > end - 120 ? -8 : 8)}
        y={box.top}
        textAnchor={x > end - 120 ? 'end' : 'start'}
      >
        {say('Median {seconds}', { seconds: seconds(median) })}
      </text>
    </>
  )
}

/** Where a number of seconds is among the bins; in the open one, its middle. */
export function medianAt(bins: DwellBin[], median: number, left: number, slot: number): number {
  const place = bins.findLastIndex(({ from }) => from <= median)
  const bin = bins[place]
  if (!bin) return left
  const within = bin.to === null ? 0.5 : (median - bin.from) / (bin.to - bin.from)
  return left + (place + within) * slot
}
