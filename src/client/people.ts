import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'
import { askInParts } from './ids.ts'

/**
 * Public names by user id. A person who has not chosen one is absent.
 *
 * @throws {PaddockError}
 */
export async function displayNames(client: PaddockClient, userIds: string[]): Promise<Map<string, string>> {
  const rows = await askInParts(userIds, async (ids) =>
    unwrap(await client.from('profiles').select('user_id, display_name').in('user_id', ids)),
  )
  return new Map(rows.map((row) => [row.user_id, row.display_name]))
}

/**
 * Whether there is an account with this id; false once it is deleted.
 *
 * @throws {PaddockError}
 */
export async function personExists(client: PaddockClient, userId: string): Promise<boolean> {
  return unwrap(await client.rpc('person_exists', { user_id: userId }, { get: true }))
}

/**
 * Chooses the name beside this person's votes, bets and comments.
 *
 * @throws {PaddockError} `not_signed_in`, `display_name_is_from_1_to_60_characters`, `display_name_is_one_line`,
 *   `display_names_do_not_look_alike`
 */
export async function saveDisplayName(client: PaddockClient, userId: string, name: string): Promise<void> {
  unwrap(await client.from('profiles').upsert({ user_id: userId, display_name: name.trim() }))
}
