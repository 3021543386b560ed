-- Tells the gateway that the catalog changed, as Supabase's event triggers do. Needs a superuser; skipped where there is none,
-- for the gateway also notices by itself when a request names something it does not know.
create schema if not exists paddock_platform;
create or replace function paddock_platform.notify_reload() returns event_trigger language plpgsql set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('pgrst', 'reload schema');
end
$$;
drop event trigger if exists paddock_ddl_watch;
create event trigger paddock_ddl_watch on ddl_command_end execute function paddock_platform.notify_reload();
drop event trigger if exists paddock_drop_watch;
create event trigger paddock_drop_watch on sql_drop execute function paddock_platform.notify_reload();
