-- Engagement score: how much attention a photo gets now, 0 to 100.
--   heat  = sum of weights, each halved every 30 days: view 1, like 4, share 6, comment 8
--   score = 100 * ln(1 + heat) / (ln(1 + heat) + ln(1 + 100))
-- A heat of 100 scores 50, of 10,000 scores 67: the curve keeps rising and never reaches 100.

create or replace function app.engagement_score(heat double precision) returns numeric
language sql immutable set search_path = '' as $$
  select round((100 * ln(1 + heat) / (ln(1 + heat) + ln(101)))::numeric, 2)
$$;

create or replace function app.calculate_engagement_score(image_uuid uuid) returns numeric
language plpgsql security definer set search_path = '' as $$
declare
  half_life constant double precision := extract(epoch from interval '30 days');
  heat double precision;
  score numeric;
begin
  select coalesce(sum(e.weight * power(0.5, extract(epoch from now() - e.at) / half_life)), 0) into heat
  from (
    select 1 as weight, w.viewed_at as at from public.image_views w where w.image_id = image_uuid and w.counted
    union all
    select case t.interaction_type when 'like' then 4 when 'share' then 6 else 8 end, t.created_at
      from public.image_interactions t where t.image_id = image_uuid
  ) e;
  score := app.engagement_score(heat);
  update public.vehicle_images i set engagement_score = score
    from public.vehicles v
    where i.id = image_uuid and v.id = i.vehicle_id and (v.is_public or v.user_id = auth.uid() or not app.is_client());
  if not found then
    raise exception 'There is no photo %.', coalesce(image_uuid::text, 'without an id')
      using errcode = 'PT404', hint = 'Check the photo id. Only the owner sees photos of a private vehicle.';
  end if;
  return score;
end
$$;
revoke all on function app.engagement_score(double precision), app.calculate_engagement_score(uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.calculate_engagement_score(uuid) to authenticated, service_role;

create or replace function public.calculate_engagement_score(image_uuid uuid) returns numeric
language sql set search_path = '' as $$
  select app.calculate_engagement_score(image_uuid)
$$;
comment on function public.calculate_engagement_score(uuid) is
  'Recomputes and stores vehicle_images.engagement_score, and returns what it stored. Fails with PT404 for a photo that the caller cannot see.';
revoke all on function public.calculate_engagement_score(uuid) from public, anon;
grant execute on function public.calculate_engagement_score(uuid) to authenticated, service_role;
