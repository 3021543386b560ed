-- Bet questions: one row for each question that people have bet on, a round of it at a time, and how far it is settled.
--   open       bets are taken                      proposed   an outcome answers it; the dispute window runs
--   locked     no more bets, no answer yet         disputed   somebody objects, or two outcomes contradict each other
--   final      answered, scored and paid           annulled   not answered: every stake has gone back

create table public.bet_questions (
  vehicle_id       uuid not null references public.vehicles (id) on delete cascade,
  question         text not null,
  round            smallint not null default 1,
  bet_type         text not null,
  currency         text not null,
  target_value     numeric,
  by_date          date,
  modification     text,
  state            text not null default 'open',
  version          smallint not null default 1,
  outcome_id       uuid,
  result           jsonb,
  outcome_known_at timestamptz,
  horizon          date,
  closed_at        timestamptz,
  final_at         timestamptz,
  settled_at       timestamptz,
  reason           text,
  owner_id         uuid,
  is_public        boolean not null default false,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  primary key (vehicle_id, question, round),
  constraint question_state_is_known check (state in ('open', 'locked', 'proposed', 'disputed', 'final', 'annulled')),
  constraint proposed_questions_have_a_result check (
    state not in ('proposed', 'final') or (result is not null and final_at is not null)),
  constraint settled_questions_have_a_time check ((state in ('final', 'annulled')) = (settled_at is not null)),
  constraint question_round_is_positive check (round > 0),
  constraint question_version_is_positive check (version > 0),
  constraint reason_is_short check (length(reason) <= 1000)
);

comment on table public.bet_questions is
  'What bets are about, and how far it is settled. Written by the database only; public on public vehicles.';
comment on column public.bet_questions.round is
  'Counts up when betting on a settled question is opened again, for instance for the next auction.';
comment on column public.bet_questions.version is 'Counts up when a final settlement is reversed.';
comment on column public.bet_questions.result is
  'The answer: {"reached": true}, {"value": 50000}, {"date": "2027-05-01"}, {"unfinished_on": "2028-11-22"} for a '
    'build that outlasts the horizon, or {"void": why}.';
comment on column public.bet_questions.outcome_known_at is
  'Since when the answer could be known; bets placed from then on are void.';
comment on column public.bet_questions.closed_at is 'Since when no more bets are taken.';
comment on column public.bet_questions.final_at is 'When the dispute window ends or ended.';
comment on column public.bet_questions.horizon is
  'Of a build: the day up to which its finish is scored, set with the answer. Whatever lies beyond it counts as '
    'unfinished.';
comment on column public.bet_questions.reason is 'Why it is disputed, adjudicated, annulled or reversed, in words.';

create index bet_questions_due on public.bet_questions (final_at) where state = 'proposed';
create index bet_questions_unanswered on public.bet_questions (bet_type, by_date, created_at)
  where state in ('open', 'locked');

revoke all on public.bet_questions from public, anon, authenticated, service_role;
grant select on public.bet_questions to anon, authenticated, service_role;

alter table public.bet_questions enable row level security;

create policy "anyone sees questions on public vehicles" on public.bet_questions
  for select to anon using (is_public);

create policy "members see questions on public vehicles and on their own" on public.bet_questions
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

-- When betting on a vehicle closes ahead of the answer: its auction goes live, or the operator says so.
create table public.bet_closings (
  vehicle_id uuid not null references public.vehicles (id) on delete cascade,
  bet_type   text not null,
  closes_at  timestamptz not null default now(),
  reason     text,
  owner_id   uuid,
  is_public  boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (vehicle_id, bet_type),
  constraint closed_bet_type_is_known check (app.is_bet_type(bet_type)),
  constraint closing_reason_is_short check (length(reason) <= 200)
);

comment on table public.bet_closings is
  'From when a vehicle takes no more bets of a type, for instance because its auction goes live.';

revoke all on public.bet_closings from public, anon, authenticated, service_role;
grant select on public.bet_closings to anon, authenticated;
grant select, insert, update, delete on public.bet_closings to service_role;

alter table public.bet_closings enable row level security;

create policy "anyone sees when betting closes on public vehicles" on public.bet_closings
  for select to anon using (is_public);

create policy "members see when betting closes on public vehicles and on their own" on public.bet_closings
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

create trigger bet_closings_hang_on_vehicle before insert on public.bet_closings
  for each row execute function app.hang_on_vehicle();
