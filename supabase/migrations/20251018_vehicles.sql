-- 20251018_vehicles.sql: Vehicles, photos and profiles, each only where the project has none yet.
-- Built from supabase/schemas by `npm run generate`; edit those files, not this one.
-- It can be pasted into a SQL editor and applied more than once.

-- 00_app/10_app.sql

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
revoke all on function
  app.is_client,
  app.hang_on_vehicle,
  app.hang_on_photo,
  app.stamp_updated_at
  from public, anon, authenticated, service_role;


-- 00_app/20_refuse.sql

-- One way to refuse: every refusal of ours carries a stable code in `detail`. Clients read the code, people the message
-- and the hint. Constraints refuse with their own names as codes.

-- Raises an error. `code` is snake_case and stable; `message` says what was wrong, `hint` what to do. `status` (an
-- SQLSTATE) decides the HTTP status: 42501 is 401 or 403, PTnnn is nnn, 23514 and 22023 are 400, 23503 is 409.
create or replace function app.refuse(code text, message text, hint text default null, status text default '23514')
returns void
language plpgsql immutable set search_path = '' as $$
begin
  if hint is null then
    raise exception using errcode = status, message = message, detail = code;
  end if;
  raise exception using errcode = status, message = message, detail = code, hint = hint;
end
$$;

-- What does not exist, or is not for the caller to see: the two are answered alike. The code is `unknown_<kind>`.
create or replace function app.not_found(kind text, id text, hint text default null, status text default 'PT404')
returns void
language plpgsql immutable set search_path = '' as $$
begin
  perform app.refuse('unknown_' || replace(kind, ' ', '_'),
    format('There is no %s %s.', kind, coalesce(id, 'without an id')), hint, status);
end
$$;

-- Functions that run with the caller's rights refuse too.
revoke all on function
  app.refuse(text, text, text, text),
  app.not_found(text, text, text, text)
  from public, anon, authenticated, service_role;
grant execute on function app.refuse(text, text, text, text), app.not_found(text, text, text, text)
  to anon, authenticated, service_role;


-- 00_app/30_text.sql

-- Text that people write: lengths are of the text itself, what others see has ink and no bidi overrides.

-- Characters that leave no ink: spaces, controls, and what Unicode calls format, filler and variation selectors.
-- Without a search_path of its own, and so with its operator's schema named, it costs a constraint no call.
create or replace function app.has_ink(words text) returns boolean
language sql immutable as $$
  select words operator(pg_catalog.~)
    '[^\s\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-'
      '\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]'
$$;
-- constraints run with the rights of whoever writes
revoke all on function
  app.has_ink(text)
  from public, anon, authenticated, service_role;
grant execute on function app.has_ink(text) to anon, authenticated, service_role;

-- Bidirectional overrides, embeddings and isolates make text read otherwise than it is stored.
create or replace function app.has_bidi_override(words text) returns boolean
language sql immutable as $$
  select words operator(pg_catalog.~) '[\u202a-\u202e\u2066-\u2069]'
$$;

-- Whether text may be shown to others: 1 to `most` characters, ink, no bidi overrides. Null for null, which a
-- constraint lets pass.
create or replace function app.is_readable(words text, most integer) returns boolean
language sql immutable as $$
  select pg_catalog.length(words) operator(pg_catalog.<=) most and app.has_ink(words)
    and not app.has_bidi_override(words)
$$;

-- What a name looks like, so that no two look alike: compatibility forms made one, without marks that leave no ink and
-- without spaces, in lower case, Cyrillic and Greek letters as the Latin ones that they are drawn like, and so 0 for o,
-- 1, i and | for l, rn for m, vv for w. Not for showing. Latin, Greek and Cyrillic are looked at; pairs within other
-- scripts are not.
create or replace function app.name_skeleton(words text) returns text
language sql immutable set search_path = '' as $$
  select replace(replace(translate(
    lower(translate(regexp_replace(normalize(words, nfkc),
        '[\s\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-'
          '\u202f\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff]', '', 'g'),
      U&'\0391\0392\0395\0396\0397\0399\039a\039c\039d\039f\03a1\03a4\03a5\03a7', 'ABEZHIKMNOPTYX')),
    U&'\0430\0432\0435\043a\043c\043d\043e\0440\0441\0442\0443\0445\0456\0457\0458\0455\04bb\0501\051b\051d\04cf\03b1'
      '\03b3\03b9\03ba\03bd\03bf\03c1\03c4\03c5\03c7\03c9\03f2\0251\0261\0131\017f' || '01i|',
      'abekmhopctyxlljshdqwlaylkvoptuxwcagls' || 'olll'), 'rn', 'm'), 'vv', 'w')
$$;
-- an index is kept with the rights of whoever writes
revoke all on function
  app.name_skeleton(text)
  from public, anon, authenticated, service_role;
grant execute on function app.name_skeleton(text) to anon, authenticated, service_role;

-- Text cut to fit, with an ellipsis where something was cut: for notices and other texts that we compose.
create or replace function app.fit(words text, most integer) returns text
language sql immutable as $$
  select case when pg_catalog.length(words) operator(pg_catalog.<=) most then words
              else pg_catalog.left(words, most operator(pg_catalog.-) 1) operator(pg_catalog.||) '…' end
$$;

revoke all on function
  app.has_bidi_override(text),
  app.is_readable(text, integer),
  app.fit(text, integer)
  from public, anon, authenticated, service_role;
grant execute on function app.has_bidi_override(text), app.is_readable(text, integer), app.fit(text, integer)
  to anon, authenticated, service_role;


-- 10_vehicles/10_vehicles.sql

-- Vehicles, for a project that has none yet. Facts are the columns of the Auto MPG data set, with their units in the
-- names. unless public.vehicles

create table if not exists public.vehicles (
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

create index if not exists vehicles_by_owner on public.vehicles (user_id);
create index if not exists vehicles_newest on public.vehicles (created_at desc, id desc) where is_public;

revoke all on public.vehicles from public, anon, authenticated, service_role;
grant select on public.vehicles to anon, authenticated;
grant insert (id, user_id, is_public, year, make, model, description, origin, cylinders, displacement_cu_in, horsepower,
              weight_lb, mpg, acceleration_s, facts_source, updated_at) on public.vehicles to authenticated;
grant update (id, user_id, is_public, year, make, model, description, origin, cylinders, displacement_cu_in, horsepower,
              weight_lb, mpg, acceleration_s, facts_source, updated_at) on public.vehicles to authenticated;
grant delete on public.vehicles to authenticated;
grant select, insert, update, delete on public.vehicles to service_role;

alter table public.vehicles enable row level security;

drop policy if exists "anyone sees public vehicles" on public.vehicles;
create policy "anyone sees public vehicles" on public.vehicles
  for select to anon using (is_public);

drop policy if exists "members see public vehicles and their own" on public.vehicles;
create policy "members see public vehicles and their own" on public.vehicles
  for select to authenticated using (is_public or user_id = (select auth.uid()));

drop policy if exists "members add vehicles of their own" on public.vehicles;
create policy "members add vehicles of their own" on public.vehicles
  for insert to authenticated with check (user_id = (select auth.uid()));

drop policy if exists "owners edit their vehicles" on public.vehicles;
create policy "owners edit their vehicles" on public.vehicles
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

drop policy if exists "owners remove their vehicles" on public.vehicles;
create policy "owners remove their vehicles" on public.vehicles
  for delete to authenticated using (user_id = (select auth.uid()));

create or replace trigger vehicles_stamp_updated_at before insert or update on public.vehicles
  for each row execute function app.stamp_updated_at();


-- 10_vehicles/20_vehicle_images.sql

do $migration$
begin
  if to_regclass('public.vehicle_images') is not null then return; end if;
  execute $statements$
-- Photos of a vehicle, for a project that has none yet. The metric columns come with the feature migration.
-- unless public.vehicle_images

create table public.vehicle_images (
  id         uuid primary key default gen_random_uuid(),
  vehicle_id uuid not null references public.vehicles (id) on delete cascade,
  owner_id   uuid references auth.users (id) on delete set null,
  is_public  boolean not null default false,
  image_url  text not null,
  caption    text,
  alt_text   text,
  width      integer,
  height     integer,
  position   integer not null default 0,
  taken_at   timestamptz,
  created_at timestamptz not null default now(),
  constraint image_url_is_a_path_or_https_address check (
    length(image_url) <= 2000 and image_url ~ '^(/[^/\\]|https?://)'
    and image_url !~ '[[:cntrl:]\u200b-\u200f\u2060\ufeff]' and not app.has_bidi_override(image_url)),
  constraint caption_is_short check (caption = '' or app.is_readable(caption, 500)),
  constraint alt_text_is_short check (alt_text = '' or app.is_readable(alt_text, 500)),
  constraint width_is_from_1_to_100000 check (width between 1 and 100000),
  constraint height_is_from_1_to_100000 check (height between 1 and 100000),
  constraint position_is_from_0_to_100000 check (position between 0 and 100000)
);

comment on table public.vehicle_images is
  'Photos in the order of position. owner_id and is_public are copies of the vehicle''s, kept by the database.';
comment on column public.vehicle_images.width is 'Pixels, so that a page can reserve the space before the photo loads.';

create index vehicle_images_by_vehicle on public.vehicle_images (vehicle_id, position);
create index vehicle_images_by_owner on public.vehicle_images (owner_id);

revoke all on public.vehicle_images from public, anon, authenticated, service_role;
grant select on public.vehicle_images to anon, authenticated;
grant insert (id, vehicle_id, image_url, caption, alt_text, width, height, position, taken_at)
  on public.vehicle_images to authenticated;
grant update (image_url, caption, alt_text, width, height, position, taken_at) on public.vehicle_images
  to authenticated;
grant delete on public.vehicle_images to authenticated;
grant select, insert, update, delete on public.vehicle_images to service_role;

alter table public.vehicle_images enable row level security;

create policy "anyone sees photos of public vehicles" on public.vehicle_images
  for select to anon using (is_public);

create policy "members see photos of public vehicles and of their own" on public.vehicle_images
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

create policy "owners add photos to their vehicles" on public.vehicle_images
  for insert to authenticated with check (owner_id = (select auth.uid()));

create policy "owners edit their photos" on public.vehicle_images
  for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

create policy "owners remove their photos" on public.vehicle_images
  for delete to authenticated using (owner_id = (select auth.uid()));

create trigger vehicle_images_hang_on_vehicle before insert or update of vehicle_id on public.vehicle_images
  for each row execute function app.hang_on_vehicle();

-- A vehicle that goes private or changes hands takes its photos along: by the trigger's name before what hangs on them,
-- as who removes a photo holds it first.
create or replace function app.carry_visibility_to_photos() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.vehicle_images i
    set owner_id = new.user_id, is_public = new.is_public and i.id <> all (app.held_photos_of(new.id))
    where i.vehicle_id = new.id;
  return null;
end
$$;

create trigger vehicles_carry_photos after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_visibility_to_photos();
revoke all on function
  app.carry_visibility_to_photos
  from public, anon, authenticated, service_role;
  $statements$;
end
$migration$;

-- 10_vehicles/30_profiles.sql

do $migration$
begin
  if to_regclass('public.profiles') is not null then return; end if;
  execute $statements$
-- Profiles: the name under which a person's votes, bets and comments are shown.
-- unless public.profiles

create table public.profiles (
  user_id      uuid primary key default auth.uid() references auth.users (id) on delete cascade,
  display_name text not null,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  constraint display_name_is_from_1_to_60_characters check (app.is_readable(display_name, 60)),
  constraint display_name_is_one_line check (display_name !~ '[[:cntrl:]]')
);

-- The index decides between two who write at once; the trigger says it in words.
create unique index display_names_do_not_look_alike on public.profiles (app.name_skeleton(display_name));

create or replace function app.keep_names_apart() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if length(new.display_name) <= 60 and exists (
             select from public.profiles p where app.name_skeleton(p.display_name) = app.name_skeleton(new.display_name)
               and p.user_id <> new.user_id) then
    perform app.refuse('display_names_do_not_look_alike', 'Somebody has this name, or one that looks like it.',
      'Choose another name.', '23505');
  end if;
  return new;
end
$$;

create trigger profiles_keep_names_apart before insert or update of display_name on public.profiles
  for each row execute function app.keep_names_apart();

comment on table public.profiles is 'Public display names. A person without a row is shown as a visitor.';

revoke all on public.profiles from public, anon, authenticated, service_role;
grant select on public.profiles to anon, authenticated;
grant insert (user_id, display_name, updated_at) on public.profiles to authenticated;
grant update (user_id, display_name, updated_at) on public.profiles to authenticated;
grant delete on public.profiles to authenticated;
grant select, insert, update, delete on public.profiles to service_role;

alter table public.profiles enable row level security;

create policy "anyone sees display names" on public.profiles
  for select to anon, authenticated using (true);

create policy "members choose their own name" on public.profiles
  for insert to authenticated with check (user_id = (select auth.uid()));

create policy "members change their own name" on public.profiles
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create policy "members remove their own name" on public.profiles
  for delete to authenticated using (user_id = (select auth.uid()));

create trigger profiles_stamp_updated_at before insert or update on public.profiles
  for each row execute function app.stamp_updated_at();
revoke all on function
  app.keep_names_apart
  from public, anon, authenticated, service_role;
  $statements$;
end
$migration$;
