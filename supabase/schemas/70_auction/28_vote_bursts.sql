-- Bursts: many newcomers on one vehicle within a short time. Their votes are held: they stay in the plain counts, and
-- weigh nothing in the verdict until an operator has looked at them.

-- Called by the fold, for vehicles that newcomers have just voted on. A vehicle is in a burst when at least burst_votes
-- newcomers have come within burst_window, and more of them than of regular voters.
create or replace function app.hold_bursts(vehicles uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  s constant app.auction_settings := (select x from app.auction_settings x);
  held record;
begin
  if cardinality(vehicles) = 0 then return; end if;
  with bursts as (
    select b.vehicle_id from app.ballots b
    where b.vehicle_id = any (vehicles) and b.first_voted_at > now() - s.burst_window and b.counted = 1
      and coalesce(b.review, 'held') = 'held'
    group by b.vehicle_id
    having count(*) filter (where b.cohort = 'newcomer') >= s.burst_votes
       and count(*) filter (where b.cohort = 'newcomer') > count(*) filter (where b.cohort <> 'newcomer')
  ), suspects as (
    update app.ballots b set review = 'held' from bursts
      where b.vehicle_id = bursts.vehicle_id and b.first_voted_at > now() - s.burst_window and b.cohort = 'newcomer'
        and b.counted = 1
        and b.review is null
      returning b.vehicle_id, b.user_id
  )
  select array_agg(x.vehicle_id order by x.vehicle_id, x.user_id) as vehicles,
         array_agg(x.user_id order by x.vehicle_id, x.user_id) as users
    into held from suspects x;
  if held.vehicles is not null then perform app.fold_votes(held.vehicles, held.users); end if;
end
$$;

-- Decides about the held votes of a vehicle, all of them; returns how many there were.
create or replace function app.review_held_votes(vehicle uuid, decision text, why text default null) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  decided record;
begin
  perform app.require_operator();
  if app.is_client() then perform app.require_reason(why); end if;
  perform app.require_no_interest(vehicle);
  if decision is null or decision not in ('count', 'discard') then
    perform app.refuse('decision_is_count_or_discard', 'The decision must be count or discard.');
  end if;
  perform from public.vehicles v where v.id = vehicle for share;
  if not found then
    raise exception 'There is no vehicle %.', coalesce(vehicle::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_vehicle';
  end if;
  perform from app.folds f where f.name = 'votes' for update;
  with reviewed as (
    update app.ballots b set review = case decision when 'count' then 'released' else 'discarded' end
      where b.vehicle_id = vehicle and b.review = 'held' returning b.user_id
  )
  select array_agg(vehicle order by r.user_id) as vehicles, array_agg(r.user_id order by r.user_id) as users,
         count(*)::integer as n
    into decided from reviewed r;
  if decided.n > 0 then
    if decision = 'discard' then
      update public.auction_votes a set is_counted = false
        where a.vehicle_id = vehicle and a.user_id = any (decided.users) and a.is_counted;
    end if;
    perform app.fold_votes(decided.vehicles, decided.users);
    perform app.note_operator_act('review_held_votes', vehicle::text,
      concat_ws(': ', format('%s %s', decision, decided.n), why));
  end if;
  return decided.n;
end
$$;

create or replace function public.review_held_votes(vehicle_id uuid, decision text, reason text default null)
  returns integer
language sql set search_path = '' as $$
  select app.review_held_votes(vehicle_id, decision, reason)
$$;
comment on function public.review_held_votes(uuid, text, text) is
  'For operators: lets the held votes of a vehicle count, or discards them. Returns how many there were.';

-- The vehicles whose votes are held, those that have waited longest first.
create or replace function app.held_votes(most integer, after jsonb)
returns table (vehicle_id uuid, vehicle text, yes bigint, no bigint, since timestamptz, is_own boolean)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select h.*, app.is_client() and app.has_interest(auth.uid(), h.vehicle_id) from (
    select b.vehicle_id, app.vehicle_words(b.vehicle_id), count(*) filter (where a.vote = 'yes') as yes,
      count(*) filter (where a.vote = 'no') as no, min(b.first_voted_at) as since
    from app.ballots b left join public.auction_votes a on a.vehicle_id = b.vehicle_id and a.user_id = b.user_id
    where b.review = 'held' group by b.vehicle_id) h
  where after is null or (h.since, h.vehicle_id)
    > ((after ->> 'since')::timestamptz, (after ->> 'vehicle_id')::uuid)
  order by h.since, h.vehicle_id limit least(greatest(most, 0), 200)
$$;
create or replace function public.held_votes("limit" integer default 50, "after" jsonb default null)
returns table (vehicle_id uuid, vehicle text, yes bigint, no bigint, since timestamptz, is_own boolean)
language sql stable set search_path = '' as $$
  select * from app.held_votes("limit", "after")
$$;
comment on function public.held_votes(integer, jsonb) is
  'For operators: the vehicles with votes that wait for review_held_votes, the longest first; at most 200 a page. '
    'after: { since, vehicle_id } of the last one seen.';
grant execute on function app.held_votes(integer, jsonb), public.held_votes(integer, jsonb)
  to authenticated, service_role;

grant execute on function app.review_held_votes(uuid, text, text) to authenticated, service_role;
grant execute on function public.review_held_votes(uuid, text, text) to authenticated, service_role;
