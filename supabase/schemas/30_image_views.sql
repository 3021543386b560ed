-- Image views: the ledger of views. Rows are appended, never changed; view_count is the number of its counted rows.

create table public.image_views (
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

create index image_views_by_image on public.image_views (image_id, viewed_at);
create index image_views_by_person on public.image_views (user_id, viewed_at) where user_id is not null;

revoke all on public.image_views from public, anon, authenticated, service_role;
grant select on public.image_views to authenticated;
grant insert (image_id, user_id, view_duration_seconds, device_type) on public.image_views to anon, authenticated;
grant select, insert, update, delete on public.image_views to service_role;

alter table public.image_views enable row level security;

create policy "members see their own views" on public.image_views
  for select to authenticated using (user_id = (select auth.uid()));

create policy "visitors log views without a name" on public.image_views
  for insert to anon with check (user_id is null);

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

create trigger image_views_hang_on_photo before insert on public.image_views
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

create trigger vehicle_images_forget_views after delete on public.vehicle_images
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
