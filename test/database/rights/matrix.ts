/**
 * Who may do what to a row on a public vehicle, through the API.
 *   visitor  signed out            author   the member who wrote the row
 *   member   any other member      owner    the owner of the vehicle      service  the secret key
 *   yes      it is done            none     allowed, but the row is not there for them      no  refused
 */
export const matrix = `
                          visitor  member  author  owner  service
vehicles
  select                  yes      yes     yes     yes    yes
  insert                  no       yes     yes     yes    yes
  update                  no       none    yes     yes    yes
  delete                  no       none    yes     yes    yes
vehicle_details
  select                  yes      yes     yes     yes    yes
  insert                  no       no      yes     yes    yes
  update                  no       none    yes     yes    yes
  delete                  no       none    yes     yes    yes
vehicle_chassis
  select                  none     none    yes     yes    yes
  insert                  no       no      yes     yes    yes
  update                  no       none    yes     yes    yes
  delete                  no       none    yes     yes    yes
vehicle_log
  select                  yes      yes     yes     yes    yes
  insert                  no       no      yes     yes    yes
  update                  no       none    yes     yes    yes
  delete                  no       none    yes     yes    yes
vehicle_log_bills
  select                  no       none    yes     yes    yes
  insert                  no       no      yes     yes    yes
  update                  no       none    yes     yes    yes
  delete                  no       none    yes     yes    yes
save_log_entry
  call                    no       no      yes     yes    no
save_vehicle
  call                    no       no      yes     yes    no
order_photos
  call                    no       no      yes     yes    no
turn_photo
  call                    no       no      yes     yes    yes
vehicle_images
  select                  yes      yes     yes     yes    yes
  insert                  no       no      yes     yes    yes
  update                  no       none    yes     yes    yes
  delete                  no       none    yes     yes    yes
profiles
  select                  yes      yes     yes     yes    yes
  insert                  no       yes     yes     yes    yes
  update                  no       none    yes     none   yes
  delete                  no       none    yes     none   yes
image_views
  select                  no       none    yes     none   yes
  insert                  yes      yes     yes     yes    yes
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
image_interactions
  select                  yes      yes     yes     yes    yes
  insert                  no       yes     yes     yes    yes
  update                  no       none    yes     no     yes
  delete                  no       none    yes     none   yes
comment_reports
  select                  no       none    yes     none   yes
  insert                  no       yes     yes     yes    yes
  update                  no       no      no      no     yes
  delete                  no       no      no      no     yes
photo_reports
  select                  no       none    yes     none   yes
  insert                  no       yes     yes     yes    yes
  update                  no       no      no      no     yes
  delete                  no       no      no      no     yes
image_tags
  select                  yes      yes     yes     yes    yes
  insert                  no       no      yes     yes    yes
  update                  no       none    yes     yes    yes
  delete                  no       none    yes     yes    yes
tag_vocabulary
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
vehicle_bets
  select                  yes      yes     yes     yes    yes
  insert                  no       yes     yes     yes    yes
  update                  no       no      no      no     no
  delete                  no       no      no      no     yes
bet_questions
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
bet_closings
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     yes
  update                  no       no      no      no     yes
  delete                  no       no      no      no     yes
bet_disputes
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
vehicle_outcomes
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     yes
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
forecast_skips
  select                  no       none    yes     none   yes
  insert                  no       no      no      no     yes
  update                  no       no      no      no     no
  delete                  no       no      no      no     yes
trusted_reporters
  select                  no       no      no      no     yes
  insert                  no       no      no      no     yes
  update                  no       no      no      no     yes
  delete                  no       no      no      no     yes
point_balances
  select                  no       none    yes     none   yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
point_history
  select                  no       none    yes     none   yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
forecaster_leaderboard
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
auction_votes
  select                  yes      yes     yes     yes    yes
  insert                  no       yes     yes     yes    yes
  update                  no       none    yes     none   yes
  delete                  no       none    yes     none   yes
auction_nominations
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
useful_reasons
  select                  no       none    yes     none   yes
  insert                  no       yes     yes     yes    yes
  update                  no       no      no      no     no
  delete                  no       none    yes     none   yes
notices
  select                  no       none    yes     none   yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
follows
  select                  no       none    yes     none   yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
spec_research_cache
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     yes
  update                  no       no      no      no     yes
  delete                  no       no      no      no     yes
sources
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     yes
  update                  no       no      no      no     yes
  delete                  no       no      no      no     yes
source_documents
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     yes
source_chunks
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
vehicle_market_sentiment
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
auction_vote_summary
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
auction_ready
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
auction_afterwards
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
auction_vote_closeness
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
voter_record
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
verdict_record
  select                  yes      yes     yes     yes    yes
  insert                  no       no      no      no     no
  update                  no       no      no      no     no
  delete                  no       no      no      no     no
record_image_views
  call                    yes      yes     yes     yes    yes
increment_image_view_count
  call                    yes      yes     yes     yes    yes
calculate_engagement_score
  call                    no       yes     yes     yes    yes
revise_bet
  call                    no       none    yes     none   no
cancel_bet
  call                    no       none    yes     none   no
vehicle_forecast
  call                    yes      yes     yes     yes    yes
skip_forecast
  call                    no       yes     yes     yes    no
dispute_settlement
  call                    no       no      yes     yes    no
confirm_outcome
  call                    no       no      no      no     yes
report_build
  call                    no       no      yes     yes    no
withdraw_outcome
  call                    no       none    yes     yes    no
decline_outcome
  call                    no       no      no      no     yes
vehicle_offer
  call                    no       no      yes     yes    no
offer_vehicle
  call                    no       no      yes     yes    no
withdraw_offer
  call                    no       no      yes     yes    no
offered_vehicle
  call                    no       yes     yes     yes    no
accept_vehicle
  call                    no       yes     yes     no     no
decline_vehicle
  call                    no       yes     yes     no     no
adjudicate
  call                    no       no      no      no     yes
reverse_settlement
  call                    no       no      no      no     yes
reopen_betting
  call                    no       no      no      no     yes
settle_due
  call                    no       no      no      no     yes
my_vote_weight
  call                    no       yes     yes     yes    no
ban_member
  call                    no       no      no      no     yes
unban_member
  call                    no       no      no      no     yes
review_held_votes
  call                    no       no      no      no     yes
follow
  call                    no       yes     yes     yes    no
unfollow
  call                    no       yes     yes     yes    no
notice_settings
  call                    no       yes     yes     yes    no
set_notice_way
  call                    no       yes     yes     yes    no
my_digest
  call                    no       yes     yes     yes    no
set_digest
  call                    no       yes     yes     yes    no
mark_notice_read
  call                    no       none    yes     none   no
accept_nomination
  call                    no       no      no      yes    no
decline_nomination
  call                    no       no      no      yes    no
link_auction
  call                    no       no      no      no     yes
forecaster_calibration
  call                    yes      yes     yes     yes    yes
forecaster_standing
  call                    yes      yes     yes     yes    yes
crowd_calibration
  call                    yes      yes     yes     yes    yes
vehicle_insights
  call                    no       no      no      yes    yes
person_exists
  call                    yes      yes     yes     yes    yes
account_summary
  call                    no       yes     yes     yes    no
export_account
  call                    no       yes     yes     yes    no
delete_account
  call                    no       no      no      no     no
vehicle_makes
  call                    yes      yes     yes     yes    yes
comparable_sales
  call                    yes      yes     yes     yes    yes
find_filters
  call                    yes      yes     yes     yes    yes
find_vehicles
  call                    yes      yes     yes     yes    yes
shown_prices
  call                    yes      yes     yes     yes    yes
vehicle_versions
  call                    yes      yes     yes     yes    yes
store_document
  call                    no       no      no      no     yes
document_text
  call                    yes      yes     yes     yes    yes
document_lines
  call                    yes      yes     yes     yes    yes
search_sources
  call                    yes      yes     yes     yes    yes
retract_document
  call                    no       no      no      no     yes
add_owner_document
  call                    no       no      no      yes    yes
source_health
  call                    no       no      no      no     yes
source_refusals
  call                    no       no      no      no     yes
photo_pass
  call                    yes      yes     yes     yes    yes
suspend_member
  call                    no       no      no      no     yes
lift_suspension
  call                    no       no      no      no     yes
operator_acts
  call                    no       no      no      no     yes
open_disputes
  call                    no       no      no      no     yes
decide_dispute
  call                    no       no      no      no     yes
open_reports
  call                    no       no      no      no     yes
decide_comment_reports
  call                    no       no      no      no     yes
decide_answer_reports
  call                    no       no      no      no     yes
hold_comment
  call                    no       no      no      no     yes
release_comment
  call                    no       no      no      no     yes
held_comments
  call                    no       no      no      no     yes
decide_photo_reports
  call                    no       no      no      no     yes
hold_photo
  call                    no       no      no      no     yes
release_photo
  call                    no       no      no      no     yes
held_photos
  call                    no       no      no      no     yes
held_votes
  call                    no       no      no      no     yes
operator_overview
  call                    no       no      no      no     yes
job_health
  call                    no       no      no      no     yes
run_job_now
  call                    no       no      no      no     yes
retry_work
  call                    no       no      no      no     yes
pause_source
  call                    no       no      no      no     yes
crawl_source_now
  call                    no       no      no      no     yes
withdraw_document
  call                    no       no      no      no     yes
find_members
  call                    no       no      no      no     yes
research_budgets
  call                    no       no      no      no     yes
research_spending
  call                    no       no      no      no     yes
set_research_budget
  call                    no       no      no      no     yes
settled_questions
  call                    no       no      no      no     yes
unconfirmed_outcomes
  call                    no       no      no      no     yes
add_site
  call                    no       no      no      no     yes
failed_work
  call                    no       no      no      no     yes
my_bet_questions
  call                    no       yes     yes     yes    yes
research_reports
  select                  no       none    yes     none   yes
  insert                  no       yes     yes     yes    yes
  update                  no       no      no      no     yes
  delete                  no       no      no      no     yes
research_answer
  call                    yes      yes     yes     yes    yes
research_passages
  call                    no       no      no      no     yes
own_research_passages
  call                    no       yes     yes     yes    yes
may_ask_research
  call                    no       no      no      no     yes
take_research_lease
  call                    no       no      no      no     yes
prolong_research_lease
  call                    no       no      no      no     yes
give_back_research_lease
  call                    no       no      no      no     yes
store_research
  call                    no       no      no      no     yes
reserve_research_call
  call                    no       no      no      no     yes
settle_research_call
  call                    no       no      no      no     yes
is_indexed_quote
  call                    no       no      no      no     yes
`

/** The columns that a signed-in client may write; nothing else, for every table. */
export const writable: Record<string, { insert?: string; update?: string }> = {
  vehicles: {
    insert:
      'acceleration_s cylinders description displacement_cu_in facts_source horsepower id is_public make model mpg origin updated_at user_id weight_lb year',
    update:
      'acceleration_s cylinders description displacement_cu_in facts_source horsepower id is_public make model mpg origin updated_at user_id weight_lb year',
  },
  vehicle_details: {
    insert: 'colour engine gearbox mileage mileage_unit place trim vehicle_id',
    update: 'colour engine gearbox mileage mileage_unit place trim',
  },
  vehicle_chassis: { insert: 'is_shown number vehicle_id', update: 'is_shown number' },
  vehicle_log: {
    insert: 'done_by happened id is_private kind mileage mileage_unit notes title vehicle_id',
    update: 'done_by happened is_private kind mileage mileage_unit notes title',
  },
  vehicle_log_bills: { insert: 'cost currency document_id entry_id vehicle_id', update: 'cost currency document_id' },
  vehicle_images: {
    insert: 'alt_text caption content_hash height id image_url placeholder position srcset taken_at vehicle_id width',
    update: 'alt_text caption height image_url position taken_at width',
  },
  profiles: { insert: 'display_name updated_at user_id', update: 'display_name updated_at user_id' },
  image_views: { insert: 'device_type image_id user_id view_duration_seconds' },
  vehicle_bets: { insert: 'bet_type client_id confidence_percent currency prediction stake_amount user_id vehicle_id' },
  vehicle_outcomes: {
    insert: 'currency evidence id kind known_at modification note occurred_at reported_by sold value vehicle_id',
  },
  image_interactions: {
    insert: 'client_id comment_text image_id interaction_type parent_id share_channel user_id',
    update: 'comment_text is_hidden',
  },
  comment_reports: { insert: 'interaction_id reason user_id' },
  photo_reports: { insert: 'image_id reason user_id' },
  research_reports: { insert: 'reason spec_name user_id vehicle_id' },
  image_tags: { insert: 'confidence image_id tag user_id', update: 'confidence' },
  tag_vocabulary: {},
  auction_votes: {
    insert: 'currency estimated_value is_private reason updated_at user_id vehicle_id vote',
    update: 'currency estimated_value is_private reason updated_at user_id vehicle_id vote',
  },
  useful_reasons: { insert: 'user_id vehicle_id voter_id' },
  spec_research_cache: {},
}

export type Actor = 'visitor' | 'member' | 'author' | 'owner' | 'service'
export type Right = { name: string; operation: string; actor: Actor; expected: string }

export function readMatrix(): Right[] {
  const [head = '', ...lines] = matrix.split('\n').filter((line) => line.trim())
  const actors = head.trim().split(/\s+/) as Actor[]
  const rights: Right[] = []
  let name = ''
  for (const line of lines) {
    const [first = '', ...expected] = line.trim().split(/\s+/)
    if (!line.startsWith(' ')) name = first
    else
      for (const [n, actor] of actors.entries())
        rights.push({ name, operation: first, actor, expected: expected[n] ?? '?' })
  }
  return rights
}
