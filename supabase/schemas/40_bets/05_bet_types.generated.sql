-- Generated from src/client/bet-types.ts by `npm run generate`; do not edit.

-- What each type of bet is. These are inlined where they are called, so they set no search_path; none takes an unknown
-- type for a known one.
create or replace function app.bet_types() returns text[]
language sql immutable parallel safe as $$
  select '{auction_price,value_milestone,completion_date,next_mod_value}'::text[]
$$;

-- For constraints.
create or replace function app.is_bet_type(bet_type text) returns boolean
language sql immutable parallel safe as $$
  select bet_type in ('auction_price', 'value_milestone', 'completion_date', 'next_mod_value')
$$;

create or replace function app.bet_types_of(shape text) returns text[]
language sql immutable parallel safe as $$
  select case shape
    when 'milestone' then '{value_milestone}'::text[]
    when 'price' then '{auction_price}'::text[]
    when 'change' then '{next_mod_value}'::text[]
    when 'day' then '{completion_date}'::text[]
  end
$$;

create or replace function app.unknown_bet_type(bet_type text) returns text
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  perform app.refuse('bet_type_is_known', format('%s is not a type of bet.', coalesce(left(bet_type, 40), 'Nothing')),
    'The types are ' || array_to_string(app.bet_types(), ', ') || '.');
  return null;
end
$$;

create or replace function app.bet_shape(bet_type text) returns text
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 'price'
    when 'value_milestone' then 'milestone'
    when 'completion_date' then 'day'
    when 'next_mod_value' then 'change'
    else app.unknown_bet_type(bet_type)::text
  end
$$;

create or replace function app.bet_family(bet_type text) returns text
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 'lognormal'
    when 'value_milestone' then 'bernoulli'
    when 'completion_date' then 'lognormal'
    when 'next_mod_value' then 'normal'
    else app.unknown_bet_type(bet_type)::text
  end
$$;

-- As people read it: "hammer price".
create or replace function app.bet_label(bet_type text) returns text
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 'hammer price'
    when 'value_milestone' then 'worth at least'
    when 'completion_date' then 'build complete'
    when 'next_mod_value' then 'next modification'
    else app.unknown_bet_type(bet_type)::text
  end
$$;

-- The fields that this prediction is to have.
create or replace function app.bet_fields(bet_type text, prediction jsonb) returns text[]
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then case when prediction ?| array['low', 'high'] then array['low', 'high']
      else array['target_value'] end
    when 'value_milestone' then array['target_value', 'by_date']
    when 'completion_date' then case when prediction ?| array['date'] then array['date']
      else array['by_date'] end
    when 'next_mod_value' then array['modification', 'target_value']
    else app.unknown_bet_type(bet_type)::text[]
  end
$$;

-- The share of its number within which a claim comes true, and the least amount that is allowed for.
create or replace function app.bet_tolerance(bet_type text) returns numeric
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 0.1
    when 'value_milestone' then 0
    when 'completion_date' then 0.1
    when 'next_mod_value' then 0.1
    else app.unknown_bet_type(bet_type)::numeric
  end
$$;
create or replace function app.bet_least_tolerance(bet_type text) returns numeric
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 0
    when 'value_milestone' then 0
    when 'completion_date' then 0
    when 'next_mod_value' then 250
    else app.unknown_bet_type(bet_type)::numeric
  end
$$;

-- The expected loss of the forecast that skill is measured against.
create or replace function app.bet_baseline(bet_type text) returns double precision
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 0.2144063404133266::float8
    when 'value_milestone' then 0.25::float8
    when 'completion_date' then 0.16666666666666666::float8
    when 'next_mod_value' then 0.13098905943435052::float8
    else app.unknown_bet_type(bet_type)::float8
  end
$$;

-- What a bet is about, the same text for the same question: two bets with one result share it.
create or replace function app.bet_question(bet_type text, prediction jsonb, currency text) returns text
language plpgsql immutable as $$
begin
  return case bet_type
    when 'auction_price' then concat_ws(':', bet_type, currency)
    when 'value_milestone' then concat_ws(':', bet_type, currency,
      trim_scale(app.predicted_value(prediction)),
      app.predicted_day(prediction))
    when 'completion_date' then bet_type
    when 'next_mod_value' then concat_ws(':', bet_type, currency,
      app.modification_key(prediction ->> 'modification'))
    else app.unknown_bet_type(bet_type)::text
  end;
end
$$;

-- The grid on which a crowd's curve is kept.
create or replace function app.grid_step(bet_type text) returns double precision
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 0.01::float8
    when 'value_milestone' then 0.01::float8
    when 'completion_date' then 0.005::float8
    when 'next_mod_value' then 0.01::float8
    else app.unknown_bet_type(bet_type)::float8
  end
$$;
create or replace function app.to_grid(bet_type text, anchor integer, x double precision) returns double precision
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then ln(greatest(x, 1e-300))
    when 'value_milestone' then ln(greatest(x, 1e-300))
    when 'completion_date' then asinh((x - anchor) / 14)
    when 'next_mod_value' then asinh(x / 100)
    else app.unknown_bet_type(bet_type)::float8
  end
$$;
create or replace function app.from_grid(bet_type text, anchor integer, u double precision) returns double precision
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then exp(u)
    when 'value_milestone' then exp(u)
    when 'completion_date' then anchor + 14 * sinh(u)
    when 'next_mod_value' then 100 * sinh(u)
    else app.unknown_bet_type(bet_type)::float8
  end
$$;

-- The outermost cells, which take all that lies beyond. Written out for each type: a cheap expression is inlined where a
-- call of app.to_grid, whose argument is used more than once, would not be, and that takes ten times as long.
create or replace function app.grid_end(bet_type text, anchor integer, upper_end boolean) returns integer
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then case when upper_end then floor(ln(greatest(1000000000::float8, 1e-300)) / 0.01)::integer
      else floor(ln(greatest(1::float8, 1e-300)) / 0.01)::integer end
    when 'value_milestone' then case when upper_end then floor(ln(greatest(1000000000::float8, 1e-300)) / 0.01)::integer
      else floor(ln(greatest(1::float8, 1e-300)) / 0.01)::integer end
    when 'completion_date' then case when upper_end then floor(asinh((47846::float8 - anchor) / 14) / 0.005)::integer
      else floor(asinh((10957::float8 - anchor) / 14) / 0.005)::integer end
    when 'next_mod_value' then case when upper_end then floor(asinh(1000000000::float8 / 100) / 0.01)::integer
      else floor(asinh(-1000000000::float8 / 100) / 0.01)::integer end
    else app.unknown_bet_type(bet_type)::integer
  end
$$;

revoke all on function app.bet_types(), app.is_bet_type(text), app.bet_types_of(text), app.unknown_bet_type(text),
  app.bet_shape(text), app.bet_family(text), app.bet_label(text), app.bet_fields(text, jsonb), app.bet_tolerance(text),
  app.bet_least_tolerance(text), app.bet_baseline(text), app.bet_question(text, jsonb, text), app.grid_step(text),
  app.to_grid(text, integer, double precision), app.from_grid(text, integer, double precision),
  app.grid_end(text, integer, boolean) from public, anon, authenticated, service_role;
-- Constraints, and public functions, run with the rights of whoever calls.
grant execute on function app.bet_types(), app.bet_types_of(text), app.is_bet_type(text), app.unknown_bet_type(text),
  app.bet_shape(text), app.bet_fields(text, jsonb) to anon, authenticated, service_role;
