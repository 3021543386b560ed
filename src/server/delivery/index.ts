import type { MailTransport } from '../mail/transport.ts'
import { openLasting } from '../postgres/lasting.ts'
import type { UnsubscribeTokens } from '../unsubscribe/index.ts'
import { createMail } from './mail.ts'
import type { DeliverySettings } from './settings.ts'
import { createWebhook } from './webhook.ts'
import { startWorker, type Worker } from './worker.ts'

export { type DeliverySettings, readDeliverySettings } from './settings.ts'

/** Delivers the outbox by every channel that is configured; without any, what there is to say stands in the page only. */
export function startDelivery(
  adminUrl: string,
  { webhook, pageUrl }: DeliverySettings,
  transport: MailTransport | null,
  tokens: UnsubscribeTokens,
): Worker {
  const sql = openLasting(adminUrl, {
    max: 2,
    onnotice: () => {},
    connection: { application_name: 'paddock delivery' },
  })
  const worker = startWorker({
    sql,
    channels: {
      ...(webhook && { webhook: createWebhook(webhook) }),
      ...(transport && { email: createMail(transport, { pageUrl, tokens }) }),
    },
  })
  return {
    stop: async () => {
      await worker.stop()
      await sql.end({ timeout: 5 })
    },
  }
}
