-- The crowd's prices of many vehicles at once, for cards: of those alone whose crowd the caller may see without being
-- influenced, having given a number or skipped (docs/decisions/0007-blind-forecasts.md).
create or replace function app.shown_prices(vehicles uuid[])
  returns table (vehicle_id uuid, currency text, p10 numeric, p50 numeric, p90 numeric, people integer)
language plpgsql stable security definer set search_path = '' as $$
begin
  if cardinality(vehicles) > 100 then
    perform app.refuse('vehicles_are_at_most_100', 'Prices are asked for at most 100 vehicles at a time.', null,
      '22023');
  end if;
  return query
  select distinct on (v.id) v.id, split_part(c.topic, ':', 2), (c.forecast -> 'quantiles' ->> 'p10')::numeric,
    (c.forecast -> 'quantiles' ->> 'p50')::numeric, (c.forecast -> 'quantiles' ->> 'p90')::numeric, c.people
  from public.vehicles v
  join app.crowds c on c.vehicle_id = v.id and c.bet_type = 'auction_price' and c.people > 1 and c.forecast is not null
  where v.id = any (vehicles) and (v.is_public or v.user_id = auth.uid())
    and (exists (select from public.vehicle_bets b where b.vehicle_id = v.id and b.user_id = auth.uid()
        and b.bet_type = 'auction_price' and b.status <> 'cancelled')
      or exists (select from public.forecast_skips s where s.vehicle_id = v.id and s.user_id = auth.uid()
        and s.bet_type = 'auction_price'))
  order by v.id, c.people desc, c.topic;
end
$$;

create or replace function public.shown_prices(vehicle_ids uuid[])
  returns table (vehicle_id uuid, currency text, p10 numeric, p50 numeric, p90 numeric, people integer)
language sql stable set search_path = '' as $$ select * from app.shown_prices(vehicle_ids) $$;
comment on function public.shown_prices(uuid[]) is
  'The crowd''s auction price of at most 100 vehicles, of those on which the caller has given a number or skipped.';

grant execute on function app.shown_prices(uuid[]), public.shown_prices(uuid[])
  to anon, authenticated, service_role;
