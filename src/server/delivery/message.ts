import type { Json } from '../../client/database.generated.ts'

/** One message on its way through one channel, as `app.take_outbox` hands it out. */
export type Message = {
  /** Of the message: the same at every attempt, so that a receiver can tell a repeat. */
  id: string
  channel: Channel
  /** What has happened, such as `nomination_opened`. */
  kind: string
  user_id: string | null
  email: string | null
  vehicle_id: string | null
  /** `body` says it in words. */
  payload: { body?: string; [key: string]: Json | undefined }
  attempts: number
  created_at: Date
}

export type Channel = 'webhook' | 'email'

/** Takes one message to where it goes. Rejects with the reason when it did not get there; it is then tried again. */
export type Send = (message: Message) => Promise<void>

/** No attempt takes longer; the lease is twice that, so that nobody else sends what is being sent. */
export const attemptMs = 30_000
