import { say } from '../../react/language/say.ts'

/** The page's proportions while it is loaded, so that nothing jumps when it is there. */
export function VehicleSkeleton() {
  return (
    <div className="pd-hero" aria-busy="true">
      <p className="pd-hidden" role="status">
        {say('Loading the vehicle')}
      </p>
      <div>
        <div className="photo-waiting" />
        <div className="counts-waiting" />
      </div>
      <div className="pd-lot">
        <div className="title-waiting" />
        <div className="facts-waiting" />
      </div>
    </div>
  )
}
