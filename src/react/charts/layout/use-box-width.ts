import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** The width of an element now and after every resize; 0 until it is known. Charts are drawn at it, so that 12 px stay 12 px. */
export function useBoxWidth<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const box = useRef<E>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    setWidth(element.clientWidth)
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [box, width]
}
