-- Answers: what an outcome, or time alone, says to the questions of a vehicle. An answer is up for dispute before it
-- settles anything (26_settle_due.sql).
-- A result (bet_questions.result) is {"reached": bool} | {"value": number} | {"date": "YYYY-MM-DD"} |
-- {"unfinished_on": "YYYY-MM-DD"}; of a build with the days {"opened", "horizon"} between which its finish is scored.

create table app.settlement_settings (
  only_row           boolean primary key default true,
  dispute_window     interval not null default '24 hours',
  build_horizon      interval not null default '2 years',
  valuation_lookback interval not null default '1 year',
  valuation_grace    interval not null default '30 days',
  constraint settings_are_one_row check (only_row),
  constraint dispute_window_is_from_0_to_90_days check (dispute_window between '0' and '90 days'),
  constraint build_horizon_is_from_1_month_to_20_years check (build_horizon between '1 month' and '20 years'),
  constraint valuation_lookback_is_from_1_day_to_10_years check (valuation_lookback between '1 day' and '10 years'),
  constraint valuation_grace_is_from_0_to_1_year check (valuation_grace between '0' and '1 year')
);
comment on column app.settlement_settings.dispute_window is
  'How long a proposed answer can be disputed before points move.';
comment on column app.settlement_settings.build_horizon is
  'A build unfinished this long after its first bet is settled as unfinished.';
comment on column app.settlement_settings.valuation_lookback is
  'How old the valuation may be that a milestone is found not reached by.';
comment on column app.settlement_settings.valuation_grace is
  'How long after its day a milestone waits for a valuation before it is annulled, and after its horizon a build for '
  'the confirmation of a report that it is complete.';
revoke all on app.settlement_settings from public, anon, authenticated, service_role;
insert into app.settlement_settings default values on conflict do nothing;

-- The outcome on record that answers what a bet asks, before anybody has asked it; null where there is none.
create or replace function app.known_outcome(bet public.vehicle_bets) returns uuid
language plpgsql stable set search_path = '' as $$
begin
  return (
    select o.id from public.vehicle_outcomes o, app.settlement_settings s
    where o.vehicle_id = bet.vehicle_id and o.confirmed_at is not null and app.is_known_by(bet, o, s)
    order by o.known_at limit 1);
end
$$;

-- The day up to which the finish of a build is scored; null for other questions.
create or replace function app.build_horizon(q public.bet_questions) returns date
language sql stable set search_path = '' as $$
  select ((q.created_at + s.build_horizon) at time zone 'utc')::date from app.settlement_settings s
    where app.bet_shape(q.bet_type) = 'day'
$$;

-- A confirmed outcome answers the questions it bears on. The caller holds the vehicle against bets on their way in.
-- An old result, entered for the record, does not answer what people ask today.
create or replace function app.apply_outcome(o public.vehicle_outcomes) returns void
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions;
  result jsonb;
begin
  for q in
    select distinct on (x.question) x.* from public.bet_questions x where x.vehicle_id = o.vehicle_id
    order by x.question, x.round desc
  loop
    result := app.result_of(q, o);
    if result is not null and result <> '{"reached": false}' and q.state in ('open', 'locked', 'proposed')
       and (app.bet_shape(q.bet_type) = 'day' or o.known_at > q.created_at - interval '30 days') then
      perform app.propose(q, result, o.known_at, o.id);
    end if;
  end loop;
  if o.kind = 'auction_result' then   -- the auction that closed betting is over
    delete from public.bet_closings c where c.vehicle_id = o.vehicle_id and c.closes_at <= now();
  end if;
end
$$;

-- Puts an answer up for dispute. A second answer that says the same changes nothing; one that does not makes it a
-- dispute.
create or replace function app.propose(q public.bet_questions, answer jsonb, known timestamptz, outcome uuid)
  returns void
language plpgsql security definer set search_path = '' as $$
declare
  closing timestamptz;
begin
  select x.* into q from public.bet_questions x
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round for update;
  if q.state in ('open', 'locked') then
    select c.closes_at into closing from public.bet_closings c
      where c.vehicle_id = q.vehicle_id and c.bet_type = q.bet_type and c.closes_at <= now();
    update public.bet_questions x
      set state = 'proposed', result = answer, outcome_id = outcome, outcome_known_at = known,
          horizon = app.build_horizon(q),
          closed_at = least(x.closed_at, closing, now()),
          final_at = now() + (select s.dispute_window from app.settlement_settings s),
          updated_at = now()
      where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round;
  elsif q.state = 'proposed' and q.result = answer then
    update public.bet_questions x set outcome_known_at = least(x.outcome_known_at, known), updated_at = now()
      where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round
        and known < x.outcome_known_at;
  elsif q.state = 'proposed' then
    update public.bet_questions x
      set state = 'disputed', outcome_known_at = least(x.outcome_known_at, known),
        reason = 'Two outcomes contradict each other.',
          updated_at = now()
      where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round;
  end if;
end
$$;

-- One question that time answers. A vehicle that is busy is for the next run.
create or replace function app.propose_one_by_time(q public.bet_questions, settings app.settlement_settings)
  returns void
language plpgsql security definer set search_path = '' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  o public.vehicle_outcomes;
  valuation uuid;
begin
  -- As everywhere, the vehicle first and then the question: bets on their way in are waited for. A busy one is for the
  -- next run.
  perform from public.vehicles v where v.id = q.vehicle_id for no key update skip locked;
  if not found then return; end if;
  select x.* into q from public.bet_questions x
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round
      and x.state in ('open', 'locked') for update;
  if not found then return; end if;

  if app.bet_shape(q.bet_type) = 'day' then
    select x.* into o from public.vehicle_outcomes x
      where x.vehicle_id = q.vehicle_id and x.confirmed_at is not null and x.kind = 'build_completed'
      order by x.known_at limit 1;
    if found then
      perform app.propose(q, app.result_of(q, o), o.known_at, o.id);
    elsif not (q.created_at + settings.build_horizon + settings.valuation_grace > now()
               and app.build_awaits_confirmation(q.vehicle_id)) then
      perform app.propose(q, jsonb_build_object('unfinished_on', app.build_horizon(q)),
        q.created_at + settings.build_horizon, null);
    end if;
    return;
  end if;
  -- A valuation that reached the target says so, however early it was; bets from after it was known are void.
  select x.* into o from public.vehicle_outcomes x
    where x.vehicle_id = q.vehicle_id and x.confirmed_at is not null and app.result_of(q, x) = '{"reached": true}'
      and (x.occurred_at at time zone 'utc')::date > q.by_date - settings.valuation_lookback
    order by x.known_at limit 1;
  if found then
    perform app.propose(q, '{"reached": true}', o.known_at, o.id);
    return;
  end if;
  select x.id into valuation from public.vehicle_outcomes x
    where x.vehicle_id = q.vehicle_id and x.confirmed_at is not null and app.result_of(q, x) is not null
      and (x.occurred_at at time zone 'utc')::date > q.by_date - settings.valuation_lookback
    order by x.occurred_at desc limit 1;
  if found then
    perform app.propose(q, '{"reached": false}', (q.by_date + 1) at time zone 'utc', valuation);
  elsif q.by_date + settings.valuation_grace < today then
    perform app.propose(q, '{"void": "Nobody has valued it by then"}', (q.by_date + 1) at time zone 'utc', null);
  end if;
end
$$;

-- Closes what its time has closed, and answers what time alone answers: milestones whose day has passed, builds past
-- the horizon.
create or replace function app.propose_by_time() returns void
language plpgsql security definer set search_path = '' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  settings app.settlement_settings;
  q public.bet_questions;
begin
  select s.* into settings from app.settlement_settings s;
  update public.bet_questions x set state = 'locked',
    closed_at = coalesce(o.closes_at, (x.by_date + 1) at time zone 'utc'), updated_at = now()
    from (
      select k.vehicle_id, k.question, k.round, c.closes_at
      from public.bet_questions k
      left join public.bet_closings c on c.vehicle_id = k.vehicle_id and c.bet_type = k.bet_type
        and c.closes_at <= now()
      where k.state = 'open' and (c.closes_at is not null
        or (k.bet_type = any (app.bet_types_of('milestone')) and k.by_date < today))
      for update of k skip locked
    ) o
    where x.vehicle_id = o.vehicle_id and x.question = o.question and x.round = o.round and x.state = 'open';

  for q in
    select x.* from public.bet_questions x
    where ((x.bet_type = any (app.bet_types_of('milestone')) and x.state = 'locked' and x.by_date < today
            -- Of those whose day has passed: the ones with a valuation, and the ones that have waited for one long
            -- enough
            and (x.by_date + settings.valuation_grace < today
                 or exists (select from public.vehicle_outcomes o
                            where o.vehicle_id = x.vehicle_id and o.confirmed_at is not null
                              and o.kind in ('appraisal', 'auction_result')
                              and (o.occurred_at at time zone 'utc')::date > x.by_date - settings.valuation_lookback)))
       or (x.bet_type = any (app.bet_types_of('day')) and x.state in ('open', 'locked')
         and x.created_at + settings.build_horizon <= now()
         and not (x.created_at + settings.build_horizon + settings.valuation_grace > now()
                  and app.build_awaits_confirmation(x.vehicle_id))))
      and not app.is_set_aside('propose_by_time', x.vehicle_id || ' ' || x.question)
    order by coalesce((x.by_date + 1)::timestamp at time zone 'utc', x.created_at), x.vehicle_id, x.question
    limit 500
  loop
    begin
      perform app.propose_one_by_time(q, settings);
    exception when others then
      perform app.set_item_aside('propose_by_time', q.vehicle_id || ' ' || q.question, sqlerrm);
    end;
  end loop;
end
$$;
