-- The build and service log of a vehicle: what was done to it and when. An entry is seen with its vehicle unless it is
-- marked private; what it cost and its receipt are the owner's alone, and so stand in a row of their own. Whoever owns
-- the vehicle owns its log: both go along when it changes hands.

insert into app.settings (name, value, about) values
  ('log_entries_most', '2000', 'Entries that the log of a vehicle may have.'),
  ('pace_log_entries', '120', 'Entries that one person may add to logs in ten minutes.')
on conflict (name) do update set about = excluded.about;

-- The first day that "2021-05-17", "2021-05" or "2021" may mean; null where there is no such day.
create or replace function app.first_day_of(words text) returns date
language plpgsql immutable set search_path = '' as $$
begin
  if words !~ '^\d{4}(-\d\d(-\d\d)?)?$' then return null; end if;
  return make_date(substr(words, 1, 4)::integer, coalesce(nullif(substr(words, 6, 2), ''), '1')::integer,
    coalesce(nullif(substr(words, 9, 2), ''), '1')::integer);
exception when datetime_field_overflow then
  return null;
end
$$;
-- constraints run with the rights of whoever writes
grant execute on function app.first_day_of(text) to anon, authenticated, service_role;

create table public.vehicle_log (
  vehicle_id   uuid not null references public.vehicles (id) on delete cascade,
  id           uuid not null default gen_random_uuid(),
  owner_id     uuid references auth.users (id) on delete set null,
  is_public    boolean not null default false,
  is_private   boolean not null default false,
  kind         text not null,
  title        text not null,
  happened     text not null,
  mileage      integer,
  mileage_unit text,
  done_by      text,
  notes        text,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint log_kind_is_known check (kind in ('build', 'service', 'repair', 'inspection')),
  constraint log_title_is_from_1_to_200_characters check (app.is_readable(title, 200)),
  constraint log_happened_is_a_day_month_or_year check (coalesce(app.first_day_of(happened) >= '1885-01-01', false)),
  constraint log_mileage_is_from_0_to_9999999 check (mileage between 0 and 9999999),
  constraint log_mileage_has_a_unit_mi_or_km check (
    (mileage is null) = (mileage_unit is null) and mileage_unit in ('mi', 'km')),
  constraint done_by_is_short check (app.is_readable(done_by, 120)),
  constraint log_notes_are_short check (app.is_readable(notes, 4000))
);
comment on table public.vehicle_log is
  'One row an entry of a vehicle''s build and service log. is_public is the vehicle''s, is_private the entry''s own.';
comment on column public.vehicle_log.happened is '2021-05-17, 2021-05 or 2021, as exactly as the owner knows it.';
comment on column public.vehicle_log.mileage is 'In mileage_unit, as the odometer showed it.';

create index vehicle_log_by_owner on public.vehicle_log (owner_id) where owner_id is not null;

revoke all on public.vehicle_log from public, anon, authenticated, service_role;
grant select on public.vehicle_log to anon, authenticated;
grant insert (vehicle_id, id, is_private, kind, title, happened, mileage, mileage_unit, done_by, notes)
  on public.vehicle_log to authenticated;
grant update (is_private, kind, title, happened, mileage, mileage_unit, done_by, notes) on public.vehicle_log
  to authenticated;
grant delete on public.vehicle_log to authenticated;
grant select, insert, update, delete on public.vehicle_log to service_role;

alter table public.vehicle_log enable row level security;

create policy "anyone sees the open entries of public vehicles" on public.vehicle_log
  for select to anon using (is_public and not is_private);
create policy "members see open entries of public vehicles and their own" on public.vehicle_log
  for select to authenticated using ((is_public and not is_private) or owner_id = (select auth.uid()));
create policy "owners add to the logs of their vehicles" on public.vehicle_log
  for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "owners change the logs of their vehicles" on public.vehicle_log
  for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "owners remove entries of their logs" on public.vehicle_log
  for delete to authenticated using (owner_id = (select auth.uid()));

-- A day is over everywhere fourteen hours after it has begun in Greenwich; until then somebody may be ahead of the
-- database's clock. Before hang_on_vehicle, by its name: its lock is too weak to count under, and two that hold it
-- could not both take this one.
create or replace function app.check_log_entry() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  most constant integer := app.setting_number('log_entries_most')::integer;
begin
  if app.first_day_of(new.happened) > (now() at time zone 'UTC' + interval '14 hours')::date then
    perform app.refuse('log_entries_have_happened', 'That day has not come yet.',
      'Enter what was done once it is done.');
  end if;
  if tg_op = 'INSERT' then
    perform from public.vehicles v where v.id = new.vehicle_id for no key update;
    -- an entry that is saved again comes as an insert, and adds none
    if (select count(*) from public.vehicle_log l where l.vehicle_id = new.vehicle_id and l.id <> new.id) >= most then
      perform app.refuse('too_many_log_entries_of_a_vehicle', format('A log has at most %s entries.', most),
        'Remove one, or join several to one.', 'PT409');
    end if;
  end if;
  return new;
end
$$;
create trigger vehicle_log_hang_on_vehicle before insert or update of vehicle_id on public.vehicle_log
  for each row execute function app.hang_on_vehicle();
create trigger vehicle_log_check before insert or update on public.vehicle_log
  for each row execute function app.check_log_entry();
create trigger vehicle_log_stamp_updated_at before insert or update on public.vehicle_log
  for each row execute function app.stamp_updated_at();
select app.pace_inserts('public.vehicle_log', 'log_entries');

create table public.vehicle_log_bills (
  vehicle_id  uuid not null,
  entry_id    uuid not null,
  owner_id    uuid references auth.users (id) on delete cascade,
  is_public   boolean not null default false,
  cost        numeric(12, 2),
  currency    text,
  document_id uuid references public.source_documents (id) on delete set null,
  primary key (vehicle_id, entry_id),
  foreign key (vehicle_id, entry_id) references public.vehicle_log (vehicle_id, id) on delete cascade,
  constraint cost_is_from_0_to_1e9 check (cost >= 0 and cost <= 1e9),
  constraint cost_has_a_currency check ((cost is null) = (currency is null) and currency ~ '^[A-Z]{3}$')
);
comment on table public.vehicle_log_bills is
  'What entries of a log cost, and their receipts among the owner''s documents. Seen by the owner alone, always.';
create index vehicle_log_bills_by_owner on public.vehicle_log_bills (owner_id) where owner_id is not null;
create index vehicle_log_bills_by_document on public.vehicle_log_bills (document_id) where document_id is not null;

revoke all on public.vehicle_log_bills from public, anon, authenticated, service_role;
grant select on public.vehicle_log_bills to authenticated;
grant insert (vehicle_id, entry_id, cost, currency, document_id) on public.vehicle_log_bills to authenticated;
grant update (cost, currency, document_id) on public.vehicle_log_bills to authenticated;
grant delete on public.vehicle_log_bills to authenticated;
grant select, insert, update, delete on public.vehicle_log_bills to service_role;

alter table public.vehicle_log_bills enable row level security;

create policy "owners see their bills" on public.vehicle_log_bills
  for select to authenticated using (owner_id = (select auth.uid()));
create policy "owners add bills to their logs" on public.vehicle_log_bills
  for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "owners change their bills" on public.vehicle_log_bills
  for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "owners remove their bills" on public.vehicle_log_bills
  for delete to authenticated using (owner_id = (select auth.uid()));

-- A receipt of another car, or a document of the library, is answered like none.
create or replace function app.check_log_bill() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.document_id is not null and not exists (
    select from public.source_documents d where d.id = new.document_id and d.vehicle_id = new.vehicle_id
      and d.kind = 'owner_document' and d.is_current) then
    perform app.not_found('document', new.document_id::text, 'A receipt is one of the car''s own documents.');
  end if;
  return new;
end
$$;
create trigger vehicle_log_bills_hang_on_vehicle before insert on public.vehicle_log_bills
  for each row execute function app.hang_on_vehicle();
create trigger vehicle_log_bills_check before insert or update of document_id on public.vehicle_log_bills
  for each row execute function app.check_log_bill();

create or replace function app.carry_visibility_to_log() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  shown constant boolean := coalesce(new.is_public, false);
begin
  update public.vehicle_log t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.vehicle_log_bills t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  return null;
end
$$;
create trigger vehicles_carry_visibility_to_log after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_visibility_to_log();

-- An entry with its bill, in one transaction, as the caller. Under an id that the caller made: again is harmless.
create or replace function public.save_log_entry(
  vehicle_id uuid, entry_id uuid, kind text, title text, happened text, mileage integer default null,
  mileage_unit text default null, done_by text default null, notes text default null, is_private boolean default false,
  cost numeric default null, currency text default null, document_id uuid default null) returns uuid
language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.vehicles v where v.id = save_log_entry.vehicle_id) then
    perform app.not_found('vehicle', save_log_entry.vehicle_id::text);
  elsif not exists (select from public.vehicles v
                    where v.id = save_log_entry.vehicle_id and v.user_id = auth.uid()) then
    perform app.refuse('not_your_vehicle', 'Only the owner keeps the log of a vehicle.', null, '42501');
  end if;
  insert into public.vehicle_log (vehicle_id, id, is_private, kind, title, happened, mileage, mileage_unit, done_by,
      notes)
    values (save_log_entry.vehicle_id, save_log_entry.entry_id, coalesce(save_log_entry.is_private, false),
      save_log_entry.kind, btrim(save_log_entry.title), save_log_entry.happened, save_log_entry.mileage,
      case when save_log_entry.mileage is not null then save_log_entry.mileage_unit end,
      nullif(btrim(save_log_entry.done_by), ''), nullif(btrim(save_log_entry.notes), ''))
    on conflict on constraint vehicle_log_pkey do update set is_private = excluded.is_private, kind = excluded.kind,
      title = excluded.title, happened = excluded.happened, mileage = excluded.mileage,
      mileage_unit = excluded.mileage_unit, done_by = excluded.done_by, notes = excluded.notes;
  if save_log_entry.cost is null and save_log_entry.document_id is null then
    delete from public.vehicle_log_bills b
      where b.vehicle_id = save_log_entry.vehicle_id and b.entry_id = save_log_entry.entry_id;
  else
    insert into public.vehicle_log_bills (vehicle_id, entry_id, cost, currency, document_id)
      values (save_log_entry.vehicle_id, save_log_entry.entry_id, save_log_entry.cost,
        case when save_log_entry.cost is not null then save_log_entry.currency end, save_log_entry.document_id)
      on conflict on constraint vehicle_log_bills_pkey do update set cost = excluded.cost,
        currency = excluded.currency, document_id = excluded.document_id;
  end if;
  return save_log_entry.entry_id;
end
$$;
comment on function public.save_log_entry(uuid, uuid, text, text, text, integer, text, text, text, boolean, numeric,
  text, uuid) is
  'Adds an entry to the log of a vehicle of the caller under this id, or changes it: all that is said here, and '
  'nothing of what is not.';
grant execute on function public.save_log_entry(uuid, uuid, text, text, text, integer, text, text, text, boolean,
  numeric, text, uuid) to authenticated;
