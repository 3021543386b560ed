-- Reports: what members say is out of place (comments, photos) or wrong (researched values), as operators read and
-- decide it. Of photos the rest stands in 12_photo_reports.sql.

-- The open ones, those that have waited longest first; several people's reports of one thing are one row. `key` names
-- the thing, `words` are the comment or the value; `reports` is [{ by, reason, at }], of which the first 20. The next
-- page begins after the last row's `since` and `key`.
create or replace function app.open_reports(most integer, after jsonb)
returns table (key text, kind text, vehicle_id uuid, vehicle text, comment_id uuid, photo_id uuid, spec_name text,
               words text, author_id uuid, is_hidden boolean, is_own boolean, since timestamptz, people bigint,
               reports jsonb, photo_url text, photo_pass text)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  with open as (
    select 'comment ' || r.interaction_id as key, 'comment' as kind, r.vehicle_id, r.interaction_id as comment_id,
           null::uuid as photo_id, null::text as spec_name, min(r.created_at) as since, count(*) as people
    from public.comment_reports r where r.state = 'open' group by r.vehicle_id, r.interaction_id
    union all
    select 'photo ' || r.image_id, 'photo', r.vehicle_id, null, r.image_id, null, min(r.created_at), count(*)
    from public.photo_reports r where r.state = 'open' group by r.vehicle_id, r.image_id
    union all
    select format('answer %s %s', r.vehicle_id, r.spec_name), 'answer', r.vehicle_id, null, null, r.spec_name,
           min(r.created_at), count(*)
    from public.research_reports r where r.state = 'open' group by r.vehicle_id, r.spec_name
  ), page as (
    select o.* from open o
    where after is null or (o.since, o.key) > ((after ->> 'since')::timestamptz, after ->> 'key')
    order by o.since, o.key limit least(greatest(most, 0), 200)
  )
  select p.key, p.kind, p.vehicle_id, app.vehicle_words(p.vehicle_id), p.comment_id, coalesce(c.image_id, p.photo_id),
    p.spec_name,
    case p.kind when 'comment' then c.comment_text when 'photo' then to_jsonb(i) ->> 'caption' else a.spec_value end,
    case p.kind when 'photo' then v.user_id else c.user_id end,
    case p.kind when 'photo' then app.is_held_photo(p.photo_id) else coalesce(c.is_hidden, false) end,
    app.is_client() and (auth.uid() = v.user_id or auth.uid() is not distinct from c.user_id), p.since, p.people,
    case p.kind when 'comment' then (
      select jsonb_agg(jsonb_build_object('by', r.user_id, 'reason', r.reason, 'at', r.created_at)
        order by r.created_at)
      from (select x.* from public.comment_reports x where x.vehicle_id = p.vehicle_id
        and x.interaction_id = p.comment_id and x.state = 'open' order by x.created_at limit 20) r)
    when 'photo' then (
      select jsonb_agg(jsonb_build_object('by', r.user_id, 'reason', r.reason, 'at', r.created_at)
        order by r.created_at)
      from (select x.* from public.photo_reports x where x.vehicle_id = p.vehicle_id
        and x.image_id = p.photo_id and x.state = 'open' order by x.created_at limit 20) r)
    else (
      select jsonb_agg(jsonb_build_object('by', r.user_id, 'reason', r.reason, 'at', r.created_at)
        order by r.created_at)
      from (select x.* from public.research_reports x where x.vehicle_id = p.vehicle_id
        and x.spec_name = p.spec_name and x.state = 'open' order by x.created_at limit 20) r)
    end,
    i.image_url, case p.kind when 'photo' then app.photo_pass(p.vehicle_id, p.photo_id) end
  from page p
  join public.vehicles v on v.id = p.vehicle_id
  left join public.image_interactions c on c.vehicle_id = p.vehicle_id and c.id = p.comment_id
  left join public.vehicle_images i on i.id = p.photo_id
  left join public.spec_research_cache a on a.vehicle_id = p.vehicle_id and a.spec_name = p.spec_name
  order by p.since, p.key
$$;
create or replace function public.open_reports("limit" integer default 50, "after" jsonb default null)
returns table (key text, kind text, vehicle_id uuid, vehicle text, comment_id uuid, photo_id uuid, spec_name text,
               words text, author_id uuid, is_hidden boolean, is_own boolean, since timestamptz, people bigint,
               reports jsonb, photo_url text, photo_pass text)
language sql stable set search_path = '' as $$
  select * from app.open_reports("limit", "after")
$$;
comment on function public.open_reports(integer, jsonb) is
  'For operators: reported comments, photos and answers that wait for a decision, the longest first; at most 200 a '
    'page. '
    'after: { since, key } of the last one seen.';

-- A comment, locked, that the operator may decide about: neither its author nor the vehicle's owner does.
create or replace function app.lock_comment(comment uuid) returns public.image_interactions
language plpgsql security definer set search_path = '' as $$
declare
  c public.image_interactions;
begin
  perform from public.vehicles v
    where v.id = (select x.vehicle_id from public.image_interactions x where x.id = comment) for no key update;
  select x.* into c from public.image_interactions x
    where x.id = comment and x.interaction_type = 'comment' for update;
  if not found then perform app.not_found('comment', comment::text, 'Its author may have taken it back.'); end if;
  perform app.require_no_part(array[c.user_id, c.owner_id]);
  return c;
end
$$;

create or replace function app.hold_comment(comment uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  c public.image_interactions;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  c := app.lock_comment(comment);
  insert into app.held_comments (vehicle_id, interaction_id, was_hidden) values (c.vehicle_id, c.id, c.is_hidden)
    on conflict do nothing;
  if not found then
    perform app.refuse('comment_is_not_held', 'This comment is held already.', 'Read the list again.', 'PT409');
  end if;
  update public.image_interactions x set is_hidden = true
    where x.vehicle_id = c.vehicle_id and x.id = c.id and not x.is_hidden;
  perform app.note_operator_act('hold_comment', comment::text, why);
  perform app.tell(c.user_id, c.vehicle_id, 'comment_held',
    format('An operator has taken your comment on the %s from view: %s. You wrote: "%s"',
      app.vehicle_name(c.vehicle_id), rtrim(why, '. '), app.fit(c.comment_text, 300)),
    jsonb_build_object('image_id', c.image_id, 'comment_id', c.id));
end
$$;

create or replace function app.release_comment(comment uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  c public.image_interactions;
  was_hidden boolean;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  c := app.lock_comment(comment);
  delete from app.held_comments h where h.vehicle_id = c.vehicle_id and h.interaction_id = c.id
    returning h.was_hidden into was_hidden;
  if not found then
    perform app.refuse('comment_is_held', 'This comment is not held any more.', 'Read the list again.', 'PT409');
  end if;
  update public.image_interactions x set is_hidden = was_hidden
    where x.vehicle_id = c.vehicle_id and x.id = c.id and x.is_hidden <> was_hidden;
  perform app.note_operator_act('release_comment', comment::text, why);
end
$$;

-- Decides all open reports of a comment: `uphold` takes it from view, `reject` leaves it. Returns how many there were.
-- Of two operators at once the first decides.
create or replace function app.decide_comment_reports(comment uuid, decision text, why text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  c public.image_interactions;
  decided integer;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  if decision is null or decision not in ('uphold', 'reject') then
    perform app.refuse('decision_is_uphold_or_reject', 'The decision must be uphold or reject.', null, '22023');
  end if;
  c := app.lock_comment(comment);
  update public.comment_reports r
    set state = case decision when 'uphold' then 'upheld' else 'rejected' end, decided_at = now()
    where r.vehicle_id = c.vehicle_id and r.interaction_id = c.id and r.state = 'open';
  get diagnostics decided = row_count;
  if decided = 0 then
    perform app.refuse('reports_are_open', 'These reports have been decided already.', 'Read the list again.', 'PT409');
  end if;
  if decision = 'reject' then
    perform app.note_operator_act('reject_reports', comment::text, why);
  elsif app.is_held_comment(c.vehicle_id, c.id) then
    perform app.note_operator_act('uphold_reports', comment::text, why);
  else
    perform app.hold_comment(comment, why);
  end if;
  return decided;
end
$$;

-- Decides all open reports of a researched value: `uphold` drops it, so that it is researched anew when somebody asks;
-- `reject` takes the note away that it is in doubt. Returns how many there were.
create or replace function app.decide_answer_reports(vehicle uuid, spec text, decision text, why text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  owner uuid;
  decided integer;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  if decision is null or decision not in ('uphold', 'reject') then
    perform app.refuse('decision_is_uphold_or_reject', 'The decision must be uphold or reject.', null, '22023');
  end if;
  select v.user_id into owner from public.vehicles v where v.id = vehicle for key share;
  if not found then perform app.not_found('vehicle', vehicle::text); end if;
  perform app.require_no_part(array[owner]);
  update public.research_reports r set state = case decision when 'uphold' then 'upheld' else 'rejected' end
    where r.vehicle_id = vehicle and r.spec_name = spec and r.state = 'open';
  get diagnostics decided = row_count;
  if decided = 0 then
    perform app.refuse('reports_are_open', 'These reports have been decided already.', 'Read the list again.', 'PT409');
  end if;
  perform app.note_operator_act(case decision when 'uphold' then 'drop_answer' else 'reject_reports' end,
    format('%s %s', vehicle, spec), why);
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

create or replace function public.decide_comment_reports(comment_id uuid, decision text, reason text) returns integer
language sql set search_path = '' as $$
  select app.decide_comment_reports(comment_id, decision, reason)
$$;
comment on function public.decide_comment_reports(uuid, text, text) is
  'For operators: uphold takes the comment from view, reject leaves it. Returns how many reports were decided.';
create or replace function public.decide_answer_reports(vehicle_id uuid, spec_name text, decision text, reason text)
  returns integer
language sql set search_path = '' as $$
  select app.decide_answer_reports(vehicle_id, spec_name, decision, reason)
$$;
comment on function public.decide_answer_reports(uuid, text, text, text) is
  'For operators: uphold drops the researched value, reject leaves it. Returns how many reports were decided.';
create or replace function public.hold_comment(comment_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.hold_comment(comment_id, reason)
$$;
comment on function public.hold_comment(uuid, text) is
  'For operators: takes a comment from view; only its author and the vehicle''s owner see it, and neither can show it.';
create or replace function public.release_comment(comment_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.release_comment(comment_id, reason)
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

grant execute on function
  app.open_reports(integer, jsonb), public.open_reports(integer, jsonb), app.decide_comment_reports(uuid, text, text),
  public.decide_comment_reports(uuid, text, text), app.decide_answer_reports(uuid, text, text, text),
  public.decide_answer_reports(uuid, text, text, text), app.hold_comment(uuid, text), public.hold_comment(uuid, text),
  app.release_comment(uuid, text), public.release_comment(uuid, text), app.held_comments(integer, timestamptz),
  public.held_comments(integer, timestamptz)
  to authenticated, service_role;
