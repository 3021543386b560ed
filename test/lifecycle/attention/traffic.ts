import { randomUUID } from 'node:crypto'
import type { ViewEvent } from '../../database/attention/doors.ts'

/** How a batch travels: once; twice; rolled back at first; in a transaction that commits late. */
export type Way = 'plain' | 'twice' | 'undone' | 'late'
export type Batch = { events: ViewEvent[]; way: Way }
export type Traffic = { batches: Batch[]; truth: Record<string, number>; events: number; people: number }

const minutes = 60_000

/**
 * Every person looks at one photo and, within half an hour, again, which is no new view: so the truth is one view a person,
 * whichever of the two arrives first. The looks of as many people as a batch has events are dealt out to two batches in any
 * order, so that one often waits for the other. Every third person looks at the first photo.
 */
export function traffic(images: string[], { people, batchSize }: { people: number; batchSize: number }): Traffic {
  const truth = Object.fromEntries(images.map((id) => [id, 0]))
  const start = Date.now() - 180 * minutes
  const events: ViewEvent[] = []
  for (let person = 0; person < people; person++) {
    const image = images[person % 3 === 0 ? 0 : person % images.length] as string
    truth[image] = (truth[image] ?? 0) + 1
    const first = start + ((person * 7919) % (120 * 60)) * 1000
    for (const at of [first, first + 10 * minutes]) {
      events.push({
        event_id: randomUUID(),
        image_id: image,
        viewed_at: new Date(at).toISOString(),
        view_duration_seconds: (person % 300) / 10,
        device_type: person % 3 === 0 ? 'mobile' : 'desktop',
        viewer_id: `person ${person}`,
      })
    }
  }
  const batches: Batch[] = []
  for (let n = 0; n < events.length; n += 2 * batchSize) {
    const dealt = shuffle(events.slice(n, n + 2 * batchSize))
    for (const half of [dealt.slice(0, batchSize), dealt.slice(batchSize)])
      if (half.length > 0) batches.push({ events: half, way: wayOf(batches.length) })
  }
  return { batches, truth, events: events.length, people }
}

function wayOf(n: number): Way {
  if (n % 10 === 0) return 'twice'
  if (n % 20 === 1) return 'undone'
  return n % 50 === 2 ? 'late' : 'plain'
}

/** Fisher and Yates, the same at every run. */
function shuffle<T>(list: T[]): T[] {
  let state = 1
  for (let n = list.length - 1; n > 0; n--) {
    state = (state * 48271) % 2147483647
    const other = state % (n + 1)
    ;[list[n], list[other]] = [list[other] as T, list[n] as T]
  }
  return list
}
