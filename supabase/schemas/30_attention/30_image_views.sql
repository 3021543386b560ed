-- Image views: the ledger of views. Rows are appended and never changed; view_count is the number of its counted rows.
-- Three doors write it: record_image_views (batch), increment_image_view_count (single), and the direct insert, which
-- adds details of a view that the single door has counted (detail) and counts nothing; details that join none are kept
-- apart (stray). Views by bots are kept, uncounted, to be told apart.

create table public.image_views (
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

create index image_views_by_person on public.image_views (user_id, viewed_at) where user_id is not null;
create index image_views_by_xact on public.image_views (xact);

revoke all on public.image_views from public, anon, authenticated, service_role;
grant select on public.image_views to authenticated, service_role;
grant insert (image_id, user_id, view_duration_seconds, device_type) on public.image_views
  to anon, authenticated, service_role;

alter table public.image_views enable row level security;

create policy "members see their own views" on public.image_views
  for select to authenticated using (user_id = (select auth.uid()));

create policy "visitors log views without a name" on public.image_views
  for insert to anon with check (user_id is null);

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

create trigger image_views_hang_on_photo before insert on public.image_views
  for each row when (new.xact is null) execute function app.hang_view_on_photo();

-- The ledger has no foreign keys, which would slow every view down. A removed photo takes its rows along here;
create or replace function app.forget_views() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.image_views w using gone where w.vehicle_id = gone.vehicle_id and w.image_id = gone.id;
  return null;
end
$$;

create trigger vehicle_images_forget_views after delete on public.vehicle_images
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

create trigger users_forget_viewer after delete on auth.users
  for each row execute function app.forget_viewer();

-- Partitions: one a week, in the private schema, made ahead. What fits none goes to `rest`, and moves when its week is
-- made.
create table app.image_views_rest partition of public.image_views default;

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
