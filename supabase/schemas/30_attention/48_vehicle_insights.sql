-- Vehicle insights: what an owner reads about the attention that a vehicle gets, added up from the rollups alone.

-- Seconds below which a share q of the looks falls, on a straight line within a class; null without looks. In the open
-- last class the answer is where it begins.
create or replace function app.dwell_quantile(dwell numeric[], q double precision) returns double precision
language sql immutable set search_path = '' as $$
  select round((c.starts + coalesce(c.ends - c.starts, 0)
    * least(1, greatest(0, (q * c.total::double precision - c.below::double precision)
    / c.n::double precision)))::numeric, 2)
  from (select d.n, coalesce((app.dwell_ends())[d.class - 1], 0) as starts, (app.dwell_ends())[d.class] as ends,
               sum(d.n) over (order by d.class) - d.n as below, sum(d.n) over () as total
        from unnest(dwell) with ordinality d (n, class)) c
  where c.n > 0 and c.below + c.n >= q * c.total
  order by c.below
  limit 1
$$;

-- The median look and its 95 % interval: the looks whose ranks are 0.98 roots of n away from the middle one, which
-- holds for any distribution (Conover, Practical Nonparametric Statistics, section 3.2).
create or replace function app.dwell_median(dwell numeric[]) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object(
    'looks', n,
    'median_dwell_seconds', app.dwell_quantile(dwell, 0.5),
    'median_low', app.dwell_quantile(dwell, greatest(0, 0.5 - 0.98 / sqrt(nullif(n, 0)))),
    'median_high', app.dwell_quantile(dwell, least(1, 0.5 + 0.98 / sqrt(nullif(n, 0)))))
  from (select coalesce(sum(d), 0)::double precision as n from unnest(dwell) d) s
$$;

create or replace function app.vehicle_totals(vehicle uuid, rollup_grain text, starts timestamptz, ends timestamptz)
  returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
           'views', coalesce(sum(r.views), 0), 'viewers', coalesce(sum(r.viewers), 0), 'repeats',
           coalesce(sum(r.repeats), 0),
           'bots', coalesce(sum(r.bots), 0), 'mean_dwell_seconds',
           round((sum(r.dwell_sum) / nullif(sum(r.looks), 0))::numeric, 2),
           'likes', coalesce(sum(r.likes), 0), 'comments', coalesce(sum(r.comments), 0), 'shares',
           coalesce(sum(r.shares), 0))
         || app.dwell_median((select array_agg(d.n order by d.class)
              from (select e.class, sum(e.n) as n
                    from app.view_rollups r, unnest(r.dwell) with ordinality e (n, class)
                    where r.vehicle_id = vehicle and r.grain = rollup_grain and r.starts_at >= starts
                      and r.starts_at < ends
                      and r.image_id in (select i.id from public.vehicle_images i where i.vehicle_id = vehicle)
                    group by e.class) d))
  from app.view_rollups r
  where r.vehicle_id = vehicle and r.grain = rollup_grain and r.starts_at >= starts and r.starts_at < ends
    and r.image_id in (select i.id from public.vehicle_images i where i.vehicle_id = vehicle)
$$;

create or replace function app.vehicle_insights(vehicle uuid, starts timestamptz, ends timestamptz) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan set jit = off as $$
declare
  owner uuid;
  visible boolean;
  unit text;
  width interval;
  earlier timestamptz;
  answer jsonb;
begin
  select v.user_id, v.is_public or v.user_id = auth.uid() or not app.is_client() into owner, visible
    from public.vehicles v where v.id = vehicle;
  if visible is not true then
    raise exception 'There is no vehicle %.', coalesce(vehicle::text, 'without an id')
      using errcode = 'PT404', hint = 'Check the vehicle id. Only the owner sees a private vehicle.';
  elsif app.is_client() and owner is distinct from auth.uid() then
    raise exception 'Only the owner reads the insights of a vehicle.'
      using errcode = 'insufficient_privilege', hint = 'Sign in as its owner.';
  end if;
  ends := coalesce(ends, now());
  starts := coalesce(starts, ends - interval '30 days');
  if not (starts < ends and ends - starts <= interval '800 days' and ends <= now() + interval '1 day'
    and isfinite(starts)) then
    raise exception 'Insights are for a period that starts before it ends, of at most 800 days, up to today.'
      using errcode = 'invalid_parameter_value',
        hint = 'Send {"vehicle_id": "...", "from": "2026-01-01", "to": "2026-02-01"}.';
  end if;

  -- Whole hours for up to three days, else whole days, in UTC.
  unit := case when ends - starts <= interval '3 days' then 'hour' else 'day' end;
  width := case unit when 'hour' then interval '1 hour' else interval '1 day' end;
  starts := date_bin(width, starts, '2000-01-01T00:00:00Z');
  ends := date_bin(width, ends - interval '1 microsecond', '2000-01-01T00:00:00Z') + width;
  earlier := starts - (ends - starts);

  with photos as materialized (
    select i.id, i.engagement_score from public.vehicle_images i where i.vehicle_id = vehicle
  ), rolled as materialized (
    select r.* from app.view_rollups r
    where r.vehicle_id = vehicle and r.grain = unit and r.starts_at >= starts and r.starts_at < ends
      and r.image_id in (select p.id from photos p)
  ), dwells as materialized (
    select r.image_id, r.device_type, d.class, sum(d.n) as n
    from rolled r, unnest(r.dwell) with ordinality d (n, class)
    group by 1, 2, 3
  ), series as (
    select s.starts_at, coalesce(sum(r.views), 0) as views, coalesce(sum(r.viewers), 0) as viewers,
           coalesce(sum(r.likes), 0) as likes,
           coalesce(sum(r.comments), 0) as comments, coalesce(sum(r.shares), 0) as shares
    from generate_series(starts, ends - width, width) s (starts_at) left join rolled r on r.starts_at = s.starts_at
    group by 1
  ), devices as (
    select seen.device_type, seen.views, d.median
    from (select r.device_type, sum(r.views) as views from rolled r group by 1) seen
    join (select w.device_type, app.dwell_median(array_agg(w.n order by w.class)) as median
          from (select w.device_type, w.class, sum(w.n) as n from dwells w group by 1, 2) w
          group by 1) d on d.device_type = seen.device_type
  ), before as (
    select r.image_id, sum(r.views) as views from app.view_rollups r
    where r.vehicle_id = vehicle and r.grain = unit and r.starts_at >= earlier and r.starts_at < starts
    group by 1
  ), ranking as (
    select p.id as image_id, p.engagement_score, coalesce(t.views, 0) as views, coalesce(b.views, 0) as views_before,
           coalesce(t.likes, 0) as likes,
           coalesce(t.comments, 0) as comments, coalesce(t.shares, 0) as shares,
           app.dwell_median((select array_agg(d.n order by d.class)
             from (select w.class, sum(w.n) as n from dwells w where w.image_id = p.id group by 1) d)) as median
    from photos p
    left join (select r.image_id, sum(r.views) as views, sum(r.likes) as likes, sum(r.comments) as comments,
      sum(r.shares) as shares
               from rolled r group by 1) t on t.image_id = p.id
    left join before b on b.image_id = p.id
  )
  select jsonb_build_object(
    'vehicle_id', vehicle, 'from', starts, 'to', ends, 'grain', unit,
    'totals', app.vehicle_totals(vehicle, unit, starts, ends),
    'before', jsonb_build_object('from', earlier, 'to', starts) || app.vehicle_totals(vehicle, unit, earlier, starts),
    'series', (select jsonb_agg(to_jsonb(s) order by s.starts_at) from series s),
    'dwell', (select jsonb_agg(jsonb_build_object(
      'from', coalesce((app.dwell_ends())[c - 1], 0), 'to', (app.dwell_ends())[c],
                                                  'looks', coalesce((select sum(w.n) from dwells w where w.class = c),
                                                    0)) order by c)
              from generate_series(1, 18) c),
    'devices', (select coalesce(jsonb_agg(jsonb_build_object('device_type', d.device_type, 'views', d.views) || d.median
                                          order by d.views desc, d.device_type), '[]')
                from devices d where d.views > 0 or d.median -> 'looks' <> '0'),
    'photos', (select coalesce(jsonb_agg((to_jsonb(k) - 'median') || k.median
                                         order by k.median -> 'median_dwell_seconds' = 'null',
                                           k.median -> 'median_dwell_seconds' desc, k.views desc, k.image_id), '[]')
               from ranking k))
    into answer;
  return answer;
end
$$;
grant execute on function app.vehicle_insights(uuid, timestamptz, timestamptz) to authenticated, service_role;

create or replace function public.vehicle_insights(
  vehicle_id uuid, "from" timestamptz default null, "to" timestamptz default null) returns jsonb
language sql set search_path = '' as $$
  select app.vehicle_insights(vehicle_id, "from", "to")
$$;
comment on function public.vehicle_insights(uuid, timestamptz, timestamptz) is
  'For the owner: totals, the same of the period before, series by hour or day (UTC), dwell, devices and photos. The '
    'last 30 days by default.';
grant execute on function public.vehicle_insights(uuid, timestamptz, timestamptz) to authenticated, service_role;
