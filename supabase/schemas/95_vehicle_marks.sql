-- Vehicle marks: texts that change when votes, bets or what people do with photos change. Who watches a vehicle compares
-- them and reads anew only what has changed; see docs/live.md.

create or replace function app.vehicle_marks(vehicle_ids uuid[])
returns table (vehicle_id uuid, votes text, bets text, photos text, vehicle text)
language sql stable security definer set search_path = '' as $$
  select v.id,
         (select concat_ws(' ', count(*), extract(epoch from max(a.updated_at))) from public.auction_votes a where a.vehicle_id = v.id),
         (select concat_ws(' ', count(*), extract(epoch from max(greatest(b.created_at, b.resolved_at)))) from public.vehicle_bets b where b.vehicle_id = v.id),
         (select max(c.id)::text from app.interaction_changes c where c.vehicle_id = v.id),
         v.xmin::text   -- who may see it may have changed
  from public.vehicles v where v.id = any (vehicle_ids)
$$;

-- { "<vehicle id>": { "votes": "...", "bets": "...", "photos": "..." } } for at most 100 vehicles; those that the caller may
-- not see are left out.
create or replace function public.vehicle_marks(vehicle_ids uuid[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if cardinality(vehicle_ids) > 100 then
    perform app.refuse('vehicle_marks_takes_at_most_100_vehicles', 'These are more than 100 vehicles.', 'Ask for them in several calls.');
  end if;
  return (
    select coalesce(jsonb_object_agg(m.vehicle_id, jsonb_build_object('votes', m.votes, 'bets', m.bets, 'photos', m.photos)), '{}')
    from app.vehicle_marks(array(select v.id from public.vehicles v where v.id = any (vehicle_ids))) m);
end
$$;

revoke all on function app.vehicle_marks(uuid[]), public.vehicle_marks(uuid[]) from public, anon, authenticated, service_role;
grant execute on function app.vehicle_marks(uuid[]), public.vehicle_marks(uuid[]) to anon, authenticated, service_role;
grant execute on function app.refuse(text, text, text) to anon, authenticated, service_role;
