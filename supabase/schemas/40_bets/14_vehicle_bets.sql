-- Vehicle bets: what people expect of a vehicle, each with the confidence that the claim comes true and a stake in
-- points.

create table public.vehicle_bets (
  id                 uuid not null default gen_random_uuid(),
  vehicle_id         uuid not null references public.vehicles (id) on delete cascade,
  user_id            uuid not null default auth.uid() references auth.users (id) on delete cascade,
  bet_type           text not null,
  prediction         jsonb not null,
  predicted_value    numeric generated always as (app.predicted_value(prediction)) stored,
  currency           text not null default 'USD',
  question           text not null,
  round              smallint not null default 1,
  confidence_percent numeric(5, 2) not null,
  stake_amount       numeric(12, 2) not null default 0,
  late               boolean not null default false,
  by_owner           boolean not null default false,
  status             text not null default 'active',
  resolved_at        timestamptz,
  superseded_by      uuid,
  score              double precision,
  skill_score        double precision,
  peer_score         double precision,
  payout             numeric(12, 2),
  is_in_force        boolean generated always as (status = 'active' or score is not null) stored,
  owner_id           uuid,
  is_public          boolean not null default false,
  client_id          uuid,
  created_at         timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint bet_type_is_known check (app.is_bet_type(bet_type)),
  constraint prediction_is_short check (length(prediction::text) <= 2000),
  -- app.place_bet checks the fields of whoever inserts, and app.keep_bet keeps them: a constraint would check them anew
  -- at every write, which took most of the time of a car with many bets that goes private.
  constraint prediction_is_well_formed check (jsonb_typeof(prediction) = 'object'),
  constraint currency_is_three_capital_letters check (currency ~ '^[A-Z]{3}$'),
  constraint confidence_is_from_0_to_100_percent check (confidence_percent >= 0 and confidence_percent <= 100),
  constraint stake_is_from_0_to_100000_points check (stake_amount >= 0 and stake_amount <= 100000),
  constraint late_claims_carry_no_stake check (not late or stake_amount = 0),
  constraint status_is_known check (status in ('active', 'won', 'lost', 'cancelled')),
  constraint resolved_bets_have_a_time check ((status = 'active') = (resolved_at is null)),
  constraint payout_is_not_negative check (payout >= 0 and payout <= 1e9),
  constraint only_closed_bets_are_paid_out check (payout is null or status <> 'active')
)
-- A bet is written twice, when it is placed and when it is settled. Nothing that settlement writes is in an index, and
-- pages are left half empty, so the second write is a heap-only update: half the time of one that touches indexes.
with (fillfactor = 50);

comment on table public.vehicle_bets is
  'One row a bet: a claim and the probability that it comes true. Public on public vehicles. Never rewritten: revised '
  'by a new bet.';
comment on column public.vehicle_bets.confidence_percent is 'Probability that the claim is true, in percent.';
comment on column public.vehicle_bets.predicted_value is
  'Target, or middle of the range, in units of currency; null for dates.';
comment on column public.vehicle_bets.stake_amount is 'Points, held in escrow while the bet is active.';
comment on column public.vehicle_bets.status is
  'Written by settlement, never by clients. Won and lost say whether the claim came true, cancelled that it is not '
  'settled.';
comment on column public.vehicle_bets.currency is 'Of the money in the prediction, as ISO 4217 code.';
comment on column public.vehicle_bets.question is 'What the bet is about; see bet_questions.';
comment on column public.vehicle_bets.late is
  'The day it names had passed when it was placed: sentiment counts it; forecast, scores and points do not.';
comment on column public.vehicle_bets.by_owner is
  'Placed by the owner, or by somebody who became the owner before it was settled: sentiment counts it, the forecast '
  'does not.';
comment on column public.vehicle_bets.superseded_by is 'The bet of the same person that replaced this one.';
comment on column public.vehicle_bets.score is
  'Brier score of a milestone, CRPS of the rest: lower is better. Null until settled.';
comment on column public.vehicle_bets.skill_score is
  '1 - loss / the baseline''s expected loss, both from 0 to 1: 1 is perfect, 0 no better than the baseline. See '
    'docs/design/scoring.md.';
comment on column public.vehicle_bets.peer_score is
  'How much less it lost than the others'' bets on its question lost on average, from -1 to 1. Null when it was alone, '
    'or the owner''s.';
comment on column public.vehicle_bets.client_id is
  'Made by the client and one for each act of a person, so that what is sent again is not done twice.';
comment on column public.vehicle_bets.is_in_force is
  'Active, or settled and scored: of these a person has one for each question and round.';
comment on column public.vehicle_bets.payout is
  'Points that came back when the bet closed; the stake itself where it was cancelled or void.';

create index vehicle_bets_by_vehicle on public.vehicle_bets (vehicle_id, bet_type, user_id);
create index vehicle_bets_by_person on public.vehicle_bets (user_id, created_at, id);
create unique index vehicle_bets_sent_once on public.vehicle_bets (user_id, client_id) where client_id is not null;
create unique index vehicle_bets_one_in_force on public.vehicle_bets (vehicle_id, user_id, question, round)
  where is_in_force;

revoke all on public.vehicle_bets from public, anon, authenticated, service_role;
grant select on public.vehicle_bets to anon, authenticated;
grant insert (vehicle_id, user_id, bet_type, prediction, currency, confidence_percent, stake_amount, client_id)
  on public.vehicle_bets to authenticated;
grant select, insert, delete on public.vehicle_bets to service_role;

alter table public.vehicle_bets enable row level security;

create policy "anyone sees bets on public vehicles" on public.vehicle_bets
  for select to anon using (is_public);

create policy "members see bets on public vehicles, on their own, and their own bets" on public.vehicle_bets
  for select to authenticated
  using (is_public or owner_id = (select auth.uid()) or user_id = (select auth.uid()));

create policy "members bet as themselves" on public.vehicle_bets
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

-- A moment as people read it.
create or replace function app.said(moment timestamptz) returns text
language sql stable set search_path = '' as $$
  select to_char(moment at time zone 'utc', 'YYYY-MM-DD HH24:MI "UTC"')
$$;

create trigger vehicle_bets_hang_on_vehicle before insert on public.vehicle_bets
  for each row execute function app.hang_on_vehicle();

-- Questions that people have opened, by day (UTC), so that nobody floods a vehicle with them.
create table app.question_openings (
  user_id uuid not null references auth.users (id) on delete cascade,
  day     date not null default (now() at time zone 'utc')::date,
  opened  integer not null default 1,
  primary key (user_id, day)
);
revoke all on app.question_openings from public, anon, authenticated, service_role;
insert into app.settings (name, value, about) values
  ('new_questions_per_person_day', '50', 'Questions that one person may open a day by being the first to bet on them.')
on conflict (name) do update set about = excluded.about;

create or replace function app.count_new_question(person uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  most constant integer := app.setting_number('new_questions_per_person_day')::integer;
  so_many integer;
begin
  if not app.is_client() then return; end if;
  perform from auth.users u where u.id = person for key share;   -- the person before the row
  insert into app.question_openings as o (user_id) values (person)
    on conflict (user_id, day) do update set opened = o.opened + 1 returning o.opened into so_many;
  if so_many > most then
    perform app.refuse('new_questions_are_limited',
      format('You have opened %s new questions today, which is the most one person may.', most),
                       'Bet on a question that others have opened, or wait until tomorrow.', 'PT429');
  end if;
end
$$;

-- The round of a bet's question that takes bets now; opens the first round, or the next one after an annulled round.
-- The caller holds the vehicle's share lock: whoever closes a question takes that lock first, so no bet slips in
-- behind.
create or replace function app.open_round(bet public.vehicle_bets) returns smallint
language plpgsql security definer set search_path = '' as $$
declare
  latest record;
  closed_since timestamptz;
begin
  select c.closes_at into closed_since from public.bet_closings c
    where c.vehicle_id = bet.vehicle_id and c.bet_type = bet.bet_type and c.closes_at <= now();
  if found then
    perform app.refuse('betting_is_open', format('Betting on this question closed on %s.', app.said(closed_since)));
  end if;

  loop
    select q.round, q.state, q.closed_at into latest from public.bet_questions q
      where q.vehicle_id = bet.vehicle_id and q.question = bet.question order by q.round desc limit 1;
    if latest.state = 'open' then
      return latest.round;
    elsif latest.state <> 'annulled' then
      perform app.refuse('betting_is_open',
        format('Betting on this question closed on %s.', app.said(latest.closed_at)));
    end if;
    if app.known_outcome(bet) is not null then
      perform app.refuse('result_is_not_known_yet', 'The answer is on record already, so there is nothing to bet on.',
                         'The vehicle''s outcomes show it.');
    end if;
    perform app.count_new_question(bet.user_id);
    insert into public.bet_questions (
      vehicle_id, question, round, bet_type, currency, target_value, by_date, modification, owner_id, is_public)
      values (bet.vehicle_id, bet.question, coalesce(latest.round, 0) + 1, bet.bet_type, bet.currency,
              case when app.bet_shape(bet.bet_type) = 'milestone' then app.predicted_value(bet.prediction) end,
              case when app.bet_shape(bet.bet_type) = 'milestone' then app.predicted_day(bet.prediction) end,
              bet.prediction ->> 'modification', bet.owner_id, bet.is_public)
      on conflict do nothing;   -- somebody else has opened it meanwhile
  end loop;
end
$$;

-- Takes a bet in, after the trigger above: whether it can be read, what it is about, whether betting is open, the
-- limits, and the bet it replaces. A thousand people may bet on a vehicle at once, so each step asks the database as
-- little as it can. The account lock makes the bets of one person come one after the other.
create or replace function app.place_bet() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  most_active constant int := 20;
  most_a_minute constant int := 60;
  problem constant text := case when length(new.prediction::text) > 2000
    then 'prediction must be at most 2,000 characters long'
                                else app.prediction_problem(new.bet_type, new.prediction) end;
  day constant date := case when problem is null then app.predicted_day(new.prediction) end;
  active record;
  earlier public.vehicle_bets;
begin
  -- The constraints hold most of these rules too; what is too long for the indexes on the way to them is refused here.
  if length(new.bet_type) > 100 then
    perform app.refuse('bet_type_is_known', 'There is no such bet_type.');
  elsif length(new.currency) > 100 then
    perform app.refuse('currency_is_three_capital_letters', 'currency must be three capital letters, such as USD.');
  elsif problem is not null then
    raise exception '%', problem using errcode = 'check_violation', constraint = 'prediction_is_well_formed',
      table = 'vehicle_bets';
  elsif (new.status, new.resolved_at, new.score, new.skill_score, new.peer_score, new.payout, new.superseded_by)
     is distinct from ('active', null::timestamptz, null::float8, null::float8, null::float8, null::numeric, null::uuid)
       then
    perform app.refuse('bets_start_active', 'A bet starts active; settlement writes its status, score and payout.');
  end if;
  new.question := app.bet_question(new.bet_type, new.prediction, new.currency);
  new.by_owner := new.user_id is not distinct from new.owner_id;
  new.late := coalesce(day < (new.created_at at time zone 'utc')::date, false);
  if new.by_owner and new.stake_amount > 0 then
    perform app.refuse('owners_bet_without_a_stake', 'Owners bet on their own vehicle without a stake.',
      'Leave stake_amount out.');
  elsif new.late and new.stake_amount > 0 then
    perform app.refuse('late_claims_carry_no_stake',
      format('%s has passed, so this claim carries no stake.', day), 'Leave stake_amount out, or name a later day.');
  end if;
  -- before the person, whom a question that opens refers to
  perform from app.point_accounts a where a.user_id = new.user_id for no key update;
  if not found then
    perform app.lock_account(new.user_id);
  end if;
  if new.late then
    new.round := 0;
  else
    -- The usual case: the round is open. Otherwise open_round opens one, or says why not.
    select q.round into new.round from public.bet_questions q
      where q.vehicle_id = new.vehicle_id and q.question = new.question and q.state = 'open'
        and not exists (select from public.bet_closings c
                        where c.vehicle_id = new.vehicle_id and c.bet_type = new.bet_type and c.closes_at <= now());
    if not found then
      new.round := app.open_round(new);
    end if;
  end if;

  if app.is_client() and (
    select count(*) from public.vehicle_bets b where b.user_id = new.user_id
      and b.created_at > now() - interval '1 minute'
  ) >= most_a_minute then
    raise exception 'More than % bets within a minute.', most_a_minute
      using errcode = 'PT429', detail = 'bets_are_at_most_60_a_minute', hint = 'Wait a minute and try again.';
  end if;

  select count(*) as bets, coalesce(bool_or(b.question = new.question and b.round = new.round), false) as same_question
    into active
    from public.vehicle_bets b where b.vehicle_id = new.vehicle_id and b.user_id = new.user_id and b.is_in_force
      and b.status = 'active';
  if active.same_question then
    select b.* into earlier from public.vehicle_bets b
      where b.vehicle_id = new.vehicle_id and b.user_id = new.user_id and b.question = new.question
        and b.round = new.round
        and b.is_in_force and b.status = 'active';
    perform app.supersede_bet(earlier, new.id);
  elsif active.bets >= most_active then
    perform app.refuse('active_bets_are_at_most_20',
      format('You have %s active bets on this vehicle, which is the most one person can have.', most_active),
      'Cancel one of them first.');
  end if;
  insert into app.bet_changes (vehicle_id, bet_type, user_id, owner_id, is_public)   -- see 40_bets/18_bet_changes.sql
    values (new.vehicle_id, new.bet_type, new.user_id, new.owner_id, new.is_public);
  return new;
end
$$;

create trigger vehicle_bets_place before insert on public.vehicle_bets
  for each row execute function app.place_bet();

-- A bet is never rewritten, whoever asks: settlement adds to it, and a new bet replaces it.
create or replace function app.keep_bet() returns trigger
language plpgsql set search_path = '' as $$
begin
  if (new.id, new.vehicle_id, new.user_id, new.bet_type, new.prediction, new.currency, new.confidence_percent,
    new.stake_amount, new.created_at)
     is distinct from
     (old.id, old.vehicle_id, old.user_id, old.bet_type, old.prediction, old.currency, old.confidence_percent,
       old.stake_amount, old.created_at) then
    raise exception 'A bet is never rewritten.'
      using errcode = 'insufficient_privilege', detail = 'bets_are_never_rewritten',
        hint = 'Replace it with revise_bet.';
  end if;
  -- settled as who they were
  new.by_owner := old.by_owner or (old.status = 'active' and new.user_id is not distinct from new.owner_id);
  return new;
end
$$;

create trigger vehicle_bets_keep before update of id, vehicle_id, user_id, bet_type, prediction, currency,
  confidence_percent,
  stake_amount, created_at, owner_id on public.vehicle_bets
  for each row execute function app.keep_bet();
