-- Runs: one walk through what is due of a source.

create table app.crawl_runs (
  id          uuid primary key default gen_random_uuid(),
  source_id   uuid not null references public.sources (id) on delete cascade,
  started_at  timestamptz not null default now(),
  finished_at timestamptz,
  ended_by    text,
  pages       integer not null default 0,
  bytes       bigint not null default 0,
  changed     integer not null default 0,
  unchanged   integer not null default 0,
  refused     integer not null default 0,
  failed      integer not null default 0,
  constraint run_ends_for_a_known_reason check (ended_by in ('complete', 'page_budget', 'byte_budget', 'stopped')),
  constraint ended_runs_say_why check ((finished_at is null) = (ended_by is null))
);
comment on column app.crawl_runs.pages is 'Requests for pages, sitemaps and feeds; robots.txt does not count.';
create unique index crawl_runs_open on app.crawl_runs (source_id) where finished_at is null;
create index crawl_runs_by_source on app.crawl_runs (source_id, started_at desc);

revoke all on app.crawl_runs from public, anon, authenticated, service_role;
grant select on app.crawl_runs to service_role;

-- The plan of a source with its defaults; no row for a source that is not crawled.
create or replace function app.crawl_plan(of_source uuid)
returns table (source_id uuid, start_urls text[], hosts text[], path_prefix text, max_pages integer, max_bytes bigint,
               max_depth integer)
language sql stable security definer set search_path = '' as $$
  select s.id, x.start_urls, array(select jsonb_array_elements_text(s.crawl -> 'hosts')),
         coalesce(s.crawl ->> 'pathPrefix', '/'),
         coalesce((s.crawl ->> 'maxPages')::integer, 1000), coalesce((s.crawl ->> 'maxBytes')::bigint, 1073741824),
         coalesce((s.crawl ->> 'maxDepth')::integer, 5)
  from public.sources s, lateral (
    select case when s.crawl ? 'startUrls' then array(select jsonb_array_elements_text(s.crawl -> 'startUrls'))
                when s.url ~ '^https?://' then array[s.url] end as start_urls offset 0) x
  where s.id = of_source and x.start_urls is not null
$$;

-- What the end of a run means for its source: when it was crawled, and why, if nothing of it could be had.
create or replace function app.tell_source_of_crawl() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  problem text := case when new.changed + new.unchanged = 0 and new.refused + new.failed > 0 then (
    select u.refusal_reason from app.crawl_urls u where u.source_id = new.source_id and u.refusal_reason is not null
    order by u.depth, u.url limit 1) end;
begin
  update public.sources s
    set crawled_at = now(), last_error = problem, failures = case when problem is null then 0 else s.failures + 1 end
    where s.id = new.source_id;
  return null;
end
$$;
create trigger crawl_runs_tell_source after update of finished_at on app.crawl_runs
  for each row when (new.finished_at is not null) execute function app.tell_source_of_crawl();

grant execute on function app.crawl_plan(uuid) to service_role;
