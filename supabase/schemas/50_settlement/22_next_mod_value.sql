-- Value of the next modification: a report of what it changed decides it, for 30 days also what is asked after it.
-- next_mod_value_result: the result that an outcome gives to a question, null when it gives none.
-- next_mod_value_is_known_by: whether an outcome on record answers what a bet asks, before anybody has asked it.

create or replace function app.next_mod_value_result(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
language sql stable set search_path = '' as $$
  select case when o.kind = 'modification_value'
      and app.modification_key(o.modification) = app.modification_key(q.modification) then
    case when o.currency = q.currency then jsonb_build_object('value', o.value)
         else jsonb_build_object('void', 'It was valued in ' || o.currency) end
  end
$$;

create or replace function app.next_mod_value_is_known_by(
  bet public.vehicle_bets, o public.vehicle_outcomes, settings app.settlement_settings
) returns boolean
language sql stable set search_path = '' as $$
  select o.kind = 'modification_value' and o.known_at > now() - interval '30 days'
    and app.modification_key(o.modification) = app.modification_key(bet.prediction ->> 'modification')
$$;
