-- Auction vote summary: a row for every vehicle, zeros where nobody has voted yet, so that reading one never fails.

create or replace view public.auction_vote_summary with (security_invoker = true) as
select
  v.id                                                                              as vehicle_id,
  coalesce(s.total_votes, 0)                                                        as total_votes,
  coalesce(s.yes_votes, 0)                                                          as yes_votes,
  coalesce(s.no_votes, 0)                                                           as no_votes,
  coalesce(round(100.0 * s.yes_votes / s.total_votes, 1), 0)                        as yes_percent,
  round(s.avg_estimated_value, 2)                                                   as avg_estimated_value,
  s.last_vote_at
from public.vehicles v
left join (
  select a.vehicle_id,
         count(*)                                 as total_votes,
         count(*) filter (where a.vote = 'yes')   as yes_votes,
         count(*) filter (where a.vote = 'no')    as no_votes,
         avg(a.estimated_value)                   as avg_estimated_value,
         max(a.updated_at)                        as last_vote_at
  from public.auction_votes a
  group by a.vehicle_id
) s on s.vehicle_id = v.id;

comment on view public.auction_vote_summary is 'Plain counts of auction_votes for every vehicle that the caller may see.';

revoke all on public.auction_vote_summary from public, anon, authenticated, service_role;
grant select on public.auction_vote_summary to anon, authenticated, service_role;
