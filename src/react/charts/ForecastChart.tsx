import { say } from '../language/say.ts'
import type { Measure } from './layout/axis.ts'
import type { Curve, Quantiles } from './layout/curve.ts'
import { type Band, type ForecastLayout, layForecast, type Mine } from './layout/forecast-layout.ts'
import { useBoxWidth } from './layout/use-box-width.ts'

type ForecastChartProps = {
  /** `[x, probability of at most x]`, rising; dates as days since 1970-01-01. At least three points. */
  curve: Curve
  quantiles: Quantiles
  measure: Measure
  mine: Mine | null
  /** What came of it, once that is settled. */
  result?: number | null
  /** What the chart shows, as one sentence. */
  label: string
}

/** The crowd's density with its 50 and 80 % bands, and one's own number as the needle. The same numbers stand beside it as text. */
export function ForecastChart({ curve, quantiles, measure, mine, result = null, label }: ForecastChartProps) {
  const [box, width] = useBoxWidth<HTMLDivElement>()
  const layout = width > 0 ? layForecast(width, measure, { curve, quantiles }, mine, result) : null
  return (
    <div className="pd-chart" ref={box} style={{ minHeight: 302 }}>
      {layout && (
        <svg width={width} height={layout.height} role="img" aria-label={label}>
          <Density layout={layout} width={width} />
          <Bracket band={layout.bands[0]} y={layout.rows[0]} />
          <Bracket band={layout.bands[1]} y={layout.rows[1]} />
          {layout.mine && <Needle mine={layout.mine} layout={layout} />}
          {layout.result && <ResultMark result={layout.result} layout={layout} />}
          {layout.bands.map((band, row) => (
            <BandLabels key={band.share} band={band} y={layout.rows[row] as number} />
          ))}
        </svg>
      )}
    </div>
  )
}

function Density({ layout, width }: { layout: ForecastLayout; width: number }) {
  const { x, base, levels, ticks, bands, median } = layout
  return (
    <>
      <text x={0} y={12}>
        {layout.piece}
        {layout.marks.length > 0 && `; ${say('each mark is a number that people named')}`}
      </text>
      {levels.map(({ y, label }, place) => (
        <g key={label}>
          <path className={place ? 'pd-chart-grid' : 'pd-chart-axis'} d={`M38 ${y}H${width - 12}`} />
          <text x={32} y={y + 4} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      {ticks.map(({ at, label }) => (
        <g key={at}>
          <path className="pd-chart-axis" d={`M${x(at)} ${base}v5`} />
          <text x={Math.min(Math.max(x(at), 20), width - 20)} y={base + 19} textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
      <path className="pd-chart-band-80" d={bands[1].path} />
      <path className="pd-chart-band" d={bands[0].path} />
      <path className="pd-chart-line" d={layout.curve} />
      {layout.marks.map((at) => (
        <path key={at} className="pd-chart-line" d={`M${at} ${base}v-12`} />
      ))}
      <path className="pd-chart-line thin" d={`M${median.x} ${median.top}V${base}`} />
    </>
  )
}

function Bracket({ band: { from, to }, y }: { band: Band; y: number }) {
  return <path className="pd-chart-line thin" d={`M${from} ${y}H${to}M${from} ${y - 5}v10M${to} ${y - 5}v10`} />
}

function BandLabels({ band: { labels, name }, y }: { band: Band; y: number }) {
  return (
    <>
      <text className="strong on-paper" x={name.x} y={y + 4} textAnchor={name.anchor}>
        {name.text}
      </text>
      {labels.map(({ x, text, anchor }) => (
        <text key={x} className="on-paper" x={x} y={y + 20} textAnchor={anchor}>
          {text}
        </text>
      ))}
    </>
  )
}

/** What came of it: below one's own number, so that the two words do not meet. */
function ResultMark({ result, layout }: { result: NonNullable<ForecastLayout['result']>; layout: ForecastLayout }) {
  return (
    <>
      <path className="pd-chart-result" d={`M${result.x} 46V${layout.base}`} />
      <circle className="pd-chart-result-end" cx={result.x} cy={layout.base} r={4.5} />
      <text className="strong on-paper" x={result.label.x} y={54} textAnchor={result.label.anchor}>
        {result.label.text}
      </text>
    </>
  )
}

function Needle({ mine, layout }: { mine: NonNullable<ForecastLayout['mine']>; layout: ForecastLayout }) {
  const ranged = mine.to - mine.from > 2
  return (
    <>
      <path className="pd-chart-needle" d={`M${mine.x} 26V${layout.height - 4}`} />
      {ranged && <path className="pd-chart-needle" d={`M${mine.from} ${layout.base}H${mine.to}`} />}
      <path className="pd-chart-needle-head" d={`M${mine.x - 7} 20h14l-7 10Z`} />
      <text className="mine on-paper" x={mine.label.x} y={32} textAnchor={mine.label.anchor}>
        {mine.label.text}
      </text>
    </>
  )
}
