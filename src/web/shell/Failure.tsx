/** A page or a part of it that could not be loaded: what was wrong, and another try. */
export function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <div className="wrap state" role="alert">
      <h2>This could not be loaded</h2>
      <p className="pd-quiet">{error.message}</p>
      <button type="button" className="pd-button" onClick={onRetry}>
        Try again
      </button>
    </div>
  )
}
