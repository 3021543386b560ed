-- Paces of writes: how many rows of a kind one person, or one network that is signed out, may write in ten minutes. One
-- mechanism for every table: a statement of many rows is counted whole, and refused whole.

create table app.write_paces (
  subject   uuid not null,
  kind      text not null,
  starts_at timestamptz not null,
  used      integer not null,
  primary key (subject, kind, starts_at)
);
comment on table app.write_paces is
  'Rows written in ten minutes, by person or network and kind. Older ones are cleared by app.forget_write_paces.';
create index write_paces_by_time on app.write_paces (starts_at);
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
