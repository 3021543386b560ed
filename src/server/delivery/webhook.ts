import { createHmac } from 'node:crypto'
import { authorityOf, createGuardedFetch } from '../../indexer/fetch/index.ts'
import { attemptMs, type Message, type Send } from './message.ts'

/**
 * Standard Webhooks: the message's id, the time of the attempt, and the body are signed together with HMAC-SHA256, so
 * that none can be changed and none be played again later.
 *
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signatureHeaders(secret: Buffer, id: string, seconds: number, body: string): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` }
}

/** `{ type, timestamp, data }`; `timestamp` is when it happened, `data.body` says it in words. */
export const webhookBody = ({ kind, created_at, payload, user_id, vehicle_id }: Message): string =>
  JSON.stringify({ type: kind, timestamp: created_at.toISOString(), data: { ...payload, user_id, vehicle_id } })

/**
 * Posts each message; any answer of 2xx within half the attempt's time means that it has arrived.
 *
 * The operator has configured the address, so it may be on the local network: its own host and port are allowed, and
 * nothing else is. A redirect is not followed, for it would take the signed body to where nobody has configured.
 */
export function createWebhook({ url, secret }: { url: string; secret: Buffer }): Send {
  const guarded = createGuardedFetch({ userAgent: 'paddock', allowed: new Set([authorityOf(new URL(url))]) })
  return async (message) => {
    const body = webhookBody(message)
    const headers = {
      'content-type': 'application/json',
      ...signatureHeaders(secret, message.id, Math.floor(Date.now() / 1000), body),
    }
    const { status } = await guarded.fetch(url, {
      method: 'POST',
      headers,
      body,
      totalMs: attemptMs / 2,
      limit: () => ignored,
    })
    if (status < 200 || status > 299) throw new Error(`The webhook answered ${status}.`)
  }
}

/** What it says besides its status does not matter. */
const ignored = { bytes: 64 * 1024, truncate: true }
