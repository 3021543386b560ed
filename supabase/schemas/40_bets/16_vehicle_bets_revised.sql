-- Revising and cancelling: a bet closes and its stake returns; a revision opens the new one in the same transaction.

-- Closes a bet in favour of a newer one. The caller holds the person's account.
create or replace function app.supersede_bet(earlier public.vehicle_bets, newer_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.vehicle_bets b set status = 'cancelled', resolved_at = now(), superseded_by = newer_id,
    payout = b.stake_amount
    where b.vehicle_id = earlier.vehicle_id and b.id = earlier.id;
  perform app.return_stake(earlier, 'superseded');
end
$$;

-- The caller's own active bet, with the account held and the vehicle kept as it is until the transaction ends.
create or replace function app.own_open_bet(bet_id uuid) returns public.vehicle_bets
language plpgsql security definer set search_path = '' as $$
declare
  bet public.vehicle_bets;
begin
  select b.* into bet from public.vehicle_bets b where b.user_id = auth.uid() and b.id = bet_id;
  if not found then
    raise exception 'You have no bet %.', coalesce(bet_id::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_bet',
        hint = 'Check the bet id. Only the person who placed a bet changes it.';
  end if;
  perform from public.vehicles v where v.id = bet.vehicle_id for share;
  perform app.lock_account(bet.user_id);
  select b.* into bet from public.vehicle_bets b where b.vehicle_id = bet.vehicle_id and b.id = bet_id;
  if bet.status <> 'active' then
    perform app.refuse('bet_is_active',
      format('This bet is %s already.', case when bet.superseded_by is null then bet.status else 'revised' end));
  elsif not bet.late and exists (
    select from public.bet_questions q
    where q.vehicle_id = bet.vehicle_id and q.question = bet.question and q.round = bet.round and q.state <> 'open'
    union all
    select from public.bet_closings c where c.vehicle_id = bet.vehicle_id and c.bet_type = bet.bet_type
      and c.closes_at <= now()
  ) then
    perform app.refuse('betting_is_open', 'Betting on this question has closed, so the bet stands as it is.');
  end if;
  return bet;
end
$$;

create or replace function app.cancel_bet(bet_id uuid) returns public.vehicle_bets
language plpgsql security definer set search_path = '' as $$
declare
  bet public.vehicle_bets := app.own_open_bet(bet_id);
begin
  update public.vehicle_bets b set status = 'cancelled', resolved_at = now(), payout = b.stake_amount
    where b.vehicle_id = bet.vehicle_id and b.id = bet.id returning b.* into bet;
  perform app.return_stake(bet, 'cancelled');
  return bet;
end
$$;

create or replace function app.revise_bet(
  bet_id uuid, prediction jsonb, confidence_percent numeric, stake_amount numeric, client_id uuid)
returns public.vehicle_bets
language plpgsql security definer set search_path = '' as $$
declare
  earlier public.vehicle_bets;
  newer public.vehicle_bets;
begin
  select b.* into newer from public.vehicle_bets b
    where b.user_id = auth.uid() and b.client_id = revise_bet.client_id;
  if found then return newer; end if;   -- sent a second time
  earlier := app.own_open_bet(bet_id);
  newer.id := gen_random_uuid();
  perform app.supersede_bet(earlier, newer.id);
  insert into public.vehicle_bets (
    id, vehicle_id, user_id, bet_type, prediction, currency, confidence_percent, stake_amount, client_id)
    values (newer.id, earlier.vehicle_id, earlier.user_id, earlier.bet_type,
      coalesce(revise_bet.prediction, earlier.prediction),
            earlier.currency, coalesce(revise_bet.confidence_percent, earlier.confidence_percent),
            coalesce(revise_bet.stake_amount, earlier.stake_amount), revise_bet.client_id)
    returning * into newer;
  return newer;
end
$$;
grant execute on function app.cancel_bet(uuid), app.revise_bet(uuid, jsonb, numeric, numeric, uuid) to authenticated;

create or replace function public.cancel_bet(bet_id uuid) returns public.vehicle_bets
language sql set search_path = '' as $$
  select app.cancel_bet(bet_id)
$$;
comment on function public.cancel_bet(uuid) is
  'Takes back an active bet of one''s own while betting is open; the stake returns and the bet is kept as cancelled.';

create or replace function public.revise_bet(
  bet_id uuid, prediction jsonb default null, confidence_percent numeric default null,
  stake_amount numeric default null, client_id uuid default null
) returns public.vehicle_bets
language sql set search_path = '' as $$
  select app.revise_bet(bet_id, prediction, confidence_percent, stake_amount, client_id)
$$;
comment on function public.revise_bet(uuid, jsonb, numeric, numeric, uuid) is
  'Replaces an active bet of one''s own by a new one and returns that; what is left out stays as it was. The old one '
    'is kept, with superseded_by. client_id is one for each act of a person: sent again with it, nothing is done '
    'twice.';
grant execute on function public.cancel_bet(uuid), public.revise_bet(uuid, jsonb, numeric, numeric, uuid)
  to authenticated;
