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

create trigger vehicle_images_keep_metrics before insert or update on public.vehicle_images
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

create trigger vehicle_images_carry_history after update of vehicle_id on public.vehicle_images
  for each row when (old.vehicle_id is distinct from new.vehicle_id)
  execute function app.carry_history();
