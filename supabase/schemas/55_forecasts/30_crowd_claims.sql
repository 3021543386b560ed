-- Crowd claims: which bets make up the crowd's forecast, and with what weight.

-- What people's bets of one type on one vehicle come to, looked up afresh; nothing for those who have none left. In the
-- forecast count: not cancelled, not late, not by the owner, not void (placed once betting had closed or the answer
-- could be known), and of milestones those that are not settled. Of one person and question there is one such bet, the
-- latest.
create or replace function app.bettors_now(vehicle uuid, type text, people uuid[]) returns setof app.bettors
language sql stable set search_path = '' as $$
  select c.vehicle_id, c.bet_type, c.user_id, count(*)::int, round(avg(c.confidence_percent), 6),
         round(avg(c.predicted_value), 6),
         max(c.created_at),
         coalesce(array_agg(
           row(c.topic, c.in_round, d.family, d.origin, d.location, d.scale, c.target, c.weight)::app.crowd_claim
           order by c.created_at, c.id) filter (where c.counts), '{}'),
         null::uuid, false
  from (
    select b.*,
           not b.late and not b.by_owner and q.question is not null
             and coalesce(b.created_at < least(q.closed_at, q.outcome_known_at), true)
             and (app.bet_shape(type) <> 'milestone' or q.settled_at is null) as counts,
           case app.bet_shape(type) when 'milestone' then type || ':' || b.currency else b.question end as topic,
           case app.bet_shape(type) when 'milestone' then 0::smallint else b.round end as in_round,
           case app.bet_shape(type) when 'milestone' then b.predicted_value::float8 end as target,
           coalesce(f.weight, 1)
             * power(2, extract(epoch from b.created_at - '2025-01-01T00:00:00Z')::float8 / 86400
               / s.half_life_days) as weight
    from app.forecast_settings s
    cross join public.vehicle_bets b
    left join public.bet_questions q on q.vehicle_id = b.vehicle_id and q.question = b.question and q.round = b.round
    left join app.forecasters f on f.user_id = b.user_id
    where b.vehicle_id = vehicle and b.bet_type = type and b.user_id = any (people) and b.status <> 'cancelled'
  ) c
  left join lateral app.bet_distribution(c.bet_type, c.prediction, c.confidence_percent, c.created_at) d on c.counts
  group by c.vehicle_id, c.bet_type, c.user_id
$$;

create type app.crowd_change as (claim app.crowd_claim, heads integer, weight float8, weight_sq float8);

-- What has changed between two states of some people's claims: what is gone with a negative weight, what is new with a
-- positive one. heads says by how many the people of that topic and round change.
create or replace function app.crowd_changes(before app.bettors[], after app.bettors[]) returns setof app.crowd_change
language sql immutable set search_path = '' as $$
  with claims as (
    select s.sign, p.user_id, c.*
    from (values (-1, before), (1, after)) s (sign, bettors), unnest(s.bettors) p, unnest(p.claims) c
  ),
  changed as (
    select c.user_id, c.topic, c.round, c.family, c.origin, c.location, c.scale, c.target, c.weight, sum(c.sign) as sign
    from claims c group by 1, 2, 3, 4, 5, 6, 7, 8, 9 having sum(c.sign) <> 0
  ),
  heads as (
    select h.topic, h.round, sum(h.sign)::integer as heads
    from (select distinct c.sign, c.user_id, c.topic, c.round from claims c) h group by 1, 2
  )
  select row(c.topic, c.round, c.family, c.origin, c.location, c.scale, c.target, 1)::app.crowd_claim,
         case when row_number() over (partition by c.topic, c.round) = 1 then h.heads else 0 end,
         c.sign * c.weight, c.sign * c.weight * c.weight
  from changed c join heads h on h.topic = c.topic and h.round = c.round
$$;
