-- Auction votes: should this vehicle go to auction? One vote a person and vehicle, changed by upsert, withdrawn by delete.

create table public.auction_votes (
  vehicle_id      uuid not null references public.vehicles (id) on delete cascade,
  user_id         uuid not null default auth.uid() references auth.users (id) on delete cascade,
  vote            text not null,
  reason          text,
  estimated_value numeric(12, 2),
  owner_id        uuid,
  is_public       boolean not null default false,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  primary key (vehicle_id, user_id),   -- so that an upsert needs no on_conflict
  constraint vote_is_yes_or_no check (vote in ('yes', 'no')),
  constraint reason_has_1_to_1000_characters check (length(reason) <= 1000 and reason ~ '[^[:space:]]'),
  constraint estimated_value_is_above_0_and_at_most_1e9 check (estimated_value > 0 and estimated_value <= 1e9)
);

comment on table public.auction_votes is 'One row a voter and vehicle. Votes, reasons and estimates on public vehicles are public.';
comment on column public.auction_votes.estimated_value is 'Dollars the voter expects as hammer price.';

create index auction_votes_by_person on public.auction_votes (user_id, updated_at);

revoke all on public.auction_votes from public, anon, authenticated, service_role;
grant select on public.auction_votes to anon, authenticated;
grant insert (vehicle_id, user_id, vote, reason, estimated_value, updated_at) on public.auction_votes to authenticated;
grant update (vehicle_id, user_id, vote, reason, estimated_value, updated_at) on public.auction_votes to authenticated;   -- upserts send the keys along
grant delete on public.auction_votes to authenticated;
grant select, insert, update, delete on public.auction_votes to service_role;

alter table public.auction_votes enable row level security;

create policy "anyone sees votes on public vehicles" on public.auction_votes
  for select to anon using (is_public);

create policy "members see votes on public vehicles and on their own" on public.auction_votes
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

create policy "members vote as themselves" on public.auction_votes
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

create policy "voters change their own vote" on public.auction_votes
  for update to authenticated
  using (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())))
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

create policy "voters withdraw their own vote" on public.auction_votes
  for delete to authenticated using (user_id = (select auth.uid()));

create trigger auction_votes_hang_on_vehicle before insert on public.auction_votes
  for each row execute function app.hang_on_vehicle();

create or replace function app.keep_vote_in_place() returns trigger
language plpgsql set search_path = '' as $$
begin
  if (new.vehicle_id, new.user_id) is distinct from (old.vehicle_id, old.user_id) and app.is_client() then
    raise exception 'A vote stays with its vehicle and its voter.'
      using errcode = 'insufficient_privilege', hint = 'Withdraw this vote and cast a new one.';
  end if;
  return new;
end
$$;
revoke all on function app.keep_vote_in_place() from public, anon, authenticated, service_role;
grant execute on function app.is_client() to authenticated, service_role;

create trigger auction_votes_keep_in_place before update of vehicle_id, user_id on public.auction_votes
  for each row execute function app.keep_vote_in_place();

create trigger auction_votes_stamp_updated_at before insert or update on public.auction_votes
  for each row execute function app.stamp_updated_at();
