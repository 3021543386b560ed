-- Research reports: a person says that a researched value is wrong. The answer is then held for review: it is shown
-- with a note.

create table public.research_reports (
  vehicle_id  uuid not null references public.vehicles (id) on delete cascade,
  spec_name   text not null,
  user_id     uuid not null default auth.uid() references auth.users (id) on delete cascade,
  reason      text not null,
  owner_id    uuid,
  is_public   boolean not null default false,
  state       text not null default 'open',
  created_at  timestamptz not null default now(),
  decided_at  timestamptz,
  primary key (vehicle_id, spec_name, user_id),
  constraint spec_name_is_short check (app.is_readable(spec_name, 120)),
  constraint reason_has_1_to_1000_characters check (app.is_readable(reason, 1000)),
  constraint report_state_is_known check (state in ('open', 'upheld', 'rejected'))
);
comment on table public.research_reports is 'One row a person and question; seen by its author and the service role.';
create index research_reports_by_author on public.research_reports (user_id);
create index research_reports_open on public.research_reports (created_at) where state = 'open';

revoke all on public.research_reports from public, anon, authenticated, service_role;
grant select on public.research_reports to authenticated;
grant select, insert, delete on public.research_reports to service_role;
grant insert (vehicle_id, spec_name, user_id, reason) on public.research_reports to authenticated;
grant update (state) on public.research_reports to service_role;

alter table public.research_reports enable row level security;

create policy "members see their own reports" on public.research_reports
  for select to authenticated using (user_id = (select auth.uid()));

create policy "members report as themselves" on public.research_reports
  for insert to authenticated with check (
    user_id = (select auth.uid()) and not (select coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false)));

create trigger research_reports_hang_on_vehicle before insert on public.research_reports
  for each row execute function app.hang_on_vehicle();

-- The decision is stamped; an upheld report drops the answer, which is then researched anew.
create or replace function app.decide_research_report() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.decided_at := case when new.state = 'open' then null else now() end;
  if new.state = 'upheld' then
    delete from public.spec_research_cache c where c.vehicle_id = new.vehicle_id and c.spec_name = new.spec_name;
  end if;
  return new;
end
$$;
create trigger research_reports_decide before update of state on public.research_reports
  for each row execute function app.decide_research_report();

select app.pace_inserts('public.research_reports', 'reports');
