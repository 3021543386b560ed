-- 20251020_spec_research.sql: The library of sources and the research of specs, on top of 20251019_add_backend_features.sql.
-- Built from supabase/schemas by `npm run generate`; edit those files, not this one.
-- It can be pasted into a SQL editor and applied more than once.

-- 90_sources/50_crawl_settings.sql

-- What the operator may change about the crawl.

insert into app.settings (name, value, about) values
  ('crawler_contact', '', 'Address of a page or mailbox that the crawler names in its user agent. Without one it fetches only what PADDOCK_FETCH_ALLOW names.'),
  ('crawl_delay', '1 second', 'Pause between two requests to one host whose robots.txt asks for none.'),
  ('crawl_attempts', '4', 'How often an address that fails for now is requested before it is left for another day.'),
  ('crawl_retry_after', '30 seconds', 'When an address that fails for now is requested again; twice as long each time after.'),
  ('crawl_revisit_first', '1 day', 'When a page is looked at again that has been seen once.'),
  ('crawl_revisit_least', '1 hour', 'The shortest time between two looks at a page that keeps changing.'),
  ('crawl_revisit_most', '30 days', 'The longest time between two looks at a page that never changes.')
on conflict (name) do update set about = excluded.about;


-- 90_sources/52_crawl_plans.sql

-- Crawl plans: where the crawl of a source starts, how far it may go, and when it runs.

create table if not exists app.crawl_plans (
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
create index if not exists crawl_plans_due on app.crawl_plans (next_run_at) where next_run_at is not null;

-- Runs: one walk through what is due of a source.
create table if not exists app.crawl_runs (
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
create unique index if not exists crawl_runs_open on app.crawl_runs (source_id) where finished_at is null;
create index if not exists crawl_runs_by_source on app.crawl_runs (source_id, started_at desc);

revoke all on app.crawl_plans, app.crawl_runs from public, anon, authenticated, service_role;
grant select, insert, update, delete on app.crawl_plans to service_role;
grant select on app.crawl_runs to service_role;


-- 90_sources/54_crawl_hosts.sql

-- Hosts: one polite queue each. Whoever holds the lease of a host is the only one to request anything of it; its token tells a
-- holder whose lease has ended from the one who holds it now.

create table if not exists app.crawl_hosts (
  host            text primary key,
  next_request_at timestamptz not null default now(),
  failures        integer not null default 0,
  lease_until     timestamptz not null default '-infinity',
  token           bigint not null default 0,
  last_error      text,
  last_error_at   timestamptz,
  constraint host_is_short check (length(host) between 1 and 300)
);
comment on column app.crawl_hosts.host is 'Name in lower case, with the port unless it is 80 or 443.';
comment on column app.crawl_hosts.next_request_at is 'Nobody requests anything of it sooner: crawl delay, backoff and Retry-After are all written here.';
comment on column app.crawl_hosts.failures is 'In a row; none once it has answered.';
create index if not exists crawl_hosts_due on app.crawl_hosts (next_request_at);

-- robots.txt as last read, for a day at most (RFC 9309, section 2.4).
create table if not exists app.crawl_robots (
  origin        text primary key,
  status        text not null,
  body          text not null default '',
  fetched_at    timestamptz not null default now(),
  expires_at    timestamptz not null,
  failing_since timestamptz,
  last_error    text,
  constraint robots_status_is_known check (status in ('found', 'absent', 'unreachable')),
  constraint robots_body_is_cut check (length(body) <= 600000)
);
comment on column app.crawl_robots.status is 'found: its rules hold. absent (4xx): everything is allowed. unreachable (5xx, no answer): nothing is.';

revoke all on app.crawl_hosts, app.crawl_robots from public, anon, authenticated, service_role;
grant select on app.crawl_hosts to service_role;
grant select, insert, update, delete on app.crawl_robots to service_role;


-- 90_sources/56_crawl_urls.sql

-- Addresses: each known address of a source, what became of it, and when it is due. There are no states to sweep: an address may be
-- taken when it is due and was not requested in this run. The request is noted before it is made, so a crawler that is killed in
-- between never makes it twice in a run; the address is still due, and the next run makes up for it.

create table if not exists app.crawl_urls (
  source_id      uuid not null references app.crawl_plans (source_id) on delete cascade,
  url            text not null,
  host           text not null,
  kind           text not null default 'page',
  depth          integer not null default 0,
  redirects      integer not null default 0,
  next_fetch_at  timestamptz default now(),
  revisit        interval,
  requested_run  uuid,
  requested_at   timestamptz,
  attempts       integer not null default 0,
  fetched_at     timestamptz,
  changed_at     timestamptz,
  status         integer,
  etag           text,
  last_modified  text,
  signals        text,
  text_sha256    bytea,
  has_document   boolean not null default false,
  leads_to       text,
  refusal_code   text,
  refusal_reason text,
  primary key (source_id, url),
  constraint url_has_1_to_2048_characters check (length(url) between 1 and 2048),
  constraint url_kind_is_known check (kind in ('page', 'sitemap', 'feed')),
  constraint url_headers_are_short check (length(etag) <= 500 and length(last_modified) <= 100 and length(signals) <= 500),
  constraint url_hash_is_sha256 check (octet_length(text_sha256) = 32),
  constraint refused_urls_say_why check ((refusal_code is null) = (refusal_reason is null)),
  constraint refusal_code_is_snake_case check (refusal_code ~ '^[a-z0-9_]{1,60}$'),
  constraint refusal_reason_is_short check (length(refusal_reason) <= 500)
);
comment on column app.crawl_urls.next_fetch_at is 'Null: not again.';
comment on column app.crawl_urls.revisit is 'How long the page is left alone: twice as long each time it has not changed, half as long each time it has.';
comment on column app.crawl_urls.requested_at is 'Set while a request is under way, or was when its crawler died.';
comment on column app.crawl_urls.signals is 'What robots.txt signalled about its use when it was read. Where that has changed the page is read anew.';
comment on column app.crawl_urls.text_sha256 is 'Of the extracted text, or of a sitemap or feed as it came.';
comment on column app.crawl_urls.leads_to is 'Where it redirects to, or what it calls canonical, or the page that it is a copy of.';
create index if not exists crawl_urls_due on app.crawl_urls (host, next_fetch_at) where next_fetch_at is not null;
create index if not exists crawl_urls_due_by_source on app.crawl_urls (source_id, next_fetch_at) where next_fetch_at is not null;
create index if not exists crawl_urls_under_way on app.crawl_urls (source_id) where requested_at is not null;
create unique index if not exists one_document_a_text on app.crawl_urls (source_id, text_sha256) where has_document;

revoke all on app.crawl_urls from public, anon, authenticated, service_role;
grant select on app.crawl_urls to service_role;


-- 90_sources/58_crawl_work.sql

-- The crawler's doors: begin runs, take a host, ask for an address, say what came of it.

-- Adds addresses that are not known yet; what a sitemap says has changed since it was fetched is due at once. Returns how many are due
-- by it. `changed` may have nulls.
create or replace function app.add_crawl_urls(source uuid, urls text[], hosts text[], kinds text[], at_depth integer, redirect_no integer default 0, changed timestamptz[] default null)
returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due integer;
begin
  insert into app.crawl_hosts (host) select distinct h from unnest(hosts) h order by h on conflict (host) do nothing;
  with given as (
    select distinct on (g.url) g.url, g.host, g.kind, g.changed from unnest(urls, hosts, kinds, changed) as g (url, host, kind, changed) order by g.url
  ), added as (
    insert into app.crawl_urls as u (source_id, url, host, kind, depth, redirects)
      select source, g.url, g.host, g.kind, at_depth, redirect_no from given g order by g.url
      on conflict (source_id, url) do nothing
      returning 1
  ), hurried as (
    update app.crawl_urls u set next_fetch_at = now() from given g
      where u.source_id = source and u.url = g.url and g.changed > u.fetched_at and u.next_fetch_at > now()
      returning 1
  )
  select (select count(*) from added) + (select count(*) from hurried) into due;
  return due;
end
$$;

-- Begins a run of every plan that is due, or of `of_source` whether it is due or not. A run that is open is gone on with. The start addresses
-- are looked at in every run: they show what is new. `hosts` are theirs, as the caller reads them.
create or replace function app.begin_crawl_run(of_source uuid, hosts text[], kinds text[]) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  plan app.crawl_plans;
  run uuid;
begin
  select * into plan from app.crawl_plans p where p.source_id = of_source for update;
  if not found then perform app.not_found('crawl plan', of_source::text); end if;
  select r.id into run from app.crawl_runs r where r.source_id = of_source and r.finished_at is null;
  if found then return run; end if;
  insert into app.crawl_runs (source_id) values (of_source) returning id into run;
  perform app.add_crawl_urls(of_source, plan.start_urls, hosts, kinds, 0);
  update app.crawl_urls u set next_fetch_at = now()
    where u.source_id = of_source and u.url = any (plan.start_urls) and u.next_fetch_at is distinct from now();
  update app.crawl_plans p set next_run_at = now() + p.every where p.source_id = of_source and p.next_run_at is not null;
  return run;
end
$$;

-- Takes the host that has waited longest of those that have something due, and keeps others from it until the lease ends.
create or replace function app.take_crawl_host(lease interval, of_source uuid default null) returns table (host text, token bigint)
language sql security definer set search_path = '' as $$
  with free as materialized (
    select h.host from app.crawl_hosts h
    where h.next_request_at <= clock_timestamp() and h.lease_until <= clock_timestamp() and exists (
      select from app.crawl_urls u join app.crawl_runs r on r.source_id = u.source_id and r.finished_at is null
      where u.host = h.host and u.next_fetch_at <= now() and u.requested_run is distinct from r.id and (of_source is null or u.source_id = of_source))
    order by h.next_request_at limit 1 for update skip locked
  )
  update app.crawl_hosts h set lease_until = clock_timestamp() + lease, token = h.token + 1 from free where h.host = free.host
    returning h.host, h.token
$$;

-- What is due of a host, oldest first. `of_source`: of one source.
create or replace function app.crawl_queue(of_host text, most integer, of_source uuid default null)
returns table (source_id uuid, run_id uuid, url text, kind text, depth integer, redirects integer, etag text, last_modified text, signals text, text_sha256 bytea, has_document boolean)
language sql stable security definer set search_path = '' as $$
  select u.source_id, r.id, u.url, u.kind, u.depth, u.redirects, u.etag, u.last_modified, u.signals, u.text_sha256, u.has_document
  from app.crawl_urls u join app.crawl_runs r on r.source_id = u.source_id and r.finished_at is null
  where u.host = of_host and u.next_fetch_at <= now() and u.requested_run is distinct from r.id and (of_source is null or u.source_id = of_source)
  order by u.next_fetch_at limit least(greatest(most, 0), 1000)
$$;

-- Asks to request an address now. `granted`: it is noted, and is to be requested at once. Otherwise `why`: lost (the lease is no longer
-- the caller's), early (after `wait`), taken (it is not due any more), over (the run is, or has just used up its budget).
create or replace function app.request_crawl_url(of_host text, with_token bigint, run uuid, source uuid, address text, pause interval, lease interval)
returns table (granted boolean, why text, wait interval)
language plpgsql security definer set search_path = '' as $$
declare
  place app.crawl_hosts;
begin
  select * into place from app.crawl_hosts h where h.host = of_host for update;
  if not found or place.token <> with_token then return query select false, 'lost', null::interval; return; end if;
  if place.next_request_at > clock_timestamp() then
    return query select false, 'early', place.next_request_at - clock_timestamp();
    return;
  end if;
  if not app.spend_crawl_page(run) then return query select false, 'over', null::interval; return; end if;
  update app.crawl_urls u set requested_run = run, requested_at = clock_timestamp()
    where u.source_id = source and u.url = address and u.requested_run is distinct from run and u.next_fetch_at <= clock_timestamp();
  if not found then return query select false, 'taken', null::interval; return; end if;
  update app.crawl_hosts h set next_request_at = clock_timestamp() + pause, lease_until = clock_timestamp() + lease where h.host = of_host;
  return query select true, null::text, null::interval;
end
$$;

-- Counts a page against the run's budgets; what is over them ends the run.
create or replace function app.spend_crawl_page(run uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  spent text;
begin
  select case when r.pages >= p.max_pages then 'page_budget' when r.bytes >= p.max_bytes then 'byte_budget' end into spent
    from app.crawl_runs r join app.crawl_plans p on p.source_id = r.source_id
    where r.id = run and r.finished_at is null for update of r;
  if not found then return false; end if;
  if spent is null then
    update app.crawl_runs r set pages = r.pages + 1 where r.id = run;
  else
    update app.crawl_runs r set finished_at = clock_timestamp(), ended_by = spent where r.id = run;
  end if;
  return spent is null;
end
$$;


-- 90_sources/60_crawl_results.sql

-- What came of a request. Whoever notes it holds the address: it was requested in this run and nothing has been noted since. So a
-- crawler that was away for long writes nothing over what another has found meanwhile.

-- Locks the address for the caller's transaction; false where its result is not the caller's to note.
create or replace function app.hold_crawl_url(source uuid, address text, run uuid) returns boolean
language sql security definer set search_path = '' as $$
  select coalesce((
    select u.requested_run = run and u.requested_at is not null from app.crawl_urls u
    where u.source_id = source and u.url = address for update), false)
$$;

create or replace function app.crawl_revisit(before interval, has_changed boolean) returns interval
language sql stable security definer set search_path = '' as $$
  select case when before is null then app.setting_interval('crawl_revisit_first')
    else least(greatest(before * case when has_changed then 0.5 else 2 end, app.setting_interval('crawl_revisit_least')),
               app.setting_interval('crawl_revisit_most')) end
$$;

-- The page is as it was: only times of its row change, and what the server calls this state of it.
create or replace function app.note_crawl_unchanged(source uuid, address text, run uuid, new_etag text, new_last_modified text) returns void
language sql security definer set search_path = '' as $$
  update app.crawl_urls u
    set fetched_at = clock_timestamp(), requested_at = null, attempts = 0, revisit = app.crawl_revisit(u.revisit, false),
        next_fetch_at = clock_timestamp() + app.crawl_revisit(u.revisit, false),
        etag = coalesce(new_etag, u.etag), last_modified = coalesce(new_last_modified, u.last_modified)
    where u.source_id = source and u.url = address;
  update app.crawl_runs r set unchanged = r.unchanged + 1 where r.id = run
$$;

-- The page was read: it has a document now, or is kept out with a reason. `seen` has status, etag, last_modified, signals, text_sha256
-- (hex), has_document, leads_to, code, reason. Copies of a text that it no longer has are looked at again: one of them takes its place.
create or replace function app.note_crawl_read(source uuid, address text, run uuid, seen jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  was app.crawl_urls;
  sha bytea := decode(seen ->> 'text_sha256', 'hex');
  differs boolean;
begin
  select * into was from app.crawl_urls u where u.source_id = source and u.url = address;
  differs := was.text_sha256 is distinct from sha or was.refusal_code is distinct from seen ->> 'code';
  update app.crawl_urls u
    set fetched_at = clock_timestamp(), requested_at = null, attempts = 0, status = (seen ->> 'status')::integer,
        changed_at = case when differs then clock_timestamp() else u.changed_at end,
        revisit = app.crawl_revisit(u.revisit, differs), next_fetch_at = clock_timestamp() + app.crawl_revisit(u.revisit, differs),
        etag = seen ->> 'etag', last_modified = seen ->> 'last_modified', signals = seen ->> 'signals', text_sha256 = sha,
        has_document = coalesce((seen ->> 'has_document')::boolean, false), leads_to = seen ->> 'leads_to',
        refusal_code = seen ->> 'code', refusal_reason = left(seen ->> 'reason', 500)
    where u.source_id = source and u.url = address;
  if was.has_document and differs then
    update app.crawl_urls u set next_fetch_at = now(), etag = null, last_modified = null, text_sha256 = null
      where u.source_id = source and u.text_sha256 = was.text_sha256 and u.refusal_code = 'duplicate' and u.url <> address;
  end if;
  update app.crawl_runs r
    set changed = r.changed + (seen ->> 'code' is null)::integer, refused = r.refused + (seen ->> 'code' is not null)::integer
    where r.id = run;
end
$$;

-- It cannot be had for now. It comes again within the run, later each time, and after the last attempt in another run. What was known
-- of the page stays.
create or replace function app.note_crawl_failed(source uuid, address text, run uuid, code text, reason text, answered integer, retry_after interval) returns void
language plpgsql security definer set search_path = '' as $$
declare
  most integer := app.setting_number('crawl_attempts');
  pause interval := app.setting_interval('crawl_retry_after');
begin
  update app.crawl_urls u
    set requested_at = null, attempts = u.attempts + 1, status = answered, refusal_code = code, refusal_reason = left(reason, 500),
        requested_run = null, next_fetch_at = clock_timestamp() + greatest(retry_after, pause * power(2, least(u.attempts, 12)))
    where u.source_id = source and u.url = address and u.attempts + 1 < most;
  if not found then
    update app.crawl_urls u
      set requested_at = null, attempts = 0, status = answered, refusal_code = code, refusal_reason = left(reason, 500),
          next_fetch_at = clock_timestamp() + greatest(retry_after, app.setting_interval('crawl_revisit_first'))
      where u.source_id = source and u.url = address;
  end if;
  update app.crawl_runs r set failed = r.failed + 1 where r.id = run;
end
$$;

-- It is kept out without a request: robots.txt forbids it. Null where nobody was asked, so that it is looked at again in time.
create or replace function app.note_crawl_forbidden(source uuid, address text, run uuid, code text, reason text) returns void
language sql security definer set search_path = '' as $$
  update app.crawl_urls u
    set requested_run = run, requested_at = null, refusal_code = code, refusal_reason = left(reason, 500), etag = null, last_modified = null,
        text_sha256 = null, has_document = false, next_fetch_at = clock_timestamp() + app.setting_interval('crawl_revisit_first')
    where u.source_id = source and u.url = address;
  update app.crawl_runs r set refused = r.refused + 1 where r.id = run
$$;

-- After a request: the host's pause begins, and its lease ends unless it is kept. Bytes count against the run. `problem`: it gave no answer
-- or asked to be left alone; it is then, twice as long each time up to an hour, or as long as it asked for.
create or replace function app.rest_crawl_host(of_host text, with_token bigint, run uuid, received bigint, pause interval, keep boolean, problem text, retry_after interval)
returns void
language sql security definer set search_path = '' as $$
  update app.crawl_runs r set bytes = r.bytes + received where r.id = run and received > 0;
  update app.crawl_hosts h
    set failures = case when problem is null then 0 else h.failures + 1 end,
        last_error = coalesce(left(problem, 500), h.last_error), last_error_at = case when problem is null then h.last_error_at else now() end,
        lease_until = case when keep then h.lease_until else '-infinity' end,
        next_request_at = greatest(h.next_request_at, clock_timestamp() + greatest(pause, retry_after,
          case when problem is not null then least(app.setting_interval('crawl_retry_after') * power(2, least(h.failures, 12)), interval '1 hour') end))
    where h.host = of_host and h.token = with_token
$$;

-- Ends runs with nothing left to do: nothing due, nothing under way, nothing that comes again within ten minutes. A host that asked to be
-- left alone for longer is left to another run. Returns how many have ended.
create or replace function app.finish_crawl_runs(of_source uuid default null) returns integer
language sql security definer set search_path = '' as $$
  with ended as (
    update app.crawl_runs r set finished_at = clock_timestamp(), ended_by = 'complete'
      where r.finished_at is null and (of_source is null or r.source_id = of_source) and not exists (
        select from app.crawl_urls u join app.crawl_hosts h on h.host = u.host
        where u.source_id = r.source_id and u.requested_run is distinct from r.id and h.next_request_at <= now() + interval '10 minutes'
          and (u.next_fetch_at <= now() or (u.attempts > 0 and u.next_fetch_at <= now() + interval '10 minutes'))
      ) and not exists (
        select from app.crawl_urls u join app.crawl_hosts h on h.host = u.host
        where u.source_id = r.source_id and u.requested_at is not null and u.requested_run = r.id and h.lease_until > now()
      )
      returning 1
  )
  select count(*)::integer from ended
$$;

create or replace function app.stop_crawl_run(of_source uuid) returns boolean
language sql security definer set search_path = '' as $$
  with ended as (
    update app.crawl_runs r set finished_at = clock_timestamp(), ended_by = 'stopped' where r.source_id = of_source and r.finished_at is null returning 1
  )
  select exists (select from ended)
$$;


-- 90_sources/62_crawl_health.sql

-- How the crawl of each source is, for the operator.

create or replace function app.crawl_health(of_source uuid default null)
returns table (source_id uuid, known bigint, documents bigint, due bigint, last_run_at timestamptz, last_run_ended_at timestamptz, last_run_ended_by text,
               pages integer, changed integer, unchanged integer, refused integer, failed integer, reasons jsonb, last_error text, last_error_at timestamptz, next_run_at timestamptz)
language sql stable security definer set search_path = '' as $$
  with counts as (
    select u.source_id, count(*) as known, count(*) filter (where u.has_document) as documents,
           count(*) filter (where u.next_fetch_at <= now()) as due
    from app.crawl_urls u where of_source is null or u.source_id = of_source group by u.source_id
  ), refusals as (
    select u.source_id, u.refusal_code as code, count(*) as urls, min(u.url) as example from app.crawl_urls u
    where u.refusal_code is not null and (of_source is null or u.source_id = of_source) group by 1, 2
  ), told as (
    select f.source_id, jsonb_agg(jsonb_build_object('code', f.code, 'urls', f.urls, 'example', f.example, 'reason', e.refusal_reason) order by f.urls desc, f.code) as reasons
    from refusals f join app.crawl_urls e on e.source_id = f.source_id and e.url = f.example group by f.source_id
  ), runs as (
    select distinct on (r.source_id) r.* from app.crawl_runs r where of_source is null or r.source_id = of_source order by r.source_id, r.started_at desc
  ), hosts as (
    select distinct u.source_id, u.host from app.crawl_urls u where of_source is null or u.source_id = of_source
  ), errors as (
    select distinct on (o.source_id) o.source_id, h.last_error, h.last_error_at from hosts o join app.crawl_hosts h on h.host = o.host
    where h.last_error is not null order by o.source_id, h.last_error_at desc
  )
  select p.source_id, coalesce(c.known, 0), coalesce(c.documents, 0), coalesce(c.due, 0), r.started_at, r.finished_at, r.ended_by,
         r.pages, r.changed, r.unchanged, r.refused, r.failed, coalesce(t.reasons, '[]'), e.last_error, e.last_error_at, p.next_run_at
  from app.crawl_plans p left join counts c on c.source_id = p.source_id left join runs r on r.source_id = p.source_id
    left join told t on t.source_id = p.source_id left join errors e on e.source_id = p.source_id
  where of_source is null or p.source_id = of_source
$$;

revoke all on function app.add_crawl_urls(uuid, text[], text[], text[], integer, integer, timestamptz[]), app.begin_crawl_run(uuid, text[], text[]),
  app.take_crawl_host(interval, uuid), app.crawl_queue(text, integer, uuid),
  app.request_crawl_url(text, bigint, uuid, uuid, text, interval, interval), app.spend_crawl_page(uuid), app.hold_crawl_url(uuid, text, uuid),
  app.crawl_revisit(interval, boolean), app.note_crawl_unchanged(uuid, text, uuid, text, text), app.note_crawl_read(uuid, text, uuid, jsonb),
  app.note_crawl_failed(uuid, text, uuid, text, text, integer, interval), app.note_crawl_forbidden(uuid, text, uuid, text, text),
  app.rest_crawl_host(text, bigint, uuid, bigint, interval, boolean, text, interval), app.finish_crawl_runs(uuid), app.stop_crawl_run(uuid),
  app.crawl_health(uuid) from public, anon, authenticated, service_role;
grant execute on function app.add_crawl_urls(uuid, text[], text[], text[], integer, integer, timestamptz[]), app.begin_crawl_run(uuid, text[], text[]),
  app.take_crawl_host(interval, uuid), app.crawl_queue(text, integer, uuid),
  app.request_crawl_url(text, bigint, uuid, uuid, text, interval, interval), app.hold_crawl_url(uuid, text, uuid),
  app.note_crawl_unchanged(uuid, text, uuid, text, text), app.note_crawl_read(uuid, text, uuid, jsonb),
  app.note_crawl_failed(uuid, text, uuid, text, text, integer, interval), app.note_crawl_forbidden(uuid, text, uuid, text, text),
  app.rest_crawl_host(text, bigint, uuid, bigint, interval, boolean, text, interval), app.finish_crawl_runs(uuid), app.stop_crawl_run(uuid),
  app.crawl_health(uuid) to service_role;
