import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'

/** What is neither loaded nor asked for until the reader comes near. */
export function WhenNear({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    if (!place.current) return
    const sight = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), { rootMargin: '600px' })
    sight.observe(place.current)
    return () => sight.disconnect()
  }, [])
  return <div ref={place}>{isNear && <Suspense>{children}</Suspense>}</div>
}
