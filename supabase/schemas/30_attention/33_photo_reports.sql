-- Photo reports: a member tells the operators that a photo is out of place. They read and decide them by
-- 98_operator/10_reports.sql.

create table public.photo_reports (
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

create index photo_reports_open on public.photo_reports (created_at) where state = 'open';
create index photo_reports_by_photo on public.photo_reports (image_id);
create index photo_reports_by_person on public.photo_reports (user_id);

revoke all on public.photo_reports from public, anon, authenticated, service_role;
grant select on public.photo_reports to authenticated;
grant insert (image_id, user_id, reason) on public.photo_reports to authenticated;
grant select, insert, update, delete on public.photo_reports to service_role;

alter table public.photo_reports enable row level security;

create policy "members see what they reported" on public.photo_reports
  for select to authenticated using (user_id = (select auth.uid()));

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

create trigger photo_reports_hang_on_photo before insert on public.photo_reports
  for each row execute function app.hang_report_on_photo();

select app.pace_inserts('public.photo_reports', 'reports');
