-- Passes to the photo files of private vehicles. An <img> sends no token, so who may see such a vehicle gets addresses
-- that carry a pass: `/photos/<vehicle>/<hash>/960.webp?pass=...`. It ends by itself, and with the vehicle's owner. The
-- files of a public vehicle need none, and stop when it goes private. See docs/security.md.

create table app.photo_pass_keys (
  only_one boolean primary key default true,
  inner_key bytea not null,
  outer_key bytea not null,
  constraint there_is_one_pair_of_keys check (only_one)
);
revoke all on app.photo_pass_keys from public, anon, authenticated, service_role;

-- A UUID has 122 random bits from the system's own source; Postgres without extensions has no other.
insert into app.photo_pass_keys (inner_key, outer_key)
  select sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid()), 'utf8')),
         sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid()), 'utf8'))
  on conflict do nothing;

-- A nested MAC (NMAC) over SHA-256, whose two independent keys make it as strong as HMAC.
create or replace function app.photo_pass_mac(vehicle uuid, owner uuid, expires bigint) returns text
language sql stable security definer set search_path = '' as $$
  select encode(sha256(k.outer_key
    || sha256(k.inner_key || convert_to(concat_ws(' ', vehicle, owner, expires), 'utf8'))), 'hex')
    from app.photo_pass_keys k
$$;

-- The same for an hour, so that browsers keep what they have loaded; good for one to two.
create or replace function app.photo_pass(vehicle uuid) returns text
language sql stable security definer set search_path = '' as $$
  select x.expires || '.' || app.photo_pass_mac(v.id, v.user_id, x.expires)
    from public.vehicles v, (select (floor(extract(epoch from now()) / 3600)::bigint + 2) * 3600 as expires) x
    where v.id = vehicle and not coalesce(v.is_public, false) and (v.user_id = auth.uid() or not app.is_client())
$$;

-- Of one photo: one that an operator holds has a pass for its owner and operators, on a public vehicle too.
create or replace function app.photo_pass(vehicle uuid, photo uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case when not app.is_held_photo(photo) then app.photo_pass(vehicle) else (
    select x.expires || '.' || app.photo_pass_mac(v.id, v.user_id, x.expires)
      from public.vehicles v, (select (floor(extract(epoch from now()) / 3600)::bigint + 2) * 3600 as expires) x
      where v.id = vehicle and (v.user_id = auth.uid() or not app.is_client() or app.is_operator())) end
$$;

-- Whether the files in a photo's folder, turned or not, are for whoever brings this pass, or none.
create or replace function app.photo_is_shown(vehicle uuid, folder text, pass text) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(bool_or(
    (v.is_public and not exists (
      select from app.held_photos h join public.vehicle_images i on i.id = h.image_id
      where h.vehicle_id = v.id and (strpos(i.image_url, '/' || folder || '/') > 0
        or folder in (select app.turned_folder(i.content_hash, n) from generate_series(0, 3) n))))
    or (pass ~ '^[0-9]{10}\.[0-9a-f]{64}$' and split_part(pass, '.', 1)::bigint > extract(epoch from now())
        and split_part(pass, '.', 2) = app.photo_pass_mac(v.id, v.user_id, split_part(pass, '.', 1)::bigint))), false)
    from public.vehicles v where v.id = vehicle
$$;

-- A computed column: .from('vehicle_images').select('*, photo_pass').
create or replace function public.photo_pass(photo public.vehicle_images) returns text
language sql stable security invoker set search_path = '' as $$
  select app.photo_pass(photo.vehicle_id, photo.id)
$$;
comment on function public.photo_pass(public.vehicle_images) is
  'What to add to the address of a photo of a private vehicle, or of one that an operator holds, as ?pass=..., if the '
    'caller may see it; null for a public one.';

revoke all on function app.photo_pass_mac(uuid, uuid, bigint), app.photo_pass(uuid), app.photo_pass(uuid, uuid),
  app.photo_is_shown(uuid, text, text) from public, anon, authenticated, service_role;
grant execute on function app.photo_pass(uuid), app.photo_pass(uuid, uuid) to anon, authenticated, service_role;
grant execute on function public.photo_pass(public.vehicle_images) to anon, authenticated, service_role;
