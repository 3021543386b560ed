import type { NewBet } from '../bets.ts'
import type { Vote } from '../votes.ts'

/** What a person does that may have to wait for a connection. */
export type Act =
  | { kind: 'like'; photoId: string; on: boolean }
  | { kind: 'comment'; photoId: string; text: string; parentId: string | null }
  | { kind: 'report'; photoId: string; commentId: string; reason: string }
  | { kind: 'edit'; photoId: string; commentId: string; text: string }
  | { kind: 'remove'; photoId: string; commentId: string }
  | { kind: 'hide'; photoId: string; commentId: string; on: boolean }
  | { kind: 'tag'; photoId: string; tag: string; on: boolean }
  | { kind: 'vote'; vehicleId: string; vote: Vote | null }
  | { kind: 'useful'; vehicleId: string; voterId: string; on: boolean }
  | { kind: 'bet'; vehicleId: string; bet: NewBet }
  | { kind: 'revise'; vehicleId: string; betId: string; bet: NewBet }
  | { kind: 'cancel'; vehicleId: string; betId: string }

/** The photo or vehicle that it is shown with. */
export const aboutOf = (act: Act) => ('photoId' in act ? act.photoId : act.vehicleId)

/**
 * What an act is the last word on: an earlier one on the same that still waits is not sent. Null where each stands for
 * itself.
 */
export function targetOf(act: Act): string | null {
  switch (act.kind) {
    case 'like':
      return `like ${act.photoId}`
    case 'edit':
    case 'remove':
      return `comment ${act.commentId}`
    case 'hide':
      return `hide ${act.commentId}`
    case 'tag':
      return `tag ${act.photoId} ${act.tag}`
    case 'vote':
      return `vote ${act.vehicleId}`
    case 'useful':
      return `useful ${act.vehicleId} ${act.voterId}`
    case 'revise':
    case 'cancel':
      return `bet ${act.betId}`
    default:
      return null
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isBet = (kept: unknown) => isObject(kept) && isObject(kept.prediction)

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
    case 'edit':
      return has('photoId', 'commentId', 'text')
    case 'remove':
      return has('photoId', 'commentId')
    case 'hide':
      return has('photoId', 'commentId') && typeof kept.on === 'boolean'
    case 'tag':
      return has('photoId', 'tag') && typeof kept.on === 'boolean'
    case 'vote':
      return has('vehicleId') && (kept.vote === null || (isObject(kept.vote) && typeof kept.vote.vote === 'string'))
    case 'useful':
      return has('vehicleId', 'voterId') && typeof kept.on === 'boolean'
    case 'bet':
      return has('vehicleId') && isBet(kept.bet)
    case 'revise':
      return has('vehicleId', 'betId') && isBet(kept.bet)
    case 'cancel':
      return has('vehicleId', 'betId')
    default:
      return false
  }
}
