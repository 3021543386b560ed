import { useId } from 'react'
import type { PricePanel } from '../components/shared/PanelCarousel.tsx'

/** A panel by itself, outside a carousel. */
export function Panel({ panel: { title, aside, content } }: { panel: PricePanel }) {
  const id = useId()
  return (
    <section className="pd-panel" aria-labelledby={id}>
      <div className="pd-panel-head">
        <h3 id={id}>{title}</h3>
        {aside && <span className="pd-small pd-soft">{aside}</span>}
      </div>
      {content}
    </section>
  )
}
