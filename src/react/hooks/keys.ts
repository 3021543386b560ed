import type { FindQuery } from '../../client/find.ts'
import type { Topic } from '../../client/live/index.ts'

/** Every query key, so that what an act changes can be named in one place. */
export const keys = {
  vehicles: ['vehicles'] as const,
  found: (query: FindQuery, memberId: string | null) => ['vehicles', query, memberId] as const,
  nearest: ['vehicles', 'nearest'] as const,
  moved: ['vehicles', 'moved'] as const,
  makes: ['makes'] as const,
  filters: ['filters'] as const,
  vehicle: (vehicleId: string) => ['vehicle', vehicleId] as const,
  /** What was known of what may change when the server rendered the page. */
  versions: (vehicleId: string) => ['versions', vehicleId] as const,
  details: (vehicleId: string) => ['details', vehicleId] as const,
  log: (vehicleId: string) => ['log', vehicleId] as const,
  offer: (vehicleId: string) => ['offer', vehicleId] as const,
  garage: (memberId: string) => ['garage', memberId] as const,
  photos: (vehicleId: string) => ['photos', vehicleId] as const,
  likes: (photoId: string) => ['likes', photoId] as const,
  likesSeenBy: (photoId: string, memberId: string | null) => ['likes', photoId, memberId] as const,
  comments: (photoId: string) => ['comments', photoId] as const,
  commentsSeenBy: (photoId: string, memberId: string | null) => ['comments', photoId, memberId] as const,
  tags: (photoId: string) => ['tags', photoId] as const,
  knownTags: ['known-tags'] as const,
  insights: (vehicleId: string, memberId: string | null, from: number, to: number) =>
    ['insights', vehicleId, memberId, from, to] as const,
  sentiment: (vehicleId: string) => ['sentiment', vehicleId] as const,
  bets: (vehicleId: string, memberId: string | null) => ['bets', vehicleId, memberId] as const,
  forecast: (vehicleId: string, type: string, modification: string | null, seenBy: string | null, skipped: boolean) =>
    ['forecast', vehicleId, type, modification, seenBy, skipped] as const,
  betsBy: (userId: string) => ['bets-by', userId] as const,
  questions: (vehicleId: string) => ['questions', vehicleId] as const,
  outcomes: (vehicleId: string) => ['outcomes', vehicleId] as const,
  disputes: (vehicleId: string) => ['disputes', vehicleId] as const,
  balance: (memberId: string) => ['balance', memberId] as const,
  pointHistory: (memberId: string) => ['balance', memberId, 'history'] as const,
  leaderboard: (period: string, make: string) => ['leaderboard', period, make] as const,
  standing: (userId: string) => ['standing', userId] as const,
  calibration: (userId: string) => ['calibration', userId] as const,
  voteSummary: (vehicleId: string) => ['vote-summary', vehicleId] as const,
  reasons: (vehicleId: string) => ['reasons', vehicleId] as const,
  usefulReasons: (vehicleId: string, memberId: string | null) => ['useful-reasons', vehicleId, memberId] as const,
  voteWeight: (vehicleId: string, memberId: string | null) => ['vote-weight', vehicleId, memberId] as const,
  nomination: (vehicleId: string) => ['nomination', vehicleId] as const,
  afterwards: (vehicleId: string) => ['afterwards', vehicleId] as const,
  closest: (vehicleId: string, outcomeId: string) => ['afterwards', vehicleId, outcomeId] as const,
  ready: ['ready'] as const,
  verdictRecords: ['verdict-records'] as const,
  follows: (memberId: string | null) => ['follows', memberId] as const,
  noticeSettings: (memberId: string | null) => ['notice-settings', memberId] as const,
  notices: (memberId: string | null) => ['notices', memberId] as const,
  vote: (vehicleId: string, memberId: string | null) => ['vote', vehicleId, memberId] as const,
  research: (vehicleId: string, spec: string, memberId: string | null) =>
    ['research', vehicleId, spec, memberId] as const,
  papers: (vehicleId: string) => ['papers', vehicleId] as const,
  accountSummary: (memberId: string) => ['account summary', memberId] as const,
  dossier: (vehicleId: string, memberId: string | null) => ['dossier', vehicleId, memberId] as const,
  researched: (vehicleId: string) => ['researched', vehicleId] as const,
  sources: ['sources'] as const,
  sourceHits: (query: string, vehicleId: string | null, kind: string | null) =>
    ['sources', query, vehicleId, kind] as const,
  document: (documentId: string) => ['document', documentId] as const,
  lines: (documentId: string, from: number, to: number) => ['document', documentId, from, to] as const,
  sales: (vehicleId: string) => ['sales', vehicleId] as const,
  person: (userId: string) => ['person', userId] as const,
  name: (memberId: string) => ['name', memberId] as const,
}

/** What has to be read anew when something of a topic has changed, whoever changed it. */
export const keysOfTopic: Record<Topic, (vehicleId: string) => (readonly unknown[])[]> = {
  votes: (vehicleId) => [
    ['vote', vehicleId],
    ['vote-weight', vehicleId],
    keys.voteSummary(vehicleId),
    keys.reasons(vehicleId),
    keys.nomination(vehicleId),
    keys.afterwards(vehicleId),
    keys.vehicles,
    keys.ready,
    ['notices'], // a verdict that turns is told to the owner
  ],
  bets: (vehicleId) => [
    ['bets', vehicleId],
    ['forecast', vehicleId],
    ['balance'],
    keys.sentiment(vehicleId),
    keys.questions(vehicleId),
    keys.outcomes(vehicleId),
    keys.disputes(vehicleId),
  ],
  photos: (vehicleId) => [keys.photos(vehicleId), ['likes'], ['comments']],
}
