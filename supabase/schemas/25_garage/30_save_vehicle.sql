-- Saving a vehicle: all that its owner says of it, in one transaction, as the caller. A vehicle that is not there yet
-- is added under the id that the caller made, so that a retry is harmless.

create or replace function public.save_vehicle(
  vehicle_id uuid, model text, year integer default null, make text default null, description text default null,
  is_public boolean default null, "trim" text default null, engine text default null, gearbox text default null,
  colour text default null, mileage integer default null, mileage_unit text default null, place text default null,
  chassis_number text default null, chassis_is_shown boolean default false) returns uuid
language plpgsql set search_path = '' as $$
declare
  number constant text := nullif(btrim(save_vehicle.chassis_number), '');
begin
  if exists (select from public.vehicles v where v.id = save_vehicle.vehicle_id
               and v.user_id is distinct from auth.uid()) then
    perform app.refuse('not_your_vehicle', 'Only the owner changes a vehicle.', null, '42501');
  end if;
  insert into public.vehicles as v (id, user_id, is_public, year, make, model, description)
    values (save_vehicle.vehicle_id, auth.uid(), coalesce(save_vehicle.is_public, true), save_vehicle.year,
            nullif(btrim(save_vehicle.make), ''), btrim(save_vehicle.model),
            nullif(btrim(save_vehicle.description), ''))
    on conflict on constraint vehicles_pkey do update set is_public = coalesce(save_vehicle.is_public, v.is_public),
      year = excluded.year, make = excluded.make, model = excluded.model, description = excluded.description;
  insert into public.vehicle_details (vehicle_id, trim, engine, gearbox, colour, mileage, mileage_unit, place)
    values (save_vehicle.vehicle_id, nullif(btrim(save_vehicle."trim"), ''), nullif(btrim(save_vehicle.engine), ''),
            nullif(btrim(save_vehicle.gearbox), ''), nullif(btrim(save_vehicle.colour), ''), save_vehicle.mileage,
            case when save_vehicle.mileage is not null then save_vehicle.mileage_unit end,
            nullif(btrim(save_vehicle.place), ''))
    on conflict on constraint vehicle_details_pkey do update set trim = excluded.trim, engine = excluded.engine,
      gearbox = excluded.gearbox, colour = excluded.colour, mileage = excluded.mileage,
      mileage_unit = excluded.mileage_unit, place = excluded.place;
  if number is null then
    delete from public.vehicle_chassis c where c.vehicle_id = save_vehicle.vehicle_id;
  else
    insert into public.vehicle_chassis (vehicle_id, number, is_shown)
      values (save_vehicle.vehicle_id, number, save_vehicle.chassis_is_shown)
      on conflict on constraint vehicle_chassis_pkey do update set number = excluded.number,
        is_shown = excluded.is_shown;
  end if;
  return save_vehicle.vehicle_id;
end
$$;
comment on function public.save_vehicle(uuid, text, integer, text, text, boolean, text, text, text, text, integer, text,
  text, text, boolean) is
  'Adds a vehicle of the caller under this id, or changes it: all that is said here, and nothing of what is not. '
  'Without is_public a new one is public, and another stays as it is.';
grant execute on function public.save_vehicle(uuid, text, integer, text, text, boolean, text, text, text, text, integer,
  text, text, text, boolean) to authenticated;

-- What hangs on a vehicle goes private with it, and changes hands with it.
create or replace function app.carry_visibility_to_garage() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  shown constant boolean := coalesce(new.is_public, false);
begin
  update public.vehicle_details t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.vehicle_chassis t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  return null;
end
$$;

create trigger vehicles_carry_visibility_to_garage after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_visibility_to_garage();
