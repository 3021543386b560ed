-- Holds: comments and photos that operators take from view and give back, by themselves or because members reported
-- them. One mechanism for both kinds; an unknown kind is refused where the thing is locked.

-- What members see and report, locked after its vehicle, that the operator may decide about: neither who made it nor
-- the vehicle's owner does.
create or replace function app.lock_shown(kind text, thing uuid, out vehicle_id uuid, out image_id uuid,
  out made_by uuid, out words text)
language plpgsql security definer set search_path = '' as $$
declare
  owner uuid;
begin
  select v.id, v.user_id into vehicle_id, owner from public.vehicles v
    where v.id = case kind
      when 'comment' then (select c.vehicle_id from public.image_interactions c
        where c.id = thing and c.interaction_type = 'comment')
      when 'photo' then (select i.vehicle_id from public.vehicle_images i where i.id = thing) end
    for no key update;
  if kind = 'comment' then
    select c.image_id, c.user_id, c.comment_text into image_id, made_by, words from public.image_interactions c
      where c.vehicle_id = lock_shown.vehicle_id and c.id = thing for update;
  elsif kind = 'photo' then
    select i.id, owner into image_id, made_by from public.vehicle_images i
      where i.vehicle_id = lock_shown.vehicle_id and i.id = thing for update;
  end if;
  if image_id is null then
    perform app.not_found(kind, thing::text,
      case kind when 'comment' then 'Its author may have taken it back.' else 'Its owner may have removed it.' end);
  end if;
  perform app.require_no_part(array[made_by, owner]);
end
$$;

create or replace function app.hold(kind text, thing uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  shown record;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  shown := app.lock_shown(kind, thing);
  if kind = 'comment' then
    insert into app.held_comments (vehicle_id, interaction_id, was_hidden)
      select c.vehicle_id, c.id, c.is_hidden from public.image_interactions c
      where c.vehicle_id = shown.vehicle_id and c.id = thing
      on conflict do nothing;
  else
    insert into app.held_photos (vehicle_id, image_id, content_hash, width, height, placeholder)
      select i.vehicle_id, i.id, i.content_hash, i.width, i.height, i.placeholder from public.vehicle_images i
      where i.id = thing
      on conflict do nothing;
  end if;
  if not found then
    perform app.refuse(kind || '_is_not_held', format('This %s is held already.', kind), 'Read the list again.',
      'PT409');
  end if;
  if kind = 'comment' then
    update public.image_interactions x set is_hidden = true
      where x.vehicle_id = shown.vehicle_id and x.id = thing and not x.is_hidden;
  else
    perform app.show_photo(thing);
  end if;
  perform app.note_operator_act('hold_' || kind, thing::text, why);
  perform app.tell(shown.made_by, shown.vehicle_id, kind || '_held',
    case kind
      when 'comment' then format('An operator has taken your comment on the %s from view: %s. You wrote: "%s"',
        app.vehicle_name(shown.vehicle_id), rtrim(why, '. '), app.fit(shown.words, 300))
      else format('An operator has taken a photo of your %s from view: %s', app.vehicle_name(shown.vehicle_id), why)
    end,
    jsonb_build_object('image_id', shown.image_id)
      || case kind when 'comment' then jsonb_build_object('comment_id', thing) else '{}' end);
end
$$;

-- A comment is then hidden or shown as its owner had it before, a photo is shown as its vehicle is. Of a photo that its
-- owner removed meanwhile the picture may be added again.
create or replace function app.release(kind text, thing uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  shown record;
  was_hidden boolean;
  removed uuid;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  if kind = 'photo' then
    delete from app.held_photos h where h.image_id = thing
      and not exists (select from public.vehicle_images i where i.id = thing) returning h.vehicle_id into removed;
    if removed is not null then
      perform app.require_no_part(array(select v.user_id from public.vehicles v where v.id = removed));
      perform app.note_operator_act('release_photo', thing::text, why);
      return;
    end if;
  end if;
  shown := app.lock_shown(kind, thing);
  if kind = 'comment' then
    delete from app.held_comments h where h.vehicle_id = shown.vehicle_id and h.interaction_id = thing
      returning h.was_hidden into was_hidden;
  else
    delete from app.held_photos h where h.image_id = thing;
  end if;
  if not found then
    perform app.refuse(kind || '_is_held', format('This %s is not held any more.', kind), 'Read the list again.',
      'PT409');
  end if;
  if kind = 'comment' then
    update public.image_interactions x set is_hidden = was_hidden
      where x.vehicle_id = shown.vehicle_id and x.id = thing and x.is_hidden <> was_hidden;
  else
    perform app.show_photo(thing);
  end if;
  perform app.note_operator_act('release_' || kind, thing::text, why);
end
$$;

-- Decides all open reports of a comment or photo: `uphold` takes it from view, `reject` leaves it. Returns how many
-- there were.
create or replace function app.decide_reports(kind text, thing uuid, decision text, why text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  shown record;
  decided integer;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  shown := app.lock_shown(kind, thing);
  decided := app.close_reports(kind, shown.vehicle_id, thing::text, decision);
  if decision = 'reject' then
    perform app.note_operator_act('reject_reports', thing::text, why);
  elsif app.is_held_comment(shown.vehicle_id, thing) or app.is_held_photo(thing) then
    perform app.note_operator_act('uphold_reports', thing::text, why);
  else
    perform app.hold(kind, thing, why);
  end if;
  return decided;
end
$$;

-- The comments that operators hold, the latest first.
create or replace function app.held_comments(most integer, before timestamptz)
returns table (comment_id uuid, vehicle_id uuid, vehicle text, photo_id uuid, words text, author_id uuid,
               held_at timestamptz, reason text)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select c.id, c.vehicle_id, app.vehicle_words(c.vehicle_id), c.image_id, c.comment_text, c.user_id, h.held_at,
    (select a.reason from app.operator_acts a where a.act = 'hold_comment' and a.about = c.id::text
      order by a.at desc limit 1)
  from app.held_comments h
  join public.image_interactions c on c.vehicle_id = h.vehicle_id and c.id = h.interaction_id
  where before is null or h.held_at < before
  order by h.held_at desc limit least(greatest(most, 0), 200)
$$;

-- The photos that operators hold, the latest first. photo_pass lets the reader see the file; both are null of one that
-- its owner removed.
create or replace function app.held_photos(most integer, before timestamptz)
returns table (photo_id uuid, vehicle_id uuid, vehicle text, words text, photo_url text, photo_pass text, owner_id uuid,
               held_at timestamptz, reason text)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select h.image_id, h.vehicle_id, coalesce(app.vehicle_words(h.vehicle_id), 'A vehicle'), to_jsonb(i) ->> 'caption',
    i.image_url, app.photo_pass(i.vehicle_id, i.id), v.user_id, h.held_at,
    (select a.reason from app.operator_acts a where a.act = 'hold_photo' and a.about = h.image_id::text
      order by a.at desc limit 1)
  from app.held_photos h
  left join public.vehicle_images i on i.id = h.image_id left join public.vehicles v on v.id = h.vehicle_id
  where before is null or h.held_at < before
  order by h.held_at desc limit least(greatest(most, 0), 200)
$$;

create or replace function public.decide_comment_reports(comment_id uuid, decision text, reason text) returns integer
language sql set search_path = '' as $$
  select app.decide_reports('comment', comment_id, decision, reason)
$$;
comment on function public.decide_comment_reports(uuid, text, text) is
  'For operators: uphold takes the comment from view, reject leaves it. Returns how many reports were decided.';
create or replace function public.hold_comment(comment_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.hold('comment', comment_id, reason)
$$;
comment on function public.hold_comment(uuid, text) is
  'For operators: takes a comment from view; only its author and the vehicle''s owner see it, and neither can show it.';
create or replace function public.release_comment(comment_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.release('comment', comment_id, reason)
$$;
comment on function public.release_comment(uuid, text) is 'For operators: shows a held comment again.';
create or replace function public.held_comments("limit" integer default 50, before timestamptz default null)
returns table (comment_id uuid, vehicle_id uuid, vehicle text, photo_id uuid, words text, author_id uuid,
               held_at timestamptz, reason text)
language sql stable set search_path = '' as $$
  select * from app.held_comments("limit", before)
$$;
comment on function public.held_comments(integer, timestamptz) is
  'For operators: the comments that are held, the latest first; at most 200 a page.';

create or replace function public.decide_photo_reports(photo_id uuid, decision text, reason text) returns integer
language sql set search_path = '' as $$
  select app.decide_reports('photo', photo_id, decision, reason)
$$;
comment on function public.decide_photo_reports(uuid, text, text) is
  'For operators: uphold takes the photo from view, reject leaves it. Returns how many reports were decided.';
create or replace function public.hold_photo(photo_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.hold('photo', photo_id, reason)
$$;
comment on function public.hold_photo(uuid, text) is
  'For operators: takes a photo from view; only the vehicle''s owner, who is told why, and operators see it.';
create or replace function public.release_photo(photo_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.release('photo', photo_id, reason)
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
  app.hold(text, uuid, text), app.release(text, uuid, text), app.decide_reports(text, uuid, text, text),
  public.hold_comment(uuid, text), public.release_comment(uuid, text), public.decide_comment_reports(uuid, text, text),
  public.hold_photo(uuid, text), public.release_photo(uuid, text), public.decide_photo_reports(uuid, text, text),
  app.held_comments(integer, timestamptz), public.held_comments(integer, timestamptz),
  app.held_photos(integer, timestamptz), public.held_photos(integer, timestamptz)
  to authenticated, service_role;
