-- Reports: what members say is out of place (comments, photos) or wrong (researched values), as operators read and
-- decide it. What an upheld report of a comment or photo does stands in 12_holds.sql.

create or replace view app.reports with (security_invoker = true) as
  select 'comment' as kind, r.vehicle_id, r.interaction_id::text as thing, r.interaction_id as thing_id, r.user_id,
         r.reason, r.state, r.created_at
    from public.comment_reports r
  union all
  select 'photo', r.vehicle_id, r.image_id::text, r.image_id, r.user_id, r.reason, r.state, r.created_at
    from public.photo_reports r
  union all
  select 'answer', r.vehicle_id, r.spec_name, null, r.user_id, r.reason, r.state, r.created_at
    from public.research_reports r;
comment on view app.reports is 'All that was reported: `thing` is the comment or photo, or the spec of a value.';
revoke all on app.reports from public, anon, authenticated, service_role;

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
    select r.kind, r.vehicle_id, r.thing, r.thing_id, min(r.created_at) as since, count(*) as people,
           case r.kind when 'answer' then format('answer %s %s', r.vehicle_id, r.thing)
                       else r.kind || ' ' || r.thing end as key
    from app.reports r where r.state = 'open' group by r.kind, r.vehicle_id, r.thing, r.thing_id
  ), page as (
    select o.* from open o
    where after is null or (o.since, o.key) > ((after ->> 'since')::timestamptz, after ->> 'key')
    order by o.since, o.key limit least(greatest(most, 0), 200)
  )
  select p.key, p.kind, p.vehicle_id, app.vehicle_words(p.vehicle_id), c.id, i.id,
    case p.kind when 'answer' then p.thing end,
    case p.kind when 'comment' then c.comment_text when 'photo' then to_jsonb(i) ->> 'caption' else a.spec_value end,
    case p.kind when 'photo' then v.user_id else c.user_id end,
    case p.kind when 'photo' then app.is_held_photo(i.id) else coalesce(c.is_hidden, false) end,
    app.is_client() and (auth.uid() = v.user_id or auth.uid() is not distinct from c.user_id), p.since, p.people,
    (select jsonb_agg(jsonb_build_object('by', r.user_id, 'reason', r.reason, 'at', r.created_at) order by r.created_at)
     from (select x.* from app.reports x where x.kind = p.kind and x.vehicle_id = p.vehicle_id and x.thing = p.thing
       and x.state = 'open' order by x.created_at limit 20) r),
    i.image_url, case p.kind when 'photo' then app.photo_pass(p.vehicle_id, i.id) end
  from page p
  join public.vehicles v on v.id = p.vehicle_id
  left join public.image_interactions c on c.vehicle_id = p.vehicle_id and c.id = p.thing_id and p.kind = 'comment'
  left join public.vehicle_images i on i.id = coalesce(c.image_id, p.thing_id)
  left join public.spec_research_cache a on a.vehicle_id = p.vehicle_id and a.spec_name = p.thing and p.kind = 'answer'
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

-- Ends all open reports of one thing. Returns how many there were; of two operators at once the first decides.
create or replace function app.close_reports(kind text, vehicle uuid, thing text, decision text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  ending constant text := case decision when 'uphold' then 'upheld' when 'reject' then 'rejected' end;
  closed integer := 0;
begin
  if ending is null then
    perform app.refuse('decision_is_uphold_or_reject', 'The decision must be uphold or reject.', null, '22023');
  end if;
  case kind
    when 'comment' then update public.comment_reports r set state = ending, decided_at = now()
      where r.vehicle_id = vehicle and r.interaction_id = thing::uuid and r.state = 'open';
    when 'photo' then update public.photo_reports r set state = ending, decided_at = now()
      where r.vehicle_id = vehicle and r.image_id = thing::uuid and r.state = 'open';
    when 'answer' then update public.research_reports r set state = ending   -- its trigger sets the time
      where r.vehicle_id = vehicle and r.spec_name = thing and r.state = 'open';
  end case;
  get diagnostics closed = row_count;
  if closed = 0 then
    perform app.refuse('reports_are_open', 'These reports have been decided already.', 'Read the list again.', 'PT409');
  end if;
  return closed;
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
  select v.user_id into owner from public.vehicles v where v.id = vehicle for key share;
  if not found then perform app.not_found('vehicle', vehicle::text); end if;
  perform app.require_no_part(array[owner]);
  decided := app.close_reports('answer', vehicle, spec, decision);
  perform app.note_operator_act(case decision when 'uphold' then 'drop_answer' else 'reject_reports' end,
    format('%s %s', vehicle, spec), why);
  return decided;
end
$$;

create or replace function public.decide_answer_reports(vehicle_id uuid, spec_name text, decision text, reason text)
  returns integer
language sql set search_path = '' as $$
  select app.decide_answer_reports(vehicle_id, spec_name, decision, reason)
$$;
comment on function public.decide_answer_reports(uuid, text, text, text) is
  'For operators: uphold drops the researched value, reject leaves it. Returns how many reports were decided.';
grant execute on function
  app.open_reports(integer, jsonb), public.open_reports(integer, jsonb),
  app.decide_answer_reports(uuid, text, text, text), public.decide_answer_reports(uuid, text, text, text)
  to authenticated, service_role;
