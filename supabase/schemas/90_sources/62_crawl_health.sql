-- How the crawl of each source is, for the operator.

create or replace function app.crawl_health(of_source uuid default null)
returns table (source_id uuid, known bigint, documents bigint, due bigint, last_run_at timestamptz,
               last_run_ended_at timestamptz, last_run_ended_by text,
               pages integer, changed integer, unchanged integer, refused integer, failed integer, reasons jsonb,
               last_error text, last_error_at timestamptz, next_crawl_at timestamptz)
language sql stable security definer set search_path = '' as $$
  with counts as (
    select u.source_id, count(*) as known, count(*) filter (where u.has_document) as documents,
           count(*) filter (where u.next_fetch_at <= now()) as due
    from app.crawl_urls u where of_source is null or u.source_id = of_source group by u.source_id
  ), refusals as (
    select u.source_id, u.refusal_code as code, count(*) as urls, min(u.url) as example from app.crawl_urls u
    where u.refusal_code is not null and (of_source is null or u.source_id = of_source) group by 1, 2
  ), told as (
    select f.source_id, jsonb_agg(
      jsonb_build_object('code', f.code, 'urls', f.urls, 'example', f.example, 'reason', e.refusal_reason)
      order by f.urls desc, f.code) as reasons
    from refusals f join app.crawl_urls e on e.source_id = f.source_id and e.url = f.example group by f.source_id
  ), runs as (
    select distinct on (r.source_id) r.* from app.crawl_runs r where of_source is null or r.source_id = of_source
      order by r.source_id, r.started_at desc
  ), hosts as (
    select distinct u.source_id, u.host from app.crawl_urls u where of_source is null or u.source_id = of_source
  ), errors as (
    select distinct on (o.source_id) o.source_id, h.last_error, h.last_error_at from hosts o
      join app.crawl_hosts h on h.host = o.host
    where h.last_error is not null order by o.source_id, h.last_error_at desc
  )
  select s.id, coalesce(c.known, 0), coalesce(c.documents, 0), coalesce(c.due, 0), r.started_at, r.finished_at,
         r.ended_by,
         r.pages, r.changed, r.unchanged, r.refused, r.failed, coalesce(t.reasons, '[]'), e.last_error, e.last_error_at,
         s.next_crawl_at
  from public.sources s left join counts c on c.source_id = s.id left join runs r on r.source_id = s.id
    left join told t on t.source_id = s.id left join errors e on e.source_id = s.id
  where (of_source is null or s.id = of_source) and (r.id is not null or s.next_crawl_at is not null)
$$;

grant execute on function app.add_crawl_urls(uuid, jsonb, integer, integer), app.begin_crawl_run(uuid, jsonb),
  app.take_crawl_host(interval, uuid, jsonb), app.crawl_queue(text, integer, uuid),
  app.request_crawl_url(text, bigint, uuid, uuid, text, interval, interval), app.lock_crawl_url(uuid, text, uuid),
  app.note_crawl_unchanged(uuid, text, uuid, text, text), app.note_crawl_read(uuid, text, uuid, jsonb),
  app.note_crawl_failed(uuid, text, uuid, text, text, integer, interval),
  app.note_crawl_forbidden(uuid, text, uuid, text, text),
  app.rest_crawl_host(text, bigint, uuid, bigint, interval, boolean, text, interval), app.finish_crawl_runs(uuid),
  app.stop_crawl_run(uuid),
  app.crawl_health(uuid), app.is_long_unconfirmed(uuid, text) to service_role;
