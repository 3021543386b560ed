-- Generated from supabase/migrations by `npm run generate`; do not edit.
-- What the migrations come to on an empty database. It is read, not run.

-- tables
table app.auction_reserves with row level security (
  vehicle_id uuid not null,
  reserve numeric(12,2) not null,
  currency text not null,
  is_shown boolean default false not null,
  chance double precision,
  owner_id uuid,
  is_public boolean default false not null,
  set_at timestamp with time zone default now() not null,
  constraint auction_reserves_pkey PRIMARY KEY (vehicle_id),
  constraint auction_reserves_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint reserve_is_from_0_to_1e9 CHECK (((reserve >= (0)::numeric) AND (reserve <= '1000000000'::numeric)))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table app.auction_results with row level security (
  vehicle_id uuid not null,
  outcome_id uuid not null,
  occurred_at timestamp with time zone not null,
  known_at timestamp with time zone not null,
  sold boolean not null,
  hammer numeric(14,2),
  currency text not null,
  verdict text,
  effective_votes double precision,
  effective_yes double precision,
  total_votes bigint,
  yes_votes bigint,
  estimates bigint,
  p25_estimate numeric,
  median_estimate numeric,
  p75_estimate numeric,
  scored_at timestamp with time zone,
  owner_id uuid,
  is_public boolean default false not null,
  constraint auction_results_pkey PRIMARY KEY (vehicle_id, outcome_id),
  constraint auction_results_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table app.auction_settings (
  only_row boolean default true not null,
  currency text default 'USD'::text not null,
  newcomer_for interval default '30 days'::interval not null,
  burst_votes integer default 20 not null,
  burst_window interval default '01:00:00'::interval not null,
  lost_for interval default '7 days'::interval not null,
  asked_again_after interval default '30 days'::interval not null,
  seller_fee_percent numeric(5,2) default 5 not null,
  seller_fee numeric(12,2) default 0 not null,
  constraint asked_again_after_is_from_0_to_2_years CHECK (((asked_again_after >= '00:00:00'::interval) AND (asked_again_after <= '2 years'::interval))),
  constraint auction_settings_are_one_row CHECK (only_row),
  constraint auction_settings_pkey PRIMARY KEY (only_row),
  constraint burst_votes_are_from_5_to_10000 CHECK (((burst_votes >= 5) AND (burst_votes <= 10000))),
  constraint burst_window_is_from_1_minute_to_7_days CHECK (((burst_window >= '00:01:00'::interval) AND (burst_window <= '7 days'::interval))),
  constraint lost_for_is_from_0_to_1_year CHECK (((lost_for >= '00:00:00'::interval) AND (lost_for <= '1 year'::interval))),
  constraint newcomer_for_is_from_7_days_to_2_years CHECK (((newcomer_for >= '7 days'::interval) AND (newcomer_for <= '2 years'::interval))),
  constraint seller_fee_is_from_0_to_1000000 CHECK (((seller_fee >= (0)::numeric) AND (seller_fee <= (1000000)::numeric))),
  constraint seller_fee_percent_is_from_0_to_50 CHECK (((seller_fee_percent >= (0)::numeric) AND (seller_fee_percent <= (50)::numeric))),
  constraint settings_currency_is_three_capital_letters CHECK ((currency ~ '^[A-Z]{3}$'::text))
)
  grants: postgres=arwdDxtm/postgres
table app.auction_vote_history (
  vehicle_id uuid not null,
  id bigint not null,
  user_id uuid,
  action text not null,
  vote text not null,
  reason text,
  estimated_value numeric(15,2),
  currency text not null,
  is_private boolean not null,
  by_owner boolean not null,
  happened_at timestamp with time zone default now() not null,
  constraint auction_vote_history_pkey PRIMARY KEY (vehicle_id, id),
  constraint vote_action_is_known CHECK ((action = ANY (ARRAY['cast'::text, 'changed'::text, 'withdrawn'::text])))
)
  grants: postgres=arwdDxtm/postgres
table app.ballots (
  vehicle_id uuid not null,
  user_id uuid not null,
  counted smallint not null,
  yes smallint not null,
  weight smallint not null,
  cohort text not null,
  cents bigint,
  valued bigint,
  held smallint default 0 not null,
  review text,
  voted_at timestamp with time zone not null,
  first_voted_at timestamp with time zone not null,
  weigh_again_at timestamp with time zone,
  constraint ballot_cohort_is_known CHECK ((cohort = ANY (ARRAY['regular'::text, 'maker'::text, 'newcomer'::text]))),
  constraint ballot_review_is_known CHECK ((review = ANY (ARRAY['held'::text, 'released'::text, 'discarded'::text]))),
  constraint ballot_weight_is_from_0_to_100 CHECK (((weight >= 0) AND (weight <= 100))),
  constraint ballots_pkey PRIMARY KEY (vehicle_id, user_id)
)
  grants: postgres=arwdDxtm/postgres
table app.banned_members (
  user_id uuid not null,
  reason text not null,
  banned_at timestamp with time zone default now() not null,
  constraint ban_reason_has_1_to_1000_characters CHECK (app.is_readable(reason, 1000)),
  constraint banned_members_pkey PRIMARY KEY (user_id),
  constraint banned_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.bet_changes with row level security (
  vehicle_id uuid not null,
  id bigint not null,
  bet_type text not null,
  user_id uuid not null,
  owner_id uuid,
  is_public boolean default false not null,
  constraint bet_changes_pkey PRIMARY KEY (vehicle_id, id)
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table app.bet_sentiments with row level security (
  vehicle_id uuid not null,
  bet_type text not null,
  bets bigint not null,
  people bigint not null,
  confidence numeric not null,
  value numeric not null,
  valued bigint not null,
  bands numeric[] not null,
  last_bet_at timestamp with time zone,
  owner_id uuid,
  is_public boolean default false not null,
  constraint bet_sentiments_pkey PRIMARY KEY (vehicle_id, bet_type),
  constraint bet_sentiments_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table app.bettors with row level security (
  vehicle_id uuid not null,
  bet_type text not null,
  user_id uuid not null,
  bets integer not null,
  confidence numeric not null,
  value numeric,
  last_bet_at timestamp with time zone not null,
  claims app.crowd_claim[] not null,
  owner_id uuid,
  is_public boolean default false not null,
  constraint bettors_pkey PRIMARY KEY (vehicle_id, bet_type, user_id),
  constraint bettors_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.calibration_bins with row level security (
  user_id uuid not null,
  bin smallint not null,
  bets integer not null,
  confidence numeric not null,
  confidence_squares numeric not null,
  came_true integer not null,
  confidence_true numeric not null,
  log_score numeric not null,
  constraint bin_is_from_0_to_9 CHECK (((bin >= 0) AND (bin <= 9))),
  constraint calibration_bins_pkey PRIMARY KEY (user_id, bin),
  constraint calibration_bins_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table app.crawl_hosts (
  host text not null,
  next_request_at timestamp with time zone default now() not null,
  failures integer default 0 not null,
  lease_until timestamp with time zone default '-infinity'::timestamp with time zone not null,
  token bigint default 0 not null,
  last_error text,
  last_error_at timestamp with time zone,
  constraint crawl_hosts_pkey PRIMARY KEY (host),
  constraint host_is_short CHECK (((length(host) >= 1) AND (length(host) <= 300)))
)
  grants: postgres=arwdDxtm/postgres service_role=r/postgres
table app.crawl_robots (
  origin text not null,
  status text not null,
  body text default ''::text not null,
  fetched_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  failing_since timestamp with time zone,
  last_error text,
  constraint crawl_robots_pkey PRIMARY KEY (origin),
  constraint robots_body_is_cut CHECK ((length(body) <= 600000)),
  constraint robots_status_is_known CHECK ((status = ANY (ARRAY['found'::text, 'absent'::text, 'unreachable'::text])))
)
  grants: postgres=arwdDxtm/postgres service_role=arwd/postgres
table app.crawl_runs (
  id uuid default gen_random_uuid() not null,
  source_id uuid not null,
  started_at timestamp with time zone default now() not null,
  finished_at timestamp with time zone,
  ended_by text,
  pages integer default 0 not null,
  bytes bigint default 0 not null,
  changed integer default 0 not null,
  unchanged integer default 0 not null,
  refused integer default 0 not null,
  failed integer default 0 not null,
  constraint crawl_runs_pkey PRIMARY KEY (id),
  constraint crawl_runs_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(id) ON DELETE CASCADE,
  constraint ended_runs_say_why CHECK (((finished_at IS NULL) = (ended_by IS NULL))),
  constraint run_ends_for_a_known_reason CHECK ((ended_by = ANY (ARRAY['complete'::text, 'page_budget'::text, 'byte_budget'::text, 'stopped'::text])))
)
  grants: postgres=arwdDxtm/postgres service_role=r/postgres
table app.crawl_urls (
  source_id uuid not null,
  url text not null,
  host text not null,
  kind text default 'page'::text not null,
  depth integer default 0 not null,
  redirects integer default 0 not null,
  next_fetch_at timestamp with time zone default now(),
  revisit interval,
  requested_run uuid,
  requested_at timestamp with time zone,
  attempts integer default 0 not null,
  fetched_at timestamp with time zone,
  changed_at timestamp with time zone,
  status integer,
  etag text,
  last_modified text,
  signals text,
  text_sha256 bytea,
  has_document boolean default false not null,
  leads_to text,
  refusal_code text,
  refusal_reason text,
  constraint crawl_urls_pkey PRIMARY KEY (source_id, url),
  constraint crawl_urls_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(id) ON DELETE CASCADE,
  constraint refusal_code_is_snake_case CHECK ((refusal_code ~ '^[a-z0-9_]{1,60}$'::text)),
  constraint refusal_reason_is_short CHECK ((length(refusal_reason) <= 500)),
  constraint refused_urls_say_why CHECK (((refusal_code IS NULL) = (refusal_reason IS NULL))),
  constraint url_has_1_to_2048_characters CHECK (((length(url) >= 1) AND (length(url) <= 2048))),
  constraint url_hash_is_sha256 CHECK ((octet_length(text_sha256) = 32)),
  constraint url_headers_are_short CHECK (((length(etag) <= 500) AND (length(last_modified) <= 100) AND (length(signals) <= 500))),
  constraint url_kind_is_known CHECK ((kind = ANY (ARRAY['page'::text, 'sitemap'::text, 'feed'::text])))
)
  grants: postgres=arwdDxtm/postgres service_role=r/postgres
table app.crowd_forecasts with row level security (
  vehicle_id uuid not null,
  question text not null,
  round smallint not null,
  bet_type text not null,
  people integer not null,
  probability numeric not null,
  came_true boolean,
  settled_at timestamp with time zone not null,
  constraint crowd_forecasts_pkey PRIMARY KEY (vehicle_id, question, round),
  constraint crowd_forecasts_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint crowd_probability_is_from_0_to_1 CHECK (((probability >= (0)::numeric) AND (probability <= (1)::numeric))),
  constraint only_milestones_come_true CHECK (((bet_type = ANY (app.bet_types_of('milestone'::text))) = (came_true IS NOT NULL)))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table app.crowds (
  vehicle_id uuid not null,
  topic text not null,
  round smallint not null,
  bet_type text not null,
  anchor integer default 0 not null,
  people integer not null,
  weight double precision not null,
  weight_sq double precision not null,
  spread double precision not null,
  peak double precision not null,
  cells integer[] default '{}'::integer[] not null,
  mass double precision[] default '{}'::double precision[] not null,
  milestones app.milestone_cell[] default '{}'::app.milestone_cell[] not null,
  movement jsonb default '[]'::jsonb not null,
  forecast jsonb,
  constraint crowds_pkey PRIMARY KEY (vehicle_id, topic, round),
  constraint crowds_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.digests (
  user_id uuid not null,
  every text default 'day'::text not null,
  made_at timestamp with time zone,
  constraint digest_comes_every_day_or_week_or_never CHECK ((every = ANY (ARRAY['day'::text, 'week'::text, 'never'::text]))),
  constraint digests_pkey PRIMARY KEY (user_id),
  constraint digests_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.estimate_tallies (
  vehicle_id uuid not null,
  class integer not null,
  regular_weight bigint not null,
  regular_cents numeric not null,
  newcomer_weight bigint not null,
  newcomer_cents numeric not null,
  constraint estimate_tallies_pkey PRIMARY KEY (vehicle_id, class)
)
  grants: postgres=arwdDxtm/postgres
table app.finder_counted (
  only_one boolean default true not null,
  described_at timestamp with time zone default '-infinity'::timestamp with time zone not null,
  vehicles bigint default 0 not null,
  constraint finder_counted_pkey PRIMARY KEY (only_one),
  constraint there_is_one_row CHECK (only_one)
)
  grants: postgres=arwdDxtm/postgres
table app.finder_terms (
  word text not null,
  vehicles integer not null,
  is_word boolean generated always as (word !~ '[0-9#@~?]'::text) not null,
  constraint finder_terms_pkey PRIMARY KEY (word)
)
  grants: postgres=arwdDxtm/postgres
table app.folds (
  name text not null,
  "position" pg_snapshot,
  folded_at timestamp with time zone default now() not null,
  constraint folds_pkey PRIMARY KEY (name),
  constraint name_is_known CHECK ((name = ANY (ARRAY['views'::text, 'bets'::text, 'votes'::text])))
)
  grants: postgres=arwdDxtm/postgres
table app.forecast_settings (
  only_row boolean default true not null,
  half_life_days double precision default 120 not null,
  prior_people double precision default 0.5 not null,
  prior_spread double precision default 1 not null,
  narrowest double precision default 0.667 not null,
  skill_bets integer default 10 not null,
  skill_shrinkage double precision default 10 not null,
  skill_strength double precision default 4 not null,
  contradiction_gap double precision default 0.25 not null,
  constraint contradiction_gap_is_a_probability CHECK (((contradiction_gap > (0)::double precision) AND (contradiction_gap <= (1)::double precision))),
  constraint forecast_settings_pkey PRIMARY KEY (only_row),
  constraint half_life_is_from_30_to_36500_days CHECK (((half_life_days >= (30)::double precision) AND (half_life_days <= (36500)::double precision))),
  constraint narrowest_is_from_a_fifth_to_1 CHECK (((narrowest >= (0.2)::double precision) AND (narrowest <= (1)::double precision))),
  constraint prior_people_are_from_0_to_100 CHECK (((prior_people >= (0)::double precision) AND (prior_people <= (100)::double precision))),
  constraint prior_spread_is_from_a_tenth_to_3 CHECK (((prior_spread >= (0.1)::double precision) AND (prior_spread <= (3)::double precision))),
  constraint settings_are_one_row CHECK (only_row),
  constraint skill_bets_are_positive CHECK ((skill_bets > 0)),
  constraint skill_shrinkage_is_from_0_to_1000 CHECK (((skill_shrinkage >= (0)::double precision) AND (skill_shrinkage <= (1000)::double precision))),
  constraint skill_strength_is_from_0_to_10 CHECK (((skill_strength >= (0)::double precision) AND (skill_strength <= (10)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.forecaster_changes (
  user_id uuid not null,
  id bigint not null,
  constraint forecaster_changes_pkey PRIMARY KEY (user_id, id)
)
  grants: postgres=arwdDxtm/postgres
table app.forecaster_standings with row level security (
  period text not null,
  make text not null,
  user_id uuid not null,
  bets integer not null,
  compared integer not null,
  peer_total numeric not null,
  skill_total numeric not null,
  points_total numeric not null,
  rating numeric generated always as round((peer_total / ((compared + 20))::numeric), 9),
  constraint forecaster_standings_pkey PRIMARY KEY (period, make, user_id),
  constraint forecaster_standings_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table app.forecasters (
  user_id uuid not null,
  settled integer not null,
  skill double precision not null,
  weight double precision not null,
  constraint forecasters_pkey PRIMARY KEY (user_id),
  constraint weight_is_from_a_quarter_to_4 CHECK (((weight >= (0.25)::double precision) AND (weight <= (4)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.gone_ids with row level security (
  kind text not null,
  id uuid not null,
  gone_at timestamp with time zone default now() not null,
  constraint gone_ids_pkey PRIMARY KEY (id, kind),
  constraint kind_is_vehicle_or_photo CHECK ((kind = ANY (ARRAY['vehicle'::text, 'photo'::text])))
)
  grants: postgres=arwdDxtm/postgres
table app.held_comments (
  vehicle_id uuid not null,
  interaction_id uuid not null,
  was_hidden boolean not null,
  held_at timestamp with time zone default now() not null,
  constraint held_comments_comment_fkey FOREIGN KEY (vehicle_id, interaction_id) REFERENCES image_interactions(vehicle_id, id) ON DELETE CASCADE,
  constraint held_comments_pkey PRIMARY KEY (vehicle_id, interaction_id)
)
  grants: postgres=arwdDxtm/postgres
table app.held_photos (
  vehicle_id uuid not null,
  image_id uuid not null,
  content_hash text,
  width integer,
  height integer,
  placeholder text,
  held_at timestamp with time zone default now() not null,
  constraint held_photos_image_id_key UNIQUE (image_id),
  constraint held_photos_pkey PRIMARY KEY (vehicle_id, image_id)
)
  grants: postgres=arwdDxtm/postgres
table app.image_attention (
  image_id uuid not null,
  vehicle_id uuid not null,
  heat double precision default 0 not null,
  heat_at timestamp with time zone not null,
  last_viewed_at timestamp with time zone,
  waiting_views bigint default 0 not null,
  waiting_likes bigint default 0 not null,
  waiting_comments bigint default 0 not null,
  waiting_shares bigint default 0 not null,
  waiting_since timestamp with time zone,
  scored_at timestamp with time zone,
  constraint image_attention_pkey PRIMARY KEY (image_id, vehicle_id)
)
  grants: postgres=arwdDxtm/postgres
table app.image_views_20261109 (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_20261109_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.image_views_20261116 (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_20261116_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.image_views_20261123 (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_20261123_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.image_views_20261130 (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_20261130_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.image_views_20261207 (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_20261207_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.image_views_20261214 (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_20261214_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.image_views_20261221 (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_20261221_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.image_views_20261228 (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_20261228_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.image_views_20270104 (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_20270104_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.image_views_20270111 (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_20270111_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.image_views_20270118 (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_20270118_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.image_views_rest (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_rest_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres
table app.interaction_changes (
  vehicle_id uuid not null,
  id bigint not null,
  image_id uuid not null,
  interaction_type text not null,
  delta smallint not null,
  lifts boolean not null,
  occurred_at timestamp with time zone not null,
  xact xid8 not null,
  constraint interaction_changes_pkey PRIMARY KEY (vehicle_id, id)
)
  grants: postgres=arwdDxtm/postgres
table app.jobs (
  name text not null,
  every interval not null,
  phase interval default '00:00:00'::interval not null,
  statement text not null,
  last_run_at timestamp with time zone,
  last_success_at timestamp with time zone,
  last_error text,
  constraint every_is_whole_seconds_minutes_hours_or_a_day CHECK ((((((every = ('00:00:01'::interval * (EXTRACT(second FROM every))::double precision)) OR (every = ('00:01:00'::interval * (EXTRACT(minute FROM every))::double precision))) OR (every = ('01:00:00'::interval * (EXTRACT(hour FROM every))::double precision))) OR (every = '1 day'::interval)) AND (every > '00:00:00'::interval))),
  constraint jobs_pkey PRIMARY KEY (name),
  constraint name_is_a_name CHECK ((name ~ '^[a-z_]{1,60}$'::text)),
  constraint phase_is_within_every CHECK (((phase >= '00:00:00'::interval) AND (phase < every)))
)
  grants: postgres=arwdDxtm/postgres
table app.kept_records with row level security (
  id bigint not null,
  user_id uuid not null,
  make text,
  settled_on date not null,
  confidence numeric not null,
  came_true boolean,
  skill_score numeric not null,
  peer_score numeric,
  points numeric not null,
  constraint kept_records_pkey PRIMARY KEY (id),
  constraint kept_records_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.ledger_clock (
  id boolean default true not null,
  base bigint default 0 not null,
  since pg_snapshot not null,
  constraint ledger_clock_pkey PRIMARY KEY (id),
  constraint there_is_one_clock CHECK (id)
)
  grants: postgres=arwdDxtm/postgres
table app.listing_sales (
  document_id uuid not null,
  state text not null,
  price numeric not null,
  currency text not null,
  day date,
  place text,
  quote_start integer not null,
  quote_end integer not null,
  make_words text[] not null,
  model_words text[] not null,
  year_from smallint,
  year_to smallint,
  constraint a_quote_is_a_stretch_of_text CHECK (((quote_start >= 0) AND (quote_end > quote_start))),
  constraint currency_has_3_letters CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint listing_sales_document_id_fkey FOREIGN KEY (document_id) REFERENCES source_documents(id) ON DELETE CASCADE,
  constraint listing_sales_pkey PRIMARY KEY (document_id),
  constraint place_is_short CHECK ((length(place) <= 120)),
  constraint price_is_from_a_hundredth_to_a_billion CHECK (((price >= 0.01) AND (price <= (1000000000)::numeric))),
  constraint state_is_known CHECK ((state = ANY (ARRAY['sold'::text, 'bid'::text, 'asked'::text, 'named'::text])))
)
  grants: postgres=arwdDxtm/postgres
table app.news (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  identity text not null,
  vehicle_id uuid,
  question text,
  round smallint,
  version smallint,
  by_person uuid,
  details jsonb default '{}'::jsonb not null,
  created_at timestamp with time zone default now() not null,
  told_to uuid,
  told bigint default 0 not null,
  done_at timestamp with time zone,
  constraint news_happen_once UNIQUE (kind, identity),
  constraint news_kind_fkey FOREIGN KEY (kind) REFERENCES app.notice_kinds(kind),
  constraint news_pkey PRIMARY KEY (id),
  constraint news_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.notice_kinds (
  kind text not null,
  place smallint not null,
  way text not null,
  subject text not null,
  about text not null,
  constraint notice_kind_is_a_name CHECK ((kind ~ '^[a-z_]{1,60}$'::text)),
  constraint notice_kinds_pkey PRIMARY KEY (kind),
  constraint notice_kinds_place_key UNIQUE (place),
  constraint notice_way_is_known CHECK ((way = ANY (ARRAY['none'::text, 'page'::text, 'digest'::text, 'mail'::text])))
)
  grants: postgres=arwdDxtm/postgres
table app.notice_wishes (
  user_id uuid not null,
  kind text not null,
  way text not null,
  constraint notice_wishes_kind_fkey FOREIGN KEY (kind) REFERENCES app.notice_kinds(kind) ON DELETE CASCADE,
  constraint notice_wishes_pkey PRIMARY KEY (user_id, kind),
  constraint notice_wishes_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint wished_way_is_known CHECK ((way = ANY (ARRAY['none'::text, 'page'::text, 'digest'::text, 'mail'::text])))
)
  grants: postgres=arwdDxtm/postgres
table app.operator_acts (
  id uuid default gen_random_uuid() not null,
  at timestamp with time zone default clock_timestamp() not null,
  operator_id uuid,
  act text not null,
  about text not null,
  reason text,
  constraint act_is_a_name CHECK ((act ~ '^[a-z_]{1,60}$'::text)),
  constraint operator_acts_pkey PRIMARY KEY (id)
)
  grants: postgres=arwdDxtm/postgres
table app.outbox (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  user_id uuid,
  vehicle_id uuid,
  payload jsonb default '{}'::jsonb not null,
  news_id uuid,
  created_at timestamp with time zone default now() not null,
  constraint outbox_kind_is_short CHECK ((kind ~ '^[a-z_]{1,60}$'::text)),
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.outbox_deliveries (
  outbox_id uuid not null,
  channel text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone default now(),
  delivered_at timestamp with time zone,
  last_error text,
  constraint channel_is_known CHECK ((channel = ANY (ARRAY['webhook'::text, 'email'::text]))),
  constraint delivered_messages_are_not_tried_again CHECK (((delivered_at IS NULL) OR (next_attempt_at IS NULL))),
  constraint outbox_deliveries_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES app.outbox(id) ON DELETE CASCADE,
  constraint outbox_deliveries_pkey PRIMARY KEY (outbox_id, channel)
)
  grants: postgres=arwdDxtm/postgres
table app.photo_files with row level security (
  vehicle_id uuid not null,
  content_hash text not null,
  image_id uuid,
  removed_at timestamp with time zone,
  constraint a_photo_is_there_or_removed CHECK (((image_id IS NULL) = (removed_at IS NOT NULL))),
  constraint photo_files_pkey PRIMARY KEY (vehicle_id, content_hash)
)
  grants: postgres=arwdDxtm/postgres
table app.photo_pass_keys (
  only_one boolean default true not null,
  inner_key bytea not null,
  outer_key bytea not null,
  constraint photo_pass_keys_pkey PRIMARY KEY (only_one),
  constraint there_is_one_pair_of_keys CHECK (only_one)
)
  grants: postgres=arwdDxtm/postgres
table app.point_accounts with row level security (
  user_id uuid not null,
  person_id uuid,
  available numeric(14,2) default 0 not null,
  escrow numeric(14,2) default 0 not null,
  owed numeric(14,2) default 0 not null,
  left_behind boolean generated always as ((person_id IS NULL) AND ((available <> (0)::numeric) OR (owed <> (0)::numeric))),
  owing boolean generated always as (owed > (0)::numeric),
  opened_at timestamp with time zone default now() not null,
  constraint balance_is_not_negative CHECK (((available >= (0)::numeric) AND (available <= '100000000000'::numeric))),
  constraint escrow_is_not_negative CHECK (((escrow >= (0)::numeric) AND (escrow <= '100000000000'::numeric))),
  constraint owed_is_not_negative CHECK (((owed >= (0)::numeric) AND (owed <= '100000000000'::numeric))),
  constraint point_accounts_person_id_fkey FOREIGN KEY (person_id) REFERENCES auth.users(id) ON DELETE SET NULL,
  constraint point_accounts_pkey PRIMARY KEY (user_id)
)
  grants: postgres=arwdDxtm/postgres authenticated=r/postgres service_role=r/postgres
table app.point_entries with row level security (
  id bigint not null,
  transfer_id uuid not null,
  account text not null,
  user_id uuid,
  bet_id uuid,
  amount numeric(14,2) not null,
  constraint account_is_known CHECK ((account = ANY (ARRAY['available'::text, 'escrow'::text, 'owed'::text, 'issued'::text]))),
  constraint amount_is_not_zero CHECK (((amount <> (0)::numeric) AND (abs(amount) <= '100000000000'::numeric))),
  constraint only_issued_points_have_no_owner CHECK (((account = 'issued'::text) = (user_id IS NULL))),
  constraint point_entries_pkey PRIMARY KEY (id)
)
  grants: postgres=arwdDxtm/postgres authenticated=r/postgres service_role=r/postgres
table app.point_transfers with row level security (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  vehicle_id uuid,
  question text,
  round smallint,
  version smallint,
  bets integer,
  reverses uuid,
  made_at timestamp with time zone default now() not null,
  constraint only_reversals_reverse CHECK (((kind = 'reversed'::text) = (reverses IS NOT NULL))),
  constraint point_transfers_pkey PRIMARY KEY (id),
  constraint point_transfers_reverses_fkey FOREIGN KEY (reverses) REFERENCES app.point_transfers(id),
  constraint settlements_name_their_question CHECK (((kind <> ALL (ARRAY['settled'::text, 'annulled'::text, 'reversed'::text])) OR ((vehicle_id IS NOT NULL) AND (question IS NOT NULL) AND (round IS NOT NULL) AND (version IS NOT NULL)))),
  constraint transfer_kind_is_known CHECK ((kind = ANY (ARRAY['opened'::text, 'staked'::text, 'superseded'::text, 'cancelled'::text, 'removed'::text, 'settled'::text, 'annulled'::text, 'reversed'::text, 'closed'::text])))
)
  grants: postgres=arwdDxtm/postgres authenticated=r/postgres service_role=r/postgres
table app.public_vehicles_rule (
  only_one boolean default true not null,
  rule text,
  constraint public_vehicles_rule_pkey PRIMARY KEY (only_one),
  constraint there_is_one_rule CHECK (only_one)
)
  grants: postgres=arwdDxtm/postgres
table app.question_openings (
  user_id uuid not null,
  day date default ((now() AT TIME ZONE 'utc'::text))::date not null,
  opened integer default 1 not null,
  constraint question_openings_pkey PRIMARY KEY (user_id, day),
  constraint question_openings_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.rate_windows (
  subject uuid not null,
  starts_at timestamp with time zone not null,
  used bigint not null,
  constraint rate_windows_pkey PRIMARY KEY (subject, starts_at)
)
  grants: postgres=arwdDxtm/postgres
table app.research_calls (
  id uuid default gen_random_uuid() not null,
  day date default ((now() AT TIME ZONE 'utc'::text))::date not null,
  vehicle_id uuid not null,
  person text not null,
  dollars numeric(12,6) not null,
  settled boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint research_calls_pkey PRIMARY KEY (id)
)
  grants: postgres=arwdDxtm/postgres
table app.research_evidence (
  document_id uuid not null,
  vehicle_id uuid not null,
  spec_name text not null,
  constraint research_evidence_document_id_fkey FOREIGN KEY (document_id) REFERENCES source_documents(id) ON DELETE CASCADE,
  constraint research_evidence_pkey PRIMARY KEY (document_id, vehicle_id, spec_name),
  constraint research_evidence_vehicle_id_spec_name_fkey FOREIGN KEY (vehicle_id, spec_name) REFERENCES spec_research_cache(vehicle_id, spec_name) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.research_leases (
  vehicle_id uuid not null,
  spec_name text not null,
  token bigint default 1 not null,
  holder uuid,
  alive_until timestamp with time zone,
  failures integer default 0 not null,
  retry_at timestamp with time zone,
  constraint failures_are_not_negative CHECK ((failures >= 0)),
  constraint research_leases_pkey PRIMARY KEY (vehicle_id, spec_name),
  constraint research_leases_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.research_spending (
  day date not null,
  scope text not null,
  calls integer default 0 not null,
  dollars numeric(12,6) default 0 not null,
  constraint calls_are_not_negative CHECK ((calls >= 0)),
  constraint dollars_are_not_negative CHECK ((dollars >= (0)::numeric)),
  constraint research_spending_pkey PRIMARY KEY (day, scope)
)
  grants: postgres=arwdDxtm/postgres
table app.research_waiting (
  vehicle_id uuid not null,
  spec_name text not null,
  make text,
  constraint research_waiting_pkey PRIMARY KEY (vehicle_id, spec_name),
  constraint research_waiting_vehicle_id_spec_name_fkey FOREIGN KEY (vehicle_id, spec_name) REFERENCES spec_research_cache(vehicle_id, spec_name) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.set_aside (
  work text not null,
  item text not null,
  error text not null,
  tries integer default 1 not null,
  first_failed_at timestamp with time zone default now() not null,
  last_failed_at timestamp with time zone default now() not null,
  next_try_at timestamp with time zone default (now() + '00:01:00'::interval) not null,
  constraint item_is_short CHECK ((length(item) <= 300)),
  constraint set_aside_pkey PRIMARY KEY (work, item),
  constraint tries_are_positive CHECK ((tries > 0)),
  constraint work_is_a_name CHECK ((work ~ '^[a-z_]{1,60}$'::text))
)
  grants: postgres=arwdDxtm/postgres
table app.settings (
  name text not null,
  value text not null,
  about text not null,
  constraint settings_pkey PRIMARY KEY (name)
)
  grants: postgres=arwdDxtm/postgres
table app.settlement_settings (
  only_row boolean default true not null,
  dispute_window interval default '24:00:00'::interval not null,
  build_horizon interval default '2 years'::interval not null,
  valuation_lookback interval default '1 year'::interval not null,
  valuation_grace interval default '30 days'::interval not null,
  constraint build_horizon_is_from_1_month_to_20_years CHECK (((build_horizon >= '1 mon'::interval) AND (build_horizon <= '20 years'::interval))),
  constraint dispute_window_is_from_0_to_90_days CHECK (((dispute_window >= '00:00:00'::interval) AND (dispute_window <= '90 days'::interval))),
  constraint settings_are_one_row CHECK (only_row),
  constraint settlement_settings_pkey PRIMARY KEY (only_row),
  constraint valuation_grace_is_from_0_to_1_year CHECK (((valuation_grace >= '00:00:00'::interval) AND (valuation_grace <= '1 year'::interval))),
  constraint valuation_lookback_is_from_1_day_to_10_years CHECK (((valuation_lookback >= '1 day'::interval) AND (valuation_lookback <= '10 years'::interval)))
)
  grants: postgres=arwdDxtm/postgres
table app.source_aliases (
  phrase text not null,
  meaning text not null,
  words text[] not null,
  steps integer[] not null,
  constraint a_phrase_has_1_to_4_words CHECK ((((cardinality(words) >= 1) AND (cardinality(words) <= 4)) AND (cardinality(steps) = cardinality(words)))),
  constraint source_aliases_pkey PRIMARY KEY (phrase)
)
  grants: postgres=arwdDxtm/postgres
table app.source_index (
  chunk_id uuid not null,
  document_id uuid not null,
  source_id uuid not null,
  scope_id integer not null,
  kind text not null,
  owner_id uuid,
  is_public boolean not null,
  weight real not null,
  published date,
  length smallint not null,
  terms integer[] not null,
  tfs bytea not null,
  sketch integer[] not null,
  constraint source_index_chunk_id_fkey FOREIGN KEY (chunk_id) REFERENCES source_chunks(id) ON DELETE CASCADE,
  constraint source_index_pkey PRIMARY KEY (chunk_id),
  constraint source_index_scope_id_fkey FOREIGN KEY (scope_id) REFERENCES app.source_scopes(id)
)
  grants: postgres=arwdDxtm/postgres
table app.source_leaving (
  length smallint not null,
  terms integer[] not null,
  scope_id integer not null
)
  grants: postgres=arwdDxtm/postgres
table app.source_pending (
  chunk_id uuid not null,
  place bigint not null,
  constraint source_pending_pkey PRIMARY KEY (chunk_id)
)
  grants: postgres=arwdDxtm/postgres
table app.source_refusals (
  source_id uuid not null,
  item text not null,
  n integer not null,
  url text not null,
  code text not null,
  reason text not null,
  at timestamp with time zone default now() not null,
  constraint code_is_snake_case CHECK ((code ~ '^[a-z0-9_]{1,60}$'::text)),
  constraint source_refusals_pkey PRIMARY KEY (source_id, item, n),
  constraint source_refusals_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.source_scopes (
  id integer not null,
  make_words text[] not null,
  model_words text[] not null,
  year_from smallint,
  year_to smallint,
  vehicle_id uuid,
  chunks integer default 0 not null,
  constraint a_scope_is_there_once UNIQUE NULLS NOT DISTINCT (make_words, model_words, year_from, year_to, vehicle_id),
  constraint source_scopes_pkey PRIMARY KEY (id)
)
  grants: postgres=arwdDxtm/postgres
table app.source_stats (
  only_one boolean default true not null,
  docs integer default 0 not null,
  length bigint default 0 not null,
  pivot double precision default 67.5 not null,
  aliases text,
  constraint source_stats_pkey PRIMARY KEY (only_one),
  constraint there_is_one_row CHECK (only_one)
)
  grants: postgres=arwdDxtm/postgres
table app.source_terms (
  id integer not null,
  lexeme text not null,
  df integer default 0 not null,
  constraint source_terms_pkey PRIMARY KEY (id)
)
  grants: postgres=arwdDxtm/postgres
table app.source_texts (
  document_id uuid not null,
  text text not null,
  constraint source_texts_document_id_fkey FOREIGN KEY (document_id) REFERENCES source_documents(id) ON DELETE CASCADE,
  constraint source_texts_pkey PRIMARY KEY (document_id)
)
  grants: postgres=arwdDxtm/postgres
table app.source_unindexed (
  chunk_id uuid not null,
  error text not null,
  at timestamp with time zone default now() not null,
  constraint source_unindexed_chunk_id_fkey FOREIGN KEY (chunk_id) REFERENCES source_chunks(id) ON DELETE CASCADE,
  constraint source_unindexed_pkey PRIMARY KEY (chunk_id)
)
  grants: postgres=arwdDxtm/postgres
table app.standing_changes with row level security (
  id bigint not null,
  user_id uuid not null,
  make text,
  settled_on date not null,
  sign smallint not null,
  confidence numeric not null,
  came_true boolean,
  skill_score numeric not null,
  peer_score numeric,
  points numeric not null,
  constraint change_counts_or_takes_back CHECK ((sign = ANY (ARRAY[1, '-1'::integer]))),
  constraint standing_changes_pkey PRIMARY KEY (id)
)
  grants: postgres=arwdDxtm/postgres
table app.told_forecasts (
  vehicle_id uuid not null,
  topic text not null,
  round smallint not null,
  value double precision not null,
  told_at timestamp with time zone default now() not null,
  constraint told_forecasts_pkey PRIMARY KEY (vehicle_id, topic, round),
  constraint told_forecasts_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.vehicle_finder (
  vehicle_id uuid not null,
  is_public boolean default false not null,
  year integer,
  make text,
  words tsvector default ''::tsvector not null,
  added_at timestamp with time zone default now() not null,
  attention double precision default 0 not null,
  movement double precision default 0 not null,
  readiness double precision default 0 not null,
  verdict text,
  is_sold boolean default false not null,
  is_described boolean default false not null,
  described_at timestamp with time zone default now() not null,
  ranked_at timestamp with time zone default '-infinity'::timestamp with time zone not null,
  constraint vehicle_finder_pkey PRIMARY KEY (vehicle_id),
  constraint vehicle_finder_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.vehicle_offers (
  vehicle_id uuid not null,
  giver_id uuid not null,
  taker_id uuid,
  secret_hash bytea not null,
  private_entries boolean not null,
  costs boolean not null,
  documents boolean not null,
  state text default 'open'::text not null,
  made_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  constraint accepted_offers_have_a_taker CHECK (((state = 'accepted'::text) = (taker_id IS NOT NULL))),
  constraint decided_offers_have_a_time CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  constraint offer_keeps_a_hash CHECK ((length(secret_hash) = 32)),
  constraint offer_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text, 'withdrawn'::text, 'closed'::text]))),
  constraint vehicle_offers_giver_id_fkey FOREIGN KEY (giver_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint vehicle_offers_pkey PRIMARY KEY (vehicle_id),
  constraint vehicle_offers_taker_id_fkey FOREIGN KEY (taker_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint vehicle_offers_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres
table app.vehicle_viewers (
  viewer uuid not null,
  vehicle_id uuid not null,
  photos uuid[] not null,
  times timestamp with time zone[] not null,
  judgements smallint[] not null,
  seen_at timestamp with time zone not null,
  constraint vehicle_viewers_pkey PRIMARY KEY (viewer, vehicle_id)
)
  grants: postgres=arwdDxtm/postgres
table app.verdict_changes (
  vehicle_id uuid not null,
  id bigint not null,
  changed_at timestamp with time zone default now() not null,
  verdict text not null,
  effective_votes double precision not null,
  effective_yes double precision not null,
  constraint verdict_changes_pkey PRIMARY KEY (vehicle_id, id)
)
  grants: postgres=arwdDxtm/postgres
table app.view_rollups (
  vehicle_id uuid not null,
  grain text not null,
  starts_at timestamp with time zone not null,
  image_id uuid not null,
  device_type text not null,
  views bigint not null,
  viewers bigint not null,
  repeats bigint not null,
  bots bigint not null,
  looks bigint not null,
  dwell_sum double precision not null,
  dwell bigint[] not null,
  likes bigint not null,
  comments bigint not null,
  shares bigint not null,
  constraint grain_is_known CHECK ((grain = ANY (ARRAY['hour'::text, 'day'::text]))),
  constraint view_rollups_pkey PRIMARY KEY (vehicle_id, grain, starts_at, image_id, device_type)
)
  grants: postgres=arwdDxtm/postgres
table app.viewer_keys (
  day date not null,
  key bytea not null,
  constraint viewer_keys_pkey PRIMARY KEY (day)
)
  grants: postgres=arwdDxtm/postgres
table app.vote_closeness with row level security (
  vehicle_id uuid not null,
  outcome_id uuid not null,
  user_id uuid not null,
  vote text not null,
  estimated_value numeric(15,2) not null,
  hammer numeric(14,2) not null,
  currency text not null,
  miss double precision not null,
  place integer not null,
  is_private boolean not null,
  owner_id uuid,
  is_public boolean default false not null,
  constraint vote_closeness_pkey PRIMARY KEY (vehicle_id, outcome_id, user_id),
  constraint vote_closeness_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint vote_closeness_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table app.vote_deltas (
  vehicle_id uuid not null,
  user_id uuid not null,
  votes smallint not null,
  yes smallint not null,
  estimates smallint not null,
  cents bigint not null,
  happened_at timestamp with time zone default now() not null,
  withdrawn boolean not null
)
  grants: postgres=arwdDxtm/postgres
table app.vote_pace (
  user_id uuid not null,
  minute timestamp with time zone not null,
  votes integer not null,
  slowed_until timestamp with time zone,
  constraint vote_pace_pkey PRIMARY KEY (user_id)
)
  grants: postgres=arwdDxtm/postgres
table app.vote_tallies with row level security (
  vehicle_id uuid not null,
  owner_id uuid,
  is_public boolean default false not null,
  total_votes bigint default 0 not null,
  yes_votes bigint default 0 not null,
  estimates bigint default 0 not null,
  cents numeric default 0 not null,
  last_vote_at timestamp with time zone,
  regular_weight bigint default 0 not null,
  regular_yes bigint default 0 not null,
  maker_weight bigint default 0 not null,
  maker_yes bigint default 0 not null,
  newcomer_weight bigint default 0 not null,
  newcomer_yes bigint default 0 not null,
  held_votes bigint default 0 not null,
  valued bigint default 0 not null,
  effective_votes double precision default 0 not null,
  effective_yes double precision default 0 not null,
  wilson_lower double precision default 0 not null,
  wilson_upper double precision default 1 not null,
  verdict text default 'undecided'::text not null,
  verdict_reason text default 'Nobody has voted yet.'::text not null,
  verdict_since timestamp with time zone default now() not null,
  votes_needed integer default 10,
  cohorts jsonb default '[]'::jsonb not null,
  p25_estimated_value numeric,
  median_estimated_value numeric,
  p75_estimated_value numeric,
  constraint verdict_is_known CHECK ((verdict = ANY (ARRAY['ready'::text, 'not_ready'::text, 'undecided'::text]))),
  constraint vote_tallies_pkey PRIMARY KEY (vehicle_id)
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table app.write_paces (
  subject uuid not null,
  kind text not null,
  starts_at timestamp with time zone not null,
  used integer not null,
  constraint write_paces_pkey PRIMARY KEY (subject, kind, starts_at)
)
  grants: postgres=arwdDxtm/postgres
table auction_nominations with row level security (
  vehicle_id uuid not null,
  id uuid default gen_random_uuid() not null,
  state text default 'open'::text not null,
  opened_at timestamp with time zone default now() not null,
  decided_at timestamp with time zone,
  decline_reason text,
  lost_since timestamp with time zone,
  auction_url text,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  ended_at timestamp with time zone,
  outcome_id uuid,
  suggested_reserve numeric(12,2),
  currency text default 'USD'::text not null,
  owner_id uuid,
  is_public boolean default false not null,
  updated_at timestamp with time zone default now() not null,
  constraint auction_ends_after_it_starts CHECK ((ends_at > starts_at)),
  constraint auction_nominations_pkey PRIMARY KEY (vehicle_id, id),
  constraint auction_nominations_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint auction_url_is_an_https_address CHECK (((length(auction_url) <= 2000) AND (auction_url ~ '^https?://[^[:space:]]+$'::text))),
  constraint decline_reason_is_short CHECK ((length(decline_reason) <= 1000)),
  constraint nomination_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text, 'closed'::text, 'live'::text, 'sold'::text, 'unsold'::text])))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table auction_votes with row level security (
  vehicle_id uuid not null,
  user_id uuid default auth.uid() not null,
  vote text not null,
  reason text,
  estimated_value numeric(15,2),
  currency text default 'USD'::text not null,
  is_private boolean default false not null,
  by_owner boolean default false not null,
  is_counted boolean default true not null,
  useful_count integer default 0 not null,
  id uuid default gen_random_uuid() not null,
  owner_id uuid,
  is_public boolean default false not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint auction_votes_pkey PRIMARY KEY (vehicle_id, user_id),
  constraint auction_votes_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint auction_votes_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint estimated_value_is_above_0_and_at_most_1e9 CHECK (((estimated_value > (0)::numeric) AND (estimated_value <= '1000000000'::numeric))),
  constraint reason_has_1_to_1000_characters CHECK (((reason IS NULL) OR app.is_readable(reason, 1000))),
  constraint vote_currency_is_three_capital_letters CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint vote_is_yes_or_no CHECK ((vote = ANY (ARRAY['yes'::text, 'no'::text])))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=rd/postgres service_role=arwd/postgres
table bet_closings with row level security (
  vehicle_id uuid not null,
  bet_type text not null,
  closes_at timestamp with time zone default now() not null,
  reason text,
  owner_id uuid,
  is_public boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint bet_closings_pkey PRIMARY KEY (vehicle_id, bet_type),
  constraint bet_closings_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint closed_bet_type_is_known CHECK (app.is_bet_type(bet_type)),
  constraint closing_reason_is_short CHECK ((length(reason) <= 200))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=arwd/postgres
table bet_disputes with row level security (
  vehicle_id uuid not null,
  question text not null,
  round smallint not null,
  version smallint not null,
  user_id uuid not null,
  reason text not null,
  owner_id uuid,
  is_public boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint bet_disputes_pkey PRIMARY KEY (vehicle_id, question, round, version, user_id),
  constraint bet_disputes_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint bet_disputes_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint dispute_reason_has_1_to_1000_characters CHECK (app.is_readable(reason, 1000))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table bet_questions with row level security (
  vehicle_id uuid not null,
  question text not null,
  round smallint default 1 not null,
  bet_type text not null,
  currency text not null,
  target_value numeric,
  by_date date,
  modification text,
  state text default 'open'::text not null,
  version smallint default 1 not null,
  outcome_id uuid,
  result jsonb,
  outcome_known_at timestamp with time zone,
  horizon date,
  closed_at timestamp with time zone,
  final_at timestamp with time zone,
  settled_at timestamp with time zone,
  reason text,
  owner_id uuid,
  is_public boolean default false not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint bet_questions_pkey PRIMARY KEY (vehicle_id, question, round),
  constraint bet_questions_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint proposed_questions_have_a_result CHECK (((state <> ALL (ARRAY['proposed'::text, 'final'::text])) OR ((result IS NOT NULL) AND (final_at IS NOT NULL)))),
  constraint question_round_is_positive CHECK ((round > 0)),
  constraint question_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'locked'::text, 'proposed'::text, 'disputed'::text, 'final'::text, 'annulled'::text]))),
  constraint question_version_is_positive CHECK ((version > 0)),
  constraint reason_is_short CHECK ((length(reason) <= 1000)),
  constraint settled_questions_have_a_time CHECK (((state = ANY (ARRAY['final'::text, 'annulled'::text])) = (settled_at IS NOT NULL)))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table comment_reports with row level security (
  vehicle_id uuid not null,
  interaction_id uuid not null,
  user_id uuid default auth.uid() not null,
  reason text not null,
  state text default 'open'::text not null,
  created_at timestamp with time zone default now() not null,
  decided_at timestamp with time zone,
  constraint comment_reports_comment_fkey FOREIGN KEY (vehicle_id, interaction_id) REFERENCES image_interactions(vehicle_id, id) ON DELETE CASCADE,
  constraint comment_reports_pkey PRIMARY KEY (vehicle_id, interaction_id, user_id),
  constraint comment_reports_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint decided_reports_have_a_time CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  constraint reason_has_1_to_1000_characters CHECK (app.is_readable(reason, 1000)),
  constraint report_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'upheld'::text, 'rejected'::text])))
)
  grants: postgres=arwdDxtm/postgres authenticated=r/postgres service_role=arwd/postgres
table follows with row level security (
  id uuid default gen_random_uuid() not null,
  user_id uuid not null,
  vehicle_id uuid,
  question text,
  person_id uuid,
  owner_id uuid,
  is_public boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint followed_once UNIQUE NULLS NOT DISTINCT (user_id, vehicle_id, question, person_id),
  constraint follows_are_of_a_car_a_question_or_a_person CHECK ((((vehicle_id IS NULL) <> (person_id IS NULL)) AND ((question IS NULL) OR (vehicle_id IS NOT NULL)))),
  constraint follows_person_id_fkey FOREIGN KEY (person_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint follows_pkey PRIMARY KEY (id),
  constraint follows_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint follows_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint nobody_follows_themselves CHECK ((person_id <> user_id))
)
  grants: postgres=arwdDxtm/postgres authenticated=r/postgres service_role=r/postgres
table forecast_skips with row level security (
  vehicle_id uuid not null,
  user_id uuid default auth.uid() not null,
  bet_type text not null,
  skipped_at timestamp with time zone default now() not null,
  constraint forecast_skips_pkey PRIMARY KEY (vehicle_id, user_id, bet_type),
  constraint forecast_skips_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint forecast_skips_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint skipped_bet_type_is_known CHECK (app.is_bet_type(bet_type))
)
  grants: postgres=arwdDxtm/postgres authenticated=r/postgres service_role=ard/postgres
table image_interactions with row level security (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid() not null,
  interaction_type text not null,
  comment_text text,
  parent_id uuid,
  share_channel text,
  is_hidden boolean default false not null,
  lifts boolean default true not null,
  owner_id uuid,
  is_public boolean default false not null,
  client_id uuid,
  created_at timestamp with time zone default now() not null,
  edited_at timestamp with time zone,
  constraint comment_has_1_to_2000_characters CHECK (app.is_readable(comment_text, 2000)),
  constraint comment_text_belongs_to_comments CHECK (((interaction_type = 'comment'::text) = (comment_text IS NOT NULL))),
  constraint image_interactions_image_id_fkey FOREIGN KEY (image_id) REFERENCES vehicle_images(id) ON DELETE CASCADE,
  constraint image_interactions_parent_fkey FOREIGN KEY (vehicle_id, parent_id) REFERENCES image_interactions(vehicle_id, id) ON DELETE SET NULL (parent_id),
  constraint image_interactions_pkey PRIMARY KEY (vehicle_id, id),
  constraint image_interactions_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint image_interactions_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint interaction_type_is_like_comment_or_share CHECK ((interaction_type = ANY (ARRAY['like'::text, 'comment'::text, 'share'::text]))),
  constraint only_comments_are_hidden CHECK (((NOT is_hidden) OR (interaction_type = 'comment'::text))),
  constraint only_comments_reply CHECK (((parent_id IS NULL) OR (interaction_type = 'comment'::text))),
  constraint share_channel_belongs_to_shares CHECK (((share_channel IS NULL) OR (interaction_type = 'share'::text))),
  constraint share_channel_is_known CHECK ((share_channel = ANY (ARRAY['native'::text, 'link'::text, 'email'::text, 'message'::text, 'facebook'::text, 'whatsapp'::text, 'x'::text, 'reddit'::text, 'other'::text])))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=rd/postgres service_role=arwd/postgres
table image_tags with row level security (
  vehicle_id uuid not null,
  image_id uuid not null,
  tag text not null,
  source text default 'person'::text not null,
  model text,
  confidence numeric(4,3) default 1 not null,
  user_id uuid default auth.uid(),
  owner_id uuid,
  is_public boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint confidence_is_above_0_and_at_most_1 CHECK (((confidence > (0)::numeric) AND (confidence <= (1)::numeric))),
  constraint image_tags_image_id_fkey FOREIGN KEY (image_id) REFERENCES vehicle_images(id) ON DELETE CASCADE,
  constraint image_tags_pkey PRIMARY KEY (vehicle_id, image_id, tag),
  constraint image_tags_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE SET NULL,
  constraint model_names_what_tagged CHECK ((((source = 'model'::text) = (model IS NOT NULL)) AND ((length(model) >= 1) AND (length(model) <= 120)))),
  constraint source_is_person_or_model CHECK ((source = ANY (ARRAY['person'::text, 'model'::text]))),
  constraint tag_is_from_1_to_40_lower_case_letters CHECK (((length(tag) <= 40) AND (tag ~ '^[[:lower:][:digit:]]+([ _-][[:lower:][:digit:]]+)*$'::text)))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=rd/postgres service_role=arwd/postgres
table image_views with row level security (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid(),
  viewer uuid,
  viewed_at timestamp with time zone default now() not null,
  view_duration_seconds real,
  device_type text,
  counted boolean default false not null,
  first_of_day boolean default false not null,
  source text default 'detail'::text not null,
  xact xid8 not null,
  constraint device_type_is_known CHECK ((device_type = ANY (ARRAY['mobile'::text, 'tablet'::text, 'desktop'::text, 'other'::text]))),
  constraint image_views_pkey PRIMARY KEY (vehicle_id, id, viewed_at),
  constraint source_is_known CHECK ((source = ANY (ARRAY['batch'::text, 'single'::text, 'detail'::text, 'stray'::text, 'bot'::text]))),
  constraint view_duration_is_from_0_to_86400_seconds CHECK (((view_duration_seconds >= (0)::double precision) AND (view_duration_seconds <= (86400)::double precision)))
)
  grants: postgres=arwdDxtm/postgres authenticated=r/postgres service_role=r/postgres
table notices with row level security (
  user_id uuid not null,
  id uuid default gen_random_uuid() not null,
  kind text not null,
  vehicle_id uuid,
  body text not null,
  payload jsonb default '{}'::jsonb not null,
  created_at timestamp with time zone default now() not null,
  read_at timestamp with time zone,
  news_id uuid,
  in_digest boolean default false not null,
  digested_at timestamp with time zone,
  constraint notice_body_has_1_to_1000_characters CHECK (((length(body) >= 1) AND (length(body) <= 1000))),
  constraint notices_kind_fkey FOREIGN KEY (kind) REFERENCES app.notice_kinds(kind),
  constraint notices_pkey PRIMARY KEY (user_id, id),
  constraint notices_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint notices_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres authenticated=r/postgres service_role=r/postgres
table photo_reports with row level security (
  vehicle_id uuid not null,
  image_id uuid not null,
  user_id uuid default auth.uid() not null,
  reason text not null,
  state text default 'open'::text not null,
  created_at timestamp with time zone default now() not null,
  decided_at timestamp with time zone,
  constraint decided_reports_have_a_time CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  constraint photo_reports_image_id_fkey FOREIGN KEY (image_id) REFERENCES vehicle_images(id) ON DELETE CASCADE,
  constraint photo_reports_pkey PRIMARY KEY (vehicle_id, image_id, user_id),
  constraint photo_reports_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint reason_has_1_to_1000_characters CHECK (app.is_readable(reason, 1000)),
  constraint report_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'upheld'::text, 'rejected'::text])))
)
  grants: postgres=arwdDxtm/postgres authenticated=r/postgres service_role=arwd/postgres
table profiles with row level security (
  user_id uuid default auth.uid() not null,
  display_name text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint display_name_is_from_1_to_60_characters CHECK (app.is_readable(display_name, 60)),
  constraint display_name_is_one_line CHECK ((display_name !~ '[[:cntrl:]]'::text)),
  constraint profiles_pkey PRIMARY KEY (user_id),
  constraint profiles_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=rd/postgres service_role=arwd/postgres
table research_reports with row level security (
  vehicle_id uuid not null,
  spec_name text not null,
  user_id uuid default auth.uid() not null,
  reason text not null,
  owner_id uuid,
  is_public boolean default false not null,
  state text default 'open'::text not null,
  created_at timestamp with time zone default now() not null,
  decided_at timestamp with time zone,
  constraint reason_has_1_to_1000_characters CHECK (app.is_readable(reason, 1000)),
  constraint report_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'upheld'::text, 'rejected'::text]))),
  constraint research_reports_pkey PRIMARY KEY (vehicle_id, spec_name, user_id),
  constraint research_reports_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint research_reports_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint spec_name_is_short CHECK (app.is_readable(spec_name, 120))
)
  grants: postgres=arwdDxtm/postgres authenticated=r/postgres service_role=ard/postgres
table source_chunks with row level security (
  id uuid default gen_random_uuid() not null,
  document_id uuid not null,
  source_id uuid not null,
  "position" integer not null,
  char_start integer not null,
  char_end integer not null,
  body text not null,
  page integer,
  heading text[] default '{}'::text[] not null,
  lines jsonb,
  author text,
  published_at timestamp with time zone,
  url text,
  quoted jsonb,
  fields jsonb,
  make text,
  model text,
  year_from smallint,
  year_to smallint,
  "trim" text,
  engine text,
  vehicle_id uuid,
  owner_id uuid,
  is_public boolean not null,
  constraint a_chunk_has_at_most_50000_characters CHECK (((char_end - char_start) <= 50000)),
  constraint a_chunk_has_its_place UNIQUE (document_id, "position"),
  constraint a_chunk_is_a_stretch_of_text CHECK (((char_start >= 0) AND (char_end > char_start) AND (length(body) = (char_end - char_start)))),
  constraint author_is_short CHECK ((length(author) <= 200)),
  constraint engine_is_short CHECK ((length(engine) <= 120)),
  constraint fields_are_an_object CHECK ((jsonb_typeof(fields) = 'object'::text)),
  constraint heading_is_short CHECK ((cardinality(heading) <= 20)),
  constraint lines_are_a_list CHECK ((jsonb_typeof(lines) = 'array'::text)),
  constraint make_is_short CHECK ((length(make) <= 80)),
  constraint model_is_short CHECK ((length(model) <= 120)),
  constraint page_is_positive CHECK ((page >= 1)),
  constraint quoted_is_a_list CHECK ((jsonb_typeof(quoted) = 'array'::text)),
  constraint source_chunks_document_id_fkey FOREIGN KEY (document_id) REFERENCES source_documents(id) ON DELETE CASCADE,
  constraint source_chunks_pkey PRIMARY KEY (id),
  constraint trim_is_short CHECK ((length("trim") <= 120)),
  constraint url_is_short CHECK ((length(url) <= 2048)),
  constraint years_are_from_1885_to_2100 CHECK ((((year_from >= 1885) AND (year_from <= 2100)) AND ((year_to >= 1885) AND (year_to <= 2100)))),
  constraint years_are_in_order CHECK ((year_from <= year_to))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table source_documents with row level security (
  id uuid default gen_random_uuid() not null,
  source_id uuid not null,
  key text not null,
  version integer default 1 not null,
  kind text not null,
  title text not null,
  url text,
  sha256 text not null,
  etag text,
  last_modified text,
  fetched_at timestamp with time zone not null,
  first_fetched_at timestamp with time zone not null,
  language text,
  author text,
  published text,
  published_at timestamp with time zone,
  may_search boolean,
  may_ai_input boolean,
  may_ai_train boolean,
  make text,
  model text,
  year_from smallint,
  year_to smallint,
  "trim" text,
  engine text,
  vehicle_id uuid,
  pages jsonb,
  characters integer not null,
  chunks integer default 0 not null,
  owner_id uuid,
  is_public boolean not null,
  is_current boolean default true not null,
  superseded_by uuid,
  retracted_at timestamp with time zone,
  retraction text,
  created_at timestamp with time zone default now() not null,
  constraint a_retracted_document_is_not_current CHECK (((retracted_at IS NULL) OR (NOT is_current))),
  constraint a_retraction_has_a_reason CHECK ((((retracted_at IS NULL) = (retraction IS NULL)) AND (retraction = ANY (ARRAY['withdrawn'::text, 'gone'::text])))),
  constraint a_superseded_document_is_not_current CHECK (((superseded_by IS NULL) OR (NOT is_current))),
  constraint a_version_is_stored_once UNIQUE (source_id, key, version),
  constraint author_is_short CHECK ((length(author) <= 200)),
  constraint characters_are_at_most_50_million CHECK (((characters >= 0) AND (characters <= 50000000))),
  constraint engine_is_short CHECK ((length(engine) <= 120)),
  constraint etag_is_short CHECK ((length(etag) <= 1000)),
  constraint key_has_1_to_2048_characters CHECK (((length(key) >= 1) AND (length(key) <= 2048))),
  constraint kind_is_known CHECK (app.is_source_kind(kind)),
  constraint language_is_short CHECK ((length(language) <= 35)),
  constraint last_modified_is_short CHECK ((length(last_modified) <= 200)),
  constraint make_is_short CHECK ((length(make) <= 80)),
  constraint model_is_short CHECK ((length(model) <= 120)),
  constraint pages_are_a_list CHECK (((jsonb_typeof(pages) = 'array'::text) AND (length((pages)::text) <= 4000000))),
  constraint published_is_short CHECK ((length(published) <= 40)),
  constraint sha256_is_in_hexadecimal CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint source_documents_pkey PRIMARY KEY (id),
  constraint source_documents_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(id) ON DELETE CASCADE,
  constraint title_is_readable CHECK (app.is_readable(title, 400)),
  constraint trim_is_short CHECK ((length("trim") <= 120)),
  constraint url_is_short CHECK ((length(url) <= 2048)),
  constraint version_is_positive CHECK ((version >= 1)),
  constraint years_are_from_1885_to_2100 CHECK ((((year_from >= 1885) AND (year_from <= 2100)) AND ((year_to >= 1885) AND (year_to <= 2100)))),
  constraint years_are_in_order CHECK ((year_from <= year_to))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=rd/postgres
table sources with row level security (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  title text not null,
  url text,
  authority real default 0.5 not null,
  licence text,
  subject jsonb default '{}'::jsonb not null,
  vehicle_id uuid,
  owner_id uuid,
  is_public boolean default false not null,
  crawl jsonb default '{}'::jsonb not null,
  refetch_every interval,
  next_crawl_at timestamp with time zone,
  crawled_at timestamp with time zone,
  changed_at timestamp with time zone,
  failures integer default 0 not null,
  last_error text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint authority_is_from_0_to_1 CHECK (((authority >= (0)::double precision) AND (authority <= (1)::double precision))),
  constraint crawl_is_a_plan CHECK (app.is_crawl_plan(crawl)),
  constraint failures_are_not_negative CHECK ((failures >= 0)),
  constraint kind_is_known CHECK (app.is_source_kind(kind)),
  constraint last_error_is_short CHECK ((length(last_error) <= 2000)),
  constraint licence_is_short CHECK ((length(licence) <= 400)),
  constraint owner_documents_hang_on_a_vehicle CHECK (((kind <> 'owner_document'::text) OR (vehicle_id IS NOT NULL))),
  constraint refetch_every_is_from_a_minute_to_ten_years CHECK (((refetch_every >= '00:01:00'::interval) AND (refetch_every <= '10 years'::interval))),
  constraint sources_of_a_vehicle_are_private CHECK ((is_public = (vehicle_id IS NULL))),
  constraint sources_pkey PRIMARY KEY (id),
  constraint sources_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint subject_is_an_object CHECK (((jsonb_typeof(subject) = 'object'::text) AND (length((subject)::text) <= 4000))),
  constraint title_is_readable CHECK (app.is_readable(title, 400)),
  constraint url_is_short CHECK ((length(url) <= 2048))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=rd/postgres
table spec_research_cache with row level security (
  vehicle_id uuid not null,
  spec_name text not null,
  spec_value text,
  research_data jsonb not null,
  sources jsonb default '[]'::jsonb not null,
  confidence_score numeric(6,3),
  owner_id uuid,
  is_public boolean default false not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone default (now() + '30 days'::interval) not null,
  constraint confidence_score_is_from_0_to_100 CHECK (((confidence_score >= (0)::numeric) AND (confidence_score <= (100)::numeric))),
  constraint expires_within_30_days CHECK ((expires_at <= (updated_at + '30 days'::interval))),
  constraint research_data_is_an_object CHECK (((jsonb_typeof(research_data) = 'object'::text) AND (length((research_data)::text) <= 100000))),
  constraint sources_are_a_list CHECK (((jsonb_typeof(sources) = 'array'::text) AND (length((sources)::text) <= 100000))),
  constraint spec_name_has_1_to_120_characters CHECK (app.is_readable(spec_name, 120)),
  constraint spec_research_cache_pkey PRIMARY KEY (vehicle_id, spec_name),
  constraint spec_research_cache_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint spec_value_is_short CHECK ((length(spec_value) <= 1000))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=arwd/postgres
table tag_vocabulary with row level security (
  tag text not null,
  area text not null,
  label text not null,
  weight numeric(3,2) not null,
  constraint area_is_known CHECK ((area = ANY (ARRAY['documents'::text, 'identity'::text, 'drivetrain'::text, 'underside'::text, 'body'::text, 'interior'::text, 'wheels'::text, 'condition'::text, 'view'::text]))),
  constraint tag_vocabulary_pkey PRIMARY KEY (tag),
  constraint weight_is_from_0_to_1 CHECK (((weight >= (0)::numeric) AND (weight < (1)::numeric)))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
table trusted_reporters with row level security (
  user_id uuid not null,
  note text,
  created_at timestamp with time zone default now() not null,
  constraint note_is_short CHECK ((length(note) <= 400)),
  constraint trusted_reporters_pkey PRIMARY KEY (user_id),
  constraint trusted_reporters_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres service_role=arwd/postgres
table useful_reasons with row level security (
  vehicle_id uuid not null,
  voter_id uuid not null,
  user_id uuid default auth.uid() not null,
  owner_id uuid,
  is_public boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint useful_reasons_are_of_others CHECK ((user_id <> voter_id)),
  constraint useful_reasons_pkey PRIMARY KEY (vehicle_id, voter_id, user_id),
  constraint useful_reasons_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint useful_reasons_vote_fkey FOREIGN KEY (vehicle_id, voter_id) REFERENCES auction_votes(vehicle_id, user_id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres authenticated=rd/postgres service_role=ard/postgres
table vehicle_bets with row level security (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  user_id uuid default auth.uid() not null,
  bet_type text not null,
  prediction jsonb not null,
  predicted_value numeric generated always as app.predicted_value(prediction),
  currency text default 'USD'::text not null,
  question text not null,
  round smallint default 1 not null,
  confidence_percent numeric(5,2) not null,
  stake_amount numeric(12,2) default 0 not null,
  late boolean default false not null,
  by_owner boolean default false not null,
  status text default 'active'::text not null,
  resolved_at timestamp with time zone,
  superseded_by uuid,
  score double precision,
  skill_score double precision,
  peer_score double precision,
  payout numeric(12,2),
  is_in_force boolean generated always as ((status = 'active'::text) OR (score IS NOT NULL)),
  owner_id uuid,
  is_public boolean default false not null,
  client_id uuid,
  created_at timestamp with time zone default now() not null,
  constraint bet_type_is_known CHECK (app.is_bet_type(bet_type)),
  constraint confidence_is_from_0_to_100_percent CHECK (((confidence_percent >= (0)::numeric) AND (confidence_percent <= (100)::numeric))),
  constraint currency_is_three_capital_letters CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint late_claims_carry_no_stake CHECK (((NOT late) OR (stake_amount = (0)::numeric))),
  constraint only_closed_bets_are_paid_out CHECK (((payout IS NULL) OR (status <> 'active'::text))),
  constraint payout_is_not_negative CHECK (((payout >= (0)::numeric) AND (payout <= '1000000000'::numeric))),
  constraint prediction_is_short CHECK ((length((prediction)::text) <= 2000)),
  constraint prediction_is_well_formed CHECK ((jsonb_typeof(prediction) = 'object'::text)),
  constraint resolved_bets_have_a_time CHECK (((status = 'active'::text) = (resolved_at IS NULL))),
  constraint stake_is_from_0_to_100000_points CHECK (((stake_amount >= (0)::numeric) AND (stake_amount <= (100000)::numeric))),
  constraint status_is_known CHECK ((status = ANY (ARRAY['active'::text, 'won'::text, 'lost'::text, 'cancelled'::text]))),
  constraint vehicle_bets_pkey PRIMARY KEY (vehicle_id, id),
  constraint vehicle_bets_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint vehicle_bets_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=ard/postgres
table vehicle_chassis with row level security (
  vehicle_id uuid not null,
  owner_id uuid,
  is_public boolean default false not null,
  number text not null,
  is_shown boolean default false not null,
  updated_at timestamp with time zone default now() not null,
  constraint chassis_number_is_from_1_to_40_characters CHECK ((app.is_readable(number, 40) AND (number !~ '[[:cntrl:]]'::text))),
  constraint chassis_number_is_without_typing_errors CHECK (((length(number) > 40) OR (app.chassis_problem(number) IS NULL))),
  constraint vehicle_chassis_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES auth.users(id) ON DELETE SET NULL,
  constraint vehicle_chassis_pkey PRIMARY KEY (vehicle_id),
  constraint vehicle_chassis_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=rd/postgres service_role=arwd/postgres
table vehicle_details with row level security (
  vehicle_id uuid not null,
  owner_id uuid,
  is_public boolean default false not null,
  "trim" text,
  engine text,
  gearbox text,
  colour text,
  mileage integer,
  mileage_unit text,
  place text,
  updated_at timestamp with time zone default now() not null,
  constraint colour_is_short CHECK (app.is_readable(colour, 120)),
  constraint engine_is_short CHECK (app.is_readable(engine, 120)),
  constraint gearbox_is_short CHECK (app.is_readable(gearbox, 120)),
  constraint mileage_has_a_unit_mi_or_km CHECK ((((mileage IS NULL) = (mileage_unit IS NULL)) AND (mileage_unit = ANY (ARRAY['mi'::text, 'km'::text])))),
  constraint mileage_is_from_0_to_9999999 CHECK (((mileage >= 0) AND (mileage <= 9999999))),
  constraint place_is_in_words_and_not_coordinates CHECK ((place !~ '[°º]|\d[.,]\d{3,}'::text)),
  constraint place_is_short CHECK (app.is_readable(place, 120)),
  constraint trim_is_short CHECK (app.is_readable("trim", 120)),
  constraint vehicle_details_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES auth.users(id) ON DELETE SET NULL,
  constraint vehicle_details_pkey PRIMARY KEY (vehicle_id),
  constraint vehicle_details_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=rd/postgres service_role=arwd/postgres
table vehicle_images with row level security (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  owner_id uuid,
  is_public boolean default false not null,
  image_url text not null,
  caption text,
  alt_text text,
  width integer,
  height integer,
  "position" integer default 0 not null,
  taken_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  view_count bigint default 0 not null,
  last_viewed_at timestamp with time zone,
  like_count bigint default 0 not null,
  comment_count bigint default 0 not null,
  share_count bigint default 0 not null,
  engagement_score numeric(5,2) default 0 not null,
  technical_value numeric(5,2) default 0 not null,
  tag_count integer default 0 not null,
  srcset text,
  placeholder text,
  content_hash text,
  constraint alt_text_is_short CHECK (((alt_text = ''::text) OR app.is_readable(alt_text, 500))),
  constraint caption_is_short CHECK (((caption = ''::text) OR app.is_readable(caption, 500))),
  constraint content_hash_is_a_sha256_in_hex CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)) NOT VALID,
  constraint height_is_from_1_to_100000 CHECK (((height >= 1) AND (height <= 100000))),
  constraint image_url_is_a_path_or_https_address CHECK (((length(image_url) <= 2000) AND (image_url ~ '^(/[^/\\]|https?://)'::text) AND (image_url !~ '[[:cntrl:]\u200b-\u200f\u2060\ufeff]'::text) AND (NOT app.has_bidi_override(image_url)))),
  constraint placeholder_is_a_small_data_url CHECK (((length(placeholder) <= 4000) AND (placeholder ~ '^data:image/(webp|png|jpeg);base64,[A-Za-z0-9+/]+=*$'::text))) NOT VALID,
  constraint position_is_from_0_to_100000 CHECK ((("position" >= 0) AND ("position" <= 100000))),
  constraint srcset_lists_urls_with_widths CHECK (((length(srcset) <= 8000) AND (srcset ~ '^((^|, )(/[^/\\[:space:],]|https?://)[^[:space:],]* [1-9][0-9]{0,5}w)+$'::text))) NOT VALID,
  constraint vehicle_images_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES auth.users(id) ON DELETE SET NULL,
  constraint vehicle_images_pkey PRIMARY KEY (id),
  constraint vehicle_images_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE,
  constraint width_is_from_1_to_100000 CHECK (((width >= 1) AND (width <= 100000)))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=rd/postgres service_role=arwd/postgres
table vehicle_log with row level security (
  vehicle_id uuid not null,
  id uuid default gen_random_uuid() not null,
  owner_id uuid,
  is_public boolean default false not null,
  is_private boolean default false not null,
  kind text not null,
  title text not null,
  happened text not null,
  mileage integer,
  mileage_unit text,
  done_by text,
  notes text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint done_by_is_short CHECK (app.is_readable(done_by, 120)),
  constraint log_happened_is_a_day_month_or_year CHECK (COALESCE((app.first_day_of(happened) >= '1885-01-01'::date), false)),
  constraint log_kind_is_known CHECK ((kind = ANY (ARRAY['build'::text, 'service'::text, 'repair'::text, 'inspection'::text]))),
  constraint log_mileage_has_a_unit_mi_or_km CHECK ((((mileage IS NULL) = (mileage_unit IS NULL)) AND (mileage_unit = ANY (ARRAY['mi'::text, 'km'::text])))),
  constraint log_mileage_is_from_0_to_9999999 CHECK (((mileage >= 0) AND (mileage <= 9999999))),
  constraint log_notes_are_short CHECK (app.is_readable(notes, 4000)),
  constraint log_title_is_from_1_to_200_characters CHECK (app.is_readable(title, 200)),
  constraint vehicle_log_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES auth.users(id) ON DELETE SET NULL,
  constraint vehicle_log_pkey PRIMARY KEY (vehicle_id, id),
  constraint vehicle_log_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=rd/postgres service_role=arwd/postgres
table vehicle_log_bills with row level security (
  vehicle_id uuid not null,
  entry_id uuid not null,
  owner_id uuid,
  is_public boolean default false not null,
  cost numeric(12,2),
  currency text,
  document_id uuid,
  constraint cost_has_a_currency CHECK ((((cost IS NULL) = (currency IS NULL)) AND (currency ~ '^[A-Z]{3}$'::text))),
  constraint cost_is_from_0_to_1e9 CHECK (((cost >= (0)::numeric) AND (cost <= '1000000000'::numeric))),
  constraint vehicle_log_bills_document_id_fkey FOREIGN KEY (document_id) REFERENCES source_documents(id) ON DELETE SET NULL,
  constraint vehicle_log_bills_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES auth.users(id) ON DELETE CASCADE,
  constraint vehicle_log_bills_pkey PRIMARY KEY (vehicle_id, entry_id),
  constraint vehicle_log_bills_vehicle_id_entry_id_fkey FOREIGN KEY (vehicle_id, entry_id) REFERENCES vehicle_log(vehicle_id, id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres authenticated=rd/postgres service_role=arwd/postgres
table vehicle_outcomes with row level security (
  id uuid default gen_random_uuid() not null,
  vehicle_id uuid not null,
  kind text not null,
  value numeric(14,2),
  currency text default 'USD'::text not null,
  sold boolean,
  modification text,
  occurred_at timestamp with time zone not null,
  known_at timestamp with time zone,
  evidence jsonb not null,
  note text,
  reported_by uuid default auth.uid(),
  confirmed_by uuid,
  confirmed_at timestamp with time zone,
  declined_at timestamp with time zone,
  declined_for text,
  owner_id uuid,
  is_public boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint auction_results_say_whether_it_sold CHECK (((kind = 'auction_result'::text) = (sold IS NOT NULL))),
  constraint declined_outcomes_are_not_confirmed CHECK (((declined_at IS NULL) OR (confirmed_at IS NULL))),
  constraint evidence_is_short CHECK ((length((evidence)::text) <= 10000)),
  constraint evidence_is_well_formed CHECK ((app.evidence_problem(evidence) IS NULL)),
  constraint modification_values_name_the_modification CHECK ((((kind = 'modification_value'::text) = (modification IS NOT NULL)) AND app.is_readable(modification, 200))),
  constraint outcome_currency_is_three_capital_letters CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint outcome_kind_is_known CHECK ((kind = ANY (ARRAY['auction_result'::text, 'appraisal'::text, 'build_completed'::text, 'modification_value'::text]))),
  constraint outcome_note_has_1_to_1000_characters CHECK (app.is_readable(note, 1000)),
  constraint outcome_value_is_above_0_and_at_most_1e9 CHECK (((value <= '1000000000'::numeric) AND ((value > (0)::numeric) OR ((kind = 'modification_value'::text) AND (value >= '-1000000000'::numeric))))),
  constraint outcomes_are_declined_for_a_reason CHECK ((((declined_at IS NULL) = (declined_for IS NULL)) AND app.is_readable(declined_for, 1000))),
  constraint outcomes_are_known_after_they_occurred CHECK (((known_at >= occurred_at) AND (known_at <= GREATEST((created_at + '00:05:00'::interval), occurred_at)))),
  constraint outcomes_have_happened CHECK (((occurred_at >= '1885-01-01 00:00:00+00'::timestamp with time zone) AND (occurred_at <= (created_at + '00:05:00'::interval)))),
  constraint outcomes_other_than_builds_have_a_value CHECK (
CASE
    WHEN (kind = 'build_completed'::text) THEN (value IS NULL)
    ELSE ((value IS NOT NULL) OR (NOT sold))
END),
  constraint vehicle_outcomes_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES auth.users(id) ON DELETE SET NULL,
  constraint vehicle_outcomes_pkey PRIMARY KEY (vehicle_id, id),
  constraint vehicle_outcomes_reported_by_fkey FOREIGN KEY (reported_by) REFERENCES auth.users(id) ON DELETE SET NULL,
  constraint vehicle_outcomes_vehicle_id_fkey FOREIGN KEY (vehicle_id) REFERENCES vehicles(id) ON DELETE CASCADE
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=ar/postgres
table vehicles with row level security (
  id uuid default gen_random_uuid() not null,
  user_id uuid default auth.uid(),
  is_public boolean default true not null,
  year smallint,
  make text,
  model text not null,
  description text,
  origin text,
  cylinders smallint,
  displacement_cu_in numeric(6,1),
  horsepower numeric(6,1),
  weight_lb numeric(7,1),
  mpg numeric(5,1),
  acceleration_s numeric(4,1),
  facts_source text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint acceleration_is_plausible CHECK (((acceleration_s > (0)::numeric) AND (acceleration_s <= (99)::numeric))),
  constraint cylinders_are_from_1_to_16 CHECK (((cylinders >= 1) AND (cylinders <= 16))),
  constraint description_is_short CHECK (((description = ''::text) OR app.is_readable(description, 4000))),
  constraint displacement_is_plausible CHECK (((displacement_cu_in > (0)::numeric) AND (displacement_cu_in <= (3000)::numeric))),
  constraint facts_source_is_short CHECK (((facts_source = ''::text) OR app.is_readable(facts_source, 400))),
  constraint horsepower_is_plausible CHECK (((horsepower > (0)::numeric) AND (horsepower <= (5000)::numeric))),
  constraint make_is_short CHECK (((make = ''::text) OR app.is_readable(make, 80))),
  constraint model_is_from_1_to_120_characters CHECK (app.is_readable(model, 120)),
  constraint mpg_is_plausible CHECK (((mpg > (0)::numeric) AND (mpg <= (500)::numeric))),
  constraint origin_is_short CHECK (((origin = ''::text) OR app.is_readable(origin, 80))),
  constraint vehicles_pkey PRIMARY KEY (id),
  constraint vehicles_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE SET NULL,
  constraint weight_is_plausible CHECK (((weight_lb > (0)::numeric) AND (weight_lb <= (99999)::numeric))),
  constraint year_is_from_1885_to_2100 CHECK (((year >= 1885) AND (year <= 2100)))
)
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=rd/postgres service_role=arwd/postgres

-- column grants
column grants on app.bettors: vehicle_id anon=r/postgres authenticated=r/postgres service_role=r/postgres, bet_type anon=r/postgres authenticated=r/postgres service_role=r/postgres, user_id anon=r/postgres authenticated=r/postgres service_role=r/postgres, bets anon=r/postgres authenticated=r/postgres service_role=r/postgres, confidence anon=r/postgres authenticated=r/postgres service_role=r/postgres, value anon=r/postgres authenticated=r/postgres service_role=r/postgres, owner_id anon=r/postgres authenticated=r/postgres service_role=r/postgres, is_public anon=r/postgres authenticated=r/postgres service_role=r/postgres
column grants on app.vote_deltas: vehicle_id anon=r/postgres authenticated=r/postgres service_role=r/postgres, votes anon=r/postgres authenticated=r/postgres service_role=r/postgres, yes anon=r/postgres authenticated=r/postgres service_role=r/postgres, estimates anon=r/postgres authenticated=r/postgres service_role=r/postgres, cents anon=r/postgres authenticated=r/postgres service_role=r/postgres, happened_at anon=r/postgres authenticated=r/postgres service_role=r/postgres, withdrawn anon=r/postgres authenticated=r/postgres service_role=r/postgres
column grants on auction_votes: vehicle_id authenticated=aw/postgres, user_id authenticated=aw/postgres, vote authenticated=aw/postgres, reason authenticated=aw/postgres, estimated_value authenticated=aw/postgres, currency authenticated=aw/postgres, is_private authenticated=aw/postgres, updated_at authenticated=aw/postgres
column grants on comment_reports: interaction_id authenticated=a/postgres, user_id authenticated=a/postgres, reason authenticated=a/postgres
column grants on image_interactions: image_id authenticated=a/postgres, user_id authenticated=a/postgres, interaction_type authenticated=a/postgres, comment_text authenticated=aw/postgres, parent_id authenticated=a/postgres, share_channel authenticated=a/postgres, is_hidden authenticated=w/postgres, client_id authenticated=a/postgres
column grants on image_tags: image_id authenticated=a/postgres, tag authenticated=a/postgres, confidence authenticated=aw/postgres, user_id authenticated=a/postgres
column grants on image_views: image_id anon=a/postgres authenticated=a/postgres service_role=a/postgres, user_id anon=a/postgres authenticated=a/postgres service_role=a/postgres, view_duration_seconds anon=a/postgres authenticated=a/postgres service_role=a/postgres, device_type anon=a/postgres authenticated=a/postgres service_role=a/postgres
column grants on photo_reports: image_id authenticated=a/postgres, user_id authenticated=a/postgres, reason authenticated=a/postgres
column grants on profiles: user_id authenticated=aw/postgres, display_name authenticated=aw/postgres, updated_at authenticated=aw/postgres
column grants on research_reports: vehicle_id authenticated=a/postgres, spec_name authenticated=a/postgres, user_id authenticated=a/postgres, reason authenticated=a/postgres, state service_role=w/postgres
column grants on sources: id service_role=a/postgres, kind service_role=aw/postgres, title service_role=aw/postgres, url service_role=aw/postgres, authority service_role=aw/postgres, licence service_role=aw/postgres, subject service_role=aw/postgres, vehicle_id service_role=a/postgres, crawl service_role=aw/postgres, refetch_every service_role=aw/postgres, next_crawl_at service_role=aw/postgres, crawled_at service_role=w/postgres, changed_at service_role=w/postgres, failures service_role=w/postgres, last_error service_role=w/postgres
column grants on useful_reasons: vehicle_id authenticated=a/postgres, voter_id authenticated=a/postgres, user_id authenticated=a/postgres
column grants on vehicle_bets: vehicle_id authenticated=a/postgres, user_id authenticated=a/postgres, bet_type authenticated=a/postgres, prediction authenticated=a/postgres, currency authenticated=a/postgres, confidence_percent authenticated=a/postgres, stake_amount authenticated=a/postgres, client_id authenticated=a/postgres
column grants on vehicle_chassis: vehicle_id authenticated=a/postgres, number authenticated=aw/postgres, is_shown authenticated=aw/postgres
column grants on vehicle_details: vehicle_id authenticated=a/postgres, "trim" authenticated=aw/postgres, engine authenticated=aw/postgres, gearbox authenticated=aw/postgres, colour authenticated=aw/postgres, mileage authenticated=aw/postgres, mileage_unit authenticated=aw/postgres, place authenticated=aw/postgres
column grants on vehicle_images: id authenticated=a/postgres, vehicle_id authenticated=a/postgres, image_url authenticated=aw/postgres, caption authenticated=aw/postgres, alt_text authenticated=aw/postgres, width authenticated=aw/postgres, height authenticated=aw/postgres, "position" authenticated=aw/postgres, taken_at authenticated=aw/postgres, srcset authenticated=a/postgres, placeholder authenticated=a/postgres, content_hash authenticated=a/postgres
column grants on vehicle_log: vehicle_id authenticated=a/postgres, id authenticated=a/postgres, is_private authenticated=aw/postgres, kind authenticated=aw/postgres, title authenticated=aw/postgres, happened authenticated=aw/postgres, mileage authenticated=aw/postgres, mileage_unit authenticated=aw/postgres, done_by authenticated=aw/postgres, notes authenticated=aw/postgres
column grants on vehicle_log_bills: vehicle_id authenticated=a/postgres, entry_id authenticated=a/postgres, cost authenticated=aw/postgres, currency authenticated=aw/postgres, document_id authenticated=aw/postgres
column grants on vehicle_outcomes: id authenticated=a/postgres, vehicle_id authenticated=a/postgres, kind authenticated=a/postgres, value authenticated=a/postgres, currency authenticated=a/postgres, sold authenticated=a/postgres, modification authenticated=a/postgres, occurred_at authenticated=a/postgres, known_at authenticated=a/postgres, evidence authenticated=a/postgres, note authenticated=a/postgres, reported_by authenticated=a/postgres
column grants on vehicles: id authenticated=aw/postgres, user_id authenticated=aw/postgres, is_public authenticated=aw/postgres, year authenticated=aw/postgres, make authenticated=aw/postgres, model authenticated=aw/postgres, description authenticated=aw/postgres, origin authenticated=aw/postgres, cylinders authenticated=aw/postgres, displacement_cu_in authenticated=aw/postgres, horsepower authenticated=aw/postgres, weight_lb authenticated=aw/postgres, mpg authenticated=aw/postgres, acceleration_s authenticated=aw/postgres, facts_source authenticated=aw/postgres, updated_at authenticated=aw/postgres

-- indexes
CREATE INDEX auction_nominations_lost ON public.auction_nominations USING btree (lost_since) WHERE ((lost_since IS NOT NULL) AND (state = ANY (ARRAY['open'::text, 'accepted'::text])))
CREATE UNIQUE INDEX auction_nominations_one_under_way ON public.auction_nominations USING btree (vehicle_id) WHERE (state = ANY (ARRAY['open'::text, 'accepted'::text, 'live'::text]))
CREATE UNIQUE INDEX auction_nominations_pkey ON public.auction_nominations USING btree (vehicle_id, id)
CREATE UNIQUE INDEX auction_reserves_pkey ON app.auction_reserves USING btree (vehicle_id)
CREATE INDEX auction_results_to_score ON app.auction_results USING btree (vehicle_id) WHERE (scored_at IS NULL)
CREATE UNIQUE INDEX auction_results_pkey ON app.auction_results USING btree (vehicle_id, outcome_id)
CREATE UNIQUE INDEX auction_settings_pkey ON app.auction_settings USING btree (only_row)
CREATE UNIQUE INDEX auction_vote_history_pkey ON app.auction_vote_history USING btree (vehicle_id, id)
CREATE INDEX auction_votes_by_person ON public.auction_votes USING btree (user_id)
CREATE INDEX auction_votes_useful ON public.auction_votes USING btree (vehicle_id, useful_count DESC, created_at DESC, user_id) WHERE ((reason IS NOT NULL) AND (NOT is_private) AND is_counted)
CREATE UNIQUE INDEX auction_votes_by_id ON public.auction_votes USING btree (id)
CREATE UNIQUE INDEX auction_votes_pkey ON public.auction_votes USING btree (vehicle_id, user_id)
CREATE INDEX ballots_by_time ON app.ballots USING btree (vehicle_id, first_voted_at)
CREATE INDEX ballots_to_weigh_again ON app.ballots USING btree (weigh_again_at) WHERE (weigh_again_at IS NOT NULL)
CREATE INDEX ballots_under_review ON app.ballots USING btree (vehicle_id) WHERE (review = 'held'::text)
CREATE UNIQUE INDEX ballots_pkey ON app.ballots USING btree (vehicle_id, user_id)
CREATE UNIQUE INDEX banned_members_pkey ON app.banned_members USING btree (user_id)
CREATE UNIQUE INDEX bet_changes_pkey ON app.bet_changes USING btree (vehicle_id, id)
CREATE UNIQUE INDEX bet_closings_pkey ON public.bet_closings USING btree (vehicle_id, bet_type)
CREATE INDEX bet_disputes_by_person ON public.bet_disputes USING btree (user_id)
CREATE UNIQUE INDEX bet_disputes_pkey ON public.bet_disputes USING btree (vehicle_id, question, round, version, user_id)
CREATE INDEX bet_questions_disputed ON public.bet_questions USING btree (updated_at, vehicle_id, question) WHERE (state = 'disputed'::text)
CREATE INDEX bet_questions_due ON public.bet_questions USING btree (final_at) WHERE (state = 'proposed'::text)
CREATE INDEX bet_questions_settled ON public.bet_questions USING btree (settled_at, vehicle_id, question) WHERE (settled_at IS NOT NULL)
CREATE INDEX bet_questions_unanswered ON public.bet_questions USING btree (bet_type, by_date, created_at) WHERE (state = ANY (ARRAY['open'::text, 'locked'::text]))
CREATE UNIQUE INDEX bet_questions_pkey ON public.bet_questions USING btree (vehicle_id, question, round)
CREATE UNIQUE INDEX bet_sentiments_pkey ON app.bet_sentiments USING btree (vehicle_id, bet_type)
CREATE INDEX bettors_by_time ON app.bettors USING btree (vehicle_id, bet_type, last_bet_at)
CREATE INDEX bettors_by_value ON app.bettors USING btree (vehicle_id, bet_type, value)
CREATE UNIQUE INDEX bettors_pkey ON app.bettors USING btree (vehicle_id, bet_type, user_id)
CREATE UNIQUE INDEX calibration_bins_pkey ON app.calibration_bins USING btree (user_id, bin)
CREATE INDEX comment_reports_by_person ON public.comment_reports USING btree (user_id)
CREATE INDEX comment_reports_open ON public.comment_reports USING btree (created_at) WHERE (state = 'open'::text)
CREATE UNIQUE INDEX comment_reports_pkey ON public.comment_reports USING btree (vehicle_id, interaction_id, user_id)
CREATE INDEX crawl_hosts_due ON app.crawl_hosts USING btree (next_request_at)
CREATE UNIQUE INDEX crawl_hosts_pkey ON app.crawl_hosts USING btree (host)
CREATE UNIQUE INDEX crawl_robots_pkey ON app.crawl_robots USING btree (origin)
CREATE INDEX crawl_runs_by_source ON app.crawl_runs USING btree (source_id, started_at DESC)
CREATE UNIQUE INDEX crawl_runs_open ON app.crawl_runs USING btree (source_id) WHERE (finished_at IS NULL)
CREATE UNIQUE INDEX crawl_runs_pkey ON app.crawl_runs USING btree (id)
CREATE INDEX crawl_urls_due ON app.crawl_urls USING btree (host, next_fetch_at) WHERE (next_fetch_at IS NOT NULL)
CREATE INDEX crawl_urls_due_by_source ON app.crawl_urls USING btree (source_id, next_fetch_at) WHERE (next_fetch_at IS NOT NULL)
CREATE INDEX crawl_urls_under_way ON app.crawl_urls USING btree (source_id) WHERE (requested_at IS NOT NULL)
CREATE UNIQUE INDEX crawl_urls_pkey ON app.crawl_urls USING btree (source_id, url)
CREATE UNIQUE INDEX one_document_a_text ON app.crawl_urls USING btree (source_id, text_sha256) WHERE has_document
CREATE UNIQUE INDEX crowd_forecasts_pkey ON app.crowd_forecasts USING btree (vehicle_id, question, round)
CREATE INDEX crowds_by_people ON app.crowds USING btree (vehicle_id, bet_type, people DESC)
CREATE UNIQUE INDEX crowds_pkey ON app.crowds USING btree (vehicle_id, topic, round)
CREATE UNIQUE INDEX digests_pkey ON app.digests USING btree (user_id)
CREATE UNIQUE INDEX estimate_tallies_pkey ON app.estimate_tallies USING btree (vehicle_id, class)
CREATE UNIQUE INDEX finder_counted_pkey ON app.finder_counted USING btree (only_one)
CREATE INDEX finder_terms_by_trigram ON app.finder_terms USING gin (word extensions.gin_trgm_ops) WHERE is_word
CREATE INDEX finder_terms_in_bytes ON app.finder_terms USING btree (word COLLATE "C")
CREATE UNIQUE INDEX finder_terms_pkey ON app.finder_terms USING btree (word)
CREATE UNIQUE INDEX folds_pkey ON app.folds USING btree (name)
CREATE INDEX follows_of_person ON public.follows USING btree (person_id, user_id) WHERE (person_id IS NOT NULL)
CREATE INDEX follows_of_vehicle ON public.follows USING btree (vehicle_id, question, user_id) WHERE (vehicle_id IS NOT NULL)
CREATE UNIQUE INDEX followed_once ON public.follows USING btree (user_id, vehicle_id, question, person_id) NULLS NOT DISTINCT
CREATE UNIQUE INDEX follows_pkey ON public.follows USING btree (id)
CREATE UNIQUE INDEX forecast_settings_pkey ON app.forecast_settings USING btree (only_row)
CREATE INDEX forecast_skips_by_person ON public.forecast_skips USING btree (user_id)
CREATE UNIQUE INDEX forecast_skips_pkey ON public.forecast_skips USING btree (vehicle_id, user_id, bet_type)
CREATE UNIQUE INDEX forecaster_changes_pkey ON app.forecaster_changes USING btree (user_id, id)
CREATE INDEX forecaster_standings_by_person ON app.forecaster_standings USING btree (user_id)
CREATE INDEX forecaster_standings_in_order ON app.forecaster_standings USING btree (period, make, rating DESC) WHERE (bets > 0)
CREATE UNIQUE INDEX forecaster_standings_pkey ON app.forecaster_standings USING btree (period, make, user_id)
CREATE UNIQUE INDEX forecasters_pkey ON app.forecasters USING btree (user_id)
CREATE UNIQUE INDEX gone_ids_pkey ON app.gone_ids USING btree (id, kind)
CREATE INDEX held_comments_by_time ON app.held_comments USING btree (held_at DESC)
CREATE UNIQUE INDEX held_comments_pkey ON app.held_comments USING btree (vehicle_id, interaction_id)
CREATE INDEX held_photos_by_hash ON app.held_photos USING btree (content_hash)
CREATE INDEX held_photos_by_time ON app.held_photos USING btree (held_at DESC)
CREATE UNIQUE INDEX held_photos_image_id_key ON app.held_photos USING btree (image_id)
CREATE UNIQUE INDEX held_photos_pkey ON app.held_photos USING btree (vehicle_id, image_id)
CREATE INDEX image_attention_waiting ON app.image_attention USING btree (image_id) WHERE (waiting_since IS NOT NULL)
CREATE UNIQUE INDEX image_attention_pkey ON app.image_attention USING btree (image_id, vehicle_id)
CREATE INDEX image_interactions_by_id ON public.image_interactions USING btree (id)
CREATE INDEX image_interactions_by_image ON public.image_interactions USING btree (image_id, interaction_type, created_at)
CREATE INDEX image_interactions_by_parent ON public.image_interactions USING btree (vehicle_id, parent_id) WHERE (parent_id IS NOT NULL)
CREATE INDEX image_interactions_by_person ON public.image_interactions USING btree (user_id, created_at, id)
CREATE UNIQUE INDEX image_interactions_one_like ON public.image_interactions USING btree (vehicle_id, image_id, user_id) WHERE (interaction_type = 'like'::text)
CREATE UNIQUE INDEX image_interactions_pkey ON public.image_interactions USING btree (vehicle_id, id)
CREATE UNIQUE INDEX image_interactions_sent_once ON public.image_interactions USING btree (user_id, client_id) WHERE (client_id IS NOT NULL)
CREATE INDEX image_tags_by_image ON public.image_tags USING btree (image_id)
CREATE INDEX image_tags_by_person ON public.image_tags USING btree (user_id)
CREATE UNIQUE INDEX image_tags_pkey ON public.image_tags USING btree (vehicle_id, image_id, tag)
CREATE INDEX image_views_by_person ON ONLY public.image_views USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_by_xact ON ONLY public.image_views USING btree (xact)
CREATE UNIQUE INDEX image_views_pkey ON ONLY public.image_views USING btree (vehicle_id, id, viewed_at)
CREATE INDEX image_views_20261109_user_id_viewed_at_idx ON app.image_views_20261109 USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_20261109_xact_idx ON app.image_views_20261109 USING btree (xact)
CREATE UNIQUE INDEX image_views_20261109_pkey ON app.image_views_20261109 USING btree (vehicle_id, id, viewed_at)
CREATE INDEX image_views_20261116_user_id_viewed_at_idx ON app.image_views_20261116 USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_20261116_xact_idx ON app.image_views_20261116 USING btree (xact)
CREATE UNIQUE INDEX image_views_20261116_pkey ON app.image_views_20261116 USING btree (vehicle_id, id, viewed_at)
CREATE INDEX image_views_20261123_user_id_viewed_at_idx ON app.image_views_20261123 USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_20261123_xact_idx ON app.image_views_20261123 USING btree (xact)
CREATE UNIQUE INDEX image_views_20261123_pkey ON app.image_views_20261123 USING btree (vehicle_id, id, viewed_at)
CREATE INDEX image_views_20261130_user_id_viewed_at_idx ON app.image_views_20261130 USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_20261130_xact_idx ON app.image_views_20261130 USING btree (xact)
CREATE UNIQUE INDEX image_views_20261130_pkey ON app.image_views_20261130 USING btree (vehicle_id, id, viewed_at)
CREATE INDEX image_views_20261207_user_id_viewed_at_idx ON app.image_views_20261207 USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_20261207_xact_idx ON app.image_views_20261207 USING btree (xact)
CREATE UNIQUE INDEX image_views_20261207_pkey ON app.image_views_20261207 USING btree (vehicle_id, id, viewed_at)
CREATE INDEX image_views_20261214_user_id_viewed_at_idx ON app.image_views_20261214 USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_20261214_xact_idx ON app.image_views_20261214 USING btree (xact)
CREATE UNIQUE INDEX image_views_20261214_pkey ON app.image_views_20261214 USING btree (vehicle_id, id, viewed_at)
CREATE INDEX image_views_20261221_user_id_viewed_at_idx ON app.image_views_20261221 USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_20261221_xact_idx ON app.image_views_20261221 USING btree (xact)
CREATE UNIQUE INDEX image_views_20261221_pkey ON app.image_views_20261221 USING btree (vehicle_id, id, viewed_at)
CREATE INDEX image_views_20261228_user_id_viewed_at_idx ON app.image_views_20261228 USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_20261228_xact_idx ON app.image_views_20261228 USING btree (xact)
CREATE UNIQUE INDEX image_views_20261228_pkey ON app.image_views_20261228 USING btree (vehicle_id, id, viewed_at)
CREATE INDEX image_views_20270104_user_id_viewed_at_idx ON app.image_views_20270104 USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_20270104_xact_idx ON app.image_views_20270104 USING btree (xact)
CREATE UNIQUE INDEX image_views_20270104_pkey ON app.image_views_20270104 USING btree (vehicle_id, id, viewed_at)
CREATE INDEX image_views_20270111_user_id_viewed_at_idx ON app.image_views_20270111 USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_20270111_xact_idx ON app.image_views_20270111 USING btree (xact)
CREATE UNIQUE INDEX image_views_20270111_pkey ON app.image_views_20270111 USING btree (vehicle_id, id, viewed_at)
CREATE INDEX image_views_20270118_user_id_viewed_at_idx ON app.image_views_20270118 USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_20270118_xact_idx ON app.image_views_20270118 USING btree (xact)
CREATE UNIQUE INDEX image_views_20270118_pkey ON app.image_views_20270118 USING btree (vehicle_id, id, viewed_at)
CREATE INDEX image_views_rest_user_id_viewed_at_idx ON app.image_views_rest USING btree (user_id, viewed_at) WHERE (user_id IS NOT NULL)
CREATE INDEX image_views_rest_xact_idx ON app.image_views_rest USING btree (xact)
CREATE UNIQUE INDEX image_views_rest_pkey ON app.image_views_rest USING btree (vehicle_id, id, viewed_at)
CREATE INDEX interaction_changes_by_xact ON app.interaction_changes USING btree (xact)
CREATE UNIQUE INDEX interaction_changes_pkey ON app.interaction_changes USING btree (vehicle_id, id)
CREATE UNIQUE INDEX jobs_pkey ON app.jobs USING btree (name)
CREATE INDEX kept_records_by_person ON app.kept_records USING btree (user_id)
CREATE UNIQUE INDEX kept_records_pkey ON app.kept_records USING btree (id)
CREATE UNIQUE INDEX ledger_clock_pkey ON app.ledger_clock USING btree (id)
CREATE INDEX listing_sales_by_words ON app.listing_sales USING gin (model_words)
CREATE UNIQUE INDEX listing_sales_pkey ON app.listing_sales USING btree (document_id)
CREATE INDEX news_by_vehicle ON app.news USING btree (vehicle_id)
CREATE INDEX news_to_tell ON app.news USING btree (created_at, id) WHERE (done_at IS NULL)
CREATE UNIQUE INDEX news_happen_once ON app.news USING btree (kind, identity)
CREATE UNIQUE INDEX news_pkey ON app.news USING btree (id)
CREATE UNIQUE INDEX notice_kinds_pkey ON app.notice_kinds USING btree (kind)
CREATE UNIQUE INDEX notice_kinds_place_key ON app.notice_kinds USING btree (place)
CREATE INDEX notice_wishes_by_kind ON app.notice_wishes USING btree (kind)
CREATE UNIQUE INDEX notice_wishes_pkey ON app.notice_wishes USING btree (user_id, kind)
CREATE INDEX notices_await_digest ON public.notices USING btree (user_id, created_at) WHERE (in_digest AND (digested_at IS NULL))
CREATE INDEX notices_by_person ON public.notices USING btree (user_id, created_at DESC)
CREATE INDEX notices_by_vehicle ON public.notices USING btree (vehicle_id)
CREATE UNIQUE INDEX notices_pkey ON public.notices USING btree (user_id, id)
CREATE UNIQUE INDEX notices_tell_once ON public.notices USING btree (kind, news_id, user_id)
CREATE INDEX operator_acts_by_subject ON app.operator_acts USING btree (about, at DESC)
CREATE INDEX operator_acts_by_time ON app.operator_acts USING btree (at DESC)
CREATE UNIQUE INDEX operator_acts_pkey ON app.operator_acts USING btree (id)
CREATE INDEX outbox_by_person ON app.outbox USING btree (user_id) WHERE (user_id IS NOT NULL)
CREATE UNIQUE INDEX outbox_pkey ON app.outbox USING btree (id)
CREATE INDEX outbox_deliveries_due ON app.outbox_deliveries USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL)
CREATE UNIQUE INDEX outbox_deliveries_pkey ON app.outbox_deliveries USING btree (outbox_id, channel)
CREATE INDEX photo_files_by_image ON app.photo_files USING btree (image_id) WHERE (image_id IS NOT NULL)
CREATE INDEX photo_files_removed ON app.photo_files USING btree (removed_at) WHERE (image_id IS NULL)
CREATE UNIQUE INDEX photo_files_pkey ON app.photo_files USING btree (vehicle_id, content_hash)
CREATE UNIQUE INDEX photo_pass_keys_pkey ON app.photo_pass_keys USING btree (only_one)
CREATE INDEX photo_reports_by_person ON public.photo_reports USING btree (user_id)
CREATE INDEX photo_reports_by_photo ON public.photo_reports USING btree (image_id)
CREATE INDEX photo_reports_open ON public.photo_reports USING btree (created_at) WHERE (state = 'open'::text)
CREATE UNIQUE INDEX photo_reports_pkey ON public.photo_reports USING btree (vehicle_id, image_id, user_id)
CREATE INDEX point_accounts_by_person ON app.point_accounts USING btree (person_id)
CREATE INDEX point_accounts_owing ON app.point_accounts USING btree (user_id) WHERE owing
CREATE INDEX point_accounts_to_close ON app.point_accounts USING btree (user_id) WHERE left_behind
CREATE UNIQUE INDEX point_accounts_pkey ON app.point_accounts USING btree (user_id)
CREATE INDEX point_entries_by_person ON app.point_entries USING btree (user_id, id)
CREATE INDEX point_entries_by_transfer ON app.point_entries USING btree (transfer_id)
CREATE UNIQUE INDEX point_entries_pkey ON app.point_entries USING btree (id)
CREATE UNIQUE INDEX point_transfers_pkey ON app.point_transfers USING btree (id)
CREATE UNIQUE INDEX point_transfers_reverse_once ON app.point_transfers USING btree (reverses) WHERE (reverses IS NOT NULL)
CREATE UNIQUE INDEX point_transfers_settle_once ON app.point_transfers USING btree (vehicle_id, question, round, version) WHERE (kind = ANY (ARRAY['settled'::text, 'annulled'::text]))
CREATE UNIQUE INDEX display_names_do_not_look_alike ON public.profiles USING btree (app.name_skeleton(display_name))
CREATE UNIQUE INDEX profiles_pkey ON public.profiles USING btree (user_id)
CREATE UNIQUE INDEX public_vehicles_rule_pkey ON app.public_vehicles_rule USING btree (only_one)
CREATE UNIQUE INDEX question_openings_pkey ON app.question_openings USING btree (user_id, day)
CREATE UNIQUE INDEX rate_windows_pkey ON app.rate_windows USING btree (subject, starts_at)
CREATE INDEX research_calls_by_day ON app.research_calls USING btree (day)
CREATE UNIQUE INDEX research_calls_pkey ON app.research_calls USING btree (id)
CREATE INDEX research_evidence_by_question ON app.research_evidence USING btree (vehicle_id, spec_name)
CREATE UNIQUE INDEX research_evidence_pkey ON app.research_evidence USING btree (document_id, vehicle_id, spec_name)
CREATE UNIQUE INDEX research_leases_pkey ON app.research_leases USING btree (vehicle_id, spec_name)
CREATE INDEX research_reports_by_author ON public.research_reports USING btree (user_id)
CREATE INDEX research_reports_open ON public.research_reports USING btree (created_at) WHERE (state = 'open'::text)
CREATE UNIQUE INDEX research_reports_pkey ON public.research_reports USING btree (vehicle_id, spec_name, user_id)
CREATE UNIQUE INDEX research_spending_pkey ON app.research_spending USING btree (day, scope)
CREATE INDEX research_waiting_by_make ON app.research_waiting USING btree (make)
CREATE UNIQUE INDEX research_waiting_pkey ON app.research_waiting USING btree (vehicle_id, spec_name)
CREATE UNIQUE INDEX set_aside_pkey ON app.set_aside USING btree (work, item)
CREATE UNIQUE INDEX settings_pkey ON app.settings USING btree (name)
CREATE UNIQUE INDEX settlement_settings_pkey ON app.settlement_settings USING btree (only_row)
CREATE INDEX source_aliases_by_first_word ON app.source_aliases USING btree ((words[1]))
CREATE UNIQUE INDEX source_aliases_pkey ON app.source_aliases USING btree (phrase)
CREATE INDEX source_chunks_by_owner ON public.source_chunks USING btree (owner_id) WHERE (owner_id IS NOT NULL)
CREATE INDEX source_chunks_by_source ON public.source_chunks USING btree (source_id)
CREATE UNIQUE INDEX a_chunk_has_its_place ON public.source_chunks USING btree (document_id, "position")
CREATE UNIQUE INDEX source_chunks_pkey ON public.source_chunks USING btree (id)
CREATE INDEX source_documents_by_owner ON public.source_documents USING btree (owner_id) WHERE (owner_id IS NOT NULL)
CREATE INDEX source_documents_by_vehicle ON public.source_documents USING btree (vehicle_id) WHERE (vehicle_id IS NOT NULL)
CREATE UNIQUE INDEX a_version_is_stored_once ON public.source_documents USING btree (source_id, key, version)
CREATE UNIQUE INDEX source_documents_current ON public.source_documents USING btree (source_id, key COLLATE "C") WHERE is_current
CREATE UNIQUE INDEX source_documents_pkey ON public.source_documents USING btree (id)
CREATE INDEX source_index_by_kind ON app.source_index USING btree (kind)
CREATE INDEX source_index_by_owner ON app.source_index USING btree (owner_id) WHERE (NOT is_public)
CREATE INDEX source_index_by_scope ON app.source_index USING btree (scope_id)
CREATE INDEX source_index_by_source ON app.source_index USING btree (source_id)
CREATE INDEX source_index_by_term ON app.source_index USING gin (terms) WITH (fastupdate=off) WHERE is_public
CREATE UNIQUE INDEX source_index_pkey ON app.source_index USING btree (chunk_id)
CREATE INDEX source_pending_in_order ON app.source_pending USING btree (place)
CREATE UNIQUE INDEX source_pending_pkey ON app.source_pending USING btree (chunk_id)
CREATE UNIQUE INDEX source_refusals_pkey ON app.source_refusals USING btree (source_id, item, n)
CREATE UNIQUE INDEX a_scope_is_there_once ON app.source_scopes USING btree (make_words, model_words, year_from, year_to, vehicle_id) NULLS NOT DISTINCT
CREATE UNIQUE INDEX source_scopes_pkey ON app.source_scopes USING btree (id)
CREATE UNIQUE INDEX source_stats_pkey ON app.source_stats USING btree (only_one)
CREATE INDEX source_terms_by_trigram ON app.source_terms USING gin (lexeme extensions.gin_trgm_ops)
CREATE UNIQUE INDEX source_terms_by_lexeme ON app.source_terms USING btree (lexeme)
CREATE UNIQUE INDEX source_terms_pkey ON app.source_terms USING btree (id)
CREATE UNIQUE INDEX source_texts_pkey ON app.source_texts USING btree (document_id)
CREATE UNIQUE INDEX source_unindexed_pkey ON app.source_unindexed USING btree (chunk_id)
CREATE INDEX sources_by_next_crawl ON public.sources USING btree (next_crawl_at) WHERE (next_crawl_at IS NOT NULL)
CREATE INDEX sources_by_owner ON public.sources USING btree (owner_id) WHERE (owner_id IS NOT NULL)
CREATE INDEX sources_by_vehicle ON public.sources USING btree (vehicle_id) WHERE (vehicle_id IS NOT NULL)
CREATE UNIQUE INDEX sources_pkey ON public.sources USING btree (id)
CREATE UNIQUE INDEX spec_research_cache_pkey ON public.spec_research_cache USING btree (vehicle_id, spec_name)
CREATE UNIQUE INDEX standing_changes_pkey ON app.standing_changes USING btree (id)
CREATE UNIQUE INDEX tag_vocabulary_pkey ON public.tag_vocabulary USING btree (tag)
CREATE UNIQUE INDEX told_forecasts_pkey ON app.told_forecasts USING btree (vehicle_id, topic, round)
CREATE UNIQUE INDEX trusted_reporters_pkey ON public.trusted_reporters USING btree (user_id)
CREATE INDEX useful_reasons_by_person ON public.useful_reasons USING btree (user_id)
CREATE UNIQUE INDEX useful_reasons_pkey ON public.useful_reasons USING btree (vehicle_id, voter_id, user_id)
CREATE INDEX vehicle_bets_by_person ON public.vehicle_bets USING btree (user_id, created_at, id)
CREATE INDEX vehicle_bets_by_vehicle ON public.vehicle_bets USING btree (vehicle_id, bet_type, user_id)
CREATE UNIQUE INDEX vehicle_bets_one_in_force ON public.vehicle_bets USING btree (vehicle_id, user_id, question, round) WHERE is_in_force
CREATE UNIQUE INDEX vehicle_bets_pkey ON public.vehicle_bets USING btree (vehicle_id, id)
CREATE UNIQUE INDEX vehicle_bets_sent_once ON public.vehicle_bets USING btree (user_id, client_id) WHERE (client_id IS NOT NULL)
CREATE INDEX vehicle_chassis_by_owner ON public.vehicle_chassis USING btree (owner_id) WHERE (owner_id IS NOT NULL)
CREATE UNIQUE INDEX vehicle_chassis_pkey ON public.vehicle_chassis USING btree (vehicle_id)
CREATE INDEX vehicle_details_by_owner ON public.vehicle_details USING btree (owner_id) WHERE (owner_id IS NOT NULL)
CREATE UNIQUE INDEX vehicle_details_pkey ON public.vehicle_details USING btree (vehicle_id)
CREATE INDEX vehicle_finder_attention ON app.vehicle_finder USING btree (attention DESC, vehicle_id DESC) WHERE is_public
CREATE INDEX vehicle_finder_described ON app.vehicle_finder USING btree (described_at)
CREATE INDEX vehicle_finder_make ON app.vehicle_finder USING btree (make, added_at DESC, vehicle_id DESC) WHERE is_public
CREATE INDEX vehicle_finder_movement ON app.vehicle_finder USING btree (abs(movement) DESC, vehicle_id DESC) WHERE is_public
CREATE INDEX vehicle_finder_newest ON app.vehicle_finder USING btree (added_at DESC, vehicle_id DESC) WHERE is_public
CREATE INDEX vehicle_finder_ranked ON app.vehicle_finder USING btree (ranked_at)
CREATE INDEX vehicle_finder_readiness ON app.vehicle_finder USING btree (readiness DESC, vehicle_id DESC) WHERE is_public
CREATE INDEX vehicle_finder_sold ON app.vehicle_finder USING btree (added_at DESC, vehicle_id DESC) WHERE (is_public AND is_sold)
CREATE INDEX vehicle_finder_verdict ON app.vehicle_finder USING btree (verdict) WHERE (is_public AND (verdict IS NOT NULL))
CREATE INDEX vehicle_finder_words ON app.vehicle_finder USING gin (words) WHERE is_public
CREATE INDEX vehicle_finder_year ON app.vehicle_finder USING btree (year) WHERE is_public
CREATE UNIQUE INDEX vehicle_finder_pkey ON app.vehicle_finder USING btree (vehicle_id)
CREATE INDEX vehicle_images_by_owner ON public.vehicle_images USING btree (owner_id)
CREATE INDEX vehicle_images_by_vehicle ON public.vehicle_images USING btree (vehicle_id, "position")
CREATE UNIQUE INDEX vehicle_images_pkey ON public.vehicle_images USING btree (id)
CREATE INDEX vehicle_log_by_owner ON public.vehicle_log USING btree (owner_id) WHERE (owner_id IS NOT NULL)
CREATE UNIQUE INDEX vehicle_log_pkey ON public.vehicle_log USING btree (vehicle_id, id)
CREATE INDEX vehicle_log_bills_by_document ON public.vehicle_log_bills USING btree (document_id) WHERE (document_id IS NOT NULL)
CREATE INDEX vehicle_log_bills_by_owner ON public.vehicle_log_bills USING btree (owner_id) WHERE (owner_id IS NOT NULL)
CREATE UNIQUE INDEX vehicle_log_bills_pkey ON public.vehicle_log_bills USING btree (vehicle_id, entry_id)
CREATE INDEX vehicle_offers_by_giver ON app.vehicle_offers USING btree (giver_id)
CREATE INDEX vehicle_offers_by_taker ON app.vehicle_offers USING btree (taker_id) WHERE (taker_id IS NOT NULL)
CREATE UNIQUE INDEX vehicle_offers_pkey ON app.vehicle_offers USING btree (vehicle_id)
CREATE INDEX vehicle_outcomes_by_confirmer ON public.vehicle_outcomes USING btree (confirmed_by) WHERE (confirmed_by IS NOT NULL)
CREATE INDEX vehicle_outcomes_by_id ON public.vehicle_outcomes USING btree (id)
CREATE INDEX vehicle_outcomes_by_kind ON public.vehicle_outcomes USING btree (vehicle_id, kind, occurred_at)
CREATE INDEX vehicle_outcomes_by_reporter ON public.vehicle_outcomes USING btree (reported_by) WHERE (reported_by IS NOT NULL)
CREATE INDEX vehicle_outcomes_unconfirmed ON public.vehicle_outcomes USING btree (created_at, id) WHERE ((confirmed_at IS NULL) AND (declined_at IS NULL))
CREATE UNIQUE INDEX vehicle_outcomes_pkey ON public.vehicle_outcomes USING btree (vehicle_id, id)
CREATE UNIQUE INDEX vehicle_viewers_pkey ON app.vehicle_viewers USING btree (viewer, vehicle_id)
CREATE INDEX vehicles_by_make ON public.vehicles USING btree (make) WHERE is_public
CREATE INDEX vehicles_by_owner ON public.vehicles USING btree (user_id)
CREATE INDEX vehicles_newest ON public.vehicles USING btree (created_at DESC, id DESC) WHERE is_public
CREATE UNIQUE INDEX vehicles_pkey ON public.vehicles USING btree (id)
CREATE UNIQUE INDEX verdict_changes_pkey ON app.verdict_changes USING btree (vehicle_id, id)
CREATE UNIQUE INDEX view_rollups_pkey ON app.view_rollups USING btree (vehicle_id, grain, starts_at, image_id, device_type)
CREATE UNIQUE INDEX viewer_keys_pkey ON app.viewer_keys USING btree (day)
CREATE INDEX vote_closeness_by_person ON app.vote_closeness USING btree (user_id)
CREATE UNIQUE INDEX vote_closeness_pkey ON app.vote_closeness USING btree (vehicle_id, outcome_id, user_id)
CREATE INDEX vote_deltas_by_vehicle ON app.vote_deltas USING btree (vehicle_id)
CREATE UNIQUE INDEX vote_pace_pkey ON app.vote_pace USING btree (user_id)
CREATE INDEX vote_tallies_ready ON app.vote_tallies USING btree (wilson_lower DESC, vehicle_id) WHERE (verdict = 'ready'::text)
CREATE UNIQUE INDEX vote_tallies_pkey ON app.vote_tallies USING btree (vehicle_id)
CREATE INDEX write_paces_by_time ON app.write_paces USING btree (starts_at)
CREATE UNIQUE INDEX write_paces_pkey ON app.write_paces USING btree (subject, kind, starts_at)

-- views
view app.reports with (security_invoker=true)
 SELECT 'comment'::text AS kind,
    r.vehicle_id,
    r.interaction_id::text AS thing,
    r.interaction_id AS thing_id,
    r.user_id,
    r.reason,
    r.state,
    r.created_at
   FROM comment_reports r
UNION ALL
 SELECT 'photo'::text AS kind,
    r.vehicle_id,
    r.image_id::text AS thing,
    r.image_id AS thing_id,
    r.user_id,
    r.reason,
    r.state,
    r.created_at
   FROM photo_reports r
UNION ALL
 SELECT 'answer'::text AS kind,
    r.vehicle_id,
    r.spec_name AS thing,
    NULL::uuid AS thing_id,
    r.user_id,
    r.reason,
    r.state,
    r.created_at
   FROM research_reports r;
  grants: postgres=arwdDxtm/postgres
view auction_afterwards with (security_invoker=true)
 SELECT vehicle_id,
    outcome_id,
    occurred_at,
    sold,
    hammer,
    currency,
    verdict,
    effective_votes,
    effective_yes,
    total_votes,
    yes_votes,
    estimates,
    p25_estimate,
    median_estimate,
    p75_estimate,
        CASE
            WHEN sold THEN ln((median_estimate / hammer)::double precision)
            ELSE NULL::double precision
        END AS median_miss
   FROM app.auction_results r;
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
view auction_ready with (security_invoker=true)
 SELECT t.vehicle_id,
    t.wilson_lower,
    t.wilson_upper,
    t.effective_votes,
    t.effective_yes,
    t.total_votes,
    t.yes_votes,
    t.median_estimated_value,
    t.verdict_reason,
    t.verdict_since,
    n.id AS nomination_id,
    n.state AS nomination_state,
    n.auction_url,
    n.starts_at,
    n.ends_at
   FROM app.vote_tallies t
     LEFT JOIN auction_nominations n ON n.vehicle_id = t.vehicle_id AND (n.state = ANY (ARRAY['open'::text, 'accepted'::text, 'live'::text]))
     LEFT JOIN app.auction_results s ON s.vehicle_id = t.vehicle_id AND s.sold AND s.occurred_at > (now() - '1 year'::interval)
  WHERE t.verdict = 'ready'::text AND s.vehicle_id IS NULL;
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
view auction_vote_closeness with (security_invoker=true)
 SELECT vehicle_id,
    outcome_id,
    user_id,
    vote,
    estimated_value,
    hammer,
    currency,
    miss,
    place
   FROM app.vote_closeness c;
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
view auction_vote_summary with (security_invoker=true)
 SELECT v.id AS vehicle_id,
    COALESCE(t.total_votes, 0::bigint) + COALESCE(p.votes, 0::bigint) AS total_votes,
    COALESCE(t.yes_votes, 0::bigint) + COALESCE(p.yes, 0::bigint) AS yes_votes,
    COALESCE(t.total_votes - t.yes_votes, 0::bigint) + COALESCE(p.votes - p.yes, 0::bigint) AS no_votes,
    COALESCE(round(100.0 * (COALESCE(t.yes_votes, 0::bigint) + COALESCE(p.yes, 0::bigint))::numeric / NULLIF(COALESCE(t.total_votes, 0::bigint) + COALESCE(p.votes, 0::bigint), 0)::numeric, 1), 0::numeric) AS yes_percent,
    round((COALESCE(t.cents, 0::numeric) + COALESCE(p.cents, 0::numeric)) / NULLIF(COALESCE(t.estimates, 0::bigint) + COALESCE(p.estimates, 0::bigint), 0)::numeric / 100::numeric, 2) AS avg_estimated_value,
        CASE
            WHEN (COALESCE(t.total_votes, 0::bigint) + COALESCE(p.votes, 0::bigint)) > 0 THEN GREATEST(t.last_vote_at, p.last_vote_at)
            ELSE NULL::timestamp with time zone
        END AS last_vote_at,
    COALESCE(t.wilson_lower, 0::double precision) AS wilson_lower,
    COALESCE(t.wilson_upper, 1::double precision) AS wilson_upper,
    COALESCE(t.effective_votes, 0::double precision) AS effective_votes,
    COALESCE(t.effective_yes, 0::double precision) AS effective_yes,
    t.median_estimated_value,
    t.p25_estimated_value,
    t.p75_estimated_value,
    COALESCE(t.verdict, 'undecided'::text) AS verdict,
        CASE
            WHEN (COALESCE(t.total_votes, 0::bigint) + COALESCE(p.votes, 0::bigint)) = 0 OR COALESCE(t.verdict_reason, 'Nobody has voted yet.'::text) <> 'Nobody has voted yet.'::text THEN COALESCE(t.verdict_reason, 'Nobody has voted yet.'::text)
            WHEN p.vehicle_id IS NOT NULL THEN 'The first votes are being weighed.'::text
            ELSE 'No vote that carries weight has been cast yet.'::text
        END AS verdict_reason,
    t.verdict_since,
        CASE
            WHEN t.vehicle_id IS NULL THEN app.least_votes()
            ELSE t.votes_needed
        END AS votes_needed,
    COALESCE(t.cohorts, '[]'::jsonb) AS cohorts,
    r.reserve,
    r.currency AS reserve_currency,
    r.chance AS chance_at_reserve,
    COALESCE(t.held_votes, 0::bigint) AS held_votes
   FROM vehicles v
     LEFT JOIN app.vote_tallies t ON t.vehicle_id = v.id
     LEFT JOIN app.auction_reserves r ON r.vehicle_id = v.id
     LEFT JOIN ( SELECT d.vehicle_id,
            sum(d.votes) AS votes,
            sum(d.yes) AS yes,
            sum(d.estimates) AS estimates,
            sum(d.cents) AS cents,
            max(d.happened_at) FILTER (WHERE NOT d.withdrawn) AS last_vote_at
           FROM app.vote_deltas d
          GROUP BY d.vehicle_id) p ON p.vehicle_id = v.id;
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
view forecaster_leaderboard with (security_invoker=true)
 SELECT period,
    make,
    user_id,
    rank() OVER (PARTITION BY period, make ORDER BY rating DESC) AS rank,
    rating,
    bets,
    compared AS bets_compared,
    round(peer_total / NULLIF(compared, 0)::numeric, 6) AS peer_score,
    round(skill_total / NULLIF(bets, 0)::numeric, 6) AS skill_score,
    points_total AS points
   FROM app.forecaster_standings s
  WHERE bets > 0;
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
view point_balances with (security_invoker=true)
 SELECT a.user_id,
    a.available,
    a.escrow,
    a.owed
   FROM app.point_accounts a
UNION ALL
 SELECT n.user_id,
    app.starting_points() AS available,
    0.00 AS escrow,
    0.00 AS owed
   FROM ( SELECT ( SELECT auth.uid() AS uid) AS user_id) n
  WHERE n.user_id IS NOT NULL AND NOT (EXISTS ( SELECT
           FROM app.point_accounts a
          WHERE a.user_id = n.user_id));
  grants: postgres=arwdDxtm/postgres authenticated=r/postgres service_role=r/postgres
view point_history with (security_invoker=true)
 SELECT e.user_id,
    t.made_at,
    t.kind,
    t.id AS transfer_id,
    e.bet_id,
    t.vehicle_id,
    t.question,
    e.available,
    e.escrow,
    e.owed
   FROM ( SELECT x.user_id,
            x.transfer_id,
            x.bet_id,
            COALESCE(sum(x.amount) FILTER (WHERE x.account = 'available'::text), 0::numeric) AS available,
            COALESCE(sum(x.amount) FILTER (WHERE x.account = 'escrow'::text), 0::numeric) AS escrow,
            COALESCE(- sum(x.amount) FILTER (WHERE x.account = 'owed'::text), 0::numeric) AS owed
           FROM app.point_entries x
          WHERE x.user_id IS NOT NULL
          GROUP BY x.user_id, x.transfer_id, x.bet_id) e
     JOIN app.point_transfers t ON t.id = e.transfer_id;
  grants: postgres=arwdDxtm/postgres authenticated=r/postgres service_role=r/postgres
view vehicle_market_sentiment with (security_invoker=true)
 SELECT k.vehicle_id,
    k.bet_type,
    k.bets AS total_bets,
    k.people AS total_people,
    round(k.confidence / k.people::numeric, 1) AS avg_confidence,
    round(k.value / NULLIF(k.valued, 0)::numeric, 2) AS avg_predicted_value,
    k.last_bet_at,
    round(k.bands[3], 2) AS median_predicted_value,
    round(k.bands[1], 2) AS p10_predicted_value,
    round(k.bands[2], 2) AS p25_predicted_value,
    round(k.bands[4], 2) AS p75_predicted_value,
    round(k.bands[5], 2) AS p90_predicted_value
   FROM app.bet_sentiments k
  WHERE NOT (EXISTS ( SELECT
           FROM app.bet_changes c
          WHERE c.vehicle_id = k.vehicle_id AND c.bet_type = k.bet_type))
UNION ALL
 SELECT m.vehicle_id,
    m.bet_type,
    s.total_bets,
    s.total_people,
    s.avg_confidence,
    s.avg_predicted_value,
    s.last_bet_at,
    s.median AS median_predicted_value,
    s.p10 AS p10_predicted_value,
    s.p25 AS p25_predicted_value,
    s.p75 AS p75_predicted_value,
    s.p90 AS p90_predicted_value
   FROM ( SELECT DISTINCT c.vehicle_id,
            c.bet_type
           FROM app.bet_changes c) m
     CROSS JOIN LATERAL app.sentiment_now(m.vehicle_id, m.bet_type) s(total_bets, total_people, avg_confidence, avg_predicted_value, last_bet_at, median, p10, p25, p75, p90);
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
view verdict_record with (security_invoker=true)
 SELECT verdict,
    count(*) AS auctions,
    count(*) FILTER (WHERE sold) AS sold,
    round(100.0 * count(*) FILTER (WHERE sold)::numeric / count(*)::numeric, 1) AS sold_percent,
    percentile_cont(0.5::double precision) WITHIN GROUP (ORDER BY (abs(ln((median_estimate / hammer)::double precision)))) FILTER (WHERE sold AND median_estimate IS NOT NULL) AS median_miss
   FROM app.auction_results r
  WHERE verdict IS NOT NULL
  GROUP BY verdict;
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres
view voter_record with (security_invoker=true)
 SELECT user_id,
    count(*) AS auctions,
    percentile_cont(0.5::double precision) WITHIN GROUP (ORDER BY miss) AS median_miss,
    count(*) FILTER (WHERE miss <= ln(1.1)::double precision) AS within_10_percent,
    count(*) FILTER (WHERE place = 1) AS closest
   FROM app.vote_closeness c
  GROUP BY user_id;
  grants: postgres=arwdDxtm/postgres anon=r/postgres authenticated=r/postgres service_role=r/postgres

-- policies
policy "anyone sees nominations of public vehicles" on auction_nominations for select to anon using is_public
policy "members see nominations of public vehicles and of their own" on auction_nominations for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "anyone sees reserves that are shown" on auction_reserves for select to anon using (is_public AND is_shown)
policy "members see reserves that are shown and their own" on auction_reserves for select to authenticated using ((is_public AND is_shown) OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "anyone sees results of public vehicles" on auction_results for select to anon using (is_public AND (scored_at IS NOT NULL))
policy "members see results of public vehicles and of their own" on auction_results for select to authenticated using ((scored_at IS NOT NULL) AND (is_public OR (owner_id = ( SELECT auth.uid() AS uid))))
policy "anyone sees votes on public vehicles" on auction_votes for select to anon using (is_public AND (NOT is_private) AND is_counted)
policy "members see votes on public vehicles, on their own, and their o" on auction_votes for select to authenticated using (((is_public OR (owner_id = ( SELECT auth.uid() AS uid))) AND (NOT is_private) AND is_counted) OR (user_id = ( SELECT auth.uid() AS uid)))
policy "members vote as themselves" on auction_votes for insert to authenticated with check ((user_id = ( SELECT auth.uid() AS uid)) AND (is_public OR (owner_id = user_id)))
policy "voters change their own vote" on auction_votes for update to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "voters withdraw their own vote" on auction_votes for delete to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "anyone sees who has just bet on public vehicles" on bet_changes for select to anon using is_public
policy "members see who has just bet on public vehicles and on their ow" on bet_changes for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "anyone sees when betting closes on public vehicles" on bet_closings for select to anon using is_public
policy "members see when betting closes on public vehicles and on their" on bet_closings for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "anyone sees disputes on public vehicles" on bet_disputes for select to anon using is_public
policy "members see disputes on public vehicles, on their own, and thei" on bet_disputes for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)) OR (user_id = ( SELECT auth.uid() AS uid)))
policy "anyone sees questions on public vehicles" on bet_questions for select to anon using is_public
policy "members see questions on public vehicles and on their own" on bet_questions for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "anyone sees sentiment on public vehicles" on bet_sentiments for select to anon using is_public
policy "members see sentiment on public vehicles and on their own" on bet_sentiments for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "anyone sees bettors on public vehicles" on bettors for select to anon using is_public
policy "members see bettors on public vehicles and on their own" on bettors for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "anyone sees how calibrated forecasters are" on calibration_bins for select to anon, authenticated using true
policy "members report as themselves" on comment_reports for insert to authenticated with check (user_id = ( SELECT auth.uid() AS uid))
policy "members see what they reported" on comment_reports for select to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "anyone sees how calibrated the crowd is" on crowd_forecasts for select to anon, authenticated using true
policy "members see what they follow, unless it is hidden from them" on follows for select to authenticated using ((user_id = ( SELECT auth.uid() AS uid)) AND ((vehicle_id IS NULL) OR is_public OR (owner_id = ( SELECT auth.uid() AS uid))))
policy "members see what they skipped" on forecast_skips for select to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "anyone sees how good forecasters are" on forecaster_standings for select to anon, authenticated using true
policy "anyone sees what people do with public photos" on image_interactions for select to anon using (is_public AND (NOT is_hidden))
policy "authors edit their comments and owners hide them" on image_interactions for update to authenticated using ((interaction_type = 'comment'::text) AND (((user_id = ( SELECT auth.uid() AS uid)) AND is_public) OR (owner_id = ( SELECT auth.uid() AS uid))))
policy "members like, comment and share as themselves" on image_interactions for insert to authenticated with check ((user_id = ( SELECT auth.uid() AS uid)) AND (is_public OR (owner_id = ( SELECT auth.uid() AS uid))))
policy "members see interactions on public photos and on their own" on image_interactions for select to authenticated using ((is_public AND ((NOT is_hidden) OR (user_id = ( SELECT auth.uid() AS uid)))) OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "members take back what they did" on image_interactions for delete to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "anyone sees tags of public photos" on image_tags for select to anon using is_public
policy "members see tags of public photos and of their own" on image_tags for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "owners correct tags of their photos" on image_tags for update to authenticated using (owner_id = ( SELECT auth.uid() AS uid)) with check (owner_id = ( SELECT auth.uid() AS uid))
policy "owners remove tags of their photos" on image_tags for delete to authenticated using (owner_id = ( SELECT auth.uid() AS uid))
policy "owners tag their photos" on image_tags for insert to authenticated with check ((owner_id = ( SELECT auth.uid() AS uid)) AND (user_id = ( SELECT auth.uid() AS uid)))
policy "members log views as themselves" on image_views for insert to authenticated with check (user_id = ( SELECT auth.uid() AS uid))
policy "members see their own views" on image_views for select to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "visitors log views without a name" on image_views for insert to anon with check (user_id IS NULL)
policy "members read their own notices" on notices for select to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "members report as themselves" on photo_reports for insert to authenticated with check (user_id = ( SELECT auth.uid() AS uid))
policy "members see what they reported" on photo_reports for select to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "members see their own account" on point_accounts for select to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "members see their own entries" on point_entries for select to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "members see transfers beside their own entries" on point_transfers for select to authenticated using true
policy "anyone sees display names" on profiles for select to anon, authenticated using true
policy "members change their own name" on profiles for update to authenticated using (user_id = ( SELECT auth.uid() AS uid)) with check (user_id = ( SELECT auth.uid() AS uid))
policy "members choose their own name" on profiles for insert to authenticated with check (user_id = ( SELECT auth.uid() AS uid))
policy "members remove their own name" on profiles for delete to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "members report as themselves" on research_reports for insert to authenticated with check ((user_id = ( SELECT auth.uid() AS uid)) AND (NOT ( SELECT COALESCE(((auth.jwt() ->> 'is_anonymous'::text))::boolean, false) AS "coalesce")))
policy "members see their own reports" on research_reports for select to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "anyone sees chunks of public documents" on source_chunks for select to anon using is_public
policy "members see chunks of documents that are public or of their own" on source_chunks for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "anyone sees current public documents" on source_documents for select to anon using (is_public AND is_current)
policy "members see current documents that are public or of their own v" on source_documents for select to authenticated using ((is_public OR (owner_id = ( SELECT auth.uid() AS uid))) AND is_current)
policy "anyone sees public sources" on sources for select to anon using is_public
policy "members see public sources and those of their own vehicles" on sources for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "anyone reads fresh research on public vehicles" on spec_research_cache for select to anon using (is_public AND (expires_at > now()))
policy "members read fresh research on public vehicles and on their own" on spec_research_cache for select to authenticated using ((is_public OR (owner_id = ( SELECT auth.uid() AS uid))) AND (expires_at > now()))
policy "anyone reads the vocabulary" on tag_vocabulary for select to anon, authenticated using true
policy "members find reasons useful as themselves" on useful_reasons for insert to authenticated with check ((user_id = ( SELECT auth.uid() AS uid)) AND (is_public OR (owner_id = ( SELECT auth.uid() AS uid))))
policy "members see what they find useful" on useful_reasons for select to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "members take back what they find useful" on useful_reasons for delete to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "anyone sees bets on public vehicles" on vehicle_bets for select to anon using is_public
policy "members bet as themselves" on vehicle_bets for insert to authenticated with check ((user_id = ( SELECT auth.uid() AS uid)) AND (is_public OR (owner_id = ( SELECT auth.uid() AS uid))))
policy "members see bets on public vehicles, on their own, and their ow" on vehicle_bets for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)) OR (user_id = ( SELECT auth.uid() AS uid)))
policy "anyone sees chassis numbers that are shown" on vehicle_chassis for select to anon using (is_public AND is_shown)
policy "members see chassis numbers that are shown and their own" on vehicle_chassis for select to authenticated using ((is_public AND is_shown) OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "owners add chassis numbers of their vehicles" on vehicle_chassis for insert to authenticated with check (owner_id = ( SELECT auth.uid() AS uid))
policy "owners change chassis numbers of their vehicles" on vehicle_chassis for update to authenticated using (owner_id = ( SELECT auth.uid() AS uid)) with check (owner_id = ( SELECT auth.uid() AS uid))
policy "owners remove chassis numbers of their vehicles" on vehicle_chassis for delete to authenticated using (owner_id = ( SELECT auth.uid() AS uid))
policy "anyone sees details of public vehicles" on vehicle_details for select to anon using is_public
policy "members see details of public vehicles and of their own" on vehicle_details for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "owners add details of their vehicles" on vehicle_details for insert to authenticated with check (owner_id = ( SELECT auth.uid() AS uid))
policy "owners change details of their vehicles" on vehicle_details for update to authenticated using (owner_id = ( SELECT auth.uid() AS uid)) with check (owner_id = ( SELECT auth.uid() AS uid))
policy "owners remove details of their vehicles" on vehicle_details for delete to authenticated using (owner_id = ( SELECT auth.uid() AS uid))
policy "anyone sees photos of public vehicles" on vehicle_images for select to anon using is_public
policy "members see photos of public vehicles and of their own" on vehicle_images for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "owners add photos to their vehicles" on vehicle_images for insert to authenticated with check (owner_id = ( SELECT auth.uid() AS uid))
policy "owners edit their photos" on vehicle_images for update to authenticated using (owner_id = ( SELECT auth.uid() AS uid)) with check (owner_id = ( SELECT auth.uid() AS uid))
policy "owners remove their photos" on vehicle_images for delete to authenticated using (owner_id = ( SELECT auth.uid() AS uid))
policy "anyone sees the open entries of public vehicles" on vehicle_log for select to anon using (is_public AND (NOT is_private))
policy "members see open entries of public vehicles and their own" on vehicle_log for select to authenticated using ((is_public AND (NOT is_private)) OR (owner_id = ( SELECT auth.uid() AS uid)))
policy "owners add to the logs of their vehicles" on vehicle_log for insert to authenticated with check (owner_id = ( SELECT auth.uid() AS uid))
policy "owners change the logs of their vehicles" on vehicle_log for update to authenticated using (owner_id = ( SELECT auth.uid() AS uid)) with check (owner_id = ( SELECT auth.uid() AS uid))
policy "owners remove entries of their logs" on vehicle_log for delete to authenticated using (owner_id = ( SELECT auth.uid() AS uid))
policy "owners add bills to their logs" on vehicle_log_bills for insert to authenticated with check (owner_id = ( SELECT auth.uid() AS uid))
policy "owners change their bills" on vehicle_log_bills for update to authenticated using (owner_id = ( SELECT auth.uid() AS uid)) with check (owner_id = ( SELECT auth.uid() AS uid))
policy "owners remove their bills" on vehicle_log_bills for delete to authenticated using (owner_id = ( SELECT auth.uid() AS uid))
policy "owners see their bills" on vehicle_log_bills for select to authenticated using (owner_id = ( SELECT auth.uid() AS uid))
policy "anyone sees outcomes of public vehicles" on vehicle_outcomes for select to anon using (is_public AND (declined_at IS NULL))
policy "members see outcomes of public vehicles, of their own, and thei" on vehicle_outcomes for select to authenticated using ((is_public AND (declined_at IS NULL)) OR (owner_id = ( SELECT auth.uid() AS uid)) OR (is_public AND (reported_by = ( SELECT auth.uid() AS uid))))
policy "reporters report as themselves" on vehicle_outcomes for insert to authenticated with check ((reported_by = ( SELECT auth.uid() AS uid)) AND (is_public OR (owner_id = ( SELECT auth.uid() AS uid))))
policy "anyone sees public vehicles" on vehicles for select to anon using is_public
policy "members add vehicles of their own" on vehicles for insert to authenticated with check (user_id = ( SELECT auth.uid() AS uid))
policy "members see public vehicles and their own" on vehicles for select to authenticated using (is_public OR (user_id = ( SELECT auth.uid() AS uid)))
policy "owners edit their vehicles" on vehicles for update to authenticated using (user_id = ( SELECT auth.uid() AS uid)) with check (user_id = ( SELECT auth.uid() AS uid))
policy "owners remove their vehicles" on vehicles for delete to authenticated using (user_id = ( SELECT auth.uid() AS uid))
policy "anyone sees how close public ballots came" on vote_closeness for select to anon using (is_public AND (NOT is_private))
policy "members see how close public ballots and their own came" on vote_closeness for select to authenticated using ((is_public OR (owner_id = ( SELECT auth.uid() AS uid))) AND ((NOT is_private) OR (user_id = ( SELECT auth.uid() AS uid))))
policy "anyone sees tallies of public vehicles" on vote_tallies for select to anon using is_public
policy "members see tallies of public vehicles and of their own" on vote_tallies for select to authenticated using (is_public OR (owner_id = ( SELECT auth.uid() AS uid)))

-- triggers
CREATE TRIGGER auction_nominations_hang_on_vehicle BEFORE INSERT ON public.auction_nominations FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER auction_reserves_hang_on_vehicle BEFORE INSERT ON app.auction_reserves FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER auction_results_hang_on_vehicle BEFORE INSERT ON app.auction_results FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER auction_vote_history_keep BEFORE DELETE OR UPDATE ON app.auction_vote_history FOR EACH ROW EXECUTE FUNCTION app.keep_vote_history()
CREATE TRIGGER auction_vote_history_keep_all BEFORE TRUNCATE ON app.auction_vote_history FOR EACH STATEMENT EXECUTE FUNCTION app.keep_vote_history()
CREATE TRIGGER auction_votes_admit BEFORE INSERT ON public.auction_votes FOR EACH ROW EXECUTE FUNCTION app.admit_vote()
CREATE TRIGGER auction_votes_forget_useful_reasons AFTER UPDATE OF reason, is_private ON public.auction_votes FOR EACH ROW WHEN (((old.useful_count > 0) AND ((new.reason IS DISTINCT FROM old.reason) OR new.is_private))) EXECUTE FUNCTION app.forget_useful_reasons()
CREATE TRIGGER auction_votes_keep BEFORE UPDATE ON public.auction_votes FOR EACH ROW EXECUTE FUNCTION app.keep_vote()
CREATE TRIGGER auction_votes_log_cast AFTER INSERT ON public.auction_votes FOR EACH ROW EXECUTE FUNCTION app.log_vote()
CREATE TRIGGER auction_votes_log_changed AFTER UPDATE ON public.auction_votes FOR EACH ROW WHEN ((((((((new.vote IS DISTINCT FROM old.vote) OR (new.reason IS DISTINCT FROM old.reason)) OR (new.estimated_value IS DISTINCT FROM old.estimated_value)) OR (new.currency IS DISTINCT FROM old.currency)) OR (new.is_private IS DISTINCT FROM old.is_private)) OR (new.by_owner IS DISTINCT FROM old.by_owner)) OR (new.is_counted IS DISTINCT FROM old.is_counted))) EXECUTE FUNCTION app.log_vote()
CREATE TRIGGER auction_votes_log_withdrawn AFTER DELETE ON public.auction_votes FOR EACH ROW EXECUTE FUNCTION app.log_vote()
CREATE TRIGGER bet_closings_hang_on_vehicle BEFORE INSERT ON public.bet_closings FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER bet_questions_mark_bets AFTER UPDATE ON public.bet_questions FOR EACH ROW WHEN (((old.closed_at IS DISTINCT FROM new.closed_at) OR (old.outcome_known_at IS DISTINCT FROM new.outcome_known_at) OR (old.settled_at IS DISTINCT FROM new.settled_at))) EXECUTE FUNCTION app.mark_question_bets()
CREATE TRIGGER bet_questions_note_news AFTER UPDATE OF state ON public.bet_questions FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION app.note_question_news()
CREATE TRIGGER comment_reports_hang_on_comment BEFORE INSERT ON public.comment_reports FOR EACH ROW EXECUTE FUNCTION app.hang_report_on_comment()
CREATE TRIGGER reports_keep_pace AFTER INSERT ON public.comment_reports REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('reports')
CREATE TRIGGER crawl_runs_tell_source AFTER UPDATE OF finished_at ON app.crawl_runs FOR EACH ROW WHEN ((new.finished_at IS NOT NULL)) EXECUTE FUNCTION app.tell_source_of_crawl()
CREATE TRIGGER follows_keep_pace AFTER INSERT ON public.follows REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('follows')
CREATE TRIGGER forecast_settings_mark_everybody AFTER UPDATE ON app.forecast_settings FOR EACH STATEMENT EXECUTE FUNCTION app.mark_everybody()
CREATE TRIGGER image_interactions_edit_comment BEFORE UPDATE OF comment_text, is_hidden ON public.image_interactions FOR EACH ROW EXECUTE FUNCTION app.edit_comment()
CREATE TRIGGER image_interactions_hang_on_photo BEFORE INSERT ON public.image_interactions FOR EACH ROW EXECUTE FUNCTION app.hang_on_photo()
CREATE TRIGGER image_interactions_join_thread BEFORE INSERT ON public.image_interactions FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION app.join_thread()
CREATE TRIGGER image_interactions_note_change AFTER INSERT OR DELETE OR UPDATE OF is_hidden ON public.image_interactions FOR EACH ROW EXECUTE FUNCTION app.note_interaction_change()
CREATE TRIGGER image_interactions_note_reply AFTER INSERT ON public.image_interactions FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION app.note_reply()
CREATE TRIGGER image_interactions_weigh BEFORE INSERT ON public.image_interactions FOR EACH ROW WHEN ((new.interaction_type <> 'like'::text)) EXECUTE FUNCTION app.weigh_interaction()
CREATE TRIGGER image_interactions_zz_bound_shares BEFORE INSERT ON public.image_interactions FOR EACH ROW WHEN ((new.interaction_type = 'share'::text)) EXECUTE FUNCTION app.bound_shares()
CREATE TRIGGER interactions_keep_pace AFTER INSERT ON public.image_interactions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('interactions')
CREATE TRIGGER image_tags_describe_added AFTER INSERT ON public.image_tags REFERENCING NEW TABLE AS tagged FOR EACH STATEMENT EXECUTE FUNCTION app.describe_tagged()
CREATE TRIGGER image_tags_describe_removed AFTER DELETE ON public.image_tags REFERENCING OLD TABLE AS tagged FOR EACH STATEMENT EXECUTE FUNCTION app.describe_tagged()
CREATE TRIGGER image_tags_hang_on_photo BEFORE INSERT ON public.image_tags FOR EACH ROW EXECUTE FUNCTION app.hang_on_photo()
CREATE TRIGGER image_tags_value AFTER INSERT OR DELETE OR UPDATE OF tag, confidence, image_id ON public.image_tags FOR EACH ROW EXECUTE FUNCTION app.value_tags()
CREATE TRIGGER tags_keep_pace AFTER INSERT ON public.image_tags REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('tags')
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON public.image_views FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER view_details_keep_pace AFTER INSERT ON public.image_views REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('view_details')
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON app.image_views_20261109 FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON app.image_views_20261116 FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON app.image_views_20261123 FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON app.image_views_20261130 FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON app.image_views_20261207 FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON app.image_views_20261214 FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON app.image_views_20261221 FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON app.image_views_20261228 FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON app.image_views_20270104 FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON app.image_views_20270111 FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON app.image_views_20270118 FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER image_views_hang_on_photo BEFORE INSERT ON app.image_views_rest FOR EACH ROW WHEN ((new.xact IS NULL)) EXECUTE FUNCTION app.hang_view_on_photo()
CREATE TRIGGER photo_reports_hang_on_photo BEFORE INSERT ON public.photo_reports FOR EACH ROW EXECUTE FUNCTION app.hang_report_on_photo()
CREATE TRIGGER reports_keep_pace AFTER INSERT ON public.photo_reports REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('reports')
CREATE TRIGGER point_entries_book AFTER INSERT ON app.point_entries REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION app.book_entries()
CREATE TRIGGER point_entries_keep BEFORE DELETE OR UPDATE OR TRUNCATE ON app.point_entries FOR EACH STATEMENT EXECUTE FUNCTION app.keep_ledger()
CREATE TRIGGER point_transfers_keep BEFORE DELETE OR UPDATE OR TRUNCATE ON app.point_transfers FOR EACH STATEMENT EXECUTE FUNCTION app.keep_ledger()
CREATE TRIGGER profiles_keep_names_apart BEFORE INSERT OR UPDATE OF display_name ON public.profiles FOR EACH ROW EXECUTE FUNCTION app.keep_names_apart()
CREATE TRIGGER profiles_keep_pace AFTER INSERT ON public.profiles REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('profiles')
CREATE TRIGGER profiles_stamp_updated_at BEFORE INSERT OR UPDATE ON public.profiles FOR EACH ROW EXECUTE FUNCTION app.stamp_updated_at()
CREATE TRIGGER reports_keep_pace AFTER INSERT ON public.research_reports REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('reports')
CREATE TRIGGER research_reports_decide BEFORE UPDATE OF state ON public.research_reports FOR EACH ROW EXECUTE FUNCTION app.decide_research_report()
CREATE TRIGGER research_reports_hang_on_vehicle BEFORE INSERT ON public.research_reports FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER source_chunks_wait AFTER INSERT ON public.source_chunks REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.chunks_wait()
CREATE TRIGGER documents_keep_pace AFTER INSERT ON public.source_documents REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('documents')
CREATE TRIGGER source_documents_drop_answers AFTER UPDATE OF is_current, retracted_at, is_public ON public.source_documents FOR EACH ROW WHEN (((old.is_current AND (NOT new.is_current)) OR (old.is_public AND (NOT new.is_public)))) EXECUTE FUNCTION app.drop_answers_of_document()
CREATE TRIGGER source_documents_drop_answers_first BEFORE DELETE ON public.source_documents FOR EACH ROW EXECUTE FUNCTION app.drop_answers_before_document()
CREATE TRIGGER source_documents_wake_research AFTER INSERT ON public.source_documents FOR EACH ROW WHEN ((new.is_public AND new.is_current)) EXECUTE FUNCTION app.wake_research()
CREATE TRIGGER source_index_chunks_leave AFTER DELETE ON app.source_index REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION app.chunks_leave()
CREATE TRIGGER sources_place BEFORE INSERT OR UPDATE OF vehicle_id ON public.sources FOR EACH ROW EXECUTE FUNCTION app.place_source()
CREATE TRIGGER sources_stamp_updated_at BEFORE INSERT OR UPDATE ON public.sources FOR EACH ROW EXECUTE FUNCTION app.stamp_updated_at()
CREATE TRIGGER sources_weigh_anew AFTER UPDATE ON public.sources FOR EACH ROW WHEN ((old.authority IS DISTINCT FROM new.authority)) EXECUTE FUNCTION app.source_weighs_anew()
CREATE TRIGGER spec_research_cache_hang_on_vehicle BEFORE INSERT ON public.spec_research_cache FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER spec_research_cache_renew BEFORE INSERT OR UPDATE OF spec_value, research_data, sources, confidence_score, expires_at ON public.spec_research_cache FOR EACH ROW EXECUTE FUNCTION app.renew_research()
CREATE TRIGGER useful_reasons_count AFTER INSERT OR DELETE ON public.useful_reasons FOR EACH ROW EXECUTE FUNCTION app.count_useful_reason()
CREATE TRIGGER useful_reasons_find_reason BEFORE INSERT ON public.useful_reasons FOR EACH ROW EXECUTE FUNCTION app.find_reason()
CREATE TRIGGER useful_reasons_hang_on_vehicle BEFORE INSERT ON public.useful_reasons FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER useful_reasons_keep_pace AFTER INSERT ON public.useful_reasons REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('useful_reasons')
CREATE TRIGGER vehicle_bets_hang_on_vehicle BEFORE INSERT ON public.vehicle_bets FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER vehicle_bets_keep BEFORE UPDATE OF id, vehicle_id, user_id, bet_type, prediction, currency, confidence_percent, stake_amount, created_at, owner_id ON public.vehicle_bets FOR EACH ROW EXECUTE FUNCTION app.keep_bet()
CREATE TRIGGER vehicle_bets_mark_changed AFTER UPDATE ON public.vehicle_bets FOR EACH ROW WHEN ((((old.status = 'cancelled'::text) <> (new.status = 'cancelled'::text)) OR (old.by_owner <> new.by_owner))) EXECUTE FUNCTION app.mark_changed_bet()
CREATE TRIGGER vehicle_bets_mark_removed AFTER DELETE ON public.vehicle_bets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION app.mark_removed_bets()
CREATE TRIGGER vehicle_bets_note_person AFTER INSERT ON public.vehicle_bets REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.note_person('bet', 'vehicle_id')
CREATE TRIGGER vehicle_bets_place BEFORE INSERT ON public.vehicle_bets FOR EACH ROW EXECUTE FUNCTION app.place_bet()
CREATE TRIGGER vehicle_bets_return_removed_stakes AFTER DELETE ON public.vehicle_bets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION app.return_removed_stakes()
CREATE TRIGGER vehicle_bets_take_stake AFTER INSERT ON public.vehicle_bets FOR EACH ROW WHEN ((new.stake_amount > (0)::numeric)) EXECUTE FUNCTION app.take_stake()
CREATE TRIGGER vehicle_bets_tell_standings AFTER DELETE ON public.vehicle_bets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION app.forget_standings()
CREATE TRIGGER vehicle_chassis_check_number BEFORE INSERT OR UPDATE OF number ON public.vehicle_chassis FOR EACH ROW EXECUTE FUNCTION app.check_chassis_number()
CREATE TRIGGER vehicle_chassis_hang_on_vehicle BEFORE INSERT OR UPDATE OF vehicle_id ON public.vehicle_chassis FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER vehicle_chassis_stamp_updated_at BEFORE INSERT OR UPDATE ON public.vehicle_chassis FOR EACH ROW EXECUTE FUNCTION app.stamp_updated_at()
CREATE TRIGGER vehicle_details_describe AFTER INSERT OR UPDATE ON public.vehicle_details FOR EACH ROW EXECUTE FUNCTION app.describe_detailed()
CREATE TRIGGER vehicle_details_hang_on_vehicle BEFORE INSERT OR UPDATE OF vehicle_id ON public.vehicle_details FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER vehicle_details_stamp_updated_at BEFORE INSERT OR UPDATE ON public.vehicle_details FOR EACH ROW EXECUTE FUNCTION app.stamp_updated_at()
CREATE TRIGGER photos_keep_pace AFTER INSERT ON public.vehicle_images REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('photos')
CREATE TRIGGER vehicle_images_carry_history AFTER UPDATE OF vehicle_id ON public.vehicle_images FOR EACH ROW WHEN ((old.vehicle_id IS DISTINCT FROM new.vehicle_id)) EXECUTE FUNCTION app.carry_history()
CREATE TRIGGER vehicle_images_check_photo_addresses AFTER INSERT OR UPDATE OF image_url, srcset ON public.vehicle_images FOR EACH ROW EXECUTE FUNCTION app.check_photo_addresses()
CREATE TRIGGER vehicle_images_end_hold AFTER DELETE ON public.vehicle_images FOR EACH ROW WHEN ((old.content_hash IS NULL)) EXECUTE FUNCTION app.end_hold_of_removed()
CREATE TRIGGER vehicle_images_forget_views AFTER DELETE ON public.vehicle_images REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION app.forget_views()
CREATE TRIGGER vehicle_images_give_up_photo_file AFTER DELETE ON public.vehicle_images FOR EACH ROW WHEN ((old.content_hash IS NOT NULL)) EXECUTE FUNCTION app.give_up_photo_file()
CREATE TRIGGER vehicle_images_hang_on_vehicle BEFORE INSERT OR UPDATE OF vehicle_id ON public.vehicle_images FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER vehicle_images_keep_metrics BEFORE INSERT OR UPDATE ON public.vehicle_images FOR EACH ROW WHEN ((CURRENT_USER = ANY (ARRAY['anon'::name, 'authenticated'::name]))) EXECUTE FUNCTION app.keep_metrics()
CREATE TRIGGER vehicle_images_note_gone_ids AFTER DELETE ON public.vehicle_images REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION app.note_gone_ids('photo')
CREATE TRIGGER vehicle_images_refuse_gone_ids BEFORE INSERT ON public.vehicle_images FOR EACH ROW EXECUTE FUNCTION app.refuse_gone_id('photo')
CREATE TRIGGER vehicle_images_refuse_held_picture BEFORE INSERT ON public.vehicle_images FOR EACH ROW WHEN ((new.content_hash IS NOT NULL)) EXECUTE FUNCTION app.refuse_held_picture()
CREATE TRIGGER vehicle_images_register_photo_file AFTER INSERT ON public.vehicle_images FOR EACH ROW WHEN ((new.content_hash IS NOT NULL)) EXECUTE FUNCTION app.register_photo_file()
CREATE TRIGGER log_entries_keep_pace AFTER INSERT ON public.vehicle_log REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('log_entries')
CREATE TRIGGER vehicle_log_check BEFORE INSERT OR UPDATE ON public.vehicle_log FOR EACH ROW EXECUTE FUNCTION app.check_log_entry()
CREATE TRIGGER vehicle_log_hang_on_vehicle BEFORE INSERT OR UPDATE OF vehicle_id ON public.vehicle_log FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER vehicle_log_stamp_updated_at BEFORE INSERT OR UPDATE ON public.vehicle_log FOR EACH ROW EXECUTE FUNCTION app.stamp_updated_at()
CREATE TRIGGER vehicle_log_bills_check BEFORE INSERT OR UPDATE OF document_id ON public.vehicle_log_bills FOR EACH ROW EXECUTE FUNCTION app.check_log_bill()
CREATE TRIGGER vehicle_log_bills_hang_on_vehicle BEFORE INSERT ON public.vehicle_log_bills FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER vehicle_offers_keep_pace AFTER INSERT ON app.vehicle_offers REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('vehicle_offers')
CREATE TRIGGER outcomes_keep_pace AFTER INSERT ON public.vehicle_outcomes REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('outcomes')
CREATE TRIGGER vehicle_outcomes_admit BEFORE INSERT ON public.vehicle_outcomes FOR EACH ROW EXECUTE FUNCTION app.admit_outcome()
CREATE TRIGGER vehicle_outcomes_answer_questions AFTER INSERT ON public.vehicle_outcomes FOR EACH ROW WHEN ((new.confirmed_at IS NOT NULL)) EXECUTE FUNCTION app.propose_results()
CREATE TRIGGER vehicle_outcomes_check_build_paper BEFORE INSERT ON public.vehicle_outcomes FOR EACH ROW WHEN ((new.evidence ? 'document_hash'::text)) EXECUTE FUNCTION app.check_build_paper()
CREATE TRIGGER vehicle_outcomes_confirmed_end_nomination AFTER UPDATE OF confirmed_at ON public.vehicle_outcomes FOR EACH ROW WHEN (((new.kind = 'auction_result'::text) AND (new.confirmed_at IS NOT NULL) AND (old.confirmed_at IS NULL))) EXECUTE FUNCTION app.end_nomination()
CREATE TRIGGER vehicle_outcomes_confirmed_note_result AFTER UPDATE OF confirmed_at ON public.vehicle_outcomes FOR EACH ROW WHEN (((new.kind = 'auction_result'::text) AND (new.confirmed_at IS NOT NULL) AND (old.confirmed_at IS NULL))) EXECUTE FUNCTION app.note_auction_result()
CREATE TRIGGER vehicle_outcomes_confirmed_note_sale AFTER UPDATE OF confirmed_at ON public.vehicle_outcomes FOR EACH ROW WHEN ((new.sold AND (new.confirmed_at IS NOT NULL) AND (old.confirmed_at IS NULL) AND (new.occurred_at > (now() - '30 days'::interval)))) EXECUTE FUNCTION app.note_sale()
CREATE TRIGGER vehicle_outcomes_end_nomination AFTER INSERT ON public.vehicle_outcomes FOR EACH ROW WHEN (((new.kind = 'auction_result'::text) AND (new.confirmed_at IS NOT NULL))) EXECUTE FUNCTION app.end_nomination()
CREATE TRIGGER vehicle_outcomes_hang_on_vehicle BEFORE INSERT ON public.vehicle_outcomes FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()
CREATE TRIGGER vehicle_outcomes_note_result AFTER INSERT ON public.vehicle_outcomes FOR EACH ROW WHEN (((new.kind = 'auction_result'::text) AND (new.confirmed_at IS NOT NULL))) EXECUTE FUNCTION app.note_auction_result()
CREATE TRIGGER vehicle_outcomes_note_sale AFTER INSERT ON public.vehicle_outcomes FOR EACH ROW WHEN ((new.sold AND (new.confirmed_at IS NOT NULL) AND (new.occurred_at > (now() - '30 days'::interval)))) EXECUTE FUNCTION app.note_sale()
CREATE TRIGGER "A_vehicles_lock_accounts" AFTER DELETE ON public.vehicles REFERENCING OLD TABLE AS gone FOR EACH ROW EXECUTE FUNCTION app.lock_accounts_of_gone()
CREATE TRIGGER vehicles_carry_afterwards AFTER UPDATE ON public.vehicles FOR EACH ROW WHEN (((old.is_public IS DISTINCT FROM new.is_public) OR (old.user_id IS DISTINCT FROM new.user_id))) EXECUTE FUNCTION app.carry_afterwards()
CREATE TRIGGER vehicles_carry_auction AFTER UPDATE ON public.vehicles FOR EACH ROW WHEN (((old.is_public IS DISTINCT FROM new.is_public) OR (old.user_id IS DISTINCT FROM new.user_id))) EXECUTE FUNCTION app.carry_auction()
CREATE TRIGGER vehicles_carry_follows AFTER UPDATE ON public.vehicles FOR EACH ROW WHEN (((old.is_public IS DISTINCT FROM new.is_public) OR (old.user_id IS DISTINCT FROM new.user_id))) EXECUTE FUNCTION app.carry_follows()
CREATE TRIGGER vehicles_carry_owner_to_sources AFTER UPDATE ON public.vehicles FOR EACH ROW WHEN ((old.user_id IS DISTINCT FROM new.user_id)) EXECUTE FUNCTION app.carry_owner_to_sources()
CREATE TRIGGER vehicles_carry_photos AFTER UPDATE ON public.vehicles FOR EACH ROW WHEN (((old.is_public IS DISTINCT FROM new.is_public) OR (old.user_id IS DISTINCT FROM new.user_id))) EXECUTE FUNCTION app.carry_visibility_to_photos()
CREATE TRIGGER vehicles_carry_visibility AFTER UPDATE ON public.vehicles FOR EACH ROW WHEN (((old.is_public IS DISTINCT FROM new.is_public) OR (old.user_id IS DISTINCT FROM new.user_id))) EXECUTE FUNCTION app.carry_visibility()
CREATE TRIGGER vehicles_carry_visibility_to_garage AFTER UPDATE ON public.vehicles FOR EACH ROW WHEN (((old.is_public IS DISTINCT FROM new.is_public) OR (old.user_id IS DISTINCT FROM new.user_id))) EXECUTE FUNCTION app.carry_visibility_to_garage()
CREATE TRIGGER vehicles_carry_visibility_to_log AFTER UPDATE ON public.vehicles FOR EACH ROW WHEN (((old.is_public IS DISTINCT FROM new.is_public) OR (old.user_id IS DISTINCT FROM new.user_id))) EXECUTE FUNCTION app.carry_visibility_to_log()
CREATE TRIGGER vehicles_carry_visibility_to_useful_reasons AFTER UPDATE ON public.vehicles FOR EACH ROW WHEN (((old.is_public IS DISTINCT FROM new.is_public) OR (old.user_id IS DISTINCT FROM new.user_id))) EXECUTE FUNCTION app.carry_useful_reasons()
CREATE TRIGGER vehicles_close_offers AFTER UPDATE ON public.vehicles FOR EACH ROW WHEN ((old.user_id IS DISTINCT FROM new.user_id)) EXECUTE FUNCTION app.close_offers()
CREATE TRIGGER vehicles_describe_changed AFTER UPDATE ON public.vehicles REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.describe_changed()
CREATE TRIGGER vehicles_describe_new AFTER INSERT ON public.vehicles REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app.describe_changed()
CREATE TRIGGER vehicles_keep_pace AFTER INSERT ON public.vehicles REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.keep_pace('vehicles')
CREATE TRIGGER vehicles_keep_records BEFORE DELETE ON public.vehicles FOR EACH ROW EXECUTE FUNCTION app.keep_records()
CREATE TRIGGER vehicles_move_standings AFTER UPDATE ON public.vehicles FOR EACH ROW WHEN (((to_jsonb(old.*) ->> 'make'::text) IS DISTINCT FROM (to_jsonb(new.*) ->> 'make'::text))) EXECUTE FUNCTION app.follow_vehicle()
CREATE TRIGGER vehicles_note_gone_ids AFTER DELETE ON public.vehicles REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION app.note_gone_ids('vehicle')
CREATE TRIGGER vehicles_note_person AFTER INSERT ON public.vehicles REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.note_person('car', 'id')
CREATE TRIGGER vehicles_refuse_changed_ids BEFORE UPDATE OF id ON public.vehicles FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION app.refuse_gone_id('vehicle')
CREATE TRIGGER vehicles_refuse_gone_ids BEFORE INSERT ON public.vehicles FOR EACH ROW EXECUTE FUNCTION app.refuse_gone_id('vehicle')
CREATE TRIGGER vehicles_stamp_updated_at BEFORE INSERT OR UPDATE ON public.vehicles FOR EACH ROW EXECUTE FUNCTION app.stamp_updated_at()
CREATE TRIGGER vote_tallies_hang_on_vehicle BEFORE INSERT ON app.vote_tallies FOR EACH ROW EXECUTE FUNCTION app.hang_on_vehicle()

-- functions
function accept_nomination(uuid,numeric,boolean) returns auction_nominations volatile set search_path="" body 27c9e02e27b00880e515c960a90c92e7
  grants: postgres=X/postgres authenticated=X/postgres
function accept_vehicle(uuid,text) returns uuid volatile set search_path="" body 959813bbf370be005df61cb249455091
  grants: postgres=X/postgres authenticated=X/postgres
function account_summary() returns TABLE(file text, items bigint, is_all boolean, fate text) stable set search_path="" body 01feee5c49869c588c139e7f766caf05
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres
function add_owner_document(uuid,jsonb) returns jsonb volatile set search_path="" body 24cc008f03f24c5a77aae71a21b9207b
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function add_site(text,text,text,text,real,text,interval) returns uuid volatile set search_path="" body dad8e17b50b4fe91b1c086b6185a5c0e
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function adjudicate(uuid,text,uuid,text) returns bet_questions volatile set search_path="" body cf49ef82c00ff781555dfb18381b9504
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.accept_nomination(uuid,numeric,boolean) returns auction_nominations volatile security definer set search_path="" body 74b0f1c27350a33d5bd62f2780c656f5
  grants: postgres=X/postgres authenticated=X/postgres
function app.accept_vehicle(uuid,text) returns uuid volatile security definer set search_path="" body bda568b41616b5a006913ad63aecbf05
  grants: postgres=X/postgres authenticated=X/postgres
function app.account_file_is_there(text) returns boolean stable set search_path="" body 104ca80a8506a6591f04180649e532dc
  grants: postgres=X/postgres
function app.account_files() returns TABLE(place integer, file text, fate text, keys text, most integer, rows text) immutable set search_path="" body c6112a2ad29bfc8733fbfa8c0139d733
  grants: postgres=X/postgres
function app.account_rows(uuid,text,jsonb) returns TABLE(place jsonb, item jsonb) stable security definer set search_path="" body 95fbcc336e20a4d8894d8e1c33ab137f
  grants: postgres=X/postgres
function app.account_summary() returns TABLE(file text, items bigint, is_all boolean, fate text) stable security definer set search_path="" body 465ed84eef233aa90dd4978d32992920
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres
function app.act_subject(text) returns text stable security definer set search_path="" body 334591053fe7040165c0269ffc4e0798
  grants: postgres=X/postgres
function app.add_chunks(source_documents,text,jsonb,integer) returns integer volatile security definer set search_path="" body afe20e60c5d83a45a4ade25d3e7a8e09
  grants: postgres=X/postgres
function app.add_crawl_urls(uuid,jsonb,integer,integer) returns integer volatile security definer set search_path="" body 1c67e9011615dca96e684a15c1beefe4
  grants: postgres=X/postgres service_role=X/postgres
function app.add_dwell(bigint[],bigint[]) returns bigint[] immutable body 5fc8abb7331fe93f06acbfaac9ee561c
  grants: postgres=X/postgres
function app.add_owner_document(uuid,jsonb) returns jsonb volatile security definer set search_path="" body c77f873ca2ea7261ed4cb39d455a6e1b
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.add_scopes(uuid[]) returns void volatile security definer set search_path="" body 495e3aa1b3acfa32ba6c1be8ce4b4446
  grants: postgres=X/postgres
function app.add_site(text,text,text,real,text,interval,text) returns uuid volatile security definer set search_path="" body adb9b35486b4d5d172efeb465a281715
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.add_standings(app.standing_changes[]) returns void volatile set search_path="" body b326751041d7f453ce9c7f45998935c5
  grants: postgres=X/postgres
function app.add_standings_of(uuid,app.standing_changes[]) returns integer volatile set search_path="" body 954f968581bb6c76cbf99f176ff65d09
  grants: postgres=X/postgres
function app.adjudicate(uuid,text,uuid,text) returns bet_questions volatile security definer set search_path="" body 0be8219cc01d719910ebb07aee8cc072
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.admit_outcome() returns trigger volatile security definer set search_path="" body 7d125231fce7c7de2ce7afdf9618a990
  grants: postgres=X/postgres
function app.admit_vote() returns trigger volatile security definer set search_path="" body 0d4c0d267a7bf1e8e64ee708f9c6dd89
  grants: postgres=X/postgres
function app.alias_words(text) returns record immutable set search_path="" body b36142b73aa3bfb83c7602a40f988475
  grants: postgres=X/postgres
function app.apply_outcome(vehicle_outcomes) returns void volatile security definer set search_path="" body bf3eb2dc7ebc5d9b1e7336d92d8533f0
  grants: postgres=X/postgres
function app.are_short_texts(jsonb,integer,integer,text) returns boolean immutable set search_path="" body 124e616e692175427165e2571a2e5bb1
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.auction_price_is_known_by(vehicle_bets,vehicle_outcomes,app.settlement_settings) returns boolean stable set search_path="" body 0e72dd6396eabbf03f0683bc4c73559e
  grants: postgres=X/postgres
function app.auction_price_result(bet_questions,vehicle_outcomes) returns jsonb stable set search_path="" body 27cb7443a987f231b9cbda42c815c13f
  grants: postgres=X/postgres
function app.audit() returns TABLE(promise text, checked bigint, wrong bigint, example text) stable security definer set search_path="" jit=off body 90eada7dffbabe609827fa9fe27f96e0
  grants: postgres=X/postgres
function app.averaged_cents(auction_votes) returns bigint stable set search_path="" body dc695a06681197dc77597274ec4a031a
  grants: postgres=X/postgres
function app.awaits_confirmation(vehicle_outcomes) returns boolean immutable set search_path="" body 483807e056b02a74a15e063bb7dda891
  grants: postgres=X/postgres
function app.ban_member(uuid,text) returns void volatile security definer set search_path="" body e2740669fc94002086f0900431a9ecc0
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.begin_crawl_run(uuid,jsonb) returns uuid volatile security definer set search_path="" body 3910ff5641f7a667b47dc2b78c28788b
  grants: postgres=X/postgres service_role=X/postgres
function app.begin_of(text) returns timestamp with time zone stable set search_path="" TimeZone=UTC body 326ea816c7e74c7812541adbb3fc64bb
  grants: postgres=X/postgres
function app.best_candidates(text,text,integer,integer) returns TABLE(chunk_id uuid, score double precision) stable security definer set search_path="" enable_seqscan=off body d380701ac4e53dfbf36ad36963380917
  grants: postgres=X/postgres
function app.best_chunks(text,text,integer,integer) returns TABLE(chunk_id uuid, score double precision) stable security definer set search_path="" jit=off max_parallel_workers_per_gather=0 work_mem=32MB body 51bae3ec61f387d82cf63daa41574399
  grants: postgres=X/postgres
function app.bet_baseline(text) returns double precision immutable body 43e00a6b6783c2526dac4d6e2f0c8bf6
  grants: postgres=X/postgres
function app.bet_distribution(text,jsonb,numeric,timestamp with time zone) returns record immutable body b2ed385745707ea940c19934b061792d
  grants: postgres=X/postgres
function app.bet_family(text) returns text immutable body 472272358900460f11565c189e29a730
  grants: postgres=X/postgres
function app.bet_fields(text,jsonb) returns text[] immutable body e400e9436c4858f7be6bbda50cf5cfe6
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.bet_label(text) returns text immutable body ece53117c8d236e8533161cd30260990
  grants: postgres=X/postgres
function app.bet_least_tolerance(text) returns numeric immutable body 60d3ddc979793da08f8dd623c337a50b
  grants: postgres=X/postgres
function app.bet_question(text,jsonb,text) returns text immutable body c31f4ec45ca0c2a3cf66a0a45cf95481
  grants: postgres=X/postgres
function app.bet_score(text,jsonb,numeric,timestamp with time zone,jsonb) returns app.bet_scores immutable body d1a8aefd79e185053c9c1137d42ec63f
  grants: postgres=X/postgres
function app.bet_shape(text) returns text immutable body e2229b06bd8873e8839bec05ba2e507f
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.bet_tolerance(text) returns numeric immutable body fcfa18aca6dc7dd76f932f2008f45269
  grants: postgres=X/postgres
function app.bet_types() returns text[] immutable body c1eff8712f2d204b06e7940310d8423c
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.bet_types_of(text) returns text[] immutable body d22c6a8b6bc9f4660e66fe198166df6f
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.bettors_now(uuid,text,uuid[]) returns SETOF app.bettors stable set search_path="" body c29609c9ea5ee620dac288c9a1f14e85
  grants: postgres=X/postgres
function app.binormal_cdf(double precision,double precision,double precision) returns double precision immutable body d29dd1630331fe79857ca87f73305bd5
  grants: postgres=X/postgres
function app.book_entries() returns trigger volatile security definer set search_path="" body ff1d18930c0787b0891446fa72f90a37
  grants: postgres=X/postgres
function app.bound_shares() returns trigger volatile security definer set search_path="" body 4af179381b9ec3b607ea1ebd6bf0e245
  grants: postgres=X/postgres
function app.brier_score(double precision,boolean) returns double precision immutable body bdac5b162ef04e025dad966c6883e14d
  grants: postgres=X/postgres
function app.build_awaits_confirmation(uuid) returns boolean stable set search_path="" body 87ff74c610e1f646cef328aa4badf8aa
  grants: postgres=X/postgres
function app.build_horizon(bet_questions) returns date stable set search_path="" body 94af7ccf78bdf96d3d7d186445f14a5f
  grants: postgres=X/postgres
function app.calculate_engagement_score(uuid) returns numeric volatile security definer set search_path="" jit=off body ffc39552110fcdb10924445aa5c9e9f2
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.calibration(jsonb) returns jsonb immutable set search_path="" body 7eb1798ff4339f03698415be3f4f4ec0
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.calibration_sums(app.standing_changes[]) returns TABLE(user_id uuid, bin integer, bets bigint, confidence numeric, confidence_squares numeric, came_true bigint, confidence_true numeric, log_score numeric) immutable set search_path="" body 5fc7e634a7f6f68d7fc0cc80a809f98b
  grants: postgres=X/postgres
function app.caller_viewer(bytea) returns uuid stable set search_path="" body bb48536d80498e83d911f3d4db2f5a50
  grants: postgres=X/postgres
function app.cancel_bet(uuid) returns vehicle_bets volatile security definer set search_path="" body 5ec938cfcdd24ce26e97bf5ff2c22a2f
  grants: postgres=X/postgres authenticated=X/postgres
function app.candidate_keys(integer[],double precision[],integer[],double precision) returns record immutable set search_path="" body a74a8028a04dc2c0f39e0a8951d7a56c
  grants: postgres=X/postgres
function app.carry_afterwards() returns trigger volatile security definer set search_path="" body 113cd5e5c9712621ba74a124a11b16a6
  grants: postgres=X/postgres
function app.carry_auction() returns trigger volatile security definer set search_path="" body d6c4219f80f062f172196e6d667ae679
  grants: postgres=X/postgres
function app.carry_follows() returns trigger volatile security definer set search_path="" body 3fb62547024f9d42fb2122628b3dda20
  grants: postgres=X/postgres
function app.carry_history() returns trigger volatile security definer set search_path="" body bc71b81586555ffaf3481dc0638615e9
  grants: postgres=X/postgres
function app.carry_owner_to_sources() returns trigger volatile security definer set search_path="" body c0b5827aca9a6904765bbb1de60b392e
  grants: postgres=X/postgres
function app.carry_useful_reasons() returns trigger volatile security definer set search_path="" body 5ddbfa12312ed1002f0bd68b8b33dade
  grants: postgres=X/postgres
function app.carry_visibility() returns trigger volatile security definer set search_path="" body c7cba9a056726e0a36be66dd77e206ef
  grants: postgres=X/postgres
function app.carry_visibility_to_garage() returns trigger volatile security definer set search_path="" body 45d5dea2dc815dccf6ea7d40d0086259
  grants: postgres=X/postgres
function app.carry_visibility_to_log() returns trigger volatile security definer set search_path="" body b4df10d706aae974a5cb533b1ebe00ca
  grants: postgres=X/postgres
function app.carry_visibility_to_photos() returns trigger volatile security definer set search_path="" body 835dbcd24b775a2ea556bc0b11d9cabd
  grants: postgres=X/postgres
function app.cdf_of(app.crowds,double precision) returns double precision stable set search_path="" body 43baea78f85cba12f51c9447f18b3b35
  grants: postgres=X/postgres
function app.cells_of(text,integer,app.crowd_change[]) returns TABLE(cell integer, mass double precision, own double precision) immutable set search_path="" body cb826110f919bdcc093610a1c56c5024
  grants: postgres=X/postgres
function app.chance_at_reserve(app.vote_tallies,numeric,text) returns double precision stable set search_path="" body 10c4334d08a808233fb83d1dab677ddf
  grants: postgres=X/postgres
function app.changed_crowd(app.crowds,app.crowd_change[]) returns app.crowds stable set search_path="" body 41626376699af07c0ef94086449c200c
  grants: postgres=X/postgres
function app.chassis_problem(text) returns text immutable set search_path="" body ec8aaf6774381e0a31ab196ee1145270
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.check_build_paper() returns trigger volatile security definer set search_path="" body 46baaa6579ba9f8ec0df3869b255f562
  grants: postgres=X/postgres
function app.check_chassis_number() returns trigger volatile security definer set search_path="" body add454e3d8e74d53cf9abdb19c696440
  grants: postgres=X/postgres
function app.check_log_bill() returns trigger volatile security definer set search_path="" body 447d425870dbc9c2864f78dc2dc97e4e
  grants: postgres=X/postgres
function app.check_log_entry() returns trigger volatile security definer set search_path="" body c1081a4f5ee82c1cd556eda9d9a987ec
  grants: postgres=X/postgres
function app.check_own_build(vehicle_outcomes) returns void volatile security definer set search_path="" body f3b900c911a75ff213475288aa01a2df
  grants: postgres=X/postgres
function app.check_owner_document(uuid,jsonb) returns void volatile security definer set search_path="" body 58433071249bbe6728e5eec5ebe80ab6
  grants: postgres=X/postgres
function app.check_photo_addresses() returns trigger volatile security definer set search_path="" body 57b0ccf4abbcbe5a3c928495d9f8d479
  grants: postgres=X/postgres
function app.check_search(uuid,text[],integer,integer) returns void stable security definer set search_path="" body e38e29d4b73f92cc3a21bf1836fdecbf
  grants: postgres=X/postgres
function app.check_vehicle_rule(text) returns void volatile set search_path="" body 1676f3d28decc83f54b887ec468b0934
  grants: postgres=X/postgres
function app.chunk_weight(real,text,text,integer,integer) returns real immutable set search_path="" body 89abc5fdd5e90fe34e52c82f45142168
  grants: postgres=X/postgres
function app.chunks_leave() returns trigger volatile security definer set search_path="" body 10880b184cb2bd232e6fdb754d2604a0
  grants: postgres=X/postgres
function app.chunks_wait() returns trigger volatile security definer set search_path="" body 83695c769fd6ad301e73ed656908634b
  grants: postgres=X/postgres
function app.claim_came_true(text,jsonb,timestamp with time zone,jsonb) returns boolean immutable body a5fb61344058d4f7b52a8a824c0c585a
  grants: postgres=X/postgres
function app.client_address() returns text stable set search_path="" body ebd36e5f240d8e6f8a1961c0a5e98b50
  grants: postgres=X/postgres
function app.client_of(text) returns text immutable set search_path="" body 8249ba3d7570b78a94055c8c0d82506e
  grants: postgres=X/postgres
function app.close_accounts() returns void volatile security definer set search_path="" body f802b4a29195497a9baff699343d09be
  grants: postgres=X/postgres
function app.close_lost_nominations(uuid[]) returns integer volatile security definer set search_path="" body 8939d823341cfd6b558861421f704ff4
  grants: postgres=X/postgres
function app.close_offers() returns trigger volatile security definer set search_path="" body d3000028e1be8ab1cd0aaaddb21f74b2
  grants: postgres=X/postgres
function app.close_reports(text,uuid,text,text) returns integer volatile security definer set search_path="" body 7a82e3768fdbe47b259790febda521ed
  grants: postgres=X/postgres
function app.comparable_sales(uuid,integer,integer) returns jsonb stable security definer set search_path="" body 5960783080bf0f836216ab457aa724d3
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.completion_date_is_known_by(vehicle_bets,vehicle_outcomes,app.settlement_settings) returns boolean stable set search_path="" body 3cf1f6523d64eae47642969788f01d8c
  grants: postgres=X/postgres
function app.completion_date_result(bet_questions,vehicle_outcomes) returns jsonb stable set search_path="" body dddf84dbbd19d05d60d757ec9cf58d1a
  grants: postgres=X/postgres
function app.component_cdf(text,double precision,double precision,double precision,double precision) returns double precision immutable body 67206aee52a520ddea866075b34e2221
  grants: postgres=X/postgres
function app.component_quantile(text,double precision,double precision,double precision,double precision) returns double precision immutable body 01bf01a2552f528ead94936ef725dbdd
  grants: postgres=X/postgres
function app.confirm_outcome(uuid,text) returns vehicle_outcomes volatile security definer set search_path="" body ad044117ba3b9ffdfdad6e9e76722707
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.contradictions(app.crowds,app.crowds) returns jsonb stable set search_path="" body b614a2ef86e1b30927c6b7e3d750db2e
  grants: postgres=X/postgres
function app.count_export_page(uuid) returns void volatile security definer set search_path="" body d9cacd8288c4afc3c165b658cd3285c0
  grants: postgres=X/postgres
function app.count_finder_terms() returns integer volatile security definer set search_path="" body 99ba75d7ee338681b1a7e6ff430abc13
  grants: postgres=X/postgres
function app.count_new_question(uuid) returns void volatile security definer set search_path="" body 9da1d955ba6782578df64b2be29e5cd6
  grants: postgres=X/postgres
function app.count_useful_reason() returns trigger volatile security definer set search_path="" body 1e87a7e16f6acb6689aa7e6a87e1dd17
  grants: postgres=X/postgres
function app.crawl_health(uuid) returns TABLE(source_id uuid, known bigint, documents bigint, due bigint, last_run_at timestamp with time zone, last_run_ended_at timestamp with time zone, last_run_ended_by text, pages integer, changed integer, unchanged integer, refused integer, failed integer, reasons jsonb, last_error text, last_error_at timestamp with time zone, next_crawl_at timestamp with time zone) stable security definer set search_path="" body bcb856cc33d8d32c9af106328765e99e
  grants: postgres=X/postgres service_role=X/postgres
function app.crawl_plan(uuid) returns TABLE(source_id uuid, start_urls text[], hosts text[], path_prefix text, max_pages integer, max_bytes bigint, max_depth integer) stable security definer set search_path="" body a8d9158e5cd02924c64989b05ddaf387
  grants: postgres=X/postgres service_role=X/postgres
function app.crawl_queue(text,integer,uuid) returns TABLE(source_id uuid, run_id uuid, url text, kind text, depth integer, redirects integer, has_document boolean) stable security definer set search_path="" body baa7acf6f382090cf6ce36e416be35cc
  grants: postgres=X/postgres service_role=X/postgres
function app.crawl_revisit(interval,boolean) returns interval stable security definer set search_path="" body 39bb87dd43a6cdcf06c415b730cea942
  grants: postgres=X/postgres
function app.crawl_source_now(uuid,text) returns void volatile security definer set search_path="" body 8da26ad04f49991256b0239b2af9679c
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.cron_of(interval,interval) returns text immutable set search_path="" body fd5b83dbfdc086e51d084e49627b6778
  grants: postgres=X/postgres
function app.crowd_changes(app.bettors[],app.bettors[]) returns SETOF app.crowd_change immutable set search_path="" body 9e5f0e19100ec7625585386ee3beb094
  grants: postgres=X/postgres
function app.crowd_curve(app.crowds) returns TABLE(cell integer, u double precision, alone double precision, below double precision) stable set search_path="" body 4dee354fd10f3b03066b1281bff06106
  grants: postgres=X/postgres
function app.crowd_now(uuid,text,text) returns app.crowds stable security definer set search_path="" body 1252c1dd88ecf55cfe62f2c3434f4c1e
  grants: postgres=X/postgres
function app.crowd_price_cdf(uuid,numeric) returns double precision stable security definer set search_path="" body 168fcbcb1993a26d1f82d949f4506b68
  grants: postgres=X/postgres
function app.crowd_probability(uuid,text,jsonb,text,timestamp with time zone) returns double precision stable security definer set search_path="" body 258d513268eac6bbb4e08ac7184ef8f8
  grants: postgres=X/postgres
function app.crowd_with(app.crowds,app.crowd_change[]) returns app.crowds immutable set search_path="" body e014f1136b0039309d029b778b1d9db6
  grants: postgres=X/postgres
function app.crps_curve(jsonb,double precision) returns double precision immutable body 9f1061c164ef3bbae132918b61fc6803
  grants: postgres=X/postgres
function app.crps_ensemble(double precision[],double precision) returns double precision immutable body ff0eabbd64d57a4b0d627345fcf8eff9
  grants: postgres=X/postgres
function app.crps_lognormal(double precision,double precision,double precision) returns double precision immutable body 007fe953b201e62ee1b7ef65e802a347
  grants: postgres=X/postgres
function app.crps_lognormal_cut(double precision,double precision,double precision,double precision) returns double precision immutable body 6d36b3c052dab3c21210c79c478ede7e
  grants: postgres=X/postgres
function app.crps_lognormal_mixture(double precision[],double precision[],double precision[],double precision) returns double precision immutable body 6dbe3a0c6713cc3f2cf9a71f6dce74f3
  grants: postgres=X/postgres
function app.crps_normal(double precision,double precision,double precision) returns double precision immutable body 8c3f8a2ced9563219feb915d00f886a8
  grants: postgres=X/postgres
function app.crps_normal_mixture(double precision[],double precision[],double precision[],double precision) returns double precision immutable body ec90b0d6c049f7260e38b0fd87cfe756
  grants: postgres=X/postgres
function app.curve_forecast(app.crowds) returns jsonb stable set search_path="" body e8ef68c697cc292b0ad14b7ed18d3ae4
  grants: postgres=X/postgres
function app.days_ahead(date,timestamp with time zone) returns numeric immutable body 515f59361b30a28976d7b7a799c1b992
  grants: postgres=X/postgres
function app.decide_answer_reports(uuid,text,text,text) returns integer volatile security definer set search_path="" body 89899d98e8d753ecfbd91eb8abd15488
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.decide_dispute(uuid,text,integer,text,uuid,text) returns bet_questions volatile security definer set search_path="" body 6141fb8297402ffcaf9da7ffba03c5d2
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.decide_reports(text,uuid,text,text) returns integer volatile security definer set search_path="" body b7d63bd08c900e359e3d12aef64994aa
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.decide_research_report() returns trigger volatile security definer set search_path="" body 7710ddae233ecf6f70de397f1993ad0c
  grants: postgres=X/postgres
function app.decide_verdicts(uuid[]) returns void volatile security definer set search_path="" body 0de2415579acb91914934d5adc50b31e
  grants: postgres=X/postgres
function app.decline_nomination(uuid,text) returns auction_nominations volatile security definer set search_path="" body cb850f9649ab7d7515b719db12b03f33
  grants: postgres=X/postgres authenticated=X/postgres
function app.decline_outcome(uuid,text) returns void volatile security definer set search_path="" body d4bcffecea596cf2da90faae369a045d
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.decline_vehicle(uuid,text) returns void volatile security definer set search_path="" body d3a18efb7dc14ff18f6e8066ceb14193
  grants: postgres=X/postgres authenticated=X/postgres
function app.delete_account(text) returns void volatile security definer set search_path="" body 6b1f4ab8400b7abf6f5e82626912ea05
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres
function app.describe_changed() returns trigger volatile security definer set search_path="" body 06485e7899370c0304f48eacd7d741fe
  grants: postgres=X/postgres
function app.describe_detailed() returns trigger volatile security definer set search_path="" body f5b59d4b7eb4f69fc851180684a15659
  grants: postgres=X/postgres
function app.describe_tagged() returns trigger volatile security definer set search_path="" body 5ab0310313fbc0775a2e115f73c37193
  grants: postgres=X/postgres
function app.describe_vehicles(uuid[]) returns void volatile security definer set search_path="" body eaed3be14419423b3384a63b8375d3a0
  grants: postgres=X/postgres
function app.digest_every(uuid) returns text stable security definer set search_path="" body 015bbc88862b99b15c3614cd976e564c
  grants: postgres=X/postgres
function app.digest_items(uuid,uuid[]) returns jsonb stable security definer set search_path="" body b40ac8a1f3dfbc4e1cd77e6e952aa5f5
  grants: postgres=X/postgres
function app.digest_slot(text) returns timestamp with time zone stable set search_path="" body 8882c49cfb6fb02aba46ccd80d9213fe
  grants: postgres=X/postgres
function app.dispute_settlement(uuid,text,text) returns bet_questions volatile security definer set search_path="" body a0de7026ad6b475eb8585cc6c7a206d7
  grants: postgres=X/postgres authenticated=X/postgres
function app.doctor() returns TABLE(finding text, remedy text) stable set search_path="" body 242dc732ee08d9de8311f9053f178f15
  grants: postgres=X/postgres
function app.document_lines(uuid,integer,integer) returns TABLE(page integer, page_width double precision, page_height double precision, line_start integer, line_end integer, x double precision, y double precision, width double precision, height double precision) stable security definer set search_path="" body 3d15e68685f5686ef54332d190897918
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.document_text(uuid) returns text stable security definer set search_path="" body f3179781ef293f7d84ac6c99be7303f1
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.documents_at(uuid,text) returns SETOF uuid stable security definer set search_path="" body 71fb67f806a6d8e7e864810789e26337
  grants: postgres=X/postgres service_role=X/postgres
function app.drop_answers_before_document() returns trigger volatile security definer set search_path="" body c444cd08292d20edb0f9693455b5d72e
  grants: postgres=X/postgres
function app.drop_answers_of_document() returns trigger volatile security definer set search_path="" body 692df77d2869dad3d3fef8dd489e4c0a
  grants: postgres=X/postgres
function app.drop_ledger_weeks(timestamp with time zone,xid8) returns void volatile set search_path="" body f55effa34f295ef2d79faf379beac5d6
  grants: postgres=X/postgres
function app.dwell_ends() returns double precision[] immutable body 3acd2c2c76c9ac11c5e74e46257aa60a
  grants: postgres=X/postgres
function app.dwell_median(numeric[]) returns jsonb immutable set search_path="" body 5e6034e66e338a35953b3164677ba662
  grants: postgres=X/postgres
function app.dwell_quantile(numeric[],double precision) returns double precision immutable set search_path="" body 4a3fdfe33b6146c4cb7720d44253624b
  grants: postgres=X/postgres
function app.edit_comment() returns trigger volatile set search_path="" body f5a234d1cc71f2725528fc63ece9df2c
  grants: postgres=X/postgres
function app.end_hold_of_removed() returns trigger volatile security definer set search_path="" body b8474c93d6a8a5ef2f91198c470c92d8
  grants: postgres=X/postgres
function app.end_nomination() returns trigger volatile security definer set search_path="" body 5dab04ccd9e75521592dde2c6a7b8112
  grants: postgres=X/postgres
function app.engagement_score(double precision) returns numeric immutable body ccbc46638410355b00f15d9eae63b944
  grants: postgres=X/postgres
function app.epoch_day(date) returns double precision immutable body 2a8287928acd6a37ca69e2696b27d865
  grants: postgres=X/postgres
function app.estimate_band(uuid,double precision) returns record stable set search_path="" body ae3a64ca2e68d8c7ae1e12a6372b0c37
  grants: postgres=X/postgres
function app.estimate_class(bigint) returns integer immutable body ecddf1184aa915529e0b6bf68eddf531
  grants: postgres=X/postgres
function app.estimate_spread(numeric,numeric,bigint) returns double precision immutable set search_path="" body 2a93a1abb11532d24372ba91087aed65
  grants: postgres=X/postgres
function app.evidence_problem(jsonb) returns text immutable set search_path="" body 0152f3188ff9c1b32daf5a4d4f7ede1a
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.exceedance_of(app.crowds,double precision) returns double precision stable set search_path="" body 815089fbf85af4848be726b3efe2c2ce
  grants: postgres=X/postgres
function app.exp_cdf(double precision,double precision) returns double precision immutable body b63dbb075a7c6eb1bd16ca728a167493
  grants: postgres=X/postgres
function app.expected_kernel_loss(double precision,double precision[]) returns double precision immutable body 6bb7da7c1bf3ce7209cd90ccc946b999
  grants: postgres=X/postgres
function app.export_account(text,jsonb) returns TABLE(place jsonb, item jsonb) volatile security definer set search_path="" body c2ea3eb9e74a32b6142525430148afc7
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres
function app.failed_work() returns TABLE(work text, item text, error text, tries integer, first_failed_at timestamp with time zone, last_failed_at timestamp with time zone, next_try_at timestamp with time zone) stable security definer set search_path="" body 63f4254958c26a28474f8224b39fd71e
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.find_filters() returns TABLE(kind text, value text, vehicles integer) stable security definer set search_path="" body 0d2ef2a78d0cb2d7235f1c021e057c18
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.find_members(text,text,integer,jsonb) returns TABLE(user_id uuid, name text, email text, is_anonymous boolean, is_operator boolean, joined_at timestamp with time zone, last_sign_in_at timestamp with time zone, suspended_until timestamp with time zone, suspended_for text, banned_at timestamp with time zone, banned_for text, comments_held bigint) stable security definer set search_path="" body ec102c94521755e1d94845559681ac39
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.find_reason() returns trigger volatile security definer set search_path="" body c9644c183d1ad8fe762a8f1ef5891bdd
  grants: postgres=X/postgres
function app.find_vehicles(text,text,integer,integer,text,text,text,text,text,text,text,integer) returns TABLE(vehicle_id uuid, movement double precision, fuzzy boolean, page text, more boolean) stable security definer set search_path="" body 384c10555beda94671de815e85fc38dc
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.finder_marks(text,text,text,text) returns text[] immutable set search_path="" body 169527f73dd13650d02c5358b3f2b623
  grants: postgres=X/postgres
function app.finder_most(text[],text[]) returns bigint stable security definer set search_path="" body fc161932ffb708f543f8f9ef9b777679
  grants: postgres=X/postgres
function app.finder_near(text) returns record stable security definer set search_path="" body 6942d7c1eeaaab9635b9a0783138f8d8
  grants: postgres=X/postgres
function app.finder_order(text) returns text immutable set search_path="" body 97bc1d8e3ec8a694cfb4e1c574666064
  grants: postgres=X/postgres
function app.finder_page(text,text) returns text[] immutable set search_path="" body e31d9fb421f4f23fc3fd8261b46d8983
  grants: postgres=X/postgres
function app.finder_query(text) returns text[] immutable set search_path="" body 4617a2dcdaaba63a30b1f4b4a7d341e5
  grants: postgres=X/postgres
function app.finder_questions(uuid) returns text[] stable security definer set search_path="" body b30174082c8f5f1ae7fc32bf80364034
  grants: postgres=X/postgres
function app.finder_split(text) returns SETOF text immutable set search_path="" body afdc5438b1e11cf423e0090464eced99
  grants: postgres=X/postgres
function app.finder_sql(text[],tsquery,bigint,text,integer) returns text stable security definer set search_path="" body 1226a47a5254be8eda7b179e7ac5fd90
  grants: postgres=X/postgres
function app.finder_term(text,boolean) returns tsquery immutable set search_path="" body d3ff52283c4441b4bd63e91cc20b52db
  grants: postgres=X/postgres
function app.finder_words(uuid) returns tsvector stable security definer set search_path="" body 9106971ab15eb574e2f0384b68b85336
  grants: postgres=X/postgres
function app.finish_crawl_runs(uuid) returns integer volatile security definer set search_path="" body 31405c192d62db4977e0b4a364de2131
  grants: postgres=X/postgres service_role=X/postgres
function app.first_day_of(text) returns date immutable set search_path="" body 7fb620e783b0784585d8069e1b1bf772
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.fit(text,integer) returns text immutable body 8b103bc77a641ed9c861e0fed512acdd
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.fitting_sales(uuid,integer) returns TABLE(document_id uuid, state text, price numeric, currency text, day date, place text, quote_start integer, quote_end integer, is_same boolean, place_in_order bigint) stable security definer set search_path="" body a5319bf83ce9e681064f1f3f417b0b28
  grants: postgres=X/postgres
function app.fitting_scopes(uuid) returns integer[] stable security definer set search_path="" body db246f0e3ea59081ff729a1494f92499
  grants: postgres=X/postgres
function app.fold_ballots(uuid[],uuid[],uuid) returns bigint volatile security definer set search_path="" work_mem=64MB jit=off body c6db3f373b8de6710b3e9e0145955b18
  grants: postgres=X/postgres
function app.fold_bets() returns integer volatile security definer set search_path="" jit=off body fc6f872819c2072a23b1e1ba04f6e624
  grants: postgres=X/postgres
function app.fold_bettors(uuid,text,uuid[],uuid,boolean) returns void volatile set search_path="" body f7d46cbeca18aa52020b72051df7d76e
  grants: postgres=X/postgres
function app.fold_ledger(pg_snapshot,boolean) returns bigint volatile set search_path="" body 9f8ea74573562f882a416757bbaecc10
  grants: postgres=X/postgres
function app.fold_standings(integer) returns integer volatile security definer set search_path="" work_mem=64MB jit=off body 4da2078cb9525293e0f8162a15757d00
  grants: postgres=X/postgres
function app.fold_vehicle_bets(uuid,uuid,boolean,integer) returns integer volatile set search_path="" body 70c31933a3fc03cba2cfd36aa50617dc
  grants: postgres=X/postgres
function app.fold_views() returns bigint volatile security definer set search_path="" plan_cache_mode=force_custom_plan work_mem=64MB jit=off lock_timeout=500ms body 863269d1b264c614a432fa9bb3e7e087
  grants: postgres=X/postgres
function app.fold_votes(uuid[],uuid[]) returns bigint volatile security definer set search_path="" work_mem=64MB jit=off lock_timeout=2s body b999d24894a114760707c41664c18de8
  grants: postgres=X/postgres
function app.follow(uuid,text,uuid) returns void volatile security definer set search_path="" body 13221542fdf43dbdf10fc66eecfd3945
  grants: postgres=X/postgres authenticated=X/postgres
function app.follow_average_length() returns void volatile security definer set search_path="" body 09d377885cc5ee083c19c5b293111817
  grants: postgres=X/postgres
function app.follow_vehicle() returns trigger volatile security definer set search_path="" body 5d67bb2595026167c7314e89d49e084e
  grants: postgres=X/postgres
function app.forecast_median(app.crowds) returns double precision immutable set search_path="" body f5bc86b20db98a6f18a358417b47632a
  grants: postgres=X/postgres
function app.forecast_movement(uuid) returns double precision stable security definer set search_path="" body f308db88c052047ba88c96f08902d6ca
  grants: postgres=X/postgres
function app.forecast_of(app.crowds,app.crowds) returns jsonb stable set search_path="" body f2600c489f7ca78a4f1870c33e24fcae
  grants: postgres=X/postgres
function app.forecast_topic(text,text,text) returns text immutable set search_path="" body 0e69a77ab4aba4ca543d444bab3c0693
  grants: postgres=X/postgres
function app.forecast_value(text,double precision) returns jsonb immutable set search_path="" body 2dbeb3fc95b8e44c000d339029343497
  grants: postgres=X/postgres
function app.forget_gone_voters() returns bigint volatile security definer set search_path="" body 4963db305a788f0c64ddc6613f3939b3
  grants: postgres=X/postgres
function app.forget_leaving_chunks() returns void volatile security definer set search_path="" jit=off body 2004da6654b5383499c0a98df7196626
  grants: postgres=X/postgres
function app.forget_news() returns void volatile security definer set search_path="" body 51538eec602b8fa43e6844d002e944f5
  grants: postgres=X/postgres
function app.forget_research_spending() returns void volatile security definer set search_path="" body 5110eb448231d7d05382b64535ea76f5
  grants: postgres=X/postgres
function app.forget_standings() returns trigger volatile security definer set search_path="" body bcf5a4aea41e3cfc5ceccb7bd23aa2b7
  grants: postgres=X/postgres
function app.forget_useful_reasons() returns trigger volatile security definer set search_path="" body 7d032f4423c575d5d6913eb5a71e124a
  grants: postgres=X/postgres
function app.forget_viewer() returns trigger volatile security definer set search_path="" body 2b234c5f17cff3a71deebaa0232eeb1a
  grants: postgres=X/postgres
function app.forget_views() returns trigger volatile security definer set search_path="" body 3104b6a382e849bdcea08a90a121e609
  grants: postgres=X/postgres
function app.forget_write_paces() returns void volatile security definer set search_path="" body 439004bb87a440048edc2a4ca5685a62
  grants: postgres=X/postgres
function app.from_grid(text,integer,double precision) returns double precision immutable body 14fa3ec9f082d8365986c17a6e3d21c2
  grants: postgres=X/postgres
function app.give_back_open_stakes(uuid,uuid) returns integer volatile security definer set search_path="" body 01ced5a9adbfa86b7c68fe1617ce69d2
  grants: postgres=X/postgres
function app.give_back_research_lease(uuid,text,uuid,bigint,boolean) returns void volatile security definer set search_path="" body 41c3dd79e56a343b34499e8019780356
  grants: postgres=X/postgres service_role=X/postgres
function app.give_up_photo_file() returns trigger volatile security definer set search_path="" body 18a7f095d3c62532b60c192dcd581968
  grants: postgres=X/postgres
function app.grid_cdf(double precision) returns double precision immutable body f164b6baddc6a76fc56d6eea245cf2e2
  grants: postgres=X/postgres
function app.grid_end(text,integer,boolean) returns integer immutable body dfee94e8d3487218c748fb913fda595a
  grants: postgres=X/postgres
function app.grid_step(text) returns double precision immutable body 916f5ebcf6f6b2e956f2aea588c7ef2a
  grants: postgres=X/postgres
function app.hammer_for(numeric) returns double precision stable set search_path="" body ada8d6392ec5f517e1d548815451785b
  grants: postgres=X/postgres
function app.hand_over_count(uuid) returns void volatile set search_path="" body 47983045f666a4869602f09a2385d4f2
  grants: postgres=X/postgres
function app.hand_over_counts() returns void volatile set search_path="" body df83028a19cd3324416e47637943c783
  grants: postgres=X/postgres
function app.hand_over_counts(uuid[]) returns void volatile set search_path="" body c33271fd1ffb5af19eed927e6478c646
  grants: postgres=X/postgres
function app.hang_on_photo() returns trigger volatile security definer set search_path="" body a31184b8f8865ebe7789ea723bdcf499
  grants: postgres=X/postgres
function app.hang_on_vehicle() returns trigger volatile security definer set search_path="" body 374ad1ce9751994ef2ec8f4ab8e8541c
  grants: postgres=X/postgres
function app.hang_report_on_comment() returns trigger volatile security definer set search_path="" body aab67abf4d63b2d238a39178562c0f54
  grants: postgres=X/postgres
function app.hang_report_on_photo() returns trigger volatile security definer set search_path="" body 61debb259b43c216a9555cc305e1730a
  grants: postgres=X/postgres
function app.hang_view_on_photo() returns trigger volatile security definer set search_path="" body 9c64092c0c98506db8daeea0d7b63ba9
  grants: postgres=X/postgres
function app.has_bidi_override(text) returns boolean immutable body 687c7742bfac5310c2d5a8f78c3c70d8
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.has_ink(text) returns boolean immutable body 21b1df214beaac4dd3d74ab35b5b3f0e
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.has_interest(uuid,uuid) returns boolean stable security definer set search_path="" body a8018ffdc269064c8030ad3bb8ae8b3b
  grants: postgres=X/postgres
function app.has_something_to_fold() returns boolean stable set search_path="" enable_seqscan=off plan_cache_mode=force_generic_plan body 31150732ce4f3295dd9888d160761d9e
  grants: postgres=X/postgres
function app.hash_of_secret(text) returns bytea immutable set search_path="" body 5d95f39c6403a75ba501166400f6fc36
  grants: postgres=X/postgres
function app.hash_viewer(bytea,text) returns uuid stable body a3c860ae99a3dea5b23fbd6895b17575
  grants: postgres=X/postgres
function app.heat_left(timestamp with time zone) returns double precision stable body b54dd06b7b70ccfd781ef7493eed2450
  grants: postgres=X/postgres
function app.heat_now(uuid) returns double precision stable set search_path="" plan_cache_mode=force_custom_plan body 7eb6ca37c9678d30c9b709832ffdf2f4
  grants: postgres=X/postgres
function app.held_comments(integer,timestamp with time zone) returns TABLE(comment_id uuid, vehicle_id uuid, vehicle text, photo_id uuid, words text, author_id uuid, held_at timestamp with time zone, reason text) stable security definer set search_path="" body fe5fc3f83eb62258436433d3a9b7cca5
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.held_photos(integer,timestamp with time zone) returns TABLE(photo_id uuid, vehicle_id uuid, vehicle text, words text, photo_url text, photo_pass text, owner_id uuid, held_at timestamp with time zone, reason text) stable security definer set search_path="" body 1c91ec39334d5c651622548fe02096d7
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.held_photos_of(uuid) returns uuid[] stable security definer set search_path="" body e2c7e031053490f5d71ce30ba7e6b261
  grants: postgres=X/postgres
function app.held_votes(integer,jsonb) returns TABLE(vehicle_id uuid, vehicle text, yes bigint, no bigint, since timestamp with time zone, is_own boolean) stable security definer set search_path="" body 47907c6e8cb08aa6f3ee00f723574694
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.hold(text,uuid,text) returns void volatile security definer set search_path="" body 2b201409e32ee95eb2ae8264d13777d3
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.hold_bursts(uuid[]) returns void volatile security definer set search_path="" body b87e5364e9ea2aaeda258d0bb8352d3a
  grants: postgres=X/postgres
function app.hold_own_vehicle(uuid) returns void volatile security definer set search_path="" body 3c798d30ed5e11ad8729c0adcc2fb54e
  grants: postgres=X/postgres
function app.hold_person(uuid) returns void volatile security definer set search_path="" body 512d1c41bfc1c64aa57e3f875c671fb0
  grants: postgres=X/postgres
function app.hold_vehicles(uuid[]) returns uuid[] volatile security definer set search_path="" body 819eb790055d19906f0d8d4a893fd65c
  grants: postgres=X/postgres
function app.hold_votes_of(uuid) returns void volatile security definer set search_path="" body 7ab10f47149522b361698568a73dd215
  grants: postgres=X/postgres
function app.impact_levels() returns double precision[] immutable body ce2c4e3c2c9f9acac47597e6c9e2fc7a
  grants: postgres=X/postgres
function app.increment_image_view_count(uuid) returns void volatile security definer set search_path="" body f308c76ae9f5d946522e13fd1e204bb2
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.index_batch(uuid[]) returns void volatile security definer set search_path="" jit=off body e7d5552b1beb5fb65618683b039fa801
  grants: postgres=X/postgres
function app.index_chunks(integer) returns integer volatile security definer set search_path="" jit=off body ae52f0f4f0ab1fd9be3c7a3381bb29ca
  grants: postgres=X/postgres service_role=X/postgres
function app.index_words() returns void volatile security definer set search_path="" jit=off body 685842180b8c819f95288d7f24b2b585
  grants: postgres=X/postgres
function app.interaction_changes_since(pg_snapshot) returns SETOF app.interaction_changes stable body c0f89f2e29ee43a14d537b3b39f8cabf
  grants: postgres=X/postgres
function app.interaction_weight(text) returns integer immutable body 38e4f177e893d2c74305136edb98507e
  grants: postgres=X/postgres
function app.is_bet_type(text) returns boolean immutable body 1efc69e9e0747e4f73cc9221856ac91f
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.is_blind(uuid,uuid,text) returns boolean stable security definer set search_path="" body 3f9aca0c8a5d4a2db17315459c53efc0
  grants: postgres=X/postgres
function app.is_bot(text) returns boolean immutable set search_path="" body f732889ca422945a2a1548183cb2f972
  grants: postgres=X/postgres
function app.is_client() returns boolean stable set search_path="" body ccd1e9fe09f2fb248116154d6227709f
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.is_crawl_plan(jsonb) returns boolean immutable set search_path="" body 3c3c875446de6eb5cf404e3d3d1e34c6
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.is_date(jsonb) returns boolean immutable body 0d04f727f6055e43a203c19f0444cdd6
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.is_held_comment(uuid,uuid) returns boolean stable security definer set search_path="" body 9d920589513a948eb78caa3bfe33fea8
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.is_held_photo(uuid) returns boolean stable security definer set search_path="" body e89d9d013ad7f962112e9c6133117328
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.is_hidden_from(uuid,uuid) returns boolean stable security definer set search_path="" body 4a2e8bc9ae28fcfff174ba18c26b8a5f
  grants: postgres=X/postgres
function app.is_indexed_quote(text) returns boolean stable security definer set search_path="" body 9a18aa79dd12c92ab061834aabf73430
  grants: postgres=X/postgres service_role=X/postgres
function app.is_known_by(vehicle_bets,vehicle_outcomes,app.settlement_settings) returns boolean stable set search_path="" body 19b55ee213252ba8cc173c6b96b13344
  grants: postgres=X/postgres
function app.is_long_unconfirmed(uuid,text) returns boolean stable security definer set search_path="" body be6a744894e451bb2c95b8134c16b503
  grants: postgres=X/postgres service_role=X/postgres
function app.is_model_word(text) returns boolean immutable set search_path="" body 7f5aae88fdf35cb82c78df1c48dcead0
  grants: postgres=X/postgres
function app.is_operator() returns boolean stable security definer set search_path="" body f0637e0e3bb044debc6bb053de7e32c9
  grants: postgres=X/postgres
function app.is_own_build(vehicle_outcomes) returns boolean stable security definer set search_path="" body d406189f431f429b378663fc08679f8c
  grants: postgres=X/postgres
function app.is_own_or_trusted_address(text) returns boolean stable security definer set search_path="" body fd7d44826653282e664c7fc944380a1e
  grants: postgres=X/postgres
function app.is_readable(text,integer) returns boolean immutable body f44071811c627400dba2d3aebee4d3c0
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.is_research_budget(text) returns boolean immutable set search_path="" body 4ea4e36e78d8b15401f422c5e2d58025
  grants: postgres=X/postgres
function app.is_set_aside(text,text) returns boolean stable security definer set search_path="" body 2c87e1c9aa46edb3f62422d0e7e50d9c
  grants: postgres=X/postgres
function app.is_source_kind(text) returns boolean immutable body 0743d0094022c61c9b73afb3b1e650bf
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.is_still_for(uuid,text,uuid,uuid,text) returns boolean stable security definer set search_path="" body 1f52e0ea7feb246acfff1384cdc57068
  grants: postgres=X/postgres
function app.is_suspended(uuid) returns boolean stable security definer set search_path="" body dc68de2ccb3aa3c346207eb8dc72e298
  grants: postgres=X/postgres
function app.is_verified(auth.users) returns boolean stable body 02fcee9074e310f3507aab1255653779
  grants: postgres=X/postgres
function app.is_visitors(uuid) returns boolean stable security definer set search_path="" body e6f56b1a67717c01cb60ce7a49da06ed
  grants: postgres=X/postgres
function app.is_whole_number(jsonb,numeric,numeric) returns boolean immutable set search_path="" body 3c19441282307d3ac27059c37e52d83d
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.item_is_done(text,text) returns void volatile security definer set search_path="" body f9ffed20212c07758b5569c3fda41da0
  grants: postgres=X/postgres
function app.items_are_done(text,uuid[]) returns void volatile security definer set search_path="" body 07acc70777b6cfd518cf036a5372329c
  grants: postgres=X/postgres
function app.job_health() returns TABLE(name text, every text, last_run_at timestamp with time zone, last_success_at timestamp with time zone, last_error text) stable security definer set search_path="" body dd77fb93718d7a2c4d5970e149a2aae2
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.join_thread() returns trigger volatile security definer set search_path="" body d3b9248905f268a17e72f4fe8697c371
  grants: postgres=X/postgres
function app.join_view(uuid,uuid) returns boolean volatile set search_path="" body 745f01cb545cf0869c4b0a4ae19eeaba
  grants: postgres=X/postgres
function app.judge(bigint,bigint,bigint,bigint,bigint,bigint) returns record immutable set search_path="" body acc445dba38c63f072fdf51c726f3967
  grants: postgres=X/postgres
function app.judge_looks(uuid[],timestamp with time zone[],smallint[],uuid[],timestamp with time zone[],integer,boolean) returns record volatile set search_path="" body e47142eeed0e0c8b3de8986978749a4a
  grants: postgres=X/postgres
function app.keep_bet() returns trigger volatile set search_path="" body 6a96ebd0532ff9845cff64f132be8faf
  grants: postgres=X/postgres
function app.keep_ledger() returns trigger volatile set search_path="" body be5d87a603bcf48db9f81e342aede5ac
  grants: postgres=X/postgres
function app.keep_metrics() returns trigger volatile set search_path="" body a8f991be92c0589152dd04c4b433143c
  grants: postgres=X/postgres
function app.keep_names_apart() returns trigger volatile security definer set search_path="" body 70aa6d31abba0a542f40b07e74b4e32b
  grants: postgres=X/postgres
function app.keep_pace() returns trigger volatile security definer set search_path="" body 335939800859efa31dd04580d8a80666
  grants: postgres=X/postgres
function app.keep_records() returns trigger volatile security definer set search_path="" body 6b3731065a5720c5a2308d91eb293671
  grants: postgres=X/postgres
function app.keep_vote() returns trigger volatile security definer set search_path="" body fefa040c3db39284e31fca35a7ea35ed
  grants: postgres=X/postgres
function app.keep_vote_history() returns trigger volatile set search_path="" body 9c57f4c6e87e094461dab7e8db597381
  grants: postgres=X/postgres
function app.kept_change(app.kept_records) returns app.standing_changes immutable body 9234969d62d12af9bccde8a7dd1c8438
  grants: postgres=X/postgres
function app.kept_crowd(uuid,text,text,smallint) returns app.crowds stable set search_path="" body 5beaa5180b1929cab6deb4af8eea7c01
  grants: postgres=X/postgres
function app.kernel_loss(double precision,double precision,double precision,double precision[]) returns double precision immutable body 9e2826b8a63f4f4c20b4608b2120bb26
  grants: postgres=X/postgres
function app.known_outcome(vehicle_bets) returns uuid stable set search_path="" body 1b5a37739a35eda0319b5829f761acd5
  grants: postgres=X/postgres
function app.known_since(auth.users) returns timestamp with time zone stable body bf58c828f711c0051a17758476d782ef
  grants: postgres=X/postgres
function app.latest_crowd(uuid,text) returns app.crowds stable set search_path="" body 3eaf726faf968f7dd30e61bff7b82881
  grants: postgres=X/postgres
function app.least_votes() returns integer immutable body 68c02e318f650f5efb78cbfa1c972995
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.leave_behind(app.vehicle_offers) returns void volatile security definer set search_path="" body c6a8b7301d1392ee561e2d64d8bad414
  grants: postgres=X/postgres
function app.ledger_snapshot() returns pg_snapshot stable set search_path="" body 111de19523cb53f0c9608bb0051dd720
  grants: postgres=X/postgres
function app.ledger_xact() returns xid8 volatile security definer set search_path="" body 411fc6165afc9712d3c55f261baace46
  grants: postgres=X/postgres
function app.lexemes(tsvector[]) returns TABLE(n integer, lexeme text, positions integer[], phrase integer) stable set search_path="" body da4b956a387654b15f37407dc1f16be1
  grants: postgres=X/postgres
function app.lift_suspension(uuid,text) returns void volatile security definer set search_path="" body 800d8a10f221b0d4ef999d64a803855b
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.link_auction(uuid,text,timestamp with time zone,timestamp with time zone) returns auction_nominations volatile security definer set search_path="" body dc595dca6f59e3582adc568a7d910e64
  grants: postgres=X/postgres service_role=X/postgres
function app.load_aliases() returns void volatile set search_path="" body 7c70a0200feda7e86e5f2a8af3c26a65
  grants: postgres=X/postgres
function app.lock_account(uuid) returns app.point_accounts volatile security definer set search_path="" body b247a4d6461133d1024e12293a3185c7
  grants: postgres=X/postgres
function app.lock_accounts(uuid[]) returns void volatile security definer set search_path="" body d7fddaeed0d6fad4c8ab943c4273fb69
  grants: postgres=X/postgres
function app.lock_accounts_of_gone() returns trigger volatile security definer set search_path="" body b47c0930e040046a488de9a7afc54c2f
  grants: postgres=X/postgres
function app.lock_crawl_url(uuid,text,uuid) returns boolean volatile security definer set search_path="" body a76bf6cfb4709404cdf49379758affa9
  grants: postgres=X/postgres service_role=X/postgres
function app.lock_question(uuid,text) returns bet_questions volatile security definer set search_path="" body e70393f15a4f76a8cc48047fe42b0f4f
  grants: postgres=X/postgres
function app.lock_shown(text,uuid) returns record volatile security definer set search_path="" body 76bdcb9e523bfd9d641f83a2e8ec42f5
  grants: postgres=X/postgres
function app.log_score(double precision,boolean) returns double precision immutable body 7ed3dbb3ac91b1352b4a4c194a25dda9
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.log_vote() returns trigger volatile security definer set search_path="" body 31f20c4147f7213b8c41a2706ce694e5
  grants: postgres=X/postgres
function app.mail_of(app.outbox) returns jsonb stable security definer set search_path="" body cdfba2da52834730775f2236e05937fd
  grants: postgres=X/postgres
function app.mails_are_many(uuid) returns boolean stable security definer set search_path="" body c13a51214340e5f0d66f8c8709c95761
  grants: postgres=X/postgres
function app.make_digest(uuid,timestamp with time zone) returns void volatile security definer set search_path="" body 479361d8588044e58d3fa2dc9f611b4b
  grants: postgres=X/postgres
function app.make_digests() returns integer volatile security definer set search_path="" body 24b46b8313e6b86e970de0f96d852427
  grants: postgres=X/postgres
function app.make_key(vehicles) returns text stable body 17d9f48e772c14fbb7116955a604112d
  grants: postgres=X/postgres
function app.make_ledger_week(date) returns void volatile set search_path="" body b140be16796bea2793299c193688c8c4
  grants: postgres=X/postgres
function app.make_ledger_weeks() returns void volatile set search_path="" body 2f4971d5d2ed3ac07eb4e8293e83eda1
  grants: postgres=X/postgres
function app.make_of(vehicles) returns text stable set search_path="" body 14a46a4df4848e91716aae6d1136eb65
  grants: postgres=X/postgres
function app.mark_changed_bet() returns trigger volatile security definer set search_path="" body c92eaf0917f6a74e82c945a990d7cfaa
  grants: postgres=X/postgres
function app.mark_everybody() returns trigger volatile security definer set search_path="" body d5e32ac6fdd89c46010857a69aaebe3d
  grants: postgres=X/postgres
function app.mark_notice_read(uuid) returns void volatile security definer set search_path="" body 03ba9e2a7e660e58770ef93149e18295
  grants: postgres=X/postgres authenticated=X/postgres
function app.mark_question_bets() returns trigger volatile security definer set search_path="" body eaf1a825ba18b97d3f4cd9bdef8cc88b
  grants: postgres=X/postgres
function app.mark_removed_bets() returns trigger volatile security definer set search_path="" body a01eeb62700640d4b15db7dbb12dcaa1
  grants: postgres=X/postgres
function app.mark_scored(bet_questions,timestamp with time zone) returns void volatile security definer set search_path="" body 6caf3dbe4c1831e64c0b1545185efb98
  grants: postgres=X/postgres
function app.may_ask_research(text) returns boolean volatile security definer set search_path="" body 5eb96013c02e2923b1ab5d512ef642da
  grants: postgres=X/postgres service_role=X/postgres
function app.may_see(source_documents) returns boolean stable set search_path="" body 2f98adbcee43b12dfeaa6cf695368eb5
  grants: postgres=X/postgres
function app.median_words(text,jsonb) returns text stable set search_path="" body dc125d179649caedf89291c17caedc37
  grants: postgres=X/postgres
function app.member_words(uuid) returns text stable security definer set search_path="" body d9ec20d2e1e52c09d02b46ce9db0bfb2
  grants: postgres=X/postgres
function app.milestone_curve(app.crowds) returns TABLE(place integer, target double precision, people integer, said double precision, probability double precision) stable set search_path="" body 62bc944d879d37d819ada3593f8db38f
  grants: postgres=X/postgres
function app.milestone_forecast(app.crowds) returns jsonb stable set search_path="" body 41f5343944bd6bb053d9703383f2120a
  grants: postgres=X/postgres
function app.milestones_at_close(bet_questions) returns app.crowds stable set search_path="" body e2d8f411bac02b89a59cbd826ac00b73
  grants: postgres=X/postgres
function app.modification_key(text) returns text immutable body 456ec76e6cb2c69fa6ff41f096ae9c5a
  grants: postgres=X/postgres
function app.movement_with(jsonb,jsonb,date) returns jsonb immutable set search_path="" body adf10a5cc88a37a74743e2006c59d5b0
  grants: postgres=X/postgres
function app.my_bet_questions(uuid) returns SETOF bet_questions stable security definer set search_path="" body c1aa1821c991851c76cfec6cbfc46a70
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.my_digest() returns text stable security definer set search_path="" body b4cd2e1d5038eaa9962bac13320ce5f8
  grants: postgres=X/postgres authenticated=X/postgres
function app.my_vote_weight(uuid) returns jsonb stable security definer set search_path="" body 23595ff9a7a96c445a064f18009ff232
  grants: postgres=X/postgres authenticated=X/postgres
function app.name_sales_anew() returns void volatile security definer set search_path="" body f1948782c63737fc61533d9d22de558d
  grants: postgres=X/postgres
function app.name_skeleton(text) returns text immutable set search_path="" body 3b6045279451905221079894cfeea164
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.name_words(text) returns text[] stable set search_path="" body 8e0049491e5e08ca129ab86d63854be6
  grants: postgres=X/postgres
function app.names_fit(text[],text[]) returns boolean immutable set search_path="" body 1b3809a7ea19c0641dbe0e0f41e92a35
  grants: postgres=X/postgres
function app.nearest_term(text) returns text stable security definer set search_path="" body a5ef73cabd5fe0fd8c96e0f37ca55b88
  grants: postgres=X/postgres
function app.net_of(numeric) returns numeric stable set search_path="" body 23e50c3901449163fdc001385d34d0b9
  grants: postgres=X/postgres
function app.network_of(text) returns text stable set search_path="" body 96a92403e11e077b139cdde32174b039
  grants: postgres=X/postgres
function app.new_looks(pg_snapshot,pg_snapshot) returns TABLE(image_id uuid, hour timestamp with time zone, device_type text, source text, counted boolean, entries bigint, firsts bigint, last_viewed_at timestamp with time zone, dwell_sum double precision, dwell bigint[]) stable set search_path="" plan_cache_mode=force_custom_plan body 79d5d49d64242e427a5701d6c7cd22da
  grants: postgres=X/postgres
function app.news_people(app.news,integer) returns uuid[] stable security definer set search_path="" body a243648f12eece974822d3a144fa6372
  grants: postgres=X/postgres
function app.news_stands(app.news) returns boolean stable security definer set search_path="" body 9ee61cf68f008ff93014d229daa5e420
  grants: postgres=X/postgres
function app.news_words(app.news) returns text stable security definer set search_path="" body de71b23c7497f2637466a193bf4df5e7
  grants: postgres=X/postgres
function app.next_mod_value_is_known_by(vehicle_bets,vehicle_outcomes,app.settlement_settings) returns boolean stable set search_path="" body df25e13f790dca8b8019ef4c971a6ae6
  grants: postgres=X/postgres
function app.next_mod_value_result(bet_questions,vehicle_outcomes) returns jsonb stable set search_path="" body cac18de50aadf275c742bceb9bd3590a
  grants: postgres=X/postgres
function app.next_news() returns app.news volatile security definer set search_path="" body 52caa773afb1788daaedced16d01d107
  grants: postgres=X/postgres
function app.normal_cdf(double precision) returns double precision immutable body b64ca3d0affc93132754d4a7e252a7b8
  grants: postgres=X/postgres
function app.normal_distance(double precision,double precision) returns double precision immutable body 341f05a3d623b133f1f5d616419d9931
  grants: postgres=X/postgres
function app.normal_pdf(double precision) returns double precision immutable body 445f7394326e508033c04390aac03002
  grants: postgres=X/postgres
function app.normal_quantile(double precision) returns double precision immutable body 0b273280b0b49c4e0092c5bc78157bb3
  grants: postgres=X/postgres
function app.not_found(text,text,text,text) returns void immutable set search_path="" body 8988a98a11890f50dc12700e0bce01e7
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.note_auction_result() returns trigger volatile security definer set search_path="" body b9843f7b65cb91e0a8c915918fc7315d
  grants: postgres=X/postgres
function app.note_crawl_failed(uuid,text,uuid,text,text,integer,interval) returns void volatile security definer set search_path="" body e9cd4785ed1fe5f1f2c0a5a683c3eac8
  grants: postgres=X/postgres service_role=X/postgres
function app.note_crawl_forbidden(uuid,text,uuid,text,text) returns void volatile security definer set search_path="" body ce12f081ac54d526c5e49f0e803e0a1e
  grants: postgres=X/postgres service_role=X/postgres
function app.note_crawl_read(uuid,text,uuid,jsonb) returns void volatile security definer set search_path="" body f67ae04cbc35c0345812f818664b3296
  grants: postgres=X/postgres service_role=X/postgres
function app.note_crawl_unchanged(uuid,text,uuid,text,text) returns void volatile security definer set search_path="" body 3776ddfa000241483d422c5dfec8a17c
  grants: postgres=X/postgres service_role=X/postgres
function app.note_gone_ids() returns trigger volatile security definer set search_path="" body 6320d136f9661f3e0f1241dd3b86a42b
  grants: postgres=X/postgres
function app.note_interaction_change() returns trigger volatile security definer set search_path="" body 783945112cb2cddaf8fefc5b11943513
  grants: postgres=X/postgres
function app.note_job(text,text) returns void volatile security definer set search_path="" body e93c4bf1ed89671ff8cc090799d46ab4
  grants: postgres=X/postgres
function app.note_moves() returns integer volatile security definer set search_path="" body 0db7e173883f341a2005a485200eff29
  grants: postgres=X/postgres
function app.note_operator_act(text,text,text) returns void volatile security definer set search_path="" body ee2bb85e9070e7b4f74e662b0cfd85e4
  grants: postgres=X/postgres
function app.note_person() returns trigger volatile security definer set search_path="" body 3c9b810e11e15b7c3ae5cae537467a16
  grants: postgres=X/postgres
function app.note_question_news() returns trigger volatile security definer set search_path="" body 449a8cbb88131b7f3f9d54221dd5bbcd
  grants: postgres=X/postgres
function app.note_reply() returns trigger volatile security definer set search_path="" body 03087b8bf2eb3b5b280e16efaa012396
  grants: postgres=X/postgres
function app.note_sale() returns trigger volatile security definer set search_path="" body 7056362cf32908eff9ecfbc1cdb76420
  grants: postgres=X/postgres
function app.note_source_refusals(uuid,text,jsonb) returns void volatile security definer set search_path="" body 8070f614b62427ecd5ee23eb36f888dc
  grants: postgres=X/postgres service_role=X/postgres
function app.notice_settings() returns TABLE(kind text, about text, way text, usual text) stable security definer set search_path="" body a4d8eb5da91402efcab9e066e7952b19
  grants: postgres=X/postgres authenticated=X/postgres
function app.notice_way(uuid,text) returns text stable security definer set search_path="" body 51dae359cf3dece4737e520931bad330
  grants: postgres=X/postgres
function app.offer_by_secret(uuid,text) returns app.vehicle_offers volatile security definer set search_path="" body f071f4fb26083b19cf2760b037bcec24
  grants: postgres=X/postgres
function app.offer_vehicle(uuid,boolean,boolean,boolean) returns jsonb volatile security definer set search_path="" body 2d33b7cbf145de79c92c64eddd2cf19d
  grants: postgres=X/postgres authenticated=X/postgres
function app.offered_vehicle(uuid,text) returns jsonb volatile security definer set search_path="" body e310195c0083836c4fa1ad5d0a3d293c
  grants: postgres=X/postgres authenticated=X/postgres
function app.open_disputes(integer,jsonb) returns TABLE(vehicle_id uuid, vehicle text, question text, round smallint, since timestamp with time zone, bet_type text, currency text, target_value numeric, by_date date, modification text, result jsonb, outcome_id uuid, reason text, bets bigint, staked numeric, is_own boolean, disputes jsonb, outcomes jsonb) stable security definer set search_path="" body dcd1d54598e8658ed0b10a0aca4ccbb2
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.open_nominations(uuid[]) returns integer volatile security definer set search_path="" body 9651efea60b3e60fca94bf43d0cbffcb
  grants: postgres=X/postgres
function app.open_reports(integer,jsonb) returns TABLE(key text, kind text, vehicle_id uuid, vehicle text, comment_id uuid, photo_id uuid, spec_name text, words text, author_id uuid, is_hidden boolean, is_own boolean, since timestamp with time zone, people bigint, reports jsonb, photo_url text, photo_pass text) stable security definer set search_path="" body 7b44ac63899bf4f0314d798f78b7ba41
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.open_round(vehicle_bets) returns smallint volatile security definer set search_path="" body c279f67b2c6975e55f8c75416364d2f6
  grants: postgres=X/postgres
function app.open_stakes(uuid,uuid) returns SETOF vehicle_bets stable security definer set search_path="" body e085e258a821170ac8fdf4ba351d460e
  grants: postgres=X/postgres
function app.operator_acts(integer,timestamp with time zone) returns TABLE(at timestamp with time zone, operator_id uuid, operator text, act text, about text, reason text, subject text) stable security definer set search_path="" body 655a7696dfb0fd93e71af20d5f3e6257
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.operator_overview() returns TABLE(reports bigint, disputes bigint, unconfirmed bigint, held_votes bigint, held_comments bigint, failing_jobs bigint, set_aside bigint, failing_sources bigint, suspended bigint, research_is_on boolean) stable security definer set search_path="" body 00a1e72480752337f9207c55d65aaacc
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.other_topic(text) returns text immutable set search_path="" body 7d297a1c13cbaf2595659381a7e3c783
  grants: postgres=X/postgres
function app.outbox_delivered(uuid,text) returns boolean volatile security definer set search_path="" body e1f47dd0120cfb8b6de6d8b6f626dede
  grants: postgres=X/postgres service_role=X/postgres
function app.outbox_failed(uuid,text,text) returns timestamp with time zone volatile security definer set search_path="" body bd2d4ab828311171c44c2ef3af88aba4
  grants: postgres=X/postgres service_role=X/postgres
function app.own_bet_words(app.news,uuid) returns text stable security definer set search_path="" body 09db75584eb9fe70c77aef3fbbd4cb1e
  grants: postgres=X/postgres
function app.own_nomination(uuid) returns auction_nominations volatile security definer set search_path="" body 762ca4da32356e97ece2bd3afc346f51
  grants: postgres=X/postgres
function app.own_open_bet(uuid) returns vehicle_bets volatile security definer set search_path="" body 33363c63dc2cd1399d336448101b2df5
  grants: postgres=X/postgres
function app.pace_inserts(regclass,text) returns void volatile set search_path="" body 950f0d02f03a845184ae8f0b33e72dde
  grants: postgres=X/postgres
function app.pause_source(uuid,text) returns void volatile security definer set search_path="" body 2bb01769d77b33e1a373ed0e5a0d7ab6
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.payouts(bet_questions,timestamp with time zone) returns TABLE(bet_id uuid, user_id uuid, stake numeric, void boolean, came_true boolean, score double precision, skill_score double precision, wager_score numeric, peer_score double precision, payout numeric) stable set search_path="" body 58a4a54ecce700ad2c6fd3e3f1529898
  grants: postgres=X/postgres
function app.person_exists(uuid) returns boolean stable security definer set search_path="" body 0ab6aa4cd83f733303997a7dcd308f16
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.person_words(uuid) returns text stable security definer set search_path="" body c105879d23806d07d0e3707c105a7ea6
  grants: postgres=X/postgres
function app.photo_addresses(text,integer[]) returns text immutable set search_path="" body 0b7eac28a4f2d65f2ed55d3b9781178c
  grants: postgres=X/postgres
function app.photo_is_shown(uuid,text,text) returns boolean stable security definer set search_path="" body 3685abba91226a7406bd8b56207e09fc
  grants: postgres=X/postgres
function app.photo_pass(uuid) returns text stable security definer set search_path="" body 693a5ab43ed2c788f3d54a0b43435d03
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.photo_pass(uuid,uuid) returns text stable security definer set search_path="" body 3350bad7b515371807b84199bc8db701
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.photo_pass_mac(uuid,uuid,bigint) returns text stable security definer set search_path="" body e75f7e58ad3ce5b4b72134f125c2e203
  grants: postgres=X/postgres
function app.place_bet() returns trigger volatile security definer set search_path="" body 543bed28f06b8e68d488369668a3ede6
  grants: postgres=X/postgres
function app.place_source() returns trigger volatile security definer set search_path="" body 8343174b7a0c572f430cbdbea3df7ab8
  grants: postgres=X/postgres
function app.plain(double precision) returns text immutable set search_path="" body 171cfee26d5397f7a08c62fc890c0736
  grants: postgres=X/postgres
function app.plain(numeric) returns text immutable set search_path="" body 4411e4515d3636c2c8d0a68d6e145584
  grants: postgres=X/postgres
function app.plain_words(text) returns text immutable set search_path="" body 05a0660f9df8453268b61d6142b59fd8
  grants: postgres=X/postgres
function app.predicted_day(jsonb) returns date immutable body 49f505a7291a56ec109ab32dc30c7f76
  grants: postgres=X/postgres
function app.predicted_value(jsonb) returns numeric immutable body 8526ac88afa813f80f167cc9c78e2c3d
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.prediction_problem(text,jsonb) returns text immutable set search_path="" body a69db9bc6c2e3b23f54d56fe74032554
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.prolong_research_lease(uuid,text,uuid,bigint) returns boolean volatile security definer set search_path="" body cc04e90f7a5cb308ee82ff53d64378e1
  grants: postgres=X/postgres service_role=X/postgres
function app.propose(bet_questions,jsonb,timestamp with time zone,uuid) returns void volatile security definer set search_path="" body a32d4964910abca62eff13c3a79e2a93
  grants: postgres=X/postgres
function app.propose_by_time() returns void volatile security definer set search_path="" body 59c0fdf0cd9f182c4f6c8ea0a5195112
  grants: postgres=X/postgres
function app.propose_one_by_time(bet_questions,app.settlement_settings) returns void volatile security definer set search_path="" body 27d3a438c78b8239334515192b121a94
  grants: postgres=X/postgres
function app.propose_results() returns trigger volatile security definer set search_path="" body 09dea9e1156d178192235ba601709bf4
  grants: postgres=X/postgres
function app.public_names(uuid[]) returns TABLE(user_id uuid, name text) stable security definer set search_path="" body 7e182c52cc0a87c576ff0e056f5fa24c
  grants: postgres=X/postgres
function app.public_source(uuid) returns sources stable security definer set search_path="" body 85a99ff31c59bafe66ce1484a6829d52
  grants: postgres=X/postgres
function app.publish_vehicles_where(text) returns bigint volatile set search_path="" body 15733d870bd5f5d560fc26cc7887e0a4
  grants: postgres=X/postgres
function app.query_words(text) returns TABLE(word integer, term integer, df integer, lexeme text, needles text[]) stable security definer set search_path="" jit=off body ac6c9bc9c978a1efd578cbed19662724
  grants: postgres=X/postgres
function app.question_words(app.news) returns text stable security definer set search_path="" body 5e2f4cf58cf6626a6c8b5fdfbf33198a
  grants: postgres=X/postgres
function app.rank_due_vehicles() returns integer volatile security definer set search_path="" body cf4c8aba07ac80d1698064347df4db6b
  grants: postgres=X/postgres
function app.rank_vehicles(uuid[]) returns void volatile security definer set search_path="" body 7a8049552e8251737bb82b84944e1807
  grants: postgres=X/postgres
function app.reach(text,integer,app.crowd_claim,boolean) returns integer immutable body 37bd1ba46ab6d605db08dddb0b78500d
  grants: postgres=X/postgres
function app.read_document(jsonb,sources) returns source_documents volatile security definer set search_path="" body 3d3af56274c7277a746c7fb76bf150a6
  grants: postgres=X/postgres
function app.read_subject(jsonb,app.subject) returns app.subject immutable set search_path="" body 1c2839ed13e1b99c4c41dd162cc4261e
  grants: postgres=X/postgres
function app.recomputed_calibration() returns TABLE(user_id uuid, bin integer, bets bigint, confidence numeric, confidence_squares numeric, came_true bigint, confidence_true numeric, log_score numeric) stable set search_path="" body 4c719f956f4b52b5db6cd3f961e3b5ae
  grants: postgres=X/postgres
function app.recomputed_standings() returns TABLE(period text, make text, user_id uuid, bets bigint, compared bigint, peer_total numeric, skill_total numeric, points_total numeric) stable set search_path="" body a458a09baa42f0b614cd97a9ec45e369
  grants: postgres=X/postgres
function app.record_crowd(bet_questions,timestamp with time zone) returns void volatile security definer set search_path="" jit=off body 04fa54b4738585c12f12de3b1a1e3909
  grants: postgres=X/postgres
function app.record_image_views(jsonb) returns jsonb volatile security definer set search_path="" plan_cache_mode=force_generic_plan body 1d3b243981b57300edde14ad823037d0
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.recount_votes(uuid) returns bigint volatile security definer set search_path="" body 30a022e40e51d91ad39877082a214a8f
  grants: postgres=X/postgres
function app.refresh_chances(uuid[]) returns void volatile security definer set search_path="" body 9ca2cbb265db217d67ae91c54f265012
  grants: postgres=X/postgres
function app.refuse(text,text,text,text) returns void immutable set search_path="" body 27a5867cbd7543a9db3353548dc5e4cc
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.refuse_gone_id() returns trigger volatile security definer set search_path="" body 1ed3db5191d44f1efca3b971a981c4c5
  grants: postgres=X/postgres
function app.refuse_held_picture() returns trigger volatile security definer set search_path="" body ad4591c60d835c30e77621dda8365296
  grants: postgres=X/postgres
function app.refuse_vote_after_sale(timestamp with time zone) returns void volatile set search_path="" body 259d815b0710d0a23530d438a98fe621
  grants: postgres=X/postgres
function app.register_job(text,interval,text,interval) returns void volatile security definer set search_path="" body 48a6194af3baf8b8a36c8c88290a49a1
  grants: postgres=X/postgres
function app.register_photo_file() returns trigger volatile security definer set search_path="" body 344d99afb2a3ada7b68bf88dfb0791ef
  grants: postgres=X/postgres
function app.release(text,uuid,text) returns void volatile security definer set search_path="" body 46223b478c203a0728a91e6cd88efafb
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.remove_person(uuid) returns boolean volatile security definer set search_path="" body c32fe5933f698f52e03c49f489e96909
  grants: postgres=X/postgres
function app.renew_research() returns trigger volatile set search_path="" body f274a00c0c5194e4416f0d17ef00a96c
  grants: postgres=X/postgres
function app.reopen_betting(uuid,text) returns bet_questions volatile security definer set search_path="" body b78a1455174759b223a8d6f093b59cbb
  grants: postgres=X/postgres service_role=X/postgres
function app.request_crawl_url(text,bigint,uuid,uuid,text,interval,interval) returns TABLE(granted boolean, why text, known jsonb) volatile security definer set search_path="" body f487df511722c2447fc7dcb66c6a75c9
  grants: postgres=X/postgres service_role=X/postgres
function app.request_header(text) returns text stable body 391703505bda10529879b4de3804eb1f
  grants: postgres=X/postgres
function app.require_account() returns uuid stable security definer set search_path="" body ff5c87e168fc50a9e5eee646ad3f6164
  grants: postgres=X/postgres
function app.require_forecast(uuid,text) returns void stable security definer set search_path="" body 63daf7250bd6287d218c2265682e35b4
  grants: postgres=X/postgres
function app.require_kept_account() returns uuid stable security definer set search_path="" body 6c33993021ae3f4ef9a5cd5c7e58f011
  grants: postgres=X/postgres
function app.require_no_interest(uuid) returns void stable security definer set search_path="" body 46e4f8acbb2d72ca3ff30f3059eed421
  grants: postgres=X/postgres
function app.require_no_live_auction(uuid) returns void stable security definer set search_path="" body 4dbbdb8c84c0c5e4ceedca36f9ead182
  grants: postgres=X/postgres
function app.require_no_part(uuid[]) returns void stable security definer set search_path="" body 2888c632a411ee6c5da6ee9eb251642f
  grants: postgres=X/postgres
function app.require_open_offer(app.vehicle_offers) returns void stable security definer set search_path="" body adcb1a7275c5c5f91a8ffa7256ad3730
  grants: postgres=X/postgres
function app.require_operator() returns void stable security definer set search_path="" body 53e409b934b094a6c2c138d95b4bfd33
  grants: postgres=X/postgres
function app.require_owner(uuid) returns void volatile security definer set search_path="" body 10de48c99bc8132bf26e4e083d107c50
  grants: postgres=X/postgres
function app.require_reason(text) returns void immutable set search_path="" body 31da0b9eecf8fcdeba545c6c30dfd709
  grants: postgres=X/postgres
function app.require_reporter() returns void volatile security definer set search_path="" body 21b5babd8dd96af1eacb563c6fd5b25d
  grants: postgres=X/postgres
function app.require_trader() returns uuid stable security definer set search_path="" body 7f63374baa19c7743baf0901416bf15e
  grants: postgres=X/postgres
function app.research_answer(uuid,text) returns jsonb stable security definer set search_path="" body 30f72abd7eec47f986b7f63f3142c732
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.research_budgets() returns TABLE(name text, value text, about text, used numeric) stable security definer set search_path="" body 1ab3dcc05620be55e1ac834a122fa8b3
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.research_chunks(uuid,text,integer) returns TABLE(chunk_id uuid, score double precision) stable security definer set search_path="" jit=off body 3bf9e7de039fdb4f93bc25774ae74e07
  grants: postgres=X/postgres
function app.research_passages(uuid,text,boolean) returns TABLE(chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text, page integer, heading text[], body text, char_start integer, published_at timestamp with time zone, fetched_at timestamp with time zone, make text, model text, year_from smallint, year_to smallint, "trim" text, engine text, subject_vehicle_id uuid, author text, may_ai_input boolean, quoted jsonb) stable security definer set search_path="" body e034ab52ab1c8f245390fd4b25ecc475
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.research_spending() returns TABLE(day date, calls integer, dollars numeric) stable security definer set search_path="" body d9742cee2109babfacca434224472f6c
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.reserve_research_call(uuid,text,numeric) returns uuid volatile security definer set search_path="" body 7aa2a80c77277a947a5602909b373cf4
  grants: postgres=X/postgres service_role=X/postgres
function app.rest_crawl_host(text,bigint,uuid,bigint,interval,boolean,text,interval) returns void volatile security definer set search_path="" body 69e43b352a8482ebb9bd7d8b0485e644
  grants: postgres=X/postgres service_role=X/postgres
function app.result_of(bet_questions,vehicle_outcomes) returns jsonb stable set search_path="" body 85fd67916206e08a69e4f46246b78b5c
  grants: postgres=X/postgres
function app.result_words(jsonb,text) returns text stable set search_path="" body b2441c4d28e25af821024cdf6e1c6e9e
  grants: postgres=X/postgres
function app.retract_document(uuid,text) returns void volatile security definer set search_path="" body c5e3121a11689c84e9a7639b1a541b6e
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.retry_work(text,text,text) returns integer volatile security definer set search_path="" body 7d5299f6b2d1abbc13768dd1e8cdbe23
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.return_removed_stakes() returns trigger volatile security definer set search_path="" body b181fc5636c3ef4c62092c7881d2c4ac
  grants: postgres=X/postgres
function app.return_stake(vehicle_bets,text) returns void volatile security definer set search_path="" body 3d8c0ce081f29943c0cb4fde2b49c362
  grants: postgres=X/postgres
function app.reverse_settlement(uuid,text,text) returns bet_questions volatile security definer set search_path="" work_mem=64MB jit=off body 59b42ee27bea64caac7457a827cce9aa
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.review_held_votes(uuid,text,text) returns integer volatile security definer set search_path="" body 966815f57c85274f750a04eedb4c07df
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.revise_bet(uuid,jsonb,numeric,numeric,uuid) returns vehicle_bets volatile security definer set search_path="" body b6be41fcb987b439e967701f4d424879
  grants: postgres=X/postgres authenticated=X/postgres
function app.run_job(text) returns text volatile security definer set search_path="" body e5682b8eb7c67e3e5c18977d8c9782da
  grants: postgres=X/postgres
function app.run_job_now(text,text) returns text volatile security definer set search_path="" body dade756f29b376b0076be8531d9df5eb
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.said(timestamp with time zone) returns text stable set search_path="" body 1955265fa6cebe47325e73febd30e266
  grants: postgres=X/postgres
function app.sale_names(text,text,text) returns record stable set search_path="" body e7d328d5b66e17212e2c0d56cb9bfc73
  grants: postgres=X/postgres
function app.sale_words(text) returns text[] stable set search_path="" body bc696898590262993eaf3b337f57fac4
  grants: postgres=X/postgres
function app.schedule_jobs() returns integer volatile security definer set search_path="" body cc7dbb85cf23761e1bedbf7d23af9fd2
  grants: postgres=X/postgres
function app.score_auction(app.auction_results) returns void volatile set search_path="" body 7442e379a9c97d1576f70fff9d760381
  grants: postgres=X/postgres
function app.score_auctions() returns integer volatile security definer set search_path="" jit=off body 57530bc30b8c2334f44f036e4229dc6c
  grants: postgres=X/postgres
function app.score_expression(integer[],double precision[],double precision) returns text immutable set search_path="" body 96ea2e040b9a09c7f9a3e72ce0e5380b
  grants: postgres=X/postgres
function app.search_scope(integer[],uuid,text[],uuid[],date,date) returns record stable security definer set search_path="" body 40c0563635a2056de0a406d3e7224b51
  grants: postgres=X/postgres
function app.search_sources(text,uuid,text[],integer,integer,uuid[],date,date) returns TABLE(chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text, page integer, heading text, snippet text, char_start integer, char_end integer, score double precision, published_at timestamp with time zone, fetched_at timestamp with time zone, is_public boolean, may_ai_input boolean, approximate boolean) stable security definer set search_path="" jit=off body 8d7cb5c0777e1eaa3954814c61de2214
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.sentiment_now(uuid,text) returns TABLE(total_bets bigint, total_people bigint, avg_confidence numeric, avg_predicted_value numeric, last_bet_at timestamp with time zone, median numeric, p10 numeric, p25 numeric, p75 numeric, p90 numeric) stable set search_path="" body 4b2696cf36e9d61070dd2cec05fd81e8
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.set_digest(text) returns void volatile security definer set search_path="" body c9d3cd6bc18358c050fdbc5210f6cc83
  grants: postgres=X/postgres authenticated=X/postgres
function app.set_item_aside(text,text,text) returns void volatile security definer set search_path="" body 06d0afc1e42581bec1a7389163e5ff01
  grants: postgres=X/postgres
function app.set_notice_way(text,text) returns void volatile security definer set search_path="" body 4f099ec6267cff008eb46ea142bb1a76
  grants: postgres=X/postgres authenticated=X/postgres
function app.set_research_budget(text,text,text,text) returns void volatile security definer set search_path="" body 4023d6a9af7268340b1f09e6c250ea01
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.setting(text) returns text stable security definer set search_path="" body 0d9f4c2c8b107cb26309b709d4db3603
  grants: postgres=X/postgres
function app.setting_interval(text) returns interval stable security definer set search_path="" body c1180a98ace9ac447c0f57204323a447
  grants: postgres=X/postgres
function app.setting_number(text) returns numeric stable security definer set search_path="" body 9950564850cff6544249432225443848
  grants: postgres=X/postgres
function app.settle_due() returns integer volatile security definer set search_path="" work_mem=64MB jit=off body 26840fe070be0bf7d612b4472907c4a5
  grants: postgres=X/postgres service_role=X/postgres
function app.settle_question(bet_questions) returns void volatile security definer set search_path="" body 9a06d839246ea0fd13944122fdb12a02
  grants: postgres=X/postgres
function app.settle_research_call(uuid,numeric) returns void volatile security definer set search_path="" body 3bfdf9ffd279a63071ab279c99cabeb5
  grants: postgres=X/postgres service_role=X/postgres
function app.settled_questions(integer,jsonb) returns TABLE(vehicle_id uuid, vehicle text, question text, round smallint, settled_at timestamp with time zone, state text, bet_type text, currency text, target_value numeric, by_date date, modification text, result jsonb, reason text, bets bigint, staked numeric, is_own boolean, is_latest boolean) stable security definer set search_path="" body 6449e98ba1679db054c8ac9d7d31617a
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.settlement_faults(bet_questions) returns TABLE(bet_id uuid, fault text) stable set search_path="" enable_nestloop=off work_mem=64MB jit=off body 913b52cf53581243431942a9fb60d50e
  grants: postgres=X/postgres
function app.sharpened(double precision,double precision) returns double precision immutable body 44f150e0032ba0037e82695e6e326808
  grants: postgres=X/postgres
function app.show_photo(uuid) returns void volatile security definer set search_path="" body 1d70755e2e0d9cab516b10d5e0cbeddf
  grants: postgres=X/postgres
function app.shown(text,integer) returns text immutable set search_path="" body 9089c8992e9513d70b4e3b54025be6e7
  grants: postgres=X/postgres
function app.shown_prices(uuid[]) returns TABLE(vehicle_id uuid, currency text, p10 numeric, p50 numeric, p90 numeric, people integer) stable security definer set search_path="" body c53f074b916a4470ed9ec1b567c2a11c
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.signed_in_lately() returns boolean stable security definer set search_path="" body 0db24b2e979de5886456719f621ae72d
  grants: postgres=X/postgres
function app.skip_forecast(uuid,text) returns void volatile security definer set search_path="" body 80136716d5eb94bd9842c2ba147c84ea
  grants: postgres=X/postgres authenticated=X/postgres
function app.snippet(text,integer[],text[]) returns record immutable set search_path="" body a6818a3b73e43bef0b32df6ecc5726c1
  grants: postgres=X/postgres
function app.source_health(uuid) returns TABLE(source_id uuid, title text, kind text, url text, is_public boolean, vehicle_id uuid, documents bigint, chunks bigint, waiting bigint, unindexed bigint, refused bigint, kept_though_refused bigint, reasons jsonb, last_crawl_at timestamp with time zone, last_crawl_ended_by text, pages integer, changed integer, unchanged integer, failed integer, next_crawl_at timestamp with time zone, last_error text, last_error_at timestamp with time zone, changed_at timestamp with time zone) stable security definer set search_path="" body 7d5da4fc2efa15d1ef37f31f2de7edd5
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.source_refusals(uuid,integer,integer) returns TABLE(url text, code text, reason text, at timestamp with time zone, kept boolean) stable security definer set search_path="" body 36d86456d94260cd7841c8e4d4604551
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.source_weighs_anew() returns trigger volatile security definer set search_path="" body 1ea3e906616b518741c8dda62a020333
  grants: postgres=X/postgres
function app.spend_crawl_page(uuid) returns boolean volatile security definer set search_path="" body 5a1c6b771af6c2871dc6f40eb3c86795
  grants: postgres=X/postgres
function app.stamp_updated_at() returns trigger volatile set search_path="" body 9cd5ec4496cf5a9c5a108e23d2551d06
  grants: postgres=X/postgres
function app.standing_change(vehicle_bets,text,jsonb,integer) returns SETOF app.standing_changes immutable body fed692a4731e018f2a157e583bce3f61
  grants: postgres=X/postgres
function app.standing_keys(date,text) returns TABLE(period text, make text) stable body 5e2aac94b6443b7199366984d735dbc2
  grants: postgres=X/postgres
function app.standings(uuid[],uuid[]) returns TABLE(vehicle_id uuid, user_id uuid, weight smallint, cohort text, weigh_again_at timestamp with time zone, age interval, verified boolean, slowed boolean, banned boolean) stable set search_path="" body 0eeecf0626edbb01c2e7c497b5d408fd
  grants: postgres=X/postgres
function app.start_auctions(uuid[]) returns void volatile security definer set search_path="" body fa908c03cf292906200bbbf5021eefdd
  grants: postgres=X/postgres
function app.start_new_history() returns app.ledger_clock volatile set search_path="" body ba67c4ef3aa2caf2409d583d14a107b6
  grants: postgres=X/postgres
function app.starting_points() returns numeric immutable set search_path="" body 0798feb0cbe617f220fbedb93bf24377
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.stop_crawl_run(uuid) returns boolean volatile security definer set search_path="" body b159d6866f508d75bd762f9f908b3a5e
  grants: postgres=X/postgres service_role=X/postgres
function app.store_chunks(uuid,jsonb) returns integer volatile security definer set search_path="" body c4931c55b82421b9f0b27a3b46e75a0d
  grants: postgres=X/postgres service_role=X/postgres
function app.store_document(jsonb) returns jsonb volatile security definer set search_path="" body cafe7cda245a2fe5dfff2f8c3be9f27d
  grants: postgres=X/postgres service_role=X/postgres
function app.store_research(uuid,text,text,jsonb,uuid,bigint) returns boolean volatile security definer set search_path="" body a5e5dc6a808244a10fb9f34d55b97241
  grants: postgres=X/postgres service_role=X/postgres
function app.store_sale(source_documents,jsonb) returns void volatile security definer set search_path="" body 4dd962c98f19629f46a64e1cf03b7907
  grants: postgres=X/postgres
function app.suggested_reserve(app.vote_tallies) returns numeric stable set search_path="" body 040231cfe45715c3476b500f4a3f2e04
  grants: postgres=X/postgres
function app.supersede_bet(vehicle_bets,uuid) returns void volatile security definer set search_path="" body aa8c00b873ab59c60fc4c534703a3fe7
  grants: postgres=X/postgres
function app.suspend_member(uuid,timestamp with time zone,text) returns void volatile security definer set search_path="" body 0726dc226459726681dfc6a9c394b361
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.take_crawl_host(interval,uuid,jsonb) returns TABLE(host text, token bigint) volatile security definer set search_path="" body 69001e8e4e56d7f8a82f0eb468c6902a
  grants: postgres=X/postgres service_role=X/postgres
function app.take_document_out(uuid,text) returns void volatile security definer set search_path="" body 182eabc454a237a181011e06844926a2
  grants: postgres=X/postgres
function app.take_from_caps(uuid,bytea,integer) returns integer volatile set search_path="" body d3076085feb30d3136cd5bafcad61a2f
  grants: postgres=X/postgres
function app.take_from_window(uuid,integer,bigint) returns integer volatile set search_path="" body 6d7a80fed798421c786b23eaa52060df
  grants: postgres=X/postgres
function app.take_outbox(interval,integer,text[]) returns TABLE(id uuid, channel text, kind text, user_id uuid, email text, vehicle_id uuid, payload jsonb, attempts integer, created_at timestamp with time zone, mail jsonb) volatile security definer set search_path="" body b15b263cef17e9664ce4c46c70dc2cd6
  grants: postgres=X/postgres service_role=X/postgres
function app.take_research_lease(uuid,text,uuid) returns bigint volatile security definer set search_path="" body a1a5aa445b484124a85aa8b8fa99d71a
  grants: postgres=X/postgres service_role=X/postgres
function app.take_stake() returns trigger volatile security definer set search_path="" body 2013b0fbd729ebe636e4a4e6151eb099
  grants: postgres=X/postgres
function app.tell(uuid,uuid,text,text,jsonb) returns void volatile security definer set search_path="" body 3a352c38f5971a4100b7adfa13c8e454
  grants: postgres=X/postgres
function app.tell_again() returns void volatile security definer set search_path="" body e94bc712ac30e05600d7bf19c28d40a7
  grants: postgres=X/postgres
function app.tell_news(integer) returns integer volatile security definer set search_path="" jit=off body b27f147e5c84b4820f3b4c5cddf51429
  grants: postgres=X/postgres
function app.tell_people(app.news,text,uuid[]) returns void volatile security definer set search_path="" body 1400512c52ce90f33d27fb05f49a4540
  grants: postgres=X/postgres
function app.tell_reporter(vehicle_outcomes) returns void volatile security definer set search_path="" body 151fd6b484063e4cfb365b91cbaac9b9
  grants: postgres=X/postgres
function app.tell_some(app.news,integer) returns boolean volatile security definer set search_path="" body 656edab9954ad13f0350d0e04dff3eef
  grants: postgres=X/postgres
function app.tell_source_of_crawl() returns trigger volatile security definer set search_path="" body 270545cd8614f6212e53deb30f4a5553
  grants: postgres=X/postgres
function app.tell_standings(bet_questions,timestamp with time zone,integer) returns void volatile security definer set search_path="" body e72872b54a28140e173698979c00a9e7
  grants: postgres=X/postgres
function app.tell_standings_of(uuid,text,integer) returns void volatile security definer set search_path="" body 520c5dab355932f82ed8bba286cca156
  grants: postgres=X/postgres
function app.tend_attention() returns void volatile security definer set search_path="" lock_timeout=2s body dd4c1c6c384f88a65e9ac9bdb10818d1
  grants: postgres=X/postgres
function app.tend_auctions() returns void volatile security definer set search_path="" lock_timeout=2s jit=off body 632180c6f97f92a0e0b22d992fe83340
  grants: postgres=X/postgres
function app.terms_from(text) returns TABLE(word text, vehicles integer) stable security definer set search_path="" body a06181c662e47ee6480bb8dd18d948b3
  grants: postgres=X/postgres
function app.to_grid(text,integer,double precision) returns double precision immutable body d60e4bbee60bebf0cac173838df75b87
  grants: postgres=X/postgres
function app.topic_of(text) returns text immutable set search_path="" body c7f891b208df1d8539c956003dbb5284
  grants: postgres=X/postgres
function app.turn_photo(uuid,integer,text,integer[],integer,text) returns boolean volatile security definer set search_path="" body 0304e4004207bd06dd6b1eb4c110a8d4
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.turned_folder(text,integer) returns text immutable set search_path="" body a5cbe4b506da7f3b4569b3adf659fca9
  grants: postgres=X/postgres
function app.unban_member(uuid,text) returns void volatile security definer set search_path="" body cdbf919844482a2564fa44ddc0863d31
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.unconfirmed_outcomes(integer,jsonb) returns TABLE(id uuid, vehicle_id uuid, vehicle text, kind text, value numeric, currency text, sold boolean, modification text, occurred_at timestamp with time zone, evidence jsonb, note text, reported_by uuid, reported_at timestamp with time zone, is_own boolean) stable security definer set search_path="" body 0a75c8a2c87d32f72662fc3072339cf4
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.unfollow(uuid,text,uuid) returns void volatile security definer set search_path="" body 559df0c554117c2b8fc81d02ecf23679
  grants: postgres=X/postgres authenticated=X/postgres
function app.unknown_bet_type(text) returns text immutable set search_path="" body 8f839b4eec10a5724cd0958fbc6d106c
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.unreadable_event(jsonb) returns text stable set search_path="" body 04d1126bc9a9ecbcb65ca2b1b01b878c
  grants: postgres=X/postgres
function app.unsubscribe(uuid,text) returns text volatile security definer set search_path="" body 75e9e33facf291d3f76d2bc71776a2e4
  grants: postgres=X/postgres
function app.utc_day(timestamp with time zone) returns date immutable body 937d6d585c1c7a7ac62579a10e4a45d3
  grants: postgres=X/postgres
function app.value_milestone_is_known_by(vehicle_bets,vehicle_outcomes,app.settlement_settings) returns boolean stable set search_path="" body 7ee6c4928b8373489fca78edab7107e4
  grants: postgres=X/postgres
function app.value_milestone_result(bet_questions,vehicle_outcomes) returns jsonb stable set search_path="" body 5b223e01ca5042cfa3644dc281c0cc4d
  grants: postgres=X/postgres
function app.value_tags() returns trigger volatile security definer set search_path="" body 287d7ef051a54b8526564e43eadfefe1
  grants: postgres=X/postgres
function app.vehicle_belongings(uuid,boolean) returns jsonb stable security definer set search_path="" body 8d839dd7828eb0b1328ceda1122600c8
  grants: postgres=X/postgres
function app.vehicle_forecast(uuid,text,text,text) returns jsonb stable security definer set search_path="" jit=off body 7b04d1987541742cdd0d0103c8595920
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.vehicle_insights(uuid,timestamp with time zone,timestamp with time zone) returns jsonb volatile security definer set search_path="" plan_cache_mode=force_custom_plan jit=off body 198ca6e824649593daf35372690ff5cd
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.vehicle_name(uuid) returns text stable security definer set search_path="" body f612ebbf61f21f319787fec8828a8d5c
  grants: postgres=X/postgres
function app.vehicle_offer(uuid) returns jsonb volatile security definer set search_path="" body f895fef2e5db958b0bb2e5e022df4aed
  grants: postgres=X/postgres authenticated=X/postgres
function app.vehicle_subject(uuid) returns TABLE(year integer, make text, model text, "trim" text, engine text, vin text, chassis_number text) stable security definer set search_path="" body d8c489914edf0c6107b29caa1423de17
  grants: postgres=X/postgres
function app.vehicle_totals(uuid,text,timestamp with time zone,timestamp with time zone) returns jsonb stable set search_path="" body f6f27572d60f277778197a165c5c4dcf
  grants: postgres=X/postgres
function app.vehicle_versions(uuid[]) returns TABLE(vehicle_id uuid, votes text, bets text, photos text, vehicle text) stable security definer set search_path="" body 4c7d3fc2dbebc42ada6f0911f5831949
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.vehicle_words(uuid) returns text stable security definer set search_path="" body 47bdd3fab02f416813b097509a899f91
  grants: postgres=X/postgres
function app.vehicles_of(uuid) returns TABLE(id uuid, is_own boolean, is_private boolean) stable security definer set search_path="" body dfaeda833a29b04f9fe618dfdee32e45
  grants: postgres=X/postgres
function app.viewer_key() returns bytea volatile set search_path="" body 21a8a1237d5a5e630267546537bebd06
  grants: postgres=X/postgres
function app.views_since(pg_snapshot) returns SETOF image_views stable body 19a2889d4f2d7f57e7cceb4b44a042c6
  grants: postgres=X/postgres
function app.vin_check_digit(text) returns text immutable set search_path="" body efdf64700f5df4441e66061bae38099a
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function app.visible_document(uuid) returns source_documents stable security definer set search_path="" body 9ad267135457719069ba86e58804c0b8
  grants: postgres=X/postgres
function app.votes_at(uuid,timestamp with time zone) returns TABLE(user_id uuid, vote text, estimated_value numeric, currency text, is_private boolean, by_owner boolean) stable security definer set search_path="" body 33197685fd34ddd207223377e1fcfb9a
  grants: postgres=X/postgres
function app.wake_research() returns trigger volatile security definer set search_path="" body 07f6a657f9e26f5b7b3b70697813e712
  grants: postgres=X/postgres
function app.weigh_forecasters(uuid[]) returns void volatile set search_path="" body 31962e297e30d8e8f5ecbd331f5ed6e5
  grants: postgres=X/postgres
function app.weigh_interaction() returns trigger volatile security definer set search_path="" body 3809bd5be86d8a3a70286cc514781e59
  grants: postgres=X/postgres
function app.wilson(double precision,double precision,double precision) returns record immutable set search_path="" body 89692715322ab4e99960be2f1672f5da
  grants: postgres=X/postgres
function app.wish_digest(uuid,text) returns void volatile security definer set search_path="" body 871b56d6c8f64940d7b2345fdbffe1cf
  grants: postgres=X/postgres
function app.wish_notice(uuid,text,text) returns void volatile security definer set search_path="" body ade8ceff56b31d3fc142add0487df1c1
  grants: postgres=X/postgres
function app.withdraw_document(uuid,text) returns void volatile security definer set search_path="" body 3f7255de39330c7119934520da0efc44
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function app.withdraw_offer(uuid) returns void volatile security definer set search_path="" body e700f84987c87150371d84f3c7ee53f7
  grants: postgres=X/postgres authenticated=X/postgres
function app.withdraw_outcome(uuid,uuid) returns void volatile security definer set search_path="" body dcb202cffe79a311eba44fd5592153fa
  grants: postgres=X/postgres authenticated=X/postgres
function app.words_of(text) returns tsvector immutable set search_path="" body 625d1c23cceb5b6663234b0547c997bc
  grants: postgres=X/postgres
function app.work_each(text,uuid[]) returns void volatile security definer set search_path="" body ff692b7842a4fabe87a31e9224e0f431
  grants: postgres=X/postgres
function ban_member(uuid,text) returns void volatile set search_path="" body 350c593ad6f609f16130d8ba35c627d1
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function calculate_engagement_score(uuid) returns numeric volatile set search_path="" body 0dcc74ab2cecd1b6b485cad06da56a91
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function cancel_bet(uuid) returns vehicle_bets volatile set search_path="" body 2179941acc39f6811b353bd8df522f21
  grants: postgres=X/postgres authenticated=X/postgres
function comparable_sales(uuid,integer,integer) returns jsonb stable set search_path="" body 9f8dc943402fbaa05de39e0570bcd619
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function confirm_outcome(uuid,text) returns vehicle_outcomes volatile set search_path="" body 77dbc80145bb6296d427193178ffe0e9
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function crawl_source_now(uuid,text) returns void volatile set search_path="" body 189bcdfe9d88e0c28964a5324286fa98
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function crowd_calibration() returns jsonb stable set search_path="" body 6c494a6d8e936039de978f8cac28b4b6
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function decide_answer_reports(uuid,text,text,text) returns integer volatile set search_path="" body 4d635e225722ffbd90eeb810f3df8beb
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function decide_comment_reports(uuid,text,text) returns integer volatile set search_path="" body 42ada0dcd9302cd774aec3b42df9e45f
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function decide_dispute(uuid,text,integer,text,text,uuid) returns bet_questions volatile set search_path="" body 461458e33544a737799d2e335c6a5c80
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function decide_photo_reports(uuid,text,text) returns integer volatile set search_path="" body 34fb47b0d9eae3eb67447a08f0581987
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function decline_nomination(uuid,text) returns auction_nominations volatile set search_path="" body bbecda5c1b8801163d68eb0e0d375146
  grants: postgres=X/postgres authenticated=X/postgres
function decline_outcome(uuid,text) returns void volatile set search_path="" body 0deb3d586f6511e3da337bc2aabfe1f0
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function decline_vehicle(uuid,text) returns void volatile set search_path="" body a25c766c4217382db153054af51c13e6
  grants: postgres=X/postgres authenticated=X/postgres
function delete_account(text) returns void volatile set search_path="" body 53c63bf972eeed6591292037f7780c33
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres
function dispute_settlement(uuid,text,text) returns bet_questions volatile set search_path="" body 4d7fba00d708c0314c446fa7972a23da
  grants: postgres=X/postgres authenticated=X/postgres
function document_lines(uuid,integer,integer) returns TABLE(page integer, page_width double precision, page_height double precision, line_start integer, line_end integer, x double precision, y double precision, width double precision, height double precision) stable set search_path="" body a3fb8683996817b2646222434e8f6d6e
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function document_text(uuid) returns text stable set search_path="" body 085ad0a24ad4fba171487bc0fb4c48f7
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function export_account(text,jsonb) returns TABLE(place jsonb, item jsonb) volatile set search_path="" body a5b458f12bb699400cbfd18ecad2c711
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres
function failed_work() returns TABLE(work text, item text, error text, tries integer, first_failed_at timestamp with time zone, last_failed_at timestamp with time zone, next_try_at timestamp with time zone) stable set search_path="" body 299c0aa214f9fc4bb39a74752afe8a28
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function find_filters() returns TABLE(kind text, value text, vehicles integer) stable set search_path="" body a34094af1aa667b559032476080b5053
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function find_members(text,text,integer,jsonb) returns TABLE(user_id uuid, name text, email text, is_anonymous boolean, is_operator boolean, joined_at timestamp with time zone, last_sign_in_at timestamp with time zone, suspended_until timestamp with time zone, suspended_for text, banned_at timestamp with time zone, banned_for text, comments_held bigint) stable set search_path="" body aec0624c4dcbb2542c6833a2fadf88c8
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function find_vehicles(text,text,integer,integer,text,text,text,integer,text,text,text,text) returns TABLE(vehicle_id uuid, movement double precision, fuzzy boolean, page text, more boolean) stable set search_path="" body ce8793beeafc7bd21ef72a095ab359af
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function follow(uuid,text,uuid) returns void volatile set search_path="" body 49c0b93ac536d0b8e6886ad74ece94de
  grants: postgres=X/postgres authenticated=X/postgres
function forecaster_calibration(uuid) returns jsonb stable set search_path="" body 2c9a5e02d50c998adfefeb3f22300ec3
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function forecaster_standing(uuid,text,text) returns SETOF forecaster_leaderboard stable set search_path="" body 56327f87eb4343b079452d0dbb0df482
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function give_back_research_lease(uuid,text,uuid,bigint,boolean) returns void volatile set search_path="" body 92cfe9c863925fb9a2592a79944a712d
  grants: postgres=X/postgres service_role=X/postgres
function held_comments(integer,timestamp with time zone) returns TABLE(comment_id uuid, vehicle_id uuid, vehicle text, photo_id uuid, words text, author_id uuid, held_at timestamp with time zone, reason text) stable set search_path="" body f59365942c8d647b17dda6fc14244f93
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function held_photos(integer,timestamp with time zone) returns TABLE(photo_id uuid, vehicle_id uuid, vehicle text, words text, photo_url text, photo_pass text, owner_id uuid, held_at timestamp with time zone, reason text) stable set search_path="" body 69037d0cfa81c19e6c12eca62d2bd705
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function held_votes(integer,jsonb) returns TABLE(vehicle_id uuid, vehicle text, yes bigint, no bigint, since timestamp with time zone, is_own boolean) stable set search_path="" body 4d83abfc4751844a6f29b0ea61adea3b
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function hold_comment(uuid,text) returns void volatile set search_path="" body a43569eaf8a3a0085629f4fd28c27300
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function hold_photo(uuid,text) returns void volatile set search_path="" body e81fc3a7f33286c439bf12a8d662d172
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function increment_image_view_count(uuid) returns void volatile set search_path="" body 8925f14583b625748cf5e9e3f343e9e3
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function is_indexed_quote(text) returns boolean stable set search_path="" body c0f43b507201ac9ede933c623ba818a9
  grants: postgres=X/postgres service_role=X/postgres
function job_health() returns TABLE(name text, every text, last_run_at timestamp with time zone, last_success_at timestamp with time zone, last_error text) stable set search_path="" body afa93561d5adb5ec428b732c9e8ae328
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function lift_suspension(uuid,text) returns void volatile set search_path="" body bc2069920658b2e4fc945371d053ec65
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function link_auction(uuid,text,timestamp with time zone,timestamp with time zone) returns auction_nominations volatile set search_path="" body fc0333fa711e6173e4ad24e168a13e94
  grants: postgres=X/postgres service_role=X/postgres
function mark_notice_read(uuid) returns void volatile set search_path="" body 5c4a3d3b173898baa2ffedef716be9ab
  grants: postgres=X/postgres authenticated=X/postgres
function may_ask_research(text) returns boolean volatile set search_path="" body 7c2bb1e656a358c46748c1e552ffde90
  grants: postgres=X/postgres service_role=X/postgres
function my_bet_questions(uuid) returns SETOF bet_questions stable set search_path="" body 1480f543cb770093ad35e108c270c143
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function my_digest() returns text stable set search_path="" body 0655555515a6754dd5b8756390670879
  grants: postgres=X/postgres authenticated=X/postgres
function my_vote_weight(uuid) returns jsonb stable set search_path="" body 0b2369bdf90881ff1e99a322feda9d4e
  grants: postgres=X/postgres authenticated=X/postgres
function notice_settings() returns TABLE(kind text, about text, way text, usual text) stable set search_path="" body e217566b9a303f6e4fcb72c92739565c
  grants: postgres=X/postgres authenticated=X/postgres
function offer_vehicle(uuid,boolean,boolean,boolean) returns jsonb volatile set search_path="" body 1d6a15f295f4cf5ad28440c4946318f3
  grants: postgres=X/postgres authenticated=X/postgres
function offered_vehicle(uuid,text) returns jsonb volatile set search_path="" body 78e789fd0f18dda1cf7da46d1eb4a1e0
  grants: postgres=X/postgres authenticated=X/postgres
function open_disputes(integer,jsonb) returns TABLE(vehicle_id uuid, vehicle text, question text, round smallint, since timestamp with time zone, bet_type text, currency text, target_value numeric, by_date date, modification text, result jsonb, outcome_id uuid, reason text, bets bigint, staked numeric, is_own boolean, disputes jsonb, outcomes jsonb) stable set search_path="" body 474caa535202932aafe792ef0f959bc1
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function open_reports(integer,jsonb) returns TABLE(key text, kind text, vehicle_id uuid, vehicle text, comment_id uuid, photo_id uuid, spec_name text, words text, author_id uuid, is_hidden boolean, is_own boolean, since timestamp with time zone, people bigint, reports jsonb, photo_url text, photo_pass text) stable set search_path="" body 2e0967b89593a25df1a771fbf7dc6e66
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function operator_acts(integer,timestamp with time zone) returns TABLE(at timestamp with time zone, operator_id uuid, operator text, act text, about text, reason text, subject text) stable set search_path="" body 26b4ab9757bd52ab5702e399d173c8df
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function operator_overview() returns TABLE(reports bigint, disputes bigint, unconfirmed bigint, held_votes bigint, held_comments bigint, failing_jobs bigint, set_aside bigint, failing_sources bigint, suspended bigint, research_is_on boolean) stable set search_path="" body 777f7008e849e4c4195987c6d22bf717
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function order_photos(uuid,uuid[]) returns void volatile set search_path="" body 256c44bcc5347a5f6e717945657e771b
  grants: postgres=X/postgres authenticated=X/postgres
function own_research_passages(uuid,text) returns TABLE(chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text, page integer, heading text[], body text, char_start integer, published_at timestamp with time zone, fetched_at timestamp with time zone, make text, model text, year_from smallint, year_to smallint, "trim" text, engine text, subject_vehicle_id uuid, author text, may_ai_input boolean, quoted jsonb) stable set search_path="" body 0e5bd9bb8802bce2a16b5b5ce9e8776b
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function pause_source(uuid,text) returns void volatile set search_path="" body 2ba77e2b7f21b13d754092680fa528fd
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function person_exists(uuid) returns boolean stable set search_path="" body 5cd1524bc5c7395afa5368d5cf268661
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function photo_pass(vehicle_images) returns text stable set search_path="" body 5417f54fee59b477a1f69e65866e6803
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function prolong_research_lease(uuid,text,uuid,bigint) returns boolean volatile set search_path="" body 3817b11a1dd9bec4898dbd4c7fbb841b
  grants: postgres=X/postgres service_role=X/postgres
function record_image_views(jsonb) returns jsonb volatile set search_path="" body bc002da73a4737ded30b198fa8ef6f6b
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function release_comment(uuid,text) returns void volatile set search_path="" body 89bf8895d8a41d9294f5a06a79a1089c
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function release_photo(uuid,text) returns void volatile set search_path="" body d9714b848c94fbeb9e9d1786b6c327ec
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function reopen_betting(uuid,text) returns bet_questions volatile set search_path="" body a5d2f2bb415901b1a7bce50b1bb17e5b
  grants: postgres=X/postgres service_role=X/postgres
function report_build(uuid,uuid,date,jsonb,text) returns uuid volatile set search_path="" body c743a60630954e46e03dc278e28085f0
  grants: postgres=X/postgres authenticated=X/postgres
function research_answer(uuid,text) returns jsonb stable set search_path="" body 909da06dde96755549b9adfde73ffe3e
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function research_budgets() returns TABLE(name text, value text, about text, used numeric) stable set search_path="" body 5f2338b3eb3bf74a79033e20ab3bd896
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function research_passages(uuid,text) returns TABLE(chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text, page integer, heading text[], body text, char_start integer, published_at timestamp with time zone, fetched_at timestamp with time zone, make text, model text, year_from smallint, year_to smallint, "trim" text, engine text, subject_vehicle_id uuid, author text, may_ai_input boolean, quoted jsonb) stable set search_path="" body 7bb5b2bcd1680a9eb9fe2737f82f27ea
  grants: postgres=X/postgres service_role=X/postgres
function research_spending() returns TABLE(day date, calls integer, dollars numeric) stable set search_path="" body 4a2ec82c83f16ea59affeade341148b0
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function reserve_research_call(uuid,text,numeric) returns uuid volatile set search_path="" body 2338a10ef45848551b3248ca28a6d6f3
  grants: postgres=X/postgres service_role=X/postgres
function retract_document(uuid,text) returns void volatile set search_path="" body 7410239b21f2951b8bc5eb5ace2d523e
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function retry_work(text,text,text) returns integer volatile set search_path="" body 8a12272dbd47a03226362b9edde70bd3
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function reverse_settlement(uuid,text,text) returns bet_questions volatile set search_path="" body 9efe8399dc8e19a3f337796a7ff748e7
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function review_held_votes(uuid,text,text) returns integer volatile set search_path="" body 0b174b8271e30ca03130d02a2c26d7ce
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function revise_bet(uuid,jsonb,numeric,numeric,uuid) returns vehicle_bets volatile set search_path="" body 29c2d5e27c7f8d976734cde2f63210c0
  grants: postgres=X/postgres authenticated=X/postgres
function run_job_now(text,text) returns text volatile set search_path="" body 33d9070f1ec2c517ee2636cb9516f455
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function save_log_entry(uuid,uuid,text,text,text,integer,text,text,text,boolean,numeric,text,uuid) returns uuid volatile set search_path="" body d76b06b546aba53e5e1ad25c5747c282
  grants: postgres=X/postgres authenticated=X/postgres
function save_vehicle(uuid,text,integer,text,text,boolean,text,text,text,text,integer,text,text,text,boolean) returns uuid volatile set search_path="" body c425b510edc68a8c3a73817dd1bc3d83
  grants: postgres=X/postgres authenticated=X/postgres
function search_sources(text,uuid,text[],integer,integer,uuid[],date,date) returns TABLE(chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text, page integer, heading text, snippet text, char_start integer, char_end integer, score double precision, published_at timestamp with time zone, fetched_at timestamp with time zone, is_public boolean, may_ai_input boolean, approximate boolean) stable set search_path="" body 882596c5198b9b1481051c3ba86e1228
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function set_digest(text) returns void volatile set search_path="" body 2736b361fcf7d9bb88c2f4f3490319db
  grants: postgres=X/postgres authenticated=X/postgres
function set_notice_way(text,text) returns void volatile set search_path="" body e46dedf7ad647120f77eb4831d309851
  grants: postgres=X/postgres authenticated=X/postgres
function set_research_budget(text,text,text,text) returns void volatile set search_path="" body 372eadaa855bb4de5bc4a8b041a507d2
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function settle_due() returns integer volatile set search_path="" body d71fe9fc3d04bfbe20de0f06881268b5
  grants: postgres=X/postgres service_role=X/postgres
function settle_research_call(uuid,numeric) returns void volatile set search_path="" body 59a7c76cf8cbc8598c3f10d3ccebba8c
  grants: postgres=X/postgres service_role=X/postgres
function settled_questions(integer,jsonb) returns TABLE(vehicle_id uuid, vehicle text, question text, round smallint, settled_at timestamp with time zone, state text, bet_type text, currency text, target_value numeric, by_date date, modification text, result jsonb, reason text, bets bigint, staked numeric, is_own boolean, is_latest boolean) stable set search_path="" body 34faa0f28654f44d1845eaced8323a45
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function shown_prices(uuid[]) returns TABLE(vehicle_id uuid, currency text, p10 numeric, p50 numeric, p90 numeric, people integer) stable set search_path="" body f0e7a0f172b9ab6506e5aedbe25df93c
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function skip_forecast(uuid,text) returns void volatile set search_path="" body 96f106f9c45c3f85b5523a8be9c58913
  grants: postgres=X/postgres authenticated=X/postgres
function source_health(uuid) returns TABLE(source_id uuid, title text, kind text, url text, is_public boolean, vehicle_id uuid, documents bigint, chunks bigint, waiting bigint, unindexed bigint, refused bigint, kept_though_refused bigint, reasons jsonb, last_crawl_at timestamp with time zone, last_crawl_ended_by text, pages integer, changed integer, unchanged integer, failed integer, next_crawl_at timestamp with time zone, last_error text, last_error_at timestamp with time zone, changed_at timestamp with time zone) stable set search_path="" body 6009873afb3b0a99343cd3cfc75c9db6
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function source_refusals(uuid,integer,integer) returns TABLE(url text, code text, reason text, at timestamp with time zone, kept boolean) stable set search_path="" body 06d16f9c62eadc0fedc9cf47718f34f7
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function store_document(jsonb) returns jsonb volatile set search_path="" body e6528198f8aeb901bb770142ef423532
  grants: postgres=X/postgres service_role=X/postgres
function store_research(uuid,text,text,jsonb,uuid,bigint) returns boolean volatile set search_path="" body 89b3d723ae809910c89252f0f1631d28
  grants: postgres=X/postgres service_role=X/postgres
function suspend_member(uuid,timestamp with time zone,text) returns void volatile set search_path="" body 5b2344ec42874759b9e8bae4b708eda0
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function take_research_lease(uuid,text,uuid) returns bigint volatile set search_path="" body 85db59b879d1b82dd01d67c02d794d84
  grants: postgres=X/postgres service_role=X/postgres
function turn_photo(uuid,integer,text,integer[],integer,text) returns boolean volatile set search_path="" body 60036c1a0b6acfed1cb6d69974fb6b3c
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function unban_member(uuid,text) returns void volatile set search_path="" body 432744740ca699aa046a3f4e493711eb
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function unconfirmed_outcomes(integer,jsonb) returns TABLE(id uuid, vehicle_id uuid, vehicle text, kind text, value numeric, currency text, sold boolean, modification text, occurred_at timestamp with time zone, evidence jsonb, note text, reported_by uuid, reported_at timestamp with time zone, is_own boolean) stable set search_path="" body 9defe24e1b38b058dffff18cd642f986
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function unfollow(uuid,text,uuid) returns void volatile set search_path="" body 52fcc97ac7684b6264280d867185129d
  grants: postgres=X/postgres authenticated=X/postgres
function vehicle_forecast(uuid,text,text,text) returns jsonb stable set search_path="" body fec7e990b1ce3699cfa8b450c07780d2
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function vehicle_insights(uuid,timestamp with time zone,timestamp with time zone) returns jsonb volatile set search_path="" body e3767ff9ffbe59559f613e2617254d62
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function vehicle_makes() returns SETOF text stable set search_path="" body 82c711e9522884860f6811be41ba9619
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function vehicle_offer(uuid) returns jsonb volatile set search_path="" body 8d403d31f9b5663e36846aa3b4cdd4c5
  grants: postgres=X/postgres authenticated=X/postgres
function vehicle_versions(uuid[]) returns jsonb stable set search_path="" body 24061fc08d552d5ae7ed6ad1dfe8ab6f
  grants: postgres=X/postgres anon=X/postgres authenticated=X/postgres service_role=X/postgres
function withdraw_document(uuid,text) returns void volatile set search_path="" body 96dfdf8b9a2e8a89ac419c7762c1bf64
  grants: postgres=X/postgres authenticated=X/postgres service_role=X/postgres
function withdraw_offer(uuid) returns void volatile set search_path="" body be2e77e0f33aa0bbb9ef2bdcb4778e0b
  grants: postgres=X/postgres authenticated=X/postgres
function withdraw_outcome(uuid,uuid) returns void volatile set search_path="" body b799ba34dacbc57c7e71a5510f42ce7c
  grants: postgres=X/postgres authenticated=X/postgres

-- settings
setting account_deletion_within = 10 minutes
setting address_header = x-forwarded-for
setting client_events_per_call = 2000
setting crawl_attempts = 4
setting crawl_delay = 1 second
setting crawl_keep_refused = 90 days
setting crawl_retry_after = 30 seconds
setting crawl_revisit_first = 1 day
setting crawl_revisit_least = 1 hour
setting crawl_revisit_most = 30 days
setting crawler_contact = 
setting digest_hour = 7
setting disputes_per_person_day = 20
setting events_per_call = 10000
setting follows_per_person = 1000
setting forecast_moves_days = 14
setting forecast_moves_people = 3
setting forecast_moves_percent = 5
setting ledger_retention_days = 400
setting log_entries_most = 2000
setting mails_per_person_day = 20
setting network_events_per_10_minutes = 20000
setting new_questions_per_person_day = 50
setting notices_kept = 1 year
setting owner_document_characters = 2000000
setting owner_documents_most = 300
setting pace_documents = 60
setting pace_export_pages = 600
setting pace_follows = 300
setting pace_interactions = 120
setting pace_log_entries = 120
setting pace_outcomes = 60
setting pace_photos = 400
setting pace_profiles = 20
setting pace_reports = 30
setting pace_tags = 400
setting pace_useful_reasons = 120
setting pace_vehicle_offers = 20
setting pace_vehicles = 30
setting pace_view_details = 1000
setting photo_origins = 
setting research_calls_per_day = 2000
setting research_calls_per_person_day = 50
setting research_calls_per_vehicle_day = 100
setting research_dollars_per_day = 5
setting research_fresh_for = 30 days
setting research_insufficient_for = 24 hours
setting research_lease = 20 seconds
setting research_model = on
setting research_passages = 150
setting research_questions_per_10_minutes = 60
setting research_retry_after = 1 minute
setting research_stale_for = 7 days
setting search_candidates = 20000
setting search_exact_chunks = 60000
setting shares_per_photo_day = 5
setting single_views_per_30_minutes = 10
setting source_versions_kept = 10
setting vehicle_offers_last = 7 days
setting viewer_events_per_10_minutes = 1000
