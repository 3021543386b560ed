-- The crawler's doors: begin runs, take a host, ask for an address, say what came of it.

-- Adds addresses that are not known yet; what a sitemap says has changed since it was fetched is due at once. Returns
-- how many are due by it. `listed` is [{ url, host, kind, changedAt }].
create or replace function app.add_crawl_urls(
  of_source uuid, listed jsonb, at_depth integer, redirect_no integer default 0) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due integer;
begin
  insert into app.crawl_hosts (host) select distinct f ->> 'host' from jsonb_array_elements(listed) f order by 1
    on conflict (host) do nothing;
  with given as (
    select distinct on (g.url) g.url, g.host, g.kind, g."changedAt" as changed
    from jsonb_to_recordset(listed) as g (url text, host text, kind text, "changedAt" timestamptz) order by g.url
  ), added as (
    insert into app.crawl_urls as u (source_id, url, host, kind, depth, redirects)
      select of_source, g.url, g.host, g.kind, at_depth, redirect_no from given g order by g.url
      on conflict (source_id, url) do nothing
      returning 1
  ), hurried as (
    update app.crawl_urls u set next_fetch_at = now() from given g
      where u.source_id = of_source and u.url = g.url and g.changed > u.fetched_at and u.next_fetch_at > now()
      returning 1
  )
  select (select count(*) from added) + (select count(*) from hurried) into due;
  return due;
end
$$;

-- Begins a run of a source, whether it is due or not; a run that is open is gone on with. The start addresses are
-- looked at in every run: they show what is new. `starts` is [{ url, host, kind }] of them, as the caller reads them.
create or replace function app.begin_crawl_run(of_source uuid, starts jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  run uuid;
begin
  perform from public.sources s where s.id = of_source for no key update;
  if not exists (select from app.crawl_plan(of_source))
    then perform app.not_found('crawl plan', of_source::text); end if;
  select r.id into run from app.crawl_runs r where r.source_id = of_source and r.finished_at is null;
  if not found then
    insert into app.crawl_runs (source_id) values (of_source) returning id into run;
    perform app.add_crawl_urls(of_source, starts, 0);
    update app.crawl_urls u set next_fetch_at = now() from jsonb_array_elements(starts) x
      where u.source_id = of_source and u.url = x ->> 'url' and u.next_fetch_at > now();
  end if;
  update public.sources s set next_crawl_at = now() + s.refetch_every
    where s.id = of_source and s.next_crawl_at <= now();
  return run;
end
$$;

-- Takes the host that has waited longest of those that have something due, and keeps others from it until the lease
-- ends. `avoid` is an array of hosts that the caller may not fetch from.
create or replace function app.take_crawl_host(lease interval, of_source uuid default null, avoid jsonb default '[]')
  returns table (host text, token bigint)
language sql security definer set search_path = '' as $$
  with free as materialized (
    select h.host from app.crawl_hosts h
    where h.next_request_at <= clock_timestamp() and h.lease_until <= clock_timestamp() and not avoid ? h.host
      and exists (
      select from app.crawl_urls u join app.crawl_runs r on r.source_id = u.source_id and r.finished_at is null
      where u.host = h.host and u.next_fetch_at <= now() and u.requested_run is distinct from r.id
        and (of_source is null or u.source_id = of_source))
    order by h.next_request_at limit 1 for update skip locked
  )
  update app.crawl_hosts h set lease_until = clock_timestamp() + lease, token = h.token + 1 from free
    where h.host = free.host
    returning h.host, h.token
$$;

-- What is due of a host, oldest first. `of_source`: of one source.
create or replace function app.crawl_queue(of_host text, most integer, of_source uuid default null)
returns table (source_id uuid, run_id uuid, url text, kind text, depth integer, redirects integer, has_document boolean)
language sql stable security definer set search_path = '' as $$
  select u.source_id, r.id, u.url, u.kind, u.depth, u.redirects, u.has_document
  from app.crawl_urls u join app.crawl_runs r on r.source_id = u.source_id and r.finished_at is null
  where u.host = of_host and u.next_fetch_at <= now() and u.requested_run is distinct from r.id
    and (of_source is null or u.source_id = of_source)
  order by u.next_fetch_at limit least(greatest(most, 0), 1000)
$$;

-- Asks to request an address now. `granted`: it is noted, and is to be requested at once; `known` has its etag,
-- last_modified, signals, text_sha256 (hex) and has_document. Otherwise `why`: lost (the lease is no longer the
-- caller's), early, taken (it is not due any more), over (the run is, or has just used up its budget).
create or replace function app.request_crawl_url(
  of_host text, with_token bigint, run uuid, source uuid, address text, pause interval, lease interval)
returns table (granted boolean, why text, known jsonb)
language plpgsql security definer set search_path = '' as $$
declare
  place app.crawl_hosts;
  was jsonb;
begin
  select * into place from app.crawl_hosts h where h.host = of_host for update;
  if not found or place.token <> with_token then return query select false, 'lost', null::jsonb; return; end if;
  if place.next_request_at > clock_timestamp() then return query select false, 'early', null::jsonb; return; end if;
  if not app.spend_crawl_page(run) then return query select false, 'over', null::jsonb; return; end if;
  update app.crawl_urls u set requested_run = run, requested_at = clock_timestamp()
    where u.source_id = source and u.url = address and u.requested_run is distinct from run
      and u.next_fetch_at <= clock_timestamp()
    returning jsonb_build_object('etag', u.etag, 'last_modified', u.last_modified, 'signals', u.signals,
      'text_sha256', encode(u.text_sha256, 'hex'), 'has_document', u.has_document) into was;
  if not found then return query select false, 'taken', null::jsonb; return; end if;
  update app.crawl_hosts h set next_request_at = clock_timestamp() + pause, lease_until = clock_timestamp() + lease
    where h.host = of_host;
  return query select true, null::text, was;
end
$$;

-- Counts a page against the run's budgets; what is over them ends the run.
create or replace function app.spend_crawl_page(run uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  spent text;
begin
  select case when r.pages >= p.max_pages then 'page_budget' when r.bytes >= p.max_bytes then 'byte_budget' end
    into spent
    from app.crawl_runs r, lateral app.crawl_plan(r.source_id) p
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
