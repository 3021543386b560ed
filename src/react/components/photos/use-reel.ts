import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'

/** Keeps a scroll-snapping reel and an index together, whichever of them moves. */
export function useReel(length: number, index: number, onIndexChange: (index: number) => void) {
  const ref = useRef<HTMLDivElement>(null)
  const [first] = useState(index)
  useLayoutEffect(() => {
    const reel = ref.current
    if (first > 0) reel?.scrollTo({ left: first * reel.clientWidth, behavior: 'instant' })
  }, [first])

  const go = (to: number) => {
    const reel = ref.current
    if (!reel || length === 0) return
    reel.scrollTo({ left: ((to + length) % length) * reel.clientWidth, behavior: scrolling() })
  }
  const onScroll = () => {
    const reel = ref.current
    if (!reel?.clientWidth) return
    const at = Math.round(reel.scrollLeft / reel.clientWidth)
    if (at !== index && at < length) onIndexChange(at)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    go(index + step)
  }
  return { ref, go, handlers: { onScroll, onKeyDown } }
}

export const scrolling = (): ScrollBehavior =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'
