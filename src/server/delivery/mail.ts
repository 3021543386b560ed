import type { MailTransport } from '../mail/transport.ts'
import type { Message, Send } from './message.ts'

const subjects: Record<string, string> = {
  nomination_opened: 'The community says it is ready for auction',
  nomination_closed: 'A nomination has closed',
  auction_live: 'The auction is live',
  auction_ended: 'The auction has ended',
}

/** What the mail says. The words are the message's own; the link leads to the vehicle where the page's address is known. */
export function mailText({ payload, vehicle_id }: Message, pageUrl: string | null): string {
  const page = pageUrl?.replace(/\/+$/, '')
  const link = page && vehicle_id ? `${page}/vehicles/${vehicle_id}` : (page ?? '')
  return [payload.body ?? '', link, 'You get this because it is about your vehicle on Paddock.']
    .filter(Boolean)
    .join('\n\n')
}

/** Sends each message to the address of the account it is for. A repeat has the same Message-ID. */
export function createMail(transport: MailTransport, pageUrl: string | null): Send {
  return async (message) => {
    if (!message.email) throw new Error('The account has no email address.')
    await transport.send({
      to: { name: '', address: message.email }, // an object, so that it is one address whatever it looks like
      subject: subjects[message.kind] ?? 'News about your vehicle',
      text: mailText(message, pageUrl),
      messageId: `<${message.id}@paddock>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  }
}
