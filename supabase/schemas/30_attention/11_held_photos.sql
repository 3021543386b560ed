-- Held photos: an operator has taken them from view. The vehicle's owner and operators see one, nobody else: is_public
-- of the photo is false meanwhile, and so it is of its tags and of what people did with it. The same picture is not
-- taken again meanwhile, whoever sends it and whether the held one is still there.

create table app.held_photos (
  vehicle_id   uuid not null,
  image_id     uuid not null unique,   -- no key: a photo that its owner removes stays refused
  content_hash text,
  width        integer,
  height       integer,
  placeholder  text,
  held_at      timestamptz not null default now(),
  primary key (vehicle_id, image_id)
);
comment on table app.held_photos is
  'Why and by whom stands in operator_acts, as hold_photo. The picture is not taken again, for any vehicle, until the '
    'hold ends.';
comment on column app.held_photos.placeholder is
  'With width and height: the picture again in a file whose pixels are the same, and whose other bytes are not.';
create index held_photos_by_hash on app.held_photos (content_hash);
create index held_photos_by_time on app.held_photos (held_at desc);
revoke all on app.held_photos from public, anon, authenticated, service_role;

create or replace function app.is_held_photo(photo uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from app.held_photos h where h.image_id = photo)
$$;

create or replace function app.held_photos_of(vehicle uuid) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(h.image_id), '{}') from app.held_photos h where h.vehicle_id = vehicle
$$;

-- Shows a photo as its vehicle is shown, unless it is held. A project's own photos may have no is_public: its policies
-- ask app.is_held_photo. The vehicle is written too: its words have changed, and so has its page.
create or replace function app.show_photo(photo uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  vehicle uuid;
  shown boolean;
begin
  select v.id, coalesce(v.is_public, false) and not app.is_held_photo(photo) into vehicle, shown
    from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id where i.id = photo;
  if exists (select from pg_catalog.pg_attribute a where a.attrelid = 'public.vehicle_images'::regclass
             and a.attname = 'is_public' and not a.attisdropped) then
    execute 'update public.vehicle_images i set is_public = $1 where i.id = $2' using shown, photo;
  end if;
  update public.image_interactions t set is_public = shown where t.vehicle_id = vehicle and t.image_id = photo;
  update public.image_tags t set is_public = shown where t.vehicle_id = vehicle and t.image_id = photo;
  update public.vehicles v set is_public = v.is_public where v.id = vehicle;
end
$$;

-- policies of a project's own ask it
grant execute on function app.is_held_photo(uuid) to anon, authenticated, service_role;
