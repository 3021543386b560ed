-- Leaderboard: who forecasts better than the others, in all and by year, quarter and make. A bet counts by its
-- peer_score, how much less it lost than the others' bets on its question. So a claim that nobody doubts earns nothing,
-- and a question on which one was alone does not count. Bets of owners on their own vehicles do not count either.
-- rating = sum of peer scores / (bets that have one + 20): a person starts with 20 bets that are like everybody's, so
-- that a lucky bet does not lead. See docs/design/scoring.md.

create table app.forecaster_standings (
  period       text not null,
  make         text not null,
  user_id      uuid not null references auth.users (id) on delete cascade,
  bets         integer not null,
  compared     integer not null,
  peer_total   numeric not null,
  skill_total  numeric not null,
  points_total numeric not null,
  rating       numeric generated always as (round(peer_total / (compared + 20), 9)) stored,
  primary key (period, make, user_id)
);
comment on table app.forecaster_standings is
  'Sums over settled bets, folded from standing_changes; "all" is every make, and all time.';

create index forecaster_standings_in_order on app.forecaster_standings (period, make, rating desc) where bets > 0;
create index forecaster_standings_by_person on app.forecaster_standings (user_id);

-- What settlements and reversals have changed and is not folded in yet: a bet counted (1) or taken back (-1).
create table app.standing_changes (
  id           bigint generated always as identity primary key,
  user_id      uuid not null,
  make         text,
  settled_on   date not null,
  sign         smallint not null,
  confidence   numeric not null,
  came_true    boolean,
  skill_score  numeric not null,
  peer_score   numeric,
  points       numeric not null,
  constraint change_counts_or_takes_back check (sign in (1, -1))
);

-- What settled bets on vehicles that are gone did to people's records, without naming the vehicle: an owner's delete
-- takes nobody's record, good or bad.
create table app.kept_records (
  id           bigint generated always as identity primary key,
  user_id      uuid not null references auth.users (id) on delete cascade,
  make         text,
  settled_on   date not null,
  confidence   numeric not null,
  came_true    boolean,
  skill_score  numeric not null,
  peer_score   numeric,
  points       numeric not null
);
create index kept_records_by_person on app.kept_records (user_id);
comment on table app.kept_records is
  'Written when a vehicle is deleted, from its settled bets; standings keep counting them.';

revoke all on app.forecaster_standings, app.standing_changes, app.kept_records
  from public, anon, authenticated, service_role;
grant select on app.forecaster_standings to anon, authenticated, service_role;

alter table app.forecaster_standings enable row level security;
alter table app.standing_changes enable row level security;
alter table app.kept_records enable row level security;

create policy "anyone sees how good forecasters are" on app.forecaster_standings
  for select to anon, authenticated using (true);

-- What a settled bet adds to the standings: the one place that says which bets count, and by what. Whether the claim
-- came true is unknown where a build outlasted the horizon and the claim reaches beyond it. Asked of every bet that is
-- settled, it is to be inlined, so it returns a set and sets no search_path; every name in it is qualified.
create or replace function app.standing_change(b public.vehicle_bets, make text, result jsonb, sign integer)
  returns setof app.standing_changes
language sql immutable as $$
  select 0::bigint, b.user_id, nullif(btrim(make), ''), (b.resolved_at at time zone 'utc')::date, sign::smallint,
         b.confidence_percent / 100,
         case when not (result ? 'unfinished_on' and b.status = 'won') then b.status = 'won' end,
         round(b.skill_score::numeric, 12), round(b.peer_score::numeric, 12), coalesce(b.payout, 0) - b.stake_amount
  where b.score is not null and not b.by_owner
$$;

-- The make of a vehicle; a project's own vehicles may lack the column.
create or replace function app.make_of(v public.vehicles) returns text
language sql stable set search_path = '' as $$ select to_jsonb(v) ->> 'make' $$;

create or replace function app.tell_standings(q public.bet_questions, settled timestamptz, sign integer) returns void
language sql security definer set search_path = '' as $$
  insert into app.standing_changes (
    user_id, make, settled_on, sign, confidence, came_true, skill_score, peer_score, points)
    select c.user_id, c.make, c.settled_on, c.sign, c.confidence, c.came_true, c.skill_score, c.peer_score, c.points
    from (select app.make_of(v) as make from public.vehicles v where v.id = q.vehicle_id offset 0) v
    cross join public.vehicle_bets b
    cross join lateral app.standing_change(b, v.make, q.result, sign) c
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round and b.resolved_at = settled
      and b.superseded_by is null
    order by b.user_id
$$;

-- Every settled bet of a vehicle, counted under a make or taken back from it.
create or replace function app.tell_standings_of(vehicle uuid, make text, sign integer) returns void
language sql security definer set search_path = '' as $$
  insert into app.standing_changes (
    user_id, make, settled_on, sign, confidence, came_true, skill_score, peer_score, points)
    select c.user_id, c.make, c.settled_on, c.sign, c.confidence, c.came_true, c.skill_score, c.peer_score, c.points
    from public.vehicle_bets b
    join public.bet_questions q on q.vehicle_id = b.vehicle_id and q.question = b.question and q.round = b.round
    cross join lateral app.standing_change(b, make, q.result, sign) c
    where b.vehicle_id = vehicle
$$;

-- A kept record as the standings count it.
create or replace function app.kept_change(k app.kept_records) returns app.standing_changes
language sql immutable as $$
  select row(0::bigint, k.user_id, k.make, k.settled_on, 1::smallint, k.confidence, k.came_true, k.skill_score,
    k.peer_score, k.points)
    ::app.standing_changes
$$;

create or replace function app.keep_records() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.kept_records (user_id, make, settled_on, confidence, came_true, skill_score, peer_score, points)
    select c.user_id, c.make, c.settled_on, c.confidence, c.came_true, c.skill_score, c.peer_score, c.points
    from public.vehicle_bets b
    join public.bet_questions q on q.vehicle_id = b.vehicle_id and q.question = b.question and q.round = b.round
    cross join lateral app.standing_change(b, app.make_of(old), q.result, 1) c
    where b.vehicle_id = old.id and exists (select from auth.users u where u.id = b.user_id);
  return old;
end
$$;

create or replace function app.follow_vehicle() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform app.tell_standings_of(old.id, app.make_of(old), -1);
  perform app.tell_standings_of(new.id, app.make_of(new), 1);
  return null;
end
$$;

create trigger vehicles_keep_records before delete on public.vehicles
  for each row execute function app.keep_records();
create trigger vehicles_move_standings after update on public.vehicles
  for each row when (to_jsonb(old) ->> 'make' is distinct from to_jsonb(new) ->> 'make')
    execute function app.follow_vehicle();

-- Bets that go one by one, or with their person; those that go with a vehicle leave their records behind, see above.
create or replace function app.forget_standings() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.standing_changes (
    user_id, make, settled_on, sign, confidence, came_true, skill_score, peer_score, points)
    select c.user_id, c.make, c.settled_on, c.sign, c.confidence, c.came_true, c.skill_score, c.peer_score, c.points
    from removed r
    join public.vehicles v on v.id = r.vehicle_id
    join public.bet_questions q on q.vehicle_id = r.vehicle_id and q.question = r.question and q.round = r.round
    cross join lateral app.standing_change(r, app.make_of(v), q.result, -1) c
    where r.score is not null;
  return null;
end
$$;

create trigger vehicle_bets_tell_standings after delete on public.vehicle_bets
  referencing old table as removed for each statement execute function app.forget_standings();

-- The rows of the leaderboard that a bet counts in. To be inlined, as app.standing_change is.
create or replace function app.standing_keys(settled_on date, of_make text) returns table (period text, make text)
language sql stable as $$
  select p.period, m.make
  from (values ('all'), (to_char(settled_on, 'YYYY')), (to_char(settled_on, 'YYYY-"Q"Q'))) p (period)
  cross join (select 'all' as make union all select of_make where of_make is not null) m
$$;

-- Adds these changes to the standings and the calibration of their people, and deletes them.
create or replace function app.add_standings(taken app.standing_changes[]) returns void
language plpgsql set search_path = '' as $$
declare
  present app.standing_changes[];
begin
  -- People before their rows: who deletes one holds it first.
  perform from auth.users u where u.id in (select t.user_id from unnest(taken) t) order by u.id for key share;
  delete from app.standing_changes c where c.id = any (array(select t.id from unnest(taken) t));
  present := array(
    select t from unnest(taken) t join auth.users u on u.id = t.user_id);
  insert into app.forecaster_standings as s (
    period, make, user_id, bets, compared, peer_total, skill_total, points_total)
      select k.period, k.make, p.user_id, sum(p.sign), coalesce(sum(p.sign) filter (where p.peer_score is not null), 0),
             coalesce(sum(p.sign * p.peer_score), 0), sum(p.sign * p.skill_score), sum(p.sign * p.points)
      from unnest(present) p cross join lateral app.standing_keys(p.settled_on, p.make) k
      group by k.period, k.make, p.user_id order by k.period, k.make, p.user_id
      on conflict (period, make, user_id) do update
        set bets = s.bets + excluded.bets, compared = s.compared + excluded.compared,
          peer_total = s.peer_total + excluded.peer_total,
            skill_total = s.skill_total + excluded.skill_total, points_total = s.points_total + excluded.points_total;
  insert into app.calibration_bins as b (
    user_id, bin, bets, confidence, confidence_squares, came_true, confidence_true, log_score)
      select c.* from app.calibration_sums(present) c
      on conflict (user_id, bin) do update
        set bets = b.bets + excluded.bets, confidence = b.confidence + excluded.confidence,
            confidence_squares = b.confidence_squares + excluded.confidence_squares,
            came_true = b.came_true + excluded.came_true,
            confidence_true = b.confidence_true + excluded.confidence_true,
            log_score = b.log_score + excluded.log_score;
end
$$;

-- The changes of one person; what fails is set aside. Returns how many it has added.
create or replace function app.add_standings_of(person uuid, taken app.standing_changes[]) returns integer
language plpgsql set search_path = '' as $$
begin
  perform app.add_standings(taken);
  perform app.item_is_done('fold_standings', person::text);
  return cardinality(taken);
exception when others then
  perform app.set_item_aside('fold_standings', person::text, sqlerrm);
  return 0;
end
$$;

-- Folds changes into the standings and the calibration of people, oldest first; returns how many. Safe to run twice or
-- in two places: a change is taken by one of them, in one transaction with what it changes. Where that fails, the first
-- 1,000 changes are folded person by person, and the rest next time.
create or replace function app.fold_standings(most integer default 20000) returns integer
language plpgsql security definer set search_path = '' set work_mem = '64MB' set jit = off as $$
declare
  taken app.standing_changes[];
  person uuid;
  folded integer := 0;
begin
  taken := array(
    select x from app.standing_changes x
    where not exists (select from app.set_aside s where s.work = 'fold_standings' and s.item = x.user_id::text)
    order by x.id limit most for update of x skip locked);
  begin
    perform app.add_standings(taken);
    folded := cardinality(taken);
  exception when others then
    for person in select distinct t.user_id from unnest(taken[1:1000]) t order by 1 loop
      folded := folded + app.add_standings_of(
        person, array(select t from unnest(taken[1:1000]) t where t.user_id = person order by t.id));
    end loop;
  end;

  for person in select s.item::uuid from app.set_aside s where s.work = 'fold_standings' and s.next_try_at <= now()
    order by 1 limit 100 loop
    folded := folded + app.add_standings_of(person, array(
      select x from app.standing_changes x where x.user_id = person order by x.id limit most for update skip locked));
  end loop;
  return folded;
end
$$;

create or replace view public.forecaster_leaderboard with (security_invoker = true) as
select
  s.period, s.make, s.user_id,
  rank() over (partition by s.period, s.make order by s.rating desc) as rank,
  s.rating, s.bets, s.compared                                        as bets_compared,
  round(s.peer_total / nullif(s.compared, 0), 6)                      as peer_score,
  round(s.skill_total / nullif(s.bets, 0), 6)                         as skill_score,
  s.points_total                                                      as points
from app.forecaster_standings s
where s.bets > 0;

comment on view public.forecaster_leaderboard is
  'Forecasters by rating. period is "all", a year such as "2026" or a quarter such as "2026-Q4"; make is "all" or a '
    'make. Filter by both.';

revoke all on public.forecaster_leaderboard from public, anon, authenticated, service_role;
grant select on public.forecaster_leaderboard to anon, authenticated, service_role;

-- The view ranks everybody to find one; this counts who is ahead, in the index.
create or replace function public.forecaster_standing(user_id uuid, period text default 'all', make text default 'all')
returns setof public.forecaster_leaderboard
language sql stable set search_path = '' as $$
  select s.period, s.make, s.user_id,
         1 + (select count(*) from app.forecaster_standings o
              where o.period = forecaster_standing.period and o.make = forecaster_standing.make and o.rating > s.rating
                and o.bets > 0),
         s.rating, s.bets, s.compared, round(s.peer_total / nullif(s.compared, 0), 6),
         round(s.skill_total / nullif(s.bets, 0), 6), s.points_total
  from app.forecaster_standings s
  where s.period = forecaster_standing.period and s.make = forecaster_standing.make
    and s.user_id = forecaster_standing.user_id and s.bets > 0
$$;
comment on function public.forecaster_standing(uuid, text, text) is
  'One person''s row of forecaster_leaderboard; none while no bet of theirs is settled.';
grant execute on function public.forecaster_standing(uuid, text, text) to anon, authenticated, service_role;

select app.register_job('fold_standings', '5 seconds', 'select app.fold_standings()');
