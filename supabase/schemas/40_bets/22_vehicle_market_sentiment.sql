-- Market sentiment: plain averages of a vehicle's bets, a row for each bet type that has one, with the median and
-- bands, which one wild number does not move. Taken over people, not over bets: a thousand bets by one person weigh as
-- much as one.

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
comment on column app.bet_sentiments.bands is
  'The 10, 25, 50, 75 and 90 % quantiles of the values; empty where there are none.';

revoke all on app.bet_sentiments from public, anon, authenticated, service_role;
grant select on app.bet_sentiments to anon, authenticated, service_role;
alter table app.bet_sentiments enable row level security;

create policy "anyone sees sentiment on public vehicles" on app.bet_sentiments
  for select to anon using (is_public);

create policy "members see sentiment on public vehicles and on their own" on app.bet_sentiments
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

-- One vehicle's sentiment while people are marked: the kept sums, less what they hold of those people, plus what their
-- bets say now. With its reader's rights, as the view has.
create or replace function app.sentiment_now(vehicle uuid, type text)
returns table (total_bets bigint, total_people bigint, avg_confidence numeric, avg_predicted_value numeric,
               last_bet_at timestamptz,
               median numeric, p10 numeric, p25 numeric, p75 numeric, p90 numeric)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
  people constant uuid[] := array(
    select distinct c.user_id from app.bet_changes c where c.vehicle_id = vehicle and c.bet_type = type);
begin
  return query
  select sum(s.bets)::bigint, sum(s.people)::bigint, round(sum(s.confidence) / sum(s.people), 1),
         round(sum(s.value) / nullif(sum(s.valued), 0), 2),
         max(s.last_bet_at),
         round(coalesce(max(s.bands[3]), percentile_cont(0.5) within group (order by s.fresh)::numeric), 2),
         round(coalesce(max(s.bands[1]), percentile_cont(0.1) within group (order by s.fresh)::numeric), 2),
         round(coalesce(max(s.bands[2]), percentile_cont(0.25) within group (order by s.fresh)::numeric), 2),
         round(coalesce(max(s.bands[4]), percentile_cont(0.75) within group (order by s.fresh)::numeric), 2),
         round(coalesce(max(s.bands[5]), percentile_cont(0.9) within group (order by s.fresh)::numeric), 2)
  from (
    select k.bets, k.people, k.confidence, k.value, k.valued, k.last_bet_at, k.bands, null::float8 as fresh
    from app.bet_sentiments k where k.vehicle_id = vehicle and k.bet_type = type
    union all
    select -o.bets, -1, -o.confidence, -coalesce(o.value, 0), case when o.value is null then 0 else -1 end, null, null,
           null
    from app.bettors o where o.vehicle_id = vehicle and o.bet_type = type and o.user_id = any (people)
    union all
    select count(*), 1, round(avg(n.confidence_percent), 6), coalesce(round(avg(n.predicted_value), 6), 0),
           count(distinct n.user_id) filter (where n.predicted_value is not null), max(n.created_at), null,
           avg(n.predicted_value)::float8
    from public.vehicle_bets n
    where n.vehicle_id = vehicle and n.bet_type = type and n.user_id = any (people) and n.status <> 'cancelled'
    group by n.user_id
  ) s
  having sum(s.people) > 0;
end
$$;
grant execute on function app.sentiment_now(uuid, text) to anon, authenticated, service_role;

-- As kept where nobody is marked, which is nearly always: a look at one row.
create or replace view public.vehicle_market_sentiment with (security_invoker = true) as
select
  k.vehicle_id,
  k.bet_type,
  k.bets                                    as total_bets,
  k.people                                  as total_people,
  round(k.confidence / k.people, 1)         as avg_confidence,
  round(k.value / nullif(k.valued, 0), 2)   as avg_predicted_value,
  k.last_bet_at                             as last_bet_at,
  round(k.bands[3], 2)                      as median_predicted_value,
  round(k.bands[1], 2)                      as p10_predicted_value,
  round(k.bands[2], 2)                      as p25_predicted_value,
  round(k.bands[4], 2)                      as p75_predicted_value,
  round(k.bands[5], 2)                      as p90_predicted_value
from app.bet_sentiments k
where not exists (select from app.bet_changes c where c.vehicle_id = k.vehicle_id and c.bet_type = k.bet_type)
union all
select m.vehicle_id, m.bet_type, s.total_bets, s.total_people, s.avg_confidence, s.avg_predicted_value, s.last_bet_at,
       s.median, s.p10, s.p25, s.p75, s.p90
from (select distinct c.vehicle_id, c.bet_type from app.bet_changes c) m
cross join lateral app.sentiment_now(m.vehicle_id, m.bet_type) s;

comment on view public.vehicle_market_sentiment is
  'Averages, median and bands over people for each vehicle and bet type; cancelled bets are left out. Median and bands '
    'are as of the last fold, some 2 s ago.';
comment on column public.vehicle_market_sentiment.avg_predicted_value is
  'Mean of the values that people name, in units of their currency; null for dates.';

revoke all on public.vehicle_market_sentiment from public, anon, authenticated, service_role;
grant select on public.vehicle_market_sentiment to anon, authenticated, service_role;
