/** What the server and `boot.ts` within Deno tell each other; imported by both. */

/** Holds the orders as JSON; taken out of the environment before the function sees it. */
export const ordersVariable = 'PADDOCK_WORKER'

export type Orders = {
  /** Borne by each call, so that nobody else on this machine can pass the gateway by. */
  token: string
  /** A line with this text on standard input: end, but let promised work settle first. */
  mayWait: string
}

export const tokenHeader = 'x-paddock-worker'

/** Answered at once by a worker whose event loop turns. */
export const heartbeatPath = '/.paddock/heartbeat'

/** Before the port, on a line of its own on standard output; not a line of the function's, which does not know the token. */
export const readyMark = (token: string) => `paddock-worker ${token}`
