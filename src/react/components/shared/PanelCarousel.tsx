import { type ReactNode, type RefObject, Suspense, useEffect, useRef, useState } from 'react'
import { scrolling } from '../photos/use-reel.ts'

export type PricePanel = { id: string; title: string; aside?: string; content: ReactNode }

/** A panel that draws its own content: it is drawn anew without the others, and taken over from a server apart from them. */
export type OwnPanel = Pick<PricePanel, 'id' | 'title'> & { own: ReactNode }

/** Panels about the price: side by side on a desktop, one at a time with buttons and a swipe on a phone. */
export function PanelCarousel({ label, panels }: { label: string; panels: (PricePanel | OwnPanel)[] }) {
  const track = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(0)
  useFittingHeight(track, current)

  const show = (index: number) => {
    setCurrent(index)
    const panel = track.current?.children[index] as HTMLElement | undefined
    track.current?.scrollTo({ left: (panel?.offsetLeft ?? 0) - firstOffset(track.current), behavior: scrolling() })
  }
  const onScroll = () => {
    const element = track.current
    if (element) setCurrent(nearest(element))
  }
  return (
    <>
      <nav className="pd-panel-buttons" aria-label={label} style={{ '--pd-count': panels.length }}>
        {panels.map(({ id, title }, index) => (
          <button
            key={id}
            type="button"
            aria-controls={id}
            aria-current={index === current}
            onClick={() => show(index)}
          >
            {title}
          </button>
        ))}
      </nav>
      <div className="pd-panels" ref={track} onScroll={onScroll}>
        {panels.map((panel) => (
          <section
            key={panel.id}
            id={panel.id}
            className="pd-panel"
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

/** On a phone the track is as high as the panel in view, so that a short one leaves no gap below it. */
function useFittingHeight(track: RefObject<HTMLDivElement | null>, current: number): void {
  useEffect(() => {
    const element = track.current
    const panel = element?.children[current] as HTMLElement | undefined
    if (!element || !panel) return
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.borderBoxSize[0]?.blockSize
      if (height) element.style.setProperty('--pd-panel-height', `${height}px`)
    })
    observer.observe(panel, { box: 'border-box' })
    return () => observer.disconnect()
  }, [track, current])
}
