-- The account of the caller, where one is asked for.

create or replace function app.require_account() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.uid() is null or not exists (select from auth.users u where u.id = auth.uid() and u.deleted_at is null) then
    perform app.refuse('not_signed_in', 'Sign in first.', null, '42501');
  end if;
  return auth.uid();
end
$$;
revoke all on function app.require_account() from public, anon, authenticated, service_role;
