-- What research may spend on a model, as operators see and set it.

-- The settings that are budgets of research, and the kill switch.
create or replace function app.is_research_budget(setting text) returns boolean
language sql immutable set search_path = '' as $$
  select setting in ('research_model', 'research_calls_per_day', 'research_calls_per_person_day',
    'research_calls_per_vehicle_day', 'research_dollars_per_day')
$$;

-- Each with what is used of it today (UTC): of a person's or vehicle's budget by who has used most.
create or replace function app.research_budgets()
returns table (name text, value text, about text, used numeric)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  with today as (
    select s.scope, s.calls, s.dollars from app.research_spending s where s.day = (now() at time zone 'utc')::date
  )
  select s.name, s.value, s.about, case s.name
    when 'research_calls_per_day' then (select coalesce(max(x.calls), 0) from today x where x.scope = 'all')
    when 'research_dollars_per_day' then (select coalesce(max(x.dollars), 0) from today x where x.scope = 'all')
    when 'research_calls_per_person_day' then (
      select coalesce(max(x.calls), 0) from today x where starts_with(x.scope, 'person '))
    when 'research_calls_per_vehicle_day' then (
      select coalesce(max(x.calls), 0) from today x where starts_with(x.scope, 'vehicle ')) end
  from app.settings s where app.is_research_budget(s.name)
  order by s.name <> 'research_model', s.name
$$;

-- The last days, the latest first, as far as they are kept.
create or replace function app.research_spending()
returns table (day date, calls integer, dollars numeric)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select s.day, s.calls, s.dollars from app.research_spending s where s.scope = 'all' order by s.day desc limit 32
$$;

-- Sets a budget, or the switch to on or off. `was` is the value that the operator saw: what somebody else has changed
-- meanwhile is not overwritten unseen.
create or replace function app.set_research_budget(budget text, amount text, was text, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  now_is text;
  as_number numeric;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  if not coalesce(app.is_research_budget(budget), false) then
    perform app.not_found('budget', left(budget, 100));
  elsif budget = 'research_model' and (amount is null or amount not in ('on', 'off')) then
    perform app.refuse('switch_is_on_or_off', 'The switch is on or off.', null, '22023');
  elsif budget <> 'research_model' then
    as_number := case when amount ~ '^[0-9]{1,9}([.][0-9]{1,6})?$' then amount::numeric end;
    if as_number is null or as_number > 1000000
       or (budget <> 'research_dollars_per_day' and as_number <> trunc(as_number)) then
      perform app.refuse('budget_is_from_0_to_1000000',
        case budget when 'research_dollars_per_day' then 'Dollars are from 0 to 1,000,000, such as 7.50.'
          else 'Calls are a whole number from 0 to 1,000,000.' end, null, '22023');
    end if;
  end if;
  select s.value into now_is from app.settings s where s.name = budget for update;
  if now_is is distinct from was then
    perform app.refuse('budget_is_as_seen', format('Somebody has set this to %s meanwhile.', now_is),
      'Look again, and set it if it is still to be set.', 'PT409');
  end if;
  update app.settings s set value = amount where s.name = budget;
  perform app.note_operator_act('set_research_budget', budget, format('%s to %s: %s', was, amount, why));
end
$$;

create or replace function public.research_budgets()
returns table (name text, value text, about text, used numeric)
language sql stable set search_path = '' as $$
  select * from app.research_budgets()
$$;
comment on function public.research_budgets() is
  'For operators: what research may spend on a model, and what is used of it today (UTC).';
create or replace function public.research_spending() returns table (day date, calls integer, dollars numeric)
language sql stable set search_path = '' as $$
  select * from app.research_spending()
$$;
comment on function public.research_spending() is
  'For operators: calls and dollars of the last days, the latest first.';
create or replace function public.set_research_budget(name text, value text, was text, reason text) returns void
language sql set search_path = '' as $$
  select app.set_research_budget(name, value, was, reason)
$$;
comment on function public.set_research_budget(text, text, text, text) is
  'For operators: sets a budget of research, or its switch to on or off; was is the value that they saw.';

grant execute on function
  app.research_budgets(), public.research_budgets(), app.research_spending(), public.research_spending(),
  app.set_research_budget(text, text, text, text), public.set_research_budget(text, text, text, text)
  to authenticated, service_role;
