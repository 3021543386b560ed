-- The account of the caller, where one is asked for.

create or replace function app.require_account() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.uid() is null or not exists (select from auth.users u where u.id = auth.uid() and u.deleted_at is null) then
    perform app.refuse('not_signed_in', 'Sign in first.', 'Send the token of a session that has begun.', '42501');
  end if;
  return auth.uid();
end
$$;

-- Whether an account is a visitor's: tied to one browser, without an address. Asked of the account, as a token may be
-- older; a project's auth.users may have no such column.
create or replace function app.is_visitors(person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((select (to_jsonb(u) ->> 'is_anonymous')::boolean from auth.users u where u.id = person), false)
$$;

create or replace function app.require_kept_account() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  if app.is_visitors(app.require_account()) then
    perform app.refuse('keep_your_account_first', 'A visitor''s account cannot do this.',
      'Give it an email and a password first.', '42501');
  end if;
  return auth.uid();
end
$$;
