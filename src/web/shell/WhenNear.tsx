import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'

/** What is neither loaded nor asked for until the reader comes near: `within` so many pixels. */
export function WhenNear({ children, within = 600 }: { children: ReactNode; within?: number }) {
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    if (!place.current) return
    const sight = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), {
      rootMargin: `${within}px`,
    })
    sight.observe(place.current)
    return () => sight.disconnect()
  }, [within])
  return <div ref={place}>{isNear && <Suspense>{children}</Suspense>}</div>
}
