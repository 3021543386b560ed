-- Photos that members report, as operators decide about them: `uphold` takes one from view, `reject` leaves it.

-- A photo, locked after its vehicle, that the operator may decide about: its owner does not.
create or replace function app.lock_photo(photo uuid) returns public.vehicle_images
language plpgsql security definer set search_path = '' as $$
declare
  i public.vehicle_images;
  owner uuid;
begin
  select v.user_id into owner from public.vehicles v
    where v.id = (select x.vehicle_id from public.vehicle_images x where x.id = photo) for no key update;
  select x.* into i from public.vehicle_images x where x.id = photo for update;
  if not found then perform app.not_found('photo', photo::text, 'Its owner may have removed it.'); end if;
  perform app.require_no_part(array[owner]);
  return i;
end
$$;

create or replace function app.hold_photo(photo uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  i public.vehicle_images;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  i := app.lock_photo(photo);
  insert into app.held_photos (vehicle_id, image_id) values (i.vehicle_id, i.id) on conflict do nothing;
  if not found then
    perform app.refuse('photo_is_not_held', 'This photo is held already.', 'Read the list again.', 'PT409');
  end if;
  perform app.show_photo(photo);
  perform app.note_operator_act('hold_photo', photo::text, why);
  perform app.tell((select v.user_id from public.vehicles v where v.id = i.vehicle_id), i.vehicle_id, 'photo_held',
    format('An operator has taken a photo of your %s from view: %s', app.vehicle_name(i.vehicle_id), why),
    jsonb_build_object('image_id', i.id));
end
$$;

create or replace function app.release_photo(photo uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  i public.vehicle_images;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  i := app.lock_photo(photo);
  delete from app.held_photos h where h.image_id = i.id;
  if not found then
    perform app.refuse('photo_is_held', 'This photo is not held any more.', 'Read the list again.', 'PT409');
  end if;
  perform app.show_photo(photo);
  perform app.note_operator_act('release_photo', photo::text, why);
end
$$;

create or replace function app.decide_photo_reports(photo uuid, decision text, why text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  i public.vehicle_images;
  decided integer;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  if decision is null or decision not in ('uphold', 'reject') then
    perform app.refuse('decision_is_uphold_or_reject', 'The decision must be uphold or reject.', null, '22023');
  end if;
  i := app.lock_photo(photo);
  update public.photo_reports r
    set state = case decision when 'uphold' then 'upheld' else 'rejected' end, decided_at = now()
    where r.vehicle_id = i.vehicle_id and r.image_id = i.id and r.state = 'open';
  get diagnostics decided = row_count;
  if decided = 0 then
    perform app.refuse('reports_are_open', 'These reports have been decided already.', 'Read the list again.', 'PT409');
  end if;
  if decision = 'reject' then
    perform app.note_operator_act('reject_reports', photo::text, why);
  elsif app.is_held_photo(photo) then
    perform app.note_operator_act('uphold_reports', photo::text, why);
  else
    perform app.hold_photo(photo, why);
  end if;
  return decided;
end
$$;

-- The photos that operators hold, the latest first. photo_pass lets the reader see the file.
create or replace function app.held_photos(most integer, before timestamptz)
returns table (photo_id uuid, vehicle_id uuid, vehicle text, words text, photo_url text, photo_pass text, owner_id uuid,
               held_at timestamptz, reason text)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select i.id, i.vehicle_id, app.vehicle_words(i.vehicle_id), to_jsonb(i) ->> 'caption', i.image_url,
    app.photo_pass(i.vehicle_id, i.id), v.user_id, h.held_at,
    (select a.reason from app.operator_acts a where a.act = 'hold_photo' and a.about = i.id::text
      order by a.at desc limit 1)
  from app.held_photos h
  join public.vehicle_images i on i.id = h.image_id join public.vehicles v on v.id = i.vehicle_id
  where before is null or h.held_at < before
  order by h.held_at desc limit least(greatest(most, 0), 200)
$$;

create or replace function public.decide_photo_reports(photo_id uuid, decision text, reason text) returns integer
language sql set search_path = '' as $$
  select app.decide_photo_reports(photo_id, decision, reason)
$$;
comment on function public.decide_photo_reports(uuid, text, text) is
  'For operators: uphold takes the photo from view, reject leaves it. Returns how many reports were decided.';
create or replace function public.hold_photo(photo_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.hold_photo(photo_id, reason)
$$;
comment on function public.hold_photo(uuid, text) is
  'For operators: takes a photo from view; only the vehicle''s owner, who is told why, and operators see it.';
create or replace function public.release_photo(photo_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.release_photo(photo_id, reason)
$$;
comment on function public.release_photo(uuid, text) is 'For operators: shows a held photo again.';
create or replace function public.held_photos("limit" integer default 50, before timestamptz default null)
returns table (photo_id uuid, vehicle_id uuid, vehicle text, words text, photo_url text, photo_pass text, owner_id uuid,
               held_at timestamptz, reason text)
language sql stable set search_path = '' as $$
  select * from app.held_photos("limit", before)
$$;
comment on function public.held_photos(integer, timestamptz) is
  'For operators: the photos that are held, the latest first; at most 200 a page.';

grant execute on function
  app.decide_photo_reports(uuid, text, text), public.decide_photo_reports(uuid, text, text),
  app.hold_photo(uuid, text), public.hold_photo(uuid, text), app.release_photo(uuid, text),
  public.release_photo(uuid, text), app.held_photos(integer, timestamptz), public.held_photos(integer, timestamptz)
  to authenticated, service_role;
