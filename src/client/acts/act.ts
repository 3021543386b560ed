import type { NewBet } from '../bets.ts'
import type { Vote } from '../votes.ts'

/** What a person does that may have to wait for a connection. */
export type Act =
  | { kind: 'like'; photoId: string; on: boolean }
  | { kind: 'comment'; photoId: string; text: string; parentId: string | null }
  | { kind: 'report'; photoId: string; commentId: string; reason: string }
  | { kind: 'vote'; vehicleId: string; vote: Vote | null }
  | { kind: 'bet'; vehicleId: string; bet: NewBet }

/** The photo or vehicle that it is shown with. */
export const aboutOf = (act: Act) => ('photoId' in act ? act.photoId : act.vehicleId)

/** Of these the last one says all: an earlier one that still waits is not sent. */
export const replacesEarlier = ({ kind }: Act) => kind === 'like' || kind === 'vote'

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Whether something that was kept in the browser is an act still. */
export function isAct(kept: unknown): kept is Act {
  if (!isObject(kept)) return false
  const has = (...names: string[]) => names.every((name) => typeof kept[name] === 'string')
  switch (kept.kind) {
    case 'like':
      return has('photoId') && typeof kept.on === 'boolean'
    case 'comment':
      return has('photoId', 'text') && (kept.parentId === null || has('parentId'))
    case 'report':
      return has('photoId', 'commentId', 'reason')
    case 'vote':
      return has('vehicleId') && (kept.vote === null || (isObject(kept.vote) && typeof kept.vote.vote === 'string'))
    case 'bet':
      return has('vehicleId') && isObject(kept.bet) && isObject(kept.bet.prediction)
    default:
      return false
  }
}
