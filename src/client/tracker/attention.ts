/** The MRC's rule for viewable display: half of the pixels for one continuous second. */
export const viewableAfterMs = 1_000

/** Looking at a photo needs no hand; but after this time without a sign of life nobody is assumed to be there. */
export const idleAfterMs = 30_000

/** One element that shows a photo, and the stay in sight that it is in. */
export type Stay = {
  readonly imageId: string
  inSight: boolean
  /** On the clock of `performance.now()`; null while nobody looks. */
  since: number | null
  timer?: ReturnType<typeof setTimeout>
}

type Reports = {
  /** The stay has lasted for a second: it is a view. */
  onView: (imageId: string) => void
  /** The view has ended. */
  onEnd: (imageId: string, dwellMs: number) => void
}

/**
 * Turns what is in sight, whether the page is in front, and signs of life into views. A view is a stay of at least one
 * continuous second; it ends when the photo leaves sight, the page leaves the front, or nobody has moved for 30 seconds.
 */
export function createAttention({ onView, onEnd }: Reports) {
  const stays = new Set<Stay>()
  let inFront = true
  let awakeUntil = performance.now() + idleAfterMs
  let idleTimer: ReturnType<typeof setTimeout> | undefined

  const end = (stay: Stay, now: number) => {
    if (stay.since === null) return
    clearTimeout(stay.timer)
    // A computer that slept wakes up late: its sleep is nobody's dwell.
    const dwellMs = Math.min(now, awakeUntil) - stay.since
    stay.since = null
    if (dwellMs >= viewableAfterMs) onEnd(stay.imageId, dwellMs)
  }

  const update = () => {
    const now = performance.now()
    const attentive = inFront && now < awakeUntil
    for (const stay of stays) {
      if (!attentive || !stay.inSight) end(stay, now)
      else if (stay.since === null) {
        stay.since = now
        stay.timer = setTimeout(onView, viewableAfterMs, stay.imageId)
      }
    }
    clearTimeout(idleTimer)
    if (attentive && stays.size) idleTimer = setTimeout(update, awakeUntil - now)
  }

  return {
    add(imageId: string): Stay {
      const stay: Stay = { imageId, inSight: false, since: null }
      stays.add(stay)
      return stay
    },

    /** Ends the stay; what follows in `sight` has no effect. */
    remove(stay: Stay) {
      stays.delete(stay)
      end(stay, performance.now())
    },

    /** Half of the photo came into sight, or no longer is. */
    sight(stay: Stay, inSight: boolean) {
      stay.inSight = inSight
      update()
    },

    /** The page came to the front, which somebody must have wanted, or left it. */
    front(now: boolean) {
      inFront = now
      if (now) awakeUntil = performance.now() + idleAfterMs
      update()
    },

    /** Somebody moved. */
    alive() {
      const wasIdle = performance.now() >= awakeUntil
      // First the stays that ended unnoticed: a timer is late where the computer slept.
      if (wasIdle) update()
      awakeUntil = performance.now() + idleAfterMs
      if (wasIdle) update()
    },

    /** Ends every stay and forgets it without an event. */
    discard() {
      for (const stay of stays) {
        clearTimeout(stay.timer)
        stay.since = null
      }
      clearTimeout(idleTimer)
      stays.clear()
    },
  }
}
