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
    case 'vote':
      return act.kind + aboutOf(act)
    case 'edit':
    case 'remove':
      return `comment ${act.commentId}`
    case 'hide':
      return act.kind + act.commentId
    case 'tag':
      return act.kind + act.photoId + act.tag
    case 'useful':
      return act.vehicleId + act.voterId
    case 'revise':
    case 'cancel':
      return act.betId
    default:
      return null
  }
}

/** What of an act is text, and of which acts `on` says whether it is done or undone. */
const texts: Record<Act['kind'], string> = {
  like: 'photoId',
  comment: 'photoId text',
  report: 'photoId commentId reason',
  edit: 'photoId commentId text',
  remove: 'photoId commentId',
  hide: 'photoId commentId',
  tag: 'photoId tag',
  vote: 'vehicleId',
  useful: 'vehicleId voterId',
  bet: 'vehicleId',
  revise: 'vehicleId betId',
  cancel: 'vehicleId betId',
}
const switches = /^(like|hide|tag|useful)$/

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Whether something that was kept in the browser is an act still. */
export function isAct(kept: unknown): kept is Act {
  if (!isObject(kept)) return false
  const { kind, on, parentId, vote, bet } = kept
  if (typeof kind !== 'string' || !Object.hasOwn(texts, kind)) return false
  if (texts[kind as Act['kind']].split(' ').some((name) => typeof kept[name] !== 'string')) return false
  if (switches.test(kind)) return typeof on === 'boolean'
  if (kind === 'comment') return parentId === null || typeof parentId === 'string'
  if (kind === 'vote') return vote === null || (isObject(vote) && typeof vote.vote === 'string')
  return !/^(bet|revise)$/.test(kind) || (isObject(bet) && isObject(bet.prediction))
}
