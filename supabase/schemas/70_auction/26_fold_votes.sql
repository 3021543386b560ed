-- The fold of votes: weighs what has been cast, changed or withdrawn and adds it to the tallies. The deltas say which
-- votes have changed; what those say is read from the votes themselves, and compared with the ballot that was counted,
-- in the statement that deletes the deltas. So adding twice adds nothing, a vote that commits late is simply still
-- there, and a fold that is killed leaves no trace. One runs at a time; others leave at once.

create table app.verdict_changes (
  vehicle_id      uuid not null,
  id              bigint generated always as identity,
  changed_at      timestamptz not null default now(),
  verdict         text not null,
  effective_votes double precision not null,
  effective_yes   double precision not null,
  primary key (vehicle_id, id)
);
comment on table app.verdict_changes is 'A row whenever a vehicle''s verdict turns, with the votes it turned on.';
revoke all on app.verdict_changes from public, anon, authenticated, service_role;

-- Folds what is pending; besides, weighs these votes again, pair by pair. Returns how many votes it has looked at.
-- Where that fails, each vehicle is folded by itself, and one that fails again is set aside.
create or replace function app.fold_votes(vehicles uuid[] default '{}', users uuid[] default '{}') returns bigint
language plpgsql security definer set search_path = '' set work_mem = '64MB' set jit = off set lock_timeout = '2s' as $$
declare
  seen bigint := 0;
  one uuid;
begin
  if cardinality(vehicles) = 0 and not exists (select from app.vote_deltas) then return 0; end if;
  perform from app.folds f where f.name = 'votes' for update skip locked;
  if not found then return 0; end if;
  if not exists (select from app.set_aside s where s.work = 'fold_votes') then
    begin
      return app.fold_ballots(vehicles, users, null);
    exception when others then null;   -- vehicle by vehicle, below
    end;
  end if;
  for one in
    select d.vehicle_id from app.vote_deltas d union select v from unnest(vehicles) v order by 1
  loop
    continue when app.is_set_aside('fold_votes', one::text);
    begin
      seen := seen + app.fold_ballots(
        array(select p.vehicle_id from unnest(vehicles, users) p (vehicle_id, user_id) where p.vehicle_id = one
          order by p.user_id),
        array(select p.user_id from unnest(vehicles, users) p (vehicle_id, user_id) where p.vehicle_id = one
          order by p.user_id), one);
      perform app.item_is_done('fold_votes', one::text);
    exception when others then
      perform app.set_item_aside('fold_votes', one::text, sqlerrm);
    end;
  end loop;
  return seen;
end
$$;

-- The fold itself, of all vehicles or of one. The caller holds the fold's state. A vehicle that somebody has in hand is
-- left for the next time: a nomination that opens here hangs on it.
create or replace function app.fold_ballots(vehicles uuid[], users uuid[], only_vehicle uuid) returns bigint
language plpgsql security definer set search_path = '' set work_mem = '64MB' set jit = off as $$
declare
  summary_currency constant text := (select s.currency from app.auction_settings s);
  seen bigint;
  touched uuid[];
  joined uuid[];
  turned_back uuid[];
  asked constant uuid[] := array(
    select d.vehicle_id from app.vote_deltas d where only_vehicle is null or d.vehicle_id = only_vehicle
    union select v from unnest(vehicles) v);
  held constant uuid[] := app.hold_vehicles(asked) || array(   -- and of those that are gone
    select a from unnest(asked) a where not exists (select from public.vehicles v where v.id = a));
begin
  with taken as (
    delete from app.vote_deltas d where d.vehicle_id = any (held)
      returning d.vehicle_id, d.user_id
  ), changed as materialized (
    select t.vehicle_id, t.user_id from taken t
    union
    select p.vehicle_id, p.user_id from unnest(vehicles, users) p (vehicle_id, user_id) where p.vehicle_id = any (held)
  ), standing as materialized (
    select * from app.standings(array(select c.vehicle_id from changed c order by c.vehicle_id, c.user_id),
                                array(select c.user_id from changed c order by c.vehicle_id, c.user_id))
  ), before as materialized (
    select b.* from app.ballots b join changed c on c.vehicle_id = b.vehicle_id and c.user_id = b.user_id
  ), fresh as materialized (   -- what each vote says now; of one that is gone, that it counts no more
    select c.vehicle_id, c.user_id, a.user_id is not null as there,
           coalesce(a.is_counted and s.user_id is not null, false)::int::smallint as counted,
           coalesce(a.is_counted and s.user_id is not null and a.vote = 'yes', false)::int::smallint as yes,
           case when a.is_counted and not a.by_owner and coalesce(b.review, 'released') = 'released'
             then coalesce(s.weight, 0) else 0 end::smallint as weight,
           coalesce(s.cohort, 'newcomer') as cohort,
           -- as app.averaged_cents
           case when s.user_id is not null and a.is_counted and not a.is_private and a.currency = summary_currency
             then (a.estimated_value * 100)::bigint end as cents,
           case when a.currency = summary_currency and not a.is_private
             then (a.estimated_value * 100)::bigint end as estimate,
           b.review, coalesce(a.updated_at, b.voted_at, now()) as voted_at,
           coalesce(b.first_voted_at, a.created_at, now()) as first_voted_at,
           case when a.user_id is not null then s.weigh_again_at end as weigh_again_at
    from changed c
    left join public.auction_votes a on a.vehicle_id = c.vehicle_id and a.user_id = c.user_id
    left join standing s on s.vehicle_id = c.vehicle_id and s.user_id = c.user_id
    left join before b on b.vehicle_id = c.vehicle_id and b.user_id = c.user_id
  ), latest as materialized (
    select f.*, (f.counted = 1 and coalesce(f.review, '') = 'held')::int::smallint as held,
           case when f.weight > 0 then f.estimate end as valued
    from fresh f
  ), signed as materialized (
    select n.vehicle_id, 1 as sign, n.counted, n.yes, n.weight, n.cohort, n.cents, n.valued, n.held,
           case when n.counted = 1 then n.voted_at end as voted_at
    from latest n
    union all
    select b.vehicle_id, -1, b.counted, b.yes, b.weight, b.cohort, b.cents, b.valued, b.held, null
    from before b
  ), ballots as (
    insert into app.ballots as b (
      vehicle_id, user_id, counted, yes, weight, cohort, cents, valued, held, review, voted_at,
                              first_voted_at, weigh_again_at)
      select n.vehicle_id, n.user_id, n.counted, n.yes, n.weight, n.cohort, n.cents, n.valued, n.held, n.review,
             n.voted_at, n.first_voted_at, n.weigh_again_at
      from latest n where n.there or n.review is not null
      on conflict (vehicle_id, user_id) do update set
        counted = excluded.counted, yes = excluded.yes, weight = excluded.weight, cohort = excluded.cohort,
        cents = excluded.cents,
        valued = excluded.valued, held = excluded.held, voted_at = excluded.voted_at,
        weigh_again_at = excluded.weigh_again_at
  ), gone as (
    delete from app.ballots b using latest n
      where b.vehicle_id = n.vehicle_id and b.user_id = n.user_id and not n.there and n.review is null
  ), tallies as (
    insert into app.vote_tallies as t (
      vehicle_id, total_votes, yes_votes, estimates, cents, last_vote_at, regular_weight, regular_yes, maker_weight,
      maker_yes,
                                       newcomer_weight, newcomer_yes, held_votes, valued)
      select s.vehicle_id, sum(s.sign * s.counted), sum(s.sign * s.yes), sum(s.sign * (s.cents is not null)::int),
             coalesce(sum(s.sign * s.cents), 0), max(s.voted_at),
             coalesce(sum(s.sign * s.weight) filter (where s.cohort = 'regular'), 0),
             coalesce(sum(s.sign * s.weight * s.yes) filter (where s.cohort = 'regular'), 0),
             coalesce(sum(s.sign * s.weight) filter (where s.cohort = 'maker'), 0),
             coalesce(sum(s.sign * s.weight * s.yes) filter (where s.cohort = 'maker'), 0),
             coalesce(sum(s.sign * s.weight) filter (where s.cohort = 'newcomer'), 0),
             coalesce(sum(s.sign * s.weight * s.yes) filter (where s.cohort = 'newcomer'), 0),
             sum(s.sign * s.held), sum(s.sign * (s.valued is not null)::int)
      from signed s where s.vehicle_id in (select v.id from public.vehicles v)
      group by s.vehicle_id order by s.vehicle_id
      on conflict (vehicle_id) do update set
        total_votes = t.total_votes + excluded.total_votes, yes_votes = t.yes_votes + excluded.yes_votes,
        estimates = t.estimates + excluded.estimates,
        cents = t.cents + excluded.cents, last_vote_at = greatest(t.last_vote_at, excluded.last_vote_at),
        regular_weight = t.regular_weight + excluded.regular_weight, regular_yes = t.regular_yes + excluded.regular_yes,
        maker_weight = t.maker_weight + excluded.maker_weight, maker_yes = t.maker_yes + excluded.maker_yes,
        newcomer_weight = t.newcomer_weight + excluded.newcomer_weight,
        newcomer_yes = t.newcomer_yes + excluded.newcomer_yes,
        held_votes = t.held_votes + excluded.held_votes, valued = t.valued + excluded.valued
  ), estimates as (
    insert into app.estimate_tallies as e (
      vehicle_id, class, regular_weight, regular_cents, newcomer_weight, newcomer_cents)
      select s.vehicle_id, app.estimate_class(s.valued),
             coalesce(sum(s.sign * s.weight) filter (where s.cohort <> 'newcomer'), 0),
             coalesce(sum(s.sign * s.weight * s.valued::numeric) filter (where s.cohort <> 'newcomer'), 0),
             coalesce(sum(s.sign * s.weight) filter (where s.cohort = 'newcomer'), 0),
             coalesce(sum(s.sign * s.weight * s.valued::numeric) filter (where s.cohort = 'newcomer'), 0)
      from signed s where s.valued is not null group by 1, 2 order by 1, 2
      on conflict (vehicle_id, class) do update set
        regular_weight = e.regular_weight + excluded.regular_weight,
        regular_cents = e.regular_cents + excluded.regular_cents,
        newcomer_weight = e.newcomer_weight + excluded.newcomer_weight,
        newcomer_cents = e.newcomer_cents + excluded.newcomer_cents
  )
  select count(*), array_agg(distinct c.vehicle_id),
         coalesce(array_agg(distinct c.vehicle_id) filter (
           where n.counted = 1 and n.cohort = 'newcomer' and b.user_id is null), '{}'),
         coalesce(array_agg(distinct c.vehicle_id) filter (
           where n.counted = 0 and b.counted = 1 and b.voted_at = t.last_vote_at), '{}')
    into seen, touched, joined, turned_back
    from changed c
    join latest n on n.vehicle_id = c.vehicle_id and n.user_id = c.user_id
    left join before b on b.vehicle_id = c.vehicle_id and b.user_id = c.user_id
    left join app.vote_tallies t on t.vehicle_id = c.vehicle_id;

  if seen > 0 then
    -- The time of the last vote goes back when that vote is withdrawn, and only then are ballots read for it.
    update app.vote_tallies t set last_vote_at = (
      select max(b.voted_at) from app.ballots b where b.vehicle_id = t.vehicle_id and b.counted = 1)
      where t.vehicle_id = any (turned_back);
    delete from app.estimate_tallies e where e.vehicle_id = any (touched) and e.regular_weight = 0
      and e.newcomer_weight = 0;
    -- A ban that met a vote on its way in.
    update public.auction_votes a set is_counted = false
      where (a.vehicle_id, a.user_id) in (
        select x.vehicle_id, x.user_id from app.banned_members m join public.auction_votes x on x.user_id = m.user_id
        where x.is_counted and x.vehicle_id = any (touched) for update of x skip locked);
    perform app.hold_bursts(joined);
    perform app.work_each('decide_verdicts', touched);
  end if;
  return seen;
end
$$;

-- Verdict, interval and band of these vehicles from their tallies, and what follows from a verdict that turns.
create or replace function app.decide_verdicts(vehicles uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  t app.vote_tallies;
  j record;
  band record;
begin
  delete from app.vote_tallies x where x.vehicle_id = any (vehicles)
    and not exists (select from public.vehicles v where v.id = x.vehicle_id);
  delete from app.estimate_tallies x where x.vehicle_id = any (vehicles)
    and not exists (select from public.vehicles v where v.id = x.vehicle_id);
  for t in select x.* from app.vote_tallies x where x.vehicle_id = any (vehicles) order by x.vehicle_id for update loop
    select * into j from app.judge(
      t.regular_weight, t.regular_yes, t.maker_weight, t.maker_yes, t.newcomer_weight, t.newcomer_yes);
    select * into band from app.estimate_band(t.vehicle_id, j.newcomer_share);
    update app.vote_tallies x set
      effective_votes = j.effective_votes, effective_yes = j.effective_yes, wilson_lower = j.wilson_lower,
      wilson_upper = j.wilson_upper,
      verdict = j.verdict, verdict_reason = j.verdict_reason, votes_needed = j.votes_needed, cohorts = j.cohorts,
      verdict_since = case when x.verdict = j.verdict then x.verdict_since else now() end,
      p25_estimated_value = band.p25, median_estimated_value = band.median, p75_estimated_value = band.p75
      where x.vehicle_id = t.vehicle_id;
    if j.verdict <> t.verdict then
      insert into app.verdict_changes (vehicle_id, verdict, effective_votes, effective_yes)
        values (t.vehicle_id, j.verdict, j.effective_votes, j.effective_yes);
    end if;
  end loop;
  update public.auction_nominations n set lost_since = case when x.verdict = 'ready' then null else now() end,
    updated_at = now()
    from app.vote_tallies x
    where x.vehicle_id = n.vehicle_id and n.vehicle_id = any (vehicles) and n.state in ('open', 'accepted')
      and (x.verdict = 'ready') = (n.lost_since is not null);
  perform app.open_nominations(vehicles);
  perform app.refresh_chances(vehicles);
end
$$;

-- Weighs all votes of a vehicle again, or of all vehicles: after a change of settings. Takes its time on many votes.
create or replace function app.recount_votes(vehicle uuid default null) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  pairs record;
begin
  perform from public.vehicles v where vehicle is null or v.id = vehicle order by v.id for share;
  perform from app.folds f where f.name = 'votes' for update;
  select array_agg(a.vehicle_id order by a.vehicle_id, a.user_id) as vehicles,
         array_agg(a.user_id order by a.vehicle_id, a.user_id) as users into pairs
    from public.auction_votes a where vehicle is null or a.vehicle_id = vehicle;
  return app.fold_votes(coalesce(pairs.vehicles, '{}'), coalesce(pairs.users, '{}'));
end
$$;

-- Votes from before there was a history enter it as cast when they were last changed, and are weighed at the next fold.
insert into app.vote_deltas (vehicle_id, user_id, votes, yes, estimates, cents, happened_at, withdrawn)
  select a.vehicle_id, a.user_id, 1, (a.vote = 'yes')::int, (app.averaged_cents(a) is not null)::int,
         coalesce(app.averaged_cents(a), 0), a.updated_at, false
  from public.auction_votes a
  where not exists (select from app.auction_vote_history);
insert into app.auction_vote_history
  (vehicle_id, user_id, action, vote, reason, estimated_value, currency, is_private, by_owner, happened_at)
  select a.vehicle_id, a.user_id, 'cast', a.vote, a.reason, a.estimated_value, a.currency, a.is_private, a.by_owner,
         a.updated_at
  from public.auction_votes a
  where not exists (select from app.auction_vote_history);
