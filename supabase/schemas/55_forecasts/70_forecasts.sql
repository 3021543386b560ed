-- Forecasts: the crowd's distribution, as people read it.

-- Who would see the crowd's forecast without giving a number of their own. The forecast is public, as bets are: being
-- asked first is for the person's own sake, and what screens and SDK keep to.
create table public.forecast_skips (
  vehicle_id uuid not null references public.vehicles (id) on delete cascade,
  user_id    uuid not null default auth.uid() references auth.users (id) on delete cascade,
  bet_type   text not null,
  skipped_at timestamptz not null default now(),
  primary key (vehicle_id, user_id, bet_type),
  constraint skipped_bet_type_is_known check (app.is_bet_type(bet_type))
);
comment on table public.forecast_skips is
  'One row for each forecast that a person chose to see without giving a number first; seen by that person.';
create index forecast_skips_by_person on public.forecast_skips (user_id);

revoke all on public.forecast_skips from public, anon, authenticated, service_role;
grant select on public.forecast_skips to authenticated;
grant select, insert, delete on public.forecast_skips to service_role;
alter table public.forecast_skips enable row level security;

create policy "members see what they skipped" on public.forecast_skips
  for select to authenticated using (user_id = (select auth.uid()));

-- Refuses what no forecast can be asked of, as if a private vehicle were not there.
create or replace function app.require_forecast(vehicle uuid, type text) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (
    select from public.vehicles v where v.id = vehicle
      and (v.is_public or v.user_id = auth.uid() or not app.is_client())
  ) then
    raise exception 'There is no vehicle %.', coalesce(vehicle::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_vehicle',
        hint = 'Check the vehicle id. Only the owner sees a private vehicle.';
  elsif app.is_bet_type(type) is not true then
    perform app.unknown_bet_type(type);
  end if;
end
$$;

-- The crowd as of now: as kept, plus the people whose changes are not folded yet. Without a topic the one with the most
-- people.
create or replace function app.crowd_now(vehicle uuid, type text, topic text default null) returns app.crowds
language plpgsql stable security definer set search_path = '' as $$
declare
  people constant uuid[] := array(
    select distinct c.user_id from app.bet_changes c where c.vehicle_id = vehicle and c.bet_type = type limit 2000);
  changes app.crowd_change[] := '{}';
  part record;
  c app.crowds;
  best app.crowds;
begin
  if people = '{}' then
    if topic is null then
      select k.topic into topic from app.crowds k
        where k.vehicle_id = vehicle and k.bet_type = type order by k.people desc, k.topic limit 1;
    end if;
    return app.latest_crowd(vehicle, topic);
  end if;

  changes := array(select x from app.crowd_changes(
    array(select b from app.bettors b where b.vehicle_id = vehicle and b.bet_type = type and b.user_id = any (people)),
    array(select n from app.bettors_now(vehicle, type, people) n)) x);
  for part in
    select t.topic, t.round, array(
      select x from unnest(changes) x where (x.claim).topic = t.topic and (x.claim).round = t.round) as changes
    from (
      select (x.claim).topic as topic, (x.claim).round as round from unnest(changes) x
      union
      (select k.topic, k.round from app.crowds k
       where k.vehicle_id = vehicle and k.bet_type = type and (crowd_now.topic is null or k.topic = crowd_now.topic)
       order by k.people desc, k.topic limit 20)
    ) t
    where crowd_now.topic is null or t.topic = crowd_now.topic
  loop
    c := app.kept_crowd(vehicle, type, part.topic, part.round);
    if part.changes <> '{}' then
      c := app.changed_crowd(c, part.changes);
      c.forecast := null;
    end if;
    if c.people > 0 and (best.people is null or (c.topic = best.topic and c.round > best.round)
      or (c.topic <> best.topic and c.people > best.people)) then
      best := c;
    end if;
  end loop;
  return best;
end
$$;

create or replace function app.forecast_topic(type text, modification text, currency text) returns text
language sql immutable set search_path = '' as $$
  select case app.bet_shape(type)
    when 'day' then type
    when 'change' then case when modification is not null
      then concat_ws(':', type, coalesce(currency, 'USD'), app.modification_key(modification)) end
    when 'price' then type || ':' || currency
    when 'milestone' then type || ':' || currency end
$$;

create or replace function app.vehicle_forecast(vehicle uuid, type text, modification text, currency text) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  c app.crowds;
  other constant text := case type when 'auction_price' then 'value_milestone'
    when 'value_milestone' then 'auction_price' end;
  shown_topic text := app.forecast_topic(type, modification, currency);
  forecast jsonb;
begin
  perform app.require_forecast(vehicle, type);
  if not exists (select from app.bet_changes x where x.vehicle_id = vehicle and x.bet_type in (type, other)) then
    if shown_topic is null then
      select k.topic into shown_topic from app.crowds k
        where k.vehicle_id = vehicle and k.bet_type = type order by k.people desc, k.topic limit 1;
    end if;
    select k.forecast into forecast from app.crowds k
      where k.vehicle_id = vehicle and k.topic = shown_topic order by k.round desc limit 1;
    if forecast is not null then
      return forecast || jsonb_build_object('as_of', now());
    end if;
  end if;

  c := app.crowd_now(vehicle, type, app.forecast_topic(type, modification, currency));
  forecast := c.forecast;
  if c.people is null then
    forecast := jsonb_build_object('people', 0, 'mean', null, 'quantiles',
      jsonb_build_object('p05', null, 'p10', null, 'p25', null,
      'p50', null, 'p75', null, 'p90', null, 'p95', null), 'curve', '[]'::jsonb, 'agreement', null, 'movement',
      '[]'::jsonb,
      'contradictions', '[]'::jsonb, 'topic', null, 'round', null);
  elsif forecast is null or exists (select from app.bet_changes x where x.vehicle_id = vehicle and x.bet_type = other)
    then
    forecast := app.forecast_of(c, app.crowd_now(vehicle, other, app.other_topic(c.topic)));
  end if;
  return forecast || jsonb_build_object('as_of', now());
end
$$;

-- P(value <= x) of the auction price in dollars, as the crowd sees it; null when nobody has forecast it.
create or replace function app.crowd_price_cdf(vehicle uuid, x numeric) returns double precision
language sql stable security definer set search_path = '' as $$
  select app.cdf_of(app.crowd_now(vehicle, 'auction_price', 'auction_price:USD'), x::float8)
$$;

-- The crowd's probability that a claim comes true, by the same rule as a bet's own (app.claim_came_true): the result
-- falls within 10 % of the number, or in the range; a milestone is reached. Null without a crowd. For days, seen from
-- `placed_at`.
create or replace function app.crowd_probability(
  vehicle uuid, bet_type text, prediction jsonb, currency text, placed_at timestamptz default now()
) returns double precision
language plpgsql stable security definer set search_path = '' as $$
declare
  c constant app.crowds := app.crowd_now(
    vehicle, bet_type, app.forecast_topic(bet_type, prediction ->> 'modification', currency));
  m constant double precision := app.predicted_value(prediction);
  t constant double precision := app.bet_tolerance(bet_type);
  band constant double precision := greatest(t * abs(m), app.bet_least_tolerance(bet_type));
  placed constant double precision := app.epoch_day((placed_at at time zone 'utc')::date);
  days constant double precision := app.days_ahead(app.predicted_day(prediction), placed_at);
begin
  return case
    when app.bet_shape(bet_type) = 'milestone' then app.exceedance_of(c, m)
    when app.bet_shape(bet_type) = 'day' then
      app.cdf_of(c, placed + days * (1 + t)) - app.cdf_of(c, placed + days / (1 + t))
    when prediction ? 'low' then app.cdf_of(c, (prediction ->> 'high')::float8)
      - app.cdf_of(c, (prediction ->> 'low')::float8)
    when app.bet_shape(bet_type) = 'change' then app.cdf_of(c, m + band) - app.cdf_of(c, m - band)
    when app.bet_shape(bet_type) = 'price' then app.cdf_of(c, m * (1 + t)) - app.cdf_of(c, m / (1 + t))
  end;
end
$$;

create or replace function app.skip_forecast(vehicle uuid, type text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform app.require_forecast(vehicle, type);
  insert into public.forecast_skips (vehicle_id, user_id, bet_type) values (vehicle, auth.uid(), type) on conflict
    do nothing;
end
$$;
grant execute on function app.vehicle_forecast(uuid, text, text, text) to anon, authenticated, service_role;
grant execute on function app.skip_forecast(uuid, text) to authenticated;

create or replace function public.vehicle_forecast(
  vehicle_id uuid, bet_type text, modification text default null, currency text default null)
returns jsonb
language sql stable set search_path = '' as $$
  select app.vehicle_forecast(vehicle_id, bet_type, modification, currency)
$$;
comment on function public.vehicle_forecast(uuid, text, text, text) is
  'What the crowd expects: {people, mean, quantiles: {p05 .. p95}, curve: [[x, cumulative probability], ...], '
    'agreement, as_of, movement, contradictions, topic, round}. Without modification and currency, those with the most '
    'people.';

create or replace function public.skip_forecast(vehicle_id uuid, bet_type text) returns void
language sql set search_path = '' as $$
  select app.skip_forecast(vehicle_id, bet_type)
$$;
comment on function public.skip_forecast(uuid, text) is
  'Remembers that the caller chose to see the crowd''s forecast without giving a number first.';
grant execute on function public.vehicle_forecast(uuid, text, text, text) to anon, authenticated, service_role;
grant execute on function public.skip_forecast(uuid, text) to authenticated;
