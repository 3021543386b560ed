import type { IncomingMessage, ServerResponse } from 'node:http'
import { addressKey } from './address.ts'

type Answer = (incoming: IncomingMessage, outgoing: ServerResponse) => void

/** Begun before anything else is looked at; some milliseconds' work. */
const atOnce = 16

/** How many requests of one client are under way at once. */
export type Shares = {
  /** While nobody else asks. */
  alone: number
  /** While others do: about as many as there is work for the processors, so that theirs come to their turn. */
  amongOthers: number
}

type TurnsOptions = {
  addressOf?: (incoming: IncomingMessage) => string
  /** By path: requests that take no share. */
  isCountedElsewhere?: ((path: string) => boolean) | undefined
}
const nowhere = () => false

const noShares: Shares = { alone: Number.POSITIVE_INFINITY, amongOthers: Number.POSITIVE_INFINITY }

type Waiting = { incoming: IncomingMessage; outgoing: ServerResponse; weight: number }

/**
 * When a thousand requests come in the same instant, Node would begin them all before it looks at anything else, and
 * the database would wait for that. So some are begun, then what has arrived meanwhile is looked at, and so on. Clients
 * take turns by their address, and each has at most `share` requests under way, so that nobody can take all connections
 * of the database. One with a long body counts as several, since reading it takes time of this one thread. Streams of
 * events hold nothing, and are not counted; nor is what `isCountedElsewhere` names, such as functions that ask us in turn.
 *
 * @param shares fewer than there are connections
 */
export function inTurns(
  answer: Answer,
  shares = noShares,
  { addressOf = clientOf, isCountedElsewhere = nowhere }: TurnsOptions = {},
): Answer {
  const lines = new Map<string, Waiting[]>()
  const running = new Map<string, number>()
  const isShared = createPresence()
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

  /** One that comes alone may be heavier than the share is. */
  const hasRoom = (address: string, { weight }: Waiting) => {
    const now = running.get(address) ?? 0
    return now === 0 || now + weight <= (isShared() ? shares.amongOthers : shares.alone)
  }

  /** One of each address in turn: who was taken goes to the end of the line. */
  const takeNext = () => {
    if (begun >= atOnce) {
      if (lines.size > 0) plan()
      return null
    }
    for (const [address, line] of lines) {
      if (!hasRoom(address, line[0] as Waiting)) continue
      const waiting = line.shift() as Waiting
      lines.delete(address)
      if (line.length > 0) lines.set(address, line)
      return { address, waiting }
    }
    return null
  }

  const begin = (address: string, { incoming, outgoing, weight }: Waiting) => {
    begun++
    plan()
    if (incoming.socket.destroyed) return
    if (weight === 0) return answer(incoming, outgoing)
    running.set(address, (running.get(address) ?? 0) + weight)
    outgoing.once('close', () => {
      const left = (running.get(address) ?? weight) - weight
      if (left > 0) running.set(address, left)
      else running.delete(address)
      if (lines.size > 0) plan()
    })
    answer(incoming, outgoing)
  }

  return (incoming, outgoing) => {
    const address = addressOf(incoming)
    isShared(address)
    const waiting = { incoming, outgoing, weight: isCountedElsewhere(incoming.url ?? '') ? 0 : weightOf(incoming) }
    if (begun < atOnce && hasRoom(address, waiting) && !lines.has(address)) return begin(address, waiting)
    const line = lines.get(address)
    if (line) line.push(waiting)
    else lines.set(address, [waiting])
    plan()
  }
}

const presentMs = 5_000

/** Notes who asks, and tells whether more than one has lately. */
function createPresence(now = () => performance.now()): (address?: string) => boolean {
  let latest = ''
  let other = Number.NEGATIVE_INFINITY
  return (address) => {
    if (address !== undefined && address !== latest) {
      if (latest !== '') other = now()
      latest = address
    }
    return now() - other < presentMs
  }
}

/** Of a body that counts as one request. */
const unit = 64 * 1024

/** A photo goes to a file as it comes, whatever its size. A body that does not tell its length counts as a megabyte. */
function weightOf(incoming: IncomingMessage): number {
  if (isStream(incoming)) return 0
  const { url = '', headers } = incoming
  if (url.startsWith('/upload/')) return 1
  const bytes = headers?.['transfer-encoding'] ? 16 * unit : Number(headers?.['content-length'] ?? 0)
  return 1 + Math.floor((bytes || 0) / unit)
}

const isStream = ({ url = '', headers }: IncomingMessage) =>
  url.startsWith('/live/') || headers?.accept === 'text/event-stream'

/** As the server has noted it (see listen.ts). */
export const clientOf = ({ headers, socket }: IncomingMessage): string =>
  addressKey(String(headers?.['x-forwarded-for'] ?? socket.remoteAddress ?? ''))
