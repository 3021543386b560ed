import { createHmac, timingSafeEqual } from 'node:crypto'
import { isUuid } from '../../client/ids.ts'

/** Whose mails of which kind end; `all` ends every mail. */
export type Unsubscription = { userId: string; kind: string }

export type UnsubscribeTokens = {
  sign: (what: Unsubscription) => string
  /** Null for anything that this server has not signed. */
  read: (token: string) => Unsubscription | null
}

/**
 * What a link of a mail proves: that its mail was sent to this person. It ends mails and does nothing else, so it never
 * expires: old mails keep a link that works.
 */
export function createUnsubscribeTokens(jwtSecret: string): UnsubscribeTokens {
  const key = createHmac('sha256', jwtSecret).update('paddock unsubscribe').digest()
  const mac = (said: string) => createHmac('sha256', key).update(said).digest('base64url')
  return {
    sign: ({ userId, kind }) => `${userId}.${kind}.${mac(`${userId}.${kind}`)}`,
    read: (token) => {
      const [userId = '', kind = '', given = '', ...more] = token.slice(0, 300).split('.')
      const expected = Buffer.from(mac(`${userId}.${kind}`))
      const proof = Buffer.from(given)
      const holds = proof.length === expected.length && timingSafeEqual(proof, expected)
      return holds && more.length === 0 && isUuid(userId) ? { userId, kind } : null
    },
  }
}
