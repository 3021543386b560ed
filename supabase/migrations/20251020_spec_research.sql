-- 20251020_spec_research.sql: The library of sources and the research of specs, on top of 20251019_add_backend_features.sql.
-- Built from supabase/schemas by `npm run generate`; edit those files, not this one.
-- It can be pasted into a SQL editor and applied more than once.

-- 90_sources/05_crawl_plan.sql

-- Crawl plans: what the operator says about the crawl of a source, as JSON in sources.crawl.

-- { startUrls, hosts, pathPrefix, maxPages, maxBytes, maxDepth }, all optional; {} for a source that is not crawled, or by its url alone.
create or replace function app.is_crawl_plan(plan jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return jsonb_typeof(plan) = 'object' and length(plan::text) <= 20000
    and plan - array['startUrls', 'hosts', 'pathPrefix', 'maxPages', 'maxBytes', 'maxDepth'] = '{}'
    and app.are_short_texts(plan -> 'startUrls', 100, 2000, '^https?://') and app.are_short_texts(plan -> 'hosts', 400, 300, '^[^/\s]+$')
    and (not plan ? 'pathPrefix' or (jsonb_typeof(plan -> 'pathPrefix') = 'string' and plan ->> 'pathPrefix' ~ '^/.{0,499}$'))
    and app.is_whole_number(plan -> 'maxPages', 1, 1000000) and app.is_whole_number(plan -> 'maxBytes', 1024, 1099511627776)
    and app.is_whole_number(plan -> 'maxDepth', 0, 50);
end
$$;

-- An array of 1 to `most` texts that match; null for what is not there, which is well.
create or replace function app.are_short_texts(list jsonb, most integer, longest integer, pattern text) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  if list is null then return true; end if;
  if jsonb_typeof(list) <> 'array' or jsonb_array_length(list) not between 1 and most then return false; end if;
  return not exists (select from jsonb_array_elements(list) e
                     where jsonb_typeof(e) <> 'string' or length(e #>> '{}') > longest or e #>> '{}' !~ pattern);
end
$$;

create or replace function app.is_whole_number(given jsonb, least_number numeric, most numeric) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  if given is null then return true; end if;
  if jsonb_typeof(given) <> 'number' then return false; end if;
  return given::numeric between least_number and most and given::numeric = trunc(given::numeric);
end
$$;
revoke all on function app.is_crawl_plan(jsonb), app.are_short_texts(jsonb, integer, integer, text), app.is_whole_number(jsonb, numeric, numeric) from public;
grant execute on function app.is_crawl_plan(jsonb), app.are_short_texts(jsonb, integer, integer, text), app.is_whole_number(jsonb, numeric, numeric)
  to anon, authenticated, service_role;   -- a constraint runs with the rights of whoever writes


-- 90_sources/10_sources.sql

-- Sources: where documents come from, such as a manual, a forum, a price guide, a folder. What hangs on a vehicle is private to its owner.

-- The kinds, in one place for every table and function.
create or replace function app.is_source_kind(kind text) returns boolean
language sql immutable as $$
  select kind operator(pg_catalog.=) any (array['manual', 'article', 'forum', 'price_guide', 'listing', 'dataset', 'registry', 'owner_document'])
$$;
revoke all on function app.is_source_kind(text) from public;
grant execute on function app.is_source_kind(text) to anon, authenticated, service_role;

create table if not exists public.sources (
  id            uuid primary key default gen_random_uuid(),
  kind          text not null,
  title         text not null,
  url           text,
  authority     real not null default 0.5,
  licence       text,
  subject       jsonb not null default '{}',
  vehicle_id    uuid references public.vehicles (id) on delete cascade,
  owner_id      uuid,
  is_public     boolean not null default false,
  crawl         jsonb not null default '{}',
  refetch_every interval,
  next_crawl_at timestamptz,
  crawled_at    timestamptz,
  changed_at    timestamptz,
  failures      integer not null default 0,
  last_error    text,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  constraint kind_is_known check (app.is_source_kind(kind)),
  constraint title_is_readable check (app.is_readable(title, 400)),
  constraint url_is_short check (length(url) <= 2048),
  constraint authority_is_from_0_to_1 check (authority >= 0 and authority <= 1),
  constraint licence_is_short check (length(licence) <= 400),
  constraint subject_is_an_object check (jsonb_typeof(subject) = 'object' and length(subject::text) <= 4000),
  constraint owner_documents_hang_on_a_vehicle check (kind <> 'owner_document' or vehicle_id is not null),
  constraint sources_of_a_vehicle_are_private check (is_public = (vehicle_id is null)),
  constraint crawl_is_a_plan check (app.is_crawl_plan(crawl)),
  constraint refetch_every_is_from_a_minute_to_ten_years check (refetch_every >= interval '1 minute' and refetch_every <= interval '10 years'),
  constraint failures_are_not_negative check (failures >= 0),
  constraint last_error_is_short check (length(last_error) <= 2000)
);

comment on table public.sources is 'Where documents come from. One with a vehicle is private: its owner and the service role see it, nobody else.';
comment on column public.sources.authority is '0 to 1, by the operator: a factory manual is near 1, an unsigned forum post near 0; 0.5 neither lifts nor lowers a hit.';
comment on column public.sources.subject is 'What the operator said it is about: make, model, yearFrom, yearTo, trim, engine.';
comment on column public.sources.owner_id is 'The vehicle''s owner, a copy kept by the database; null for public sources.';
comment on column public.sources.crawl is 'Settings of the crawl, such as start addresses and budgets; see docs/crawling.md.';
comment on column public.sources.changed_at is 'When a crawl or a file last brought something new.';
comment on column public.sources.last_error is 'Why the last crawl failed, a sentence that may be shown; null after a success.';

create index if not exists sources_by_vehicle on public.sources (vehicle_id) where vehicle_id is not null;
create index if not exists sources_by_owner on public.sources (owner_id) where owner_id is not null;
create index if not exists sources_by_next_crawl on public.sources (next_crawl_at) where next_crawl_at is not null;

revoke all on public.sources from public, anon, authenticated, service_role;
grant select on public.sources to anon, authenticated;
grant select, delete on public.sources to service_role;
grant insert (id, kind, title, url, authority, licence, subject, vehicle_id, crawl, refetch_every, next_crawl_at) on public.sources to service_role;
grant update (kind, title, url, authority, licence, subject, crawl, refetch_every, next_crawl_at, crawled_at, changed_at, failures, last_error)
  on public.sources to service_role;

alter table public.sources enable row level security;

drop policy if exists "anyone sees public sources" on public.sources;
create policy "anyone sees public sources" on public.sources
  for select to anon using (is_public);

drop policy if exists "members see public sources and those of their own vehicles" on public.sources;
create policy "members see public sources and those of their own vehicles" on public.sources
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

-- Visibility is the database's: of the vehicle's owner, or of everybody.
create or replace function app.place_source() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.vehicle_id is null then
    new.owner_id := null;
    new.is_public := true;
    return new;
  end if;
  select v.user_id into new.owner_id from public.vehicles v where v.id = new.vehicle_id for share;
  if not found then
    perform app.not_found('vehicle', new.vehicle_id::text, null, '23503');
  end if;
  new.is_public := false;
  return new;
end
$$;
revoke all on function app.place_source() from public, anon, authenticated, service_role;

create or replace trigger sources_place before insert or update of vehicle_id on public.sources
  for each row execute function app.place_source();

create or replace trigger sources_stamp_updated_at before insert or update on public.sources
  for each row execute function app.stamp_updated_at();


-- 90_sources/12_source_documents.sql

-- Documents: each row is one immutable version of what a source held. Readers see the current versions only.

create table if not exists public.source_documents (
  id            uuid primary key default gen_random_uuid(),
  source_id     uuid not null references public.sources (id) on delete cascade,
  key           text not null,
  version       integer not null default 1,
  kind          text not null,
  title         text not null,
  url           text,
  sha256        text not null,
  etag          text,
  last_modified text,
  fetched_at    timestamptz not null,
  first_fetched_at timestamptz not null,
  language      text,
  author        text,
  published     text,
  published_at  timestamptz,
  may_search    boolean,
  may_ai_input  boolean,
  may_ai_train  boolean,
  make          text,
  model         text,
  year_from     smallint,
  year_to       smallint,
  trim          text,
  engine        text,
  vehicle_id    uuid,
  pages         jsonb,
  characters    integer not null,
  chunks        integer not null default 0,
  owner_id      uuid,
  is_public     boolean not null,
  is_current    boolean not null default true,
  superseded_by uuid,
  retracted_at  timestamptz,
  retraction    text,
  created_at    timestamptz not null default now(),
  constraint a_version_is_stored_once unique (source_id, key, version),
  constraint key_has_1_to_2048_characters check (length(key) between 1 and 2048),
  constraint version_is_positive check (version >= 1),
  constraint kind_is_known check (app.is_source_kind(kind)),
  constraint title_is_readable check (app.is_readable(title, 400)),
  constraint url_is_short check (length(url) <= 2048),
  constraint sha256_is_in_hexadecimal check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint etag_is_short check (length(etag) <= 1000),
  constraint last_modified_is_short check (length(last_modified) <= 200),
  constraint language_is_short check (length(language) <= 35),
  constraint author_is_short check (length(author) <= 200),
  constraint published_is_short check (length(published) <= 40),
  constraint make_is_short check (length(make) <= 80),
  constraint model_is_short check (length(model) <= 120),
  constraint years_are_from_1885_to_2100 check (year_from between 1885 and 2100 and year_to between 1885 and 2100),
  constraint years_are_in_order check (year_from <= year_to),
  constraint trim_is_short check (length(trim) <= 120),
  constraint engine_is_short check (length(engine) <= 120),
  constraint pages_are_a_list check (jsonb_typeof(pages) = 'array' and length(pages::text) <= 4000000),
  constraint characters_are_at_most_50_million check (characters between 0 and 50000000),
  constraint a_retracted_document_is_not_current check (retracted_at is null or not is_current),
  constraint a_retraction_has_a_reason check ((retracted_at is null) = (retraction is null) and retraction in ('withdrawn', 'gone')),
  constraint a_superseded_document_is_not_current check (superseded_by is null or not is_current)
);

comment on table public.source_documents is
  'Immutable versions. One that is retracted or has a newer version is not current: readers no longer see it, and it has no chunks.';
comment on column public.source_documents.key is 'What a newer version has in common with its older ones in a source: the canonical address, or a name.';
comment on column public.source_documents.sha256 is 'Of the bytes that were fetched.';
comment on column public.source_documents.fetched_at is 'When the source last had exactly this; the only column that changes while it is current.';
comment on column public.source_documents.published is 'As the publisher has it: 1970, 1970-09 or a full date; published_at is the begin of that period.';
comment on column public.source_documents.may_ai_input is 'What the publisher signals: false forbids the use as input of a model, null is silent. Likewise may_search, may_ai_train.';
comment on column public.source_documents.retraction is
  'withdrawn: by the operator or the owner, and not stored again; gone: the publisher no longer has it, and it may come back.';
comment on column public.source_documents.pages is 'Of a paged document: [{ number, width, height, start, end, readable }], points and characters.';

create unique index if not exists source_documents_current on public.source_documents (source_id, key) where is_current;
create index if not exists source_documents_by_owner on public.source_documents (owner_id) where owner_id is not null;
create index if not exists source_documents_by_vehicle on public.source_documents (vehicle_id) where vehicle_id is not null;

revoke all on public.source_documents from public, anon, authenticated, service_role;
grant select on public.source_documents to anon, authenticated;
grant select, delete on public.source_documents to service_role;   -- written by store_document and retract_document alone

alter table public.source_documents enable row level security;

drop policy if exists "anyone sees current public documents" on public.source_documents;
create policy "anyone sees current public documents" on public.source_documents
  for select to anon using (is_public and is_current);

drop policy if exists "members see current documents that are public or of their own vehicles" on public.source_documents;
create policy "members see current documents that are public or of their own vehicles" on public.source_documents
  for select to authenticated using ((is_public or owner_id = (select auth.uid())) and is_current);

-- The stored text, apart: lists of documents read none of it.
create table if not exists app.source_texts (
  document_id uuid primary key references public.source_documents (id) on delete cascade,
  text        text not null
);
comment on table app.source_texts is 'The text that offsets count in, in characters. Read through document_text.';
revoke all on app.source_texts from public, anon, authenticated, service_role;


-- 90_sources/14_source_chunks.sql

-- Chunks: stretches of a document's text that are found and quoted. Only current documents have them.

create table if not exists public.source_chunks (
  id           uuid primary key default gen_random_uuid(),
  document_id  uuid not null references public.source_documents (id) on delete cascade,
  source_id    uuid not null,
  position     integer not null,
  char_start   integer not null,
  char_end     integer not null,
  body         text not null,
  page         integer,
  heading      text[] not null default '{}',
  lines        jsonb,
  author       text,
  published_at timestamptz,
  url          text,
  quoted       jsonb,
  fields       jsonb,
  make         text,
  model        text,
  year_from    smallint,
  year_to      smallint,
  trim         text,
  engine       text,
  vehicle_id   uuid,
  owner_id     uuid,
  is_public    boolean not null,
  constraint a_chunk_has_its_place unique (document_id, position),
  constraint a_chunk_is_a_stretch_of_text check (char_start >= 0 and char_end > char_start and length(body) = char_end - char_start),
  constraint a_chunk_has_at_most_50000_characters check (char_end - char_start <= 50000),
  constraint page_is_positive check (page >= 1),
  constraint heading_is_short check (cardinality(heading) <= 20),
  constraint lines_are_a_list check (jsonb_typeof(lines) = 'array'),
  constraint author_is_short check (length(author) <= 200),
  constraint url_is_short check (length(url) <= 2048),
  constraint quoted_is_a_list check (jsonb_typeof(quoted) = 'array'),
  constraint fields_are_an_object check (jsonb_typeof(fields) = 'object'),
  constraint make_is_short check (length(make) <= 80),
  constraint model_is_short check (length(model) <= 120),
  constraint years_are_from_1885_to_2100 check (year_from between 1885 and 2100 and year_to between 1885 and 2100),
  constraint years_are_in_order check (year_from <= year_to),
  constraint trim_is_short check (length(trim) <= 120),
  constraint engine_is_short check (length(engine) <= 120)
);

comment on table public.source_chunks is 'body is substring(text from char_start + 1 for char_end - char_start) of its document''s text.';
comment on column public.source_chunks.lines is 'Lines of a PDF page: [[char_start, char_end, x, y, width, height]], points from the page''s top left corner.';
comment on column public.source_chunks.quoted is 'Parts that quote somebody else: [{ start, end, author }], characters of the document''s text.';
comment on column public.source_chunks.fields is 'Values that a structured source gives as such.';
comment on column public.source_chunks.make is 'What the chunk is about: its own subject, else its document''s. Likewise model, years, trim, engine, vehicle_id.';

create index if not exists source_chunks_by_source on public.source_chunks (source_id);
create index if not exists source_chunks_by_owner on public.source_chunks (owner_id) where owner_id is not null;

revoke all on public.source_chunks from public, anon, authenticated, service_role;
grant select on public.source_chunks to anon, authenticated, service_role;

alter table public.source_chunks enable row level security;

drop policy if exists "anyone sees chunks of public documents" on public.source_chunks;
create policy "anyone sees chunks of public documents" on public.source_chunks
  for select to anon using (is_public);

drop policy if exists "members see chunks of documents that are public or of their own vehicles" on public.source_chunks;
create policy "members see chunks of documents that are public or of their own vehicles" on public.source_chunks
  for select to authenticated using (is_public or owner_id = (select auth.uid()));


-- 90_sources/18_store_document.sql

-- Storing: a document with its chunks comes in as JSON, is a new version or nothing, and hides the version before it in the same instant.

-- Text from outside that others are shown: one line, without controls and bidi overrides, cut to fit. Null where nothing readable is left.
create or replace function app.shown(words text, most integer) returns text
language sql immutable set search_path = '' as $$
  select case when app.has_ink(line) then app.fit(line, most) end
  from (select btrim(regexp_replace(words, '[\s\u0001-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+', ' ', 'g')) as line) x
$$;

-- 1970, 1970-09 or a full date or time as the begin of that period (UTC); null for what is none.
create or replace function app.begin_of(published text) returns timestamptz
language plpgsql stable set search_path = '' set timezone = 'UTC' as $$
begin
  return case when published ~ '^\d{4}$' then published || '-01-01'
              when published ~ '^\d{4}-\d\d$' then published || '-01'
              when published ~ '^\d{4}-\d\d-\d\d' then published end::timestamptz;
exception when others then
  return null;
end
$$;

do $$
begin
  if to_regtype('app.subject') is null then
    create type app.subject as (make text, model text, year_from smallint, year_to smallint, trim text, engine text);
  end if;
end
$$;

-- What something is about, by its own words and, for what they leave open, by those of what it is part of. Who names another make
-- does not inherit a model.
create or replace function app.read_subject(own jsonb, outer_subject app.subject default null) returns app.subject
language plpgsql immutable set search_path = '' as $$
declare
  make constant text := app.shown(own ->> 'make', 80);
  inherits constant boolean := make is null or lower(make) = lower((outer_subject).make);
  model constant text := coalesce(app.shown(own ->> 'model', 120), case when inherits then (outer_subject).model end);
  year_from smallint := case when own ->> 'yearFrom' ~ '^\d{4}$' then own ->> 'yearFrom' end;
  year_to smallint := case when own ->> 'yearTo' ~ '^\d{4}$' then own ->> 'yearTo' end;
begin
  if year_from not between 1885 and 2100 then year_from := null; end if;
  if year_to not between 1885 and 2100 then year_to := null; end if;
  if year_from is null and year_to is null then
    year_from := (outer_subject).year_from;
    year_to := (outer_subject).year_to;
  end if;
  return row(coalesce(make, (outer_subject).make), model,
             case when year_from > year_to then year_to else year_from end, case when year_from > year_to then year_from else year_to end,
             coalesce(app.shown(own ->> 'trim', 120), case when inherits then (outer_subject).trim end),
             coalesce(app.shown(own ->> 'engine', 120), case when inherits then (outer_subject).engine end))::app.subject;
end
$$;

-- Adds chunks to a document. Their bodies are cut from its text here, so that offsets and bodies cannot differ; 200 at a time from one
-- slice, as finding a character in a long text means counting from its begin.
create or replace function app.add_chunks(document public.source_documents, text text, chunks jsonb, first_position integer) returns integer
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  about constant app.subject := row(document.make, document.model, document.year_from, document.year_to, document.trim, document.engine)::app.subject;
  added integer;
begin
  insert into public.source_chunks (document_id, source_id, position, char_start, char_end, body, page, heading, lines, author, published_at,
                                    url, quoted, fields, make, model, year_from, year_to, trim, engine, vehicle_id, owner_id, is_public)
  with chunk as (
    select first_position + n::integer - 1 as position, (n - 1) / 200 as slice, c,
           (c ->> 'start')::integer as char_start, (c ->> 'end')::integer as char_end
    from jsonb_array_elements(chunks) with ordinality x (c, n)),
  slices as materialized (
    select slice, min(char_start) as char_start, substring(add_chunks.text from min(char_start) + 1 for max(char_end) - min(char_start)) as part
    from chunk group by slice)
  select document.id, document.source_id, k.position, k.char_start, k.char_end,
         substring(s.part from k.char_start - s.char_start + 1 for k.char_end - k.char_start),
         (c ->> 'page')::integer,
         (select coalesce(array_agg(h.shown order by h.n), '{}')
          from (select app.shown(title, 400) as shown, n from jsonb_array_elements_text(c -> 'heading') with ordinality t (title, n) limit 20) h
          where h.shown is not null),
         nullif(c -> 'lines', 'null'), app.shown(c ->> 'author', 200), app.begin_of(c ->> 'publishedAt'), left(c ->> 'url', 2048),
         nullif(c -> 'quoted', 'null'), nullif(c -> 'fields', 'null'),
         (a.subject).make, (a.subject).model, (a.subject).year_from, (a.subject).year_to, (a.subject).trim, (a.subject).engine,
         document.vehicle_id, document.owner_id, document.is_public
  from chunk k join slices s using (slice), lateral (select case when c ? 'subject' then app.read_subject(c -> 'subject', about) else about end as subject offset 0) a;
  get diagnostics added = row_count;
  return added;
end
$$;

-- The row of a new version, not yet stored.
create or replace function app.read_document(document jsonb, source public.sources) returns public.source_documents
language plpgsql security definer set search_path = '' as $$
declare
  about constant app.subject := app.read_subject(document -> 'subject', app.read_subject(source.subject));
  row public.source_documents;
begin
  row.id := gen_random_uuid();
  row.source_id := source.id;
  row.key := left(coalesce(document ->> 'key', document ->> 'url', document ->> 'title', source.title), 2048);
  row.kind := coalesce(document ->> 'kind', source.kind);
  row.title := coalesce(app.shown(document ->> 'title', 400), source.title);
  row.url := document ->> 'url';
  row.sha256 := lower(document ->> 'sha256');
  row.etag := left(document ->> 'etag', 1000);
  row.last_modified := left(document ->> 'lastModified', 200);
  row.fetched_at := coalesce((document ->> 'fetchedAt')::timestamptz, now());
  row.first_fetched_at := row.fetched_at;
  row.language := left(document ->> 'language', 35);
  row.author := app.shown(document ->> 'author', 200);
  row.published := left(document ->> 'publishedAt', 40);
  row.published_at := app.begin_of(row.published);
  row.may_search := document -> 'signals' ->> 'search';
  row.may_ai_input := document -> 'signals' ->> 'aiInput';
  row.may_ai_train := document -> 'signals' ->> 'aiTrain';
  row.make := about.make;
  row.model := about.model;
  row.year_from := about.year_from;
  row.year_to := about.year_to;
  row.trim := about.trim;
  row.engine := about.engine;
  row.vehicle_id := coalesce(source.vehicle_id, case when document -> 'subject' ->> 'vehicleId' ~ '^[0-9a-f-]{36}$'
                                                     then document -> 'subject' ->> 'vehicleId' end::uuid);
  row.pages := nullif(document -> 'pages', 'null');
  row.characters := length(document ->> 'text');
  row.owner_id := source.owner_id;
  row.is_public := source.is_public;
  row.is_current := true;
  row.created_at := now();
  return row;
end
$$;

-- Stores a document: { source_id, key, sha256, etag, lastModified, fetchedAt } and the fields of a ParsedDocument (src/indexer/document.ts),
-- offsets in characters, lines as [start, end, x, y, width, height]. `key` is its address where it has one, unless given.
-- Returns { document_id, status }: `stored`, `unchanged` (the same bytes, to be used in the same way: only fetched_at moves) or `retracted` (withdrawn, so not stored).
create or replace function app.store_document(document jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  source public.sources;
  before public.source_documents;
  row public.source_documents;
begin
  select * into source from public.sources s where s.id = (document ->> 'source_id')::uuid for no key update;   -- one at a time for a source
  if not found then
    perform app.not_found('source', document ->> 'source_id', null, '23503');
  end if;
  row := app.read_document(document, source);

  select * into before from public.source_documents d where d.source_id = source.id and d.key = row.key order by d.version desc limit 1;
  if before.retraction = 'withdrawn' then
    return jsonb_build_object('document_id', before.id, 'status', 'retracted');
  end if;
  if before.is_current and before.sha256 = row.sha256
     and (before.may_search, before.may_ai_input, before.may_ai_train) is not distinct from (row.may_search, row.may_ai_input, row.may_ai_train) then
    update public.source_documents d
      set fetched_at = row.fetched_at, etag = row.etag, last_modified = row.last_modified where d.id = before.id;
    return jsonb_build_object('document_id', before.id, 'status', 'unchanged');
  end if;

  row.version := coalesce(before.version, 0) + 1;
  row.chunks := jsonb_array_length(document -> 'chunks');
  if before.is_current then
    update public.source_documents d set is_current = false, superseded_by = row.id where d.id = before.id;
    delete from public.source_chunks c where c.document_id = before.id;
  end if;
  insert into public.source_documents select row.*;
  insert into app.source_texts (document_id, text) values (row.id, document ->> 'text');
  perform app.add_chunks(row, document ->> 'text', document -> 'chunks', 0);
  update public.sources s set changed_at = now() where s.id = source.id;
  return jsonb_build_object('document_id', row.id, 'status', 'stored');
end
$$;

-- Further chunks of a document that is too large for one call; to be called in the transaction that stores it.
create or replace function app.store_chunks(document_id uuid, chunks jsonb) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  document public.source_documents;
  added integer;
begin
  select * into document from public.source_documents d where d.id = store_chunks.document_id and d.is_current for no key update;
  if not found then
    perform app.not_found('document', store_chunks.document_id::text);
  end if;
  added := app.add_chunks(document, (select t.text from app.source_texts t where t.document_id = document.id), chunks, document.chunks);
  update public.source_documents d set chunks = document.chunks + added where d.id = document.id;
  return document.chunks + added;
end
$$;

-- The same for PostgREST, with the secret key.
create or replace function public.store_document(document jsonb) returns jsonb
language sql set search_path = '' as $$
  select app.store_document(document)
$$;

revoke all on function app.shown(text, integer), app.begin_of(text), app.read_subject(jsonb, app.subject),
  app.add_chunks(public.source_documents, text, jsonb, integer), app.read_document(jsonb, public.sources), app.store_document(jsonb),
  app.store_chunks(uuid, jsonb), public.store_document(jsonb) from public, anon, authenticated, service_role;
grant execute on function app.store_document(jsonb), app.store_chunks(uuid, jsonb), public.store_document(jsonb) to service_role;


-- 90_sources/20_read_documents.sql

-- Reading a document, and taking it back.

create or replace function app.may_see(document public.source_documents) returns boolean
language sql stable set search_path = '' as $$
  select not app.is_client() or (document.is_current and (document.is_public or coalesce(document.owner_id = auth.uid(), false)))
$$;

-- The document, for whoever may see it; others are told that there is none.
create or replace function app.visible_document(document_id uuid) returns public.source_documents
language plpgsql stable security definer set search_path = '' as $$
declare
  document public.source_documents;
begin
  select * into document from public.source_documents d where d.id = visible_document.document_id;
  if not found or not app.may_see(document) then
    perform app.not_found('document', visible_document.document_id::text);
  end if;
  return document;
end
$$;

create or replace function app.document_text(document_id uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  document constant public.source_documents := app.visible_document(document_text.document_id);
begin
  return (select t.text from app.source_texts t where t.document_id = document.id);
end
$$;

-- The stored text, which all offsets count in: substring(text from char_start + 1 for char_end - char_start).
create or replace function public.document_text(document_id uuid) returns text
language sql stable set search_path = '' as $$
  select app.document_text(document_id)
$$;

create or replace function app.document_lines(document_id uuid, char_start integer, char_end integer)
returns table (page integer, page_width float8, page_height float8, line_start integer, line_end integer, x float8, y float8, width float8, height float8)
language plpgsql stable security definer set search_path = '' as $$
declare
  document constant public.source_documents := app.visible_document(document_lines.document_id);
begin
  return query
    select c.page, (p.page ->> 'width')::float8, (p.page ->> 'height')::float8, (l.line ->> 0)::integer, (l.line ->> 1)::integer,
           (l.line ->> 2)::float8, (l.line ->> 3)::float8, (l.line ->> 4)::float8, (l.line ->> 5)::float8
    from public.source_chunks c
    cross join lateral jsonb_array_elements(c.lines) l (line)
    left join lateral (select x.page from jsonb_array_elements(document.pages) x (page) where (x.page ->> 'number')::integer = c.page) p on true
    where c.document_id = document.id and c.char_start < document_lines.char_end and c.char_end > document_lines.char_start
      and (l.line ->> 0)::integer < document_lines.char_end and (l.line ->> 1)::integer > document_lines.char_start
    order by c.position, (l.line ->> 0)::integer
    limit 5000;
end
$$;

-- Where a stretch of a PDF's text stands: a row for each line that it touches, in points from the page's top left corner.
create or replace function public.document_lines(document_id uuid, char_start integer, char_end integer)
returns table (page integer, page_width float8, page_height float8, line_start integer, line_end integer, x float8, y float8, width float8, height float8)
language sql stable set search_path = '' as $$
  select * from app.document_lines(document_id, char_start, char_end)
$$;

create or replace function app.retract_document(document_id uuid, reason text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  document public.source_documents := app.visible_document(retract_document.document_id);
begin
  if app.is_client() and document.owner_id is distinct from auth.uid() then
    perform app.refuse('not_your_document', 'Only the operator retracts a public document.', null, '42501');
  end if;
  if reason not in ('withdrawn', 'gone') then
    perform app.refuse('unknown_reason', 'A document is retracted as "withdrawn" or "gone".', null, '22023');
  end if;
  update public.source_documents d set is_current = false, retracted_at = now(), retraction = reason
    where d.id = document.id and d.retraction is distinct from 'withdrawn';
  delete from public.source_chunks c where c.document_id = document.id;
end
$$;

-- Takes a document out of search and from readers at once. `withdrawn`: for good, also when the source still has it; `gone`: until the
-- source has it again. The operator retracts any, an owner those of their vehicle.
create or replace function public.retract_document(document_id uuid, reason text default 'withdrawn') returns void
language sql set search_path = '' as $$
  select app.retract_document(document_id, reason)
$$;

-- A vehicle that changes hands takes its private documents along; with the vehicle they are deleted.
create or replace function app.carry_owner_to_sources() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.sources s set owner_id = new.user_id where s.vehicle_id = new.id;
  update public.source_documents d set owner_id = new.user_id where d.vehicle_id = new.id and not d.is_public;
  update public.source_chunks c set owner_id = new.user_id
    where not c.is_public and c.source_id in (select s.id from public.sources s where s.vehicle_id = new.id);
  return null;
end
$$;

create or replace trigger vehicles_carry_owner_to_sources after update on public.vehicles
  for each row when (old.user_id is distinct from new.user_id)
  execute function app.carry_owner_to_sources();

revoke all on function app.may_see(public.source_documents), app.visible_document(uuid), app.document_text(uuid), public.document_text(uuid),
  app.document_lines(uuid, integer, integer), public.document_lines(uuid, integer, integer), app.retract_document(uuid, text),
  public.retract_document(uuid, text), app.carry_owner_to_sources() from public, anon, authenticated, service_role;
grant execute on function app.document_text(uuid), public.document_text(uuid), app.document_lines(uuid, integer, integer),
  public.document_lines(uuid, integer, integer) to anon, authenticated, service_role;
grant execute on function app.retract_document(uuid, text), public.retract_document(uuid, text) to authenticated, service_role;


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


-- 90_sources/52_crawl_runs.sql

-- Runs: one walk through what is due of a source.

create table if not exists app.crawl_runs (
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
create unique index if not exists crawl_runs_open on app.crawl_runs (source_id) where finished_at is null;
create index if not exists crawl_runs_by_source on app.crawl_runs (source_id, started_at desc);

revoke all on app.crawl_runs from public, anon, authenticated, service_role;
grant select on app.crawl_runs to service_role;

-- The plan of a source with its defaults; no row for a source that is not crawled.
create or replace function app.crawl_plan(of_source uuid)
returns table (source_id uuid, start_urls text[], hosts text[], path_prefix text, max_pages integer, max_bytes bigint, max_depth integer)
language sql stable security definer set search_path = '' as $$
  select s.id, x.start_urls, array(select jsonb_array_elements_text(s.crawl -> 'hosts')), coalesce(s.crawl ->> 'pathPrefix', '/'),
         coalesce((s.crawl ->> 'maxPages')::integer, 1000), coalesce((s.crawl ->> 'maxBytes')::bigint, 1073741824),
         coalesce((s.crawl ->> 'maxDepth')::integer, 5)
  from public.sources s, lateral (
    select case when s.crawl ? 'startUrls' then array(select jsonb_array_elements_text(s.crawl -> 'startUrls'))
                when s.url ~ '^https?://' then array[s.url] end as start_urls offset 0) x
  where s.id = of_source and x.start_urls is not null
$$;

-- What the end of a run means for its source: when it was crawled, and whether nothing of it could be had.
create or replace function app.tell_source_of_crawl() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  problem text := case when new.changed + new.unchanged + new.refused = 0 and new.failed > 0 then coalesce(
    (select u.refusal_reason from app.crawl_urls u where u.source_id = new.source_id and u.refusal_reason is not null
     order by u.url limit 1), 'Nothing of it could be fetched.') end;
begin
  update public.sources s
    set crawled_at = now(), last_error = problem, failures = case when problem is null then 0 else s.failures + 1 end
    where s.id = new.source_id;
  return null;
end
$$;
create or replace trigger crawl_runs_tell_source after update of finished_at on app.crawl_runs
  for each row when (new.finished_at is not null) execute function app.tell_source_of_crawl();

revoke all on function app.crawl_plan(uuid), app.tell_source_of_crawl() from public, anon, authenticated, service_role;
grant execute on function app.crawl_plan(uuid) to service_role;


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

-- Begins a run of a source, whether it is due or not; a run that is open is gone on with. The start addresses are looked at in every run:
-- they show what is new. `hosts` and `kinds` are theirs, as the caller reads them.
create or replace function app.begin_crawl_run(of_source uuid, hosts text[], kinds text[]) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  starts text[] := (select p.start_urls from app.crawl_plan(of_source) p);
  run uuid;
begin
  perform from public.sources s where s.id = of_source for no key update;
  if starts is null then perform app.not_found('crawl plan', of_source::text); end if;
  select r.id into run from app.crawl_runs r where r.source_id = of_source and r.finished_at is null;
  if not found then
    insert into app.crawl_runs (source_id) values (of_source) returning id into run;
    perform app.add_crawl_urls(of_source, starts, hosts, kinds, 0);
    update app.crawl_urls u set next_fetch_at = now() where u.source_id = of_source and u.url = any (starts) and u.next_fetch_at > now();
  end if;
  update public.sources s set next_crawl_at = now() + s.refetch_every where s.id = of_source and s.next_crawl_at <= now();
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
returns table (source_id uuid, run_id uuid, url text, kind text, depth integer, redirects integer, has_document boolean)
language sql stable security definer set search_path = '' as $$
  select u.source_id, r.id, u.url, u.kind, u.depth, u.redirects, u.has_document
  from app.crawl_urls u join app.crawl_runs r on r.source_id = u.source_id and r.finished_at is null
  where u.host = of_host and u.next_fetch_at <= now() and u.requested_run is distinct from r.id and (of_source is null or u.source_id = of_source)
  order by u.next_fetch_at limit least(greatest(most, 0), 1000)
$$;

-- Asks to request an address now. `granted`: it is noted, and is to be requested at once; `known` has its etag, last_modified, signals,
-- text_sha256 (hex) and has_document. Otherwise `why`: lost (the
-- lease is no longer the caller's), early, taken (it is not due any more), over (the run is, or has just used up its budget).
create or replace function app.request_crawl_url(of_host text, with_token bigint, run uuid, source uuid, address text, pause interval, lease interval)
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
    where u.source_id = source and u.url = address and u.requested_run is distinct from run and u.next_fetch_at <= clock_timestamp()
    returning jsonb_build_object('etag', u.etag, 'last_modified', u.last_modified, 'signals', u.signals,
      'text_sha256', encode(u.text_sha256, 'hex'), 'has_document', u.has_document) into was;
  if not found then return query select false, 'taken', null::jsonb; return; end if;
  update app.crawl_hosts h set next_request_at = clock_timestamp() + pause, lease_until = clock_timestamp() + lease where h.host = of_host;
  return query select true, null::text, was;
end
$$;

-- Counts a page against the run's budgets; what is over them ends the run.
create or replace function app.spend_crawl_page(run uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  spent text;
begin
  select case when r.pages >= p.max_pages then 'page_budget' when r.bytes >= p.max_bytes then 'byte_budget' end into spent
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
               pages integer, changed integer, unchanged integer, refused integer, failed integer, reasons jsonb, last_error text, last_error_at timestamptz, next_crawl_at timestamptz)
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
  select s.id, coalesce(c.known, 0), coalesce(c.documents, 0), coalesce(c.due, 0), r.started_at, r.finished_at, r.ended_by,
         r.pages, r.changed, r.unchanged, r.refused, r.failed, coalesce(t.reasons, '[]'), e.last_error, e.last_error_at, s.next_crawl_at
  from public.sources s left join counts c on c.source_id = s.id left join runs r on r.source_id = s.id
    left join told t on t.source_id = s.id left join errors e on e.source_id = s.id
  where (of_source is null or s.id = of_source) and (r.id is not null or s.next_crawl_at is not null)
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
