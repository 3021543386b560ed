-- Crawl plans: where the crawl of a source starts, how far it may go, and when it runs.

create table app.crawl_plans (
  source_id   uuid primary key,
  start_urls  text[] not null,
  hosts       text[] not null default '{}',
  path_prefix text not null default '/',
  max_pages   integer not null default 1000,
  max_bytes   bigint not null default 1073741824,
  max_depth   integer not null default 5,
  every       interval not null default '1 hour',
  next_run_at timestamptz default now(),
  created_at  timestamptz not null default now(),
  constraint plan_starts_somewhere check (cardinality(start_urls) between 1 and 100 and array_position(start_urls, null) is null),
  constraint plan_hosts_are_few check (cardinality(hosts) <= 100 and array_position(hosts, null) is null),
  constraint path_prefix_is_a_path check (path_prefix ~ '^/' and length(path_prefix) <= 500),
  constraint page_budget_is_from_1_to_1000000 check (max_pages between 1 and 1000000),
  constraint byte_budget_is_from_1_kb_to_1_tb check (max_bytes between 1024 and 1099511627776),
  constraint depth_is_from_0_to_50 check (max_depth between 0 and 50),
  constraint plan_runs_every_minute_to_year check (every between interval '1 minute' and interval '1 year')
);
comment on table app.crawl_plans is 'One row a crawled source. Hosts of the start addresses are crawled, and those in hosts.';
comment on column app.crawl_plans.every is 'How often a run begins. What it fetches is what is due: each page has its own next_fetch_at.';
comment on column app.crawl_plans.next_run_at is 'Null while the source is paused.';
create index crawl_plans_due on app.crawl_plans (next_run_at) where next_run_at is not null;

-- Runs: one walk through what is due of a source.
create table app.crawl_runs (
  id          uuid primary key default gen_random_uuid(),
  source_id   uuid not null references app.crawl_plans (source_id) on delete cascade,
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

revoke all on app.crawl_plans, app.crawl_runs from public, anon, authenticated, service_role;
grant select, insert, update, delete on app.crawl_plans to service_role;
grant select on app.crawl_runs to service_role;
