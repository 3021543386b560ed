/** A rating on a ruled line with everybody's average in the middle; `most` is what its ends stand for. The number stands beside it. */
export function RatingScale({ rating, most }: { rating: number; most: number }) {
  const share = most > 0 ? Math.min(1, Math.max(-1, rating / most)) : 0
  return (
    <span className="pd-scale pd-scale-middle" aria-hidden="true">
      <i style={{ insetInlineStart: `${50 + share * 50}%` }} />
    </span>
  )
}
