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
