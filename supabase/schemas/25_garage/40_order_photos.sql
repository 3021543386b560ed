-- The order of a vehicle's photos, in one statement: the first is the cover.

-- Those that are not named, as they were added meanwhile, come after the named ones in the order that they had.
create or replace function public.order_photos(vehicle_id uuid, photo_ids uuid[]) returns void
language plpgsql set search_path = '' as $$
begin
  if coalesce(cardinality(photo_ids), 0) > 10000 then
    perform app.refuse('order_photos_takes_at_most_10000', 'These are more than 10,000 photos.', null, '22023');
  end if;
  if not exists (select from public.vehicles v where v.id = order_photos.vehicle_id) then
    perform app.not_found('vehicle', order_photos.vehicle_id::text);
  elsif not exists (select from public.vehicles v where v.id = order_photos.vehicle_id and v.user_id = auth.uid()) then
    perform app.refuse('not_your_vehicle', 'Only the owner orders the photos of a vehicle.', null, '42501');
  end if;
  update public.vehicle_images i set position = o.place
    from (select p.id, row_number() over (order by n.n nulls last, p.position, p.id) - 1 as place
          from public.vehicle_images p
          left join (select u.id, min(u.n) as n from unnest(photo_ids) with ordinality u (id, n) group by 1) n
            on n.id = p.id
          where p.vehicle_id = order_photos.vehicle_id) o
    where i.id = o.id and i.position is distinct from o.place;
end
$$;
comment on function public.order_photos(uuid, uuid[]) is
  'For the owner: puts the photos of a vehicle in this order. The first is the cover.';
grant execute on function public.order_photos(uuid, uuid[]) to authenticated;
