-- The fold of bets: applies marks to bettors, sentiment and crowds. Safe to run anywhere, in several places, and
-- to be killed: what a mark leads to is computed from the person's bets as they are, and taken from or added to the
-- sums by what they held before.

-- One crowd as it was kept, or an empty one to begin with.
create or replace function app.kept_crowd(vehicle uuid, type text, topic text, round smallint) returns app.crowds
language plpgsql stable set search_path = '' as $$
declare
  c app.crowds;
begin
  select k.* into c from app.crowds k where k.vehicle_id = vehicle and k.topic = kept_crowd.topic
    and k.round = kept_crowd.round;
  if not found then
    c.vehicle_id := vehicle; c.topic := topic; c.round := round; c.bet_type := type;
    c.people := 0; c.weight := 0; c.weight_sq := 0; c.spread := 0; c.peak := 0;
    c.cells := '{}'; c.mass := '{}'; c.milestones := '{}'; c.movement := '[]'; c.anchor := 0;
  end if;
  return c;
end
$$;

-- The crowd after some changes. Where little is left of it, the sums are recomputed, so that no rounding errors are
-- left behind.
create or replace function app.changed_crowd(kept app.crowds, changes app.crowd_change[]) returns app.crowds
language plpgsql stable set search_path = '' as $$
declare
  c app.crowds;
begin
  if kept.people = 0 and app.bet_shape(kept.bet_type) = 'day' then
    kept.anchor := coalesce((select app.epoch_day((q.created_at at time zone 'utc')::date) from public.bet_questions q
      where q.vehicle_id = kept.vehicle_id and q.question = kept.topic and q.round = kept.round), 0);
  end if;
  c := app.crowd_with(kept, changes);
  if c.people > 0 and c.weight < 1e-4 * c.peak then
    kept := app.kept_crowd(kept.vehicle_id, kept.bet_type, kept.topic, -1::smallint);
    kept.round := c.round; kept.anchor := c.anchor; kept.movement := c.movement;
    c := app.crowd_with(kept, array(
      select row(row(k.topic, k.round, k.family, k.origin, k.location, k.scale, k.target, 1)::app.crowd_claim,
                 case when row_number() over (partition by b.user_id) = 1 then 1 else 0 end, k.weight,
                   k.weight * k.weight)::app.crowd_change
      from app.bettors b cross join lateral unnest(b.claims) k
      where b.vehicle_id = c.vehicle_id and b.bet_type = c.bet_type and k.topic = c.topic and k.round = c.round));
  end if;
  return c;
end
$$;

-- Some people's bets of one type on one vehicle: into bettors, sentiment and crowds. The caller holds the vehicle's
-- share lock.
create or replace function app.fold_bettors(vehicle uuid, type text, people uuid[], owner uuid, shown boolean)
  returns void
language plpgsql set search_path = '' as $$
declare
  before constant app.bettors[] := array(
    select b from app.bettors b where b.vehicle_id = vehicle and b.bet_type = type and b.user_id = any (people));
  after constant app.bettors[] := array(select n from app.bettors_now(vehicle, type, people) n);
  part record;
  c app.crowds;
begin
  delete from app.bettors b
    where b.vehicle_id = vehicle and b.bet_type = type and b.user_id = any (people)
      and b.user_id <> all (array(select a.user_id from unnest(after) a));
  insert into app.bettors (vehicle_id, bet_type, user_id, bets, confidence, value, last_bet_at, claims, owner_id,
    is_public)
    select vehicle, type, a.user_id, a.bets, a.confidence, a.value, a.last_bet_at, a.claims, owner, shown
      from unnest(after) a
    on conflict on constraint bettors_pkey do update set bets = excluded.bets, confidence = excluded.confidence,
      value = excluded.value,
      last_bet_at = excluded.last_bet_at, claims = excluded.claims;

  insert into app.bet_sentiments as s (
    vehicle_id, bet_type, bets, people, confidence, value, valued, bands, last_bet_at, owner_id, is_public)
    select vehicle, type, coalesce(sum(d.sign * d.bets), 0), coalesce(sum(d.sign), 0),
           coalesce(sum(d.sign * d.confidence), 0),
           coalesce(sum(d.sign * d.value), 0), coalesce(sum(d.sign) filter (where d.value is not null), 0), '{}', null,
           owner, shown
    from (select 1 as sign, a.* from unnest(after) a union all select -1, b.* from unnest(before) b) d
    on conflict on constraint bet_sentiments_pkey
      do update set bets = s.bets + excluded.bets, people = s.people + excluded.people,
      confidence = s.confidence + excluded.confidence, value = s.value + excluded.value,
      valued = s.valued + excluded.valued;
  delete from app.bet_sentiments s where s.vehicle_id = vehicle and s.bet_type = type and s.people = 0;
  update app.bet_sentiments s set
    last_bet_at = (select b.last_bet_at from app.bettors b where b.vehicle_id = vehicle and b.bet_type = type
      order by b.last_bet_at desc limit 1),
    bands = (select coalesce(percentile_cont(array[0.1, 0.25, 0.5, 0.75, 0.9]) within group (
      order by b.value::float8)::numeric[], '{}')
             from app.bettors b where b.vehicle_id = vehicle and b.bet_type = type and b.value is not null)
    where s.vehicle_id = vehicle and s.bet_type = type;

  for part in
    select (x.claim).topic as topic, (x.claim).round as round, array_agg(x) as changes
      from app.crowd_changes(before, after) x group by 1, 2
  loop
    c := app.changed_crowd(app.kept_crowd(vehicle, type, part.topic, part.round), part.changes);
    if c.people <= 0 then
      delete from app.crowds k where k.vehicle_id = vehicle and k.topic = part.topic and k.round = part.round;
    else
      insert into app.crowds as k (vehicle_id, topic, round, bet_type, anchor, people, weight, weight_sq, spread, peak,
        cells, mass, milestones)
        values (vehicle, c.topic, c.round, type, c.anchor, c.people, c.weight, c.weight_sq, c.spread, c.peak, c.cells,
          c.mass, c.milestones)
        on conflict on constraint crowds_pkey do update set anchor = excluded.anchor, people = excluded.people,
          weight = excluded.weight,
          weight_sq = excluded.weight_sq, spread = excluded.spread, peak = excluded.peak, cells = excluded.cells,
          mass = excluded.mass,
          milestones = excluded.milestones, forecast = null;
    end if;
  end loop;
end
$$;

-- The crowd that a price is held against, or the milestones.
create or replace function app.other_topic(topic text) returns text
language sql immutable set search_path = '' as $$
  select case split_part(topic, ':', 1)
    when 'auction_price' then 'value_milestone:' || split_part(topic, ':', 2)
    when 'value_milestone' then 'auction_price:' || split_part(topic, ':', 2) end
$$;

-- At most so many marks of one vehicle.
create or replace function app.fold_vehicle_bets(vehicle uuid, owner uuid, shown boolean, most integer) returns integer
language plpgsql set search_path = '' as $$
declare
  types text[];
  people uuid[];
  each_type text;
  c app.crowds;
begin
  with done as (
    delete from app.bet_changes m
    where m.vehicle_id = vehicle
      and m.id in (select d.id from app.bet_changes d where d.vehicle_id = vehicle order by d.id limit most)
    returning m.bet_type, m.user_id
  )
  select array_agg(d.bet_type), array_agg(d.user_id) into types, people from done d;
  for each_type in select distinct t from unnest(types) t loop
    perform app.fold_bettors(vehicle, each_type,
      array(select distinct m.person from unnest(types, people) m (type, person) where m.type = each_type), owner,
      shown);
  end loop;

  -- Answers last, for price and milestones are held against each other.
  for c in
    select k.* from app.crowds k
    where k.vehicle_id = vehicle
      and (k.forecast is null
        or app.other_topic(k.topic) in (
          select o.topic from app.crowds o where o.vehicle_id = vehicle and o.forecast is null)
        or (k.bet_type in ('auction_price', 'value_milestone') and k.bet_type <> all (types)
          and types && array['auction_price', 'value_milestone']))
  loop
    c.forecast := app.forecast_of(c, app.latest_crowd(vehicle, app.other_topic(c.topic)));
    update app.crowds k set forecast = c.forecast, movement = c.forecast -> 'movement'
      where k.vehicle_id = vehicle and k.topic = c.topic and k.round = c.round;
  end loop;
  return coalesce(cardinality(people), 0);
end
$$;

create or replace function app.latest_crowd(vehicle uuid, topic text) returns app.crowds
language plpgsql stable set search_path = '' as $$
declare
  c app.crowds;
begin
  select k.* into c from app.crowds k where k.vehicle_id = vehicle and k.topic = latest_crowd.topic
    order by k.round desc limit 1;
  return c;
end
$$;

-- One fold at a time, others leave at once. A vehicle that somebody holds is left for the next time; marks of one that
-- is gone go.
-- Returns how many marks it has applied; called again while it returns any, it applies all.
create or replace function app.fold_bets() returns integer
language plpgsql security definer set search_path = '' set jit = off as $$
declare
  until constant timestamptz := clock_timestamp() + interval '1 second';
  people constant uuid[] := array(
    select distinct f.user_id from app.forecaster_changes f
    where not app.is_set_aside('weigh_forecasters', f.user_id::text) limit 1000);
  vehicle record;
  folded integer := 0;
begin
  if not exists (select from app.bet_changes) and people = '{}' then return 0; end if;
  perform from app.folds f where f.name = 'bets' for update skip locked;
  if not found then return 0; end if;
  if people <> '{}' then
    delete from app.forecaster_changes f where f.user_id = any (people);
    perform app.work_each('weigh_forecasters', people);
    insert into app.forecaster_changes (user_id)
      select p from unnest(people) p where app.is_set_aside('weigh_forecasters', p::text);
    folded := cardinality(people);
  end if;

  delete from app.bet_changes c
    where not exists (select from public.vehicles v where v.id = c.vehicle_id)
      and c.vehicle_id in (select x.vehicle_id from app.bet_changes x group by x.vehicle_id);
  for vehicle in select c.vehicle_id as id, min(c.id) as since from app.bet_changes c group by 1 order by 2 loop
    declare
      owner uuid;
      shown boolean;
    begin
      select v.user_id, coalesce(v.is_public, false) into owner, shown from public.vehicles v where v.id = vehicle.id
        for share skip locked;
      continue when not found;
      continue when app.is_set_aside('fold_bets', vehicle.id::text);
      begin
        folded := folded + app.fold_vehicle_bets(vehicle.id, owner, shown, 2000);
        perform app.item_is_done('fold_bets', vehicle.id::text);
      exception when others then
        perform app.set_item_aside('fold_bets', vehicle.id::text, sqlerrm);
      end;
      exit when clock_timestamp() > until;
    end;
  end loop;
  update app.folds f set folded_at = now() where f.name = 'bets';
  return folded;
end
$$;

select app.register_job('fold_bets', '1 second', 'select app.fold_bets()');
