-- Research leases: of any number who ask the same, one researches. A token fences off whoever has lost the lease.

create table app.research_leases (
  vehicle_id  uuid not null references public.vehicles (id) on delete cascade,
  spec_name   text not null,
  token       bigint not null default 1,
  holder      uuid,
  alive_until timestamptz,
  failures    integer not null default 0,
  retry_at    timestamptz,
  primary key (vehicle_id, spec_name),
  constraint failures_are_not_negative check (failures >= 0)
);
comment on table app.research_leases is
  'One row a question that was ever researched. holder is null while nobody does.';
comment on column app.research_leases.token is 'Grows with each taking; only the newest may store.';
comment on column app.research_leases.retry_at is 'After a provider failed: when it may be asked again.';
revoke all on app.research_leases from public, anon, authenticated, service_role;

-- Takes the lease of a question for `holder`, or prolongs it. Null while somebody else who is alive has it.
create or replace function app.take_research_lease(vehicle uuid, spec text, researcher uuid) returns bigint
language sql security definer set search_path = '' as $$
  insert into app.research_leases as l (vehicle_id, spec_name, holder, alive_until)
    values (vehicle, spec, researcher, clock_timestamp() + app.setting_interval('research_lease'))
  on conflict (vehicle_id, spec_name) do update
    set token = l.token + (l.holder is distinct from excluded.holder)::integer,
        holder = excluded.holder, alive_until = excluded.alive_until
    where l.holder is null or l.holder = excluded.holder or l.alive_until < clock_timestamp()
  returning l.token
$$;

-- A sign of life. False where the lease has been lost.
create or replace function app.prolong_research_lease(vehicle uuid, spec text, researcher uuid, lease_token bigint)
  returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update app.research_leases l set alive_until = clock_timestamp() + app.setting_interval('research_lease')
    where l.vehicle_id = vehicle and l.spec_name = spec and l.holder = researcher and l.token = lease_token;
  return found;
end
$$;

-- Gives the lease back; `failed` says that the provider did, and keeps it from being asked again for a while.
create or replace function app.give_back_research_lease(
  vehicle uuid, spec text, researcher uuid, lease_token bigint, failed boolean
) returns void
language sql security definer set search_path = '' as $$
  update app.research_leases l
    set holder = null, alive_until = null,
        failures = case when failed then l.failures + 1 else 0 end,
        retry_at = case when failed then
          now() + least(app.setting_interval('research_retry_after') * 2 ^ least(l.failures, 10), interval '1 hour') end
    where l.vehicle_id = vehicle and l.spec_name = spec and l.holder = researcher and l.token = lease_token
$$;
