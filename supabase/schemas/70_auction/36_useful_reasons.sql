-- Useful reasons: a person finds the reason of somebody's vote useful. auction_votes keeps their number.

create table public.useful_reasons (
  vehicle_id uuid not null,
  voter_id   uuid not null,
  user_id    uuid not null default auth.uid() references auth.users (id) on delete cascade,
  owner_id   uuid,
  is_public  boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (vehicle_id, voter_id, user_id),
  constraint useful_reasons_are_of_others check (user_id <> voter_id),
  constraint useful_reasons_vote_fkey foreign key (vehicle_id, voter_id)
    references public.auction_votes (vehicle_id, user_id) on delete cascade
);

comment on table public.useful_reasons is
  'One row a reason and a person who finds it useful. A reason that is rewritten starts anew.';

create index useful_reasons_by_person on public.useful_reasons (user_id);

revoke all on public.useful_reasons from public, anon, authenticated, service_role;
grant select, delete on public.useful_reasons to authenticated;
grant insert (vehicle_id, voter_id, user_id) on public.useful_reasons to authenticated;
grant select, insert, delete on public.useful_reasons to service_role;
alter table public.useful_reasons enable row level security;

create policy "members see what they find useful" on public.useful_reasons
  for select to authenticated using (user_id = (select auth.uid()));

create policy "members find reasons useful as themselves" on public.useful_reasons
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

create policy "members take back what they find useful" on public.useful_reasons
  for delete to authenticated using (user_id = (select auth.uid()));

create trigger useful_reasons_hang_on_vehicle before insert on public.useful_reasons
  for each row execute function app.hang_on_vehicle();

-- A vote that is private, is not there or has no reason answers alike, before any key or count could tell them apart.
create or replace function app.find_reason() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.auction_votes a
                 where a.vehicle_id = new.vehicle_id and a.user_id = new.voter_id and a.reason is not null
                   and not a.is_private and a.is_counted) then
    raise exception 'There is no such reason.' using errcode = 'foreign_key_violation', detail = 'unknown_reason',
      hint = 'It may have been withdrawn.';
  end if;
  return new;
end
$$;

create trigger useful_reasons_find_reason before insert on public.useful_reasons
  for each row execute function app.find_reason();

create or replace function app.count_useful_reason() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    update public.auction_votes a set useful_count = a.useful_count + 1
      where a.vehicle_id = new.vehicle_id and a.user_id = new.voter_id and a.reason is not null and not a.is_private
        and a.is_counted;
    if not found then
      raise exception 'There is no such reason.' using errcode = 'foreign_key_violation', detail = 'unknown_reason',
        hint = 'It may have been withdrawn.';
    end if;
  else
    update public.auction_votes a set useful_count = a.useful_count - 1
      where a.vehicle_id = old.vehicle_id and a.user_id = old.voter_id and a.useful_count > 0;
  end if;
  return null;
end
$$;

create trigger useful_reasons_count after insert or delete on public.useful_reasons
  for each row execute function app.count_useful_reason();

create or replace function app.forget_useful_reasons() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.useful_reasons m where m.vehicle_id = new.vehicle_id and m.voter_id = new.user_id;
  return null;
end
$$;

-- A ballot that turns private takes them along, so that none is left whose end would tell of it.
create trigger auction_votes_forget_useful_reasons after update of reason, is_private on public.auction_votes
  for each row when (old.useful_count > 0 and (new.reason is distinct from old.reason or new.is_private))
    execute function app.forget_useful_reasons();

create or replace function app.carry_useful_reasons() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.useful_reasons t set owner_id = new.user_id, is_public = coalesce(new.is_public, false)
    where t.vehicle_id = new.id;
  return null;
end
$$;

-- By its name after the votes that they hang on.
create trigger vehicles_carry_visibility_to_useful_reasons after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_useful_reasons();

select app.pace_inserts('public.useful_reasons', 'useful_reasons');
