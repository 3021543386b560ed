-- An account goes: by its own door (delete_account) or by an operator's (the admin API). Cars that only their owner
-- sees go with their photos and papers; public ones stay for those who have voted and bet on them, without an owner,
-- their papers and chassis numbers. Keys and triggers do the rest (see app.account_files).

-- The vehicles that something of a person hangs on, and whether they are this person's own.
create or replace function app.vehicles_of(person uuid) returns table (id uuid, is_own boolean, is_private boolean)
language sql stable security definer set search_path = '' as $$
  select v.id, v.user_id is not distinct from person, not coalesce(v.is_public, false)
  from public.vehicles v where v.id in (
    select x.id from public.vehicles x where x.user_id = person
    union select i.vehicle_id from public.image_views i where i.user_id = person
    union select i.vehicle_id from public.image_interactions i where i.user_id = person
    union select t.vehicle_id from public.image_tags t where t.user_id = person
    union select r.vehicle_id from public.comment_reports r where r.user_id = person
    union select r.vehicle_id from public.photo_reports r where r.user_id = person
    union select b.vehicle_id from public.vehicle_bets b where b.user_id = person
    union select d.vehicle_id from public.bet_disputes d where d.user_id = person
    union select o.vehicle_id from public.vehicle_outcomes o where o.reported_by = person or o.confirmed_by = person
    union select a.vehicle_id from public.auction_votes a where a.user_id = person
    union select u.vehicle_id from public.useful_reasons u where u.user_id = person
    union select c.vehicle_id from app.vote_closeness c where c.user_id = person
    union select f.vehicle_id from public.follows f where f.user_id = person
    union select s.vehicle_id from public.forecast_skips s where s.user_id = person
    union select n.vehicle_id from public.notices n where n.user_id = person
    union select r.vehicle_id from public.research_reports r where r.user_id = person
    union select o.vehicle_id from app.vehicle_offers o where o.giver_id = person or o.taker_id = person)
$$;

-- Takes every lock that removing a person needs, in the order of 20_project/22_hold_vehicles.sql, and people one after
-- the other, as they have rows in common: one follows the other, one answers the other. Meanwhile the person may begin
-- something on another vehicle, be given one or hide one: then all is let go and taken anew.
create or replace function app.hold_person(person uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  vehicle record;
  held uuid[];
  held_own uuid[];
  held_to_go uuid[];
begin
  perform pg_advisory_xact_lock(hashtextextended('remove_person', 0));
  for try in 1 .. 20 loop
    begin
      held := '{}';
      held_own := '{}';
      held_to_go := '{}';
      for vehicle in select * from app.vehicles_of(person) v order by v.id loop
        held := held || vehicle.id;
        if vehicle.is_own then held_own := held_own || vehicle.id; end if;
        if vehicle.is_own and vehicle.is_private then
          held_to_go := held_to_go || vehicle.id;
          perform from public.vehicles v where v.id = vehicle.id for update;
        elsif vehicle.is_own then
          perform from public.vehicles v where v.id = vehicle.id for no key update;
        else
          perform from public.vehicles v where v.id = vehicle.id for share;
        end if;
      end loop;
      -- marks of useful reasons go with the person, and are counted off at their votes
      perform from public.useful_reasons u
        join public.auction_votes a on a.vehicle_id = u.vehicle_id and a.user_id = u.voter_id
        where u.user_id = person order by a.vehicle_id, a.user_id for no key update of a;
      perform app.lock_accounts(array(
        select person union select b.user_id from public.vehicle_bets b join public.vehicles v on v.id = b.vehicle_id
        where v.user_id = person and not coalesce(v.is_public, false)));
      perform from auth.users u where u.id = person for update;
      -- an account opened meanwhile, and votes marked meanwhile
      perform from app.point_accounts a where a.user_id = person for no key update nowait;
      perform from public.useful_reasons u
        join public.auction_votes a on a.vehicle_id = u.vehicle_id and a.user_id = u.voter_id
        where u.user_id = person for no key update of a nowait;
      if not exists (select from app.vehicles_of(person) v where v.id <> all (
        case when v.is_own and v.is_private then held_to_go when v.is_own then held_own else held end)) then
        return;
      end if;
      raise exception 'Not all of it is held.' using errcode = 'serialization_failure';
    exception when serialization_failure or lock_not_available then null;   -- lets go
    end;
  end loop;
  perform app.refuse('account_is_busy', 'This account is in use at this moment.', 'Try again.', 'PT409');
end
$$;

-- Returns false where there is no such account.
create or replace function app.remove_person(person uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform app.hold_person(person);
  delete from public.sources s using public.vehicles v where s.vehicle_id = v.id and v.user_id = person;
  delete from public.vehicle_chassis c using public.vehicles v where c.vehicle_id = v.id and v.user_id = person;
  delete from public.vehicle_log_bills b where b.owner_id = person;
  delete from public.vehicle_log l where l.owner_id = person and l.is_private;
  delete from public.vehicles v where v.user_id = person and not coalesce(v.is_public, false);
  delete from auth.users u where u.id = person;
  return found;
end
$$;
comment on function app.remove_person(uuid) is 'Deletes an account; what stays leads back to nobody.';
