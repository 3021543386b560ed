-- Sources: where documents come from, such as a manual, a forum, a price guide, a folder. What hangs on a vehicle is
-- private to its owner.

-- The kinds, in one place for every table and function.
create or replace function app.is_source_kind(kind text) returns boolean
language sql immutable as $$
  select kind operator(pg_catalog.=) any (
    array['manual', 'article', 'forum', 'price_guide', 'listing', 'dataset', 'registry', 'owner_document'])
$$;
grant execute on function app.is_source_kind(text) to anon, authenticated, service_role;

create table public.sources (
  id            uuid primary key default gen_random_uuid(),
  kind          text not null,
  title         text not null,
  url           text,
  authority     real not null default 0.5,
  licence       text,
  subject       jsonb not null default '{}',
  vehicle_id    uuid references public.vehicles (id) on delete cascade,
  owner_id      uuid,
  is_public     boolean not null default false,
  crawl         jsonb not null default '{}',
  refetch_every interval,
  next_crawl_at timestamptz,
  crawled_at    timestamptz,
  changed_at    timestamptz,
  failures      integer not null default 0,
  last_error    text,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  constraint kind_is_known check (app.is_source_kind(kind)),
  constraint title_is_readable check (app.is_readable(title, 400)),
  constraint url_is_short check (length(url) <= 2048),
  constraint authority_is_from_0_to_1 check (authority >= 0 and authority <= 1),
  constraint licence_is_short check (length(licence) <= 400),
  constraint subject_is_an_object check (jsonb_typeof(subject) = 'object' and length(subject::text) <= 4000),
  constraint owner_documents_hang_on_a_vehicle check (kind <> 'owner_document' or vehicle_id is not null),
  constraint sources_of_a_vehicle_are_private check (is_public = (vehicle_id is null)),
  constraint crawl_is_a_plan check (app.is_crawl_plan(crawl)),
  constraint refetch_every_is_from_a_minute_to_ten_years check (
    refetch_every >= interval '1 minute' and refetch_every <= interval '10 years'),
  constraint failures_are_not_negative check (failures >= 0),
  constraint last_error_is_short check (length(last_error) <= 2000)
);

comment on table public.sources is
  'Where documents come from. One with a vehicle is private: its owner and the service role see it, nobody else.';
comment on column public.sources.authority is
  '0 to 1, by the operator: a factory manual is near 1, an unsigned forum post near 0; 0.5 neither lifts nor lowers a '
  'hit.';
comment on column public.sources.subject is
  'What the operator said it is about: make, model, yearFrom, yearTo, trim, engine.';
comment on column public.sources.owner_id is
  'The vehicle''s owner, a copy kept by the database; null for public sources.';
comment on column public.sources.crawl is
  'Settings of the crawl, such as start addresses and budgets; see docs/guides/crawling.md.';
comment on column public.sources.changed_at is 'When a crawl or a file last brought something new.';
comment on column public.sources.last_error is
  'Why the last crawl failed, a sentence that may be shown; null after a success.';

create index sources_by_vehicle on public.sources (vehicle_id) where vehicle_id is not null;
create index sources_by_owner on public.sources (owner_id) where owner_id is not null;
create index sources_by_next_crawl on public.sources (next_crawl_at) where next_crawl_at is not null;

revoke all on public.sources from public, anon, authenticated, service_role;
grant select on public.sources to anon, authenticated;
grant select, delete on public.sources to service_role;
grant insert (id, kind, title, url, authority, licence, subject, vehicle_id, crawl, refetch_every, next_crawl_at)
  on public.sources to service_role;
grant update (kind, title, url, authority, licence, subject, crawl, refetch_every, next_crawl_at, crawled_at,
  changed_at, failures, last_error)
  on public.sources to service_role;

alter table public.sources enable row level security;

create policy "anyone sees public sources" on public.sources
  for select to anon using (is_public);

create policy "members see public sources and those of their own vehicles" on public.sources
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

-- Visibility is the database's: of the vehicle's owner, or of everybody.
create or replace function app.place_source() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.vehicle_id is null then
    new.owner_id := null;
    new.is_public := true;
    return new;
  end if;
  select v.user_id into new.owner_id from public.vehicles v where v.id = new.vehicle_id for share;
  if not found then
    perform app.not_found('vehicle', new.vehicle_id::text, null, '23503');
  end if;
  new.is_public := false;
  return new;
end
$$;

create trigger sources_place before insert or update of vehicle_id on public.sources
  for each row execute function app.place_source();

create trigger sources_stamp_updated_at before insert or update on public.sources
  for each row execute function app.stamp_updated_at();
