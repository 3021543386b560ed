-- Market sentiment: plain averages of a vehicle's bets, a row for each bet type that has one.
-- Averages are taken over people, not over bets: a thousand bets by one person weigh as much as one.

create or replace view public.vehicle_market_sentiment with (security_invoker = true) as
select
  p.vehicle_id,
  p.bet_type,
  sum(p.bets)::bigint                   as total_bets,
  count(*)                              as total_people,
  round(avg(p.confidence_percent), 1)   as avg_confidence,
  round(avg(p.predicted_value), 2)      as avg_predicted_value,
  max(p.last_bet_at)                    as last_bet_at
from (
  select b.vehicle_id, b.bet_type, b.user_id, count(*) as bets, avg(b.confidence_percent) as confidence_percent,
         avg(b.predicted_value) as predicted_value, max(b.created_at) as last_bet_at
  from public.vehicle_bets b
  where b.status <> 'cancelled'
  group by b.vehicle_id, b.bet_type, b.user_id
) p
group by p.vehicle_id, p.bet_type;

comment on view public.vehicle_market_sentiment is 'Averages over people for each vehicle and bet type; cancelled bets are left out.';

revoke all on public.vehicle_market_sentiment from public, anon, authenticated, service_role;
grant select on public.vehicle_market_sentiment to anon, authenticated, service_role;
