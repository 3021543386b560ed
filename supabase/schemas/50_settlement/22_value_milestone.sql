-- Value milestone: an appraisal or a sale decides it, up to its day. A valuation counts as long as a milestone may be
-- found not reached by it. value_milestone_result: the result that an outcome gives to a question, null when it gives
-- none. value_milestone_is_known_by: whether an outcome on record answers what a bet asks, before anybody has asked it.

create or replace function app.value_milestone_result(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
language sql stable set search_path = '' as $$
  select case when (o.kind = 'appraisal' or o.sold) and o.currency = q.currency
      and (o.occurred_at at time zone 'utc')::date <= q.by_date then
    case when o.value >= q.target_value then jsonb_build_object('reached', true)
         when q.by_date < (now() at time zone 'utc')::date then jsonb_build_object('reached', false) end
  end
$$;

create or replace function app.value_milestone_is_known_by(
  bet public.vehicle_bets, o public.vehicle_outcomes, settings app.settlement_settings
) returns boolean
language sql stable set search_path = '' as $$
  select (o.kind = 'appraisal' or o.sold) and o.currency = bet.currency
    and o.value >= app.predicted_value(bet.prediction) and o.occurred_at > now() - settings.valuation_lookback
$$;
