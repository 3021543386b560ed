-- Settlement: from an answer to scores and points, exactly once. What it tells 60_scoring/20_leaderboard.sql and
-- 60_scoring/30_calibration.sql: app.tell_standings and app.record_crowd, in the same transaction.

-- Settles one question whose dispute window is over: status, score and payout of its bets and the points change
-- together. The ledger takes one settlement a version of a question, so that a second one fails whatever calls it. The
-- caller holds the accounts. Rows are written in the order of people, as the indexes have them.
create or replace function app.settle_question(q public.bet_questions) returns void
language plpgsql security definer set search_path = '' as $$
declare
  ending constant text := case when q.result ? 'void' then 'annulled' else 'final' end;
  transfer uuid;
begin
  insert into app.point_transfers (kind, vehicle_id, question, round, version, bets)
    select case ending when 'final' then 'settled' else 'annulled' end, q.vehicle_id, q.question, q.round, q.version,
           count(*)
    from public.vehicle_bets b
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round and b.is_in_force
      and b.status = 'active'
    returning id into transfer;

  with paid as materialized (
    select * from app.payouts(q)
  ),
  closed as (
    update public.vehicle_bets b
      set status = case when p.void then 'cancelled' when p.came_true then 'won' else 'lost' end,
          resolved_at = now(), score = p.score, skill_score = p.skill_score, peer_score = p.peer_score,
          payout = p.payout
      from paid p where b.vehicle_id = q.vehicle_id and b.id = p.bet_id
  ),
  owing as (   -- what an earlier reversal could not take back is taken from this payout
    select p.*, least(coalesce(a.owed, 0), p.payout) as repaid
    from paid p left join app.point_accounts a on a.user_id = p.user_id and a.owing where p.stake > 0
  )
  insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
    select transfer, e.account, o.user_id, o.bet_id, e.amount
    from owing o
    cross join lateral (values ('escrow', -o.stake), ('available', o.payout - o.repaid), ('owed', o.repaid)) e (
      account, amount)
    where e.amount <> 0
    order by o.user_id;

  perform app.record_crowd(q, now());
  update public.bet_questions x set state = ending, settled_at = now(), updated_at = now(),
      reason = coalesce(q.result ->> 'void', x.reason)
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round;
  perform app.mark_scored(q, now());
  perform app.tell_standings(q, now(), 1);
end
$$;

-- Accounts whose person is gone give back what they hold; the ledger keeps its rows, which name nobody any more.
create or replace function app.close_accounts() returns void
language plpgsql security definer set search_path = '' as $$
declare
  account app.point_accounts;
  transfer uuid;
begin
  for account in
    select a.* from app.point_accounts a
    where a.person_id is null and a.escrow = 0 and (a.available <> 0 or a.owed <> 0)
      and not app.is_set_aside('close_accounts', a.user_id::text)
    order by a.user_id for no key update skip locked
  loop
    begin
      insert into app.point_transfers (kind) values ('closed') returning id into transfer;
      insert into app.point_entries (transfer_id, account, user_id, amount)
        select transfer, e.account, e.user_id, e.amount
        from (values ('available', account.user_id, -account.available), ('owed', account.user_id, account.owed),
                     ('issued', null, account.available - account.owed)) e (account, user_id, amount)
        where e.amount <> 0;
      perform app.item_is_done('close_accounts', account.user_id::text);
    exception when others then
      perform app.set_item_aside('close_accounts', account.user_id::text, sqlerrm);
    end;
  end loop;
end
$$;

-- Settles what is due and returns how many questions became final or were annulled. Safe to run twice, in two places,
-- or to be killed: a question is settled whole or not at all, and one that cannot be settled does not hold up the
-- others. Questions, with their vehicles, are taken first and all at once, leaving out what somebody else has; then the
-- accounts of all of them, in one order. So two settlements cannot deadlock.
create or replace function app.settle_due() returns integer
language plpgsql security definer set search_path = '' set work_mem = '64MB' set jit = off as $$
declare
  due public.bet_questions[];
  q public.bet_questions;
  settled integer := 0;
begin
  perform app.propose_by_time();
  due := array(
    select x from public.bet_questions x join public.vehicles v on v.id = x.vehicle_id
    where x.state = 'proposed' and x.final_at <= now()
      and not app.is_set_aside('settle', x.vehicle_id || ' ' || x.question)
    order by x.final_at, x.vehicle_id, x.question limit 500
    for share of v skip locked for update of x skip locked);
  perform app.lock_accounts(array(
    select distinct b.user_id from unnest(due) x join public.vehicle_bets b
      on b.vehicle_id = x.vehicle_id and b.question = x.question and b.round = x.round and b.is_in_force
        and b.status = 'active' and b.stake_amount > 0));
  foreach q in array due loop
    begin
      perform app.settle_question(q);
      settled := settled + 1;
      perform app.item_is_done('settle', q.vehicle_id || ' ' || q.question);
    exception when others then
      perform app.set_item_aside('settle', q.vehicle_id || ' ' || q.question, sqlerrm);
    end;
  end loop;
  perform app.close_accounts();
  return settled;
end
$$;
grant execute on function app.settle_due() to service_role;

create or replace function public.settle_due() returns integer
language sql set search_path = '' as $$
  select app.settle_due()
$$;
comment on function public.settle_due() is
  'Settles every question whose dispute window is over; returns how many. Called every 15 seconds by pg_cron or the '
    'server, and harmless at any time.';
grant execute on function public.settle_due() to service_role;

select app.register_job('settle_bets', '15 seconds', 'select app.settle_due()');
