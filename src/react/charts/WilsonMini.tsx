import { useBoxWidth } from './layout/use-box-width.ts'
import { threshold } from './layout/wilson.ts'
import type { WilsonBarProps } from './WilsonBar.tsx'

/** The Wilson interval as one small line from 0 to 100 %, for a row of a ranking that says the same in words. */
export function WilsonMini({ share, low, high }: WilsonBarProps) {
  const [box, width] = useBoxWidth<HTMLDivElement>()
  const x = (value: number) => 1 + value * (width - 2)
  return (
    <div className="pd-chart" ref={box} style={{ height: 16 }} aria-hidden="true">
      {width > 0 && (
        <svg width={width} height={16} aria-hidden="true">
          <path className="pd-chart-grid" d={`M1 8H${width - 1}`} />
          <rect className="pd-chart-band" x={x(low)} y={4} width={x(high) - x(low)} height={8} />
          {share !== null && <rect className="pd-chart-value" x={x(share) - 1.5} y={1} width={3} height={14} />}
          <path className="pd-chart-threshold" d={`M${x(threshold)} 0V16`} />
        </svg>
      )}
    </div>
  )
}
