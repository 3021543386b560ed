import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'

/**
 * Keeps a scroll-snapping reel and an index together, whichever of them moves.
 *
 * @param isCovered something lies over it that may move the index; when that is gone, the reel stands there
 */
export function useReel(length: number, index: number, onIndexChange: (index: number) => void, isCovered = false) {
  const ref = useRef<HTMLDivElement>(null)
  const [first] = useState(index)
  useLayoutEffect(() => {
    const reel = ref.current
    if (reel && first > 0) reel.scrollTo({ left: first * forward(reel) * reel.clientWidth, behavior: 'instant' })
  }, [first])

  const wasCovered = useRef(isCovered)
  useLayoutEffect(() => {
    const reel = ref.current
    if (reel && wasCovered.current && !isCovered)
      reel.scrollTo({ left: index * forward(reel) * reel.clientWidth, behavior: 'instant' })
    wasCovered.current = isCovered
  }, [isCovered, index])

  const go = (to: number) => {
    const reel = ref.current
    if (!reel || length === 0) return
    reel.scrollTo({ left: ((to + length) % length) * forward(reel) * reel.clientWidth, behavior: scrolling() })
  }
  const onScroll = () => {
    const reel = ref.current
    if (!reel?.clientWidth) return
    const at = Math.round(Math.abs(reel.scrollLeft) / reel.clientWidth)
    if (at !== index && at < length) onIndexChange(at)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step || !ref.current) return
    event.preventDefault()
    go(index + step * forward(ref.current))
  }
  return { ref, go, handlers: { onScroll, onKeyDown } }
}

/** Where text runs from right to left, so do photos: the next one lies to the left, and scrolling counts downwards. */
const forward = (reel: Element) => (getComputedStyle(reel).direction === 'rtl' ? -1 : 1)

export const scrolling = (): ScrollBehavior =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'
