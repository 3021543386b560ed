import { reasonOf, say } from '../../language/say.ts'

/** A part that could not be loaded: what was wrong, and another try. */
export function LoadFailure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <div className="pd-failure" role="alert">
      <p>{say('This could not be loaded.')}</p>
      <p className="pd-quiet">{reasonOf(error)}</p>
      <button type="button" className="pd-button" onClick={onRetry}>
        {say('Try again')}
      </button>
    </div>
  )
}

/** Keeps the place of a part that is on its way. */
export const Waiting = () => <div className="pd-waiting" aria-busy="true" />
