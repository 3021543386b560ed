import { randomUUID } from 'node:crypto'
import type { Community } from '../../support/community.ts'

/** The people of the tests, and a comment by bob to be reported. */
export type Scene = Community & { comment: { id: string } }
type Row = Record<string, unknown>
/** One row that the author wrote, how to find it, one that a person could add, and a change to it. */
export type Sample = {
  given: (c: Scene) => Row
  key: (c: Scene) => Row
  add: (c: Scene, userId: string | null) => Row
  change: Row
}

const claim = { bet_type: 'auction_price', prediction: { target_value: 20000 }, confidence_percent: 60 }

/** For each table: alice is the author of the given row, except that the vehicle and its photos are carol's. */
export const samples: Record<string, Sample> = {
  vehicles: {
    given: () => ({}),
    key: (c) => ({ id: c.vehicle.id }),
    add: (_, userId) => ({ user_id: userId, model: '911' }),
    change: { model: 'PL510 SSS' },
  },
  vehicle_images: {
    given: () => ({}),
    key: (c) => ({ id: c.image.id }),
    add: (c) => ({ vehicle_id: c.vehicle.id, image_url: '/photos/rear.jpg' }),
    change: { caption: 'Front' },
  },
  profiles: {
    given: (c) => ({ user_id: c.alice.id, display_name: 'Alice' }),
    key: (c) => ({ user_id: c.alice.id }),
    add: (_, userId) => ({ user_id: userId, display_name: 'Somebody' }),
    change: { display_name: 'Alice B.' },
  },
  image_views: {
    given: (c) => ({ image_id: c.image.id, user_id: c.alice.id, view_duration_seconds: 3 }),
    key: (c) => ({ user_id: c.alice.id }),
    add: (c, userId) => ({ image_id: c.image.id, user_id: userId, view_duration_seconds: 2 }),
    change: { view_duration_seconds: 9 },
  },
  image_interactions: {
    given: (c) => ({ image_id: c.image.id, user_id: c.alice.id, interaction_type: 'comment', comment_text: 'Lovely' }),
    key: (c) => ({ user_id: c.alice.id, image_id: c.image.id }),
    add: (c, userId) => ({ image_id: c.image.id, user_id: userId, interaction_type: 'like' }),
    change: { comment_text: 'Changed' },
  },
  comment_reports: {
    given: (c) => ({ interaction_id: c.comment.id, user_id: c.alice.id, reason: 'Spam' }),
    key: (c) => ({ interaction_id: c.comment.id, user_id: c.alice.id }),
    add: (c, userId) => ({ interaction_id: c.comment.id, user_id: userId, reason: 'Rude' }),
    change: { reason: 'Changed' },
  },
  image_tags: {
    given: (c) => ({ image_id: c.image.id, user_id: c.carol.id, tag: 'engine_bay' }),
    key: (c) => ({ image_id: c.image.id, tag: 'engine_bay' }),
    add: (c, userId) => ({ image_id: c.image.id, user_id: userId, tag: 'rust' }),
    change: { confidence: 0.5 },
  },
  tag_vocabulary: {
    given: () => ({}),
    key: () => ({ tag: 'engine_bay' }),
    add: () => ({ tag: 'roof', area: 'body', label: 'Roof', weight: 0.1 }),
    change: { weight: 0.9 },
  },
  vehicle_bets: {
    given: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id, ...claim }),
    key: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id }),
    add: (c, userId) => ({ vehicle_id: c.vehicle.id, user_id: userId, ...claim }),
    change: { confidence_percent: 70 },
  },
  auction_votes: {
    given: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id, vote: 'yes' }),
    key: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id }),
    add: (c, userId) => ({ vehicle_id: c.vehicle.id, user_id: userId, vote: 'no' }),
    change: { vote: 'no' },
  },
  spec_research_cache: {
    given: (c) => ({ vehicle_id: c.vehicle.id, spec_name: 'engine', research_data: { engine: 'L16' } }),
    key: (c) => ({ vehicle_id: c.vehicle.id, spec_name: 'engine' }),
    add: (c) => ({ vehicle_id: c.vehicle.id, spec_name: 'axle', research_data: { axle: '3.70' } }),
    change: { spec_value: 'L16' },
  },
  vehicle_market_sentiment: {
    given: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id, ...claim }),
    key: (c) => ({ vehicle_id: c.vehicle.id }),
    add: (c) => ({ vehicle_id: c.vehicle.id, bet_type: 'auction_price' }),
    change: { total_bets: 0 },
  },
  auction_vote_summary: {
    given: () => ({}),
    key: (c) => ({ vehicle_id: c.vehicle.id }),
    add: (c) => ({ vehicle_id: c.vehicle.id, total_votes: 1 }),
    change: { total_votes: 9 },
  },
}

/** What each function is called with. */
export const calls: Record<string, (c: Community) => Row> = {
  record_image_views: (c) => ({
    events: [{ event_id: randomUUID(), image_id: c.image.id, viewed_at: new Date().toISOString() }],
  }),
  increment_image_view_count: (c) => ({ image_uuid: c.image.id }),
  calculate_engagement_score: (c) => ({ image_uuid: c.image.id }),
  vehicle_insights: (c) => ({ vehicle_id: c.vehicle.id }),
}

/** Where a sample's given row is written. */
export const tableOf = (name: string) => (name === 'vehicle_market_sentiment' ? 'vehicle_bets' : name)
