import { randomUUID } from 'node:crypto'
import type { Community } from '../../support/community.ts'
import type { Library } from '../../support/library.ts'

/** The people of the tests, a comment by bob to be reported, a reason by nobody of them to be marked, and a public document. */
export type Scene = Community & {
  comment: { id: string }
  reason: { voter_id: string }
  library: Library
  logEntry: { id: string }
}
type Row = Record<string, unknown>
/** One row that the author wrote, how to find it, one that a person could add, and a change to it. */
export type Sample = {
  given: (c: Scene) => Row
  key: (c: Scene) => Row
  add: (c: Scene, userId: string | null) => Row
  change: Row
}

const claim = { bet_type: 'auction_price', prediction: { target_value: 20000 }, confidence_percent: 60 }

const question = 'auction_price:USD'
const evidence = { source_url: 'https://example.com/lot/12' }

/** For each table: alice is the author of the given row, except that the vehicle and its photos are carol's. */
export const samples: Record<string, Sample> = {
  vehicles: {
    given: () => ({}),
    key: (c) => ({ id: c.vehicle.id }),
    add: (_, userId) => ({ user_id: userId, model: '911' }),
    change: { model: 'PL510 SSS' },
  },
  vehicle_details: {
    given: (c) => ({ vehicle_id: c.vehicle.id, engine: '1.6 litre' }),
    key: (c) => ({ vehicle_id: c.vehicle.id }),
    add: (c) => ({ vehicle_id: c.vehicle.id, engine: '1.8 litre' }),
    change: { colour: 'Safari gold' },
  },
  vehicle_chassis: {
    given: (c) => ({ vehicle_id: c.vehicle.id, number: 'PL510-123456' }),
    key: (c) => ({ vehicle_id: c.vehicle.id }),
    add: (c) => ({ vehicle_id: c.vehicle.id, number: 'PL510-123457' }),
    change: { is_shown: true },
  },
  vehicle_log: {
    given: (c) => ({ vehicle_id: c.vehicle.id, kind: 'service', title: 'Oil', happened: '2021-05' }),
    key: (c) => ({ vehicle_id: c.vehicle.id, title: 'Oil' }),
    add: (c) => ({ vehicle_id: c.vehicle.id, kind: 'repair', title: 'Brakes', happened: '2022' }),
    change: { notes: 'And filter' },
  },
  vehicle_log_bills: {
    given: (c) => ({ vehicle_id: c.vehicle.id, entry_id: c.logEntry.id, cost: 90, currency: 'USD' }),
    key: (c) => ({ vehicle_id: c.vehicle.id }),
    add: (c) => ({ vehicle_id: c.vehicle.id, entry_id: c.logEntry.id, cost: 80, currency: 'USD' }),
    change: { cost: 95 },
  },
  vehicle_images: {
    given: () => ({}),
    key: (c) => ({ id: c.image.id }),
    add: (c) => ({ vehicle_id: c.vehicle.id, image_url: '/photos/rear.jpg' }),
    change: { caption: 'Front' },
  },
  profiles: {
    given: (c) => ({ user_id: c.alice.id, display_name: `A ${c.alice.id}` }),
    key: (c) => ({ user_id: c.alice.id }),
    add: (_, userId) => ({ user_id: userId, display_name: `S ${userId}` }),
    get change() {
      return { display_name: `B ${randomUUID()}` } // no two look alike
    },
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
  photo_reports: {
    given: (c) => ({ image_id: c.image.id, user_id: c.alice.id, reason: 'Spam' }),
    key: (c) => ({ image_id: c.image.id, user_id: c.alice.id }),
    add: (c, userId) => ({ image_id: c.image.id, user_id: userId, reason: 'Rude' }),
    change: { reason: 'Changed' },
  },
  research_reports: {
    given: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id, spec_name: 'power', reason: 'Wrong engine' }),
    key: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id }),
    add: (c, userId) => ({ vehicle_id: c.vehicle.id, user_id: userId, spec_name: 'power', reason: 'Wrong year' }),
    change: { state: 'rejected' },
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
  bet_questions: {
    given: (c) => ({ vehicle_id: c.vehicle.id, question, bet_type: 'auction_price', currency: 'USD', is_public: true }),
    key: (c) => ({ vehicle_id: c.vehicle.id }),
    add: (c) => ({
      vehicle_id: c.vehicle.id,
      question: 'auction_price:EUR',
      bet_type: 'auction_price',
      currency: 'EUR',
    }),
    change: { state: 'locked' },
  },
  bet_closings: {
    given: (c) => ({ vehicle_id: c.vehicle.id, bet_type: 'auction_price' }),
    key: (c) => ({ vehicle_id: c.vehicle.id, bet_type: 'auction_price' }),
    add: (c) => ({ vehicle_id: c.vehicle.id, bet_type: 'value_milestone' }),
    change: { reason: 'The auction is live' },
  },
  bet_disputes: {
    given: (c) => ({
      ...{
        vehicle_id: c.vehicle.id,
        user_id: c.alice.id,
        question,
        round: 1,
        version: 1,
        reason: 'Withdrawn',
        is_public: true,
      },
    }),
    key: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id }),
    add: (c, userId) => ({
      vehicle_id: c.vehicle.id,
      user_id: userId,
      question,
      round: 1,
      version: 1,
      reason: 'Not sold',
    }),
    change: { reason: 'Changed' },
  },
  vehicle_outcomes: {
    given: (c) => ({ vehicle_id: c.vehicle.id, kind: 'appraisal', value: 20000, occurred_at: '2026-01-01', evidence }),
    key: (c) => ({ vehicle_id: c.vehicle.id }),
    add: (c) => ({ vehicle_id: c.vehicle.id, kind: 'appraisal', value: 30000, occurred_at: '2026-01-02', evidence }),
    change: { value: 1 },
  },
  forecast_skips: {
    given: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id, bet_type: 'auction_price' }),
    key: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id }),
    add: (c, userId) => ({ vehicle_id: c.vehicle.id, user_id: userId, bet_type: 'completion_date' }),
    change: { skipped_at: '2020-01-01' },
  },
  trusted_reporters: {
    given: (c) => ({ user_id: c.carol.id }),
    key: (c) => ({ user_id: c.carol.id }),
    add: (c) => ({ user_id: c.bob.id }),
    change: { note: 'Auction house' },
  },
  point_balances: {
    given: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id, ...claim }),
    key: (c) => ({ user_id: c.alice.id }),
    add: (_, userId) => ({ user_id: userId, available: 1e6 }),
    change: { available: 1e6 },
  },
  point_history: {
    given: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id, ...claim, stake_amount: 5 }),
    key: (c) => ({ user_id: c.alice.id }),
    add: (_, userId) => ({ user_id: userId, available: 1e6 }),
    change: { available: 1e6 },
  },
  forecaster_leaderboard: {
    given: (c) => ({
      period: 'all',
      make: 'all',
      user_id: c.alice.id,
      bets: 1,
      compared: 1,
      peer_total: 0.1,
      skill_total: 0.5,
      points_total: 2,
    }),
    key: (c) => ({ user_id: c.alice.id }),
    add: (_, userId) => ({ user_id: userId, period: 'all', make: 'all', bets: 1000 }),
    change: { bets: 1000 },
  },
  auction_votes: {
    given: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id, vote: 'yes' }),
    key: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id }),
    add: (c, userId) => ({ vehicle_id: c.vehicle.id, user_id: userId, vote: 'no' }),
    change: { vote: 'no' },
  },
  auction_nominations: {
    given: (c) => ({ vehicle_id: c.vehicle.id }),
    key: (c) => ({ vehicle_id: c.vehicle.id }),
    add: (c) => ({ vehicle_id: c.vehicle.id }),
    change: { state: 'accepted' },
  },
  useful_reasons: {
    given: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id, ...c.reason }),
    key: (c) => ({ vehicle_id: c.vehicle.id, user_id: c.alice.id }),
    add: (c, userId) => ({ vehicle_id: c.vehicle.id, user_id: userId, ...c.reason }),
    change: { user_id: '00000000-0000-4000-8000-000000000000' },
  },
  notices: {
    given: (c) => ({ user_id: c.alice.id, kind: 'auction_live', body: 'It is live.' }),
    key: (c) => ({ user_id: c.alice.id }),
    add: (_, userId) => ({ user_id: userId, kind: 'auction_live', body: 'It is live.' }),
    change: { body: 'Changed' },
  },
  follows: {
    given: (c) => ({ user_id: c.alice.id, vehicle_id: c.vehicle.id, owner_id: c.carol.id, is_public: true }),
    key: (c) => ({ vehicle_id: c.vehicle.id }),
    add: (c, userId) => ({ user_id: userId, vehicle_id: c.vehicle.id }),
    change: { question: 'auction_price:USD' },
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
  auction_ready: {
    given: (c) => ({ vehicle_id: c.vehicle.id, verdict: 'ready' }),
    key: (c) => ({ vehicle_id: c.vehicle.id }),
    add: (c) => ({ vehicle_id: c.vehicle.id }),
    change: { wilson_lower: 1 },
  },
  auction_afterwards: {
    given: result,
    key: (c) => ({ vehicle_id: c.vehicle.id }),
    add: (c) => ({ vehicle_id: c.vehicle.id }),
    change: { hammer: 1 },
  },
  sources: {
    given: () => ({}),
    key: (c) => ({ id: c.library.sourceId }),
    add: () => ({ kind: 'manual', title: 'Shop manual' }),
    change: { authority: 0.9 },
  },
  source_documents: {
    given: () => ({}),
    key: (c) => ({ id: c.library.documentId }),
    add: (c) => ({ source_id: c.library.sourceId, key: 'b', kind: 'manual', title: 'Another' }),
    change: { title: 'Changed' },
  },
  source_chunks: {
    given: () => ({}),
    key: (c) => ({ document_id: c.library.documentId }),
    add: (c) => ({ document_id: c.library.documentId, position: 7, char_start: 0, char_end: 1, body: 'x' }),
    change: { page: 9 },
  },
  verdict_record: {
    given: result,
    key: () => ({ verdict: 'ready' }),
    add: () => ({ verdict: 'ready' }),
    change: { sold: 1 },
  },
  auction_vote_closeness: {
    given: closeness,
    key: (c) => ({ vehicle_id: c.vehicle.id }),
    add: (c) => ({ vehicle_id: c.vehicle.id }),
    change: { miss: 0 },
  },
  voter_record: {
    given: closeness,
    key: (c) => ({ user_id: c.alice.id }),
    add: (_, userId) => ({ user_id: userId }),
    change: { closest: 9 },
  },
}

function result({ vehicle }: Scene): Row {
  const now = new Date()
  const times = { occurred_at: now, known_at: now, scored_at: now }
  return {
    vehicle_id: vehicle.id,
    outcome_id: randomUUID(),
    sold: true,
    hammer: 20000,
    currency: 'USD',
    verdict: 'ready',
    ...times,
  }
}

function closeness({ vehicle, alice }: Scene): Row {
  const ids = { vehicle_id: vehicle.id, outcome_id: randomUUID(), user_id: alice.id }
  const vote = { vote: 'yes', estimated_value: 21000, is_private: false, is_public: true }
  return { ...ids, ...vote, hammer: 20000, currency: 'USD', miss: 0.05, place: 1 }
}

const elsewhere: Record<string, string> = {
  vehicle_market_sentiment: 'vehicle_bets',
  point_balances: 'vehicle_bets',
  point_history: 'vehicle_bets',
  forecaster_leaderboard: 'app.forecaster_standings',
  auction_ready: 'app.vote_tallies',
  auction_afterwards: 'app.auction_results',
  verdict_record: 'app.auction_results',
  auction_vote_closeness: 'app.vote_closeness',
  voter_record: 'app.vote_closeness',
}

/** Where a sample's given row is written. */
export const tableOf = (name: string) => elsewhere[name] ?? name
