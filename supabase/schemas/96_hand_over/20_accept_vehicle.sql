-- Accepting an offer: in one transaction the car changes hands, what stays behind is deleted, and both are told.
-- Whoever has the link may look, once signed in; wrong secrets, cars that are gone and offers made anew are answered
-- alike.

-- The offer that a link leads to, held until the transaction ends; the caller holds the vehicle.
create or replace function app.offer_by_secret(vehicle uuid, secret text) returns app.vehicle_offers
language plpgsql security definer set search_path = '' as $$
declare
  o app.vehicle_offers;
begin
  select x.* into o from app.vehicle_offers x
    where x.vehicle_id = vehicle and x.secret_hash = app.hash_of_secret(secret) for update;
  if not found then
    perform app.refuse('unknown_offer', 'This link leads to no offer.',
      'See whether it is whole. The car may have been removed, or offered by another link since.', 'PT404');
  end if;
  return o;
end
$$;

-- Says why an offer cannot be accepted any more.
create or replace function app.require_open_offer(o app.vehicle_offers) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  case o.state
    when 'accepted' then
      perform app.refuse('offer_is_used', case when o.taker_id = auth.uid()
        then 'You have accepted this offer.' else 'Somebody has accepted this offer already.' end,
        'A link works once.', 'PT409');
    when 'declined' then
      perform app.refuse('offer_is_declined', 'This offer was declined.', 'Ask the owner for another link.', 'PT409');
    when 'withdrawn' then
      perform app.refuse('offer_is_withdrawn', 'The owner has taken this offer back.', null, 'PT409');
    when 'closed' then
      perform app.refuse('vehicle_has_another_owner', 'The car has another owner by now.',
        'Ask them for a link of theirs.', 'PT409');
    else
      if o.expires_at <= now() then
        perform app.refuse('offer_has_expired', format('This offer ended on %s.', app.said(o.expires_at)),
          'Ask the owner for another link.', 'PT409');
      end if;
  end case;
end
$$;

-- A project that has people of its own has no profiles of ours.
create or replace function app.member_words(person uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  name text;
begin
  if to_regclass('public.profiles') is not null then
    execute 'select p.display_name from public.profiles p where p.user_id = $1' into name using person;
  end if;
  return coalesce(name, 'A member');
end
$$;

-- Stakes of a person on a car, in questions that still take bets.
create or replace function app.open_stakes(vehicle uuid, person uuid) returns setof public.vehicle_bets
language sql stable security definer set search_path = '' as $$
  select b.* from public.vehicle_bets b
  where b.vehicle_id = vehicle and b.user_id = person and b.status = 'active' and b.is_in_force and b.stake_amount > 0
    and exists (select from public.bet_questions q where q.vehicle_id = b.vehicle_id and q.question = b.question
      and q.round = b.round and q.state = 'open')
    and not exists (select from public.bet_closings c where c.vehicle_id = b.vehicle_id and c.bet_type = b.bet_type
      and c.closes_at <= now())
$$;

-- Owners bet without a stake: what could still be taken back is, and its stake returns. Where betting has closed the
-- bet stands, or an answer that one does not like could be escaped by becoming the owner.
create or replace function app.give_back_open_stakes(vehicle uuid, person uuid) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  bet public.vehicle_bets;
  returned integer := 0;
begin
  if not exists (select from app.open_stakes(vehicle, person)) then return 0; end if;
  perform app.lock_account(person);
  for bet in select b.* from app.open_stakes(vehicle, person) b order by b.id loop
    update public.vehicle_bets b set status = 'cancelled', resolved_at = now(), payout = b.stake_amount
      where b.vehicle_id = bet.vehicle_id and b.id = bet.id;
    perform app.return_stake(bet, 'cancelled');
    returned := returned + 1;
  end loop;
  return returned;
end
$$;

-- What the giver keeps is deleted: a car's papers and entries stand nowhere else.
create or replace function app.leave_behind(o app.vehicle_offers) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not o.documents then delete from public.sources s where s.vehicle_id = o.vehicle_id; end if;
  if not o.costs then delete from public.vehicle_log_bills b where b.vehicle_id = o.vehicle_id; end if;
  if not o.private_entries then delete from public.vehicle_log l where l.vehicle_id = o.vehicle_id and l.is_private;
  end if;
end
$$;

create or replace function app.offered_vehicle(vehicle uuid, secret text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  me constant uuid := app.require_account();
  o constant app.vehicle_offers := app.offer_by_secret(vehicle, secret);
  goods jsonb;
begin
  perform app.require_open_offer(o);
  goods := app.vehicle_belongings(vehicle, o.private_entries);
  -- how much stays behind is the giver's to know
  if not o.private_entries then goods := goods || '{"private_entries": null}'; end if;
  if not o.costs then goods := goods || '{"costs": null}'; end if;
  if not o.documents then goods := goods || '{"documents": null}'; end if;
  return jsonb_build_object('vehicle', app.vehicle_name(vehicle),
    'is_public', (select coalesce(v.is_public, false) from public.vehicles v where v.id = vehicle),
    'giver_id', o.giver_id, 'giver', app.member_words(o.giver_id), 'is_own', o.giver_id = me,
    'expires_at', o.expires_at, 'belongings', goods,
    'stakes', (select count(*) from app.open_stakes(vehicle, me)));
end
$$;

create or replace function app.accept_vehicle(vehicle uuid, secret text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me constant uuid := app.require_trader();
  v record;
  o app.vehicle_offers;
  car text;
  returned integer;
begin
  select x.user_id, coalesce(x.is_public, false) as is_public into v from public.vehicles x where x.id = vehicle
    for no key update;   -- bets, outcomes and other hands are waited for, or wait
  o := app.offer_by_secret(vehicle, secret);
  perform app.require_open_offer(o);
  if o.giver_id = me then
    perform app.refuse('offer_is_your_own', 'This car is yours already.', 'The link is for whoever gets the car.',
      '42501');
  elsif v.user_id is distinct from o.giver_id then
    perform app.refuse('vehicle_has_another_owner', 'The car has another owner by now.',
      'Ask them for a link of theirs.', 'PT409');
  elsif app.is_suspended(o.giver_id) then
    perform app.refuse('offer_is_on_hold', 'The account of the owner is suspended.', 'Write to an operator.', 'PT409');
  end if;
  perform app.require_no_live_auction(vehicle);
  car := app.vehicle_name(vehicle);
  perform app.leave_behind(o);
  returned := app.give_back_open_stakes(vehicle, me);
  update app.vehicle_offers x set state = 'accepted', taker_id = me, decided_at = now() where x.vehicle_id = vehicle;
  update public.vehicles x set user_id = me where x.id = vehicle;
  -- who no longer sees the car is sent nothing about it
  perform app.tell(o.giver_id, case when v.is_public then vehicle end, 'hand_over',
    format('%s has accepted your %s, which is theirs now.', app.member_words(me), car),
    jsonb_build_object('vehicle_id', vehicle, 'taker_id', me));
  perform app.tell(me, vehicle, 'hand_over', format('The %s is yours now.%s', car, case when returned > 0 then
    ' Your stakes on it have come back, as owners bet without.' else '' end),
    jsonb_build_object('vehicle_id', vehicle, 'giver_id', o.giver_id, 'stakes_returned', returned));
  return vehicle;
end
$$;

create or replace function app.decline_vehicle(vehicle uuid, secret text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  me constant uuid := app.require_account();
  o app.vehicle_offers;
begin
  perform from public.vehicles x where x.id = vehicle for no key update;
  o := app.offer_by_secret(vehicle, secret);
  perform app.require_open_offer(o);
  if o.giver_id = me then
    perform app.refuse('offer_is_your_own', 'This is your own offer.', 'Take it back where you made it.',
      '42501');
  end if;
  update app.vehicle_offers x set state = 'declined', decided_at = now() where x.vehicle_id = vehicle;
  perform app.tell(o.giver_id, vehicle, 'hand_over',
    format('Your offer of the %s was declined. It is still yours.', app.vehicle_name(vehicle)),
    jsonb_build_object('vehicle_id', vehicle));
end
$$;

create or replace function public.offered_vehicle(vehicle_id uuid, secret text) returns jsonb
language sql set search_path = '' as $$ select app.offered_vehicle(vehicle_id, secret) $$;
comment on function public.offered_vehicle(uuid, text) is
  'What a link offers: { vehicle, is_public, giver_id, giver, is_own, expires_at, belongings, stakes }; belongings has '
  'null for what does not go along, stakes is how many bets of the caller give their stake back. Refuses '
  'not_signed_in, unknown_offer, offer_is_used, offer_is_declined, offer_is_withdrawn, offer_has_expired, '
  'vehicle_has_another_owner.';
create or replace function public.accept_vehicle(vehicle_id uuid, secret text) returns uuid
language sql set search_path = '' as $$ select app.accept_vehicle(vehicle_id, secret) $$;
comment on function public.accept_vehicle(uuid, text) is
  'Makes the caller the owner of the car that a link offers. Refuses as offered_vehicle does, and '
  'keep_your_account_first, account_is_suspended, offer_is_your_own, offer_is_on_hold, auction_is_live.';
create or replace function public.decline_vehicle(vehicle_id uuid, secret text) returns void
language sql set search_path = '' as $$ select app.decline_vehicle(vehicle_id, secret) $$;
comment on function public.decline_vehicle(uuid, text) is
  'Ends the offer that a link leads to, and tells the owner. Refuses as offered_vehicle does, and offer_is_your_own.';

grant execute on function app.offered_vehicle(uuid, text), app.accept_vehicle(uuid, text),
  app.decline_vehicle(uuid, text), public.offered_vehicle(uuid, text), public.accept_vehicle(uuid, text),
  public.decline_vehicle(uuid, text) to authenticated;
