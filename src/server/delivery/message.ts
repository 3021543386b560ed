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
  /** Of a mail: its subject, what ends "Paddock mails you when ...", and what a digest lists. */
  mail: { subject: string; about: string; items?: MailItem[] } | null
  created_at: Date
}

/** One notice of a digest. */
export type MailItem = { kind: string; body: string; vehicle_id: string | null; payload: Json }

export type Channel = 'webhook' | 'email'

/** Takes one message to where it goes. Rejects with the reason when it did not get there; it is then tried again. */
export type Send = (message: Message) => Promise<void>

/** No attempt takes longer; the lease is twice that, so that nobody else sends what is being sent. */
export const attemptMs = 30_000
