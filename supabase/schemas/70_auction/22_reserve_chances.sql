-- Reserves: the chance that a sale reaches one, and which one is suggested to the owner.

-- The hammer price that leaves the seller this much, and what a hammer price leaves.
create or replace function app.hammer_for(net numeric) returns float8
language sql stable set search_path = '' as $$
  select ((net + s.seller_fee) / (1 - s.seller_fee_percent / 100))::float8 from app.auction_settings s
$$;
create or replace function app.net_of(hammer numeric) returns numeric
language sql stable set search_path = '' as $$
  select hammer * (1 - s.seller_fee_percent / 100) - s.seller_fee from app.auction_settings s
$$;

-- The spread of a hammer price around the median estimate, on the log scale: that of the estimates (their quartiles lie
-- 1.349 apart on the normal scale), 10 % at least, for people agree more than hammers do, and wider while few have
-- estimated.
create or replace function app.estimate_spread(p25 numeric, p75 numeric, estimates bigint) returns float8
language sql immutable set search_path = '' as $$
  select greatest(0.1, ln((p75 / p25)::float8) / 1.349) * sqrt(1 + 1.0::float8 / estimates)
$$;

-- The chance that a sale nets at least `reserve`: P(hammer >= (reserve + fee) / (1 - fee percent)), the hammer price
-- LogNormal around the median estimate; where the bets have a price curve, the plain average of its answer and this
-- one. Null with fewer than five estimates and no curve, or in a currency that summaries are not in.
create or replace function app.chance_at_reserve(t app.vote_tallies, reserve numeric, reserve_currency text)
  returns float8
language plpgsql stable set search_path = '' as $$
declare
  hammer constant float8 := app.hammer_for(reserve);
  by_estimates float8;
  by_bets float8;   -- null where nobody bets on the price
begin
  if reserve_currency is distinct from (select s.currency from app.auction_settings s) then return null; end if;
  if hammer <= 0 then return 1; end if;
  if t.valued >= 5 then
    by_estimates := 1 - app.normal_cdf((ln(hammer) - ln(t.median_estimated_value::float8))
                                       / app.estimate_spread(t.p25_estimated_value, t.p75_estimated_value, t.valued));
  end if;
  if reserve_currency = 'USD' then   -- the curve is in dollars
    by_bets := 1 - app.crowd_price_cdf(t.vehicle_id, hammer::numeric);
  end if;
  return coalesce((by_estimates + by_bets) / 2, by_estimates, by_bets);
end
$$;

-- The reserve that app.chance_at_reserve gives 75 %, in hundreds: found by halving between nothing and three times the
-- median estimate, so that what is suggested and what is said once it is set are one measure. Null with fewer than five
-- estimates.
create or replace function app.suggested_reserve(t app.vote_tallies) returns numeric
language plpgsql stable set search_path = '' as $$
declare
  low numeric := 0;
  high numeric := app.net_of(3 * t.median_estimated_value);
  currency constant text := (select s.currency from app.auction_settings s);
begin
  if t.valued < 5 or t.median_estimated_value is null then return null; end if;
  while high - low > 1 loop
    if app.chance_at_reserve(t, (low + high) / 2, currency) >= 0.75 then low := (low + high) / 2;
    else high := (low + high) / 2; end if;
  end loop;
  return round(low, -2);
end
$$;

create or replace function app.refresh_chances(vehicles uuid[]) returns void
language sql security definer set search_path = '' as $$
  update app.auction_reserves r set chance = app.chance_at_reserve(t, r.reserve, r.currency)
    from app.vote_tallies t
    where t.vehicle_id = r.vehicle_id and r.vehicle_id = any (vehicles)
      and r.chance is distinct from app.chance_at_reserve(t, r.reserve, r.currency)
$$;
