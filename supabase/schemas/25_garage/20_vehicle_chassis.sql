-- Chassis numbers and VINs. A row of its own, because who knows the number can look a car up elsewhere: its owner alone
-- sees it until they show it.

-- Letters of a VIN have values and places have weights; the ninth place makes the sum good (49 CFR 565.15). Null for
-- what is no VIN of 17 characters.
create or replace function app.vin_check_digit(vin text) returns text
language sql immutable set search_path = '' as $$
  select case when vin ~ '^[A-HJ-NPR-Z0-9]{17}$' then (
    select case sum(position(translate(s, 'ABCDEFGHJKLMNPRSTUVWXYZ', '12345678123457923456789') in '123456789')
                    * (array[8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2])[n]) % 11
                when 10 then 'X'
                else (sum(position(translate(s, 'ABCDEFGHJKLMNPRSTUVWXYZ', '12345678123457923456789') in '123456789')
                          * (array[8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2])[n]) % 11)::text end
    from string_to_table(vin, null) with ordinality t (s, n)) end
$$;

-- What is wrong with a number, in words; null when nothing is. Older chassis numbers are free text. North America
-- demands the check digit, elsewhere the ninth place is the maker's own.
create or replace function app.chassis_problem(number text) returns text
language sql immutable set search_path = '' as $$
  select case
    when vin ~ '^[A-Z0-9]{17}$' and vin ~ '[IOQ]' then
      'A VIN of 17 characters has no I, O or Q: they are read as 1 and 0'
    when vin ~ '^[1-5][A-HJ-NPR-Z0-9]{16}$' and substr(vin, 9, 1) <> app.vin_check_digit(vin) then
      format('The ninth character of this VIN is %s, and the others ask for %s', substr(vin, 9, 1),
        app.vin_check_digit(vin))
  end from (select upper(regexp_replace(number, '[\s.*\u2010-\u2015-]', '', 'g')) as vin) n
$$;
-- constraints run with the rights of whoever writes
grant execute on function app.vin_check_digit(text), app.chassis_problem(text) to anon, authenticated, service_role;

create table public.vehicle_chassis (
  vehicle_id uuid primary key references public.vehicles (id) on delete cascade,
  owner_id   uuid references auth.users (id) on delete set null,
  is_public  boolean not null default false,
  number     text not null,
  is_shown   boolean not null default false,
  updated_at timestamptz not null default now(),
  constraint chassis_number_is_from_1_to_40_characters check (app.is_readable(number, 40) and number !~ '[[:cntrl:]]'),
  constraint chassis_number_is_without_typing_errors check (length(number) > 40 or app.chassis_problem(number) is null)
);

comment on table public.vehicle_chassis is
  'The chassis number or VIN of a vehicle, as its owner wrote it. Others see it of a public vehicle, when is_shown.';

create index vehicle_chassis_by_owner on public.vehicle_chassis (owner_id) where owner_id is not null;

revoke all on public.vehicle_chassis from public, anon, authenticated, service_role;
grant select on public.vehicle_chassis to anon, authenticated;
grant insert (vehicle_id, number, is_shown) on public.vehicle_chassis to authenticated;
grant update (number, is_shown) on public.vehicle_chassis to authenticated;
grant delete on public.vehicle_chassis to authenticated;
grant select, insert, update, delete on public.vehicle_chassis to service_role;

alter table public.vehicle_chassis enable row level security;

create policy "anyone sees chassis numbers that are shown" on public.vehicle_chassis
  for select to anon using (is_public and is_shown);

create policy "members see chassis numbers that are shown and their own" on public.vehicle_chassis
  for select to authenticated using ((is_public and is_shown) or owner_id = (select auth.uid()));

create policy "owners add chassis numbers of their vehicles" on public.vehicle_chassis
  for insert to authenticated with check (owner_id = (select auth.uid()));

create policy "owners change chassis numbers of their vehicles" on public.vehicle_chassis
  for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

create policy "owners remove chassis numbers of their vehicles" on public.vehicle_chassis
  for delete to authenticated using (owner_id = (select auth.uid()));

-- Says in words what the constraint would refuse by its name.
create or replace function app.check_chassis_number() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  problem constant text := case when length(new.number) <= 40 then app.chassis_problem(new.number) end;
begin
  if problem is not null then
    perform app.refuse('chassis_number_is_without_typing_errors', problem || '.',
      'Compare it with the plate, character by character.');
  end if;
  return new;
end
$$;

create trigger vehicle_chassis_check_number before insert or update of number on public.vehicle_chassis
  for each row execute function app.check_chassis_number();
create trigger vehicle_chassis_hang_on_vehicle before insert or update of vehicle_id on public.vehicle_chassis
  for each row execute function app.hang_on_vehicle();
create trigger vehicle_chassis_stamp_updated_at before insert or update on public.vehicle_chassis
  for each row execute function app.stamp_updated_at();
