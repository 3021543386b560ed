import { randomUUID } from 'node:crypto'
import type { TransactionSql } from 'postgres'
import type { Crowd } from './crowd.ts'

/** What is chosen among; a number is taken modulo what is there at that moment. */
export type Pick = { person: number; other: number; car: number; n: number }

type Act = (t: TransactionSql, crowd: Crowd, pick: Pick) => Promise<unknown>

const evidence = { source_url: 'https://example.com/lot/12' }
const sha = (n: number) => n.toString(16).padStart(64, '0')
const comments = ['What a car.', 'Is that the original paint?', 'Rust under the sill.']
const claims = [
  ['auction_price', { target_value: 40_000 }],
  ['value_milestone', { target_value: 50_000, by_date: '2030-12-31' }],
  ['completion_date', { date: '2027-06-01' }],
  ['next_mod_value', { modification: 'side pipes', target_value: 1_000 }],
] as const

/** What members do, with their rights. */
export const memberActs = {
  comment: (t, c, p) => t`
    insert into public.image_interactions (image_id, user_id, interaction_type, comment_text)
    values (${c.photo(p)}, ${c.who(p)}, 'comment', ${comments[p.n % 3] as string})`,
  reply: (t, c, p) => t`
    insert into public.image_interactions (image_id, user_id, interaction_type, comment_text, parent_id)
    select image_id, ${c.who(p)}, 'comment', 'So it is.', id from public.image_interactions
    where vehicle_id = ${c.car(p)} and interaction_type = 'comment' and parent_id is null limit 1`,
  like: (t, c, p) => t`
    insert into public.image_interactions (image_id, user_id, interaction_type)
    values (${c.photo(p)}, ${c.who(p)}, 'like') on conflict do nothing`,
  takeBack: (t, c, p) => t`
    delete from public.image_interactions where vehicle_id = ${c.car(p)} and user_id = ${c.who(p)}`,
  editComment: (t, c, p) => t`
    update public.image_interactions set comment_text = 'Edited.'
    where vehicle_id = ${c.car(p)} and user_id = ${c.who(p)} and interaction_type = 'comment'`,
  reportComment: (t, c, p) => t`
    insert into public.comment_reports (interaction_id, user_id, reason)
    select id, ${c.who(p)}, 'Rude' from public.image_interactions
    where vehicle_id = ${c.car(p)} and interaction_type = 'comment' limit 1 on conflict do nothing`,
  reportPhoto: (t, c, p) => t`
    insert into public.photo_reports (image_id, user_id, reason) values (${c.photo(p)}, ${c.who(p)}, 'Rude')
    on conflict do nothing`,
  view: (t, c, p) => t`
    select public.record_image_views(${t.json(
      [0, 1, 2].map((n) => ({
        id: randomUUID(),
        image_id: c.photo({ ...p, car: p.car + n, n: p.n + n }),
        viewed_at: new Date().toISOString(),
        view_duration_seconds: 2,
        device_type: 'mobile',
      })),
    )})`,
  bet: (t, c, p) => {
    const [type, prediction] = claims[p.n % claims.length] as (typeof claims)[number]
    return t`
      insert into public.vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount)
      values (${c.car(p)}, ${c.who(p)}, ${type}, ${t.json(prediction)}, ${50 + (p.n % 50)}, ${p.n % 3})`
  },
  cancelBet: (t, c, p) => t`
    select public.cancel_bet(id) from public.vehicle_bets
    where vehicle_id = ${c.car(p)} and user_id = ${c.who(p)} and status = 'active' limit 1`,
  skipForecast: (t, c, p) => t`select public.skip_forecast(${c.car(p)}, 'auction_price')`,
  dispute: (t, c, p) => t`
    select public.dispute_settlement(vehicle_id, question, 'Not so') from public.bet_questions
    where vehicle_id = ${c.car(p)} and state = 'proposed' limit 1`,
  vote: (t, c, p) => t`
    insert into public.auction_votes (vehicle_id, user_id, vote, reason, estimated_value)
    values (${c.car(p)}, ${c.who(p)}, ${p.n % 9 ? 'yes' : 'no'}, ${`Reason ${p.n}`}, ${20_000 + p.n})
    on conflict (vehicle_id, user_id) do update set vote = excluded.vote, reason = excluded.reason,
      estimated_value = excluded.estimated_value`,
  withdrawVote: (t, c, p) =>
    t`delete from public.auction_votes where vehicle_id = ${c.car(p)} and user_id = ${c.who(p)}`,
  findUseful: (t, c, p) => t`
    insert into public.useful_reasons (vehicle_id, voter_id, user_id)
    values (${c.car(p)}, ${c.other(p)}, ${c.who(p)}) on conflict do nothing`,
  followCar: (t, c, p) => t`select public.follow(vehicle_id => ${c.car(p)})`,
  followPerson: (t, c, p) => t`select public.follow(person_id => ${c.other(p)})`,
  unfollow: (t, c, p) => t`select public.unfollow(vehicle_id => ${c.car(p)})`,
  readNotice: (t, c, p) =>
    t`select public.mark_notice_read(id) from public.notices where user_id = ${c.who(p)} limit 1`,
  wish: (t, _c, p) => t`select public.set_notice_way('vehicle_sold', ${p.n % 2 ? 'mail' : 'page'})`,
  rename: (t, c, p) => t`
    insert into public.profiles (user_id, display_name) values (${c.who(p)}, ${`Member ${p.n} ${p.person}`})
    on conflict (user_id) do update set display_name = excluded.display_name`,
} satisfies Record<string, Act>

/** What the owner of a car does, with their rights. */
export const ownerActs = {
  edit: (t, c, p) => t`
    update public.vehicles set model = ${`510 ${p.n}`}, make = ${p.n % 3 ? 'Datsun' : 'Nissan'} where id = ${c.car(p)}`,
  hideOrShow: (t, c, p) => t`update public.vehicles set is_public = not is_public where id = ${c.car(p)}`,
  details: (t, c, p) => t`
    insert into public.vehicle_details (vehicle_id, colour) values (${c.car(p)}, ${`Colour ${p.n % 5}`})
    on conflict (vehicle_id) do update set colour = excluded.colour`,
  chassis: (t, c, p) => t`
    insert into public.vehicle_chassis (vehicle_id, number) values (${c.car(p)}, ${`PL510-${p.n}`})
    on conflict (vehicle_id) do update set number = excluded.number`,
  log: (t, c, p) => t`
    select public.save_log_entry(${c.car(p)}, ${c.entry(p)}, 'service', 'New belts', '2021', cost => 12, currency => 'USD')`,
  document: (t, c, p) => t`
    select public.add_owner_document(${c.car(p)}, ${t.json({
      title: 'Build sheet',
      text: 'Engine L16',
      sha256: sha(p.n % 7),
      chunks: [{ start: 0, end: 10 }],
    })})`,
  addPhoto: async (t, c, p) => {
    const [photo] = await t`
      insert into public.vehicle_images (vehicle_id, image_url) values (${c.car(p)}, '/photos/a/front.svg') returning id`
    c.addPhoto(p, photo?.id)
  },
  tag: (t, c, p) => t`
    insert into public.image_tags (image_id, tag, user_id)
    values (${c.photo(p)}, ${['rust', 'engine_bay', 'brakes'][p.n % 3] as string}, ${c.who(p)}) on conflict do nothing`,
  untag: (t, c, p) => t`delete from public.image_tags where image_id = ${c.photo(p)}`,
  order: (t, c, p) => t`
    select public.order_photos(${c.car(p)}, array(
      select id from public.vehicle_images where vehicle_id = ${c.car(p)} order by id desc))`,
  removePhoto: (t, c, p) => t`delete from public.vehicle_images where id = ${c.photo(p)}`,
  hideComment: (t, c, p) => t`
    update public.image_interactions set is_hidden = not is_hidden
    where vehicle_id = ${c.car(p)} and interaction_type = 'comment'`,
  accept: (t, c, p) => t`select public.accept_nomination(${c.car(p)}, 20000)`,
  decline: (t, c, p) => t`select public.decline_nomination(${c.car(p)})`,
  scrap: (t, c, p) => t`delete from public.vehicles where id = ${c.car(p)}`,
} satisfies Record<string, Act>

/** What operators, importers and the server do with all rights. */
export const serviceActs = {
  outcome: (t, c, p) => t`
    insert into public.vehicle_outcomes (vehicle_id, kind, value, sold, occurred_at, evidence)
    values (${c.car(p)}, ${p.n % 3 ? 'auction_result' : 'appraisal'}, ${30_000 + p.n},
      ${p.n % 3 ? p.n % 7 === 0 : null}, now(), ${t.json(evidence)})`,
  outcomeByMember: (t, c, p) => t`
    insert into public.vehicle_outcomes (vehicle_id, kind, value, occurred_at, evidence, reported_by)
    values (${c.car(p)}, 'appraisal', ${30_000 + p.n}, now(), ${t.json(evidence)}, ${c.who(p)})`,
  confirm: (t, c, p) => t`
    select public.confirm_outcome(id, 'Seen') from public.vehicle_outcomes
    where vehicle_id = ${c.car(p)} and confirmed_at is null limit 1`,
  adjudicate: (t, c, p) => t`
    select public.adjudicate(q.vehicle_id, q.question, o.id, 'Looked at') from public.bet_questions q
    left join public.vehicle_outcomes o on o.vehicle_id = q.vehicle_id
    where q.vehicle_id = ${c.car(p)} and q.state in ('open', 'proposed', 'disputed') limit 1`,
  windowEnds: (t, c, p) => t`
    update public.bet_questions set final_at = now() where (vehicle_id, question, round) in (
      select q.vehicle_id, q.question, q.round from public.bet_questions q
      where q.vehicle_id = ${c.car(p)} and q.state = 'proposed' for update skip locked)`,
  reverse: (t, c, p) => t`
    select public.reverse_settlement(vehicle_id, question, 'Wrong') from public.bet_questions
    where vehicle_id = ${c.car(p)} and state = 'final' limit 1`,
  reopen: (t, c, p) => t`
    select public.reopen_betting(vehicle_id, question) from public.bet_questions
    where vehicle_id = ${c.car(p)} and state in ('final', 'annulled') limit 1`,
  sell: (t, c, p) => t`update public.vehicles set user_id = ${c.who(p)} where id = ${c.car(p)}`,
  ban: (t, c, p) => t`select public.ban_member(${c.who(p)}, 'Sells votes')`,
  unban: (t, c, p) => t`select public.unban_member(${c.who(p)}, 'Asked')`,
  review: (t, c, p) => t`select public.review_held_votes(${c.car(p)}, 'count', 'Fine')`,
  hold: (t, c, p) => t`
    select public.hold_comment(id, 'Rude') from public.image_interactions
    where vehicle_id = ${c.car(p)} and interaction_type = 'comment' limit 1`,
  release: (t, c, p) => t`
    select public.release_comment(interaction_id, 'Not so bad') from app.held_comments
    where vehicle_id = ${c.car(p)} limit 1`,
  holdPhoto: (t, c, p) => t`select public.hold_photo(${c.photo(p)}, 'Not a car')`,
  releasePhoto: (t, c, p) => t`select public.release_photo(${c.photo(p)}, 'A car after all')`,
  decidePhotoReports: (t, c, p) => t`
    select public.decide_photo_reports(${c.photo(p)}, ${p.n % 2 ? 'uphold' : 'reject'}, 'Looked at')`,
  decideReports: (t, c, p) => t`
    select public.decide_comment_reports(interaction_id, ${p.n % 2 ? 'uphold' : 'reject'}, 'Looked at')
    from public.comment_reports where vehicle_id = ${c.car(p)} and state = 'open' limit 1`,
  linkAuction: (t, c, p) => t`
    select public.link_auction(${c.car(p)}, 'https://example.com/lot/12', now(), now() + interval '1 hour')`,
  research: (t, c, p) => t`
    insert into public.spec_research_cache (vehicle_id, spec_name, spec_value, research_data)
    values (${c.car(p)}, ${['horsepower', 'mpg'][p.n % 2] as string}, '96', '{}')
    on conflict (vehicle_id, spec_name) do update set spec_value = excluded.spec_value`,
  store: (t, c, p) => t`
    select public.store_document(${t.json({
      source_id: c.source(p),
      key: `page ${p.n % 2}`,
      title: 'A page',
      text: 'Engine L16',
      sha256: sha(p.n),
      chunks: [{ start: 0, end: 10 }],
      subject: { vehicleId: c.car(p) },
    })})`,
  removeSource: (t, c, p) => t`delete from public.sources where id = ${c.source(p)}`,
  foldVotes: (t) => t`select app.fold_votes()`,
  takeMail: (t) => t`select from app.take_outbox(interval '1 minute', 10)`,
  mailGone: (t) => t`
    select app.outbox_delivered(d.outbox_id, d.channel) from (
      select outbox_id, channel from app.outbox_deliveries where delivered_at is null order by random() limit 1) d`,
  removePerson: (t, c, p) => c.removePerson(t, c.who(p)),
  leave: (t, c, p) => c.leave(t, c.who(p)),
} satisfies Record<string, Act>

export const acts: Record<string, Act> = { ...memberActs, ...ownerActs, ...serviceActs }

/** What makes rows comes more often than what ends them, so that there is something to meet. */
const often: Record<string, number> = {
  bet: 8,
  vote: 6,
  comment: 5,
  reply: 3,
  findUseful: 3,
  followCar: 3,
  view: 3,
  tag: 3,
}
const seldom = new Set([
  'scrap',
  'leave',
  'removePerson',
  'removePhoto',
  'removeSource',
  'sell',
  'ban',
  'withdrawVote',
  'takeBack',
  'untag',
  'cancelBet',
])
export const weighed = Object.keys(acts).map((name) => ({
  weight: often[name] ?? (seldom.has(name) ? 1 : 2),
  arbitrary: name,
}))
