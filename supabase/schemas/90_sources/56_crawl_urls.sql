-- Addresses: each known address of a source, what became of it, and when it is due. There are no states to sweep: an
-- address may be taken when it is due and was not requested in this run. The request is noted before it is made, so a
-- crawler that is killed in between never makes it twice in a run; the address is still due, and the next run makes up
-- for it.

create table app.crawl_urls (
  source_id      uuid not null references public.sources (id) on delete cascade,
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
  constraint url_headers_are_short check (
    length(etag) <= 500 and length(last_modified) <= 100 and length(signals) <= 500),
  constraint url_hash_is_sha256 check (octet_length(text_sha256) = 32),
  constraint refused_urls_say_why check ((refusal_code is null) = (refusal_reason is null)),
  constraint refusal_code_is_snake_case check (refusal_code ~ '^[a-z0-9_]{1,60}$'),
  constraint refusal_reason_is_short check (length(refusal_reason) <= 500)
);
comment on column app.crawl_urls.next_fetch_at is 'Null: not again.';
comment on column app.crawl_urls.revisit is
  'How long the page is left alone: twice as long each time it has not changed, half as long each time it has.';
comment on column app.crawl_urls.requested_at is 'Set while a request is under way, or was when its crawler died.';
comment on column app.crawl_urls.signals is
  'What robots.txt signalled about its use when it was read. Where that has changed the page is read anew.';
comment on column app.crawl_urls.text_sha256 is 'Of the extracted text, or of a sitemap or feed as it came.';
comment on column app.crawl_urls.leads_to is
  'Where it redirects to, or what it calls canonical, or the page that it is a copy of.';
create index crawl_urls_due on app.crawl_urls (host, next_fetch_at) where next_fetch_at is not null;
create index crawl_urls_due_by_source on app.crawl_urls (source_id, next_fetch_at) where next_fetch_at is not null;
create index crawl_urls_under_way on app.crawl_urls (source_id) where requested_at is not null;
create unique index one_document_a_text on app.crawl_urls (source_id, text_sha256) where has_document;

revoke all on app.crawl_urls from public, anon, authenticated, service_role;
grant select on app.crawl_urls to service_role;
