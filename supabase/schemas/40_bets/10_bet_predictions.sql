-- Predictions: what a bet of each type may claim, and which question the claim answers. They are asked several times a
-- bet. A SQL function that is not inlined would be planned anew in each transaction, and one that sets a search_path is
-- not inlined; a plpgsql function without one would be planned anew whenever its callers' search_path differs, as that
-- of constraints and of definer functions does. Every name in those without one is qualified or of pg_catalog.

-- Says what is wrong with a prediction, naming the field; null when nothing is.
--   value_milestone {target_value, by_date}     auction_price   {target_value} or {low, high}
--   completion_date {by_date} or {date}         next_mod_value  {modification, target_value}, may be negative
-- Money is in units of its currency, from a hundredth to 10^9; dates are YYYY-MM-DD from 2000 to 2100.
create or replace function app.prediction_problem(bet_type text, prediction jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  allowed text[];
  required text[];
  field text;
  value jsonb;
  amount numeric;
begin
  if jsonb_typeof(prediction) is distinct from 'object' then
    return 'prediction must be an object such as {"target_value": 50000}';
  end if;
  if not app.is_bet_type(bet_type) then
    return null;   -- the bet type has a constraint of its own
  end if;
  required := app.bet_fields(bet_type, prediction);
  allowed := required;

  if prediction - allowed <> '{}' then
    field := (select k from jsonb_object_keys(prediction - allowed) k limit 1);
    return format('%s is not a field of a %s prediction, which takes %s', left(field, 40), bet_type,
      array_to_string(allowed, ' and '));
  end if;

  foreach field in array required loop
    value := prediction -> field;
    if value is null then
      return format('%s is missing: a %s prediction takes %s', field, bet_type, array_to_string(required, ' and '));
    elsif field in ('by_date', 'date') then
      if not app.is_date(value) then
        return format('%s must be a day such as "2027-06-30", from 2000 to 2100', field);
      end if;
    elsif field = 'modification' then
      if jsonb_typeof(value) <> 'string' or not app.is_readable(value #>> '{}', 200) then
        return 'modification must be a text of 1 to 200 characters';
      end if;
    elsif jsonb_typeof(value) <> 'number' then
      return format('%s must be a number without quotes, such as 50000', field);
    else
      amount := (value #>> '{}')::numeric;
      if app.bet_shape(bet_type) = 'change' and abs(amount) > 1e9 then
        return format('%s must be from -1,000,000,000 to 1,000,000,000', field);
      elsif app.bet_shape(bet_type) <> 'change' and (amount < 0.01 or amount > 1e9) then
        return format('%s must be at least 0.01 and at most 1,000,000,000', field);
      end if;
    end if;
  end loop;

  if prediction ? 'low' and (prediction ->> 'low')::numeric >= (prediction ->> 'high')::numeric then
    return 'low must be below high';
  end if;
  return null;
end
$$;

-- A calendar day that exists, as YYYY-MM-DD from 2000 to 2100.
create or replace function app.is_date(value jsonb) returns boolean
language sql immutable parallel safe as $$
  select case
    when jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^(20\d\d|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'
    then substr(value #>> '{}', 9, 2)::int <= extract(day from
           make_date(substr(value #>> '{}', 1, 4)::int, substr(value #>> '{}', 6, 2)::int, 1)
             + interval '1 month - 1 day')
    else false
  end
$$;

-- The one number of a prediction: its target, or the middle of its range; null for a date.
create or replace function app.predicted_value(prediction jsonb) returns numeric
language sql immutable parallel safe as $$
  select case
    when jsonb_typeof(prediction -> 'target_value') = 'number' then (prediction ->> 'target_value')::numeric
    when jsonb_typeof(prediction -> 'low') = 'number' and jsonb_typeof(prediction -> 'high') = 'number'
    then ((prediction ->> 'low')::numeric + (prediction ->> 'high')::numeric) / 2
  end
$$;

-- The day a claim names, if it names one.
create or replace function app.predicted_day(prediction jsonb) returns date
language plpgsql immutable parallel safe as $$
declare
  day constant jsonb := coalesce(prediction -> 'by_date', prediction -> 'date');
begin
  return case when day is not null and app.is_date(day) then (day #>> '{}')::date end;
end
$$;

-- Days from a bet to a day, in UTC. The day of the bet itself counts as half a day away, as does every earlier one.
create or replace function app.days_ahead(day date, placed_at timestamptz) returns numeric
language sql immutable parallel safe as $$
  select greatest(day - (placed_at at time zone 'utc')::date, 0.5)
$$;

-- Two spellings of one modification are one: case and spaces do not count.
create or replace function app.modification_key(modification text) returns text
language sql immutable as $$
  select lower(regexp_replace(btrim(modification), '\s+', ' ', 'g'))
$$;

-- Whether the claim came true, given the answer to its question.
-- A number claims that the result lies within the tolerance t of its type: from m / (1 + t) to (1 + t) m for prices and
-- for days from the bet, m +- max(t |m|, least) for a change. A range claims that the result lies in it.
-- Of a build unfinished at the horizon it is known only that it took longer: true is every claim that reaches beyond.
-- In plpgsql, for settlement asks it of every bet: a function in SQL that cannot be inlined takes ten times as long.
create or replace function app.claim_came_true(bet_type text, prediction jsonb, placed_at timestamptz, result jsonb)
  returns boolean
language plpgsql immutable parallel safe as $$
declare
  came constant numeric := (result ->> 'value')::numeric;
  t constant numeric := app.bet_tolerance(bet_type);
  claimed numeric;
begin
  if result ? 'reached' then
    return (result ->> 'reached')::boolean;
  elsif prediction ? 'low' then
    return came between (prediction ->> 'low')::numeric and (prediction ->> 'high')::numeric;
  end if;
  case app.bet_shape(bet_type)
    when 'day' then
      claimed := app.days_ahead(app.predicted_day(prediction), placed_at);
      if result ? 'unfinished_on' then
        return claimed * (1 + t) > app.days_ahead((result ->> 'unfinished_on')::date, placed_at);
      end if;
      return app.days_ahead((result ->> 'date')::date, placed_at) between claimed / (1 + t) and claimed * (1 + t);
    when 'change' then
      claimed := app.predicted_value(prediction);
      return abs(came - claimed) <= greatest(t * abs(claimed), app.bet_least_tolerance(bet_type));
    when 'price' then
      claimed := app.predicted_value(prediction);
      return came between claimed / (1 + t) and claimed * (1 + t);
    when 'milestone' then return null;   -- nobody knows yet whether it is reached
  end case;
end
$$;

grant execute on function app.prediction_problem(text, jsonb), app.is_date(jsonb), app.predicted_value(jsonb)
  to anon, authenticated, service_role;   -- constraints run with the rights of whoever writes
