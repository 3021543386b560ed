import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { scrolling } from '../photos/use-reel.ts'

export type PricePanel = { id: string; title: string; aside?: string; content: ReactNode }

/** A panel that draws its own content: it is drawn anew without the others, and taken over from a server apart from them. */
export type OwnPanel = Pick<PricePanel, 'id' | 'title'> & { own: ReactNode }

/** Panels about the price: side by side on a desktop, one at a time with buttons and a swipe on a phone. */
export function PanelCarousel({ label, panels }: { label: string; panels: (PricePanel | OwnPanel)[] }) {
  const track = useRef<HTMLDivElement>(null)
  /** Null until the reader has moved: then the styles alone say which panel is in view (panels.css). */
  const [current, setCurrent] = useState<number | null>(null)

  const show = (index: number) => {
    const panel = track.current?.children[index] as HTMLElement | undefined
    track.current?.scrollTo({ left: (panel?.offsetLeft ?? 0) - firstOffset(track.current), behavior: scrolling() })
  }
  const follow = () => {
    if (!track.current) return
    const at = nearest(track.current)
    // In the frame that shows the panel: what stands below would else be seen to move in the next one.
    if (at !== (current ?? 0)) flushSync(() => setCurrent(at))
  }
  // The address may have named a panel before there was a script to follow.
  useEffect(() => {
    if (location.hash && track.current) setCurrent(nearest(track.current) || null)
  }, [])
  return (
    <>
      <nav className="pd-panel-buttons" aria-label={label} style={{ '--pd-count': panels.length }}>
        {panels.map(({ id, title }, index) => (
          <button
            key={id}
            type="button"
            aria-controls={id}
            aria-current={index === (current ?? 0)}
            onClick={() => show(index)}
          >
            {title}
          </button>
        ))}
      </nav>
      <div className="pd-panels" ref={track} onScroll={follow} data-moved={current !== null || undefined}>
        {panels.map((panel, index) => (
          <section
            key={panel.id}
            id={panel.id}
            className="pd-panel"
            data-current={index === current || undefined}
            aria-labelledby={`${panel.id}-title`}
            tabIndex={-1}
          >
            <Suspense>{'own' in panel ? panel.own : <PanelContent panel={panel} />}</Suspense>
          </section>
        ))}
      </div>
    </>
  )
}

/** Title and content of a panel in a carousel. */
export function PanelContent({ panel: { id, title, aside, content } }: { panel: PricePanel }) {
  return (
    <>
      <div className="pd-panel-head">
        <h3 id={`${id}-title`}>{title}</h3>
        {aside && <span className="pd-small pd-soft">{aside}</span>}
      </div>
      {content}
    </>
  )
}

const firstOffset = (track: HTMLElement) => (track.children[0] as HTMLElement | undefined)?.offsetLeft ?? 0

function nearest(track: HTMLElement): number {
  const start = firstOffset(track) + track.scrollLeft
  const distances = [...track.children].map((panel) => Math.abs((panel as HTMLElement).offsetLeft - start))
  return distances.indexOf(Math.min(...distances))
}
