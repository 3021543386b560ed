-- Reason marks: a person finds the reason of somebody's vote useful. auction_votes keeps their number.

create table public.auction_reason_marks (
  vehicle_id uuid not null,
  voter_id   uuid not null,
  user_id    uuid not null default auth.uid() references auth.users (id) on delete cascade,
  owner_id   uuid,
  is_public  boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (vehicle_id, voter_id, user_id),
  constraint marks_are_given_to_others check (user_id <> voter_id),
  constraint auction_reason_marks_vote_fkey foreign key (vehicle_id, voter_id)
    references public.auction_votes (vehicle_id, user_id) on delete cascade
);

comment on table public.auction_reason_marks is
  'One row a reason and a person who finds it useful. A reason that is rewritten starts anew.';

create index auction_reason_marks_by_person on public.auction_reason_marks (user_id);

revoke all on public.auction_reason_marks from public, anon, authenticated, service_role;
grant select, delete on public.auction_reason_marks to authenticated;
grant insert (vehicle_id, voter_id, user_id) on public.auction_reason_marks to authenticated;
grant select, insert, delete on public.auction_reason_marks to service_role;
alter table public.auction_reason_marks enable row level security;

create policy "members see their own marks" on public.auction_reason_marks
  for select to authenticated using (user_id = (select auth.uid()));

create policy "members mark reasons as themselves" on public.auction_reason_marks
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

create policy "members take back their own marks" on public.auction_reason_marks
  for delete to authenticated using (user_id = (select auth.uid()));

create trigger auction_reason_marks_hang_on_vehicle before insert on public.auction_reason_marks
  for each row execute function app.hang_on_vehicle();

-- A vote that is private, is not there or has no reason answers alike, before any key or count could tell them apart.
create or replace function app.find_reason() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.auction_votes a
                 where a.vehicle_id = new.vehicle_id and a.user_id = new.voter_id and a.reason is not null
                   and not a.is_private and a.stands) then
    raise exception 'There is no such reason.' using errcode = 'foreign_key_violation', detail = 'unknown_reason',
      hint = 'It may have been withdrawn.';
  end if;
  return new;
end
$$;

create trigger auction_reason_marks_find_reason before insert on public.auction_reason_marks
  for each row execute function app.find_reason();

create or replace function app.count_mark() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    update public.auction_votes a set useful_count = a.useful_count + 1
      where a.vehicle_id = new.vehicle_id and a.user_id = new.voter_id and a.reason is not null and not a.is_private
        and a.stands;
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

create trigger auction_reason_marks_count after insert or delete on public.auction_reason_marks
  for each row execute function app.count_mark();

create or replace function app.forget_marks() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.auction_reason_marks m where m.vehicle_id = new.vehicle_id and m.voter_id = new.user_id;
  return null;
end
$$;

-- A ballot that turns private takes its marks along, so that none is left whose end would tell of it.
create trigger auction_votes_forget_marks after update of reason, is_private on public.auction_votes
  for each row when (old.useful_count > 0 and (new.reason is distinct from old.reason or new.is_private))
    execute function app.forget_marks();

create or replace function app.carry_marks() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.auction_reason_marks t set owner_id = new.user_id, is_public = coalesce(new.is_public, false)
    where t.vehicle_id = new.id;
  return null;
end
$$;

create trigger vehicles_carry_marks after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_marks();

revoke all on function app.find_reason(), app.count_mark(), app.forget_marks(), app.carry_marks()
  from public, anon, authenticated, service_role;

select app.pace_inserts('public.auction_reason_marks', 'reason_marks');
