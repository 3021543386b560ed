import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'

/** Not at all, on the page, on the page and in the digest, or on the page and by mail at once. */
export const noticeWays = ['none', 'page', 'digest', 'mail'] as const
export type NoticeWay = (typeof noticeWays)[number]
export type NoticeSetting = {
  kind: string
  /** Ends the sentence "You are told when ...". */
  about: string
  way: NoticeWay
  /** Where it goes unless one wishes otherwise. */
  usual: NoticeWay
}

/** How often the digest comes. */
export type DigestEvery = 'day' | 'week' | 'never'

/**
 * Every kind of notice there is, and where the signed-in member's go.
 *
 * @throws {PaddockError} `not_signed_in`
 */
export async function noticeSettings(client: PaddockClient): Promise<{ kinds: NoticeSetting[]; digest: DigestEvery }> {
  const [kinds, digest] = await Promise.all([client.rpc('notice_settings'), client.rpc('my_digest')])
  return { kinds: unwrap(kinds) as NoticeSetting[], digest: unwrap(digest) as DigestEvery }
}

/** @throws {PaddockError} `not_signed_in`, `unknown_notice_kind`, `notice_way_is_known` */
export async function setNoticeWay(client: PaddockClient, kind: string, way: NoticeWay): Promise<void> {
  unwrap(await client.rpc('set_notice_way', { kind, way }))
}

/** @throws {PaddockError} `not_signed_in`, `digest_comes_every_day_or_week_or_never` */
export async function setDigest(client: PaddockClient, every: DigestEvery): Promise<void> {
  unwrap(await client.rpc('set_digest', { every }))
}
