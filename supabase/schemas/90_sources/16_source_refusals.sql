-- Refusals: what of a source was not taken, and why: a file, a page of a PDF, a row of a table. Pages that a crawl
-- keeps out as a whole are in app.crawl_urls.

create table app.source_refusals (
  source_id uuid not null references public.sources (id) on delete cascade,
  item      text not null,
  n         integer not null,
  url       text not null,
  code      text not null,
  reason    text not null,
  at        timestamptz not null default now(),
  primary key (source_id, item, n),
  constraint code_is_snake_case check (code ~ '^[a-z0-9_]{1,60}$')
);
comment on table app.source_refusals is
  'item: the file or address that was read. Reading it again replaces what was refused of it.';
revoke all on app.source_refusals from public, anon, authenticated, service_role;

-- What of one file or address was refused now: [{ url, code, reason }], of which the first 200 are kept.
create or replace function app.note_source_refusals(of_source uuid, of_item text, refusals jsonb) returns void
language sql security definer set search_path = '' as $$
  delete from app.source_refusals r where r.source_id = of_source and r.item = left(of_item, 2048);
  insert into app.source_refusals (source_id, item, n, url, code, reason)
    select of_source, left(of_item, 2048), n, left(r ->> 'url', 2048), r ->> 'code', left(r ->> 'reason', 500)
    from jsonb_array_elements(refusals) with ordinality x (r, n) where n <= 200
$$;
grant execute on function app.note_source_refusals(uuid, text, jsonb) to service_role;
