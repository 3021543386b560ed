-- What the owner answers to a nomination, and the auction that an operator links.

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
