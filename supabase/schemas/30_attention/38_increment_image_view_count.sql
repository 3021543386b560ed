-- increment_image_view_count(image): the single door. It adds one at each call, at once, and keeps nothing but that.

create or replace function app.increment_image_view_count(image_uuid uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  is_service constant boolean := not app.is_client();
  caller constant uuid := auth.uid();
  vehicle uuid;
  key bytea;
  viewer uuid;
  judgement smallint := 1;
begin
  select i.vehicle_id into vehicle
    from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id
    where i.id = image_uuid and (is_service or v.is_public or v.user_id = caller);
  if not found then
    raise exception 'There is no photo %.', coalesce(image_uuid::text, 'without an id')
      using errcode = 'PT404', hint = 'Check the photo id. Only the owner sees photos of a private vehicle.';
  end if;

  if not is_service then   -- the service role speaks for people whom it does not name
    key := app.viewer_key();
    viewer := app.caller_viewer(key);
    if app.take_from_caps(viewer, key, 1) = 0 then
      judgement := 0;
    else
      insert into app.vehicle_viewers as known (viewer, vehicle_id, photos, times, judgements, seen_at)
        values (viewer, vehicle, array[image_uuid], array[now()], '{4}', now())
        on conflict on constraint vehicle_viewers_pkey do update set (photos, times, judgements, seen_at) = (
          select j.photos, j.times, case when j.judgements[1] > 0 then array[j.judgements[1] + 2]::smallint[]
            || j.judgements[2:] else j.judgements end,
                 excluded.seen_at
          from app.judge_looks(known.photos, known.times, known.judgements, excluded.photos, excluded.times,
                               app.setting('single_views_per_30_minutes')::integer) j)
        returning known.judgements[1] into judgement;
    end if;
  end if;

  if judgement > 0 then
    update public.vehicle_images set view_count = view_count + 1, last_viewed_at = greatest(last_viewed_at, now())
      where id = image_uuid;
  end if;
  insert into public.image_views (vehicle_id, image_id, user_id, viewer, counted, first_of_day, source, xact)
    values (vehicle, image_uuid, caller, viewer, judgement > 0, judgement in (2, 4), 'single', app.ledger_xact());
end
$$;
grant execute on function app.increment_image_view_count(uuid) to anon, authenticated, service_role;

create or replace function public.increment_image_view_count(image_uuid uuid) returns void
language sql set search_path = '' as $$
  select app.increment_image_view_count(image_uuid)
$$;
comment on function public.increment_image_view_count(uuid) is
  'Counts one view of a photo, visible at once in vehicle_images.view_count; beyond 10 by one viewer in 30 minutes it '
    'is logged only. Fails with PT404 for a photo that the caller cannot see.';
grant execute on function public.increment_image_view_count(uuid) to anon, authenticated, service_role;
