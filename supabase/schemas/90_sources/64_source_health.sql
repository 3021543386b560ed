-- How every source is, and what of it was refused and why: for the operator.

create or replace function app.source_health(of_source uuid default null)
returns table (source_id uuid, title text, kind text, url text, is_public boolean, vehicle_id uuid, documents bigint,
               chunks bigint, waiting bigint,
               unindexed bigint, refused bigint, kept_though_refused bigint, reasons jsonb, last_crawl_at timestamptz,
               last_crawl_ended_by text,
               pages integer, changed integer, unchanged integer, failed integer, next_crawl_at timestamptz,
               last_error text, last_error_at timestamptz,
               changed_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  with stored as (
    select d.source_id, count(*) as documents, sum(d.chunks) as chunks from public.source_documents d
    where d.is_current and (of_source is null or d.source_id = of_source) group by 1
  ), waiting as (
    select c.source_id, count(*) as chunks from app.source_pending p join public.source_chunks c on c.id = p.chunk_id
    where of_source is null or c.source_id = of_source group by 1
  ), unindexed as (
    select c.source_id, count(*) as chunks from app.source_unindexed u join public.source_chunks c on c.id = u.chunk_id
    where of_source is null or c.source_id = of_source group by 1
  ), refusal as (
    select r.source_id, r.url, r.code, r.reason, r.at, false as kept from app.source_refusals r
      where of_source is null or r.source_id = of_source
    union all
    select u.source_id, u.url, u.refusal_code, u.refusal_reason, coalesce(u.fetched_at, u.changed_at), u.has_document
      from app.crawl_urls u
    where u.refusal_code is not null and (of_source is null or u.source_id = of_source)
  ), by_code as (
    select r.source_id, r.code, count(*) as items, count(*) filter (where r.kept) as kept, min(r.url) as example,
           min(r.reason) as reason
    from refusal r group by 1, 2
  ), told as (
    select b.source_id, sum(b.items) as items, sum(b.kept) as kept,
           jsonb_agg(jsonb_build_object('code', b.code, 'items', b.items, 'example', b.example, 'reason', b.reason)
             order by b.items desc, b.code) as reasons
    from by_code b group by 1
  )
  select s.id, s.title, s.kind, s.url, s.is_public, s.vehicle_id, coalesce(d.documents, 0), coalesce(d.chunks, 0),
         coalesce(w.chunks, 0),
         coalesce(x.chunks, 0), coalesce(t.items, 0), coalesce(t.kept, 0), coalesce(t.reasons, '[]'), h.last_run_at,
         h.last_run_ended_by,
         h.pages, h.changed, h.unchanged, h.failed, s.next_crawl_at, coalesce(h.last_error, s.last_error),
         h.last_error_at, s.changed_at
  from public.sources s
  left join stored d on d.source_id = s.id
  left join waiting w on w.source_id = s.id
  left join unindexed x on x.source_id = s.id
  left join told t on t.source_id = s.id
  left join app.crawl_health(of_source) h on h.source_id = s.id
  where (of_source is null or s.id = of_source) and (s.is_public or not app.is_client())   -- papers are their owner's
$$;

create or replace function app.source_refusals(of_source uuid, "limit" integer, "offset" integer)
returns table (url text, code text, reason text, at timestamptz, kept boolean)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select x.* from (
    select u.url, u.refusal_code, u.refusal_reason, coalesce(u.fetched_at, u.changed_at), u.has_document
    from app.crawl_urls u where u.source_id = of_source and u.refusal_code is not null
    union all
    select r.url, r.code, r.reason, r.at, false from app.source_refusals r where r.source_id = of_source) x (
      url, code, reason, at, kept)
  where not app.is_client() or exists (select from public.sources s where s.id = of_source and s.is_public)
  order by x.at desc nulls last, x.url, x.code limit greatest(least("limit", 1000), 0) offset greatest("offset", 0)
$$;

-- Of every source, or of one: what it holds, what waits to be indexed, what was refused by reason, the last crawl and
-- the last error.
create or replace function public.source_health(of_source uuid default null)
returns table (source_id uuid, title text, kind text, url text, is_public boolean, vehicle_id uuid, documents bigint,
               chunks bigint, waiting bigint,
               unindexed bigint, refused bigint, kept_though_refused bigint, reasons jsonb, last_crawl_at timestamptz,
               last_crawl_ended_by text,
               pages integer, changed integer, unchanged integer, failed integer, next_crawl_at timestamptz,
               last_error text, last_error_at timestamptz,
               changed_at timestamptz)
language sql stable set search_path = '' as $$
  select * from app.source_health(of_source)
$$;

-- What of a source was refused, the latest first. `kept`: a page that was good before and is refused now, whose good
-- version is still shown.
create or replace function public.source_refusals(
  of_source uuid, "limit" integer default 100, "offset" integer default 0)
returns table (url text, code text, reason text, at timestamptz, kept boolean)
language sql stable set search_path = '' as $$
  select * from app.source_refusals(of_source, "limit", "offset")
$$;

grant execute on function app.source_health(uuid), app.source_refusals(uuid, integer, integer),
  public.source_health(uuid),
  public.source_refusals(uuid, integer, integer) to authenticated, service_role;
