-- What a vehicle is, from whatever columns the project's table has. Research and the scope of a search go by it.

-- | Field          | Columns, the first that has something                                         |
-- |----------------|-------------------------------------------------------------------------------|
-- | year           | year, model_year; else a title that begins with one                           |
-- | make           | make, manufacturer, marque, brand; else the title's word after the year       |
-- | model          | model, model_name; else the rest of such a title                              |
-- | trim           | trim, trim_level, variant, submodel                                           |
-- | engine         | engine, engine_size, engine_type, engine_code                                 |
-- | vin            | vin, vin_number                                                               |
-- | chassis_number | chassis_number, chassis_no, chassis, frame_number, serial_number              |
-- No row where there is no such vehicle. Whether the caller may see it is for the caller of this function to ask.
create or replace function app.vehicle_subject(vehicle_id uuid)
returns table (year integer, make text, model text, "trim" text, engine text, vin text, chassis_number text)
-- PL/pgSQL, as a cached answer asks for its car: SQL would plan all this anew in each call, for a millisecond.
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select coalesce(case when x.year ~ '^(18|19|20)\d\d$' then x.year end, x.titled[1])::integer,
         app.shown(coalesce(x.make, x.titled[2]), 80),
         app.shown(coalesce(x.model, case when x.make is null then x.titled[3] end), 120),
         app.shown(x.trim, 120), app.shown(x.engine, 120), app.shown(x.vin, 40), app.shown(x.chassis_number, 40)
  from (
    select coalesce(r ->> 'year', r ->> 'model_year') as year,
           coalesce(nullif(r ->> 'make', ''), r ->> 'manufacturer', r ->> 'marque', r ->> 'brand') as make,
           coalesce(nullif(r ->> 'model', ''), r ->> 'model_name') as model,
           coalesce(r ->> 'trim', r ->> 'trim_level', r ->> 'variant', r ->> 'submodel') as trim,
           coalesce(r ->> 'engine', r ->> 'engine_size', r ->> 'engine_type', r ->> 'engine_code') as engine,
           coalesce(r ->> 'vin', r ->> 'vin_number') as vin,
           coalesce(r ->> 'chassis_number', r ->> 'chassis_no', r ->> 'chassis', r ->> 'frame_number',
             r ->> 'serial_number') as chassis_number,
           regexp_match(r ->> 'title', '^\s*((?:18|19|20)\d\d)\s+(\S+)\s+(.+)$') as titled
    -- What the owner says of it fills what the project's own table leaves open. A chassis number that is not shown
    -- stays out: answers are for everybody.
    from (select coalesce(to_jsonb(d), '{}') || coalesce(to_jsonb(c), '{}') || jsonb_strip_nulls(to_jsonb(v)) as r
          from public.vehicles v
          left join (select t.vehicle_id, t.trim, t.engine from public.vehicle_details t) d on d.vehicle_id = v.id
          left join (select t.vehicle_id, t.number as chassis_number from public.vehicle_chassis t
                     where t.is_shown and t.is_public) c on c.vehicle_id = v.id
          where v.id = vehicle_subject.vehicle_id
          -- joined once, not for each field that is read of it
          offset 0) row) x;
end
$$;
