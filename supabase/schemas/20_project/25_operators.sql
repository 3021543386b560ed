-- Operators: people who act with an account of their own, never with the secret key in a browser. The role stands in
-- the account's app_metadata, which its bearer cannot change; `npx paddock operator add <email>` sets it.

create table app.operator_acts (
  id          uuid primary key default gen_random_uuid(),
  at          timestamptz not null default clock_timestamp(),
  operator_id uuid,   -- no key to auth.users: the record outlives the account
  act         text not null,
  about       text not null,
  reason      text,
  constraint act_is_a_name check (act ~ '^[a-z_]{1,60}$')
);
comment on table app.operator_acts is
  'Who did what to what and when. Only ever appended to. operator_id is null for the secret key.';
create index operator_acts_by_time on app.operator_acts (at desc);
create index operator_acts_by_subject on app.operator_acts (about, at desc);
revoke all on app.operator_acts from public, anon, authenticated, service_role;

-- Whether the caller's token says operator, and the account still is one: a role that was taken away, a ban and a
-- session that has ended count at once, although the token is valid for an hour.
create or replace function app.is_operator() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.role() is distinct from 'authenticated'
     or auth.jwt() -> 'app_metadata' ->> 'role' is distinct from 'operator' then
    return false;
  end if;
  return exists (
    select from auth.users u
    where u.id = auth.uid() and u.raw_app_meta_data ->> 'role' = 'operator' and u.deleted_at is null
      and (u.banned_until is null or u.banned_until <= now())
      and exists (select from auth.sessions s
                  where s.user_id = u.id and s.id::text = auth.jwt() ->> 'session_id'
                    and (s.not_after is null or s.not_after > now())));
end
$$;

create or replace function app.require_operator() returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if app.is_client() and not app.is_operator() then
    perform app.refuse('operators_only', 'Only operators may do that.',
      'Sign in with an operator''s account; if the role is new, sign out and in once.', '42501');
  end if;
end
$$;

create or replace function app.note_operator_act(act text, about text, reason text default null) returns void
language sql security definer set search_path = '' as $$
  insert into app.operator_acts (operator_id, act, about, reason)
    values (auth.uid(), act, about, app.fit(reason, 1000))
$$;

-- Every act of an operator says why; the words stand in the record.
create or replace function app.require_reason(why text) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if not coalesce(app.is_readable(why, 1000), false) then
    perform app.refuse('acts_have_a_reason', 'Say why, in 1 to 1,000 characters.');
  end if;
end
$$;

-- Nobody decides in their own matter: `people` are those whose matter it is.
create or replace function app.require_no_part(people uuid[]) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if app.is_client() and auth.uid() = any (people) then
    perform app.refuse('operators_decide_what_they_have_no_part_in', 'You have a part in this.',
      'Leave it to another operator.', '42501');
  end if;
end
$$;
-- A vehicle in words, whatever columns a project's table has.
create or replace function app.vehicle_words(vehicle uuid) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce(nullif(concat_ws(' ', x.row ->> 'year', x.row ->> 'make', x.row ->> 'model'), ''), 'A vehicle')
  from (select to_jsonb(v) as row from public.vehicles v where v.id = vehicle) x
$$;

-- Suspensions: of the whole account, where ban_member takes a member's votes out. A reason is asked for, and stands
-- with the act.
create or replace function app.suspend_member(person uuid, until timestamptz, why text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform app.require_operator();
  if not coalesce(app.is_readable(why, 1000), false) then
    perform app.refuse('suspensions_have_a_reason', 'A suspension needs a reason of 1 to 1000 characters.');
  elsif until is null or until <= now() then
    perform app.refuse('suspensions_end_in_the_future', 'The end of a suspension must lie in the future.');
  end if;
  update auth.users u set banned_until = least(until, now() + interval '100 years')
    where u.id = person and u.deleted_at is null and u.raw_app_meta_data ->> 'role' is distinct from 'operator';
  if not found then
    if exists (select from auth.users u where u.id = person and u.raw_app_meta_data ->> 'role' = 'operator') then
      perform app.refuse('operators_are_not_suspended', 'This member is an operator.',
        'Take the role away first: npx paddock operator remove.');
    end if;
    perform app.not_found('member', person::text);
  end if;
  delete from auth.sessions s where s.user_id = person;
  perform app.note_operator_act('suspend_member', person::text, why);
end
$$;

create or replace function app.lift_suspension(person uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform app.require_operator();
  if not coalesce(app.is_readable(why, 1000), false) then
    perform app.refuse('suspensions_have_a_reason',
      'Lifting a suspension needs a reason of 1 to 1000 characters.');
  end if;
  update auth.users u set banned_until = null where u.id = person and u.deleted_at is null;
  if not found then perform app.not_found('member', person::text); end if;
  perform app.note_operator_act('lift_suspension', person::text, why);
end
$$;

create or replace function public.suspend_member(user_id uuid, until timestamptz, reason text) returns void
language sql set search_path = '' as $$
  select app.suspend_member(user_id, until, reason)
$$;
comment on function public.suspend_member(uuid, timestamptz, text) is
  'For operators: ends the sessions of a member, who cannot sign in until then.';
create or replace function public.lift_suspension(user_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.lift_suspension(user_id, reason)
$$;
comment on function public.lift_suspension(uuid, text) is 'For operators: lifts a suspension.';

grant execute on function app.suspend_member(uuid, timestamptz, text), app.lift_suspension(uuid, text),
  public.suspend_member(uuid, timestamptz, text), public.lift_suspension(uuid, text) to authenticated, service_role;
