-- Auction vote summary: a row for every vehicle, zeros where nobody has voted yet, so that reading one never fails. The
-- plain columns count every vote that stands, the one just cast included; the rest weighs them, as of the last fold.

create or replace view public.auction_vote_summary with (security_invoker = true) as
select
  v.id                                                                              as vehicle_id,
  coalesce(t.total_votes, 0) + coalesce(p.votes, 0)                                 as total_votes,
  coalesce(t.yes_votes, 0) + coalesce(p.yes, 0)                                     as yes_votes,
  coalesce(t.total_votes - t.yes_votes, 0) + coalesce(p.votes - p.yes, 0)           as no_votes,
  coalesce(round(100.0 * (coalesce(t.yes_votes, 0) + coalesce(p.yes, 0))
                 / nullif(coalesce(t.total_votes, 0) + coalesce(p.votes, 0), 0), 1), 0) as yes_percent,
  round((coalesce(t.cents, 0) + coalesce(p.cents, 0))
        / nullif(coalesce(t.estimates, 0) + coalesce(p.estimates, 0), 0) / 100, 2)  as avg_estimated_value,
  case when coalesce(t.total_votes, 0) + coalesce(p.votes, 0) > 0
       then greatest(t.last_vote_at, p.last_vote_at) end                            as last_vote_at,
  coalesce(t.wilson_lower, 0)                                                       as wilson_lower,
  coalesce(t.wilson_upper, 1)                                                       as wilson_upper,
  coalesce(t.effective_votes, 0)                                                    as effective_votes,
  coalesce(t.effective_yes, 0)                                                      as effective_yes,
  t.median_estimated_value as median_estimated_value,
  t.p25_estimated_value    as p25_estimated_value,
  t.p75_estimated_value    as p75_estimated_value,
  coalesce(t.verdict, 'undecided')                                                  as verdict,
  case
    when coalesce(t.total_votes, 0) + coalesce(p.votes, 0) = 0
      or coalesce(t.verdict_reason, 'Nobody has voted yet.') <> 'Nobody has voted yet.'
      then coalesce(t.verdict_reason, 'Nobody has voted yet.')
    when p.vehicle_id is not null then 'The first votes are being weighed.'
    else 'No vote that carries weight has been cast yet.'   -- the owner's own, or held for review
  end                                                                               as verdict_reason,
  t.verdict_since,
  case when t.vehicle_id is null then app.least_votes() else t.votes_needed end                   as votes_needed,
  coalesce(t.cohorts, '[]'::jsonb)                                                  as cohorts,
  r.reserve,
  r.currency                                                                        as reserve_currency,
  r.chance                                                                          as chance_at_reserve,
  coalesce(t.held_votes, 0)                                                         as held_votes
from public.vehicles v
left join app.vote_tallies t on t.vehicle_id = v.id
left join app.auction_reserves r on r.vehicle_id = v.id
left join (
  select d.vehicle_id, sum(d.votes)::bigint as votes, sum(d.yes)::bigint as yes, sum(d.estimates)::bigint as estimates,
         sum(d.cents)::numeric as cents, max(d.happened_at) filter (where not d.withdrawn) as last_vote_at
  from app.vote_deltas d group by d.vehicle_id
) p on p.vehicle_id = v.id;

comment on view public.auction_vote_summary is
  'The votes on every vehicle that the caller may see: plain counts, then the verdict with its interval, the '
    'estimates, and the reserve if it is shown.';
comment on column public.auction_vote_summary.avg_estimated_value is
  'Plain average of public ballots'' estimates in the settings'' currency.';
comment on column public.auction_vote_summary.median_estimated_value is
  'Weighted, of public ballots'' estimates; private ones enter no published figure.';
comment on column public.auction_vote_summary.wilson_lower is
  'One-sided 95 % Wilson bounds (z = 1.6449) of the share of yes among effective votes, from 0 to 1.';
comment on column public.auction_vote_summary.effective_votes is 'Votes by weight; see docs/guides/auction-votes.md.';
comment on column public.auction_vote_summary.votes_needed is
  'Effective votes missing for a verdict at the present share; 0 with a verdict, null where more of the same would not '
  'bring one.';
comment on column public.auction_vote_summary.cohorts is
  'Those large enough to be asked: [{"cohort", "effective_votes", "yes_percent"}].';
comment on column public.auction_vote_summary.chance_at_reserve is
  'That a sale nets at least the reserve, from 0 to 1.';

revoke all on public.auction_vote_summary from public, anon, authenticated, service_role;
grant select on public.auction_vote_summary to anon, authenticated, service_role;
