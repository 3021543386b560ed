-- Settlement: from an outcome to scores and points, exactly once. What it tells 60_scoring/20_leaderboard.sql and
-- 60_scoring/30_calibration.sql: app.tell_standings and app.record_crowd, in the same transaction. What it takes from
-- 60_scoring/10_scores.sql, for one bet and the answer to its question (bet_questions.result):
--   app.bet_score(bet_type text, prediction jsonb, confidence_percent numeric, placed_at timestamptz, result jsonb,
--                 out score float8, out skill_score float8, out wager_score float8) immutable
--   score        as stored in vehicle_bets: Brier for a milestone, CRPS for the rest; lower is better
--   skill_score  1 - loss / the baseline's expected loss
--   wager_score  from 0 to 1, higher is better, strictly proper and on one scale for all bets of a question: it moves
--                points
-- result is {"reached": bool} | {"value": number} | {"date": "YYYY-MM-DD"} | {"unfinished_on": "YYYY-MM-DD"}; of a
-- build with the days {"opened", "horizon"} between which its finish is scored.

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

-- What a question's bets come to, for the bets that are active or, to check a settlement afterwards, those settled at
-- that time. Weighted-score wagering (Lambert et al., 2008): with m the stake, w the wager score and W the stakes' mean
-- of w, a bet is paid m (1 + w - W). Payouts are never negative and add up to the stakes. Hundredths go by largest
-- remainder, ties by id. A bet from when betting had closed, or the answer could be known, is void: its stake returns,
-- and it is not scored. peer_score is w less the mean w of the others who bet and do not own the vehicle. A person
-- without others has none.
create or replace function app.payouts(q public.bet_questions, settled timestamptz default null)
returns table (bet_id uuid, user_id uuid, stake numeric, void boolean, came_true boolean, score float8,
               skill_score float8,
               wager_score numeric, peer_score float8, payout numeric)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
  answer constant jsonb := case when app.bet_shape(q.bet_type) = 'day' and not q.result ? 'void'
    then q.result || jsonb_build_object('opened', (q.created_at at time zone 'utc')::date, 'horizon', q.horizon)
      else q.result end;
  shut constant timestamptz := case when q.result ? 'void' then '-infinity'
    else least(q.closed_at, q.outcome_known_at) end;
begin
  return query
  with scored as materialized (
    select a.id, a.user_id, a.stake, a.by_owner, a.void, a.came_true,
           (a.s).score, (a.s).skill_score, round((a.s).wager_score::numeric, 12) as w
    from (
      select b.id, b.user_id, b.stake_amount as stake, b.by_owner, b.created_at >= shut as void,
             case when b.created_at < shut
               then app.bet_score(b.bet_type, b.prediction, b.confidence_percent, b.created_at, answer) end as s,
             case when b.created_at < shut
               then app.claim_came_true(b.bet_type, b.prediction, b.created_at, q.result) end as came_true
      from public.vehicle_bets b
      where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round
        and ((settled is null and b.is_in_force and b.status = 'active')
          or (b.resolved_at = settled and b.superseded_by is null))
      offset 0   -- scored once, not once for each field
    ) a
  ),
  pool as (
    select sum(stake) as staked, sum(stake * w) / nullif(sum(stake), 0) as mean_w,
           count(*) filter (where not by_owner) as people, sum(w) filter (where not by_owner) as total_w
    from scored where not void
  ),
  exact as (
    select s.*, case when s.void or s.stake = 0 then 100 * s.stake
      else greatest(100 * s.stake * (1 + s.w - p.mean_w), 0) end as hundredths,
           case when not s.void and not s.by_owner and p.people > 1
             then round(s.w - (p.total_w - s.w) / (p.people - 1), 12) end as peer_score
    from scored s cross join pool p
  ),
  ranked as (
    select e.*, floor(e.hundredths) as whole,
           row_number() over (partition by e.void, e.stake > 0
             order by e.hundredths - floor(e.hundredths) desc, e.id) as place
    from exact e
  ),
  rest as (
    select 100 * p.staked - (select sum(r.whole) from ranked r where not r.void) as hundredths from pool p
  )
  select r.id, r.user_id, r.stake, r.void,
         r.came_true, r.score, r.skill_score, r.w, r.peer_score::float8,
         (r.whole + case when not r.void and r.stake > 0 and r.place <= rest.hundredths then 1 else 0 end) / 100
  from ranked r cross join rest;
end
$$;

-- Settles one question whose dispute window is over: status, score and payout of its bets and the points change
-- together. The ledger takes one settlement a version of a question, so that a second one fails whatever calls it. The
-- caller holds the accounts. Rows are written in the order of people, as the indexes have them.
create or replace function app.settle_question(q public.bet_questions) returns void
language plpgsql security definer set search_path = '' as $$
declare
  ending constant text := case when q.result ? 'void' then 'annulled' else 'final' end;
  transfer uuid;
begin
  insert into app.point_transfers (kind, vehicle_id, question, round, version, bets)
    select case ending when 'final' then 'settled' else 'annulled' end, q.vehicle_id, q.question, q.round, q.version,
           count(*)
    from public.vehicle_bets b
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round and b.is_in_force
      and b.status = 'active'
    returning id into transfer;

  with paid as materialized (
    select * from app.payouts(q)
  ),
  closed as (
    update public.vehicle_bets b
      set status = case when p.void then 'cancelled' when p.came_true then 'won' else 'lost' end,
          resolved_at = now(), score = p.score, skill_score = p.skill_score, peer_score = p.peer_score,
          payout = p.payout
      from paid p where b.vehicle_id = q.vehicle_id and b.id = p.bet_id
  ),
  owing as (   -- what an earlier reversal could not take back is taken from this payout
    select p.*, least(coalesce(a.owed, 0), p.payout) as repaid
    from paid p left join app.point_accounts a on a.user_id = p.user_id and a.owing where p.stake > 0
  )
  insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
    select transfer, e.account, o.user_id, o.bet_id, e.amount
    from owing o
    cross join lateral (values ('escrow', -o.stake), ('available', o.payout - o.repaid), ('owed', o.repaid)) e (
      account, amount)
    where e.amount <> 0
    order by o.user_id;

  perform app.record_crowd(q, now());
  update public.bet_questions x set state = ending, settled_at = now(), updated_at = now(),
      reason = coalesce(q.result ->> 'void', x.reason)
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round;
  perform app.mark_scored(q, now());
  perform app.tell_standings(q, now(), 1);
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

-- Accounts whose person is gone give back what they hold; the ledger keeps its rows, which name nobody any more.
create or replace function app.close_accounts() returns void
language plpgsql security definer set search_path = '' as $$
declare
  account app.point_accounts;
  transfer uuid;
begin
  for account in
    select a.* from app.point_accounts a
    where a.person_id is null and a.escrow = 0 and (a.available <> 0 or a.owed <> 0)
      and not app.is_set_aside('close_accounts', a.user_id::text)
    order by a.user_id for no key update skip locked
  loop
    begin
      insert into app.point_transfers (kind) values ('closed') returning id into transfer;
      insert into app.point_entries (transfer_id, account, user_id, amount)
        select transfer, e.account, e.user_id, e.amount
        from (values ('available', account.user_id, -account.available), ('owed', account.user_id, account.owed),
                     ('issued', null, account.available - account.owed)) e (account, user_id, amount)
        where e.amount <> 0;
      perform app.item_is_done('close_accounts', account.user_id::text);
    exception when others then
      perform app.set_item_aside('close_accounts', account.user_id::text, sqlerrm);
    end;
  end loop;
end
$$;

-- Settles what is due and returns how many questions became final or were annulled. Safe to run twice, in two places,
-- or to be killed: a question is settled whole or not at all, and one that cannot be settled does not hold up the
-- others. Questions, with their vehicles, are taken first and all at once, leaving out what somebody else has; then the
-- accounts of all of them, in one order. So two settlements cannot deadlock.
create or replace function app.settle_due() returns integer
language plpgsql security definer set search_path = '' set work_mem = '64MB' set jit = off as $$
declare
  due public.bet_questions[];
  q public.bet_questions;
  settled integer := 0;
begin
  perform app.propose_by_time();
  due := array(
    select x from public.bet_questions x join public.vehicles v on v.id = x.vehicle_id
    where x.state = 'proposed' and x.final_at <= now()
      and not app.is_set_aside('settle', x.vehicle_id || ' ' || x.question)
    order by x.final_at, x.vehicle_id, x.question limit 500
    for share of v skip locked for update of x skip locked);
  perform app.lock_accounts(array(
    select distinct b.user_id from unnest(due) x join public.vehicle_bets b
      on b.vehicle_id = x.vehicle_id and b.question = x.question and b.round = x.round and b.is_in_force
        and b.status = 'active' and b.stake_amount > 0));
  foreach q in array due loop
    begin
      perform app.settle_question(q);
      settled := settled + 1;
      perform app.item_is_done('settle', q.vehicle_id || ' ' || q.question);
    exception when others then
      perform app.set_item_aside('settle', q.vehicle_id || ' ' || q.question, sqlerrm);
    end;
  end loop;
  perform app.close_accounts();
  return settled;
end
$$;
grant execute on function app.settle_due() to service_role;

create or replace function public.settle_due() returns integer
language sql set search_path = '' as $$
  select app.settle_due()
$$;
comment on function public.settle_due() is
  'Settles every question whose dispute window is over; returns how many. Called every 15 seconds by pg_cron or the '
    'server, and harmless at any time.';
grant execute on function public.settle_due() to service_role;

select app.register_job('settle_bets', '15 seconds', 'select app.settle_due()');
