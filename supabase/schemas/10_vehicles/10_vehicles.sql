-- Vehicles, for a project that has none yet. Facts are the columns of the Auto MPG data set, with their units in the
-- names. unless public.vehicles

create table public.vehicles (
  id                 uuid primary key default gen_random_uuid(),
  user_id            uuid default auth.uid() references auth.users (id) on delete set null,
  is_public          boolean not null default true,
  year               smallint,
  make               text,
  model              text not null,
  description        text,
  origin             text,
  cylinders          smallint,
  displacement_cu_in numeric(6, 1),
  horsepower         numeric(6, 1),
  weight_lb          numeric(7, 1),
  mpg                numeric(5, 1),
  acceleration_s     numeric(4, 1),
  facts_source       text,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  constraint year_is_from_1885_to_2100 check (year between 1885 and 2100),
  constraint make_is_short check (make = '' or app.is_readable(make, 80)),
  constraint model_is_from_1_to_120_characters check (app.is_readable(model, 120)),
  constraint description_is_short check (description = '' or app.is_readable(description, 4000)),
  constraint origin_is_short check (origin = '' or app.is_readable(origin, 80)),
  constraint facts_source_is_short check (facts_source = '' or app.is_readable(facts_source, 400)),
  constraint cylinders_are_from_1_to_16 check (cylinders between 1 and 16),
  constraint displacement_is_plausible check (displacement_cu_in > 0 and displacement_cu_in <= 3000),
  constraint horsepower_is_plausible check (horsepower > 0 and horsepower <= 5000),
  constraint weight_is_plausible check (weight_lb > 0 and weight_lb <= 99999),
  constraint mpg_is_plausible check (mpg > 0 and mpg <= 500),
  constraint acceleration_is_plausible check (acceleration_s > 0 and acceleration_s <= 99)
);

comment on table public.vehicles is
  'One row a vehicle. A private one, and all that hangs on it, is seen by its owner only.';
comment on column public.vehicles.user_id is 'The owner.';
comment on column public.vehicles.acceleration_s is 'Seconds from 0 to 60 mph.';
comment on column public.vehicles.facts_source is 'Where the facts in this row were taken from.';

create index vehicles_by_owner on public.vehicles (user_id);
create index vehicles_newest on public.vehicles (created_at desc, id desc) where is_public;

revoke all on public.vehicles from public, anon, authenticated, service_role;
grant select on public.vehicles to anon, authenticated;
grant insert (id, user_id, is_public, year, make, model, description, origin, cylinders, displacement_cu_in, horsepower,
              weight_lb, mpg, acceleration_s, facts_source, updated_at) on public.vehicles to authenticated;
grant update (id, user_id, is_public, year, make, model, description, origin, cylinders, displacement_cu_in, horsepower,
              weight_lb, mpg, acceleration_s, facts_source, updated_at) on public.vehicles to authenticated;
grant delete on public.vehicles to authenticated;
grant select, insert, update, delete on public.vehicles to service_role;

alter table public.vehicles enable row level security;

create policy "anyone sees public vehicles" on public.vehicles
  for select to anon using (is_public);

create policy "members see public vehicles and their own" on public.vehicles
  for select to authenticated using (is_public or user_id = (select auth.uid()));

create policy "members add vehicles of their own" on public.vehicles
  for insert to authenticated with check (user_id = (select auth.uid()));

create policy "owners edit their vehicles" on public.vehicles
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create policy "owners remove their vehicles" on public.vehicles
  for delete to authenticated using (user_id = (select auth.uid()));

create trigger vehicles_stamp_updated_at before insert or update on public.vehicles
  for each row execute function app.stamp_updated_at();
