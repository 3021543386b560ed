-- What operators do with public sources: crawl now, pause, and take a document out. An owner's papers are the owner's.

-- To operators, sources that are not public are not there.
create or replace function app.public_source(source uuid) returns public.sources
language plpgsql stable security definer set search_path = '' as $$
declare
  s public.sources;
begin
  select x.* into s from public.sources x where x.id = source and x.is_public;
  if not found then perform app.not_found('source', source::text); end if;
  return s;
end
$$;

-- Ends the run that is on its way, and begins none until crawl_source_now. What the source has stays in search.
create or replace function app.pause_source(source uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  s public.sources;
  was_running boolean;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  s := app.public_source(source);
  was_running := app.stop_crawl_run(s.id);   -- the run before the source, as the crawler locks them
  update public.sources x set next_crawl_at = null where x.id = s.id and x.next_crawl_at is not null;
  if not found and not was_running then
    perform app.refuse('source_is_crawled', 'This source is not crawled now.', 'Read the list again.', 'PT409');
  end if;
  perform app.note_operator_act('pause_source', source::text, why);
end
$$;

create or replace function app.crawl_source_now(source uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  s public.sources;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  s := app.public_source(source);
  if not exists (select from app.crawl_plan(s.id)) then
    perform app.refuse('source_has_an_address', 'This source is no site: its documents were added as files.',
      'Add a new version of a file with npx paddock sources add.');
  end if;
  update public.sources x set next_crawl_at = now() where x.id = s.id;
  perform app.note_operator_act('crawl_source_now', source::text, why);
end
$$;

-- The document of a public source leaves search and readers at once and for good, also when the source still has it.
create or replace function app.withdraw_document(document uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  d public.source_documents;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  select x.* into d from public.source_documents x where x.id = document and x.is_public for update;
  if not found then perform app.not_found('document', document::text); end if;
  if d.retraction = 'withdrawn' then
    perform app.refuse('document_is_current', 'This document has been withdrawn already.', 'Read the list again.',
      'PT409');
  end if;
  perform app.take_document_out(d.id, 'withdrawn');
  perform app.note_operator_act('withdraw_document', document::text, why);
end
$$;

-- A public site that is crawled from now on. What is wrong with its address shows in its health after the first try.
create or replace function app.add_site(
  kind text, title text, url text, authority real, licence text, refetch_every interval, why text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  id uuid;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  if url is null or url !~ '^https?://[^[:space:]]+$' then
    perform app.refuse('url_is_of_the_web', 'The address must begin with https:// or http://.', null, '22023');
  elsif kind = 'owner_document' then
    perform app.refuse('kind_is_public', 'Papers of a car are added by its owner.', null, '22023');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('add_site ' || url, 0));
  if exists (select from public.sources s where s.url = add_site.url and s.is_public) then
    perform app.refuse('site_is_new', 'This site is a source already.', 'Read the list again.', 'PT409');
  end if;
  insert into public.sources as s (kind, title, url, authority, licence, refetch_every, next_crawl_at)
    values (add_site.kind, add_site.title, add_site.url, coalesce(add_site.authority, 0.5),
      nullif(add_site.licence, ''), coalesce(add_site.refetch_every, '1 day'), now())
    returning s.id into id;
  perform app.note_operator_act('add_site', id::text, concat_ws(': ', app.fit(url, 300), why));
  return id;
end
$$;

create or replace function public.add_site(
  kind text, title text, url text, reason text, authority real default 0.5, licence text default null,
  refetch_every interval default '1 day') returns uuid
language sql set search_path = '' as $$
  select app.add_site(kind, title, url, authority, licence, refetch_every, reason)
$$;
comment on function public.add_site(text, text, text, text, real, text, interval) is
  'For operators: adds a public site to the library; its crawl begins within seconds. Returns the source''s id.';
grant execute on function app.add_site(text, text, text, real, text, interval, text),
  public.add_site(text, text, text, text, real, text, interval) to authenticated, service_role;

create or replace function public.pause_source(source_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.pause_source(source_id, reason)
$$;
comment on function public.pause_source(uuid, text) is
  'For operators: a public source is not crawled until crawl_source_now; what it has stays in search.';
create or replace function public.crawl_source_now(source_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.crawl_source_now(source_id, reason)
$$;
comment on function public.crawl_source_now(uuid, text) is
  'For operators: a public source is crawled within seconds, and again as its interval says, where it has one.';
create or replace function public.withdraw_document(document_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.withdraw_document(document_id, reason)
$$;
comment on function public.withdraw_document(uuid, text) is
  'For operators: takes a public document out of search and from readers at once and for good.';

grant execute on function
  app.pause_source(uuid, text), public.pause_source(uuid, text), app.crawl_source_now(uuid, text),
  public.crawl_source_now(uuid, text), app.withdraw_document(uuid, text), public.withdraw_document(uuid, text)
  to authenticated, service_role;
