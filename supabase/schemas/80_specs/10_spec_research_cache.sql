-- Spec research cache: what research found about one spec of one vehicle. Everyone reads it, only the service role
-- writes it.

create table public.spec_research_cache (
  vehicle_id       uuid not null references public.vehicles (id) on delete cascade,
  spec_name        text not null,
  spec_value       text,
  research_data    jsonb not null,
  sources          jsonb not null default '[]',
  confidence_score numeric(6, 3),
  owner_id         uuid,
  is_public        boolean not null default false,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  expires_at       timestamptz not null default now() + interval '30 days',
  primary key (vehicle_id, spec_name),   -- so that an upsert needs no on_conflict
  constraint spec_name_has_1_to_120_characters check (app.is_readable(spec_name, 120)),
  constraint spec_value_is_short check (length(spec_value) <= 1000),
  constraint research_data_is_an_object check (
    jsonb_typeof(research_data) = 'object' and length(research_data::text) <= 100000),
  constraint sources_are_a_list check (jsonb_typeof(sources) = 'array' and length(sources::text) <= 100000),
  constraint confidence_score_is_from_0_to_100 check (confidence_score >= 0 and confidence_score <= 100),
  constraint expires_within_30_days check (expires_at <= updated_at + interval '30 days')
);

comment on table public.spec_research_cache is
  'Research by vehicle and spec. Rows past expires_at are hidden from people; the service role still sees them.';

revoke all on public.spec_research_cache from public, anon, authenticated, service_role;
grant select on public.spec_research_cache to anon, authenticated;
grant select, insert, update, delete on public.spec_research_cache to service_role;

alter table public.spec_research_cache enable row level security;

create policy "anyone reads fresh research on public vehicles" on public.spec_research_cache
  for select to anon using (is_public and expires_at > now());

create policy "members read fresh research on public vehicles and on their own" on public.spec_research_cache
  for select to authenticated using ((is_public or owner_id = (select auth.uid())) and expires_at > now());

create trigger spec_research_cache_hang_on_vehicle before insert on public.spec_research_cache
  for each row execute function app.hang_on_vehicle();

-- Research written again is fresh again, unless its writer says until when it holds.
create or replace function app.renew_research() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  if tg_op = 'UPDATE' and new.expires_at is not distinct from old.expires_at then
    new.expires_at := now() + interval '30 days';
  end if;
  return new;
end
$$;

create trigger spec_research_cache_renew before insert
  or update of spec_value, research_data, sources, confidence_score, expires_at
  on public.spec_research_cache for each row execute function app.renew_research();
