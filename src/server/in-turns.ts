import type { IncomingMessage, ServerResponse } from 'node:http'

type Answer = (incoming: IncomingMessage, outgoing: ServerResponse) => void

/** Begun before anything else is looked at; some milliseconds' work. */
const atOnce = 16

type Waiting = { incoming: IncomingMessage; outgoing: ServerResponse }

/**
 * When a thousand requests come in the same instant, Node would begin them all before it looks at anything else, and
 * the database would wait for that. So some are begun, then what has arrived meanwhile is looked at, and so on. Clients
 * take turns by their address, and each has at most `share` requests under way, so that nobody can take all connections
 * of the database. Streams of events hold none, and are not counted.
 *
 * @param share fewer than there are connections
 */
export function inTurns(answer: Answer, share = Number.POSITIVE_INFINITY, addressOf = clientOf): Answer {
  const lines = new Map<string, Waiting[]>()
  const running = new Map<string, number>()
  let begun = 0
  let isPlanned = false

  const plan = () => {
    if (isPlanned) return
    isPlanned = true
    setImmediate(() => {
      isPlanned = false
      begun = 0
      for (let next = takeNext(); next; next = takeNext()) begin(next.address, next.waiting)
    })
  }

  /** One of each address in turn: who was taken goes to the end of the line. */
  const takeNext = () => {
    if (begun >= atOnce) {
      if (lines.size > 0) plan()
      return null
    }
    for (const [address, line] of lines) {
      if ((running.get(address) ?? 0) >= share) continue
      const waiting = line.shift() as Waiting
      lines.delete(address)
      if (line.length > 0) lines.set(address, line)
      return { address, waiting }
    }
    return null
  }

  const begin = (address: string, { incoming, outgoing }: Waiting) => {
    begun++
    plan()
    if (incoming.socket.destroyed) return
    if (isStream(incoming)) return answer(incoming, outgoing)
    running.set(address, (running.get(address) ?? 0) + 1)
    outgoing.once('close', () => {
      const left = (running.get(address) ?? 1) - 1
      if (left > 0) running.set(address, left)
      else running.delete(address)
      if (lines.size > 0) plan()
    })
    answer(incoming, outgoing)
  }

  return (incoming, outgoing) => {
    const address = addressOf(incoming)
    if (begun < atOnce && (running.get(address) ?? 0) < share && !lines.has(address))
      return begin(address, { incoming, outgoing })
    const line = lines.get(address)
    if (line) line.push({ incoming, outgoing })
    else lines.set(address, [{ incoming, outgoing }])
    plan()
  }
}

const isStream = ({ url = '', headers }: IncomingMessage) =>
  url.startsWith('/live/') || headers?.accept === 'text/event-stream'

/** As the server has noted it (see listen.ts). A client with IPv6 has a network of its own. */
export function clientOf({ headers, socket }: IncomingMessage): string {
  const noted = headers?.['x-forwarded-for']
  const address = String(noted ?? socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address
}
