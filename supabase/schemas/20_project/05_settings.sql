-- Settings: what an operator may change (update app.settings set value = ... where name = ...). Areas add theirs beside
-- their tables.

create table app.settings (
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
