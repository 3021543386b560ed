-- Distributions: each bet as a probability distribution, and the normal distribution that all of them are made of.
--   lognormal  auction_price, completion_date: ln(x - origin) is normal with location and scale
--   normal     next_mod_value                  bernoulli  value_milestone: 1 with probability location, else 0
-- Most are called many times a row, and every name in them is qualified or of pg_catalog: setting a search_path of
-- their own would take as long as they do.

-- Density of the standard normal distribution. Beyond 38 it is below the smallest number, which Postgres calls an
-- error.
create or replace function app.normal_pdf(x float8) returns float8
language plpgsql immutable strict parallel safe as $$
begin
  return case when x = 'NaN' then x when abs(x) < 38 then 0.39894228040143267794::float8 * exp(-0.5 * x * x) else 0 end;
end
$$;

-- Probability that a standard normal variable is at most x, to the last digits of a double in both tails. Source: W. J.
-- Cody, Rational Chebyshev approximations for the error function, Mathematics of Computation 23 (1969), 631-637, in the
-- form of SPECFUN's ANORM (Algorithm 715, ACM Transactions on Mathematical Software 19 (1993), 22-32).
create or replace function app.normal_cdf(x float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  y constant float8 := abs(x);
  s float8;
  tail float8;
begin
  if y <= 0.66291 then
    s := x * x;
    return 0.5 + x * ((((0.065682337918207449113 * s + 2.2352520354606839287) * s + 161.02823106855587881) * s
                        + 1067.6894854603709582) * s + 18154.981253343561249)
                   / ((((s + 47.20258190468824187) * s + 976.09855173777669322) * s + 10260.932208618978205) * s
                     + 45507.789335026729956);
  elsif y < 5.656854249492380195 then
    tail := ((((((((1.0765576773720192317e-8 * y + 0.39894151208813466764) * y + 8.8831497943883759412) * y
      + 93.506656132177855979) * y
              + 597.27027639480026226) * y + 2494.5375852903726711) * y + 6848.1904505362823326) * y
                + 11602.651437647350124) * y
              + 9842.7148383839780218)
          / ((((((((y + 22.266688044328115691) * y + 235.38790178262499861) * y + 1519.377599407554805) * y
            + 6485.558298266760755) * y
              + 18615.571640885098091) * y + 34900.952721145977266) * y + 38912.003286093271411) * y
                + 19685.429676859990727);
  elsif y < 37.5 then
    s := 1 / (y * y);
    tail := s * (((((0.02307344176494017303 * s + 0.21589853405795699) * s + 0.1274011611602473639) * s
      + 0.022235277870649807) * s
                  + 0.001421619193227893466) * s + 2.9112874951168792e-5)
              / (((((s + 1.28426009614491121) * s + 0.468238212480865118) * s + 0.0659881378689285515) * s
                  + 0.00378239633202758244) * s + 7.29751555083966205e-5);
    tail := (0.39894228040143267794 - tail) / y;
  else   -- and NaN, which sorts above every number
    return case when x = 'NaN' then x when x < 0 then 0 else 1 end;
  end if;
  s := trunc(y * 16) / 16;   -- the square in two parts, so that the exponential keeps its digits
  tail := tail * exp(-0.5 * s * s) * exp(-0.5 * (y - s) * (y + s));
  return case when x < 0 then tail else 1 - tail end;
end
$$;

-- The x at which the standard normal distribution reaches p: -Infinity at 0, Infinity at 1, NaN outside. Source: M. J.
-- Wichura, Algorithm AS 241: The percentage points of the normal distribution, Applied Statistics 37 (1988), 477-484,
-- PPND16.
create or replace function app.normal_quantile(p float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  q constant float8 := p - 0.5;
  r float8;
begin
  if abs(q) <= 0.425 then
    r := 0.180625 - q * q;
    return q * (((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r
                     + 4.5921953931549871457e+4) * r + 1.3731693765509461125e+4) * r + 1.9715909503065514427e+3) * r
                     + 1.3314166789178437745e+2) * r + 3.3871328727963666080)
             / (((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r
                     + 2.1213794301586595867e+4) * r + 5.3941960214247511077e+3) * r + 6.8718700749205790830e+2) * r
                     + 4.2313330701600911252e+1) * r + 1);
  elsif not p between 0 and 1 then
    return 'NaN';
  elsif p in (0, 1) then
    return case when p = 0 then '-Infinity' else 'Infinity' end;
  end if;
  r := sqrt(-ln(case when q < 0 then p else 1 - p end));
  if r <= 5 then
    r := r - 1.6;
    r := (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
               + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.76949722146069140550) * r
               + 4.63033784615654529590) * r + 1.42343711074968357734)
       / (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
               + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940) * r
               + 2.05319162663775882187) * r + 1);
  else
    r := r - 5;
    r := (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
               + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580) * r
               + 5.46378491116411436990) * r + 6.65790464350110377720)
       / (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
               + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
               + 5.99832206555887937690e-1) * r + 1);
  end if;
  return case when q < 0 then -r else r end;
end
$$;

-- Days since 1970-01-01.
create or replace function app.epoch_day(day date) returns float8
language sql immutable strict parallel safe as $$ select (day - date '1970-01-01')::float8 $$;

-- The distribution that a bet states. With m its number, c its confidence from 1 to 99 % and a tolerance t of 10 %:
--   auction_price    ln N(ln m, s), s = ln(1 + t) / Phi^-1((1 + c) / 2): the band from m / (1 + t) to m (1 + t) holds c
--   completion_date  the same for the days from the bet, which are origin
--   next_mod_value   N(m, s), s = max(t |m|, 250) / Phi^-1((1 + c) / 2): the band m +- max(t |m|, 250) holds c
--   {low, high}      ln N(ln sqrt(low high), s), s = ln(high / low) / 2 / Phi^-1((1 + c) / 2): from low to high holds c
create or replace function app.bet_distribution(
  bet_type text, prediction jsonb, confidence_percent numeric, placed_at timestamptz,
  out family text, out origin float8, out location float8, out scale float8
)
language plpgsql immutable parallel safe as $$
declare
  c constant float8 := least(greatest(confidence_percent / 100, 0.01), 0.99);
  z constant float8 := app.normal_quantile((1 + c) / 2);
  t constant float8 := app.bet_tolerance(bet_type);
  low float8;
  high float8;
begin
  family := app.bet_family(bet_type);
  origin := 0;
  case app.bet_shape(bet_type)
    when 'milestone' then
      location := c;
      scale := 0;
    when 'change' then
      location := round(app.predicted_value(prediction), 4);
      scale := greatest(t * abs(location), app.bet_least_tolerance(bet_type)) / z;
    when 'day' then
      origin := app.epoch_day((placed_at at time zone 'utc')::date);
      location := ln(app.days_ahead(app.predicted_day(prediction), placed_at)::float8);
      scale := ln(1 + t) / z;
    when 'price' then
      if prediction ? 'low' then
        low := ln(greatest((prediction ->> 'low')::numeric, 0.01)::float8);
        high := ln(greatest((prediction ->> 'high')::numeric, 0.01)::float8);
        location := (low + high) / 2;
        scale := greatest((high - low) / 2 / z, 1e-9);   -- a range may be too narrow for a double
      else
        location := ln(greatest(app.predicted_value(prediction), 0.01)::float8);
        scale := ln(1 + t) / z;
      end if;
  end case;
end
$$;

-- Probability of at most x; of a completion date, x is in days since 1970-01-01 and origin the day of the bet.
create or replace function app.component_cdf(family text, origin float8, location float8, scale float8, x float8)
  returns float8
language plpgsql immutable strict parallel safe as $$
begin
  if family = 'lognormal' then
    return case when x <= origin then 0 when x = 'Infinity' then 1
      else app.normal_cdf((ln(x - origin) - location) / scale) end;
  elsif family = 'normal' then
    return app.normal_cdf((x - location) / scale);
  end if;
  return case when x < 0 then 0 when x < 1 then 1 - location else 1 end;
end
$$;

-- The least x whose probability of at most x reaches p. Of a lognormal at most what a double holds.
create or replace function app.component_quantile(family text, origin float8, location float8, scale float8, p float8)
  returns float8
language plpgsql immutable strict parallel safe as $$
declare
  z constant float8 := case when family = 'bernoulli' then 0 else app.normal_quantile(p) end;
begin
  if family = 'lognormal' then
    return origin + case when location + scale * z < -700 then 0 else exp(least(location + scale * z, 700)) end;
  elsif family = 'normal' then
    return location + scale * z;
  end if;
  return case when p <= 1 - location then 0 else 1 end;
end
$$;
