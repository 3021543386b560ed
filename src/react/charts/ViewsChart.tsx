import type { Moment } from '../../client/insights.ts'
import { count } from '../format.ts'
import { meanOfSeven } from '../insights/series.ts'
import { dayMonth, hour } from '../insights/words.ts'
import { say } from '../language/say.ts'
import { line, round, scale, ticksUpTo } from './layout/scale.ts'
import { useBoxWidth } from './layout/use-box-width.ts'

/** Something that happened at a time, such as a new photo. */
export type ChartEvent = { at: string; label: string }

type ViewsChartProps = { series: Moment[]; grain: 'hour' | 'day'; events?: ChartEvent[] }

const height = 284
const box = { left: 40, right: 8, top: 44, bottom: 28 }

/** Views in each hour or day as bars from zero, with the mean of seven days over them. The page has the same as a table. */
export function ViewsChart({ series, grain, events = [] }: ViewsChartProps) {
  const [ref, width] = useBoxWidth<HTMLDivElement>()
  const total = series.reduce((sum, { views }) => sum + views, 0)
  return (
    <div className="pd-chart" ref={ref} style={{ height }}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={
            grain === 'day'
              ? say('Views in each day, {total} in all. The same stands in the table.', { total })
              : say('Views in each hour, {total} in all. The same stands in the table.', { total })
          }
        >
          <Drawing width={width} series={series} grain={grain} events={events} />
        </svg>
      )}
    </div>
  )
}

function Drawing({ width, series, grain, events }: ViewsChartProps & { width: number; events: ChartEvent[] }) {
  const values = series.map(({ views }) => views)
  const ticks = ticksUpTo(Math.max(...values))
  const end = width - box.right
  const slot = (end - box.left) / series.length
  const x = (place: number) => box.left + (place + 0.5) * slot
  const y = scale(0, ticks.at(-1) ?? 1, height - box.bottom, box.top)
  const mean = grain === 'day' ? meanOfSeven(values) : []
  const points = mean.flatMap((value, place): [number, number][] => (value === null ? [] : [[x(place), y(value)]]))
  return (
    <>
      <text x={0} y={12}>
        {grain === 'day' ? say('Views a day') : say('Views an hour')}
      </text>
      {ticks.map((tick) => (
        <g key={tick}>
          <path
            className={tick === 0 ? 'pd-chart-axis' : 'pd-chart-grid'}
            d={`M${box.left} ${round(y(tick))}H${end}`}
          />
          <text x={box.left - 8} y={round(y(tick)) + 4} textAnchor="end">
            {count(tick)}
          </text>
        </g>
      ))}
      {series.map(({ startsAt, views }, place) => (
        <rect
          key={startsAt}
          className="pd-chart-band"
          x={round(x(place) - barWidth(slot) / 2)}
          y={round(y(views))}
          width={round(barWidth(slot))}
          height={round(y(0) - y(views))}
        />
      ))}
      {points.length > 1 && <path className="pd-chart-line" d={line(points)} />}
      <TimeAxis series={series} grain={grain} x={x} y={height - box.bottom} width={width} />
      <Events events={events} series={series} x={x} y={y} end={end} />
    </>
  )
}

/** Wide enough to be seen, and apart from its neighbours. */
export const barWidth = (slot: number) => Math.max(1, Math.min(slot - 1, slot * 0.6))

type AxisProps = Pick<ViewsChartProps, 'series' | 'grain'> & { x: (place: number) => number; y: number; width: number }

/** Ticks as many as their labels leave room for. */
function TimeAxis({ series, grain, x, y, width }: AxisProps) {
  const every = stride(series.length, grain, width)
  return series.map(({ startsAt }, place) =>
    place % every === 0 ? (
      <g key={startsAt}>
        <path className="pd-chart-axis" d={`M${round(x(place))} ${y}v5`} />
        <text x={round(x(place))} y={y + 20} textAnchor={place === 0 ? 'start' : 'middle'}>
          {grain === 'day' ? dayMonth(startsAt) : hour(startsAt)}
        </text>
      </g>
    ) : null,
  )
}

const labelRoom = 80

/** How many hours or days are between two labels. */
export function stride(length: number, grain: 'hour' | 'day', width: number): number {
  const most = Math.max(1, Math.floor(width / labelRoom))
  const steps = grain === 'day' ? [1, 2, 7, 14, 28, 56, 112] : [1, 3, 6, 12, 24]
  return steps.find((step) => Math.ceil(length / step) <= most) ?? Math.ceil(length / most)
}

type EventsProps = {
  events: ChartEvent[]
  series: Moment[]
  x: (place: number) => number
  y: (value: number) => number
  end: number
}

/** At most two lines of labels, so that two events close to each other can both be read. */
function Events({ events, series, x, y, end }: EventsProps) {
  return events.map(({ at, label }, n) => {
    const place = series.findLastIndex(({ startsAt }) => Date.parse(startsAt) <= Date.parse(at))
    if (place < 0) return null
    const top = n % 2 ? 30 : 12
    const left = x(place)
    const leansLeft = left > end - 140
    return (
      <g key={`${at} ${label}`}>
        <path className="pd-chart-event" d={`M${round(left)} ${top - 9}V${round(y(series[place]?.views ?? 0) - 3)}`} />
        <text
          className="strong"
          x={round(left) + (leansLeft ? -6 : 6)}
          y={top + 1}
          textAnchor={leansLeft ? 'end' : 'start'}
        >
          {label}
        </text>
      </g>
    )
  })
}
