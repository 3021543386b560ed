-- Opens a nomination where the verdict is ready, none is under way, and none has ended lately. After a sale it waits a
-- year.
create or replace function app.open_nominations(vehicles uuid[]) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  t app.vote_tallies;
  opened integer := 0;
  nomination public.auction_nominations;
begin
  for t in
    select x.* from app.vote_tallies x
    where x.vehicle_id = any (vehicles) and x.verdict = 'ready'
      and not exists (
        select from public.auction_nominations n, app.auction_settings s
        where n.vehicle_id = x.vehicle_id
          and (n.state in ('open', 'accepted', 'live')
               or (n.owner_id is not distinct from x.owner_id
                   and coalesce(n.ended_at, n.decided_at)
                       > now() - case n.state when 'sold' then interval '1 year' else s.asked_again_after end)))
    order by x.vehicle_id
  loop
    insert into public.auction_nominations (vehicle_id, suggested_reserve, currency)
      values (t.vehicle_id, app.suggested_reserve(t), (select s.currency from app.auction_settings s))
      on conflict do nothing returning * into nomination;
    if found then
      opened := opened + 1;
      perform app.tell(nomination.owner_id, t.vehicle_id, 'nomination_opened',
        format('The community says your %s is ready for auction. %s Accept with a reserve, or decline.',
          app.vehicle_name(t.vehicle_id), t.verdict_reason),
        jsonb_build_object('nomination_id', nomination.id, 'vehicle_id', t.vehicle_id, 'verdict_reason',
          t.verdict_reason,
                           'suggested_reserve', nomination.suggested_reserve, 'currency', nomination.currency));
    end if;
  end loop;
  return opened;
end
$$;

-- "1971 Datsun PL510", from whatever of these columns a project's vehicles have.
create or replace function app.vehicle_name(vehicle uuid) returns text
language sql stable security definer set search_path = '' as $$
  select app.fit(coalesce(nullif(btrim(concat_ws(' ', v.it ->> 'year', v.it ->> 'make', v.it ->> 'model')), ''),
    v.it ->> 'title', 'vehicle'), 200)
  from (select to_jsonb(x) as it from public.vehicles x where x.id = vehicle) v
$$;
