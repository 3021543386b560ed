-- Auction votes: should this vehicle go to auction? One vote a person and vehicle, changed by upsert, withdrawn by
-- delete.

create table public.auction_votes (
  vehicle_id      uuid not null references public.vehicles (id) on delete cascade,
  user_id         uuid not null default auth.uid() references auth.users (id) on delete cascade,
  vote            text not null,
  reason          text,
  estimated_value numeric(15, 2),   -- wide enough that a number far too high meets the constraint, which says so
  currency        text not null default 'USD',
  is_private      boolean not null default false,
  by_owner        boolean not null default false,
  is_counted      boolean not null default true,
  useful_count    integer not null default 0,
  id              uuid not null default gen_random_uuid(),
  owner_id        uuid,
  is_public       boolean not null default false,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  primary key (vehicle_id, user_id),   -- so that an upsert needs no on_conflict
  constraint vote_is_yes_or_no check (vote in ('yes', 'no')),
  constraint reason_has_1_to_1000_characters check (reason is null or app.is_readable(reason, 1000)),
  constraint estimated_value_is_above_0_and_at_most_1e9 check (estimated_value > 0 and estimated_value <= 1e9),
  constraint vote_currency_is_three_capital_letters check (currency ~ '^[A-Z]{3}$')
)
-- A changed vote, and one whose car goes private or changes hands, is a heap-only update: pages are left half empty,
-- and no index has the time of the last change.
with (fillfactor = 50);

comment on table public.auction_votes is
  'One row a voter and vehicle. Votes, reasons and estimates on public vehicles are public, private ballots excepted.';
comment on column public.auction_votes.estimated_value is 'The hammer price the voter expects, in units of currency.';
comment on column public.auction_votes.currency is 'ISO 4217 code.';
comment on column public.auction_votes.is_private is 'The ballot is counted, and shown to nobody but its voter.';
comment on column public.auction_votes.by_owner is
  'Cast by the vehicle''s owner: counted in the plain columns, weighs nothing in the verdict.';
comment on column public.auction_votes.is_counted is
  'False for a banned member''s vote and for one discarded in a review: neither counted nor shown to others.';
comment on column public.auction_votes.useful_count is 'How many people find the reason useful.';

-- What replication says of a vote that is withdrawn is its id alone, which names nobody: Realtime tells deletions to
-- everybody, whatever the policies say.
create unique index auction_votes_by_id on public.auction_votes (id);
alter table public.auction_votes replica identity using index auction_votes_by_id;

create index auction_votes_by_person on public.auction_votes (user_id);
create index auction_votes_useful on public.auction_votes (vehicle_id, useful_count desc, created_at desc, user_id)
  where reason is not null and not is_private and is_counted;

revoke all on public.auction_votes from public, anon, authenticated, service_role;
grant select on public.auction_votes to anon, authenticated;
grant insert (vehicle_id, user_id, vote, reason, estimated_value, currency, is_private, updated_at)
  on public.auction_votes to authenticated;
grant update (vehicle_id, user_id, vote, reason, estimated_value, currency, is_private, updated_at)
  on public.auction_votes to authenticated;   -- upserts send the keys along
grant delete on public.auction_votes to authenticated;
grant select, insert, update, delete on public.auction_votes to service_role;

alter table public.auction_votes enable row level security;

create policy "anyone sees votes on public vehicles" on public.auction_votes
  for select to anon using (is_public and not is_private and is_counted);

create policy "members see votes on public vehicles, on their own, and their own votes" on public.auction_votes
  for select to authenticated
  using (((is_public or owner_id = (select auth.uid())) and not is_private and is_counted)
    or user_id = (select auth.uid()));

-- owner_id = user_id: the voter is the owner. An upsert checks all of these, and is planned anew by many clients: each
-- auth.uid() counts.
create policy "members vote as themselves" on public.auction_votes
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = user_id));

create policy "voters change their own vote" on public.auction_votes
  for update to authenticated
  using (user_id = (select auth.uid()));

create policy "voters withdraw their own vote" on public.auction_votes
  for delete to authenticated using (user_id = (select auth.uid()));

-- Members who have been banned from voting. Kept by the operator with ban_member and unban_member; see
-- 70_auction/16_vote_weights.sql.
create table app.banned_members (
  user_id   uuid primary key references auth.users (id) on delete cascade,
  reason    text not null,
  banned_at timestamptz not null default now(),
  constraint ban_reason_has_1_to_1000_characters check (app.is_readable(reason, 1000))
);
revoke all on app.banned_members from public, anon, authenticated, service_role;

-- A vehicle that was sold less than a year ago is not voted on: what people said was about that sale. Service keys may,
-- to bring votes along. Results are kept by 70_auction/32_auction_afterwards.sql.
create or replace function app.refuse_vote_after_sale(sold_at timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  perform app.refuse('voting_is_closed',
    format('This vehicle was sold on %s, and the vote on it is over.', to_char(sold_at, 'FMDD FMMonth YYYY')),
    'A vote can still be withdrawn. A new vote opens a year after the sale.');
end
$$;

-- What the database says of a new vote: its vehicle's owner and visibility, as app.hang_on_vehicle does it, and the
-- clock. An upsert of a vote that is there comes by here too. It locks its own vote, so that it stays there, and not
-- the vehicle, where all voters of a hot one would meet.
create or replace function app.admit_vote() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  by_client constant boolean := coalesce(auth.role() in ('anon', 'authenticated'), false);   -- as app.is_client
  was_counted boolean;
  known record;
  said record;
begin
  select a.is_counted into was_counted from public.auction_votes a
    where a.vehicle_id = new.vehicle_id and a.user_id = new.user_id for update;
  if found then
    select v.user_id as owner_id, coalesce(v.is_public, false) as is_public into known
      from public.vehicles v where v.id = new.vehicle_id;
  else
    select v.user_id as owner_id, coalesce(v.is_public, false) as is_public into known
      from public.vehicles v where v.id = new.vehicle_id for share;
  end if;
  if not found or (by_client and not known.is_public and known.owner_id is distinct from auth.uid()) then
    raise exception 'There is no vehicle %.', coalesce(new.vehicle_id::text, 'without an id')
      using errcode = 'foreign_key_violation', hint = 'Check the vehicle id. Only the owner sees a private vehicle.';
  end if;
  new.owner_id := known.owner_id;
  new.is_public := known.is_public;
  new.by_owner := new.user_id is not distinct from new.owner_id;
  new.useful_count := 0;
  new.updated_at := now();
  if was_counted is not null then   -- a change: app.keep_vote asks the rest
    new.is_counted := was_counted;
    return new;
  end if;
  -- A review is of a person's vote on a vehicle, and is not undone by voting anew.
  select exists (select from app.banned_members b where b.user_id = new.user_id)
           or exists (select from app.ballots b where b.vehicle_id = new.vehicle_id and b.user_id = new.user_id
             and b.review = 'discarded') as is_out,
         (select max(r.occurred_at) from app.auction_results r where r.vehicle_id = new.vehicle_id and r.sold
            and r.occurred_at > now() - interval '1 year') as sold_at into said;
  if by_client and said.sold_at is not null then perform app.refuse_vote_after_sale(said.sold_at); end if;
  new.is_counted := not said.is_out;
  return new;
end
$$;

create trigger auction_votes_admit before insert on public.auction_votes
  for each row execute function app.admit_vote();

create or replace function app.keep_vote() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  sold_at timestamptz;
begin
  if (new.vehicle_id, new.user_id) is distinct from (old.vehicle_id, old.user_id) then
    raise exception 'A vote stays with its vehicle and its voter.'
      using errcode = 'insufficient_privilege', detail = 'votes_stay_in_place',
        hint = 'Withdraw this vote and cast a new one.';
  end if;
  if (new.vote, new.reason, new.estimated_value, new.currency) is distinct from (
    old.vote, old.reason, old.estimated_value, old.currency)
     and auth.role() in ('anon', 'authenticated') then   -- as app.is_client
    select max(r.occurred_at) into sold_at from app.auction_results r
      where r.vehicle_id = new.vehicle_id and r.sold and r.occurred_at > now() - interval '1 year';
    if sold_at is not null then perform app.refuse_vote_after_sale(sold_at); end if;
  end if;
  new.by_owner := new.user_id is not distinct from new.owner_id;
  if (new.owner_id, new.is_public, new.is_counted, new.useful_count) is not distinct from (
    old.owner_id, old.is_public, old.is_counted, old.useful_count) then
    new.updated_at := now();   -- the voter's own change; others leave the time as it is
  end if;
  -- Another reason starts anew (36_useful_reasons.sql): in this write, as a second one would wait for whoever deletes
  -- the voter, who waits for this row.
  if new.reason is distinct from old.reason or new.is_private then new.useful_count := 0; end if;
  return new;
end
$$;

create trigger auction_votes_keep before update on public.auction_votes
  for each row execute function app.keep_vote();

grant execute on function app.is_client() to authenticated, service_role;
