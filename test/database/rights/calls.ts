import { randomUUID } from 'node:crypto'
import { byHand } from '../../support/by-hand.ts'
import type { Community } from '../../support/community.ts'
import { addDocument, addSource } from '../../support/library.ts'
import { settleDue } from '../../support/settle.ts'

/** For each function: what has to be there first, and the arguments of the call. Alice is the author of what is there. */
export const calls: Record<string, (c: Community) => Promise<Record<string, unknown>>> = {
  record_image_views: async (c) => ({
    events: [{ event_id: randomUUID(), image_id: c.image.id, viewed_at: new Date().toISOString() }],
  }),
  increment_image_view_count: async (c) => ({ image_uuid: c.image.id }),
  calculate_engagement_score: async (c) => ({ image_uuid: c.image.id }),
  photo_pass: async (c) => ({ photo: c.image }),
  order_photos: async (c) => ({ vehicle_id: c.vehicle.id, photo_ids: [c.image.id] }),
  turn_photo: async (c) => {
    const shown = `/photos/${c.vehicle.id}/${'a'.repeat(64)}/400.webp`
    await c.sql`update vehicle_images set image_url = ${shown}, content_hash = ${'a'.repeat(64)} where id = ${c.image.id}`
    return { photo_id: c.image.id, quarter_turns: 1, shown, widths: [300], height: 400, placeholder: null }
  },
  save_log_entry: async (c) => ({
    ...{ vehicle_id: c.vehicle.id, entry_id: randomUUID(), kind: 'service', title: 'Oil', happened: '2021' },
  }),
  save_vehicle: async (c) => ({ vehicle_id: c.vehicle.id, model: 'PL510 SSS' }),
  person_exists: async (c) => ({ user_id: c.alice.id }),
  account_summary: async () => ({}),
  export_account: async () => ({ file: 'account' }),
  // Nobody's session has begun lately here; see test/database/account.
  delete_account: async () => ({ email: '' }),
  vehicle_insights: async (c) => ({ vehicle_id: c.vehicle.id }),
  vehicle_makes: async () => ({}),
  comparable_sales: async (c) => ({ vehicle_id: c.vehicle.id }),
  find_filters: async () => ({}),
  find_vehicles: async () => ({ words: 'datsun' }),
  shown_prices: async (c) => ({ vehicle_ids: [c.vehicle.id] }),
  vehicle_versions: async (c) => ({ vehicle_ids: [c.vehicle.id] }),
  store_document: async (c) => ({
    document: {
      ...{
        source_id: await addSource(c.sql),
        kind: 'manual',
        title: 'Shop manual',
        text: 'Torque',
        sha256: 'a'.repeat(64),
      },
      ...{ chunks: [{ start: 0, end: 6, heading: [] }], subject: {}, signals: {} },
    },
  }),
  document_text: async (c) => ({ document_id: (await addDocument(c.sql)).documentId }),
  document_lines: async (c) => ({ document_id: (await addDocument(c.sql)).documentId, char_start: 0, char_end: 100 }),
  search_sources: async (c) => {
    await addDocument(c.sql)
    await c.sql`select app.index_chunks()`
    return { query: 'torque' }
  },
  add_owner_document: async (c) => ({
    vehicle_id: c.vehicle.id,
    document: {
      ...{ title: 'Build sheet', text: 'Torque', sha256: 'a'.repeat(64) },
      chunks: [{ start: 0, end: 6, heading: [] }],
    },
  }),
  suspend_member: async (c) => ({
    user_id: c.bob.id,
    until: new Date(Date.now() + 3_600_000).toISOString(),
    reason: 'Spam',
  }),
  lift_suspension: async (c) => ({ user_id: c.bob.id, reason: 'A mistake' }),
  operator_acts: async (c) => {
    await c.sql`insert into app.operator_acts (act, about) values ('unban_member', 'nobody')`
    return {}
  },
  open_disputes: async (c) => {
    await c.sql`insert into bet_questions (vehicle_id, question, bet_type, currency, state)
      values (${c.vehicle.id}, 'auction_price:USD', 'auction_price', 'USD', 'disputed')`
    return {}
  },
  decide_dispute: async (c) => {
    const asked = await answered(c)
    await c.sql`update bet_questions set state = 'disputed' where vehicle_id = ${asked.vehicle_id}`
    return { ...asked, round: 1, decision: 'reject', reason: 'The hammer fell' }
  },
  open_reports: async (c) => {
    await reportedComment(c)
    return {}
  },
  decide_comment_reports: async (c) => ({
    ...{ comment_id: await reportedComment(c), decision: 'uphold', reason: 'Insults' },
  }),
  decide_answer_reports: async (c) => {
    await c.sql`insert into research_reports (vehicle_id, spec_name, user_id, reason)
      values (${c.vehicle.id}, 'power', ${c.alice.id}, 'Wrong engine')`
    return { vehicle_id: c.vehicle.id, spec_name: 'power', decision: 'reject', reason: 'It is right' }
  },
  decide_photo_reports: async (c) => {
    await c.sql`insert into photo_reports (image_id, user_id, reason) values (${c.image.id}, ${c.alice.id}, 'Rude')`
    return { photo_id: c.image.id, decision: 'uphold', reason: 'Insults' }
  },
  hold_photo: async (c) => ({ photo_id: c.image.id, reason: 'Insults' }),
  release_photo: async (c) => {
    await c.sql`select app.hold('photo', ${c.image.id}, 'Insults')`
    return { photo_id: c.image.id, reason: 'A mistake' }
  },
  held_photos: async (c) => {
    await c.sql`select app.hold('photo', ${c.image.id}, 'Insults')`
    return {}
  },
  hold_comment: async (c) => ({ comment_id: await reportedComment(c), reason: 'Insults' }),
  release_comment: async (c) => {
    const comment_id = await reportedComment(c)
    await c.sql`select app.hold('comment', ${comment_id}, 'Insults')`
    return { comment_id, reason: 'A mistake' }
  },
  held_comments: async (c) => {
    await c.sql`select app.hold('comment', ${await reportedComment(c)}, 'Insults')`
    return {}
  },
  job_health: async () => ({}),
  run_job_now: async () => ({ name: 'forget_research_spending', reason: 'To see it' }),
  retry_work: async (c) => {
    const item = randomUUID()
    await c.sql`select app.set_item_aside('fold_votes', ${item}, 'poisoned')`
    return { work: 'fold_votes', item, reason: 'Mended' }
  },
  pause_source: async (c) => ({ source_id: await crawled(c), reason: 'They ask for it' }),
  crawl_source_now: async (c) => ({ source_id: await crawled(c), reason: 'News' }),
  withdraw_document: async (c) => ({ document_id: (await addDocument(c.sql)).documentId, reason: 'Not ours to show' }),
  find_members: async () => ({}),
  research_budgets: async () => ({}),
  research_spending: async (c) => {
    await c.sql`insert into app.research_spending (day, scope) values ('2026-01-01', 'all') on conflict do nothing`
    return {}
  },
  set_research_budget: async () => ({ name: 'research_model', value: 'on', was: 'on', reason: 'As it is' }),
  held_votes: async (c) => {
    await heldVote(c)
    return {}
  },
  settled_questions: async (c) => {
    await settled(c)
    return {}
  },
  unconfirmed_outcomes: async (c) => {
    await reportedBuild(c)
    return {}
  },
  report_build: async (c) => ({
    ...{ vehicle_id: c.vehicle.id, outcome_id: randomUUID(), finished_on: '2026-01-01' },
    evidence: { source_url: 'https://example.com/build' },
  }),
  withdraw_outcome: async (c) => ({ vehicle_id: c.vehicle.id, outcome_id: await reportedBuild(c) }),
  vehicle_offer: async (c) => ({ vehicle_id: c.vehicle.id }),
  offer_vehicle: async (c) => ({ vehicle_id: c.vehicle.id, documents: true }),
  withdraw_offer: async (c) => ({ vehicle_id: (await offered(c)).vehicle_id }),
  offered_vehicle: async (c) => await offered(c),
  accept_vehicle: async (c) => await offered(c),
  decline_vehicle: async (c) => await offered(c),
  decline_outcome: async (c) => ({ outcome_id: await reportedBuild(c), reason: 'It has no engine' }),
  add_site: async () => ({
    ...{ kind: 'forum', title: 'A forum', url: `https://${randomUUID()}.example/`, reason: 'It is good' },
  }),
  operator_overview: async () => ({}),
  source_health: async () => ({}),
  source_refusals: async (c) => ({ of_source: await addSource(c.sql) }),
  retract_document: async (c) => ({ document_id: (await addDocument(c.sql)).documentId }),
  research_answer: async (c) => ({ vehicle_id: c.vehicle.id, spec_name: 'power' }),
  research_passages: async (c) => ({ vehicle_id: c.vehicle.id, words: 'power' }),
  own_research_passages: async (c) => ({ vehicle_id: c.vehicle.id, words: 'power' }),
  may_ask_research: async () => ({ person: randomUUID() }),
  take_research_lease: async (c) => ({ vehicle_id: c.vehicle.id, spec_name: 'power', researcher: randomUUID() }),
  prolong_research_lease: async (c) => ({
    vehicle_id: c.vehicle.id,
    spec_name: 'power',
    researcher: randomUUID(),
    token: 1,
  }),
  give_back_research_lease: async (c) => ({
    vehicle_id: c.vehicle.id,
    spec_name: 'power',
    researcher: randomUUID(),
    token: 1,
  }),
  store_research: async (c) => ({
    ...{ vehicle_id: c.vehicle.id, spec_name: 'power', value: null },
    ...{ answer: { status: 'insufficient', claims: [] }, researcher: randomUUID(), token: 1 },
  }),
  reserve_research_call: async (c) => ({ vehicle_id: c.vehicle.id, person: randomUUID(), dollars: 0 }),
  settle_research_call: async () => ({ call: randomUUID(), spent: 0 }),
  is_indexed_quote: async () => ({ quote: 'nowhere to be found' }),
  failed_work: async () => ({}),
  my_bet_questions: async (c) => ({ vehicle_id: c.vehicle.id }),
  revise_bet: async (c) => ({ bet_id: await placed(c), confidence_percent: 65 }),
  cancel_bet: async (c) => ({ bet_id: await placed(c) }),
  vehicle_forecast: async (c) => ({ vehicle_id: c.vehicle.id, bet_type: 'auction_price' }),
  skip_forecast: async (c) => ({ vehicle_id: c.vehicle.id, bet_type: 'auction_price' }),
  dispute_settlement: async (c) => ({ ...(await answered(c)), reason: 'The lot was withdrawn' }),
  confirm_outcome: async (c) => ({ outcome_id: await reported(c) }),
  adjudicate: async (c) => ({ ...(await answered(c)), outcome_id: null, reason: 'The lot was withdrawn' }),
  reverse_settlement: async (c) => ({ ...(await settled(c)), reason: 'The sale fell through' }),
  reopen_betting: async (c) => await settled(c),
  settle_due: async () => ({}),
  my_vote_weight: async (c) => ({ vehicle_id: c.vehicle.id }),
  ban_member: async (c) => ({ user_id: c.alice.id, reason: 'Votes for money' }),
  unban_member: async (c) => {
    await c.sql`insert into app.banned_members (user_id, reason) values (${c.alice.id}, 'Votes for money')`
    return { user_id: c.alice.id }
  },
  review_held_votes: async (c) => {
    await heldVote(c)
    return { vehicle_id: c.vehicle.id, decision: 'count' }
  },
  follow: async (c) => ({ vehicle_id: c.vehicle.id }),
  unfollow: async (c) => ({ vehicle_id: c.vehicle.id }),
  notice_settings: async () => ({}),
  set_notice_way: async () => ({ kind: 'vehicle_sold', way: 'page' }),
  my_digest: async () => ({}),
  set_digest: async () => ({ every: 'week' }),
  mark_notice_read: async (c) => {
    const [notice] = await c.sql`
      insert into notices (user_id, kind, body) values (${c.alice.id}, 'auction_live', 'It is live.') returning id`
    return { id: notice?.id }
  },
  accept_nomination: async (c) => ({ vehicle_id: await nominated(c, 'open'), reserve: 20000 }),
  decline_nomination: async (c) => ({ vehicle_id: await nominated(c, 'open'), reason: 'It stays' }),
  link_auction: async (c) => ({
    vehicle_id: await nominated(c, 'accepted'),
    ...{ auction_url: 'https://example.com/lot/12', starts_at: null, ends_at: '2100-01-01' },
  }),
  forecaster_calibration: async (c) => ({ user_id: c.alice.id }),
  forecaster_standing: async (c) => ({ user_id: c.alice.id }),
  crowd_calibration: async () => ({}),
}

const question = 'auction_price:USD'

async function heldVote({ sql, vehicle, alice }: Community): Promise<void> {
  await sql`insert into auction_votes (vehicle_id, user_id, vote) values (${vehicle.id}, ${alice.id}, 'yes')`
  await byHand(sql, 'fold_votes')
  await sql`update app.ballots set review = 'held' where vehicle_id = ${vehicle.id}`
}

async function reportedComment({ sql, image, alice, bob }: Community): Promise<string> {
  const [comment] = await sql`
    insert into image_interactions (image_id, user_id, interaction_type, comment_text)
    values (${image.id}, ${alice.id}, 'comment', 'Junk') returning id`
  await sql`insert into comment_reports (interaction_id, user_id, reason) values (${comment?.id}, ${bob.id}, 'Rude')`
  return comment?.id
}

/** A source that is due in a year, so that no crawl begins meanwhile. */
async function crawled({ sql }: Community): Promise<string> {
  const [source] = await sql`
    insert into sources (kind, title, url, refetch_every, next_crawl_at)
    values ('forum', 'A forum', 'https://forum.example/', '1 day', now() + interval '1 year') returning id`
  return source?.id
}

async function nominated({ sql, vehicle }: Community, state: string): Promise<string> {
  await sql`insert into auction_nominations (vehicle_id, state) values (${vehicle.id}, ${state})`
  return vehicle.id
}

async function placed({ sql, vehicle, alice }: Community): Promise<string> {
  const [bet] = await sql`
    insert into vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount)
    values (${vehicle.id}, ${alice.id}, 'auction_price', '{"target_value": 20000}', 60, 10) returning id`
  return bet?.id
}

async function reported({ sql, vehicle }: Community): Promise<string> {
  const [outcome] = await sql`
    insert into vehicle_outcomes (vehicle_id, kind, value, sold, occurred_at, evidence)
    values (${vehicle.id}, 'auction_result', 21000, true, now(), '{"source_url": "https://example.com/lot/12"}') returning id`
  return outcome?.id
}

async function offered({ carol, vehicle }: Community): Promise<{ vehicle_id: string; secret: string }> {
  const { data } = await carol.rpc('offer_vehicle', { vehicle_id: vehicle.id })
  return { vehicle_id: vehicle.id, secret: data.secret }
}

async function reportedBuild({ sql, vehicle, carol }: Community): Promise<string> {
  const [outcome] = await sql`
    insert into vehicle_outcomes (vehicle_id, kind, occurred_at, evidence, reported_by)
    values (${vehicle.id}, 'build_completed', now(), '{"source_url": "https://example.com/build"}', ${carol.id})
    returning id`
  return outcome?.id
}

async function answered(c: Community): Promise<{ vehicle_id: string; question: string }> {
  await placed(c)
  await reported(c)
  return { vehicle_id: c.vehicle.id, question }
}

async function settled(c: Community): Promise<{ vehicle_id: string; question: string }> {
  const asked = await answered(c)
  await c.sql`update bet_questions set final_at = now() where vehicle_id = ${c.vehicle.id}`
  await settleDue(c.sql)
  return asked
}
