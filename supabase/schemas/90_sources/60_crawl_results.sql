-- What came of a request. Whoever notes it holds the address: it was requested in this run and nothing has been noted
-- since. So a crawler that was away for long writes nothing over what another has found meanwhile.

-- Locks the address for the caller's transaction; false where its result is not the caller's to note.
create or replace function app.lock_crawl_url(source uuid, address text, run uuid) returns boolean
language sql security definer set search_path = '' as $$
  select coalesce((
    select u.requested_run = run and u.requested_at is not null from app.crawl_urls u
    where u.source_id = source and u.url = address for update), false)
$$;

create or replace function app.crawl_revisit(before interval, has_changed boolean) returns interval
language sql stable security definer set search_path = '' as $$
  select case when before is null then app.setting_interval('crawl_revisit_first')
    else least(greatest(before * case when has_changed then 0.5 else 2 end,
      app.setting_interval('crawl_revisit_least')),
               app.setting_interval('crawl_revisit_most')) end
$$;

-- The page is as it was: only times change, and what the server calls this state of it. A page that was refused or
-- failed meanwhile, and is as good as before, is no longer refused.
create or replace function app.note_crawl_unchanged(
  source uuid, address text, run uuid, new_etag text, new_last_modified text) returns void
language sql security definer set search_path = '' as $$
  update app.crawl_urls u
    set fetched_at = clock_timestamp(), requested_at = null, attempts = 0,
      revisit = app.crawl_revisit(u.revisit, false),
        next_fetch_at = clock_timestamp() + app.crawl_revisit(u.revisit, false),
        etag = coalesce(new_etag, u.etag), last_modified = coalesce(new_last_modified, u.last_modified),
        refusal_code = case when not u.has_document then u.refusal_code end,
        refusal_reason = case when not u.has_document then u.refusal_reason end
    where u.source_id = source and u.url = address;
  update public.source_documents d set fetched_at = clock_timestamp()
    where d.id in (select app.documents_at(source, address));
  update app.crawl_runs r set unchanged = r.unchanged + 1 where r.id = run
$$;

-- The page was read: it has a document now, or is kept out with a reason. `seen` has status, etag, last_modified,
-- signals, text_sha256 (hex), has_document, leads_to, code, reason. Copies of a text that it no longer has are looked
-- at again: one of them takes its place.
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
        revisit = app.crawl_revisit(u.revisit, differs),
        next_fetch_at = clock_timestamp() + app.crawl_revisit(u.revisit, differs),
        etag = seen ->> 'etag', last_modified = seen ->> 'last_modified', signals = seen ->> 'signals',
        text_sha256 = sha,
        has_document = coalesce((seen ->> 'has_document')::boolean, false), leads_to = seen ->> 'leads_to',
        refusal_code = seen ->> 'code', refusal_reason = left(seen ->> 'reason', 500)
    where u.source_id = source and u.url = address;
  if was.has_document and differs then
    update app.crawl_urls u set next_fetch_at = now(), etag = null, last_modified = null, text_sha256 = null
      where u.source_id = source and u.text_sha256 = was.text_sha256 and u.refusal_code = 'duplicate'
        and u.url <> address;
  end if;
  update app.crawl_runs r
    set changed = r.changed + (seen ->> 'code' is null)::integer,
      refused = r.refused + (seen ->> 'code' is not null)::integer
    where r.id = run;
end
$$;

-- Whether the documents of an address, which is refused now, were last seen good so long ago that they are shown no
-- more.
create or replace function app.is_long_unconfirmed(source uuid, address text) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(max(d.fetched_at) < now() - app.setting_interval('crawl_keep_refused'), false)
  from public.source_documents d where d.id in (select app.documents_at(source, address))
$$;

-- It cannot be had for now. It comes again within the run, later each time, and after the last attempt in another run.
-- What was known of the page stays.
create or replace function app.note_crawl_failed(
  source uuid, address text, run uuid, code text, reason text, answered integer, retry_after interval) returns void
language plpgsql security definer set search_path = '' as $$
declare
  most integer := app.setting_number('crawl_attempts');
  pause interval := app.setting_interval('crawl_retry_after');
begin
  update app.crawl_urls u
    set requested_at = null, attempts = u.attempts + 1, status = answered, refusal_code = code,
      refusal_reason = left(reason, 500),
        requested_run = null, next_fetch_at = clock_timestamp()
          + greatest(retry_after, pause * power(2, least(u.attempts, 12)))
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

-- It is kept out without a request: robots.txt forbids it. Null where nobody was asked, so that it is looked at again
-- in time.
create or replace function app.note_crawl_forbidden(source uuid, address text, run uuid, code text, reason text)
  returns void
language sql security definer set search_path = '' as $$
  update app.crawl_urls u
    set requested_run = run, requested_at = null, refusal_code = code, refusal_reason = left(reason, 500), etag = null,
      last_modified = null,
        text_sha256 = null, has_document = false,
        next_fetch_at = clock_timestamp() + app.setting_interval('crawl_revisit_first')
    where u.source_id = source and u.url = address;
  update app.crawl_runs r set refused = r.refused + 1 where r.id = run
$$;

-- After a request: the host's pause begins, and its lease ends unless it is kept. Bytes count against the run.
-- `problem`: it gave no answer or asked to be left alone; it is then, twice as long each time up to an hour, or as long
-- as it asked for.
create or replace function app.rest_crawl_host(
  of_host text, with_token bigint, run uuid, received bigint, pause interval, keep boolean, problem text,
  retry_after interval)
returns void
language sql security definer set search_path = '' as $$
  update app.crawl_runs r set bytes = r.bytes + received where r.id = run and received > 0;
  update app.crawl_hosts h
    set failures = case when problem is null then 0 else h.failures + 1 end,
        last_error = coalesce(left(problem, 500), h.last_error),
        last_error_at = case when problem is null then h.last_error_at else now() end,
        lease_until = case when keep then h.lease_until else '-infinity' end,
        next_request_at = greatest(h.next_request_at, clock_timestamp() + greatest(pause, retry_after,
          case when problem is not null
            then least(app.setting_interval('crawl_retry_after') * power(2, least(h.failures, 12)),
            interval '1 hour') end))
    where h.host = of_host and h.token = with_token
$$;

-- Ends runs with nothing left to do: nothing due, nothing under way, nothing that comes again within ten minutes. A
-- host that asked to be left alone for longer is left to another run. Returns how many have ended.
create or replace function app.finish_crawl_runs(of_source uuid default null) returns integer
language sql security definer set search_path = '' as $$
  with ended as (
    update app.crawl_runs r set finished_at = clock_timestamp(), ended_by = 'complete'
      where r.finished_at is null and (of_source is null or r.source_id = of_source) and not exists (
        select from app.crawl_urls u join app.crawl_hosts h on h.host = u.host
        where u.source_id = r.source_id and u.requested_run is distinct from r.id
          and h.next_request_at <= now() + interval '10 minutes'
          -- Ten seconds more: what was found since this statement's now(), but before it looks, is due too.
          and u.next_fetch_at <= now() + case when u.attempts > 0 then interval '10 minutes'
            else interval '10 seconds' end
      ) and not exists (
        select from app.crawl_urls u join app.crawl_hosts h on h.host = u.host
        where u.source_id = r.source_id and u.requested_at is not null and u.requested_run = r.id
          and h.lease_until > now()
      )
      returning 1
  )
  select count(*)::integer from ended
$$;

create or replace function app.stop_crawl_run(of_source uuid) returns boolean
language sql security definer set search_path = '' as $$
  with ended as (
    update app.crawl_runs r set finished_at = clock_timestamp(), ended_by = 'stopped'
      where r.source_id = of_source and r.finished_at is null returning 1
  )
  select exists (select from ended)
$$;
