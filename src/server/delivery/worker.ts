import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { type Channel, attemptMs as longestAttemptMs, type Message, type Send } from './message.ts'

export type Worker = {
  /** Takes nothing more, and waits for what is being sent, five seconds at most: the lease looks after the rest. */
  stop: () => Promise<void>
}

export type WorkerOptions = {
  /** May call the outbox's functions. */
  sql: Sql
  /** The channels that are configured; messages of others stay where they are. */
  channels: Partial<Record<Channel, Send>>
  /** Between two looks when there was nothing to do. */
  everyMs?: number
  /** How long others keep from what this one has taken; when it dies they take it over after that. */
  leaseMs?: number
  /** At once. One that takes its time does not keep the others waiting. */
  most?: number
  /** After this long an attempt has failed. */
  attemptMs?: number
  report?: (message: string) => void
}

/**
 * Delivers what stands in the outbox, each message at least once. Any number of workers may run on one database: what
 * one has taken the others leave alone. What fails is tried again by the database's own times.
 */
export function startWorker(options: WorkerOptions): Worker {
  const { sql, channels, everyMs = 2_000, most = 10, report = console.error } = options
  const { attemptMs = longestAttemptMs, leaseMs = 2 * attemptMs } = options
  const names = Object.keys(channels) as Channel[]
  const stopping = new AbortController()
  const failing = new Set<string>()

  const say = (what: string, problem: string | null) => {
    if (problem === null) failing.delete(what)
    else if (!failing.has(what) && failing.add(what)) report(`${what} failed and is tried again: ${problem}`)
  }

  const deliver = async (message: Message) => {
    const { id, channel } = message
    const problem = await attempt(message)
    say(`Delivery by ${channel}`, problem)
    if (problem === null) await sql`select app.outbox_delivered(${id}, ${channel})`
    else await sql`select app.outbox_failed(${id}, ${channel}, ${problem})`
  }

  /** @returns why it did not arrive, or null */
  const attempt = async (message: Message): Promise<string | null> => {
    try {
      const late = new AbortController()
      const tooLate = sleep(attemptMs, null, { signal: late.signal, ref: false }).then(() => {
        throw new Error(`No answer within ${attemptMs / 1000} seconds.`)
      })
      tooLate.catch(() => {}) // it is aborted as a rule
      const sent = channels[message.channel]?.(message) ?? Promise.reject(new Error('No such channel.'))
      await Promise.race([sent, tooLate]).finally(() => late.abort())
      return null
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  const sending = new Set<Promise<void>>()
  const send = (message: Message) => {
    const sent = deliver(message)
      .catch((error: unknown) => say('Noting a delivery', (error as Error).message))
      .finally(() => sending.delete(sent))
    sending.add(sent)
  }

  const run = async () => {
    while (!stopping.signal.aborted) {
      const room = most - sending.size
      let taken = 0
      try {
        const messages = await sql<Message[]>`
          select * from app.take_outbox(${`${leaseMs} milliseconds`}::interval, ${room}, string_to_array(${names.join()}, ','))`
        messages.forEach(send)
        taken = messages.length
        say('Looking into the outbox', null)
      } catch (error) {
        if (!stopping.signal.aborted) say('Looking into the outbox', (error as Error).message)
      }
      const rest = sleep(everyMs, null, { signal: stopping.signal, ref: false }).catch(() => {})
      await (taken < room ? rest : Promise.race([rest, ...sending]))
    }
    await Promise.all(sending)
  }

  const running = names.length > 0 ? run() : Promise.resolve()
  return {
    stop: async () => {
      stopping.abort()
      const enough = new AbortController()
      await Promise.race([running, sleep(stopMs, null, { signal: enough.signal }).catch(() => {})])
      enough.abort()
    },
  }
}

const stopMs = 5_000
