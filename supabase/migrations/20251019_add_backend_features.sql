-- 20251019_add_backend_features.sql: Attention, bets and auction votes, on top of vehicles(id, user_id) and vehicle_images(id, vehicle_id).
-- Built from supabase/schemas by `npm run generate`; edit those files, not this one.
-- It can be pasted into a SQL editor and applied more than once.

-- 00_app/10_app.sql

-- The private schema: what runs with more rights than its caller, and the rules that several tables share. It is not
-- exposed by the API. Callers may use it only through what is granted below and in the other files. Functions that add
-- much up say "set jit = off": Postgres overestimates its cost and compiles it, half a second for an answer of
-- milliseconds.

create schema if not exists app;
revoke all on schema app from public;
grant usage on schema app to anon, authenticated, service_role;

-- A person or a visitor, as opposed to the service role, a job or an administrator.
create or replace function app.is_client() returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(auth.role() in ('anon', 'authenticated'), false);
end
$$;

-- Copies what policies need from the vehicle into the row that hangs on it, so that policies read nothing but their
-- row. A vehicle that the caller may not see is answered like one that does not exist. The share lock makes "going
-- private" wait for rows on their way in, or them for it: neither can miss the other.
create or replace function app.hang_on_vehicle() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  vehicle record;
begin
  select v.user_id, coalesce(v.is_public, false) as is_public into vehicle
    from public.vehicles v where v.id = new.vehicle_id for share;
  if not found or (app.is_client() and not vehicle.is_public and vehicle.user_id is distinct from auth.uid()) then
    raise exception 'There is no vehicle %.', coalesce(new.vehicle_id::text, 'without an id')
      using errcode = 'foreign_key_violation', hint = 'Check the vehicle id. Only the owner sees a private vehicle.';
  end if;
  new.owner_id := vehicle.user_id;
  new.is_public := vehicle.is_public;
  return new;
end
$$;

-- The same for a row that names only its photo: the photo leads to the vehicle.
create or replace function app.hang_on_photo() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  vehicle record;
begin
  select v.id, v.user_id, coalesce(v.is_public, false) and not app.is_held_photo(i.id) as is_public into vehicle
    from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id
    where i.id = new.image_id for share of v;
  if not found or (app.is_client() and not vehicle.is_public and vehicle.user_id is distinct from auth.uid()) then
    raise exception 'There is no photo %.', coalesce(new.image_id::text, 'without an id')
      using errcode = 'foreign_key_violation',
        hint = 'Check the photo id. Only the owner sees photos of a private vehicle.';
  end if;
  new.vehicle_id := vehicle.id;
  new.owner_id := vehicle.user_id;
  new.is_public := vehicle.is_public;
  return new;
end
$$;

-- Client apps send updated_at with their rows: they are not refused, and the database's own clock wins.
create or replace function app.stamp_updated_at() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end
$$;
revoke all on function
  app.is_client,
  app.hang_on_vehicle,
  app.hang_on_photo,
  app.stamp_updated_at
  from public, anon, authenticated, service_role;


-- 00_app/20_refuse.sql

-- One way to refuse: every refusal of ours carries a stable code in `detail`. Clients read the code, people the message
-- and the hint. Constraints refuse with their own names as codes.

-- Raises an error. `code` is snake_case and stable; `message` says what was wrong, `hint` what to do. `status` (an
-- SQLSTATE) decides the HTTP status: 42501 is 401 or 403, PTnnn is nnn, 23514 and 22023 are 400, 23503 is 409.
create or replace function app.refuse(code text, message text, hint text default null, status text default '23514')
returns void
language plpgsql immutable set search_path = '' as $$
begin
  if hint is null then
    raise exception using errcode = status, message = message, detail = code;
  end if;
  raise exception using errcode = status, message = message, detail = code, hint = hint;
end
$$;

-- What does not exist, or is not for the caller to see: the two are answered alike. The code is `unknown_<kind>`.
create or replace function app.not_found(kind text, id text, hint text default null, status text default 'PT404')
returns void
language plpgsql immutable set search_path = '' as $$
begin
  perform app.refuse('unknown_' || replace(kind, ' ', '_'),
    format('There is no %s %s.', kind, coalesce(id, 'without an id')), hint, status);
end
$$;

-- Functions that run with the caller's rights refuse too.
revoke all on function
  app.refuse(text, text, text, text),
  app.not_found(text, text, text, text)
  from public, anon, authenticated, service_role;
grant execute on function app.refuse(text, text, text, text), app.not_found(text, text, text, text)
  to anon, authenticated, service_role;


-- 00_app/30_text.sql

-- Text that people write: lengths are of the text itself, what others see has ink and no bidi overrides.

-- Characters that leave no ink: spaces, controls, and what Unicode calls format, filler and variation selectors.
-- Without a search_path of its own, and so with its operator's schema named, it costs a constraint no call.
create or replace function app.has_ink(words text) returns boolean
language sql immutable as $$
  select words operator(pg_catalog.~)
    '[^\s\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-'
      '\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]'
$$;
-- constraints run with the rights of whoever writes
revoke all on function
  app.has_ink(text)
  from public, anon, authenticated, service_role;
grant execute on function app.has_ink(text) to anon, authenticated, service_role;

-- Bidirectional overrides, embeddings and isolates make text read otherwise than it is stored.
create or replace function app.has_bidi_override(words text) returns boolean
language sql immutable as $$
  select words operator(pg_catalog.~) '[\u202a-\u202e\u2066-\u2069]'
$$;

-- Whether text may be shown to others: 1 to `most` characters, ink, no bidi overrides. Null for null, which a
-- constraint lets pass.
create or replace function app.is_readable(words text, most integer) returns boolean
language sql immutable as $$
  select pg_catalog.length(words) operator(pg_catalog.<=) most and app.has_ink(words)
    and not app.has_bidi_override(words)
$$;

-- What a name looks like, so that no two look alike: compatibility forms made one, without marks that leave no ink and
-- without spaces, in lower case, Cyrillic and Greek letters as the Latin ones that they are drawn like, and so 0 for o,
-- 1, i and | for l, rn for m, vv for w. Not for showing. Latin, Greek and Cyrillic are looked at; pairs within other
-- scripts are not.
create or replace function app.name_skeleton(words text) returns text
language sql immutable set search_path = '' as $$
  select replace(replace(translate(
    lower(translate(regexp_replace(normalize(words, nfkc),
        '[\s\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-'
          '\u202f\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff]', '', 'g'),
      U&'\0391\0392\0395\0396\0397\0399\039a\039c\039d\039f\03a1\03a4\03a5\03a7', 'ABEZHIKMNOPTYX')),
    U&'\0430\0432\0435\043a\043c\043d\043e\0440\0441\0442\0443\0445\0456\0457\0458\0455\04bb\0501\051b\051d\04cf\03b1'
      '\03b3\03b9\03ba\03bd\03bf\03c1\03c4\03c5\03c7\03c9\03f2\0251\0261\0131\017f' || '01i|',
      'abekmhopctyxlljshdqwlaylkvoptuxwcagls' || 'olll'), 'rn', 'm'), 'vv', 'w')
$$;
-- an index is kept with the rights of whoever writes
revoke all on function
  app.name_skeleton(text)
  from public, anon, authenticated, service_role;
grant execute on function app.name_skeleton(text) to anon, authenticated, service_role;

-- Text cut to fit, with an ellipsis where something was cut: for notices and other texts that we compose.
create or replace function app.fit(words text, most integer) returns text
language sql immutable as $$
  select case when pg_catalog.length(words) operator(pg_catalog.<=) most then words
              else pg_catalog.left(words, most operator(pg_catalog.-) 1) operator(pg_catalog.||) '…' end
$$;

revoke all on function
  app.has_bidi_override(text),
  app.is_readable(text, integer),
  app.fit(text, integer)
  from public, anon, authenticated, service_role;
grant execute on function app.has_bidi_override(text), app.is_readable(text, integer), app.fit(text, integer)
  to anon, authenticated, service_role;


-- 20_project/05_settings.sql

-- Settings: what an operator may change (update app.settings set value = ... where name = ...). Areas add theirs beside
-- their tables.

create table if not exists app.settings (
  name  text primary key,
  value text not null,
  about text not null
);

revoke all on app.settings from public, anon, authenticated, service_role;

insert into app.settings (name, value, about) values
  ('ledger_retention_days', '400',
    'Views older than this leave image_views; counts, rollups and scores keep what they have of them.'),
  ('events_per_call', '10000', 'Views that one call of record_image_views takes.'),
  ('client_events_per_call', '2000',
    'Views that one call takes without the secret key; a call with more is refused whole.'),
  ('viewer_events_per_10_minutes', '1000', 'Views that one viewer may send; more are rejected.'),
  ('network_events_per_10_minutes', '20000',
    'Views that one network (IPv4 /24, IPv6 /48) may send; more are rejected.'),
  ('single_views_per_30_minutes', '10', 'Calls of increment_image_view_count by one viewer on one photo that count.'),
  -- Cloudflare stands before hosted Supabase and puts the caller's address where the caller cannot. Elsewhere the last
  -- address of X-Forwarded-For is the one that the nearest server saw itself.
  ('address_header', case when to_regrole('supabase_admin') is null then 'x-forwarded-for' else 'cf-connecting-ip' end,
   'The request header that holds the client''s address.')
on conflict (name) do update set about = excluded.about;

create or replace function app.setting(name text) returns text
-- PL/pgSQL keeps its plans from call to call; SQL makes them anew
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select s.value from app.settings s where s.name = setting.name);
end
$$;

-- Typed: a value that cannot be read as its type is an error that names the setting.
create or replace function app.setting_number(name text) returns numeric
language plpgsql stable security definer set search_path = '' as $$
begin
  return app.setting(name)::numeric;
exception when others then
  raise exception 'The setting % must be a number.', name;
end
$$;
create or replace function app.setting_interval(name text) returns interval
language plpgsql stable security definer set search_path = '' as $$
begin
  return app.setting(name)::interval;
exception when others then
  raise exception 'The setting % must be an interval, such as 30 days.', name;
end
$$;
revoke all on function
  app.setting,
  app.setting_number,
  app.setting_interval
  from public, anon, authenticated, service_role;


-- 20_project/10_before_features.sql

-- Says what is missing before anything is changed.

do $$
declare
  missing text;
begin
  select string_agg(needed.tab || '.' || needed.col, ', ') into missing
  from (values ('vehicles', 'id'), ('vehicles', 'user_id'), ('vehicle_images', 'id'),
    ('vehicle_images', 'vehicle_id')) needed (tab, col)
  where not exists (
    select from information_schema.columns c
    where c.table_schema = 'public' and c.table_name = needed.tab and c.column_name = needed.col
  );
  if missing is not null then
    raise exception 'These features need public.vehicles(id, user_id) and public.vehicle_images(id, vehicle_id); '
      'missing: %.', missing
      using hint = 'In a project without vehicles, apply 20251018_vehicles.sql first.';
  end if;

  select string_agg(theirs.tab, ', ') into missing
  from unnest(array['image_views', 'image_interactions', 'vehicle_bets', 'auction_votes',
    'spec_research_cache']) theirs (tab)
  where to_regclass('public.' || theirs.tab) is not null and to_regprocedure('app.carry_visibility()') is null;
  if missing is not null then
    raise exception 'These tables exist already and are not Paddock''s: %.', missing
      using hint = 'Rename them (alter table ... rename to ...), apply this migration, then copy their rows over.';
  end if;
end
$$;


-- 20_project/20_visibility.sql

-- Visibility: what an existing project's vehicles need so that private ones stay private everywhere.

-- What makes a vehicle public. `is_public` is a column of the project's own; `true` a project without row level
-- security, where everybody sees every vehicle anyhow; null a project with rules of its own that nobody has told us
-- yet: nothing is public then.
create table if not exists app.public_vehicles_rule (
  only_one boolean primary key default true,
  rule     text,
  constraint there_is_one_rule check (only_one)
);
revoke all on app.public_vehicles_rule from public, anon, authenticated, service_role;

-- Either default is a change of the catalog alone: no row is written.
do $do$
begin
  if not exists (select from pg_attribute where attrelid = 'public.vehicles'::regclass and attname = 'is_public'
    and not attisdropped) then
    if (select relrowsecurity from pg_class where oid = 'public.vehicles'::regclass) then
      alter table public.vehicles add column is_public boolean not null default false;
      insert into app.public_vehicles_rule (rule) values (null) on conflict do nothing;
    else
      alter table public.vehicles add column is_public boolean not null default true;
      insert into app.public_vehicles_rule (rule) values ('true') on conflict do nothing;
    end if;
  end if;
  insert into app.public_vehicles_rule (rule) values ('is_public') on conflict do nothing;
  if (select r.rule is null from app.public_vehicles_rule r) then
    raise warning 'No vehicle is public yet: public.vehicles has row level security, and its rule is not known here.'
      using hint = 'Say which vehicles are public, as in: select app.publish_vehicles_where($$status = '
        '''published''$$);';
  end if;
end
$do$;

-- A vehicle that goes private, or changes hands, takes along all that hangs on it, in the same transaction.
create or replace function app.carry_visibility() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  shown constant boolean := coalesce(new.is_public, false);
  held constant uuid[] := app.held_photos_of(new.id);   -- what hangs on these stays hidden
begin
  -- comments before their replies, as who takes one back holds it first
  update public.image_interactions t set owner_id = new.user_id, is_public = shown and t.image_id <> all (held)
    where t.vehicle_id = new.id and t.parent_id is null;
  update public.image_interactions t set owner_id = new.user_id, is_public = shown and t.image_id <> all (held)
    where t.vehicle_id = new.id and t.parent_id is not null;
  update public.image_tags t set owner_id = new.user_id, is_public = shown and t.image_id <> all (held)
    where t.vehicle_id = new.id;
  update public.vehicle_bets t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update app.bet_changes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update app.bettors t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update app.bet_sentiments t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.bet_questions t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.bet_closings t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.bet_disputes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.vehicle_outcomes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.auction_votes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.spec_research_cache t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  return null;
end
$$;

create or replace trigger vehicles_carry_visibility after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_visibility();

-- Refuses what a trigger on the row could not keep current. Postgres asks the same of a generated column: a boolean
-- made of the row's own columns, by functions that always answer alike.
create or replace function app.check_vehicle_rule(rule text) returns void
language plpgsql set search_path = '' as $$
begin
  create temporary table paddock_rule (like public.vehicles);
  execute format('alter table pg_temp.paddock_rule drop column is_public,
                  add column is_public boolean generated always as (coalesce((%s), false)) stored', rule);
  drop table pg_temp.paddock_rule;
exception when others then
  raise exception 'This cannot decide which vehicles are public: %.', sqlerrm
    using errcode = '22023', detail = 'vehicle_rule_is_not_usable',
          hint = 'It takes columns of the vehicle alone, no other table and not the time, and functions by their '
            'schema: '
            'status = ''published'' and deleted_at is null. For any other rule keep vehicles.is_public by a trigger of '
              'your own.';
end
$$;

-- Makes public exactly the vehicles for which `rule` holds, a condition on columns of public.vehicles, now and whenever
-- one changes. For the owner of the database alone, as the rule is SQL: select app.publish_vehicles_where($$status =
-- 'published'$$); Returns how many vehicles are public.
create or replace function app.publish_vehicles_where(rule text) returns bigint
language plpgsql set search_path = '' as $$
begin
  perform app.check_vehicle_rule(rule);
  execute format($function$
    create or replace function app.apply_vehicle_rule() returns trigger
    language plpgsql security definer set search_path = '' as $body$
    #variable_conflict use_column
    begin
      select coalesce((%s), false) into new.is_public from (select new.*) as vehicles;
      return new;
    end
    $body$;
    revoke all on function app.apply_vehicle_rule() from public, anon, authenticated, service_role;
    $function$, rule);
  -- Triggers go by their names: this one comes after those of the project's own that may set what the rule looks at.
  create or replace trigger zz_vehicles_follow_their_rule before insert or update on public.vehicles
    for each row execute function app.apply_vehicle_rule();
  insert into app.public_vehicles_rule (rule) values (publish_vehicles_where.rule)
    on conflict (only_one) do update set rule = excluded.rule;
  execute format(
    'update public.vehicles set is_public = not is_public where is_public is distinct from coalesce((%s), false)',
    rule);
  return (select count(*) from public.vehicles v where v.is_public);
end
$$;
revoke all on function
  app.carry_visibility,
  app.check_vehicle_rule,
  app.publish_vehicles_where
  from public, anon, authenticated, service_role;


-- 20_project/22_hold_vehicles.sql

-- The order of locks, so that no two transactions wait for each other: vehicles by their ids, then what hangs on them,
-- then accounts of points by their people's ids, then people. A row that is written twice in one transaction has its
-- references checked, and so waits for whoever deletes what it refers to: a job that writes such rows holds the
-- vehicles first.

-- Holds these vehicles as they are until the transaction ends, and returns them; those that somebody else has in hand
-- are left out, for the next time.
create or replace function app.hold_vehicles(vehicles uuid[]) returns uuid[]
language plpgsql security definer set search_path = '' as $$
begin
  return array(
    select v.id from public.vehicles v where v.id = any (vehicles) order by v.id for share skip locked);
end
$$;
revoke all on function
  app.hold_vehicles
  from public, anon, authenticated, service_role;


-- 20_project/24_accounts.sql

-- The account of the caller, where one is asked for.

create or replace function app.require_account() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.uid() is null or not exists (select from auth.users u where u.id = auth.uid() and u.deleted_at is null) then
    perform app.refuse('not_signed_in', 'Sign in first.', 'Send the token of a session that has begun.', '42501');
  end if;
  return auth.uid();
end
$$;

-- Whether an account is a visitor's: tied to one browser, without an address. Asked of the account, as a token may be
-- older; a project's auth.users may have no such column.
create or replace function app.is_visitors(person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((select (to_jsonb(u) ->> 'is_anonymous')::boolean from auth.users u where u.id = person), false)
$$;

create or replace function app.require_kept_account() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  if app.is_visitors(app.require_account()) then
    perform app.refuse('keep_your_account_first', 'A visitor''s account cannot do this.',
      'Give it an email and a password first.', '42501');
  end if;
  return auth.uid();
end
$$;
revoke all on function
  app.require_account,
  app.is_visitors,
  app.require_kept_account
  from public, anon, authenticated, service_role;


-- 20_project/25_operators.sql

-- Operators: people who act with an account of their own, never with the secret key in a browser. The role stands in
-- the account's app_metadata, which its bearer cannot change; `npx paddock operator add <email>` sets it.

create table if not exists app.operator_acts (
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
create index if not exists operator_acts_by_time on app.operator_acts (at desc);
create index if not exists operator_acts_by_subject on app.operator_acts (about, at desc);
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

revoke all on function
  app.suspend_member(uuid, timestamptz, text),
  app.lift_suspension(uuid, text),
  public.suspend_member(uuid, timestamptz, text),
  public.lift_suspension(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function app.suspend_member(uuid, timestamptz, text), app.lift_suspension(uuid, text),
  public.suspend_member(uuid, timestamptz, text), public.lift_suspension(uuid, text) to authenticated, service_role;
revoke all on function
  app.is_operator,
  app.require_operator,
  app.note_operator_act,
  app.require_reason,
  app.require_no_part,
  app.vehicle_words
  from public, anon, authenticated, service_role;


-- 20_project/30_set_aside.sql

-- Set aside: what a fold or job could not do, by item. It is tried again with growing pauses while everything else goes
-- on, and operators see it. A batch that fails as a whole is worked item by item, so one item never stops the rest.

create table if not exists app.set_aside (
  work            text not null,
  item            text not null,
  error           text not null,
  tries           integer not null default 1,
  first_failed_at timestamptz not null default now(),
  last_failed_at  timestamptz not null default now(),
  next_try_at     timestamptz not null default now() + interval '1 minute',
  primary key (work, item),
  constraint work_is_a_name check (work ~ '^[a-z_]{1,60}$'),
  constraint item_is_short check (length(item) <= 300),
  constraint tries_are_positive check (tries > 0)
);
comment on table app.set_aside is
  'Items that a fold or job failed at, with the error and when they are tried again. A row goes once its item is done.';
revoke all on app.set_aside from public, anon, authenticated, service_role;

-- The pause doubles from one minute to six hours.
create or replace function app.set_item_aside(work text, item text, error text) returns void
language sql security definer set search_path = '' as $$
  insert into app.set_aside as s (work, item, error)
    values (set_item_aside.work, left(set_item_aside.item, 300),
      app.fit(coalesce(set_item_aside.error, 'unknown'), 1000))
  on conflict (work, item) do update
    set tries = s.tries + 1, error = excluded.error, last_failed_at = now(),
        next_try_at = now() + least(interval '6 hours', interval '1 minute' * 2 ^ least(s.tries, 9))
$$;

-- Whether an item waits for its next try.
create or replace function app.is_set_aside(work text, item text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from app.set_aside s
                 where s.work = is_set_aside.work and s.item = left(is_set_aside.item, 300) and s.next_try_at > now())
$$;

create or replace function app.item_is_done(work text, item text) returns void
language sql security definer set search_path = '' as $$
  delete from app.set_aside s where s.work = item_is_done.work and s.item = left(item_is_done.item, 300)
$$;

create or replace function app.items_are_done(work text, items uuid[]) returns void
language sql security definer set search_path = '' as $$
  delete from app.set_aside s where s.work = items_are_done.work and s.item = any (items_are_done.items::text[])
$$;

-- A step, app.<step>(uuid[]), for all these items but those that wait for their next try; where that fails, for each by
-- itself, and one that fails again is set aside.
create or replace function app.work_each(step text, items uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  call constant text := format('select app.%I($1)', step);
  free constant uuid[] := array(select i from unnest(items) i where not app.is_set_aside(step, i::text));
  one uuid;
begin
  if free = '{}' then return; end if;
  begin
    execute call using free;
    perform app.items_are_done(step, free);
    return;
  exception when others then null;
  end;
  foreach one in array free loop
    begin
      execute call using array[one];
      perform app.item_is_done(step, one::text);
    exception when others then
      perform app.set_item_aside(step, one::text, sqlerrm);
    end;
  end loop;
end
$$;

-- For operators: what is set aside, the longest first.
create or replace function app.failed_work()
returns table (work text, item text, error text, tries integer, first_failed_at timestamptz, last_failed_at timestamptz,
               next_try_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select s.work, s.item, s.error, s.tries, s.first_failed_at, s.last_failed_at, s.next_try_at from app.set_aside s
    order by s.first_failed_at
$$;

create or replace function public.failed_work()
returns table (work text, item text, error text, tries integer, first_failed_at timestamptz, last_failed_at timestamptz,
               next_try_at timestamptz)
language sql stable set search_path = '' as $$
  select * from app.failed_work()
$$;
comment on function public.failed_work() is
  'For operators: what folds and jobs could not do, with the error and when it is tried again.';

revoke all on function
  app.failed_work(),
  public.failed_work()
  from public, anon, authenticated, service_role;
grant execute on function app.failed_work(), public.failed_work() to authenticated, service_role;
revoke all on function
  app.set_item_aside,
  app.is_set_aside,
  app.item_is_done,
  app.items_are_done,
  app.work_each
  from public, anon, authenticated, service_role;


-- 20_project/35_jobs.sql

-- Jobs: what the database does by itself when it is asked. Areas register theirs beside the functions. pg_cron and the
-- server's job runner both read this table; any number of them may run a job at once, for each job is safe to run twice
-- or in two places.

create table if not exists app.jobs (
  name            text primary key,
  every           interval not null,
  phase           interval not null default '0',
  statement       text not null,
  last_run_at     timestamptz,
  last_success_at timestamptz,
  last_error      text,
  constraint name_is_a_name check (name ~ '^[a-z_]{1,60}$'),
  constraint every_is_whole_seconds_minutes_hours_or_a_day check (every in (
    interval '1 second' * extract(second from every), interval '1 minute' * extract(minute from every),
    interval '1 hour' * extract(hour from every), interval '1 day') and every > interval '0'),
  constraint phase_is_within_every check (phase >= interval '0' and phase < every)
);
comment on table app.jobs is 'What runs by itself, and how it last went.';
comment on column app.jobs.phase is 'How far past the full minute, hour or day (UTC) it runs.';
comment on column app.jobs.last_run_at is
  'To within a minute, as last_success_at: a job of every second would otherwise write every second.';
comment on column app.jobs.last_error is 'Why the last run failed; null when it went well.';
revoke all on app.jobs from public, anon, authenticated, service_role;

-- A job's time as pg_cron writes it. It is asked every two seconds at most: each run there is a row of its log.
create or replace function app.cron_of(every interval, phase interval) returns text
language sql immutable set search_path = '' as $$
  select case
    when every < interval '1 minute' then greatest(2, extract(second from every)::integer) || ' seconds'
    when every < interval '1 hour' then format('*/%s * * * *', extract(minute from every))
    when every < interval '1 day' then format('%s */%s * * *', extract(minute from phase), extract(hour from every))
    else format('%s %s * * *', extract(minute from phase), extract(hour from phase))
  end
$$;

-- The one place that schedules with pg_cron, where it exists. Call it once after pg_cron has been added to a project.
create or replace function app.schedule_jobs() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  job app.jobs;
  scheduled integer := 0;
begin
  if not exists (select from pg_catalog.pg_extension where extname = 'pg_cron') then return 0; end if;
  for job in select j.* from app.jobs j order by j.name loop
    perform cron.schedule('paddock-' || replace(job.name, '_', '-'), app.cron_of(job.every, job.phase),
      format('select app.run_job(%L)', job.name));
    scheduled := scheduled + 1;
  end loop;
  return scheduled;
end
$$;

create or replace function app.register_job(name text, every interval, statement text, phase interval default '0')
  returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.jobs as j (name, every, phase, statement)
    values (register_job.name, register_job.every, register_job.phase, register_job.statement)
    on conflict on constraint jobs_pkey do update set every = excluded.every, phase = excluded.phase,
      statement = excluded.statement;
  perform app.schedule_jobs();
end
$$;

-- Writes only what is news, and a success once a minute.
create or replace function app.note_job(name text, error text) returns void
language sql security definer set search_path = '' as $$
  update app.jobs j
    set last_run_at = clock_timestamp(), last_error = app.fit(note_job.error, 1000),
        last_success_at = case when note_job.error is null then clock_timestamp() else j.last_success_at end
    where j.name = note_job.name
      and (app.fit(note_job.error, 1000) is distinct from j.last_error or j.last_run_at is null
        or j.last_run_at < clock_timestamp() - interval '1 minute')
$$;

-- Runs a job now and notes how it went. Returns its error; null when it went well.
create or replace function app.run_job(name text) returns text
language plpgsql security definer set search_path = '' as $$
declare
  statement constant text := (select j.statement from app.jobs j where j.name = run_job.name);
  problem text;
begin
  if statement is null then perform app.not_found('job', run_job.name); end if;
  begin
    execute statement;
  exception when others then
    problem := sqlerrm;
  end;
  perform app.note_job(run_job.name, problem);
  return problem;
end
$$;
revoke all on function
  app.cron_of,
  app.schedule_jobs,
  app.register_job,
  app.note_job,
  app.run_job
  from public, anon, authenticated, service_role;


-- 20_project/36_folds.sql

-- Folds: what adds up events that others have written. A row is locked by the one fold of its name that runs; others
-- leave at once, and whoever changes what a fold reads waits for it by the same lock.
create table if not exists app.folds (
  name      text primary key,
  position  pg_snapshot,
  folded_at timestamptz not null default now(),
  constraint name_is_known check (name in ('views', 'bets', 'votes'))
);
comment on column app.folds.position is
  'Of views: ledger rows of transactions that this snapshot sees are in the rollups; all others are not. Bets and '
  'votes leave marks instead, which the fold deletes.';
comment on column app.folds.folded_at is 'When views or bets were last added up; votes keep no time.';
revoke all on app.folds from public, anon, authenticated, service_role;

insert into app.folds (name, position) values ('views', '1:1:'), ('bets', null), ('votes', null) on conflict do nothing;


-- 20_project/40_write_paces.sql

-- Paces of writes: how many rows of a kind one person, or one network that is signed out, may write in ten minutes. One
-- mechanism for every table: a statement of many rows is counted whole, and refused whole.

create table if not exists app.write_paces (
  subject   uuid not null,
  kind      text not null,
  starts_at timestamptz not null,
  used      integer not null,
  primary key (subject, kind, starts_at)
);
comment on table app.write_paces is
  'Rows written in ten minutes, by person or network and kind. Older ones are cleared by app.forget_write_paces.';
create index if not exists write_paces_by_time on app.write_paces (starts_at);
revoke all on app.write_paces from public, anon, authenticated, service_role;

insert into app.settings (name, value, about) values
  ('pace_vehicles', '30', 'Vehicles that one person may add in ten minutes.'),
  ('pace_photos', '400', 'Photos that one person may add in ten minutes.'),
  ('pace_profiles', '20', 'Names that one person may set in ten minutes.'),
  ('pace_interactions', '120', 'Likes, comments and shares of one person in ten minutes.'),
  ('pace_reports', '30', 'Reports of one person in ten minutes.'),
  ('pace_tags', '400', 'Tags that one person may set in ten minutes.'),
  ('pace_view_details', '1000',
    'Details of views (rows of image_views) that one person or network may add in ten minutes.'),
  ('pace_useful_reasons', '120', 'Reasons that one person may mark as useful in ten minutes.')
on conflict (name) do update set about = excluded.about;

-- A trigger after a statement that inserts, with the new rows as `added`; its argument is the kind. People alone are
-- paced.
create or replace function app.keep_pace() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  what constant text := tg_argv[0];
  most constant integer := app.setting_number('pace_' || what)::integer;
  who uuid;
  total integer;
begin
  if not app.is_client() then return null; end if;
  who := coalesce(auth.uid(), md5('network ' || app.network_of(app.client_address()))::uuid);
  insert into app.write_paces as p (subject, kind, starts_at, used)
    select who, what, date_bin('10 minutes', now(), '2000-01-01T00:00:00Z'), count(*) from added
  on conflict (subject, kind, starts_at) do update set used = p.used + excluded.used
  returning used into total;
  if total > most then
    perform app.refuse('too_many_' || what,
      format('More than %s %s within ten minutes.', most, replace(what, '_', ' ')),
                       'Wait ten minutes and try again.', 'PT429');
  end if;
  return null;
end
$$;

create or replace function app.forget_write_paces() returns void
language sql security definer set search_path = '' as $$
  delete from app.write_paces where starts_at < now() - interval '1 hour'
$$;

-- Attached where the tables are made; on a project's own tables of vehicles and photos, too.
create or replace function app.pace_inserts(relation regclass, kind text) returns void
language plpgsql set search_path = '' as $$
begin
  execute format(
    'create or replace trigger %I after insert on %s referencing new table as added for each statement execute '
    'function app.keep_pace(%L)',
                 kind || '_keep_pace', relation, kind);
end
$$;

select app.pace_inserts('public.vehicles', 'vehicles');
select app.pace_inserts('public.vehicle_images', 'photos');
do $$
begin
  if to_regclass('public.profiles') is not null then
    perform app.pace_inserts('public.profiles', 'profiles');
  end if;
end
$$;
revoke all on function
  app.keep_pace,
  app.forget_write_paces,
  app.pace_inserts
  from public, anon, authenticated, service_role;


-- 20_project/45_gone_ids.sql

-- Ids of vehicles and photos that are gone. Whoever knew one could else bring it back for something of their own, and
-- read or owe what hung on the former: a client never gives a gone id again. Service keys may, to restore what was
-- deleted by mistake.

create table if not exists app.gone_ids (
  kind    text not null,
  id      uuid not null,
  gone_at timestamptz not null default now(),
  primary key (id, kind),
  constraint kind_is_vehicle_or_photo check (kind in ('vehicle', 'photo'))
);
comment on table app.gone_ids is 'One row a vehicle or photo that was deleted; kept for good.';
revoke all on app.gone_ids from public, anon, authenticated, service_role;
alter table app.gone_ids enable row level security;

create or replace function app.note_gone_ids() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.gone_ids (kind, id) select tg_argv[0], g.id from gone g on conflict do nothing;
  return null;
end
$$;

create or replace function app.refuse_gone_id() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from app.gone_ids g where g.id = new.id and g.kind = tg_argv[0]) then return new; end if;
  if app.is_client() then
    perform app.refuse('gone_ids_stay_gone',
      format('The %s %s was deleted, and its id is not given again.', tg_argv[0], new.id),
      'Leave out the id: the database makes a new one.');
  end if;
  delete from app.gone_ids g where g.id = new.id and g.kind = tg_argv[0];
  return new;
end
$$;

create or replace trigger vehicles_note_gone_ids after delete on public.vehicles
  referencing old table as gone for each statement execute function app.note_gone_ids('vehicle');
create or replace trigger vehicles_refuse_gone_ids before insert on public.vehicles
  for each row execute function app.refuse_gone_id('vehicle');
create or replace trigger vehicle_images_note_gone_ids after delete on public.vehicle_images
  referencing old table as gone for each statement execute function app.note_gone_ids('photo');
create or replace trigger vehicle_images_refuse_gone_ids before insert on public.vehicle_images
  for each row execute function app.refuse_gone_id('photo');
-- An id that is changed leaves the old one behind.
create or replace trigger vehicles_refuse_changed_ids before update of id on public.vehicles
  for each row when (old.id is distinct from new.id) execute function app.refuse_gone_id('vehicle');
revoke all on function
  app.note_gone_ids,
  app.refuse_gone_id
  from public, anon, authenticated, service_role;


-- 25_garage/10_vehicle_details.sql

-- Vehicle details: what an owner says of a vehicle beyond year, make and model. Beside the vehicle, in a table of its
-- own, so that a project with vehicles of its own has them, too.

create table if not exists public.vehicle_details (
  vehicle_id   uuid primary key references public.vehicles (id) on delete cascade,
  owner_id     uuid references auth.users (id) on delete set null,
  is_public    boolean not null default false,
  trim         text,
  engine       text,
  gearbox      text,
  colour       text,
  mileage      integer,
  mileage_unit text,
  place        text,
  updated_at   timestamptz not null default now(),
  constraint trim_is_short check (app.is_readable(trim, 120)),
  constraint engine_is_short check (app.is_readable(engine, 120)),
  constraint gearbox_is_short check (app.is_readable(gearbox, 120)),
  constraint colour_is_short check (app.is_readable(colour, 120)),
  constraint mileage_is_from_0_to_9999999 check (mileage between 0 and 9999999),
  constraint mileage_has_a_unit_mi_or_km check (
    (mileage is null) = (mileage_unit is null) and mileage_unit in ('mi', 'km')),
  constraint place_is_short check (app.is_readable(place, 120)),
  -- "47.3769, 8.5417" and "47°22′ N" lead to a garage door.
  constraint place_is_in_words_and_not_coordinates check (place !~ '[°º]|\d[.,]\d{3,}')
);

comment on table public.vehicle_details is
  'One row a vehicle, written by its owner. owner_id and is_public are copies of the vehicle''s, kept by the database.';
comment on column public.vehicle_details.mileage is 'In mileage_unit.';
comment on column public.vehicle_details.place is 'As coarse as the owner wants: a country, a town. Never coordinates.';

create index if not exists vehicle_details_by_owner on public.vehicle_details (owner_id) where owner_id is not null;

revoke all on public.vehicle_details from public, anon, authenticated, service_role;
grant select on public.vehicle_details to anon, authenticated;
grant insert (vehicle_id, trim, engine, gearbox, colour, mileage, mileage_unit, place)
  on public.vehicle_details to authenticated;
grant update (trim, engine, gearbox, colour, mileage, mileage_unit, place) on public.vehicle_details to authenticated;
grant delete on public.vehicle_details to authenticated;
grant select, insert, update, delete on public.vehicle_details to service_role;

alter table public.vehicle_details enable row level security;

drop policy if exists "anyone sees details of public vehicles" on public.vehicle_details;
create policy "anyone sees details of public vehicles" on public.vehicle_details
  for select to anon using (is_public);

drop policy if exists "members see details of public vehicles and of their own" on public.vehicle_details;
create policy "members see details of public vehicles and of their own" on public.vehicle_details
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

drop policy if exists "owners add details of their vehicles" on public.vehicle_details;
create policy "owners add details of their vehicles" on public.vehicle_details
  for insert to authenticated with check (owner_id = (select auth.uid()));

drop policy if exists "owners change details of their vehicles" on public.vehicle_details;
create policy "owners change details of their vehicles" on public.vehicle_details
  for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

drop policy if exists "owners remove details of their vehicles" on public.vehicle_details;
create policy "owners remove details of their vehicles" on public.vehicle_details
  for delete to authenticated using (owner_id = (select auth.uid()));

create or replace trigger vehicle_details_hang_on_vehicle before insert or update of vehicle_id on public.vehicle_details
  for each row execute function app.hang_on_vehicle();
create or replace trigger vehicle_details_stamp_updated_at before insert or update on public.vehicle_details
  for each row execute function app.stamp_updated_at();


-- 25_garage/20_vehicle_chassis.sql

-- Chassis numbers and VINs. A row of its own, because who knows the number can look a car up elsewhere: its owner alone
-- sees it until they show it.

-- Letters of a VIN have values and places have weights; the ninth place makes the sum good (49 CFR 565.15). Null for
-- what is no VIN of 17 characters.
create or replace function app.vin_check_digit(vin text) returns text
language sql immutable set search_path = '' as $$
  select case when vin ~ '^[A-HJ-NPR-Z0-9]{17}$' then (
    select case sum(position(translate(s, 'ABCDEFGHJKLMNPRSTUVWXYZ', '12345678123457923456789') in '123456789')
                    * (array[8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2])[n]) % 11
                when 10 then 'X'
                else (sum(position(translate(s, 'ABCDEFGHJKLMNPRSTUVWXYZ', '12345678123457923456789') in '123456789')
                          * (array[8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2])[n]) % 11)::text end
    from string_to_table(vin, null) with ordinality t (s, n)) end
$$;

-- What is wrong with a number, in words; null when nothing is. Older chassis numbers are free text. North America
-- demands the check digit, elsewhere the ninth place is the maker's own.
create or replace function app.chassis_problem(number text) returns text
language sql immutable set search_path = '' as $$
  select case
    when vin ~ '^[A-Z0-9]{17}$' and vin ~ '[IOQ]' then
      'A VIN of 17 characters has no I, O or Q: they are read as 1 and 0'
    when vin ~ '^[1-5][A-HJ-NPR-Z0-9]{16}$' and substr(vin, 9, 1) <> app.vin_check_digit(vin) then
      format('The ninth character of this VIN is %s, and the others ask for %s', substr(vin, 9, 1),
        app.vin_check_digit(vin))
  end from (select upper(regexp_replace(number, '[\s.*\u2010-\u2015-]', '', 'g')) as vin) n
$$;
-- constraints run with the rights of whoever writes
revoke all on function
  app.vin_check_digit(text),
  app.chassis_problem(text)
  from public, anon, authenticated, service_role;
grant execute on function app.vin_check_digit(text), app.chassis_problem(text) to anon, authenticated, service_role;

create table if not exists public.vehicle_chassis (
  vehicle_id uuid primary key references public.vehicles (id) on delete cascade,
  owner_id   uuid references auth.users (id) on delete set null,
  is_public  boolean not null default false,
  number     text not null,
  is_shown   boolean not null default false,
  updated_at timestamptz not null default now(),
  constraint chassis_number_is_from_1_to_40_characters check (app.is_readable(number, 40) and number !~ '[[:cntrl:]]'),
  constraint chassis_number_is_without_typing_errors check (length(number) > 40 or app.chassis_problem(number) is null)
);

comment on table public.vehicle_chassis is
  'The chassis number or VIN of a vehicle, as its owner wrote it. Others see it of a public vehicle, when is_shown.';

create index if not exists vehicle_chassis_by_owner on public.vehicle_chassis (owner_id) where owner_id is not null;

revoke all on public.vehicle_chassis from public, anon, authenticated, service_role;
grant select on public.vehicle_chassis to anon, authenticated;
grant insert (vehicle_id, number, is_shown) on public.vehicle_chassis to authenticated;
grant update (number, is_shown) on public.vehicle_chassis to authenticated;
grant delete on public.vehicle_chassis to authenticated;
grant select, insert, update, delete on public.vehicle_chassis to service_role;

alter table public.vehicle_chassis enable row level security;

drop policy if exists "anyone sees chassis numbers that are shown" on public.vehicle_chassis;
create policy "anyone sees chassis numbers that are shown" on public.vehicle_chassis
  for select to anon using (is_public and is_shown);

drop policy if exists "members see chassis numbers that are shown and their own" on public.vehicle_chassis;
create policy "members see chassis numbers that are shown and their own" on public.vehicle_chassis
  for select to authenticated using ((is_public and is_shown) or owner_id = (select auth.uid()));

drop policy if exists "owners add chassis numbers of their vehicles" on public.vehicle_chassis;
create policy "owners add chassis numbers of their vehicles" on public.vehicle_chassis
  for insert to authenticated with check (owner_id = (select auth.uid()));

drop policy if exists "owners change chassis numbers of their vehicles" on public.vehicle_chassis;
create policy "owners change chassis numbers of their vehicles" on public.vehicle_chassis
  for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

drop policy if exists "owners remove chassis numbers of their vehicles" on public.vehicle_chassis;
create policy "owners remove chassis numbers of their vehicles" on public.vehicle_chassis
  for delete to authenticated using (owner_id = (select auth.uid()));

-- Says in words what the constraint would refuse by its name.
create or replace function app.check_chassis_number() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  problem constant text := case when length(new.number) <= 40 then app.chassis_problem(new.number) end;
begin
  if problem is not null then
    perform app.refuse('chassis_number_is_without_typing_errors', problem || '.',
      'Compare it with the plate, character by character.');
  end if;
  return new;
end
$$;

create or replace trigger vehicle_chassis_check_number before insert or update of number on public.vehicle_chassis
  for each row execute function app.check_chassis_number();
create or replace trigger vehicle_chassis_hang_on_vehicle before insert or update of vehicle_id on public.vehicle_chassis
  for each row execute function app.hang_on_vehicle();
create or replace trigger vehicle_chassis_stamp_updated_at before insert or update on public.vehicle_chassis
  for each row execute function app.stamp_updated_at();
revoke all on function
  app.check_chassis_number
  from public, anon, authenticated, service_role;


-- 25_garage/30_save_vehicle.sql

-- Saving a vehicle: all that its owner says of it, in one transaction, as the caller. A vehicle that is not there yet
-- is added under the id that the caller made, so that a retry is harmless.

create or replace function public.save_vehicle(
  vehicle_id uuid, model text, year integer default null, make text default null, description text default null,
  is_public boolean default null, "trim" text default null, engine text default null, gearbox text default null,
  colour text default null, mileage integer default null, mileage_unit text default null, place text default null,
  chassis_number text default null, chassis_is_shown boolean default false) returns uuid
language plpgsql set search_path = '' as $$
declare
  number constant text := nullif(btrim(save_vehicle.chassis_number), '');
begin
  if exists (select from public.vehicles v where v.id = save_vehicle.vehicle_id
               and v.user_id is distinct from auth.uid()) then
    perform app.refuse('not_your_vehicle', 'Only the owner changes a vehicle.', null, '42501');
  end if;
  insert into public.vehicles as v (id, user_id, is_public, year, make, model, description)
    values (save_vehicle.vehicle_id, auth.uid(), coalesce(save_vehicle.is_public, true), save_vehicle.year,
            nullif(btrim(save_vehicle.make), ''), btrim(save_vehicle.model),
            nullif(btrim(save_vehicle.description), ''))
    on conflict on constraint vehicles_pkey do update set is_public = coalesce(save_vehicle.is_public, v.is_public),
      year = excluded.year, make = excluded.make, model = excluded.model, description = excluded.description;
  insert into public.vehicle_details (vehicle_id, trim, engine, gearbox, colour, mileage, mileage_unit, place)
    values (save_vehicle.vehicle_id, nullif(btrim(save_vehicle."trim"), ''), nullif(btrim(save_vehicle.engine), ''),
            nullif(btrim(save_vehicle.gearbox), ''), nullif(btrim(save_vehicle.colour), ''), save_vehicle.mileage,
            case when save_vehicle.mileage is not null then save_vehicle.mileage_unit end,
            nullif(btrim(save_vehicle.place), ''))
    on conflict on constraint vehicle_details_pkey do update set trim = excluded.trim, engine = excluded.engine,
      gearbox = excluded.gearbox, colour = excluded.colour, mileage = excluded.mileage,
      mileage_unit = excluded.mileage_unit, place = excluded.place;
  if number is null then
    delete from public.vehicle_chassis c where c.vehicle_id = save_vehicle.vehicle_id;
  else
    insert into public.vehicle_chassis (vehicle_id, number, is_shown)
      values (save_vehicle.vehicle_id, number, save_vehicle.chassis_is_shown)
      on conflict on constraint vehicle_chassis_pkey do update set number = excluded.number,
        is_shown = excluded.is_shown;
  end if;
  return save_vehicle.vehicle_id;
end
$$;
comment on function public.save_vehicle(uuid, text, integer, text, text, boolean, text, text, text, text, integer, text,
  text, text, boolean) is
  'Adds a vehicle of the caller under this id, or changes it: all that is said here, and nothing of what is not. '
  'Without is_public a new one is public, and another stays as it is.';
revoke all on function
  public.save_vehicle(uuid, text, integer, text, text, boolean, text, text, text, text, integer,
  text, text, text, boolean)
  from public, anon, authenticated, service_role;
grant execute on function public.save_vehicle(uuid, text, integer, text, text, boolean, text, text, text, text, integer,
  text, text, text, boolean) to authenticated;

-- What hangs on a vehicle goes private with it, and changes hands with it.
create or replace function app.carry_visibility_to_garage() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  shown constant boolean := coalesce(new.is_public, false);
begin
  update public.vehicle_details t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.vehicle_chassis t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  return null;
end
$$;

create or replace trigger vehicles_carry_visibility_to_garage after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_visibility_to_garage();
revoke all on function
  app.carry_visibility_to_garage
  from public, anon, authenticated, service_role;


-- 25_garage/40_order_photos.sql

-- The order of a vehicle's photos, in one statement: the first is the cover.

-- Those that are not named, as they were added meanwhile, come after the named ones in the order that they had.
create or replace function public.order_photos(vehicle_id uuid, photo_ids uuid[]) returns void
language plpgsql set search_path = '' as $$
begin
  if coalesce(cardinality(photo_ids), 0) > 10000 then
    perform app.refuse('order_photos_takes_at_most_10000', 'These are more than 10,000 photos.', null, '22023');
  end if;
  if not exists (select from public.vehicles v where v.id = order_photos.vehicle_id) then
    perform app.not_found('vehicle', order_photos.vehicle_id::text);
  elsif not exists (select from public.vehicles v where v.id = order_photos.vehicle_id and v.user_id = auth.uid()) then
    perform app.refuse('not_your_vehicle', 'Only the owner orders the photos of a vehicle.', null, '42501');
  end if;
  update public.vehicle_images i set position = o.place
    from (select p.id, row_number() over (order by n.n nulls last, p.position, p.id) - 1 as place
          from public.vehicle_images p
          left join (select u.id, min(u.n) as n from unnest(photo_ids) with ordinality u (id, n) group by 1) n
            on n.id = p.id
          where p.vehicle_id = order_photos.vehicle_id) o
    where i.id = o.id and i.position is distinct from o.place;
end
$$;
comment on function public.order_photos(uuid, uuid[]) is
  'For the owner: puts the photos of a vehicle in this order. The first is the cover.';
revoke all on function
  public.order_photos(uuid, uuid[])
  from public, anon, authenticated, service_role;
grant execute on function public.order_photos(uuid, uuid[]) to authenticated;


-- 25_garage/50_turn_photo.sql

-- Turning a photo that stands on its side. Files never change under their addresses, so each quarter turn has a folder
-- of its own, named after original and turn (src/import/turned.ts makes it): whoever asks cannot name other files. The
-- row stays, and with it views, comments, tags and place.

create or replace function app.turned_folder(content_hash text, quarter_turns integer) returns text
language sql immutable set search_path = '' as $$
  select case when quarter_turns = 0 then content_hash
    else encode(sha256(convert_to(content_hash || ' turned ' || quarter_turns, 'utf8')), 'hex') end
$$;

-- The addresses of the photo in these widths, narrowest first.
create or replace function app.photo_addresses(folder text, widths integer[]) returns text
language sql immutable set search_path = '' as $$
  select string_agg(format('%s/%s.webp %sw', folder, w, w), ', ' order by w) from unnest(widths) w
$$;

create or replace function app.turn_photo(
  photo uuid, quarter_turns integer, shown text, widths integer[], height integer, placeholder text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  p record;
  folder text;
  widest constant integer := (select max(w) from unnest(widths) w);
begin
  select i.image_url, i.content_hash, v.user_id, coalesce(v.is_public, false) as is_public into p
    from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id where i.id = photo
    for share of v for no key update of i;
  if not found or (app.is_client() and not p.is_public and p.user_id is distinct from auth.uid()) then
    perform app.not_found('photo', photo::text);
  elsif app.is_client() and p.user_id is distinct from auth.uid() then
    perform app.refuse('not_your_vehicle', 'Only the owner turns the photos of a vehicle.', null, '42501');
  elsif quarter_turns is null or quarter_turns not between 0 and 3 then
    perform app.refuse('quarter_turns_are_from_0_to_3', 'quarter_turns must be from 0 to 3, clockwise.', null, '22023');
  elsif coalesce(cardinality(widths), 0) not between 1 and 8 or array_position(widths, null) is not null
    or not (1 <= all (widths) and 99999 >= all (widths)) then
    perform app.refuse('photos_have_1_to_8_widths', 'A photo has 1 to 8 widths from 1 to 99,999 pixels.', null,
      '22023');
  end if;
  folder := substring(p.image_url from '^(.*/)[0-9a-f]{64}/[1-9][0-9]*\.webp$')
    || app.turned_folder(p.content_hash, quarter_turns);
  if folder is null then
    perform app.refuse('photo_is_kept_elsewhere', 'The files of this photo are not this server''s to turn.',
      'Turn the picture, add it again, and remove this one.');
  end if;
  -- Somebody turned it meanwhile: a turn is of what its owner has seen.
  if p.image_url is distinct from shown then return false; end if;
  update public.vehicle_images i
    set image_url = format('%s/%s.webp', folder, widest), srcset = app.photo_addresses(folder, widths), width = widest,
      height = turn_photo.height, placeholder = turn_photo.placeholder
    where i.id = photo;
  return true;
end
$$;

create or replace function public.turn_photo(
  photo_id uuid, quarter_turns integer, shown text, widths integer[], height integer, placeholder text) returns boolean
language sql set search_path = '' as $$
  select app.turn_photo(photo_id, quarter_turns, shown, widths, height, placeholder)
$$;
comment on function public.turn_photo(uuid, integer, text, integer[], integer, text) is
  'For the owner: shows a photo as its original turned clockwise by this many quarters. The server''s door '
  '/upload/v1/turns makes the files and calls this. shown: the image_url that was seen; false when it is another by '
  'now.';

revoke all on function
  app.turn_photo(uuid, integer, text, integer[], integer, text),
  public.turn_photo(uuid, integer, text, integer[], integer, text)
  from public, anon, authenticated, service_role;
grant execute on function app.turn_photo(uuid, integer, text, integer[], integer, text),
  public.turn_photo(uuid, integer, text, integer[], integer, text) to authenticated, service_role;
revoke all on function
  app.turned_folder,
  app.photo_addresses
  from public, anon, authenticated, service_role;


-- 30_attention/10_image_metrics.sql

-- Image metrics: columns that the database keeps on every photo. Constant defaults, so a large table is not rewritten.

alter table public.vehicle_images
  add column if not exists view_count       bigint not null default 0,
  add column if not exists last_viewed_at   timestamptz,
  add column if not exists like_count       bigint not null default 0,
  add column if not exists comment_count    bigint not null default 0,
  add column if not exists share_count      bigint not null default 0,
  add column if not exists engagement_score numeric(5, 2) not null default 0,
  add column if not exists technical_value  numeric(5, 2) not null default 0,
  add column if not exists tag_count        integer not null default 0;

comment on column public.vehicle_images.view_count is
  'The number of counted rows of image_views, those past retention included; at most 5 s behind.';
comment on column public.vehicle_images.like_count is
  'Standing likes; like comment_count and share_count at most 5 s behind.';
comment on column public.vehicle_images.comment_count is 'Comments that are not hidden, replies included.';
comment on column public.vehicle_images.engagement_score is '0 to 100, falls with age; see calculate_engagement_score.';
comment on column public.vehicle_images.technical_value is '0 to 100, from the photo''s tags; see image_tags.';
comment on column public.vehicle_images.tag_count is 'The number of the photo''s rows in image_tags.';

-- Existing projects let owners update whole rows of vehicle_images, and apps send back the rows they read.
-- Such an update is not refused; the metrics stay what the database counted.
create or replace function app.keep_metrics() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    new.view_count := 0;
    new.last_viewed_at := null;
    new.like_count := 0;
    new.comment_count := 0;
    new.share_count := 0;
    new.engagement_score := 0;
    new.technical_value := 0;
    new.tag_count := 0;
  else
    new.view_count := old.view_count;
    new.last_viewed_at := old.last_viewed_at;
    new.like_count := old.like_count;
    new.comment_count := old.comment_count;
    new.share_count := old.share_count;
    new.engagement_score := old.engagement_score;
    new.technical_value := old.technical_value;
    new.tag_count := old.tag_count;
  end if;
  return new;
end
$$;

create or replace trigger vehicle_images_keep_metrics before insert or update on public.vehicle_images
  for each row when (current_user in ('anon', 'authenticated'))   -- asked here, the fold is spared the call
  execute function app.keep_metrics();
revoke all on function
  app.keep_metrics
  from public, anon, authenticated, service_role;


-- 30_attention/11_held_photos.sql

-- Held photos: an operator has taken them from view. The vehicle's owner and operators see one, nobody else: is_public
-- of the photo is false meanwhile, and so it is of its tags and of what people did with it. The same picture is not
-- taken again meanwhile, whoever sends it and whether the held one is still there.

create table if not exists app.held_photos (
  vehicle_id   uuid not null,
  image_id     uuid not null unique,   -- no key: a photo that its owner removes stays refused
  content_hash text,
  width        integer,
  height       integer,
  placeholder  text,
  held_at      timestamptz not null default now(),
  primary key (vehicle_id, image_id)
);
comment on table app.held_photos is
  'Why and by whom stands in operator_acts, as hold_photo. The picture is not taken again, for any vehicle, until the '
    'hold ends.';
comment on column app.held_photos.placeholder is
  'With width and height: the picture again in a file whose pixels are the same, and whose other bytes are not.';
create index if not exists held_photos_by_hash on app.held_photos (content_hash);
create index if not exists held_photos_by_time on app.held_photos (held_at desc);
revoke all on app.held_photos from public, anon, authenticated, service_role;

create or replace function app.is_held_photo(photo uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from app.held_photos h where h.image_id = photo)
$$;

create or replace function app.held_photos_of(vehicle uuid) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(h.image_id), '{}') from app.held_photos h where h.vehicle_id = vehicle
$$;

-- Shows a photo as its vehicle is shown, unless it is held. A project's own photos may have no is_public: its policies
-- ask app.is_held_photo. The vehicle is written too: its words have changed, and so has its page.
create or replace function app.show_photo(photo uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  vehicle uuid;
  shown boolean;
begin
  select v.id, coalesce(v.is_public, false) and not app.is_held_photo(photo) into vehicle, shown
    from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id where i.id = photo;
  if exists (select from pg_catalog.pg_attribute a where a.attrelid = 'public.vehicle_images'::regclass
             and a.attname = 'is_public' and not a.attisdropped) then
    execute 'update public.vehicle_images i set is_public = $1 where i.id = $2' using shown, photo;
  end if;
  update public.image_interactions t set is_public = shown where t.vehicle_id = vehicle and t.image_id = photo;
  update public.image_tags t set is_public = shown where t.vehicle_id = vehicle and t.image_id = photo;
  update public.vehicles v set is_public = v.is_public where v.id = vehicle;
end
$$;

-- policies of a project's own ask it
revoke all on function
  app.is_held_photo(uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.is_held_photo(uuid) to anon, authenticated, service_role;
revoke all on function
  app.held_photos_of,
  app.show_photo
  from public, anon, authenticated, service_role;


-- 30_attention/12_photo_files.sql

-- Photo files: what import and upload know of a photo. Checks are not valid for rows that were there before, and the
-- registry is a table of its own, so that a large table is neither rewritten nor read.

alter table public.vehicle_images
  add column if not exists image_url    text,
  add column if not exists width        integer,
  add column if not exists height       integer,
  add column if not exists position     integer not null default 0,
  add column if not exists taken_at     timestamptz,
  add column if not exists srcset       text,
  add column if not exists placeholder  text,
  add column if not exists content_hash text;

comment on column public.vehicle_images.srcset is
  'The photo in several widths, as the srcset attribute of an img takes it.';
comment on column public.vehicle_images.placeholder is
  'A blurred miniature as a data: URL, to show until the photo is there.';
comment on column public.vehicle_images.content_hash is
  'SHA-256 of the original file, in hex. A vehicle has each original once.';

do $$
begin
  if not exists (select from pg_constraint
                 where conrelid = 'public.vehicle_images'::regclass and conname = 'content_hash_is_a_sha256_in_hex')
                   then
    alter table public.vehicle_images
      add constraint content_hash_is_a_sha256_in_hex check (content_hash ~ '^[0-9a-f]{64}$') not valid,
      add constraint placeholder_is_a_small_data_url
        check (length(placeholder) <= 4000
          and placeholder ~ '^data:image/(webp|png|jpeg);base64,[A-Za-z0-9+/]+=*$') not valid,
      add constraint srcset_lists_urls_with_widths
        check (length(srcset) <= 8000
               and srcset ~ '^((^|, )(/[^/\\[:space:],]|https?://)[^[:space:],]* [1-9][0-9]{0,5}w)+$') not valid;
  end if;
end
$$;

grant insert (srcset, placeholder, content_hash) on public.vehicle_images to authenticated;

-- Whoever serves a photo sees the addresses of all who look at it. So members name photos of this server alone, or of
-- origins that the operator trusts. Tables of an existing project are left as they are until the operator says so.
insert into app.settings (name, value, about) values
  ('photo_origins',
   case when exists (select from pg_constraint where conrelid = 'public.vehicle_images'::regclass
                     and conname = 'image_url_is_a_path_or_https_address') then '' else '*' end,
   'Where members'' photos may come from besides this server: origins such as https://abc.supabase.co, by commas; * is '
     'anywhere. The page loads from no other.')
on conflict (name) do update set about = excluded.about;

-- Browsers drop tabs and line feeds from addresses, and take a backslash for a slash: `/<tab>/host` is another server.
create or replace function app.is_own_or_trusted_address(address text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  origins constant text[] := regexp_split_to_array(btrim(app.setting('photo_origins')), '[[:space:],]+');
begin
  if address is null or '*' = any (origins) then return true; end if;
  if address ~ '[[:space:][:cntrl:]\\]' then return false; end if;
  return address ~ '^/([^/]|$)' or coalesce(lower(substring(address from '^https?://[^/?#]+')) = any (origins), false);
end
$$;

create or replace function app.check_photo_addresses() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if app.is_client() and not (
    app.is_own_or_trusted_address(new.image_url)
    and (select coalesce(bool_and(app.is_own_or_trusted_address(split_part(part, ' ', 1))), true)
         from regexp_split_to_table(coalesce(new.srcset, ''), ', ') part where part <> '')
  ) then
    perform app.refuse('photo_is_of_this_server',
      'Photos come from this server, or from one that the operator has named.',
      'Upload the photo. An operator names other servers in the setting photo_origins.');
  end if;
  return null;
end
$$;

-- After the row's constraints, which say better what is wrong with an address that is none.
create or replace trigger vehicle_images_check_photo_addresses after insert or update of image_url, srcset on public.vehicle_images
  for each row execute function app.check_photo_addresses();

-- Whoever sends it, the service too: an import is no way around a hold. Files that this server has not prepared itself
-- carry no hash that could be trusted, so that of a photo elsewhere only its own row is held.
create or replace function app.refuse_held_picture() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from app.held_photos h where h.content_hash = new.content_hash
             or (h.placeholder, h.width, h.height) = (new.placeholder, new.width, new.height)) then
    perform app.refuse('picture_is_held', 'An operator has taken this picture from view, and it is not taken again.',
      'Choose another one. If that was a mistake, ask the operators to show it again.');
  end if;
  return new;
end
$$;

create or replace trigger vehicle_images_refuse_held_picture before insert on public.vehicle_images
  for each row when (new.content_hash is not null)
  execute function app.refuse_held_picture();

-- A removed photo without an original has nothing by which it could be known again.
create or replace function app.end_hold_of_removed() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from app.held_photos h where h.image_id = old.id;
  return null;
end
$$;

create or replace trigger vehicle_images_end_hold after delete on public.vehicle_images
  for each row when (old.content_hash is null)
  execute function app.end_hold_of_removed();

-- Which original is which photo. A removed photo stays here without image_id until its files are removed, too.
create table if not exists app.photo_files (
  vehicle_id   uuid not null,
  content_hash text not null,
  image_id     uuid,
  removed_at   timestamptz,
  primary key (vehicle_id, content_hash),
  constraint a_photo_is_there_or_removed check ((image_id is null) = (removed_at is not null))
);

comment on table app.photo_files is
  'Originals by vehicle. image_id is null when the photo is gone and its files wait to be removed.';

create index if not exists photo_files_by_image on app.photo_files (image_id) where image_id is not null;
create index if not exists photo_files_removed on app.photo_files (removed_at) where image_id is null;

revoke all on app.photo_files from public, anon, authenticated, service_role;
alter table app.photo_files enable row level security;

create or replace function app.register_photo_file() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.photo_files as known (vehicle_id, content_hash, image_id)
    values (new.vehicle_id, new.content_hash, new.id)
    on conflict (vehicle_id, content_hash) do update set image_id = excluded.image_id, removed_at = excluded.removed_at
      where known.image_id is null;
  if not found then
    raise exception 'This photo is on this vehicle already.'
      using errcode = 'unique_violation', constraint = 'photo_is_on_its_vehicle_once';
  end if;
  return null;
end
$$;

create or replace trigger vehicle_images_register_photo_file after insert on public.vehicle_images
  for each row when (new.content_hash is not null)
  execute function app.register_photo_file();

create or replace function app.give_up_photo_file() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update app.photo_files set image_id = null, removed_at = now() where image_id = old.id;
  return null;
end
$$;

create or replace trigger vehicle_images_give_up_photo_file after delete on public.vehicle_images
  for each row when (old.content_hash is not null)
  execute function app.give_up_photo_file();
revoke all on function
  app.is_own_or_trusted_address,
  app.check_photo_addresses,
  app.refuse_held_picture,
  app.end_hold_of_removed,
  app.register_photo_file,
  app.give_up_photo_file
  from public, anon, authenticated, service_role;


-- 30_attention/13_photo_passes.sql

-- Passes to the photo files of private vehicles. An <img> sends no token, so who may see such a vehicle gets addresses
-- that carry a pass: `/photos/<vehicle>/<hash>/960.webp?pass=...`. It ends by itself, and with the vehicle's owner. The
-- files of a public vehicle need none, and stop when it goes private. See docs/security.md.

create table if not exists app.photo_pass_keys (
  only_one boolean primary key default true,
  inner_key bytea not null,
  outer_key bytea not null,
  constraint there_is_one_pair_of_keys check (only_one)
);
revoke all on app.photo_pass_keys from public, anon, authenticated, service_role;

-- A UUID has 122 random bits from the system's own source; Postgres without extensions has no other.
insert into app.photo_pass_keys (inner_key, outer_key)
  select sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid()), 'utf8')),
         sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid()), 'utf8'))
  on conflict do nothing;

-- A nested MAC (NMAC) over SHA-256, whose two independent keys make it as strong as HMAC.
create or replace function app.photo_pass_mac(vehicle uuid, owner uuid, expires bigint) returns text
language sql stable security definer set search_path = '' as $$
  select encode(sha256(k.outer_key
    || sha256(k.inner_key || convert_to(concat_ws(' ', vehicle, owner, expires), 'utf8'))), 'hex')
    from app.photo_pass_keys k
$$;

-- The same for an hour, so that browsers keep what they have loaded; good for one to two.
create or replace function app.photo_pass(vehicle uuid) returns text
language sql stable security definer set search_path = '' as $$
  select x.expires || '.' || app.photo_pass_mac(v.id, v.user_id, x.expires)
    from public.vehicles v, (select (floor(extract(epoch from now()) / 3600)::bigint + 2) * 3600 as expires) x
    where v.id = vehicle and not coalesce(v.is_public, false) and (v.user_id = auth.uid() or not app.is_client())
$$;

-- Of one photo: one that an operator holds has a pass for its owner and operators, on a public vehicle too.
create or replace function app.photo_pass(vehicle uuid, photo uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case when not app.is_held_photo(photo) then app.photo_pass(vehicle) else (
    select x.expires || '.' || app.photo_pass_mac(v.id, v.user_id, x.expires)
      from public.vehicles v, (select (floor(extract(epoch from now()) / 3600)::bigint + 2) * 3600 as expires) x
      where v.id = vehicle and (v.user_id = auth.uid() or not app.is_client() or app.is_operator())) end
$$;

-- Whether the files in a photo's folder, turned or not, are for whoever brings this pass, or none.
create or replace function app.photo_is_shown(vehicle uuid, folder text, pass text) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(bool_or(
    (v.is_public and not exists (
      select from app.held_photos h join public.vehicle_images i on i.id = h.image_id
      where h.vehicle_id = v.id and (strpos(i.image_url, '/' || folder || '/') > 0
        or folder in (select app.turned_folder(i.content_hash, n) from generate_series(0, 3) n))))
    or (pass ~ '^[0-9]{10}\.[0-9a-f]{64}$' and split_part(pass, '.', 1)::bigint > extract(epoch from now())
        and split_part(pass, '.', 2) = app.photo_pass_mac(v.id, v.user_id, split_part(pass, '.', 1)::bigint))), false)
    from public.vehicles v where v.id = vehicle
$$;

-- A computed column: .from('vehicle_images').select('*, photo_pass').
create or replace function public.photo_pass(photo public.vehicle_images) returns text
language sql stable security invoker set search_path = '' as $$
  select app.photo_pass(photo.vehicle_id, photo.id)
$$;
comment on function public.photo_pass(public.vehicle_images) is
  'What to add to the address of a photo of a private vehicle, or of one that an operator holds, as ?pass=..., if the '
    'caller may see it; null for a public one.';

revoke all on function app.photo_pass_mac(uuid, uuid, bigint), app.photo_pass(uuid), app.photo_pass(uuid, uuid),
  app.photo_is_shown(uuid, text, text) from public, anon, authenticated, service_role;
grant execute on function app.photo_pass(uuid), app.photo_pass(uuid, uuid) to anon, authenticated, service_role;
revoke all on function
  public.photo_pass(public.vehicle_images)
  from public, anon, authenticated, service_role;
grant execute on function public.photo_pass(public.vehicle_images) to anon, authenticated, service_role;


-- 30_attention/16_ledger_clock.sql

-- Ledger clock: when a ledger row was written, as a number that the fold can trust.
-- A row carries the id of its transaction, for ids and snapshots tell exactly which rows have become visible since
-- the last fold, whatever the order of their commits. A database restored elsewhere starts with ids of its own, which
-- may be lower than those in its rows: `base` lifts them above all that came before.

create table if not exists app.ledger_clock (
  id    boolean primary key default true,
  base  bigint not null default 0,
  since pg_snapshot not null,
  constraint there_is_one_clock check (id)
);

comment on column app.ledger_clock.base is 'Added to every transaction id.';
comment on column app.ledger_clock.since is
  'A snapshot in the past: a transaction that it takes for finished, and that is running, belongs to another history.';

insert into app.ledger_clock (since) values (pg_current_snapshot()) on conflict do nothing;

revoke all on app.ledger_clock from public, anon, authenticated, service_role;

-- The current statement's snapshot in the ledger's numbers. Stable, so that it is the snapshot of the statement that
-- asks.
create or replace function app.ledger_snapshot() returns pg_snapshot
language sql stable set search_path = '' as $$
  select case when c.base = 0 then s.now
    else format('%s:%s:%s', c.base + pg_snapshot_xmin(s.now)::text::bigint,
      c.base + pg_snapshot_xmax(s.now)::text::bigint,
                (select string_agg((c.base + x::text::bigint)::text, ',' order by x)
                  from pg_snapshot_xip(s.now) x))::pg_snapshot
    end
  from app.ledger_clock c, (select pg_current_snapshot() as now) s
$$;

-- This transaction's id in the ledger's numbers.
create or replace function app.ledger_xact() returns xid8
language plpgsql security definer set search_path = '' as $$
declare
  clock app.ledger_clock;
  own constant bigint := pg_current_xact_id()::text::bigint;
begin
  select * into clock from app.ledger_clock;
  if pg_visible_in_snapshot((clock.base + own)::text::xid8, clock.since) then
    clock := app.start_new_history();
  end if;
  return (clock.base + own)::text::xid8;
end
$$;

-- After a restore: from now on the numbers are above all that the restored rows carry.
create or replace function app.start_new_history() returns app.ledger_clock
language plpgsql set search_path = '' as $$
declare
  clock app.ledger_clock;
begin
  select * into clock from app.ledger_clock for update;
  if pg_visible_in_snapshot((clock.base + pg_current_xact_id()::text::bigint)::text::xid8, clock.since) then
    select 1 + max(past.number) into clock.base
    from (select pg_snapshot_xmax(clock.since)::text::bigint as number
          union all select pg_snapshot_xmax(f.position)::text::bigint from app.folds f where f.name = 'views'
          union all (select v.xact::text::bigint from public.image_views v order by v.xact desc limit 1)
          union all (select c.xact::text::bigint from app.interaction_changes c order by c.xact desc limit 1)) past;
    update app.ledger_clock set base = clock.base;
    update app.ledger_clock set since = app.ledger_snapshot() returning * into clock;
  end if;
  return clock;
end
$$;
revoke all on function
  app.ledger_snapshot,
  app.ledger_xact,
  app.start_new_history
  from public, anon, authenticated, service_role;


-- 30_attention/18_viewers.sql

-- Viewers: who looks, without knowing who. A member is their user id. A visitor is a hash of address and user agent
-- under a key of the day, which is deleted afterwards, so that the hash leads nowhere. No address is stored.

create table if not exists app.viewer_keys (
  day date primary key,
  key bytea not null
);

revoke all on app.viewer_keys from public, anon, authenticated, service_role;

create or replace function app.viewer_key() returns bytea
language plpgsql set search_path = '' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  key bytea;
begin
  loop
    select k.key into key from app.viewer_keys k where k.day = today;
    if found then return key; end if;
    insert into app.viewer_keys (day, key) values (today, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
      on conflict do nothing;
  end loop;
end
$$;

create or replace function app.hash_viewer(key bytea, viewer text) returns uuid
language sql stable as $$
  select encode(substr(sha256(key || convert_to(viewer, 'UTF8')), 1, 16), 'hex')::uuid
$$;

create or replace function app.request_header(name text) returns text
language sql stable as $$
  select nullif(current_setting('request.headers', true), '')::json ->> lower(name)
$$;

-- Whom an address stands for, as the server has it in src/server/address.ts: an IPv4 address, or the /64 network that
-- one IPv6 subscriber gets. Some proxies add the port, which changes with every connection.
create or replace function app.client_of(address text) returns text
language plpgsql immutable set search_path = '' as $$
declare
  plain constant text := regexp_replace(regexp_replace(regexp_replace(btrim(address),
    '^\[([^]]*)\](:\d+)?$|^(\d+(\.\d+){3}):\d+$', '\1\3'), '^::ffff:(?=\d+\.)', '', 'i'), '%.*$', '');
begin
  return case when plain like '%:%' then network(set_masklen(plain::inet, 64))::text else plain end;
exception when invalid_text_representation then
  return plain;
end
$$;

-- Whoever asks, by the address that the nearest server saw; empty without a request.
create or replace function app.client_address() returns text
language plpgsql stable set search_path = '' as $$
begin
  return app.client_of(coalesce((regexp_match(coalesce(app.request_header(app.setting('address_header')),
                                                       app.request_header('x-forwarded-for')), '[^,]*$'))[1], ''));
end
$$;

create or replace function app.caller_viewer(key bytea) returns uuid
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(auth.uid(), app.hash_viewer(key, app.client_address() || ' '
    || case when app.request_header('user-agent') ~* '(mobi|android|iphone|ipad)' then 'mobile' else 'desktop' end));
end
$$;

-- The network of an address: IPv4 /24, IPv6 /48.
create or replace function app.network_of(address text) returns text
language plpgsql stable set search_path = '' as $$
begin
  return network(set_masklen(address::inet, case family(address::inet) when 4 then 24 else 48 end))::text;
exception when invalid_text_representation then
  return address;
end
$$;

-- What a viewer was seen looking at on one vehicle in the last days. The row is also the lock that makes two calls for
-- one viewer follow one another, so that a repeat is never taken for a view. Judgements: 0 repeat, 1 view, 2 first view
-- of the day; 3 and 4 are 1 and 2 of the single door, whose details (an insert into image_views) have not come yet. The
-- events of the last call stand in front, for their judgements are read back.
create table if not exists app.vehicle_viewers (
  viewer     uuid not null,
  vehicle_id uuid not null,
  photos     uuid[] not null,
  times      timestamptz[] not null,
  judgements smallint[] not null,
  seen_at    timestamptz not null,
  primary key (viewer, vehicle_id)
);

revoke all on app.vehicle_viewers from public, anon, authenticated, service_role;

create or replace function app.utc_day(at timestamptz) returns date
language sql immutable as $$
  select (at at time zone 'UTC')::date
$$;

-- Adds looks, in the order of their times, to what is known of a viewer. A look is a repeat when a view of the same
-- photo is less than 30 minutes away; with `most` it is a view as long as fewer than that many are. A look of a client
-- that arrives more than 30 minutes late counts only where no other of the photo is known within a week: repeats cannot
-- be spread over the past to count again.
create or replace function app.judge_looks(
  known_photos uuid[], known_times timestamptz[], known_judgements smallint[],
  inout photos uuid[], inout times timestamptz[], out judgements smallint[], most integer default 1,
  may_be_late boolean default false
)
language plpgsql set search_path = '' as $$
declare
  seen_photos uuid[];
  seen_times timestamptz[];
  place integer;
  near integer;
  counts boolean;
  that_day boolean;
  apart interval;
begin
  -- Only what can still matter is kept: looks arrive up to 7 days late. Mostly that is everything, and loops are
  -- cheaper than queries.
  if 0 = any (known_judgements) or now() - interval '9 days' >= any (known_times) then
    select coalesce(array_agg(k.photo), '{}'), coalesce(array_agg(k.at), '{}'), coalesce(array_agg(k.judgement), '{}')
      into known_photos, known_times, known_judgements
      from unnest(known_photos, known_times, known_judgements) k (photo, at, judgement)
      where k.judgement > 0 and k.at > now() - interval '9 days';
  end if;
  seen_photos := known_photos;
  seen_times := known_times;
  judgements := '{}';
  for look in 1 .. cardinality(photos) loop
    near := 0;
    if photos[look] = any (seen_photos) then
      apart := case when may_be_late or times[look] > now() - interval '30 minutes' then interval '30 minutes'
        else interval '7 days' end;
      foreach place in array array_positions(seen_photos, photos[look]) loop
        if seen_times[place] > times[look] - apart and seen_times[place] < times[look] + apart then
          near := near + 1;
        end if;
      end loop;
    end if;
    counts := near < most;
    that_day := false;
    if counts then
      for place in 1 .. cardinality(seen_times) loop   -- those of the last call stand in front
        that_day := app.utc_day(seen_times[place]) = app.utc_day(times[look]);
        exit when that_day;
      end loop;
      seen_photos := seen_photos || photos[look];
      seen_times := seen_times || times[look];
    end if;
    judgements := judgements || case when not counts then 0 when that_day then 1 else 2 end::smallint;
  end loop;
  photos := photos || known_photos;
  times := times || known_times;
  judgements := judgements || known_judgements;
end
$$;

-- Fixed windows of 10 minutes, for each viewer and each network. Losing them in a crash costs nothing but a fresh
-- window.
create unlogged table if not exists app.rate_windows (
  subject   uuid not null,
  starts_at timestamptz not null,
  used      bigint not null,
  primary key (subject, starts_at)
);

revoke all on app.rate_windows from public, anon, authenticated, service_role;

-- How many of n events this subject may still send in the running window.
create or replace function app.take_from_window(subject uuid, n integer, cap bigint) returns integer
language plpgsql set search_path = '' as $$
declare
  before bigint;
begin
  insert into app.rate_windows as w (subject, starts_at, used)
    values (subject, date_bin('10 minutes', now(), '2000-01-01T00:00:00Z'), n)
    on conflict on constraint rate_windows_pkey do update set used = w.used + excluded.used
    returning used - n into before;
  return greatest(0, least(n, cap - before));
end
$$;

-- The same for the caller and the caller's network, in one number. The service role speaks for many and has no cap.
create or replace function app.take_from_caps(viewer uuid, key bytea, n integer) returns integer
language plpgsql set search_path = '' as $$
declare
  allowed integer := n;
begin
  if app.is_client() then
    allowed := app.take_from_window(viewer, allowed, app.setting('viewer_events_per_10_minutes')::bigint);
    allowed := app.take_from_window(app.hash_viewer(key, 'network ' || app.network_of(app.client_address())), allowed,
                                    app.setting('network_events_per_10_minutes')::bigint);
  end if;
  return allowed;
end
$$;
revoke all on function
  app.viewer_key,
  app.hash_viewer,
  app.request_header,
  app.client_of,
  app.client_address,
  app.caller_viewer,
  app.network_of,
  app.utc_day,
  app.judge_looks,
  app.take_from_window,
  app.take_from_caps
  from public, anon, authenticated, service_role;


-- 30_attention/20_bots.generated.sql

-- Generated from the npm package isbot by `npm run generate`; do not edit.

-- Bots by user agent. Not bots are the runtimes that supabase-js itself runs in: pages rendered on a server send theirs.
create or replace function app.is_bot(user_agent text) returns boolean
language sql immutable set search_path = '' as $bots$
  select coalesce(left(user_agent, 1000) ~* $pattern$ daum[ /]| deusu/|(?:^|[^g])news(?!sapphire)|(?<! channel/|google/)google(?!(?:wv|app|/google| pixel))|(?<! cu)bots?(?:\y|_)|(?<!cam)scan|(?<!lib)http|24x7|;\s\w+;$|@[a-z][\w-]+\.|\(\)|\.com\y|\y\w+/1\.0;|\ybw/|\ydlc\y|\yort/|\yperl\y|\ytime/|\||^[<\(;]|^[\w \.\-\(?:\):%]+(?:/v?\d+(?:\.\d+)?(?:\.\d{1,10})*?)?(?:,|$)|^[\w\-]+/[\w]+$|^[^ ]{50,}$|^\d+\y|^\w*search\y|^\w+/[\w\(\)]*$|^\w+/\d\.\d\s\([\w@]+\)$|^active|^ad muncher|^amaya|^apache/|^avsdevicesdk/|^azure|^biglotron|^blackbox exporter|^bot|^clamav[ /]|^claude-code/|^client/|^cobweb/|^custom|^ddg[_-]android|^discourse|^dispatch/\d|^downcast/|^duckduckgo|^email|^exodusmovement|^facebook|^getright/|^gozilla/|^hobbit|^hotzonu|^hwcdn/|^igetter/|^jeode/|^jetty/|^jigsaw|^microsoft bits|^movabletype|^mozilla/\d\.\d\s[\w\.-]+$|^mozilla/\d\.\d\s\((?:compatible;)?(?:\s?[\w\d.-]+[\s/]\d+\.\d+)?\)$|^navermailapp|^netsurf|^offline|^openai/|^owler|^php|^postman|^ps_daily/|^python|^rank|^read|^reed|^remove\.bg/|^rest|^rss|^snapchat|^sora |^space bison|^stape/|^svn|^swcd |^taringa|^thumbor/|^track|^w3c|^webbandit/|^webcopier|^wget|^whatsapp|^wordpress|^xenu link sleuth|^yahoo|^yandex|^zdm/\d|^zoom marketplace/|abuse|advisor|agent\y|analyzer|archive|ask jeeves/teoma|attracta|audit|bluecoat drtr|browsex|burpcollaborator|capture|catch|check\y|checker|chrome-lighthouse|chromeframe|classifier|cloudflare|collapsify\y|convertify|cookiehubverify/|crawl|cursor/|cypress/|dareboost|datanyze|dejaclick|detect|discovery|dmbrowser|download|exaleadcloudview|feed|firephp|foregenix|functionize|grab|hardenize\y|headless|hotjar|httrack|hubspot marketing grader|ibisbrowser|infrawatch|insight|inspect|iplabel|java(?!;)|library|linkcheck|linktiger|mail\.ru/|manus-user/|marketgoo/|measure|monitor\y|neustar wpm|node\y|nutch|offbyone|openvas|optimize|pageburst|pagespeed|parser|phantomjs|pingdom|playwright|powermarks|preview|productfinder|prospectingstudio|proxy|ptst[ /]\d|radar|readable/|retriever|rexx;|rigor|rss\y|scrape|securityheaders|selenium|server|silktide|sindup/|sogou|sparkler/|speedcurve|spider|splash|statuscake|supercleaner|synapse|synthetic|testlocally|tools|torrent|transcoder|url|validator|virtuoso|wappalyzer|watchtowr|webglance|webkit2png|whatcms/|xtate/$pattern$
                  and user_agent !~* '^(node|undici|deno/|bun/)', false)
$bots$;
revoke all on function app.is_bot(text) from public, anon, authenticated, service_role;


-- 30_attention/30_image_views.sql

-- Image views: the ledger of views. Rows are appended and never changed; view_count is the number of its counted rows.
-- Three doors write it: record_image_views (batch), increment_image_view_count (single), and the direct insert, which
-- adds details of a view that the single door has counted (detail) and counts nothing; details that join none are kept
-- apart (stray). Views by bots are kept, uncounted, to be told apart.

create table if not exists public.image_views (
  id                    uuid not null default gen_random_uuid(),
  vehicle_id            uuid not null,
  image_id              uuid not null,
  user_id               uuid default auth.uid(),
  viewer                uuid,
  viewed_at             timestamptz not null default now(),
  view_duration_seconds real,
  device_type           text,
  counted               boolean not null default false,
  first_of_day          boolean not null default false,
  source                text not null default 'detail',
  xact                  xid8 not null,
  primary key (vehicle_id, id, viewed_at),   -- an event sent twice has the same id and time
  constraint view_duration_is_from_0_to_86400_seconds check (
    view_duration_seconds >= 0 and view_duration_seconds <= 86400),
  constraint device_type_is_known check (device_type in ('mobile', 'tablet', 'desktop', 'other')),
  constraint source_is_known check (source in ('batch', 'single', 'detail', 'stray', 'bot'))
) partition by range (viewed_at);

comment on table public.image_views is
  'One row a look. Kept for ledger_retention_days by weeks; counts and rollups outlive it.';
comment on column public.image_views.viewer is
  'The member, or a visitor''s hash that is good for a day and cannot be turned back.';
comment on column public.image_views.view_duration_seconds is
  'Dwell: seconds for which the photo was at least half visible.';
comment on column public.image_views.counted is 'Adds one to view_count. A repeat within 30 minutes and a bot do not.';
comment on column public.image_views.first_of_day is
  'The viewer''s first counted view of the vehicle on that day (UTC).';
comment on column public.image_views.xact is
  'The transaction that wrote the row, in the numbers of app.ledger_clock; the fold finds new rows by it.';

create index if not exists image_views_by_person on public.image_views (user_id, viewed_at) where user_id is not null;
create index if not exists image_views_by_xact on public.image_views (xact);

revoke all on public.image_views from public, anon, authenticated, service_role;
grant select on public.image_views to authenticated, service_role;
grant insert (image_id, user_id, view_duration_seconds, device_type) on public.image_views
  to anon, authenticated, service_role;

alter table public.image_views enable row level security;

drop policy if exists "members see their own views" on public.image_views;
create policy "members see their own views" on public.image_views
  for select to authenticated using (user_id = (select auth.uid()));

drop policy if exists "visitors log views without a name" on public.image_views;
create policy "visitors log views without a name" on public.image_views
  for insert to anon with check (user_id is null);

drop policy if exists "members log views as themselves" on public.image_views;
create policy "members log views as themselves" on public.image_views
  for insert to authenticated with check (user_id = (select auth.uid()));

-- The latest view of the photo that the single door counted for the caller within a day, and whose details have not
-- come yet: true when there is one, which from now on has them.
create or replace function app.join_view(vehicle uuid, photo uuid) returns boolean
language plpgsql set search_path = '' as $$
declare
  caller constant uuid := app.caller_viewer(app.viewer_key());
  known app.vehicle_viewers;
  joined integer;
begin
  select * into known from app.vehicle_viewers k where k.viewer = caller and k.vehicle_id = vehicle for update;
  select p.place into joined
    from unnest(known.photos, known.times, known.judgements) with ordinality p (photo, at, judgement, place)
    where p.photo = join_view.photo and p.judgement > 2 and p.at > now() - interval '1 day'
    order by p.at desc limit 1;
  if joined is null then return false; end if;
  known.judgements[joined] := known.judgements[joined] - 2;
  update app.vehicle_viewers k set judgements = known.judgements where k.viewer = caller and k.vehicle_id = vehicle;
  return true;
end
$$;

create or replace function app.hang_view_on_photo() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select i.vehicle_id into new.vehicle_id
    from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id
    where i.id = new.image_id and (v.is_public or v.user_id = auth.uid() or not app.is_client());
  if not found then
    raise exception 'There is no photo %.', coalesce(new.image_id::text, 'without an id')
      using errcode = 'foreign_key_violation',
        hint = 'Check the photo id. Only the owner sees photos of a private vehicle.';
  end if;
  new.user_id := coalesce(new.user_id, auth.uid());
  if app.is_client() and not app.join_view(new.vehicle_id, new.image_id) then new.source := 'stray'; end if;
  new.xact := app.ledger_xact();
  return new;
end
$$;

create or replace trigger image_views_hang_on_photo before insert on public.image_views
  for each row when (new.xact is null) execute function app.hang_view_on_photo();

-- The ledger has no foreign keys, which would slow every view down. A removed photo takes its rows along here;
create or replace function app.forget_views() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.image_views w using gone where w.vehicle_id = gone.vehicle_id and w.image_id = gone.id;
  return null;
end
$$;

create or replace trigger vehicle_images_forget_views after delete on public.vehicle_images
  referencing old table as gone for each statement execute function app.forget_views();

-- and a removed account leaves rows that nobody can lead back to it.
create or replace function app.forget_viewer() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.image_views set user_id = null, viewer = gen_random_uuid() where user_id = old.id;
  delete from app.vehicle_viewers where viewer = old.id;
  return null;
end
$$;

create or replace trigger users_forget_viewer after delete on auth.users
  for each row execute function app.forget_viewer();

-- Partitions: one a week, in the private schema, made ahead. What fits none goes to `rest`, and moves when its week is
-- made.
create table if not exists app.image_views_rest partition of public.image_views default;

create or replace function app.make_ledger_week(monday date) returns void
language plpgsql set search_path = '' as $$
declare
  name constant text := 'image_views_' || to_char(monday, 'YYYYMMDD');
  starts constant timestamptz := monday::timestamp at time zone 'UTC';
  ends constant timestamptz := (monday + 7)::timestamp at time zone 'UTC';
begin
  if to_regclass('app.' || name) is not null then return; end if;
  -- Attaching a finished table leaves the ledger open meanwhile; creating a partition in place would not.
  execute format('create table app.%I (like public.image_views including defaults including constraints)', name);
  execute format('revoke all on app.%I from public, anon, authenticated, service_role', name);
  execute format('with late as (delete from app.image_views_rest where viewed_at >= $1 and viewed_at < $2 returning *)
                  insert into app.%I select * from late', name) using starts, ends;
  execute format('alter table public.image_views attach partition app.%I for values from (%L) to (%L)', name, starts,
    ends);
end
$$;

create or replace function app.make_ledger_weeks() returns void
language plpgsql set search_path = '' as $$
begin
  for n in -2 .. 8 loop
    perform app.make_ledger_week(date_trunc('week', now() at time zone 'utc')::date + 7 * n);
  end loop;
end
$$;
revoke all on app.image_views_rest from public, anon, authenticated, service_role;

select app.make_ledger_weeks();

select app.pace_inserts('public.image_views', 'view_details');
revoke all on function
  app.join_view,
  app.hang_view_on_photo,
  app.forget_views,
  app.forget_viewer,
  app.make_ledger_week,
  app.make_ledger_weeks
  from public, anon, authenticated, service_role;


-- 30_attention/32_image_interactions.sql

-- Image interactions: likes, comments and shares. One like a person and photo, any number of comments and shares.
-- A comment may reply to a comment, one level deep. Their author edits them, the vehicle's owner may hide them.

create table if not exists public.image_interactions (
  id               uuid not null default gen_random_uuid(),
  vehicle_id       uuid not null references public.vehicles (id) on delete cascade,
  image_id         uuid not null references public.vehicle_images (id) on delete cascade,
  user_id          uuid not null default auth.uid() references auth.users (id) on delete cascade,
  interaction_type text not null,
  comment_text     text,
  parent_id        uuid,
  share_channel    text,
  is_hidden        boolean not null default false,
  lifts            boolean not null default true,
  owner_id         uuid,
  is_public        boolean not null default false,
  client_id        uuid,
  created_at       timestamptz not null default now(),
  edited_at        timestamptz,
  primary key (vehicle_id, id),
  constraint image_interactions_parent_fkey foreign key (vehicle_id, parent_id)
    -- replies outlive a comment taken back
    references public.image_interactions (vehicle_id, id) on delete set null (parent_id),
  constraint interaction_type_is_like_comment_or_share check (interaction_type in ('like', 'comment', 'share')),
  constraint comment_text_belongs_to_comments check ((interaction_type = 'comment') = (comment_text is not null)),
  constraint comment_has_1_to_2000_characters check (app.is_readable(comment_text, 2000)),
  constraint only_comments_reply check (parent_id is null or interaction_type = 'comment'),
  constraint only_comments_are_hidden check (not is_hidden or interaction_type = 'comment'),
  constraint share_channel_belongs_to_shares check (share_channel is null or interaction_type = 'share'),
  constraint share_channel_is_known check (
    share_channel in ('native', 'link', 'email', 'message', 'facebook', 'whatsapp', 'x', 'reddit', 'other'))
);

comment on table public.image_interactions is
  'What people do with a photo. owner_id and is_public are copies of the vehicle''s, kept by the database.';
comment on column public.image_interactions.parent_id is 'The comment that this one answers.';
comment on column public.image_interactions.share_channel is 'native is the device''s own share sheet (Web Share).';
comment on column public.image_interactions.lifts is
  'Adds to the engagement score: a person''s first comment and first share of a photo within a day do, others are '
  'counted only.';
comment on column public.image_interactions.client_id is
  'Made by the client and one for each act of a person, so that what is sent again is not done twice.';
comment on column public.image_interactions.is_hidden is
  'Set by the vehicle''s owner; then only owner and author see the comment, and it is not counted.';

create unique index if not exists image_interactions_one_like on public.image_interactions (vehicle_id, image_id, user_id)
  where interaction_type = 'like';
create unique index if not exists image_interactions_sent_once on public.image_interactions (user_id, client_id)
  where client_id is not null;
create index if not exists image_interactions_by_id on public.image_interactions (id);
create index if not exists image_interactions_by_image on public.image_interactions (image_id, interaction_type, created_at);
create index if not exists image_interactions_by_person on public.image_interactions (user_id, created_at, id);
create index if not exists image_interactions_by_parent on public.image_interactions (vehicle_id, parent_id)
  where parent_id is not null;

revoke all on public.image_interactions from public, anon, authenticated, service_role;
grant select on public.image_interactions to anon, authenticated;
grant insert (image_id, user_id, interaction_type, comment_text, parent_id, share_channel, client_id)
  on public.image_interactions to authenticated;
grant update (comment_text, is_hidden) on public.image_interactions to authenticated;
grant delete on public.image_interactions to authenticated;
grant select, insert, update, delete on public.image_interactions to service_role;

alter table public.image_interactions enable row level security;

drop policy if exists "anyone sees what people do with public photos" on public.image_interactions;
create policy "anyone sees what people do with public photos" on public.image_interactions
  for select to anon using (is_public and not is_hidden);

drop policy if exists "members see interactions on public photos and on their own" on public.image_interactions;
create policy "members see interactions on public photos and on their own" on public.image_interactions
  for select to authenticated
  using ((is_public and (not is_hidden or user_id = (select auth.uid()))) or owner_id = (select auth.uid()));

drop policy if exists "members like, comment and share as themselves" on public.image_interactions;
create policy "members like, comment and share as themselves" on public.image_interactions
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

drop policy if exists "authors edit their comments and owners hide them" on public.image_interactions;
create policy "authors edit their comments and owners hide them" on public.image_interactions
  for update to authenticated
  using (interaction_type = 'comment'
         and ((user_id = (select auth.uid()) and is_public) or owner_id = (select auth.uid())));

drop policy if exists "members take back what they did" on public.image_interactions;
create policy "members take back what they did" on public.image_interactions
  for delete to authenticated using (user_id = (select auth.uid()));

create or replace trigger image_interactions_hang_on_photo before insert on public.image_interactions
  for each row execute function app.hang_on_photo();

create or replace function app.join_thread() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  parent public.image_interactions;
begin
  select * into parent from public.image_interactions p
    where p.vehicle_id = new.vehicle_id and p.id = new.parent_id and p.image_id = new.image_id
      and p.interaction_type = 'comment'
      and (not p.is_hidden or p.owner_id = new.user_id or p.user_id = new.user_id);
  if not found then
    raise exception 'There is no comment % on this photo.', new.parent_id
      using errcode = 'foreign_key_violation', hint = 'parent_id takes the id of a comment on the same photo.';
  elsif parent.parent_id is not null then
    raise exception 'Comments answer one level deep.'
      using errcode = 'check_violation', constraint = 'replies_are_one_level_deep',
        detail = 'replies_are_one_level_deep',
            hint = format('Answer the comment %s, at the top of that thread.', parent.parent_id);
  end if;
  return new;
end
$$;

create or replace trigger image_interactions_join_thread before insert on public.image_interactions
  for each row when (new.parent_id is not null) execute function app.join_thread();

create or replace function app.edit_comment() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.comment_text is distinct from old.comment_text then
    if app.is_client() and new.user_id is distinct from auth.uid() then
      raise exception 'Only its author edits a comment.'
        using errcode = 'insufficient_privilege', hint = 'As the owner of the vehicle you may hide it (is_hidden).';
    end if;
    new.edited_at := now();
  end if;
  -- What an operator does, a function of the database does for them: the one who writes is not the client.
  if new.is_hidden is distinct from old.is_hidden and current_user in ('anon', 'authenticated')
     and app.is_client() and new.owner_id is distinct from auth.uid() then
    raise exception 'Only the owner of the vehicle hides a comment or shows it again.'
      using errcode = 'insufficient_privilege', hint = 'As its author you may take it back (delete).';
  end if;
  if old.is_hidden and not new.is_hidden and app.is_client() and app.is_held_comment(new.vehicle_id, new.id) then
    perform app.refuse('an_operator_holds_this_comment', 'An operator has taken this comment from view.',
      'Ask the operators of this site.', '42501');
  end if;
  return new;
end
$$;

create or replace trigger image_interactions_edit_comment before update of comment_text, is_hidden on public.image_interactions
  for each row execute function app.edit_comment();

-- Changes: what the fold adds to the counts. A change takes back in the hour in which the thing was done, so that an
-- hour says how much of what was done in it still stands.
create table if not exists app.interaction_changes (
  vehicle_id       uuid not null,
  id               bigint generated always as identity,
  image_id         uuid not null,
  interaction_type text not null,
  delta            smallint not null,
  lifts            boolean not null,
  occurred_at      timestamptz not null,
  xact             xid8 not null,
  primary key (vehicle_id, id)
);

create index if not exists interaction_changes_by_xact on app.interaction_changes (xact);

revoke all on app.interaction_changes from public, anon, authenticated, service_role;

create or replace function app.note_interaction_change() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  subject constant public.image_interactions := case when tg_op = 'DELETE' then old else new end;
  delta constant integer :=
    case when tg_op <> 'DELETE' and not new.is_hidden then 1 else 0 end
      - case when tg_op <> 'INSERT' and not old.is_hidden then 1 else 0 end;
begin
  if delta <> 0 then
    insert into app.interaction_changes (vehicle_id, image_id, interaction_type, delta, lifts, occurred_at, xact)
      values (subject.vehicle_id, subject.image_id, subject.interaction_type, delta, subject.lifts, subject.created_at,
        app.ledger_xact());
  end if;
  return null;
end
$$;

create or replace trigger image_interactions_note_change after insert or delete or update of is_hidden on public.image_interactions
  for each row execute function app.note_interaction_change();

-- The score tells how many people a photo moves, not how often one of them says so. Two inserts by one person wait for
-- each other.
create or replace function app.weigh_interaction() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.image_id::text || new.user_id::text, 0));
  new.lifts := not exists (
    select from public.image_interactions i
    where i.user_id = new.user_id and i.created_at > new.created_at - interval '1 day'
      and i.created_at < new.created_at + interval '1 day'
      and i.image_id = new.image_id and i.interaction_type = new.interaction_type and i.lifts);
  return new;
end
$$;

create or replace trigger image_interactions_weigh before insert on public.image_interactions
  for each row when (new.interaction_type <> 'like') execute function app.weigh_interaction();

select app.pace_inserts('public.image_interactions', 'interactions');

-- A share says that somebody passed a photo on; passing it on all day lifts nothing.
insert into app.settings (name, value, about) values
  ('shares_per_photo_day', '5', 'Shares of one photo by one person within 24 hours.')
on conflict (name) do update set about = excluded.about;
create or replace function app.bound_shares() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if app.is_client() and (
    select count(*) from public.image_interactions i
    where i.vehicle_id = new.vehicle_id and i.image_id = new.image_id and i.user_id = new.user_id
      and i.interaction_type = 'share'
      and i.created_at > now() - interval '1 day'
  ) >= app.setting_number('shares_per_photo_day') then
    perform app.refuse('shares_are_limited', 'You have shared this photo often today.',
      'Share another, or this one tomorrow.', 'PT429');
  end if;
  return new;
end
$$;
create or replace trigger image_interactions_zz_bound_shares before insert on public.image_interactions
  for each row when (new.interaction_type = 'share') execute function app.bound_shares();
revoke all on function
  app.join_thread,
  app.edit_comment,
  app.note_interaction_change,
  app.weigh_interaction,
  app.bound_shares
  from public, anon, authenticated, service_role;


-- 30_attention/33_photo_reports.sql

-- Photo reports: a member tells the operators that a photo is out of place. They read and decide them by
-- 98_operator/10_reports.sql.

create table if not exists public.photo_reports (
  vehicle_id uuid not null,   -- no key to vehicles, as comment_reports has none
  image_id   uuid not null references public.vehicle_images (id) on delete cascade,
  user_id    uuid not null default auth.uid() references auth.users (id) on delete cascade,
  reason     text not null,
  state      text not null default 'open',
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  primary key (vehicle_id, image_id, user_id),   -- one a person and photo
  constraint reason_has_1_to_1000_characters check (app.is_readable(reason, 1000)),
  constraint report_state_is_known check (state in ('open', 'upheld', 'rejected')),
  constraint decided_reports_have_a_time check ((state = 'open') = (decided_at is null))
);

comment on table public.photo_reports is 'Private: the owner of the vehicle does not learn who reported a photo.';

create index if not exists photo_reports_open on public.photo_reports (created_at) where state = 'open';
create index if not exists photo_reports_by_photo on public.photo_reports (image_id);
create index if not exists photo_reports_by_person on public.photo_reports (user_id);

revoke all on public.photo_reports from public, anon, authenticated, service_role;
grant select on public.photo_reports to authenticated;
grant insert (image_id, user_id, reason) on public.photo_reports to authenticated;
grant select, insert, update, delete on public.photo_reports to service_role;

alter table public.photo_reports enable row level security;

drop policy if exists "members see what they reported" on public.photo_reports;
create policy "members see what they reported" on public.photo_reports
  for select to authenticated using (user_id = (select auth.uid()));

drop policy if exists "members report as themselves" on public.photo_reports;
create policy "members report as themselves" on public.photo_reports
  for insert to authenticated with check (user_id = (select auth.uid()));

create or replace function app.hang_report_on_photo() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select v.id into new.vehicle_id from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id
    where i.id = new.image_id and ((coalesce(v.is_public, false) and not app.is_held_photo(i.id))
      or v.user_id = auth.uid() or not app.is_client())
    for share of v;
  if not found then
    raise exception 'There is no photo %.', coalesce(new.image_id::text, 'without an id')
      using errcode = 'foreign_key_violation', hint = 'image_id takes the id of a photo that you can see.';
  end if;
  return new;
end
$$;

create or replace trigger photo_reports_hang_on_photo before insert on public.photo_reports
  for each row execute function app.hang_report_on_photo();

select app.pace_inserts('public.photo_reports', 'reports');
revoke all on function
  app.hang_report_on_photo
  from public, anon, authenticated, service_role;


-- 30_attention/34_comment_reports.sql

-- Comment reports: a member tells the operators that a comment is out of place. They read and decide them by
-- 98_operator/10_reports.sql.

create table if not exists public.comment_reports (
  vehicle_id     uuid not null,   -- no key to vehicles, which would make embedding comments in vehicles ambiguous
  interaction_id uuid not null,
  user_id        uuid not null default auth.uid() references auth.users (id) on delete cascade,
  reason         text not null,
  state          text not null default 'open',
  created_at     timestamptz not null default now(),
  decided_at     timestamptz,
  primary key (vehicle_id, interaction_id, user_id),   -- one a person and comment
  constraint comment_reports_comment_fkey foreign key (vehicle_id, interaction_id)
    references public.image_interactions (vehicle_id, id) on delete cascade,
  constraint reason_has_1_to_1000_characters check (app.is_readable(reason, 1000)),
  constraint report_state_is_known check (state in ('open', 'upheld', 'rejected')),
  constraint decided_reports_have_a_time check ((state = 'open') = (decided_at is null))
);

comment on table public.comment_reports is
  'Private: the author of a comment and the owner of the vehicle do not learn who reported it.';

create index if not exists comment_reports_open on public.comment_reports (created_at) where state = 'open';
create index if not exists comment_reports_by_person on public.comment_reports (user_id);

revoke all on public.comment_reports from public, anon, authenticated, service_role;
grant select on public.comment_reports to authenticated;
grant insert (interaction_id, user_id, reason) on public.comment_reports to authenticated;
grant select, insert, update, delete on public.comment_reports to service_role;

alter table public.comment_reports enable row level security;

drop policy if exists "members see what they reported" on public.comment_reports;
create policy "members see what they reported" on public.comment_reports
  for select to authenticated using (user_id = (select auth.uid()));

drop policy if exists "members report as themselves" on public.comment_reports;
create policy "members report as themselves" on public.comment_reports
  for insert to authenticated with check (user_id = (select auth.uid()));

create or replace function app.hang_report_on_comment() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select c.vehicle_id into new.vehicle_id from public.image_interactions c
    where c.id = new.interaction_id and c.interaction_type = 'comment'
      and ((c.is_public and not c.is_hidden) or c.owner_id = auth.uid() or not app.is_client());
  if not found then
    raise exception 'There is no comment %.', coalesce(new.interaction_id::text, 'without an id')
      using errcode = 'foreign_key_violation', hint = 'interaction_id takes the id of a comment that you can see.';
  end if;
  return new;
end
$$;

create or replace trigger comment_reports_hang_on_comment before insert on public.comment_reports
  for each row execute function app.hang_report_on_comment();

select app.pace_inserts('public.comment_reports', 'reports');
revoke all on function
  app.hang_report_on_comment
  from public, anon, authenticated, service_role;


-- 30_attention/35_held_comments.sql

-- Held comments: an operator has taken them from view. A held comment is hidden as one that the owner hides, and the
-- owner cannot show it again.

create table if not exists app.held_comments (
  vehicle_id     uuid not null,
  interaction_id uuid not null,
  was_hidden     boolean not null,
  held_at        timestamptz not null default now(),
  primary key (vehicle_id, interaction_id),
  constraint held_comments_comment_fkey foreign key (vehicle_id, interaction_id)
    references public.image_interactions (vehicle_id, id) on delete cascade
);
comment on table app.held_comments is 'Why and by whom stands in operator_acts, as hold_comment.';
comment on column app.held_comments.was_hidden is 'The owner had hidden it before, which a release leaves as it was.';
create index if not exists held_comments_by_time on app.held_comments (held_at desc);
revoke all on app.held_comments from public, anon, authenticated, service_role;

create or replace function app.is_held_comment(vehicle uuid, comment uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from app.held_comments h where h.vehicle_id = vehicle and h.interaction_id = comment)
$$;
-- the trigger runs with the rights of whoever writes
revoke all on function
  app.is_held_comment(uuid, uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.is_held_comment(uuid, uuid) to authenticated, service_role;


-- 30_attention/36_record_image_views.sql

-- record_image_views(events): the batch door. One call takes the views of one viewer, or of many from the service role.

-- Why one event cannot be read, in words; null when it can.
create or replace function app.unreadable_event(event jsonb) returns text
language plpgsql stable set search_path = '' as $$
declare
  field text;
begin
  if jsonb_typeof(event) is distinct from 'object' then
    return 'An event must be an object such as {"event_id": "...", "image_id": "...", "viewed_at": '
      '"2026-01-31T12:00:00Z"}.';
  end if;
  field := 'event_id must be a UUID, made once for each view and kept when it is sent again.';
  perform (event ->> 'event_id')::uuid;
  field := 'image_id must be the UUID of a photo.';
  perform (event ->> 'image_id')::uuid;
  field := 'viewed_at must be a time such as "2026-01-31T12:00:00Z".';
  perform (event ->> 'viewed_at')::timestamptz;
  field := 'view_duration_seconds must be a number of seconds from 0 to 86400.';
  perform (event ->> 'view_duration_seconds')::double precision;
  return null;
exception when data_exception then
  return field;
end
$$;

create or replace function app.record_image_views(events jsonb) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  is_service constant boolean := not app.is_client();
  caller constant uuid := auth.uid();
  is_bot boolean;
  key bytea;
  caller_viewer uuid;
  sent integer;
  allowed integer;
  this_xact xid8;
  per_call constant integer := app.setting('events_per_call')::integer;
  looked_closely boolean := false;
  unreadable jsonb := '[]';             -- {index, reason} of events that cannot be read at all
  skip integer[] := '{}';               -- their places
  duplicates integer[] := '{}';         -- places of events that the ledger, or this call, has already
  found integer[];
  answer jsonb;
begin
  if jsonb_typeof(events) is distinct from 'array' then
    raise exception 'events must be an array of views.'
      using errcode = 'invalid_parameter_value',
            hint = 'Send {"events": [{"event_id": "...", "image_id": "...", "viewed_at": "..."}]}, the array as JSON '
              'and not as a text.';
  end if;
  sent := jsonb_array_length(events);
  if sent > (case when is_service then 10 * per_call else app.setting_number('client_events_per_call') end) then
    perform app.refuse('too_many_events', format('%s views are more than a call takes.', sent),
      'Send them in several calls.', 'PT413');
  end if;
  if sent > per_call then
    events := jsonb_path_query_array(events, format('$[0 to %s]', per_call - 1)::jsonpath);
  end if;
  key := app.viewer_key();
  caller_viewer := app.caller_viewer(key);
  allowed := app.take_from_caps(caller_viewer, key, least(sent, per_call));
  is_bot := not is_service and app.is_bot(app.request_header('user-agent'));
  this_xact := app.ledger_xact();

  -- Nearly always the first attempt is the last. An event that cannot be read, or is in the ledger already, fails the
  -- whole statement; then it is found, left out, and the statement runs again on a newer snapshot.
  loop
    begin
      with sent as materialized (
        select e.*,
               lag(e.event_id) over (order by e.event_id, e.n) is not distinct from e.event_id as repeated
        from rows from (jsonb_to_recordset(events)
               as (event_id uuid, image_id uuid, viewed_at timestamptz, view_duration_seconds double precision,
                 device_type text, viewer_id text))
             with ordinality e (event_id, image_id, viewed_at, seconds, device, viewer_id, n)
      ), photos as materialized (
        select i.id, v.id as vehicle_id
        from (select distinct s.image_id from sent s) asked
        join public.vehicle_images i on i.id = asked.image_id
        join public.vehicles v on v.id = i.vehicle_id
        where is_service or v.is_public or v.user_id = caller
      ), checked as materialized (
        select s.*, p.vehicle_id, s.repeated or s.n = any (duplicates) as is_duplicate,
               case when s.viewer_id is null then caller_viewer else app.hash_viewer(key, s.viewer_id) end as viewer,
               case
                 when s.n > allowed
                   then 'Too many views from this viewer or network for now. Send the rest after ten minutes.'
                 when s.event_id is null
                   then 'event_id is missing: send a UUID, made once for each view and kept when it is sent again.'
                 when s.image_id is null then 'image_id is missing: send the UUID of the photo.'
                 when p.id is null then format(
                   'There is no photo %s. Only the owner sees photos of a private vehicle.', s.image_id)
                 when s.viewed_at is null
                   then 'viewed_at is missing: send the time of the view, such as "2026-01-31T12:00:00Z".'
                 when s.viewed_at < now() - interval '7 days'
                   then 'viewed_at is more than 7 days ago. Views are taken for a week.'
                 when s.viewed_at > now() + interval '5 minutes'
                   then 'viewed_at lies in the future. Check the clock of the device.'
                 when not s.seconds between 0 and 86400 then 'view_duration_seconds must be from 0 to 86400.'
                 when s.device not in ('mobile', 'tablet', 'desktop', 'other')
                   then 'device_type must be mobile, tablet, desktop or other.'
                 when s.viewer_id is not null and not is_service
                   then 'viewer_id is for servers with the secret key. Leave it out: the viewer is you.'
                 when length(s.viewer_id) > 64 then 'viewer_id must have at most 64 characters.'
               end as reason
        from sent s left join photos p on p.id = s.image_id
        where s.n <> all (skip)
      ), looks as materialized (
        select c.*, row_number() over (partition by c.viewer, c.vehicle_id order by c.viewed_at, c.n) as place
        from checked c
        where c.reason is null and not c.is_duplicate
      ), viewers as (
        insert into app.vehicle_viewers as known (viewer, vehicle_id, photos, times, judgements, seen_at)
        select g.viewer, g.vehicle_id, g.photos, g.times,
               case when cardinality(g.photos) = 1 then '{2}'
                 else (app.judge_looks('{}', '{}', '{}', g.photos, g.times, 1, is_service)).judgements end, now()
        from (select l.viewer, l.vehicle_id, array_agg(l.image_id order by l.place) as photos,
          array_agg(l.viewed_at order by l.place) as times
              from looks l where not is_bot group by l.viewer, l.vehicle_id) g
        order by g.viewer, g.vehicle_id
        on conflict on constraint vehicle_viewers_pkey do update set (photos, times, judgements, seen_at) = (
          select j.photos, j.times, j.judgements, excluded.seen_at
          from app.judge_looks(known.photos, known.times, known.judgements, excluded.photos, excluded.times, 1,
            is_service) j)
        returning known.viewer, known.vehicle_id, known.judgements
      ), ledger as (
        insert into public.image_views
          (id, vehicle_id, image_id, user_id, viewer, viewed_at, view_duration_seconds, device_type, counted,
            first_of_day, source, xact)
        select l.event_id, l.vehicle_id, l.image_id, case when l.viewer = caller then caller end, l.viewer, l.viewed_at,
               case when l.seconds < 1e-3 then 0 else l.seconds end, l.device,
               coalesce(v.judgements[l.place] > 0, false), coalesce(v.judgements[l.place] = 2, false),
               case when is_bot then 'bot' else 'batch' end, this_xact
        -- full: never in a nested loop
        from looks l full join viewers v on v.viewer = l.viewer and v.vehicle_id = l.vehicle_id
        order by l.event_id   -- two calls with the same events wait for each other in one order
        returning 1
      )
      select jsonb_build_object(
        'accepted', (select count(*) from ledger),
        'duplicates', count(*) filter (where c.reason is null and c.is_duplicate),
        'rejected', unreadable || coalesce(
          jsonb_agg(jsonb_build_object('index', c.n - 1, 'reason', c.reason) order by c.n)
                                           filter (where c.reason is not null), '[]')
                    || coalesce((select jsonb_agg(
                      jsonb_build_object('index', n, 'reason',
                      format('A call takes %s views. Send the rest in another.', per_call)) order by n)
                                 from generate_series(per_call, sent - 1) n), '[]'))
        into answer
        from checked c;
      exit;
    exception
      when unique_violation then
        select coalesce(array_agg(e.n), '{}') into found
        from rows from (jsonb_to_recordset(events) as (
          event_id uuid, image_id uuid, viewed_at timestamptz)) with ordinality e (event_id, image_id, viewed_at, n)
        join public.vehicle_images i on i.id = e.image_id
        where exists (select from public.image_views w
          where w.vehicle_id = i.vehicle_id and w.id = e.event_id and w.viewed_at = e.viewed_at);
        if cardinality(found) <= cardinality(duplicates) then raise; end if;
        duplicates := found;
      when data_exception then
        if looked_closely then raise; end if;
        looked_closely := true;
        select coalesce(jsonb_agg(jsonb_build_object('index', e.n - 1, 'reason', e.reason) order by e.n) filter (
          where e.reason is not null), '[]'),
               coalesce(array_agg(e.n) filter (where e.reason is not null), '{}'),
               jsonb_agg(case when e.reason is null then e.event else '{}' end order by e.n)
          into unreadable, skip, events
        from (select event, n, app.unreadable_event(event) as reason
          from jsonb_array_elements(events) with ordinality a (event, n)) e;
    end;
  end loop;
  if looked_closely then
    answer := jsonb_set(answer, '{rejected}', (select coalesce(jsonb_agg(r order by (r -> 'index')::integer), '[]')
                                               from jsonb_array_elements(answer -> 'rejected') r));
  end if;
  return answer;
end
$$;
revoke all on function
  app.record_image_views(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function app.record_image_views(jsonb) to anon, authenticated, service_role;

create or replace function public.record_image_views(events jsonb) returns jsonb
language plpgsql set search_path = '' as $$   -- not in SQL, which is parsed again at every call
begin
  return app.record_image_views(events);
end
$$;
comment on function public.record_image_views(jsonb) is
  'Takes views [{event_id, image_id, viewed_at, view_duration_seconds, device_type}] and answers {accepted, '
    'duplicates, rejected: [{index, reason}]}. An event sent again is a duplicate; repeats within 30 minutes and bots '
    'are accepted and not counted. Counts follow within 5 s.';
revoke all on function
  public.record_image_views(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function public.record_image_views(jsonb) to anon, authenticated, service_role;
revoke all on function
  app.unreadable_event
  from public, anon, authenticated, service_role;


-- 30_attention/38_increment_image_view_count.sql

-- increment_image_view_count(image): the single door. It adds one at each call, at once, and keeps nothing but that.

create or replace function app.increment_image_view_count(image_uuid uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  is_service constant boolean := not app.is_client();
  caller constant uuid := auth.uid();
  vehicle uuid;
  key bytea;
  viewer uuid;
  judgement smallint := 1;
begin
  select i.vehicle_id into vehicle
    from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id
    where i.id = image_uuid and (is_service or v.is_public or v.user_id = caller);
  if not found then
    raise exception 'There is no photo %.', coalesce(image_uuid::text, 'without an id')
      using errcode = 'PT404', hint = 'Check the photo id. Only the owner sees photos of a private vehicle.';
  end if;

  if not is_service then   -- the service role speaks for people whom it does not name
    key := app.viewer_key();
    viewer := app.caller_viewer(key);
    if app.take_from_caps(viewer, key, 1) = 0 then
      judgement := 0;
    else
      insert into app.vehicle_viewers as known (viewer, vehicle_id, photos, times, judgements, seen_at)
        values (viewer, vehicle, array[image_uuid], array[now()], '{4}', now())
        on conflict on constraint vehicle_viewers_pkey do update set (photos, times, judgements, seen_at) = (
          select j.photos, j.times, case when j.judgements[1] > 0 then array[j.judgements[1] + 2]::smallint[]
            || j.judgements[2:] else j.judgements end,
                 excluded.seen_at
          from app.judge_looks(known.photos, known.times, known.judgements, excluded.photos, excluded.times,
                               app.setting('single_views_per_30_minutes')::integer) j)
        returning known.judgements[1] into judgement;
    end if;
  end if;

  if judgement > 0 then
    update public.vehicle_images set view_count = view_count + 1, last_viewed_at = greatest(last_viewed_at, now())
      where id = image_uuid;
  end if;
  insert into public.image_views (vehicle_id, image_id, user_id, viewer, counted, first_of_day, source, xact)
    values (vehicle, image_uuid, caller, viewer, judgement > 0, judgement in (2, 4), 'single', app.ledger_xact());
end
$$;
revoke all on function
  app.increment_image_view_count(uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.increment_image_view_count(uuid) to anon, authenticated, service_role;

create or replace function public.increment_image_view_count(image_uuid uuid) returns void
language sql set search_path = '' as $$
  select app.increment_image_view_count(image_uuid)
$$;
comment on function public.increment_image_view_count(uuid) is
  'Counts one view of a photo, visible at once in vehicle_images.view_count; beyond 10 by one viewer in 30 minutes it '
    'is logged only. Fails with PT404 for a photo that the caller cannot see.';
revoke all on function
  public.increment_image_view_count(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.increment_image_view_count(uuid) to anon, authenticated, service_role;


-- 30_attention/40_view_rollups.sql

-- View rollups: what the fold has added up. Reading a count or an insight reads these, never the ledger.

-- A row for each photo, hour or day (UTC) and device in which something happened. Likes, comments and shares stand in
-- the rows of device 'unknown', as do views counted one by one.
create table if not exists app.view_rollups (
  vehicle_id  uuid not null,
  grain       text not null,
  starts_at   timestamptz not null,
  image_id    uuid not null,
  device_type text not null,
  views       bigint not null,
  viewers     bigint not null,
  repeats     bigint not null,
  bots        bigint not null,
  looks       bigint not null,
  dwell_sum   double precision not null,
  dwell       bigint[] not null,
  likes       bigint not null,
  comments    bigint not null,
  shares      bigint not null,
  primary key (vehicle_id, grain, starts_at, image_id, device_type),
  constraint grain_is_known check (grain in ('hour', 'day'))
);

comment on column app.view_rollups.views is 'Counted rows of the ledger.';
comment on column app.view_rollups.viewers is
  'Views that were their viewer''s first of the vehicle on that day (UTC): each person once a day.';
comment on column app.view_rollups.looks is 'Rows with a dwell: views of the batch door, and details.';
comment on column app.view_rollups.dwell is 'Looks by dwell, in the classes that app.dwell_ends tells apart.';

revoke all on app.view_rollups from public, anon, authenticated, service_role;

-- Upper ends of the dwell classes, in seconds; the last class is open.
create or replace function app.dwell_ends() returns double precision[]
language sql immutable as $$
  select '{1,2,3,4,5,6,7,8,9,10,12,14,16,18,20,30,60}'::double precision[]
$$;

-- Written out: 2.5 times as fast as unnesting both.
create or replace function app.add_dwell(a bigint[], b bigint[]) returns bigint[]
language sql immutable as $$
  select array[
    a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4], a[5] + b[5], a[6] + b[6], a[7] + b[7], a[8] + b[8],
    a[9] + b[9], a[10] + b[10], a[11] + b[11], a[12] + b[12], a[13] + b[13], a[14] + b[14], a[15] + b[15],
    a[16] + b[16], a[17] + b[17], a[18] + b[18]]
$$;

-- A row for each photo: its heat (see 30_attention/42_engagement_score.sql), and what is still to be added to its row
-- of vehicle_images, which somebody else may hold locked just now.
create table if not exists app.image_attention (
  image_id         uuid not null,
  vehicle_id       uuid not null,
  heat             double precision not null default 0,
  heat_at          timestamptz not null,
  last_viewed_at   timestamptz,
  waiting_views    bigint not null default 0,
  waiting_likes    bigint not null default 0,
  waiting_comments bigint not null default 0,
  waiting_shares   bigint not null default 0,
  waiting_since    timestamptz,
  scored_at        timestamptz,
  primary key (image_id, vehicle_id)
);

comment on column app.image_attention.waiting_since is 'Null when vehicle_images has everything.';

create index if not exists image_attention_waiting on app.image_attention (image_id) where waiting_since is not null;

revoke all on app.image_attention from public, anon, authenticated, service_role;

-- Ledger rows that have become visible since a snapshot. Transactions that were running then are looked up by their
-- ids, so that one which stays open for hours makes nobody read those hours again.
create or replace function app.views_since(folded pg_snapshot) returns setof public.image_views
language sql stable as $$
  select w.* from public.image_views w
    where w.xact >= pg_snapshot_xmax(folded) and pg_visible_in_snapshot(w.xact, (select app.ledger_snapshot()))
  union all
  select w.* from public.image_views w
    where w.xact = any (array(select pg_snapshot_xip(folded)))
      and pg_visible_in_snapshot(w.xact, (select app.ledger_snapshot()))
$$;

create or replace function app.interaction_changes_since(folded pg_snapshot) returns setof app.interaction_changes
language sql stable as $$
  select c.* from app.interaction_changes c
    where c.xact >= pg_snapshot_xmax(folded) and pg_visible_in_snapshot(c.xact, (select app.ledger_snapshot()))
  union all
  select c.* from app.interaction_changes c
    where c.xact = any (array(select pg_snapshot_xip(folded)))
      and pg_visible_in_snapshot(c.xact, (select app.ledger_snapshot()))
$$;

-- A photo moved to another vehicle takes its history along. Folding waits, for it would write under the old vehicle.
create or replace function app.carry_history() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform from app.folds f where f.name = 'views' for update;
  update public.image_views set vehicle_id = new.vehicle_id where image_id = new.id and vehicle_id = old.vehicle_id;
  update public.image_interactions t set vehicle_id = v.id, owner_id = v.user_id,
    is_public = coalesce(v.is_public, false)
    from public.vehicles v
    where v.id = new.vehicle_id and t.image_id = new.id and t.vehicle_id = old.vehicle_id;
  update public.image_tags t set vehicle_id = v.id, owner_id = v.user_id, is_public = coalesce(v.is_public, false)
    from public.vehicles v
    where v.id = new.vehicle_id and t.image_id = new.id and t.vehicle_id = old.vehicle_id;
  update app.view_rollups set vehicle_id = new.vehicle_id where image_id = new.id and vehicle_id = old.vehicle_id;
  update app.image_attention set vehicle_id = new.vehicle_id where image_id = new.id and vehicle_id = old.vehicle_id;
  return null;
end
$$;

create or replace trigger vehicle_images_carry_history after update of vehicle_id on public.vehicle_images
  for each row when (old.vehicle_id is distinct from new.vehicle_id)
  execute function app.carry_history();
revoke all on function
  app.dwell_ends,
  app.add_dwell,
  app.views_since,
  app.interaction_changes_since,
  app.carry_history
  from public, anon, authenticated, service_role;


-- 30_attention/42_engagement_score.sql

-- Engagement score: how much attention a photo gets now, 0 to 100.
--   heat  = sum of weights, each halved every 30 days from the start of its hour: view 1, like 4, share 6, comment 8
--           (of a person's comments on a photo the first within a day, and so of their shares:
--           image_interactions.lifts)
--   score = 100 * ln(1 + heat) / (ln(1 + heat) + ln(1 + 100))
-- A heat of 100 scores 50, of 10,000 scores 67: the curve keeps rising and never reaches 100.

create or replace function app.engagement_score(heat double precision) returns numeric
language sql immutable as $$
  select round((100 * ln(1 + greatest(heat, 0)) / (ln(1 + greatest(heat, 0)) + ln(101)))::numeric, 2)
$$;

-- What is left of something that weighed 1 at a time.
create or replace function app.heat_left(since timestamptz) returns double precision
language sql stable as $$
  select power(0.5, greatest(0, extract(epoch from now() - since)::double precision) / 2592000)
$$;

create or replace function app.interaction_weight(interaction_type text) returns integer
language sql immutable as $$
  select case interaction_type when 'like' then 4 when 'share' then 6 when 'comment' then 8 end
$$;

-- The heat that the fold keeps, and what has come in since.
create or replace function app.heat_now(photo uuid) returns double precision
language sql stable set search_path = '' set plan_cache_mode = force_custom_plan as $$
  select coalesce((select sum(a.heat * app.heat_left(a.heat_at)) from app.image_attention a
    where a.image_id = photo), 0)
       + coalesce((select sum(app.heat_left(date_bin('1 hour', w.viewed_at, '2000-01-01T00:00:00Z')))
                   from app.folds f, app.views_since(f.position) w
                   where f.name = 'views' and w.image_id = photo and w.counted), 0)
       + coalesce((select sum(c.delta * app.interaction_weight(c.interaction_type)
                              * app.heat_left(date_bin('1 hour', c.occurred_at, '2000-01-01T00:00:00Z')))
                   from app.folds f, app.interaction_changes_since(f.position) c
                   where f.name = 'views' and c.image_id = photo and c.lifts), 0)
$$;

create or replace function app.calculate_engagement_score(image_uuid uuid) returns numeric
language plpgsql security definer set search_path = '' set jit = off as $$
declare
  score numeric;
begin
  update public.vehicle_images i set engagement_score = app.engagement_score(app.heat_now(i.id))
    from public.vehicles v
    where i.id = image_uuid and v.id = i.vehicle_id and (v.is_public or v.user_id = auth.uid() or not app.is_client())
    returning i.engagement_score into score;
  if not found then
    raise exception 'There is no photo %.', coalesce(image_uuid::text, 'without an id')
      using errcode = 'PT404', hint = 'Check the photo id. Only the owner sees photos of a private vehicle.';
  end if;
  return score;
end
$$;
revoke all on function
  app.calculate_engagement_score(uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.calculate_engagement_score(uuid) to authenticated, service_role;

create or replace function public.calculate_engagement_score(image_uuid uuid) returns numeric
language sql set search_path = '' as $$
  select app.calculate_engagement_score(image_uuid)
$$;
comment on function public.calculate_engagement_score(uuid) is
  'Recomputes and stores vehicle_images.engagement_score, and returns what it stored. Fails with PT404 for a photo '
    'that the caller cannot see.';
revoke all on function
  public.calculate_engagement_score(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.calculate_engagement_score(uuid) to authenticated, service_role;
revoke all on function
  app.engagement_score,
  app.heat_left,
  app.interaction_weight,
  app.heat_now
  from public, anon, authenticated, service_role;


-- 30_attention/44_fold_views.sql

-- The fold: adds what has come into the ledger to rollups, heat and counts, each row exactly once. Safe to run
-- anywhere, in several places, and to be killed: one runs at a time, others leave at once, and its work and its mark
-- are one transaction.

create or replace function app.has_something_to_fold() returns boolean
language plpgsql stable set search_path = '' set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  folded pg_snapshot;
begin
  select f.position into folded from app.folds f where f.name = 'views';
  return exists (select from app.image_attention where waiting_since is not null)
      or exists (select from public.image_views where xact >= pg_snapshot_xmax(folded))
      or exists (select from app.interaction_changes where xact >= pg_snapshot_xmax(folded))
      or exists (select from app.views_since(folded))
      or exists (select from app.interaction_changes_since(folded));
end
$$;

-- Ledger rows that the statement's snapshot sees and the one before did not, added up by photo, hour and kind. `dwell`
-- says of how many the dwell is known, and then of how many it is at least each of app.dwell_ends(): one comparison
-- each. They are written out because it is faster: 400,000 looks at 3,000 photos take 0.27 s, and 0.47 s by
-- width_bucket and a second grouping; a test compares them with app.dwell_ends(). Text is told apart byte by byte
-- (collate "C"), which is much quicker. Where a backlog is long and processors are free, several read it, for which
-- the query holds nothing but columns and constants.
create or replace function app.new_looks(folded pg_snapshot, seen pg_snapshot)
returns table (image_id uuid, hour timestamptz, device_type text, source text, counted boolean, entries bigint,
               firsts bigint,
               last_viewed_at timestamptz, dwell_sum double precision, dwell bigint[])
language plpgsql stable rows 3000 set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  folded_to constant xid8 := pg_snapshot_xmax(folded);
  were_running constant xid8[] := array(select pg_snapshot_xip(folded));
begin
  return query
  select w.image_id, date_bin('1 hour', w.viewed_at, '2000-01-01T00:00:00Z'), w.device_type collate "C",
         w.source collate "C", w.counted,
         count(*), count(*) filter (where w.first_of_day), max(w.viewed_at),
         sum(w.view_duration_seconds::double precision),
         array[count(w.view_duration_seconds),
               count(*) filter (where w.view_duration_seconds >= 1::real),
               count(*) filter (where w.view_duration_seconds >= 2::real),
               count(*) filter (where w.view_duration_seconds >= 3::real),
               count(*) filter (where w.view_duration_seconds >= 4::real),
               count(*) filter (where w.view_duration_seconds >= 5::real),
               count(*) filter (where w.view_duration_seconds >= 6::real),
               count(*) filter (where w.view_duration_seconds >= 7::real),
               count(*) filter (where w.view_duration_seconds >= 8::real),
               count(*) filter (where w.view_duration_seconds >= 9::real),
               count(*) filter (where w.view_duration_seconds >= 10::real),
               count(*) filter (where w.view_duration_seconds >= 12::real),
               count(*) filter (where w.view_duration_seconds >= 14::real),
               count(*) filter (where w.view_duration_seconds >= 16::real),
               count(*) filter (where w.view_duration_seconds >= 18::real),
               count(*) filter (where w.view_duration_seconds >= 20::real),
               count(*) filter (where w.view_duration_seconds >= 30::real),
               count(*) filter (where w.view_duration_seconds >= 60::real)]
  from public.image_views w
  where (w.xact >= folded_to or w.xact = any (were_running)) and pg_visible_in_snapshot(w.xact, seen)
  group by 1, 2, 3, 4, 5;
end
$$;

-- Adds what is new since this snapshot. at_once: photos that nobody holds locked get their counts in the same
-- statement;
-- otherwise all counts wait for app.hand_over_counts, which works photo by photo where it must.
create or replace function app.fold_ledger(folded pg_snapshot, at_once boolean) returns bigint
language plpgsql set search_path = '' as $$
declare
  added bigint;
begin
  with looked as materialized (
    select l.*, (l.counted and l.source <> 'single') or l.source = 'detail' as dwelt
      from app.new_looks(fold_ledger.folded, app.ledger_snapshot()) l
  ), done as materialized (
    select c.image_id, date_bin('1 hour', c.occurred_at, '2000-01-01T00:00:00Z') as hour, count(*) as entries,
           coalesce(sum(c.delta) filter (where c.interaction_type = 'like'), 0) as likes,
           coalesce(sum(c.delta) filter (where c.interaction_type = 'comment'), 0) as comments,
           coalesce(sum(c.delta) filter (where c.interaction_type = 'share'), 0) as shares,
           coalesce(sum(c.delta * app.interaction_weight(c.interaction_type)) filter (where c.lifts), 0) as lift
    from app.interaction_changes_since(fold_ledger.folded) c
    group by 1, 2
  ), cells as materialized (   -- of photos that are still there
    select i.vehicle_id, c.*
    from (select l.image_id, l.hour,
      case l.source when 'single' then 'unknown' else coalesce(l.device_type, 'unknown') end collate "C" as device_type,
                 case when l.counted then l.entries else 0 end::integer as views,
                 l.firsts::integer as viewers,
                 case when l.source = 'batch' and not l.counted then l.entries else 0 end::integer as repeats,
                 case when l.source = 'bot' then l.entries else 0 end::integer as bots,
                 case when l.dwelt then coalesce(l.dwell_sum, 0) else 0 end as dwell_sum,
                 case when l.dwelt then l.dwell else array_fill(0::bigint, array[18]) end::integer[] as dwell,
                 0 as likes, 0 as comments, 0 as shares, 0 as lift,
                 case when l.counted and l.source <> 'single' then l.entries else 0 end::integer as waiting,
                 case when l.counted then l.last_viewed_at end as last_viewed_at
          from looked l
          union all
          select image_id, hour, 'unknown', 0, 0, 0, 0, 0, array_fill(0, array[18]), likes, comments, shares, lift, 0,
                 null from done) c
    join public.vehicle_images i on i.id = c.image_id
  ), rollups as (
    insert into app.view_rollups as r (
      vehicle_id, grain, starts_at, image_id, device_type, views, viewers, repeats, bots, looks, dwell_sum, dwell,
      likes, comments, shares)
    select c.vehicle_id, g.grain, date_bin(g.width, c.hour, '2000-01-01T00:00:00Z'), c.image_id, c.device_type,
           sum(c.views), sum(c.viewers), sum(c.repeats), sum(c.bots), sum(c.dwell[1]), sum(c.dwell_sum),
           array[sum(c.dwell[1]) - sum(c.dwell[2]), sum(c.dwell[2]) - sum(c.dwell[3]),
             sum(c.dwell[3]) - sum(c.dwell[4]), sum(c.dwell[4]) - sum(c.dwell[5]),
                 sum(c.dwell[5]) - sum(c.dwell[6]), sum(c.dwell[6]) - sum(c.dwell[7]),
                 sum(c.dwell[7]) - sum(c.dwell[8]), sum(c.dwell[8]) - sum(c.dwell[9]),
                 sum(c.dwell[9]) - sum(c.dwell[10]), sum(c.dwell[10]) - sum(c.dwell[11]),
                 sum(c.dwell[11]) - sum(c.dwell[12]), sum(c.dwell[12]) - sum(c.dwell[13]),
                 sum(c.dwell[13]) - sum(c.dwell[14]), sum(c.dwell[14]) - sum(c.dwell[15]),
                 sum(c.dwell[15]) - sum(c.dwell[16]), sum(c.dwell[16]) - sum(c.dwell[17]),
                 sum(c.dwell[17]) - sum(c.dwell[18]), sum(c.dwell[18])],
           sum(c.likes), sum(c.comments), sum(c.shares)
    from cells c, (values ('hour' collate "C", interval '1 hour'), ('day', interval '1 day')) g (grain, width)
    group by 1, 2, 3, 4, 5
    on conflict on constraint view_rollups_pkey do update set
      views = r.views + excluded.views, viewers = r.viewers + excluded.viewers, repeats = r.repeats + excluded.repeats,
      bots = r.bots + excluded.bots,
      looks = r.looks + excluded.looks, dwell_sum = r.dwell_sum + excluded.dwell_sum,
      dwell = app.add_dwell(r.dwell, excluded.dwell),
      likes = r.likes + excluded.likes, comments = r.comments + excluded.comments, shares = r.shares + excluded.shares
  ), gains as materialized (
    select c.image_id, c.vehicle_id,
           sum((c.views + c.lift) * app.heat_left(c.hour)) as heat,
           max(c.last_viewed_at) as last_viewed_at, sum(c.waiting) as views, sum(c.likes) as likes,
           sum(c.comments) as comments, sum(c.shares) as shares
    from cells c
    group by 1, 2
  -- photos that nobody holds locked and that have nothing left from before get their counts at once
  ), free as materialized (
    select i.id from public.vehicle_images i
    where at_once and i.id in (select g.image_id from gains g)
      and i.id not in (select a.image_id from app.image_attention a where a.waiting_since is not null)
    order by i.id for no key update skip locked
  ), attention as (
    insert into app.image_attention as a (
      image_id, vehicle_id, heat, heat_at, last_viewed_at, waiting_views, waiting_likes, waiting_comments,
                                          waiting_shares, waiting_since, scored_at)
    select g.image_id, g.vehicle_id, g.heat, now(), g.last_viewed_at,
           case when f.id is null then g.views else 0 end, case when f.id is null then g.likes else 0 end,
           case when f.id is null then g.comments else 0 end, case when f.id is null then g.shares else 0 end,
           case when f.id is null then now() end, case when f.id is not null then now() end
    from gains g left join free f on f.id = g.image_id
    on conflict on constraint image_attention_pkey do update set
      heat = a.heat * app.heat_left(a.heat_at) + excluded.heat, heat_at = excluded.heat_at,
      last_viewed_at = greatest(a.last_viewed_at, excluded.last_viewed_at),
      waiting_views = a.waiting_views + excluded.waiting_views,
      waiting_likes = a.waiting_likes + excluded.waiting_likes,
      waiting_comments = a.waiting_comments + excluded.waiting_comments,
      waiting_shares = a.waiting_shares + excluded.waiting_shares,
      waiting_since = coalesce(a.waiting_since, excluded.waiting_since),
      scored_at = coalesce(excluded.scored_at, a.scored_at)
    returning a.image_id, a.heat
  ), handed_over as (
    update public.vehicle_images i set
      view_count = i.view_count + g.views, like_count = i.like_count + g.likes,
      comment_count = i.comment_count + g.comments,
      share_count = i.share_count + g.shares, last_viewed_at = greatest(i.last_viewed_at, g.last_viewed_at),
      engagement_score = app.engagement_score(a.heat)
    from gains g join attention a on a.image_id = g.image_id join free f on f.id = g.image_id
    where i.id = g.image_id
  ), mark as (
    update app.folds f set position = app.ledger_snapshot(), folded_at = now() where f.name = 'views'
  )
  select coalesce((select sum(entries) from looked), 0) + coalesce((select sum(entries) from done), 0) into added;
  return added;
end
$$;

-- Returns how many rows of the ledger and of interaction_changes it has added.
create or replace function app.fold_views() returns bigint
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan set work_mem = '64MB'
  set jit = off set lock_timeout = '500ms' as $$
declare
  folded pg_snapshot;
  added bigint;
begin
  if not app.has_something_to_fold() then return 0; end if;
  select f.position into folded from app.folds f where f.name = 'views' for update skip locked;
  if not found then return 0; end if;
  perform app.ledger_xact();   -- a restored database begins its new history here, or at its first view
  begin
    added := app.fold_ledger(folded, true);
  exception when others then
    added := app.fold_ledger(folded, false);
  end;
  perform app.hand_over_counts();
  return added;
end
$$;

-- Adds what waits to vehicle_images. A row that somebody else holds locked is left for the next time; one that has
-- waited for 2 s is queued for, a few at each time, so that a photo which is never free gets its counts as well. One
-- whose row cannot be written, for a trigger or constraint of the project's own, is set aside.
create or replace function app.hand_over_counts() returns void
language plpgsql set search_path = '' as $$
declare
  photos uuid[];
  photo uuid;
begin
  update app.image_attention a set waiting_since = null
    where a.waiting_since is not null and not exists (select from public.vehicle_images i where i.id = a.image_id);

  select array_agg(free.id) into photos
  from (select i.id from public.vehicle_images i
        where i.id in (select a.image_id from app.image_attention a where a.waiting_since is not null)
          and not exists (select from app.set_aside s where s.work = 'hand_over_counts' and s.item = i.id::text)
        order by i.id for no key update skip locked) free;
  begin
    perform app.hand_over_counts(photos);
  exception when others then
    -- The first 1,000 one by one; the rest next time
    foreach photo in array photos[1:1000] loop
      perform app.hand_over_count(photo);
    end loop;
  end;

  for photo in
    (select s.item::uuid from app.set_aside s where s.work = 'hand_over_counts' and s.next_try_at <= now()
      order by s.next_try_at limit 100)
    union all
    (select a.image_id from app.image_attention a
     where a.waiting_since < clock_timestamp() - interval '2 seconds'
       and not exists (select from app.set_aside s where s.work = 'hand_over_counts' and s.item = a.image_id::text)
     order by random() limit 3)
  loop
    perform app.hand_over_count(photo);
  end loop;
end
$$;

create or replace function app.hand_over_count(photo uuid) returns void
language plpgsql set search_path = '' as $$
begin
  perform from public.vehicle_images i where i.id = photo for no key update;
  perform app.hand_over_counts(array[photo]);
  perform app.item_is_done('hand_over_counts', photo::text);
exception
  when lock_not_available then null;   -- next time
  when others then perform app.set_item_aside('hand_over_counts', photo::text, sqlerrm);
end
$$;

create or replace function app.hand_over_counts(photos uuid[]) returns void
language sql set search_path = '' as $$
  with scored as (
    update public.vehicle_images i set
      view_count = i.view_count + a.waiting_views,
      like_count = i.like_count + a.waiting_likes,
      comment_count = i.comment_count + a.waiting_comments,
      share_count = i.share_count + a.waiting_shares,
      last_viewed_at = greatest(i.last_viewed_at, a.last_viewed_at),
      engagement_score = app.engagement_score(a.heat * app.heat_left(a.heat_at))
    from unnest(photos) p (id) join app.image_attention a on a.image_id = p.id
    where i.id = p.id and a.waiting_since is not null
  )
  update app.image_attention a set
    waiting_views = 0, waiting_likes = 0, waiting_comments = 0, waiting_shares = 0, waiting_since = null,
    scored_at = now()
  from unnest(photos) p (id)
  where a.image_id = p.id and a.waiting_since is not null
$$;
revoke all on function app.has_something_to_fold(), app.new_looks(pg_snapshot, pg_snapshot), app.fold_views(),
  app.fold_ledger(pg_snapshot, boolean), app.hand_over_counts(),
  app.hand_over_counts(uuid[]), app.hand_over_count(uuid)
  from public, anon, authenticated, service_role;


-- 30_attention/46_image_tags.sql

-- Image tags: what a photo shows. Tags of the vocabulary carry a weight; free tags are for finding and weigh nothing.
-- The owner tags by hand; a program with the secret key tags too, and says what it is and how sure.

create table if not exists public.tag_vocabulary (
  tag    text primary key,
  area   text not null,
  label  text not null,
  weight numeric(3, 2) not null,
  constraint area_is_known check (
    area in ('documents', 'identity', 'drivetrain', 'underside', 'body', 'interior', 'wheels', 'condition', 'view')),
  constraint weight_is_from_0_to_1 check (weight >= 0 and weight < 1)
);

comment on table public.tag_vocabulary is
  'The fixed tags. weight is the share of what is still unknown about a car that such a photo shows.';

revoke all on public.tag_vocabulary from public, anon, authenticated, service_role;
grant select on public.tag_vocabulary to anon, authenticated, service_role;

alter table public.tag_vocabulary enable row level security;

drop policy if exists "anyone reads the vocabulary" on public.tag_vocabulary;
create policy "anyone reads the vocabulary" on public.tag_vocabulary
  for select to anon, authenticated using (true);

insert into public.tag_vocabulary (tag, area, label, weight) values
  ('vin_plate',        'identity',   'Identification plate',     0.60),
  ('engine_number',    'identity',   'Engine number',            0.50),
  ('data_plate',       'identity',   'Trim or option plate',     0.50),
  ('date_code',        'identity',   'Casting or date code',     0.40),
  ('title',            'documents',  'Title or registration',    0.50),
  ('build_sheet',      'documents',  'Build sheet',              0.50),
  ('service_record',   'documents',  'Service record',           0.40),
  ('receipt',          'documents',  'Receipt',                  0.30),
  ('period_photo',     'documents',  'Period photograph',        0.25),
  ('engine_bay',       'drivetrain', 'Engine bay',               0.45),
  ('carburettor',      'drivetrain', 'Carburettor or injection', 0.30),
  ('gearbox',          'drivetrain', 'Gearbox',                  0.30),
  ('exhaust',          'drivetrain', 'Exhaust',                  0.20),
  ('undercarriage',    'underside',  'Undercarriage',            0.45),
  ('suspension',       'underside',  'Suspension',               0.30),
  ('brakes',           'underside',  'Brakes',                   0.30),
  ('floor_pan',        'underside',  'Floor pan',                0.35),
  ('rust',             'condition',  'Rust',                     0.40),
  ('damage',           'condition',  'Damage',                   0.35),
  ('repair',           'condition',  'Repair',                   0.35),
  ('paint_detail',     'condition',  'Paint close up',           0.25),
  ('panel_gap',        'body',       'Panel gap',                0.25),
  ('glass_mark',       'body',       'Glass marking',            0.25),
  ('trim_detail',      'body',       'Trim',                     0.15),
  ('trunk',            'body',       'Trunk',                    0.20),
  ('odometer',         'interior',   'Odometer',                 0.35),
  ('dashboard',        'interior',   'Instruments',              0.20),
  ('seats',            'interior',   'Seats',                    0.15),
  ('headliner',        'interior',   'Headliner',                0.15),
  ('tyre_code',        'wheels',     'Tyre code',                0.25),
  ('wheel',            'wheels',     'Wheel',                    0.10),
  ('front',            'view',       'Front',                    0.05),
  ('rear',             'view',       'Rear',                     0.05),
  ('side',             'view',       'Side',                     0.05),
  ('three_quarter',    'view',       'Three-quarter view',       0.05),
  ('on_the_road',      'view',       'On the road',              0.03)
on conflict (tag) do update set area = excluded.area, label = excluded.label, weight = excluded.weight;

create table if not exists public.image_tags (
  -- no key to vehicles: with two, vehicles and photos could be embedded through here as well, and apps would have to
  -- say which
  vehicle_id uuid not null,
  image_id   uuid not null references public.vehicle_images (id) on delete cascade,
  tag        text not null,
  source     text not null default 'person',
  model      text,
  confidence numeric(4, 3) not null default 1,
  user_id    uuid default auth.uid() references auth.users (id) on delete set null,
  owner_id   uuid,
  is_public  boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (vehicle_id, image_id, tag),
  constraint tag_is_from_1_to_40_lower_case_letters check (
    length(tag) <= 40 and tag ~ '^[[:lower:][:digit:]]+([ _-][[:lower:][:digit:]]+)*$'),
  constraint source_is_person_or_model check (source in ('person', 'model')),
  constraint model_names_what_tagged check (
    (source = 'model') = (model is not null) and length(model) between 1 and 120),
  constraint confidence_is_above_0_and_at_most_1 check (confidence > 0 and confidence <= 1)
);

comment on table public.image_tags is
  'One row a photo and tag. owner_id and is_public are copies of the vehicle''s, kept by the database.';
comment on column public.image_tags.tag is 'A tag of tag_vocabulary, or a free one in lower case.';
comment on column public.image_tags.model is 'What tagged, when no person did; user_id is who did.';
comment on column public.image_tags.confidence is 'Probability that the photo shows it.';

create index if not exists image_tags_by_image on public.image_tags (image_id);
create index if not exists image_tags_by_person on public.image_tags (user_id);

revoke all on public.image_tags from public, anon, authenticated, service_role;
grant select on public.image_tags to anon, authenticated;
grant insert (image_id, tag, confidence, user_id) on public.image_tags to authenticated;
grant update (confidence) on public.image_tags to authenticated;
grant delete on public.image_tags to authenticated;
grant select, insert, update, delete on public.image_tags to service_role;

alter table public.image_tags enable row level security;

drop policy if exists "anyone sees tags of public photos" on public.image_tags;
create policy "anyone sees tags of public photos" on public.image_tags
  for select to anon using (is_public);

drop policy if exists "members see tags of public photos and of their own" on public.image_tags;
create policy "members see tags of public photos and of their own" on public.image_tags
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

drop policy if exists "owners tag their photos" on public.image_tags;
create policy "owners tag their photos" on public.image_tags
  for insert to authenticated with check (owner_id = (select auth.uid()) and user_id = (select auth.uid()));

drop policy if exists "owners correct tags of their photos" on public.image_tags;
create policy "owners correct tags of their photos" on public.image_tags
  for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

drop policy if exists "owners remove tags of their photos" on public.image_tags;
create policy "owners remove tags of their photos" on public.image_tags
  for delete to authenticated using (owner_id = (select auth.uid()));

create or replace trigger image_tags_hang_on_photo before insert on public.image_tags
  for each row execute function app.hang_on_photo();

-- tag_count     = number of tags technical_value = 100 * (1 - product over tags of (1 - weight * confidence)): each tag
-- shows its share of what was left
--                 unknown, so values add up without ever passing 100.
create or replace function app.value_tags() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  photo constant uuid := case when tg_op = 'DELETE' then old.image_id else new.image_id end;
  total integer;
  unknown numeric;
begin
  perform from public.vehicle_images i where i.id = photo for no key update;   -- two taggers follow one another
  if not found then return null; end if;
  select count(*), coalesce(round(exp(sum(ln(1 - coalesce(v.weight, 0) * t.confidence))), 6), 1) into total, unknown
    from public.image_tags t left join public.tag_vocabulary v on v.tag = t.tag
    where t.image_id = photo;
  if total > 40 and tg_op = 'INSERT' then
    raise exception 'A photo takes 40 tags.'
      using errcode = 'check_violation', constraint = 'photo_has_at_most_40_tags', detail = 'photo_has_at_most_40_tags',
            hint = 'Remove one before you add another.';
  end if;
  update public.vehicle_images set tag_count = total, technical_value = round(100 * (1 - unknown), 2) where id = photo;
  return null;
end
$$;

create or replace trigger image_tags_value after insert or delete or update of tag, confidence, image_id on public.image_tags
  for each row execute function app.value_tags();

select app.pace_inserts('public.image_tags', 'tags');
revoke all on function
  app.value_tags
  from public, anon, authenticated, service_role;


-- 30_attention/48_vehicle_insights.sql

-- Vehicle insights: what an owner reads about the attention that a vehicle gets, added up from the rollups alone.

-- Seconds below which a share q of the looks falls, on a straight line within a class; null without looks. In the open
-- last class the answer is where it begins.
create or replace function app.dwell_quantile(dwell numeric[], q double precision) returns double precision
language sql immutable set search_path = '' as $$
  select round((c.starts + coalesce(c.ends - c.starts, 0)
    * least(1, greatest(0, (q * c.total::double precision - c.below::double precision)
    / c.n::double precision)))::numeric, 2)
  from (select d.n, coalesce((app.dwell_ends())[d.class - 1], 0) as starts, (app.dwell_ends())[d.class] as ends,
               sum(d.n) over (order by d.class) - d.n as below, sum(d.n) over () as total
        from unnest(dwell) with ordinality d (n, class)) c
  where c.n > 0 and c.below + c.n >= q * c.total
  order by c.below
  limit 1
$$;

-- The median look and its 95 % interval: the looks whose ranks are 0.98 roots of n away from the middle one, which
-- holds for any distribution (Conover, Practical Nonparametric Statistics, section 3.2).
create or replace function app.dwell_median(dwell numeric[]) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object(
    'looks', n,
    'median_dwell_seconds', app.dwell_quantile(dwell, 0.5),
    'median_low', app.dwell_quantile(dwell, greatest(0, 0.5 - 0.98 / sqrt(nullif(n, 0)))),
    'median_high', app.dwell_quantile(dwell, least(1, 0.5 + 0.98 / sqrt(nullif(n, 0)))))
  from (select coalesce(sum(d), 0)::double precision as n from unnest(dwell) d) s
$$;

create or replace function app.vehicle_totals(vehicle uuid, rollup_grain text, starts timestamptz, ends timestamptz)
  returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
           'views', coalesce(sum(r.views), 0), 'viewers', coalesce(sum(r.viewers), 0), 'repeats',
           coalesce(sum(r.repeats), 0),
           'bots', coalesce(sum(r.bots), 0), 'mean_dwell_seconds',
           round((sum(r.dwell_sum) / nullif(sum(r.looks), 0))::numeric, 2),
           'likes', coalesce(sum(r.likes), 0), 'comments', coalesce(sum(r.comments), 0), 'shares',
           coalesce(sum(r.shares), 0))
         || app.dwell_median((select array_agg(d.n order by d.class)
              from (select e.class, sum(e.n) as n
                    from app.view_rollups r, unnest(r.dwell) with ordinality e (n, class)
                    where r.vehicle_id = vehicle and r.grain = rollup_grain and r.starts_at >= starts
                      and r.starts_at < ends
                      and r.image_id in (select i.id from public.vehicle_images i where i.vehicle_id = vehicle)
                    group by e.class) d))
  from app.view_rollups r
  where r.vehicle_id = vehicle and r.grain = rollup_grain and r.starts_at >= starts and r.starts_at < ends
    and r.image_id in (select i.id from public.vehicle_images i where i.vehicle_id = vehicle)
$$;

create or replace function app.vehicle_insights(vehicle uuid, starts timestamptz, ends timestamptz) returns jsonb
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan set jit = off as $$
declare
  owner uuid;
  visible boolean;
  unit text;
  width interval;
  earlier timestamptz;
  answer jsonb;
begin
  select v.user_id, v.is_public or v.user_id = auth.uid() or not app.is_client() into owner, visible
    from public.vehicles v where v.id = vehicle;
  if visible is not true then
    raise exception 'There is no vehicle %.', coalesce(vehicle::text, 'without an id')
      using errcode = 'PT404', hint = 'Check the vehicle id. Only the owner sees a private vehicle.';
  elsif app.is_client() and owner is distinct from auth.uid() then
    raise exception 'Only the owner reads the insights of a vehicle.'
      using errcode = 'insufficient_privilege', hint = 'Sign in as its owner.';
  end if;
  ends := coalesce(ends, now());
  starts := coalesce(starts, ends - interval '30 days');
  if not (starts < ends and ends - starts <= interval '800 days' and ends <= now() + interval '1 day'
    and isfinite(starts)) then
    raise exception 'Insights are for a period that starts before it ends, of at most 800 days, up to today.'
      using errcode = 'invalid_parameter_value',
        hint = 'Send {"vehicle_id": "...", "from": "2026-01-01", "to": "2026-02-01"}.';
  end if;

  -- Whole hours for up to three days, else whole days, in UTC.
  unit := case when ends - starts <= interval '3 days' then 'hour' else 'day' end;
  width := case unit when 'hour' then interval '1 hour' else interval '1 day' end;
  starts := date_bin(width, starts, '2000-01-01T00:00:00Z');
  ends := date_bin(width, ends - interval '1 microsecond', '2000-01-01T00:00:00Z') + width;
  earlier := starts - (ends - starts);

  with photos as materialized (
    select i.id, i.engagement_score from public.vehicle_images i where i.vehicle_id = vehicle
  ), rolled as materialized (
    select r.* from app.view_rollups r
    where r.vehicle_id = vehicle and r.grain = unit and r.starts_at >= starts and r.starts_at < ends
      and r.image_id in (select p.id from photos p)
  ), dwells as materialized (
    select r.image_id, r.device_type, d.class, sum(d.n) as n
    from rolled r, unnest(r.dwell) with ordinality d (n, class)
    group by 1, 2, 3
  ), series as (
    select s.starts_at, coalesce(sum(r.views), 0) as views, coalesce(sum(r.viewers), 0) as viewers,
           coalesce(sum(r.likes), 0) as likes,
           coalesce(sum(r.comments), 0) as comments, coalesce(sum(r.shares), 0) as shares
    from generate_series(starts, ends - width, width) s (starts_at) left join rolled r on r.starts_at = s.starts_at
    group by 1
  ), devices as (
    select seen.device_type, seen.views, d.median
    from (select r.device_type, sum(r.views) as views from rolled r group by 1) seen
    join (select w.device_type, app.dwell_median(array_agg(w.n order by w.class)) as median
          from (select w.device_type, w.class, sum(w.n) as n from dwells w group by 1, 2) w
          group by 1) d on d.device_type = seen.device_type
  ), before as (
    select r.image_id, sum(r.views) as views from app.view_rollups r
    where r.vehicle_id = vehicle and r.grain = unit and r.starts_at >= earlier and r.starts_at < starts
    group by 1
  ), ranking as (
    select p.id as image_id, p.engagement_score, coalesce(t.views, 0) as views, coalesce(b.views, 0) as views_before,
           coalesce(t.likes, 0) as likes,
           coalesce(t.comments, 0) as comments, coalesce(t.shares, 0) as shares,
           app.dwell_median((select array_agg(d.n order by d.class)
             from (select w.class, sum(w.n) as n from dwells w where w.image_id = p.id group by 1) d)) as median
    from photos p
    left join (select r.image_id, sum(r.views) as views, sum(r.likes) as likes, sum(r.comments) as comments,
      sum(r.shares) as shares
               from rolled r group by 1) t on t.image_id = p.id
    left join before b on b.image_id = p.id
  )
  select jsonb_build_object(
    'vehicle_id', vehicle, 'from', starts, 'to', ends, 'grain', unit,
    'totals', app.vehicle_totals(vehicle, unit, starts, ends),
    'before', jsonb_build_object('from', earlier, 'to', starts) || app.vehicle_totals(vehicle, unit, earlier, starts),
    'series', (select jsonb_agg(to_jsonb(s) order by s.starts_at) from series s),
    'dwell', (select jsonb_agg(jsonb_build_object(
      'from', coalesce((app.dwell_ends())[c - 1], 0), 'to', (app.dwell_ends())[c],
                                                  'looks', coalesce((select sum(w.n) from dwells w where w.class = c),
                                                    0)) order by c)
              from generate_series(1, 18) c),
    'devices', (select coalesce(jsonb_agg(jsonb_build_object('device_type', d.device_type, 'views', d.views) || d.median
                                          order by d.views desc, d.device_type), '[]')
                from devices d where d.views > 0 or d.median -> 'looks' <> '0'),
    'photos', (select coalesce(jsonb_agg((to_jsonb(k) - 'median') || k.median
                                         order by k.median -> 'median_dwell_seconds' = 'null',
                                           k.median -> 'median_dwell_seconds' desc, k.views desc, k.image_id), '[]')
               from ranking k))
    into answer;
  return answer;
end
$$;
revoke all on function
  app.vehicle_insights(uuid, timestamptz, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function app.vehicle_insights(uuid, timestamptz, timestamptz) to authenticated, service_role;

create or replace function public.vehicle_insights(
  vehicle_id uuid, "from" timestamptz default null, "to" timestamptz default null) returns jsonb
language sql set search_path = '' as $$
  select app.vehicle_insights(vehicle_id, "from", "to")
$$;
comment on function public.vehicle_insights(uuid, timestamptz, timestamptz) is
  'For the owner: totals, the same of the period before, series by hour or day (UTC), dwell, devices and photos. The '
    'last 30 days by default.';
revoke all on function
  public.vehicle_insights(uuid, timestamptz, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function public.vehicle_insights(uuid, timestamptz, timestamptz) to authenticated, service_role;
revoke all on function
  app.dwell_quantile,
  app.dwell_median,
  app.vehicle_totals
  from public, anon, authenticated, service_role;


-- 40_bets/05_bet_types.generated.sql

-- Generated from src/client/bet-types.ts by `npm run generate`; do not edit.

-- What each type of bet is. These are inlined where they are called, so they set no search_path; none takes an unknown
-- type for a known one.
create or replace function app.bet_types() returns text[]
language sql immutable parallel safe as $$
  select '{auction_price,value_milestone,completion_date,next_mod_value}'::text[]
$$;

-- For constraints.
create or replace function app.is_bet_type(bet_type text) returns boolean
language sql immutable parallel safe as $$
  select bet_type in ('auction_price', 'value_milestone', 'completion_date', 'next_mod_value')
$$;

create or replace function app.bet_types_of(shape text) returns text[]
language sql immutable parallel safe as $$
  select case shape
    when 'milestone' then '{value_milestone}'::text[]
    when 'price' then '{auction_price}'::text[]
    when 'change' then '{next_mod_value}'::text[]
    when 'day' then '{completion_date}'::text[]
  end
$$;

create or replace function app.unknown_bet_type(bet_type text) returns text
language plpgsql immutable parallel safe set search_path = '' as $$
begin
  perform app.refuse('bet_type_is_known', format('%s is not a type of bet.', coalesce(left(bet_type, 40), 'Nothing')),
    'The types are ' || array_to_string(app.bet_types(), ', ') || '.');
  return null;
end
$$;

create or replace function app.bet_shape(bet_type text) returns text
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 'price'
    when 'value_milestone' then 'milestone'
    when 'completion_date' then 'day'
    when 'next_mod_value' then 'change'
    else app.unknown_bet_type(bet_type)::text
  end
$$;

create or replace function app.bet_family(bet_type text) returns text
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 'lognormal'
    when 'value_milestone' then 'bernoulli'
    when 'completion_date' then 'lognormal'
    when 'next_mod_value' then 'normal'
    else app.unknown_bet_type(bet_type)::text
  end
$$;

-- As people read it: "hammer price".
create or replace function app.bet_label(bet_type text) returns text
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 'hammer price'
    when 'value_milestone' then 'worth at least'
    when 'completion_date' then 'build complete'
    when 'next_mod_value' then 'next modification'
    else app.unknown_bet_type(bet_type)::text
  end
$$;

-- The fields that this prediction is to have.
create or replace function app.bet_fields(bet_type text, prediction jsonb) returns text[]
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then case when prediction ?| array['low', 'high'] then array['low', 'high']
      else array['target_value'] end
    when 'value_milestone' then array['target_value', 'by_date']
    when 'completion_date' then case when prediction ?| array['date'] then array['date']
      else array['by_date'] end
    when 'next_mod_value' then array['modification', 'target_value']
    else app.unknown_bet_type(bet_type)::text[]
  end
$$;

-- The share of its number within which a claim comes true, and the least amount that is allowed for.
create or replace function app.bet_tolerance(bet_type text) returns numeric
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 0.1
    when 'value_milestone' then 0
    when 'completion_date' then 0.1
    when 'next_mod_value' then 0.1
    else app.unknown_bet_type(bet_type)::numeric
  end
$$;
create or replace function app.bet_least_tolerance(bet_type text) returns numeric
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 0
    when 'value_milestone' then 0
    when 'completion_date' then 0
    when 'next_mod_value' then 250
    else app.unknown_bet_type(bet_type)::numeric
  end
$$;

-- The expected loss of the forecast that skill is measured against.
create or replace function app.bet_baseline(bet_type text) returns double precision
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 0.2144063404133266::float8
    when 'value_milestone' then 0.25::float8
    when 'completion_date' then 0.16666666666666666::float8
    when 'next_mod_value' then 0.13098905943435052::float8
    else app.unknown_bet_type(bet_type)::float8
  end
$$;

-- What a bet is about, the same text for the same question: two bets with one result share it.
create or replace function app.bet_question(bet_type text, prediction jsonb, currency text) returns text
language plpgsql immutable as $$
begin
  return case bet_type
    when 'auction_price' then concat_ws(':', bet_type, currency)
    when 'value_milestone' then concat_ws(':', bet_type, currency,
      trim_scale(app.predicted_value(prediction)),
      app.predicted_day(prediction))
    when 'completion_date' then bet_type
    when 'next_mod_value' then concat_ws(':', bet_type, currency,
      app.modification_key(prediction ->> 'modification'))
    else app.unknown_bet_type(bet_type)::text
  end;
end
$$;

-- The grid on which a crowd's curve is kept.
create or replace function app.grid_step(bet_type text) returns double precision
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then 0.01::float8
    when 'value_milestone' then 0.01::float8
    when 'completion_date' then 0.005::float8
    when 'next_mod_value' then 0.01::float8
    else app.unknown_bet_type(bet_type)::float8
  end
$$;
create or replace function app.to_grid(bet_type text, anchor integer, x double precision) returns double precision
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then ln(greatest(x, 1e-300))
    when 'value_milestone' then ln(greatest(x, 1e-300))
    when 'completion_date' then asinh((x - anchor) / 14)
    when 'next_mod_value' then asinh(x / 100)
    else app.unknown_bet_type(bet_type)::float8
  end
$$;
create or replace function app.from_grid(bet_type text, anchor integer, u double precision) returns double precision
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then exp(u)
    when 'value_milestone' then exp(u)
    when 'completion_date' then anchor + 14 * sinh(u)
    when 'next_mod_value' then 100 * sinh(u)
    else app.unknown_bet_type(bet_type)::float8
  end
$$;

-- The outermost cells, which take all that lies beyond. Written out for each type: a cheap expression is inlined where a
-- call of app.to_grid, whose argument is used more than once, would not be, and that takes ten times as long.
create or replace function app.grid_end(bet_type text, anchor integer, upper_end boolean) returns integer
language sql immutable parallel safe as $$
  select case bet_type
    when 'auction_price' then case when upper_end then floor(ln(greatest(1000000000::float8, 1e-300)) / 0.01)::integer
      else floor(ln(greatest(1::float8, 1e-300)) / 0.01)::integer end
    when 'value_milestone' then case when upper_end then floor(ln(greatest(1000000000::float8, 1e-300)) / 0.01)::integer
      else floor(ln(greatest(1::float8, 1e-300)) / 0.01)::integer end
    when 'completion_date' then case when upper_end then floor(asinh((47846::float8 - anchor) / 14) / 0.005)::integer
      else floor(asinh((10957::float8 - anchor) / 14) / 0.005)::integer end
    when 'next_mod_value' then case when upper_end then floor(asinh(1000000000::float8 / 100) / 0.01)::integer
      else floor(asinh(-1000000000::float8 / 100) / 0.01)::integer end
    else app.unknown_bet_type(bet_type)::integer
  end
$$;

revoke all on function app.bet_types(), app.is_bet_type(text), app.bet_types_of(text), app.unknown_bet_type(text),
  app.bet_shape(text), app.bet_family(text), app.bet_label(text), app.bet_fields(text, jsonb), app.bet_tolerance(text),
  app.bet_least_tolerance(text), app.bet_baseline(text), app.bet_question(text, jsonb, text), app.grid_step(text),
  app.to_grid(text, integer, double precision), app.from_grid(text, integer, double precision),
  app.grid_end(text, integer, boolean) from public, anon, authenticated, service_role;
-- Constraints, and public functions, run with the rights of whoever calls.
grant execute on function app.bet_types(), app.bet_types_of(text), app.is_bet_type(text), app.unknown_bet_type(text),
  app.bet_shape(text), app.bet_fields(text, jsonb) to anon, authenticated, service_role;


-- 40_bets/10_bet_predictions.sql

-- Predictions: what a bet of each type may claim, and which question the claim answers. They are asked several times a
-- bet. A SQL function that is not inlined would be planned anew in each transaction, and one that sets a search_path is
-- not inlined; a plpgsql function without one would be planned anew whenever its callers' search_path differs, as that
-- of constraints and of definer functions does. Every name in those without one is qualified or of pg_catalog.

-- Says what is wrong with a prediction, naming the field; null when nothing is.
--   value_milestone {target_value, by_date}     auction_price   {target_value} or {low, high}
--   completion_date {by_date} or {date}         next_mod_value  {modification, target_value}, may be negative
-- Money is in units of its currency, from a hundredth to 10^9; dates are YYYY-MM-DD from 2000 to 2100.
create or replace function app.prediction_problem(bet_type text, prediction jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  allowed text[];
  required text[];
  field text;
  value jsonb;
  amount numeric;
begin
  if jsonb_typeof(prediction) is distinct from 'object' then
    return 'prediction must be an object such as {"target_value": 50000}';
  end if;
  if not app.is_bet_type(bet_type) then
    return null;   -- the bet type has a constraint of its own
  end if;
  required := app.bet_fields(bet_type, prediction);
  allowed := required;

  if prediction - allowed <> '{}' then
    field := (select k from jsonb_object_keys(prediction - allowed) k limit 1);
    return format('%s is not a field of a %s prediction, which takes %s', left(field, 40), bet_type,
      array_to_string(allowed, ' and '));
  end if;

  foreach field in array required loop
    value := prediction -> field;
    if value is null then
      return format('%s is missing: a %s prediction takes %s', field, bet_type, array_to_string(required, ' and '));
    elsif field in ('by_date', 'date') then
      if not app.is_date(value) then
        return format('%s must be a day such as "2027-06-30", from 2000 to 2100', field);
      end if;
    elsif field = 'modification' then
      if jsonb_typeof(value) <> 'string' or not app.is_readable(value #>> '{}', 200) then
        return 'modification must be a text of 1 to 200 characters';
      end if;
    elsif jsonb_typeof(value) <> 'number' then
      return format('%s must be a number without quotes, such as 50000', field);
    else
      amount := (value #>> '{}')::numeric;
      if app.bet_shape(bet_type) = 'change' and abs(amount) > 1e9 then
        return format('%s must be from -1,000,000,000 to 1,000,000,000', field);
      elsif app.bet_shape(bet_type) <> 'change' and (amount < 0.01 or amount > 1e9) then
        return format('%s must be at least 0.01 and at most 1,000,000,000', field);
      end if;
    end if;
  end loop;

  if prediction ? 'low' and (prediction ->> 'low')::numeric >= (prediction ->> 'high')::numeric then
    return 'low must be below high';
  end if;
  return null;
end
$$;

-- A calendar day that exists, as YYYY-MM-DD from 2000 to 2100.
create or replace function app.is_date(value jsonb) returns boolean
language sql immutable parallel safe as $$
  select case
    when jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^(20\d\d|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'
    then substr(value #>> '{}', 9, 2)::int <= extract(day from
           make_date(substr(value #>> '{}', 1, 4)::int, substr(value #>> '{}', 6, 2)::int, 1)
             + interval '1 month - 1 day')
    else false
  end
$$;

-- The one number of a prediction: its target, or the middle of its range; null for a date.
create or replace function app.predicted_value(prediction jsonb) returns numeric
language sql immutable parallel safe as $$
  select case
    when jsonb_typeof(prediction -> 'target_value') = 'number' then (prediction ->> 'target_value')::numeric
    when jsonb_typeof(prediction -> 'low') = 'number' and jsonb_typeof(prediction -> 'high') = 'number'
    then ((prediction ->> 'low')::numeric + (prediction ->> 'high')::numeric) / 2
  end
$$;

-- The day a claim names, if it names one.
create or replace function app.predicted_day(prediction jsonb) returns date
language plpgsql immutable parallel safe as $$
declare
  day constant jsonb := coalesce(prediction -> 'by_date', prediction -> 'date');
begin
  return case when day is not null and app.is_date(day) then (day #>> '{}')::date end;
end
$$;

-- Days from a bet to a day, in UTC. The day of the bet itself counts as half a day away, as does every earlier one.
create or replace function app.days_ahead(day date, placed_at timestamptz) returns numeric
language sql immutable parallel safe as $$
  select greatest(day - (placed_at at time zone 'utc')::date, 0.5)
$$;

-- Two spellings of one modification are one: case and spaces do not count.
create or replace function app.modification_key(modification text) returns text
language sql immutable as $$
  select lower(regexp_replace(btrim(modification), '\s+', ' ', 'g'))
$$;

-- Whether the claim came true, given the answer to its question.
-- A number claims that the result lies within the tolerance t of its type: from m / (1 + t) to (1 + t) m for prices and
-- for days from the bet, m +- max(t |m|, least) for a change. A range claims that the result lies in it.
-- Of a build unfinished at the horizon it is known only that it took longer: true is every claim that reaches beyond.
-- In plpgsql, for settlement asks it of every bet: a function in SQL that cannot be inlined takes ten times as long.
create or replace function app.claim_came_true(bet_type text, prediction jsonb, placed_at timestamptz, result jsonb)
  returns boolean
language plpgsql immutable parallel safe as $$
declare
  came constant numeric := (result ->> 'value')::numeric;
  t constant numeric := app.bet_tolerance(bet_type);
  claimed numeric;
begin
  if result ? 'reached' then
    return (result ->> 'reached')::boolean;
  elsif prediction ? 'low' then
    return came between (prediction ->> 'low')::numeric and (prediction ->> 'high')::numeric;
  end if;
  case app.bet_shape(bet_type)
    when 'day' then
      claimed := app.days_ahead(app.predicted_day(prediction), placed_at);
      if result ? 'unfinished_on' then
        return claimed * (1 + t) > app.days_ahead((result ->> 'unfinished_on')::date, placed_at);
      end if;
      return app.days_ahead((result ->> 'date')::date, placed_at) between claimed / (1 + t) and claimed * (1 + t);
    when 'change' then
      claimed := app.predicted_value(prediction);
      return abs(came - claimed) <= greatest(t * abs(claimed), app.bet_least_tolerance(bet_type));
    when 'price' then
      claimed := app.predicted_value(prediction);
      return came between claimed / (1 + t) and claimed * (1 + t);
    when 'milestone' then return null;   -- nobody knows yet whether it is reached
  end case;
end
$$;

revoke all on function
  app.prediction_problem(text, jsonb),
  app.is_date(jsonb),
  app.predicted_value(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function app.prediction_problem(text, jsonb), app.is_date(jsonb), app.predicted_value(jsonb)
  to anon, authenticated, service_role;   -- constraints run with the rights of whoever writes
revoke all on function
  app.predicted_day,
  app.days_ahead,
  app.modification_key,
  app.claim_came_true
  from public, anon, authenticated, service_role;


-- 40_bets/12_bet_questions.sql

-- Bet questions: one row for each question that people have bet on, a round of it at a time, and how far it is settled.
--   open       bets are taken                      proposed   an outcome answers it; the dispute window runs
--   locked     no more bets, no answer yet         disputed   somebody objects, or two outcomes contradict each other
--   final      answered, scored and paid           annulled   not answered: every stake has gone back

create table if not exists public.bet_questions (
  vehicle_id       uuid not null references public.vehicles (id) on delete cascade,
  question         text not null,
  round            smallint not null default 1,
  bet_type         text not null,
  currency         text not null,
  target_value     numeric,
  by_date          date,
  modification     text,
  state            text not null default 'open',
  version          smallint not null default 1,
  outcome_id       uuid,
  result           jsonb,
  outcome_known_at timestamptz,
  horizon          date,
  closed_at        timestamptz,
  final_at         timestamptz,
  settled_at       timestamptz,
  reason           text,
  owner_id         uuid,
  is_public        boolean not null default false,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  primary key (vehicle_id, question, round),
  constraint question_state_is_known check (state in ('open', 'locked', 'proposed', 'disputed', 'final', 'annulled')),
  constraint proposed_questions_have_a_result check (
    state not in ('proposed', 'final') or (result is not null and final_at is not null)),
  constraint settled_questions_have_a_time check ((state in ('final', 'annulled')) = (settled_at is not null)),
  constraint question_round_is_positive check (round > 0),
  constraint question_version_is_positive check (version > 0),
  constraint reason_is_short check (length(reason) <= 1000)
);

comment on table public.bet_questions is
  'What bets are about, and how far it is settled. Written by the database only; public on public vehicles.';
comment on column public.bet_questions.round is
  'Counts up when betting on a settled question is opened again, for instance for the next auction.';
comment on column public.bet_questions.version is 'Counts up when a final settlement is reversed.';
comment on column public.bet_questions.result is
  'The answer: {"reached": true}, {"value": 50000}, {"date": "2027-05-01"}, {"unfinished_on": "2028-11-22"} for a '
    'build that outlasts the horizon, or {"void": why}.';
comment on column public.bet_questions.outcome_known_at is
  'Since when the answer could be known; bets placed from then on are void.';
comment on column public.bet_questions.closed_at is 'Since when no more bets are taken.';
comment on column public.bet_questions.final_at is 'When the dispute window ends or ended.';
comment on column public.bet_questions.horizon is
  'Of a build: the day up to which its finish is scored, set with the answer. Whatever lies beyond it counts as '
    'unfinished.';
comment on column public.bet_questions.reason is 'Why it is disputed, adjudicated, annulled or reversed, in words.';

create index if not exists bet_questions_due on public.bet_questions (final_at) where state = 'proposed';
create index if not exists bet_questions_unanswered on public.bet_questions (bet_type, by_date, created_at)
  where state in ('open', 'locked');

revoke all on public.bet_questions from public, anon, authenticated, service_role;
grant select on public.bet_questions to anon, authenticated, service_role;

alter table public.bet_questions enable row level security;

drop policy if exists "anyone sees questions on public vehicles" on public.bet_questions;
create policy "anyone sees questions on public vehicles" on public.bet_questions
  for select to anon using (is_public);

drop policy if exists "members see questions on public vehicles and on their own" on public.bet_questions;
create policy "members see questions on public vehicles and on their own" on public.bet_questions
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

-- When betting on a vehicle closes ahead of the answer: its auction goes live, or the operator says so.
create table if not exists public.bet_closings (
  vehicle_id uuid not null references public.vehicles (id) on delete cascade,
  bet_type   text not null,
  closes_at  timestamptz not null default now(),
  reason     text,
  owner_id   uuid,
  is_public  boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (vehicle_id, bet_type),
  constraint closed_bet_type_is_known check (app.is_bet_type(bet_type)),
  constraint closing_reason_is_short check (length(reason) <= 200)
);

comment on table public.bet_closings is
  'From when a vehicle takes no more bets of a type, for instance because its auction goes live.';

revoke all on public.bet_closings from public, anon, authenticated, service_role;
grant select on public.bet_closings to anon, authenticated;
grant select, insert, update, delete on public.bet_closings to service_role;

alter table public.bet_closings enable row level security;

drop policy if exists "anyone sees when betting closes on public vehicles" on public.bet_closings;
create policy "anyone sees when betting closes on public vehicles" on public.bet_closings
  for select to anon using (is_public);

drop policy if exists "members see when betting closes on public vehicles and on their own" on public.bet_closings;
create policy "members see when betting closes on public vehicles and on their own" on public.bet_closings
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

create or replace trigger bet_closings_hang_on_vehicle before insert on public.bet_closings
  for each row execute function app.hang_on_vehicle();


-- 40_bets/14_vehicle_bets.sql

-- Vehicle bets: what people expect of a vehicle, each with the confidence that the claim comes true and a stake in
-- points.

create table if not exists public.vehicle_bets (
  id                 uuid not null default gen_random_uuid(),
  vehicle_id         uuid not null references public.vehicles (id) on delete cascade,
  user_id            uuid not null default auth.uid() references auth.users (id) on delete cascade,
  bet_type           text not null,
  prediction         jsonb not null,
  predicted_value    numeric generated always as (app.predicted_value(prediction)) stored,
  currency           text not null default 'USD',
  question           text not null,
  round              smallint not null default 1,
  confidence_percent numeric(5, 2) not null,
  stake_amount       numeric(12, 2) not null default 0,
  late               boolean not null default false,
  by_owner           boolean not null default false,
  status             text not null default 'active',
  resolved_at        timestamptz,
  superseded_by      uuid,
  score              double precision,
  skill_score        double precision,
  peer_score         double precision,
  payout             numeric(12, 2),
  is_in_force        boolean generated always as (status = 'active' or score is not null) stored,
  owner_id           uuid,
  is_public          boolean not null default false,
  client_id          uuid,
  created_at         timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint bet_type_is_known check (app.is_bet_type(bet_type)),
  constraint prediction_is_short check (length(prediction::text) <= 2000),
  -- app.place_bet checks the fields of whoever inserts, and app.keep_bet keeps them: a constraint would check them anew
  -- at every write, which took most of the time of a car with many bets that goes private.
  constraint prediction_is_well_formed check (jsonb_typeof(prediction) = 'object'),
  constraint currency_is_three_capital_letters check (currency ~ '^[A-Z]{3}$'),
  constraint confidence_is_from_0_to_100_percent check (confidence_percent >= 0 and confidence_percent <= 100),
  constraint stake_is_from_0_to_100000_points check (stake_amount >= 0 and stake_amount <= 100000),
  constraint late_claims_carry_no_stake check (not late or stake_amount = 0),
  constraint status_is_known check (status in ('active', 'won', 'lost', 'cancelled')),
  constraint resolved_bets_have_a_time check ((status = 'active') = (resolved_at is null)),
  constraint payout_is_not_negative check (payout >= 0 and payout <= 1e9),
  constraint only_closed_bets_are_paid_out check (payout is null or status <> 'active')
)
-- A bet is written twice, when it is placed and when it is settled. Nothing that settlement writes is in an index, and
-- pages are left half empty, so the second write is a heap-only update: half the time of one that touches indexes.
with (fillfactor = 50);

comment on table public.vehicle_bets is
  'One row a bet: a claim and the probability that it comes true. Public on public vehicles. Never rewritten: revised '
  'by a new bet.';
comment on column public.vehicle_bets.confidence_percent is 'Probability that the claim is true, in percent.';
comment on column public.vehicle_bets.predicted_value is
  'Target, or middle of the range, in units of currency; null for dates.';
comment on column public.vehicle_bets.stake_amount is 'Points, held in escrow while the bet is active.';
comment on column public.vehicle_bets.status is
  'Written by settlement, never by clients. Won and lost say whether the claim came true, cancelled that it is not '
  'settled.';
comment on column public.vehicle_bets.currency is 'Of the money in the prediction, as ISO 4217 code.';
comment on column public.vehicle_bets.question is 'What the bet is about; see bet_questions.';
comment on column public.vehicle_bets.late is
  'The day it names had passed when it was placed: sentiment counts it; forecast, scores and points do not.';
comment on column public.vehicle_bets.by_owner is
  'Placed by the owner, or by somebody who became the owner before it was settled: sentiment counts it, the forecast '
  'does not.';
comment on column public.vehicle_bets.superseded_by is 'The bet of the same person that replaced this one.';
comment on column public.vehicle_bets.score is
  'Brier score of a milestone, CRPS of the rest: lower is better. Null until settled.';
comment on column public.vehicle_bets.skill_score is
  '1 - loss / the baseline''s expected loss, both from 0 to 1: 1 is perfect, 0 no better than the baseline. See '
    'docs/design/scoring.md.';
comment on column public.vehicle_bets.peer_score is
  'How much less it lost than the others'' bets on its question lost on average, from -1 to 1. Null when it was alone, '
    'or the owner''s.';
comment on column public.vehicle_bets.client_id is
  'Made by the client and one for each act of a person, so that what is sent again is not done twice.';
comment on column public.vehicle_bets.is_in_force is
  'Active, or settled and scored: of these a person has one for each question and round.';
comment on column public.vehicle_bets.payout is
  'Points that came back when the bet closed; the stake itself where it was cancelled or void.';

create index if not exists vehicle_bets_by_vehicle on public.vehicle_bets (vehicle_id, bet_type, user_id);
create index if not exists vehicle_bets_by_person on public.vehicle_bets (user_id, created_at, id);
create unique index if not exists vehicle_bets_sent_once on public.vehicle_bets (user_id, client_id) where client_id is not null;
create unique index if not exists vehicle_bets_one_in_force on public.vehicle_bets (vehicle_id, user_id, question, round)
  where is_in_force;

revoke all on public.vehicle_bets from public, anon, authenticated, service_role;
grant select on public.vehicle_bets to anon, authenticated;
grant insert (vehicle_id, user_id, bet_type, prediction, currency, confidence_percent, stake_amount, client_id)
  on public.vehicle_bets to authenticated;
grant select, insert, delete on public.vehicle_bets to service_role;

alter table public.vehicle_bets enable row level security;

drop policy if exists "anyone sees bets on public vehicles" on public.vehicle_bets;
create policy "anyone sees bets on public vehicles" on public.vehicle_bets
  for select to anon using (is_public);

drop policy if exists "members see bets on public vehicles, on their own, and their own bets" on public.vehicle_bets;
create policy "members see bets on public vehicles, on their own, and their own bets" on public.vehicle_bets
  for select to authenticated
  using (is_public or owner_id = (select auth.uid()) or user_id = (select auth.uid()));

drop policy if exists "members bet as themselves" on public.vehicle_bets;
create policy "members bet as themselves" on public.vehicle_bets
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

-- A moment as people read it.
create or replace function app.said(moment timestamptz) returns text
language sql stable set search_path = '' as $$
  select to_char(moment at time zone 'utc', 'YYYY-MM-DD HH24:MI "UTC"')
$$;

create or replace trigger vehicle_bets_hang_on_vehicle before insert on public.vehicle_bets
  for each row execute function app.hang_on_vehicle();

-- Questions that people have opened, by day (UTC), so that nobody floods a vehicle with them.
create table if not exists app.question_openings (
  user_id uuid not null references auth.users (id) on delete cascade,
  day     date not null default (now() at time zone 'utc')::date,
  opened  integer not null default 1,
  primary key (user_id, day)
);
revoke all on app.question_openings from public, anon, authenticated, service_role;
insert into app.settings (name, value, about) values
  ('new_questions_per_person_day', '50', 'Questions that one person may open a day by being the first to bet on them.')
on conflict (name) do update set about = excluded.about;

create or replace function app.count_new_question(person uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  most constant integer := app.setting_number('new_questions_per_person_day')::integer;
  so_many integer;
begin
  if not app.is_client() then return; end if;
  perform from auth.users u where u.id = person for key share;   -- the person before the row
  insert into app.question_openings as o (user_id) values (person)
    on conflict (user_id, day) do update set opened = o.opened + 1 returning o.opened into so_many;
  if so_many > most then
    perform app.refuse('new_questions_are_limited',
      format('You have opened %s new questions today, which is the most one person may.', most),
                       'Bet on a question that others have opened, or wait until tomorrow.', 'PT429');
  end if;
end
$$;

-- The round of a bet's question that takes bets now; opens the first round, or the next one after an annulled round.
-- The caller holds the vehicle's share lock: whoever closes a question takes that lock first, so no bet slips in
-- behind.
create or replace function app.open_round(bet public.vehicle_bets) returns smallint
language plpgsql security definer set search_path = '' as $$
declare
  latest record;
  closed_since timestamptz;
begin
  select c.closes_at into closed_since from public.bet_closings c
    where c.vehicle_id = bet.vehicle_id and c.bet_type = bet.bet_type and c.closes_at <= now();
  if found then
    perform app.refuse('betting_is_open', format('Betting on this question closed on %s.', app.said(closed_since)));
  end if;

  loop
    select q.round, q.state, q.closed_at into latest from public.bet_questions q
      where q.vehicle_id = bet.vehicle_id and q.question = bet.question order by q.round desc limit 1;
    if latest.state = 'open' then
      return latest.round;
    elsif latest.state <> 'annulled' then
      perform app.refuse('betting_is_open',
        format('Betting on this question closed on %s.', app.said(latest.closed_at)));
    end if;
    if app.known_outcome(bet) is not null then
      perform app.refuse('result_is_not_known_yet', 'The answer is on record already, so there is nothing to bet on.',
                         'The vehicle''s outcomes show it.');
    end if;
    perform app.count_new_question(bet.user_id);
    insert into public.bet_questions (
      vehicle_id, question, round, bet_type, currency, target_value, by_date, modification, owner_id, is_public)
      values (bet.vehicle_id, bet.question, coalesce(latest.round, 0) + 1, bet.bet_type, bet.currency,
              case when app.bet_shape(bet.bet_type) = 'milestone' then app.predicted_value(bet.prediction) end,
              case when app.bet_shape(bet.bet_type) = 'milestone' then app.predicted_day(bet.prediction) end,
              bet.prediction ->> 'modification', bet.owner_id, bet.is_public)
      on conflict do nothing;   -- somebody else has opened it meanwhile
  end loop;
end
$$;

-- Takes a bet in, after the trigger above: whether it can be read, what it is about, whether betting is open, the
-- limits, and the bet it replaces. A thousand people may bet on a vehicle at once, so each step asks the database as
-- little as it can. The account lock makes the bets of one person come one after the other.
create or replace function app.place_bet() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  most_active constant int := 20;
  most_a_minute constant int := 60;
  problem constant text := case when length(new.prediction::text) > 2000
    then 'prediction must be at most 2,000 characters long'
                                else app.prediction_problem(new.bet_type, new.prediction) end;
  day constant date := case when problem is null then app.predicted_day(new.prediction) end;
  active record;
  earlier public.vehicle_bets;
begin
  -- The constraints hold most of these rules too; what is too long for the indexes on the way to them is refused here.
  if length(new.bet_type) > 100 then
    perform app.refuse('bet_type_is_known', 'There is no such bet_type.');
  elsif length(new.currency) > 100 then
    perform app.refuse('currency_is_three_capital_letters', 'currency must be three capital letters, such as USD.');
  elsif problem is not null then
    raise exception '%', problem using errcode = 'check_violation', constraint = 'prediction_is_well_formed',
      table = 'vehicle_bets';
  elsif (new.status, new.resolved_at, new.score, new.skill_score, new.peer_score, new.payout, new.superseded_by)
     is distinct from ('active', null::timestamptz, null::float8, null::float8, null::float8, null::numeric, null::uuid)
       then
    perform app.refuse('bets_start_active', 'A bet starts active; settlement writes its status, score and payout.');
  end if;
  new.question := app.bet_question(new.bet_type, new.prediction, new.currency);
  new.by_owner := new.user_id is not distinct from new.owner_id;
  new.late := coalesce(day < (new.created_at at time zone 'utc')::date, false);
  if new.by_owner and new.stake_amount > 0 then
    perform app.refuse('owners_bet_without_a_stake', 'Owners bet on their own vehicle without a stake.',
      'Leave stake_amount out.');
  elsif new.late and new.stake_amount > 0 then
    perform app.refuse('late_claims_carry_no_stake',
      format('%s has passed, so this claim carries no stake.', day), 'Leave stake_amount out, or name a later day.');
  end if;
  -- before the person, whom a question that opens refers to
  perform from app.point_accounts a where a.user_id = new.user_id for no key update;
  if not found then
    perform app.lock_account(new.user_id);
  end if;
  if new.late then
    new.round := 0;
  else
    -- The usual case: the round is open. Otherwise open_round opens one, or says why not.
    select q.round into new.round from public.bet_questions q
      where q.vehicle_id = new.vehicle_id and q.question = new.question and q.state = 'open'
        and not exists (select from public.bet_closings c
                        where c.vehicle_id = new.vehicle_id and c.bet_type = new.bet_type and c.closes_at <= now());
    if not found then
      new.round := app.open_round(new);
    end if;
  end if;

  if app.is_client() and (
    select count(*) from public.vehicle_bets b where b.user_id = new.user_id
      and b.created_at > now() - interval '1 minute'
  ) >= most_a_minute then
    raise exception 'More than % bets within a minute.', most_a_minute
      using errcode = 'PT429', detail = 'bets_are_at_most_60_a_minute', hint = 'Wait a minute and try again.';
  end if;

  select count(*) as bets, coalesce(bool_or(b.question = new.question and b.round = new.round), false) as same_question
    into active
    from public.vehicle_bets b where b.vehicle_id = new.vehicle_id and b.user_id = new.user_id and b.is_in_force
      and b.status = 'active';
  if active.same_question then
    select b.* into earlier from public.vehicle_bets b
      where b.vehicle_id = new.vehicle_id and b.user_id = new.user_id and b.question = new.question
        and b.round = new.round
        and b.is_in_force and b.status = 'active';
    perform app.supersede_bet(earlier, new.id);
  elsif active.bets >= most_active then
    perform app.refuse('active_bets_are_at_most_20',
      format('You have %s active bets on this vehicle, which is the most one person can have.', most_active),
      'Cancel one of them first.');
  end if;
  insert into app.bet_changes (vehicle_id, bet_type, user_id, owner_id, is_public)   -- see 40_bets/18_bet_changes.sql
    values (new.vehicle_id, new.bet_type, new.user_id, new.owner_id, new.is_public);
  return new;
end
$$;

create or replace trigger vehicle_bets_place before insert on public.vehicle_bets
  for each row execute function app.place_bet();

-- A bet is never rewritten, whoever asks: settlement adds to it, and a new bet replaces it.
create or replace function app.keep_bet() returns trigger
language plpgsql set search_path = '' as $$
begin
  if (new.id, new.vehicle_id, new.user_id, new.bet_type, new.prediction, new.currency, new.confidence_percent,
    new.stake_amount, new.created_at)
     is distinct from
     (old.id, old.vehicle_id, old.user_id, old.bet_type, old.prediction, old.currency, old.confidence_percent,
       old.stake_amount, old.created_at) then
    raise exception 'A bet is never rewritten.'
      using errcode = 'insufficient_privilege', detail = 'bets_are_never_rewritten',
        hint = 'Replace it with revise_bet.';
  end if;
  -- settled as who they were
  new.by_owner := old.by_owner or (old.status = 'active' and new.user_id is not distinct from new.owner_id);
  return new;
end
$$;

create or replace trigger vehicle_bets_keep before update of id, vehicle_id, user_id, bet_type, prediction, currency,
  confidence_percent,
  stake_amount, created_at, owner_id on public.vehicle_bets
  for each row execute function app.keep_bet();
revoke all on function
  app.said,
  app.count_new_question,
  app.open_round,
  app.place_bet,
  app.keep_bet
  from public, anon, authenticated, service_role;


-- 40_bets/16_vehicle_bets_revised.sql

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
revoke all on function
  app.cancel_bet(uuid),
  app.revise_bet(uuid, jsonb, numeric, numeric, uuid)
  from public, anon, authenticated, service_role;
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
revoke all on function
  public.cancel_bet(uuid),
  public.revise_bet(uuid, jsonb, numeric, numeric, uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.cancel_bet(uuid), public.revise_bet(uuid, jsonb, numeric, numeric, uuid)
  to authenticated;
revoke all on function
  app.supersede_bet,
  app.own_open_bet
  from public, anon, authenticated, service_role;


-- 40_bets/18_bet_changes.sql

-- Bet changes: whose bets on a vehicle have changed since the last fold. Sentiment and forecast are kept ready to be
-- read; a bet only leaves a mark here, and a job folds the marks in (55_forecasts/60_fold_bets.sql). A reader adds
-- what is still marked, so that a bet is seen as soon as it is placed. A mark says who, not what: the fold looks the
-- person's bets up, so a mark too many does no harm.

create table if not exists app.bet_changes (
  vehicle_id uuid not null,   -- no reference: a mark is cheap, and outlives its vehicle by a moment
  id         bigint generated always as identity,
  bet_type   text not null,
  user_id    uuid not null,
  owner_id   uuid,
  is_public  boolean not null default false,
  primary key (vehicle_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

revoke all on app.bet_changes from public, anon, authenticated, service_role;
-- for vehicle_market_sentiment, which runs with its reader's rights
grant select on app.bet_changes to anon, authenticated, service_role;
alter table app.bet_changes enable row level security;

drop policy if exists "anyone sees who has just bet on public vehicles" on app.bet_changes;
create policy "anyone sees who has just bet on public vehicles" on app.bet_changes
  for select to anon using (is_public);

drop policy if exists "members see who has just bet on public vehicles and on their own" on app.bet_changes;
create policy "members see who has just bet on public vehicles and on their own" on app.bet_changes
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

-- Whose settled bets have been scored or lost their score, for 46_forecaster_weights.sql.
create table if not exists app.forecaster_changes (
  user_id uuid not null,
  id      bigint generated always as identity,
  primary key (user_id, id)
);
revoke all on app.forecaster_changes from public, anon, authenticated, service_role;

-- A bet that is placed marks its person itself (app.place_bet), for a trigger more would cost as much as the mark.

-- Being won or lost changes neither sentiment nor forecast; being cancelled, or active again, does. The condition is
-- seen to without calling anything, so that settling a hundred thousand bets takes no longer for it. Who is scored is
-- marked by app.mark_scored.
create or replace function app.mark_changed_bet() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.bet_changes (vehicle_id, bet_type, user_id, owner_id, is_public)
    values (new.vehicle_id, new.bet_type, new.user_id, new.owner_id, new.is_public);
  return null;
end
$$;

create or replace trigger vehicle_bets_mark_changed after update on public.vehicle_bets
  for each row when ((old.status = 'cancelled') <> (new.status = 'cancelled') or old.by_owner <> new.by_owner)
  execute function app.mark_changed_bet();

-- Marks whose bets on a question have got a score, or are about to lose it. For those who settle and reverse.
create or replace function app.mark_scored(q public.bet_questions, settled timestamptz) returns void
language sql security definer set search_path = '' as $$
  insert into app.forecaster_changes (user_id)
    select b.user_id from public.vehicle_bets b
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round and b.resolved_at = settled
      and b.skill_score is not null
    order by b.user_id
$$;

create or replace function app.mark_removed_bets() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.bet_changes (vehicle_id, bet_type, user_id, owner_id, is_public)
    select r.vehicle_id, r.bet_type, r.user_id, r.owner_id, r.is_public from removed r;
  insert into app.forecaster_changes (user_id) select r.user_id from removed r where r.skill_score is not null;
  return null;
end
$$;

create or replace trigger vehicle_bets_mark_removed after delete on public.vehicle_bets
  referencing old table as removed for each statement execute function app.mark_removed_bets();

-- When a question closes or its answer could be known, bets placed from then on leave the forecast; a settled milestone
-- leaves it whole.
create or replace function app.mark_question_bets() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  settled_changes constant boolean := app.bet_shape(new.bet_type) = 'milestone'
    and (old.settled_at is null) <> (new.settled_at is null);
begin
  insert into app.bet_changes (vehicle_id, bet_type, user_id, owner_id, is_public)
    select b.vehicle_id, b.bet_type, b.user_id, b.owner_id, b.is_public
    from public.vehicle_bets b
    where b.vehicle_id = new.vehicle_id and b.bet_type = new.bet_type and b.question = new.question
      and b.round = new.round
      and b.status <> 'cancelled'
      and (settled_changes
        or b.created_at >= least(old.closed_at, old.outcome_known_at)
          or b.created_at >= least(new.closed_at, new.outcome_known_at));
  return null;
end
$$;

create or replace trigger bet_questions_mark_bets after update on public.bet_questions
  for each row when (old.closed_at is distinct from new.closed_at
    or old.outcome_known_at is distinct from new.outcome_known_at
                     or old.settled_at is distinct from new.settled_at)
  execute function app.mark_question_bets();
revoke all on function
  app.mark_changed_bet,
  app.mark_scored,
  app.mark_removed_bets,
  app.mark_question_bets
  from public, anon, authenticated, service_role;


-- 40_bets/20_bettors.sql

-- Bettors: what each person's bets of one type on one vehicle come to. The fold keeps it, and takes away by it what it
-- added before.

-- One bet as part of the crowd's forecast: a distribution (55_forecasts/10_distributions.sql) with its weight.
--   topic   the question, without target and day for milestones: all of them are points of one curve
--   target  of a milestone; the distribution's location is then the probability of reaching it
do $$ begin
  if to_regtype('app.crowd_claim') is null then
create type app.crowd_claim as (
  topic text, round smallint, family text, origin float8, location float8, scale float8, target float8, weight float8
);
  end if;
end $$;

create table if not exists app.bettors (
  vehicle_id  uuid not null references public.vehicles (id) on delete cascade,
  bet_type    text not null,
  user_id     uuid not null,
  bets        integer not null,
  confidence  numeric not null,
  value       numeric,
  last_bet_at timestamptz not null,
  claims      app.crowd_claim[] not null,
  owner_id    uuid,
  is_public   boolean not null default false,
  primary key (vehicle_id, bet_type, user_id)
)
-- Half empty pages: a car that goes private, or changes hands, writes all its rows without touching an index.
with (fillfactor = 50);
comment on table app.bettors is
  'One row a person, vehicle and bet type, as of the last fold: what vehicle_bets says, summed up. Written by the fold '
  'only.';
comment on column app.bettors.confidence is 'Mean confidence of the person''s bets that are not cancelled, in percent.';
comment on column app.bettors.value is 'Mean of the values they name; null where they name none.';
comment on column app.bettors.claims is 'What of it counts in the forecast.';
create index if not exists bettors_by_value on app.bettors (vehicle_id, bet_type, value);
create index if not exists bettors_by_time on app.bettors (vehicle_id, bet_type, last_bet_at);

revoke all on app.bettors from public, anon, authenticated, service_role;
grant select (vehicle_id, bet_type, user_id, bets, confidence, value, owner_id, is_public) on app.bettors
  to anon, authenticated, service_role;
alter table app.bettors enable row level security;

drop policy if exists "anyone sees bettors on public vehicles" on app.bettors;
create policy "anyone sees bettors on public vehicles" on app.bettors
  for select to anon using (is_public);

drop policy if exists "members see bettors on public vehicles and on their own" on app.bettors;
create policy "members see bettors on public vehicles and on their own" on app.bettors
  for select to authenticated using (is_public or owner_id = (select auth.uid()));


-- 40_bets/22_vehicle_market_sentiment.sql

-- Market sentiment: plain averages of a vehicle's bets, a row for each bet type that has one, with the median and
-- bands, which one wild number does not move. Taken over people, not over bets: a thousand bets by one person weigh as
-- much as one.

create table if not exists app.bet_sentiments (
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

drop policy if exists "anyone sees sentiment on public vehicles" on app.bet_sentiments;
create policy "anyone sees sentiment on public vehicles" on app.bet_sentiments
  for select to anon using (is_public);

drop policy if exists "members see sentiment on public vehicles and on their own" on app.bet_sentiments;
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
revoke all on function
  app.sentiment_now(uuid, text)
  from public, anon, authenticated, service_role;
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


-- 45_points/10_points.sql

-- Points: a double-entry ledger. Every transfer sums to zero, rows are only ever appended, and a person's balances are
-- what the entries add up to. Points are play money: they cannot be bought, sold or sent.
--   available  free to stake                    owed    what a reversed settlement could not take back; paid from later
--              payouts
--   escrow     staked on bets that are active   issued  the other side of the points people start with; not a person's

create table if not exists app.point_accounts (
  user_id     uuid primary key,
  person_id   uuid references auth.users (id) on delete set null,   -- user_id again; the account outlives its person
  available   numeric(14, 2) not null default 0,
  escrow      numeric(14, 2) not null default 0,
  owed        numeric(14, 2) not null default 0,
  left_behind boolean generated always as (person_id is null and (available <> 0 or owed <> 0)) stored,
  owing       boolean generated always as (owed > 0) stored,
  opened_at   timestamptz not null default now(),
  constraint balance_is_not_negative check (available >= 0 and available <= 1e11),
  constraint escrow_is_not_negative check (escrow >= 0 and escrow <= 1e11),
  constraint owed_is_not_negative check (owed >= 0 and owed <= 1e11)
)
-- Balances change all the time, so none is in an index, and pages are left half empty: a change then touches no index.
with (fillfactor = 50);
comment on table app.point_accounts is 'Balances: the sums of point_entries, written by nothing but its trigger.';
comment on column app.point_accounts.left_behind is
  'The person is gone and the account not empty yet; see app.close_accounts.';
create index if not exists point_accounts_by_person on app.point_accounts (person_id);
create index if not exists point_accounts_to_close on app.point_accounts (user_id) where left_behind;
create index if not exists point_accounts_owing on app.point_accounts (user_id) where owing;

create table if not exists app.point_transfers (
  id         uuid primary key default gen_random_uuid(),
  kind       text not null,
  vehicle_id uuid,
  question   text,
  round      smallint,
  version    smallint,
  bets       integer,
  reverses   uuid references app.point_transfers (id),
  made_at    timestamptz not null default now(),
  constraint transfer_kind_is_known check
    (kind in ('opened', 'staked', 'superseded', 'cancelled', 'removed', 'settled', 'annulled', 'reversed', 'closed')),
  constraint only_reversals_reverse check ((kind = 'reversed') = (reverses is not null)),
  constraint settlements_name_their_question check
    (kind not in ('settled', 'annulled', 'reversed')
      or (vehicle_id is not null and question is not null and round is not null and version is not null))
);
comment on column app.point_transfers.bets is 'Of a settlement: how many bets it settled, with a stake or without.';

-- What makes settlement happen once: a second transfer for the same question and version cannot exist.
create unique index if not exists point_transfers_settle_once on app.point_transfers (vehicle_id, question, round, version)
  where kind in ('settled', 'annulled');
create unique index if not exists point_transfers_reverse_once on app.point_transfers (reverses) where reverses is not null;

create table if not exists app.point_entries (
  id          bigint generated always as identity primary key,
  -- Transfers are never deleted, so app.book_entries checks this with one lookup a statement; a foreign key does one a
  -- row.
  transfer_id uuid not null,
  account     text not null,
  user_id     uuid,
  bet_id      uuid,
  amount      numeric(14, 2) not null,
  constraint account_is_known check (account in ('available', 'escrow', 'owed', 'issued')),
  constraint only_issued_points_have_no_owner check ((account = 'issued') = (user_id is null)),
  constraint amount_is_not_zero check (amount <> 0 and abs(amount) <= 1e11)
);
comment on column app.point_entries.amount is
  'Points into the account; negative: out of it. What is owed is entered as its negative.';
create index if not exists point_entries_by_transfer on app.point_entries (transfer_id);
create index if not exists point_entries_by_person on app.point_entries (user_id, id);

revoke all on app.point_accounts, app.point_transfers, app.point_entries from public, anon, authenticated, service_role;

-- Entries that are written together belong to a transfer and sum to zero in it, so every transfer does, always.
-- Balances follow from them here and nowhere else. Who writes entries holds their accounts, and has taken them in one
-- order (app.lock_accounts), so two transfers cannot deadlock.
create or replace function app.book_entries() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  uneven record;
begin
  select s.transfer_id, s.amount, t.id is null as unknown into uneven
    from (select e.transfer_id, sum(e.amount) as amount from written e group by e.transfer_id) s
    left join app.point_transfers t on t.id = s.transfer_id
    where s.amount <> 0 or t.id is null limit 1;
  if uneven.unknown then
    raise exception 'There is no transfer %.', uneven.transfer_id
      using errcode = 'foreign_key_violation', constraint = 'entries_have_a_transfer';
  elsif found then
    raise exception 'Transfer % does not sum to zero but to %.', uneven.transfer_id, uneven.amount
      using errcode = 'check_violation', constraint = 'transfers_sum_to_zero';
  end if;
  update app.point_accounts a
    set available = a.available + e.available, escrow = a.escrow + e.escrow, owed = a.owed - e.owed
    from (
      select w.user_id,
             coalesce(sum(w.amount) filter (where w.account = 'available'), 0) as available,
             coalesce(sum(w.amount) filter (where w.account = 'escrow'), 0)    as escrow,
             coalesce(sum(w.amount) filter (where w.account = 'owed'), 0)      as owed
      from written w where w.user_id is not null group by w.user_id
    ) e
    where a.user_id = e.user_id;
  return null;
end
$$;

create or replace trigger point_entries_book after insert on app.point_entries
  referencing new table as written for each statement execute function app.book_entries();

create or replace function app.keep_ledger() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'The ledger of points is only ever appended to.'
    using errcode = 'insufficient_privilege', hint = 'Correct a transfer by its reversal.';
end
$$;

create or replace trigger point_entries_keep before update or delete or truncate on app.point_entries
  for each statement execute function app.keep_ledger();
create or replace trigger point_transfers_keep before update or delete or truncate on app.point_transfers
  for each statement execute function app.keep_ledger();

-- Locks these people's accounts until the transaction ends.
create or replace function app.lock_accounts(people uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from app.point_accounts a where a.user_id = any (people) order by a.user_id for no key update;
end
$$;

-- What everybody starts with.
create or replace function app.starting_points() returns numeric
language sql immutable set search_path = '' as $$ select 1000.00 $$;

-- Locks a person's account until the transaction ends, opening it first where there is none, and returns it.
create or replace function app.lock_account(person uuid) returns app.point_accounts
language plpgsql security definer set search_path = '' as $$
declare
  account app.point_accounts;
  opening uuid;
begin
  loop
    select a.* into account from app.point_accounts a where a.user_id = person for no key update;
    if found then
      return account;
    end if;
    insert into app.point_accounts (user_id, person_id) values (person, person) on conflict do nothing;
    if found then
      insert into app.point_transfers (kind) values ('opened') returning id into opening;
      insert into app.point_entries (transfer_id, account, user_id, amount)
        values (opening, 'issued', null, -app.starting_points()), (opening, 'available', person, app.starting_points());
    end if;
  end loop;
end
$$;

-- From available to escrow, for a bet that has just been placed.
create or replace function app.take_stake() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  account constant app.point_accounts := app.lock_account(new.user_id);
  transfer uuid;
begin
  if account.available < new.stake_amount then
    perform app.refuse('stake_is_within_the_balance',
      format('The stake of %s is above your balance of %s points.', new.stake_amount, account.available));
  end if;
  insert into app.point_transfers (kind, vehicle_id, question, round)
    values ('staked', new.vehicle_id, new.question, new.round) returning id into transfer;
  insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
    values (transfer, 'available', new.user_id, new.id, -new.stake_amount),
      (transfer, 'escrow', new.user_id, new.id, new.stake_amount);
  return null;
end
$$;

create or replace trigger vehicle_bets_take_stake after insert on public.vehicle_bets
  for each row when (new.stake_amount > 0) execute function app.take_stake();

-- From escrow back to available, for a bet that closes without being settled.
create or replace function app.return_stake(bet public.vehicle_bets, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  transfer uuid;
begin
  if bet.stake_amount > 0 then
    insert into app.point_transfers (kind, vehicle_id, question, round)
      values (why, bet.vehicle_id, bet.question, bet.round) returning id into transfer;
    insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
      values (transfer, 'escrow', bet.user_id, bet.id, -bet.stake_amount),
        (transfer, 'available', bet.user_id, bet.id, bet.stake_amount);
  end if;
end
$$;

-- Bets that go with a deleted vehicle or account give their stakes back.
create or replace function app.return_removed_stakes() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  transfer uuid;
begin
  if exists (select from removed r where r.status = 'active' and r.stake_amount > 0) then
    perform app.lock_accounts(array(select r.user_id from removed r where r.status = 'active' and r.stake_amount > 0));
    insert into app.point_transfers (kind) values ('removed') returning id into transfer;
    insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
      select transfer, e.account, r.user_id, r.id, e.sign * r.stake_amount
      from removed r, (values ('escrow', -1), ('available', 1)) e (account, sign)
      where r.status = 'active' and r.stake_amount > 0;
  end if;
  return null;
end
$$;

-- Of several vehicles that go at once the accounts are taken in one order too: by its name this comes before the first
-- of them takes its bets along.
create or replace function app.lock_accounts_of_gone() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if old.id = (select g.id from gone g limit 1) then
    perform app.lock_accounts(array(
      select b.user_id from gone g join public.vehicle_bets b on b.vehicle_id = g.id
      where b.status = 'active' and b.stake_amount > 0));
  end if;
  return null;
end
$$;
create or replace trigger "A_vehicles_lock_accounts" after delete on public.vehicles
  referencing old table as gone for each row execute function app.lock_accounts_of_gone();

create or replace trigger vehicle_bets_return_removed_stakes after delete on public.vehicle_bets
  referencing old table as removed for each statement execute function app.return_removed_stakes();

-- Balances as their owner sees them. Who has not bet yet has the starting points, though no account is open.
alter table app.point_accounts enable row level security;
grant select on app.point_accounts to authenticated, service_role;
revoke all on function
  app.starting_points()
  from public, anon, authenticated, service_role;
grant execute on function app.starting_points() to authenticated, service_role;

drop policy if exists "members see their own account" on app.point_accounts;
create policy "members see their own account" on app.point_accounts
  for select to authenticated using (user_id = (select auth.uid()));

create or replace view public.point_balances with (security_invoker = true) as
select a.user_id, a.available, a.escrow, a.owed from app.point_accounts a
union all
select n.user_id, app.starting_points(), 0.00, 0.00
from (select (select auth.uid()) as user_id) n
where n.user_id is not null and not exists (select from app.point_accounts a where a.user_id = n.user_id);

comment on view public.point_balances is
  'Points free to stake, points staked, and points owed after a reversed settlement. People see their own balance, the '
    'service role all.';

revoke all on public.point_balances from public, anon, authenticated, service_role;
grant select on public.point_balances to authenticated, service_role;
revoke all on function
  app.book_entries,
  app.keep_ledger,
  app.lock_accounts,
  app.lock_account,
  app.take_stake,
  app.return_stake,
  app.return_removed_stakes,
  app.lock_accounts_of_gone
  from public, anon, authenticated, service_role;


-- 45_points/20_point_history.sql

-- Point history: what a person's account went through, a row for each bet that a transfer touched.

alter table app.point_transfers enable row level security;
alter table app.point_entries enable row level security;
grant select on app.point_transfers, app.point_entries to authenticated, service_role;

-- Neither table is exposed: both are read through the view below, a transfer only beside an entry of one's own.
drop policy if exists "members see transfers beside their own entries" on app.point_transfers;
create policy "members see transfers beside their own entries" on app.point_transfers
  for select to authenticated using (true);

drop policy if exists "members see their own entries" on app.point_entries;
create policy "members see their own entries" on app.point_entries
  for select to authenticated using (user_id = (select auth.uid()));

create or replace view public.point_history with (security_invoker = true) as
select
  e.user_id, t.made_at, t.kind, t.id as transfer_id, e.bet_id, t.vehicle_id, t.question,
  e.available, e.escrow, e.owed
from (
  select x.user_id, x.transfer_id, x.bet_id,
         coalesce(sum(x.amount) filter (where x.account = 'available'), 0) as available,
         coalesce(sum(x.amount) filter (where x.account = 'escrow'), 0)    as escrow,
         coalesce(-sum(x.amount) filter (where x.account = 'owed'), 0)     as owed
  from app.point_entries x where x.user_id is not null
  group by x.user_id, x.transfer_id, x.bet_id
) e
join app.point_transfers t on t.id = e.transfer_id;

comment on view public.point_history is
  'Changes of available, staked and owed points, each with its reason. People see their own, the service role '
    'everybody''s.';

revoke all on public.point_history from public, anon, authenticated, service_role;
grant select on public.point_history to authenticated, service_role;


-- 50_settlement/10_vehicle_outcomes.sql

-- Vehicle outcomes: what happened to a vehicle, with the evidence for it. Written by the service role, importers and
-- trusted reporters, and by owners that their build is complete (12_own_builds.sql); a report by somebody with an
-- interest in it counts once somebody without one has confirmed it.

create table if not exists public.trusted_reporters (
  user_id    uuid primary key references auth.users (id) on delete cascade,
  note       text,
  created_at timestamptz not null default now(),
  constraint note_is_short check (length(note) <= 400)
);
comment on table public.trusted_reporters is 'Members who may report outcomes. Kept by the operator.';

revoke all on public.trusted_reporters from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.trusted_reporters to service_role;
alter table public.trusted_reporters enable row level security;

-- Says what is wrong with evidence, naming the field; null when nothing is.
--   source_url     where it can be read            who, when  its author and its time, as the source gives them
--   document_hash  SHA-256 of the kept document    quote      the words it rests on
create or replace function app.evidence_problem(evidence jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  fields constant text[] := array['source_url', 'document_hash', 'who', 'when', 'quote'];
  field record;
begin
  if jsonb_typeof(evidence) is distinct from 'object' then
    return 'evidence must be an object such as {"source_url": "https://example.com/lot/12"}';
  end if;
  for field in select e.key, e.value from jsonb_each(evidence) e loop
    if not field.key = any (fields) then
      return format('%s is not a field of evidence, which takes %s', left(field.key, 40),
        array_to_string(fields, ', '));
    elsif jsonb_typeof(field.value) <> 'string' or not app.is_readable(field.value #>> '{}', 2000) then
      return format('%s must be a text of 1 to 2,000 characters', field.key);
    end if;
  end loop;
  if not evidence ?| array['source_url', 'document_hash'] then
    return 'evidence needs a source_url or a document_hash';
  elsif evidence ->> 'source_url' !~ '^https?://[^[:space:]]+$' then
    return 'source_url must start with https:// or http://';
  elsif evidence ->> 'document_hash' !~ '^(sha256:)?[0-9a-f]{64}$' then
    return 'document_hash must be a SHA-256 in 64 lower-case hexadecimal digits';
  end if;
  return null;
end
$$;
-- constraints run with the rights of whoever writes
revoke all on function
  app.evidence_problem(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function app.evidence_problem(jsonb) to anon, authenticated, service_role;

create table if not exists public.vehicle_outcomes (
  id           uuid not null default gen_random_uuid(),
  vehicle_id   uuid not null references public.vehicles (id) on delete cascade,
  kind         text not null,
  value        numeric(14, 2),
  currency     text not null default 'USD',
  sold         boolean,
  modification text,
  occurred_at  timestamptz not null,
  known_at     timestamptz,
  evidence     jsonb not null,
  note         text,
  reported_by  uuid default auth.uid() references auth.users (id) on delete set null,
  confirmed_by uuid references auth.users (id) on delete set null,
  confirmed_at timestamptz,
  declined_at  timestamptz,
  declined_for text,
  owner_id     uuid,
  is_public    boolean not null default false,
  created_at   timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint outcome_kind_is_known check (
    kind in ('auction_result', 'appraisal', 'build_completed', 'modification_value')),
  constraint auction_results_say_whether_it_sold check ((kind = 'auction_result') = (sold is not null)),
  constraint outcomes_other_than_builds_have_a_value check
    (case when kind = 'build_completed' then value is null else value is not null or not sold end),
  constraint outcome_value_is_above_0_and_at_most_1e9 check
    (value <= 1e9 and (value > 0 or (kind = 'modification_value' and value >= -1e9))),
  constraint outcome_currency_is_three_capital_letters check (currency ~ '^[A-Z]{3}$'),
  constraint modification_values_name_the_modification check
    ((kind = 'modification_value') = (modification is not null) and app.is_readable(modification, 200)),
  constraint outcomes_have_happened check (
    occurred_at >= '1885-01-01' and occurred_at <= created_at + interval '5 minutes'),
  constraint outcomes_are_known_after_they_occurred check
    (known_at >= occurred_at and known_at <= greatest(created_at + interval '5 minutes', occurred_at)),
  constraint outcome_note_has_1_to_1000_characters check (app.is_readable(note, 1000)),
  constraint outcomes_are_declined_for_a_reason check (
    (declined_at is null) = (declined_for is null) and app.is_readable(declined_for, 1000)),
  constraint declined_outcomes_are_not_confirmed check (declined_at is null or confirmed_at is null),
  constraint evidence_is_short check (length(evidence::text) <= 10000),
  constraint evidence_is_well_formed check (app.evidence_problem(evidence) is null)
);

comment on table public.vehicle_outcomes is
  'One row a reported outcome: auction result, appraisal, finished build or value of a modification. Never rewritten; '
  'its reporter takes back a finished build that has answered nothing yet.';
comment on column public.vehicle_outcomes.value is
  'Hammer price (of an unsold lot: the highest bid), appraised value, or what the modification added; in units of '
  'currency.';
comment on column public.vehicle_outcomes.known_at is
  'Since when anybody could know it; when it occurred unless said otherwise. Bets placed from then on are void.';
comment on column public.vehicle_outcomes.confirmed_at is
  'Since when it counts. Null: reported by the owner or a bettor, and not confirmed yet.';
comment on column public.vehicle_outcomes.note is 'What its reporter says of it.';
comment on column public.vehicle_outcomes.declined_at is
  'Since when it is known not to count, for declined_for; seen by the owner and its reporter alone from then on.';

create index if not exists vehicle_outcomes_by_kind on public.vehicle_outcomes (vehicle_id, kind, occurred_at);
create index if not exists vehicle_outcomes_by_reporter on public.vehicle_outcomes (reported_by) where reported_by is not null;
create index if not exists vehicle_outcomes_by_confirmer on public.vehicle_outcomes (confirmed_by) where confirmed_by is not null;

revoke all on public.vehicle_outcomes from public, anon, authenticated, service_role;
grant select on public.vehicle_outcomes to anon, authenticated;
grant insert (id, vehicle_id, kind, value, currency, sold, modification, occurred_at, known_at, evidence, note,
              reported_by) on public.vehicle_outcomes to authenticated;
grant select, insert on public.vehicle_outcomes to service_role;

alter table public.vehicle_outcomes enable row level security;

drop policy if exists "anyone sees outcomes of public vehicles" on public.vehicle_outcomes;
create policy "anyone sees outcomes of public vehicles" on public.vehicle_outcomes
  for select to anon using (is_public and declined_at is null);

drop policy if exists "members see outcomes of public vehicles, of their own, and their reports" on public.vehicle_outcomes;
create policy "members see outcomes of public vehicles, of their own, and their reports" on public.vehicle_outcomes
  for select to authenticated
  using ((is_public and declined_at is null) or owner_id = (select auth.uid())
    or (is_public and reported_by = (select auth.uid())));

drop policy if exists "reporters report as themselves" on public.vehicle_outcomes;
create policy "reporters report as themselves" on public.vehicle_outcomes
  for insert to authenticated
  with check (reported_by = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

-- Whether somebody gains by what is reported about a vehicle.
create or replace function app.has_interest(person uuid, vehicle uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.vehicles v where v.id = vehicle and v.user_id = person)
      or exists (select from public.vehicle_bets b where b.vehicle_id = vehicle and b.user_id = person)
$$;

-- An operator decides nothing about a vehicle that they own or have bet on.
create or replace function app.require_no_interest(vehicle uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if app.is_client() and app.has_interest(auth.uid(), vehicle) then
    perform app.refuse('operators_decide_what_they_have_no_part_in',
      'You own this vehicle or have bet on it.', 'Leave it to another operator.', '42501');
  end if;
end
$$;

create or replace function app.require_reporter() returns void
language plpgsql security definer set search_path = '' as $$
begin
  if app.is_client() and not exists (select from public.trusted_reporters t where t.user_id = auth.uid())
     and not app.is_operator() then
    raise exception 'Only trusted reporters and operators report and confirm outcomes.'
      using errcode = 'insufficient_privilege', detail = 'reporters_are_trusted',
        hint = 'Send the evidence to the operator, who can enter it.';
  end if;
end
$$;

-- Before the copy of the vehicle's visibility, which takes a weaker lock: the bets on their way in are waited for, and
-- later ones find the question answered.
create or replace function app.admit_outcome() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  problem constant text := case when length(new.evidence::text) <= 10000 then app.evidence_problem(new.evidence) end;
begin
  perform from public.vehicles v where v.id = new.vehicle_id for no key update;
  if app.is_own_build(new) then
    perform app.check_own_build(new);
    new.known_at := new.occurred_at;   -- who built it knew then, and so may have their friends
  else
    perform app.require_reporter();
  end if;
  if problem is not null then
    perform app.refuse('evidence_is_well_formed', problem);
  end if;
  new.known_at := coalesce(new.known_at, new.occurred_at);
  new.confirmed_by := null;
  new.confirmed_at := case when new.reported_by is null or not app.has_interest(new.reported_by, new.vehicle_id)
    then now() end;
  return new;
end
$$;

create or replace trigger vehicle_outcomes_admit before insert on public.vehicle_outcomes
  for each row execute function app.admit_outcome();

insert into app.settings (name, value, about) values
  ('pace_outcomes', '60', 'Outcomes that one person may report in ten minutes.')
on conflict (name) do update set about = excluded.about;
select app.pace_inserts('public.vehicle_outcomes', 'outcomes');

create or replace trigger vehicle_outcomes_hang_on_vehicle before insert on public.vehicle_outcomes
  for each row execute function app.hang_on_vehicle();

create or replace function app.propose_results() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform app.apply_outcome(new);
  return null;
end
$$;

create or replace trigger vehicle_outcomes_answer_questions after insert on public.vehicle_outcomes
  for each row when (new.confirmed_at is not null) execute function app.propose_results();

create or replace function app.confirm_outcome(outcome_id uuid, why text) returns public.vehicle_outcomes
language plpgsql security definer set search_path = '' as $$
declare
  outcome public.vehicle_outcomes;
begin
  perform app.require_reporter();
  if app.is_operator() then perform app.require_reason(why); end if;
  select o.* into outcome from public.vehicle_outcomes o
    where o.id = outcome_id and (o.is_public or o.owner_id = auth.uid() or not app.is_client() or app.is_operator());
  if not found then
    raise exception 'There is no outcome %.', coalesce(outcome_id::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_outcome';
  elsif app.is_client() and (outcome.reported_by = auth.uid() or app.has_interest(auth.uid(), outcome.vehicle_id)) then
    raise exception 'An outcome is confirmed by somebody who neither reported it, nor owns the vehicle, nor bets on it.'
      using errcode = 'insufficient_privilege', detail = 'outcomes_are_confirmed_by_somebody_else';
  end if;
  perform from public.vehicles v where v.id = outcome.vehicle_id for no key update;
  update public.vehicle_outcomes o set confirmed_by = auth.uid(), confirmed_at = now()
    where o.vehicle_id = outcome.vehicle_id and o.id = outcome_id and o.confirmed_at is null and o.declined_at is null
    returning o.* into outcome;
  if found then
    perform app.apply_outcome(outcome);
    perform app.tell_reporter(outcome);
    if not app.is_client() or app.is_operator() then
      perform app.note_operator_act('confirm_outcome', outcome.id::text, why);
    end if;
  else
    select o.* into outcome from public.vehicle_outcomes o where o.id = outcome_id;
    if not found then
      perform app.not_found('outcome', outcome_id::text, 'Its reporter has taken it back.');
    elsif outcome.declined_at is not null then
      perform app.refuse('outcome_is_declined', 'An operator has declined this report.',
        'Its reporter may enter it anew.', 'PT409');
    end if;
  end if;
  return outcome;
end
$$;
revoke all on function
  app.confirm_outcome(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function app.confirm_outcome(uuid, text) to authenticated, service_role;

create or replace function public.confirm_outcome(outcome_id uuid, reason text default null)
  returns public.vehicle_outcomes
language sql set search_path = '' as $$
  select app.confirm_outcome(outcome_id, reason)
$$;
comment on function public.confirm_outcome(uuid, text) is
  'Lets an outcome count that the owner or a bettor reported. For operators, who say why, the service role and trusted '
    'reporters, without an '
    'interest in it.';
revoke all on function
  public.confirm_outcome(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.confirm_outcome(uuid, text) to authenticated, service_role;
revoke all on function
  app.has_interest,
  app.require_no_interest,
  app.require_reporter,
  app.admit_outcome,
  app.propose_results
  from public, anon, authenticated, service_role;


-- 50_settlement/12_own_builds.sql

-- Own builds: an owner says that the build of their car is complete, and takes it back while nothing rests on it. It is
-- shown at once and counts once somebody without an interest in it has confirmed it; an operator may decline it.

-- Whether an outcome is an owner's word on their own build; trusted reporters and operators who own the car included.
create or replace function app.is_own_build(o public.vehicle_outcomes) returns boolean
language sql stable security definer set search_path = '' as $$
  select app.is_client() and o.kind = 'build_completed'
    and exists (select from public.vehicles v where v.id = o.vehicle_id and v.user_id = auth.uid())
$$;

-- A report waits for its confirmation.
create or replace function app.awaits_confirmation(o public.vehicle_outcomes) returns boolean
language sql immutable set search_path = '' as $$
  select o.confirmed_at is null and o.declined_at is null
$$;

-- Whether a report that the build is complete waits for its confirmation: time alone does not call it unfinished then.
create or replace function app.build_awaits_confirmation(vehicle uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from public.vehicle_outcomes o
    where o.vehicle_id = vehicle and o.kind = 'build_completed' and app.awaits_confirmation(o))
$$;

-- The caller holds the vehicle, so that of two at once one is refused.
create or replace function app.check_own_build(report public.vehicle_outcomes) returns void
language plpgsql security definer set search_path = '' as $$
declare
  earlier public.vehicle_outcomes;
begin
  if exists (select from public.vehicle_outcomes o where o.vehicle_id = report.vehicle_id and o.id = report.id
               and o.reported_by = auth.uid()) then
    return;   -- sent again
  end if;
  perform app.require_kept_account();
  select o.* into earlier from public.vehicle_outcomes o
    where o.vehicle_id = report.vehicle_id and o.kind = 'build_completed'
      and (o.confirmed_at is not null or (o.reported_by = auth.uid() and app.awaits_confirmation(o)))
    order by o.confirmed_at nulls last limit 1;
  if earlier.confirmed_at is not null then
    perform app.refuse('build_is_complete_already', format('It is on record that the build was completed on %s.',
      (earlier.occurred_at at time zone 'utc')::date), 'If that is wrong, write to an operator.', 'PT409');
  elsif earlier.id is not null then
    perform app.refuse('build_is_reported_already', format('You have said that the build was completed on %s.',
      (earlier.occurred_at at time zone 'utc')::date), 'Take that back first.', 'PT409');
  end if;
end
$$;

create or replace function public.report_build(
  vehicle_id uuid, outcome_id uuid, finished_on date, evidence jsonb, note text default null) returns uuid
language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.vehicles v where v.id = report_build.vehicle_id) then
    perform app.not_found('vehicle', report_build.vehicle_id::text);
  elsif not exists (select from public.vehicles v where v.id = report_build.vehicle_id and v.user_id = auth.uid()) then
    perform app.refuse('not_your_vehicle', 'Only the owner says that a build is complete.', null, '42501');
  elsif finished_on is null or finished_on < '1885-01-01'
    -- where the day has begun that is not there yet in Greenwich
    or finished_on > (now() at time zone 'UTC' + interval '14 hours')::date then
    perform app.refuse('outcomes_have_happened', 'A build was completed on a day from 1885 to today.',
      'Enter it once it is done.');
  end if;
  insert into public.vehicle_outcomes (vehicle_id, id, kind, occurred_at, evidence, note, reported_by)
    values (report_build.vehicle_id, coalesce(report_build.outcome_id, gen_random_uuid()), 'build_completed',
            least(finished_on::timestamp at time zone 'UTC', now()), report_build.evidence,
            nullif(btrim(report_build.note), ''), auth.uid())
    on conflict on constraint vehicle_outcomes_pkey do nothing;
  return report_build.outcome_id;
end
$$;
comment on function public.report_build(uuid, uuid, date, jsonb, text) is
  'For the owner: the build was completed on this day (UTC), with evidence as vehicle_outcomes takes it; a '
  'document_hash is that of one of the car''s own documents. Again under the same id changes nothing. Counts once '
  'somebody without an interest has confirmed it. Refuses unknown_vehicle, not_your_vehicle, outcomes_have_happened, '
  'build_is_reported_already, build_is_complete_already, keep_your_account_first, evidence_is_well_formed, '
  'unknown_document.';

-- What has answered a question is no longer its reporter's to take back: who bet on it relies on it.
create or replace function app.withdraw_outcome(vehicle uuid, outcome uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  o public.vehicle_outcomes;
begin
  perform from public.vehicles v where v.id = vehicle for no key update;
  select x.* into o from public.vehicle_outcomes x
    where x.vehicle_id = vehicle and x.id = outcome and x.reported_by = auth.uid() for update;
  if not found then
    perform app.not_found('outcome', outcome::text, 'You may have taken it back already.');
  elsif o.kind <> 'build_completed' then
    perform app.refuse('only_builds_are_taken_back', 'Only the report of a completed build is taken back.',
      'Write to an operator.');
  elsif o.confirmed_at is not null and exists (
    select from public.bet_questions q
    where q.vehicle_id = vehicle and q.state in ('proposed', 'disputed', 'final') and app.result_of(q, o) is not null)
    then
    perform app.refuse('outcome_answers_a_question', 'It is confirmed, and answers what people have bet on.',
      'If it is wrong, object to the answer while it is open to dispute, or write to an operator.', 'PT409');
  end if;
  delete from public.vehicle_outcomes x where x.vehicle_id = vehicle and x.id = outcome;
end
$$;

create or replace function public.withdraw_outcome(vehicle_id uuid, outcome_id uuid) returns void
language sql set search_path = '' as $$
  select app.withdraw_outcome(vehicle_id, outcome_id)
$$;
comment on function public.withdraw_outcome(uuid, uuid) is
  'Takes back the caller''s own report of a completed build. Refuses unknown_outcome, only_builds_are_taken_back, '
  'outcome_answers_a_question.';

create or replace function app.decline_outcome(outcome uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  o public.vehicle_outcomes;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  select x.* into o from public.vehicle_outcomes x where x.id = outcome;
  if not found then perform app.not_found('outcome', outcome::text, 'Its reporter may have taken it back.'); end if;
  perform app.require_no_interest(o.vehicle_id);
  perform app.require_no_part(array[o.reported_by]);
  perform from public.vehicles v where v.id = o.vehicle_id for no key update;
  update public.vehicle_outcomes x set declined_at = now(), declined_for = why
    where x.vehicle_id = o.vehicle_id and x.id = o.id and app.awaits_confirmation(x) returning x.* into o;
  if not found then
    perform app.refuse('outcome_is_decided', 'This report does not wait for an answer any more.',
      'It was confirmed, declined or taken back meanwhile.', 'PT409');
  end if;
  perform app.tell_reporter(o);
  perform app.note_operator_act('decline_outcome', o.id::text, why);
end
$$;

create or replace function public.decline_outcome(outcome_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.decline_outcome(outcome_id, reason)
$$;
comment on function public.decline_outcome(uuid, text) is
  'For operators: a report that waits for confirm_outcome does not count; its reporter reads why, and may enter '
  'another.';

-- What became of a report, for whoever made it.
create or replace function app.tell_reporter(o public.vehicle_outcomes) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform app.tell(o.reported_by, o.vehicle_id, 'report_answered',
    case when o.declined_at is null
      then format('What you reported of the %s has been confirmed, and counts from now on.',
        app.vehicle_name(o.vehicle_id))
      else format('What you reported of the %s was not confirmed: %s', app.vehicle_name(o.vehicle_id), o.declined_for)
    end, jsonb_build_object('vehicle_id', o.vehicle_id, 'outcome_id', o.id, 'confirmed', o.declined_at is null));
end
$$;

revoke all on function
  public.report_build(uuid, uuid, date, jsonb, text),
  app.withdraw_outcome(uuid, uuid),
  public.withdraw_outcome(uuid, uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.report_build(uuid, uuid, date, jsonb, text), app.withdraw_outcome(uuid, uuid),
  public.withdraw_outcome(uuid, uuid) to authenticated;
revoke all on function
  app.decline_outcome(uuid, text),
  public.decline_outcome(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function app.decline_outcome(uuid, text), public.decline_outcome(uuid, text)
  to authenticated, service_role;
revoke all on function
  app.is_own_build,
  app.awaits_confirmation,
  app.build_awaits_confirmation,
  app.check_own_build,
  app.tell_reporter
  from public, anon, authenticated, service_role;


-- 50_settlement/15_unconfirmed_outcomes.sql

-- The outcomes that wait for somebody without an interest in them, the longest first; `is_own`: the operator reported
-- it, owns the vehicle or has bet on it.
create or replace function app.unconfirmed_outcomes(most integer, after jsonb)
returns table (id uuid, vehicle_id uuid, vehicle text, kind text, value numeric, currency text, sold boolean,
               modification text, occurred_at timestamptz, evidence jsonb, note text, reported_by uuid,
               reported_at timestamptz, is_own boolean)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select o.id, o.vehicle_id, app.vehicle_words(o.vehicle_id), o.kind, o.value, o.currency, o.sold, o.modification,
    o.occurred_at, o.evidence, o.note, o.reported_by, o.created_at,
    app.is_client() and (o.reported_by is not distinct from auth.uid()
      or app.has_interest(auth.uid(), o.vehicle_id))
  from public.vehicle_outcomes o
  where o.confirmed_at is null and o.declined_at is null
    and (after is null or (o.created_at, o.id) > ((after ->> 'reported_at')::timestamptz, (after ->> 'id')::uuid))
  order by o.created_at, o.id limit least(greatest(most, 0), 200)
$$;
create index if not exists vehicle_outcomes_unconfirmed on public.vehicle_outcomes (created_at, id)
  where confirmed_at is null and declined_at is null;
create or replace function public.unconfirmed_outcomes("limit" integer default 50, "after" jsonb default null)
returns table (id uuid, vehicle_id uuid, vehicle text, kind text, value numeric, currency text, sold boolean,
               modification text, occurred_at timestamptz, evidence jsonb, note text, reported_by uuid,
               reported_at timestamptz, is_own boolean)
language sql stable set search_path = '' as $$
  select * from app.unconfirmed_outcomes("limit", "after")
$$;
comment on function public.unconfirmed_outcomes(integer, jsonb) is
  'For operators: outcomes that wait for confirm_outcome, the longest first; at most 200 a page. after: { reported_at, '
  'id } of the last one seen.';
revoke all on function
  app.unconfirmed_outcomes(integer, jsonb),
  public.unconfirmed_outcomes(integer, jsonb)
  from public, anon, authenticated, service_role;
grant execute on function app.unconfirmed_outcomes(integer, jsonb), public.unconfirmed_outcomes(integer, jsonb)
  to authenticated, service_role;


-- 50_settlement/20_answers.sql

-- Answers: what an outcome, or time alone, says to the questions of a vehicle. An answer is up for dispute before it
-- settles anything (26_settle_due.sql).
-- A result (bet_questions.result) is {"reached": bool} | {"value": number} | {"date": "YYYY-MM-DD"} |
-- {"unfinished_on": "YYYY-MM-DD"}; of a build with the days {"opened", "horizon"} between which its finish is scored.

create table if not exists app.settlement_settings (
  only_row           boolean primary key default true,
  dispute_window     interval not null default '24 hours',
  build_horizon      interval not null default '2 years',
  valuation_lookback interval not null default '1 year',
  valuation_grace    interval not null default '30 days',
  constraint settings_are_one_row check (only_row),
  constraint dispute_window_is_from_0_to_90_days check (dispute_window between '0' and '90 days'),
  constraint build_horizon_is_from_1_month_to_20_years check (build_horizon between '1 month' and '20 years'),
  constraint valuation_lookback_is_from_1_day_to_10_years check (valuation_lookback between '1 day' and '10 years'),
  constraint valuation_grace_is_from_0_to_1_year check (valuation_grace between '0' and '1 year')
);
comment on column app.settlement_settings.dispute_window is
  'How long a proposed answer can be disputed before points move.';
comment on column app.settlement_settings.build_horizon is
  'A build unfinished this long after its first bet is settled as unfinished.';
comment on column app.settlement_settings.valuation_lookback is
  'How old the valuation may be that a milestone is found not reached by.';
comment on column app.settlement_settings.valuation_grace is
  'How long after its day a milestone waits for a valuation before it is annulled, and after its horizon a build for '
  'the confirmation of a report that it is complete.';
revoke all on app.settlement_settings from public, anon, authenticated, service_role;
insert into app.settlement_settings default values on conflict do nothing;

-- The outcome on record that answers what a bet asks, before anybody has asked it; null where there is none.
create or replace function app.known_outcome(bet public.vehicle_bets) returns uuid
language plpgsql stable set search_path = '' as $$
begin
  return (
    select o.id from public.vehicle_outcomes o, app.settlement_settings s
    where o.vehicle_id = bet.vehicle_id and o.confirmed_at is not null and app.is_known_by(bet, o, s)
    order by o.known_at limit 1);
end
$$;

-- The day up to which the finish of a build is scored; null for other questions.
create or replace function app.build_horizon(q public.bet_questions) returns date
language sql stable set search_path = '' as $$
  select ((q.created_at + s.build_horizon) at time zone 'utc')::date from app.settlement_settings s
    where app.bet_shape(q.bet_type) = 'day'
$$;

-- A confirmed outcome answers the questions it bears on. The caller holds the vehicle against bets on their way in.
-- An old result, entered for the record, does not answer what people ask today.
create or replace function app.apply_outcome(o public.vehicle_outcomes) returns void
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions;
  result jsonb;
begin
  for q in
    select distinct on (x.question) x.* from public.bet_questions x where x.vehicle_id = o.vehicle_id
    order by x.question, x.round desc
  loop
    result := app.result_of(q, o);
    if result is not null and result <> '{"reached": false}' and q.state in ('open', 'locked', 'proposed')
       and (app.bet_shape(q.bet_type) = 'day' or o.known_at > q.created_at - interval '30 days') then
      perform app.propose(q, result, o.known_at, o.id);
    end if;
  end loop;
  if o.kind = 'auction_result' then   -- the auction that closed betting is over
    delete from public.bet_closings c where c.vehicle_id = o.vehicle_id and c.closes_at <= now();
  end if;
end
$$;

-- Puts an answer up for dispute. A second answer that says the same changes nothing; one that does not makes it a
-- dispute.
create or replace function app.propose(q public.bet_questions, answer jsonb, known timestamptz, outcome uuid)
  returns void
language plpgsql security definer set search_path = '' as $$
declare
  closing timestamptz;
begin
  select x.* into q from public.bet_questions x
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round for update;
  if q.state in ('open', 'locked') then
    select c.closes_at into closing from public.bet_closings c
      where c.vehicle_id = q.vehicle_id and c.bet_type = q.bet_type and c.closes_at <= now();
    update public.bet_questions x
      set state = 'proposed', result = answer, outcome_id = outcome, outcome_known_at = known,
          horizon = app.build_horizon(q),
          closed_at = least(x.closed_at, closing, now()),
          final_at = now() + (select s.dispute_window from app.settlement_settings s),
          updated_at = now()
      where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round;
  elsif q.state = 'proposed' and q.result = answer then
    update public.bet_questions x set outcome_known_at = least(x.outcome_known_at, known), updated_at = now()
      where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round
        and known < x.outcome_known_at;
  elsif q.state = 'proposed' then
    update public.bet_questions x
      set state = 'disputed', outcome_known_at = least(x.outcome_known_at, known),
        reason = 'Two outcomes contradict each other.',
          updated_at = now()
      where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round;
  end if;
end
$$;

-- One question that time answers. A vehicle that is busy is for the next run.
create or replace function app.propose_one_by_time(q public.bet_questions, settings app.settlement_settings)
  returns void
language plpgsql security definer set search_path = '' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  o public.vehicle_outcomes;
  valuation uuid;
begin
  -- As everywhere, the vehicle first and then the question: bets on their way in are waited for. A busy one is for the
  -- next run.
  perform from public.vehicles v where v.id = q.vehicle_id for no key update skip locked;
  if not found then return; end if;
  select x.* into q from public.bet_questions x
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round
      and x.state in ('open', 'locked') for update;
  if not found then return; end if;

  if app.bet_shape(q.bet_type) = 'day' then
    select x.* into o from public.vehicle_outcomes x
      where x.vehicle_id = q.vehicle_id and x.confirmed_at is not null and x.kind = 'build_completed'
      order by x.known_at limit 1;
    if found then
      perform app.propose(q, app.result_of(q, o), o.known_at, o.id);
    elsif not (q.created_at + settings.build_horizon + settings.valuation_grace > now()
               and app.build_awaits_confirmation(q.vehicle_id)) then
      perform app.propose(q, jsonb_build_object('unfinished_on', app.build_horizon(q)),
        q.created_at + settings.build_horizon, null);
    end if;
    return;
  end if;
  -- A valuation that reached the target says so, however early it was; bets from after it was known are void.
  select x.* into o from public.vehicle_outcomes x
    where x.vehicle_id = q.vehicle_id and x.confirmed_at is not null and app.result_of(q, x) = '{"reached": true}'
      and (x.occurred_at at time zone 'utc')::date > q.by_date - settings.valuation_lookback
    order by x.known_at limit 1;
  if found then
    perform app.propose(q, '{"reached": true}', o.known_at, o.id);
    return;
  end if;
  select x.id into valuation from public.vehicle_outcomes x
    where x.vehicle_id = q.vehicle_id and x.confirmed_at is not null and app.result_of(q, x) is not null
      and (x.occurred_at at time zone 'utc')::date > q.by_date - settings.valuation_lookback
    order by x.occurred_at desc limit 1;
  if found then
    perform app.propose(q, '{"reached": false}', (q.by_date + 1) at time zone 'utc', valuation);
  elsif q.by_date + settings.valuation_grace < today then
    perform app.propose(q, '{"void": "Nobody has valued it by then"}', (q.by_date + 1) at time zone 'utc', null);
  end if;
end
$$;

-- Closes what its time has closed, and answers what time alone answers: milestones whose day has passed, builds past
-- the horizon.
create or replace function app.propose_by_time() returns void
language plpgsql security definer set search_path = '' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  settings app.settlement_settings;
  q public.bet_questions;
begin
  select s.* into settings from app.settlement_settings s;
  update public.bet_questions x set state = 'locked',
    closed_at = coalesce(o.closes_at, (x.by_date + 1) at time zone 'utc'), updated_at = now()
    from (
      select k.vehicle_id, k.question, k.round, c.closes_at
      from public.bet_questions k
      left join public.bet_closings c on c.vehicle_id = k.vehicle_id and c.bet_type = k.bet_type
        and c.closes_at <= now()
      where k.state = 'open' and (c.closes_at is not null
        or (k.bet_type = any (app.bet_types_of('milestone')) and k.by_date < today))
      for update of k skip locked
    ) o
    where x.vehicle_id = o.vehicle_id and x.question = o.question and x.round = o.round and x.state = 'open';

  for q in
    select x.* from public.bet_questions x
    where ((x.bet_type = any (app.bet_types_of('milestone')) and x.state = 'locked' and x.by_date < today
            -- Of those whose day has passed: the ones with a valuation, and the ones that have waited for one long
            -- enough
            and (x.by_date + settings.valuation_grace < today
                 or exists (select from public.vehicle_outcomes o
                            where o.vehicle_id = x.vehicle_id and o.confirmed_at is not null
                              and o.kind in ('appraisal', 'auction_result')
                              and (o.occurred_at at time zone 'utc')::date > x.by_date - settings.valuation_lookback)))
       or (x.bet_type = any (app.bet_types_of('day')) and x.state in ('open', 'locked')
         and x.created_at + settings.build_horizon <= now()
         and not (x.created_at + settings.build_horizon + settings.valuation_grace > now()
                  and app.build_awaits_confirmation(x.vehicle_id))))
      and not app.is_set_aside('propose_by_time', x.vehicle_id || ' ' || x.question)
    order by coalesce((x.by_date + 1)::timestamp at time zone 'utc', x.created_at), x.vehicle_id, x.question
    limit 500
  loop
    begin
      perform app.propose_one_by_time(q, settings);
    exception when others then
      perform app.set_item_aside('propose_by_time', q.vehicle_id || ' ' || q.question, sqlerrm);
    end;
  end loop;
end
$$;
revoke all on function
  app.known_outcome,
  app.build_horizon,
  app.apply_outcome,
  app.propose,
  app.propose_one_by_time,
  app.propose_by_time
  from public, anon, authenticated, service_role;


-- 50_settlement/22_auction_price.sql

-- Auction price: an auction decides it. A sale answers for 30 days what is asked after it. auction_price_result: the
-- result that an outcome gives to a question, null when it gives none. auction_price_is_known_by: whether an outcome on
-- record answers what a bet asks, before anybody has asked it.

create or replace function app.auction_price_result(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
language sql stable set search_path = '' as $$
  select case when o.kind = 'auction_result' then
    case when not o.sold then jsonb_build_object('void', 'It did not sell')
         when o.currency <> q.currency then jsonb_build_object('void', 'It sold in ' || o.currency)
         else jsonb_build_object('value', o.value) end
  end
$$;

create or replace function app.auction_price_is_known_by(
  bet public.vehicle_bets, o public.vehicle_outcomes, settings app.settlement_settings
) returns boolean
language sql stable set search_path = '' as $$
  select o.kind = 'auction_result' and o.sold and o.known_at > now() - interval '30 days'
$$;
revoke all on function
  app.auction_price_result,
  app.auction_price_is_known_by
  from public, anon, authenticated, service_role;


-- 50_settlement/22_completion_date.sql

-- Completion date: the report that the build is complete decides it; past the horizon, time does (app.propose_by_time).
-- completion_date_result: the result that an outcome gives to a question, null when it gives none.
-- completion_date_is_known_by: whether an outcome on record answers what a bet asks, before anybody has asked it.

create or replace function app.completion_date_result(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
language sql stable set search_path = '' as $$
  select case when o.kind = 'build_completed' then
    jsonb_build_object('date', (o.occurred_at at time zone 'utc')::date)
  end
$$;

create or replace function app.completion_date_is_known_by(
  bet public.vehicle_bets, o public.vehicle_outcomes, settings app.settlement_settings
) returns boolean
language sql stable set search_path = '' as $$
  select o.kind = 'build_completed'
$$;
revoke all on function
  app.completion_date_result,
  app.completion_date_is_known_by
  from public, anon, authenticated, service_role;


-- 50_settlement/22_next_mod_value.sql

-- Value of the next modification: a report of what it changed decides it, for 30 days also what is asked after it.
-- next_mod_value_result: the result that an outcome gives to a question, null when it gives none.
-- next_mod_value_is_known_by: whether an outcome on record answers what a bet asks, before anybody has asked it.

create or replace function app.next_mod_value_result(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
language sql stable set search_path = '' as $$
  select case when o.kind = 'modification_value'
      and app.modification_key(o.modification) = app.modification_key(q.modification) then
    case when o.currency = q.currency then jsonb_build_object('value', o.value)
         else jsonb_build_object('void', 'It was valued in ' || o.currency) end
  end
$$;

create or replace function app.next_mod_value_is_known_by(
  bet public.vehicle_bets, o public.vehicle_outcomes, settings app.settlement_settings
) returns boolean
language sql stable set search_path = '' as $$
  select o.kind = 'modification_value' and o.known_at > now() - interval '30 days'
    and app.modification_key(o.modification) = app.modification_key(bet.prediction ->> 'modification')
$$;
revoke all on function
  app.next_mod_value_result,
  app.next_mod_value_is_known_by
  from public, anon, authenticated, service_role;


-- 50_settlement/22_value_milestone.sql

-- Value milestone: an appraisal or a sale decides it, up to its day. A valuation counts as long as a milestone may be
-- found not reached by it. value_milestone_result: the result that an outcome gives to a question, null when it gives
-- none. value_milestone_is_known_by: whether an outcome on record answers what a bet asks, before anybody has asked it.

create or replace function app.value_milestone_result(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
language sql stable set search_path = '' as $$
  select case when (o.kind = 'appraisal' or o.sold) and o.currency = q.currency
      and (o.occurred_at at time zone 'utc')::date <= q.by_date then
    case when o.value >= q.target_value then jsonb_build_object('reached', true)
         when q.by_date < (now() at time zone 'utc')::date then jsonb_build_object('reached', false) end
  end
$$;

create or replace function app.value_milestone_is_known_by(
  bet public.vehicle_bets, o public.vehicle_outcomes, settings app.settlement_settings
) returns boolean
language sql stable set search_path = '' as $$
  select (o.kind = 'appraisal' or o.sold) and o.currency = bet.currency
    and o.value >= app.predicted_value(bet.prediction) and o.occurred_at > now() - settings.valuation_lookback
$$;
revoke all on function
  app.value_milestone_result,
  app.value_milestone_is_known_by
  from public, anon, authenticated, service_role;


-- 50_settlement/25_payouts.sql

-- Payouts: what each bet on a question comes to. Taken from 60_scoring/10_scores.sql, for one bet and the answer to its
-- question:
--   app.bet_score(bet_type text, prediction jsonb, confidence_percent numeric, placed_at timestamptz, result jsonb,
--                 out score float8, out skill_score float8, out wager_score float8) immutable
--   score        as stored in vehicle_bets: Brier for a milestone, CRPS for the rest; lower is better
--   skill_score  1 - loss / the baseline's expected loss
--   wager_score  from 0 to 1, higher is better, strictly proper and on one scale for all bets of a question: it moves
--                points

-- What a question's bets come to, for the bets that are active or, to check a settlement afterwards, those settled at
-- that time. Weighted-score wagering (Lambert et al., 2008): with m the stake, w the wager score and W the stakes' mean
-- of w, a bet is paid m (1 + w - W). Payouts are never negative and add up to the stakes. Hundredths go by largest
-- remainder, ties by id. A bet from when betting had closed, or the answer could be known, is void: its stake returns,
-- and it is not scored. peer_score is w less the mean w of the others who bet and do not own the vehicle. A person
-- without others has none.
create or replace function app.payouts(q public.bet_questions, settled timestamptz default null)
returns table (bet_id uuid, user_id uuid, stake numeric, void boolean, came_true boolean, score float8,
               skill_score float8,
               wager_score numeric, peer_score float8, payout numeric)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
  answer constant jsonb := case when app.bet_shape(q.bet_type) = 'day' and not q.result ? 'void'
    then q.result || jsonb_build_object('opened', (q.created_at at time zone 'utc')::date, 'horizon', q.horizon)
      else q.result end;
  shut constant timestamptz := case when q.result ? 'void' then '-infinity'
    else least(q.closed_at, q.outcome_known_at) end;
begin
  return query
  with scored as materialized (
    select a.id, a.user_id, a.stake, a.by_owner, a.void, a.came_true,
           (a.s).score, (a.s).skill_score, round((a.s).wager_score::numeric, 12) as w
    from (
      select b.id, b.user_id, b.stake_amount as stake, b.by_owner, b.created_at >= shut as void,
             case when b.created_at < shut
               then app.bet_score(b.bet_type, b.prediction, b.confidence_percent, b.created_at, answer) end as s,
             case when b.created_at < shut
               then app.claim_came_true(b.bet_type, b.prediction, b.created_at, q.result) end as came_true
      from public.vehicle_bets b
      where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round
        and ((settled is null and b.is_in_force and b.status = 'active')
          or (b.resolved_at = settled and b.superseded_by is null))
      offset 0   -- scored once, not once for each field
    ) a
  ),
  pool as (
    select sum(stake) as staked, sum(stake * w) / nullif(sum(stake), 0) as mean_w,
           count(*) filter (where not by_owner) as people, sum(w) filter (where not by_owner) as total_w
    from scored where not void
  ),
  exact as (
    select s.*, case when s.void or s.stake = 0 then 100 * s.stake
      else greatest(100 * s.stake * (1 + s.w - p.mean_w), 0) end as hundredths,
           case when not s.void and not s.by_owner and p.people > 1
             then round(s.w - (p.total_w - s.w) / (p.people - 1), 12) end as peer_score
    from scored s cross join pool p
  ),
  ranked as (
    select e.*, floor(e.hundredths) as whole,
           row_number() over (partition by e.void, e.stake > 0
             order by e.hundredths - floor(e.hundredths) desc, e.id) as place
    from exact e
  ),
  rest as (
    select 100 * p.staked - (select sum(r.whole) from ranked r where not r.void) as hundredths from pool p
  )
  select r.id, r.user_id, r.stake, r.void,
         r.came_true, r.score, r.skill_score, r.w, r.peer_score::float8,
         (r.whole + case when not r.void and r.stake > 0 and r.place <= rest.hundredths then 1 else 0 end) / 100
  from ranked r cross join rest;
end
$$;
revoke all on function
  app.payouts
  from public, anon, authenticated, service_role;


-- 50_settlement/26_settle_due.sql

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
revoke all on function
  app.settle_due()
  from public, anon, authenticated, service_role;
grant execute on function app.settle_due() to service_role;

create or replace function public.settle_due() returns integer
language sql set search_path = '' as $$
  select app.settle_due()
$$;
comment on function public.settle_due() is
  'Settles every question whose dispute window is over; returns how many. Called every 15 seconds by pg_cron or the '
    'server, and harmless at any time.';
revoke all on function
  public.settle_due()
  from public, anon, authenticated, service_role;
grant execute on function public.settle_due() to service_role;

select app.register_job('settle_bets', '15 seconds', 'select app.settle_due()');
revoke all on function
  app.settle_question,
  app.close_accounts
  from public, anon, authenticated, service_role;


-- 50_settlement/28_bet_results.generated.sql

-- Generated from src/client/bet-types.ts by `npm run generate`; do not edit.

-- The result that an outcome gives to a question; null when it gives none.
create or replace function app.result_of(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  case q.bet_type
    when 'auction_price' then return app.auction_price_result(q, o);
    when 'value_milestone' then return app.value_milestone_result(q, o);
    when 'completion_date' then return app.completion_date_result(q, o);
    when 'next_mod_value' then return app.next_mod_value_result(q, o);
    else perform app.unknown_bet_type(q.bet_type);
  end case;
end
$$;

-- Whether an outcome on record answers what a bet asks, before anybody has asked it.
create or replace function app.is_known_by(
  bet public.vehicle_bets, o public.vehicle_outcomes, settings app.settlement_settings
) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  case bet.bet_type
    when 'auction_price' then return app.auction_price_is_known_by(bet, o, settings);
    when 'value_milestone' then return app.value_milestone_is_known_by(bet, o, settings);
    when 'completion_date' then return app.completion_date_is_known_by(bet, o, settings);
    when 'next_mod_value' then return app.next_mod_value_is_known_by(bet, o, settings);
    else perform app.unknown_bet_type(bet.bet_type);
  end case;
end
$$;
revoke all on function app.result_of(public.bet_questions, public.vehicle_outcomes),
  app.is_known_by(public.vehicle_bets, public.vehicle_outcomes, app.settlement_settings)
  from public, anon, authenticated, service_role;


-- 50_settlement/30_settlement_disputed.sql

-- Disputes, adjudication and reversal: what people do when the answer is wrong.

create table if not exists public.bet_disputes (
  vehicle_id uuid not null references public.vehicles (id) on delete cascade,
  question   text not null,
  round      smallint not null,
  version    smallint not null,
  user_id    uuid not null references auth.users (id) on delete cascade,
  reason     text not null,
  owner_id   uuid,
  is_public  boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (vehicle_id, question, round, version, user_id),
  constraint dispute_reason_has_1_to_1000_characters check (app.is_readable(reason, 1000))
);
comment on table public.bet_disputes is 'Objections to a proposed answer, one a person. Public on public vehicles.';
create index if not exists bet_disputes_by_person on public.bet_disputes (user_id);

revoke all on public.bet_disputes from public, anon, authenticated, service_role;
grant select on public.bet_disputes to anon, authenticated, service_role;
alter table public.bet_disputes enable row level security;

drop policy if exists "anyone sees disputes on public vehicles" on public.bet_disputes;
create policy "anyone sees disputes on public vehicles" on public.bet_disputes
  for select to anon using (is_public);

drop policy if exists "members see disputes on public vehicles, on their own, and their own disputes" on public.bet_disputes;
create policy "members see disputes on public vehicles, on their own, and their own disputes" on public.bet_disputes
  for select to authenticated
  using (is_public or owner_id = (select auth.uid()) or user_id = (select auth.uid()));

insert into app.settings (name, value, about) values
  ('disputes_per_person_day', '20', 'Settlements that one person may dispute within 24 hours.')
on conflict (name) do update set about = excluded.about;

-- The latest round of a question, locked until the transaction ends; bets on their way in are waited for.
create or replace function app.lock_question(vehicle uuid, asked text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions;
begin
  perform from public.vehicles v where v.id = vehicle for no key update;
  select x.* into q from public.bet_questions x
    where x.vehicle_id = vehicle and x.question = asked
      and (x.is_public or x.owner_id = auth.uid() or not app.is_client() or app.is_operator()
           -- who has bet on it sees it, also where the owner has hidden the vehicle
           or exists (select from public.vehicle_bets b
                      where b.vehicle_id = x.vehicle_id and b.question = x.question and b.round = x.round
                        and b.user_id = auth.uid()))
    order by x.round desc limit 1 for update;
  if not found then
    raise exception 'There is no question % on this vehicle.', coalesce(left(asked, 300), 'without a name')
      using errcode = 'PT404', detail = 'unknown_question', hint = 'Questions are listed in bet_questions.';
  end if;
  return q;
end
$$;

create or replace function app.dispute_settlement(vehicle uuid, asked text, why text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions := app.lock_question(vehicle, asked);
begin
  if not exists (
    select from public.vehicle_bets b
    where b.vehicle_id = q.vehicle_id and b.user_id = auth.uid() and b.question = q.question and b.round = q.round
      and b.is_in_force and b.stake_amount > 0
  ) and q.owner_id is distinct from auth.uid() then
    perform app.refuse('disputes_come_from_those_concerned',
      'Only the owner and people who have a stake in this question dispute its answer.', null, '42501');
  elsif q.state not in ('proposed', 'disputed') or q.final_at <= now() then
    perform app.refuse('dispute_window_is_open',
      case when q.state in ('open', 'locked') then 'There is no answer to dispute yet.'
                                                      else format('The dispute window closed on %s.',
                                                        app.said(q.final_at)) end);
  end if;
  if (select count(*) from public.bet_disputes d
    where d.user_id = auth.uid() and d.created_at > now() - interval '1 day')
     >= app.setting_number('disputes_per_person_day') then
    perform app.refuse('disputes_are_limited', 'You have disputed as many settlements today as one person may.',
      'Wait until tomorrow.', 'PT429');
  end if;
  insert into public.bet_disputes (vehicle_id, question, round, version, user_id, reason, owner_id, is_public)
    values (q.vehicle_id, q.question, q.round, q.version, auth.uid(), why, q.owner_id, q.is_public)
    on conflict (vehicle_id, question, round, version, user_id) do update set reason = excluded.reason;
  update public.bet_questions x set state = 'disputed', reason = coalesce(x.reason, why), updated_at = now()
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round returning x.* into q;
  return q;
end
$$;

-- Decides a question by one of the vehicle's outcomes, or annuls it without one. Final as soon as settle_due runs.
create or replace function app.adjudicate(vehicle uuid, asked text, outcome uuid, why text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions := app.lock_question(vehicle, asked);
  o public.vehicle_outcomes;
  answer jsonb := jsonb_build_object('void', coalesce(why, 'Annulled by the operator'));
begin
  perform app.require_operator();
  if app.is_client() then perform app.require_reason(why); end if;
  perform app.require_no_interest(vehicle);
  if q.state in ('final', 'annulled') then
    perform app.refuse('settled_questions_stay_settled', format('This question is %s.', q.state),
      'Reverse its settlement first.');
  elsif q.state = 'proposed' and q.final_at <= now() then
    perform app.refuse('decided_questions_stay_decided', 'This question has been decided, and is being settled.',
      'It is final within a minute; then its settlement can be reversed.', 'PT409');
  end if;
  if outcome is not null then
    select x.* into o from public.vehicle_outcomes x
      where x.vehicle_id = vehicle and x.id = outcome and x.confirmed_at is not null;
    answer := app.result_of(q, o);
    if answer is null then
      perform app.refuse('outcome_answers_the_question', 'That outcome does not answer this question.',
        'Name a confirmed outcome of this vehicle and of a fitting kind.');
    end if;
  end if;
  update public.bet_questions x
    set state = 'proposed', result = answer, outcome_id = outcome, reason = why, horizon = app.build_horizon(q),
      closed_at = coalesce(x.closed_at, now()),
        outcome_known_at = coalesce(o.known_at, x.outcome_known_at, now()), final_at = now(), updated_at = now()
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round returning x.* into q;
  perform app.note_operator_act('adjudicate', format('%s %s', vehicle, asked), why);
  return q;
end
$$;

-- Takes back a settlement by its mirror image: stakes return to escrow, payouts are taken back, bets are active again,
-- and the question is disputed in its next version. What somebody no longer has is owed, and taken from later payouts.
create or replace function app.reverse_settlement(vehicle uuid, asked text, why text) returns public.bet_questions
language plpgsql security definer set search_path = '' set work_mem = '64MB' set jit = off as $$
declare
  q public.bet_questions := app.lock_question(vehicle, asked);
  settlement uuid;
  reversal uuid;
begin
  perform app.require_operator();
  if app.is_client() then perform app.require_reason(why); end if;
  perform app.require_no_interest(vehicle);
  if q.state not in ('final', 'annulled') then
    perform app.refuse('only_settled_questions_are_reversed',
      format('This question is %s: there is nothing to reverse.', q.state));
  end if;
  select t.id into settlement from app.point_transfers t
    where t.vehicle_id = q.vehicle_id and t.question = q.question and t.round = q.round and t.version = q.version
      and t.kind in ('settled', 'annulled');
  perform app.lock_accounts(array(select distinct e.user_id from app.point_entries e where e.transfer_id = settlement));
  insert into app.point_transfers (kind, vehicle_id, question, round, version, reverses)
    values ('reversed', q.vehicle_id, q.question, q.round, q.version, settlement) returning id into reversal;
  insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
    select reversal, e.account, m.user_id, m.bet_id, e.amount
    from (
      select e.user_id, e.bet_id, a.available as has,
             coalesce(sum(e.amount) filter (where e.account = 'escrow'), 0)    as escrow,
             coalesce(sum(e.amount) filter (where e.account = 'available'), 0) as paid,
             coalesce(sum(e.amount) filter (where e.account = 'owed'), 0)      as repaid
      from app.point_entries e join app.point_accounts a on a.user_id = e.user_id
      where e.transfer_id = settlement group by e.user_id, e.bet_id, a.available
    ) m
    cross join lateral (values ('escrow', -m.escrow), ('available', -least(m.paid, m.has)),
                               ('owed', -m.repaid - (m.paid - least(m.paid, m.has)))) e (account, amount)
    where e.amount <> 0;
  -- bets that are gone keep nothing in escrow
  insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
    select reversal, e.account, m.user_id, m.bet_id, e.amount
    from (
      select e.user_id, e.bet_id, sum(e.amount) as escrow from app.point_entries e
      where e.transfer_id = reversal and e.account = 'escrow'
        and not exists (select from public.vehicle_bets b where b.vehicle_id = q.vehicle_id and b.id = e.bet_id)
      group by e.user_id, e.bet_id
    ) m
    cross join lateral (values ('escrow', -m.escrow), ('available', m.escrow)) e (account, amount);
  perform app.tell_standings(q, q.settled_at, -1);
  perform app.mark_scored(q, q.settled_at);
  delete from app.crowd_forecasts f where f.vehicle_id = q.vehicle_id and f.question = q.question and f.round = q.round;
  update public.vehicle_bets b
    set status = 'active', resolved_at = null, score = null, skill_score = null, peer_score = null, payout = null
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round
      and b.resolved_at = q.settled_at and b.superseded_by is null;
  update public.bet_questions x
    set state = 'disputed', version = x.version + 1, result = null, outcome_id = null, horizon = null, final_at = null,
      settled_at = null,
        reason = why, updated_at = now()
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round returning x.* into q;
  perform app.note_operator_act('reverse_settlement', format('%s %s', vehicle, asked), why);
  return q;
end
$$;

-- The next round of a settled question, for instance for the next auction.
create or replace function app.reopen_betting(vehicle uuid, asked text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions := app.lock_question(vehicle, asked);
begin
  if q.state not in ('final', 'annulled') then
    perform app.refuse('only_settled_questions_open_again',
      format('This question is %s; a next round opens once it is settled.', q.state));
  end if;
  delete from public.bet_closings c where c.vehicle_id = q.vehicle_id and c.bet_type = q.bet_type
    and c.closes_at <= now();
  insert into public.bet_questions (
    vehicle_id, question, round, bet_type, currency, target_value, by_date, modification, owner_id, is_public)
    values (q.vehicle_id, q.question, q.round + 1, q.bet_type, q.currency, q.target_value, q.by_date, q.modification,
      q.owner_id, q.is_public)
    returning * into q;
  return q;
end
$$;
revoke all on function
  app.dispute_settlement(uuid, text, text)
  from public, anon, authenticated, service_role;
grant execute on function app.dispute_settlement(uuid, text, text) to authenticated;
revoke all on function
  app.adjudicate(uuid, text, uuid, text),
  app.reverse_settlement(uuid, text, text)
  from public, anon, authenticated, service_role;
grant execute on function app.adjudicate(uuid, text, uuid, text), app.reverse_settlement(uuid, text, text)
  to authenticated, service_role;
revoke all on function
  app.reopen_betting(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function app.reopen_betting(uuid, text) to service_role;

create or replace function public.dispute_settlement(vehicle_id uuid, question text, reason text)
  returns public.bet_questions
language sql set search_path = '' as $$
  select app.dispute_settlement(vehicle_id, question, reason)
$$;
comment on function public.dispute_settlement(uuid, text, text) is
  'Objects to a proposed answer within its dispute window; for the owner and people who bet on the question. It then '
    'waits for adjudication.';

create or replace function public.adjudicate(vehicle_id uuid, question text, outcome_id uuid, reason text)
  returns public.bet_questions
language sql set search_path = '' as $$
  select app.adjudicate(vehicle_id, question, outcome_id, reason)
$$;
comment on function public.adjudicate(uuid, text, uuid, text) is
  'Decides a question by an outcome of its vehicle, or annuls it when outcome_id is null. Settled by the next '
    'settle_due.';

create or replace function public.reverse_settlement(vehicle_id uuid, question text, reason text)
  returns public.bet_questions
language sql set search_path = '' as $$
  select app.reverse_settlement(vehicle_id, question, reason)
$$;
comment on function public.reverse_settlement(uuid, text, text) is
  'Takes back a settlement in the ledger and opens the question as disputed, in a new version; adjudicate decides it '
    'again.';

create or replace function public.reopen_betting(vehicle_id uuid, question text) returns public.bet_questions
language sql set search_path = '' as $$
  select app.reopen_betting(vehicle_id, question)
$$;
comment on function public.reopen_betting(uuid, text) is 'Opens the next round of a settled question.';

revoke all on function
  public.dispute_settlement(uuid, text, text)
  from public, anon, authenticated, service_role;
grant execute on function public.dispute_settlement(uuid, text, text) to authenticated;
revoke all on function
  public.adjudicate(uuid, text, uuid, text),
  public.reverse_settlement(uuid, text, text)
  from public, anon, authenticated, service_role;
grant execute on function public.adjudicate(uuid, text, uuid, text), public.reverse_settlement(uuid, text, text)
  to authenticated, service_role;
revoke all on function
  public.reopen_betting(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.reopen_betting(uuid, text) to service_role;

-- The questions that a member has bet on, whatever has become of the vehicle's visibility.
create or replace function app.my_bet_questions(vehicle uuid) returns setof public.bet_questions
language sql stable security definer set search_path = '' as $$
  select q.* from public.bet_questions q
  where (vehicle is null or q.vehicle_id = vehicle)
    and exists (select from public.vehicle_bets b
                where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round
                  and b.user_id = auth.uid())
  order by q.created_at desc
  limit 1000
$$;
create or replace function public.my_bet_questions(vehicle_id uuid default null) returns setof public.bet_questions
language sql stable set search_path = '' as $$
  select * from app.my_bet_questions(vehicle_id)
$$;
comment on function public.my_bet_questions(uuid) is
  'The questions that the caller has bet on, also on vehicles that have been hidden since; the newest 1,000.';
revoke all on function
  app.my_bet_questions(uuid),
  public.my_bet_questions(uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.my_bet_questions(uuid), public.my_bet_questions(uuid) to authenticated, service_role;
revoke all on function
  app.lock_question
  from public, anon, authenticated, service_role;


-- 50_settlement/40_open_disputes.sql

-- Disputes as operators see and decide them.

-- The questions that wait for an operator, the longest first, each with the answer that was proposed, what was objected
-- and the outcomes to choose from: [{ by, reason, at }], of which the first 20, and [{ id, kind, value, currency, sold,
-- occurred_at, evidence, result }]. The next page begins after the last row's `since`, vehicle_id and question.
create or replace function app.open_disputes(most integer, after jsonb)
returns table (vehicle_id uuid, vehicle text, question text, round smallint, since timestamptz, bet_type text,
               currency text, target_value numeric, by_date date, modification text, result jsonb,
               outcome_id uuid, reason text, bets bigint, staked numeric, is_own boolean,
               disputes jsonb, outcomes jsonb)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select q.vehicle_id, app.vehicle_words(q.vehicle_id), q.question, q.round, q.updated_at, q.bet_type, q.currency,
    q.target_value, q.by_date, q.modification, q.result, q.outcome_id, q.reason, b.bets, b.staked,
    app.is_client() and app.has_interest(auth.uid(), q.vehicle_id),
    coalesce((select jsonb_agg(jsonb_build_object('by', d.user_id, 'reason', d.reason, 'at', d.created_at)
        order by d.created_at)
      from (select x.* from public.bet_disputes x where x.vehicle_id = q.vehicle_id and x.question = q.question
        and x.round = q.round and x.version = q.version order by x.created_at limit 20) d), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'kind', o.kind, 'value', o.value,
        'currency', o.currency, 'sold', o.sold, 'occurred_at', o.occurred_at, 'evidence', o.evidence,
        'result', app.result_of(q, o)) order by o.occurred_at desc)
      from public.vehicle_outcomes o
      where o.vehicle_id = q.vehicle_id and o.confirmed_at is not null and app.result_of(q, o) is not null), '[]')
  from public.bet_questions q
  cross join lateral (
    select count(*) as bets, coalesce(sum(x.stake_amount), 0) as staked from public.vehicle_bets x
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round and x.is_in_force
      and x.status = 'active') b
  where q.state = 'disputed'
    and (after is null or (q.updated_at, q.vehicle_id, q.question)
      > ((after ->> 'since')::timestamptz, (after ->> 'vehicle_id')::uuid, after ->> 'question'))
  order by q.updated_at, q.vehicle_id, q.question limit least(greatest(most, 0), 200)
$$;
create index if not exists bet_questions_disputed on public.bet_questions (updated_at, vehicle_id, question)
  where state = 'disputed';

create or replace function public.open_disputes("limit" integer default 50, "after" jsonb default null)
returns table (vehicle_id uuid, vehicle text, question text, round smallint, since timestamptz, bet_type text,
               currency text, target_value numeric, by_date date, modification text, result jsonb,
               outcome_id uuid, reason text, bets bigint, staked numeric, is_own boolean,
               disputes jsonb, outcomes jsonb)
language sql stable set search_path = '' as $$
  select * from app.open_disputes("limit", "after")
$$;
comment on function public.open_disputes(integer, jsonb) is
  'For operators: the questions that wait for decide_dispute, the longest first; at most 200 a page. after: { since, '
  'vehicle_id, question } of the last one seen.';

-- Decides a disputed question: `reject` the objections, so that the answer that was proposed stands; `outcome`, by
-- another outcome of the vehicle; `annul`, so that every stake goes back. Of two operators at once the first decides.
create or replace function app.decide_dispute(
  vehicle uuid, asked text, of_round integer, decision text, outcome uuid, why text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  if decision is null or decision not in ('reject', 'outcome', 'annul')
     or (decision = 'outcome') <> (outcome is not null) then
    perform app.refuse('decision_is_reject_outcome_or_annul',
      'The decision must be reject, annul, or outcome with the id of one.', null, '22023');
  end if;
  q := app.lock_question(vehicle, asked);
  perform app.require_no_interest(vehicle);
  if q.state <> 'disputed' or q.round is distinct from of_round then
    perform app.refuse('dispute_is_open', 'This dispute has been decided already.', 'Read the list again.', 'PT409');
  end if;
  if decision <> 'reject' then return app.adjudicate(vehicle, asked, outcome, why); end if;
  if q.result is null then
    perform app.refuse('an_answer_was_proposed', 'No answer was proposed that could stand.',
      'Name an outcome, or annul the question.');
  end if;
  update public.bet_questions x set state = 'proposed', reason = why, final_at = now(), updated_at = now()
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round returning x.* into q;
  perform app.note_operator_act('reject_dispute', format('%s %s', vehicle, asked), why);
  return q;
end
$$;

create or replace function public.decide_dispute(
  vehicle_id uuid, question text, round integer, decision text, reason text, outcome_id uuid default null)
  returns public.bet_questions
language sql set search_path = '' as $$
  select app.decide_dispute(vehicle_id, question, round, decision, outcome_id, reason)
$$;
comment on function public.decide_dispute(uuid, text, integer, text, text, uuid) is
  'For operators: decision is reject (the proposed answer stands), outcome (with its outcome_id) or annul. Settled by '
    'the next settle_due.';

-- The questions that were settled, the latest first: reverse_settlement opens one again, of its latest round.
create or replace function app.settled_questions(most integer, after jsonb)
returns table (vehicle_id uuid, vehicle text, question text, round smallint, settled_at timestamptz, state text,
               bet_type text, currency text, target_value numeric, by_date date, modification text, result jsonb,
               reason text, bets bigint, staked numeric, is_own boolean, is_latest boolean)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select q.vehicle_id, app.vehicle_words(q.vehicle_id), q.question, q.round, q.settled_at, q.state, q.bet_type,
    q.currency, q.target_value, q.by_date, q.modification, q.result, q.reason, b.bets, b.staked,
    app.is_client() and app.has_interest(auth.uid(), q.vehicle_id),
    not exists (select from public.bet_questions l
      where l.vehicle_id = q.vehicle_id and l.question = q.question and l.round > q.round)
  from public.bet_questions q
  cross join lateral (
    select count(*) as bets, coalesce(sum(x.stake_amount), 0) as staked from public.vehicle_bets x
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round
      and x.resolved_at = q.settled_at and x.superseded_by is null) b
  where q.settled_at is not null
    and (after is null or (q.settled_at, q.vehicle_id, q.question)
      < ((after ->> 'settled_at')::timestamptz, (after ->> 'vehicle_id')::uuid, after ->> 'question'))
  order by q.settled_at desc, q.vehicle_id desc, q.question desc limit least(greatest(most, 0), 200)
$$;
create index if not exists bet_questions_settled on public.bet_questions (settled_at, vehicle_id, question)
  where settled_at is not null;
create or replace function public.settled_questions("limit" integer default 50, "after" jsonb default null)
returns table (vehicle_id uuid, vehicle text, question text, round smallint, settled_at timestamptz, state text,
               bet_type text, currency text, target_value numeric, by_date date, modification text, result jsonb,
               reason text, bets bigint, staked numeric, is_own boolean, is_latest boolean)
language sql stable set search_path = '' as $$
  select * from app.settled_questions("limit", "after")
$$;
comment on function public.settled_questions(integer, jsonb) is
  'For operators: the questions that were settled, the latest first; at most 200 a page. after: { settled_at, '
  'vehicle_id, question } of the last one seen.';
revoke all on function
  app.settled_questions(integer, jsonb),
  public.settled_questions(integer, jsonb)
  from public, anon, authenticated, service_role;
grant execute on function app.settled_questions(integer, jsonb), public.settled_questions(integer, jsonb)
  to authenticated, service_role;

revoke all on function
  app.open_disputes(integer, jsonb),
  public.open_disputes(integer, jsonb),
  app.decide_dispute(uuid, text, integer, text, uuid, text),
  public.decide_dispute(uuid, text, integer, text, text, uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.open_disputes(integer, jsonb), public.open_disputes(integer, jsonb),
  app.decide_dispute(uuid, text, integer, text, uuid, text),
  public.decide_dispute(uuid, text, integer, text, text, uuid) to authenticated, service_role;


-- 55_forecasts/10_distributions.sql

-- Distributions: each bet as a probability distribution, and the normal distribution that all of them are made of.
--   lognormal  auction_price, completion_date: ln(x - origin) is normal with location and scale
--   normal     next_mod_value                  bernoulli  value_milestone: 1 with probability location, else 0
-- Most are called many times a row, and every name in them is qualified or of pg_catalog: setting a search_path of
-- their own would take as long as they do.

-- Density of the standard normal distribution. Beyond 38 it is below the smallest number, which Postgres calls an
-- error.
create or replace function app.normal_pdf(x float8) returns float8
language plpgsql immutable strict parallel safe as $$
begin
  return case when x = 'NaN' then x when abs(x) < 38 then 0.39894228040143267794::float8 * exp(-0.5 * x * x) else 0 end;
end
$$;

-- Probability that a standard normal variable is at most x, to the last digits of a double in both tails. Source: W. J.
-- Cody, Rational Chebyshev approximations for the error function, Mathematics of Computation 23 (1969), 631-637, in the
-- form of SPECFUN's ANORM (Algorithm 715, ACM Transactions on Mathematical Software 19 (1993), 22-32).
create or replace function app.normal_cdf(x float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  y constant float8 := abs(x);
  s float8;
  tail float8;
begin
  if y <= 0.66291 then
    s := x * x;
    return 0.5 + x * ((((0.065682337918207449113 * s + 2.2352520354606839287) * s + 161.02823106855587881) * s
                        + 1067.6894854603709582) * s + 18154.981253343561249)
                   / ((((s + 47.20258190468824187) * s + 976.09855173777669322) * s + 10260.932208618978205) * s
                     + 45507.789335026729956);
  elsif y < 5.656854249492380195 then
    tail := ((((((((1.0765576773720192317e-8 * y + 0.39894151208813466764) * y + 8.8831497943883759412) * y
      + 93.506656132177855979) * y
              + 597.27027639480026226) * y + 2494.5375852903726711) * y + 6848.1904505362823326) * y
                + 11602.651437647350124) * y
              + 9842.7148383839780218)
          / ((((((((y + 22.266688044328115691) * y + 235.38790178262499861) * y + 1519.377599407554805) * y
            + 6485.558298266760755) * y
              + 18615.571640885098091) * y + 34900.952721145977266) * y + 38912.003286093271411) * y
                + 19685.429676859990727);
  elsif y < 37.5 then
    s := 1 / (y * y);
    tail := s * (((((0.02307344176494017303 * s + 0.21589853405795699) * s + 0.1274011611602473639) * s
      + 0.022235277870649807) * s
                  + 0.001421619193227893466) * s + 2.9112874951168792e-5)
              / (((((s + 1.28426009614491121) * s + 0.468238212480865118) * s + 0.0659881378689285515) * s
                  + 0.00378239633202758244) * s + 7.29751555083966205e-5);
    tail := (0.39894228040143267794 - tail) / y;
  else   -- and NaN, which sorts above every number
    return case when x = 'NaN' then x when x < 0 then 0 else 1 end;
  end if;
  s := trunc(y * 16) / 16;   -- the square in two parts, so that the exponential keeps its digits
  tail := tail * exp(-0.5 * s * s) * exp(-0.5 * (y - s) * (y + s));
  return case when x < 0 then tail else 1 - tail end;
end
$$;

-- The x at which the standard normal distribution reaches p: -Infinity at 0, Infinity at 1, NaN outside. Source: M. J.
-- Wichura, Algorithm AS 241: The percentage points of the normal distribution, Applied Statistics 37 (1988), 477-484,
-- PPND16.
create or replace function app.normal_quantile(p float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  q constant float8 := p - 0.5;
  r float8;
begin
  if abs(q) <= 0.425 then
    r := 0.180625 - q * q;
    return q * (((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r
                     + 4.5921953931549871457e+4) * r + 1.3731693765509461125e+4) * r + 1.9715909503065514427e+3) * r
                     + 1.3314166789178437745e+2) * r + 3.3871328727963666080)
             / (((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r
                     + 2.1213794301586595867e+4) * r + 5.3941960214247511077e+3) * r + 6.8718700749205790830e+2) * r
                     + 4.2313330701600911252e+1) * r + 1);
  elsif not p between 0 and 1 then
    return 'NaN';
  elsif p in (0, 1) then
    return case when p = 0 then '-Infinity' else 'Infinity' end;
  end if;
  r := sqrt(-ln(case when q < 0 then p else 1 - p end));
  if r <= 5 then
    r := r - 1.6;
    r := (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
               + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.76949722146069140550) * r
               + 4.63033784615654529590) * r + 1.42343711074968357734)
       / (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
               + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940) * r
               + 2.05319162663775882187) * r + 1);
  else
    r := r - 5;
    r := (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
               + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580) * r
               + 5.46378491116411436990) * r + 6.65790464350110377720)
       / (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
               + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
               + 5.99832206555887937690e-1) * r + 1);
  end if;
  return case when q < 0 then -r else r end;
end
$$;

-- Days since 1970-01-01.
create or replace function app.epoch_day(day date) returns float8
language sql immutable strict parallel safe as $$ select (day - date '1970-01-01')::float8 $$;

-- The distribution that a bet states. With m its number, c its confidence from 1 to 99 % and a tolerance t of 10 %:
--   auction_price    ln N(ln m, s), s = ln(1 + t) / Phi^-1((1 + c) / 2): the band from m / (1 + t) to m (1 + t) holds c
--   completion_date  the same for the days from the bet, which are origin
--   next_mod_value   N(m, s), s = max(t |m|, 250) / Phi^-1((1 + c) / 2): the band m +- max(t |m|, 250) holds c
--   {low, high}      ln N(ln sqrt(low high), s), s = ln(high / low) / 2 / Phi^-1((1 + c) / 2): from low to high holds c
create or replace function app.bet_distribution(
  bet_type text, prediction jsonb, confidence_percent numeric, placed_at timestamptz,
  out family text, out origin float8, out location float8, out scale float8
)
language plpgsql immutable parallel safe as $$
declare
  c constant float8 := least(greatest(confidence_percent / 100, 0.01), 0.99);
  z constant float8 := app.normal_quantile((1 + c) / 2);
  t constant float8 := app.bet_tolerance(bet_type);
  low float8;
  high float8;
begin
  family := app.bet_family(bet_type);
  origin := 0;
  case app.bet_shape(bet_type)
    when 'milestone' then
      location := c;
      scale := 0;
    when 'change' then
      location := round(app.predicted_value(prediction), 4);
      scale := greatest(t * abs(location), app.bet_least_tolerance(bet_type)) / z;
    when 'day' then
      origin := app.epoch_day((placed_at at time zone 'utc')::date);
      location := ln(app.days_ahead(app.predicted_day(prediction), placed_at)::float8);
      scale := ln(1 + t) / z;
    when 'price' then
      if prediction ? 'low' then
        low := ln(greatest((prediction ->> 'low')::numeric, 0.01)::float8);
        high := ln(greatest((prediction ->> 'high')::numeric, 0.01)::float8);
        location := (low + high) / 2;
        scale := greatest((high - low) / 2 / z, 1e-9);   -- a range may be too narrow for a double
      else
        location := ln(greatest(app.predicted_value(prediction), 0.01)::float8);
        scale := ln(1 + t) / z;
      end if;
  end case;
end
$$;

-- Probability of at most x; of a completion date, x is in days since 1970-01-01 and origin the day of the bet.
create or replace function app.component_cdf(family text, origin float8, location float8, scale float8, x float8)
  returns float8
language plpgsql immutable strict parallel safe as $$
begin
  if family = 'lognormal' then
    return case when x <= origin then 0 when x = 'Infinity' then 1
      else app.normal_cdf((ln(x - origin) - location) / scale) end;
  elsif family = 'normal' then
    return app.normal_cdf((x - location) / scale);
  end if;
  return case when x < 0 then 0 when x < 1 then 1 - location else 1 end;
end
$$;

-- The least x whose probability of at most x reaches p. Of a lognormal at most what a double holds.
create or replace function app.component_quantile(family text, origin float8, location float8, scale float8, p float8)
  returns float8
language plpgsql immutable strict parallel safe as $$
declare
  z constant float8 := case when family = 'bernoulli' then 0 else app.normal_quantile(p) end;
begin
  if family = 'lognormal' then
    return origin + case when location + scale * z < -700 then 0 else exp(least(location + scale * z, 700)) end;
  elsif family = 'normal' then
    return location + scale * z;
  end if;
  return case when p <= 1 - location then 0 else 1 end;
end
$$;
revoke all on function
  app.normal_pdf,
  app.normal_cdf,
  app.normal_quantile,
  app.epoch_day,
  app.bet_distribution,
  app.component_cdf,
  app.component_quantile
  from public, anon, authenticated, service_role;


-- 55_forecasts/20_forecast_settings.sql

-- Forecast settings: what an operator may tune. A change marks every bettor, so the fold applies it gradually.

create table if not exists app.forecast_settings (
  only_row           boolean primary key default true,
  half_life_days     double precision not null default 120,
  prior_people       double precision not null default 0.5,
  prior_spread       double precision not null default 1,
  narrowest          double precision not null default 0.667,
  skill_bets         integer not null default 10,
  skill_shrinkage    double precision not null default 10,
  skill_strength     double precision not null default 4,
  contradiction_gap  double precision not null default 0.25,
  constraint settings_are_one_row check (only_row),
  constraint half_life_is_from_30_to_36500_days check (half_life_days between 30 and 36500),
  constraint prior_people_are_from_0_to_100 check (prior_people between 0 and 100),
  constraint prior_spread_is_from_a_tenth_to_3 check (prior_spread between 0.1 and 3),
  constraint narrowest_is_from_a_fifth_to_1 check (narrowest between 0.2 and 1),
  constraint skill_bets_are_positive check (skill_bets > 0),
  constraint skill_shrinkage_is_from_0_to_1000 check (skill_shrinkage between 0 and 1000),
  constraint skill_strength_is_from_0_to_10 check (skill_strength between 0 and 10),
  constraint contradiction_gap_is_a_probability check (contradiction_gap > 0 and contradiction_gap <= 1)
);
comment on column app.forecast_settings.half_life_days is 'A bet weighs half as much as one placed this much later.';
comment on column app.forecast_settings.prior_people is 'How many people''s weight the broad prior has.';
comment on column app.forecast_settings.prior_spread is
  'Standard deviation of the prior about the crowd''s median, on the curve''s scale: 1 is a factor of e in price.';
comment on column app.forecast_settings.narrowest is
  'To what share of its width the mixture is narrowed at most; 1 leaves it as it is. See app.crowd_curve.';
comment on column app.forecast_settings.skill_bets is
  'Settled bets before which a person''s skill does not count: the weight is 1.';
comment on column app.forecast_settings.skill_shrinkage is
  'Bets of skill 0 that are added to everybody''s record, so that few lucky bets do not weigh.';
comment on column app.forecast_settings.skill_strength is
  'A person of skill k weighs exp(strength * k), from a quarter to four; 0 switches it off.';
comment on column app.forecast_settings.contradiction_gap is
  'By how much two probabilities must differ to be reported as contradicting each other.';
revoke all on app.forecast_settings from public, anon, authenticated, service_role;
insert into app.forecast_settings default values on conflict do nothing;

create or replace function app.mark_everybody() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.bet_changes (vehicle_id, bet_type, user_id, owner_id, is_public)
    select b.vehicle_id, b.bet_type, b.user_id, b.owner_id, b.is_public from app.bettors b;
  insert into app.forecaster_changes (user_id) select f.user_id from app.forecasters f;
  -- a fold that still goes by the old settings is waited for
  perform from app.folds f where f.name = 'bets' for update;
  update app.crowds c set forecast = null;
  return null;
end
$$;

create or replace trigger forecast_settings_mark_everybody after update on app.forecast_settings
  for each statement execute function app.mark_everybody();

-- Forecasters: what a person has earned by settled bets, and the weight that gives them.
create table if not exists app.forecasters (
  user_id uuid primary key,
  settled integer not null,
  skill   double precision not null,
  weight  double precision not null,
  constraint weight_is_from_a_quarter_to_4 check (weight between 0.25 and 4)
);
comment on column app.forecasters.skill is 'Mean skill score of settled bets, each cut to -1 to 1, shrunk towards 0.';
revoke all on app.forecasters from public, anon, authenticated, service_role;

-- A weight that moves by less than a twentieth is left, so that one settlement does not stir all bets of thousands.
create or replace function app.weigh_forecasters(people uuid[]) returns void
language plpgsql set search_path = '' as $$
begin
  with record as (
    select b.user_id, count(*)::int as settled,
           sum(greatest(least(b.skill_score, 1), -1)) / (count(*) + s.skill_shrinkage) as skill, s.skill_bets,
           s.skill_strength
    from app.forecast_settings s, public.vehicle_bets b
    where b.user_id = any (people) and b.skill_score is not null
    group by b.user_id, s.skill_shrinkage, s.skill_bets, s.skill_strength
  ),
  weighed as (
    select w.*, w.weight <> w.earlier and (abs(ln(w.weight / w.earlier)) > 0.05 or w.weight = 1) as moves
    from (
      select p.user_id, coalesce(r.settled, 0) as settled, coalesce(r.skill, 0) as skill,
             coalesce(o.weight, 1) as earlier,
             case when r.settled >= r.skill_bets then least(greatest(exp(r.skill_strength * r.skill), 0.25), 4)
               else 1 end as weight
      from unnest(people) p (user_id) left join record r on r.user_id = p.user_id
        left join app.forecasters o on o.user_id = p.user_id
    ) w
  ),
  kept as (
    insert into app.forecasters as f (user_id, settled, skill, weight)
      select w.user_id, w.settled, w.skill, case when w.moves then w.weight else w.earlier end from weighed w
      on conflict (user_id) do update set settled = excluded.settled, skill = excluded.skill, weight = excluded.weight
  )
  insert into app.bet_changes (vehicle_id, bet_type, user_id, owner_id, is_public)
    select distinct b.vehicle_id, b.bet_type, b.user_id, b.owner_id, b.is_public
    from weighed w join public.vehicle_bets b on b.user_id = w.user_id
    where w.moves and b.status <> 'cancelled';
end
$$;
revoke all on function
  app.mark_everybody,
  app.weigh_forecasters
  from public, anon, authenticated, service_role;


-- 55_forecasts/30_crowd_claims.sql

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

do $$ begin
  if to_regtype('app.crowd_change') is null then
create type app.crowd_change as (claim app.crowd_claim, heads integer, weight float8, weight_sq float8);
  end if;
end $$;

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
revoke all on function
  app.bettors_now,
  app.crowd_changes
  from public, anon, authenticated, service_role;


-- 55_forecasts/40_crowds.sql

-- Crowds: the weighted mixture of everybody's distributions, kept as sums on a grid, so that its size does not grow
-- with the crowd. Weights are 2^(time / half-life), which says the same as "halved with each half-life of age" and
-- never has to be renewed.

do $$ begin
  if to_regtype('app.milestone_cell') is null then
create type app.milestone_cell as (
  cell int, people int, weight float8, weight_sq float8, said float8, said_sq float8, target float8
);
  end if;
end $$;

create table if not exists app.crowds (
  vehicle_id uuid not null references public.vehicles (id) on delete cascade,
  topic      text not null,
  round      smallint not null,
  bet_type   text not null,
  anchor     integer not null default 0,
  people     integer not null,
  weight     double precision not null,
  weight_sq  double precision not null,
  spread     double precision not null,
  peak       double precision not null,
  cells      integer[] not null default '{}',
  mass       double precision[] not null default '{}',
  milestones app.milestone_cell[] not null default '{}',
  movement   jsonb not null default '[]',
  forecast     jsonb,
  primary key (vehicle_id, topic, round)
);
comment on table app.crowds is
  'One row for each question that people forecast and round of it; one row for all milestones in a currency. Written '
  'by the fold only.';
comment on column app.crowds.anchor is
  'Day since 1970 about which dates are told apart best: the one on which the question was opened.';
comment on column app.crowds.spread is 'Weighted sum of the bets'' own spreads; see app.agreement.';
comment on column app.crowds.peak is
  'Highest weight since the sums were last taken from scratch: far below it, rounding would show.';
comment on column app.crowds.mass is 'Of each cell of the grid, the weighted probability that the bets give it.';
comment on column app.crowds.movement is
  'The forecast at the end of each day on which it changed, the latest 120: [day, p25, p50, p75, people].';
create index if not exists crowds_by_people on app.crowds (vehicle_id, bet_type, people desc);
revoke all on app.crowds from public, anon, authenticated, service_role;

-- The cells that a distribution reaches into, all but 1e-9 on either side; as far as the grid goes
-- (40_bets/05_bet_types.generated.sql). Called for each claim and to be inlined, so it sets no search_path.
create or replace function app.reach(bet_type text, anchor integer, claim app.crowd_claim, upper_end boolean)
  returns integer
language sql immutable parallel safe as $$
  select least(greatest(
    floor(app.to_grid(bet_type, anchor,
      greatest(least(app.component_quantile((claim).family, (claim).origin, (claim).location, (claim).scale,
      case when upper_end then 1 - 1e-9 else 1e-9 end), 1e12), -1e12)) / app.grid_step(bet_type))::int,
    app.grid_end(bet_type, anchor, false)), app.grid_end(bet_type, anchor, true))
$$;

-- The normal distribution within 7.5e-8 (Abramowitz and Stegun, 1964, 26.2.17), in one expression that is inlined: the
-- grid needs it hundreds of times a bet. z is cut at 8, beyond which nothing is left.
create or replace function app.grid_cdf(z double precision) returns double precision
language sql immutable parallel safe as $$
  select case when z < 0 then 0.0::float8 else 1.0::float8 end
    + case when z < 0 then 0.3989422804014327::float8 else -0.3989422804014327::float8 end * exp(-0.5::float8 * z * z)
    * (((((1.330274429::float8 / (1 + 0.2316419::float8 * abs(z)) - 1.821255978::float8)
      / (1 + 0.2316419::float8 * abs(z))
         + 1.781477937::float8) / (1 + 0.2316419::float8 * abs(z)) - 0.356563782::float8)
           / (1 + 0.2316419::float8 * abs(z))
         + 0.319381530::float8) / (1 + 0.2316419::float8 * abs(z)))
$$;

-- What changes put into the cells of the grid. `own` is their part of `spread`: the sum over the grid of F (1 - F) of
-- each bet alone.
create or replace function app.cells_of(bet_type text, anchor integer, changes app.crowd_change[])
returns table (cell integer, mass double precision, own double precision)
language sql immutable set search_path = '' as $$
  with claims as (
    select (c.claim).family, (c.claim).origin, (c.claim).location, (c.claim).scale, c.claim, sum(c.weight) as weight
    from unnest(changes) c group by c.claim
  ),
  reaching as materialized (
    select c.*, app.grid_step(bet_type) as step,
           app.reach(bet_type, anchor, c.claim, false) as first, app.reach(bet_type, anchor, c.claim, true) as last
    from claims c where c.weight <> 0
  ),
  edges as (   -- at the upper edge of each cell; step is a column, for only with cheap arguments is from_grid inlined
    select k.cell, r.weight, k.cell = r.last as ends, r.family = 'lognormal' as logarithmic, r.origin, r.location,
           r.scale,
           app.from_grid(bet_type, anchor, (k.cell + 1) * r.step) - r.origin as x
    from reaching r cross join lateral generate_series(r.first, r.last) k (cell)
    offset 0
  ),
  placed as (
    select e.cell, e.weight, e.ends,
           greatest(least(((case when e.logarithmic then case when e.x > 0 then ln(e.x) else -1e6 end else e.x end)
             - e.location) / e.scale, 8), -8) as z
    from edges e
    offset 0
  ),
  below as (   -- a distribution's last cell takes all that is left
    select p.cell, p.weight, p.ends, case when p.ends then 1 else app.grid_cdf(p.z) end as f from placed p
    offset 0
  ),
  summed as (
    select b.cell, sum(b.weight * b.f) as below, coalesce(sum(b.weight) filter (where b.ends), 0) as ended,
           sum(b.weight * b.f * (1 - b.f)) as own
    from below b group by b.cell
  )
  select s.cell,
         s.below - coalesce(lag(s.below - s.ended) over (order by s.cell), 0),
         s.own
  from summed s
$$;

-- A crowd after some changes: the same sums, whether they were kept or are taken from scratch (kept without people,
-- all changes new).
create or replace function app.crowd_with(kept app.crowds, changes app.crowd_change[]) returns app.crowds
language plpgsql immutable set search_path = '' as $$
begin
  select kept.people + sum(c.heads), kept.weight + sum(c.weight), kept.weight_sq + sum(c.weight_sq)
    into kept.people, kept.weight, kept.weight_sq from unnest(changes) c;
  kept.peak := greatest(kept.peak, kept.weight);
  if kept.people <= 0 then
    kept.weight := 0; kept.weight_sq := 0; kept.spread := 0; kept.cells := '{}'; kept.mass := '{}'; kept.milestones :=
      '{}';
  elsif app.bet_shape(kept.bet_type) = 'milestone' then
    select array_agg(row(m.cell, m.people, m.weight, m.weight_sq, m.said, m.said_sq, m.target)::app.milestone_cell
      order by m.cell)
      into kept.milestones
    from (
      select a.cell, sum(a.people)::int as people, sum(a.weight) as weight, sum(a.weight_sq) as weight_sq,
             sum(a.said) as said,
             sum(a.said_sq) as said_sq, sum(a.target) as target
      from (
        select k.* from unnest(kept.milestones) k
        union all
        select round(ln((c.claim).target) / 0.01)::int, case when c.weight > 0 then 1 else -1 end, c.weight,
               c.weight_sq,
               c.weight * (c.claim).location, c.weight * (c.claim).location * (c.claim).location,
               c.weight * ln((c.claim).target)
        from unnest(changes) c
      ) a
      group by a.cell having sum(a.people) > 0
    ) m;
  else
    with added as materialized (
      select * from app.cells_of(kept.bet_type, kept.anchor, changes)
    )
    select array_agg(s.cell order by s.cell), array_agg(s.mass order by s.cell),
           kept.spread + (select sum(a.own) from added a)
      into kept.cells, kept.mass, kept.spread
    from (
      select b.cell, sum(b.mass) as mass
      from (
        select k.cell, k.mass from unnest(kept.cells, kept.mass) k (cell, mass)
        union all
        select a.cell, a.mass from added a
      ) b
      group by b.cell having abs(sum(b.mass)) > 1e-13 * kept.weight
    ) s;
  end if;
  return kept;
end
$$;
revoke all on function
  app.reach,
  app.grid_cdf,
  app.cells_of,
  app.crowd_with
  from public, anon, authenticated, service_role;


-- 55_forecasts/50_read_crowds.sql

-- Reading crowds: what is read from a crowd's sums: its curve, quantiles, mean and agreement.

-- A probability whose odds are raised to a power: 1/2 stays, a logistic distribution gets 1 / exponent of its width.
create or replace function app.sharpened(p double precision, exponent double precision) returns double precision
language sql immutable parallel safe as $$
  select case when p <= 1e-40 then 0 when p >= 1 then 1
    else power(p, exponent) / (power(p, exponent) + power(1 - p, exponent)) end
$$;

-- The crowd's cumulative distribution at the upper edge of each cell: `alone` as the bets say, `below` with the prior,
-- and narrowed. The prior is normal on the grid's scale about the crowd's own median and weighs prior_people against
-- the crowd's effective number of people (Kish, 1965: square of the sum of weights over the sum of their squares), so
-- that few bets give a wide forecast. A mixture counts what people disagree by twice, as each one's own doubt and as
-- their distance; docs/design/forecasts.md says what follows. Its odds are raised to 1 / share, where share = max(2
-- agreement - 1, 1 / sqrt(2 n - 1), narrowest): 1 for one person, and for people who agree.
create or replace function app.crowd_curve(c app.crowds)
returns table (cell integer, u double precision, alone double precision, below double precision)
language sql stable set search_path = '' as $$
  with held as materialized (
    select h.cell, sum(h.mass) over (order by h.cell) / c.weight as alone, h.mass / c.weight as own
    from unnest(c.cells, c.mass) h (cell, mass)
  ),
  middle as (
    select (h.cell + 1 - (h.alone - 0.5) / nullif(h.own, 0)) * app.grid_step(c.bet_type) as u
    from held h where h.alone >= 0.5 order by h.cell limit 1
  ),
  ends as (
    select s.prior_people, s.prior_spread, s.narrowest, m.u, c.weight * c.weight / c.weight_sq as n,
           greatest(least((select min(h.cell) from held h),
             floor((m.u - 4 * s.prior_spread) / app.grid_step(c.bet_type))::int),
                    app.grid_end(c.bet_type, c.anchor, false)) - 1 as first,
           least(greatest((select max(h.cell) from held h),
             floor((m.u + 4 * s.prior_spread) / app.grid_step(c.bet_type))::int),
                 app.grid_end(c.bet_type, c.anchor, true)) as last
    from middle m, app.forecast_settings s
  ),
  filled as (
    select k.cell, (k.cell + 1) * app.grid_step(c.bet_type) as u, e.n, e.u as middle, e.prior_people, e.prior_spread,
           e.narrowest,
           least(coalesce(max(h.alone) over (order by k.cell), 0), 1) as alone
    from ends e cross join lateral generate_series(e.first, e.last) k (cell) left join held h on h.cell = k.cell
  ),
  mixed as (
    select f.cell, f.u, f.alone, (f.n * f.alone + f.prior_people * app.grid_cdf((f.u - f.middle) / f.prior_spread))
      / (f.n + f.prior_people) as p,
           least(greatest(2 * c.spread / c.weight / nullif(sum(f.alone * (1 - f.alone)) over (), 0) - 1,
             1 / sqrt(2 * f.n - 1), f.narrowest), 1) as share
    from filled f
  )
  select m.cell, m.u, m.alone, app.sharpened(m.p, 1 / m.share) from mixed m
$$;

-- As it is written in a forecast: a day, or money with two decimals.
create or replace function app.forecast_value(bet_type text, x double precision) returns jsonb
language sql immutable set search_path = '' as $$
  select case when x is null then 'null'::jsonb
              when app.bet_shape(bet_type) = 'day'
                then to_jsonb(date '1970-01-01' + least(greatest(round(x)::int, 10957), 47846))
              else to_jsonb(round(x::numeric, 2)) end
$$;

-- Agreement, from 0 to 1: how much of the crowd's uncertainty each person has on their own, as opposed to disagreement
-- between them. The uncertainty of F is the sum of F (1 - F) over the grid, the entropy of the CRPS (Gneiting and
-- Raftery, 2007); of a milestone, p (1 - p). The mean is of the distribution cut at 1 and 99 %: the tail of an unsure
-- bet on a price has a mean that says nothing.
create or replace function app.curve_forecast(c app.crowds) returns jsonb
language sql stable set search_path = '' as $$
  with points as materialized (
    select p.*, coalesce(lag(p.below) over (order by p.cell), 0) as above from app.crowd_curve(c) p
  ),
  quantiles as materialized (
    select q.p, (
      select app.from_grid(c.bet_type, c.anchor,
               x.u - app.grid_step(c.bet_type) * least((x.below - q.p) / nullif(x.below - x.above, 0), 1))
      from points x where x.below >= q.p order by x.cell limit 1) as x
    from unnest(array[0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]::float8[]) q (p)
  ),
  mean as (
    select 0.01 * (select sum(q.x) from quantiles q where q.p in (0.01, 0.99))
           + sum(app.from_grid(c.bet_type, c.anchor, x.u - g.half)
                 * (least(greatest(x.below, 0.01), 0.99) - least(greatest(x.above, 0.01), 0.99))) as x
    from points x, (select app.grid_step(c.bet_type) / 2 as half offset 0) g
  ),
  thinned as (
    select x.cell, app.forecast_value(c.bet_type, app.from_grid(c.bet_type, c.anchor, x.u)) as x, x.below
    from (select p.*, row_number() over (order by p.cell) as place, count(*) over () as places from points p
          where p.below between 0.002 and 0.998) x
    where (x.place - 1) % greatest(x.places / 80, 1) = 0
  )
  select jsonb_build_object(
    'people', c.people,
    'mean', app.forecast_value(c.bet_type, (select m.x from mean m)),
    'quantiles', (select jsonb_object_agg(
      'p' || lpad((q.p * 100)::int::text, 2, '0'), app.forecast_value(c.bet_type, q.x))
                  from quantiles q where q.p not in (0.01, 0.99)),
    'curve', (select jsonb_agg(jsonb_build_array(t.x, round(t.below::numeric, 6)) order by t.cell) from thinned t),
    'agreement', (select round(least(
      greatest(c.spread / c.weight / nullif(sum(p.alone * (1 - p.alone)), 0), 0), 1)::numeric, 4) from points p))
$$;

-- Milestones as one curve P(value >= x) that falls with x. Each is the weighted mean of what people say, with
-- prior_people at one half. Where a higher milestone got the higher probability, neighbours are joined by pooling
-- adjacent violators (Ayer et al., 1955), which is the falling curve nearest to them in weighted squares. Targets
-- within 1 % of each other are one point.
create or replace function app.milestone_curve(c app.crowds)
returns table (place integer, target double precision, people integer, said double precision,
               probability double precision)
language plpgsql stable set search_path = '' as $$
declare
  m record;
  levels float8[] := '{}';
  weights float8[] := '{}';
  sizes int[] := '{}';
  n int := 0;
  block int := 0;
begin
  for m in
    select (k.said / k.weight * k.weight * k.weight / k.weight_sq + s.prior_people / 2)
             / (k.weight * k.weight / k.weight_sq + s.prior_people) as level,
           k.weight * k.weight / k.weight_sq + s.prior_people as weight
    from unnest(c.milestones) k, app.forecast_settings s order by k.cell
  loop
    n := n + 1;
    levels[n] := m.level; weights[n] := m.weight; sizes[n] := 1;
    while n > 1 and levels[n] > levels[n - 1] loop
      levels[n - 1] := (levels[n - 1] * weights[n - 1] + levels[n] * weights[n]) / (weights[n - 1] + weights[n]);
      weights[n - 1] := weights[n - 1] + weights[n];
      sizes[n - 1] := sizes[n - 1] + sizes[n];
      n := n - 1;
    end loop;
  end loop;

  place := 0;
  for block in 1 .. n loop
    for m in select k.* from unnest(c.milestones[place + 1 : place + sizes[block]]) k order by k.cell loop
      place := place + 1;
      target := exp(m.target / m.weight); people := m.people; said := m.said / m.weight; probability := levels[block];
      return next;
    end loop;
  end loop;
end
$$;

-- Quantiles are read off between milestones, evenly in the logarithm of the value; null where no milestone reaches that
-- far.
create or replace function app.milestone_forecast(c app.crowds) returns jsonb
language sql stable set search_path = '' as $$
  with points as materialized (
    select p.*, 1 - p.probability as below, lead(p.target) over (order by p.place) as next_target,
           lead(1 - p.probability) over (order by p.place) as next_below
    from app.milestone_curve(c) p
  ),
  quantiles as materialized (
    select q.p, coalesce(
      (select exp(ln(x.target) + (ln(x.next_target) - ln(x.target)) * (q.p - x.below) / (x.next_below - x.below))
       from points x where x.below <= q.p and x.next_below > q.p order by x.place limit 1),
      (select min(x.target) from points x where x.below = q.p)) as x
    from unnest(array[0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]::float8[]) q (p)
  )
  select jsonb_build_object(
    'people', c.people,
    'mean', case when (select count(q.x) from quantiles q) = 7 then app.forecast_value(c.bet_type,
        (select sum((x.target + x.next_target) / 2 * (x.next_below - x.below)) + min(x.target) * min(x.below)
                + max(x.next_target) * (1 - max(x.next_below)) from points x)) end,
    'quantiles', (select jsonb_object_agg(
      'p' || lpad((q.p * 100)::int::text, 2, '0'), app.forecast_value(c.bet_type, q.x)) from quantiles q),
    'curve', (select jsonb_agg(jsonb_build_array(app.forecast_value(c.bet_type, p.target), round(p.below::numeric, 6))
      order by p.place)
              from points p),
    'milestones', (select jsonb_agg(jsonb_build_object('target_value', app.forecast_value(c.bet_type, p.target),
                     'probability', round(p.probability::numeric, 6), 'said', round(p.said::numeric, 6), 'people',
                     p.people) order by p.place)
                   from points p),
    'agreement', (select round((case when sum(k.said * (1 - k.said / k.weight)) > 0
                                then least(greatest(sum(k.said - k.said_sq) / sum(k.said * (1 - k.said / k.weight)), 0),
                                  1) else 1 end)::numeric, 4)
                  from unnest(c.milestones) k))
$$;

-- P(result <= x) as the crowd sees it, between the grid's edges evenly; null without a crowd.
create or replace function app.cdf_of(c app.crowds, x double precision) returns double precision
language sql stable set search_path = '' as $$
  with at as (
    select app.to_grid(c.bet_type, c.anchor, x) / app.grid_step(c.bet_type) as place
  ),
  near as (
    select p.cell, p.below, coalesce(lag(p.below) over (order by p.cell), 0) as above from app.crowd_curve(c) p
  ),
  reached as (
    select max(n.cell) as last, max(n.below) as most, min(n.cell) as first from near n
  )
  select case when c.people is null or c.people = 0 or x is null then null
              when a.place < r.first then 0 when a.place >= r.last + 1 then 1
              else (select n.above + (n.below - n.above) * (a.place - n.cell) from near n
                where n.cell = floor(a.place)) end
  from at a, reached r
$$;

-- P(value >= x) as the milestones say, between them evenly in the logarithm; beyond them as at the nearest. Null
-- without any.
create or replace function app.exceedance_of(c app.crowds, x double precision) returns double precision
language sql stable set search_path = '' as $$
  with points as (
    select ln(p.target) as u, p.probability, lead(ln(p.target)) over (order by p.place) as next_u,
           lead(p.probability) over (order by p.place) as next_probability, p.place
    from app.milestone_curve(c) p
  )
  select case when c.people is null or c.people = 0 or x is null or x <= 0 then null else coalesce(
    (select p.probability + (p.next_probability - p.probability) * (ln(x) - p.u) / (p.next_u - p.u)
     from points p where p.u <= ln(x) and p.next_u > ln(x)),
    (select p.probability from points p order by abs(p.u - ln(x)), p.place limit 1)) end
$$;

-- Where people contradict each other: milestones that got the higher probability for the higher value, and milestones
-- that do not fit the forecast of the auction price. A price is what it fetches if it sells, a milestone may also be
-- met by an appraisal, so the second kind is a hint. Needs two people on either side.
create or replace function app.contradictions(milestones app.crowds, price app.crowds) returns jsonb
language sql stable set search_path = '' as $$
  with points as materialized (
    select p.*, app.forecast_value('value_milestone', p.target) as target_value from app.milestone_curve(milestones) p
      where p.people >= 2
  ),
  pairs as (
    select p.*, lead(p.said) over (order by p.place) as next_said,
           lead(p.target_value) over (order by p.place) as next_target_value
    from points p
  ),
  found as (
    select p.target, jsonb_build_object(
      'kind', 'milestones', 'target_value', p.target_value, 'probability', round(p.said::numeric, 4),
             'higher_target_value', p.next_target_value, 'higher_probability', round(p.next_said::numeric, 4)) as said
    from pairs p, app.forecast_settings s where p.next_said - p.said >= s.contradiction_gap
    union all
    select p.target, jsonb_build_object(
      'kind', 'milestone_and_price', 'target_value', p.target_value, 'milestone_probability',
             round(p.said::numeric, 4), 'price_probability', round(p.by_price::numeric, 4))
    from (select q.*, 1 - app.cdf_of(price, q.target) as by_price from points q where price.people >= 2) p,
      app.forecast_settings s
    where abs(p.said - p.by_price) >= s.contradiction_gap
  )
  select coalesce(jsonb_agg(f.said order by f.target), '[]') from (select * from found order by target limit 20) f
$$;

-- One point a day, the latest 120.
create or replace function app.movement_with(movement jsonb, forecast jsonb, day date) returns jsonb
language sql immutable set search_path = '' as $$
  with days as (
    select m.point, m.place from jsonb_array_elements(movement) with ordinality m (point, place)
      where m.point ->> 0 <> day::text
    union all
    select jsonb_build_array(day, forecast #> '{quantiles,p25}', forecast #> '{quantiles,p50}',
      forecast #> '{quantiles,p75}',
      forecast -> 'people'), 1e9::bigint
  )
  select jsonb_agg(d.point order by d.place) from (select * from days order by place desc limit 120) d
$$;

-- The forecast for a crowd; `other` is the price of a milestones' crowd, the milestones of a price's.
create or replace function app.forecast_of(c app.crowds, other app.crowds) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  forecast jsonb := case app.bet_shape(c.bet_type) when 'milestone' then app.milestone_forecast(c)
    else app.curve_forecast(c) end;
begin
  return forecast || jsonb_build_object(
    'movement', app.movement_with(c.movement, forecast, (now() at time zone 'utc')::date),
    'contradictions', case c.bet_type when 'value_milestone' then app.contradictions(c, other)
                                      when 'auction_price' then app.contradictions(other, c) else '[]' end,
    'topic', c.topic, 'round', c.round);
end
$$;
revoke all on function
  app.sharpened,
  app.crowd_curve,
  app.forecast_value,
  app.curve_forecast,
  app.milestone_curve,
  app.milestone_forecast,
  app.cdf_of,
  app.exceedance_of,
  app.contradictions,
  app.movement_with,
  app.forecast_of
  from public, anon, authenticated, service_role;


-- 55_forecasts/60_fold_bets.sql

-- The fold of bets: applies marks to bettors, sentiment and crowds. Safe to run anywhere, in several places, and
-- to be killed: what a mark leads to is computed from the person's bets as they are, and taken from or added to the
-- sums by what they held before.

-- One crowd as it was kept, or an empty one to begin with.
create or replace function app.kept_crowd(vehicle uuid, type text, topic text, round smallint) returns app.crowds
language plpgsql stable set search_path = '' as $$
declare
  c app.crowds;
begin
  select k.* into c from app.crowds k where k.vehicle_id = vehicle and k.topic = kept_crowd.topic
    and k.round = kept_crowd.round;
  if not found then
    c.vehicle_id := vehicle; c.topic := topic; c.round := round; c.bet_type := type;
    c.people := 0; c.weight := 0; c.weight_sq := 0; c.spread := 0; c.peak := 0;
    c.cells := '{}'; c.mass := '{}'; c.milestones := '{}'; c.movement := '[]'; c.anchor := 0;
  end if;
  return c;
end
$$;

-- The crowd after some changes. Where little is left of it, the sums are recomputed, so that no rounding errors are
-- left behind.
create or replace function app.changed_crowd(kept app.crowds, changes app.crowd_change[]) returns app.crowds
language plpgsql stable set search_path = '' as $$
declare
  c app.crowds;
begin
  if kept.people = 0 and app.bet_shape(kept.bet_type) = 'day' then
    kept.anchor := coalesce((select app.epoch_day((q.created_at at time zone 'utc')::date) from public.bet_questions q
      where q.vehicle_id = kept.vehicle_id and q.question = kept.topic and q.round = kept.round), 0);
  end if;
  c := app.crowd_with(kept, changes);
  if c.people > 0 and c.weight < 1e-4 * c.peak then
    kept := app.kept_crowd(kept.vehicle_id, kept.bet_type, kept.topic, -1::smallint);
    kept.round := c.round; kept.anchor := c.anchor; kept.movement := c.movement;
    c := app.crowd_with(kept, array(
      select row(row(k.topic, k.round, k.family, k.origin, k.location, k.scale, k.target, 1)::app.crowd_claim,
                 case when row_number() over (partition by b.user_id) = 1 then 1 else 0 end, k.weight,
                   k.weight * k.weight)::app.crowd_change
      from app.bettors b cross join lateral unnest(b.claims) k
      where b.vehicle_id = c.vehicle_id and b.bet_type = c.bet_type and k.topic = c.topic and k.round = c.round));
  end if;
  return c;
end
$$;

-- Some people's bets of one type on one vehicle: into bettors, sentiment and crowds. The caller holds the vehicle's
-- share lock.
create or replace function app.fold_bettors(vehicle uuid, type text, people uuid[], owner uuid, shown boolean)
  returns void
language plpgsql set search_path = '' as $$
declare
  before constant app.bettors[] := array(
    select b from app.bettors b where b.vehicle_id = vehicle and b.bet_type = type and b.user_id = any (people));
  after constant app.bettors[] := array(select n from app.bettors_now(vehicle, type, people) n);
  part record;
  c app.crowds;
begin
  delete from app.bettors b
    where b.vehicle_id = vehicle and b.bet_type = type and b.user_id = any (people)
      and b.user_id <> all (array(select a.user_id from unnest(after) a));
  insert into app.bettors (vehicle_id, bet_type, user_id, bets, confidence, value, last_bet_at, claims, owner_id,
    is_public)
    select vehicle, type, a.user_id, a.bets, a.confidence, a.value, a.last_bet_at, a.claims, owner, shown
      from unnest(after) a
    on conflict on constraint bettors_pkey do update set bets = excluded.bets, confidence = excluded.confidence,
      value = excluded.value,
      last_bet_at = excluded.last_bet_at, claims = excluded.claims;

  insert into app.bet_sentiments as s (
    vehicle_id, bet_type, bets, people, confidence, value, valued, bands, last_bet_at, owner_id, is_public)
    select vehicle, type, coalesce(sum(d.sign * d.bets), 0), coalesce(sum(d.sign), 0),
           coalesce(sum(d.sign * d.confidence), 0),
           coalesce(sum(d.sign * d.value), 0), coalesce(sum(d.sign) filter (where d.value is not null), 0), '{}', null,
           owner, shown
    from (select 1 as sign, a.* from unnest(after) a union all select -1, b.* from unnest(before) b) d
    on conflict on constraint bet_sentiments_pkey
      do update set bets = s.bets + excluded.bets, people = s.people + excluded.people,
      confidence = s.confidence + excluded.confidence, value = s.value + excluded.value,
      valued = s.valued + excluded.valued;
  delete from app.bet_sentiments s where s.vehicle_id = vehicle and s.bet_type = type and s.people = 0;
  update app.bet_sentiments s set
    last_bet_at = (select b.last_bet_at from app.bettors b where b.vehicle_id = vehicle and b.bet_type = type
      order by b.last_bet_at desc limit 1),
    bands = (select coalesce(percentile_cont(array[0.1, 0.25, 0.5, 0.75, 0.9]) within group (
      order by b.value::float8)::numeric[], '{}')
             from app.bettors b where b.vehicle_id = vehicle and b.bet_type = type and b.value is not null)
    where s.vehicle_id = vehicle and s.bet_type = type;

  for part in
    select (x.claim).topic as topic, (x.claim).round as round, array_agg(x) as changes
      from app.crowd_changes(before, after) x group by 1, 2
  loop
    c := app.changed_crowd(app.kept_crowd(vehicle, type, part.topic, part.round), part.changes);
    if c.people <= 0 then
      delete from app.crowds k where k.vehicle_id = vehicle and k.topic = part.topic and k.round = part.round;
    else
      insert into app.crowds as k (vehicle_id, topic, round, bet_type, anchor, people, weight, weight_sq, spread, peak,
        cells, mass, milestones)
        values (vehicle, c.topic, c.round, type, c.anchor, c.people, c.weight, c.weight_sq, c.spread, c.peak, c.cells,
          c.mass, c.milestones)
        on conflict on constraint crowds_pkey do update set anchor = excluded.anchor, people = excluded.people,
          weight = excluded.weight,
          weight_sq = excluded.weight_sq, spread = excluded.spread, peak = excluded.peak, cells = excluded.cells,
          mass = excluded.mass,
          milestones = excluded.milestones, forecast = null;
    end if;
  end loop;
end
$$;

-- The crowd that a price is held against, or the milestones.
create or replace function app.other_topic(topic text) returns text
language sql immutable set search_path = '' as $$
  select case split_part(topic, ':', 1)
    when 'auction_price' then 'value_milestone:' || split_part(topic, ':', 2)
    when 'value_milestone' then 'auction_price:' || split_part(topic, ':', 2) end
$$;

-- At most so many marks of one vehicle.
create or replace function app.fold_vehicle_bets(vehicle uuid, owner uuid, shown boolean, most integer) returns integer
language plpgsql set search_path = '' as $$
declare
  types text[];
  people uuid[];
  each_type text;
  c app.crowds;
begin
  with done as (
    delete from app.bet_changes m
    where m.vehicle_id = vehicle
      and m.id in (select d.id from app.bet_changes d where d.vehicle_id = vehicle order by d.id limit most)
    returning m.bet_type, m.user_id
  )
  select array_agg(d.bet_type), array_agg(d.user_id) into types, people from done d;
  for each_type in select distinct t from unnest(types) t loop
    perform app.fold_bettors(vehicle, each_type,
      array(select distinct m.person from unnest(types, people) m (type, person) where m.type = each_type), owner,
      shown);
  end loop;

  -- Answers last, for price and milestones are held against each other.
  for c in
    select k.* from app.crowds k
    where k.vehicle_id = vehicle
      and (k.forecast is null
        or app.other_topic(k.topic) in (
          select o.topic from app.crowds o where o.vehicle_id = vehicle and o.forecast is null)
        or (k.bet_type in ('auction_price', 'value_milestone') and k.bet_type <> all (types)
          and types && array['auction_price', 'value_milestone']))
  loop
    c.forecast := app.forecast_of(c, app.latest_crowd(vehicle, app.other_topic(c.topic)));
    update app.crowds k set forecast = c.forecast, movement = c.forecast -> 'movement'
      where k.vehicle_id = vehicle and k.topic = c.topic and k.round = c.round;
  end loop;
  return coalesce(cardinality(people), 0);
end
$$;

create or replace function app.latest_crowd(vehicle uuid, topic text) returns app.crowds
language plpgsql stable set search_path = '' as $$
declare
  c app.crowds;
begin
  select k.* into c from app.crowds k where k.vehicle_id = vehicle and k.topic = latest_crowd.topic
    order by k.round desc limit 1;
  return c;
end
$$;

-- One fold at a time, others leave at once. A vehicle that somebody holds is left for the next time; marks of one that
-- is gone go.
-- Returns how many marks it has applied; called again while it returns any, it applies all.
create or replace function app.fold_bets() returns integer
language plpgsql security definer set search_path = '' set jit = off as $$
declare
  until constant timestamptz := clock_timestamp() + interval '1 second';
  people constant uuid[] := array(
    select distinct f.user_id from app.forecaster_changes f
    where not app.is_set_aside('weigh_forecasters', f.user_id::text) limit 1000);
  vehicle record;
  folded integer := 0;
begin
  if not exists (select from app.bet_changes) and people = '{}' then return 0; end if;
  perform from app.folds f where f.name = 'bets' for update skip locked;
  if not found then return 0; end if;
  if people <> '{}' then
    delete from app.forecaster_changes f where f.user_id = any (people);
    perform app.work_each('weigh_forecasters', people);
    insert into app.forecaster_changes (user_id)
      select p from unnest(people) p where app.is_set_aside('weigh_forecasters', p::text);
    folded := cardinality(people);
  end if;

  delete from app.bet_changes c
    where not exists (select from public.vehicles v where v.id = c.vehicle_id)
      and c.vehicle_id in (select x.vehicle_id from app.bet_changes x group by x.vehicle_id);
  for vehicle in select c.vehicle_id as id, min(c.id) as since from app.bet_changes c group by 1 order by 2 loop
    declare
      owner uuid;
      shown boolean;
    begin
      select v.user_id, coalesce(v.is_public, false) into owner, shown from public.vehicles v where v.id = vehicle.id
        for share skip locked;
      continue when not found;
      continue when app.is_set_aside('fold_bets', vehicle.id::text);
      begin
        folded := folded + app.fold_vehicle_bets(vehicle.id, owner, shown, 2000);
        perform app.item_is_done('fold_bets', vehicle.id::text);
      exception when others then
        perform app.set_item_aside('fold_bets', vehicle.id::text, sqlerrm);
      end;
      exit when clock_timestamp() > until;
    end;
  end loop;
  update app.folds f set folded_at = now() where f.name = 'bets';
  return folded;
end
$$;

select app.register_job('fold_bets', '1 second', 'select app.fold_bets()');
revoke all on function
  app.kept_crowd,
  app.changed_crowd,
  app.fold_bettors,
  app.other_topic,
  app.fold_vehicle_bets,
  app.latest_crowd,
  app.fold_bets
  from public, anon, authenticated, service_role;


-- 55_forecasts/70_forecasts.sql

-- Forecasts: the crowd's distribution, as people read it.

-- Who would see the crowd's forecast without giving a number of their own. The forecast is public, as bets are: being
-- asked first is for the person's own sake, and what screens and SDK keep to.
create table if not exists public.forecast_skips (
  vehicle_id uuid not null references public.vehicles (id) on delete cascade,
  user_id    uuid not null default auth.uid() references auth.users (id) on delete cascade,
  bet_type   text not null,
  skipped_at timestamptz not null default now(),
  primary key (vehicle_id, user_id, bet_type),
  constraint skipped_bet_type_is_known check (app.is_bet_type(bet_type))
);
comment on table public.forecast_skips is
  'One row for each forecast that a person chose to see without giving a number first; seen by that person.';
create index if not exists forecast_skips_by_person on public.forecast_skips (user_id);

revoke all on public.forecast_skips from public, anon, authenticated, service_role;
grant select on public.forecast_skips to authenticated;
grant select, insert, delete on public.forecast_skips to service_role;
alter table public.forecast_skips enable row level security;

drop policy if exists "members see what they skipped" on public.forecast_skips;
create policy "members see what they skipped" on public.forecast_skips
  for select to authenticated using (user_id = (select auth.uid()));

-- Refuses what no forecast can be asked of, as if a private vehicle were not there.
create or replace function app.require_forecast(vehicle uuid, type text) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (
    select from public.vehicles v where v.id = vehicle
      and (v.is_public or v.user_id = auth.uid() or not app.is_client())
  ) then
    raise exception 'There is no vehicle %.', coalesce(vehicle::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_vehicle',
        hint = 'Check the vehicle id. Only the owner sees a private vehicle.';
  elsif app.is_bet_type(type) is not true then
    perform app.unknown_bet_type(type);
  end if;
end
$$;

-- The crowd as of now: as kept, plus the people whose changes are not folded yet. Without a topic the one with the most
-- people.
create or replace function app.crowd_now(vehicle uuid, type text, topic text default null) returns app.crowds
language plpgsql stable security definer set search_path = '' as $$
declare
  people constant uuid[] := array(
    select distinct c.user_id from app.bet_changes c where c.vehicle_id = vehicle and c.bet_type = type limit 2000);
  changes app.crowd_change[] := '{}';
  part record;
  c app.crowds;
  best app.crowds;
begin
  if people = '{}' then
    if topic is null then
      select k.topic into topic from app.crowds k
        where k.vehicle_id = vehicle and k.bet_type = type order by k.people desc, k.topic limit 1;
    end if;
    return app.latest_crowd(vehicle, topic);
  end if;

  changes := array(select x from app.crowd_changes(
    array(select b from app.bettors b where b.vehicle_id = vehicle and b.bet_type = type and b.user_id = any (people)),
    array(select n from app.bettors_now(vehicle, type, people) n)) x);
  for part in
    select t.topic, t.round, array(
      select x from unnest(changes) x where (x.claim).topic = t.topic and (x.claim).round = t.round) as changes
    from (
      select (x.claim).topic as topic, (x.claim).round as round from unnest(changes) x
      union
      (select k.topic, k.round from app.crowds k
       where k.vehicle_id = vehicle and k.bet_type = type and (crowd_now.topic is null or k.topic = crowd_now.topic)
       order by k.people desc, k.topic limit 20)
    ) t
    where crowd_now.topic is null or t.topic = crowd_now.topic
  loop
    c := app.kept_crowd(vehicle, type, part.topic, part.round);
    if part.changes <> '{}' then
      c := app.changed_crowd(c, part.changes);
      c.forecast := null;
    end if;
    if c.people > 0 and (best.people is null or (c.topic = best.topic and c.round > best.round)
      or (c.topic <> best.topic and c.people > best.people)) then
      best := c;
    end if;
  end loop;
  return best;
end
$$;

create or replace function app.forecast_topic(type text, modification text, currency text) returns text
language sql immutable set search_path = '' as $$
  select case app.bet_shape(type)
    when 'day' then type
    when 'change' then case when modification is not null
      then concat_ws(':', type, coalesce(currency, 'USD'), app.modification_key(modification)) end
    when 'price' then type || ':' || currency
    when 'milestone' then type || ':' || currency end
$$;

create or replace function app.vehicle_forecast(vehicle uuid, type text, modification text, currency text) returns jsonb
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  c app.crowds;
  other constant text := case type when 'auction_price' then 'value_milestone'
    when 'value_milestone' then 'auction_price' end;
  shown_topic text := app.forecast_topic(type, modification, currency);
  forecast jsonb;
begin
  perform app.require_forecast(vehicle, type);
  if not exists (select from app.bet_changes x where x.vehicle_id = vehicle and x.bet_type in (type, other)) then
    if shown_topic is null then
      select k.topic into shown_topic from app.crowds k
        where k.vehicle_id = vehicle and k.bet_type = type order by k.people desc, k.topic limit 1;
    end if;
    select k.forecast into forecast from app.crowds k
      where k.vehicle_id = vehicle and k.topic = shown_topic order by k.round desc limit 1;
    if forecast is not null then
      return forecast || jsonb_build_object('as_of', now());
    end if;
  end if;

  c := app.crowd_now(vehicle, type, app.forecast_topic(type, modification, currency));
  forecast := c.forecast;
  if c.people is null then
    forecast := jsonb_build_object('people', 0, 'mean', null, 'quantiles',
      jsonb_build_object('p05', null, 'p10', null, 'p25', null,
      'p50', null, 'p75', null, 'p90', null, 'p95', null), 'curve', '[]'::jsonb, 'agreement', null, 'movement',
      '[]'::jsonb,
      'contradictions', '[]'::jsonb, 'topic', null, 'round', null);
  elsif forecast is null or exists (select from app.bet_changes x where x.vehicle_id = vehicle and x.bet_type = other)
    then
    forecast := app.forecast_of(c, app.crowd_now(vehicle, other, app.other_topic(c.topic)));
  end if;
  return forecast || jsonb_build_object('as_of', now());
end
$$;

-- P(value <= x) of the auction price in dollars, as the crowd sees it; null when nobody has forecast it.
create or replace function app.crowd_price_cdf(vehicle uuid, x numeric) returns double precision
language sql stable security definer set search_path = '' as $$
  select app.cdf_of(app.crowd_now(vehicle, 'auction_price', 'auction_price:USD'), x::float8)
$$;

-- The crowd's probability that a claim comes true, by the same rule as a bet's own (app.claim_came_true): the result
-- falls within 10 % of the number, or in the range; a milestone is reached. Null without a crowd. For days, seen from
-- `placed_at`.
create or replace function app.crowd_probability(
  vehicle uuid, bet_type text, prediction jsonb, currency text, placed_at timestamptz default now()
) returns double precision
language plpgsql stable security definer set search_path = '' as $$
declare
  c constant app.crowds := app.crowd_now(
    vehicle, bet_type, app.forecast_topic(bet_type, prediction ->> 'modification', currency));
  m constant double precision := app.predicted_value(prediction);
  t constant double precision := app.bet_tolerance(bet_type);
  band constant double precision := greatest(t * abs(m), app.bet_least_tolerance(bet_type));
  placed constant double precision := app.epoch_day((placed_at at time zone 'utc')::date);
  days constant double precision := app.days_ahead(app.predicted_day(prediction), placed_at);
begin
  return case
    when app.bet_shape(bet_type) = 'milestone' then app.exceedance_of(c, m)
    when app.bet_shape(bet_type) = 'day' then
      app.cdf_of(c, placed + days * (1 + t)) - app.cdf_of(c, placed + days / (1 + t))
    when prediction ? 'low' then app.cdf_of(c, (prediction ->> 'high')::float8)
      - app.cdf_of(c, (prediction ->> 'low')::float8)
    when app.bet_shape(bet_type) = 'change' then app.cdf_of(c, m + band) - app.cdf_of(c, m - band)
    when app.bet_shape(bet_type) = 'price' then app.cdf_of(c, m * (1 + t)) - app.cdf_of(c, m / (1 + t))
  end;
end
$$;

create or replace function app.skip_forecast(vehicle uuid, type text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform app.require_forecast(vehicle, type);
  insert into public.forecast_skips (vehicle_id, user_id, bet_type) values (vehicle, auth.uid(), type) on conflict
    do nothing;
end
$$;
revoke all on function
  app.vehicle_forecast(uuid, text, text, text)
  from public, anon, authenticated, service_role;
grant execute on function app.vehicle_forecast(uuid, text, text, text) to anon, authenticated, service_role;
revoke all on function
  app.skip_forecast(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function app.skip_forecast(uuid, text) to authenticated;

create or replace function public.vehicle_forecast(
  vehicle_id uuid, bet_type text, modification text default null, currency text default null)
returns jsonb
language sql stable set search_path = '' as $$
  select app.vehicle_forecast(vehicle_id, bet_type, modification, currency)
$$;
comment on function public.vehicle_forecast(uuid, text, text, text) is
  'What the crowd expects: {people, mean, quantiles: {p05 .. p95}, curve: [[x, cumulative probability], ...], '
    'agreement, as_of, movement, contradictions, topic, round}. Without modification and currency, those with the most '
    'people.';

create or replace function public.skip_forecast(vehicle_id uuid, bet_type text) returns void
language sql set search_path = '' as $$
  select app.skip_forecast(vehicle_id, bet_type)
$$;
comment on function public.skip_forecast(uuid, text) is
  'Remembers that the caller chose to see the crowd''s forecast without giving a number first.';
revoke all on function
  public.vehicle_forecast(uuid, text, text, text)
  from public, anon, authenticated, service_role;
grant execute on function public.vehicle_forecast(uuid, text, text, text) to anon, authenticated, service_role;
revoke all on function
  public.skip_forecast(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.skip_forecast(uuid, text) to authenticated;
revoke all on function
  app.require_forecast,
  app.crowd_now,
  app.forecast_topic,
  app.crowd_price_cdf,
  app.crowd_probability
  from public, anon, authenticated, service_role;


-- 60_scoring/10_scores.sql

-- Scores: how good a forecast was, once the answer is known. Every score here is a loss: 0 is perfect. As in
-- 55_forecasts/10_distributions.sql, what is called many times a row sets no search_path; every name is qualified.
-- Sources
--   G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950), 1-3.
--   T. Gneiting, A. E. Raftery, Strictly proper scoring rules, prediction, and estimation, JASA 102 (2007), 359-378.
--   A. Jordan, F. Krueger, S. Lerch, Evaluating probabilistic forecasts with scoringRules, Journal of Statistical
--   Software 90/12 (2019).
--   S. Baran, S. Lerch, Log-normal distribution based ensemble model output statistics models for probabilistic
--   wind-speed
--     forecasting, Quarterly Journal of the Royal Meteorological Society 141 (2015), 2289-2299: CRPS of the lognormal.
--   E. P. Grimit, T. Gneiting, V. J. Berrocal, N. A. Johnson, The continuous ranked probability score for circular
--   variables and its
--     application to mesoscale forecast ensemble verification, the same journal 132 (2006), 2925-2942: CRPS of a
--     mixture of normals.
--   A. Genz, Numerical computation of rectangular bivariate and trivariate normal and t probabilities, Statistics and
--   Computing 14
--     (2004), 251-260: the bivariate normal distribution by Gauss-Legendre quadrature.

create or replace function app.brier_score(probability float8, happened boolean) returns float8
language sql immutable strict parallel safe
  as $$ select (probability - happened::int) * (probability - happened::int) $$;

-- Infinity for what was called impossible and happened.
create or replace function app.log_score(probability float8, happened boolean) returns float8
language sql immutable strict parallel safe as $$
  select case when (case when happened then probability else 1 - probability end) > 0
              then -ln(case when happened then probability else 1 - probability end) else 'Infinity' end
$$;

create or replace function app.crps_normal(location float8, scale float8, y float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  z constant float8 := (y - location) / scale;
begin
  return scale * (z * (2 * app.normal_cdf(z) - 1) + 2 * app.normal_pdf(z) - 0.56418958354775628695);   -- 1 / sqrt(pi)
end
$$;

-- exp(a) Phi(b), also where one is too large for a double and the other too small: ln Phi(b) is then (b^2 + ln 2 pi
-- b^2) / -2, to within b^-2. Infinity where the product itself is too large.
create or replace function app.exp_cdf(a float8, b float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  e float8 := a;
begin
  if b < -37 then
    e := a - 0.5 * b * b - ln(-b) - 0.91893853320467274178 - 1 / (b * b);
    return case when e > 709 then 'Infinity' when e < -700 then 0 else exp(e) end;
  elsif a > 350 then
    e := a + ln(app.normal_cdf(b));
    return case when e > 709 then 'Infinity' else exp(e) end;
  end if;
  return case when a < -350 then 0 else exp(a) * app.normal_cdf(b) end;
end
$$;

create or replace function app.crps_lognormal(location float8, scale float8, y float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  z constant float8 := case when y > 0 then (ln(y) - location) / scale else '-Infinity' end;
  mean constant float8 := location + scale * scale / 2;
  beyond constant float8 := app.exp_cdf(mean, -scale / sqrt(2::float8));
begin
  if beyond = 'Infinity' then
    return beyond;
  end if;
  return y * (2 * app.normal_cdf(z) - 1) - 2
    * (case when z = '-Infinity' then 0 else app.exp_cdf(mean, z - scale) end - beyond);
end
$$;

-- Probability that two standard normal variables of correlation r, at most 0.925 either way, are at most h and k.
create or replace function app.binormal_cdf(h float8, k float8, r float8) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  nodes constant float8[] :=
    '{0.9931285991850949,0.9639719272779138,0.912234428251326,0.8391169718222188,0.7463319064601508,0.636053680726515,'
    '0.5108670019508271,0.3737060887154195,0.2277858511416451,0.07652652113349734}';
  weights constant float8[] :=
    '{0.01761400713915212,0.04060142980038694,0.06267204833410907,0.08327674157670475,0.1019301198172404,'
    '0.1181945319615184,0.1316886384491766,0.1420961093183821,0.1491729864726037,0.1527533871307258}';
  half constant float8 := asin(r) / 2;
  s float8;
  total float8 := 0;
begin
  if least(h, k) < -37 or (greatest(h, k) < 0 and h * h + k * k > 1400) then
    return 0;
  elsif h > 37 or k > 37 then
    return app.normal_cdf(least(h, k));
  end if;
  for i in 1..10 loop
    s := sin(half * (1 - nodes[i]));
    total := total + weights[i] * exp(greatest((s * h * k - (h * h + k * k) / 2) / (1 - s * s), -700));
    s := sin(half * (1 + nodes[i]));
    total := total + weights[i] * exp(greatest((s * h * k - (h * h + k * k) / 2) / (1 - s * s), -700));
  end loop;
  return least(greatest(app.normal_cdf(h) * app.normal_cdf(k) + total * half / 6.28318530717958647693, 0), 1);
end
$$;

-- The CRPS cut at a horizon: the integral from 0 to it of (F(x) - 1{y <= x})^2. It is the CRPS of the forecast of what
-- will be known by then, min(y, horizon), so that it is proper whether the horizon comes first or not; y from the
-- horizon on means unfinished.
--   With b = (ln horizon - location) / scale: the integral of F^2 is horizon Phi(b)^2 - 2 e^(location + scale^2 / 2)
--   Phi2(...),
--   and after y, (1 - F)^2 = F^2 + 1 - 2 F.
create or replace function app.crps_lognormal_cut(location float8, scale float8, y float8, horizon float8)
  returns float8
language plpgsql immutable strict parallel safe as $$
declare
  mean constant float8 := location + scale * scale / 2;
  b constant float8 := (ln(horizon) - location) / scale;
  at_y constant float8 := case when y > 0 then (ln(least(y, horizon)) - location) / scale else '-Infinity' end;
  at_horizon constant float8 := case when b < -26 then 0 else app.normal_cdf(b) end;   -- its square is a double, too
  score float8;
begin
  -- spread over so many orders of magnitude that the distribution is all but flat up to the horizon
  if mean > 600 then
    return least(y, horizon) * at_horizon * at_horizon + greatest(horizon - y, 0) * (1 - at_horizon) * (1 - at_horizon);
  end if;
  score := horizon * at_horizon * at_horizon
         - 2 * exp(mean) * app.binormal_cdf(scale / sqrt(2::float8), b - scale, -0.70710678118654752440);
  if y < horizon then
    score := score + (horizon - y)
           - 2 * (horizon * at_horizon - app.exp_cdf(mean, b - scale)
                  - case when at_y = '-Infinity' then 0
                    else y * app.normal_cdf(at_y) - app.exp_cdf(mean, at_y - scale) end);
  end if;
  return least(greatest(score, 0), horizon);
end
$$;

-- CRPS of a forecast given as equally likely values: mean |x - y| less half of mean |x - x'|, from the sorted values.
create or replace function app.crps_ensemble(members float8[], y float8) returns float8
language sql immutable strict parallel safe as $$
  select 2 * sum((x - y) * ((y < x)::int - (n - 0.5) / size)) / max(size)
  from (select x, row_number() over (order by x) as n, count(*) over () as size from unnest(members) x) sorted
$$;

-- Mean of |x| when x is normal.
create or replace function app.normal_distance(location float8, scale float8) returns float8
language plpgsql immutable strict parallel safe as $$
begin
  return 2 * scale * app.normal_pdf(location / scale) + location * (2 * app.normal_cdf(location / scale) - 1);
end
$$;

-- CRPS of a mixture of normals. Weights need not sum to 1.
create or replace function app.crps_normal_mixture(locations float8[], scales float8[], weights float8[], y float8)
  returns float8
language sql immutable strict parallel safe as $$
  with component as (
    select n, location, scale, weight / sum(weight) over () as weight
      from unnest(locations, scales, weights) with ordinality u (location, scale, weight, n)
  )
  select (select sum(weight * app.normal_distance(y - location, scale)) from component)
       - (select sum(a.weight * b.weight
         * app.normal_distance(a.location - b.location, sqrt(a.scale * a.scale + b.scale * b.scale)))
          from component a cross join component b) / 2
$$;

-- CRPS of a mixture of lognormals, exactly: of two independent ones, E|x - x'| = m (2 Phi((l - l' + s^2) / d) - 1) + m'
-- (2 Phi((l' - l + s'^2) / d) - 1), with their means m, m' and d^2 = s^2 + s'^2.
create or replace function app.crps_lognormal_mixture(locations float8[], scales float8[], weights float8[], y float8)
  returns float8
language sql immutable strict parallel safe as $$
  with component as (
    select location as l, scale as s, exp(location + scale * scale / 2) as mean, weight / sum(weight) over () as weight
    from unnest(locations, scales, weights) u (location, scale, weight)
  )
  select (select sum(weight * (y * (2 * app.component_cdf('lognormal', 0, l, s, y) - 1)
                               + mean * (1 - 2 * case when y > 0 then app.normal_cdf((ln(y) - l) / s - s) else 0 end)))
          from component)
       - (select sum(a.weight * b.weight * 2 * a.mean
         * (2 * app.normal_cdf((a.l - b.l + a.s * a.s) / sqrt(a.s * a.s + b.s * b.s)) - 1))
          from component a cross join component b) / 2   -- both halves of E|x - x'| come to the same in the sum
$$;

-- CRPS of a forecast given as a curve [[x, probability of at most x], ...], x rising, straight in between, 0 before and
-- 1 after.
create or replace function app.crps_curve(curve jsonb, y float8) returns float8
language sql immutable strict parallel safe as $$
  with point as (
    select (p ->> 0)::float8 as x, (p ->> 1)::float8 as f, n from jsonb_array_elements(curve) with ordinality u (p, n)
  ),
  segment as (
    select x as x0, f as f0, lead(x) over (order by n) as x1, lead(f) over (order by n) as f1 from point
  ),
  part as (   -- each segment, cut in two where the outcome lies in it
    select x0, least(x1, y) as x1, f0, f0 + (f1 - f0) * (least(x1, y) - x0) / nullif(x1 - x0, 0) as f1, 0 as o
      from segment where x1 > x0 and x0 < y
    union all
    select greatest(x0, y), x1, f0 + (f1 - f0) * (greatest(x0, y) - x0) / nullif(x1 - x0, 0), f1, 1 from segment
      where x1 > x0 and x1 > y
  )
  select coalesce(sum((x1 - x0) * ((f0 - o) * (f0 - o) + (f0 - o) * (f1 - o) + (f1 - o) * (f1 - o)) / 3), 0)
       + greatest((select min(x) from point) - y, 0) + greatest(y - (select max(x) from point), 0)
  from part
$$;

-- The bounded loss for money, from 0 to 1: half the squared distance between forecast and outcome in the space of a
-- Gaussian kernel (Gneiting and Raftery 2007, section 5; the kernel is characteristic, so that the score is strictly
-- proper), averaged over bandwidths from sharp to broad. For a normal forecast and one bandwidth h it is
--   (1 + h / sqrt(h^2 + 2 s^2)) / 2 - h / sqrt(h^2 + s^2) exp(-(y - m)^2 / 2 (h^2 + s^2))
create or replace function app.kernel_loss(location float8, scale float8, y float8, bandwidths float8[]) returns float8
language plpgsql immutable strict parallel safe as $$
declare
  variance constant float8 := scale * scale;
  distance constant float8 := (y - location) * (y - location);
  h float8;
  total float8 := 0;
begin
  foreach h in array bandwidths loop
    total := total + 0.5 + 0.5 * h / sqrt(h * h + 2 * variance)
           - h / sqrt(h * h + variance) * exp(greatest(distance / (-2 * (h * h + variance)), -700));
  end loop;
  return least(greatest(total / array_length(bandwidths, 1), 0), 1);
end
$$;

-- What a calibrated forecaster of this spread loses on average.
create or replace function app.expected_kernel_loss(scale float8, bandwidths float8[]) returns float8
language sql immutable strict parallel safe as $$
  select avg(0.5 - 0.5 * h / sqrt(h * h + 2 * scale * scale)) from unnest(bandwidths) h
$$;

-- The three scores of a bet, given the answer to its question; see docs/design/scoring.md.
--   score        Brier score of a milestone; CRPS in money or days of the rest, at most 10^15
--   wager_score  1 - loss, the loss from 0 to 1, strictly proper, and on one scale for all bets of a question:
--                milestone: the Brier score            auction_price: the kernel loss of ln price, bandwidths 0.1, 0.3,
--                0.9
--                completion_date: the CRPS cut at the horizon, by the days from the question's opening to the horizon
--                next_mod_value: the kernel loss, bandwidths 250, 1,000, 4,000, 16,000 and 64,000
--   skill_score  1 - loss / the baseline's expected loss, which does not depend on the answer, so that this is proper
--                too. Baselines:
--                milestone: 50 %                       auction_price: a calibrated forecast that gives its band of 10 %
--                a chance of 1 in 4
--                completion_date: any day from the opening to the horizon, equally likely
--                next_mod_value: a calibrated forecast with a standard deviation of 1,000
-- result is as bet_questions has it; of a completion_date with the days {"opened", "horizon"}, or a year either side of
-- the bet.
do $$ begin
  if to_regtype('app.bet_scores') is null then
create type app.bet_scores as (score double precision, skill_score double precision, wager_score double precision);
  end if;
end $$;

create or replace function app.bet_score(
  bet_type text, prediction jsonb, confidence_percent numeric, placed_at timestamptz, result jsonb)
returns app.bet_scores
language plpgsql immutable parallel safe cost 1000 as $$   -- what it takes, so that a crowd is worth a second process
declare
  scores app.bet_scores;
  score float8;
  d record;
  y float8;
  opened date;
  horizon date;
  loss float8;
begin
  if app.bet_shape(bet_type) <> 'milestone' then
    d := app.bet_distribution(bet_type, prediction, confidence_percent, placed_at);
  end if;
  case app.bet_shape(bet_type)
    when 'milestone' then
      score := app.brier_score((confidence_percent / 100)::float8, (result ->> 'reached')::boolean);
      loss := score;
    when 'price' then
      y := (result ->> 'value')::numeric;
      score := app.crps_lognormal(d.location, d.scale, y);
      loss := app.kernel_loss(d.location, d.scale, ln(y), '{0.1,0.3,0.9}');
    when 'change' then
      y := (result ->> 'value')::numeric;
      score := app.crps_normal(d.location, d.scale, y);
      loss := app.kernel_loss(d.location, d.scale, y, '{250,1000,4000,16000,64000}');
    when 'day' then
      opened := coalesce((result ->> 'opened')::date, (placed_at at time zone 'utc')::date - 365);
      horizon := coalesce((result ->> 'horizon')::date, (result ->> 'unfinished_on')::date,
        (placed_at at time zone 'utc')::date + 365);
      y := app.days_ahead(coalesce((result ->> 'date')::date, horizon), placed_at);
      score := app.crps_lognormal_cut(d.location, d.scale, y, app.days_ahead(horizon, placed_at)::float8);
      loss := least(score / greatest(horizon - opened, 1), 1);
  end case;
  scores.score := least(score, 1e15);
  scores.wager_score := 1 - loss;
  scores.skill_score := 1 - loss / app.bet_baseline(bet_type);
  return scores;
end
$$;
revoke all on function
  app.brier_score,
  app.log_score,
  app.crps_normal,
  app.exp_cdf,
  app.crps_lognormal,
  app.binormal_cdf,
  app.crps_lognormal_cut,
  app.crps_ensemble,
  app.normal_distance,
  app.crps_normal_mixture,
  app.crps_lognormal_mixture,
  app.crps_curve,
  app.kernel_loss,
  app.expected_kernel_loss,
  app.bet_score
  from public, anon, authenticated, service_role;


-- 60_scoring/20_leaderboard.sql

-- Leaderboard: who forecasts better than the others, in all and by year, quarter and make. A bet counts by its
-- peer_score, how much less it lost than the others' bets on its question. So a claim that nobody doubts earns nothing,
-- and a question on which one was alone does not count. Bets of owners on their own vehicles do not count either.
-- rating = sum of peer scores / (bets that have one + 20): a person starts with 20 bets that are like everybody's, so
-- that a lucky bet does not lead. See docs/design/scoring.md.

create table if not exists app.forecaster_standings (
  period       text not null,
  make         text not null,
  user_id      uuid not null references auth.users (id) on delete cascade,
  bets         integer not null,
  compared     integer not null,
  peer_total   numeric not null,
  skill_total  numeric not null,
  points_total numeric not null,
  rating       numeric generated always as (round(peer_total / (compared + 20), 9)) stored,
  primary key (period, make, user_id)
);
comment on table app.forecaster_standings is
  'Sums over settled bets, folded from standing_changes; "all" is every make, and all time.';

create index if not exists forecaster_standings_in_order on app.forecaster_standings (period, make, rating desc) where bets > 0;
create index if not exists forecaster_standings_by_person on app.forecaster_standings (user_id);

-- What settlements and reversals have changed and is not folded in yet: a bet counted (1) or taken back (-1).
create table if not exists app.standing_changes (
  id           bigint generated always as identity primary key,
  user_id      uuid not null,
  make         text,
  settled_on   date not null,
  sign         smallint not null,
  confidence   numeric not null,
  came_true    boolean,
  skill_score  numeric not null,
  peer_score   numeric,
  points       numeric not null,
  constraint change_counts_or_takes_back check (sign in (1, -1))
);

-- What settled bets on vehicles that are gone did to people's records, without naming the vehicle: an owner's delete
-- takes nobody's record, good or bad.
create table if not exists app.kept_records (
  id           bigint generated always as identity primary key,
  user_id      uuid not null references auth.users (id) on delete cascade,
  make         text,
  settled_on   date not null,
  confidence   numeric not null,
  came_true    boolean,
  skill_score  numeric not null,
  peer_score   numeric,
  points       numeric not null
);
create index if not exists kept_records_by_person on app.kept_records (user_id);
comment on table app.kept_records is
  'Written when a vehicle is deleted, from its settled bets; standings keep counting them.';

revoke all on app.forecaster_standings, app.standing_changes, app.kept_records
  from public, anon, authenticated, service_role;
grant select on app.forecaster_standings to anon, authenticated, service_role;

alter table app.forecaster_standings enable row level security;
alter table app.standing_changes enable row level security;
alter table app.kept_records enable row level security;

drop policy if exists "anyone sees how good forecasters are" on app.forecaster_standings;
create policy "anyone sees how good forecasters are" on app.forecaster_standings
  for select to anon, authenticated using (true);

-- What a settled bet adds to the standings: the one place that says which bets count, and by what. Whether the claim
-- came true is unknown where a build outlasted the horizon and the claim reaches beyond it. Asked of every bet that is
-- settled, it is to be inlined, so it returns a set and sets no search_path; every name in it is qualified.
create or replace function app.standing_change(b public.vehicle_bets, make text, result jsonb, sign integer)
  returns setof app.standing_changes
language sql immutable as $$
  select 0::bigint, b.user_id, nullif(btrim(make), ''), (b.resolved_at at time zone 'utc')::date, sign::smallint,
         b.confidence_percent / 100,
         case when not (result ? 'unfinished_on' and b.status = 'won') then b.status = 'won' end,
         round(b.skill_score::numeric, 12), round(b.peer_score::numeric, 12), coalesce(b.payout, 0) - b.stake_amount
  where b.score is not null and not b.by_owner
$$;

-- The make of a vehicle; a project's own vehicles may lack the column.
create or replace function app.make_of(v public.vehicles) returns text
language sql stable set search_path = '' as $$ select to_jsonb(v) ->> 'make' $$;

create or replace function app.tell_standings(q public.bet_questions, settled timestamptz, sign integer) returns void
language sql security definer set search_path = '' as $$
  insert into app.standing_changes (
    user_id, make, settled_on, sign, confidence, came_true, skill_score, peer_score, points)
    select c.user_id, c.make, c.settled_on, c.sign, c.confidence, c.came_true, c.skill_score, c.peer_score, c.points
    from (select app.make_of(v) as make from public.vehicles v where v.id = q.vehicle_id offset 0) v
    cross join public.vehicle_bets b
    cross join lateral app.standing_change(b, v.make, q.result, sign) c
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round and b.resolved_at = settled
      and b.superseded_by is null
    order by b.user_id
$$;

-- Every settled bet of a vehicle, counted under a make or taken back from it.
create or replace function app.tell_standings_of(vehicle uuid, make text, sign integer) returns void
language sql security definer set search_path = '' as $$
  insert into app.standing_changes (
    user_id, make, settled_on, sign, confidence, came_true, skill_score, peer_score, points)
    select c.user_id, c.make, c.settled_on, c.sign, c.confidence, c.came_true, c.skill_score, c.peer_score, c.points
    from public.vehicle_bets b
    join public.bet_questions q on q.vehicle_id = b.vehicle_id and q.question = b.question and q.round = b.round
    cross join lateral app.standing_change(b, make, q.result, sign) c
    where b.vehicle_id = vehicle
$$;

-- A kept record as the standings count it.
create or replace function app.kept_change(k app.kept_records) returns app.standing_changes
language sql immutable as $$
  select row(0::bigint, k.user_id, k.make, k.settled_on, 1::smallint, k.confidence, k.came_true, k.skill_score,
    k.peer_score, k.points)
    ::app.standing_changes
$$;

create or replace function app.keep_records() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.kept_records (user_id, make, settled_on, confidence, came_true, skill_score, peer_score, points)
    select c.user_id, c.make, c.settled_on, c.confidence, c.came_true, c.skill_score, c.peer_score, c.points
    from public.vehicle_bets b
    join public.bet_questions q on q.vehicle_id = b.vehicle_id and q.question = b.question and q.round = b.round
    cross join lateral app.standing_change(b, app.make_of(old), q.result, 1) c
    where b.vehicle_id = old.id and exists (select from auth.users u where u.id = b.user_id);
  return old;
end
$$;

create or replace function app.follow_vehicle() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform app.tell_standings_of(old.id, app.make_of(old), -1);
  perform app.tell_standings_of(new.id, app.make_of(new), 1);
  return null;
end
$$;

create or replace trigger vehicles_keep_records before delete on public.vehicles
  for each row execute function app.keep_records();
create or replace trigger vehicles_move_standings after update on public.vehicles
  for each row when (to_jsonb(old) ->> 'make' is distinct from to_jsonb(new) ->> 'make')
    execute function app.follow_vehicle();

-- Bets that go one by one, or with their person; those that go with a vehicle leave their records behind, see above.
create or replace function app.forget_standings() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.standing_changes (
    user_id, make, settled_on, sign, confidence, came_true, skill_score, peer_score, points)
    select c.user_id, c.make, c.settled_on, c.sign, c.confidence, c.came_true, c.skill_score, c.peer_score, c.points
    from removed r
    join public.vehicles v on v.id = r.vehicle_id
    join public.bet_questions q on q.vehicle_id = r.vehicle_id and q.question = r.question and q.round = r.round
    cross join lateral app.standing_change(r, app.make_of(v), q.result, -1) c
    where r.score is not null;
  return null;
end
$$;

create or replace trigger vehicle_bets_tell_standings after delete on public.vehicle_bets
  referencing old table as removed for each statement execute function app.forget_standings();

-- The rows of the leaderboard that a bet counts in. To be inlined, as app.standing_change is.
create or replace function app.standing_keys(settled_on date, of_make text) returns table (period text, make text)
language sql stable as $$
  select p.period, m.make
  from (values ('all'), (to_char(settled_on, 'YYYY')), (to_char(settled_on, 'YYYY-"Q"Q'))) p (period)
  cross join (select 'all' as make union all select of_make where of_make is not null) m
$$;

-- Adds these changes to the standings and the calibration of their people, and deletes them.
create or replace function app.add_standings(taken app.standing_changes[]) returns void
language plpgsql set search_path = '' as $$
declare
  present app.standing_changes[];
begin
  -- People before their rows: who deletes one holds it first.
  perform from auth.users u where u.id in (select t.user_id from unnest(taken) t) order by u.id for key share;
  delete from app.standing_changes c where c.id = any (array(select t.id from unnest(taken) t));
  present := array(
    select t from unnest(taken) t join auth.users u on u.id = t.user_id);
  insert into app.forecaster_standings as s (
    period, make, user_id, bets, compared, peer_total, skill_total, points_total)
      select k.period, k.make, p.user_id, sum(p.sign), coalesce(sum(p.sign) filter (where p.peer_score is not null), 0),
             coalesce(sum(p.sign * p.peer_score), 0), sum(p.sign * p.skill_score), sum(p.sign * p.points)
      from unnest(present) p cross join lateral app.standing_keys(p.settled_on, p.make) k
      group by k.period, k.make, p.user_id order by k.period, k.make, p.user_id
      on conflict (period, make, user_id) do update
        set bets = s.bets + excluded.bets, compared = s.compared + excluded.compared,
          peer_total = s.peer_total + excluded.peer_total,
            skill_total = s.skill_total + excluded.skill_total, points_total = s.points_total + excluded.points_total;
  insert into app.calibration_bins as b (
    user_id, bin, bets, confidence, confidence_squares, came_true, confidence_true, log_score)
      select c.* from app.calibration_sums(present) c
      on conflict (user_id, bin) do update
        set bets = b.bets + excluded.bets, confidence = b.confidence + excluded.confidence,
            confidence_squares = b.confidence_squares + excluded.confidence_squares,
            came_true = b.came_true + excluded.came_true,
            confidence_true = b.confidence_true + excluded.confidence_true,
            log_score = b.log_score + excluded.log_score;
end
$$;

-- The changes of one person; what fails is set aside. Returns how many it has added.
create or replace function app.add_standings_of(person uuid, taken app.standing_changes[]) returns integer
language plpgsql set search_path = '' as $$
begin
  perform app.add_standings(taken);
  perform app.item_is_done('fold_standings', person::text);
  return cardinality(taken);
exception when others then
  perform app.set_item_aside('fold_standings', person::text, sqlerrm);
  return 0;
end
$$;

-- Folds changes into the standings and the calibration of people, oldest first; returns how many. Safe to run twice or
-- in two places: a change is taken by one of them, in one transaction with what it changes. Where that fails, the first
-- 1,000 changes are folded person by person, and the rest next time.
create or replace function app.fold_standings(most integer default 20000) returns integer
language plpgsql security definer set search_path = '' set work_mem = '64MB' set jit = off as $$
declare
  taken app.standing_changes[];
  person uuid;
  folded integer := 0;
begin
  taken := array(
    select x from app.standing_changes x
    where not exists (select from app.set_aside s where s.work = 'fold_standings' and s.item = x.user_id::text)
    order by x.id limit most for update of x skip locked);
  begin
    perform app.add_standings(taken);
    folded := cardinality(taken);
  exception when others then
    for person in select distinct t.user_id from unnest(taken[1:1000]) t order by 1 loop
      folded := folded + app.add_standings_of(
        person, array(select t from unnest(taken[1:1000]) t where t.user_id = person order by t.id));
    end loop;
  end;

  for person in select s.item::uuid from app.set_aside s where s.work = 'fold_standings' and s.next_try_at <= now()
    order by 1 limit 100 loop
    folded := folded + app.add_standings_of(person, array(
      select x from app.standing_changes x where x.user_id = person order by x.id limit most for update skip locked));
  end loop;
  return folded;
end
$$;

create or replace view public.forecaster_leaderboard with (security_invoker = true) as
select
  s.period, s.make, s.user_id,
  rank() over (partition by s.period, s.make order by s.rating desc) as rank,
  s.rating, s.bets, s.compared                                        as bets_compared,
  round(s.peer_total / nullif(s.compared, 0), 6)                      as peer_score,
  round(s.skill_total / nullif(s.bets, 0), 6)                         as skill_score,
  s.points_total                                                      as points
from app.forecaster_standings s
where s.bets > 0;

comment on view public.forecaster_leaderboard is
  'Forecasters by rating. period is "all", a year such as "2026" or a quarter such as "2026-Q4"; make is "all" or a '
    'make. Filter by both.';

revoke all on public.forecaster_leaderboard from public, anon, authenticated, service_role;
grant select on public.forecaster_leaderboard to anon, authenticated, service_role;

-- The view ranks everybody to find one; this counts who is ahead, in the index.
create or replace function public.forecaster_standing(user_id uuid, period text default 'all', make text default 'all')
returns setof public.forecaster_leaderboard
language sql stable set search_path = '' as $$
  select s.period, s.make, s.user_id,
         1 + (select count(*) from app.forecaster_standings o
              where o.period = forecaster_standing.period and o.make = forecaster_standing.make and o.rating > s.rating
                and o.bets > 0),
         s.rating, s.bets, s.compared, round(s.peer_total / nullif(s.compared, 0), 6),
         round(s.skill_total / nullif(s.bets, 0), 6), s.points_total
  from app.forecaster_standings s
  where s.period = forecaster_standing.period and s.make = forecaster_standing.make
    and s.user_id = forecaster_standing.user_id and s.bets > 0
$$;
comment on function public.forecaster_standing(uuid, text, text) is
  'One person''s row of forecaster_leaderboard; none while no bet of theirs is settled.';
revoke all on function
  public.forecaster_standing(uuid, text, text)
  from public, anon, authenticated, service_role;
grant execute on function public.forecaster_standing(uuid, text, text) to anon, authenticated, service_role;

select app.register_job('fold_standings', '5 seconds', 'select app.fold_standings()');
revoke all on function
  app.standing_change,
  app.make_of,
  app.tell_standings,
  app.tell_standings_of,
  app.kept_change,
  app.keep_records,
  app.follow_vehicle,
  app.forget_standings,
  app.standing_keys,
  app.add_standings,
  app.add_standings_of,
  app.fold_standings
  from public, anon, authenticated, service_role;


-- 60_scoring/25_vehicle_makes.sql

-- The makes of public vehicles, for choosing one on the leaderboard. Each is found by one look at the index, so that it
-- costs as many looks as there are makes, however many vehicles there are.

-- A project's own vehicles may lack the column.
do $$
begin
  if exists (select from pg_attribute where attrelid = 'public.vehicles'::regclass and attname = 'make'
    and not attisdropped) then
    create index if not exists vehicles_by_make on public.vehicles (make) where is_public;
  end if;
end
$$;

-- In the order of their names; at most 1,000.
create or replace function public.vehicle_makes() returns setof text
language plpgsql stable set search_path = '' rows 50 as $$
declare
  latest text := '';
begin
  if not exists (select from pg_catalog.pg_attribute
    where attrelid = 'public.vehicles'::regclass and attname = 'make' and not attisdropped) then
    return;
  end if;
  for each in 1 .. 1000 loop
    select v.make into latest from public.vehicles v where v.is_public and v.make > latest order by v.make limit 1;
    exit when latest is null;
    return next latest;
  end loop;
end
$$;

revoke all on function
  public.vehicle_makes()
  from public, anon, authenticated, service_role;
grant execute on function public.vehicle_makes() to anon, authenticated, service_role;


-- 60_scoring/30_calibration.sql

-- Calibration: whether what is called 70 % comes true 7 times in 10. One curve across all kinds of questions: every bet
-- is a claim with a confidence that came true or did not. Bets of owners on their own vehicles are left out.

-- Sums over a person's settled claims, by tenths of confidence. With them the Brier score and its decomposition are
-- exact.
create table if not exists app.calibration_bins (
  user_id            uuid not null references auth.users (id) on delete cascade,
  bin                smallint not null,
  bets               integer not null,
  confidence         numeric not null,
  confidence_squares numeric not null,
  came_true          integer not null,
  confidence_true    numeric not null,
  log_score          numeric not null,
  primary key (user_id, bin),
  constraint bin_is_from_0_to_9 check (bin between 0 and 9)
);
comment on column app.calibration_bins.confidence_true is 'Sum of the confidences of the claims that came true.';
comment on column app.calibration_bins.log_score is
  'Sum of -ln of the probability given to what happened, which counts as 0.0001 at least.';

-- What the crowd said of each settled question, kept when it was settled.
create table if not exists app.crowd_forecasts (
  vehicle_id  uuid not null references public.vehicles (id) on delete cascade,
  question    text not null,
  round       smallint not null,
  bet_type    text not null,
  people      integer not null,
  probability numeric not null,
  came_true   boolean,
  settled_at  timestamptz not null,
  primary key (vehicle_id, question, round),
  constraint crowd_probability_is_from_0_to_1 check (probability >= 0 and probability <= 1),
  constraint only_milestones_come_true check (
    (bet_type = any (app.bet_types_of('milestone'))) = (came_true is not null))
);
comment on column app.crowd_forecasts.probability is
  'As people saw it when betting closed. Of a milestone: that it is reached. Of other questions: of at most the '
    'answer, which is even from 0 to 1 where the crowd is calibrated.';

revoke all on app.calibration_bins, app.crowd_forecasts from public, anon, authenticated, service_role;
grant select on app.calibration_bins, app.crowd_forecasts to anon, authenticated, service_role;

alter table app.calibration_bins enable row level security;
alter table app.crowd_forecasts enable row level security;

drop policy if exists "anyone sees how calibrated forecasters are" on app.calibration_bins;
create policy "anyone sees how calibrated forecasters are" on app.calibration_bins
  for select to anon, authenticated using (true);
drop policy if exists "anyone sees how calibrated the crowd is" on app.crowd_forecasts;
create policy "anyone sees how calibrated the crowd is" on app.crowd_forecasts
  for select to anon, authenticated using (true);

create or replace function app.calibration_sums(changes app.standing_changes[])
returns table (user_id uuid, bin integer, bets bigint, confidence numeric, confidence_squares numeric, came_true bigint,
               confidence_true numeric, log_score numeric)
language sql immutable set search_path = '' as $$
  select c.user_id, least(floor(c.confidence * 10), 9)::int as bin, sum(c.sign), sum(c.sign * c.confidence),
         sum(c.sign * c.confidence * c.confidence),
         sum(c.sign * c.came_true::int), sum(c.sign * c.confidence * c.came_true::int),
         sum(c.sign * round(app.log_score(least(greatest(c.confidence, 0.0001), 0.9999)::float8, c.came_true)::numeric,
           12))
  from unnest(changes) c where c.came_true is not null
  group by 1, 2 order by 1, 2
$$;

-- The milestones on a vehicle as they stood when betting on one of them closed: with those that have been settled
-- since, and without the bets that came after.
create or replace function app.milestones_at_close(q public.bet_questions) returns app.crowds
language plpgsql stable set search_path = '' as $$
declare
  c app.crowds := app.kept_crowd(q.vehicle_id, q.bet_type, '', -1::smallint);   -- an empty one
  shut constant timestamptz := least(q.closed_at, q.outcome_known_at);
begin
  select sum(m.people), array_agg(
    row(m.cell, m.people, m.weight, m.weight_sq, m.said, m.said_sq, m.target)::app.milestone_cell order by m.cell)
    into c.people, c.milestones
  from (
    select round(ln(b.target) / 0.01)::int as cell, count(*)::int as people, sum(b.weight) as weight,
           sum(b.weight * b.weight) as weight_sq,
           sum(b.weight * b.p) as said, sum(b.weight * b.p * b.p) as said_sq, sum(b.weight * ln(b.target)) as target
    from (
      select v.predicted_value::float8 as target, least(greatest(v.confidence_percent / 100, 0.01), 0.99)::float8 as p,
             coalesce(f.weight, 1) * power(
               2, extract(epoch from v.created_at - '2025-01-01T00:00:00Z')::float8 / 86400
               / s.half_life_days) as weight
      from app.forecast_settings s
      cross join public.vehicle_bets v
      left join app.forecasters f on f.user_id = v.user_id
      join public.bet_questions o on o.vehicle_id = v.vehicle_id and o.question = v.question and o.round = v.round
      where v.vehicle_id = q.vehicle_id and v.bet_type = q.bet_type and v.currency = q.currency
        and v.status <> 'cancelled' and not v.late and not v.by_owner and v.created_at < shut
        and coalesce(v.created_at < least(o.closed_at, o.outcome_known_at), true)
        and coalesce(o.settled_at >= shut, true)
    ) b
    group by 1
  ) m;
  return c;
end
$$;

-- What people saw when betting closed: the forecast, weighed by recency and skill. Called by settlement, in its
-- transaction, while the question is not yet settled.
create or replace function app.record_crowd(q public.bet_questions, settled timestamptz) returns void
language plpgsql security definer set search_path = '' set jit = off as $$
declare
  answer constant float8 := case when q.result ? 'value' then (q.result ->> 'value')::numeric
                                 when q.result ?| array['date', 'unfinished_on']
                                   then app.epoch_day((coalesce(q.result ->> 'date',
                                   q.result ->> 'unfinished_on'))::date) end;
  heads constant bigint := count(*) from public.vehicle_bets b
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round and b.resolved_at = settled
      and b.score is not null and not b.by_owner;
  probability float8;
begin
  if q.result ? 'void' or q.result ? 'unfinished_on' or heads = 0 then
    return;
  end if;
  probability := case when app.bet_shape(q.bet_type) = 'milestone'
    then app.exceedance_of(app.milestones_at_close(q), q.target_value::float8)
                      else app.cdf_of(app.crowd_now(q.vehicle_id, q.bet_type, q.question), answer) end;
  insert into app.crowd_forecasts (vehicle_id, question, round, bet_type, people, probability, came_true, settled_at)
    select q.vehicle_id, q.question, q.round, q.bet_type, heads, round(probability::numeric, 12),
           (q.result ->> 'reached')::boolean, settled
    where probability is not null
    on conflict (vehicle_id, question, round) do update
      set people = excluded.people, probability = excluded.probability, came_true = excluded.came_true,
        settled_at = excluded.settled_at;
end
$$;

-- The Brier score decomposed (A. H. Murphy, A new vector partition of the probability score, Journal of Applied
-- Meteorology 12 (1973), 595-600): brier = reliability - resolution + uncertainty + within_bins, the last being what
-- forecasts differ by within a tenth (D. B. Stephenson, C. A. S. Coelho, I. T. Jolliffe, Two extra components in the
-- Brier score decomposition, Weather and Forecasting 23 (2008), 752-757). sharpness is the variance of the forecasts.
-- low and high bound each share by its 95 % Wilson interval (E. B. Wilson, Probable inference, the law of succession,
-- and statistical inference, JASA 22 (1927), 209-212).
create or replace function app.calibration(bins jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  with bin as (
    select b.*, b.c / b.n as mean_c, b.o / b.n as mean_o
    from jsonb_to_recordset(bins) b (bin int, n numeric, c numeric, cc numeric, o numeric, co numeric, log numeric)
      where b.n > 0
  ),
  whole as (
    select sum(n) as n, sum(o) / sum(n) as o, sum(c) / sum(n) as c, sum(cc) as cc, sum(co) as co, sum(o) as total_o,
           sum(log) as log from bin
  )
  select jsonb_build_object(
    'claims', coalesce(max(w.n), 0), 'came_true', max(w.o), 'confidence', max(w.c),
    'brier', max((w.cc - 2 * w.co + w.total_o) / w.n), 'log_score', max(w.log / w.n),
    'reliability', sum(b.n * (b.mean_c - b.mean_o) * (b.mean_c - b.mean_o)) / max(w.n),
    'resolution', sum(b.n * (b.mean_o - w.o) * (b.mean_o - w.o)) / max(w.n),
    'uncertainty', max(w.o * (1 - w.o)),
    'within_bins', sum(b.cc - b.n * b.mean_c * b.mean_c - 2 * (b.co - b.n * b.mean_c * b.mean_o)) / max(w.n),
    'sharpness', max(w.cc / w.n - w.c * w.c),
    'bins', coalesce(jsonb_agg(jsonb_build_object(
      'from', b.bin / 10.0, 'to', (b.bin + 1) / 10.0, 'claims', b.n, 'confidence', b.mean_c, 'came_true', b.mean_o,
      'low', (b.mean_o + 1.920729 / b.n - 1.959964 * sqrt(b.mean_o * (1 - b.mean_o) / b.n + 0.960365 / (b.n * b.n)))
        / (1 + 3.841459 / b.n),
      'high', (b.mean_o + 1.920729 / b.n + 1.959964 * sqrt(b.mean_o * (1 - b.mean_o) / b.n + 0.960365 / (b.n * b.n)))
        / (1 + 3.841459 / b.n)
    ) order by b.bin) filter (where b.n is not null), '[]'))
  from whole w left join bin b on true
$$;

create or replace function public.forecaster_calibration(user_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select app.calibration(coalesce(jsonb_agg(jsonb_build_object(
    'bin', b.bin, 'n', b.bets, 'c', b.confidence, 'cc', b.confidence_squares, 'o', b.came_true, 'co', b.confidence_true,
    'log', b.log_score)), '[]'))
  from app.calibration_bins b where b.user_id = forecaster_calibration.user_id
$$;
comment on function public.forecaster_calibration(uuid) is
  'A person''s calibration over settled claims: {claims, came_true, confidence, brier, log_score, reliability, '
    'resolution, uncertainty, within_bins, sharpness, bins: [{from, to, claims, confidence, came_true, low, high}]}.';

-- Each question weighs as one claim. A milestone is the claim that it is reached; any other question is ten claims of a
-- tenth each, that the answer is at most what the crowd gave 5, 15, ... 95 % to.
create or replace function public.crowd_calibration() returns jsonb
language sql stable set search_path = '' as $$
  with claim as (
    select f.probability as c, f.came_true::int as o, 1.0 as weight from app.crowd_forecasts f
      where f.bet_type = any (app.bet_types_of('milestone'))
    union all
    select (n + 0.5) / 10, (f.probability <= (n + 0.5) / 10)::int, 0.1
      from app.crowd_forecasts f, generate_series(0, 9) n where f.bet_type <> all (app.bet_types_of('milestone'))
  ),
  sums as (
    select least(floor(c * 10), 9)::int as bin, sum(weight) as n, sum(weight * c) as c, sum(weight * c * c) as cc,
           sum(weight * o) as o, sum(weight * c * o) as co,
           sum(weight * round(app.log_score(least(greatest(c, 0.0001), 0.9999)::float8, o = 1)::numeric, 12)) as log
    from claim group by 1
  )
  select app.calibration(coalesce(jsonb_agg(to_jsonb(s)), '[]')) from sums s
$$;
comment on function public.crowd_calibration() is
  'The calibration of the crowd over settled questions, each of them one claim in weight; the shape is that of '
  'forecaster_calibration.';

revoke all on function
  app.calibration(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function app.calibration(jsonb), app.log_score(float8, boolean) to anon, authenticated, service_role;
revoke all on function
  public.forecaster_calibration(uuid),
  public.crowd_calibration()
  from public, anon, authenticated, service_role;
grant execute on function public.forecaster_calibration(uuid), public.crowd_calibration()
  to anon, authenticated, service_role;
revoke all on function
  app.calibration_sums,
  app.milestones_at_close,
  app.record_crowd
  from public, anon, authenticated, service_role;


-- 60_scoring/40_audit.sql

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
revoke all on function
  app.recomputed_standings,
  app.recomputed_calibration,
  app.settlement_faults,
  app.audit
  from public, anon, authenticated, service_role;


-- 70_auction/10_auction_settings.sql

-- Auction settings: the numbers that a platform may choose for itself. docs/guides/auction-votes.md says what each is
-- for.

create table if not exists app.auction_settings (
  only_row           boolean primary key default true,
  currency           text not null default 'USD',
  newcomer_for      interval not null default '30 days',
  burst_votes        integer not null default 20,
  burst_window       interval not null default '1 hour',
  lost_for           interval not null default '7 days',
  asked_again_after  interval not null default '30 days',
  seller_fee_percent numeric(5, 2) not null default 5,
  seller_fee         numeric(12, 2) not null default 0,
  constraint auction_settings_are_one_row check (only_row),
  constraint settings_currency_is_three_capital_letters check (currency ~ '^[A-Z]{3}$'),
  constraint newcomer_for_is_from_7_days_to_2_years check (newcomer_for between '7 days' and '2 years'),
  constraint burst_votes_are_from_5_to_10000 check (burst_votes between 5 and 10000),
  constraint burst_window_is_from_1_minute_to_7_days check (burst_window between '1 minute' and '7 days'),
  constraint lost_for_is_from_0_to_1_year check (lost_for between '0' and '1 year'),
  constraint asked_again_after_is_from_0_to_2_years check (asked_again_after between '0' and '2 years'),
  constraint seller_fee_percent_is_from_0_to_50 check (seller_fee_percent between 0 and 50),
  constraint seller_fee_is_from_0_to_1000000 check (seller_fee between 0 and 1000000)
);

comment on table app.auction_settings is 'One row. Call app.recount_votes() after changing currency or newcomer_for.';
comment on column app.auction_settings.currency is
  'Of the money columns in summaries; estimates in other currencies count as votes only.';
comment on column app.auction_settings.newcomer_for is 'The age from which a verified account is no newcomer.';
comment on column app.auction_settings.burst_votes is
  'So many votes of newcomers on one vehicle within burst_window are held for review.';
comment on column app.auction_settings.lost_for is
  'A nomination whose verdict has been lost for so long closes by itself.';
comment on column app.auction_settings.asked_again_after is
  'How long after a nomination has ended the owner is not asked again.';
comment on column app.auction_settings.seller_fee_percent is
  'What the auction house keeps of the hammer price, in percent.';
comment on column app.auction_settings.seller_fee is 'What a sale costs the seller besides, in units of currency.';

revoke all on app.auction_settings from public, anon, authenticated, service_role;
insert into app.auction_settings default values on conflict do nothing;


-- 70_auction/12_auction_votes.sql

-- Auction votes: should this vehicle go to auction? One vote a person and vehicle, changed by upsert, withdrawn by
-- delete.

create table if not exists public.auction_votes (
  vehicle_id      uuid not null references public.vehicles (id) on delete cascade,
  user_id         uuid not null default auth.uid() references auth.users (id) on delete cascade,
  vote            text not null,
  reason          text,
  estimated_value numeric(15, 2),   -- wide enough that a number far too high meets the constraint, which says so
  currency        text not null default 'USD',
  is_private      boolean not null default false,
  by_owner        boolean not null default false,
  is_counted      boolean not null default true,
  useful_count    integer not null default 0,
  id              uuid not null default gen_random_uuid(),
  owner_id        uuid,
  is_public       boolean not null default false,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  primary key (vehicle_id, user_id),   -- so that an upsert needs no on_conflict
  constraint vote_is_yes_or_no check (vote in ('yes', 'no')),
  constraint reason_has_1_to_1000_characters check (reason is null or app.is_readable(reason, 1000)),
  constraint estimated_value_is_above_0_and_at_most_1e9 check (estimated_value > 0 and estimated_value <= 1e9),
  constraint vote_currency_is_three_capital_letters check (currency ~ '^[A-Z]{3}$')
)
-- A changed vote, and one whose car goes private or changes hands, is a heap-only update: pages are left half empty,
-- and no index has the time of the last change.
with (fillfactor = 50);

comment on table public.auction_votes is
  'One row a voter and vehicle. Votes, reasons and estimates on public vehicles are public, private ballots excepted.';
comment on column public.auction_votes.estimated_value is 'The hammer price the voter expects, in units of currency.';
comment on column public.auction_votes.currency is 'ISO 4217 code.';
comment on column public.auction_votes.is_private is 'The ballot is counted, and shown to nobody but its voter.';
comment on column public.auction_votes.by_owner is
  'Cast by the vehicle''s owner: counted in the plain columns, weighs nothing in the verdict.';
comment on column public.auction_votes.is_counted is
  'False for a banned member''s vote and for one discarded in a review: neither counted nor shown to others.';
comment on column public.auction_votes.useful_count is 'How many people find the reason useful.';

-- What replication says of a vote that is withdrawn is its id alone, which names nobody: Realtime tells deletions to
-- everybody, whatever the policies say.
create unique index if not exists auction_votes_by_id on public.auction_votes (id);
alter table public.auction_votes replica identity using index auction_votes_by_id;

create index if not exists auction_votes_by_person on public.auction_votes (user_id);
create index if not exists auction_votes_useful on public.auction_votes (vehicle_id, useful_count desc, created_at desc, user_id)
  where reason is not null and not is_private and is_counted;

revoke all on public.auction_votes from public, anon, authenticated, service_role;
grant select on public.auction_votes to anon, authenticated;
grant insert (vehicle_id, user_id, vote, reason, estimated_value, currency, is_private, updated_at)
  on public.auction_votes to authenticated;
grant update (vehicle_id, user_id, vote, reason, estimated_value, currency, is_private, updated_at)
  on public.auction_votes to authenticated;   -- upserts send the keys along
grant delete on public.auction_votes to authenticated;
grant select, insert, update, delete on public.auction_votes to service_role;

alter table public.auction_votes enable row level security;

drop policy if exists "anyone sees votes on public vehicles" on public.auction_votes;
create policy "anyone sees votes on public vehicles" on public.auction_votes
  for select to anon using (is_public and not is_private and is_counted);

drop policy if exists "members see votes on public vehicles, on their own, and their own votes" on public.auction_votes;
create policy "members see votes on public vehicles, on their own, and their own votes" on public.auction_votes
  for select to authenticated
  using (((is_public or owner_id = (select auth.uid())) and not is_private and is_counted)
    or user_id = (select auth.uid()));

-- owner_id = user_id: the voter is the owner. An upsert checks all of these, and is planned anew by many clients: each
-- auth.uid() counts.
drop policy if exists "members vote as themselves" on public.auction_votes;
create policy "members vote as themselves" on public.auction_votes
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = user_id));

drop policy if exists "voters change their own vote" on public.auction_votes;
create policy "voters change their own vote" on public.auction_votes
  for update to authenticated
  using (user_id = (select auth.uid()));

drop policy if exists "voters withdraw their own vote" on public.auction_votes;
create policy "voters withdraw their own vote" on public.auction_votes
  for delete to authenticated using (user_id = (select auth.uid()));

-- Members who have been banned from voting. Kept by the operator with ban_member and unban_member; see
-- 70_auction/16_vote_weights.sql.
create table if not exists app.banned_members (
  user_id   uuid primary key references auth.users (id) on delete cascade,
  reason    text not null,
  banned_at timestamptz not null default now(),
  constraint ban_reason_has_1_to_1000_characters check (app.is_readable(reason, 1000))
);
revoke all on app.banned_members from public, anon, authenticated, service_role;

-- A vehicle that was sold less than a year ago is not voted on: what people said was about that sale. Service keys may,
-- to bring votes along. Results are kept by 70_auction/32_auction_afterwards.sql.
create or replace function app.refuse_vote_after_sale(sold_at timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  perform app.refuse('voting_is_closed',
    format('This vehicle was sold on %s, and the vote on it is over.', to_char(sold_at, 'FMDD FMMonth YYYY')),
    'A vote can still be withdrawn. A new vote opens a year after the sale.');
end
$$;

-- What the database says of a new vote: its vehicle's owner and visibility, as app.hang_on_vehicle does it, and the
-- clock. An upsert of a vote that is there comes by here too. It locks its own vote, so that it stays there, and not
-- the vehicle, where all voters of a hot one would meet.
create or replace function app.admit_vote() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  by_client constant boolean := coalesce(auth.role() in ('anon', 'authenticated'), false);   -- as app.is_client
  was_counted boolean;
  known record;
  said record;
begin
  select a.is_counted into was_counted from public.auction_votes a
    where a.vehicle_id = new.vehicle_id and a.user_id = new.user_id for update;
  if found then
    select v.user_id as owner_id, coalesce(v.is_public, false) as is_public into known
      from public.vehicles v where v.id = new.vehicle_id;
  else
    select v.user_id as owner_id, coalesce(v.is_public, false) as is_public into known
      from public.vehicles v where v.id = new.vehicle_id for share;
  end if;
  if not found or (by_client and not known.is_public and known.owner_id is distinct from auth.uid()) then
    raise exception 'There is no vehicle %.', coalesce(new.vehicle_id::text, 'without an id')
      using errcode = 'foreign_key_violation', hint = 'Check the vehicle id. Only the owner sees a private vehicle.';
  end if;
  new.owner_id := known.owner_id;
  new.is_public := known.is_public;
  new.by_owner := new.user_id is not distinct from new.owner_id;
  new.useful_count := 0;
  new.updated_at := now();
  if was_counted is not null then   -- a change: app.keep_vote asks the rest
    new.is_counted := was_counted;
    return new;
  end if;
  -- A review is of a person's vote on a vehicle, and is not undone by voting anew.
  select exists (select from app.banned_members b where b.user_id = new.user_id)
           or exists (select from app.ballots b where b.vehicle_id = new.vehicle_id and b.user_id = new.user_id
             and b.review = 'discarded') as is_out,
         (select max(r.occurred_at) from app.auction_results r where r.vehicle_id = new.vehicle_id and r.sold
            and r.occurred_at > now() - interval '1 year') as sold_at into said;
  if by_client and said.sold_at is not null then perform app.refuse_vote_after_sale(said.sold_at); end if;
  new.is_counted := not said.is_out;
  return new;
end
$$;

create or replace trigger auction_votes_admit before insert on public.auction_votes
  for each row execute function app.admit_vote();

create or replace function app.keep_vote() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  sold_at timestamptz;
begin
  if (new.vehicle_id, new.user_id) is distinct from (old.vehicle_id, old.user_id) then
    raise exception 'A vote stays with its vehicle and its voter.'
      using errcode = 'insufficient_privilege', detail = 'votes_stay_in_place',
        hint = 'Withdraw this vote and cast a new one.';
  end if;
  if (new.vote, new.reason, new.estimated_value, new.currency) is distinct from (
    old.vote, old.reason, old.estimated_value, old.currency)
     and auth.role() in ('anon', 'authenticated') then   -- as app.is_client
    select max(r.occurred_at) into sold_at from app.auction_results r
      where r.vehicle_id = new.vehicle_id and r.sold and r.occurred_at > now() - interval '1 year';
    if sold_at is not null then perform app.refuse_vote_after_sale(sold_at); end if;
  end if;
  new.by_owner := new.user_id is not distinct from new.owner_id;
  if (new.owner_id, new.is_public, new.is_counted, new.useful_count) is not distinct from (
    old.owner_id, old.is_public, old.is_counted, old.useful_count) then
    new.updated_at := now();   -- the voter's own change; others leave the time as it is
  end if;
  -- Another reason starts anew (36_useful_reasons.sql): in this write, as a second one would wait for whoever deletes
  -- the voter, who waits for this row.
  if new.reason is distinct from old.reason or new.is_private then new.useful_count := 0; end if;
  return new;
end
$$;

create or replace trigger auction_votes_keep before update on public.auction_votes
  for each row execute function app.keep_vote();

grant execute on function app.is_client() to authenticated, service_role;
revoke all on function
  app.refuse_vote_after_sale,
  app.admit_vote,
  app.keep_vote
  from public, anon, authenticated, service_role;


-- 70_auction/14_vote_history.sql

-- Vote history: every vote cast, changed and withdrawn, in order. Private, and only ever appended to.

create table if not exists app.auction_vote_history (
  vehicle_id      uuid not null,
  id              bigint generated always as identity,
  user_id         uuid,
  action          text not null,
  vote            text not null,
  reason          text,
  estimated_value numeric(15, 2),
  currency        text not null,
  is_private      boolean not null,
  by_owner        boolean not null,
  happened_at     timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint vote_action_is_known check (action in ('cast', 'changed', 'withdrawn'))
);

comment on column app.auction_vote_history.vote is 'What it is from then on; of a withdrawn vote, what it was.';
comment on column app.auction_vote_history.user_id is 'Null, as the reason, once the account is gone.';

revoke all on app.auction_vote_history from public, anon, authenticated, service_role;

-- What each change adds to the plain counts, until the fold takes it into the tallies and deletes it here. Appending is
-- all a voter waits for: nobody queues for a hot vehicle's row. A count is its tally and what lies here, whatever
-- commits in which order.
create table if not exists app.vote_deltas (
  vehicle_id  uuid not null,
  user_id     uuid not null,
  votes       smallint not null,
  yes         smallint not null,
  estimates   smallint not null,
  cents       bigint not null,
  happened_at timestamptz not null default now(),
  withdrawn   boolean not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
create index if not exists vote_deltas_by_vehicle on app.vote_deltas (vehicle_id);

comment on column app.vote_deltas.withdrawn is
  'The vote does not stand: it was taken back, or its voter is banned. It is not the last vote.';

revoke all on app.vote_deltas from public, anon, authenticated, service_role;
grant select (vehicle_id, votes, yes, estimates, cents, happened_at, withdrawn) on app.vote_deltas
  to anon, authenticated, service_role;   -- through the summary; the schema itself is not exposed

-- How fast each account votes. Losing it in a crash costs nothing but a fresh minute.
create unlogged table if not exists app.vote_pace (
  user_id      uuid primary key,
  minute       timestamptz not null,
  votes        integer not null,
  slowed_until timestamptz
);
comment on column app.vote_pace.slowed_until is
  'Until then the account''s votes weigh a quarter: it has voted faster than a person does.';
revoke all on app.vote_pace from public, anon, authenticated, service_role;

-- Which estimates enter the plain average: those in the summary's currency, private ballots excepted, for the average
-- before and after would give them away.
create or replace function app.averaged_cents(a public.auction_votes) returns bigint
language sql stable set search_path = '' as $$
  select (a.estimated_value * 100)::bigint
  where a.is_counted and not a.is_private and a.currency = (select s.currency from app.auction_settings s)
$$;

create or replace function app.log_vote() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  slow_from constant integer := 30;
  most_a_minute constant integer := 60;
  a public.auction_votes := coalesce(new, old);
  summary_currency constant text := (select s.currency from app.auction_settings s);
  was_cents bigint;   -- as app.averaged_cents, without a call for each
  is_cents bigint;
  this_minute integer;
begin
  if old.is_counted and not old.is_private and old.currency = summary_currency
    then was_cents := old.estimated_value * 100; end if;
  if new.is_counted and not new.is_private and new.currency = summary_currency
    then is_cents := new.estimated_value * 100; end if;
  insert into app.auction_vote_history
    (vehicle_id, user_id, action, vote, reason, estimated_value, currency, is_private, by_owner)
    values (a.vehicle_id, a.user_id,
      case tg_op when 'INSERT' then 'cast' when 'UPDATE' then 'changed' else 'withdrawn' end,
            a.vote, a.reason, a.estimated_value, a.currency, a.is_private, a.by_owner);
  insert into app.vote_deltas (vehicle_id, user_id, votes, yes, estimates, cents, withdrawn)
    values (a.vehicle_id, a.user_id, coalesce(new.is_counted::int, 0) - coalesce(old.is_counted::int, 0),
            coalesce((new.is_counted and new.vote = 'yes')::int, 0)
              - coalesce((old.is_counted and old.vote = 'yes')::int, 0),
            (is_cents is not null)::int - (was_cents is not null)::int,
            coalesce(is_cents, 0) - coalesce(was_cents, 0), not coalesce(new.is_counted, false));
  if auth.role() in ('anon', 'authenticated') then
    insert into app.vote_pace as p (user_id, minute, votes) values (a.user_id, date_trunc('minute', now()), 1)
      on conflict (user_id) do update set
        minute = excluded.minute,
        votes = case when p.minute = excluded.minute then p.votes + 1 else 1 end,
        slowed_until = case when p.minute = excluded.minute and p.votes >= slow_from then now() + interval '1 day'
          else p.slowed_until end
      returning votes into this_minute;
    if this_minute > most_a_minute then
      raise exception 'More than % votes and changes within a minute.', most_a_minute
        using errcode = 'PT429', detail = 'votes_are_at_most_60_a_minute', hint = 'Wait a minute and try again.';
    end if;
  end if;
  return null;
end
$$;

create or replace trigger auction_votes_log_cast after insert on public.auction_votes
  for each row execute function app.log_vote();
create or replace trigger auction_votes_log_withdrawn after delete on public.auction_votes
  for each row execute function app.log_vote();
create or replace trigger auction_votes_log_changed after update on public.auction_votes
  for each row when ((new.vote, new.reason, new.estimated_value, new.currency, new.is_private, new.by_owner,
    new.is_counted)
                     is distinct from (old.vote, old.reason, old.estimated_value, old.currency, old.is_private,
                       old.by_owner, old.is_counted))
  execute function app.log_vote();

-- The one change that is let through: a gone account's id and words are erased.
create or replace function app.keep_vote_history() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and new.user_id is null and new.reason is null
     and (to_jsonb(new) - 'user_id' - 'reason') = (to_jsonb(old) - 'user_id' - 'reason') then
    return new;
  end if;
  raise exception 'The history of votes is only ever appended to.'
    using errcode = 'insufficient_privilege', hint = 'Change the vote itself; that is recorded.';
end
$$;

create or replace trigger auction_vote_history_keep before update or delete on app.auction_vote_history
  for each row execute function app.keep_vote_history();
create or replace trigger auction_vote_history_keep_all before truncate on app.auction_vote_history
  for each statement execute function app.keep_vote_history();
revoke all on function
  app.averaged_cents,
  app.log_vote,
  app.keep_vote_history
  from public, anon, authenticated, service_role;


-- 70_auction/16_vote_weights.sql

-- Vote weights: how much a vote weighs in the verdict, from 0 to 100 hundredths, by rules that the voter can read.
--   age of the account     below 1 day 10, below 7 days 25, below newcomer_for (30 days) 50, then 100; counted from
--   when it was confirmed
--   not verified           10 at most, whatever the age: anonymous, or neither e-mail address nor phone confirmed
--   slowed                 a quarter of that, for a day after more than 30 votes and changes within a minute
--   nothing                the owner's own vote, a banned member's, one held for review or discarded by it
-- Regular voters are verified and old enough; those who own another vehicle of the same make are a cohort of their own.

-- A ballot is a vote as it has been weighed and counted. Written by the fold only.
create table if not exists app.ballots (
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

create index if not exists ballots_to_weigh_again on app.ballots (weigh_again_at) where weigh_again_at is not null;
create index if not exists ballots_by_time on app.ballots (vehicle_id, first_voted_at);
create index if not exists ballots_under_review on app.ballots (vehicle_id) where review = 'held';

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
revoke all on function
  public.my_vote_weight(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.my_vote_weight(uuid) to authenticated;
revoke all on function
  public.ban_member(uuid, text),
  public.unban_member(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.ban_member(uuid, text), public.unban_member(uuid, text)
  to authenticated, service_role;


-- 70_auction/18_verdict.sql

-- The verdict: whether the community sends a vehicle to auction, from weighed votes. docs/guides/auction-votes.md tells
-- it at length.

-- The effective votes that a verdict takes; the page says the same (src/react/charts/layout/wilson.ts).
create or replace function app.least_votes() returns integer
language sql immutable parallel safe as $$ select 10 $$;
revoke all on function
  app.least_votes()
  from public, anon, authenticated, service_role;
grant execute on function app.least_votes() to anon, authenticated, service_role;   -- for auction_vote_summary

-- Wilson's score interval for a share; each end is a one-sided 95 % bound (z = 1.6449) unless another z is given. E. B.
-- Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22 (1927)
-- 209-212.
create or replace function app.wilson(
  yes float8, votes float8, z float8 default 1.6449, out lower float8, out upper float8)
language sql immutable set search_path = '' as $$
  select case when votes > 0 then greatest(0, middle - half) else 0 end,
         case when votes > 0 then least(1, middle + half) else 1 end
  from (
    select (share + z * z / (2 * n)) / (1 + z * z / n) as middle,
           z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n) as half
    from (select case when votes > 0 then votes else 1 end as n,
      case when votes > 0 then yes / votes else 0 end as share) given
  ) bounds
$$;

-- The rule. Weights come in hundredths, as tallies keep them.
--   1. Regular voters (regulars and owners of the make) weigh S. Newcomers together weigh at most half of S, and at
--   most what S lacks
--      to 50: they help while regular voters are few, and cannot outvote them. From S = 50 on the verdict rests on
--      regular voters alone.
--   2. ready: at least 10 effective votes, and the lower Wilson bound of yes above one half. not_ready: the upper bound
--   below it.
--   3. Agreement: each cohort with at least 5 effective votes must itself lean that way, or the verdict is undecided.
--      A cohort with fewer is too small to be asked: its votes are in the sum, and that is all.
create or replace function app.judge(
  regular_weight bigint, regular_yes bigint, maker_weight bigint, maker_yes bigint, newcomer_weight bigint,
  newcomer_yes bigint,
  out newcomer_share float8, out effective_votes float8, out effective_yes float8, out wilson_lower float8,
  out wilson_upper float8,
  out verdict text, out verdict_reason text, out votes_needed integer, out cohorts jsonb
)
language plpgsql immutable set search_path = '' as $$
declare
  z constant float8 := 1.6449;
  least_votes constant float8 := app.least_votes();
  cohort_votes constant float8 := 5;
  settled constant float8 := (regular_weight + maker_weight) / 100.0;
  newcomers constant float8 := newcomer_weight / 100.0;
  share float8;
  leaning text;
  objecting text[] := '{}';
  cohort record;
  missing float8;
begin
  newcomer_share := case when newcomers > 0
    then least(1, settled / 2 / newcomers, greatest(0, 50 - settled) / newcomers) else 1 end;
  effective_votes := settled + newcomers * newcomer_share;
  effective_yes := (regular_yes + maker_yes) / 100.0 + newcomer_yes / 100.0 * newcomer_share;
  select w.lower, w.upper into wilson_lower, wilson_upper from app.wilson(effective_yes, effective_votes, z) w;
  share := case when effective_votes > 0 then effective_yes / effective_votes end;
  leaning := case when share > 0.5 then 'ready' when share < 0.5 then 'not_ready' end;

  cohorts := '[]';
  for cohort in
    select c.name, c.words, c.votes, c.yes
    from (values ('regular', 'regulars', regular_weight / 100.0::float8, regular_yes / 100.0::float8),
                 ('maker', 'owners of the make', maker_weight / 100.0, maker_yes / 100.0),
                 ('newcomer', 'newcomers', newcomers * newcomer_share, newcomer_yes / 100.0 * newcomer_share)) c (
                   name, words, votes, yes)
    where c.votes >= cohort_votes
  loop
    cohorts := cohorts || jsonb_build_object('cohort', cohort.name, 'effective_votes', round(cohort.votes::numeric, 2),
                                             'yes_percent', round((100 * cohort.yes / cohort.votes)::numeric, 1));
    if (leaning = 'ready' and cohort.yes / cohort.votes <= 0.5)
      or (leaning = 'not_ready' and cohort.yes / cohort.votes >= 0.5) then
      objecting := objecting || cohort.words;
    end if;
  end loop;

  verdict := 'undecided';
  -- Wilson's bound passes one half exactly where n > z^2 / (4 (p - 1/2)^2)
  missing := case when leaning is not null then
    greatest(0, ceil(round((greatest(least_votes, z * z / (4 * power(share - 0.5, 2))) - effective_votes)::numeric,
      6))) end;
  if effective_votes = 0 then
    verdict_reason := case when newcomers > 0 then 'So far only newcomers have voted; settled members decide.'
      else 'Nobody has voted yet.' end;
    votes_needed := least_votes;
  elsif effective_votes < least_votes then
    verdict_reason := format('%s effective votes of the %s that a verdict needs.', app.plain(effective_votes),
      least_votes);
    votes_needed := case when missing is null then null when missing <= 100000 then missing end;
  elsif wilson_lower <= 0.5 and wilson_upper >= 0.5 then
    verdict_reason := format('%s %% say yes; with %s effective votes the community may be anywhere from %s to %s %%.',
      app.plain(100 * share), app.plain(effective_votes), app.plain(100 * wilson_lower), app.plain(100 * wilson_upper));
    votes_needed := case when missing <= 100000 then greatest(missing, 1) end;
  elsif objecting <> '{}' then
    verdict_reason := format('%s %% say yes, but %s see it the other way.', app.plain(100 * share),
      array_to_string(objecting, ' and '));
  else
    verdict := leaning;
    votes_needed := 0;
    verdict_reason := case leaning
      when 'ready' then format('%s %% say yes; it is 95 %% sure that more than %s %% of the community does.',
                               app.plain(100 * share), app.plain(floor((1000 * wilson_lower)::numeric) / 10))
      else format('%s %% say yes; it is 95 %% sure that fewer than %s %% of the community does.',
                  app.plain(100 * share), app.plain(ceil((1000 * wilson_upper)::numeric) / 10)) end;
  end if;
end
$$;

-- A number as people read it: one decimal at most, and none where it is zero.
create or replace function app.plain(x numeric) returns text
language sql immutable set search_path = '' as $$ select trim_scale(round(x, 1))::text $$;
create or replace function app.plain(x float8) returns text
language sql immutable set search_path = '' as $$ select trim_scale(round(x::numeric, 1))::text $$;

revoke all on function app.wilson(float8, float8, float8), app.judge(bigint, bigint, bigint, bigint, bigint, bigint),
  app.plain(numeric),
  app.plain(float8) from public, anon, authenticated, service_role;


-- 70_auction/20_vote_tallies.sql

-- Vote tallies: what the fold keeps added up, so that no reader ever scans votes. Weights are in hundredths and money
-- in cents: whole numbers, so that adding and taking away leaves no dust.

create table if not exists app.vote_tallies (
  vehicle_id             uuid primary key,
  owner_id               uuid,
  is_public              boolean not null default false,
  total_votes            bigint not null default 0,
  yes_votes              bigint not null default 0,
  estimates              bigint not null default 0,
  cents                  numeric not null default 0,
  last_vote_at           timestamptz,
  regular_weight         bigint not null default 0,
  regular_yes            bigint not null default 0,
  maker_weight           bigint not null default 0,
  maker_yes              bigint not null default 0,
  newcomer_weight        bigint not null default 0,
  newcomer_yes           bigint not null default 0,
  held_votes             bigint not null default 0,
  valued                 bigint not null default 0,
  effective_votes        double precision not null default 0,
  effective_yes          double precision not null default 0,
  wilson_lower           double precision not null default 0,
  wilson_upper           double precision not null default 1,
  verdict                text not null default 'undecided',
  verdict_reason         text not null default 'Nobody has voted yet.',
  verdict_since          timestamptz not null default now(),
  votes_needed           integer default 10,
  cohorts                jsonb not null default '[]',
  p25_estimated_value    numeric,
  median_estimated_value numeric,
  p75_estimated_value    numeric,
  constraint verdict_is_known check (verdict in ('ready', 'not_ready', 'undecided'))
);

comment on column app.vote_tallies.valued is
  'Estimates of public ballots with weight. Private ones enter nothing that is published: whoever votes beside them '
  'could read them off.';

create index if not exists vote_tallies_ready on app.vote_tallies (wilson_lower desc, vehicle_id) where verdict = 'ready';

revoke all on app.vote_tallies from public, anon, authenticated, service_role;
-- through the views; the schema itself is not exposed
grant select on app.vote_tallies to anon, authenticated, service_role;

alter table app.vote_tallies enable row level security;

drop policy if exists "anyone sees tallies of public vehicles" on app.vote_tallies;
create policy "anyone sees tallies of public vehicles" on app.vote_tallies
  for select to anon using (is_public);

drop policy if exists "members see tallies of public vehicles and of their own" on app.vote_tallies;
create policy "members see tallies of public vehicles and of their own" on app.vote_tallies
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

create or replace trigger vote_tallies_hang_on_vehicle before insert on app.vote_tallies
  for each row execute function app.hang_on_vehicle();

-- Estimates in classes of 1 %, by which the middle is found among any number of them. A class keeps the sum of its
-- estimates: what is told is the average of the class in the middle, so a round number that many name comes back as it
-- is.
create table if not exists app.estimate_tallies (
  vehicle_id      uuid not null,
  class           integer not null,
  regular_weight  bigint not null,
  regular_cents   numeric not null,
  newcomer_weight bigint not null,
  newcomer_cents  numeric not null,
  primary key (vehicle_id, class)
);
comment on column app.estimate_tallies.regular_cents is 'Sum of weight times estimate.';
revoke all on app.estimate_tallies from public, anon, authenticated, service_role;

create or replace function app.estimate_class(cents bigint) returns integer
language sql immutable as $$
  select floor(ln(cents::float8) / ln(1.01::float8))::integer
$$;

-- The weighted quartiles of a vehicle's estimates; `newcomer_share` as judge gives it.
create or replace function app.estimate_band(
  vehicle uuid, newcomer_share float8, out p25 numeric, out median numeric, out p75 numeric)
language sql stable set search_path = '' as $$
  with classes as (
    select e.class, e.regular_weight + e.newcomer_weight * newcomer_share as weight,
           (e.regular_cents + e.newcomer_cents * newcomer_share::numeric) as weighted
    from app.estimate_tallies e where e.vehicle_id = vehicle
  ), summed as (
    select c.class, c.weighted / c.weight::numeric / 100 as value,
           sum(c.weight) over (order by c.class) as up_to, sum(c.weight) over () as total
    from classes c where c.weight > 0
  ), found as (   -- where a quartile falls between two classes it is the middle of them
    select q.q, round(avg(s.value), 2) as value
    from (values (0.25::float8), (0.5), (0.75)) q (q)
    join lateral (
      (select s.value from summed s where s.up_to >= q.q * s.total * (1 - 1e-12) order by s.class limit 1)
      union all
      (select s.value from summed s where s.up_to > q.q * s.total * (1 + 1e-12) order by s.class limit 1)
    ) s on true
    group by q.q
  )
  select (select f.value from found f where f.q = 0.25), (select f.value from found f where f.q = 0.5),
         (select f.value from found f where f.q = 0.75)
$$;
revoke all on function
  app.estimate_class,
  app.estimate_band
  from public, anon, authenticated, service_role;


-- 70_auction/21_auction_nominations.sql

-- Nominations: the community has said that a vehicle is ready, and its owner is asked.
--   open       the owner has not answered       live    the auction runs
--   accepted   with a reserve                   sold, unsold   it has ended; see vehicle_outcomes
--   declined   by the owner                     closed  by itself: the verdict was lost for a week, or the vehicle
--              changed hands

create table if not exists public.auction_nominations (
  vehicle_id        uuid not null references public.vehicles (id) on delete cascade,
  id                uuid not null default gen_random_uuid(),
  state             text not null default 'open',
  opened_at         timestamptz not null default now(),
  decided_at        timestamptz,
  decline_reason    text,
  lost_since        timestamptz,
  auction_url       text,
  starts_at         timestamptz,
  ends_at           timestamptz,
  ended_at          timestamptz,
  outcome_id        uuid,
  suggested_reserve numeric(12, 2),
  currency          text not null default 'USD',
  owner_id          uuid,
  is_public         boolean not null default false,
  updated_at        timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint nomination_state_is_known check (
    state in ('open', 'accepted', 'declined', 'closed', 'live', 'sold', 'unsold')),
  constraint decline_reason_is_short check (length(decline_reason) <= 1000),
  constraint auction_url_is_an_https_address check (
    length(auction_url) <= 2000 and auction_url ~ '^https?://[^[:space:]]+$'),
  constraint auction_ends_after_it_starts check (ends_at > starts_at)
);

comment on table public.auction_nominations is
  'Written by the database and its functions only; public on public vehicles. The reserve is not here: it is the '
  'owner''s to show.';
comment on column public.auction_nominations.lost_since is
  'Since when the verdict is not ready any more; null while it is.';
comment on column public.auction_nominations.suggested_reserve is
  'What a sale nets with a chance of 75 %, by the estimates and the bets at the time; null with fewer than five '
  'estimates.';

-- What makes a nomination open once, whatever races: a second one under way cannot exist.
create unique index if not exists auction_nominations_one_under_way on public.auction_nominations (vehicle_id)
  where state in ('open', 'accepted', 'live');
create index if not exists auction_nominations_lost on public.auction_nominations (lost_since)
  where lost_since is not null and state in ('open', 'accepted');

revoke all on public.auction_nominations from public, anon, authenticated, service_role;
grant select on public.auction_nominations to anon, authenticated, service_role;
alter table public.auction_nominations enable row level security;

drop policy if exists "anyone sees nominations of public vehicles" on public.auction_nominations;
create policy "anyone sees nominations of public vehicles" on public.auction_nominations
  for select to anon using (is_public);

drop policy if exists "members see nominations of public vehicles and of their own" on public.auction_nominations;
create policy "members see nominations of public vehicles and of their own" on public.auction_nominations
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

create or replace trigger auction_nominations_hang_on_vehicle before insert on public.auction_nominations
  for each row execute function app.hang_on_vehicle();

-- The owner's reserve, seen by the owner alone unless it is shown.
create table if not exists app.auction_reserves (
  vehicle_id uuid primary key references public.vehicles (id) on delete cascade,
  reserve    numeric(12, 2) not null,
  currency   text not null,
  is_shown   boolean not null default false,
  chance     double precision,
  owner_id   uuid,
  is_public  boolean not null default false,
  set_at     timestamptz not null default now(),
  constraint reserve_is_from_0_to_1e9 check (reserve >= 0 and reserve <= 1e9)
);
comment on column app.auction_reserves.chance is
  'That a sale nets at least the reserve, from 0 to 1; see app.chance_at_reserve.';

revoke all on app.auction_reserves from public, anon, authenticated, service_role;
-- through the summary; the schema itself is not exposed
grant select on app.auction_reserves to anon, authenticated, service_role;
alter table app.auction_reserves enable row level security;

drop policy if exists "anyone sees reserves that are shown" on app.auction_reserves;
create policy "anyone sees reserves that are shown" on app.auction_reserves
  for select to anon using (is_public and is_shown);

drop policy if exists "members see reserves that are shown and their own" on app.auction_reserves;
create policy "members see reserves that are shown and their own" on app.auction_reserves
  for select to authenticated using ((is_public and is_shown) or owner_id = (select auth.uid()));

create or replace trigger auction_reserves_hang_on_vehicle before insert on app.auction_reserves
  for each row execute function app.hang_on_vehicle();


-- 70_auction/22_reserve_chances.sql

-- Reserves: the chance that a sale reaches one, and which one is suggested to the owner.

-- The hammer price that leaves the seller this much, and what a hammer price leaves.
create or replace function app.hammer_for(net numeric) returns float8
language sql stable set search_path = '' as $$
  select ((net + s.seller_fee) / (1 - s.seller_fee_percent / 100))::float8 from app.auction_settings s
$$;
create or replace function app.net_of(hammer numeric) returns numeric
language sql stable set search_path = '' as $$
  select hammer * (1 - s.seller_fee_percent / 100) - s.seller_fee from app.auction_settings s
$$;

-- The spread of a hammer price around the median estimate, on the log scale: that of the estimates (their quartiles lie
-- 1.349 apart on the normal scale), 10 % at least, for people agree more than hammers do, and wider while few have
-- estimated.
create or replace function app.estimate_spread(p25 numeric, p75 numeric, estimates bigint) returns float8
language sql immutable set search_path = '' as $$
  select greatest(0.1, ln((p75 / p25)::float8) / 1.349) * sqrt(1 + 1.0::float8 / estimates)
$$;

-- The chance that a sale nets at least `reserve`: P(hammer >= (reserve + fee) / (1 - fee percent)), the hammer price
-- LogNormal around the median estimate; where the bets have a price curve, the plain average of its answer and this
-- one. Null with fewer than five estimates and no curve, or in a currency that summaries are not in.
create or replace function app.chance_at_reserve(t app.vote_tallies, reserve numeric, reserve_currency text)
  returns float8
language plpgsql stable set search_path = '' as $$
declare
  hammer constant float8 := app.hammer_for(reserve);
  by_estimates float8;
  by_bets float8;   -- null where nobody bets on the price
begin
  if reserve_currency is distinct from (select s.currency from app.auction_settings s) then return null; end if;
  if hammer <= 0 then return 1; end if;
  if t.valued >= 5 then
    by_estimates := 1 - app.normal_cdf((ln(hammer) - ln(t.median_estimated_value::float8))
                                       / app.estimate_spread(t.p25_estimated_value, t.p75_estimated_value, t.valued));
  end if;
  if reserve_currency = 'USD' then   -- the curve is in dollars
    by_bets := 1 - app.crowd_price_cdf(t.vehicle_id, hammer::numeric);
  end if;
  return coalesce((by_estimates + by_bets) / 2, by_estimates, by_bets);
end
$$;

-- The reserve that app.chance_at_reserve gives 75 %, in hundreds: found by halving between nothing and three times the
-- median estimate, so that what is suggested and what is said once it is set are one measure. Null with fewer than five
-- estimates.
create or replace function app.suggested_reserve(t app.vote_tallies) returns numeric
language plpgsql stable set search_path = '' as $$
declare
  low numeric := 0;
  high numeric := app.net_of(3 * t.median_estimated_value);
  currency constant text := (select s.currency from app.auction_settings s);
begin
  if t.valued < 5 or t.median_estimated_value is null then return null; end if;
  while high - low > 1 loop
    if app.chance_at_reserve(t, (low + high) / 2, currency) >= 0.75 then low := (low + high) / 2;
    else high := (low + high) / 2; end if;
  end loop;
  return round(low, -2);
end
$$;

create or replace function app.refresh_chances(vehicles uuid[]) returns void
language sql security definer set search_path = '' as $$
  update app.auction_reserves r set chance = app.chance_at_reserve(t, r.reserve, r.currency)
    from app.vote_tallies t
    where t.vehicle_id = r.vehicle_id and r.vehicle_id = any (vehicles)
      and r.chance is distinct from app.chance_at_reserve(t, r.reserve, r.currency)
$$;
revoke all on function
  app.hammer_for,
  app.net_of,
  app.estimate_spread,
  app.chance_at_reserve,
  app.suggested_reserve,
  app.refresh_chances
  from public, anon, authenticated, service_role;


-- 70_auction/23_open_nominations.sql

-- Opens a nomination where the verdict is ready, none is under way, and none has ended lately. After a sale it waits a
-- year.
create or replace function app.open_nominations(vehicles uuid[]) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  t app.vote_tallies;
  opened integer := 0;
  nomination public.auction_nominations;
begin
  for t in
    select x.* from app.vote_tallies x
    where x.vehicle_id = any (vehicles) and x.verdict = 'ready'
      and not exists (
        select from public.auction_nominations n, app.auction_settings s
        where n.vehicle_id = x.vehicle_id
          and (n.state in ('open', 'accepted', 'live')
               or (n.owner_id is not distinct from x.owner_id
                   and coalesce(n.ended_at, n.decided_at)
                       > now() - case n.state when 'sold' then interval '1 year' else s.asked_again_after end)))
    order by x.vehicle_id
  loop
    insert into public.auction_nominations (vehicle_id, suggested_reserve, currency)
      values (t.vehicle_id, app.suggested_reserve(t), (select s.currency from app.auction_settings s))
      on conflict do nothing returning * into nomination;
    if found then
      opened := opened + 1;
      perform app.tell(nomination.owner_id, t.vehicle_id, 'nomination_opened',
        format('The community says your %s is ready for auction. %s Accept with a reserve, or decline.',
          app.vehicle_name(t.vehicle_id), t.verdict_reason),
        jsonb_build_object('nomination_id', nomination.id, 'vehicle_id', t.vehicle_id, 'verdict_reason',
          t.verdict_reason,
                           'suggested_reserve', nomination.suggested_reserve, 'currency', nomination.currency));
    end if;
  end loop;
  return opened;
end
$$;

-- "1971 Datsun PL510", from whatever of these columns a project's vehicles have.
create or replace function app.vehicle_name(vehicle uuid) returns text
language sql stable security definer set search_path = '' as $$
  select app.fit(coalesce(nullif(btrim(concat_ws(' ', v.it ->> 'year', v.it ->> 'make', v.it ->> 'model')), ''),
    v.it ->> 'title', 'vehicle'), 200)
  from (select to_jsonb(x) as it from public.vehicles x where x.id = vehicle) v
$$;
revoke all on function
  app.open_nominations,
  app.vehicle_name
  from public, anon, authenticated, service_role;


-- 70_auction/24_answer_nominations.sql

-- What the owner answers to a nomination, and the auction that an operator links.

-- The nomination under way of a vehicle, locked; only its owner gets at it.
create or replace function app.own_nomination(vehicle uuid) returns public.auction_nominations
language plpgsql security definer set search_path = '' as $$
declare
  v record;
  n public.auction_nominations;
begin
  select x.user_id, coalesce(x.is_public, false) as is_public into v from public.vehicles x where x.id = vehicle
    for share;
  if not found or (app.is_client() and not v.is_public and v.user_id is distinct from auth.uid()) then
    raise exception 'There is no vehicle %.', coalesce(vehicle::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_vehicle';
  elsif app.is_client() and v.user_id is distinct from auth.uid() then
    raise exception 'Only the owner of a vehicle answers its nomination.'
      using errcode = 'insufficient_privilege', detail = 'owners_answer_nominations';
  end if;
  select x.* into n from public.auction_nominations x
    where x.vehicle_id = vehicle and x.state in ('open', 'accepted', 'live') for update;
  if not found then
    raise exception 'This vehicle is not nominated for auction.'
      using errcode = 'PT404', detail = 'unknown_nomination', hint = 'A nomination opens when the verdict turns ready.';
  end if;
  return n;
end
$$;

create or replace function app.accept_nomination(vehicle uuid, at_least numeric, show boolean)
  returns public.auction_nominations
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations := app.own_nomination(vehicle);
begin
  if at_least is null or not (at_least >= 0 and at_least <= 1e9) then
    perform app.refuse('reserve_is_from_0_to_1e9', 'The reserve must be from 0 to 1,000,000,000; 0 means no reserve.',
      'It is what you want to be left with after fees.');
  elsif n.state = 'live' then
    perform app.refuse('live_auctions_keep_their_reserve',
      'The auction is live; its reserve does not change any more.');
  end if;
  insert into app.auction_reserves (vehicle_id, reserve, currency, is_shown)
    values (vehicle, at_least, n.currency, coalesce(show, false))
    on conflict (vehicle_id) do update set reserve = excluded.reserve, currency = excluded.currency,
      is_shown = excluded.is_shown, set_at = now();
  perform app.refresh_chances(array[vehicle]);
  update public.auction_nominations x
    set state = 'accepted', decided_at = coalesce(x.decided_at, now()), updated_at = now()
    where x.vehicle_id = vehicle and x.id = n.id returning x.* into n;
  return n;
end
$$;

create or replace function app.decline_nomination(vehicle uuid, why text) returns public.auction_nominations
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations := app.own_nomination(vehicle);
begin
  if n.state = 'live' then
    perform app.refuse('live_auctions_are_not_declined', 'The auction is live.',
      'Ask the auction house to withdraw the lot.');
  elsif length(why) > 1000 then
    perform app.refuse('decline_reason_is_short', 'The reason must be at most 1,000 characters long.');
  end if;
  delete from app.auction_reserves r where r.vehicle_id = vehicle;
  update public.auction_nominations x
    set state = 'declined', decided_at = now(), ended_at = now(), decline_reason = nullif(btrim(why), ''),
      updated_at = now()
    where x.vehicle_id = vehicle and x.id = n.id returning x.* into n;
  return n;
end
$$;

-- An operator links the auction of an accepted nomination. Betting on its price closes when it goes live.
create or replace function app.link_auction(vehicle uuid, url text, starts timestamptz, ends timestamptz)
  returns public.auction_nominations
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations;
begin
  perform from public.vehicles v where v.id = vehicle for no key update;   -- bets on their way in are waited for
  n := app.own_nomination(vehicle);
  if n.state = 'open' then
    perform app.refuse('auctions_follow_an_accepted_nomination', 'The owner has not accepted the nomination.',
      'Link the auction once the owner has.');
  elsif url is null or url !~ '^https?://[^[:space:]]+$' or length(url) > 2000 then
    perform app.refuse('auction_url_is_an_https_address',
      'auction_url must be an address such as https://example.com/lot/12.');
  elsif ends is null or ends <= coalesce(starts, now()) then
    perform app.refuse('auction_ends_after_it_starts', 'ends_at must be later than starts_at.');
  end if;
  update public.auction_nominations x
    set auction_url = url, starts_at = coalesce(starts, now()), ends_at = ends, updated_at = now()
    where x.vehicle_id = vehicle and x.id = n.id;
  insert into public.bet_closings (vehicle_id, bet_type, closes_at, reason)
    values (vehicle, 'auction_price', coalesce(starts, now()), 'The auction is live')
    on conflict (vehicle_id, bet_type) do update set closes_at = excluded.closes_at, reason = excluded.reason;
  perform app.start_auctions(array[vehicle]);
  select x.* into n from public.auction_nominations x where x.vehicle_id = vehicle and x.id = n.id;
  return n;
end
$$;

create or replace function app.start_auctions(vehicles uuid[] default null) returns void
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations;
begin
  for n in
    update public.auction_nominations x set state = 'live', lost_since = null, updated_at = now()
      where x.state = 'accepted' and x.starts_at <= now() and (vehicles is null or x.vehicle_id = any (vehicles))
        returning x.*
  loop
    perform app.tell(n.owner_id, n.vehicle_id, 'auction_live',
      format('The auction of your %s is live.', app.vehicle_name(n.vehicle_id)),
      jsonb_build_object('nomination_id', n.id, 'vehicle_id', n.vehicle_id, 'auction_url', n.auction_url, 'ends_at',
        n.ends_at));
  end loop;
end
$$;

create or replace function public.accept_nomination(
  vehicle_id uuid, reserve numeric, show_reserve boolean default false)
returns public.auction_nominations
language sql set search_path = '' as $$
  select app.accept_nomination(vehicle_id, reserve, show_reserve)
$$;
comment on function public.accept_nomination(uuid, numeric, boolean) is
  'For the owner: sends the vehicle to auction with this reserve after fees, 0 for none. Again changes the reserve '
    'until the auction is live.';

create or replace function public.decline_nomination(vehicle_id uuid, reason text default null)
  returns public.auction_nominations
language sql set search_path = '' as $$
  select app.decline_nomination(vehicle_id, reason)
$$;
comment on function public.decline_nomination(uuid, text) is 'For the owner: the vehicle does not go to auction.';

create or replace function public.link_auction(
  vehicle_id uuid, auction_url text, starts_at timestamptz, ends_at timestamptz)
returns public.auction_nominations
language sql set search_path = '' as $$
  select app.link_auction(vehicle_id, auction_url, starts_at, ends_at)
$$;
comment on function public.link_auction(uuid, text, timestamptz, timestamptz) is
  'For operators: where the auction of an accepted nomination runs. Betting on its price closes at starts_at, now when '
    'null.';

revoke all on function
  app.accept_nomination(uuid, numeric, boolean),
  app.decline_nomination(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function app.accept_nomination(uuid, numeric, boolean), app.decline_nomination(uuid, text)
  to authenticated;
revoke all on function
  app.link_auction(uuid, text, timestamptz, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function app.link_auction(uuid, text, timestamptz, timestamptz) to service_role;
revoke all on function
  public.accept_nomination(uuid, numeric, boolean),
  public.decline_nomination(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.accept_nomination(uuid, numeric, boolean), public.decline_nomination(uuid, text)
  to authenticated;
revoke all on function
  public.link_auction(uuid, text, timestamptz, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function public.link_auction(uuid, text, timestamptz, timestamptz) to service_role;
revoke all on function
  app.own_nomination,
  app.start_auctions
  from public, anon, authenticated, service_role;


-- 70_auction/25_end_nominations.sql

-- How a nomination ends: by itself, by a result, or with its vehicle.

-- Closes nominations whose verdict has been lost for too long.
create or replace function app.close_lost_nominations(vehicles uuid[] default null) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations;
  closed integer := 0;
begin
  for n in
    update public.auction_nominations x set state = 'closed', ended_at = now(), updated_at = now()
      where x.state in ('open', 'accepted') and x.lost_since <= now() - (select s.lost_for from app.auction_settings s)
        and (vehicles is null or x.vehicle_id = any (vehicles)) returning x.*
  loop
    closed := closed + 1;
    delete from app.auction_reserves r where r.vehicle_id = n.vehicle_id;
    perform app.tell(n.owner_id, n.vehicle_id, 'nomination_closed',
      format('The nomination of your %s has closed: the community has not found it ready for %s days.',
        app.vehicle_name(n.vehicle_id),
             floor(extract(epoch from now() - n.lost_since) / 86400)),
      jsonb_build_object('nomination_id', n.id, 'vehicle_id', n.vehicle_id));
  end loop;
  return closed;
end
$$;

-- The result of an auction ends the nomination it belongs to; a sale also one that was opened up to 30 days after it,
-- when people did not know yet. An old result, entered for the record, does not.
create or replace function app.end_nomination() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  n public.auction_nominations;
begin
  update public.auction_nominations x
    set state = case when new.sold then 'sold' else 'unsold' end, outcome_id = new.id, ended_at = now(),
      lost_since = null, updated_at = now()
    where x.vehicle_id = new.vehicle_id and x.state in ('open', 'accepted', 'live')
      and x.opened_at <= new.occurred_at + case when new.sold then interval '30 days' else '0' end
    returning x.* into n;
  if found then
    delete from app.auction_reserves r where r.vehicle_id = n.vehicle_id;
    perform app.tell(n.owner_id, n.vehicle_id, 'auction_ended',
      case when new.sold then format(
        'Your %s has sold for %s %s.', app.vehicle_name(n.vehicle_id), to_char(new.value, 'FM999,999,999,990'),
        new.currency)
           else format('Your %s did not sell.', app.vehicle_name(n.vehicle_id)) end,
      jsonb_build_object('nomination_id', n.id, 'vehicle_id', n.vehicle_id, 'outcome_id', new.id, 'sold', new.sold,
        'value', new.value, 'currency', new.currency));
  end if;
  return null;
end
$$;

create or replace trigger vehicle_outcomes_end_nomination after insert on public.vehicle_outcomes
  for each row when (new.kind = 'auction_result' and new.confirmed_at is not null)
    execute function app.end_nomination();
create or replace trigger vehicle_outcomes_confirmed_end_nomination after update of confirmed_at on public.vehicle_outcomes
  for each row when (new.kind = 'auction_result' and new.confirmed_at is not null and old.confirmed_at is null)
    execute function app.end_nomination();

-- A vehicle that goes private takes its auction along; one that changes hands ends what its last owner was asked or has
-- set.
create or replace function app.carry_auction() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  shown constant boolean := coalesce(new.is_public, false);
begin
  if new.user_id is distinct from old.user_id then
    delete from app.auction_reserves r where r.vehicle_id = new.id;
    update public.auction_nominations n set state = 'closed', ended_at = now(), updated_at = now()
      where n.vehicle_id = new.id and n.state in ('open', 'accepted');
  end if;
  update app.vote_tallies t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update app.auction_reserves t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.auction_nominations t set owner_id = new.user_id, is_public = shown
    where t.vehicle_id = new.id and (t.state in ('open', 'accepted', 'live') or t.is_public is distinct from shown);
  return null;
end
$$;

create or replace trigger vehicles_carry_auction after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_auction();
revoke all on function
  app.close_lost_nominations,
  app.end_nomination,
  app.carry_auction
  from public, anon, authenticated, service_role;


-- 70_auction/26_fold_votes.sql

-- The fold of votes: weighs what has been cast, changed or withdrawn and adds it to the tallies. The deltas say which
-- votes have changed; what those say is read from the votes themselves, and compared with the ballot that was counted,
-- in the statement that deletes the deltas. So adding twice adds nothing, a vote that commits late is simply still
-- there, and a fold that is killed leaves no trace. One runs at a time; others leave at once.

create table if not exists app.verdict_changes (
  vehicle_id      uuid not null,
  id              bigint generated always as identity,
  changed_at      timestamptz not null default now(),
  verdict         text not null,
  effective_votes double precision not null,
  effective_yes   double precision not null,
  primary key (vehicle_id, id)
);
comment on table app.verdict_changes is 'A row whenever a vehicle''s verdict turns, with the votes it turned on.';
revoke all on app.verdict_changes from public, anon, authenticated, service_role;

-- Folds what is pending; besides, weighs these votes again, pair by pair. Returns how many votes it has looked at.
-- Where that fails, each vehicle is folded by itself, and one that fails again is set aside.
create or replace function app.fold_votes(vehicles uuid[] default '{}', users uuid[] default '{}') returns bigint
language plpgsql security definer set search_path = '' set work_mem = '64MB' set jit = off set lock_timeout = '2s' as $$
declare
  seen bigint := 0;
  one uuid;
begin
  if cardinality(vehicles) = 0 and not exists (select from app.vote_deltas) then return 0; end if;
  perform from app.folds f where f.name = 'votes' for update skip locked;
  if not found then return 0; end if;
  if not exists (select from app.set_aside s where s.work = 'fold_votes') then
    begin
      return app.fold_ballots(vehicles, users, null);
    exception when others then null;   -- vehicle by vehicle, below
    end;
  end if;
  for one in
    select d.vehicle_id from app.vote_deltas d union select v from unnest(vehicles) v order by 1
  loop
    continue when app.is_set_aside('fold_votes', one::text);
    begin
      seen := seen + app.fold_ballots(
        array(select p.vehicle_id from unnest(vehicles, users) p (vehicle_id, user_id) where p.vehicle_id = one
          order by p.user_id),
        array(select p.user_id from unnest(vehicles, users) p (vehicle_id, user_id) where p.vehicle_id = one
          order by p.user_id), one);
      perform app.item_is_done('fold_votes', one::text);
    exception when others then
      perform app.set_item_aside('fold_votes', one::text, sqlerrm);
    end;
  end loop;
  return seen;
end
$$;

-- The fold itself, of all vehicles or of one. The caller holds the fold's state. A vehicle that somebody has in hand is
-- left for the next time: a nomination that opens here hangs on it.
create or replace function app.fold_ballots(vehicles uuid[], users uuid[], only_vehicle uuid) returns bigint
language plpgsql security definer set search_path = '' set work_mem = '64MB' set jit = off as $$
declare
  summary_currency constant text := (select s.currency from app.auction_settings s);
  seen bigint;
  touched uuid[];
  joined uuid[];
  turned_back uuid[];
  asked constant uuid[] := array(
    select d.vehicle_id from app.vote_deltas d where only_vehicle is null or d.vehicle_id = only_vehicle
    union select v from unnest(vehicles) v);
  held constant uuid[] := app.hold_vehicles(asked) || array(   -- and of those that are gone
    select a from unnest(asked) a where not exists (select from public.vehicles v where v.id = a));
begin
  with taken as (
    delete from app.vote_deltas d where d.vehicle_id = any (held)
      returning d.vehicle_id, d.user_id
  ), changed as materialized (
    select t.vehicle_id, t.user_id from taken t
    union
    select p.vehicle_id, p.user_id from unnest(vehicles, users) p (vehicle_id, user_id) where p.vehicle_id = any (held)
  ), standing as materialized (
    select * from app.standings(array(select c.vehicle_id from changed c order by c.vehicle_id, c.user_id),
                                array(select c.user_id from changed c order by c.vehicle_id, c.user_id))
  ), before as materialized (
    select b.* from app.ballots b join changed c on c.vehicle_id = b.vehicle_id and c.user_id = b.user_id
  ), fresh as materialized (   -- what each vote says now; of one that is gone, that it counts no more
    select c.vehicle_id, c.user_id, a.user_id is not null as there,
           coalesce(a.is_counted and s.user_id is not null, false)::int::smallint as counted,
           coalesce(a.is_counted and s.user_id is not null and a.vote = 'yes', false)::int::smallint as yes,
           case when a.is_counted and not a.by_owner and coalesce(b.review, 'released') = 'released'
             then coalesce(s.weight, 0) else 0 end::smallint as weight,
           coalesce(s.cohort, 'newcomer') as cohort,
           -- as app.averaged_cents
           case when s.user_id is not null and a.is_counted and not a.is_private and a.currency = summary_currency
             then (a.estimated_value * 100)::bigint end as cents,
           case when a.currency = summary_currency and not a.is_private
             then (a.estimated_value * 100)::bigint end as estimate,
           b.review, coalesce(a.updated_at, b.voted_at, now()) as voted_at,
           coalesce(b.first_voted_at, a.created_at, now()) as first_voted_at,
           case when a.user_id is not null then s.weigh_again_at end as weigh_again_at
    from changed c
    left join public.auction_votes a on a.vehicle_id = c.vehicle_id and a.user_id = c.user_id
    left join standing s on s.vehicle_id = c.vehicle_id and s.user_id = c.user_id
    left join before b on b.vehicle_id = c.vehicle_id and b.user_id = c.user_id
  ), latest as materialized (
    select f.*, (f.counted = 1 and coalesce(f.review, '') = 'held')::int::smallint as held,
           case when f.weight > 0 then f.estimate end as valued
    from fresh f
  ), signed as materialized (
    select n.vehicle_id, 1 as sign, n.counted, n.yes, n.weight, n.cohort, n.cents, n.valued, n.held,
           case when n.counted = 1 then n.voted_at end as voted_at
    from latest n
    union all
    select b.vehicle_id, -1, b.counted, b.yes, b.weight, b.cohort, b.cents, b.valued, b.held, null
    from before b
  ), ballots as (
    insert into app.ballots as b (
      vehicle_id, user_id, counted, yes, weight, cohort, cents, valued, held, review, voted_at,
                              first_voted_at, weigh_again_at)
      select n.vehicle_id, n.user_id, n.counted, n.yes, n.weight, n.cohort, n.cents, n.valued, n.held, n.review,
             n.voted_at, n.first_voted_at, n.weigh_again_at
      from latest n where n.there or n.review is not null
      on conflict (vehicle_id, user_id) do update set
        counted = excluded.counted, yes = excluded.yes, weight = excluded.weight, cohort = excluded.cohort,
        cents = excluded.cents,
        valued = excluded.valued, held = excluded.held, voted_at = excluded.voted_at,
        weigh_again_at = excluded.weigh_again_at
  ), gone as (
    delete from app.ballots b using latest n
      where b.vehicle_id = n.vehicle_id and b.user_id = n.user_id and not n.there and n.review is null
  ), tallies as (
    insert into app.vote_tallies as t (
      vehicle_id, total_votes, yes_votes, estimates, cents, last_vote_at, regular_weight, regular_yes, maker_weight,
      maker_yes,
                                       newcomer_weight, newcomer_yes, held_votes, valued)
      select s.vehicle_id, sum(s.sign * s.counted), sum(s.sign * s.yes), sum(s.sign * (s.cents is not null)::int),
             coalesce(sum(s.sign * s.cents), 0), max(s.voted_at),
             coalesce(sum(s.sign * s.weight) filter (where s.cohort = 'regular'), 0),
             coalesce(sum(s.sign * s.weight * s.yes) filter (where s.cohort = 'regular'), 0),
             coalesce(sum(s.sign * s.weight) filter (where s.cohort = 'maker'), 0),
             coalesce(sum(s.sign * s.weight * s.yes) filter (where s.cohort = 'maker'), 0),
             coalesce(sum(s.sign * s.weight) filter (where s.cohort = 'newcomer'), 0),
             coalesce(sum(s.sign * s.weight * s.yes) filter (where s.cohort = 'newcomer'), 0),
             sum(s.sign * s.held), sum(s.sign * (s.valued is not null)::int)
      from signed s where s.vehicle_id in (select v.id from public.vehicles v)
      group by s.vehicle_id order by s.vehicle_id
      on conflict (vehicle_id) do update set
        total_votes = t.total_votes + excluded.total_votes, yes_votes = t.yes_votes + excluded.yes_votes,
        estimates = t.estimates + excluded.estimates,
        cents = t.cents + excluded.cents, last_vote_at = greatest(t.last_vote_at, excluded.last_vote_at),
        regular_weight = t.regular_weight + excluded.regular_weight, regular_yes = t.regular_yes + excluded.regular_yes,
        maker_weight = t.maker_weight + excluded.maker_weight, maker_yes = t.maker_yes + excluded.maker_yes,
        newcomer_weight = t.newcomer_weight + excluded.newcomer_weight,
        newcomer_yes = t.newcomer_yes + excluded.newcomer_yes,
        held_votes = t.held_votes + excluded.held_votes, valued = t.valued + excluded.valued
  ), estimates as (
    insert into app.estimate_tallies as e (
      vehicle_id, class, regular_weight, regular_cents, newcomer_weight, newcomer_cents)
      select s.vehicle_id, app.estimate_class(s.valued),
             coalesce(sum(s.sign * s.weight) filter (where s.cohort <> 'newcomer'), 0),
             coalesce(sum(s.sign * s.weight * s.valued::numeric) filter (where s.cohort <> 'newcomer'), 0),
             coalesce(sum(s.sign * s.weight) filter (where s.cohort = 'newcomer'), 0),
             coalesce(sum(s.sign * s.weight * s.valued::numeric) filter (where s.cohort = 'newcomer'), 0)
      from signed s where s.valued is not null group by 1, 2 order by 1, 2
      on conflict (vehicle_id, class) do update set
        regular_weight = e.regular_weight + excluded.regular_weight,
        regular_cents = e.regular_cents + excluded.regular_cents,
        newcomer_weight = e.newcomer_weight + excluded.newcomer_weight,
        newcomer_cents = e.newcomer_cents + excluded.newcomer_cents
  )
  select count(*), array_agg(distinct c.vehicle_id),
         coalesce(array_agg(distinct c.vehicle_id) filter (
           where n.counted = 1 and n.cohort = 'newcomer' and b.user_id is null), '{}'),
         coalesce(array_agg(distinct c.vehicle_id) filter (
           where n.counted = 0 and b.counted = 1 and b.voted_at = t.last_vote_at), '{}')
    into seen, touched, joined, turned_back
    from changed c
    join latest n on n.vehicle_id = c.vehicle_id and n.user_id = c.user_id
    left join before b on b.vehicle_id = c.vehicle_id and b.user_id = c.user_id
    left join app.vote_tallies t on t.vehicle_id = c.vehicle_id;

  if seen > 0 then
    -- The time of the last vote goes back when that vote is withdrawn, and only then are ballots read for it.
    update app.vote_tallies t set last_vote_at = (
      select max(b.voted_at) from app.ballots b where b.vehicle_id = t.vehicle_id and b.counted = 1)
      where t.vehicle_id = any (turned_back);
    delete from app.estimate_tallies e where e.vehicle_id = any (touched) and e.regular_weight = 0
      and e.newcomer_weight = 0;
    -- A ban that met a vote on its way in.
    update public.auction_votes a set is_counted = false
      where (a.vehicle_id, a.user_id) in (
        select x.vehicle_id, x.user_id from app.banned_members m join public.auction_votes x on x.user_id = m.user_id
        where x.is_counted and x.vehicle_id = any (touched) for update of x skip locked);
    perform app.hold_bursts(joined);
    perform app.work_each('decide_verdicts', touched);
  end if;
  return seen;
end
$$;

-- Verdict, interval and band of these vehicles from their tallies, and what follows from a verdict that turns.
create or replace function app.decide_verdicts(vehicles uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  t app.vote_tallies;
  j record;
  band record;
begin
  delete from app.vote_tallies x where x.vehicle_id = any (vehicles)
    and not exists (select from public.vehicles v where v.id = x.vehicle_id);
  delete from app.estimate_tallies x where x.vehicle_id = any (vehicles)
    and not exists (select from public.vehicles v where v.id = x.vehicle_id);
  for t in select x.* from app.vote_tallies x where x.vehicle_id = any (vehicles) order by x.vehicle_id for update loop
    select * into j from app.judge(
      t.regular_weight, t.regular_yes, t.maker_weight, t.maker_yes, t.newcomer_weight, t.newcomer_yes);
    select * into band from app.estimate_band(t.vehicle_id, j.newcomer_share);
    update app.vote_tallies x set
      effective_votes = j.effective_votes, effective_yes = j.effective_yes, wilson_lower = j.wilson_lower,
      wilson_upper = j.wilson_upper,
      verdict = j.verdict, verdict_reason = j.verdict_reason, votes_needed = j.votes_needed, cohorts = j.cohorts,
      verdict_since = case when x.verdict = j.verdict then x.verdict_since else now() end,
      p25_estimated_value = band.p25, median_estimated_value = band.median, p75_estimated_value = band.p75
      where x.vehicle_id = t.vehicle_id;
    if j.verdict <> t.verdict then
      insert into app.verdict_changes (vehicle_id, verdict, effective_votes, effective_yes)
        values (t.vehicle_id, j.verdict, j.effective_votes, j.effective_yes);
    end if;
  end loop;
  update public.auction_nominations n set lost_since = case when x.verdict = 'ready' then null else now() end,
    updated_at = now()
    from app.vote_tallies x
    where x.vehicle_id = n.vehicle_id and n.vehicle_id = any (vehicles) and n.state in ('open', 'accepted')
      and (x.verdict = 'ready') = (n.lost_since is not null);
  perform app.open_nominations(vehicles);
  perform app.refresh_chances(vehicles);
end
$$;

-- Weighs all votes of a vehicle again, or of all vehicles: after a change of settings. Takes its time on many votes.
create or replace function app.recount_votes(vehicle uuid default null) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  pairs record;
begin
  perform from public.vehicles v where vehicle is null or v.id = vehicle order by v.id for share;
  perform from app.folds f where f.name = 'votes' for update;
  select array_agg(a.vehicle_id order by a.vehicle_id, a.user_id) as vehicles,
         array_agg(a.user_id order by a.vehicle_id, a.user_id) as users into pairs
    from public.auction_votes a where vehicle is null or a.vehicle_id = vehicle;
  return app.fold_votes(coalesce(pairs.vehicles, '{}'), coalesce(pairs.users, '{}'));
end
$$;

-- Votes from before there was a history enter it as cast when they were last changed, and are weighed at the next fold.
insert into app.vote_deltas (vehicle_id, user_id, votes, yes, estimates, cents, happened_at, withdrawn)
  select a.vehicle_id, a.user_id, 1, (a.vote = 'yes')::int, (app.averaged_cents(a) is not null)::int,
         coalesce(app.averaged_cents(a), 0), a.updated_at, false
  from public.auction_votes a
  where not exists (select from app.auction_vote_history);
insert into app.auction_vote_history
  (vehicle_id, user_id, action, vote, reason, estimated_value, currency, is_private, by_owner, happened_at)
  select a.vehicle_id, a.user_id, 'cast', a.vote, a.reason, a.estimated_value, a.currency, a.is_private, a.by_owner,
         a.updated_at
  from public.auction_votes a
  where not exists (select from app.auction_vote_history);
revoke all on function
  app.fold_votes,
  app.fold_ballots,
  app.decide_verdicts,
  app.recount_votes
  from public, anon, authenticated, service_role;


-- 70_auction/28_vote_bursts.sql

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
revoke all on function
  app.held_votes(integer, jsonb),
  public.held_votes(integer, jsonb)
  from public, anon, authenticated, service_role;
grant execute on function app.held_votes(integer, jsonb), public.held_votes(integer, jsonb)
  to authenticated, service_role;

revoke all on function
  app.review_held_votes(uuid, text, text)
  from public, anon, authenticated, service_role;
grant execute on function app.review_held_votes(uuid, text, text) to authenticated, service_role;
revoke all on function
  public.review_held_votes(uuid, text, text)
  from public, anon, authenticated, service_role;
grant execute on function public.review_held_votes(uuid, text, text) to authenticated, service_role;
revoke all on function
  app.hold_bursts
  from public, anon, authenticated, service_role;


-- 70_auction/30_auction_vote_summary.sql

-- Auction vote summary: a row for every vehicle, zeros where nobody has voted yet, so that reading one never fails. The
-- plain columns count every vote that stands, the one just cast included; the rest weighs them, as of the last fold.

create or replace view public.auction_vote_summary with (security_invoker = true) as
select
  v.id                                                                              as vehicle_id,
  coalesce(t.total_votes, 0) + coalesce(p.votes, 0)                                 as total_votes,
  coalesce(t.yes_votes, 0) + coalesce(p.yes, 0)                                     as yes_votes,
  coalesce(t.total_votes - t.yes_votes, 0) + coalesce(p.votes - p.yes, 0)           as no_votes,
  coalesce(round(100.0 * (coalesce(t.yes_votes, 0) + coalesce(p.yes, 0))
                 / nullif(coalesce(t.total_votes, 0) + coalesce(p.votes, 0), 0), 1), 0) as yes_percent,
  round((coalesce(t.cents, 0) + coalesce(p.cents, 0))
        / nullif(coalesce(t.estimates, 0) + coalesce(p.estimates, 0), 0) / 100, 2)  as avg_estimated_value,
  case when coalesce(t.total_votes, 0) + coalesce(p.votes, 0) > 0
       then greatest(t.last_vote_at, p.last_vote_at) end                            as last_vote_at,
  coalesce(t.wilson_lower, 0)                                                       as wilson_lower,
  coalesce(t.wilson_upper, 1)                                                       as wilson_upper,
  coalesce(t.effective_votes, 0)                                                    as effective_votes,
  coalesce(t.effective_yes, 0)                                                      as effective_yes,
  t.median_estimated_value as median_estimated_value,
  t.p25_estimated_value    as p25_estimated_value,
  t.p75_estimated_value    as p75_estimated_value,
  coalesce(t.verdict, 'undecided')                                                  as verdict,
  case
    when coalesce(t.total_votes, 0) + coalesce(p.votes, 0) = 0
      or coalesce(t.verdict_reason, 'Nobody has voted yet.') <> 'Nobody has voted yet.'
      then coalesce(t.verdict_reason, 'Nobody has voted yet.')
    when p.vehicle_id is not null then 'The first votes are being weighed.'
    else 'No vote that carries weight has been cast yet.'   -- the owner's own, or held for review
  end                                                                               as verdict_reason,
  t.verdict_since,
  case when t.vehicle_id is null then app.least_votes() else t.votes_needed end                   as votes_needed,
  coalesce(t.cohorts, '[]'::jsonb)                                                  as cohorts,
  r.reserve,
  r.currency                                                                        as reserve_currency,
  r.chance                                                                          as chance_at_reserve,
  coalesce(t.held_votes, 0)                                                         as held_votes
from public.vehicles v
left join app.vote_tallies t on t.vehicle_id = v.id
left join app.auction_reserves r on r.vehicle_id = v.id
left join (
  select d.vehicle_id, sum(d.votes)::bigint as votes, sum(d.yes)::bigint as yes, sum(d.estimates)::bigint as estimates,
         sum(d.cents)::numeric as cents, max(d.happened_at) filter (where not d.withdrawn) as last_vote_at
  from app.vote_deltas d group by d.vehicle_id
) p on p.vehicle_id = v.id;

comment on view public.auction_vote_summary is
  'The votes on every vehicle that the caller may see: plain counts, then the verdict with its interval, the '
    'estimates, and the reserve if it is shown.';
comment on column public.auction_vote_summary.avg_estimated_value is
  'Plain average of public ballots'' estimates in the settings'' currency.';
comment on column public.auction_vote_summary.median_estimated_value is
  'Weighted, of public ballots'' estimates; private ones enter no published figure.';
comment on column public.auction_vote_summary.wilson_lower is
  'One-sided 95 % Wilson bounds (z = 1.6449) of the share of yes among effective votes, from 0 to 1.';
comment on column public.auction_vote_summary.effective_votes is 'Votes by weight; see docs/guides/auction-votes.md.';
comment on column public.auction_vote_summary.votes_needed is
  'Effective votes missing for a verdict at the present share; 0 with a verdict, null where more of the same would not '
  'bring one.';
comment on column public.auction_vote_summary.cohorts is
  'Those large enough to be asked: [{"cohort", "effective_votes", "yes_percent"}].';
comment on column public.auction_vote_summary.chance_at_reserve is
  'That a sale nets at least the reserve, from 0 to 1.';

revoke all on public.auction_vote_summary from public, anon, authenticated, service_role;
grant select on public.auction_vote_summary to anon, authenticated, service_role;


-- 70_auction/32_auction_afterwards.sql

-- Afterwards: the hammer against the estimates, who was close, and how verdicts have fared.

-- A row for each auction result that counts. Filled in by app.score_auctions, from the votes as they were before the
-- result was known.
create table if not exists app.auction_results (
  vehicle_id      uuid not null references public.vehicles (id) on delete cascade,
  outcome_id      uuid not null,
  occurred_at     timestamptz not null,
  known_at        timestamptz not null,
  sold            boolean not null,
  hammer          numeric(14, 2),
  currency        text not null,
  verdict         text,
  effective_votes double precision,
  effective_yes   double precision,
  total_votes     bigint,
  yes_votes       bigint,
  estimates       bigint,
  p25_estimate    numeric,
  median_estimate numeric,
  p75_estimate    numeric,
  scored_at       timestamptz,
  owner_id        uuid,
  is_public       boolean not null default false,
  primary key (vehicle_id, outcome_id)
);
create index if not exists auction_results_to_score on app.auction_results (vehicle_id) where scored_at is null;

-- How close each voter's estimate came, for vehicles that sold.
create table if not exists app.vote_closeness (
  vehicle_id      uuid not null references public.vehicles (id) on delete cascade,
  outcome_id      uuid not null,
  user_id         uuid not null references auth.users (id) on delete cascade,
  vote            text not null,
  estimated_value numeric(15, 2) not null,
  hammer          numeric(14, 2) not null,
  currency        text not null,
  miss            double precision not null,
  place           integer not null,
  is_private      boolean not null,
  owner_id        uuid,
  is_public       boolean not null default false,
  primary key (vehicle_id, outcome_id, user_id)
);
create index if not exists vote_closeness_by_person on app.vote_closeness (user_id);

revoke all on app.auction_results, app.vote_closeness from public, anon, authenticated, service_role;
-- through the views below
grant select on app.auction_results, app.vote_closeness to anon, authenticated, service_role;
alter table app.auction_results enable row level security;
alter table app.vote_closeness enable row level security;

drop policy if exists "anyone sees results of public vehicles" on app.auction_results;
create policy "anyone sees results of public vehicles" on app.auction_results
  for select to anon using (is_public and scored_at is not null);
drop policy if exists "members see results of public vehicles and of their own" on app.auction_results;
create policy "members see results of public vehicles and of their own" on app.auction_results
  for select to authenticated using (scored_at is not null and (is_public or owner_id = (select auth.uid())));
drop policy if exists "anyone sees how close public ballots came" on app.vote_closeness;
create policy "anyone sees how close public ballots came" on app.vote_closeness
  for select to anon using (is_public and not is_private);
drop policy if exists "members see how close public ballots and their own came" on app.vote_closeness;
create policy "members see how close public ballots and their own came" on app.vote_closeness
  for select to authenticated
  using ((is_public or owner_id = (select auth.uid())) and (not is_private or user_id = (select auth.uid())));

create or replace trigger auction_results_hang_on_vehicle before insert on app.auction_results
  for each row execute function app.hang_on_vehicle();

create or replace function app.note_auction_result() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.auction_results (vehicle_id, outcome_id, occurred_at, known_at, sold, hammer, currency)
    values (new.vehicle_id, new.id, new.occurred_at, coalesce(new.known_at, new.occurred_at), new.sold, new.value,
      new.currency)
    on conflict do nothing;
  return null;
end
$$;

create or replace trigger vehicle_outcomes_note_result after insert on public.vehicle_outcomes
  for each row when (new.kind = 'auction_result' and new.confirmed_at is not null)
    execute function app.note_auction_result();
create or replace trigger vehicle_outcomes_confirmed_note_result after update of confirmed_at on public.vehicle_outcomes
  for each row when (new.kind = 'auction_result' and new.confirmed_at is not null and old.confirmed_at is null)
    execute function app.note_auction_result();

insert into app.auction_results (vehicle_id, outcome_id, occurred_at, known_at, sold, hammer, currency)
  select o.vehicle_id, o.id, o.occurred_at, coalesce(o.known_at, o.occurred_at), o.sold, o.value, o.currency
  from public.vehicle_outcomes o where o.kind = 'auction_result' and o.confirmed_at is not null
  on conflict do nothing;

-- The votes on a vehicle as they stood just before a moment: what each voter had last said by then.
create or replace function app.votes_at(vehicle uuid, moment timestamptz)
returns table (user_id uuid, vote text, estimated_value numeric, currency text, is_private boolean, by_owner boolean)
language sql stable security definer set search_path = '' as $$
  select l.user_id, l.vote, l.estimated_value, l.currency, l.is_private, l.by_owner
  from (
    select distinct on (h.user_id) h.* from app.auction_vote_history h
    where h.vehicle_id = vehicle and h.happened_at < moment and h.user_id is not null
    order by h.user_id, h.id desc
  ) l
  where l.action <> 'withdrawn'
    and not exists (select from app.banned_members b where b.user_id = l.user_id)
    and not exists (select from app.ballots b where b.vehicle_id = vehicle and b.user_id = l.user_id
      and b.review = 'discarded')
$$;

-- What the crowd said of one result, when it became known.
create or replace function app.score_auction(r app.auction_results) returns void
language plpgsql set search_path = '' as $$
begin
  if r.sold then
    -- voters before their rows: who deletes one holds it first
    perform from auth.users u where u.id in (select v.user_id from app.votes_at(r.vehicle_id, r.known_at) v)
      order by u.id for key share;
    insert into app.vote_closeness (
      vehicle_id, outcome_id, user_id, vote, estimated_value, hammer, currency, miss, place, is_private, owner_id,
      is_public)
      select r.vehicle_id, r.outcome_id, v.user_id, v.vote, v.estimated_value, r.hammer, r.currency,
             abs(ln((v.estimated_value / r.hammer)::float8)),
             -- A place is among public ballots: a gap would tell what a private one said.
             1 + count(*) filter (where not v.is_private) over (order by abs(ln((v.estimated_value / r.hammer)::float8))
               range between unbounded preceding and current row exclude group), v.is_private, r.owner_id, r.is_public
      from app.votes_at(r.vehicle_id, r.known_at) v
      where v.estimated_value is not null and v.currency = r.currency and not v.by_owner
        and exists (select from auth.users u where u.id = v.user_id)
      on conflict do nothing;
  end if;
  update app.auction_results x set
    (verdict, effective_votes, effective_yes) = (
      select c.verdict, c.effective_votes, c.effective_yes from app.verdict_changes c
      where c.vehicle_id = r.vehicle_id and c.changed_at <= r.known_at order by c.id desc limit 1),
    (total_votes, yes_votes) = (select count(*), count(*) filter (where v.vote = 'yes')
      from app.votes_at(r.vehicle_id, r.known_at) v),
    (estimates, p25_estimate, median_estimate, p75_estimate) = (
      select count(*), round(percentile_cont(0.25) within group (order by v.estimated_value)::numeric, 2),
             round(percentile_cont(0.5) within group (order by v.estimated_value)::numeric, 2),
             round(percentile_cont(0.75) within group (order by v.estimated_value)::numeric, 2)
      from app.votes_at(r.vehicle_id, r.known_at) v
        where v.estimated_value is not null and not v.is_private and v.currency = r.currency and not v.by_owner),
    scored_at = now()
    where x.vehicle_id = r.vehicle_id and x.outcome_id = r.outcome_id;
end
$$;

-- Scores the results that wait for it; returns how many. miss is |ln(estimate / hammer)|: 0.1 is about 10 % off, either
-- way.
create or replace function app.score_auctions() returns integer
language plpgsql security definer set search_path = '' set jit = off as $$
declare
  r app.auction_results;
  scored integer := 0;
begin
  for r in
    select x.* from app.auction_results x join public.vehicles v on v.id = x.vehicle_id
    where x.scored_at is null and not app.is_set_aside('score_auctions', x.vehicle_id || ' ' || x.outcome_id)
    order by x.known_at limit 100 for share of v skip locked for update of x skip locked
  loop
    begin
      perform app.score_auction(r);
      perform app.item_is_done('score_auctions', r.vehicle_id || ' ' || r.outcome_id);
      scored := scored + 1;
    exception when others then
      perform app.set_item_aside('score_auctions', r.vehicle_id || ' ' || r.outcome_id, sqlerrm);
    end;
  end loop;
  return scored;
end
$$;

create or replace function app.carry_afterwards() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update app.auction_results t set owner_id = new.user_id, is_public = coalesce(new.is_public, false)
    where t.vehicle_id = new.id;
  update app.vote_closeness t set owner_id = new.user_id, is_public = coalesce(new.is_public, false)
    where t.vehicle_id = new.id;
  return null;
end
$$;

create or replace trigger vehicles_carry_afterwards after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_afterwards();

create or replace view public.auction_afterwards with (security_invoker = true) as
select r.vehicle_id, r.outcome_id, r.occurred_at, r.sold, r.hammer, r.currency, r.verdict, r.effective_votes,
       r.effective_yes,
       r.total_votes, r.yes_votes, r.estimates, r.p25_estimate, r.median_estimate, r.p75_estimate,
       case when r.sold then ln((r.median_estimate / r.hammer)::float8) end as median_miss
from app.auction_results r;
comment on view public.auction_afterwards is
  'Auction results beside what was said before they were known: verdict, votes, and the quartiles of public estimates, '
    'the owner''s left out.';
comment on column public.auction_afterwards.median_miss is 'ln(median estimate / hammer): 0.1 is about 10 % too high.';

create or replace view public.auction_vote_closeness with (security_invoker = true) as
select c.vehicle_id, c.outcome_id, c.user_id, c.vote, c.estimated_value, c.hammer, c.currency, c.miss, c.place
from app.vote_closeness c;
comment on view public.auction_vote_closeness is
  'How close each estimate came to the hammer: miss is |ln(estimate / hammer)|; place 1 is the closest public one of '
  'the vehicle; a private ballot''s place is the one it would have among them.';

create or replace view public.voter_record with (security_invoker = true) as
select c.user_id, count(*) as auctions, percentile_cont(0.5) within group (order by c.miss) as median_miss,
       count(*) filter (where c.miss <= ln(1.1)) as within_10_percent, count(*) filter (where c.place = 1) as closest
from app.vote_closeness c
group by c.user_id;
comment on view public.voter_record is
  'A row for each person whose estimates have met a hammer: how many, how close, how often within 10 % or the closest.';

create or replace view public.verdict_record with (security_invoker = true) as
select r.verdict, count(*) as auctions, count(*) filter (where r.sold) as sold,
       round(100.0 * count(*) filter (where r.sold) / count(*), 1) as sold_percent,
       percentile_cont(0.5) within group (order by abs(ln((r.median_estimate / r.hammer)::float8))) filter (
         where r.sold and r.median_estimate is not null) as median_miss
from app.auction_results r
where r.verdict is not null
group by r.verdict;
comment on view public.verdict_record is
  'How verdicts have fared: auctions and sold share by the verdict before the result was known.';

revoke all on public.auction_afterwards, public.auction_vote_closeness, public.voter_record, public.verdict_record
  from public, anon, authenticated, service_role;
grant select on public.auction_afterwards, public.auction_vote_closeness, public.voter_record, public.verdict_record
  to anon, authenticated, service_role;
revoke all on function
  app.note_auction_result,
  app.votes_at,
  app.score_auction,
  app.score_auctions,
  app.carry_afterwards
  from public, anon, authenticated, service_role;


-- 70_auction/34_auction_ready.sql

-- Vehicles whose verdict is ready, but for those sold within a year: their votes were about the sale that has been. An
-- index has them in the order of wilson_lower, highest first.
create or replace view public.auction_ready with (security_invoker = true) as
select
  t.vehicle_id,
  t.wilson_lower,
  t.wilson_upper,
  t.effective_votes,
  t.effective_yes,
  t.total_votes,
  t.yes_votes,
  t.median_estimated_value as median_estimated_value,
  t.verdict_reason,
  t.verdict_since,
  n.id        as nomination_id,
  n.state     as nomination_state,
  n.auction_url,
  n.starts_at,
  n.ends_at
from app.vote_tallies t
left join public.auction_nominations n on n.vehicle_id = t.vehicle_id and n.state in ('open', 'accepted', 'live')
left join app.auction_results s on s.vehicle_id = t.vehicle_id and s.sold and s.occurred_at > now() - interval '1 year'
where t.verdict = 'ready' and s.vehicle_id is null;

comment on view public.auction_ready is
  'Vehicles that the community finds ready for auction and that were not sold within a year; order by '
  'wilson_lower.desc, vehicle_id.';

revoke all on public.auction_ready from public, anon, authenticated, service_role;
grant select on public.auction_ready to anon, authenticated, service_role;


-- 70_auction/36_useful_reasons.sql

-- Useful reasons: a person finds the reason of somebody's vote useful. auction_votes keeps their number.

create table if not exists public.useful_reasons (
  vehicle_id uuid not null,
  voter_id   uuid not null,
  user_id    uuid not null default auth.uid() references auth.users (id) on delete cascade,
  owner_id   uuid,
  is_public  boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (vehicle_id, voter_id, user_id),
  constraint useful_reasons_are_of_others check (user_id <> voter_id),
  constraint useful_reasons_vote_fkey foreign key (vehicle_id, voter_id)
    references public.auction_votes (vehicle_id, user_id) on delete cascade
);

comment on table public.useful_reasons is
  'One row a reason and a person who finds it useful. A reason that is rewritten starts anew.';

create index if not exists useful_reasons_by_person on public.useful_reasons (user_id);

revoke all on public.useful_reasons from public, anon, authenticated, service_role;
grant select, delete on public.useful_reasons to authenticated;
grant insert (vehicle_id, voter_id, user_id) on public.useful_reasons to authenticated;
grant select, insert, delete on public.useful_reasons to service_role;
alter table public.useful_reasons enable row level security;

drop policy if exists "members see what they find useful" on public.useful_reasons;
create policy "members see what they find useful" on public.useful_reasons
  for select to authenticated using (user_id = (select auth.uid()));

drop policy if exists "members find reasons useful as themselves" on public.useful_reasons;
create policy "members find reasons useful as themselves" on public.useful_reasons
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

drop policy if exists "members take back what they find useful" on public.useful_reasons;
create policy "members take back what they find useful" on public.useful_reasons
  for delete to authenticated using (user_id = (select auth.uid()));

create or replace trigger useful_reasons_hang_on_vehicle before insert on public.useful_reasons
  for each row execute function app.hang_on_vehicle();

-- A vote that is private, is not there or has no reason answers alike, before any key or count could tell them apart.
create or replace function app.find_reason() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.auction_votes a
                 where a.vehicle_id = new.vehicle_id and a.user_id = new.voter_id and a.reason is not null
                   and not a.is_private and a.is_counted) then
    raise exception 'There is no such reason.' using errcode = 'foreign_key_violation', detail = 'unknown_reason',
      hint = 'It may have been withdrawn.';
  end if;
  return new;
end
$$;

create or replace trigger useful_reasons_find_reason before insert on public.useful_reasons
  for each row execute function app.find_reason();

create or replace function app.count_useful_reason() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    update public.auction_votes a set useful_count = a.useful_count + 1
      where a.vehicle_id = new.vehicle_id and a.user_id = new.voter_id and a.reason is not null and not a.is_private
        and a.is_counted;
    if not found then
      raise exception 'There is no such reason.' using errcode = 'foreign_key_violation', detail = 'unknown_reason',
        hint = 'It may have been withdrawn.';
    end if;
  else
    update public.auction_votes a set useful_count = a.useful_count - 1
      where a.vehicle_id = old.vehicle_id and a.user_id = old.voter_id and a.useful_count > 0;
  end if;
  return null;
end
$$;

create or replace trigger useful_reasons_count after insert or delete on public.useful_reasons
  for each row execute function app.count_useful_reason();

create or replace function app.forget_useful_reasons() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.useful_reasons m where m.vehicle_id = new.vehicle_id and m.voter_id = new.user_id;
  return null;
end
$$;

-- A ballot that turns private takes them along, so that none is left whose end would tell of it.
create or replace trigger auction_votes_forget_useful_reasons after update of reason, is_private on public.auction_votes
  for each row when (old.useful_count > 0 and (new.reason is distinct from old.reason or new.is_private))
    execute function app.forget_useful_reasons();

create or replace function app.carry_useful_reasons() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.useful_reasons t set owner_id = new.user_id, is_public = coalesce(new.is_public, false)
    where t.vehicle_id = new.id;
  return null;
end
$$;

-- By its name after the votes that they hang on.
create or replace trigger vehicles_carry_visibility_to_useful_reasons after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_useful_reasons();

select app.pace_inserts('public.useful_reasons', 'useful_reasons');
revoke all on function
  app.find_reason,
  app.count_useful_reason,
  app.forget_useful_reasons,
  app.carry_useful_reasons
  from public, anon, authenticated, service_role;


-- 70_auction/38_auction_jobs.sql

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
revoke all on function
  app.tend_auctions,
  app.forget_gone_voters
  from public, anon, authenticated, service_role;


-- 75_notices/10_notice_kinds.sql

-- Kinds of notices: the one list. Constraints, settings, mails and the page take kinds, their words and where they go
-- unless a person wishes otherwise from here.
--   none    not at all            digest  on the page, and in a mail a day or a week
--   page    on the page           mail    on the page, and by mail at once

create table if not exists app.notice_kinds (
  kind    text primary key,
  place   smallint not null unique,
  way     text not null,
  subject text not null,
  about   text not null,
  constraint notice_kind_is_a_name check (kind ~ '^[a-z_]{1,60}$'),
  constraint notice_way_is_known check (way in ('none', 'page', 'digest', 'mail'))
);
comment on table app.notice_kinds is 'What people are told of. way: where it goes unless they wish otherwise.';
comment on column app.notice_kinds.about is 'Ends the sentence "You are told when ...".';
revoke all on app.notice_kinds from public, anon, authenticated, service_role;

insert into app.notice_kinds (kind, place, way, subject, about) values
  ('nomination_opened', 1, 'mail', 'The community says it is ready for auction',
    'the community finds a car of yours ready for auction'),
  ('nomination_closed', 2, 'mail', 'A nomination has closed', 'a nomination of your car closes'),
  ('auction_live', 3, 'mail', 'The auction is live', 'the auction of your car goes live'),
  ('auction_ended', 4, 'mail', 'The auction has ended', 'the auction of your car ends'),
  ('question_settled', 5, 'mail', 'A question is settled',
    'a question is settled that you bet on, follow, or that is about your car'),
  ('result_proposed', 6, 'page', 'A result is proposed',
    'a result is proposed for a question that you bet on, follow, or that is about your car'),
  ('question_disputed', 7, 'page', 'A result is disputed',
    'a result is disputed of a question that you bet on, follow, or that is about your car'),
  ('question_reversed', 8, 'mail', 'A settlement is reversed',
    'a settlement is reversed of a question that you bet on, follow, or that is about your car'),
  ('comment_replied', 9, 'mail', 'Somebody replied to your comment', 'somebody replies to a comment of yours'),
  ('vehicle_sold', 10, 'digest', 'A car has sold', 'a car sells that you follow, bet on or voted on'),
  ('forecast_moved', 11, 'digest', 'A forecast has moved', 'the forecast of a car or question that you follow moves'),
  ('person_active', 12, 'digest', 'Somebody you follow was here', 'somebody whom you follow bets or adds a car'),
  ('report_answered', 13, 'mail', 'Your report is answered', 'what you reported of a car is confirmed or declined'),
  ('hand_over', 14, 'mail', 'A car changes hands',
    'a car that you offered is accepted or declined, or a car becomes yours'),
  ('comment_held', 15, 'mail', 'Your comment was taken from view', 'an operator takes a comment of yours from view'),
  ('photo_held', 16, 'mail', 'A photo was taken from view', 'an operator takes a photo of your car from view')
on conflict (kind) do update set place = excluded.place, subject = excluded.subject, about = excluded.about;


-- 75_notices/20_notice_settings.sql

-- Settings of notices: by person and kind, and how often the digest comes. Who has wished nothing has no row.

create table if not exists app.notice_wishes (
  user_id uuid not null references auth.users (id) on delete cascade,
  kind    text not null references app.notice_kinds (kind) on delete cascade,
  way     text not null,
  primary key (user_id, kind),
  constraint wished_way_is_known check (way in ('none', 'page', 'digest', 'mail'))
);
create index if not exists notice_wishes_by_kind on app.notice_wishes (kind);
comment on table app.notice_wishes is 'Where a person wishes notices of a kind to go; without a row, as the kind says.';

create table if not exists app.digests (
  user_id uuid primary key references auth.users (id) on delete cascade,
  every   text not null default 'day',
  made_at timestamptz,
  constraint digest_comes_every_day_or_week_or_never check (every in ('day', 'week', 'never'))
);
comment on column app.digests.made_at is 'When the latest one was made.';
revoke all on app.notice_wishes, app.digests from public, anon, authenticated, service_role;

create or replace function app.notice_way(person uuid, what text) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce((select w.way from app.notice_wishes w where w.user_id = person and w.kind = what), k.way)
  from app.notice_kinds k where k.kind = what
$$;

create or replace function app.digest_every(person uuid) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce((select d.every from app.digests d where d.user_id = person), 'day')
$$;

create or replace function app.notice_settings()
returns table (kind text, about text, way text, usual text)
language sql stable security definer set search_path = '' as $$
  select app.require_account();
  select k.kind, k.about, app.notice_way(auth.uid(), k.kind), k.way from app.notice_kinds k order by k.place
$$;

create or replace function app.wish_notice(person uuid, what text, where_to text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if where_to is null or where_to not in ('none', 'page', 'digest', 'mail') then
    perform app.refuse('notice_way_is_known', 'Notices go nowhere, to the page, into the digest or by mail.',
      'The ways are none, page, digest and mail.', '22023');
  elsif not exists (select from app.notice_kinds k where k.kind = what) then
    perform app.not_found('notice kind', left(what, 60), 'notice_settings() lists the kinds.');
  end if;
  insert into app.notice_wishes (user_id, kind, way) values (person, what, where_to)
    on conflict (user_id, kind) do update set way = excluded.way;
end
$$;

create or replace function app.wish_digest(person uuid, how_often text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if how_often is null or how_often not in ('day', 'week', 'never') then
    perform app.refuse('digest_comes_every_day_or_week_or_never', 'The digest comes every day, every week or never.',
      'Say day, week or never.', '22023');
  end if;
  insert into app.digests (user_id, every) values (person, how_often)
    on conflict (user_id) do update set every = excluded.every;
end
$$;

create or replace function app.set_notice_way(what text, where_to text) returns void
language sql security definer set search_path = '' as $$
  select app.wish_notice(app.require_account(), what, where_to)
$$;
create or replace function app.set_digest(how_often text) returns void
language sql security definer set search_path = '' as $$
  select app.wish_digest(app.require_account(), how_often)
$$;
create or replace function app.my_digest() returns text
language sql stable security definer set search_path = '' as $$
  select app.digest_every(app.require_account())
$$;

-- From a mail, by a link that the server has signed: no more mails of this kind, or of any where it names none. Never
-- louder than before. Returns what the kind is about; null for the digest, for all, and for an account that is gone.
create or replace function app.unsubscribe(person uuid, what text) returns text
language plpgsql security definer set search_path = '' as $$
begin
  perform from auth.users u where u.id = person for key share;
  if not found then return null; end if;
  if what is null or what = 'digest' then perform app.wish_digest(person, 'never'); end if;
  if what is distinct from 'digest' then
    insert into app.notice_wishes as w (user_id, kind, way)
      select person, k.kind, 'page' from app.notice_kinds k
      where (what is null or k.kind = what) and app.notice_way(person, k.kind) in ('mail', 'digest')
      on conflict (user_id, kind) do update set way = excluded.way;
  end if;
  return (select k.about from app.notice_kinds k where k.kind = what);
end
$$;

create or replace function public.notice_settings() returns table (kind text, about text, way text, usual text)
language sql stable set search_path = '' as $$ select * from app.notice_settings() $$;
comment on function public.notice_settings() is
  'The kinds of notices, where the caller''s go (none, page, digest or mail) and where they go unless one wishes '
  'otherwise. Refuses not_signed_in.';
create or replace function public.set_notice_way(kind text, way text) returns void
language sql set search_path = '' as $$ select app.set_notice_way(kind, way) $$;
comment on function public.set_notice_way(text, text) is
  'Where the caller''s notices of a kind go: none, page, digest or mail. Refuses not_signed_in, unknown_notice_kind, '
  'notice_way_is_known.';
create or replace function public.my_digest() returns text
language sql stable set search_path = '' as $$ select app.my_digest() $$;
comment on function public.my_digest() is 'How often the caller''s digest comes: day, week or never.';
create or replace function public.set_digest(every text) returns void
language sql set search_path = '' as $$ select app.set_digest(every) $$;
comment on function public.set_digest(text) is
  'How often the caller''s digest comes: day, week or never. Refuses not_signed_in, '
  'digest_comes_every_day_or_week_or_never.';

revoke all on function
  app.notice_settings(),
  app.set_notice_way(text, text),
  app.my_digest(),
  app.set_digest(text),
  public.notice_settings(),
  public.set_notice_way(text, text),
  public.my_digest(),
  public.set_digest(text)
  from public, anon, authenticated, service_role;
grant execute on function app.notice_settings(), app.set_notice_way(text, text), app.my_digest(), app.set_digest(text),
  public.notice_settings(), public.set_notice_way(text, text), public.my_digest(), public.set_digest(text)
  to authenticated;
revoke all on function
  app.notice_way,
  app.digest_every,
  app.wish_notice,
  app.wish_digest,
  app.unsubscribe
  from public, anon, authenticated, service_role;


-- 75_notices/30_follows.sql

-- Follows: the cars, people and questions that a person would hear of. Private to that person. A question is followed
-- as its forecast: all milestones of a car in one currency are one.

create table if not exists public.follows (
  id         uuid primary key default gen_random_uuid(),
  user_id    uuid not null references auth.users (id) on delete cascade,
  vehicle_id uuid references public.vehicles (id) on delete cascade,
  question   text,
  person_id  uuid references auth.users (id) on delete cascade,
  owner_id   uuid,
  is_public  boolean not null default false,
  created_at timestamptz not null default now(),
  constraint follows_are_of_a_car_a_question_or_a_person check (
    (vehicle_id is null) <> (person_id is null) and (question is null or vehicle_id is not null)),
  constraint nobody_follows_themselves check (person_id <> user_id),
  constraint followed_once unique nulls not distinct (user_id, vehicle_id, question, person_id)
);
comment on table public.follows is
  'One row a car (vehicle_id), question (vehicle_id and question) or person (person_id) that somebody follows; seen by '
  'that person, and not while the car is hidden from them.';
create index if not exists follows_of_vehicle on public.follows (vehicle_id, question, user_id) where vehicle_id is not null;
create index if not exists follows_of_person on public.follows (person_id, user_id) where person_id is not null;

revoke all on public.follows from public, anon, authenticated, service_role;
grant select on public.follows to authenticated, service_role;
alter table public.follows enable row level security;

drop policy if exists "members see what they follow, unless it is hidden from them" on public.follows;
create policy "members see what they follow, unless it is hidden from them" on public.follows
  for select to authenticated
  using (user_id = (select auth.uid()) and (vehicle_id is null or is_public or owner_id = (select auth.uid())));

insert into app.settings (name, value, about) values
  ('follows_per_person', '1000', 'Cars, people and questions that one person may follow.'),
  ('pace_follows', '300', 'Follows that one person may add in ten minutes.')
on conflict (name) do update set about = excluded.about;
select app.pace_inserts('public.follows', 'follows');

create or replace function app.carry_follows() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.follows f set owner_id = new.user_id, is_public = coalesce(new.is_public, false)
    where f.vehicle_id = new.id;
  return null;
end
$$;
create or replace trigger vehicles_carry_follows after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_follows();

-- The forecast that a question belongs to.
create or replace function app.topic_of(question text) returns text
language sql immutable set search_path = '' as $$
  select case when split_part(question, ':', 1) = any (app.bet_types_of('milestone'))
    then split_part(question, ':', 1) || ':' || split_part(question, ':', 2) else question end
$$;

create or replace function app.follow(vehicle uuid, asked text, person uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  me constant uuid := app.require_account();
  topic constant text := app.topic_of(left(asked, 400));
  most constant integer := app.setting_number('follows_per_person')::integer;
  owner uuid;
  shown boolean := false;
begin
  if (vehicle is null) = (person is null) or (asked is not null and vehicle is null) then
    perform app.refuse('follows_are_of_a_car_a_question_or_a_person', 'Follow a car, a question of a car, or a person.',
      'Send vehicle_id, vehicle_id with question, or person_id.', '22023');
  elsif person = me then
    perform app.refuse('nobody_follows_themselves', 'Nobody follows themselves.');
  elsif person is not null and not exists (select from auth.users u where u.id = person and u.deleted_at is null) then
    perform app.not_found('person', person::text);
  end if;
  if vehicle is not null then
    -- going private waits for this row, or this for it
    select x.user_id, coalesce(x.is_public, false) into owner, shown from public.vehicles x where x.id = vehicle
      for share;
    if not found or not (coalesce(shown, false) or owner is not distinct from me) then
      perform app.not_found('vehicle', vehicle::text);
    elsif topic is not null and not exists (
      select from public.bet_questions q where q.vehicle_id = vehicle and app.topic_of(q.question) = topic) then
      perform app.not_found('question', left(asked, 300), 'Questions are listed in bet_questions.');
    end if;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('follows ' || me::text, 0));   -- two at once are counted in turn
  if not exists (select from public.follows f where f.user_id = me and f.vehicle_id is not distinct from vehicle
      and f.question is not distinct from topic and f.person_id is not distinct from person)
     and (select count(*) from public.follows f where f.user_id = me) >= most then
    perform app.refuse('follows_are_limited', format('You follow %s already, which is the most one person may.', most),
      'Stop following something else first.');
  end if;
  insert into public.follows (user_id, vehicle_id, question, person_id, owner_id, is_public)
    values (me, vehicle, topic, person, owner, shown) on conflict do nothing;
end
$$;

-- Stops following; also what is hidden by now, or gone. A second time changes nothing.
create or replace function app.unfollow(vehicle uuid, asked text, person uuid) returns void
language sql security definer set search_path = '' as $$
  delete from public.follows f
    where f.user_id = app.require_account() and f.vehicle_id is not distinct from vehicle
      and f.question is not distinct from app.topic_of(left(asked, 400)) and f.person_id is not distinct from person
$$;

create or replace function public.follow(
  vehicle_id uuid default null, question text default null, person_id uuid default null) returns void
language sql set search_path = '' as $$ select app.follow(vehicle_id, question, person_id) $$;
comment on function public.follow(uuid, text, uuid) is
  'Follows a car (vehicle_id), a question of it (with question) or a person (person_id). Again changes nothing. '
  'Refuses not_signed_in, unknown_vehicle, unknown_question, unknown_person, nobody_follows_themselves, '
  'follows_are_limited.';
create or replace function public.unfollow(
  vehicle_id uuid default null, question text default null, person_id uuid default null) returns void
language sql set search_path = '' as $$ select app.unfollow(vehicle_id, question, person_id) $$;
comment on function public.unfollow(uuid, text, uuid) is
  'Stops following what follow() was told; again changes nothing.';

revoke all on function
  app.follow(uuid, text, uuid),
  app.unfollow(uuid, text, uuid),
  public.follow(uuid, text, uuid),
  public.unfollow(uuid, text, uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.follow(uuid, text, uuid), app.unfollow(uuid, text, uuid), public.follow(uuid, text, uuid),
  public.unfollow(uuid, text, uuid) to authenticated;
revoke all on function
  app.carry_follows,
  app.topic_of
  from public, anon, authenticated, service_role;


-- 75_notices/40_notices.sql

-- Notices: what a person is told, to be read in the page. What goes by mail too stands in the outbox, or waits here for
-- the digest.

create table if not exists public.notices (
  user_id     uuid not null references auth.users (id) on delete cascade,
  id          uuid not null default gen_random_uuid(),
  kind        text not null references app.notice_kinds (kind),
  vehicle_id  uuid references public.vehicles (id) on delete cascade,
  body        text not null,
  payload     jsonb not null default '{}',
  created_at  timestamptz not null default now(),
  read_at     timestamptz,
  news_id     uuid,
  in_digest   boolean not null default false,
  digested_at timestamptz,
  primary key (user_id, id),
  constraint notice_body_has_1_to_1000_characters check (length(body) between 1 and 1000)
);
comment on table public.notices is
  'What a member is told in the page. Written by the database; read by that member only.';

create index if not exists notices_by_person on public.notices (user_id, created_at desc);
comment on column public.notices.news_id is 'What happened, where several people are told of it; see app.news.';
comment on column public.notices.in_digest is 'Waits for the digest, or was in one since digested_at.';

-- Whatever runs twice, one person is told once that something of a kind has happened.
create unique index if not exists notices_tell_once on public.notices (kind, news_id, user_id);
create index if not exists notices_await_digest on public.notices (user_id, created_at) where in_digest and digested_at is null;
create index if not exists notices_by_vehicle on public.notices (vehicle_id);

revoke all on public.notices from public, anon, authenticated, service_role;
grant select on public.notices to authenticated, service_role;
alter table public.notices enable row level security;

drop policy if exists "members read their own notices" on public.notices;
create policy "members read their own notices" on public.notices
  for select to authenticated using (user_id = (select auth.uid()));

create or replace function app.mark_notice_read(notice uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.notices n set read_at = coalesce(n.read_at, now()) where n.user_id = auth.uid() and n.id = notice;
  if not found then
    raise exception 'There is no notice % of yours.', coalesce(notice::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_notice';
  end if;
end
$$;

create or replace function public.mark_notice_read(id uuid) returns void
language sql set search_path = '' as $$
  select app.mark_notice_read(id)
$$;
comment on function public.mark_notice_read(uuid) is
  'Marks one of the caller''s notices as read; a second time changes nothing.';

revoke all on function
  app.mark_notice_read(uuid),
  public.mark_notice_read(uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.mark_notice_read(uuid), public.mark_notice_read(uuid) to authenticated;


-- 75_notices/45_news.sql

-- News: what happened that several people are told of. One row, written in the transaction in which it happens, however
-- many they are: a settlement costs the same for ten bettors and for a hundred thousand. app.tell_news tells them.

create table if not exists app.news (
  id         uuid primary key default gen_random_uuid(),
  kind       text not null references app.notice_kinds (kind),
  identity   text not null,
  vehicle_id uuid references public.vehicles (id) on delete cascade,
  question   text,
  round      smallint,
  version    smallint,
  by_person  uuid,
  details    jsonb not null default '{}',
  created_at timestamptz not null default now(),
  told_to    uuid,
  told       bigint not null default 0,
  done_at    timestamptz,
  constraint news_happen_once unique (kind, identity)
);
comment on table app.news is 'One row a thing that happened; kept for 90 days.';
comment on column app.news.identity is 'What happened: with the version of a question, which may be settled again.';
comment on column app.news.by_person is 'Who did it, and is not told.';
comment on column app.news.told_to is 'The last person told, in the order of ids; null before the first.';
create index if not exists news_to_tell on app.news (created_at, id) where done_at is null;
create index if not exists news_by_vehicle on app.news (vehicle_id);
revoke all on app.news from public, anon, authenticated, service_role;

-- A question's state changes: whoever changes it.
create or replace function app.note_question_news() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  what constant text := case
    when new.version > old.version then 'question_reversed'
    when new.state = 'proposed' and new.final_at > now() then 'result_proposed'
    when new.state = 'disputed' then 'question_disputed'
    when new.state in ('final', 'annulled') then 'question_settled' end;
begin
  if what is not null then
    insert into app.news (kind, identity, vehicle_id, question, round, version, by_person)
      values (what, concat_ws(' ', new.vehicle_id, new.question, new.round, new.version), new.vehicle_id, new.question,
        new.round, new.version, auth.uid())
      on conflict on constraint news_happen_once do nothing;
  end if;
  return null;
end
$$;
create or replace trigger bet_questions_note_news after update of state on public.bet_questions
  for each row when (old.state is distinct from new.state) execute function app.note_question_news();

-- A car sells. An old result, entered for the record, is no news.
create or replace function app.note_sale() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.news (kind, identity, vehicle_id, by_person, details)
    values ('vehicle_sold', new.id::text, new.vehicle_id, new.owner_id,
      jsonb_build_object('outcome_id', new.id, 'value', new.value, 'currency', new.currency))
    on conflict on constraint news_happen_once do nothing;
  return null;
end
$$;
create or replace trigger vehicle_outcomes_note_sale after insert on public.vehicle_outcomes
  for each row when (new.sold and new.confirmed_at is not null and new.occurred_at > now() - interval '30 days')
  execute function app.note_sale();
create or replace trigger vehicle_outcomes_confirmed_note_sale after update of confirmed_at on public.vehicle_outcomes
  for each row when (new.sold and new.confirmed_at is not null and old.confirmed_at is null
    and new.occurred_at > now() - interval '30 days')
  execute function app.note_sale();

create or replace function app.note_reply() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.news (kind, identity, vehicle_id, by_person, details)
    values ('comment_replied', new.id::text, new.vehicle_id, new.user_id,
      jsonb_build_object('comment_id', new.id, 'parent_id', new.parent_id, 'image_id', new.image_id))
    on conflict on constraint news_happen_once do nothing;
  return null;
end
$$;
create or replace trigger image_interactions_note_reply after insert on public.image_interactions
  for each row when (new.parent_id is not null) execute function app.note_reply();

-- Somebody whom others follow bets, or adds a car: the first time in a day.
create or replace function app.note_person() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.news (kind, identity, vehicle_id, by_person, details)
    select distinct on (a.user_id) 'person_active', a.user_id || ' ' || (now() at time zone 'utc')::date,
      (to_jsonb(a) ->> tg_argv[1])::uuid, a.user_id, jsonb_build_object('person_id', a.user_id, 'did', tg_argv[0])
    from added a
    where a.is_public and exists (select from public.follows f where f.person_id = a.user_id)
    order by a.user_id
    on conflict on constraint news_happen_once do nothing;
  return null;
end
$$;
create or replace trigger vehicle_bets_note_person after insert on public.vehicle_bets
  referencing new table as added for each statement execute function app.note_person('bet', 'vehicle_id');
create or replace trigger vehicles_note_person after insert on public.vehicles
  referencing new table as added for each statement execute function app.note_person('car', 'id');

-- Forecasts that somebody follows, as they were when they were last told of.
create table if not exists app.told_forecasts (
  vehicle_id uuid not null references public.vehicles (id) on delete cascade,
  topic      text not null,
  round      smallint not null,
  value      double precision not null,
  told_at    timestamptz not null default now(),
  primary key (vehicle_id, topic, round)
);
comment on column app.told_forecasts.value is 'The median: money, or a day since 1970.';
revoke all on app.told_forecasts from public, anon, authenticated, service_role;

insert into app.settings (name, value, about) values
  ('forecast_moves_percent', '5', 'How far the median of a forecast moves before its followers are told, in percent.'),
  ('forecast_moves_days', '14', 'The same of a day, in days.'),
  ('forecast_moves_people', '3', 'How many people a forecast has before its movement is told.')
on conflict (name) do update set about = excluded.about;

-- The median at the end of a forecast's movement, as a number.
create or replace function app.forecast_median(c app.crowds) returns double precision
language sql immutable set search_path = '' as $$
  select case when m #>> '{}' ~ '^\d{4}-\d\d-\d\d$' then ((m #>> '{}')::date - '1970-01-01'::date)::float8
              when jsonb_typeof(m) = 'number' then (m #>> '{}')::float8 end
  from (select c.movement -> -1 -> 2 as m) x
$$;

-- A followed forecast that has moved since its followers were last told: at most once a day.
create or replace function app.note_moves() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  percent constant float8 := app.setting_number('forecast_moves_percent') / 100;
  days constant float8 := app.setting_number('forecast_moves_days');
  noted integer;
  -- held before what hangs on them; those that somebody has in hand are for the next time
  held constant uuid[] := app.hold_vehicles(array(
    select f.vehicle_id from public.follows f join app.crowds c on c.vehicle_id = f.vehicle_id
    where c.people >= app.setting_number('forecast_moves_people')));
begin
  insert into app.told_forecasts (vehicle_id, topic, round, value)
    select c.vehicle_id, c.topic, c.round, app.forecast_median(c) from app.crowds c
    where c.vehicle_id = any (held)
      and c.people >= app.setting_number('forecast_moves_people') and app.forecast_median(c) is not null
      and exists (select from public.follows f
        where f.vehicle_id = c.vehicle_id and (f.question is null or f.question = c.topic))
    on conflict do nothing;
  with moved as (
    update app.told_forecasts t set value = n.value, told_at = now()
    from (select c.vehicle_id, c.topic, c.round, c.bet_type, app.forecast_median(c) as value, c.people
          from app.crowds c) n,
      app.told_forecasts b
    where t.vehicle_id = any (held) and t.vehicle_id = n.vehicle_id and t.topic = n.topic and t.round = n.round
      and b.vehicle_id = t.vehicle_id and b.topic = t.topic and b.round = t.round
      and t.told_at <= now() - interval '1 day' and n.people >= app.setting_number('forecast_moves_people')
      and abs(n.value - t.value) >= case when app.bet_shape(n.bet_type) = 'day' then days
        else percent * greatest(abs(t.value), 1) end
      and exists (select from public.follows f
        where f.vehicle_id = t.vehicle_id and (f.question is null or f.question = t.topic))
    returning t.vehicle_id, t.topic, t.round, b.value as before, t.value as after
  ), told as (
    insert into app.news (kind, identity, vehicle_id, question, round, details)
      select 'forecast_moved', concat_ws(' ', m.vehicle_id, m.topic, m.round, (now() at time zone 'utc')::date),
        m.vehicle_id, m.topic, m.round, jsonb_build_object('before', m.before, 'after', m.after)
      from moved m on conflict on constraint news_happen_once do nothing returning 1
  )
  select count(*) into noted from told;
  return noted;
end
$$;

select app.register_job('note_moves', '10 minutes', 'select app.note_moves()', phase => '4 minutes');
revoke all on function
  app.note_question_news,
  app.note_sale,
  app.note_reply,
  app.note_person,
  app.forecast_median,
  app.note_moves
  from public, anon, authenticated, service_role;


-- 75_notices/50_outbox.sql

-- Outbox: what is to be sent, written in the transaction that gives the reason for it, so that neither happens without
-- the other. A worker takes messages under a lease and says how it went; one that dies in between gives the lease up by
-- its end. So every message is delivered at least once, and a receiver tells a repeat by its id.

create table if not exists app.outbox (
  id         uuid primary key default gen_random_uuid(),
  kind       text not null,
  user_id    uuid references auth.users (id) on delete cascade,
  vehicle_id uuid,
  payload    jsonb not null default '{}',
  news_id    uuid,
  created_at timestamptz not null default now(),
  constraint outbox_kind_is_short check (kind ~ '^[a-z_]{1,60}$')
);
comment on table app.outbox is 'One row a message; user_id is whom it is for.';
create index if not exists outbox_by_person on app.outbox (user_id) where user_id is not null;

create table if not exists app.outbox_deliveries (
  outbox_id       uuid not null references app.outbox (id) on delete cascade,
  channel         text not null,
  attempts        integer not null default 0,
  next_attempt_at timestamptz default now(),
  delivered_at    timestamptz,
  last_error      text,
  primary key (outbox_id, channel),
  constraint channel_is_known check (channel in ('webhook', 'email')),
  constraint delivered_messages_are_not_tried_again check (delivered_at is null or next_attempt_at is null)
);
comment on column app.outbox_deliveries.next_attempt_at is
  'Null when delivered, or given up after the last attempt. While a worker holds it: the end of the lease.';
create index if not exists outbox_deliveries_due on app.outbox_deliveries (next_attempt_at) where next_attempt_at is not null;

revoke all on app.outbox, app.outbox_deliveries from public, anon, authenticated, service_role;

-- How many mails at once a person is sent a day; more wait for the digest.
insert into app.settings (name, value, about) values
  ('mails_per_person_day', '20', 'Notices mailed at once to one person within 24 hours; more wait for the digest.')
on conflict (name) do update set about = excluded.about;

create or replace function app.mails_are_many(person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select count(*) >= app.setting_number('mails_per_person_day') from (
    select from app.outbox o where o.user_id = person and o.created_at > now() - interval '1 day'
    limit app.setting_number('mails_per_person_day')::bigint) o
$$;

-- Tells a person something, where they wish it, and the webhook in any case. To many people: app.news.
create or replace function app.tell(person uuid, about uuid, what text, words text, details jsonb default '{}')
  returns void
language plpgsql security definer set search_path = '' as $$
declare
  way text;
  message uuid;
begin
  if person is null then return; end if;
  words := app.fit(words, 1000);   -- a name in it may be of any length
  way := app.notice_way(person, what);
  if way <> 'none' then
    insert into public.notices (user_id, kind, vehicle_id, body, payload, in_digest)
      values (person, what, about, words, details, way = 'digest');
  end if;
  insert into app.outbox (kind, user_id, vehicle_id, payload)
    values (what, person, about, details || jsonb_build_object('body', words))
    returning id into message;
  insert into app.outbox_deliveries (outbox_id, channel)
    select message, c from unnest(array['webhook', 'email']) c where c = 'webhook' or way = 'mail';
end
$$;

create or replace function app.is_hidden_from(person uuid, vehicle uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select vehicle is not null and not exists (
    select from public.vehicles v where v.id = vehicle and (v.is_public or v.user_id = person))
$$;

-- Whether a mail that was meant for somebody still is: who may no longer see the car or has wished otherwise since gets
-- none, and what no longer stands is not told.
create or replace function app.is_still_for(person uuid, what text, vehicle uuid, news uuid, by_way text)
  returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  n app.news;
begin
  if app.is_hidden_from(person, vehicle)
     or (app.notice_way(person, what) <> by_way
       -- more in a day than are mailed at once
       and not (by_way = 'digest' and app.notice_way(person, what) = 'mail')) then
    return false;
  end if;
  select x.* into n from app.news x where x.id = is_still_for.news;
  return not found or app.news_stands(n);
end
$$;

-- What a digest lists: of the notices it was made of, those that are unread and still for that person.
create or replace function app.digest_items(person uuid, notices uuid[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('kind', n.kind, 'body', n.body, 'vehicle_id', n.vehicle_id,
      'payload', n.payload) order by n.created_at desc, n.id)
  from public.notices n
  where n.user_id = person and n.id = any (notices) and n.read_at is null
    and app.is_still_for(person, n.kind, n.vehicle_id, n.news_id, 'digest')
$$;

-- What a mail says besides the message's own payload; null where it is not to be sent any more.
create or replace function app.mail_of(o app.outbox) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  every constant text := app.digest_every(o.user_id);
  items jsonb;
begin
  if not exists (select from auth.users u where u.id = o.user_id and u.deleted_at is null
      and (u.banned_until is null or u.banned_until <= now())) then
    return null;
  elsif o.kind = 'digest' then
    items := app.digest_items(o.user_id, array(select jsonb_array_elements_text(o.payload -> 'notices')::uuid));
    return case when items is not null and every <> 'never' then jsonb_build_object(
      'items', items, 'subject', 'What is new', 'about', 'something is new, once a ' || every) end;
  elsif app.is_still_for(o.user_id, o.kind, o.vehicle_id, o.news_id, 'mail') then
    return (select jsonb_build_object('subject', k.subject, 'about', k.about) from app.notice_kinds k
      where k.kind = o.kind);
  end if;
  return null;
end
$$;

-- For the worker. Takes what is due, at most `most` deliveries, and keeps others from it until the lease ends.
-- `channels` are those that the worker has; without it, all. `mail` holds subject and about of a mail, and a digest's
-- items; mails that are for nobody any more are given up here.
create or replace function app.take_outbox(lease interval, most integer, channels text[] default null)
returns table (id uuid, channel text, kind text, user_id uuid, email text, vehicle_id uuid, payload jsonb,
               attempts integer, created_at timestamptz, mail jsonb)
language sql security definer set search_path = '' as $$
  with due as materialized (
    select d.outbox_id, d.channel from app.outbox_deliveries d
    where d.next_attempt_at <= now() and (channels is null or d.channel = any (channels)) order by d.next_attempt_at
      limit greatest(most, 0) for update skip locked
  ), judged as materialized (
    select j.*, j.channel <> 'email' or j.mail is not null as goes
    from (select due.outbox_id, due.channel, case when due.channel = 'email' then app.mail_of(o) end as mail
          from due join app.outbox o on o.id = due.outbox_id offset 0) j
  ), taken as (
    update app.outbox_deliveries d
      set attempts = d.attempts + j.goes::integer, next_attempt_at = case when j.goes then now() + lease end,
          last_error = case when j.goes then d.last_error else 'It is not for them any more.' end
      from judged j where d.outbox_id = j.outbox_id and d.channel = j.channel
      returning d.outbox_id, d.channel, d.attempts, j.mail, j.goes
  )
  select o.id, t.channel, o.kind, o.user_id, u.email::text, o.vehicle_id, o.payload, t.attempts, o.created_at, t.mail
  from taken t join app.outbox o on o.id = t.outbox_id left join auth.users u on u.id = o.user_id
  where t.goes
  order by o.created_at, o.id, t.channel
$$;

-- Returns false when it had been delivered before, by another worker.
create or replace function app.outbox_delivered(id uuid, channel text) returns boolean
language sql security definer set search_path = '' as $$
  with done as (
    update app.outbox_deliveries d set delivered_at = now(), next_attempt_at = null, last_error = null
      where d.outbox_id = outbox_delivered.id and d.channel = outbox_delivered.channel and d.delivered_at is null
      returning 1
  )
  select exists (select from done)
$$;

-- Tries again after 30 s, 1 min, 2 min and so on up to 6 h, 20 times in all: for some three days. Returns when, null
-- for never.
create or replace function app.outbox_failed(id uuid, channel text, error text) returns timestamptz
language sql security definer set search_path = '' as $$
  update app.outbox_deliveries d
    set last_error = left(outbox_failed.error, 1000),
        next_attempt_at = case when d.attempts < 20
          then now() + least(interval '30 seconds' * power(2, least(d.attempts, 12) - 1), interval '6 hours') end
    where d.outbox_id = outbox_failed.id and d.channel = outbox_failed.channel and d.delivered_at is null
    returning d.next_attempt_at
$$;

revoke all on function
  app.take_outbox(interval, integer, text[]),
  app.outbox_delivered(uuid, text),
  app.outbox_failed(uuid, text, text)
  from public, anon, authenticated, service_role;
grant execute on function app.take_outbox(interval, integer, text[]), app.outbox_delivered(uuid, text),
  app.outbox_failed(uuid, text, text) to service_role;
revoke all on function
  app.mails_are_many,
  app.tell,
  app.is_hidden_from,
  app.is_still_for,
  app.digest_items,
  app.mail_of
  from public, anon, authenticated, service_role;


-- 75_notices/60_tell_news.sql

-- Telling news: a job walks through the people concerned in the order of their ids, so many at a time, and keeps its
-- place. It may be killed, run twice or in two processes: a row is held by the one that tells it, and nobody is told
-- twice. A person who cannot be told is set aside and tried again, and the others go on.

-- Whether it is still so: a result may have been settled, a settlement reversed, a reply taken back since.
create or replace function app.news_stands(n app.news) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return case
    when n.version is not null then exists (
      select from public.bet_questions q
      where q.vehicle_id = n.vehicle_id and q.question = n.question and q.round = n.round and case n.kind
        when 'question_settled' then q.version = n.version and q.settled_at is not null
        when 'result_proposed' then q.version = n.version and q.state = 'proposed'
        when 'question_disputed' then q.version = n.version and q.state = 'disputed'
        else true end)
    when n.kind = 'comment_replied' then exists (
      select from public.image_interactions i
      where i.vehicle_id = n.vehicle_id and i.id = (n.details ->> 'comment_id')::uuid and not i.is_hidden)
    when n.kind = 'vehicle_sold' then exists (
      select from public.vehicle_outcomes o
      where o.vehicle_id = n.vehicle_id and o.id = (n.details ->> 'outcome_id')::uuid and o.confirmed_at is not null)
    when n.kind = 'person_active' then exists (select from auth.users u where u.id = n.by_person)
    else true end;
end
$$;

-- The next people concerned, in the order of ids. Each part stops after `most`, so that the whole is complete up to
-- its last.
create or replace function app.news_people(n app.news, most integer) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  after constant uuid := coalesce(n.told_to, '00000000-0000-0000-0000-000000000000');
  type constant text := split_part(n.question, ':', 1);
  topic constant text := app.topic_of(n.question);
  settled constant timestamptz := (select q.settled_at from public.bet_questions q
    where q.vehicle_id = n.vehicle_id and q.question = n.question and q.round = n.round);
begin
  return array(
    select x.id from (
      (select distinct b.user_id as id from public.vehicle_bets b
       where n.version is not null and b.vehicle_id = n.vehicle_id and b.bet_type = type and b.user_id > after
         and b.question = n.question and b.round = n.round and b.superseded_by is null
         and (b.status = 'active' or b.resolved_at = settled)
       order by 1 limit most)
      union
      (select distinct f.user_id from public.follows f
       where n.kind <> 'comment_replied' and n.kind <> 'person_active' and f.vehicle_id = n.vehicle_id
         and f.user_id > after and (f.question is null or f.question = topic)
       order by 1 limit most)
      union
      (select distinct f.user_id from public.follows f
       where n.kind = 'person_active' and f.person_id = n.by_person and f.user_id > after
       order by 1 limit most)
      union
      (select v.user_id from public.vehicles v
       where n.version is not null and v.id = n.vehicle_id and v.user_id > after)
      union
      (select distinct b.user_id from public.vehicle_bets b
       where n.kind = 'vehicle_sold' and b.vehicle_id = n.vehicle_id and b.user_id > after
         and b.superseded_by is null and b.status <> 'cancelled'
       order by 1 limit most)
      union
      (select a.user_id from public.auction_votes a
       where n.kind = 'vehicle_sold' and a.vehicle_id = n.vehicle_id and a.user_id > after
       order by 1 limit most)
      union
      (select p.user_id from public.image_interactions p
       where n.kind = 'comment_replied' and p.vehicle_id = n.vehicle_id
         and p.id = (n.details ->> 'parent_id')::uuid and p.user_id > after)
    ) x
    order by 1 limit most);
end
$$;

-- A result in words.
create or replace function app.result_words(result jsonb, currency text) returns text
language sql stable set search_path = '' as $$
  select case
    when result ? 'void' then 'annulled, and every stake has gone back'
    when result ? 'value' then
      'settled at ' || to_char((result ->> 'value')::numeric, 'FM999,999,999,990') || ' ' || currency
    when result ? 'date' then 'settled: finished on ' || (result ->> 'date')
    when result ? 'unfinished_on' then 'settled: not finished by ' || (result ->> 'unfinished_on')
    when (result ->> 'reached')::boolean then 'settled: reached'
    else 'settled: not reached' end
$$;

-- What the news asks about: "hammer price", or as much more as its question says.
create or replace function app.question_words(n app.news) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when q.target_value is not null then format('worth %s %s or more by %s',
      to_char(q.target_value, 'FM999,999,999,990'), q.currency, to_char(q.by_date, 'FMDD FMMonth YYYY'))
    when q.modification is not null then 'what this adds: ' || app.fit(q.modification, 100)
    when n.question is not null then app.bet_label(split_part(n.question, ':', 1)) end
  from (select) one left join public.bet_questions q
    on q.vehicle_id = n.vehicle_id and q.question = n.question and q.round = n.round
$$;

-- What is said to everybody.
create or replace function app.news_words(n app.news) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  car constant text := app.vehicle_name(n.vehicle_id);
  asked constant text := app.question_words(n);
  q public.bet_questions;
begin
  select x.* into q from public.bet_questions x
    where x.vehicle_id = n.vehicle_id and x.question = n.question and x.round = n.round;
  return case n.kind
    when 'question_settled' then format('The question "%s" about the %s is %s.', asked, car,
      app.result_words(q.result, q.currency))
    when 'result_proposed' then format(
      'There is a result for the question "%s" about the %s. Who has a stake in it can dispute it until %s.',
      asked, car, app.said(q.final_at))
    when 'question_disputed' then format('The result of the question "%s" about the %s is disputed.', asked, car)
    when 'question_reversed' then format('The settlement of the question "%s" about the %s has been reversed: the bets '
      'stand again until it is decided anew.', asked, car)
    when 'vehicle_sold' then format('The %s has sold for %s %s.', car,
      to_char((n.details ->> 'value')::numeric, 'FM999,999,999,990'), n.details ->> 'currency')
    when 'comment_replied' then format('Somebody replied to your comment on the %s: "%s"', car, (
      select app.fit(i.comment_text, 300) from public.image_interactions i
      where i.vehicle_id = n.vehicle_id and i.id = (n.details ->> 'comment_id')::uuid))
    when 'forecast_moved' then format('The forecast "%s" of the %s has moved from %s to %s.', asked, car,
      app.median_words(n.question, n.details -> 'before'), app.median_words(n.question, n.details -> 'after'))
    when 'person_active' then format(case n.details ->> 'did' when 'car' then '%s has added a car: the %s.'
      else '%s has bet on the %s.' end, app.person_words(n.by_person), car)
  end;
end
$$;

create or replace function app.median_words(topic text, median jsonb) returns text
language sql stable set search_path = '' as $$
  select case when app.bet_shape(split_part(topic, ':', 1)) = 'day'
    then to_char('1970-01-01'::date + (median #>> '{}')::float8::integer, 'YYYY-MM-DD')
    else concat_ws(' ', to_char((median #>> '{}')::float8, 'FM999,999,999,990'), split_part(topic, ':', 2)) end
$$;

-- A project that has people of its own has no profiles of ours.
create or replace function app.person_words(person uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  name text;
begin
  if to_regclass('public.profiles') is not null then
    execute 'select p.display_name from public.profiles p where p.user_id = $1' into name using person;
  end if;
  return coalesce(name, 'Somebody you follow');
end
$$;

-- What became of one's own bet, where it is settled.
create or replace function app.own_bet_words(n app.news, person uuid) returns text
language sql stable security definer set search_path = '' as $$
  select ' Your bet ' || case b.status when 'won' then 'came true' when 'lost' then 'did not come true'
      else 'did not count' end
    || case when b.stake_amount > 0 then format('; of %s points staked, %s came back.',
      to_char(b.stake_amount, 'FM999,990.##'), to_char(coalesce(b.payout, 0), 'FM999,999,990.##')) else '.' end
  from public.vehicle_bets b join public.bet_questions q
    on q.vehicle_id = b.vehicle_id and q.question = b.question and q.round = b.round
  where n.kind = 'question_settled' and b.vehicle_id = n.vehicle_id and b.bet_type = q.bet_type and b.user_id = person
    and b.question = n.question and b.round = n.round and b.resolved_at = q.settled_at and b.superseded_by is null
  limit 1
$$;

-- Who has given no number and skipped none has not heard the others yet: they are told that it moved, and not to what.
-- See docs/decisions/0007-blind-forecasts.md.
create or replace function app.is_blind(person uuid, vehicle uuid, type text) returns boolean
language sql stable security definer set search_path = '' as $$
  select not exists (select from public.vehicle_bets b
      where b.vehicle_id = is_blind.vehicle and b.user_id = person and b.bet_type = type and b.status <> 'cancelled')
    and not exists (select from public.forecast_skips k
      where k.vehicle_id = is_blind.vehicle and k.user_id = person and k.bet_type = type)
$$;

-- Tells these people, those of them who may see the car and wish to be told, each once.
create or replace function app.tell_people(n app.news, words text, people uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  blind_words constant text := case n.kind when 'forecast_moved' then format('The forecast "%s" of the %s has moved. '
    'Give your own number, and you see the crowd''s.', app.question_words(n), app.vehicle_name(n.vehicle_id)) end;
begin
  with told as (
    insert into public.notices (user_id, kind, vehicle_id, body, payload, news_id, in_digest)
      select p.id, n.kind, n.vehicle_id,
        app.fit(case
          when blind_words is not null and app.is_blind(p.id, n.vehicle_id, split_part(n.question, ':', 1))
          then blind_words else words || coalesce(app.own_bet_words(n, p.id), '') end, 1000),
        n.details - 'before' - 'after'
          || jsonb_strip_nulls(jsonb_build_object('question', n.question, 'round', n.round)), n.id,
        w.way = 'digest' or (w.way = 'mail' and app.mails_are_many(p.id))
      from (select u.id from auth.users u where u.id = any (people) and u.deleted_at is null order by u.id) p
      cross join lateral (select app.notice_way(p.id, n.kind) as way) w
      where w.way <> 'none' and p.id is distinct from n.by_person and not app.is_hidden_from(p.id, n.vehicle_id)
      on conflict (kind, news_id, user_id) do nothing
      returning user_id, body, payload, in_digest
  ), mails as (
    insert into app.outbox (kind, user_id, vehicle_id, payload, news_id)
      select n.kind, t.user_id, n.vehicle_id, t.payload || jsonb_build_object('body', t.body), n.id
      from told t join auth.users u on u.id = t.user_id
      where not t.in_digest and u.email is not null and app.notice_way(t.user_id, n.kind) = 'mail'
      returning id
  )
  insert into app.outbox_deliveries (outbox_id, channel) select m.id, 'email' from mails m;
end
$$;

-- The next people of one row, at most so many. Returns whether there may be more.
create or replace function app.tell_some(n app.news, most integer) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  people uuid[];
  words text;
  one uuid;
begin
  people := case when app.news_stands(n) then app.news_people(n, most) else '{}' end;
  if people = '{}' then
    update app.news x set done_at = now() where x.id = n.id;
    return false;
  end if;
  words := app.news_words(n);
  begin
    perform app.tell_people(n, words, people);
  exception when others then
    foreach one in array people loop
      begin
        perform app.tell_people(n, words, array[one]);
      exception when others then
        perform app.set_item_aside('tell_people', n.id || ' ' || one, sqlerrm);
      end;
    end loop;
  end;
  update app.news x set told_to = people[cardinality(people)], told = x.told + cardinality(people) where x.id = n.id;
  return true;
end
$$;

-- People who were set aside and are due again.
create or replace function app.tell_again() returns void
language plpgsql security definer set search_path = '' as $$
declare
  item text;
  n app.news;
begin
  for item in
    select s.item from app.set_aside s where s.work = 'tell_people' and s.next_try_at <= now()
    order by s.next_try_at limit 100 for update skip locked
  loop
    begin
      select x.* into n from app.news x where x.id = split_part(item, ' ', 1)::uuid;
      if found and app.news_stands(n) then
        perform app.tell_people(n, app.news_words(n), array[split_part(item, ' ', 2)::uuid]);
      end if;
      perform app.item_is_done('tell_people', item);
    exception when others then
      perform app.set_item_aside('tell_people', item, sqlerrm);
    end;
  end loop;
end
$$;

-- The next row to tell, for this transaction alone. Its vehicle is held first, as who deletes it holds it: a notice
-- refers to it, and would wait for the deletion that waits for the row here.
create or replace function app.next_news() returns app.news
language plpgsql security definer set search_path = '' as $$
declare
  waiting record;
  n app.news;
begin
  for waiting in
    select x.id, x.vehicle_id from app.news x where x.done_at is null and not app.is_set_aside('tell_news', x.id::text)
    order by x.told_to is not null, x.created_at, x.id   -- a long row delays no other
  loop
    if waiting.vehicle_id is not null then
      perform from public.vehicles v where v.id = waiting.vehicle_id for key share skip locked;
      continue when not found;
    end if;
    select x.* into n from app.news x where x.id = waiting.id and x.done_at is null for update skip locked;
    exit when found;
  end loop;
  return n;
end
$$;

-- Returns how many batches it has told; a run takes about a second at most.
create or replace function app.tell_news(most integer default 1000) returns integer
language plpgsql security definer set search_path = '' set jit = off as $$
declare
  until constant timestamptz := clock_timestamp() + interval '1 second';
  n app.news;
  batches integer := 0;
begin
  perform app.tell_again();
  loop
    n := app.next_news();
    exit when n.id is null;
    begin
      while app.tell_some(n, most) loop
        batches := batches + 1;
        exit when clock_timestamp() > until;
        select x.* into n from app.news x where x.id = n.id;
      end loop;
      perform app.item_is_done('tell_news', n.id::text);
    exception when others then
      perform app.set_item_aside('tell_news', n.id::text, sqlerrm);
    end;
    exit when clock_timestamp() > until;
  end loop;
  return batches;
end
$$;

-- Once a day: what is no news any more, and notices of a year ago.
create or replace function app.forget_news() returns void
language sql security definer set search_path = '' as $$
  delete from app.news n where n.done_at < now() - interval '90 days';
  delete from public.notices n where n.created_at < now() - app.setting_interval('notices_kept');
$$;
insert into app.settings (name, value, about) values ('notices_kept', '1 year', 'How long notices are kept.')
on conflict (name) do update set about = excluded.about;

select app.register_job('tell_news', '2 seconds', 'select app.tell_news()');
select app.register_job('forget_news', '1 day', 'select app.forget_news()', phase => '3 hours 23 minutes');
revoke all on function
  app.news_stands,
  app.news_people,
  app.result_words,
  app.question_words,
  app.news_words,
  app.median_words,
  app.person_words,
  app.own_bet_words,
  app.is_blind,
  app.tell_people,
  app.tell_some,
  app.tell_again,
  app.next_news,
  app.tell_news,
  app.forget_news
  from public, anon, authenticated, service_role;


-- 75_notices/70_digests.sql

-- The digest: one mail a day or a week that lists what is new. What it lists waits in the notices, not in the outbox,
-- which gives up after three days; it is made when it is due, and once more looked at when it is sent.

insert into app.settings (name, value, about) values
  ('digest_hour', '7', 'The hour (UTC) at which digests are made; those of a week on Mondays.')
on conflict (name) do update set about = excluded.about;

-- The latest time at which a digest was due.
create or replace function app.digest_slot(every text) returns timestamptz
language sql stable set search_path = '' as $$
  select (date_trunc(every, (now() at time zone 'utc') - h.hours) + h.hours) at time zone 'utc'
  from (select make_interval(hours => app.setting_number('digest_hour')::integer) as hours) h
$$;

-- One person's: what has waited since before the slot, at most 100 of it; the page has the rest.
create or replace function app.make_digest(person uuid, slot timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  listed uuid[];
  message uuid;
begin
  insert into app.digests as d (user_id, made_at) values (person, now())
    on conflict (user_id) do update set made_at = now() where d.made_at is null or d.made_at < slot;
  if not found then return; end if;   -- somebody else has made it
  with waiting as (
    update public.notices n set digested_at = now()
      where n.user_id = person and n.in_digest and n.digested_at is null
      returning n.id, n.created_at, n.read_at
  )
  select array(select w.id from waiting w where w.read_at is null order by w.created_at desc, w.id limit 100)
    into listed;
  if listed = '{}' or not exists (select from auth.users u where u.id = person and u.email is not null) then
    return;
  end if;
  insert into app.outbox (kind, user_id, payload) values ('digest', person, jsonb_build_object('notices', listed))
    returning id into message;
  insert into app.outbox_deliveries (outbox_id, channel) values (message, 'email');
end
$$;

create or replace function app.make_digests() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  day constant timestamptz := app.digest_slot('day');
  week constant timestamptz := app.digest_slot('week');
  due record;
  made integer := 0;
begin
  for due in
    select w.user_id, w.slot from (
      select n.user_id, case coalesce(d.every, 'day') when 'day' then day when 'week' then week end as slot,
        min(n.created_at) as since, max(d.made_at) as made_at
      from public.notices n left join app.digests d on d.user_id = n.user_id
      where n.in_digest and n.digested_at is null group by 1, 2) w
    where w.since < w.slot and (w.made_at is null or w.made_at < w.slot)
      and not app.is_set_aside('make_digest', w.user_id::text)
    order by w.user_id limit 1000
  loop
    begin
      perform app.make_digest(due.user_id, due.slot);
      perform app.item_is_done('make_digest', due.user_id::text);
      made := made + 1;
    exception when others then
      perform app.set_item_aside('make_digest', due.user_id::text, sqlerrm);
    end;
  end loop;
  return made;
end
$$;

select app.register_job('make_digests', '1 minute', 'select app.make_digests()', phase => '15 seconds');
revoke all on function
  app.digest_slot,
  app.make_digest,
  app.make_digests
  from public, anon, authenticated, service_role;


-- 80_specs/10_spec_research_cache.sql

-- Spec research cache: what research found about one spec of one vehicle. Everyone reads it, only the service role
-- writes it.

create table if not exists public.spec_research_cache (
  vehicle_id       uuid not null references public.vehicles (id) on delete cascade,
  spec_name        text not null,
  spec_value       text,
  research_data    jsonb not null,
  sources          jsonb not null default '[]',
  confidence_score numeric(6, 3),
  owner_id         uuid,
  is_public        boolean not null default false,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  expires_at       timestamptz not null default now() + interval '30 days',
  primary key (vehicle_id, spec_name),   -- so that an upsert needs no on_conflict
  constraint spec_name_has_1_to_120_characters check (app.is_readable(spec_name, 120)),
  constraint spec_value_is_short check (length(spec_value) <= 1000),
  constraint research_data_is_an_object check (
    jsonb_typeof(research_data) = 'object' and length(research_data::text) <= 100000),
  constraint sources_are_a_list check (jsonb_typeof(sources) = 'array' and length(sources::text) <= 100000),
  constraint confidence_score_is_from_0_to_100 check (confidence_score >= 0 and confidence_score <= 100),
  constraint expires_within_30_days check (expires_at <= updated_at + interval '30 days')
);

comment on table public.spec_research_cache is
  'Research by vehicle and spec. Rows past expires_at are hidden from people; the service role still sees them.';

revoke all on public.spec_research_cache from public, anon, authenticated, service_role;
grant select on public.spec_research_cache to anon, authenticated;
grant select, insert, update, delete on public.spec_research_cache to service_role;

alter table public.spec_research_cache enable row level security;

drop policy if exists "anyone reads fresh research on public vehicles" on public.spec_research_cache;
create policy "anyone reads fresh research on public vehicles" on public.spec_research_cache
  for select to anon using (is_public and expires_at > now());

drop policy if exists "members read fresh research on public vehicles and on their own" on public.spec_research_cache;
create policy "members read fresh research on public vehicles and on their own" on public.spec_research_cache
  for select to authenticated using ((is_public or owner_id = (select auth.uid())) and expires_at > now());

create or replace trigger spec_research_cache_hang_on_vehicle before insert on public.spec_research_cache
  for each row execute function app.hang_on_vehicle();

-- Research written again is fresh again, unless its writer says until when it holds.
create or replace function app.renew_research() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  if tg_op = 'UPDATE' and new.expires_at is not distinct from old.expires_at then
    new.expires_at := now() + interval '30 days';
  end if;
  return new;
end
$$;

create or replace trigger spec_research_cache_renew before insert
  or update of spec_value, research_data, sources, confidence_score, expires_at
  on public.spec_research_cache for each row execute function app.renew_research();
revoke all on function
  app.renew_research
  from public, anon, authenticated, service_role;


-- 85_jobs/10_attention_jobs.sql

-- Attention jobs: what runs by itself. pg_cron calls them where it exists, the server's job runner elsewhere, or both.

-- Once an hour: partitions ahead, what has had its time, scores that fell with age. Safe to run twice or in two places.
create or replace function app.tend_attention() returns void
language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  keep_from constant timestamptz := now() - make_interval(days => app.setting('ledger_retention_days')::integer);
  folded_to constant xid8 := (select pg_snapshot_xmin(f.position) from app.folds f where f.name = 'views');
begin
  delete from app.viewer_keys where day < today;
  perform app.forget_write_paces();
  delete from app.rate_windows where starts_at < now() - interval '20 minutes';
  delete from app.vehicle_viewers where seen_at < now() - interval '9 days';   -- looks arrive up to 7 days late
  delete from app.interaction_changes where xact < folded_to;

  -- Photos that are gone
  delete from app.view_rollups r using app.image_attention a
    where r.vehicle_id = a.vehicle_id and r.image_id = a.image_id
      and not exists (select from public.vehicle_images i where i.id = a.image_id);
  delete from app.image_attention a where not exists (select from public.vehicle_images i where i.id = a.image_id);

  -- Scores fall with age: the next fold hands over those of a day ago.
  update app.image_attention a set waiting_since = now()
    where a.image_id in (select b.image_id from app.image_attention b
                         where b.waiting_since is null and b.scored_at < now() - interval '1 day'
                           and app.engagement_score(b.heat * app.heat_left(b.heat_at)) > 0
                         order by b.scored_at limit 20000);

  update app.ledger_clock set since = app.ledger_snapshot()
    -- a restore is for ledger_xact to notice
    where not pg_visible_in_snapshot((base + pg_current_xact_id()::text::bigint)::text::xid8, since);

  begin
    perform app.make_ledger_weeks();
    perform app.drop_ledger_weeks(keep_from, folded_to);
  exception when lock_not_available then
    raise notice 'The ledger is busy; its partitions are seen to next time.';
  end;
end
$$;

-- Views past retention, once they are folded. The counts keep them.
create or replace function app.drop_ledger_weeks(keep_from timestamptz, folded_to xid8) returns void
language plpgsql set search_path = '' as $$
declare
  week record;
  folded boolean;
begin
  delete from app.image_views_rest where viewed_at < keep_from and xact < folded_to;
  for week in
    select c.relname as name from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'public.image_views'::regclass and c.relname ~ '^image_views_\d{8}$'
      and (to_date(right(c.relname, 8), 'YYYYMMDD') + 7)::timestamp at time zone 'UTC' <= keep_from
  loop
    execute format('select not exists (select from app.%I where xact >= $1)', week.name) into folded using folded_to;
    if folded then execute format('drop table app.%I', week.name); end if;
  end loop;
end
$$;

select app.register_job('fold_views', '1 second', 'select app.fold_views()');
select app.register_job('tend_attention', '1 hour', 'select app.tend_attention()', phase => '17 minutes');
revoke all on function
  app.tend_attention,
  app.drop_ledger_weeks
  from public, anon, authenticated, service_role;


-- 85_jobs/20_vehicle_versions.sql

-- Vehicle versions: texts that change when votes, bets or what people do with photos change. Who watches a vehicle
-- compares them and reads anew only what has changed; see docs/guides/live.md. Each is a look at an index: ids of the
-- ledgers, which grow with what has just happened, and the versions of the rows that the folds keep. A change is marked
-- when it happens and once more when it has been folded.

create or replace function app.vehicle_versions(vehicle_ids uuid[])
returns table (vehicle_id uuid, votes text, bets text, photos text, vehicle text)
language sql stable security definer set search_path = '' as $$
  select v.id,
         concat_ws(' ', (select max(h.id) from app.auction_vote_history h where h.vehicle_id = v.id),
                        (select t.xmin::text from app.vote_tallies t where t.vehicle_id = v.id),
                        (select r.xmin::text from app.auction_reserves r where r.vehicle_id = v.id),
                        (select string_agg(n.xmin::text, ',' order by n.id) from public.auction_nominations n
                          where n.vehicle_id = v.id),
                        (select string_agg(a.xmin::text, ',' order by a.outcome_id) from app.auction_results a
                          where a.vehicle_id = v.id)),
         concat_ws(' ', (select max(c.id) from app.bet_changes c where c.vehicle_id = v.id),
                        (select string_agg(s.xmin::text, ',' order by s.bet_type) from app.bet_sentiments s
                          where s.vehicle_id = v.id),
                        (select extract(epoch from max(q.updated_at)) from public.bet_questions q
                          where q.vehicle_id = v.id)),
         (select max(c.id)::text from app.interaction_changes c where c.vehicle_id = v.id),
         v.xmin::text   -- who may see it may have changed
  from public.vehicles v where v.id = any (vehicle_ids)
$$;

-- { "<vehicle id>": { "votes": "...", "bets": "...", "photos": "..." } } for at most 100 vehicles; those that the
-- caller may not see are left out.
create or replace function public.vehicle_versions(vehicle_ids uuid[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if cardinality(vehicle_ids) > 100 then
    perform app.refuse('vehicle_versions_takes_at_most_100_vehicles', 'These are more than 100 vehicles.',
      'Ask for them in several calls.');
  end if;
  return (
    select coalesce(jsonb_object_agg(
      m.vehicle_id, jsonb_build_object('votes', m.votes, 'bets', m.bets, 'photos', m.photos)), '{}')
    from app.vehicle_versions(array(select v.id from public.vehicles v where v.id = any (vehicle_ids))) m);
end
$$;

revoke all on function
  app.vehicle_versions(uuid[]),
  public.vehicle_versions(uuid[])
  from public, anon, authenticated, service_role;
grant execute on function app.vehicle_versions(uuid[]), public.vehicle_versions(uuid[])
  to anon, authenticated, service_role;

-- Hosted Supabase tells browsers of changes in the tables of this publication; it is absent elsewhere.
do $$
declare
  tab text;
begin
  if exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime' and not puballtables) then
    foreach tab in array array['auction_votes', 'auction_nominations', 'vehicle_bets', 'image_interactions'] loop
      if not exists (select from pg_catalog.pg_publication_tables
                     where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = tab) then
        execute format('alter publication supabase_realtime add table public.%I', tab);
      end if;
    end loop;
  end if;
end
$$;


-- 85_jobs/30_doctor.sql

-- What is left for the owner of the database to do: npx paddock doctor. It changes nothing.

create or replace function app.doctor() returns table (finding text, remedy text)
language sql stable set search_path = '' as $body$
  select 'No vehicle is public: public.vehicles has row level security, and nobody has said which vehicles its rule '
    'shows to everybody.',
         'select app.publish_vehicles_where($$status = ''published''$$);'
    from app.public_vehicles_rule r where r.rule is null
  union all
  select 'Members may name photos on any server, and whoever runs that server sees the addresses of all who look at '
    'them.',
         'update app.settings set value = ''https://<project>.supabase.co'' where name = ''photo_origins'';'
    from app.settings s where s.name = 'photo_origins' and s.value ~ '(^|[[:space:],])\*([[:space:],]|$)'
  union all
  (select format('The page does not load photos from %s, where at least one is.', found.origin),
          format('update app.settings set value = concat_ws('', '', nullif(value, ''''), %L) where name = '
            '''photo_origins'';', found.origin)
     from (select lower(substring(i.image_url from '^https?://[^/?#]+')) as origin from public.vehicle_images i
           where i.image_url ~ '^https?://' and not app.is_own_or_trusted_address(i.image_url) limit 1) found
     where found.origin is not null)
$body$;
revoke all on function
  app.doctor
  from public, anon, authenticated, service_role;
