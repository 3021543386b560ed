-- The roles that PostgREST, Supabase and Paddock's gateway speak through. Applied only where they are missing.
do $$
begin
  if to_regrole('anon') is null then create role anon nologin noinherit; end if;
  if to_regrole('authenticated') is null then create role authenticated nologin noinherit; end if;
  if to_regrole('service_role') is null then create role service_role nologin noinherit bypassrls; end if;
  if to_regrole('authenticator') is null then
    create role authenticator noinherit nologin;   -- the embedded database gives it a password and the right to log in
    grant anon, authenticated, service_role to authenticator;
  end if;
end
$$;

do $$
begin
  -- Whoever serves requests must be able to become each of the three; a superuser already can.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    if not pg_has_role(current_user, 'anon', 'member') then execute format('grant anon to %I', current_user); end if;
    if not pg_has_role(current_user, 'authenticated', 'member') then execute format('grant authenticated to %I', current_user); end if;
    if not pg_has_role(current_user, 'service_role', 'member') then execute format('grant service_role to %I', current_user); end if;
  end if;
end
$$;

grant usage on schema public to anon, authenticated, service_role;

-- Where Supabase has extensions, and where a project's migrations put theirs.
create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role;
