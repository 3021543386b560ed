-- Vehicles whose verdict is ready, but for those sold within a year: their votes were about the sale that has been. An
-- index has them in the order of wilson_lower, highest first.
create or replace view public.auction_ready with (security_invoker = true) as
select
  t.vehicle_id,
  t.wilson_lower,
  t.wilson_upper,
  t.effective_votes,
  t.effective_yes,
  t.total_votes,
  t.yes_votes,
  t.median_estimated_value as median_estimated_value,
  t.verdict_reason,
  t.verdict_since,
  n.id        as nomination_id,
  n.state     as nomination_state,
  n.auction_url,
  n.starts_at,
  n.ends_at
from app.vote_tallies t
left join public.auction_nominations n on n.vehicle_id = t.vehicle_id and n.state in ('open', 'accepted', 'live')
left join app.auction_results s on s.vehicle_id = t.vehicle_id and s.sold and s.occurred_at > now() - interval '1 year'
where t.verdict = 'ready' and s.vehicle_id is null;

comment on view public.auction_ready is
  'Vehicles that the community finds ready for auction and that were not sold within a year; order by '
  'wilson_lower.desc, vehicle_id.';

revoke all on public.auction_ready from public, anon, authenticated, service_role;
grant select on public.auction_ready to anon, authenticated, service_role;
