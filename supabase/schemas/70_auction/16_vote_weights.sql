-- Vote weights: how much a vote weighs in the verdict, from 0 to 100 hundredths, by rules that the voter can read.
--   age of the account     below 1 day 10, below 7 days 25, below newcomer_for (30 days) 50, then 100; counted from
--   when it was confirmed
--   not verified           10 at most, whatever the age: anonymous, or neither e-mail address nor phone confirmed
--   slowed                 a quarter of that, for a day after more than 30 votes and changes within a minute
--   nothing                the owner's own vote, a banned member's, one held for review or discarded by it
-- Regular voters are verified and old enough; those who own another vehicle of the same make are a cohort of their own.

-- A ballot is a vote as it has been weighed and counted. Written by the fold only.
create table app.ballots (
  vehicle_id     uuid not null,
  user_id        uuid not null,
  counted        smallint not null,
  yes            smallint not null,
  weight         smallint not null,
  cohort         text not null,
  cents          bigint,
  valued         bigint,
  held           smallint not null default 0,
  review         text,
  voted_at       timestamptz not null,
  first_voted_at timestamptz not null,
  weigh_again_at timestamptz,
  primary key (vehicle_id, user_id),
  constraint ballot_cohort_is_known check (cohort in ('regular', 'maker', 'newcomer')),
  constraint ballot_review_is_known check (review in ('held', 'released', 'discarded')),
  constraint ballot_weight_is_from_0_to_100 check (weight between 0 and 100)
);

comment on column app.ballots.counted is '1 where the vote stands, 0 where it does not or has been withdrawn.';
comment on column app.ballots.cents is 'The estimate, where it enters the plain average.';
comment on column app.ballots.valued is
  'The estimate in cents, where it enters median and band: that of a public ballot with weight.';
comment on column app.ballots.review is
  'Null where no review was needed. It outlives the vote, so that voting anew does not undo it.';

create index ballots_to_weigh_again on app.ballots (weigh_again_at) where weigh_again_at is not null;
create index ballots_by_time on app.ballots (vehicle_id, first_voted_at);
create index ballots_under_review on app.ballots (vehicle_id) where review = 'held';

revoke all on app.ballots from public, anon, authenticated, service_role;

-- What a project's own tables say, as far as they have the columns. Both are plain enough to be inlined: the fold asks
-- for every vote.
do $$
declare
  has_column constant text :=
    'select exists (select from pg_catalog.pg_attribute where attrelid = $1::regclass and attname = $2 and not '
    'attisdropped)';
  anonymous boolean;
  phone boolean;
  make boolean;
begin
  execute has_column into anonymous using 'auth.users', 'is_anonymous';
  execute has_column into phone using 'auth.users', 'phone_confirmed_at';
  execute has_column into make using 'public.vehicles', 'make';
  execute format('create or replace function app.is_verified(account auth.users) returns boolean language sql stable as
    ''select %s %s''',
    case when anonymous then 'not coalesce(account.is_anonymous, false) and' else '' end,
    case when phone then 'coalesce(account.email_confirmed_at, account.phone_confirmed_at) is not null'
      else 'account.email_confirmed_at is not null' end);
  execute format('create or replace function app.known_since(account auth.users) returns timestamptz
    language sql stable as ''select greatest(account.created_at, %s)''',
    case when phone then 'least(account.email_confirmed_at, account.phone_confirmed_at)'
      else 'account.email_confirmed_at' end);
  execute format('create or replace function app.make_key(vehicle public.vehicles) returns text language sql stable as
    ''select %s''', case when make then 'lower(btrim(vehicle.make))' else 'null::text' end);
end
$$;

-- How these people stand as voters on these vehicles, pair by pair. A person whose account is gone is left out.
create or replace function app.standings(vehicles uuid[], users uuid[])
returns table (vehicle_id uuid, user_id uuid, weight smallint, cohort text, weigh_again_at timestamptz, age interval,
               verified boolean,
               slowed boolean, banned boolean)
language sql stable set search_path = '' as $$
  with pairs as materialized (
    select p.vehicle_id, p.user_id from unnest(vehicles, users) p (vehicle_id, user_id)
  ), people as materialized (
    select u.id, now() - app.known_since(u) as age, app.known_since(u) as known_since, app.is_verified(u) as verified,
           coalesce(pace.slowed_until > now(), false) as slowed, pace.slowed_until, b.user_id is not null as banned,
           s.newcomer_for
    from auth.users u
    cross join app.auction_settings s
    left join app.vote_pace pace on pace.user_id = u.id
    left join app.banned_members b on b.user_id = u.id
    where u.id in (select p.user_id from pairs p)
  ), makers as materialized (
    select distinct p.vehicle_id, p.user_id
    from pairs p
    join public.vehicles v on v.id = p.vehicle_id
    join public.vehicles w on w.user_id = p.user_id and w.id <> p.vehicle_id
    where app.make_key(v) = app.make_key(w)
  )
  select p.vehicle_id, p.user_id,
         (case when banned then 0
               else floor((case when not x.verified then 10 when x.age < '1 day' then 10 when x.age < '7 days' then 25
                                when x.age < x.newcomer_for then 50 else 100 end)
                                  * case when x.slowed then 0.25 else 1 end) end)::smallint,
         case when not x.verified or x.age < x.newcomer_for then 'newcomer' when m.user_id is not null then 'maker'
           else 'regular' end,
         least(case when not x.verified then now() + interval '1 day'
           when x.age < '1 day' then x.known_since + interval '1 day'
                    when x.age < '7 days' then x.known_since + interval '7 days'
                    when x.age < x.newcomer_for then x.known_since + x.newcomer_for end,
               case when x.slowed then x.slowed_until end),
         x.age, x.verified, x.slowed, x.banned
  from pairs p
  join people x on x.id = p.user_id
  left join makers m on m.vehicle_id = p.vehicle_id and m.user_id = p.user_id
$$;

-- The rule told to the voter.
create or replace function app.my_vote_weight(vehicle uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  person constant uuid := auth.uid();
  s record;
  v record;
  review text;
  reasons text[] := '{}';
  weight integer;
begin
  if person is null then
    raise exception 'Only members vote.' using errcode = 'insufficient_privilege', detail = 'not_signed_in',
      hint = 'Sign in first.';
  end if;
  select x.user_id, x.is_public into v from public.vehicles x where x.id = vehicle;
  if not found or (not coalesce(v.is_public, false) and v.user_id is distinct from person) then
    raise exception 'There is no vehicle %.', coalesce(vehicle::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_vehicle';
  end if;
  select * into s from app.standings(array[vehicle], array[person]);
  if not found then
    raise exception 'This account is gone.' using errcode = 'PT404', detail = 'unknown_account';
  end if;
  select b.review into review from app.ballots b where b.vehicle_id = vehicle and b.user_id = person;
  weight := s.weight;

  if s.banned then
    reasons := reasons || format('You are banned from voting: %s',
      (select b.reason from app.banned_members b where b.user_id = person));
  end if;
  if v.user_id = person then
    weight := 0;
    reasons := reasons
      || 'This is your own vehicle: your vote is counted and shown, and the verdict leaves it out.'::text;
  end if;
  if review = 'held' then
    weight := 0;
    reasons := reasons
      || 'Many new accounts voted on this vehicle at the same time: your vote waits for a review.'::text;
  elsif review = 'discarded' then
    weight := 0;
    reasons := reasons
      || 'A review has discarded your vote: it came with many votes of new accounts at the same time.'::text;
  end if;
  if not s.verified then
    reasons := reasons || 'Your account is not verified: confirm an e-mail address.'::text;
  end if;
  if s.age < (select x.newcomer_for from app.auction_settings x) then
    reasons := reasons
      || format('Your account is %s, counted from when it was confirmed: a vote weighs 0.1 on the first day, 0.25 in '
      'the first week, 0.5 until the account is %s days old, and 1 from then on.',
      case when s.age < '1 day' then 'less than a day old'
        else format('%s days old', floor(extract(epoch from s.age) / 86400)) end,
      (select floor(extract(epoch from x.newcomer_for) / 86400) from app.auction_settings x));
  end if;
  if s.slowed then
    reasons := reasons || format('You voted more than 30 times within a minute: until %s your votes weigh a quarter.',
      app.said((select p.slowed_until from app.vote_pace p where p.user_id = person)));
  end if;
  if reasons = '{}' then
    reasons := array[case s.cohort when 'maker' then 'Your vote weighs in full. You are asked as an owner of this make.'
                                   else 'Your vote weighs in full.' end];
  end if;
  return jsonb_build_object('weight', weight / 100.0, 'cohort', s.cohort, 'reasons', to_jsonb(reasons));
end
$$;

create or replace function public.my_vote_weight(vehicle_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select app.my_vote_weight(vehicle_id)
$$;
comment on function public.my_vote_weight(uuid) is
  '{"weight": 0 to 1, "cohort": "regular" | "maker" | "newcomer", "reasons": [text]}: what the caller''s vote on this '
    'vehicle weighs, and why.';

-- Holds the vehicles that a member has voted on, and then the fold of votes, which leaves out what others hold.
create or replace function app.hold_votes_of(member uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.vehicles v where v.id in (
    select a.vehicle_id from public.auction_votes a where a.user_id = member) order by v.id for share;
  perform from app.folds f where f.name = 'votes' for update;
end
$$;

-- Bans are felt at once: the votes leave counts and verdicts in this transaction.
create or replace function app.ban_member(member uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform app.require_operator();
  if why is null or not app.has_ink(why) or length(why) > 1000 then
    perform app.refuse('ban_reason_has_1_to_1000_characters', 'Say why, in 1 to 1,000 characters.',
      'The member reads it.');
  end if;
  perform from auth.users u where u.id = member;
  if not found then
    raise exception 'There is no member %.', coalesce(member::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_member';
  elsif app.is_client() and exists (
    select from auth.users u where u.id = member and u.raw_app_meta_data ->> 'role' = 'operator') then
    perform app.refuse('operators_are_not_suspended', 'This member is an operator.',
      'Take the role away first: npx paddock operator remove.');
  end if;
  perform app.hold_votes_of(member);
  insert into app.banned_members (user_id, reason) values (member, why)
    on conflict (user_id) do update set reason = excluded.reason;
  update public.auction_votes a set is_counted = false where a.user_id = member and a.is_counted;
  perform app.fold_votes();
  perform app.note_operator_act('ban_member', member::text, why);
end
$$;

create or replace function app.unban_member(member uuid, why text default null) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform app.require_operator();
  if app.is_client() then perform app.require_reason(why); end if;
  perform app.require_no_part(array[member]);
  perform app.hold_votes_of(member);
  delete from app.banned_members b where b.user_id = member;
  if not found then
    raise exception 'No member % is banned.', coalesce(member::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_member';
  end if;
  update public.auction_votes a set is_counted = true
    where a.user_id = member and not a.is_counted
      and not exists (select from app.ballots b where b.vehicle_id = a.vehicle_id and b.user_id = member
        and b.review = 'discarded');
  perform app.fold_votes();
  perform app.note_operator_act('unban_member', member::text, why);
end
$$;

create or replace function public.ban_member(user_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.ban_member(user_id, reason)
$$;
comment on function public.ban_member(uuid, text) is
  'For operators: bans a member from voting: none of the member''s votes, past ones included, is counted or shown '
    'to others any more.';

create or replace function public.unban_member(user_id uuid, reason text default null) returns void
language sql set search_path = '' as $$
  select app.unban_member(user_id, reason)
$$;
comment on function public.unban_member(uuid, text) is 'For operators: lifts a ban: the member''s votes stand again.';

revoke all on function app.is_verified(auth.users), app.known_since(auth.users), app.make_key(public.vehicles),
  app.standings(uuid[], uuid[]), app.my_vote_weight(uuid), app.hold_votes_of(uuid),
  app.ban_member(uuid, text), app.unban_member(uuid, text) from public, anon, authenticated, service_role;
grant execute on function app.my_vote_weight(uuid) to authenticated;
grant execute on function app.ban_member(uuid, text), app.unban_member(uuid, text) to authenticated, service_role;
grant execute on function public.my_vote_weight(uuid) to authenticated;
grant execute on function public.ban_member(uuid, text), public.unban_member(uuid, text)
  to authenticated, service_role;
