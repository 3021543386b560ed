/** A share from 0 to 100 % as a mark on a ruled line; the number itself stands beside it. */
export function ShareScale({ share }: { share: number }) {
  return (
    <span className="pd-scale" aria-hidden="true">
      <i style={{ insetInlineStart: `${Math.min(100, Math.max(0, share * 100))}%` }} />
    </span>
  )
}
