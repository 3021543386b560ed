-- Scores: how good a forecast was.

create or replace function app.bet_score(
  bet_type text, prediction jsonb, confidence_percent numeric, placed_at timestamptz, result jsonb,
  out score double precision, out skill_score double precision, out wager_score double precision
)
language sql immutable set search_path = '' as $$
  select brier, 1 - brier / 0.25, 1 - brier
  from (
    select power(confidence_percent::float8 / 100 - case when app.claim_came_true(bet_type, prediction, placed_at, result) then 1 else 0 end, 2)
      as brier
  ) b
$$;
revoke all on function app.bet_score(text, jsonb, numeric, timestamptz, jsonb) from public, anon, authenticated, service_role;
