import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'

export type Likes = { count: number; mine: boolean }

/**
 * @param userId whose like is `mine`; null for somebody signed out
 * @throws {PaddockError}
 */
export async function loadLikes(client: PaddockClient, photoId: string, userId: string | null): Promise<Likes> {
  const likes = () =>
    client
      .from('image_interactions')
      .select('id', { count: 'exact', head: true })
      .eq('image_id', photoId)
      .eq('interaction_type', 'like')
  const [all, own] = await Promise.all([likes(), userId ? likes().eq('user_id', userId) : null])
  unwrap(all)
  if (own) unwrap(own)
  return { count: all.count ?? 0, mine: (own?.count ?? 0) > 0 }
}
