-- 20251019_add_backend_features.sql: Attention, bets, auction votes and researched specs, on top of vehicles(id, user_id) and vehicle_images(id, vehicle_id).
-- Built from supabase/schemas by `npm run generate`; edit those files, not this one.
-- It can be pasted into a SQL editor and applied more than once.

-- 00_app.sql

-- The private schema: what runs with more rights than its caller, and the rules that several tables share.
-- It is not exposed by the API. Callers may use it only through what is granted below and in the other files.

create schema if not exists app;
revoke all on schema app from public;
grant usage on schema app to anon, authenticated, service_role;

-- A person or a visitor, as opposed to the service role, a job or an administrator.
create or replace function app.is_client() returns boolean
language sql stable set search_path = '' as $$
  select coalesce((select auth.role()) in ('anon', 'authenticated'), false)
$$;

-- Copies what policies need from the vehicle into the row that hangs on it, so that policies read nothing but their row.
-- A vehicle that the caller may not see is answered like one that does not exist.
-- The share lock makes "going private" wait for rows on their way in, or them for it: neither can miss the other.
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
  select v.id, v.user_id, coalesce(v.is_public, false) as is_public into vehicle
    from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id
    where i.id = new.image_id for share of v;
  if not found or (app.is_client() and not vehicle.is_public and vehicle.user_id is distinct from auth.uid()) then
    raise exception 'There is no photo %.', coalesce(new.image_id::text, 'without an id')
      using errcode = 'foreign_key_violation', hint = 'Check the photo id. Only the owner sees photos of a private vehicle.';
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

revoke all on function app.is_client(), app.hang_on_vehicle(), app.hang_on_photo(), app.stamp_updated_at()
  from public, anon, authenticated, service_role;


-- 01_before_features.sql

-- Says what is missing before anything is changed.

do $$
declare
  missing text;
begin
  select string_agg(needed.tab || '.' || needed.col, ', ') into missing
  from (values ('vehicles', 'id'), ('vehicles', 'user_id'), ('vehicle_images', 'id'), ('vehicle_images', 'vehicle_id')) needed (tab, col)
  where not exists (
    select from information_schema.columns c
    where c.table_schema = 'public' and c.table_name = needed.tab and c.column_name = needed.col
  );
  if missing is not null then
    raise exception 'These features need public.vehicles(id, user_id) and public.vehicle_images(id, vehicle_id); missing: %.', missing
      using hint = 'In a project without vehicles, apply 20251018_vehicles.sql first.';
  end if;

  select string_agg(theirs.tab, ', ') into missing
  from unnest(array['image_views', 'image_interactions', 'vehicle_bets', 'auction_votes', 'spec_research_cache']) theirs (tab)
  where to_regclass('public.' || theirs.tab) is not null and to_regprocedure('app.carry_visibility()') is null;
  if missing is not null then
    raise exception 'These tables exist already and are not Paddock''s: %.', missing
      using hint = 'Rename them (alter table ... rename to ...), apply this migration, then copy their rows over.';
  end if;
end
$$;


-- 20_visibility.sql

-- Visibility: what an existing project's vehicles need so that private ones stay private everywhere.

alter table public.vehicles add column if not exists is_public boolean not null default true;

-- A vehicle that goes private, or changes hands, takes along all that hangs on it, in the same transaction.
create or replace function app.carry_visibility() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  shown constant boolean := coalesce(new.is_public, false);
begin
  update public.image_interactions t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.vehicle_bets t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.bet_questions t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.bet_closings t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.bet_disputes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.vehicle_outcomes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.auction_votes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.spec_research_cache t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  return null;
end
$$;
revoke all on function app.carry_visibility() from public, anon, authenticated, service_role;

create or replace trigger vehicles_carry_visibility after update of is_public, user_id on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_visibility();


-- 21_image_metrics.sql

-- Image metrics: columns that the database keeps on every photo. Constant defaults, so a large table is not rewritten.

alter table public.vehicle_images
  add column if not exists view_count       bigint not null default 0,
  add column if not exists last_viewed_at   timestamptz,
  add column if not exists engagement_score numeric(5, 2) not null default 0,
  add column if not exists technical_value  numeric(5, 2) not null default 0,
  add column if not exists tag_count        integer not null default 0;

comment on column public.vehicle_images.view_count is 'The number of counted rows of image_views.';
comment on column public.vehicle_images.engagement_score is '0 to 100, falls with age; see calculate_engagement_score.';
comment on column public.vehicle_images.technical_value is '0 to 100, from the photo''s tags.';

-- Existing projects let owners update whole rows of vehicle_images, and apps send back the rows they read.
-- Such an update is not refused; the metrics stay what the database counted.
create or replace function app.keep_metrics() returns trigger
language plpgsql set search_path = '' as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  elsif tg_op = 'INSERT' then
    new.view_count := 0;
    new.last_viewed_at := null;
    new.engagement_score := 0;
    new.technical_value := 0;
    new.tag_count := 0;
  else
    new.view_count := old.view_count;
    new.last_viewed_at := old.last_viewed_at;
    new.engagement_score := old.engagement_score;
    new.technical_value := old.technical_value;
    new.tag_count := old.tag_count;
  end if;
  return new;
end
$$;
revoke all on function app.keep_metrics() from public, anon, authenticated, service_role;

create or replace trigger vehicle_images_keep_metrics before insert or update on public.vehicle_images
  for each row execute function app.keep_metrics();

-- A photo moved to another vehicle takes its history along.
create or replace function app.carry_history() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.image_views set vehicle_id = new.vehicle_id where image_id = new.id and vehicle_id = old.vehicle_id;
  update public.image_interactions t set vehicle_id = v.id, owner_id = v.user_id, is_public = coalesce(v.is_public, false)
    from public.vehicles v
    where v.id = new.vehicle_id and t.image_id = new.id and t.vehicle_id = old.vehicle_id;
  return null;
end
$$;
revoke all on function app.carry_history() from public, anon, authenticated, service_role;

create or replace trigger vehicle_images_carry_history after update of vehicle_id on public.vehicle_images
  for each row when (old.vehicle_id is distinct from new.vehicle_id)
  execute function app.carry_history();


-- 22_photo_files.sql

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

comment on column public.vehicle_images.srcset is 'The photo in several widths, as the srcset attribute of an img takes it.';
comment on column public.vehicle_images.placeholder is 'A blurred miniature as a data: URL, to show until the photo is there.';
comment on column public.vehicle_images.content_hash is 'SHA-256 of the original file, in hex. A vehicle has each original once.';

do $$
begin
  if not exists (select from pg_constraint
                 where conrelid = 'public.vehicle_images'::regclass and conname = 'content_hash_is_a_sha256_in_hex') then
    alter table public.vehicle_images
      add constraint content_hash_is_a_sha256_in_hex check (content_hash ~ '^[0-9a-f]{64}$') not valid,
      add constraint placeholder_is_a_small_data_url
        check (length(placeholder) <= 4000 and placeholder ~ '^data:image/(webp|png|jpeg);base64,[A-Za-z0-9+/]+=*$') not valid,
      add constraint srcset_lists_urls_with_widths
        check (length(srcset) <= 8000
               and srcset ~ '^((^|, )(/[^/\\[:space:],]|https?://)[^[:space:],]* [1-9][0-9]{0,5}w)+$') not valid;
  end if;
end
$$;

grant insert (srcset, placeholder, content_hash) on public.vehicle_images to authenticated;

-- Which original is which photo. A removed photo stays here without image_id until its files are removed, too.
create table if not exists app.photo_files (
  vehicle_id   uuid not null,
  content_hash text not null,
  image_id     uuid,
  removed_at   timestamptz,
  primary key (vehicle_id, content_hash),
  constraint a_photo_is_there_or_removed check ((image_id is null) = (removed_at is not null))
);

comment on table app.photo_files is 'Originals by vehicle. image_id is null when the photo is gone and its files wait to be removed.';

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
revoke all on function app.register_photo_file() from public, anon, authenticated, service_role;

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
revoke all on function app.give_up_photo_file() from public, anon, authenticated, service_role;

create or replace trigger vehicle_images_give_up_photo_file after delete on public.vehicle_images
  for each row when (old.content_hash is not null)
  execute function app.give_up_photo_file();


-- 30_image_views.sql

-- Image views: the ledger of views. Rows are appended, never changed; view_count is the number of its counted rows.

create table if not exists public.image_views (
  id                    uuid not null default gen_random_uuid(),
  vehicle_id            uuid not null,
  image_id              uuid not null,
  user_id               uuid default auth.uid() references auth.users (id) on delete set null,
  view_duration_seconds real,
  device_type           text,
  counted               boolean not null default false,
  viewed_at             timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint view_duration_is_from_0_to_86400_seconds check (view_duration_seconds >= 0 and view_duration_seconds <= 86400),
  constraint device_type_is_known check (device_type in ('mobile', 'tablet', 'desktop', 'other'))
);

comment on table public.image_views is 'One row a view. Counted rows come from increment_image_view_count; a direct insert adds details only.';
comment on column public.image_views.view_duration_seconds is 'Dwell: seconds for which the photo was at least half visible.';

create index if not exists image_views_by_image on public.image_views (image_id, viewed_at);
create index if not exists image_views_by_person on public.image_views (user_id, viewed_at) where user_id is not null;

revoke all on public.image_views from public, anon, authenticated, service_role;
grant select on public.image_views to authenticated;
grant insert (image_id, user_id, view_duration_seconds, device_type) on public.image_views to anon, authenticated;
grant select, insert, update, delete on public.image_views to service_role;

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

create or replace function app.hang_view_on_photo() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select i.vehicle_id into new.vehicle_id
    from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id
    where i.id = new.image_id and (v.is_public or v.user_id = auth.uid() or not app.is_client());
  if not found then
    raise exception 'There is no photo %.', coalesce(new.image_id::text, 'without an id')
      using errcode = 'foreign_key_violation', hint = 'Check the photo id. Only the owner sees photos of a private vehicle.';
  end if;
  new.user_id := coalesce(new.user_id, auth.uid());
  return new;
end
$$;
revoke all on function app.hang_view_on_photo() from public, anon, authenticated, service_role;

create or replace trigger image_views_hang_on_photo before insert on public.image_views
  for each row execute function app.hang_view_on_photo();

-- The ledger has no foreign key to its photo, which would slow every view down; a removed photo takes its rows along here.
create or replace function app.forget_views() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.image_views where image_id = old.id;
  return null;
end
$$;
revoke all on function app.forget_views() from public, anon, authenticated, service_role;

create or replace trigger vehicle_images_forget_views after delete on public.vehicle_images
  for each row execute function app.forget_views();

create or replace function app.increment_image_view_count(image_uuid uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  vehicle uuid;
begin
  update public.vehicle_images i set view_count = i.view_count + 1, last_viewed_at = now()
    from public.vehicles v
    where i.id = image_uuid and v.id = i.vehicle_id and (v.is_public or v.user_id = auth.uid() or not app.is_client())
    returning i.vehicle_id into vehicle;
  if not found then
    raise exception 'There is no photo %.', coalesce(image_uuid::text, 'without an id')
      using errcode = 'PT404', hint = 'Check the photo id. Only the owner sees photos of a private vehicle.';
  end if;
  insert into public.image_views (image_id, user_id, counted) values (image_uuid, auth.uid(), true);
end
$$;
revoke all on function app.increment_image_view_count(uuid) from public;
grant execute on function app.increment_image_view_count(uuid) to anon, authenticated, service_role;

create or replace function public.increment_image_view_count(image_uuid uuid) returns void
language sql set search_path = '' as $$
  select app.increment_image_view_count(image_uuid)
$$;
comment on function public.increment_image_view_count(uuid) is
  'Counts one view of a photo, visible at once in vehicle_images.view_count. Fails with PT404 for a photo that the caller cannot see.';
revoke all on function public.increment_image_view_count(uuid) from public;
grant execute on function public.increment_image_view_count(uuid) to anon, authenticated, service_role;


-- 31_image_interactions.sql

-- Image interactions: likes, comments and shares. One like a person and photo, any number of comments and shares.

create table if not exists public.image_interactions (
  id               uuid not null default gen_random_uuid(),
  vehicle_id       uuid not null references public.vehicles (id) on delete cascade,
  image_id         uuid not null references public.vehicle_images (id) on delete cascade,
  user_id          uuid not null default auth.uid() references auth.users (id) on delete cascade,
  interaction_type text not null,
  comment_text     text,
  owner_id         uuid,
  is_public        boolean not null default false,
  created_at       timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint interaction_type_is_like_comment_or_share check (interaction_type in ('like', 'comment', 'share')),
  constraint comment_text_belongs_to_comments check ((interaction_type = 'comment') = (comment_text is not null)),
  constraint comment_has_1_to_2000_characters check (length(comment_text) <= 2000 and comment_text ~ '[^[:space:]]')
);

comment on table public.image_interactions is 'What people do with a photo. owner_id and is_public are copies of the vehicle''s, kept by the database.';

create unique index if not exists image_interactions_one_like on public.image_interactions (vehicle_id, image_id, user_id)
  where interaction_type = 'like';
create index if not exists image_interactions_by_image on public.image_interactions (image_id, interaction_type, created_at);
create index if not exists image_interactions_by_person on public.image_interactions (user_id, created_at);

revoke all on public.image_interactions from public, anon, authenticated, service_role;
grant select on public.image_interactions to anon, authenticated;
grant insert (image_id, user_id, interaction_type, comment_text) on public.image_interactions to authenticated;
grant delete on public.image_interactions to authenticated;
grant select, insert, update, delete on public.image_interactions to service_role;

alter table public.image_interactions enable row level security;

drop policy if exists "anyone sees what people do with public photos" on public.image_interactions;
create policy "anyone sees what people do with public photos" on public.image_interactions
  for select to anon using (is_public);

drop policy if exists "members see interactions on public photos and on their own" on public.image_interactions;
create policy "members see interactions on public photos and on their own" on public.image_interactions
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

drop policy if exists "members like, comment and share as themselves" on public.image_interactions;
create policy "members like, comment and share as themselves" on public.image_interactions
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

drop policy if exists "members take back what they did" on public.image_interactions;
create policy "members take back what they did" on public.image_interactions
  for delete to authenticated using (user_id = (select auth.uid()));

create or replace trigger image_interactions_hang_on_photo before insert on public.image_interactions
  for each row execute function app.hang_on_photo();


-- 32_engagement_score.sql

-- Engagement score: how much attention a photo gets now, 0 to 100.
--   heat  = sum of weights, each halved every 30 days: view 1, like 4, share 6, comment 8
--   score = 100 * ln(1 + heat) / (ln(1 + heat) + ln(1 + 100))
-- A heat of 100 scores 50, of 10,000 scores 67: the curve keeps rising and never reaches 100.

create or replace function app.engagement_score(heat double precision) returns numeric
language sql immutable set search_path = '' as $$
  select round((100 * ln(1 + heat) / (ln(1 + heat) + ln(101)))::numeric, 2)
$$;

create or replace function app.calculate_engagement_score(image_uuid uuid) returns numeric
language plpgsql security definer set search_path = '' as $$
declare
  half_life constant double precision := extract(epoch from interval '30 days');
  heat double precision;
  score numeric;
begin
  select coalesce(sum(e.weight * power(0.5, extract(epoch from now() - e.at) / half_life)), 0) into heat
  from (
    select 1 as weight, w.viewed_at as at from public.image_views w where w.image_id = image_uuid and w.counted
    union all
    select case t.interaction_type when 'like' then 4 when 'share' then 6 else 8 end, t.created_at
      from public.image_interactions t where t.image_id = image_uuid
  ) e;
  score := app.engagement_score(heat);
  update public.vehicle_images i set engagement_score = score
    from public.vehicles v
    where i.id = image_uuid and v.id = i.vehicle_id and (v.is_public or v.user_id = auth.uid() or not app.is_client());
  if not found then
    raise exception 'There is no photo %.', coalesce(image_uuid::text, 'without an id')
      using errcode = 'PT404', hint = 'Check the photo id. Only the owner sees photos of a private vehicle.';
  end if;
  return score;
end
$$;
revoke all on function app.engagement_score(double precision), app.calculate_engagement_score(uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.calculate_engagement_score(uuid) to authenticated, service_role;

create or replace function public.calculate_engagement_score(image_uuid uuid) returns numeric
language sql set search_path = '' as $$
  select app.calculate_engagement_score(image_uuid)
$$;
comment on function public.calculate_engagement_score(uuid) is
  'Recomputes and stores vehicle_images.engagement_score, and returns what it stored. Fails with PT404 for a photo that the caller cannot see.';
revoke all on function public.calculate_engagement_score(uuid) from public, anon;
grant execute on function public.calculate_engagement_score(uuid) to authenticated, service_role;


-- 38_predictions.sql

-- Predictions: what a bet of each type may claim, and which question the claim answers.

-- Says what is wrong with a prediction, naming the field; null when nothing is.
--   value_milestone {target_value, by_date}     auction_price   {target_value} or {low, high}
--   completion_date {by_date} or {date}         next_mod_value  {modification, target_value}, may be negative
-- Money is in dollars up to 10^9; dates are YYYY-MM-DD from 2000 to 2100.
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
  case bet_type
    when 'value_milestone' then required := array['target_value', 'by_date'];
    when 'auction_price' then
      required := case when prediction ?| array['low', 'high'] then array['low', 'high'] else array['target_value'] end;
    when 'completion_date' then
      required := case when prediction ? 'date' then array['date'] else array['by_date'] end;
    when 'next_mod_value' then required := array['modification', 'target_value'];
    else return null;   -- the bet type has a constraint of its own
  end case;
  allowed := required;

  for field in select k from jsonb_object_keys(prediction) k loop
    if not field = any (allowed) then
      return format('%s is not a field of a %s prediction, which takes %s', left(field, 40), bet_type, array_to_string(allowed, ' and '));
    end if;
  end loop;

  foreach field in array required loop
    value := prediction -> field;
    if value is null then
      return format('%s is missing: a %s prediction takes %s', field, bet_type, array_to_string(required, ' and '));
    elsif field in ('by_date', 'date') then
      if not app.is_date(value) then
        return format('%s must be a day such as "2027-06-30", from 2000 to 2100', field);
      end if;
    elsif field = 'modification' then
      if jsonb_typeof(value) <> 'string' or length(btrim(value #>> '{}')) not between 1 and 200 then
        return 'modification must be a text of 1 to 200 characters';
      end if;
    elsif jsonb_typeof(value) <> 'number' then
      return format('%s must be a number without quotes, such as 50000', field);
    else
      amount := (value #>> '{}')::numeric;
      if bet_type = 'next_mod_value' and abs(amount) > 1e9 then
        return format('%s must be from -1,000,000,000 to 1,000,000,000', field);
      elsif bet_type <> 'next_mod_value' and (amount <= 0 or amount > 1e9) then
        return format('%s must be above 0 and at most 1,000,000,000', field);
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
language sql immutable set search_path = '' as $$
  select case
    when jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^(20\d\d|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'
    then substr(value #>> '{}', 9, 2)::int <= extract(day from
           make_date(substr(value #>> '{}', 1, 4)::int, substr(value #>> '{}', 6, 2)::int, 1) + interval '1 month - 1 day')
    else false
  end
$$;

-- The one number of a prediction: its target, or the middle of its range; null for a date.
create or replace function app.predicted_value(prediction jsonb) returns numeric
language sql immutable set search_path = '' as $$
  select case
    when jsonb_typeof(prediction -> 'target_value') = 'number' then (prediction ->> 'target_value')::numeric
    when jsonb_typeof(prediction -> 'low') = 'number' and jsonb_typeof(prediction -> 'high') = 'number'
    then ((prediction ->> 'low')::numeric + (prediction ->> 'high')::numeric) / 2
  end
$$;

-- The day a claim names, if it names one.
create or replace function app.predicted_day(prediction jsonb) returns date
language sql immutable set search_path = '' as $$
  select case when app.is_date(day) then (day #>> '{}')::date end
  from (select coalesce(prediction -> 'by_date', prediction -> 'date') as day) named
$$;

-- Two spellings of one modification are one: case and spaces do not count.
create or replace function app.modification_key(modification text) returns text
language sql immutable set search_path = '' as $$
  select lower(regexp_replace(btrim(modification), '\s+', ' ', 'g'))
$$;
-- What a bet is about, the same text for the same question: two bets with one answer share it.
--   value_milestone:USD:50000:2027-12-31   auction_price:USD   completion_date   next_mod_value:USD:side pipes
create or replace function app.bet_question(bet_type text, prediction jsonb, currency text) returns text
language sql immutable set search_path = '' as $$
  select case bet_type
    when 'value_milestone' then
      concat_ws(':', bet_type, currency, trim_scale(app.predicted_value(prediction)), app.predicted_day(prediction))
    when 'auction_price'   then concat_ws(':', bet_type, currency)
    when 'next_mod_value'  then concat_ws(':', bet_type, currency, app.modification_key(prediction ->> 'modification'))
    else bet_type
  end
$$;

-- Whether the claim came true, given the answer to its question.
-- A number claims that the answer lies within 10 % of it: from m / 1.1 to 1.1 m for prices and for days from the bet,
-- m +- max(10 %, 250) for a modification. A range claims that the answer lies in it.
create or replace function app.claim_came_true(bet_type text, prediction jsonb, placed_at timestamptz, result jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select case
    when result ? 'reached' then (result ->> 'reached')::boolean
    when result ? 'unfinished_on' then false
    when result ? 'date' then
      extract(epoch from (result ->> 'date')::timestamp - placed_at at time zone 'utc')
        between extract(epoch from app.predicted_day(prediction)::timestamp - placed_at at time zone 'utc') / 1.1
            and extract(epoch from app.predicted_day(prediction)::timestamp - placed_at at time zone 'utc') * 1.1
    when prediction ? 'low' then (result ->> 'value')::numeric between (prediction ->> 'low')::numeric and (prediction ->> 'high')::numeric
    when bet_type = 'next_mod_value' then
      abs((result ->> 'value')::numeric - app.predicted_value(prediction)) <= greatest(0.1 * abs(app.predicted_value(prediction)), 250)
    else (result ->> 'value')::numeric between app.predicted_value(prediction) / 1.1 and app.predicted_value(prediction) * 1.1
  end
$$;

revoke all on function app.prediction_problem(text, jsonb), app.is_date(jsonb), app.predicted_value(jsonb), app.predicted_day(jsonb),
  app.bet_question(text, jsonb, text), app.modification_key(text), app.claim_came_true(text, jsonb, timestamptz, jsonb) from public;
grant execute on function app.prediction_problem(text, jsonb), app.is_date(jsonb), app.predicted_value(jsonb)
  to anon, authenticated, service_role;   -- constraints run with the rights of whoever writes


-- 39_bet_questions.sql

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
  constraint answered_questions_have_a_result check (state not in ('proposed', 'final') or (result is not null and final_at is not null)),
  constraint settled_questions_have_a_time check ((state in ('final', 'annulled')) = (settled_at is not null)),
  constraint question_round_is_positive check (round > 0),
  constraint question_version_is_positive check (version > 0),
  constraint reason_is_short check (length(reason) <= 1000)
);

comment on table public.bet_questions is 'What bets are about, and how far it is settled. Written by the database only; public on public vehicles.';
comment on column public.bet_questions.round is 'Counts up when betting on a settled question is opened again, for instance for the next auction.';
comment on column public.bet_questions.version is 'Counts up when a final settlement is reversed.';
comment on column public.bet_questions.result is
  'The answer: {"reached": true}, {"value": 50000}, {"date": "2027-05-01"}, {"unfinished_on": "2028-11-22"} for a build that outlasts the horizon, or {"void": why}.';
comment on column public.bet_questions.outcome_known_at is 'Since when the answer could be known; bets placed from then on are void.';
comment on column public.bet_questions.closed_at is 'Since when no more bets are taken.';
comment on column public.bet_questions.final_at is 'When the dispute window ends or ended.';
comment on column public.bet_questions.reason is 'Why it is disputed, adjudicated, annulled or reversed, in words.';

create index if not exists bet_questions_due on public.bet_questions (final_at) where state = 'proposed';
create index if not exists bet_questions_unanswered on public.bet_questions (bet_type, by_date, created_at) where state in ('open', 'locked');

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
  constraint closed_bet_type_is_known check (bet_type in ('value_milestone', 'completion_date', 'next_mod_value', 'auction_price')),
  constraint closing_reason_is_short check (length(reason) <= 200)
);

comment on table public.bet_closings is 'From when a vehicle takes no more bets of a type, for instance because its auction goes live.';

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


-- 40_vehicle_bets.sql

-- Vehicle bets: what people expect of a vehicle, each with the confidence that the claim comes true and a stake in points.

create table if not exists public.vehicle_bets (
  id                 uuid not null default gen_random_uuid(),
  vehicle_id         uuid not null references public.vehicles (id) on delete cascade,
  user_id            uuid not null default auth.uid() references auth.users (id) on delete cascade,
  bet_type           text not null,
  prediction         jsonb not null,
  predicted_value    numeric generated always as (app.predicted_value(prediction)) stored,
  confidence_percent numeric(5, 2) not null,
  stake_amount       numeric(12, 2) not null default 0,
  status             text not null default 'active',
  resolved_at        timestamptz,
  owner_id           uuid,
  is_public          boolean not null default false,
  created_at         timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint bet_type_is_known check (bet_type in ('value_milestone', 'completion_date', 'next_mod_value', 'auction_price')),
  constraint prediction_is_short check (length(prediction::text) <= 2000),
  constraint prediction_is_well_formed check (app.prediction_problem(bet_type, prediction) is null),
  constraint confidence_is_from_0_to_100_percent check (confidence_percent >= 0 and confidence_percent <= 100),
  constraint status_is_known check (status in ('active', 'won', 'lost', 'cancelled')),
  constraint resolved_bets_have_a_time check ((status = 'active') = (resolved_at is null))
);

-- Added one by one, so that a table from before bets were settled gets them too.
alter table public.vehicle_bets
  add column if not exists currency text not null default 'USD'
    constraint currency_is_three_capital_letters check (currency ~ '^[A-Z]{3}$'),
  add column if not exists question text,
  add column if not exists round smallint not null default 1,
  add column if not exists late boolean not null default false
    constraint late_claims_carry_no_stake check (not late or stake_amount = 0),
  add column if not exists by_owner boolean not null default false,
  add column if not exists superseded_by uuid,
  add column if not exists score double precision,
  add column if not exists skill_score double precision,
  add column if not exists payout numeric(12, 2)
    constraint payout_is_not_negative check (payout >= 0 and payout <= 1e9)
    constraint only_closed_bets_are_paid_out check (payout is null or status <> 'active'),
  drop constraint if exists stake_is_zero_until_points_exist,
  drop constraint if exists stake_is_from_0_to_100000_points,
  add constraint stake_is_from_0_to_100000_points check (stake_amount >= 0 and stake_amount <= 100000);

-- Bets from before there were questions: the last one a person and question stays active.
update public.vehicle_bets b
  set question = app.bet_question(b.bet_type, b.prediction, b.currency),
      late = coalesce(app.predicted_day(b.prediction) < (b.created_at at time zone 'utc')::date, false),
      by_owner = b.user_id is not distinct from b.owner_id
  where b.question is null;
update public.vehicle_bets b set status = 'cancelled', resolved_at = now(), superseded_by = l.id
  from (
    select x.vehicle_id, x.user_id, x.question, (array_agg(x.id order by x.created_at desc, x.id desc))[1] as id
    from public.vehicle_bets x where x.status = 'active' group by 1, 2, 3 having count(*) > 1
  ) l
  where b.vehicle_id = l.vehicle_id and b.user_id = l.user_id and b.question = l.question and b.status = 'active' and b.id <> l.id
    and not exists (select from pg_catalog.pg_class c where c.relname = 'vehicle_bets_one_active' and c.relnamespace = 'public'::regnamespace);
alter table public.vehicle_bets alter column question set not null;

comment on table public.vehicle_bets is 'One row a bet: a claim and the probability that it comes true. Public on public vehicles. Never rewritten: revised by a new bet.';
comment on column public.vehicle_bets.confidence_percent is 'Probability that the claim is true, in percent.';
comment on column public.vehicle_bets.predicted_value is 'Target, or middle of the range, in units of currency; null for dates.';
comment on column public.vehicle_bets.stake_amount is 'Points, held in escrow while the bet is active.';
comment on column public.vehicle_bets.status is 'Written by settlement, never by clients. Won and lost say whether the claim came true, cancelled that it is not settled.';
comment on column public.vehicle_bets.currency is 'Of the money in the prediction, as ISO 4217 code.';
comment on column public.vehicle_bets.question is 'What the bet is about; see bet_questions.';
comment on column public.vehicle_bets.late is 'The day it names had passed when it was placed: sentiment counts it; forecast, scores and points do not.';
comment on column public.vehicle_bets.by_owner is 'Placed by the owner, or by somebody who has become the owner: sentiment counts it, the forecast does not.';
comment on column public.vehicle_bets.superseded_by is 'The bet of the same person that replaced this one.';
comment on column public.vehicle_bets.score is 'Brier score of a milestone, CRPS of the rest: lower is better. Null until settled.';
comment on column public.vehicle_bets.skill_score is '1 - score / baseline''s score: 1 is perfect, 0 no better than the baseline.';
comment on column public.vehicle_bets.payout is 'Points that came back when the bet closed; the stake itself where it was cancelled or void.';

create index if not exists vehicle_bets_by_vehicle on public.vehicle_bets (vehicle_id, bet_type, user_id);
create index if not exists vehicle_bets_by_person on public.vehicle_bets (user_id, created_at);
create unique index if not exists vehicle_bets_one_active on public.vehicle_bets (vehicle_id, user_id, question, round) where status = 'active';

revoke all on public.vehicle_bets from public, anon, authenticated, service_role;
grant select on public.vehicle_bets to anon, authenticated;
grant insert (vehicle_id, user_id, bet_type, prediction, currency, confidence_percent, stake_amount) on public.vehicle_bets to authenticated;
grant select, insert, delete on public.vehicle_bets to service_role;

alter table public.vehicle_bets enable row level security;

drop policy if exists "anyone sees bets on public vehicles" on public.vehicle_bets;
create policy "anyone sees bets on public vehicles" on public.vehicle_bets
  for select to anon using (is_public);

drop policy if exists "members see bets on public vehicles and on their own" on public.vehicle_bets;
create policy "members see bets on public vehicles and on their own" on public.vehicle_bets
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

drop policy if exists "members bet as themselves" on public.vehicle_bets;
create policy "members bet as themselves" on public.vehicle_bets
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

-- Says no in words. `rule` names the promise, as a constraint would; clients find it in the error's details.
create or replace function app.refuse(rule text, message text, hint text default null) returns void
language plpgsql set search_path = '' as $$
begin
  raise exception '%', message using errcode = 'check_violation', constraint = rule, detail = rule, hint = coalesce(hint, '');
end
$$;

-- A moment as people read it.
create or replace function app.said(moment timestamptz) returns text
language sql stable set search_path = '' as $$
  select to_char(moment at time zone 'utc', 'YYYY-MM-DD HH24:MI "UTC"')
$$;

-- The constraint holds the rule; this says in words what is wrong before it does.
create or replace function app.explain_prediction() returns trigger
language plpgsql set search_path = '' as $$
declare
  problem constant text := case when length(new.prediction::text) <= 2000 then app.prediction_problem(new.bet_type, new.prediction)
                                else 'prediction must be at most 2,000 characters long' end;
begin
  if problem is not null then
    raise exception '%', problem using errcode = 'check_violation', constraint = 'prediction_is_well_formed', table = 'vehicle_bets';
  end if;
  return new;
end
$$;

create or replace trigger vehicle_bets_explain_prediction before insert on public.vehicle_bets
  for each row execute function app.explain_prediction();

create or replace trigger vehicle_bets_hang_on_vehicle before insert on public.vehicle_bets
  for each row execute function app.hang_on_vehicle();

-- The round of a bet's question that takes bets now; opens the first round, or the next one after an annulled round.
-- The caller holds the vehicle's share lock: whoever closes a question takes that lock first, so no bet slips in behind.
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
      perform app.refuse('betting_is_open', format('Betting on this question closed on %s.', app.said(latest.closed_at)));
    end if;
    insert into public.bet_questions (vehicle_id, question, round, bet_type, currency, target_value, by_date, modification, owner_id, is_public)
      values (bet.vehicle_id, bet.question, coalesce(latest.round, 0) + 1, bet.bet_type, bet.currency,
              case when bet.bet_type = 'value_milestone' then app.predicted_value(bet.prediction) end,
              case when bet.bet_type = 'value_milestone' then app.predicted_day(bet.prediction) end,
              bet.prediction ->> 'modification', bet.owner_id, bet.is_public)
      on conflict do nothing;   -- somebody else has opened it meanwhile
  end loop;
end
$$;

-- Takes a bet in, after the two triggers above: what it is about, whether betting is open, the limits, and the bet it replaces.
-- The account lock makes the bets of one person come one after the other.
create or replace function app.place_bet() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  most_active constant int := 20;
  most_a_minute constant int := 60;
  earlier public.vehicle_bets;
begin
  if (new.status, new.resolved_at, new.score, new.skill_score, new.payout, new.superseded_by)
     is distinct from ('active', null::timestamptz, null::float8, null::float8, null::numeric, null::uuid) then
    perform app.refuse('bets_start_active', 'A bet starts active; settlement writes its status, score and payout.');
  end if;
  new.question := app.bet_question(new.bet_type, new.prediction, new.currency);
  new.by_owner := new.user_id is not distinct from new.owner_id;
  new.late := coalesce(app.predicted_day(new.prediction) < (new.created_at at time zone 'utc')::date, false);
  if new.by_owner and new.stake_amount > 0 then
    perform app.refuse('owners_bet_without_a_stake', 'Owners bet on their own vehicle without a stake.', 'Leave stake_amount out.');
  elsif new.late and new.stake_amount > 0 then
    perform app.refuse('late_claims_carry_no_stake',
      format('%s has passed, so this claim carries no stake.', app.predicted_day(new.prediction)), 'Leave stake_amount out, or name a later day.');
  end if;
  new.round := case when new.late then 0 else app.open_round(new) end;

  perform app.hold_account(new.user_id);
  if app.is_client() and (
    select count(*) from public.vehicle_bets b where b.user_id = new.user_id and b.created_at > now() - interval '1 minute'
  ) >= most_a_minute then
    raise exception 'More than % bets within a minute.', most_a_minute
      using errcode = 'PT429', detail = 'bets_are_at_most_60_a_minute', hint = 'Wait a minute and try again.';
  end if;

  select b.* into earlier from public.vehicle_bets b
    where b.vehicle_id = new.vehicle_id and b.user_id = new.user_id and b.question = new.question and b.round = new.round
      and b.status = 'active';
  if found then
    perform app.supersede_bet(earlier, new.id);
  elsif (select count(*) from public.vehicle_bets b
         where b.vehicle_id = new.vehicle_id and b.user_id = new.user_id and b.status = 'active') >= most_active then
    perform app.refuse('active_bets_are_at_most_20',
      format('You have %s active bets on this vehicle, which is the most one person can have.', most_active), 'Cancel one of them first.');
  end if;
  return new;
end
$$;

create or replace trigger vehicle_bets_place before insert on public.vehicle_bets
  for each row execute function app.place_bet();

-- A bet is never rewritten, whoever asks: settlement adds to it, and a new bet replaces it.
create or replace function app.keep_bet() returns trigger
language plpgsql set search_path = '' as $$
begin
  if (new.id, new.vehicle_id, new.user_id, new.bet_type, new.prediction, new.currency, new.confidence_percent, new.stake_amount, new.created_at)
     is distinct from
     (old.id, old.vehicle_id, old.user_id, old.bet_type, old.prediction, old.currency, old.confidence_percent, old.stake_amount, old.created_at) then
    raise exception 'A bet is never rewritten.'
      using errcode = 'insufficient_privilege', detail = 'bets_are_never_rewritten', hint = 'Replace it with revise_bet.';
  end if;
  new.by_owner := old.by_owner or new.user_id is not distinct from new.owner_id;   -- once the owner, always marked
  return new;
end
$$;
revoke all on function app.refuse(text, text, text), app.said(timestamptz), app.explain_prediction(), app.open_round(public.vehicle_bets),
  app.place_bet(), app.keep_bet()
  from public, anon, authenticated, service_role;

create or replace trigger vehicle_bets_keep before update of id, vehicle_id, user_id, bet_type, prediction, currency, confidence_percent,
  stake_amount, created_at, owner_id on public.vehicle_bets
  for each row execute function app.keep_bet();


-- 40_vehicle_bets_revised.sql

-- Revising and cancelling: a bet closes and its stake returns; a revision opens the new one in the same transaction.

-- Closes a bet in favour of a newer one. The caller holds the person's account.
create or replace function app.supersede_bet(earlier public.vehicle_bets, newer_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.vehicle_bets b set status = 'cancelled', resolved_at = now(), superseded_by = newer_id, payout = b.stake_amount
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
      using errcode = 'PT404', detail = 'unknown_bet', hint = 'Check the bet id. Only the person who placed a bet changes it.';
  end if;
  perform from public.vehicles v where v.id = bet.vehicle_id for share;
  perform app.hold_account(bet.user_id);
  select b.* into bet from public.vehicle_bets b where b.vehicle_id = bet.vehicle_id and b.id = bet_id;
  if bet.status <> 'active' then
    perform app.refuse('bet_is_active', format('This bet is %s already.', case when bet.superseded_by is null then bet.status else 'revised' end));
  elsif not bet.late and exists (
    select from public.bet_questions q
    where q.vehicle_id = bet.vehicle_id and q.question = bet.question and q.round = bet.round and q.state <> 'open'
    union all
    select from public.bet_closings c where c.vehicle_id = bet.vehicle_id and c.bet_type = bet.bet_type and c.closes_at <= now()
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

create or replace function app.revise_bet(bet_id uuid, prediction jsonb, confidence_percent numeric, stake_amount numeric)
returns public.vehicle_bets
language plpgsql security definer set search_path = '' as $$
declare
  earlier constant public.vehicle_bets := app.own_open_bet(bet_id);
  newer public.vehicle_bets;
begin
  newer.id := gen_random_uuid();
  perform app.supersede_bet(earlier, newer.id);
  insert into public.vehicle_bets (id, vehicle_id, user_id, bet_type, prediction, currency, confidence_percent, stake_amount)
    values (newer.id, earlier.vehicle_id, earlier.user_id, earlier.bet_type, coalesce(revise_bet.prediction, earlier.prediction),
            earlier.currency, coalesce(revise_bet.confidence_percent, earlier.confidence_percent),
            coalesce(revise_bet.stake_amount, earlier.stake_amount))
    returning * into newer;
  return newer;
end
$$;
revoke all on function app.supersede_bet(public.vehicle_bets, uuid), app.own_open_bet(uuid), app.cancel_bet(uuid),
  app.revise_bet(uuid, jsonb, numeric, numeric) from public, anon, authenticated, service_role;
grant execute on function app.cancel_bet(uuid), app.revise_bet(uuid, jsonb, numeric, numeric) to authenticated;

create or replace function public.cancel_bet(bet_id uuid) returns public.vehicle_bets
language sql set search_path = '' as $$
  select app.cancel_bet(bet_id)
$$;
comment on function public.cancel_bet(uuid) is
  'Takes back an active bet of one''s own while betting is open; the stake returns and the bet is kept as cancelled.';

create or replace function public.revise_bet(
  bet_id uuid, prediction jsonb default null, confidence_percent numeric default null, stake_amount numeric default null
) returns public.vehicle_bets
language sql set search_path = '' as $$
  select app.revise_bet(bet_id, prediction, confidence_percent, stake_amount)
$$;
comment on function public.revise_bet(uuid, jsonb, numeric, numeric) is
  'Replaces an active bet of one''s own by a new one and returns that; what is left out stays as it was. The old one is kept, with superseded_by.';
revoke all on function public.cancel_bet(uuid), public.revise_bet(uuid, jsonb, numeric, numeric) from public, anon, authenticated, service_role;
grant execute on function public.cancel_bet(uuid), public.revise_bet(uuid, jsonb, numeric, numeric) to authenticated;


-- 41_vehicle_market_sentiment.sql

-- Market sentiment: plain averages of a vehicle's bets, a row for each bet type that has one.
-- Averages are taken over people, not over bets: a thousand bets by one person weigh as much as one.

create or replace view public.vehicle_market_sentiment with (security_invoker = true) as
select
  p.vehicle_id,
  p.bet_type,
  sum(p.bets)::bigint                   as total_bets,
  count(*)                              as total_people,
  round(avg(p.confidence_percent), 1)   as avg_confidence,
  round(avg(p.predicted_value), 2)      as avg_predicted_value,
  max(p.last_bet_at)                    as last_bet_at
from (
  select b.vehicle_id, b.bet_type, b.user_id, count(*) as bets, avg(b.confidence_percent) as confidence_percent,
         avg(b.predicted_value) as predicted_value, max(b.created_at) as last_bet_at
  from public.vehicle_bets b
  where b.status <> 'cancelled'
  group by b.vehicle_id, b.bet_type, b.user_id
) p
group by p.vehicle_id, p.bet_type;

comment on view public.vehicle_market_sentiment is 'Averages over people for each vehicle and bet type; cancelled bets are left out.';

revoke all on public.vehicle_market_sentiment from public, anon, authenticated, service_role;
grant select on public.vehicle_market_sentiment to anon, authenticated, service_role;


-- 42_points.sql

-- Points: a double-entry ledger. Every transfer sums to zero, rows are only ever appended, and a person's balances are what the
-- entries add up to. Points are play money: they cannot be bought, sold or sent.
--   available  free to stake                    owed    what a reversed settlement could not take back; paid from later payouts
--   escrow     staked on bets that are active   issued  the other side of the points people start with; not a person's

create table if not exists app.point_accounts (
  user_id   uuid primary key,
  person_id uuid references auth.users (id) on delete set null,   -- user_id again; the account outlives its person
  available numeric(14, 2) not null default 0,
  escrow    numeric(14, 2) not null default 0,
  owed      numeric(14, 2) not null default 0,
  opened_at timestamptz not null default now(),
  constraint balance_is_not_negative check (available >= 0 and available <= 1e11),
  constraint escrow_is_not_negative check (escrow >= 0 and escrow <= 1e11),
  constraint owed_is_not_negative check (owed >= 0 and owed <= 1e11)
);
comment on table app.point_accounts is 'Balances: the sums of point_entries, written by nothing but its trigger.';
create index if not exists point_accounts_by_person on app.point_accounts (person_id);
create index if not exists point_accounts_left_behind on app.point_accounts (user_id) where person_id is null and (available <> 0 or owed <> 0);

create table if not exists app.point_transfers (
  id         uuid primary key default gen_random_uuid(),
  kind       text not null,
  vehicle_id uuid,
  question   text,
  round      smallint,
  version    smallint,
  reverses   uuid references app.point_transfers (id),
  made_at    timestamptz not null default now(),
  constraint transfer_kind_is_known check
    (kind in ('opened', 'staked', 'superseded', 'cancelled', 'removed', 'settled', 'annulled', 'reversed', 'closed')),
  constraint only_reversals_reverse check ((kind = 'reversed') = (reverses is not null)),
  constraint settlements_name_their_question check
    (kind not in ('settled', 'annulled', 'reversed') or (vehicle_id is not null and question is not null and round is not null and version is not null))
);
-- What makes settlement happen once: a second transfer for the same question and version cannot exist.
create unique index if not exists point_transfers_settle_once on app.point_transfers (vehicle_id, question, round, version) where kind in ('settled', 'annulled');
create unique index if not exists point_transfers_reverse_once on app.point_transfers (reverses) where reverses is not null;

create table if not exists app.point_entries (
  id          bigint generated always as identity primary key,
  transfer_id uuid not null references app.point_transfers (id),
  account     text not null,
  user_id     uuid,
  bet_id      uuid,
  amount      numeric(14, 2) not null,
  constraint account_is_known check (account in ('available', 'escrow', 'owed', 'issued')),
  constraint only_issued_points_have_no_owner check ((account = 'issued') = (user_id is null)),
  constraint amount_is_not_zero check (amount <> 0 and abs(amount) <= 1e11)
);
comment on column app.point_entries.amount is 'Points into the account; negative: out of it. What is owed is entered as its negative.';
create index if not exists point_entries_by_transfer on app.point_entries (transfer_id);
create index if not exists point_entries_by_person on app.point_entries (user_id, id);

revoke all on app.point_accounts, app.point_transfers, app.point_entries from public, anon, authenticated, service_role;

-- Entries that are written together sum to zero in each transfer, so every transfer does, always. Balances follow from them here
-- and nowhere else. Accounts are taken in one order, so that two transfers never wait for each other.
create or replace function app.book_entries() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  uneven record;
begin
  select e.transfer_id, sum(e.amount) as amount into uneven from written e group by e.transfer_id having sum(e.amount) <> 0 limit 1;
  if found then
    raise exception 'Transfer % does not sum to zero but to %.', uneven.transfer_id, uneven.amount
      using errcode = 'check_violation', constraint = 'transfers_sum_to_zero';
  end if;
  perform from app.point_accounts a where a.user_id in (select e.user_id from written e) order by a.user_id for no key update;
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

-- What everybody starts with.
create or replace function app.starting_points() returns numeric
language sql immutable set search_path = '' as $$ select 1000.00 $$;

-- Locks a person's account until the transaction ends, opening it first where there is none, and returns it.
create or replace function app.hold_account(person uuid) returns app.point_accounts
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
  account constant app.point_accounts := app.hold_account(new.user_id);
  transfer uuid;
begin
  if account.available < new.stake_amount then
    perform app.refuse('stake_is_within_the_balance',
      format('The stake of %s is above your balance of %s points.', new.stake_amount, account.available));
  end if;
  insert into app.point_transfers (kind, vehicle_id, question, round)
    values ('staked', new.vehicle_id, new.question, new.round) returning id into transfer;
  insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
    values (transfer, 'available', new.user_id, new.id, -new.stake_amount), (transfer, 'escrow', new.user_id, new.id, new.stake_amount);
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
      values (transfer, 'escrow', bet.user_id, bet.id, -bet.stake_amount), (transfer, 'available', bet.user_id, bet.id, bet.stake_amount);
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
    insert into app.point_transfers (kind) values ('removed') returning id into transfer;
    insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
      select transfer, e.account, r.user_id, r.id, e.sign * r.stake_amount
      from removed r, (values ('escrow', -1), ('available', 1)) e (account, sign)
      where r.status = 'active' and r.stake_amount > 0;
  end if;
  return null;
end
$$;

create or replace trigger vehicle_bets_return_removed_stakes after delete on public.vehicle_bets
  referencing old table as removed for each statement execute function app.return_removed_stakes();

revoke all on function app.book_entries(), app.keep_ledger(), app.starting_points(), app.hold_account(uuid), app.take_stake(),
  app.return_stake(public.vehicle_bets, text), app.return_removed_stakes() from public, anon, authenticated, service_role;

-- Balances as their owner sees them. Who has not bet yet has the starting points, though no account is open.
alter table app.point_accounts enable row level security;
grant select on app.point_accounts to authenticated, service_role;
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
  'Points free to stake, points staked, and points owed after a reversed settlement. People see their own balance, the service role all.';

revoke all on public.point_balances from public, anon, authenticated, service_role;
grant select on public.point_balances to authenticated, service_role;


-- 43_vehicle_outcomes.sql

-- Vehicle outcomes: what happened to a vehicle, with the evidence for it. Written by the service role, importers and trusted
-- reporters; a report by somebody with an interest in it counts once somebody without one has confirmed it.

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
      return format('%s is not a field of evidence, which takes %s', left(field.key, 40), array_to_string(fields, ', '));
    elsif jsonb_typeof(field.value) <> 'string' or length(btrim(field.value #>> '{}')) not between 1 and 2000 then
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
revoke all on function app.evidence_problem(jsonb) from public;
grant execute on function app.evidence_problem(jsonb) to anon, authenticated, service_role;   -- constraints run with the rights of whoever writes

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
  reported_by  uuid default auth.uid() references auth.users (id) on delete set null,
  confirmed_by uuid references auth.users (id) on delete set null,
  confirmed_at timestamptz,
  owner_id     uuid,
  is_public    boolean not null default false,
  created_at   timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint outcome_kind_is_known check (kind in ('auction_result', 'appraisal', 'build_completed', 'modification_value')),
  constraint auction_results_say_whether_it_sold check ((kind = 'auction_result') = (sold is not null)),
  constraint outcomes_other_than_builds_have_a_value check
    (case when kind = 'build_completed' then value is null else value is not null or not sold end),
  constraint outcome_value_is_above_0_and_at_most_1e9 check
    (value <= 1e9 and (value > 0 or (kind = 'modification_value' and value >= -1e9))),
  constraint outcome_currency_is_three_capital_letters check (currency ~ '^[A-Z]{3}$'),
  constraint modification_values_name_the_modification check
    ((kind = 'modification_value') = (modification is not null) and length(btrim(modification)) between 1 and 200),
  constraint outcomes_have_happened check (occurred_at >= '1885-01-01' and occurred_at <= created_at + interval '5 minutes'),
  constraint outcomes_are_known_after_they_occurred check
    (known_at >= occurred_at and known_at <= greatest(created_at + interval '5 minutes', occurred_at)),
  constraint evidence_is_short check (length(evidence::text) <= 10000),
  constraint evidence_is_well_formed check (app.evidence_problem(evidence) is null)
);

comment on table public.vehicle_outcomes is 'One row a reported outcome: auction result, appraisal, finished build or value of a modification. Never rewritten.';
comment on column public.vehicle_outcomes.value is 'Hammer price (of an unsold lot: the highest bid), appraised value, or what the modification added; in units of currency.';
comment on column public.vehicle_outcomes.known_at is 'Since when anybody could know it; when it occurred unless said otherwise. Bets placed from then on are void.';
comment on column public.vehicle_outcomes.confirmed_at is 'Since when it counts. Null: reported by the owner or a bettor, and not confirmed yet.';

create index if not exists vehicle_outcomes_by_kind on public.vehicle_outcomes (vehicle_id, kind, occurred_at);

revoke all on public.vehicle_outcomes from public, anon, authenticated, service_role;
grant select on public.vehicle_outcomes to anon, authenticated;
grant insert (vehicle_id, kind, value, currency, sold, modification, occurred_at, known_at, evidence, reported_by)
  on public.vehicle_outcomes to authenticated;
grant select, insert on public.vehicle_outcomes to service_role;

alter table public.vehicle_outcomes enable row level security;

drop policy if exists "anyone sees outcomes of public vehicles" on public.vehicle_outcomes;
create policy "anyone sees outcomes of public vehicles" on public.vehicle_outcomes
  for select to anon using (is_public);

drop policy if exists "members see outcomes of public vehicles and of their own" on public.vehicle_outcomes;
create policy "members see outcomes of public vehicles and of their own" on public.vehicle_outcomes
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

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

create or replace function app.require_reporter() returns void
language plpgsql security definer set search_path = '' as $$
begin
  if app.is_client() and not exists (select from public.trusted_reporters t where t.user_id = auth.uid()) then
    raise exception 'Only trusted reporters report and confirm outcomes.'
      using errcode = 'insufficient_privilege', detail = 'reporters_are_trusted', hint = 'Send the evidence to the operator, who can enter it.';
  end if;
end
$$;

-- Before the copy of the vehicle's visibility, which takes a weaker lock: the bets on their way in are waited for, and later
-- ones find the question answered.
create or replace function app.admit_outcome() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  problem constant text := case when length(new.evidence::text) <= 10000 then app.evidence_problem(new.evidence) end;
begin
  perform app.require_reporter();
  if problem is not null then
    perform app.refuse('evidence_is_well_formed', problem);
  end if;
  perform from public.vehicles v where v.id = new.vehicle_id for no key update;
  new.known_at := coalesce(new.known_at, new.occurred_at);
  new.confirmed_by := null;
  new.confirmed_at := case when new.reported_by is null or not app.has_interest(new.reported_by, new.vehicle_id) then now() end;
  return new;
end
$$;

create or replace trigger vehicle_outcomes_admit before insert on public.vehicle_outcomes
  for each row execute function app.admit_outcome();

create or replace trigger vehicle_outcomes_hang_on_vehicle before insert on public.vehicle_outcomes
  for each row execute function app.hang_on_vehicle();

create or replace function app.answer_questions() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform app.apply_outcome(new);
  return null;
end
$$;

create or replace trigger vehicle_outcomes_answer_questions after insert on public.vehicle_outcomes
  for each row when (new.confirmed_at is not null) execute function app.answer_questions();

create or replace function app.confirm_outcome(outcome_id uuid) returns public.vehicle_outcomes
language plpgsql security definer set search_path = '' as $$
declare
  outcome public.vehicle_outcomes;
begin
  perform app.require_reporter();
  select o.* into outcome from public.vehicle_outcomes o
    where o.id = outcome_id and (o.is_public or o.owner_id = auth.uid() or not app.is_client());
  if not found then
    raise exception 'There is no outcome %.', coalesce(outcome_id::text, 'without an id') using errcode = 'PT404', detail = 'unknown_outcome';
  elsif app.is_client() and (outcome.reported_by = auth.uid() or app.has_interest(auth.uid(), outcome.vehicle_id)) then
    raise exception 'An outcome is confirmed by somebody who neither reported it, nor owns the vehicle, nor bets on it.'
      using errcode = 'insufficient_privilege', detail = 'outcomes_are_confirmed_by_somebody_else';
  end if;
  perform from public.vehicles v where v.id = outcome.vehicle_id for no key update;
  update public.vehicle_outcomes o set confirmed_by = auth.uid(), confirmed_at = now()
    where o.vehicle_id = outcome.vehicle_id and o.id = outcome_id and o.confirmed_at is null returning o.* into outcome;
  if found then
    perform app.apply_outcome(outcome);
  else
    select o.* into outcome from public.vehicle_outcomes o where o.id = outcome_id;
  end if;
  return outcome;
end
$$;
revoke all on function app.has_interest(uuid, uuid), app.require_reporter(), app.admit_outcome(), app.answer_questions(),
  app.confirm_outcome(uuid) from public, anon, authenticated, service_role;
grant execute on function app.confirm_outcome(uuid) to authenticated, service_role;

create or replace function public.confirm_outcome(outcome_id uuid) returns public.vehicle_outcomes
language sql set search_path = '' as $$
  select app.confirm_outcome(outcome_id)
$$;
comment on function public.confirm_outcome(uuid) is
  'Lets an outcome count that the owner or a bettor reported. For the service role and trusted reporters without an interest in it.';
revoke all on function public.confirm_outcome(uuid) from public, anon, authenticated, service_role;
grant execute on function public.confirm_outcome(uuid) to authenticated, service_role;


-- 44_settlement.sql

-- Settlement: from an outcome to scores and points, exactly once.
-- What it takes from 47_scores.sql, for one bet and the answer to its question (bet_questions.result):
--   app.bet_score(bet_type text, prediction jsonb, confidence_percent numeric, placed_at timestamptz, result jsonb,
--                 out score float8, out skill_score float8, out wager_score float8) immutable
--   score        as stored in vehicle_bets: Brier for a milestone, CRPS for the rest; lower is better
--   skill_score  1 - score / the baseline's score
--   wager_score  from 0 to 1, higher is better, strictly proper and on one scale for all bets of a question: it moves points
-- result is {"reached": bool} | {"value": number} | {"date": "YYYY-MM-DD"} | {"unfinished_on": "YYYY-MM-DD"}.

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
comment on column app.settlement_settings.dispute_window is 'How long a proposed answer can be disputed before points move.';
comment on column app.settlement_settings.build_horizon is 'A build unfinished this long after its first bet is settled as unfinished.';
comment on column app.settlement_settings.valuation_lookback is 'How old the valuation may be that a milestone is found not reached by.';
comment on column app.settlement_settings.valuation_grace is 'How long after its day a milestone waits for a valuation before it is annulled.';
revoke all on app.settlement_settings from public, anon, authenticated, service_role;
insert into app.settlement_settings default values on conflict do nothing;

-- The answer an outcome gives to a question; null when it gives none.
create or replace function app.answer(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when q.bet_type = 'completion_date' and o.kind = 'build_completed' then
      jsonb_build_object('date', (o.occurred_at at time zone 'utc')::date)
    when q.bet_type = 'next_mod_value' and o.kind = 'modification_value'
         and app.modification_key(o.modification) = app.modification_key(q.modification) then
      case when o.currency = q.currency then jsonb_build_object('value', o.value)
           else jsonb_build_object('void', 'It was valued in ' || o.currency) end
    when q.bet_type = 'auction_price' and o.kind = 'auction_result' then
      case when not o.sold then jsonb_build_object('void', 'It did not sell')
           when o.currency <> q.currency then jsonb_build_object('void', 'It sold in ' || o.currency)
           else jsonb_build_object('value', o.value) end
    when q.bet_type = 'value_milestone' and (o.kind = 'appraisal' or o.sold) and o.currency = q.currency
         and (o.occurred_at at time zone 'utc')::date <= q.by_date then
      case when o.value >= q.target_value then jsonb_build_object('reached', true)
           when q.by_date < (now() at time zone 'utc')::date then jsonb_build_object('reached', false) end
  end
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
    result := app.answer(q, o);
    if result is not null and result <> '{"reached": false}' and q.state in ('open', 'locked', 'proposed')
       and (q.bet_type = 'completion_date' or o.known_at > q.created_at - interval '30 days') then
      perform app.propose(q, result, o.known_at, o.id);
    end if;
  end loop;
  if o.kind = 'auction_result' then   -- the auction that closed betting is over
    delete from public.bet_closings c where c.vehicle_id = o.vehicle_id and c.closes_at <= now();
  end if;
end
$$;

-- Puts an answer up for dispute. A second answer that says the same changes nothing; one that does not makes it a dispute.
create or replace function app.propose(q public.bet_questions, answer jsonb, known timestamptz, outcome uuid) returns void
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
          closed_at = least(x.closed_at, closing, now()), final_at = now() + (select s.dispute_window from app.settlement_settings s),
          updated_at = now()
      where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round;
  elsif q.state = 'proposed' and q.result = answer then
    update public.bet_questions x set outcome_known_at = least(x.outcome_known_at, known), updated_at = now()
      where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round and known < x.outcome_known_at;
  elsif q.state = 'proposed' then
    update public.bet_questions x
      set state = 'disputed', outcome_known_at = least(x.outcome_known_at, known), reason = 'Two outcomes contradict each other.',
          updated_at = now()
      where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round;
  end if;
end
$$;

-- What a question's bets come to, for the bets that are active or, to check a settlement afterwards, those settled at that time.
-- Weighted-score wagering (Lambert et al., 2008): with m the stake, w the wager score and W the stakes' mean of w, a bet is paid
-- m (1 + w - W). Payouts are never negative and add up to the stakes. Hundredths go by largest remainder, ties by id.
-- A bet from when betting had closed, or the answer could be known, is void: its stake returns, and it is not scored.
create or replace function app.payouts(q public.bet_questions, settled timestamptz default null)
returns table (bet_id uuid, user_id uuid, stake numeric, void boolean, came_true boolean, score float8, skill_score float8, payout numeric)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return query
  with scored as materialized (
    select b.id, b.user_id, b.stake_amount as stake, b.bet_type, b.prediction, b.created_at,
           q.result ? 'void' or b.created_at >= least(q.closed_at, q.outcome_known_at) as void,
           s.score, s.skill_score, round(s.wager_score::numeric, 12) as w
    from public.vehicle_bets b
    left join lateral app.bet_score(b.bet_type, b.prediction, b.confidence_percent, b.created_at, q.result) s
      on not q.result ? 'void' and b.created_at < least(q.closed_at, q.outcome_known_at)
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round
      and ((settled is null and b.status = 'active')
        or (b.resolved_at = settled and b.superseded_by is null))
  ),
  pool as (
    select sum(stake) as staked, sum(stake * w) / nullif(sum(stake), 0) as mean_w from scored where not void
  ),
  exact as (
    select s.*, case when s.void or s.stake = 0 then 100 * s.stake else greatest(100 * s.stake * (1 + s.w - p.mean_w), 0) end as hundredths
    from scored s cross join pool p
  ),
  ranked as (
    select e.*, floor(e.hundredths) as whole,
           row_number() over (partition by e.void, e.stake > 0 order by e.hundredths - floor(e.hundredths) desc, e.id) as place
    from exact e
  ),
  rest as (
    select 100 * p.staked - (select sum(r.whole) from ranked r where not r.void) as hundredths from pool p
  )
  select r.id, r.user_id, r.stake, r.void,
         case when not r.void then app.claim_came_true(r.bet_type, r.prediction, r.created_at, q.result) end,
         r.score, r.skill_score,
         (r.whole + case when not r.void and r.stake > 0 and r.place <= rest.hundredths then 1 else 0 end) / 100
  from ranked r cross join rest;
end
$$;

-- Settles one question whose dispute window is over: status, score and payout of its bets and the points change together.
-- The ledger takes one settlement a version of a question, so that a second one fails whatever calls it.
create or replace function app.settle_question(q public.bet_questions) returns void
language plpgsql security definer set search_path = '' as $$
declare
  ending constant text := case when q.result ? 'void' then 'annulled' else 'final' end;
  transfer uuid;
begin
  perform from app.point_accounts a
    where a.user_id in (
      select b.user_id from public.vehicle_bets b
      where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round and b.status = 'active' and b.stake_amount > 0)
    order by a.user_id for no key update;
  insert into app.point_transfers (kind, vehicle_id, question, round, version)
    values (case ending when 'final' then 'settled' else 'annulled' end, q.vehicle_id, q.question, q.round, q.version)
    returning id into transfer;

  with paid as materialized (
    select * from app.payouts(q)
  ),
  closed as (
    update public.vehicle_bets b
      set status = case when p.void then 'cancelled' when p.came_true then 'won' else 'lost' end,
          resolved_at = now(), score = p.score, skill_score = p.skill_score, payout = p.payout
      from paid p where b.vehicle_id = q.vehicle_id and b.id = p.bet_id
      returning b.id
  ),
  owing as (   -- what an earlier reversal could not take back is taken from this payout
    select p.*, least(a.owed, p.payout) as repaid from paid p join app.point_accounts a on a.user_id = p.user_id where p.stake > 0
  )
  insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
    select transfer, e.account, o.user_id, o.bet_id, e.amount
    from owing o
    cross join lateral (values ('escrow', -o.stake), ('available', o.payout - o.repaid), ('owed', o.repaid)) e (account, amount)
    where e.amount <> 0 and (select count(*) from closed) >= 0;   -- both, or the settlement is not one

  update public.bet_questions x set state = ending, settled_at = now(), updated_at = now(),
      reason = coalesce(q.result ->> 'void', x.reason)
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round;
end
$$;

-- Closes what its time has closed, and answers what time alone answers: milestones whose day has passed, builds past the horizon.
create or replace function app.answer_by_time() returns void
language plpgsql security definer set search_path = '' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  settings app.settlement_settings;
  q public.bet_questions;
  valuation uuid;
begin
  select s.* into settings from app.settlement_settings s;
  update public.bet_questions x set state = 'locked', closed_at = coalesce(c.closes_at, (x.by_date + 1) at time zone 'utc'), updated_at = now()
    from public.bet_questions o
    left join public.bet_closings c on c.vehicle_id = o.vehicle_id and c.bet_type = o.bet_type and c.closes_at <= now()
    where o.state = 'open' and (c.closes_at is not null or (o.bet_type = 'value_milestone' and o.by_date < today))
      and x.vehicle_id = o.vehicle_id and x.question = o.question and x.round = o.round and x.state = 'open';

  for q in
    select x.* from public.bet_questions x
    where (x.bet_type = 'value_milestone' and x.state = 'locked' and x.by_date < today)
       or (x.bet_type = 'completion_date' and x.state in ('open', 'locked') and x.created_at + settings.build_horizon <= now())
    limit 500
  loop
    -- As everywhere, the vehicle first and then the question: bets on their way in are waited for. A busy one is for the next run.
    perform from public.vehicles v where v.id = q.vehicle_id for no key update skip locked;
    continue when not found;
    select x.* into q from public.bet_questions x
      where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round and x.state in ('open', 'locked') for update;
    continue when not found;

    if q.bet_type = 'completion_date' then
      perform app.propose(q, jsonb_build_object('unfinished_on', (q.created_at + settings.build_horizon)::date),
        q.created_at + settings.build_horizon, null);
      continue;
    end if;
    select o.id into valuation from public.vehicle_outcomes o
      where o.vehicle_id = q.vehicle_id and o.confirmed_at is not null and app.answer(q, o) is not null
        and (o.occurred_at at time zone 'utc')::date > q.by_date - settings.valuation_lookback
      order by o.occurred_at desc limit 1;
    if found then
      perform app.propose(q, '{"reached": false}', (q.by_date + 1) at time zone 'utc', valuation);
    elsif q.by_date + settings.valuation_grace < today then
      perform app.propose(q, '{"void": "Nobody has valued it by then"}', (q.by_date + 1) at time zone 'utc', null);
    end if;
  end loop;
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
    order by a.user_id for no key update skip locked
  loop
    insert into app.point_transfers (kind) values ('closed') returning id into transfer;
    insert into app.point_entries (transfer_id, account, user_id, amount)
      select transfer, e.account, e.user_id, e.amount
      from (values ('available', account.user_id, -account.available), ('owed', account.user_id, account.owed),
                   ('issued', null, account.available - account.owed)) e (account, user_id, amount)
      where e.amount <> 0;
  end loop;
end
$$;

-- Settles what is due and returns how many questions became final or were annulled. Safe to run twice, in two places, or to be
-- killed: a question is settled whole or not at all, and one that cannot be settled does not hold up the others.
create or replace function app.settle_due() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions;
  settled integer := 0;
begin
  perform app.answer_by_time();
  for q in
    select x.* from public.bet_questions x where x.state = 'proposed' and x.final_at <= now()
    order by x.final_at limit 500 for update skip locked
  loop
    begin
      perform app.settle_question(q);
      settled := settled + 1;
    exception when others then
      raise warning 'Question % of vehicle % could not be settled: %', q.question, q.vehicle_id, sqlerrm;
    end;
  end loop;
  perform app.close_accounts();
  return settled;
end
$$;
revoke all on function app.answer(public.bet_questions, public.vehicle_outcomes), app.apply_outcome(public.vehicle_outcomes),
  app.propose(public.bet_questions, jsonb, timestamptz, uuid), app.payouts(public.bet_questions, timestamptz),
  app.settle_question(public.bet_questions), app.answer_by_time(), app.close_accounts(), app.settle_due()
  from public, anon, authenticated, service_role;
grant execute on function app.settle_due() to service_role;

create or replace function public.settle_due() returns integer
language sql set search_path = '' as $$
  select app.settle_due()
$$;
comment on function public.settle_due() is
  'Settles every question whose dispute window is over; returns how many. Called every minute by pg_cron or the server, and harmless at any time.';
revoke all on function public.settle_due() from public, anon, authenticated, service_role;
grant execute on function public.settle_due() to service_role;

do $$
begin
  if exists (select from pg_catalog.pg_extension where extname = 'pg_cron') then
    perform cron.schedule('paddock-settle', '* * * * *', 'select public.settle_due()');
  end if;
end
$$;


-- 44_settlement_disputed.sql

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
  constraint dispute_reason_has_1_to_1000_characters check (length(reason) <= 1000 and reason ~ '[^[:space:]]')
);
comment on table public.bet_disputes is 'Objections to a proposed answer, one a person. Public on public vehicles.';

revoke all on public.bet_disputes from public, anon, authenticated, service_role;
grant select on public.bet_disputes to anon, authenticated, service_role;
alter table public.bet_disputes enable row level security;

drop policy if exists "anyone sees disputes on public vehicles" on public.bet_disputes;
create policy "anyone sees disputes on public vehicles" on public.bet_disputes
  for select to anon using (is_public);

drop policy if exists "members see disputes on public vehicles and on their own" on public.bet_disputes;
create policy "members see disputes on public vehicles and on their own" on public.bet_disputes
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

-- The latest round of a question, locked until the transaction ends; bets on their way in are waited for.
create or replace function app.hold_question(vehicle uuid, asked text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions;
begin
  perform from public.vehicles v where v.id = vehicle for no key update;
  select x.* into q from public.bet_questions x
    where x.vehicle_id = vehicle and x.question = asked
      and (x.is_public or x.owner_id = auth.uid() or not app.is_client())
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
  q public.bet_questions := app.hold_question(vehicle, asked);
begin
  if not exists (
    select from public.vehicle_bets b
    where b.vehicle_id = q.vehicle_id and b.user_id = auth.uid() and b.question = q.question and b.round = q.round
  ) and q.owner_id is distinct from auth.uid() then
    raise exception 'Only the owner and people who bet on this question dispute its answer.'
      using errcode = 'insufficient_privilege', detail = 'disputes_come_from_those_concerned';
  elsif q.state not in ('proposed', 'disputed') or q.final_at <= now() then
    perform app.refuse('dispute_window_is_open', case when q.state in ('open', 'locked') then 'There is no answer to dispute yet.'
                                                      else format('The dispute window closed on %s.', app.said(q.final_at)) end);
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
  q public.bet_questions := app.hold_question(vehicle, asked);
  o public.vehicle_outcomes;
  answer jsonb := jsonb_build_object('void', coalesce(why, 'Annulled by the operator'));
begin
  if q.state in ('final', 'annulled') then
    perform app.refuse('settled_questions_stay_settled', format('This question is %s.', q.state), 'Reverse its settlement first.');
  end if;
  if outcome is not null then
    select x.* into o from public.vehicle_outcomes x where x.vehicle_id = vehicle and x.id = outcome;
    answer := app.answer(q, o);
    if answer is null then
      perform app.refuse('outcome_answers_the_question', 'That outcome does not answer this question.', 'Name an outcome of this vehicle and of a fitting kind.');
    end if;
  end if;
  update public.bet_questions x
    set state = 'proposed', result = answer, outcome_id = outcome, reason = why, closed_at = coalesce(x.closed_at, now()),
        outcome_known_at = coalesce(o.known_at, x.outcome_known_at, now()), final_at = now(), updated_at = now()
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round returning x.* into q;
  return q;
end
$$;

-- Takes back a settlement by its mirror image: stakes return to escrow, payouts are taken back, bets are active again, and the
-- question is disputed in its next version. What somebody no longer has is owed, and taken from later payouts.
create or replace function app.reverse_settlement(vehicle uuid, asked text, why text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions := app.hold_question(vehicle, asked);
  settlement uuid;
  reversal uuid;
begin
  if q.state not in ('final', 'annulled') then
    perform app.refuse('only_settled_questions_are_reversed', format('This question is %s: there is nothing to reverse.', q.state));
  end if;
  select t.id into settlement from app.point_transfers t
    where t.vehicle_id = q.vehicle_id and t.question = q.question and t.round = q.round and t.version = q.version
      and t.kind in ('settled', 'annulled');
  perform from app.point_accounts a
    where a.user_id in (select e.user_id from app.point_entries e where e.transfer_id = settlement) order by a.user_id for no key update;
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
  insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)   -- bets that are gone keep nothing in escrow
    select reversal, e.account, m.user_id, m.bet_id, e.amount
    from (
      select e.user_id, e.bet_id, sum(e.amount) as escrow from app.point_entries e
      where e.transfer_id = reversal and e.account = 'escrow'
        and not exists (select from public.vehicle_bets b where b.vehicle_id = q.vehicle_id and b.id = e.bet_id)
      group by e.user_id, e.bet_id
    ) m
    cross join lateral (values ('escrow', -m.escrow), ('available', m.escrow)) e (account, amount);
  update public.vehicle_bets b
    set status = 'active', resolved_at = null, score = null, skill_score = null, payout = null
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round
      and b.resolved_at = q.settled_at and b.superseded_by is null;
  update public.bet_questions x
    set state = 'disputed', version = x.version + 1, result = null, outcome_id = null, final_at = null, settled_at = null,
        reason = why, updated_at = now()
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round returning x.* into q;
  return q;
end
$$;

-- The next round of a settled question, for instance for the next auction.
create or replace function app.reopen_betting(vehicle uuid, asked text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions := app.hold_question(vehicle, asked);
begin
  if q.state not in ('final', 'annulled') then
    perform app.refuse('only_settled_questions_open_again', format('This question is %s; a next round opens once it is settled.', q.state));
  end if;
  delete from public.bet_closings c where c.vehicle_id = q.vehicle_id and c.bet_type = q.bet_type and c.closes_at <= now();
  insert into public.bet_questions (vehicle_id, question, round, bet_type, currency, target_value, by_date, modification, owner_id, is_public)
    values (q.vehicle_id, q.question, q.round + 1, q.bet_type, q.currency, q.target_value, q.by_date, q.modification, q.owner_id, q.is_public)
    returning * into q;
  return q;
end
$$;
revoke all on function app.hold_question(uuid, text), app.dispute_settlement(uuid, text, text), app.adjudicate(uuid, text, uuid, text),
  app.reverse_settlement(uuid, text, text), app.reopen_betting(uuid, text) from public, anon, authenticated, service_role;
grant execute on function app.dispute_settlement(uuid, text, text) to authenticated;
grant execute on function app.adjudicate(uuid, text, uuid, text), app.reverse_settlement(uuid, text, text), app.reopen_betting(uuid, text)
  to service_role;

create or replace function public.dispute_settlement(vehicle_id uuid, question text, reason text) returns public.bet_questions
language sql set search_path = '' as $$
  select app.dispute_settlement(vehicle_id, question, reason)
$$;
comment on function public.dispute_settlement(uuid, text, text) is
  'Objects to a proposed answer within its dispute window; for the owner and people who bet on the question. It then waits for adjudication.';

create or replace function public.adjudicate(vehicle_id uuid, question text, outcome_id uuid, reason text) returns public.bet_questions
language sql set search_path = '' as $$
  select app.adjudicate(vehicle_id, question, outcome_id, reason)
$$;
comment on function public.adjudicate(uuid, text, uuid, text) is
  'Decides a question by an outcome of its vehicle, or annuls it when outcome_id is null. Settled by the next settle_due.';

create or replace function public.reverse_settlement(vehicle_id uuid, question text, reason text) returns public.bet_questions
language sql set search_path = '' as $$
  select app.reverse_settlement(vehicle_id, question, reason)
$$;
comment on function public.reverse_settlement(uuid, text, text) is
  'Takes back a settlement in the ledger and opens the question as disputed, in a new version; adjudicate decides it again.';

create or replace function public.reopen_betting(vehicle_id uuid, question text) returns public.bet_questions
language sql set search_path = '' as $$
  select app.reopen_betting(vehicle_id, question)
$$;
comment on function public.reopen_betting(uuid, text) is 'Opens the next round of a settled question.';

revoke all on function public.dispute_settlement(uuid, text, text), public.adjudicate(uuid, text, uuid, text),
  public.reverse_settlement(uuid, text, text), public.reopen_betting(uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.dispute_settlement(uuid, text, text) to authenticated;
grant execute on function public.adjudicate(uuid, text, uuid, text), public.reverse_settlement(uuid, text, text),
  public.reopen_betting(uuid, text) to service_role;


-- 45_distributions.sql

-- Distributions: each bet as a probability distribution.


-- 46_forecasts.sql

-- Forecasts: the crowd as one curve.


-- 47_scores.sql

-- Scores: how good a forecast was.

create or replace function app.bet_score(
  bet_type text, prediction jsonb, confidence_percent numeric, placed_at timestamptz, result jsonb,
  out score double precision, out skill_score double precision, out wager_score double precision
)
language sql immutable set search_path = '' as $$
  select brier, 1 - brier / 0.25, 1 - brier
  from (
    select power(confidence_percent::float8 / 100 - case when app.claim_came_true(bet_type, prediction, placed_at, result) then 1 else 0 end, 2)
      as brier
  ) b
$$;
revoke all on function app.bet_score(text, jsonb, numeric, timestamptz, jsonb) from public, anon, authenticated, service_role;


-- 48_leaderboard.sql

-- Leaderboard: how good a forecaster is.


-- 49_audit.sql

-- Audit: the ledger and every settlement, computed again.


-- 50_auction_votes.sql

-- Auction votes: should this vehicle go to auction? One vote a person and vehicle, changed by upsert, withdrawn by delete.

create table if not exists public.auction_votes (
  vehicle_id      uuid not null references public.vehicles (id) on delete cascade,
  user_id         uuid not null default auth.uid() references auth.users (id) on delete cascade,
  vote            text not null,
  reason          text,
  estimated_value numeric(12, 2),
  owner_id        uuid,
  is_public       boolean not null default false,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  primary key (vehicle_id, user_id),   -- so that an upsert needs no on_conflict
  constraint vote_is_yes_or_no check (vote in ('yes', 'no')),
  constraint reason_has_1_to_1000_characters check (length(reason) <= 1000 and reason ~ '[^[:space:]]'),
  constraint estimated_value_is_above_0_and_at_most_1e9 check (estimated_value > 0 and estimated_value <= 1e9)
);

comment on table public.auction_votes is 'One row a voter and vehicle. Votes, reasons and estimates on public vehicles are public.';
comment on column public.auction_votes.estimated_value is 'Dollars the voter expects as hammer price.';

create index if not exists auction_votes_by_person on public.auction_votes (user_id, updated_at);

revoke all on public.auction_votes from public, anon, authenticated, service_role;
grant select on public.auction_votes to anon, authenticated;
grant insert (vehicle_id, user_id, vote, reason, estimated_value, updated_at) on public.auction_votes to authenticated;
grant update (vehicle_id, user_id, vote, reason, estimated_value, updated_at) on public.auction_votes to authenticated;   -- upserts send the keys along
grant delete on public.auction_votes to authenticated;
grant select, insert, update, delete on public.auction_votes to service_role;

alter table public.auction_votes enable row level security;

drop policy if exists "anyone sees votes on public vehicles" on public.auction_votes;
create policy "anyone sees votes on public vehicles" on public.auction_votes
  for select to anon using (is_public);

drop policy if exists "members see votes on public vehicles and on their own" on public.auction_votes;
create policy "members see votes on public vehicles and on their own" on public.auction_votes
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

drop policy if exists "members vote as themselves" on public.auction_votes;
create policy "members vote as themselves" on public.auction_votes
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

drop policy if exists "voters change their own vote" on public.auction_votes;
create policy "voters change their own vote" on public.auction_votes
  for update to authenticated
  using (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())))
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

drop policy if exists "voters withdraw their own vote" on public.auction_votes;
create policy "voters withdraw their own vote" on public.auction_votes
  for delete to authenticated using (user_id = (select auth.uid()));

create or replace trigger auction_votes_hang_on_vehicle before insert on public.auction_votes
  for each row execute function app.hang_on_vehicle();

create or replace function app.keep_vote_in_place() returns trigger
language plpgsql set search_path = '' as $$
begin
  if (new.vehicle_id, new.user_id) is distinct from (old.vehicle_id, old.user_id) and app.is_client() then
    raise exception 'A vote stays with its vehicle and its voter.'
      using errcode = 'insufficient_privilege', hint = 'Withdraw this vote and cast a new one.';
  end if;
  return new;
end
$$;
revoke all on function app.keep_vote_in_place() from public, anon, authenticated, service_role;
grant execute on function app.is_client() to authenticated, service_role;

create or replace trigger auction_votes_keep_in_place before update of vehicle_id, user_id on public.auction_votes
  for each row execute function app.keep_vote_in_place();

create or replace trigger auction_votes_stamp_updated_at before insert or update on public.auction_votes
  for each row execute function app.stamp_updated_at();


-- 51_auction_vote_summary.sql

-- Auction vote summary: a row for every vehicle, zeros where nobody has voted yet, so that reading one never fails.

create or replace view public.auction_vote_summary with (security_invoker = true) as
select
  v.id                                                                              as vehicle_id,
  coalesce(s.total_votes, 0)                                                        as total_votes,
  coalesce(s.yes_votes, 0)                                                          as yes_votes,
  coalesce(s.no_votes, 0)                                                           as no_votes,
  coalesce(round(100.0 * s.yes_votes / s.total_votes, 1), 0)                        as yes_percent,
  round(s.avg_estimated_value, 2)                                                   as avg_estimated_value,
  s.last_vote_at
from public.vehicles v
left join (
  select a.vehicle_id,
         count(*)                                 as total_votes,
         count(*) filter (where a.vote = 'yes')   as yes_votes,
         count(*) filter (where a.vote = 'no')    as no_votes,
         avg(a.estimated_value)                   as avg_estimated_value,
         max(a.updated_at)                        as last_vote_at
  from public.auction_votes a
  group by a.vehicle_id
) s on s.vehicle_id = v.id;

comment on view public.auction_vote_summary is 'Plain counts of auction_votes for every vehicle that the caller may see.';

revoke all on public.auction_vote_summary from public, anon, authenticated, service_role;
grant select on public.auction_vote_summary to anon, authenticated, service_role;


-- 60_spec_research_cache.sql

-- Spec research cache: what research found about one spec of one vehicle. Everyone reads it, only the service role writes it.

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
  constraint spec_name_has_1_to_120_characters check (length(spec_name) <= 120 and spec_name ~ '[^[:space:]]'),
  constraint spec_value_is_short check (length(spec_value) <= 1000),
  constraint research_data_is_an_object check (jsonb_typeof(research_data) = 'object' and length(research_data::text) <= 100000),
  constraint sources_are_a_list check (jsonb_typeof(sources) = 'array' and length(sources::text) <= 100000),
  constraint confidence_score_is_from_0_to_100 check (confidence_score >= 0 and confidence_score <= 100),
  constraint expires_within_30_days check (expires_at <= updated_at + interval '30 days')
);

comment on table public.spec_research_cache is 'Research by vehicle and spec. Rows past expires_at are hidden from people; the service role still sees them.';

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
revoke all on function app.renew_research() from public, anon, authenticated, service_role;

create or replace trigger spec_research_cache_renew before insert or update of spec_value, research_data, sources, confidence_score, expires_at
  on public.spec_research_cache for each row execute function app.renew_research();
