-- Audit: the ledger, every settlement and the standings, computed again from what they rest on.

-- The standings as they follow from the bets, from scratch.
create or replace function app.recomputed_standings()
returns table (period text, make text, user_id uuid, bets bigint, compared bigint, peer_total numeric,
               skill_total numeric, points_total numeric)
language sql stable set search_path = '' as $$
  select k.period, k.make, c.user_id, count(*), count(c.peer_score), coalesce(sum(c.peer_score), 0), sum(c.skill_score),
         sum(c.points)
  from (
    select c.* from public.vehicle_bets b
    join public.vehicles v on v.id = b.vehicle_id
    join public.bet_questions q on q.vehicle_id = b.vehicle_id and q.question = b.question and q.round = b.round
    cross join lateral app.standing_change(b, app.make_of(v), q.result, 1) c
    where b.score is not null
    union all
    select c.* from app.kept_records r cross join lateral app.kept_change(r) c
  ) c
  cross join lateral app.standing_keys(c.settled_on, c.make) k
  group by 1, 2, 3
$$;

-- The same for the calibration of people.
create or replace function app.recomputed_calibration()
returns table (user_id uuid, bin integer, bets bigint, confidence numeric, confidence_squares numeric, came_true bigint,
               confidence_true numeric, log_score numeric)
language sql stable set search_path = '' as $$
  select s.* from app.calibration_sums((
    select array_agg(c) from (
      select c from public.vehicle_bets b
      join public.bet_questions q on q.vehicle_id = b.vehicle_id and q.question = b.question and q.round = b.round
      cross join lateral app.standing_change(b, null, q.result, 1) c
      where b.score is not null
      union all
      select app.kept_change(r) from app.kept_records r
    ) x (c)
  )) s
$$;

-- A final question's bets as settling it again would leave them, beside what they are. Where bets have gone with a
-- deleted account, the mean score they were part of is unknown: then there has to be one mean by which every payout
-- left is right to the hundredth. By hash, whatever the planner believes of tables that have grown since it looked:
-- pair by pair, 100,000 bets would take hours.
create or replace function app.settlement_faults(q public.bet_questions) returns table (bet_id uuid, fault text)
language plpgsql stable set search_path = '' set enable_nestloop = off set work_mem = '64MB' set jit = off as $$
declare
  transfer uuid;
  bets integer;
  complete boolean;
begin
  select t.id, t.bets into transfer, bets from app.point_transfers t
    where t.vehicle_id = q.vehicle_id and t.question = q.question and t.round = q.round and t.version = q.version
      and t.kind in ('settled', 'annulled');
  complete := bets is not distinct from (
    select count(*) from public.vehicle_bets b
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round and b.resolved_at = q.settled_at
      and b.superseded_by is null);
  if transfer is null then
    return query select null::uuid, format('settled without a transfer: %s', q.question);
    return;
  end if;
  return query
  with expected as materialized (
    select p.* from app.payouts(q, q.settled_at) p
  ),
  booked as (
    select e.bet_id, -coalesce(sum(e.amount) filter (where e.account = 'escrow'), 0) as stake,
           coalesce(sum(e.amount) filter (where e.account in ('available', 'owed')), 0) as payout
    from app.point_entries e where e.transfer_id = transfer group by e.bet_id
  ),
  mean as (   -- the bounds that the payouts set to the mean score
    select max(x.wager_score + 1 - (b.payout + 0.01) / x.stake) as low,
           min(x.wager_score + 1 - (b.payout - 0.01) / x.stake) as high
    from expected x join public.vehicle_bets b on b.vehicle_id = q.vehicle_id and b.id = x.bet_id
    where x.stake > 0 and not x.void and (b.payout > 0 or complete)
  )
  select b.id, f.fault
  from expected x
  join public.vehicle_bets b on b.vehicle_id = q.vehicle_id and b.id = x.bet_id
  left join booked k on k.bet_id = b.id
  cross join mean m
  cross join lateral (values
    (b.status is distinct from case when x.void then 'cancelled' when x.came_true then 'won' else 'lost' end, 'status '
      || b.status),
    (b.score is distinct from x.score or b.skill_score is distinct from x.skill_score, 'score'),
    (complete and b.peer_score is distinct from x.peer_score, 'peer score'),
    (case when complete or x.void then b.payout is distinct from x.payout else x.stake > 0 and m.low > m.high end,
      'payout ' || coalesce(b.payout::text, 'missing')),
    (b.stake_amount > 0 and (k.stake, k.payout) is distinct from (b.stake_amount, b.payout), 'ledger and payout differ')
  ) f (wrong, fault)
  where f.wrong
  union all
  select b.id, 'settled, but not among the bets of its question'
  from public.vehicle_bets b
  where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round and b.status in ('won', 'lost')
    and not exists (select from expected x where x.bet_id = b.id);
end
$$;

-- Replays everything and returns a row for each promise: how much was looked at, how much of it is off, and an example.
-- It reads one snapshot; run it while the server works, or after a restore.
create or replace function app.audit() returns table (promise text, checked bigint, wrong bigint, example text)
language plpgsql stable security definer set search_path = '' set jit = off as $$
begin
  return query
  select 'Every transfer sums to zero', count(*), count(*) filter (where t.total <> 0),
         min(t.transfer_id::text || ' sums to ' || t.total) filter (where t.total <> 0)
  from (select e.transfer_id, sum(e.amount) as total from app.point_entries e group by e.transfer_id) t;

  return query
  select 'Every entry has its transfer, and every transfer but empty settlements its entries', count(*),
         count(*) filter (where x.broken), min(x.id::text) filter (where x.broken)
  from (
    select coalesce(t.id, e.transfer_id) as id,
           t.id is null or (e.transfer_id is null
             and t.kind not in ('settled', 'annulled', 'reversed', 'removed')) as broken
    from app.point_transfers t full join (select distinct p.transfer_id from app.point_entries p) e
      on e.transfer_id = t.id
  ) x;

  return query
  select 'Every balance is what its entries add up to, and none is below zero', count(*),
         count(*) filter (where a.broken),
         min(a.user_id::text) filter (where a.broken)
  from (
    select coalesce(c.user_id, e.user_id) as user_id,
           (c.available, c.escrow, c.owed) is distinct from (
             coalesce(e.available, 0), coalesce(e.escrow, 0), coalesce(e.owed, 0))
           or least(c.available, c.escrow, c.owed) < 0 as broken
    from app.point_accounts c
    full join (
      select p.user_id, coalesce(sum(p.amount) filter (where p.account = 'available'), 0) as available,
             coalesce(sum(p.amount) filter (where p.account = 'escrow'), 0) as escrow,
             coalesce(-sum(p.amount) filter (where p.account = 'owed'), 0) as owed
      from app.point_entries p where p.user_id is not null group by p.user_id
    ) e on e.user_id = c.user_id
  ) a;

  return query
  select 'Everybody got the starting points once', count(*), count(*) filter (where o.broken),
         min(o.user_id::text) filter (where o.broken)
  from (
    select a.user_id, count(e.amount) <> 1 or sum(e.amount) <> app.starting_points() as broken
    from app.point_accounts a
    left join (app.point_entries e join app.point_transfers t on t.id = e.transfer_id and t.kind = 'opened')
      on e.user_id = a.user_id and e.account = 'available'
    group by a.user_id
  ) o;

  return query
  select 'What is in escrow is the stakes of active bets', count(*), count(*) filter (where x.broken),
         min(x.user_id::text) filter (where x.broken)
  from (
    select coalesce(a.user_id, b.user_id) as user_id, coalesce(a.escrow, 0) <> coalesce(b.staked, 0) as broken
    from app.point_accounts a
    full join (select v.user_id, sum(v.stake_amount) as staked from public.vehicle_bets v where v.status = 'active'
      group by v.user_id) b
      on b.user_id = a.user_id
  ) x;

  return query
  select 'Every settlement is what its bets and its answer come to',
         (select count(*) from public.bet_questions x where x.settled_at is not null),
         count(*), min(format('bet %s: %s', f.bet_id, f.fault))
  from public.bet_questions q cross join lateral app.settlement_faults(q) f
  where q.settled_at is not null;

  return query
  select 'Every reversal is the mirror image of its settlement', count(*), count(*) filter (where r.broken),
         min(r.id::text) filter (where r.broken)
  from (
    select t.id, exists (
      select from (
        select e.user_id, sum(e.amount) filter (where e.transfer_id = t.id) as back,
               sum(e.amount) filter (where e.transfer_id = t.reverses) as forth
        from app.point_entries e where e.transfer_id in (t.id, t.reverses) group by e.user_id
      ) m where coalesce(m.back, 0) + coalesce(m.forth, 0) <> 0) as broken
    from app.point_transfers t where t.kind = 'reversed'
  ) r;

  return query
  select 'Every settled bet belongs to a settled question', count(*), count(*) filter (where b.broken),
         min(b.id::text) filter (where b.broken)
  from (
    select v.id, not exists (
      select from public.bet_questions q
      where q.vehicle_id = v.vehicle_id and q.question = v.question and q.round = v.round and q.state = 'final'
        and q.settled_at = v.resolved_at) as broken
    from public.vehicle_bets v where v.status in ('won', 'lost')
  ) b;

  return query
  with kept as (
    select s.period, s.make, s.user_id, s.bets::bigint, s.compared::bigint, s.peer_total, s.skill_total, s.points_total
      from app.forecaster_standings s where s.bets <> 0
  ),
  waiting as (   -- what is not folded in yet
    select k.period, k.make, c.user_id, sum(c.sign) as bets,
           coalesce(sum(c.sign) filter (where c.peer_score is not null), 0) as compared,
           coalesce(sum(c.sign * c.peer_score), 0) as peer_total, sum(c.sign * c.skill_score) as skill_total,
           sum(c.sign * c.points) as points_total
    from app.standing_changes c cross join lateral app.standing_keys(c.settled_on, c.make) k
    where exists (select from auth.users u where u.id = c.user_id) group by 1, 2, 3
  ),
  recorded as (
    select a.period, a.make, a.user_id, sum(a.bets) as bets, sum(a.compared) as compared,
           sum(a.peer_total) as peer_total,
           sum(a.skill_total) as skill_total, sum(a.points_total) as points_total
    from (select * from kept union all select * from waiting) a group by 1, 2, 3 having sum(a.bets) <> 0
  )
  select 'The leaderboard is what the settled bets add up to', count(*), count(*) filter (where x.broken),
         min(x.who) filter (where x.broken)
  from (
    select format('%s in %s, %s', coalesce(n.user_id, r.user_id), coalesce(n.period, r.period),
      coalesce(n.make, r.make)) as who,
           (n.bets, n.compared, n.peer_total, n.skill_total, n.points_total)
           is distinct from (r.bets::numeric, r.compared::numeric, r.peer_total, r.skill_total,
             r.points_total) as broken
    from recorded n full join app.recomputed_standings() r
      on (r.period, r.make, r.user_id) = (n.period, n.make, n.user_id)
  ) x;

  return query
  with recorded as (
    select a.user_id, a.bin, sum(a.bets) as bets, sum(a.confidence) as confidence, sum(a.came_true) as came_true,
           sum(a.log_score) as log_score
    from (
      select b.user_id, b.bin::int as bin, b.bets::bigint as bets, b.confidence, b.came_true::bigint as came_true,
             b.log_score from app.calibration_bins b
      union all
      select s.user_id, s.bin, s.bets, s.confidence, s.came_true, s.log_score
      from app.calibration_sums((select array_agg(c) from app.standing_changes c
        where exists (select from auth.users u where u.id = c.user_id))) s
    ) a group by 1, 2 having sum(a.bets) <> 0
  )
  select 'Calibration is what the settled bets add up to', count(*), count(*) filter (where x.broken),
         min(x.user_id::text) filter (where x.broken)
  from (
    select coalesce(n.user_id, r.user_id) as user_id,
           (n.bets, n.confidence, n.came_true, n.log_score) is distinct from (
             r.bets::numeric, r.confidence, r.came_true::numeric, r.log_score) as broken
    from recorded n full join app.recomputed_calibration() r on (r.user_id, r.bin) = (n.user_id, n.bin)
  ) x;
end
$$;
