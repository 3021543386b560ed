-- How a nomination ends: by itself, by a result, or with its vehicle.

-- Closes nominations whose verdict has been lost for too long.
create or replace function app.close_lost_nominations(vehicles uuid[] default null) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations;
  closed integer := 0;
begin
  for n in
    update public.auction_nominations x set state = 'closed', ended_at = now(), updated_at = now()
      where x.state in ('open', 'accepted') and x.lost_since <= now() - (select s.lost_for from app.auction_settings s)
        and (vehicles is null or x.vehicle_id = any (vehicles)) returning x.*
  loop
    closed := closed + 1;
    delete from app.auction_reserves r where r.vehicle_id = n.vehicle_id;
    perform app.tell(n.owner_id, n.vehicle_id, 'nomination_closed',
      format('The nomination of your %s has closed: the community has not found it ready for %s days.',
        app.vehicle_name(n.vehicle_id),
             floor(extract(epoch from now() - n.lost_since) / 86400)),
      jsonb_build_object('nomination_id', n.id, 'vehicle_id', n.vehicle_id));
  end loop;
  return closed;
end
$$;

-- The result of an auction ends the nomination it belongs to; a sale also one that was opened up to 30 days after it,
-- when people did not know yet. An old result, entered for the record, does not.
create or replace function app.end_nomination() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations;
begin
  update public.auction_nominations x
    set state = case when new.sold then 'sold' else 'unsold' end, outcome_id = new.id, ended_at = now(),
      lost_since = null, updated_at = now()
    where x.vehicle_id = new.vehicle_id and x.state in ('open', 'accepted', 'live')
      and x.opened_at <= new.occurred_at + case when new.sold then interval '30 days' else '0' end
    returning x.* into n;
  if found then
    delete from app.auction_reserves r where r.vehicle_id = n.vehicle_id;
    perform app.tell(n.owner_id, n.vehicle_id, 'auction_ended',
      case when new.sold then format(
        'Your %s has sold for %s %s.', app.vehicle_name(n.vehicle_id), to_char(new.value, 'FM999,999,999,990'),
        new.currency)
           else format('Your %s did not sell.', app.vehicle_name(n.vehicle_id)) end,
      jsonb_build_object('nomination_id', n.id, 'vehicle_id', n.vehicle_id, 'outcome_id', new.id, 'sold', new.sold,
        'value', new.value, 'currency', new.currency));
  end if;
  return null;
end
$$;

create trigger vehicle_outcomes_end_nomination after insert on public.vehicle_outcomes
  for each row when (new.kind = 'auction_result' and new.confirmed_at is not null)
    execute function app.end_nomination();
create trigger vehicle_outcomes_confirmed_end_nomination after update of confirmed_at on public.vehicle_outcomes
  for each row when (new.kind = 'auction_result' and new.confirmed_at is not null and old.confirmed_at is null)
    execute function app.end_nomination();

-- A vehicle that goes private takes its auction along; one that changes hands ends what its last owner was asked or has
-- set.
create or replace function app.carry_auction() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  shown constant boolean := coalesce(new.is_public, false);
begin
  if new.user_id is distinct from old.user_id then
    delete from app.auction_reserves r where r.vehicle_id = new.id;
    update public.auction_nominations n set state = 'closed', ended_at = now(), updated_at = now()
      where n.vehicle_id = new.id and n.state in ('open', 'accepted');
  end if;
  update app.vote_tallies t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update app.auction_reserves t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.auction_nominations t set owner_id = new.user_id, is_public = shown
    where t.vehicle_id = new.id and (t.state in ('open', 'accepted', 'live') or t.is_public is distinct from shown);
  return null;
end
$$;

create trigger vehicles_carry_auction after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_auction();
