import { setTimeout as sleep } from 'node:timers/promises'
import type { MailTransport } from '../../mail/transport.ts'

/** One mail, ready to go. */
export type Letter = { to: string; subject: string; html: string; text: string }

/** Where letters go: the operator's mail server, or the mailbox of this machine. */
export type Post = {
  kind: 'smtp' | 'mailbox'
  /** Resolves when it was taken. */
  deliver: (letter: Letter) => Promise<void>
  /** What waits for another try is given up. */
  close?: () => void
}

/** Milliseconds before each further try: a mail that comes later than its reader's patience is of no use. */
const waits = [1_000, 5_000, 20_000]

/** @param retryAfter milliseconds before each further try */
export function postBySmtp(transport: MailTransport, retryAfter: readonly number[] = waits): Post {
  const closing = new AbortController()
  const attempt = async (letter: Letter, tries: number): Promise<void> => {
    try {
      await transport.send({
        to: { name: '', address: letter.to }, // an object, so that it is one address whatever it looks like
        subject: letter.subject,
        html: letter.html,
        text: letter.text,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    } catch (error) {
      const wait = retryAfter[tries]
      const failed = new Error('A mail to an account was not sent', { cause: error })
      if (isFinal(error) || wait === undefined) throw failed
      await sleep(wait, null, { ref: false, signal: closing.signal }).catch(() => Promise.reject(failed))
      await attempt(letter, tries + 1)
    }
  }
  return { kind: 'smtp', deliver: (letter) => attempt(letter, 0), close: () => closing.abort() }
}

/** RFC 5321: 5xx will not be otherwise later. */
function isFinal(error: unknown): boolean {
  const { responseCode } = error as { responseCode?: number }
  return responseCode !== undefined && responseCode >= 500
}
