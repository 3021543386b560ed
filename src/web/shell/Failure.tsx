import { reasonOf, say } from '../../react/language/say.ts'

/** A page or a part of it that could not be loaded: what was wrong, and another try. */
export function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <div className="wrap state" role="alert">
      <h2>{say('This could not be loaded')}</h2>
      <p className="pd-quiet">{reasonOf(error)}</p>
      <button type="button" className="pd-button" onClick={onRetry}>
        {say('Try again')}
      </button>
    </div>
  )
}
