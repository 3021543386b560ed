-- The fold: adds what has come into the ledger to rollups, heat and counts, each row exactly once. Safe to run
-- anywhere, in several places, and to be killed: one runs at a time, others leave at once, and its work and its mark
-- are one transaction.

create or replace function app.has_something_to_fold() returns boolean
language plpgsql stable set search_path = '' set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  folded pg_snapshot;
begin
  select f.position into folded from app.folds f where f.name = 'views';
  return exists (select from app.image_attention where waiting_since is not null)
      or exists (select from public.image_views where xact >= pg_snapshot_xmax(folded))
      or exists (select from app.interaction_changes where xact >= pg_snapshot_xmax(folded))
      or exists (select from app.views_since(folded))
      or exists (select from app.interaction_changes_since(folded));
end
$$;

-- Ledger rows that the statement's snapshot sees and the one before did not, added up by photo, hour and kind. `dwell`
-- says of how many the dwell is known, and then of how many it is at least each of app.dwell_ends(): one comparison
-- each. They are written out because it is faster: 400,000 looks at 3,000 photos take 0.27 s, and 0.47 s by
-- width_bucket and a second grouping; a test compares them with app.dwell_ends(). Text is told apart byte by byte
-- (collate "C"), which is much quicker. Where a backlog is long and processors are free, several read it, for which
-- the query holds nothing but columns and constants.
create or replace function app.new_looks(folded pg_snapshot, seen pg_snapshot)
returns table (image_id uuid, hour timestamptz, device_type text, source text, counted boolean, entries bigint,
               firsts bigint,
               last_viewed_at timestamptz, dwell_sum double precision, dwell bigint[])
language plpgsql stable rows 3000 set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  folded_to constant xid8 := pg_snapshot_xmax(folded);
  were_running constant xid8[] := array(select pg_snapshot_xip(folded));
begin
  return query
  select w.image_id, date_bin('1 hour', w.viewed_at, '2000-01-01T00:00:00Z'), w.device_type collate "C",
         w.source collate "C", w.counted,
         count(*), count(*) filter (where w.first_of_day), max(w.viewed_at),
         sum(w.view_duration_seconds::double precision),
         array[count(w.view_duration_seconds),
               count(*) filter (where w.view_duration_seconds >= 1::real),
               count(*) filter (where w.view_duration_seconds >= 2::real),
               count(*) filter (where w.view_duration_seconds >= 3::real),
               count(*) filter (where w.view_duration_seconds >= 4::real),
               count(*) filter (where w.view_duration_seconds >= 5::real),
               count(*) filter (where w.view_duration_seconds >= 6::real),
               count(*) filter (where w.view_duration_seconds >= 7::real),
               count(*) filter (where w.view_duration_seconds >= 8::real),
               count(*) filter (where w.view_duration_seconds >= 9::real),
               count(*) filter (where w.view_duration_seconds >= 10::real),
               count(*) filter (where w.view_duration_seconds >= 12::real),
               count(*) filter (where w.view_duration_seconds >= 14::real),
               count(*) filter (where w.view_duration_seconds >= 16::real),
               count(*) filter (where w.view_duration_seconds >= 18::real),
               count(*) filter (where w.view_duration_seconds >= 20::real),
               count(*) filter (where w.view_duration_seconds >= 30::real),
               count(*) filter (where w.view_duration_seconds >= 60::real)]
  from public.image_views w
  where (w.xact >= folded_to or w.xact = any (were_running)) and pg_visible_in_snapshot(w.xact, seen)
  group by 1, 2, 3, 4, 5;
end
$$;

-- Adds what is new since this snapshot. at_once: photos that nobody holds locked get their counts in the same
-- statement;
-- otherwise all counts wait for app.hand_over_counts, which works photo by photo where it must.
create or replace function app.fold_ledger(folded pg_snapshot, at_once boolean) returns bigint
language plpgsql set search_path = '' as $$
declare
  added bigint;
begin
  with looked as materialized (
    select l.*, (l.counted and l.source <> 'single') or l.source = 'detail' as dwelt
      from app.new_looks(fold_ledger.folded, app.ledger_snapshot()) l
  ), done as materialized (
    select c.image_id, date_bin('1 hour', c.occurred_at, '2000-01-01T00:00:00Z') as hour, count(*) as entries,
           coalesce(sum(c.delta) filter (where c.interaction_type = 'like'), 0) as likes,
           coalesce(sum(c.delta) filter (where c.interaction_type = 'comment'), 0) as comments,
           coalesce(sum(c.delta) filter (where c.interaction_type = 'share'), 0) as shares,
           coalesce(sum(c.delta * app.interaction_weight(c.interaction_type)) filter (where c.lifts), 0) as lift
    from app.interaction_changes_since(fold_ledger.folded) c
    group by 1, 2
  ), cells as materialized (   -- of photos that are still there
    select i.vehicle_id, c.*
    from (select l.image_id, l.hour,
      case l.source when 'single' then 'unknown' else coalesce(l.device_type, 'unknown') end collate "C" as device_type,
                 case when l.counted then l.entries else 0 end::integer as views,
                 l.firsts::integer as viewers,
                 case when l.source = 'batch' and not l.counted then l.entries else 0 end::integer as repeats,
                 case when l.source = 'bot' then l.entries else 0 end::integer as bots,
                 case when l.dwelt then coalesce(l.dwell_sum, 0) else 0 end as dwell_sum,
                 case when l.dwelt then l.dwell else array_fill(0::bigint, array[18]) end::integer[] as dwell,
                 0 as likes, 0 as comments, 0 as shares, 0 as lift,
                 case when l.counted and l.source <> 'single' then l.entries else 0 end::integer as waiting,
                 case when l.counted then l.last_viewed_at end as last_viewed_at
          from looked l
          union all
          select image_id, hour, 'unknown', 0, 0, 0, 0, 0, array_fill(0, array[18]), likes, comments, shares, lift, 0,
                 null from done) c
    join public.vehicle_images i on i.id = c.image_id
  ), rollups as (
    insert into app.view_rollups as r (
      vehicle_id, grain, starts_at, image_id, device_type, views, viewers, repeats, bots, looks, dwell_sum, dwell,
      likes, comments, shares)
    select c.vehicle_id, g.grain, date_bin(g.width, c.hour, '2000-01-01T00:00:00Z'), c.image_id, c.device_type,
           sum(c.views), sum(c.viewers), sum(c.repeats), sum(c.bots), sum(c.dwell[1]), sum(c.dwell_sum),
           array[sum(c.dwell[1]) - sum(c.dwell[2]), sum(c.dwell[2]) - sum(c.dwell[3]),
             sum(c.dwell[3]) - sum(c.dwell[4]), sum(c.dwell[4]) - sum(c.dwell[5]),
                 sum(c.dwell[5]) - sum(c.dwell[6]), sum(c.dwell[6]) - sum(c.dwell[7]),
                 sum(c.dwell[7]) - sum(c.dwell[8]), sum(c.dwell[8]) - sum(c.dwell[9]),
                 sum(c.dwell[9]) - sum(c.dwell[10]), sum(c.dwell[10]) - sum(c.dwell[11]),
                 sum(c.dwell[11]) - sum(c.dwell[12]), sum(c.dwell[12]) - sum(c.dwell[13]),
                 sum(c.dwell[13]) - sum(c.dwell[14]), sum(c.dwell[14]) - sum(c.dwell[15]),
                 sum(c.dwell[15]) - sum(c.dwell[16]), sum(c.dwell[16]) - sum(c.dwell[17]),
                 sum(c.dwell[17]) - sum(c.dwell[18]), sum(c.dwell[18])],
           sum(c.likes), sum(c.comments), sum(c.shares)
    from cells c, (values ('hour' collate "C", interval '1 hour'), ('day', interval '1 day')) g (grain, width)
    group by 1, 2, 3, 4, 5
    on conflict on constraint view_rollups_pkey do update set
      views = r.views + excluded.views, viewers = r.viewers + excluded.viewers, repeats = r.repeats + excluded.repeats,
      bots = r.bots + excluded.bots,
      looks = r.looks + excluded.looks, dwell_sum = r.dwell_sum + excluded.dwell_sum,
      dwell = app.add_dwell(r.dwell, excluded.dwell),
      likes = r.likes + excluded.likes, comments = r.comments + excluded.comments, shares = r.shares + excluded.shares
  ), gains as materialized (
    select c.image_id, c.vehicle_id,
           sum((c.views + c.lift) * app.heat_left(c.hour)) as heat,
           max(c.last_viewed_at) as last_viewed_at, sum(c.waiting) as views, sum(c.likes) as likes,
           sum(c.comments) as comments, sum(c.shares) as shares
    from cells c
    group by 1, 2
  -- photos that nobody holds locked and that have nothing left from before get their counts at once
  ), free as materialized (
    select i.id from public.vehicle_images i
    where at_once and i.id in (select g.image_id from gains g)
      and i.id not in (select a.image_id from app.image_attention a where a.waiting_since is not null)
    order by i.id for no key update skip locked
  ), attention as (
    insert into app.image_attention as a (
      image_id, vehicle_id, heat, heat_at, last_viewed_at, waiting_views, waiting_likes, waiting_comments,
                                          waiting_shares, waiting_since, scored_at)
    select g.image_id, g.vehicle_id, g.heat, now(), g.last_viewed_at,
           case when f.id is null then g.views else 0 end, case when f.id is null then g.likes else 0 end,
           case when f.id is null then g.comments else 0 end, case when f.id is null then g.shares else 0 end,
           case when f.id is null then now() end, case when f.id is not null then now() end
    from gains g left join free f on f.id = g.image_id
    on conflict on constraint image_attention_pkey do update set
      heat = a.heat * app.heat_left(a.heat_at) + excluded.heat, heat_at = excluded.heat_at,
      last_viewed_at = greatest(a.last_viewed_at, excluded.last_viewed_at),
      waiting_views = a.waiting_views + excluded.waiting_views,
      waiting_likes = a.waiting_likes + excluded.waiting_likes,
      waiting_comments = a.waiting_comments + excluded.waiting_comments,
      waiting_shares = a.waiting_shares + excluded.waiting_shares,
      waiting_since = coalesce(a.waiting_since, excluded.waiting_since),
      scored_at = coalesce(excluded.scored_at, a.scored_at)
    returning a.image_id, a.heat
  ), handed_over as (
    update public.vehicle_images i set
      view_count = i.view_count + g.views, like_count = i.like_count + g.likes,
      comment_count = i.comment_count + g.comments,
      share_count = i.share_count + g.shares, last_viewed_at = greatest(i.last_viewed_at, g.last_viewed_at),
      engagement_score = app.engagement_score(a.heat)
    from gains g join attention a on a.image_id = g.image_id join free f on f.id = g.image_id
    where i.id = g.image_id
  ), mark as (
    update app.folds f set position = app.ledger_snapshot(), folded_at = now() where f.name = 'views'
  )
  select coalesce((select sum(entries) from looked), 0) + coalesce((select sum(entries) from done), 0) into added;
  return added;
end
$$;

-- Returns how many rows of the ledger and of interaction_changes it has added.
create or replace function app.fold_views() returns bigint
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan set work_mem = '64MB'
  set jit = off set lock_timeout = '500ms' as $$
declare
  folded pg_snapshot;
  added bigint;
begin
  if not app.has_something_to_fold() then return 0; end if;
  select f.position into folded from app.folds f where f.name = 'views' for update skip locked;
  if not found then return 0; end if;
  perform app.ledger_xact();   -- a restored database begins its new history here, or at its first view
  begin
    added := app.fold_ledger(folded, true);
  exception when others then
    added := app.fold_ledger(folded, false);
  end;
  perform app.hand_over_counts();
  return added;
end
$$;

-- Adds what waits to vehicle_images. A row that somebody else holds locked is left for the next time; one that has
-- waited for 2 s is queued for, a few at each time, so that a photo which is never free gets its counts as well. One
-- whose row cannot be written, for a trigger or constraint of the project's own, is set aside.
create or replace function app.hand_over_counts() returns void
language plpgsql set search_path = '' as $$
declare
  photos uuid[];
  photo uuid;
begin
  update app.image_attention a set waiting_since = null
    where a.waiting_since is not null and not exists (select from public.vehicle_images i where i.id = a.image_id);

  select array_agg(free.id) into photos
  from (select i.id from public.vehicle_images i
        where i.id in (select a.image_id from app.image_attention a where a.waiting_since is not null)
          and not exists (select from app.set_aside s where s.work = 'hand_over_counts' and s.item = i.id::text)
        order by i.id for no key update skip locked) free;
  begin
    perform app.hand_over_counts(photos);
  exception when others then
    -- The first 1,000 one by one; the rest next time
    foreach photo in array photos[1:1000] loop
      perform app.hand_over_count(photo);
    end loop;
  end;

  for photo in
    (select s.item::uuid from app.set_aside s where s.work = 'hand_over_counts' and s.next_try_at <= now()
      order by s.next_try_at limit 100)
    union all
    (select a.image_id from app.image_attention a
     where a.waiting_since < clock_timestamp() - interval '2 seconds'
       and not exists (select from app.set_aside s where s.work = 'hand_over_counts' and s.item = a.image_id::text)
     order by random() limit 3)
  loop
    perform app.hand_over_count(photo);
  end loop;
end
$$;

create or replace function app.hand_over_count(photo uuid) returns void
language plpgsql set search_path = '' as $$
begin
  perform from public.vehicle_images i where i.id = photo for no key update;
  perform app.hand_over_counts(array[photo]);
  perform app.item_is_done('hand_over_counts', photo::text);
exception
  when lock_not_available then null;   -- next time
  when others then perform app.set_item_aside('hand_over_counts', photo::text, sqlerrm);
end
$$;

create or replace function app.hand_over_counts(photos uuid[]) returns void
language sql set search_path = '' as $$
  with scored as (
    update public.vehicle_images i set
      view_count = i.view_count + a.waiting_views,
      like_count = i.like_count + a.waiting_likes,
      comment_count = i.comment_count + a.waiting_comments,
      share_count = i.share_count + a.waiting_shares,
      last_viewed_at = greatest(i.last_viewed_at, a.last_viewed_at),
      engagement_score = app.engagement_score(a.heat * app.heat_left(a.heat_at))
    from unnest(photos) p (id) join app.image_attention a on a.image_id = p.id
    where i.id = p.id and a.waiting_since is not null
  )
  update app.image_attention a set
    waiting_views = 0, waiting_likes = 0, waiting_comments = 0, waiting_shares = 0, waiting_since = null,
    scored_at = now()
  from unnest(photos) p (id)
  where a.image_id = p.id and a.waiting_since is not null
$$;
revoke all on function app.has_something_to_fold(), app.new_looks(pg_snapshot, pg_snapshot), app.fold_views(),
  app.fold_ledger(pg_snapshot, boolean), app.hand_over_counts(),
  app.hand_over_counts(uuid[]), app.hand_over_count(uuid)
  from public, anon, authenticated, service_role;
