import type { Dwell } from '../../client/insights.ts'

/** A median and its interval on a ruled scale from 0 to `most` seconds, a tick every sixth of it. */
export function MedianScale({ dwell, most }: { dwell: Dwell; most: number }) {
  const { median, low, high } = dwell
  const at = (value: number) => `${Math.min(100, (value / most) * 100)}%`
  return (
    <span className="pd-median" aria-hidden="true">
      {median !== null && low !== null && high !== null && (
        <>
          <u style={{ insetInlineStart: at(low), width: at(Math.min(most, high) - low) }} />
          <i style={{ insetInlineStart: at(median) }} />
        </>
      )}
    </span>
  )
}
