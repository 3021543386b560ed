-- Scores: how good a forecast was, once the answer is known. Every score here is a loss: 0 is perfect. As in
-- 55_forecasts/10_distributions.sql, what is called many times a row sets no search_path; every name is qualified.
-- Sources
--   G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950), 1-3.
--   T. Gneiting, A. E. Raftery, Strictly proper scoring rules, prediction, and estimation, JASA 102 (2007), 359-378.
--   A. Jordan, F. Krueger, S. Lerch, Evaluating probabilistic forecasts with scoringRules, Journal of Statistical
--   Software 90/12 (2019).
--   S. Baran, S. Lerch, Log-normal distribution based ensemble model output statistics models for probabilistic
--   wind-speed
--     forecasting, Quarterly Journal of the Royal Meteorological Society 141 (2015), 2289-2299: CRPS of the lognormal.
--   E. P. Grimit, T. Gneiting, V. J. Berrocal, N. A. Johnson, The continuous ranked probability score for circular
--   variables and its
--     application to mesoscale forecast ensemble verification, the same journal 132 (2006), 2925-2942: CRPS of a
--     mixture of normals.
--   A. Genz, Numerical computation of rectangular bivariate and trivariate normal and t probabilities, Statistics and
--   Computing 14
--     (2004), 251-260: the bivariate normal distribution by Gauss-Legendre quadrature.

create or replace function app.brier_score(probability float8, happened boolean) returns float8
language sql immutable strict parallel safe
  as $$ select (probability - happened::int) * (probability - happened::int) $$;

-- Infinity for what was called impossible and happened.
create or replace function app.log_score(probability float8, happened boolean) returns float8
language sql immutable strict parallel safe as $$
  select case when (case when happened then probability else 1 - probability end) > 0
              then -ln(case when happened then probability else 1 - probability end) else 'Infinity' end
$$;

create or replace function app.crps_normal(location float8, scale float8, y float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  z constant float8 := (y - location) / scale;
begin
  return scale * (z * (2 * app.normal_cdf(z) - 1) + 2 * app.normal_pdf(z) - 0.56418958354775628695);   -- 1 / sqrt(pi)
end
$$;

-- exp(a) Phi(b), also where one is too large for a double and the other too small: ln Phi(b) is then (b^2 + ln 2 pi
-- b^2) / -2, to within b^-2. Infinity where the product itself is too large.
create or replace function app.exp_cdf(a float8, b float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  e float8 := a;
begin
  if b < -37 then
    e := a - 0.5 * b * b - ln(-b) - 0.91893853320467274178 - 1 / (b * b);
    return case when e > 709 then 'Infinity' when e < -700 then 0 else exp(e) end;
  elsif a > 350 then
    e := a + ln(app.normal_cdf(b));
    return case when e > 709 then 'Infinity' else exp(e) end;
  end if;
  return case when a < -350 then 0 else exp(a) * app.normal_cdf(b) end;
end
$$;

create or replace function app.crps_lognormal(location float8, scale float8, y float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  z constant float8 := case when y > 0 then (ln(y) - location) / scale else '-Infinity' end;
  mean constant float8 := location + scale * scale / 2;
  beyond constant float8 := app.exp_cdf(mean, -scale / sqrt(2::float8));
begin
  if beyond = 'Infinity' then
    return beyond;
  end if;
  return y * (2 * app.normal_cdf(z) - 1) - 2
    * (case when z = '-Infinity' then 0 else app.exp_cdf(mean, z - scale) end - beyond);
end
$$;

-- Probability that two standard normal variables of correlation r, at most 0.925 either way, are at most h and k.
create or replace function app.binormal_cdf(h float8, k float8, r float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  nodes constant float8[] :=
    '{0.9931285991850949,0.9639719272779138,0.912234428251326,0.8391169718222188,0.7463319064601508,0.636053680726515,'
    '0.5108670019508271,0.3737060887154195,0.2277858511416451,0.07652652113349734}';
  weights constant float8[] :=
    '{0.01761400713915212,0.04060142980038694,0.06267204833410907,0.08327674157670475,0.1019301198172404,'
    '0.1181945319615184,0.1316886384491766,0.1420961093183821,0.1491729864726037,0.1527533871307258}';
  half constant float8 := asin(r) / 2;
  s float8;
  total float8 := 0;
begin
  if least(h, k) < -37 or (greatest(h, k) < 0 and h * h + k * k > 1400) then
    return 0;
  elsif h > 37 or k > 37 then
    return app.normal_cdf(least(h, k));
  end if;
  for i in 1..10 loop
    s := sin(half * (1 - nodes[i]));
    total := total + weights[i] * exp(greatest((s * h * k - (h * h + k * k) / 2) / (1 - s * s), -700));
    s := sin(half * (1 + nodes[i]));
    total := total + weights[i] * exp(greatest((s * h * k - (h * h + k * k) / 2) / (1 - s * s), -700));
  end loop;
  return least(greatest(app.normal_cdf(h) * app.normal_cdf(k) + total * half / 6.28318530717958647693, 0), 1);
end
$$;

-- The CRPS cut at a horizon: the integral from 0 to it of (F(x) - 1{y <= x})^2. It is the CRPS of the forecast of what
-- will be known by then, min(y, horizon), so that it is proper whether the horizon comes first or not; y from the
-- horizon on means unfinished.
--   With b = (ln horizon - location) / scale: the integral of F^2 is horizon Phi(b)^2 - 2 e^(location + scale^2 / 2)
--   Phi2(...),
--   and after y, (1 - F)^2 = F^2 + 1 - 2 F.
create or replace function app.crps_lognormal_cut(location float8, scale float8, y float8, horizon float8)
  returns float8
language plpgsql immutable strict parallel safe as $$
declare
  mean constant float8 := location + scale * scale / 2;
  b constant float8 := (ln(horizon) - location) / scale;
  at_y constant float8 := case when y > 0 then (ln(least(y, horizon)) - location) / scale else '-Infinity' end;
  at_horizon constant float8 := case when b < -26 then 0 else app.normal_cdf(b) end;   -- its square is a double, too
  score float8;
begin
  -- spread over so many orders of magnitude that the distribution is all but flat up to the horizon
  if mean > 600 then
    return least(y, horizon) * at_horizon * at_horizon + greatest(horizon - y, 0) * (1 - at_horizon) * (1 - at_horizon);
  end if;
  score := horizon * at_horizon * at_horizon
         - 2 * exp(mean) * app.binormal_cdf(scale / sqrt(2::float8), b - scale, -0.70710678118654752440);
  if y < horizon then
    score := score + (horizon - y)
           - 2 * (horizon * at_horizon - app.exp_cdf(mean, b - scale)
                  - case when at_y = '-Infinity' then 0
                    else y * app.normal_cdf(at_y) - app.exp_cdf(mean, at_y - scale) end);
  end if;
  return least(greatest(score, 0), horizon);
end
$$;

-- CRPS of a forecast given as equally likely values: mean |x - y| less half of mean |x - x'|, from the sorted values.
create or replace function app.crps_ensemble(members float8[], y float8) returns float8
language sql immutable strict parallel safe as $$
  select 2 * sum((x - y) * ((y < x)::int - (n - 0.5) / size)) / max(size)
  from (select x, row_number() over (order by x) as n, count(*) over () as size from unnest(members) x) sorted
$$;

-- Mean of |x| when x is normal.
create or replace function app.normal_distance(location float8, scale float8) returns float8
language plpgsql immutable strict parallel safe as $$
begin
  return 2 * scale * app.normal_pdf(location / scale) + location * (2 * app.normal_cdf(location / scale) - 1);
end
$$;

-- CRPS of a mixture of normals. Weights need not sum to 1.
create or replace function app.crps_normal_mixture(locations float8[], scales float8[], weights float8[], y float8)
  returns float8
language sql immutable strict parallel safe as $$
  with component as (
    select n, location, scale, weight / sum(weight) over () as weight
      from unnest(locations, scales, weights) with ordinality u (location, scale, weight, n)
  )
  select (select sum(weight * app.normal_distance(y - location, scale)) from component)
       - (select sum(a.weight * b.weight
         * app.normal_distance(a.location - b.location, sqrt(a.scale * a.scale + b.scale * b.scale)))
          from component a cross join component b) / 2
$$;

-- CRPS of a mixture of lognormals, exactly: of two independent ones, E|x - x'| = m (2 Phi((l - l' + s^2) / d) - 1) + m'
-- (2 Phi((l' - l + s'^2) / d) - 1), with their means m, m' and d^2 = s^2 + s'^2.
create or replace function app.crps_lognormal_mixture(locations float8[], scales float8[], weights float8[], y float8)
  returns float8
language sql immutable strict parallel safe as $$
  with component as (
    select location as l, scale as s, exp(location + scale * scale / 2) as mean, weight / sum(weight) over () as weight
    from unnest(locations, scales, weights) u (location, scale, weight)
  )
  select (select sum(weight * (y * (2 * app.component_cdf('lognormal', 0, l, s, y) - 1)
                               + mean * (1 - 2 * case when y > 0 then app.normal_cdf((ln(y) - l) / s - s) else 0 end)))
          from component)
       - (select sum(a.weight * b.weight * 2 * a.mean
         * (2 * app.normal_cdf((a.l - b.l + a.s * a.s) / sqrt(a.s * a.s + b.s * b.s)) - 1))
          from component a cross join component b) / 2   -- both halves of E|x - x'| come to the same in the sum
$$;

-- CRPS of a forecast given as a curve [[x, probability of at most x], ...], x rising, straight in between, 0 before and
-- 1 after.
create or replace function app.crps_curve(curve jsonb, y float8) returns float8
language sql immutable strict parallel safe as $$
  with point as (
    select (p ->> 0)::float8 as x, (p ->> 1)::float8 as f, n from jsonb_array_elements(curve) with ordinality u (p, n)
  ),
  segment as (
    select x as x0, f as f0, lead(x) over (order by n) as x1, lead(f) over (order by n) as f1 from point
  ),
  part as (   -- each segment, cut in two where the outcome lies in it
    select x0, least(x1, y) as x1, f0, f0 + (f1 - f0) * (least(x1, y) - x0) / nullif(x1 - x0, 0) as f1, 0 as o
      from segment where x1 > x0 and x0 < y
    union all
    select greatest(x0, y), x1, f0 + (f1 - f0) * (greatest(x0, y) - x0) / nullif(x1 - x0, 0), f1, 1 from segment
      where x1 > x0 and x1 > y
  )
  select coalesce(sum((x1 - x0) * ((f0 - o) * (f0 - o) + (f0 - o) * (f1 - o) + (f1 - o) * (f1 - o)) / 3), 0)
       + greatest((select min(x) from point) - y, 0) + greatest(y - (select max(x) from point), 0)
  from part
$$;

-- The bounded loss for money, from 0 to 1: half the squared distance between forecast and outcome in the space of a
-- Gaussian kernel (Gneiting and Raftery 2007, section 5; the kernel is characteristic, so that the score is strictly
-- proper), averaged over bandwidths from sharp to broad. For a normal forecast and one bandwidth h it is
--   (1 + h / sqrt(h^2 + 2 s^2)) / 2 - h / sqrt(h^2 + s^2) exp(-(y - m)^2 / 2 (h^2 + s^2))
create or replace function app.kernel_loss(location float8, scale float8, y float8, bandwidths float8[]) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  variance constant float8 := scale * scale;
  distance constant float8 := (y - location) * (y - location);
  h float8;
  total float8 := 0;
begin
  foreach h in array bandwidths loop
    total := total + 0.5 + 0.5 * h / sqrt(h * h + 2 * variance)
           - h / sqrt(h * h + variance) * exp(greatest(distance / (-2 * (h * h + variance)), -700));
  end loop;
  return least(greatest(total / array_length(bandwidths, 1), 0), 1);
end
$$;

-- What a calibrated forecaster of this spread loses on average.
create or replace function app.expected_kernel_loss(scale float8, bandwidths float8[]) returns float8
language sql immutable strict parallel safe as $$
  select avg(0.5 - 0.5 * h / sqrt(h * h + 2 * scale * scale)) from unnest(bandwidths) h
$$;

-- The three scores of a bet, given the answer to its question; see docs/design/scoring.md.
--   score        Brier score of a milestone; CRPS in money or days of the rest, at most 10^15
--   wager_score  1 - loss, the loss from 0 to 1, strictly proper, and on one scale for all bets of a question:
--                milestone: the Brier score            auction_price: the kernel loss of ln price, bandwidths 0.1, 0.3,
--                0.9
--                completion_date: the CRPS cut at the horizon, by the days from the question's opening to the horizon
--                next_mod_value: the kernel loss, bandwidths 250, 1,000, 4,000, 16,000 and 64,000
--   skill_score  1 - loss / the baseline's expected loss, which does not depend on the answer, so that this is proper
--                too. Baselines:
--                milestone: 50 %                       auction_price: a calibrated forecast that gives its band of 10 %
--                a chance of 1 in 4
--                completion_date: any day from the opening to the horizon, equally likely
--                next_mod_value: a calibrated forecast with a standard deviation of 1,000
-- result is as bet_questions has it; of a completion_date with the days {"opened", "horizon"}, or a year either side of
-- the bet.
create type app.bet_scores as (score double precision, skill_score double precision, wager_score double precision);

create or replace function app.bet_score(
  bet_type text, prediction jsonb, confidence_percent numeric, placed_at timestamptz, result jsonb)
returns app.bet_scores
language plpgsql immutable parallel safe cost 1000 as $$   -- what it takes, so that a crowd is worth a second process
declare
  scores app.bet_scores;
  score float8;
  d record;
  y float8;
  opened date;
  horizon date;
  loss float8;
begin
  if app.bet_shape(bet_type) <> 'milestone' then
    d := app.bet_distribution(bet_type, prediction, confidence_percent, placed_at);
  end if;
  case app.bet_shape(bet_type)
    when 'milestone' then
      score := app.brier_score((confidence_percent / 100)::float8, (result ->> 'reached')::boolean);
      loss := score;
    when 'price' then
      y := (result ->> 'value')::numeric;
      score := app.crps_lognormal(d.location, d.scale, y);
      loss := app.kernel_loss(d.location, d.scale, ln(y), '{0.1,0.3,0.9}');
    when 'change' then
      y := (result ->> 'value')::numeric;
      score := app.crps_normal(d.location, d.scale, y);
      loss := app.kernel_loss(d.location, d.scale, y, '{250,1000,4000,16000,64000}');
    when 'day' then
      opened := coalesce((result ->> 'opened')::date, (placed_at at time zone 'utc')::date - 365);
      horizon := coalesce((result ->> 'horizon')::date, (result ->> 'unfinished_on')::date,
        (placed_at at time zone 'utc')::date + 365);
      y := app.days_ahead(coalesce((result ->> 'date')::date, horizon), placed_at);
      score := app.crps_lognormal_cut(d.location, d.scale, y, app.days_ahead(horizon, placed_at)::float8);
      loss := least(score / greatest(horizon - opened, 1), 1);
  end case;
  scores.score := least(score, 1e15);
  scores.wager_score := 1 - loss;
  scores.skill_score := 1 - loss / app.bet_baseline(bet_type);
  return scores;
end
$$;
