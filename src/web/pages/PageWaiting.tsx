import { say } from '../../react/language/say.ts'

/** A page whose code or data is on its way. The title keeps its place. */
export function PageWaiting() {
  return (
    <div className="wrap" aria-busy="true">
      <p className="pd-hidden" role="status">
        {say('Loading the page')}
      </p>
      <div className="page-title">
        <div className="title-waiting" />
      </div>
    </div>
  )
}
