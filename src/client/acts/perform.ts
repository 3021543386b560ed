import type { PaddockClient } from '../client.ts'
import { isPaddockError, refusal, unwrap } from '../errors.ts'
import type { Act } from './act.ts'
import { castVote, withdrawVote } from './cast-vote.ts'
import { insertBet } from './insert-bet.ts'
import { addComment, likePhoto, reportComment, unlikePhoto } from './on-photos.ts'
import type { Person } from './store.ts'

/**
 * Does an act as whoever did it. A second time with the same id changes nothing.
 *
 * @throws {PaddockError} `not_signed_in` where it is somebody else now
 */
export async function perform(anyones: PaddockClient, act: Act, id: string, by: Person): Promise<void> {
  const client = await clientOf(anyones, by)
  switch (act.kind) {
    case 'like':
      return act.on ? await likePhoto(client, act.photoId) : await unlikePhoto(client, act.photoId)
    case 'comment':
      return await addComment(client, act.photoId, act.text, act.parentId, id)
    case 'report':
      return await reportComment(client, act.commentId, act.reason)
    case 'vote':
      return act.vote ? await castVote(client, act.vehicleId, act.vote) : await withdrawVote(client, act.vehicleId)
    case 'bet':
      await insertBet(client, act.vehicleId, { ...act.bet, clientId: id }, 'id')
      return
    default:
      return await (await loadChanges())(client, act, id)
  }
}

/** Done more rarely, and fetched then. Code that could not be fetched once is not asked for again by a browser. */
async function loadChanges() {
  if (globalThis.navigator?.onLine === false) throw refusal('offline')
  try {
    return (await import('./perform-change.ts')).performChange
  } catch (error) {
    throw refusal('offline', error)
  }
}

/**
 * The client, with the session held that it has now: who signs in meanwhile is refused by the database, for rows say whose
 * they are.
 */
async function clientOf(client: PaddockClient, by: Person): Promise<PaddockClient> {
  const answer = await client.auth.getSession()
  const { session } = unwrap(answer)
  const isSame = by.isVisitor ? !session || session.user.is_anonymous : session?.user.id === by.id
  if (!isSame) throw refusal('not_signed_in')
  if (!session) return client // a visitor's first act makes the account
  return Object.create(client, { auth: { value: { getSession: async () => answer } } })
}

/** `lost`: no answer came, or none of ours. `later`: it may be taken in a while, or from the same person signed in again. */
export function failureOf(error: unknown): 'lost' | 'later' | 'refused' {
  if (!isPaddockError(error)) return 'refused'
  const status = statusOf(error.cause)
  if (error.code === 'offline' || (status !== undefined && status >= 502 && status <= 504)) return 'lost'
  return error.code === 'not_signed_in' || status === 429 ? 'later' : 'refused'
}

function statusOf(cause: unknown): number | undefined {
  const status = typeof cause === 'object' && cause !== null && 'status' in cause ? cause.status : undefined
  return typeof status === 'number' ? status : undefined
}
