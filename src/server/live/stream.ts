import type { Versions } from './versions.ts'

/** A running answer of server-sent events. */
export type Stream = {
  response: Response
  /** The newest versions of a vehicle; those that a slow reader has not taken yet are replaced, so nothing piles up. */
  send: (vehicleId: string, versions: Versions) => void
  end: () => void
}

const encoder = new TextEncoder()

/**
 * Format: https://html.spec.whatwg.org/multipage/server-sent-events.html. Each event `versions` has as data a line of JSON,
 * `{ "<vehicle id>": { "votes": "...", "bets": "...", "photos": "..." } }`; lines that start with a colon keep proxies awake.
 *
 * @param options.onEnd called once, whoever ends it
 */
export function openStream(options: {
  headers: Record<string, string>
  heartbeatMs: number
  onEnd: () => void
}): Stream {
  const waiting = new Map<string, Versions>()
  let controller: ReadableStreamDefaultController<Uint8Array>
  let ended = false

  const flush = () => {
    if (ended || waiting.size === 0 || (controller.desiredSize ?? 0) <= 0) return
    const data = JSON.stringify(Object.fromEntries(waiting))
    waiting.clear() // first, for enqueue() may pull at once
    controller.enqueue(encoder.encode(`event: versions\ndata: ${data}\n\n`))
  }
  const end = () => {
    if (ended) return
    ended = true
    clearInterval(heartbeat)
    options.onEnd()
  }
  const heartbeat = setInterval(() => {
    // A reader that has not taken the last thing yet needs no other.
    if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(': still here\n\n'))
  }, options.heartbeatMs)
  heartbeat.unref()

  const body = new ReadableStream<Uint8Array>(
    {
      start: (given) => {
        controller = given
      },
      pull: flush,
      cancel: end,
    },
    { highWaterMark: 2 },
  )
  return {
    response: new Response(body, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no', // nginx would hold it back
        ...options.headers,
      },
    }),
    send: (vehicleId, versions) => {
      waiting.set(vehicleId, versions)
      flush()
    },
    end: () => {
      if (ended) return
      end()
      controller.close()
    },
  }
}
