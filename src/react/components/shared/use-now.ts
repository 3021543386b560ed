import { useEffect, useState } from 'react'
import { currentTime } from '../../clock.ts'

/** The time in milliseconds, renewed every so often, so that "in 5 minutes" does not stay. */
export function useNow(every = 30_000): number {
  const [now, setNow] = useState(currentTime)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
