-- Engagement score: how much attention a photo gets now, 0 to 100.
--   heat  = sum of weights, each halved every 30 days from the start of its hour: view 1, like 4, share 6, comment 8
--           (of a person's comments on a photo the first within a day, and so of their shares:
--           image_interactions.lifts)
--   score = 100 * ln(1 + heat) / (ln(1 + heat) + ln(1 + 100))
-- A heat of 100 scores 50, of 10,000 scores 67: the curve keeps rising and never reaches 100.

create or replace function app.engagement_score(heat double precision) returns numeric
language sql immutable as $$
  select round((100 * ln(1 + greatest(heat, 0)) / (ln(1 + greatest(heat, 0)) + ln(101)))::numeric, 2)
$$;

-- What is left of something that weighed 1 at a time.
create or replace function app.heat_left(since timestamptz) returns double precision
language sql stable as $$
  select power(0.5, greatest(0, extract(epoch from now() - since)::double precision) / 2592000)
$$;

create or replace function app.interaction_weight(interaction_type text) returns integer
language sql immutable as $$
  select case interaction_type when 'like' then 4 when 'share' then 6 when 'comment' then 8 end
$$;

-- The heat that the fold keeps, and what has come in since.
create or replace function app.heat_now(photo uuid) returns double precision
language sql stable set search_path = '' set plan_cache_mode = force_custom_plan as $$
  select coalesce((select sum(a.heat * app.heat_left(a.heat_at)) from app.image_attention a
    where a.image_id = photo), 0)
       + coalesce((select sum(app.heat_left(date_bin('1 hour', w.viewed_at, '2000-01-01T00:00:00Z')))
                   from app.folds f, app.views_since(f.position) w
                   where f.name = 'views' and w.image_id = photo and w.counted), 0)
       + coalesce((select sum(c.delta * app.interaction_weight(c.interaction_type)
                              * app.heat_left(date_bin('1 hour', c.occurred_at, '2000-01-01T00:00:00Z')))
                   from app.folds f, app.interaction_changes_since(f.position) c
                   where f.name = 'views' and c.image_id = photo and c.lifts), 0)
$$;

create or replace function app.calculate_engagement_score(image_uuid uuid) returns numeric
language plpgsql security definer set search_path = '' set jit = off as $$
declare
  score numeric;
begin
  update public.vehicle_images i set engagement_score = app.engagement_score(app.heat_now(i.id))
    from public.vehicles v
    where i.id = image_uuid and v.id = i.vehicle_id and (v.is_public or v.user_id = auth.uid() or not app.is_client())
    returning i.engagement_score into score;
  if not found then
    raise exception 'There is no photo %.', coalesce(image_uuid::text, 'without an id')
      using errcode = 'PT404', hint = 'Check the photo id. Only the owner sees photos of a private vehicle.';
  end if;
  return score;
end
$$;
grant execute on function app.calculate_engagement_score(uuid) to authenticated, service_role;

create or replace function public.calculate_engagement_score(image_uuid uuid) returns numeric
language sql set search_path = '' as $$
  select app.calculate_engagement_score(image_uuid)
$$;
comment on function public.calculate_engagement_score(uuid) is
  'Recomputes and stores vehicle_images.engagement_score, and returns what it stored. Fails with PT404 for a photo '
    'that the caller cannot see.';
grant execute on function public.calculate_engagement_score(uuid) to authenticated, service_role;
