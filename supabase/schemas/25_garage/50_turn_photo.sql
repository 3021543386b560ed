-- Turning a photo that stands on its side. Files never change under their addresses, so each quarter turn has a folder
-- of its own, named after original and turn (src/import/turned.ts makes it): whoever asks cannot name other files. The
-- row stays, and with it views, comments, tags and place.

create or replace function app.turned_folder(content_hash text, quarter_turns integer) returns text
language sql immutable set search_path = '' as $$
  select case when quarter_turns = 0 then content_hash
    else encode(sha256(convert_to(content_hash || ' turned ' || quarter_turns, 'utf8')), 'hex') end
$$;

-- The addresses of the photo in these widths, narrowest first.
create or replace function app.photo_addresses(folder text, widths integer[]) returns text
language sql immutable set search_path = '' as $$
  select string_agg(format('%s/%s.webp %sw', folder, w, w), ', ' order by w) from unnest(widths) w
$$;

create or replace function app.turn_photo(
  photo uuid, quarter_turns integer, shown text, widths integer[], height integer, placeholder text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  p record;
  folder text;
  widest constant integer := (select max(w) from unnest(widths) w);
begin
  select i.image_url, i.content_hash, v.user_id, coalesce(v.is_public, false) as is_public into p
    from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id where i.id = photo
    for share of v for no key update of i;
  if not found or (app.is_client() and not p.is_public and p.user_id is distinct from auth.uid()) then
    perform app.not_found('photo', photo::text);
  elsif app.is_client() and p.user_id is distinct from auth.uid() then
    perform app.refuse('not_your_vehicle', 'Only the owner turns the photos of a vehicle.', null, '42501');
  elsif quarter_turns is null or quarter_turns not between 0 and 3 then
    perform app.refuse('quarter_turns_are_from_0_to_3', 'quarter_turns must be from 0 to 3, clockwise.', null, '22023');
  elsif coalesce(cardinality(widths), 0) not between 1 and 8 or array_position(widths, null) is not null
    or not (1 <= all (widths) and 99999 >= all (widths)) then
    perform app.refuse('photos_have_1_to_8_widths', 'A photo has 1 to 8 widths from 1 to 99,999 pixels.', null,
      '22023');
  end if;
  folder := substring(p.image_url from '^(.*/)[0-9a-f]{64}/[1-9][0-9]*\.webp$')
    || app.turned_folder(p.content_hash, quarter_turns);
  if folder is null then
    perform app.refuse('photo_is_kept_elsewhere', 'The files of this photo are not this server''s to turn.',
      'Turn the picture, add it again, and remove this one.');
  end if;
  -- Somebody turned it meanwhile: a turn is of what its owner has seen.
  if p.image_url is distinct from shown then return false; end if;
  update public.vehicle_images i
    set image_url = format('%s/%s.webp', folder, widest), srcset = app.photo_addresses(folder, widths), width = widest,
      height = turn_photo.height, placeholder = turn_photo.placeholder
    where i.id = photo;
  return true;
end
$$;

create or replace function public.turn_photo(
  photo_id uuid, quarter_turns integer, shown text, widths integer[], height integer, placeholder text) returns boolean
language sql set search_path = '' as $$
  select app.turn_photo(photo_id, quarter_turns, shown, widths, height, placeholder)
$$;
comment on function public.turn_photo(uuid, integer, text, integer[], integer, text) is
  'For the owner: shows a photo as its original turned clockwise by this many quarters. The server''s door '
  '/upload/v1/turns makes the files and calls this. shown: the image_url that was seen; false when it is another by '
  'now.';

grant execute on function app.turn_photo(uuid, integer, text, integer[], integer, text),
  public.turn_photo(uuid, integer, text, integer[], integer, text) to authenticated, service_role;
