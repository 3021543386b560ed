import type { PaddockClient } from '../client.ts'
import type { Act } from './act.ts'
import { cancelOnce, reviseOnce } from './change-bets.ts'
import { editComment, hideComment, removeComment } from './change-comments.ts'
import { addTag, removeTag } from './change-tags.ts'
import { findReasonUseful } from './find-useful.ts'

type Change = Extract<Act, { kind: 'edit' | 'remove' | 'hide' | 'tag' | 'useful' | 'revise' | 'cancel' }>

/** Does an act that changes what is there. A second time with the same id changes nothing. */
export async function performChange(client: PaddockClient, act: Change, id: string): Promise<void> {
  switch (act.kind) {
    case 'edit':
      return await editComment(client, act.commentId, act.text)
    case 'remove':
      return await removeComment(client, act.commentId)
    case 'hide':
      return await hideComment(client, act.commentId, act.on)
    case 'tag':
      return act.on ? await addTag(client, act.photoId, act.tag) : await removeTag(client, act.photoId, act.tag)
    case 'useful':
      return await findReasonUseful(client, act.vehicleId, act.voterId, act.on)
    case 'revise':
      await reviseOnce(client, act.betId, { ...act.bet, clientId: id }, 'id')
      return
    case 'cancel':
      return await cancelOnce(client, act.betId)
  }
}
