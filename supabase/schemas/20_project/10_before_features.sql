-- Says what is missing before anything is changed.

do $$
declare
  missing text;
begin
  select string_agg(needed.tab || '.' || needed.col, ', ') into missing
  from (values ('vehicles', 'id'), ('vehicles', 'user_id'), ('vehicle_images', 'id'),
    ('vehicle_images', 'vehicle_id')) needed (tab, col)
  where not exists (
    select from information_schema.columns c
    where c.table_schema = 'public' and c.table_name = needed.tab and c.column_name = needed.col
  );
  if missing is not null then
    raise exception 'These features need public.vehicles(id, user_id) and public.vehicle_images(id, vehicle_id); '
      'missing: %.', missing
      using hint = 'In a project without vehicles, apply 20251018_vehicles.sql first.';
  end if;

  select string_agg(theirs.tab, ', ') into missing
  from unnest(array['image_views', 'image_interactions', 'vehicle_bets', 'auction_votes',
    'spec_research_cache']) theirs (tab)
  where to_regclass('public.' || theirs.tab) is not null and to_regprocedure('app.carry_visibility()') is null;
  if missing is not null then
    raise exception 'These tables exist already and are not Paddock''s: %.', missing
      using hint = 'Rename them (alter table ... rename to ...), apply this migration, then copy their rows over.';
  end if;
end
$$;
