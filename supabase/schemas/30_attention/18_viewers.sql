-- Viewers: who looks, without knowing who. A member is their user id. A visitor is a hash of address and user agent
-- under a key of the day, which is deleted afterwards, so that the hash leads nowhere. No address is stored.

create table app.viewer_keys (
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
create table app.vehicle_viewers (
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
create unlogged table app.rate_windows (
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
