-- Nominations: the community has said that a vehicle is ready, and its owner is asked.
--   open       the owner has not answered       live    the auction runs
--   accepted   with a reserve                   sold, unsold   it has ended; see vehicle_outcomes
--   declined   by the owner                     closed  by itself: the verdict was lost for a week, or the vehicle
--              changed hands

create table public.auction_nominations (
  vehicle_id        uuid not null references public.vehicles (id) on delete cascade,
  id                uuid not null default gen_random_uuid(),
  state             text not null default 'open',
  opened_at         timestamptz not null default now(),
  decided_at        timestamptz,
  decline_reason    text,
  lost_since        timestamptz,
  auction_url       text,
  starts_at         timestamptz,
  ends_at           timestamptz,
  ended_at          timestamptz,
  outcome_id        uuid,
  suggested_reserve numeric(12, 2),
  currency          text not null default 'USD',
  owner_id          uuid,
  is_public         boolean not null default false,
  updated_at        timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint nomination_state_is_known check (
    state in ('open', 'accepted', 'declined', 'closed', 'live', 'sold', 'unsold')),
  constraint decline_reason_is_short check (length(decline_reason) <= 1000),
  constraint auction_url_is_an_https_address check (
    length(auction_url) <= 2000 and auction_url ~ '^https?://[^[:space:]]+$'),
  constraint auction_ends_after_it_starts check (ends_at > starts_at)
);

comment on table public.auction_nominations is
  'Written by the database and its functions only; public on public vehicles. The reserve is not here: it is the '
  'owner''s to show.';
comment on column public.auction_nominations.lost_since is
  'Since when the verdict is not ready any more; null while it is.';
comment on column public.auction_nominations.suggested_reserve is
  'What a sale nets with a chance of 75 %, by the estimates and the bets at the time; null with fewer than five '
  'estimates.';

-- What makes a nomination open once, whatever races: a second one under way cannot exist.
create unique index auction_nominations_one_under_way on public.auction_nominations (vehicle_id)
  where state in ('open', 'accepted', 'live');
create index auction_nominations_lost on public.auction_nominations (lost_since)
  where lost_since is not null and state in ('open', 'accepted');

revoke all on public.auction_nominations from public, anon, authenticated, service_role;
grant select on public.auction_nominations to anon, authenticated, service_role;
alter table public.auction_nominations enable row level security;

create policy "anyone sees nominations of public vehicles" on public.auction_nominations
  for select to anon using (is_public);

create policy "members see nominations of public vehicles and of their own" on public.auction_nominations
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

create trigger auction_nominations_hang_on_vehicle before insert on public.auction_nominations
  for each row execute function app.hang_on_vehicle();

-- The owner's reserve, seen by the owner alone unless it is shown.
create table app.auction_reserves (
  vehicle_id uuid primary key references public.vehicles (id) on delete cascade,
  reserve    numeric(12, 2) not null,
  currency   text not null,
  is_shown   boolean not null default false,
  chance     double precision,
  owner_id   uuid,
  is_public  boolean not null default false,
  set_at     timestamptz not null default now(),
  constraint reserve_is_from_0_to_1e9 check (reserve >= 0 and reserve <= 1e9)
);
comment on column app.auction_reserves.chance is
  'That a sale nets at least the reserve, from 0 to 1; see app.chance_at_reserve.';

revoke all on app.auction_reserves from public, anon, authenticated, service_role;
-- through the summary; the schema itself is not exposed
grant select on app.auction_reserves to anon, authenticated, service_role;
alter table app.auction_reserves enable row level security;

create policy "anyone sees reserves that are shown" on app.auction_reserves
  for select to anon using (is_public and is_shown);

create policy "members see reserves that are shown and their own" on app.auction_reserves
  for select to authenticated using ((is_public and is_shown) or owner_id = (select auth.uid()));

create trigger auction_reserves_hang_on_vehicle before insert on app.auction_reserves
  for each row execute function app.hang_on_vehicle();

-- The hammer price that leaves the seller this much, and what a hammer price leaves.
create or replace function app.hammer_for(net numeric) returns float8
language sql stable set search_path = '' as $$
  select ((net + s.seller_fee) / (1 - s.seller_fee_percent / 100))::float8 from app.auction_settings s
$$;
create or replace function app.net_of(hammer numeric) returns numeric
language sql stable set search_path = '' as $$
  select hammer * (1 - s.seller_fee_percent / 100) - s.seller_fee from app.auction_settings s
$$;

-- The spread of a hammer price around the median estimate, on the log scale: that of the estimates (their quartiles lie
-- 1.349 apart on the normal scale), 10 % at least, for people agree more than hammers do, and wider while few have
-- estimated.
create or replace function app.estimate_spread(p25 numeric, p75 numeric, estimates bigint) returns float8
language sql immutable set search_path = '' as $$
  select greatest(0.1, ln((p75 / p25)::float8) / 1.349) * sqrt(1 + 1.0::float8 / estimates)
$$;

-- The chance that a sale nets at least `reserve`: P(hammer >= (reserve + fee) / (1 - fee percent)), the hammer price
-- LogNormal around the median estimate; where the bets have a price curve, the plain average of its answer and this
-- one. Null with fewer than five estimates and no curve, or in a currency that summaries are not in.
create or replace function app.chance_at_reserve(t app.vote_tallies, reserve numeric, reserve_currency text)
  returns float8
language plpgsql stable set search_path = '' as $$
declare
  hammer constant float8 := app.hammer_for(reserve);
  by_estimates float8;
  by_bets float8;   -- null where nobody bets on the price
begin
  if reserve_currency is distinct from (select s.currency from app.auction_settings s) then return null; end if;
  if hammer <= 0 then return 1; end if;
  if t.valued >= 5 then
    by_estimates := 1 - app.normal_cdf((ln(hammer) - ln(t.median_estimated_value::float8))
                                       / app.estimate_spread(t.p25_estimated_value, t.p75_estimated_value, t.valued));
  end if;
  if reserve_currency = 'USD' then   -- the curve is in dollars
    by_bets := 1 - app.crowd_price_cdf(t.vehicle_id, hammer::numeric);
  end if;
  return coalesce((by_estimates + by_bets) / 2, by_estimates, by_bets);
end
$$;

-- The reserve that app.chance_at_reserve gives 75 %, in hundreds: found by halving between nothing and three times the
-- median estimate, so that what is suggested and what is said once it is set are one measure. Null with fewer than five
-- estimates.
create or replace function app.suggested_reserve(t app.vote_tallies) returns numeric
language plpgsql stable set search_path = '' as $$
declare
  low numeric := 0;
  high numeric := app.net_of(3 * t.median_estimated_value);
  currency constant text := (select s.currency from app.auction_settings s);
begin
  if t.valued < 5 or t.median_estimated_value is null then return null; end if;
  while high - low > 1 loop
    if app.chance_at_reserve(t, (low + high) / 2, currency) >= 0.75 then low := (low + high) / 2;
    else high := (low + high) / 2; end if;
  end loop;
  return round(low, -2);
end
$$;

create or replace function app.refresh_chances(vehicles uuid[]) returns void
language sql security definer set search_path = '' as $$
  update app.auction_reserves r set chance = app.chance_at_reserve(t, r.reserve, r.currency)
    from app.vote_tallies t
    where t.vehicle_id = r.vehicle_id and r.vehicle_id = any (vehicles)
      and r.chance is distinct from app.chance_at_reserve(t, r.reserve, r.currency)
$$;

-- Opens a nomination where the verdict is ready, none is under way, and none has ended lately. After a sale it waits a
-- year.
create or replace function app.open_nominations(vehicles uuid[]) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  t app.vote_tallies;
  opened integer := 0;
  nomination public.auction_nominations;
begin
  for t in
    select x.* from app.vote_tallies x
    where x.vehicle_id = any (vehicles) and x.verdict = 'ready'
      and not exists (
        select from public.auction_nominations n, app.auction_settings s
        where n.vehicle_id = x.vehicle_id
          and (n.state in ('open', 'accepted', 'live')
               or (n.owner_id is not distinct from x.owner_id
                   and coalesce(n.ended_at, n.decided_at)
                       > now() - case n.state when 'sold' then interval '1 year' else s.asked_again_after end)))
    order by x.vehicle_id
  loop
    insert into public.auction_nominations (vehicle_id, suggested_reserve, currency)
      values (t.vehicle_id, app.suggested_reserve(t), (select s.currency from app.auction_settings s))
      on conflict do nothing returning * into nomination;
    if found then
      opened := opened + 1;
      perform app.tell(nomination.owner_id, t.vehicle_id, 'nomination_opened',
        format('The community says your %s is ready for auction. %s Accept with a reserve, or decline.',
          app.vehicle_name(t.vehicle_id), t.verdict_reason),
        jsonb_build_object('nomination_id', nomination.id, 'vehicle_id', t.vehicle_id, 'verdict_reason',
          t.verdict_reason,
                           'suggested_reserve', nomination.suggested_reserve, 'currency', nomination.currency));
    end if;
  end loop;
  return opened;
end
$$;

-- "1971 Datsun PL510", from whatever of these columns a project's vehicles have.
create or replace function app.vehicle_name(vehicle uuid) returns text
language sql stable security definer set search_path = '' as $$
  select app.fit(coalesce(nullif(btrim(concat_ws(' ', v.it ->> 'year', v.it ->> 'make', v.it ->> 'model')), ''),
    v.it ->> 'title', 'vehicle'), 200)
  from (select to_jsonb(x) as it from public.vehicles x where x.id = vehicle) v
$$;

-- The nomination under way of a vehicle, locked; only its owner gets at it.
create or replace function app.own_nomination(vehicle uuid) returns public.auction_nominations
language plpgsql security definer set search_path = '' as $$
declare
  v record;
  n public.auction_nominations;
begin
  select x.user_id, coalesce(x.is_public, false) as is_public into v from public.vehicles x where x.id = vehicle
    for share;
  if not found or (app.is_client() and not v.is_public and v.user_id is distinct from auth.uid()) then
    raise exception 'There is no vehicle %.', coalesce(vehicle::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_vehicle';
  elsif app.is_client() and v.user_id is distinct from auth.uid() then
    raise exception 'Only the owner of a vehicle answers its nomination.'
      using errcode = 'insufficient_privilege', detail = 'owners_answer_nominations';
  end if;
  select x.* into n from public.auction_nominations x
    where x.vehicle_id = vehicle and x.state in ('open', 'accepted', 'live') for update;
  if not found then
    raise exception 'This vehicle is not nominated for auction.'
      using errcode = 'PT404', detail = 'unknown_nomination', hint = 'A nomination opens when the verdict turns ready.';
  end if;
  return n;
end
$$;

create or replace function app.accept_nomination(vehicle uuid, at_least numeric, show boolean)
  returns public.auction_nominations
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations := app.own_nomination(vehicle);
begin
  if at_least is null or not (at_least >= 0 and at_least <= 1e9) then
    perform app.refuse('reserve_is_from_0_to_1e9', 'The reserve must be from 0 to 1,000,000,000; 0 means no reserve.',
      'It is what you want to be left with after fees.');
  elsif n.state = 'live' then
    perform app.refuse('live_auctions_keep_their_reserve',
      'The auction is live; its reserve does not change any more.');
  end if;
  insert into app.auction_reserves (vehicle_id, reserve, currency, is_shown)
    values (vehicle, at_least, n.currency, coalesce(show, false))
    on conflict (vehicle_id) do update set reserve = excluded.reserve, currency = excluded.currency,
      is_shown = excluded.is_shown, set_at = now();
  perform app.refresh_chances(array[vehicle]);
  update public.auction_nominations x
    set state = 'accepted', decided_at = coalesce(x.decided_at, now()), updated_at = now()
    where x.vehicle_id = vehicle and x.id = n.id returning x.* into n;
  return n;
end
$$;

create or replace function app.decline_nomination(vehicle uuid, why text) returns public.auction_nominations
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations := app.own_nomination(vehicle);
begin
  if n.state = 'live' then
    perform app.refuse('live_auctions_are_not_declined', 'The auction is live.',
      'Ask the auction house to withdraw the lot.');
  elsif length(why) > 1000 then
    perform app.refuse('decline_reason_is_short', 'The reason must be at most 1,000 characters long.');
  end if;
  delete from app.auction_reserves r where r.vehicle_id = vehicle;
  update public.auction_nominations x
    set state = 'declined', decided_at = now(), ended_at = now(), decline_reason = nullif(btrim(why), ''),
      updated_at = now()
    where x.vehicle_id = vehicle and x.id = n.id returning x.* into n;
  return n;
end
$$;

-- An operator links the auction of an accepted nomination. Betting on its price closes when it goes live.
create or replace function app.link_auction(vehicle uuid, url text, starts timestamptz, ends timestamptz)
  returns public.auction_nominations
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations;
begin
  perform from public.vehicles v where v.id = vehicle for no key update;   -- bets on their way in are waited for
  n := app.own_nomination(vehicle);
  if n.state = 'open' then
    perform app.refuse('auctions_follow_an_accepted_nomination', 'The owner has not accepted the nomination.',
      'Link the auction once the owner has.');
  elsif url is null or url !~ '^https?://[^[:space:]]+$' or length(url) > 2000 then
    perform app.refuse('auction_url_is_an_https_address',
      'auction_url must be an address such as https://example.com/lot/12.');
  elsif ends is null or ends <= coalesce(starts, now()) then
    perform app.refuse('auction_ends_after_it_starts', 'ends_at must be later than starts_at.');
  end if;
  update public.auction_nominations x
    set auction_url = url, starts_at = coalesce(starts, now()), ends_at = ends, updated_at = now()
    where x.vehicle_id = vehicle and x.id = n.id;
  insert into public.bet_closings (vehicle_id, bet_type, closes_at, reason)
    values (vehicle, 'auction_price', coalesce(starts, now()), 'The auction is live')
    on conflict (vehicle_id, bet_type) do update set closes_at = excluded.closes_at, reason = excluded.reason;
  perform app.start_auctions(array[vehicle]);
  select x.* into n from public.auction_nominations x where x.vehicle_id = vehicle and x.id = n.id;
  return n;
end
$$;

create or replace function app.start_auctions(vehicles uuid[] default null) returns void
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations;
begin
  for n in
    update public.auction_nominations x set state = 'live', lost_since = null, updated_at = now()
      where x.state = 'accepted' and x.starts_at <= now() and (vehicles is null or x.vehicle_id = any (vehicles))
        returning x.*
  loop
    perform app.tell(n.owner_id, n.vehicle_id, 'auction_live',
      format('The auction of your %s is live.', app.vehicle_name(n.vehicle_id)),
      jsonb_build_object('nomination_id', n.id, 'vehicle_id', n.vehicle_id, 'auction_url', n.auction_url, 'ends_at',
        n.ends_at));
  end loop;
end
$$;

-- Closes nominations whose verdict has been lost for too long.
create or replace function app.close_lost_nominations(vehicles uuid[] default null) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations;
  closed integer := 0;
begin
  for n in
    update public.auction_nominations x set state = 'closed', ended_at = now(), updated_at = now()
      where x.state in ('open', 'accepted') and x.lost_since <= now() - (select s.lost_for from app.auction_settings s)
        and (vehicles is null or x.vehicle_id = any (vehicles)) returning x.*
  loop
    closed := closed + 1;
    delete from app.auction_reserves r where r.vehicle_id = n.vehicle_id;
    perform app.tell(n.owner_id, n.vehicle_id, 'nomination_closed',
      format('The nomination of your %s has closed: the community has not found it ready for %s days.',
        app.vehicle_name(n.vehicle_id),
             floor(extract(epoch from now() - n.lost_since) / 86400)),
      jsonb_build_object('nomination_id', n.id, 'vehicle_id', n.vehicle_id));
  end loop;
  return closed;
end
$$;

-- The result of an auction ends the nomination it belongs to; a sale also one that was opened up to 30 days after it,
-- when people did not know yet. An old result, entered for the record, does not.
create or replace function app.end_nomination() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations;
begin
  update public.auction_nominations x
    set state = case when new.sold then 'sold' else 'unsold' end, outcome_id = new.id, ended_at = now(),
      lost_since = null, updated_at = now()
    where x.vehicle_id = new.vehicle_id and x.state in ('open', 'accepted', 'live')
      and x.opened_at <= new.occurred_at + case when new.sold then interval '30 days' else '0' end
    returning x.* into n;
  if found then
    delete from app.auction_reserves r where r.vehicle_id = n.vehicle_id;
    perform app.tell(n.owner_id, n.vehicle_id, 'auction_ended',
      case when new.sold then format(
        'Your %s has sold for %s %s.', app.vehicle_name(n.vehicle_id), to_char(new.value, 'FM999,999,999,990'),
        new.currency)
           else format('Your %s did not sell.', app.vehicle_name(n.vehicle_id)) end,
      jsonb_build_object('nomination_id', n.id, 'vehicle_id', n.vehicle_id, 'outcome_id', new.id, 'sold', new.sold,
        'value', new.value, 'currency', new.currency));
  end if;
  return null;
end
$$;

create trigger vehicle_outcomes_end_nomination after insert on public.vehicle_outcomes
  for each row when (new.kind = 'auction_result' and new.confirmed_at is not null)
    execute function app.end_nomination();
create trigger vehicle_outcomes_confirmed_end_nomination after update of confirmed_at on public.vehicle_outcomes
  for each row when (new.kind = 'auction_result' and new.confirmed_at is not null and old.confirmed_at is null)
    execute function app.end_nomination();

-- A vehicle that goes private takes its auction along; one that changes hands ends what its last owner was asked or has
-- set.
create or replace function app.carry_auction() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  shown constant boolean := coalesce(new.is_public, false);
begin
  if new.user_id is distinct from old.user_id then
    delete from app.auction_reserves r where r.vehicle_id = new.id;
    update public.auction_nominations n set state = 'closed', ended_at = now(), updated_at = now()
      where n.vehicle_id = new.id and n.state in ('open', 'accepted');
  end if;
  update app.vote_tallies t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update app.auction_reserves t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.auction_nominations t set owner_id = new.user_id, is_public = shown
    where t.vehicle_id = new.id and (t.state in ('open', 'accepted', 'live') or t.is_public is distinct from shown);
  return null;
end
$$;

create trigger vehicles_carry_auction after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_auction();

create or replace function public.accept_nomination(
  vehicle_id uuid, reserve numeric, show_reserve boolean default false)
returns public.auction_nominations
language sql set search_path = '' as $$
  select app.accept_nomination(vehicle_id, reserve, show_reserve)
$$;
comment on function public.accept_nomination(uuid, numeric, boolean) is
  'For the owner: sends the vehicle to auction with this reserve after fees, 0 for none. Again changes the reserve '
    'until the auction is live.';

create or replace function public.decline_nomination(vehicle_id uuid, reason text default null)
  returns public.auction_nominations
language sql set search_path = '' as $$
  select app.decline_nomination(vehicle_id, reason)
$$;
comment on function public.decline_nomination(uuid, text) is 'For the owner: the vehicle does not go to auction.';

create or replace function public.link_auction(
  vehicle_id uuid, auction_url text, starts_at timestamptz, ends_at timestamptz)
returns public.auction_nominations
language sql set search_path = '' as $$
  select app.link_auction(vehicle_id, auction_url, starts_at, ends_at)
$$;
comment on function public.link_auction(uuid, text, timestamptz, timestamptz) is
  'For operators: where the auction of an accepted nomination runs. Betting on its price closes at starts_at, now when '
    'null.';

grant execute on function app.accept_nomination(uuid, numeric, boolean), app.decline_nomination(uuid, text)
  to authenticated;
grant execute on function app.link_auction(uuid, text, timestamptz, timestamptz) to service_role;
grant execute on function public.accept_nomination(uuid, numeric, boolean), public.decline_nomination(uuid, text)
  to authenticated;
grant execute on function public.link_auction(uuid, text, timestamptz, timestamptz) to service_role;
