import { say } from '../../react/language/say.ts'

/** While the insights are loaded. */
export function InsightsSkeleton() {
  return (
    <div className="wrap insights" aria-busy="true">
      <p className="pd-hidden" role="status">
        {say('Loading the insights')}
      </p>
      <div className="title-waiting" />
      <div className="panel-waiting" />
    </div>
  )
}
