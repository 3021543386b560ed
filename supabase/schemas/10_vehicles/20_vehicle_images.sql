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
