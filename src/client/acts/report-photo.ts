import type { PaddockClient } from '../client.ts'
import { unwrap } from '../errors.ts'
import { ensureSession } from '../session.ts'

/**
 * Tells the operator that a photo is out of place; the owner does not learn who did. A visitor gets an account on the
 * way; reporting twice is one report.
 *
 * @param reason 1 to 1000 characters
 * @throws {PaddockError} `unknown_photo`, `reason_has_1_to_1000_characters`
 */
export async function reportPhoto(client: PaddockClient, photoId: string, reason: string): Promise<void> {
  const { id } = await ensureSession(client)
  const { error } = await client.from('photo_reports').insert({ image_id: photoId, user_id: id, reason: reason.trim() })
  if (error && error.code !== alreadyThere) unwrap({ data: null, error })
}

/** unique_violation */
const alreadyThere = '23505'
