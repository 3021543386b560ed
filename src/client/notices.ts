import type { PaddockClient } from './client.ts'
import type { Json } from './database.generated.ts'
import { unwrap } from './errors.ts'

/** Something a member is told in the page. */
export type Notice = {
  id: string
  /** One of `noticeSettings`, such as `question_settled`. */
  kind: string
  vehicleId: string | null
  /** Sentences. */
  body: string
  payload: Json
  createdAt: string
  readAt: string | null
}

/**
 * The signed-in member's notices, newest first.
 *
 * @throws {PaddockError} `not_allowed` when signed out
 */
export async function listNotices(client: PaddockClient, { limit = 50 } = {}): Promise<Notice[]> {
  const rows = unwrap(
    await client
      .from('notices')
      .select('id, kind, vehicle_id, body, payload, created_at, read_at')
      .order('created_at', { ascending: false })
      .limit(limit),
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    vehicleId: row.vehicle_id,
    body: row.body,
    payload: row.payload,
    createdAt: row.created_at,
    readAt: row.read_at,
  }))
}

/**
 * A second time changes nothing.
 *
 * @throws {PaddockError} `unknown_notice`
 */
export async function markNoticeRead(client: PaddockClient, id: string): Promise<void> {
  unwrap(await client.rpc('mark_notice_read', { id }))
}

/**
 * Where a notice leads, as a path of the page: to the comment's photo, the question, the person or the car.
 *
 * @example
 * noticePath({ kind: 'comment_replied', vehicleId: 'a', payload: { image_id: 'b' } }) // '/vehicles/a?photo=b#comments'
 */
export function noticePath({ kind, vehicleId, payload }: Pick<Notice, 'kind' | 'vehicleId' | 'payload'>): string {
  const said = payload && typeof payload === 'object' && !Array.isArray(payload) ? payload : {}
  if (!vehicleId) return '/'
  const car = `/vehicles/${vehicleId}`
  if (typeof said.image_id === 'string')
    return `${car}?photo=${said.image_id}${kind === 'photo_held' ? '' : '#comments'}`
  if (kind === 'forecast_moved') return `${car}/forecast`
  if (kind === 'report_answered') return `${car}/forecast`
  if (kind === 'hand_over' || kind === 'person_active' || kind === 'vehicle_sold') return car
  return typeof said.question === 'string' ? `${car}#bets` : `${car}#auction`
}
