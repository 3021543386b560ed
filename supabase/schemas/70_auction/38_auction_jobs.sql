-- Auction jobs: what runs by itself. pg_cron calls them where it exists, the server's job runner elsewhere, or both.

-- Once a minute. Safe to run twice or in two places.
create or replace function app.tend_auctions() returns void
language plpgsql security definer set search_path = '' set lock_timeout = '2s' set jit = off as $$
declare
  due record;
begin
  -- Votes whose voter has become older, been verified, or is slow again
  perform from app.folds f where f.name = 'votes' for update;
  select array_agg(b.vehicle_id order by b.vehicle_id, b.user_id) as vehicles,
         array_agg(b.user_id order by b.vehicle_id, b.user_id) as users into due
    from (select x.vehicle_id, x.user_id from app.ballots x where x.weigh_again_at <= now() order by x.weigh_again_at
      limit 20000) b;
  if due.vehicles is not null then
    perform app.fold_votes(due.vehicles, due.users);
  end if;

  -- Each step by itself, and within it each vehicle where the step fails as a whole. Vehicles that somebody has in hand
  -- are for the next minute.
  perform app.work_each('decide_verdicts', app.hold_vehicles(array(
    select s.item::uuid from app.set_aside s where s.work = 'decide_verdicts' and s.next_try_at <= now()
      order by s.next_try_at limit 100)));
  perform app.work_each('start_auctions', app.hold_vehicles(array(
    select n.vehicle_id from public.auction_nominations n where n.state = 'accepted' and n.starts_at <= now())));
  perform app.work_each('close_lost_nominations', app.hold_vehicles(array(
    select n.vehicle_id from public.auction_nominations n
      where n.state in ('open', 'accepted') and n.lost_since is not null)));
  perform app.work_each('open_nominations', app.hold_vehicles(array(
    select t.vehicle_id from app.vote_tallies t
    where t.verdict = 'ready'
      and not exists (select from public.auction_nominations n
        where n.vehicle_id = t.vehicle_id and n.state in ('open', 'accepted', 'live')))));
  -- The bets' price curve moves without votes
  perform app.work_each('refresh_chances', app.hold_vehicles(array(select r.vehicle_id from app.auction_reserves r)));
  perform app.score_auctions();

  delete from app.vote_pace p where p.minute < now() - interval '1 day' and coalesce(p.slowed_until < now(), true);
  -- What nobody has taken for three days, for want of a worker with that channel, is news no more.
  update app.outbox_deliveries d set next_attempt_at = null,
    last_error = coalesce(d.last_error, 'Nobody delivers by this channel.')
    where d.next_attempt_at < now() - interval '3 days';
  delete from app.outbox o where o.created_at < now() - interval '90 days'
    and not exists (select from app.outbox_deliveries d where d.outbox_id = o.id and d.next_attempt_at is not null);
end
$$;

-- Once a day: what history still says of accounts that are gone.
create or replace function app.forget_gone_voters() returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  forgotten bigint;
begin
  update app.auction_vote_history h set user_id = null, reason = null
    where h.user_id in (select distinct x.user_id from app.auction_vote_history x where x.user_id is not null
                        except select u.id from auth.users u);
  get diagnostics forgotten = row_count;
  delete from app.ballots b where b.counted = 0 and not exists (select from auth.users u where u.id = b.user_id);
  return forgotten;
end
$$;

select app.register_job('fold_votes', '1 second', 'select app.fold_votes()');
select app.register_job('tend_auctions', '1 minute', 'select app.tend_auctions()', phase => '30 seconds');
select app.register_job('forget_gone_voters', '1 day', 'select app.forget_gone_voters()',
  phase => '3 hours 41 minutes');
