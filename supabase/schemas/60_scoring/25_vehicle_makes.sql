-- The makes of public vehicles, for choosing one on the leaderboard. Each is found by one look at the index, so that it
-- costs as many looks as there are makes, however many vehicles there are.

-- A project's own vehicles may lack the column.
do $$
begin
  if exists (select from pg_attribute where attrelid = 'public.vehicles'::regclass and attname = 'make'
    and not attisdropped) then
    create index if not exists vehicles_by_make on public.vehicles (make) where is_public;
  end if;
end
$$;

-- In the order of their names; at most 1,000.
create or replace function public.vehicle_makes() returns setof text
language plpgsql stable set search_path = '' rows 50 as $$
declare
  latest text := '';
begin
  if not exists (select from pg_catalog.pg_attribute
    where attrelid = 'public.vehicles'::regclass and attname = 'make' and not attisdropped) then
    return;
  end if;
  for each in 1 .. 1000 loop
    select v.make into latest from public.vehicles v where v.is_public and v.make > latest order by v.make limit 1;
    exit when latest is null;
    return next latest;
  end loop;
end
$$;

grant execute on function public.vehicle_makes() to anon, authenticated, service_role;
