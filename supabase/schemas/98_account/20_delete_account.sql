-- Leaving: a person deletes their own account, once they have shown that it is they who ask.

insert into app.settings (name, value, about) values
  ('account_deletion_within', '10 minutes', 'How long ago somebody signed in who may delete their account.')
on conflict (name) do update set about = excluded.about;

-- Whether the session of the token began lately: a page left open, or a token that somebody found, deletes nothing. An
-- anonymous account cannot sign in again, and has nothing but its token.
create or replace function app.signed_in_lately() returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false) or exists (
    select from jsonb_array_elements(
      case when jsonb_typeof(auth.jwt() -> 'amr') = 'array' then auth.jwt() -> 'amr' else '[]' end) method
    where to_timestamp((method ->> 'timestamp')::double precision)
      > now() - app.setting_interval('account_deletion_within'))
$$;

create or replace function app.delete_account(email text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  person constant uuid := app.require_account();
  address text;
begin
  if not app.signed_in_lately() then
    perform app.refuse('sign_in_again', 'Sign in again first.',
      'An account is deleted within ten minutes of signing in.', '42501');
  end if;
  select coalesce(u.email, '') into address from auth.users u where u.id = person;
  if lower(btrim(coalesce(delete_account.email, ''))) <> lower(address) then
    perform app.refuse('email_differs', 'This is not the email of the account.',
      'Write the address that you sign in with; a visitor''s account has none.', '22023');
  end if;
  if app.is_operator() then
    perform app.refuse('operators_leave_first', 'An operator''s account cannot be deleted.',
      'Have the role taken away first: npx paddock operator remove.', '42501');
  end if;
  perform app.remove_person(person);
end
$$;
comment on function app.delete_account(text) is 'Deletes the caller''s account; what stays leads back to nobody.';
-- somebody signed out is told so
grant execute on function app.delete_account(text) to anon, authenticated;

create or replace function public.delete_account(email text) returns void
language sql set search_path = '' as $$ select app.delete_account(delete_account.email) $$;
comment on function public.delete_account(text) is
  'Deletes the caller''s account for good; email is the account''s, empty for a visitor''s. Refuses not_signed_in, '
  'email_differs, sign_in_again (the session is older than ten minutes), operators_leave_first.';
grant execute on function public.delete_account(text) to anon, authenticated;
