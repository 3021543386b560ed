-- Reading crowds: what is read from a crowd's sums: its curve, quantiles, mean and agreement.

-- A probability whose odds are raised to a power: 1/2 stays, a logistic distribution gets 1 / exponent of its width.
create or replace function app.sharpened(p double precision, exponent double precision) returns double precision
language sql immutable parallel safe as $$
  select case when p <= 1e-40 then 0 when p >= 1 then 1
    else power(p, exponent) / (power(p, exponent) + power(1 - p, exponent)) end
$$;

-- The crowd's cumulative distribution at the upper edge of each cell: `alone` as the bets say, `below` with the prior,
-- and narrowed. The prior is normal on the grid's scale about the crowd's own median and weighs prior_people against
-- the crowd's effective number of people (Kish, 1965: square of the sum of weights over the sum of their squares), so
-- that few bets give a wide forecast. A mixture counts what people disagree by twice, as each one's own doubt and as
-- their distance; docs/design/forecasts.md says what follows. Its odds are raised to 1 / share, where share = max(2
-- agreement - 1, 1 / sqrt(2 n - 1), narrowest): 1 for one person, and for people who agree.
create or replace function app.crowd_curve(c app.crowds)
returns table (cell integer, u double precision, alone double precision, below double precision)
language sql stable set search_path = '' as $$
  with held as materialized (
    select h.cell, sum(h.mass) over (order by h.cell) / c.weight as alone, h.mass / c.weight as own
    from unnest(c.cells, c.mass) h (cell, mass)
  ),
  middle as (
    select (h.cell + 1 - (h.alone - 0.5) / nullif(h.own, 0)) * app.grid_step(c.bet_type) as u
    from held h where h.alone >= 0.5 order by h.cell limit 1
  ),
  ends as (
    select s.prior_people, s.prior_spread, s.narrowest, m.u, c.weight * c.weight / c.weight_sq as n,
           greatest(least((select min(h.cell) from held h),
             floor((m.u - 4 * s.prior_spread) / app.grid_step(c.bet_type))::int),
                    app.grid_end(c.bet_type, c.anchor, false)) - 1 as first,
           least(greatest((select max(h.cell) from held h),
             floor((m.u + 4 * s.prior_spread) / app.grid_step(c.bet_type))::int),
                 app.grid_end(c.bet_type, c.anchor, true)) as last
    from middle m, app.forecast_settings s
  ),
  filled as (
    select k.cell, (k.cell + 1) * app.grid_step(c.bet_type) as u, e.n, e.u as middle, e.prior_people, e.prior_spread,
           e.narrowest,
           least(coalesce(max(h.alone) over (order by k.cell), 0), 1) as alone
    from ends e cross join lateral generate_series(e.first, e.last) k (cell) left join held h on h.cell = k.cell
  ),
  mixed as (
    select f.cell, f.u, f.alone, (f.n * f.alone + f.prior_people * app.grid_cdf((f.u - f.middle) / f.prior_spread))
      / (f.n + f.prior_people) as p,
           least(greatest(2 * c.spread / c.weight / nullif(sum(f.alone * (1 - f.alone)) over (), 0) - 1,
             1 / sqrt(2 * f.n - 1), f.narrowest), 1) as share
    from filled f
  )
  select m.cell, m.u, m.alone, app.sharpened(m.p, 1 / m.share) from mixed m
$$;

-- As it is written in a forecast: a day, or money with two decimals.
create or replace function app.forecast_value(bet_type text, x double precision) returns jsonb
language sql immutable set search_path = '' as $$
  select case when x is null then 'null'::jsonb
              when app.bet_shape(bet_type) = 'day'
                then to_jsonb(date '1970-01-01' + least(greatest(round(x)::int, 10957), 47846))
              else to_jsonb(round(x::numeric, 2)) end
$$;

-- Agreement, from 0 to 1: how much of the crowd's uncertainty each person has on their own, as opposed to disagreement
-- between them. The uncertainty of F is the sum of F (1 - F) over the grid, the entropy of the CRPS (Gneiting and
-- Raftery, 2007); of a milestone, p (1 - p). The mean is of the distribution cut at 1 and 99 %: the tail of an unsure
-- bet on a price has a mean that says nothing.
create or replace function app.curve_forecast(c app.crowds) returns jsonb
language sql stable set search_path = '' as $$
  with points as materialized (
    select p.*, coalesce(lag(p.below) over (order by p.cell), 0) as above from app.crowd_curve(c) p
  ),
  quantiles as materialized (
    select q.p, (
      select app.from_grid(c.bet_type, c.anchor,
               x.u - app.grid_step(c.bet_type) * least((x.below - q.p) / nullif(x.below - x.above, 0), 1))
      from points x where x.below >= q.p order by x.cell limit 1) as x
    from unnest(array[0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]::float8[]) q (p)
  ),
  mean as (
    select 0.01 * (select sum(q.x) from quantiles q where q.p in (0.01, 0.99))
           + sum(app.from_grid(c.bet_type, c.anchor, x.u - g.half)
                 * (least(greatest(x.below, 0.01), 0.99) - least(greatest(x.above, 0.01), 0.99))) as x
    from points x, (select app.grid_step(c.bet_type) / 2 as half offset 0) g
  ),
  thinned as (
    select x.cell, app.forecast_value(c.bet_type, app.from_grid(c.bet_type, c.anchor, x.u)) as x, x.below
    from (select p.*, row_number() over (order by p.cell) as place, count(*) over () as places from points p
          where p.below between 0.002 and 0.998) x
    where (x.place - 1) % greatest(x.places / 80, 1) = 0
  )
  select jsonb_build_object(
    'people', c.people,
    'mean', app.forecast_value(c.bet_type, (select m.x from mean m)),
    'quantiles', (select jsonb_object_agg(
      'p' || lpad((q.p * 100)::int::text, 2, '0'), app.forecast_value(c.bet_type, q.x))
                  from quantiles q where q.p not in (0.01, 0.99)),
    'curve', (select jsonb_agg(jsonb_build_array(t.x, round(t.below::numeric, 6)) order by t.cell) from thinned t),
    'agreement', (select round(least(
      greatest(c.spread / c.weight / nullif(sum(p.alone * (1 - p.alone)), 0), 0), 1)::numeric, 4) from points p))
$$;

-- Milestones as one curve P(value >= x) that falls with x. Each is the weighted mean of what people say, with
-- prior_people at one half. Where a higher milestone got the higher probability, neighbours are joined by pooling
-- adjacent violators (Ayer et al., 1955), which is the falling curve nearest to them in weighted squares. Targets
-- within 1 % of each other are one point.
create or replace function app.milestone_curve(c app.crowds)
returns table (place integer, target double precision, people integer, said double precision,
               probability double precision)
language plpgsql stable set search_path = '' as $$
declare
  m record;
  levels float8[] := '{}';
  weights float8[] := '{}';
  sizes int[] := '{}';
  n int := 0;
  block int := 0;
begin
  for m in
    select (k.said / k.weight * k.weight * k.weight / k.weight_sq + s.prior_people / 2)
             / (k.weight * k.weight / k.weight_sq + s.prior_people) as level,
           k.weight * k.weight / k.weight_sq + s.prior_people as weight
    from unnest(c.milestones) k, app.forecast_settings s order by k.cell
  loop
    n := n + 1;
    levels[n] := m.level; weights[n] := m.weight; sizes[n] := 1;
    while n > 1 and levels[n] > levels[n - 1] loop
      levels[n - 1] := (levels[n - 1] * weights[n - 1] + levels[n] * weights[n]) / (weights[n - 1] + weights[n]);
      weights[n - 1] := weights[n - 1] + weights[n];
      sizes[n - 1] := sizes[n - 1] + sizes[n];
      n := n - 1;
    end loop;
  end loop;

  place := 0;
  for block in 1 .. n loop
    for m in select k.* from unnest(c.milestones[place + 1 : place + sizes[block]]) k order by k.cell loop
      place := place + 1;
      target := exp(m.target / m.weight); people := m.people; said := m.said / m.weight; probability := levels[block];
      return next;
    end loop;
  end loop;
end
$$;

-- Quantiles are read off between milestones, evenly in the logarithm of the value; null where no milestone reaches that
-- far.
create or replace function app.milestone_forecast(c app.crowds) returns jsonb
language sql stable set search_path = '' as $$
  with points as materialized (
    select p.*, 1 - p.probability as below, lead(p.target) over (order by p.place) as next_target,
           lead(1 - p.probability) over (order by p.place) as next_below
    from app.milestone_curve(c) p
  ),
  quantiles as materialized (
    select q.p, coalesce(
      (select exp(ln(x.target) + (ln(x.next_target) - ln(x.target)) * (q.p - x.below) / (x.next_below - x.below))
       from points x where x.below <= q.p and x.next_below > q.p order by x.place limit 1),
      (select min(x.target) from points x where x.below = q.p)) as x
    from unnest(array[0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]::float8[]) q (p)
  )
  select jsonb_build_object(
    'people', c.people,
    'mean', case when (select count(q.x) from quantiles q) = 7 then app.forecast_value(c.bet_type,
        (select sum((x.target + x.next_target) / 2 * (x.next_below - x.below)) + min(x.target) * min(x.below)
                + max(x.next_target) * (1 - max(x.next_below)) from points x)) end,
    'quantiles', (select jsonb_object_agg(
      'p' || lpad((q.p * 100)::int::text, 2, '0'), app.forecast_value(c.bet_type, q.x)) from quantiles q),
    'curve', (select jsonb_agg(jsonb_build_array(app.forecast_value(c.bet_type, p.target), round(p.below::numeric, 6))
      order by p.place)
              from points p),
    'milestones', (select jsonb_agg(jsonb_build_object('target_value', app.forecast_value(c.bet_type, p.target),
                     'probability', round(p.probability::numeric, 6), 'said', round(p.said::numeric, 6), 'people',
                     p.people) order by p.place)
                   from points p),
    'agreement', (select round((case when sum(k.said * (1 - k.said / k.weight)) > 0
                                then least(greatest(sum(k.said - k.said_sq) / sum(k.said * (1 - k.said / k.weight)), 0),
                                  1) else 1 end)::numeric, 4)
                  from unnest(c.milestones) k))
$$;

-- P(result <= x) as the crowd sees it, between the grid's edges evenly; null without a crowd.
create or replace function app.cdf_of(c app.crowds, x double precision) returns double precision
language sql stable set search_path = '' as $$
  with at as (
    select app.to_grid(c.bet_type, c.anchor, x) / app.grid_step(c.bet_type) as place
  ),
  near as (
    select p.cell, p.below, coalesce(lag(p.below) over (order by p.cell), 0) as above from app.crowd_curve(c) p
  ),
  reached as (
    select max(n.cell) as last, max(n.below) as most, min(n.cell) as first from near n
  )
  select case when c.people is null or c.people = 0 or x is null then null
              when a.place < r.first then 0 when a.place >= r.last + 1 then 1
              else (select n.above + (n.below - n.above) * (a.place - n.cell) from near n
                where n.cell = floor(a.place)) end
  from at a, reached r
$$;

-- P(value >= x) as the milestones say, between them evenly in the logarithm; beyond them as at the nearest. Null
-- without any.
create or replace function app.exceedance_of(c app.crowds, x double precision) returns double precision
language sql stable set search_path = '' as $$
  with points as (
    select ln(p.target) as u, p.probability, lead(ln(p.target)) over (order by p.place) as next_u,
           lead(p.probability) over (order by p.place) as next_probability, p.place
    from app.milestone_curve(c) p
  )
  select case when c.people is null or c.people = 0 or x is null or x <= 0 then null else coalesce(
    (select p.probability + (p.next_probability - p.probability) * (ln(x) - p.u) / (p.next_u - p.u)
     from points p where p.u <= ln(x) and p.next_u > ln(x)),
    (select p.probability from points p order by abs(p.u - ln(x)), p.place limit 1)) end
$$;

-- Where people contradict each other: milestones that got the higher probability for the higher value, and milestones
-- that do not fit the forecast of the auction price. A price is what it fetches if it sells, a milestone may also be
-- met by an appraisal, so the second kind is a hint. Needs two people on either side.
create or replace function app.contradictions(milestones app.crowds, price app.crowds) returns jsonb
language sql stable set search_path = '' as $$
  with points as materialized (
    select p.*, app.forecast_value('value_milestone', p.target) as target_value from app.milestone_curve(milestones) p
      where p.people >= 2
  ),
  pairs as (
    select p.*, lead(p.said) over (order by p.place) as next_said,
           lead(p.target_value) over (order by p.place) as next_target_value
    from points p
  ),
  found as (
    select p.target, jsonb_build_object(
      'kind', 'milestones', 'target_value', p.target_value, 'probability', round(p.said::numeric, 4),
             'higher_target_value', p.next_target_value, 'higher_probability', round(p.next_said::numeric, 4)) as said
    from pairs p, app.forecast_settings s where p.next_said - p.said >= s.contradiction_gap
    union all
    select p.target, jsonb_build_object(
      'kind', 'milestone_and_price', 'target_value', p.target_value, 'milestone_probability',
             round(p.said::numeric, 4), 'price_probability', round(p.by_price::numeric, 4))
    from (select q.*, 1 - app.cdf_of(price, q.target) as by_price from points q where price.people >= 2) p,
      app.forecast_settings s
    where abs(p.said - p.by_price) >= s.contradiction_gap
  )
  select coalesce(jsonb_agg(f.said order by f.target), '[]') from (select * from found order by target limit 20) f
$$;

-- One point a day, the latest 120.
create or replace function app.movement_with(movement jsonb, forecast jsonb, day date) returns jsonb
language sql immutable set search_path = '' as $$
  with days as (
    select m.point, m.place from jsonb_array_elements(movement) with ordinality m (point, place)
      where m.point ->> 0 <> day::text
    union all
    select jsonb_build_array(day, forecast #> '{quantiles,p25}', forecast #> '{quantiles,p50}',
      forecast #> '{quantiles,p75}',
      forecast -> 'people'), 1e9::bigint
  )
  select jsonb_agg(d.point order by d.place) from (select * from days order by place desc limit 120) d
$$;

-- The forecast for a crowd; `other` is the price of a milestones' crowd, the milestones of a price's.
create or replace function app.forecast_of(c app.crowds, other app.crowds) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  forecast jsonb := case app.bet_shape(c.bet_type) when 'milestone' then app.milestone_forecast(c)
    else app.curve_forecast(c) end;
begin
  return forecast || jsonb_build_object(
    'movement', app.movement_with(c.movement, forecast, (now() at time zone 'utc')::date),
    'contradictions', case c.bet_type when 'value_milestone' then app.contradictions(c, other)
                                      when 'auction_price' then app.contradictions(other, c) else '[]' end,
    'topic', c.topic, 'round', c.round);
end
$$;
