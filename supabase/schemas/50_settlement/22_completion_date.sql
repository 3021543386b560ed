-- Completion date: the report that the build is complete decides it; past the horizon, time does (app.propose_by_time).
-- completion_date_result: the result that an outcome gives to a question, null when it gives none.
-- completion_date_is_known_by: whether an outcome on record answers what a bet asks, before anybody has asked it.

create or replace function app.completion_date_result(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
language sql stable set search_path = '' as $$
  select case when o.kind = 'build_completed' then
    jsonb_build_object('date', (o.occurred_at at time zone 'utc')::date)
  end
$$;

create or replace function app.completion_date_is_known_by(
  bet public.vehicle_bets, o public.vehicle_outcomes, settings app.settlement_settings
) returns boolean
language sql stable set search_path = '' as $$
  select o.kind = 'build_completed'
$$;
