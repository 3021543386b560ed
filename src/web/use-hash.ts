import { useEffect } from 'react'

const settlesMs = 3_000

/**
 * Goes to the part that the address names, such as `#bets`, once it is there: a page that is drawn from data has none of
 * its parts when the browser looks. Until all has loaded, the part is held in sight; whoever scrolls first is left alone.
 */
export function useHash(): void {
  useEffect(() => {
    const id = decodeURIComponent(location.hash.slice(1))
    if (!/^[a-z-]{1,40}$/.test(id)) return
    const show = () => document.getElementById(id)?.scrollIntoView({ behavior: 'instant', block: 'start' })
    const changes = new ResizeObserver(show)
    const end = () => {
      changes.disconnect()
      clearTimeout(timer)
      for (const act of acts) removeEventListener(act, end)
    }
    const acts = ['wheel', 'touchstart', 'pointerdown', 'keydown']
    const timer = setTimeout(end, settlesMs)
    for (const act of acts) addEventListener(act, end, { passive: true, once: true })
    changes.observe(document.body)
    show()
    return end
  }, [])
}
