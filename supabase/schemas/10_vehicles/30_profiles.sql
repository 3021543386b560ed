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

-- The index decides between two who write at once; the trigger says it in words.
create unique index display_names_do_not_look_alike on public.profiles (app.name_skeleton(display_name));

create or replace function app.keep_names_apart() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if length(new.display_name) <= 60 and exists (
             select from public.profiles p where app.name_skeleton(p.display_name) = app.name_skeleton(new.display_name)
               and p.user_id <> new.user_id) then
    perform app.refuse('display_names_do_not_look_alike', 'Somebody has this name, or one that looks like it.',
      'Choose another name.', '23505');
  end if;
  return new;
end
$$;

create trigger profiles_keep_names_apart before insert or update of display_name on public.profiles
  for each row execute function app.keep_names_apart();

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
