import type { IncomingMessage, ServerResponse } from 'node:http'

type Answer = (incoming: IncomingMessage, outgoing: ServerResponse) => void

/** Begun before anything else is looked at; some milliseconds' work. */
const atOnce = 16

/**
 * When a thousand requests come in the same instant, Node would begin them all before it looks at anything else, and
 * the database would wait for that. So some are begun, then what has arrived meanwhile is looked at, and so on.
 */
export function inTurns(answer: Answer): Answer {
  const waiting: Parameters<Answer>[] = []
  let begun = 0
  const nextTurn = () => {
    begun = 0
    for (const [incoming, outgoing] of waiting.splice(0, atOnce)) begin(incoming, outgoing)
  }
  const begin: Answer = (incoming, outgoing) => {
    if (begun++ === 0) setImmediate(nextTurn)
    if (!incoming.socket.destroyed) answer(incoming, outgoing)
  }
  return (incoming, outgoing) => {
    if (begun < atOnce && waiting.length === 0) begin(incoming, outgoing)
    else waiting.push([incoming, outgoing])
  }
}
