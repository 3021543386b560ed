-- Profiles: the name under which a person's votes, bets and comments are shown.
-- unless public.profiles

create table public.profiles (
  user_id      uuid primary key default auth.uid() references auth.users (id) on delete cascade,
  display_name text not null,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  constraint display_name_is_from_1_to_60_characters check (app.is_readable(display_name, 60)),
  constraint display_name_is_one_line check (display_name !~ '[[:cntrl:]]')
);

comment on table public.profiles is 'Public display names. A person without a row is shown as a visitor.';

revoke all on public.profiles from public, anon, authenticated, service_role;
grant select on public.profiles to anon, authenticated;
grant insert (user_id, display_name, updated_at) on public.profiles to authenticated;
grant update (user_id, display_name, updated_at) on public.profiles to authenticated;
grant delete on public.profiles to authenticated;
grant select, insert, update, delete on public.profiles to service_role;

alter table public.profiles enable row level security;

create policy "anyone sees display names" on public.profiles
  for select to anon, authenticated using (true);

create policy "members choose their own name" on public.profiles
  for insert to authenticated with check (user_id = (select auth.uid()));

create policy "members change their own name" on public.profiles
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create policy "members remove their own name" on public.profiles
  for delete to authenticated using (user_id = (select auth.uid()));

create trigger profiles_stamp_updated_at before insert or update on public.profiles
  for each row execute function app.stamp_updated_at();
