-- record_image_views(events): the batch door. One call takes the views of one viewer, or of many from the service role.

-- Why one event cannot be read, in words; null when it can.
create or replace function app.unreadable_event(event jsonb) returns text
language plpgsql stable set search_path = '' as $$
declare
  field text;
begin
  if jsonb_typeof(event) is distinct from 'object' then
    return 'An event must be an object such as {"event_id": "...", "image_id": "...", "viewed_at": '
      '"2026-01-31T12:00:00Z"}.';
  end if;
  field := 'event_id must be a UUID, made once for each view and kept when it is sent again.';
  perform (event ->> 'event_id')::uuid;
  field := 'image_id must be the UUID of a photo.';
  perform (event ->> 'image_id')::uuid;
  field := 'viewed_at must be a time such as "2026-01-31T12:00:00Z".';
  perform (event ->> 'viewed_at')::timestamptz;
  field := 'view_duration_seconds must be a number of seconds from 0 to 86400.';
  perform (event ->> 'view_duration_seconds')::double precision;
  return null;
exception when data_exception then
  return field;
end
$$;

create or replace function app.record_image_views(events jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  is_service constant boolean := not app.is_client();
  caller constant uuid := auth.uid();
  is_bot boolean;
  key bytea;
  caller_viewer uuid;
  sent integer;
  allowed integer;
  this_xact xid8;
  per_call constant integer := app.setting('events_per_call')::integer;
  looked_closely boolean := false;
  unreadable jsonb := '[]';             -- {index, reason} of events that cannot be read at all
  skip integer[] := '{}';               -- their places
  duplicates integer[] := '{}';         -- places of events that the ledger, or this call, has already
  found integer[];
  answer jsonb;
begin
  if jsonb_typeof(events) is distinct from 'array' then
    raise exception 'events must be an array of views.'
      using errcode = 'invalid_parameter_value',
            hint = 'Send {"events": [{"event_id": "...", "image_id": "...", "viewed_at": "..."}]}, the array as JSON '
              'and not as a text.';
  end if;
  sent := jsonb_array_length(events);
  if sent > (case when is_service then 10 * per_call else app.setting_number('client_events_per_call') end) then
    perform app.refuse('too_many_events', format('%s views are more than a call takes.', sent),
      'Send them in several calls.', 'PT413');
  end if;
  if sent > per_call then
    events := jsonb_path_query_array(events, format('$[0 to %s]', per_call - 1)::jsonpath);
  end if;
  key := app.viewer_key();
  caller_viewer := app.caller_viewer(key);
  allowed := app.take_from_caps(caller_viewer, key, least(sent, per_call));
  is_bot := not is_service and app.is_bot(app.request_header('user-agent'));
  this_xact := app.ledger_xact();

  -- Nearly always the first attempt is the last. An event that cannot be read, or is in the ledger already, fails the
  -- whole statement; then it is found, left out, and the statement runs again on a newer snapshot.
  loop
    begin
      with sent as materialized (
        select e.*,
               lag(e.event_id) over (order by e.event_id, e.n) is not distinct from e.event_id as repeated
        from rows from (jsonb_to_recordset(events)
               as (event_id uuid, image_id uuid, viewed_at timestamptz, view_duration_seconds double precision,
                 device_type text, viewer_id text))
             with ordinality e (event_id, image_id, viewed_at, seconds, device, viewer_id, n)
      ), photos as materialized (
        select i.id, v.id as vehicle_id
        from (select distinct s.image_id from sent s) asked
        join public.vehicle_images i on i.id = asked.image_id
        join public.vehicles v on v.id = i.vehicle_id
        where is_service or v.is_public or v.user_id = caller
      ), checked as materialized (
        select s.*, p.vehicle_id, s.repeated or s.n = any (duplicates) as is_duplicate,
               case when s.viewer_id is null then caller_viewer else app.hash_viewer(key, s.viewer_id) end as viewer,
               case
                 when s.n > allowed
                   then 'Too many views from this viewer or network for now. Send the rest after ten minutes.'
                 when s.event_id is null
                   then 'event_id is missing: send a UUID, made once for each view and kept when it is sent again.'
                 when s.image_id is null then 'image_id is missing: send the UUID of the photo.'
                 when p.id is null then format(
                   'There is no photo %s. Only the owner sees photos of a private vehicle.', s.image_id)
                 when s.viewed_at is null
                   then 'viewed_at is missing: send the time of the view, such as "2026-01-31T12:00:00Z".'
                 when s.viewed_at < now() - interval '7 days'
                   then 'viewed_at is more than 7 days ago. Views are taken for a week.'
                 when s.viewed_at > now() + interval '5 minutes'
                   then 'viewed_at lies in the future. Check the clock of the device.'
                 when not s.seconds between 0 and 86400 then 'view_duration_seconds must be from 0 to 86400.'
                 when s.device not in ('mobile', 'tablet', 'desktop', 'other')
                   then 'device_type must be mobile, tablet, desktop or other.'
                 when s.viewer_id is not null and not is_service
                   then 'viewer_id is for servers with the secret key. Leave it out: the viewer is you.'
                 when length(s.viewer_id) > 64 then 'viewer_id must have at most 64 characters.'
               end as reason
        from sent s left join photos p on p.id = s.image_id
        where s.n <> all (skip)
      ), looks as materialized (
        select c.*, row_number() over (partition by c.viewer, c.vehicle_id order by c.viewed_at, c.n) as place
        from checked c
        where c.reason is null and not c.is_duplicate
      ), viewers as (
        insert into app.vehicle_viewers as known (viewer, vehicle_id, photos, times, judgements, seen_at)
        select g.viewer, g.vehicle_id, g.photos, g.times,
               case when cardinality(g.photos) = 1 then '{2}'
                 else (app.judge_looks('{}', '{}', '{}', g.photos, g.times, 1, is_service)).judgements end, now()
        from (select l.viewer, l.vehicle_id, array_agg(l.image_id order by l.place) as photos,
          array_agg(l.viewed_at order by l.place) as times
              from looks l where not is_bot group by l.viewer, l.vehicle_id) g
        order by g.viewer, g.vehicle_id
        on conflict on constraint vehicle_viewers_pkey do update set (photos, times, judgements, seen_at) = (
          select j.photos, j.times, j.judgements, excluded.seen_at
          from app.judge_looks(known.photos, known.times, known.judgements, excluded.photos, excluded.times, 1,
            is_service) j)
        returning known.viewer, known.vehicle_id, known.judgements
      ), ledger as (
        insert into public.image_views
          (id, vehicle_id, image_id, user_id, viewer, viewed_at, view_duration_seconds, device_type, counted,
            first_of_day, source, xact)
        select l.event_id, l.vehicle_id, l.image_id, case when l.viewer = caller then caller end, l.viewer, l.viewed_at,
               case when l.seconds < 1e-3 then 0 else l.seconds end, l.device,
               coalesce(v.judgements[l.place] > 0, false), coalesce(v.judgements[l.place] = 2, false),
               case when is_bot then 'bot' else 'batch' end, this_xact
        -- full: never in a nested loop
        from looks l full join viewers v on v.viewer = l.viewer and v.vehicle_id = l.vehicle_id
        order by l.event_id   -- two calls with the same events wait for each other in one order
        returning 1
      )
      select jsonb_build_object(
        'accepted', (select count(*) from ledger),
        'duplicates', count(*) filter (where c.reason is null and c.is_duplicate),
        'rejected', unreadable || coalesce(
          jsonb_agg(jsonb_build_object('index', c.n - 1, 'reason', c.reason) order by c.n)
                                           filter (where c.reason is not null), '[]')
                    || coalesce((select jsonb_agg(
                      jsonb_build_object('index', n, 'reason',
                      format('A call takes %s views. Send the rest in another.', per_call)) order by n)
                                 from generate_series(per_call, sent - 1) n), '[]'))
        into answer
        from checked c;
      exit;
    exception
      when unique_violation then
        select coalesce(array_agg(e.n), '{}') into found
        from rows from (jsonb_to_recordset(events) as (
          event_id uuid, image_id uuid, viewed_at timestamptz)) with ordinality e (event_id, image_id, viewed_at, n)
        join public.vehicle_images i on i.id = e.image_id
        where exists (select from public.image_views w
          where w.vehicle_id = i.vehicle_id and w.id = e.event_id and w.viewed_at = e.viewed_at);
        if cardinality(found) <= cardinality(duplicates) then raise; end if;
        duplicates := found;
      when data_exception then
        if looked_closely then raise; end if;
        looked_closely := true;
        select coalesce(jsonb_agg(jsonb_build_object('index', e.n - 1, 'reason', e.reason) order by e.n) filter (
          where e.reason is not null), '[]'),
               coalesce(array_agg(e.n) filter (where e.reason is not null), '{}'),
               jsonb_agg(case when e.reason is null then e.event else '{}' end order by e.n)
          into unreadable, skip, events
        from (select event, n, app.unreadable_event(event) as reason
          from jsonb_array_elements(events) with ordinality a (event, n)) e;
    end;
  end loop;
  if looked_closely then
    answer := jsonb_set(answer, '{rejected}', (select coalesce(jsonb_agg(r order by (r -> 'index')::integer), '[]')
                                               from jsonb_array_elements(answer -> 'rejected') r));
  end if;
  return answer;
end
$$;
grant execute on function app.record_image_views(jsonb) to anon, authenticated, service_role;

create or replace function public.record_image_views(events jsonb) returns jsonb
language plpgsql set search_path = '' as $$   -- not in SQL, which is parsed again at every call
begin
  return app.record_image_views(events);
end
$$;
comment on function public.record_image_views(jsonb) is
  'Takes views [{event_id, image_id, viewed_at, view_duration_seconds, device_type}] and answers {accepted, '
    'duplicates, rejected: [{index, reason}]}. An event sent again is a duplicate; repeats within 30 minutes and bots '
    'are accepted and not counted. Counts follow within 5 s.';
grant execute on function public.record_image_views(jsonb) to anon, authenticated, service_role;
