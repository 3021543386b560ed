-- The order of locks, so that no two transactions wait for each other: vehicles by their ids, then what hangs on them,
-- then accounts of points by their people's ids, then people. A row that is written twice in one transaction has its
-- references checked, and so waits for whoever deletes what it refers to: a job that writes such rows holds the
-- vehicles first.

-- Holds these vehicles as they are until the transaction ends, and returns them; those that somebody else has in hand
-- are left out, for the next time.
create or replace function app.hold_vehicles(vehicles uuid[]) returns uuid[]
language plpgsql security definer set search_path = '' as $$
begin
  return array(
    select v.id from public.vehicles v where v.id = any (vehicles) order by v.id for share skip locked);
end
$$;
