import type { QueryClient } from '@tanstack/react-query'
import type { Act } from '../../client/acts/index.ts'
import { keys, keysOfTopic } from './keys.ts'
import type { refresh } from './refresh.ts'

/** Fetches anew what an act that waited has changed, once it is sent or taken back. */
export function refreshAfter(queries: QueryClient, act: Act, fetchAnew: typeof refresh): void {
  for (const key of changedBy(act)) void fetchAnew(queries, key)
}

function changedBy(act: Act): (readonly unknown[])[] {
  switch (act.kind) {
    case 'like':
      return [keys.likes(act.photoId)]
    case 'comment':
    case 'edit':
    case 'remove':
    case 'hide':
      return [keys.comments(act.photoId)]
    case 'tag':
      return [keys.tags(act.photoId), ['photos']] // its technical value
    case 'report':
      return []
    case 'vote':
      return keysOfTopic.votes(act.vehicleId)
    case 'useful':
      return [['useful-reasons', act.vehicleId], keys.reasons(act.vehicleId)]
    case 'bet':
    case 'revise':
    case 'cancel':
      return [...keysOfTopic.bets(act.vehicleId), ['bets-by']]
  }
}
