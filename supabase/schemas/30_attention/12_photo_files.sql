-- Photo files: what import and upload know of a photo. Checks are not valid for rows that were there before, and the
-- registry is a table of its own, so that a large table is neither rewritten nor read.

alter table public.vehicle_images
  add column if not exists image_url    text,
  add column if not exists width        integer,
  add column if not exists height       integer,
  add column if not exists position     integer not null default 0,
  add column if not exists taken_at     timestamptz,
  add column if not exists srcset       text,
  add column if not exists placeholder  text,
  add column if not exists content_hash text;

comment on column public.vehicle_images.srcset is
  'The photo in several widths, as the srcset attribute of an img takes it.';
comment on column public.vehicle_images.placeholder is
  'A blurred miniature as a data: URL, to show until the photo is there.';
comment on column public.vehicle_images.content_hash is
  'SHA-256 of the original file, in hex. A vehicle has each original once.';

do $$
begin
  if not exists (select from pg_constraint
                 where conrelid = 'public.vehicle_images'::regclass and conname = 'content_hash_is_a_sha256_in_hex')
                   then
    alter table public.vehicle_images
      add constraint content_hash_is_a_sha256_in_hex check (content_hash ~ '^[0-9a-f]{64}$') not valid,
      add constraint placeholder_is_a_small_data_url
        check (length(placeholder) <= 4000
          and placeholder ~ '^data:image/(webp|png|jpeg);base64,[A-Za-z0-9+/]+=*$') not valid,
      add constraint srcset_lists_urls_with_widths
        check (length(srcset) <= 8000
               and srcset ~ '^((^|, )(/[^/\\[:space:],]|https?://)[^[:space:],]* [1-9][0-9]{0,5}w)+$') not valid;
  end if;
end
$$;

grant insert (srcset, placeholder, content_hash) on public.vehicle_images to authenticated;

-- Whoever serves a photo sees the addresses of all who look at it. So members name photos of this server alone, or of
-- origins that the operator trusts. Tables of an existing project are left as they are until the operator says so.
insert into app.settings (name, value, about) values
  ('photo_origins',
   case when exists (select from pg_constraint where conrelid = 'public.vehicle_images'::regclass
                     and conname = 'image_url_is_a_path_or_https_address') then '' else '*' end,
   'Where members'' photos may come from besides this server: origins such as https://abc.supabase.co, by commas; * is '
     'anywhere. The page loads from no other.')
on conflict (name) do update set about = excluded.about;

-- Browsers drop tabs and line feeds from addresses, and take a backslash for a slash: `/<tab>/host` is another server.
create or replace function app.is_own_or_trusted_address(address text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  origins constant text[] := regexp_split_to_array(btrim(app.setting('photo_origins')), '[[:space:],]+');
begin
  if address is null or '*' = any (origins) then return true; end if;
  if address ~ '[[:space:][:cntrl:]\\]' then return false; end if;
  return address ~ '^/([^/]|$)' or coalesce(lower(substring(address from '^https?://[^/?#]+')) = any (origins), false);
end
$$;

create or replace function app.check_photo_addresses() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if app.is_client() and not (
    app.is_own_or_trusted_address(new.image_url)
    and (select coalesce(bool_and(app.is_own_or_trusted_address(split_part(part, ' ', 1))), true)
         from regexp_split_to_table(coalesce(new.srcset, ''), ', ') part where part <> '')
  ) then
    perform app.refuse('photo_is_of_this_server',
      'Photos come from this server, or from one that the operator has named.',
      'Upload the photo. An operator names other servers in the setting photo_origins.');
  end if;
  return null;
end
$$;

-- After the row's constraints, which say better what is wrong with an address that is none.
create trigger vehicle_images_check_photo_addresses after insert or update of image_url, srcset on public.vehicle_images
  for each row execute function app.check_photo_addresses();

-- Whoever sends it, the service too: an import is no way around a hold. Files that this server has not prepared itself
-- carry no hash that could be trusted, so that of a photo elsewhere only its own row is held.
create or replace function app.refuse_held_picture() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from app.held_photos h where h.content_hash = new.content_hash
             or (h.placeholder, h.width, h.height) = (new.placeholder, new.width, new.height)) then
    perform app.refuse('picture_is_held', 'An operator has taken this picture from view, and it is not taken again.',
      'Choose another one. If that was a mistake, ask the operators to show it again.');
  end if;
  return new;
end
$$;

create trigger vehicle_images_refuse_held_picture before insert on public.vehicle_images
  for each row when (new.content_hash is not null)
  execute function app.refuse_held_picture();

-- A removed photo without an original has nothing by which it could be known again.
create or replace function app.end_hold_of_removed() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from app.held_photos h where h.image_id = old.id;
  return null;
end
$$;

create trigger vehicle_images_end_hold after delete on public.vehicle_images
  for each row when (old.content_hash is null)
  execute function app.end_hold_of_removed();

-- Which original is which photo. A removed photo stays here without image_id until its files are removed, too.
create table app.photo_files (
  vehicle_id   uuid not null,
  content_hash text not null,
  image_id     uuid,
  removed_at   timestamptz,
  primary key (vehicle_id, content_hash),
  constraint a_photo_is_there_or_removed check ((image_id is null) = (removed_at is not null))
);

comment on table app.photo_files is
  'Originals by vehicle. image_id is null when the photo is gone and its files wait to be removed.';

create index if not exists photo_files_by_image on app.photo_files (image_id) where image_id is not null;
create index if not exists photo_files_removed on app.photo_files (removed_at) where image_id is null;

revoke all on app.photo_files from public, anon, authenticated, service_role;
alter table app.photo_files enable row level security;

create or replace function app.register_photo_file() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.photo_files as known (vehicle_id, content_hash, image_id)
    values (new.vehicle_id, new.content_hash, new.id)
    on conflict (vehicle_id, content_hash) do update set image_id = excluded.image_id, removed_at = excluded.removed_at
      where known.image_id is null;
  if not found then
    raise exception 'This photo is on this vehicle already.'
      using errcode = 'unique_violation', constraint = 'photo_is_on_its_vehicle_once';
  end if;
  return null;
end
$$;

create trigger vehicle_images_register_photo_file after insert on public.vehicle_images
  for each row when (new.content_hash is not null)
  execute function app.register_photo_file();

create or replace function app.give_up_photo_file() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update app.photo_files set image_id = null, removed_at = now() where image_id = old.id;
  return null;
end
$$;

create trigger vehicle_images_give_up_photo_file after delete on public.vehicle_images
  for each row when (old.content_hash is not null)
  execute function app.give_up_photo_file();
