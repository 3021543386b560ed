-- Offers: an owner hands a car over by a link, whoever it is for. The link carries a secret, of which the hash is kept;
-- who opens it while signed in accepts or declines. One offer a car: the one under way, or the last one.
--   open       until expires_at            withdrawn   by the owner
--   accepted   by taker_id, the new owner   closed      by itself: the car changed hands another way
--   declined   by somebody with the link

insert into app.settings (name, value, about) values
  ('vehicle_offers_last', '7 days', 'How long the offer of a vehicle can be accepted.'),
  ('pace_vehicle_offers', '20', 'Offers of vehicles that one person may make in ten minutes.')
on conflict (name) do update set about = excluded.about;

create table app.vehicle_offers (
  vehicle_id      uuid primary key references public.vehicles (id) on delete cascade,
  giver_id        uuid not null references auth.users (id) on delete cascade,
  taker_id        uuid references auth.users (id) on delete cascade,
  secret_hash     bytea not null,
  private_entries boolean not null,
  costs           boolean not null,
  documents       boolean not null,
  state           text not null default 'open',
  made_at         timestamptz not null default now(),
  expires_at      timestamptz not null,
  decided_at      timestamptz,
  constraint offer_state_is_known check (state in ('open', 'accepted', 'declined', 'withdrawn', 'closed')),
  constraint offer_keeps_a_hash check (length(secret_hash) = 32),
  constraint decided_offers_have_a_time check ((state = 'open') = (decided_at is null)),
  constraint accepted_offers_have_a_taker check ((state = 'accepted') = (taker_id is not null))
);
comment on table app.vehicle_offers is
  'One row a car that was offered: the offer under way, or the last one. The secret itself is not kept.';
comment on column app.vehicle_offers.private_entries is
  'Whether private entries of the log go along; without, they are deleted when the offer is accepted. Likewise costs '
  '(vehicle_log_bills) and documents.';
create index vehicle_offers_by_giver on app.vehicle_offers (giver_id);
create index vehicle_offers_by_taker on app.vehicle_offers (taker_id) where taker_id is not null;
revoke all on app.vehicle_offers from public, anon, authenticated, service_role;
select app.pace_inserts('app.vehicle_offers', 'vehicle_offers');

create or replace function app.hash_of_secret(secret text) returns bytea
language sql immutable set search_path = '' as $$
  select sha256(convert_to(left(coalesce(secret, ''), 200), 'utf8'))
$$;

-- Whether an account is suspended: where its token is good until it ends, this counts at once.
create or replace function app.is_suspended(person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from auth.users u where u.id = person and u.banned_until > now())
$$;

create or replace function app.require_trader() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  me constant uuid := app.require_kept_account();
begin
  if app.is_suspended(me) then
    perform app.refuse('account_is_suspended', 'This account is suspended.', 'Write to an operator.', '42501');
  end if;
  return me;
end
$$;

-- Holds the vehicle for the caller's transaction, who must own it.
create or replace function app.hold_own_vehicle(vehicle uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v record;
begin
  select x.user_id, coalesce(x.is_public, false) as is_public into v from public.vehicles x where x.id = vehicle
    for no key update;
  if not found or not (v.is_public or v.user_id is not distinct from auth.uid()) then
    perform app.not_found('vehicle', vehicle::text);
  elsif v.user_id is distinct from auth.uid() then
    perform app.refuse('not_your_vehicle', 'Only the owner hands a vehicle over.', null, '42501');
  end if;
end
$$;

-- While an auction runs, the car is its seller's.
create or replace function app.require_no_live_auction(vehicle uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if exists (select from public.auction_nominations n where n.vehicle_id = vehicle and n.state = 'live') then
    perform app.refuse('auction_is_live', 'The auction of this vehicle is live.', 'Hand it over once it has ended.',
      'PT409');
  end if;
end
$$;

-- What hangs on a car, as far as it goes along or not. Costs are counted of the entries that go along.
create or replace function app.vehicle_belongings(vehicle uuid, with_private boolean) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'photos', (select count(*) from public.vehicle_images i where i.vehicle_id = vehicle),
    'entries', (select count(*) from public.vehicle_log l where l.vehicle_id = vehicle and not l.is_private),
    'private_entries', (select count(*) from public.vehicle_log l where l.vehicle_id = vehicle and l.is_private),
    'costs', (select count(*) from public.vehicle_log_bills b
      join public.vehicle_log l on l.vehicle_id = b.vehicle_id and l.id = b.entry_id
      where b.vehicle_id = vehicle and (with_private or not l.is_private)),
    'documents', (select count(*) from public.source_documents d
      where d.vehicle_id = vehicle and not d.is_public and d.is_current))
$$;

create or replace function app.vehicle_offer(vehicle uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.vehicles v where v.id = vehicle and v.user_id = app.require_account()) then
    perform app.hold_own_vehicle(vehicle);   -- says why
  end if;
  return jsonb_build_object('belongings', app.vehicle_belongings(vehicle, true), 'offer', (
    select jsonb_build_object('made_at', o.made_at, 'expires_at', o.expires_at, 'private_entries', o.private_entries,
      'costs', o.costs, 'documents', o.documents)
    from app.vehicle_offers o
    where o.vehicle_id = vehicle and o.state = 'open' and o.expires_at > now() and o.giver_id = auth.uid()));
end
$$;

create or replace function app.offer_vehicle(
  vehicle uuid, with_private_entries boolean, with_costs boolean, with_documents boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  me constant uuid := app.require_trader();
  secret constant text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  o app.vehicle_offers;
begin
  perform app.hold_own_vehicle(vehicle);
  perform app.require_no_live_auction(vehicle);
  select x.* into o from app.vehicle_offers x where x.vehicle_id = vehicle for update;
  if o.state = 'open' and o.expires_at > now() then
    perform app.refuse('vehicle_is_offered_already',
      format('This vehicle is offered until %s.', app.said(o.expires_at)),
      'Take that offer back first; its link then leads nowhere.', 'PT409');
  end if;
  delete from app.vehicle_offers x where x.vehicle_id = vehicle;
  insert into app.vehicle_offers (vehicle_id, giver_id, secret_hash, private_entries, costs, documents, expires_at)
    values (vehicle, me, app.hash_of_secret(secret), coalesce(with_private_entries, false),
            coalesce(with_costs, false), coalesce(with_documents, false),
            now() + app.setting_interval('vehicle_offers_last'))
    returning * into o;
  return jsonb_build_object('secret', secret, 'expires_at', o.expires_at);
end
$$;

create or replace function app.withdraw_offer(vehicle uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform app.require_account();
  perform app.hold_own_vehicle(vehicle);
  update app.vehicle_offers o set state = 'withdrawn', decided_at = now()
    where o.vehicle_id = vehicle and o.state = 'open' and o.giver_id = auth.uid();
  if not found then
    perform app.refuse('unknown_offer', 'This vehicle is not offered.', 'You may have taken the offer back already.',
      'PT404');
  end if;
end
$$;

-- A car that changes hands another way is offered no more.
create or replace function app.close_offers() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update app.vehicle_offers o set state = 'closed', decided_at = now()
    where o.vehicle_id = new.id and o.state = 'open';
  return null;
end
$$;
create trigger vehicles_close_offers after update on public.vehicles
  for each row when (old.user_id is distinct from new.user_id) execute function app.close_offers();

create or replace function public.vehicle_offer(vehicle_id uuid) returns jsonb
language sql set search_path = '' as $$ select app.vehicle_offer(vehicle_id) $$;
comment on function public.vehicle_offer(uuid) is
  'For the owner: { belongings: { photos, entries, private_entries, costs, documents }, offer }, in numbers; offer is '
  '{ made_at, expires_at, private_entries, costs, documents } of the one under way, or null.';
create or replace function public.offer_vehicle(
  vehicle_id uuid, private_entries boolean default false, costs boolean default false, documents boolean default false)
  returns jsonb
language sql set search_path = '' as $$
  select app.offer_vehicle(vehicle_id, private_entries, costs, documents)
$$;
comment on function public.offer_vehicle(uuid, boolean, boolean, boolean) is
  'For the owner: offers the car to whoever has the secret, for seven days. Returns { secret, expires_at }, this once. '
  'What does not go along of private entries, costs and documents is deleted when it is accepted. Refuses '
  'unknown_vehicle, not_your_vehicle, keep_your_account_first, account_is_suspended, vehicle_is_offered_already, '
  'auction_is_live.';
create or replace function public.withdraw_offer(vehicle_id uuid) returns void
language sql set search_path = '' as $$ select app.withdraw_offer(vehicle_id) $$;
comment on function public.withdraw_offer(uuid) is
  'For the owner: takes the offer of a car back. Refuses unknown_vehicle, not_your_vehicle, unknown_offer.';

grant execute on function app.vehicle_offer(uuid), app.offer_vehicle(uuid, boolean, boolean, boolean),
  app.withdraw_offer(uuid), public.vehicle_offer(uuid), public.offer_vehicle(uuid, boolean, boolean, boolean),
  public.withdraw_offer(uuid) to authenticated;
