import type { MailTransport } from '../../mail/transport.ts'

/** One mail, ready to go. */
export type Letter = { to: string; subject: string; html: string; text: string }

/** Where letters go: the operator's mail server, or the mailbox of this machine. */
export type Post = {
  kind: 'smtp' | 'mailbox'
  /** Resolves when it was taken. */
  deliver: (letter: Letter) => Promise<void>
}

export function postBySmtp(transport: MailTransport): Post {
  return {
    kind: 'smtp',
    deliver: async (letter) => {
      try {
        await transport.send({
          to: { name: '', address: letter.to }, // an object, so that it is one address whatever it looks like
          subject: letter.subject,
          html: letter.html,
          text: letter.text,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      } catch (cause) {
        throw new Error('A mail to an account was not sent', { cause })
      }
    },
  }
}

/** RFC 5321: 5xx will not be otherwise later. */
export function isFinal(error: unknown): boolean {
  const code = ((error as Error).cause as { responseCode?: number } | undefined)?.responseCode
  return code !== undefined && code >= 500
}
