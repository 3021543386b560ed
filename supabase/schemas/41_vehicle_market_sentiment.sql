-- Market sentiment: plain averages of a vehicle's bets, a row for each bet type that has one, with the median and bands, which one
-- wild number does not move. Taken over people, not over bets: a thousand bets by one person weigh as much as one.

create table app.bet_sentiments (
  vehicle_id  uuid not null references public.vehicles (id) on delete cascade,
  bet_type    text not null,
  bets        bigint not null,
  people      bigint not null,
  confidence  numeric not null,
  value       numeric not null,
  valued      bigint not null,
  bands       numeric[] not null,
  last_bet_at timestamptz,
  owner_id    uuid,
  is_public   boolean not null default false,
  primary key (vehicle_id, bet_type)
);
comment on table app.bet_sentiments is 'Sums over app.bettors as of the last fold. Written by the fold only.';
comment on column app.bet_sentiments.bands is 'The 10, 25, 50, 75 and 90 % quantiles of the values; empty where there are none.';

revoke all on app.bet_sentiments from public, anon, authenticated, service_role;
grant select on app.bet_sentiments to anon, authenticated, service_role;
alter table app.bet_sentiments enable row level security;

create policy "anyone sees sentiment on public vehicles" on app.bet_sentiments
  for select to anon using (is_public);

create policy "members see sentiment on public vehicles and on their own" on app.bet_sentiments
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

-- The kept sums, less what they hold of the people who are marked, plus what those people's bets say now.
create or replace view public.vehicle_market_sentiment with (security_invoker = true) as
select
  s.vehicle_id,
  s.bet_type,
  sum(s.bets)::bigint                                       as total_bets,
  sum(s.people)::bigint                                     as total_people,
  round(sum(s.confidence) / sum(s.people), 1)               as avg_confidence,
  round(sum(s.value) / nullif(sum(s.valued), 0), 2)         as avg_predicted_value,
  max(s.last_bet_at)                                        as last_bet_at,
  round(coalesce(max(s.bands[3]), percentile_cont(0.5) within group (order by s.fresh)::numeric), 2)  as median_predicted_value,
  round(coalesce(max(s.bands[1]), percentile_cont(0.1) within group (order by s.fresh)::numeric), 2)  as p10_predicted_value,
  round(coalesce(max(s.bands[2]), percentile_cont(0.25) within group (order by s.fresh)::numeric), 2) as p25_predicted_value,
  round(coalesce(max(s.bands[4]), percentile_cont(0.75) within group (order by s.fresh)::numeric), 2) as p75_predicted_value,
  round(coalesce(max(s.bands[5]), percentile_cont(0.9) within group (order by s.fresh)::numeric), 2)  as p90_predicted_value
from (
  select k.vehicle_id, k.bet_type, k.bets, k.people, k.confidence, k.value, k.valued, k.last_bet_at, k.bands, null::float8 as fresh
  from app.bet_sentiments k
  union all
  select o.vehicle_id, o.bet_type, -o.bets, -1, -o.confidence, -coalesce(o.value, 0), case when o.value is null then 0 else -1 end,
         null, null, null
  from (select distinct c.vehicle_id, c.bet_type, c.user_id from app.bet_changes c) m
  join app.bettors o on o.vehicle_id = m.vehicle_id and o.bet_type = m.bet_type and o.user_id = m.user_id
  union all
  select n.vehicle_id, n.bet_type, count(*), 1, round(avg(n.confidence_percent), 6), coalesce(round(avg(n.predicted_value), 6), 0),
         count(distinct n.user_id) filter (where n.predicted_value is not null), max(n.created_at), null, avg(n.predicted_value)::float8
  from (select distinct c.vehicle_id, c.bet_type, c.user_id from app.bet_changes c) m
  join public.vehicle_bets n on n.vehicle_id = m.vehicle_id and n.bet_type = m.bet_type and n.user_id = m.user_id
  where n.status <> 'cancelled'
  group by n.vehicle_id, n.bet_type, n.user_id
) s
group by s.vehicle_id, s.bet_type
having sum(s.people) > 0;

comment on view public.vehicle_market_sentiment is
  'Averages, median and bands over people for each vehicle and bet type; cancelled bets are left out. Median and bands are as of the last fold, some 2 s ago.';
comment on column public.vehicle_market_sentiment.avg_predicted_value is 'Mean of the values that people name, in units of their currency; null for dates.';

revoke all on public.vehicle_market_sentiment from public, anon, authenticated, service_role;
grant select on public.vehicle_market_sentiment to anon, authenticated, service_role;
