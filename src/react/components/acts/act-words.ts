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
    case 'vote':
      if (!act.vote) return { what: say('Withdrawing your vote'), text: null }
      return { what: act.vote.vote === 'yes' ? say('Your vote, yes') : say('Your vote, no'), text: act.vote.reason }
    case 'bet':
      return {
        what: say('Your bet, {confidencePercent}\u00a0% sure', {
          confidencePercent: Math.round(act.bet.confidencePercent),
        }),
        text: claimInWords(act.bet),
      }
  }
}

/** Where the words of an act came from, as `useDraft` names it; null for an act without any. */
export function draftOfAct(act: Act): { key: string; value: unknown } | null {
  switch (act.kind) {
    case 'like':
      return null
    case 'comment':
      return {
        key: `${act.photoId} ${act.parentId ? `reply ${act.parentId}` : 'comment'}`,
        value: act.text,
      }
    case 'report':
      return { key: `${act.photoId} report ${act.commentId}`, value: act.reason }
    case 'vote':
      return act.vote?.reason ? { key: `${act.vehicleId} reason`, value: act.vote.reason } : null
    case 'bet':
      return { key: `${act.vehicleId} bet `, value: draftOfClaim(act.bet) }
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
