import { type RefObject, startTransition, useEffect, useRef, useState } from 'react'

/**
 * The width of an element now and after every resize; 0 until it is known, and until it is near the screen where the styles leave
 * what is far away unrendered. Charts are drawn at it, so that 12 px stay 12 px.
 */
export function useBoxWidth<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const box = useRef<E>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = box.current
    if (!element) return
    // It is told the size at once, after a layout that was due anyhow: to read it here would force one.
    const observer = new ResizeObserver(() => startTransition(() => setWidth(element.clientWidth)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [box, width]
}
