import type { Act } from '../../../client/acts/index.ts'
import { say } from '../../language/say.ts'
import { claimInWords } from '../bets/claims.ts'
import { emptyDraft } from '../bets/types/empty-draft.ts'

/** What an act is, and the words that were written with it. */
export function actInWords(act: Act): { what: string; text: string | null } {
  switch (act.kind) {
    case 'like':
      return { what: act.on ? say('Your like') : say('Taking your like back'), text: null }
    case 'comment':
      return { what: act.parentId ? say('Your reply') : say('Your comment'), text: act.text }
    case 'report':
      return { what: say('Your report'), text: act.reason }
    case 'edit':
      return { what: say('Your changed comment'), text: act.text }
    case 'remove':
      return { what: say('Removing a comment of yours'), text: null }
    case 'hide':
      return { what: act.on ? say('Hiding a comment') : say('Showing a comment again'), text: null }
    case 'tag':
      return { what: act.on ? say('A tag') : say('Taking a tag off'), text: act.tag }
    case 'vote':
      if (!act.vote) return { what: say('Withdrawing your vote'), text: null }
      return { what: act.vote.vote === 'yes' ? say('Your vote, yes') : say('Your vote, no'), text: act.vote.reason }
    case 'useful':
      return { what: act.on ? say('Finding a reason useful') : say('No longer finding a reason useful'), text: null }
    case 'bet':
    case 'revise': {
      const confidencePercent = Math.round(act.bet.confidencePercent)
      const what =
        act.kind === 'bet'
          ? say('Your bet, {confidencePercent}\u00a0% sure', { confidencePercent })
          : say('Your revised bet, {confidencePercent}\u00a0% sure', { confidencePercent })
      return { what, text: claimInWords(act.bet) }
    }
    case 'cancel':
      return { what: say('Taking a bet back'), text: null }
  }
}

/** Where the words of an act came from, as `useDraft` names it; null for an act without any. */
export function draftOfAct(act: Act): { key: string; value: unknown } | null {
  switch (act.kind) {
    case 'comment':
      return {
        key: `${act.photoId} ${act.parentId ? `reply ${act.parentId}` : 'comment'}`,
        value: act.text,
      }
    case 'report':
      return { key: `${act.photoId} report ${act.commentId}`, value: act.reason }
    case 'edit':
      return { key: `${act.photoId} change ${act.commentId}`, value: act.text }
    case 'vote':
      return act.vote?.reason ? { key: `${act.vehicleId} reason`, value: act.vote.reason } : null
    case 'bet':
      return { key: `${act.vehicleId} bet `, value: draftOfClaim(act.bet) }
    case 'revise':
      return { key: `${act.vehicleId} bet ${act.betId}`, value: draftOfClaim(act.bet) }
    default:
      return null
  }
}

function draftOfClaim({ type, prediction }: Extract<Act, { kind: 'bet' }>['bet']) {
  const draft = emptyDraft(type)
  return {
    ...draft,
    ...('low' in prediction && { ranged: true, low: prediction.low, high: prediction.high }),
    ...('target_value' in prediction && { value: prediction.target_value }),
    ...('by_date' in prediction && { byDate: prediction.by_date }),
    ...('date' in prediction && { byDate: prediction.date }),
    ...('modification' in prediction && { modification: prediction.modification }),
  }
}
