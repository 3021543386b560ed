import { noticePath } from '../../client/notices.ts'
import type { MailTransport } from '../mail/transport.ts'
import type { UnsubscribeTokens } from '../unsubscribe/index.ts'
import type { Message, Send } from './message.ts'

/** Where mails lead; without a page's address they have no links. */
export type MailLinks = { pageUrl: string | null; tokens: UnsubscribeTokens }

const trimmed = (pageUrl: string | null) => pageUrl?.replace(/\/+$/, '') ?? null

/** Where the mails of a kind end; null without a page. */
export function unsubscribeUrl({ user_id, kind }: Message, { pageUrl, tokens }: MailLinks): string | null {
  const page = trimmed(pageUrl)
  if (!page || !user_id) return null
  return `${page}/unsubscribe?token=${encodeURIComponent(tokens.sign({ userId: user_id, kind }))}`
}

/** What the mail says: the words of the message, or of each in a digest, where each leads, why it came and how to end it. */
export function mailText(message: Message, links: MailLinks): string {
  const { payload, vehicle_id, kind, mail } = message
  const page = trimmed(links.pageUrl)
  const items = mail?.items ?? [{ kind, body: payload.body ?? '', vehicle_id, payload }]
  const parts = items.flatMap((item) => {
    const path = noticePath({
      ...item,
      vehicleId: item.vehicle_id,
      payload: item.payload as Message['payload'] & object,
    })
    return [item.body, page ? `${page}${path}` : '']
  })
  const unsubscribe = unsubscribeUrl(message, links)
  return [
    ...parts,
    '-- ',
    mail ? `Paddock mails you when ${mail.about}.` : '',
    unsubscribe ? `No more of these: ${unsubscribe}` : '',
    page ? `All settings: ${page}/account#notices` : '',
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** Sends each message to the address of the account it is for. A repeat has the same Message-ID. */
export function createMail(transport: MailTransport, links: MailLinks): Send {
  return async (message) => {
    if (!message.email) throw new Error('The account has no email address.')
    const unsubscribe = unsubscribeUrl(message, links)
    await transport.send({
      to: { name: '', address: message.email }, // an object, so that it is one address whatever it looks like
      subject: message.mail?.subject ?? 'News from Paddock',
      text: mailText(message, links),
      messageId: `<${message.id}@paddock>`,
      headers: {
        'Auto-Submitted': 'auto-generated',
        ...(unsubscribe && {
          'List-Unsubscribe': `<${unsubscribe}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        }),
      },
    })
  }
}
