-- Vehicle details: what an owner says of a vehicle beyond year, make and model. Beside the vehicle, in a table of its
-- own, so that a project with vehicles of its own has them, too.

create table public.vehicle_details (
  vehicle_id   uuid primary key references public.vehicles (id) on delete cascade,
  owner_id     uuid references auth.users (id) on delete set null,
  is_public    boolean not null default false,
  trim         text,
  engine       text,
  gearbox      text,
  colour       text,
  mileage      integer,
  mileage_unit text,
  place        text,
  updated_at   timestamptz not null default now(),
  constraint trim_is_short check (app.is_readable(trim, 120)),
  constraint engine_is_short check (app.is_readable(engine, 120)),
  constraint gearbox_is_short check (app.is_readable(gearbox, 120)),
  constraint colour_is_short check (app.is_readable(colour, 120)),
  constraint mileage_is_from_0_to_9999999 check (mileage between 0 and 9999999),
  constraint mileage_has_a_unit_mi_or_km check (
    (mileage is null) = (mileage_unit is null) and mileage_unit in ('mi', 'km')),
  constraint place_is_short check (app.is_readable(place, 120)),
  -- "47.3769, 8.5417" and "47°22′ N" lead to a garage door.
  constraint place_is_in_words_and_not_coordinates check (place !~ '[°º]|\d[.,]\d{3,}')
);

comment on table public.vehicle_details is
  'One row a vehicle, written by its owner. owner_id and is_public are copies of the vehicle''s, kept by the database.';
comment on column public.vehicle_details.mileage is 'In mileage_unit.';
comment on column public.vehicle_details.place is 'As coarse as the owner wants: a country, a town. Never coordinates.';

create index vehicle_details_by_owner on public.vehicle_details (owner_id) where owner_id is not null;

revoke all on public.vehicle_details from public, anon, authenticated, service_role;
grant select on public.vehicle_details to anon, authenticated;
grant insert (vehicle_id, trim, engine, gearbox, colour, mileage, mileage_unit, place)
  on public.vehicle_details to authenticated;
grant update (trim, engine, gearbox, colour, mileage, mileage_unit, place) on public.vehicle_details to authenticated;
grant delete on public.vehicle_details to authenticated;
grant select, insert, update, delete on public.vehicle_details to service_role;

alter table public.vehicle_details enable row level security;

create policy "anyone sees details of public vehicles" on public.vehicle_details
  for select to anon using (is_public);

create policy "members see details of public vehicles and of their own" on public.vehicle_details
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

create policy "owners add details of their vehicles" on public.vehicle_details
  for insert to authenticated with check (owner_id = (select auth.uid()));

create policy "owners change details of their vehicles" on public.vehicle_details
  for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

create policy "owners remove details of their vehicles" on public.vehicle_details
  for delete to authenticated using (owner_id = (select auth.uid()));

create trigger vehicle_details_hang_on_vehicle before insert or update of vehicle_id on public.vehicle_details
  for each row execute function app.hang_on_vehicle();
create trigger vehicle_details_stamp_updated_at before insert or update on public.vehicle_details
  for each row execute function app.stamp_updated_at();
