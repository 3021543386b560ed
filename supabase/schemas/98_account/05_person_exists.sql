-- Somebody who has not chosen a name has a page too, so the names do not tell who is there.
create or replace function app.person_exists(user_id uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from auth.users u where u.id = person_exists.user_id)
$$;
comment on function app.person_exists(uuid) is 'Whether there is an account with this id.';
grant execute on function app.person_exists(uuid) to anon, authenticated, service_role;

create or replace function public.person_exists(user_id uuid) returns boolean
language sql stable set search_path = '' as $$ select app.person_exists(person_exists.user_id) $$;
comment on function public.person_exists(uuid) is
  'Whether there is an account with this id; false once it is deleted. Ids are random: nobody lists them by asking.';
grant execute on function public.person_exists(uuid) to anon, authenticated, service_role;
