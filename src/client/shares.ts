import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'
import { ensureSession } from './session.ts'

/** `native` is the device's own share sheet; `link` is an address that was copied. */
export type ShareChannel = 'native' | 'link' | 'email' | 'message' | 'facebook' | 'whatsapp' | 'x' | 'reddit' | 'other'

/**
 * Counts that a photo was shared. A visitor gets an account on the way.
 *
 * @throws {PaddockError} `unknown_photo`, `share_channel_is_known`
 */
export async function countShare(client: PaddockClient, photoId: string, channel: ShareChannel): Promise<void> {
  const { id } = await ensureSession(client)
  unwrap(
    await client
      .from('image_interactions')
      .insert({ image_id: photoId, user_id: id, interaction_type: 'share', share_channel: channel }),
  )
}
