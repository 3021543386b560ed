-- Vehicle bets: what people expect of a vehicle, each with the confidence that the claim comes true.

-- Says what is wrong with a prediction, naming the field; null when nothing is.
--   value_milestone {target_value, by_date}     auction_price   {target_value} or {low, high}
--   completion_date {by_date} or {date}         next_mod_value  {modification, target_value}, may be negative
-- Money is in dollars up to 10^9; dates are YYYY-MM-DD from 2000 to 2100.
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
  case bet_type
    when 'value_milestone' then required := array['target_value', 'by_date'];
    when 'auction_price' then
      required := case when prediction ?| array['low', 'high'] then array['low', 'high'] else array['target_value'] end;
    when 'completion_date' then
      required := case when prediction ? 'date' then array['date'] else array['by_date'] end;
    when 'next_mod_value' then required := array['modification', 'target_value'];
    else return null;   -- the bet type has a constraint of its own
  end case;
  allowed := required;

  for field in select k from jsonb_object_keys(prediction) k loop
    if not field = any (allowed) then
      return format('%s is not a field of a %s prediction, which takes %s', left(field, 40), bet_type, array_to_string(allowed, ' and '));
    end if;
  end loop;

  foreach field in array required loop
    value := prediction -> field;
    if value is null then
      return format('%s is missing: a %s prediction takes %s', field, bet_type, array_to_string(required, ' and '));
    elsif field in ('by_date', 'date') then
      if not app.is_date(value) then
        return format('%s must be a day such as "2027-06-30", from 2000 to 2100', field);
      end if;
    elsif field = 'modification' then
      if jsonb_typeof(value) <> 'string' or length(btrim(value #>> '{}')) not between 1 and 200 then
        return 'modification must be a text of 1 to 200 characters';
      end if;
    elsif jsonb_typeof(value) <> 'number' then
      return format('%s must be a number without quotes, such as 50000', field);
    else
      amount := (value #>> '{}')::numeric;
      if bet_type = 'next_mod_value' and abs(amount) > 1e9 then
        return format('%s must be from -1,000,000,000 to 1,000,000,000', field);
      elsif bet_type <> 'next_mod_value' and (amount <= 0 or amount > 1e9) then
        return format('%s must be above 0 and at most 1,000,000,000', field);
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
language sql immutable set search_path = '' as $$
  select case
    when jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^(20\d\d|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'
    then substr(value #>> '{}', 9, 2)::int <= extract(day from
           make_date(substr(value #>> '{}', 1, 4)::int, substr(value #>> '{}', 6, 2)::int, 1) + interval '1 month - 1 day')
    else false
  end
$$;

-- The one number of a prediction: its target, or the middle of its range; null for a date.
create or replace function app.predicted_value(prediction jsonb) returns numeric
language sql immutable set search_path = '' as $$
  select case
    when jsonb_typeof(prediction -> 'target_value') = 'number' then (prediction ->> 'target_value')::numeric
    when jsonb_typeof(prediction -> 'low') = 'number' and jsonb_typeof(prediction -> 'high') = 'number'
    then ((prediction ->> 'low')::numeric + (prediction ->> 'high')::numeric) / 2
  end
$$;
revoke all on function app.prediction_problem(text, jsonb), app.is_date(jsonb), app.predicted_value(jsonb) from public;
grant execute on function app.prediction_problem(text, jsonb), app.is_date(jsonb), app.predicted_value(jsonb)
  to anon, authenticated, service_role;   -- constraints run with the rights of whoever writes

create table public.vehicle_bets (
  id                 uuid not null default gen_random_uuid(),
  vehicle_id         uuid not null references public.vehicles (id) on delete cascade,
  user_id            uuid not null default auth.uid() references auth.users (id) on delete cascade,
  bet_type           text not null,
  prediction         jsonb not null,
  predicted_value    numeric generated always as (app.predicted_value(prediction)) stored,
  confidence_percent numeric(5, 2) not null,
  stake_amount       numeric(12, 2) not null default 0,
  status             text not null default 'active',
  resolved_at        timestamptz,
  owner_id           uuid,
  is_public          boolean not null default false,
  created_at         timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint bet_type_is_known check (bet_type in ('value_milestone', 'completion_date', 'next_mod_value', 'auction_price')),
  constraint prediction_is_short check (length(prediction::text) <= 2000),
  constraint prediction_is_well_formed check (app.prediction_problem(bet_type, prediction) is null),
  constraint confidence_is_from_0_to_100_percent check (confidence_percent >= 0 and confidence_percent <= 100),
  constraint stake_is_zero_until_points_exist check (stake_amount = 0),
  constraint status_is_known check (status in ('active', 'won', 'lost', 'cancelled')),
  constraint resolved_bets_have_a_time check ((status = 'active') = (resolved_at is null))
);

comment on table public.vehicle_bets is 'One row a bet: a claim and the probability that it comes true. Public on public vehicles.';
comment on column public.vehicle_bets.confidence_percent is 'Probability that the claim is true, in percent.';
comment on column public.vehicle_bets.predicted_value is 'Target, or middle of the range, in dollars; null for dates.';
comment on column public.vehicle_bets.status is 'Written by settlement, never by clients.';

create index vehicle_bets_by_vehicle on public.vehicle_bets (vehicle_id, bet_type, user_id);
create index vehicle_bets_by_person on public.vehicle_bets (user_id, created_at);

revoke all on public.vehicle_bets from public, anon, authenticated, service_role;
grant select on public.vehicle_bets to anon, authenticated;
grant insert (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount) on public.vehicle_bets to authenticated;
grant select, insert, update, delete on public.vehicle_bets to service_role;

alter table public.vehicle_bets enable row level security;

create policy "anyone sees bets on public vehicles" on public.vehicle_bets
  for select to anon using (is_public);

create policy "members see bets on public vehicles and on their own" on public.vehicle_bets
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

create policy "members bet as themselves" on public.vehicle_bets
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

create trigger vehicle_bets_hang_on_vehicle before insert on public.vehicle_bets
  for each row execute function app.hang_on_vehicle();

-- The constraint holds the rule; this says in words what is wrong before it does.
create or replace function app.explain_prediction() returns trigger
language plpgsql set search_path = '' as $$
declare
  problem constant text := case when length(new.prediction::text) <= 2000 then app.prediction_problem(new.bet_type, new.prediction) end;
begin
  if problem is not null then
    raise exception '%', problem using errcode = 'check_violation', constraint = 'prediction_is_well_formed', table = 'vehicle_bets';
  end if;
  return new;
end
$$;
revoke all on function app.explain_prediction() from public, anon, authenticated, service_role;

create trigger vehicle_bets_explain_prediction before insert or update of bet_type, prediction on public.vehicle_bets
  for each row execute function app.explain_prediction();
