import { type RefObject, useEffect, useEffectEvent } from 'react'

/** The MRC's rule for viewable display: half of the pixels for one continuous second, in a tab that is in front. */
const visibleShare = 0.5
const continuousMs = 1_000

type Viewability = {
  /** After the first second in sight; again for each new stay. */
  onViewable: () => void
  /** When a stay of at least a second ends; its length in seconds. */
  onLeave: (seconds: number) => void
}

/** Watches whether an element is in sight of the viewer. */
export function useViewability(element: RefObject<Element | null>, { onViewable, onLeave }: Viewability): void {
  const viewable = useEffectEvent(onViewable)
  const leave = useEffectEvent(onLeave)
  useEffect(() => {
    const target = element.current
    if (!target) return
    let inSight = false
    let since: number | null = null
    let timer: ReturnType<typeof setTimeout> | undefined

    const update = () => {
      const seen = inSight && document.visibilityState === 'visible'
      if (seen && since === null) {
        since = performance.now()
        timer = setTimeout(viewable, continuousMs)
      } else if (!seen && since !== null) {
        clearTimeout(timer)
        const stay = performance.now() - since
        since = null
        if (stay >= continuousMs) leave(Math.round(stay / 100) / 10)
      }
    }
    const observer = new IntersectionObserver(
      (entries) => {
        inSight = (entries.at(-1)?.intersectionRatio ?? 0) >= visibleShare
        update()
      },
      { threshold: [0, visibleShare, 1] },
    )
    observer.observe(target)
    document.addEventListener('visibilitychange', update)
    return () => {
      observer.disconnect()
      document.removeEventListener('visibilitychange', update)
      inSight = false
      update()
    }
  }, [element])
}
