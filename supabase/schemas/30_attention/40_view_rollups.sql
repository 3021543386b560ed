-- View rollups: what the fold has added up. Reading a count or an insight reads these, never the ledger.

-- A row for each photo, hour or day (UTC) and device in which something happened. Likes, comments and shares stand in
-- the rows of device 'unknown', as do views counted one by one.
create table app.view_rollups (
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
create table app.image_attention (
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

create index image_attention_waiting on app.image_attention (image_id) where waiting_since is not null;

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

create trigger vehicle_images_carry_history after update of vehicle_id on public.vehicle_images
  for each row when (old.vehicle_id is distinct from new.vehicle_id)
  execute function app.carry_history();
