-- Generated from src/client/bet-types.ts by `npm run generate`; do not edit.

-- The result that an outcome gives to a question; null when it gives none.
create or replace function app.result_of(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  case q.bet_type
    when 'auction_price' then return app.auction_price_result(q, o);
    when 'value_milestone' then return app.value_milestone_result(q, o);
    when 'completion_date' then return app.completion_date_result(q, o);
    when 'next_mod_value' then return app.next_mod_value_result(q, o);
    else perform app.unknown_bet_type(q.bet_type);
  end case;
end
$$;

-- Whether an outcome on record answers what a bet asks, before anybody has asked it.
create or replace function app.is_known_by(
  bet public.vehicle_bets, o public.vehicle_outcomes, settings app.settlement_settings
) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  case bet.bet_type
    when 'auction_price' then return app.auction_price_is_known_by(bet, o, settings);
    when 'value_milestone' then return app.value_milestone_is_known_by(bet, o, settings);
    when 'completion_date' then return app.completion_date_is_known_by(bet, o, settings);
    when 'next_mod_value' then return app.next_mod_value_is_known_by(bet, o, settings);
    else perform app.unknown_bet_type(bet.bet_type);
  end case;
end
$$;
revoke all on function app.result_of(public.bet_questions, public.vehicle_outcomes),
  app.is_known_by(public.vehicle_bets, public.vehicle_outcomes, app.settlement_settings)
  from public, anon, authenticated, service_role;
