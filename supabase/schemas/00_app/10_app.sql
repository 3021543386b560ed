-- The private schema: what runs with more rights than its caller, and the rules that several tables share. It is not
-- exposed by the API. Callers may use it only through what is granted below and in the other files. Functions that add
-- much up say "set jit = off": Postgres overestimates its cost and compiles it, half a second for an answer of
-- milliseconds.

create schema if not exists app;
revoke all on schema app from public;
grant usage on schema app to anon, authenticated, service_role;

-- A person or a visitor, as opposed to the service role, a job or an administrator.
create or replace function app.is_client() returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(auth.role() in ('anon', 'authenticated'), false);
end
$$;

-- Copies what policies need from the vehicle into the row that hangs on it, so that policies read nothing but their
-- row. A vehicle that the caller may not see is answered like one that does not exist. The share lock makes "going
-- private" wait for rows on their way in, or them for it: neither can miss the other.
create or replace function app.hang_on_vehicle() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  vehicle record;
begin
  select v.user_id, coalesce(v.is_public, false) as is_public into vehicle
    from public.vehicles v where v.id = new.vehicle_id for share;
  if not found or (app.is_client() and not vehicle.is_public and vehicle.user_id is distinct from auth.uid()) then
    raise exception 'There is no vehicle %.', coalesce(new.vehicle_id::text, 'without an id')
      using errcode = 'foreign_key_violation', hint = 'Check the vehicle id. Only the owner sees a private vehicle.';
  end if;
  new.owner_id := vehicle.user_id;
  new.is_public := vehicle.is_public;
  return new;
end
$$;

-- The same for a row that names only its photo: the photo leads to the vehicle.
create or replace function app.hang_on_photo() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  vehicle record;
begin
  select v.id, v.user_id, coalesce(v.is_public, false) and not app.is_held_photo(i.id) as is_public into vehicle
    from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id
    where i.id = new.image_id for share of v;
  if not found or (app.is_client() and not vehicle.is_public and vehicle.user_id is distinct from auth.uid()) then
    raise exception 'There is no photo %.', coalesce(new.image_id::text, 'without an id')
      using errcode = 'foreign_key_violation',
        hint = 'Check the photo id. Only the owner sees photos of a private vehicle.';
  end if;
  new.vehicle_id := vehicle.id;
  new.owner_id := vehicle.user_id;
  new.is_public := vehicle.is_public;
  return new;
end
$$;

-- Client apps send updated_at with their rows: they are not refused, and the database's own clock wins.
create or replace function app.stamp_updated_at() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end
$$;
