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

create trigger vehicle_images_keep_metrics before insert or update on public.vehicle_images
  for each row when (current_user in ('anon', 'authenticated'))   -- asked here, the fold is spared the call
  execute function app.keep_metrics();
