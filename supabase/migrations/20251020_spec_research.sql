-- 20251020_spec_research.sql: The library of sources and the research of specs, on top of 20251019_add_backend_features.sql.
-- Built from supabase/schemas by `npm run generate`; edit those files, not this one.
-- It can be pasted into a SQL editor and applied more than once.

-- 90_sources/05_crawl_plan.sql

-- Crawl plans: what the operator says about the crawl of a source, as JSON in sources.crawl.

-- { startUrls, hosts, pathPrefix, maxPages, maxBytes, maxDepth }, all optional; {} for a source that is not crawled, or
-- by its url alone.
create or replace function app.is_crawl_plan(plan jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return jsonb_typeof(plan) = 'object' and length(plan::text) <= 20000
    and plan - array['startUrls', 'hosts', 'pathPrefix', 'maxPages', 'maxBytes', 'maxDepth'] = '{}'
    and app.are_short_texts(plan -> 'startUrls', 100, 2000, '^https?://')
      and app.are_short_texts(plan -> 'hosts', 400, 300, '^[^/\s]+$')
    and (not plan ? 'pathPrefix' or (
      jsonb_typeof(plan -> 'pathPrefix') = 'string' and plan ->> 'pathPrefix' ~ '^/.{0,499}$'))
    and app.is_whole_number(plan -> 'maxPages', 1, 1000000)
      and app.is_whole_number(plan -> 'maxBytes', 1024, 1099511627776)
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
revoke all on function
  app.is_crawl_plan(jsonb),
  app.are_short_texts(jsonb, integer, integer, text),
  app.is_whole_number(jsonb, numeric, numeric)
  from public, anon, authenticated, service_role;
grant execute on function app.is_crawl_plan(jsonb), app.are_short_texts(jsonb, integer, integer, text),
  app.is_whole_number(jsonb, numeric, numeric)
  to anon, authenticated, service_role;   -- a constraint runs with the rights of whoever writes


-- 90_sources/10_sources.sql

-- Sources: where documents come from, such as a manual, a forum, a price guide, a folder. What hangs on a vehicle is
-- private to its owner.

-- The kinds, in one place for every table and function.
create or replace function app.is_source_kind(kind text) returns boolean
language sql immutable as $$
  select kind operator(pg_catalog.=) any (
    array['manual', 'article', 'forum', 'price_guide', 'listing', 'dataset', 'registry', 'owner_document'])
$$;
revoke all on function
  app.is_source_kind(text)
  from public, anon, authenticated, service_role;
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
  constraint refetch_every_is_from_a_minute_to_ten_years check (
    refetch_every >= interval '1 minute' and refetch_every <= interval '10 years'),
  constraint failures_are_not_negative check (failures >= 0),
  constraint last_error_is_short check (length(last_error) <= 2000)
);

comment on table public.sources is
  'Where documents come from. One with a vehicle is private: its owner and the service role see it, nobody else.';
comment on column public.sources.authority is
  '0 to 1, by the operator: a factory manual is near 1, an unsigned forum post near 0; 0.5 neither lifts nor lowers a '
  'hit.';
comment on column public.sources.subject is
  'What the operator said it is about: make, model, yearFrom, yearTo, trim, engine.';
comment on column public.sources.owner_id is
  'The vehicle''s owner, a copy kept by the database; null for public sources.';
comment on column public.sources.crawl is
  'Settings of the crawl, such as start addresses and budgets; see docs/guides/crawling.md.';
comment on column public.sources.changed_at is 'When a crawl or a file last brought something new.';
comment on column public.sources.last_error is
  'Why the last crawl failed, a sentence that may be shown; null after a success.';

create index if not exists sources_by_vehicle on public.sources (vehicle_id) where vehicle_id is not null;
create index if not exists sources_by_owner on public.sources (owner_id) where owner_id is not null;
create index if not exists sources_by_next_crawl on public.sources (next_crawl_at) where next_crawl_at is not null;

revoke all on public.sources from public, anon, authenticated, service_role;
grant select on public.sources to anon, authenticated;
grant select, delete on public.sources to service_role;
grant insert (id, kind, title, url, authority, licence, subject, vehicle_id, crawl, refetch_every, next_crawl_at)
  on public.sources to service_role;
grant update (kind, title, url, authority, licence, subject, crawl, refetch_every, next_crawl_at, crawled_at,
  changed_at, failures, last_error)
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

create or replace trigger sources_place before insert or update of vehicle_id on public.sources
  for each row execute function app.place_source();

create or replace trigger sources_stamp_updated_at before insert or update on public.sources
  for each row execute function app.stamp_updated_at();
revoke all on function
  app.place_source
  from public, anon, authenticated, service_role;


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
  constraint a_retraction_has_a_reason check (
    (retracted_at is null) = (retraction is null) and retraction in ('withdrawn', 'gone')),
  constraint a_superseded_document_is_not_current check (superseded_by is null or not is_current)
);

comment on table public.source_documents is
  'Immutable versions. One that is retracted or has a newer version is not current: readers no longer see it, and it '
    'has no chunks.';
comment on column public.source_documents.key is
  'What a newer version has in common with its older ones in a source: the canonical address, or a name.';
comment on column public.source_documents.sha256 is 'Of the bytes that were fetched.';
comment on column public.source_documents.fetched_at is
  'When the source last had exactly this; the only column that changes while it is current.';
comment on column public.source_documents.published is
  'As the publisher has it: 1970, 1970-09 or a full date; published_at is the begin of that period.';
comment on column public.source_documents.may_ai_input is
  'What the publisher signals: false forbids the use as input of a model, null is silent. Likewise may_search, '
  'may_ai_train.';
comment on column public.source_documents.retraction is
  'withdrawn: by the operator or the owner, and not stored again; gone: the publisher no longer has it, and it may '
    'come back.';
comment on column public.source_documents.pages is
  'Of a paged document: [{ number, width, height, start, end, readable }], points and characters.';

-- in bytes: what begins alike stands together
create unique index if not exists source_documents_current on public.source_documents (source_id, key collate "C") where is_current;
create index if not exists source_documents_by_owner on public.source_documents (owner_id) where owner_id is not null;
create index if not exists source_documents_by_vehicle on public.source_documents (vehicle_id) where vehicle_id is not null;

revoke all on public.source_documents from public, anon, authenticated, service_role;
grant select on public.source_documents to anon, authenticated;
-- written by store_document and retract_document alone
grant select, delete on public.source_documents to service_role;

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
  constraint a_chunk_is_a_stretch_of_text check (
    char_start >= 0 and char_end > char_start and length(body) = char_end - char_start),
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

comment on table public.source_chunks is
  'body is substring(text from char_start + 1 for char_end - char_start) of its document''s text.';
comment on column public.source_chunks.lines is
  'Lines of a PDF page: [[char_start, char_end, x, y, width, height]], points from the page''s top left corner.';
comment on column public.source_chunks.quoted is
  'Parts that quote somebody else: [{ start, end, author }], characters of the document''s text.';
comment on column public.source_chunks.fields is 'Values that a structured source gives as such.';
comment on column public.source_chunks.make is
  'What the chunk is about: its own subject, else its document''s. Likewise model, years, trim, engine, vehicle_id.';

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


-- 90_sources/16_source_refusals.sql

-- Refusals: what of a source was not taken, and why: a file, a page of a PDF, a row of a table. Pages that a crawl
-- keeps out as a whole are in app.crawl_urls.

create table if not exists app.source_refusals (
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
revoke all on function
  app.note_source_refusals(uuid, text, jsonb)
  from public, anon, authenticated, service_role;
grant execute on function app.note_source_refusals(uuid, text, jsonb) to service_role;


-- 90_sources/18_store_document.sql

-- Storing: a document with its chunks comes in as JSON, is a new version or nothing, and hides the version before it in
-- the same instant.

insert into app.settings (name, value, about) values
  ('source_versions_kept', '10',
    'How many versions of a document are kept, the current one included; older ones are deleted when a newer is '
    'stored.')
on conflict (name) do update set about = excluded.about;

-- Text from outside that others are shown: one line, without controls and bidi overrides, cut to fit. Null where
-- nothing readable is left.
create or replace function app.shown(words text, most integer) returns text
language plpgsql immutable set search_path = '' as $$
declare
  line constant text := btrim(regexp_replace(
    words, '[\s\u0001-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+', ' ', 'g'));
begin
  return case when app.has_ink(line) then app.fit(line, most) end;
end
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

do $$ begin
  if to_regtype('app.subject') is null then
create type app.subject as (make text, model text, year_from smallint, year_to smallint, trim text, engine text);
  end if;
end $$;

-- What something is about, by its own words and, for what they leave open, by those of what it is part of. Who names
-- another make does not inherit a model.
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
             case when year_from > year_to then year_to else year_from end,
               case when year_from > year_to then year_from else year_to end,
             coalesce(app.shown(own ->> 'trim', 120), case when inherits then (outer_subject).trim end),
             coalesce(app.shown(own ->> 'engine', 120),
               case when inherits then (outer_subject).engine end))::app.subject;
end
$$;

-- Adds chunks to a document. Their bodies are cut from its text here, so that offsets and bodies cannot differ; 200 at
-- a time from one slice, as finding a character in a long text means counting from its begin.
create or replace function app.add_chunks(
  document public.source_documents, text text, chunks jsonb, first_position integer) returns integer
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  about constant app.subject :=
    row(document.make, document.model, document.year_from, document.year_to, document.trim,
    document.engine)::app.subject;
  added integer;
begin
  insert into public.source_chunks (
    document_id, source_id, position, char_start, char_end, body, page, heading, lines, author, published_at,
                                    url, quoted, fields, make, model, year_from, year_to, trim, engine, vehicle_id,
                                    owner_id, is_public)
  with chunk as (
    select first_position + n::integer - 1 as position, (n - 1) / 200 as slice, c,
           (c ->> 'start')::integer as char_start, (c ->> 'end')::integer as char_end
    from jsonb_array_elements(chunks) with ordinality x (c, n)),
  slices as materialized (
    select slice, min(char_start) as char_start,
           substring(add_chunks.text from min(char_start) + 1 for max(char_end) - min(char_start)) as part
    from chunk group by slice)
  select document.id, document.source_id, k.position, k.char_start, k.char_end,
         substring(s.part from k.char_start - s.char_start + 1 for k.char_end - k.char_start),
         (c ->> 'page')::integer,
         (select coalesce(array_agg(h.shown order by h.n), '{}')
          from (select app.shown(title, 400) as shown, n
            from jsonb_array_elements_text(c -> 'heading') with ordinality t (title, n) limit 20) h
          where h.shown is not null),
         nullif(c -> 'lines', 'null'), app.shown(c ->> 'author', 200), app.begin_of(c ->> 'publishedAt'),
         left(c ->> 'url', 2048),
         nullif(c -> 'quoted', 'null'), nullif(c -> 'fields', 'null'),
         (a.subject).make, (a.subject).model, (a.subject).year_from, (a.subject).year_to, (a.subject).trim,
         (a.subject).engine,
         document.vehicle_id, document.owner_id, document.is_public
  from chunk k join slices s using (slice),
    lateral (select case when c ? 'subject' then app.read_subject(c -> 'subject', about)
    else about end as subject offset 0) a;
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

-- Stores a document: { source_id, key, sha256, etag, lastModified, fetchedAt } and the fields of a ParsedDocument
-- (src/indexer/document.ts), offsets in characters, lines as [start, end, x, y, width, height]. `key` is its address
-- where it has one, unless given. Returns { document_id, status }: `stored`, `unchanged` (the same bytes, to be used in
-- the same way: only fetched_at moves) or `retracted` (withdrawn, so not stored).
create or replace function app.store_document(document jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  source public.sources;
  before public.source_documents;
  row public.source_documents;
begin
  -- one at a time for a source
  select * into source from public.sources s where s.id = (document ->> 'source_id')::uuid for no key update;
  if not found then
    perform app.not_found('source', document ->> 'source_id', null, '23503');
  end if;
  row := app.read_document(document, source);

  select * into before from public.source_documents d where d.source_id = source.id and d.key = row.key
    order by d.version desc limit 1;
  if before.retraction = 'withdrawn' then
    return jsonb_build_object('document_id', before.id, 'status', 'retracted');
  end if;
  if before.is_current and before.sha256 = row.sha256
     and (before.may_search, before.may_ai_input, before.may_ai_train) is not distinct from (
       row.may_search, row.may_ai_input, row.may_ai_train) then
    update public.source_documents d
      set fetched_at = row.fetched_at, etag = row.etag, last_modified = row.last_modified where d.id = before.id;
    return jsonb_build_object('document_id', before.id, 'status', 'unchanged');
  end if;

  row.version := coalesce(before.version, 0) + 1;
  row.chunks := jsonb_array_length(document -> 'chunks');
  if before.is_current then
    update public.source_documents d set is_current = false, superseded_by = row.id where d.id = before.id;
    delete from public.source_chunks c where c.document_id = before.id;
    delete from app.listing_sales l where l.document_id = before.id;
  end if;
  insert into public.source_documents select row.*;
  delete from public.source_documents d   -- of a page that changes at every visit, only the latest versions are kept
    where d.source_id = source.id and d.key = row.key
      and d.version <= row.version - app.setting_number('source_versions_kept')
      and not d.is_current and d.retraction is distinct from 'withdrawn';
  insert into app.source_texts (document_id, text) values (row.id, document ->> 'text');
  perform app.add_chunks(row, document ->> 'text', document -> 'chunks', 0);
  perform app.store_sale(row, nullif(document -> 'sale', 'null'));
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
  select * into document from public.source_documents d where d.id = store_chunks.document_id and d.is_current
    for no key update;
  if not found then
    perform app.not_found('document', store_chunks.document_id::text);
  end if;
  added := app.add_chunks(document, (select t.text from app.source_texts t where t.document_id = document.id), chunks,
    document.chunks);
  update public.source_documents d set chunks = document.chunks + added where d.id = document.id;
  return document.chunks + added;
end
$$;

-- The same for PostgREST, with the secret key.
create or replace function public.store_document(document jsonb) returns jsonb
language sql set search_path = '' as $$
  select app.store_document(document)
$$;

revoke all on function
  app.store_document(jsonb),
  app.store_chunks(uuid, jsonb),
  public.store_document(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function app.store_document(jsonb), app.store_chunks(uuid, jsonb), public.store_document(jsonb)
  to service_role;
revoke all on function
  app.shown,
  app.begin_of,
  app.read_subject,
  app.add_chunks,
  app.read_document
  from public, anon, authenticated, service_role;


-- 90_sources/20_read_documents.sql

-- Reading a document, and taking it back.

create or replace function app.may_see(document public.source_documents) returns boolean
language sql stable set search_path = '' as $$
  select not app.is_client() or (
    document.is_current and (document.is_public or coalesce(document.owner_id = auth.uid(), false)))
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
returns table (page integer, page_width float8, page_height float8, line_start integer, line_end integer, x float8,
               y float8, width float8, height float8)
language plpgsql stable security definer set search_path = '' as $$
declare
  document constant public.source_documents := app.visible_document(document_lines.document_id);
begin
  return query
    select c.page, (p.page ->> 'width')::float8, (p.page ->> 'height')::float8, (l.line ->> 0)::integer,
           (l.line ->> 1)::integer,
           (l.line ->> 2)::float8, (l.line ->> 3)::float8, (l.line ->> 4)::float8, (l.line ->> 5)::float8
    from public.source_chunks c
    cross join lateral jsonb_array_elements(c.lines) l (line)
    left join lateral (select x.page from jsonb_array_elements(document.pages) x (page)
      where (x.page ->> 'number')::integer = c.page) p on true
    where c.document_id = document.id and c.char_start < document_lines.char_end
      and c.char_end > document_lines.char_start
      and (l.line ->> 0)::integer < document_lines.char_end and (l.line ->> 1)::integer > document_lines.char_start
    order by c.position, (l.line ->> 0)::integer
    limit 5000;
end
$$;

-- Where a stretch of a PDF's text stands: a row for each line that it touches, in points from the page's top left
-- corner.
create or replace function public.document_lines(document_id uuid, char_start integer, char_end integer)
returns table (page integer, page_width float8, page_height float8, line_start integer, line_end integer, x float8,
               y float8, width float8, height float8)
language sql stable set search_path = '' as $$
  select * from app.document_lines(document_id, char_start, char_end)
$$;

-- A document leaves readers and search.
create or replace function app.take_document_out(document uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.source_documents d set is_current = false, retracted_at = now(), retraction = why
    where d.id = document and d.retraction is distinct from 'withdrawn';
  delete from public.source_chunks c where c.document_id = document;
  delete from app.listing_sales l where l.document_id = document;
end
$$;

create or replace function app.retract_document(document_id uuid, reason text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  document public.source_documents := app.visible_document(retract_document.document_id);
begin
  if app.is_client() and document.owner_id is distinct from auth.uid() then
    perform app.refuse('not_your_document', 'Only an operator takes out a public document.',
      'Operators do it by withdraw_document, with a reason.', '42501');
  end if;
  if reason not in ('withdrawn', 'gone') then
    perform app.refuse('unknown_reason', 'A document is retracted as "withdrawn" or "gone".', null, '22023');
  end if;
  if app.is_client() and document.kind = 'owner_document' then   -- the owner's paper leaves no copy behind
    delete from public.source_documents d where d.id = document.id;
    delete from public.sources s where s.id = document.source_id and s.crawl = '{}' and s.kind = 'owner_document'
      and not exists (select from public.source_documents d where d.source_id = s.id);
    return;
  end if;
  perform app.take_document_out(document.id, reason);
end
$$;

-- Takes a document out of search and from readers at once. `withdrawn`: for good, also when the source still has it;
-- `gone`: until the source has it again. The operator retracts any, an owner those of their vehicle; what owners have
-- added themselves is deleted.
create or replace function public.retract_document(document_id uuid, reason text default 'withdrawn') returns void
language sql set search_path = '' as $$
  select app.retract_document(document_id, reason)
$$;

-- The current documents of an address: one, or several such as the tables of a file, whose keys go on with # and a
-- number.
create or replace function app.documents_at(source uuid, address text) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select d.id from public.source_documents d
  where d.source_id = source and d.is_current and d.key collate "C" >= address and d.key collate "C" < address || '$'
    and (d.key = address or starts_with(d.key, address || '#'))
$$;

-- A vehicle that changes hands takes its private documents along; with the vehicle they are deleted.
create or replace function app.carry_owner_to_sources() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.sources s set owner_id = new.user_id where s.vehicle_id = new.id;
  update public.source_documents d set owner_id = new.user_id where d.vehicle_id = new.id and not d.is_public;
  update public.source_chunks c set owner_id = new.user_id
    where not c.is_public and c.source_id in (select s.id from public.sources s where s.vehicle_id = new.id);
  update app.source_index i set owner_id = new.user_id
    where not i.is_public and i.source_id in (select s.id from public.sources s where s.vehicle_id = new.id);
  return null;
end
$$;

create or replace trigger vehicles_carry_owner_to_sources after update on public.vehicles
  for each row when (old.user_id is distinct from new.user_id)
  execute function app.carry_owner_to_sources();

revoke all on function
  app.document_text(uuid),
  public.document_text(uuid),
  app.document_lines(uuid, integer, integer),
  public.document_lines(uuid, integer, integer)
  from public, anon, authenticated, service_role;
grant execute on function app.document_text(uuid), public.document_text(uuid),
  app.document_lines(uuid, integer, integer),
  public.document_lines(uuid, integer, integer) to anon, authenticated, service_role;
revoke all on function
  app.retract_document(uuid, text),
  public.retract_document(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function app.retract_document(uuid, text), public.retract_document(uuid, text)
  to authenticated, service_role;
revoke all on function
  app.documents_at(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function app.documents_at(uuid, text) to service_role;
revoke all on function
  app.may_see,
  app.visible_document,
  app.take_document_out,
  app.carry_owner_to_sources
  from public, anon, authenticated, service_role;


-- 90_sources/22_vehicle_subject.sql

-- What a vehicle is, from whatever columns the project's table has. Research and the scope of a search go by it.

-- | Field          | Columns, the first that has something                                         |
-- |----------------|-------------------------------------------------------------------------------|
-- | year           | year, model_year; else a title that begins with one                           |
-- | make           | make, manufacturer, marque, brand; else the title's word after the year       |
-- | model          | model, model_name; else the rest of such a title                              |
-- | trim           | trim, trim_level, variant, submodel                                           |
-- | engine         | engine, engine_size, engine_type, engine_code                                 |
-- | vin            | vin, vin_number                                                               |
-- | chassis_number | chassis_number, chassis_no, chassis, frame_number, serial_number              |
-- No row where there is no such vehicle. Whether the caller may see it is for the caller of this function to ask.
create or replace function app.vehicle_subject(vehicle_id uuid)
returns table (year integer, make text, model text, "trim" text, engine text, vin text, chassis_number text)
-- PL/pgSQL, as a cached answer asks for its car: SQL would plan all this anew in each call, for a millisecond.
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select coalesce(case when x.year ~ '^(18|19|20)\d\d$' then x.year end, x.titled[1])::integer,
         app.shown(coalesce(x.make, x.titled[2]), 80),
         app.shown(coalesce(x.model, case when x.make is null then x.titled[3] end), 120),
         app.shown(x.trim, 120), app.shown(x.engine, 120), app.shown(x.vin, 40), app.shown(x.chassis_number, 40)
  from (
    select coalesce(r ->> 'year', r ->> 'model_year') as year,
           coalesce(nullif(r ->> 'make', ''), r ->> 'manufacturer', r ->> 'marque', r ->> 'brand') as make,
           coalesce(nullif(r ->> 'model', ''), r ->> 'model_name') as model,
           coalesce(r ->> 'trim', r ->> 'trim_level', r ->> 'variant', r ->> 'submodel') as trim,
           coalesce(r ->> 'engine', r ->> 'engine_size', r ->> 'engine_type', r ->> 'engine_code') as engine,
           coalesce(r ->> 'vin', r ->> 'vin_number') as vin,
           coalesce(r ->> 'chassis_number', r ->> 'chassis_no', r ->> 'chassis', r ->> 'frame_number',
             r ->> 'serial_number') as chassis_number,
           regexp_match(r ->> 'title', '^\s*((?:18|19|20)\d\d)\s+(\S+)\s+(.+)$') as titled
    -- What the owner says of it fills what the project's own table leaves open. A chassis number that is not shown
    -- stays out: answers are for everybody.
    from (select coalesce(to_jsonb(d), '{}') || coalesce(to_jsonb(c), '{}') || jsonb_strip_nulls(to_jsonb(v)) as r
          from public.vehicles v
          left join (select t.vehicle_id, t.trim, t.engine from public.vehicle_details t) d on d.vehicle_id = v.id
          left join (select t.vehicle_id, t.number as chassis_number from public.vehicle_chassis t
                     where t.is_shown and t.is_public) c on c.vehicle_id = v.id
          where v.id = vehicle_subject.vehicle_id
          -- joined once, not for each field that is read of it
          offset 0) row) x;
end
$$;
revoke all on function
  app.vehicle_subject
  from public, anon, authenticated, service_role;


-- 90_sources/24_owner_documents.sql

-- An owner's documents of their vehicle: build sheets, receipts, notes. Each is a private source of its own: the
-- vehicle's owner and the service role see it, nobody else, and it goes along when the vehicle changes hands.

insert into app.settings (name, value, about) values
  ('owner_documents_most', '300', 'Documents that a vehicle may have of its owner.'),
  ('owner_document_characters', '2000000', 'Characters that one document of an owner may have.'),
  ('pace_documents', '60', 'Documents that one person may add to their vehicles in ten minutes.')
on conflict (name) do update set about = excluded.about;

select app.pace_inserts('public.source_documents', 'documents');

-- Locks the vehicle for the caller's transaction, who must own it.
create or replace function app.require_owner(vehicle_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  vehicle record;
begin
  select v.user_id, coalesce(v.is_public, false) as is_public into vehicle from public.vehicles v
    where v.id = require_owner.vehicle_id for no key update;
  if not found or (app.is_client() and not vehicle.is_public and vehicle.user_id is distinct from auth.uid()) then
    perform app.not_found('vehicle', require_owner.vehicle_id::text);
  end if;
  if app.is_client() and vehicle.user_id is distinct from auth.uid() then
    perform app.refuse('not_your_vehicle', 'Only the owner adds documents to a vehicle.', null, '42501');
  end if;
end
$$;

create or replace function app.check_owner_document(vehicle_id uuid, document jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  characters constant integer := app.setting_number('owner_document_characters')::integer;
  most constant integer := app.setting_number('owner_documents_most')::integer;
begin
  if coalesce(jsonb_typeof(document), '') <> 'object' or coalesce(jsonb_typeof(document -> 'chunks'), '') <> 'array'
     or coalesce(document ->> 'sha256', '') !~* '^[0-9a-f]{64}$' or not app.has_ink(document ->> 'title') then
    perform app.refuse('invalid_document', 'A document has a title, a text, its chunks and the SHA-256 of its file.',
      'See src/indexer/document.ts.', '22023');
  end if;
  if coalesce(length(document ->> 'text'), 0) not between 1 and characters
    or jsonb_array_length(document -> 'chunks') not between 1 and 20000 then
    perform app.refuse('document_too_long',
      format('A document of an owner has 1 to %s characters of text.', characters), 'Add it in parts.', '22023');
  end if;
  if (select count(*) from public.source_documents d
      where d.vehicle_id = check_owner_document.vehicle_id and d.kind = 'owner_document' and d.is_current) >= most then
    perform app.refuse('too_many_documents_of_a_vehicle',
      format('A vehicle has at most %s documents of its owner.', most), 'Remove one first.', 'PT409');
  end if;
end
$$;

create or replace function app.add_owner_document(vehicle_id uuid, document jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  known uuid;
  source uuid;
  -- Who wrote it has no say in where it leads, what it is about, or when it was read.
  parsed constant jsonb := document
    - array['url', 'kind', 'subject', 'key', 'source_id', 'etag', 'lastModified', 'fetchedAt',
      'sale'];
begin
  perform app.require_owner(add_owner_document.vehicle_id);
  perform app.check_owner_document(add_owner_document.vehicle_id, document);
  select d.id into known from public.source_documents d
    where d.vehicle_id = add_owner_document.vehicle_id and d.kind = 'owner_document' and d.is_current
      and d.sha256 = lower(document ->> 'sha256');
  if found then
    return jsonb_build_object('document_id', known, 'status', 'duplicate');
  end if;
  insert into public.sources (kind, title, authority, vehicle_id)
    values ('owner_document', app.shown(document ->> 'title', 400), 0.8, add_owner_document.vehicle_id)
      returning id into source;
  return app.store_document(parsed || jsonb_build_object(
    'source_id', source, 'kind', 'owner_document', 'key', lower(document ->> 'sha256'), 'subject', '{}'::jsonb,
    'chunks', (select jsonb_agg(c - array['url', 'subject', 'fields'])
      from jsonb_array_elements(document -> 'chunks') c)));
end
$$;

-- Adds a document, read into text and chunks, to a vehicle of the caller: { title, text, chunks, sha256 } and what else
-- a ParsedDocument has (src/indexer/document.ts; offsets in characters). `signals.aiInput` false keeps it from models.
-- The server's door /upload/v1/documents reads files and calls this. Returns { document_id, status }: `stored`, or
-- `duplicate` for a file that the vehicle has already.
create or replace function public.add_owner_document(vehicle_id uuid, document jsonb) returns jsonb
language sql set search_path = '' as $$
  select app.add_owner_document(vehicle_id, document)
$$;

revoke all on function
  app.add_owner_document(uuid, jsonb),
  public.add_owner_document(uuid, jsonb)
  from public, anon, authenticated, service_role;
grant execute on function app.add_owner_document(uuid, jsonb), public.add_owner_document(uuid, jsonb)
  to authenticated, service_role;
revoke all on function
  app.require_owner,
  app.check_owner_document
  from public, anon, authenticated, service_role;


-- 90_sources/26_vehicle_log.sql

-- The build and service log of a vehicle: what was done to it and when. An entry is seen with its vehicle unless it is
-- marked private; what it cost and its receipt are the owner's alone, and so stand in a row of their own. Whoever owns
-- the vehicle owns its log: both go along when it changes hands.

insert into app.settings (name, value, about) values
  ('log_entries_most', '2000', 'Entries that the log of a vehicle may have.'),
  ('pace_log_entries', '120', 'Entries that one person may add to logs in ten minutes.')
on conflict (name) do update set about = excluded.about;

-- The first day that "2021-05-17", "2021-05" or "2021" may mean; null where there is no such day.
create or replace function app.first_day_of(words text) returns date
language plpgsql immutable set search_path = '' as $$
begin
  if words !~ '^\d{4}(-\d\d(-\d\d)?)?$' then return null; end if;
  return make_date(substr(words, 1, 4)::integer, coalesce(nullif(substr(words, 6, 2), ''), '1')::integer,
    coalesce(nullif(substr(words, 9, 2), ''), '1')::integer);
exception when datetime_field_overflow then
  return null;
end
$$;
-- constraints run with the rights of whoever writes
revoke all on function
  app.first_day_of(text)
  from public, anon, authenticated, service_role;
grant execute on function app.first_day_of(text) to anon, authenticated, service_role;

create table if not exists public.vehicle_log (
  vehicle_id   uuid not null references public.vehicles (id) on delete cascade,
  id           uuid not null default gen_random_uuid(),
  owner_id     uuid references auth.users (id) on delete set null,
  is_public    boolean not null default false,
  is_private   boolean not null default false,
  kind         text not null,
  title        text not null,
  happened     text not null,
  mileage      integer,
  mileage_unit text,
  done_by      text,
  notes        text,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint log_kind_is_known check (kind in ('build', 'service', 'repair', 'inspection')),
  constraint log_title_is_from_1_to_200_characters check (app.is_readable(title, 200)),
  constraint log_happened_is_a_day_month_or_year check (coalesce(app.first_day_of(happened) >= '1885-01-01', false)),
  constraint log_mileage_is_from_0_to_9999999 check (mileage between 0 and 9999999),
  constraint log_mileage_has_a_unit_mi_or_km check (
    (mileage is null) = (mileage_unit is null) and mileage_unit in ('mi', 'km')),
  constraint done_by_is_short check (app.is_readable(done_by, 120)),
  constraint log_notes_are_short check (app.is_readable(notes, 4000))
);
comment on table public.vehicle_log is
  'One row an entry of a vehicle''s build and service log. is_public is the vehicle''s, is_private the entry''s own.';
comment on column public.vehicle_log.happened is '2021-05-17, 2021-05 or 2021, as exactly as the owner knows it.';
comment on column public.vehicle_log.mileage is 'In mileage_unit, as the odometer showed it.';

create index if not exists vehicle_log_by_owner on public.vehicle_log (owner_id) where owner_id is not null;

revoke all on public.vehicle_log from public, anon, authenticated, service_role;
grant select on public.vehicle_log to anon, authenticated;
grant insert (vehicle_id, id, is_private, kind, title, happened, mileage, mileage_unit, done_by, notes)
  on public.vehicle_log to authenticated;
grant update (is_private, kind, title, happened, mileage, mileage_unit, done_by, notes) on public.vehicle_log
  to authenticated;
grant delete on public.vehicle_log to authenticated;
grant select, insert, update, delete on public.vehicle_log to service_role;

alter table public.vehicle_log enable row level security;

drop policy if exists "anyone sees the open entries of public vehicles" on public.vehicle_log;
create policy "anyone sees the open entries of public vehicles" on public.vehicle_log
  for select to anon using (is_public and not is_private);
drop policy if exists "members see open entries of public vehicles and their own" on public.vehicle_log;
create policy "members see open entries of public vehicles and their own" on public.vehicle_log
  for select to authenticated using ((is_public and not is_private) or owner_id = (select auth.uid()));
drop policy if exists "owners add to the logs of their vehicles" on public.vehicle_log;
create policy "owners add to the logs of their vehicles" on public.vehicle_log
  for insert to authenticated with check (owner_id = (select auth.uid()));
drop policy if exists "owners change the logs of their vehicles" on public.vehicle_log;
create policy "owners change the logs of their vehicles" on public.vehicle_log
  for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
drop policy if exists "owners remove entries of their logs" on public.vehicle_log;
create policy "owners remove entries of their logs" on public.vehicle_log
  for delete to authenticated using (owner_id = (select auth.uid()));

-- A day is over everywhere fourteen hours after it has begun in Greenwich; until then somebody may be ahead of the
-- database's clock. Before hang_on_vehicle, by its name: its lock is too weak to count under, and two that hold it
-- could not both take this one.
create or replace function app.check_log_entry() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  most constant integer := app.setting_number('log_entries_most')::integer;
begin
  if app.first_day_of(new.happened) > (now() at time zone 'UTC' + interval '14 hours')::date then
    perform app.refuse('log_entries_have_happened', 'That day has not come yet.',
      'Enter what was done once it is done.');
  end if;
  if tg_op = 'INSERT' then
    perform from public.vehicles v where v.id = new.vehicle_id for no key update;
    -- an entry that is saved again comes as an insert, and adds none
    if (select count(*) from public.vehicle_log l where l.vehicle_id = new.vehicle_id and l.id <> new.id) >= most then
      perform app.refuse('too_many_log_entries_of_a_vehicle', format('A log has at most %s entries.', most),
        'Remove one, or join several to one.', 'PT409');
    end if;
  end if;
  return new;
end
$$;
create or replace trigger vehicle_log_hang_on_vehicle before insert or update of vehicle_id on public.vehicle_log
  for each row execute function app.hang_on_vehicle();
create or replace trigger vehicle_log_check before insert or update on public.vehicle_log
  for each row execute function app.check_log_entry();
create or replace trigger vehicle_log_stamp_updated_at before insert or update on public.vehicle_log
  for each row execute function app.stamp_updated_at();
select app.pace_inserts('public.vehicle_log', 'log_entries');

create table if not exists public.vehicle_log_bills (
  vehicle_id  uuid not null,
  entry_id    uuid not null,
  owner_id    uuid references auth.users (id) on delete cascade,
  is_public   boolean not null default false,
  cost        numeric(12, 2),
  currency    text,
  document_id uuid references public.source_documents (id) on delete set null,
  primary key (vehicle_id, entry_id),
  foreign key (vehicle_id, entry_id) references public.vehicle_log (vehicle_id, id) on delete cascade,
  constraint cost_is_from_0_to_1e9 check (cost >= 0 and cost <= 1e9),
  constraint cost_has_a_currency check ((cost is null) = (currency is null) and currency ~ '^[A-Z]{3}$')
);
comment on table public.vehicle_log_bills is
  'What entries of a log cost, and their receipts among the owner''s documents. Seen by the owner alone, always.';
create index if not exists vehicle_log_bills_by_owner on public.vehicle_log_bills (owner_id) where owner_id is not null;
create index if not exists vehicle_log_bills_by_document on public.vehicle_log_bills (document_id) where document_id is not null;

revoke all on public.vehicle_log_bills from public, anon, authenticated, service_role;
grant select on public.vehicle_log_bills to authenticated;
grant insert (vehicle_id, entry_id, cost, currency, document_id) on public.vehicle_log_bills to authenticated;
grant update (cost, currency, document_id) on public.vehicle_log_bills to authenticated;
grant delete on public.vehicle_log_bills to authenticated;
grant select, insert, update, delete on public.vehicle_log_bills to service_role;

alter table public.vehicle_log_bills enable row level security;

drop policy if exists "owners see their bills" on public.vehicle_log_bills;
create policy "owners see their bills" on public.vehicle_log_bills
  for select to authenticated using (owner_id = (select auth.uid()));
drop policy if exists "owners add bills to their logs" on public.vehicle_log_bills;
create policy "owners add bills to their logs" on public.vehicle_log_bills
  for insert to authenticated with check (owner_id = (select auth.uid()));
drop policy if exists "owners change their bills" on public.vehicle_log_bills;
create policy "owners change their bills" on public.vehicle_log_bills
  for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
drop policy if exists "owners remove their bills" on public.vehicle_log_bills;
create policy "owners remove their bills" on public.vehicle_log_bills
  for delete to authenticated using (owner_id = (select auth.uid()));

-- A receipt of another car, or a document of the library, is answered like none.
create or replace function app.check_log_bill() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.document_id is not null and not exists (
    select from public.source_documents d where d.id = new.document_id and d.vehicle_id = new.vehicle_id
      and d.kind = 'owner_document' and d.is_current) then
    perform app.not_found('document', new.document_id::text, 'A receipt is one of the car''s own documents.');
  end if;
  return new;
end
$$;
create or replace trigger vehicle_log_bills_hang_on_vehicle before insert on public.vehicle_log_bills
  for each row execute function app.hang_on_vehicle();
create or replace trigger vehicle_log_bills_check before insert or update of document_id on public.vehicle_log_bills
  for each row execute function app.check_log_bill();

create or replace function app.carry_visibility_to_log() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  shown constant boolean := coalesce(new.is_public, false);
begin
  update public.vehicle_log t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.vehicle_log_bills t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  return null;
end
$$;
create or replace trigger vehicles_carry_visibility_to_log after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_visibility_to_log();

-- An entry with its bill, in one transaction, as the caller. Under an id that the caller made: again is harmless.
create or replace function public.save_log_entry(
  vehicle_id uuid, entry_id uuid, kind text, title text, happened text, mileage integer default null,
  mileage_unit text default null, done_by text default null, notes text default null, is_private boolean default false,
  cost numeric default null, currency text default null, document_id uuid default null) returns uuid
language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.vehicles v where v.id = save_log_entry.vehicle_id) then
    perform app.not_found('vehicle', save_log_entry.vehicle_id::text);
  elsif not exists (select from public.vehicles v
                    where v.id = save_log_entry.vehicle_id and v.user_id = auth.uid()) then
    perform app.refuse('not_your_vehicle', 'Only the owner keeps the log of a vehicle.', null, '42501');
  end if;
  insert into public.vehicle_log (vehicle_id, id, is_private, kind, title, happened, mileage, mileage_unit, done_by,
      notes)
    values (save_log_entry.vehicle_id, save_log_entry.entry_id, coalesce(save_log_entry.is_private, false),
      save_log_entry.kind, btrim(save_log_entry.title), save_log_entry.happened, save_log_entry.mileage,
      case when save_log_entry.mileage is not null then save_log_entry.mileage_unit end,
      nullif(btrim(save_log_entry.done_by), ''), nullif(btrim(save_log_entry.notes), ''))
    on conflict on constraint vehicle_log_pkey do update set is_private = excluded.is_private, kind = excluded.kind,
      title = excluded.title, happened = excluded.happened, mileage = excluded.mileage,
      mileage_unit = excluded.mileage_unit, done_by = excluded.done_by, notes = excluded.notes;
  if save_log_entry.cost is null and save_log_entry.document_id is null then
    delete from public.vehicle_log_bills b
      where b.vehicle_id = save_log_entry.vehicle_id and b.entry_id = save_log_entry.entry_id;
  else
    insert into public.vehicle_log_bills (vehicle_id, entry_id, cost, currency, document_id)
      values (save_log_entry.vehicle_id, save_log_entry.entry_id, save_log_entry.cost,
        case when save_log_entry.cost is not null then save_log_entry.currency end, save_log_entry.document_id)
      on conflict on constraint vehicle_log_bills_pkey do update set cost = excluded.cost,
        currency = excluded.currency, document_id = excluded.document_id;
  end if;
  return save_log_entry.entry_id;
end
$$;
comment on function public.save_log_entry(uuid, uuid, text, text, text, integer, text, text, text, boolean, numeric,
  text, uuid) is
  'Adds an entry to the log of a vehicle of the caller under this id, or changes it: all that is said here, and '
  'nothing of what is not.';
revoke all on function
  public.save_log_entry(uuid, uuid, text, text, text, integer, text, text, text, boolean,
  numeric, text, uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.save_log_entry(uuid, uuid, text, text, text, integer, text, text, text, boolean,
  numeric, text, uuid) to authenticated;
revoke all on function
  app.check_log_entry,
  app.check_log_bill,
  app.carry_visibility_to_log
  from public, anon, authenticated, service_role;


-- 90_sources/27_build_papers.sql

-- A build may be proved by one of the car's own papers: others see its hash, and not the paper.

create or replace function app.check_build_paper() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  hash constant text := regexp_replace(new.evidence ->> 'document_hash', '^sha256:', '');
begin
  if app.is_own_build(new) and not exists (select from public.source_documents d
    where d.vehicle_id = new.vehicle_id and d.kind = 'owner_document' and d.is_current and d.sha256 = hash) then
    perform app.not_found('document', app.fit(hash, 64), 'It is one of the car''s own documents: add it first.');
  end if;
  return new;
end
$$;

-- After the trigger that admits the outcome, by its name. What others report may rest on documents kept elsewhere.
create or replace trigger vehicle_outcomes_check_build_paper before insert on public.vehicle_outcomes
  for each row when (new.evidence ? 'document_hash') execute function app.check_build_paper();
revoke all on function
  app.check_build_paper
  from public, anon, authenticated, service_role;


-- 90_sources/30_words.sql

-- Words: how text becomes what is searched for. Documents and queries go through the same functions.

-- Text with the spellings of the trade made plain, before it is cut into words:
--   P215/75R15, 215/75-15   t21575r15          3.73:1, 3.73 to 1   3.73
--   5,200 rpm, 5200rpm      5200 rpm           V-8, V 8            v8
--   C9ZZ-6250-A             c9zz6250a c9zz 6250 a (whole and in parts; likewise 911.100.123.00)
-- Accents go, and what Unicode calls compatible (ligatures of a PDF, full-width digits) becomes plain.
create or replace function app.plain_words(words text) returns text
language plpgsql immutable set search_path = '' as $$
declare
  plain text := lower(words);
begin
  if plain ~ '[^\u0001-\u007f]' then
    plain := regexp_replace(normalize(plain, nfkd), '[\u0300-\u036f]+', '', 'g');
    -- curly quotes, dashes
    plain := regexp_replace(plain,
      '[\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u02bc\u2010-\u2027\u2030-\u205e]+', ' ', 'g');
  end if;
  plain := regexp_replace(plain, '\m([1-9]\d{0,2}),(?=\d{3}(?:,\d{3})*\M)', '\1', 'g');
  plain := regexp_replace(plain, '\m(?:p|lt)?\s?(\d{3})\s?/\s?(\d\d)\s?(?:[hstv]?z?r|[bd]|-)\s?(\d\d)\M', ' t\1\2r\3 ',
    'g');
  plain := regexp_replace(plain, '(\d)\s?(?::|\mto\M)\s?1\M(?![.:\d])', '\1 ', 'g');
  plain := regexp_replace(plain,
    '(\d)[- ]?(rpm|s?hp|bhp|cid|ci|cc|cui|l|litres?|liters?|lbs?|kg|kw|mm|psi|mph|ft|in|qts?|gal|bbl|spd)\M', '\1 \2',
    'g');
  plain := regexp_replace(plain, '\m([vi])[- ](\d\d?)\M', '\1\2', 'g');
  plain := regexp_replace(plain,
    '\m(?=[a-z0-9./-]*\d)(?:(?=[a-z0-9./-]*[a-z])|(?=\d+[./-]\d+[./-]\d))([a-z0-9]+)[./-]([a-z0-9]+)'
      '(?:[./-]([a-z0-9]+))?(?:[./-]([a-z0-9]+))?(?:[./-]([a-z0-9]+))?\M',
    '\1\2\3\4\5 \1 \2 \3 \4 \5', 'g');
  return regexp_replace(regexp_replace(plain, '[^a-z0-9.\u0080-\U0010ffff]+', ' ', 'g'), '(?<!\d)\.|\.(?!\d)', ' ',
    'g');
end
$$;

create or replace function app.words_of(words text) returns tsvector
language sql immutable set search_path = '' as $$
  select to_tsvector('pg_catalog.english', app.plain_words(words))
$$;

-- What is said in several ways: every phrase of a meaning. Filled from the maintained list by 35_aliases.generated.sql.
create table if not exists app.source_aliases (
  phrase  text primary key,
  meaning text not null,
  words   text[] not null,
  steps   integer[] not null,
  constraint a_phrase_has_1_to_4_words check (
    cardinality(words) between 1 and 4 and cardinality(steps) = cardinality(words))
);
comment on table app.source_aliases is
  'words: the stems of the phrase in order; steps: how far each stands behind the first. The lexeme of a meaning is '
  '"=" and its name.';
create index if not exists source_aliases_by_first_word on app.source_aliases ((words[1]));
revoke all on app.source_aliases from public, anon, authenticated, service_role;

-- The lexemes of several texts: their words, and "=meaning" wherever a phrase of one stands; phrase is how many words
-- it covers, 0 for a word.
create or replace function app.lexemes(texts tsvector[])
returns table (n integer, lexeme text, positions integer[], phrase integer)
language sql stable set search_path = '' as $$
  with word as materialized (
    select x.n::integer, u.lexeme, u.positions::integer[] as positions
    from unnest(texts) with ordinality x (text, n), unnest(x.text) u where length(u.lexeme) <= 60)
  select w.n, w.lexeme, w.positions, 0 from word w
  union all
  select w.n, '=' || a.meaning, array_agg(distinct p), a.steps[cardinality(a.steps)] + 1
  from word w
  join app.source_aliases a on a.words[1] = w.lexeme
  left join word w2 on w2.n = w.n and w2.lexeme = a.words[2]
  left join word w3 on w3.n = w.n and w3.lexeme = a.words[3]
  left join word w4 on w4.n = w.n and w4.lexeme = a.words[4]
  cross join unnest(w.positions) p
  where (a.words[2] is null or p + a.steps[2] = any (w2.positions))
    and (a.words[3] is null or p + a.steps[3] = any (w3.positions))
    and (a.words[4] is null or p + a.steps[4] = any (w4.positions))
  group by w.n, a.meaning, a.steps[cardinality(a.steps)]
$$;

create or replace function app.alias_words(phrase text, out words text[], out steps integer[])
language sql immutable set search_path = '' as $$
  select array_agg(u.lexeme order by p), array_agg(p - first order by p)
  from (select u.lexeme, p::integer, min(p) over ()::integer as first
    from unnest(app.words_of(phrase)) u, unnest(u.positions) p) u
$$;

-- A make or model as words to compare: also its meanings, and the number in PL510 or 2002tii. {} for null.
create or replace function app.name_words(name text) returns text[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(distinct word order by word), '{}') from (
    select word from regexp_split_to_table(app.plain_words(name), '\s+') word where word <> ''
    union all select m[1] from regexp_matches(
      app.plain_words(name), '\m[a-z]{1,3}(\d{3,})\M|\m(\d{3,})[a-z]{1,4}\M', 'g') r (m) where m[1] is not null
    union all select m[2] from regexp_matches(
      app.plain_words(name), '\m[a-z]{1,3}(\d{3,})\M|\m(\d{3,})[a-z]{1,4}\M', 'g') r (m) where m[2] is not null
    union all select l.lexeme from app.lexemes(array[app.words_of(name)]) l where l.phrase > 0) x
$$;

-- Whether two names may be the same: one is part of the other, or they share a meaning. No name fits any.
create or replace function app.names_fit(a text[], b text[]) returns boolean
language sql immutable set search_path = '' as $$
  select a <@ b or b <@ a or exists (select from unnest(a) word where word like '=%' and word = any (b))
$$;
revoke all on function
  app.plain_words,
  app.words_of,
  app.lexemes,
  app.alias_words,
  app.name_words,
  app.names_fit
  from public, anon, authenticated, service_role;


-- 90_sources/32_listing_sales.sql

-- What listings say a car was sold or offered for. Written with each version of a listing's page, and gone with it.

create table if not exists app.listing_sales (
  document_id uuid primary key references public.source_documents (id) on delete cascade,
  state       text not null,
  price       numeric not null,
  currency    text not null,
  day         date,
  place       text,
  quote_start integer not null,
  quote_end   integer not null,
  make_words  text[] not null,
  model_words text[] not null,
  year_from   smallint,
  year_to     smallint,
  constraint state_is_known check (state in ('sold', 'bid', 'asked', 'named')),
  constraint price_is_from_a_hundredth_to_a_billion check (price between 0.01 and 1000000000),
  constraint currency_has_3_letters check (currency ~ '^[A-Z]{3}$'),
  constraint place_is_short check (length(place) <= 120),
  constraint a_quote_is_a_stretch_of_text check (quote_start >= 0 and quote_end > quote_start)
);
comment on table app.listing_sales is
  'The price of each current public listing that names one with its currency; read through comparable_sales.';
comment on column app.listing_sales.state is
  'sold: for this; bid: so much at most, and not sold; asked: on offer for this; named: it is not said which.';
comment on column app.listing_sales.day is 'When it was sold or bidding ended; of an offer, its last day.';
comment on column app.listing_sales.quote_start is 'Where its text says so, in characters, as quote_end.';
comment on column app.listing_sales.model_words is 'Of make, model and trim without those of the make: app.sale_words.';
create index if not exists listing_sales_by_words on app.listing_sales using gin (model_words);
revoke all on app.listing_sales from public, anon, authenticated, service_role;

-- A make or model as words that are the same however it is written: "Chevy" and "Chevrolet" are =chevrolet, "PL510" and
-- "Datsun 510" are =datsun_510, "911S" is =porsche_911 and s. How many gears it has is no part of its name.
create or replace function app.sale_words(name text) returns text[]
language sql stable set search_path = '' as $$
  with plain as materialized (
    select app.plain_words(regexp_replace(lower(left(name, 400)),
      '\m[3-7][- ]?(?:speed|spd)\M|\m(?:manual|automatic)\M', ' ', 'g')) as words),
  word as materialized (
    select w, n from plain, regexp_split_to_table(btrim(words), '\s+') with ordinality x (w, n) where w <> ''),
  phrase as (
    select l.lexeme, p, l.phrase, min(l.phrase) over (partition by l.lexeme) as shortest
    from plain, app.lexemes(array[app.words_of(words)]) l, unnest(l.positions) p where l.phrase > 0),
  covered as materialized (
    select distinct f.lexeme, f.p + step as n from phrase f, generate_series(0, f.phrase - 1) step
    where f.phrase = f.shortest),
  -- "911s" in its parts; of a covered word those are left that its meaning does not name
  part as (
    select coalesce(m.part, w.w) as part from word w
    left join covered c on c.n = w.n
    left join lateral (
      select u.part, u.place from unnest(regexp_match(w.w, '^([a-z]{0,3})(\d{2,})([a-z]{0,4})$'))
        with ordinality u (part, place) where u.part <> '') m on w.w ~ '\d{3}' or c.lexeme is not null
    where c.lexeme is null or (m.place > 1
      and not array[m.part, w.w] && string_to_array(ltrim(c.lexeme, '='), '_')))
  select coalesce(array_agg(distinct x.word order by x.word), '{}')
  from (select lexeme as word from covered union all select part from part) x
$$;

-- Words that say how a body or an engine is made, and no model by themselves.
create or replace function app.is_model_word(word text) returns boolean
language sql immutable set search_path = '' as $$
  select word !~ ('^=?(wagon|convertible|coupe|sedan|pickup|hatchback|targa|hardtop|fastback|roadster|v[68]|inline_.*'
    '|flat_.*|small_block|big_block|litre|cubic_inch|cc|doors?|[1-9])$')
$$;

-- What a subject is compared by.
create or replace function app.sale_names(make text, model text, "trim" text, out make_words text[],
  out model_words text[])
language sql stable set search_path = '' as $$
  select m.words, array(select w from unnest(app.sale_words(concat_ws(' ', make, model, "trim"))) w
    where w <> all (m.words))
  from (select app.sale_words(make) as words) m
$$;

-- Keeps what a document says of a sale, { state, price, currency, day, place, start, end }; what does not hold is left
-- out, and the document is stored all the same.
create or replace function app.store_sale(document public.source_documents, sale jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if sale is null or document.kind <> 'listing' or not document.is_public then return; end if;
  insert into app.listing_sales (document_id, state, price, currency, day, place, quote_start, quote_end, make_words,
    model_words, year_from, year_to)
  select document.id, sale ->> 'state', round((sale ->> 'price')::numeric, 2), sale ->> 'currency',
    app.begin_of(sale ->> 'day')::date, app.shown(sale ->> 'place', 120), (sale ->> 'start')::integer,
    least((sale ->> 'end')::integer, document.characters), n.make_words, n.model_words, document.year_from,
    document.year_to
  from app.sale_names(document.make, document.model, document.trim) n;
exception when check_violation or not_null_violation or data_exception then null;
end
$$;

-- Names them by another list of aliases.
create or replace function app.name_sales_anew() returns void
language sql security definer set search_path = '' as $$
  update app.listing_sales s set make_words = n.make_words, model_words = n.model_words
  from public.source_documents d, app.sale_names(d.make, d.model, d.trim) n where d.id = s.document_id
$$;
revoke all on function
  app.sale_words,
  app.is_model_word,
  app.sale_names,
  app.store_sale,
  app.name_sales_anew
  from public, anon, authenticated, service_role;


-- 90_sources/34_source_index.sql

-- The index of the library: BM25 (Robertson and Zaragoza 2009; k1 1.2, b 0.75) in plain Postgres. See
-- docs/guides/sources.md. Only the functions of these files touch it. Statistics are of public chunks alone: a private
-- one shows in nobody's ranking.

create table if not exists app.source_terms (
  id     integer generated always as identity primary key,
  lexeme text not null,
  df     integer not null default 0
) with (fillfactor = 80);
comment on table app.source_terms is 'The vocabulary. df: how many public chunks have the lexeme.';
create unique index if not exists source_terms_by_lexeme on app.source_terms (lexeme);

-- What chunks are about, each combination once. chunks: public ones.
create table if not exists app.source_scopes (
  id          integer generated always as identity primary key,
  make_words  text[] not null,
  model_words text[] not null,
  year_from   smallint,
  year_to     smallint,
  vehicle_id  uuid,
  chunks      integer not null default 0,
  constraint a_scope_is_there_once unique nulls not distinct (make_words, model_words, year_from, year_to, vehicle_id)
);
comment on table app.source_scopes is
  'Subjects as a vehicle is compared with them; what is empty or null fits every vehicle.';

create table if not exists app.source_index (
  chunk_id    uuid primary key references public.source_chunks (id) on delete cascade,
  document_id uuid not null,
  source_id   uuid not null,
  scope_id    integer not null references app.source_scopes (id),
  kind        text not null,
  owner_id    uuid,
  is_public   boolean not null,
  weight      real not null,
  published   date,
  length      smallint not null,
  terms       integer[] not null,
  tfs         bytea not null,
  sketch      integer[] not null
) with (toast_tuple_target = 8160);
comment on table app.source_index is 'One row a chunk, so that its exact score is an expression over one row.';
comment on column app.source_index.weight is 'What authority and kind of text multiply its score by.';
comment on column app.source_index.length is 'In words, stop words left out.';
comment on column app.source_index.terms is
  'Ascending: term id * 16 + impact level, which is the tf and length part of BM25 times weight in fifteen steps.';
comment on column app.source_index.tfs is 'How often each term occurs, a byte each, at most 255.';
comment on column app.source_index.sketch is
  'The 16 smallest hashes of its lexemes: near duplicates share nearly all of them (Broder 1997).';
-- moved out or compressed, each look would cost more
alter table app.source_index alter terms set storage main, alter tfs set storage main;
create index if not exists source_index_by_scope on app.source_index (scope_id);
create index if not exists source_index_by_source on app.source_index (source_id);
create index if not exists source_index_by_kind on app.source_index (kind);
create index if not exists source_index_by_owner on app.source_index (owner_id) where not is_public;
create index if not exists source_index_by_term on app.source_index using gin (terms) with (fastupdate = off) where is_public;

create table if not exists app.source_stats (
  only_one boolean primary key default true,
  docs     integer not null default 0,
  length   bigint not null default 0,
  pivot    float8 not null default 67.5,
  aliases  text,
  constraint there_is_one_row check (only_one)
);
comment on table app.source_stats is
  'Public chunks and their words; pivot: the average length that levels go by; aliases: the list that they were '
  'indexed with.';
insert into app.source_stats (only_one) values (true) on conflict do nothing;

create table if not exists app.source_pending (
  chunk_id uuid primary key,
  place    bigint generated always as identity
);
create index if not exists source_pending_in_order on app.source_pending (place);
comment on table app.source_pending is 'Chunks to be indexed, or indexed again.';

create table if not exists app.source_leaving (
  length   smallint not null,
  terms    integer[] not null,
  scope_id integer not null
);
comment on table app.source_leaving is 'Public chunks that are gone, and still in the statistics.';

create table if not exists app.source_unindexed (
  chunk_id uuid primary key references public.source_chunks (id) on delete cascade,
  error    text not null,
  at       timestamptz not null default now()
);
comment on table app.source_unindexed is 'Chunks that could not be indexed, set aside with the error.';

revoke all on app.source_terms, app.source_scopes, app.source_index, app.source_stats, app.source_pending,
  app.source_leaving, app.source_unindexed
  from public, anon, authenticated, service_role;

create or replace function app.chunks_wait() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.source_pending (chunk_id) select id from changed on conflict do nothing;
  return null;
end
$$;

create or replace trigger source_chunks_wait after insert on public.source_chunks
  referencing new table as changed for each statement execute function app.chunks_wait();

create or replace function app.chunks_leave() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.source_leaving (length, terms, scope_id) select length, terms, scope_id from removed where is_public;
  return null;
end
$$;

create or replace trigger source_index_chunks_leave after delete on app.source_index
  referencing old table as removed for each statement execute function app.chunks_leave();

-- Another authority weighs the chunks of a source anew.
create or replace function app.source_weighs_anew() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.source_pending (chunk_id) select c.id from public.source_chunks c where c.source_id = new.id
    on conflict do nothing;
  return null;
end
$$;

create or replace trigger sources_weigh_anew after update on public.sources
  for each row when (old.authority is distinct from new.authority)
  execute function app.source_weighs_anew();

-- Trigrams on the vocabulary, for typing errors. The operators of pg_trgm are named by the schema that the project has
-- it in.
do $do$
declare
  its text;
begin
  create schema if not exists extensions;
  create extension if not exists pg_trgm with schema extensions;
  select n.nspname into its from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_trgm';
  execute format(
    'create index if not exists source_terms_by_trigram on app.source_terms using gin (lexeme %I.gin_trgm_ops)', its);
  -- The public lexeme that is spelt most like a word; null where none is near. Words with digits are codes: none is
  -- near another.
  execute format($function$
    create or replace function app.nearest_term(word text) returns text
    language sql stable security definer set search_path = '' as $body$
      select t.lexeme from app.source_terms t
      where t.lexeme operator(%1$I.%%) word and t.df > 2 and t.lexeme !~ '[=0-9]'
        and %1$I.similarity(t.lexeme, word) >= 0.35
      order by %1$I.similarity(t.lexeme, word) desc, t.df desc, t.lexeme limit 1
    $body$
  $function$, its);
  revoke all on function app.nearest_term(text) from public, anon, authenticated, service_role;
end
$do$;
revoke all on function
  app.chunks_wait,
  app.chunks_leave,
  app.source_weighs_anew
  from public, anon, authenticated, service_role;


-- 90_sources/35_aliases.generated.sql

-- Generated from src/indexer/aliases.txt by `npm run generate`; do not edit.

-- The list as it is now: what is no longer in it goes, and chunks that were indexed with another one are indexed anew.
create or replace function app.load_aliases() returns void
language plpgsql set search_path = '' as $aliases$
declare
  vague text;
begin
  delete from app.source_aliases;
  insert into app.source_aliases (phrase, meaning, words, steps)
  select a.phrase, a.meaning, w.words, w.steps from (values
    ('ci', 'cubic_inch'),
    ('cid', 'cubic_inch'),
    ('cu', 'cubic_inch'),
    ('cu inch', 'cubic_inch'),
    ('cubic inch', 'cubic_inch'),
    ('cui', 'cubic_inch'),
    ('litre', 'litre'),
    ('liter', 'litre'),
    ('l', 'litre'),
    ('ltr', 'litre'),
    ('hp', 'horsepower'),
    ('horsepower', 'horsepower'),
    ('bhp', 'horsepower'),
    ('brake horsepower', 'horsepower'),
    ('horse power', 'horsepower'),
    ('ft lb', 'foot_pound'),
    ('ft lbs', 'foot_pound'),
    ('lb ft', 'foot_pound'),
    ('lbs ft', 'foot_pound'),
    ('foot pound', 'foot_pound'),
    ('pound foot', 'foot_pound'),
    ('ft pound', 'foot_pound'),
    ('lb inch', 'inch_pound'),
    ('inch pound', 'inch_pound'),
    ('inch lb', 'inch_pound'),
    ('lb', 'pound'),
    ('lbs', 'pound'),
    ('pound', 'pound'),
    ('rpm', 'rpm'),
    ('revs per minute', 'rpm'),
    ('revolution per minute', 'rpm'),
    ('rev per min', 'rpm'),
    ('mpg', 'mpg'),
    ('miles per gallon', 'mpg'),
    ('mile per gallon', 'mpg'),
    ('mph', 'mph'),
    ('miles per hour', 'mph'),
    ('mile per hour', 'mph'),
    ('kmh', 'kmh'),
    ('km h', 'kmh'),
    ('kph', 'kmh'),
    ('kilometre per hour', 'kmh'),
    ('kilometer per hour', 'kmh'),
    ('psi', 'psi'),
    ('pound per square inch', 'psi'),
    ('lb sq in', 'psi'),
    ('cc', 'cc'),
    ('ccm', 'cc'),
    ('cubic centimetre', 'cc'),
    ('cubic centimeter', 'cc'),
    ('cm3', 'cc'),
    ('qt', 'quart'),
    ('quart', 'quart'),
    ('gal', 'gallon'),
    ('gallon', 'gallon'),
    ('km', 'kilometre'),
    ('kilometre', 'kilometre'),
    ('kilometer', 'kilometre'),
    ('mm', 'millimetre'),
    ('millimetre', 'millimetre'),
    ('millimeter', 'millimetre'),
    ('nm', 'newton_metre'),
    ('newton metre', 'newton_metre'),
    ('newton meter', 'newton_metre'),
    ('deg', 'degree'),
    ('degree', 'degree'),
    ('volt', 'volt'),
    ('vdc', 'volt'),
    ('amp', 'amp'),
    ('ampere', 'amp'),
    ('amperage', 'amp'),
    ('chevrolet', 'chevrolet'),
    ('chevy', 'chevrolet'),
    ('chev', 'chevrolet'),
    ('volkswagen', 'volkswagen'),
    ('vw', 'volkswagen'),
    ('mercedes', 'mercedes'),
    ('mercedes benz', 'mercedes'),
    ('benz', 'mercedes'),
    ('daimler benz', 'mercedes'),
    ('bmw', 'bmw'),
    ('bayerische motoren werke', 'bmw'),
    ('bayerische motorenwerke', 'bmw'),
    ('plymouth', 'plymouth'),
    ('plym', 'plymouth'),
    ('pontiac', 'pontiac'),
    ('poncho', 'pontiac'),
    ('oldsmobile', 'oldsmobile'),
    ('olds', 'oldsmobile'),
    ('cadillac', 'cadillac'),
    ('caddy', 'cadillac'),
    ('caddie', 'cadillac'),
    ('alfa romeo', 'alfa_romeo'),
    ('alfa', 'alfa_romeo'),
    ('rolls royce', 'rolls_royce'),
    ('rolls', 'rolls_royce'),
    ('aston martin', 'aston_martin'),
    ('aston', 'aston_martin'),
    ('austin healey', 'austin_healey'),
    ('healey', 'austin_healey'),
    ('big healey', 'austin_healey'),
    ('international harvester', 'international'),
    ('ihc', 'international'),
    ('amc', 'amc'),
    ('american motors', 'amc'),
    ('american motors corporation', 'amc'),
    ('gm', 'gm'),
    ('general motors', 'gm'),
    ('mopar', 'mopar'),
    ('chrysler corporation', 'mopar'),
    ('chrysler corp', 'mopar'),
    ('datsun', 'datsun'),
    ('nissan datsun', 'datsun'),
    ('lamborghini', 'lamborghini'),
    ('lambo', 'lamborghini'),
    ('maserati', 'maserati'),
    ('maser', 'maserati'),
    ('studebaker', 'studebaker'),
    ('stude', 'studebaker'),
    ('citroen', 'citroen'),
    ('citroën', 'citroen'),
    ('jaguar', 'jaguar'),
    ('jag', 'jaguar'),
    ('land rover', 'land_rover'),
    ('landrover', 'land_rover'),
    ('triumph', 'triumph'),
    ('standard triumph', 'triumph'),
    ('toyota', 'toyota'),
    ('toyopet', 'toyota'),
    ('peugeot', 'peugeot'),
    ('pug', 'peugeot'),
    ('mitsubishi', 'mitsubishi'),
    ('colt mitsubishi', 'mitsubishi'),
    ('subaru', 'subaru'),
    ('fuji heavy industries', 'subaru'),
    ('mg', 'mg'),
    ('morris garages', 'mg'),
    ('saab', 'saab'),
    ('svenska aeroplan', 'saab'),
    ('k5', 'k5_blazer'),
    ('blazer', 'k5_blazer'),
    ('k5 blazer', 'k5_blazer'),
    ('cuda', 'cuda'),
    ('barracuda', 'cuda'),
    ('aar cuda', 'cuda'),
    ('hemi cuda', 'cuda'),
    ('corvette', 'corvette'),
    ('vette', 'corvette'),
    ('z28', 'camaro_z28'),
    ('z 28', 'camaro_z28'),
    ('camaro z28', 'camaro_z28'),
    ('ta firebird', 'firebird_trans_am'),
    ('firebird trans am', 'firebird_trans_am'),
    ('gto', 'gto'),
    ('goat', 'gto'),
    ('gran turismo omologato', 'gto'),
    ('chevelle', 'chevelle'),
    ('malibu chevelle', 'chevelle'),
    ('el camino', 'el_camino'),
    ('elco', 'el_camino'),
    ('monte carlo', 'monte_carlo'),
    ('beetle', 'beetle'),
    ('bug', 'beetle'),
    ('kafer', 'beetle'),
    ('käfer', 'beetle'),
    ('type 1', 'beetle'),
    ('vw bus', 'vw_bus'),
    ('microbus', 'vw_bus'),
    ('transporter', 'vw_bus'),
    ('type 2', 'vw_bus'),
    ('kombi', 'vw_bus'),
    ('samba bus', 'vw_bus'),
    ('karmann ghia', 'karmann_ghia'),
    ('ghia karmann', 'karmann_ghia'),
    ('type 14', 'karmann_ghia'),
    ('thunderbird', 'thunderbird'),
    ('tbird', 'thunderbird'),
    ('boss 302', 'mustang_boss_302'),
    ('mustang boss 302', 'mustang_boss_302'),
    ('mach 1', 'mustang_mach_1'),
    ('mustang mach 1', 'mustang_mach_1'),
    ('mach one', 'mustang_mach_1'),
    ('gt350', 'gt350'),
    ('gt 350', 'gt350'),
    ('shelby gt350', 'gt350'),
    ('gt500', 'gt500'),
    ('gt 500', 'gt500'),
    ('shelby gt500', 'gt500'),
    ('cobra jet', 'cobra_jet'),
    ('cj 428', 'cobra_jet'),
    ('428 cj', 'cobra_jet'),
    ('super cobra jet', 'super_cobra_jet'),
    ('scj', 'super_cobra_jet'),
    ('428 scj', 'super_cobra_jet'),
    ('pl510', 'datsun_510'),
    ('datsun 510', 'datsun_510'),
    ('bluebird 510', 'datsun_510'),
    ('dime', 'datsun_510'),
    ('240z', 'datsun_240z'),
    ('datsun 240 z', 'datsun_240z'),
    ('fairlady z', 'datsun_240z'),
    ('hls30', 'datsun_240z'),
    ('280z', 'datsun_280z'),
    ('datsun 280 z', 'datsun_280z'),
    ('hls30 280', 'datsun_280z'),
    ('bmw 2002', 'bmw_2002'),
    ('2002tii', 'bmw_2002'),
    ('2002 tii', 'bmw_2002'),
    ('neue klasse', 'bmw_2002'),
    ('e30', 'bmw_e30'),
    ('bmw e30', 'bmw_e30'),
    ('porsche 911', 'porsche_911'),
    ('911s', 'porsche_911'),
    ('911t', 'porsche_911'),
    ('911e', 'porsche_911'),
    ('911l', 'porsche_911'),
    ('930 turbo', 'porsche_930'),
    ('911 turbo', 'porsche_930'),
    ('porsche 356', 'porsche_356'),
    ('356', 'porsche_356'),
    ('e type', 'e_type'),
    ('xke', 'e_type'),
    ('xk e', 'e_type'),
    ('etype', 'e_type'),
    ('f250', 'f_250'),
    ('f 250', 'f_250'),
    ('highboy', 'f_250'),
    ('f100', 'f_100'),
    ('f 100', 'f_100'),
    ('bronco', 'bronco'),
    ('early bronco', 'bronco'),
    ('scout', 'scout'),
    ('scout ii', 'scout'),
    ('scout 80', 'scout'),
    ('scout 800', 'scout'),
    ('land cruiser', 'land_cruiser'),
    ('landcruiser', 'land_cruiser'),
    ('fj40', 'land_cruiser'),
    ('fj 40', 'land_cruiser'),
    ('defender', 'defender'),
    ('challenger', 'challenger'),
    ('challenger rt', 'challenger'),
    ('charger', 'charger'),
    ('charger rt', 'charger'),
    ('road runner', 'road_runner'),
    ('roadrunner', 'road_runner'),
    ('gtx', 'gtx'),
    ('belvedere gtx', 'gtx'),
    ('super bee', 'super_bee'),
    ('superbee', 'super_bee'),
    ('442', '442'),
    ('4 4 2', '442'),
    ('cutlass 442', '442'),
    ('four four two', '442'),
    ('cutlass', 'cutlass'),
    ('cutlass supreme', 'cutlass'),
    ('gran sport', 'gran_sport'),
    ('buick gs', 'gran_sport'),
    ('gs455', 'gran_sport'),
    ('gs 455', 'gran_sport'),
    ('torino', 'torino'),
    ('gran torino', 'torino'),
    ('nova', 'nova'),
    ('chevy ii', 'nova'),
    ('chevy 2', 'nova'),
    ('bel air', 'bel_air'),
    ('belair', 'bel_air'),
    ('tri five', 'bel_air'),
    ('impala ss', 'impala_ss'),
    ('impala super sport', 'impala_ss'),
    ('suburban', 'suburban'),
    ('carryall', 'suburban'),
    ('wagoneer', 'wagoneer'),
    ('grand wagoneer', 'wagoneer'),
    ('cj5', 'cj'),
    ('cj 5', 'cj'),
    ('cj7', 'cj'),
    ('cj 7', 'cj'),
    ('p1800', 'p1800'),
    ('p 1800', 'p1800'),
    ('1800es', 'p1800'),
    ('volvo 1800', 'p1800'),
    ('gtv', 'gtv'),
    ('giulia gtv', 'gtv'),
    ('gtv 1750', 'gtv'),
    ('spider', 'spider'),
    ('duetto', 'spider'),
    ('pagoda', 'pagoda'),
    ('230sl', 'pagoda'),
    ('250sl', 'pagoda'),
    ('280sl', 'pagoda'),
    ('w113', 'pagoda'),
    ('gullwing', 'gullwing'),
    ('300sl', 'gullwing'),
    ('w198', 'gullwing'),
    ('wagon', 'wagon'),
    ('estate', 'wagon'),
    ('station wagon', 'wagon'),
    ('avant', 'wagon'),
    ('touring wagon', 'wagon'),
    ('kombi wagon', 'wagon'),
    ('convertible', 'convertible'),
    ('drophead', 'convertible'),
    ('dhc', 'convertible'),
    ('cabriolet', 'convertible'),
    ('cabrio', 'convertible'),
    ('drop top', 'convertible'),
    ('ragtop', 'convertible'),
    ('soft top car', 'convertible'),
    ('coupe', 'coupe'),
    ('coupé', 'coupe'),
    ('fixed head', 'coupe'),
    ('fhc', 'coupe'),
    ('two door hardtop', 'coupe'),
    ('sedan', 'sedan'),
    ('saloon', 'sedan'),
    ('berlina', 'sedan'),
    ('pickup', 'pickup'),
    ('ute', 'pickup'),
    ('utility truck', 'pickup'),
    ('hatchback', 'hatchback'),
    ('hatch', 'hatchback'),
    ('liftback', 'hatchback'),
    ('three door', 'hatchback'),
    ('targa', 'targa'),
    ('ttop', 'targa'),
    ('small block', 'small_block'),
    ('smallblock', 'small_block'),
    ('sbc', 'small_block'),
    ('sbf', 'small_block'),
    ('big block', 'big_block'),
    ('bigblock', 'big_block'),
    ('bbc', 'big_block'),
    ('bbf', 'big_block'),
    ('v8', 'v8'),
    ('v eight', 'v8'),
    ('eight cylinder', 'v8'),
    ('8 cylinder', 'v8'),
    ('v6', 'v6'),
    ('v six', 'v6'),
    ('i6', 'inline_six'),
    ('inline six', 'inline_six'),
    ('inline 6', 'inline_six'),
    ('straight six', 'inline_six'),
    ('straight 6', 'inline_six'),
    ('six in line', 'inline_six'),
    ('slant six', 'inline_six'),
    ('slant 6', 'inline_six'),
    ('l6 engine', 'inline_six'),
    ('i4', 'inline_four'),
    ('inline four', 'inline_four'),
    ('inline 4', 'inline_four'),
    ('straight four', 'inline_four'),
    ('straight 4', 'inline_four'),
    ('four cylinder', 'inline_four'),
    ('4 cylinder', 'inline_four'),
    ('flat four', 'flat_four'),
    ('flat 4', 'flat_four'),
    ('boxer four', 'flat_four'),
    ('boxer 4', 'flat_four'),
    ('flat six', 'flat_six'),
    ('flat 6', 'flat_six'),
    ('boxer six', 'flat_six'),
    ('boxer 6', 'flat_six'),
    ('hemi', 'hemi'),
    ('426 hemi', 'hemi'),
    ('hemispherical', 'hemi'),
    ('elephant engine', 'hemi'),
    ('ls6', 'ls6'),
    ('ls 6', 'ls6'),
    ('454 ls6', 'ls6'),
    ('ls7', 'ls7'),
    ('ls 7', 'ls7'),
    ('lt1', 'lt1'),
    ('lt 1', 'lt1'),
    ('l88', 'l88'),
    ('l 88', 'l88'),
    ('l79', 'l79'),
    ('l 79', 'l79'),
    ('l78', 'l78'),
    ('l 78', 'l78'),
    ('396 375', 'l78'),
    ('dz302', 'dz302'),
    ('dz 302', 'dz302'),
    ('302 dz', 'dz302'),
    ('fe engine', 'fe'),
    ('ford fe', 'fe'),
    ('fe block', 'fe'),
    ('fe big block', 'fe'),
    ('windsor', 'windsor'),
    ('351w', 'windsor'),
    ('351 w', 'windsor'),
    ('351 windsor', 'windsor'),
    ('cleveland', 'cleveland'),
    ('351c', 'cleveland'),
    ('351 c', 'cleveland'),
    ('351 cleveland', 'cleveland'),
    ('boss 429', 'boss_429'),
    ('boss nine', 'boss_429'),
    ('six pack', 'six_pack'),
    ('440 six pack', 'six_pack'),
    ('440 6', 'six_pack'),
    ('six barrel', 'six_pack'),
    ('3x2', 'six_pack'),
    ('six bbl', 'six_pack'),
    ('tri power', 'tri_power'),
    ('three deuces', 'tri_power'),
    ('tripower', 'tri_power'),
    ('440 magnum', 'magnum_440'),
    ('super commando', 'magnum_440'),
    ('nailhead', 'nailhead'),
    ('nail head', 'nailhead'),
    ('ram air', 'ram_air'),
    ('ram air iii', 'ram_air'),
    ('ram air iv', 'ram_air'),
    ('m10', 'm10'),
    ('m10 engine', 'm10'),
    ('m30', 'm30'),
    ('m30 engine', 'm30'),
    ('s14', 's14'),
    ('s14 engine', 's14'),
    ('l16', 'l16'),
    ('l 16', 'l16'),
    ('l18', 'l18'),
    ('l 18', 'l18'),
    ('l20b', 'l20b'),
    ('l 20b', 'l20b'),
    ('l24', 'l24'),
    ('l 24', 'l24'),
    ('rotary', 'rotary'),
    ('wankel', 'rotary'),
    ('12a', 'rotary'),
    ('13b', 'rotary'),
    ('flathead', 'flathead'),
    ('flat head', 'flathead'),
    ('side valve', 'flathead'),
    ('sidevalve', 'flathead'),
    ('l head', 'flathead'),
    ('ohc', 'overhead_cam'),
    ('overhead cam', 'overhead_cam'),
    ('overhead camshaft', 'overhead_cam'),
    ('sohc', 'overhead_cam'),
    ('dohc', 'twin_cam'),
    ('twin cam', 'twin_cam'),
    ('double overhead cam', 'twin_cam'),
    ('twin overhead cam', 'twin_cam'),
    ('ohv', 'overhead_valve'),
    ('overhead valve', 'overhead_valve'),
    ('pushrod', 'overhead_valve'),
    ('numbers matching', 'numbers_matching'),
    ('matching numbers', 'numbers_matching'),
    ('original engine', 'numbers_matching'),
    ('number matching', 'numbers_matching'),
    ('crate engine', 'crate_engine'),
    ('crate motor', 'crate_engine'),
    ('long block', 'long_block'),
    ('longblock', 'long_block'),
    ('short block', 'short_block'),
    ('shortblock', 'short_block'),
    ('th350', 'th350'),
    ('th 350', 'th350'),
    ('turbo 350', 'th350'),
    ('turbo hydramatic 350', 'th350'),
    ('turbo hydra matic 350', 'th350'),
    ('thm 350', 'th350'),
    ('thm350', 'th350'),
    ('turbohydramatic 350', 'th350'),
    ('m38', 'th350'),
    ('th400', 'th400'),
    ('th 400', 'th400'),
    ('turbo 400', 'th400'),
    ('turbo hydramatic 400', 'th400'),
    ('turbo hydra matic 400', 'th400'),
    ('thm 400', 'th400'),
    ('thm400', 'th400'),
    ('turbohydramatic 400', 'th400'),
    ('m40', 'th400'),
    ('700r4', 'th700'),
    ('700 r4', 'th700'),
    ('th700', 'th700'),
    ('th 700', 'th700'),
    ('4l60', 'th700'),
    ('powerglide', 'powerglide'),
    ('power glide', 'powerglide'),
    ('c4 automatic', 'c4'),
    ('ford c4', 'c4'),
    ('c4 cruise o matic', 'c4'),
    ('c6 automatic', 'c6'),
    ('ford c6', 'c6'),
    ('c6 cruise o matic', 'c6'),
    ('fmx', 'fmx'),
    ('fmx automatic', 'fmx'),
    ('torqueflite', 'torqueflite'),
    ('torque flite', 'torqueflite'),
    ('a727', 'a727'),
    ('727 torqueflite', 'a727'),
    ('torqueflite 727', 'a727'),
    ('a904', 'a904'),
    ('904 torqueflite', 'a904'),
    ('torqueflite 904', 'a904'),
    ('muncie', 'muncie'),
    ('m20', 'muncie'),
    ('m21', 'muncie'),
    ('m22', 'muncie'),
    ('rock crusher', 'rock_crusher'),
    ('rockcrusher', 'rock_crusher'),
    ('toploader', 'toploader'),
    ('top loader', 'toploader'),
    ('t10', 't10'),
    ('borg warner t10', 't10'),
    ('super t10', 't10'),
    ('saginaw', 'saginaw'),
    ('saginaw four speed', 'saginaw'),
    ('a833', 'a833'),
    ('new process 833', 'a833'),
    ('t5', 't5'),
    ('borg warner t5', 't5'),
    ('zf', 'zf'),
    ('zahnradfabrik', 'zf'),
    ('getrag', 'getrag'),
    ('np205', 'np205'),
    ('np 205', 'np205'),
    ('new process 205', 'np205'),
    ('np203', 'np203'),
    ('np 203', 'np203'),
    ('new process 203', 'np203'),
    ('np435', 'np435'),
    ('np 435', 'np435'),
    ('new process 435', 'np435'),
    ('sm465', 'sm465'),
    ('sm 465', 'sm465'),
    ('dana 60', 'dana_60'),
    ('d60', 'dana_60'),
    ('dana 44', 'dana_44'),
    ('d44', 'dana_44'),
    ('12 bolt', 'twelve_bolt'),
    ('twelve bolt', 'twelve_bolt'),
    ('10 bolt', 'ten_bolt'),
    ('ten bolt', 'ten_bolt'),
    ('9 inch', 'nine_inch'),
    ('nine inch', 'nine_inch'),
    ('ford nine inch', 'nine_inch'),
    ('8 3 4', 'eight_and_three_quarter'),
    ('eight three quarter', 'eight_and_three_quarter'),
    ('4 speed', '4_speed'),
    ('four speed', '4_speed'),
    ('4 spd', '4_speed'),
    ('four spd', '4_speed'),
    ('4spd', '4_speed'),
    ('4speed', '4_speed'),
    ('3 speed', '3_speed'),
    ('three speed', '3_speed'),
    ('3 spd', '3_speed'),
    ('3spd', '3_speed'),
    ('3speed', '3_speed'),
    ('5 speed', '5_speed'),
    ('five speed', '5_speed'),
    ('5 spd', '5_speed'),
    ('5spd', '5_speed'),
    ('5speed', '5_speed'),
    ('6 speed', '6_speed'),
    ('six speed', '6_speed'),
    ('6 spd', '6_speed'),
    ('6spd', '6_speed'),
    ('6speed', '6_speed'),
    ('manual transmission', 'manual'),
    ('stick shift', 'manual'),
    ('standard transmission', 'manual'),
    ('manual gearbox', 'manual'),
    ('manual trans', 'manual'),
    ('automatic transmission', 'automatic'),
    ('auto trans', 'automatic'),
    ('automatic gearbox', 'automatic'),
    ('slushbox', 'automatic'),
    ('auto transmission', 'automatic'),
    ('transmission', 'transmission'),
    ('gearbox', 'transmission'),
    ('tranny', 'transmission'),
    ('three on the tree', 'three_on_the_tree'),
    ('column shift', 'three_on_the_tree'),
    ('3 on tree', 'three_on_the_tree'),
    ('overdrive', 'overdrive'),
    ('od gear', 'overdrive'),
    ('laycock', 'overdrive'),
    ('limited slip', 'limited_slip'),
    ('positraction', 'limited_slip'),
    ('posi', 'limited_slip'),
    ('posi traction', 'limited_slip'),
    ('lsd', 'limited_slip'),
    ('sure grip', 'limited_slip'),
    ('traction lok', 'limited_slip'),
    ('safe t track', 'limited_slip'),
    ('anti spin', 'limited_slip'),
    ('equa lock', 'limited_slip'),
    ('axle ratio', 'axle_ratio'),
    ('rear end ratio', 'axle_ratio'),
    ('final drive', 'axle_ratio'),
    ('gear ratio rear', 'axle_ratio'),
    ('rear axle ratio', 'axle_ratio'),
    ('ring and pinion ratio', 'axle_ratio'),
    ('differential', 'differential'),
    ('diff', 'differential'),
    ('third member', 'differential'),
    ('pumpkin', 'differential'),
    ('driveshaft', 'driveshaft'),
    ('drive shaft', 'driveshaft'),
    ('propeller shaft', 'driveshaft'),
    ('prop shaft', 'driveshaft'),
    ('propshaft', 'driveshaft'),
    ('tailshaft', 'driveshaft'),
    ('half shaft', 'half_shaft'),
    ('halfshaft', 'half_shaft'),
    ('axle shaft', 'half_shaft'),
    ('drive axle', 'half_shaft'),
    ('universal joint', 'universal_joint'),
    ('u joint', 'universal_joint'),
    ('ujoint', 'universal_joint'),
    ('uj', 'universal_joint'),
    ('cv joint', 'cv_joint'),
    ('constant velocity joint', 'cv_joint'),
    ('transfer case', 'transfer_case'),
    ('transfer box', 'transfer_case'),
    ('4wd', 'four_wheel_drive'),
    ('4x4', 'four_wheel_drive'),
    ('four wheel drive', 'four_wheel_drive'),
    ('4 wheel drive', 'four_wheel_drive'),
    ('awd', 'four_wheel_drive'),
    ('rwd', 'rear_wheel_drive'),
    ('rear wheel drive', 'rear_wheel_drive'),
    ('fwd', 'front_wheel_drive'),
    ('front wheel drive', 'front_wheel_drive'),
    ('torque converter', 'torque_converter'),
    ('stall converter', 'torque_converter'),
    ('slave cylinder', 'clutch_slave'),
    ('clutch slave', 'clutch_slave'),
    ('flywheel', 'flywheel'),
    ('fly wheel', 'flywheel'),
    ('flexplate', 'flywheel'),
    ('flex plate', 'flywheel'),
    ('synchro', 'synchro'),
    ('synchromesh', 'synchro'),
    ('synchronizer', 'synchro'),
    ('synchroniser', 'synchro'),
    ('carburetor', 'carburettor'),
    ('carburettor', 'carburettor'),
    ('carb', 'carburettor'),
    ('carburator', 'carburettor'),
    ('carbie', 'carburettor'),
    ('2 barrel', '2_barrel'),
    ('two barrel', '2_barrel'),
    ('2 bbl', '2_barrel'),
    ('2bbl', '2_barrel'),
    ('2v', '2_barrel'),
    ('two venturi', '2_barrel'),
    ('4 barrel', '4_barrel'),
    ('four barrel', '4_barrel'),
    ('4 bbl', '4_barrel'),
    ('4bbl', '4_barrel'),
    ('4v', '4_barrel'),
    ('four venturi', '4_barrel'),
    ('1 barrel', '1_barrel'),
    ('one barrel', '1_barrel'),
    ('1 bbl', '1_barrel'),
    ('1bbl', '1_barrel'),
    ('1v', '1_barrel'),
    ('quadrajet', 'quadrajet'),
    ('q jet', 'quadrajet'),
    ('qjet', 'quadrajet'),
    ('rochester 4mv', 'quadrajet'),
    ('holley', 'holley'),
    ('double pumper', 'holley'),
    ('edelbrock', 'edelbrock'),
    ('carter afb', 'edelbrock'),
    ('afb', 'edelbrock'),
    ('weber', 'weber'),
    ('dcoe', 'weber'),
    ('40 dcoe', 'weber'),
    ('45 dcoe', 'weber'),
    ('solex', 'solex'),
    ('su carb', 'su_carb'),
    ('su carburettor', 'su_carb'),
    ('su carburetor', 'su_carb'),
    ('skinners union', 'su_carb'),
    ('stromberg', 'stromberg'),
    ('zenith stromberg', 'stromberg'),
    ('fuel injection', 'fuel_injection'),
    ('efi', 'fuel_injection'),
    ('fi', 'fuel_injection'),
    ('injection', 'fuel_injection'),
    ('injected', 'fuel_injection'),
    ('fuelie', 'fuel_injection'),
    ('mechanical fuel injection', 'mechanical_injection'),
    ('mfi', 'mechanical_injection'),
    ('kugelfischer', 'mechanical_injection'),
    ('bosch mfi', 'mechanical_injection'),
    ('k jetronic', 'k_jetronic'),
    ('kjetronic', 'k_jetronic'),
    ('cis', 'k_jetronic'),
    ('continuous injection', 'k_jetronic'),
    ('l jetronic', 'l_jetronic'),
    ('ljetronic', 'l_jetronic'),
    ('d jetronic', 'd_jetronic'),
    ('djetronic', 'd_jetronic'),
    ('mpc injection', 'd_jetronic'),
    ('fuel', 'fuel'),
    ('gasoline', 'fuel'),
    ('petrol', 'fuel'),
    ('gas', 'fuel'),
    ('fuel tank', 'fuel_tank'),
    ('gas tank', 'fuel_tank'),
    ('petrol tank', 'fuel_tank'),
    ('air cleaner', 'air_cleaner'),
    ('air filter', 'air_cleaner'),
    ('choke', 'choke'),
    ('cold start', 'choke'),
    ('intake manifold', 'intake_manifold'),
    ('inlet manifold', 'intake_manifold'),
    ('intake', 'intake_manifold'),
    ('exhaust manifold', 'exhaust_manifold'),
    ('headers', 'exhaust_manifold'),
    ('extractors', 'exhaust_manifold'),
    ('muffler', 'muffler'),
    ('silencer', 'muffler'),
    ('tailpipe', 'tailpipe'),
    ('tail pipe', 'tailpipe'),
    ('exhaust tip', 'tailpipe'),
    ('catalytic converter', 'catalyst'),
    ('cat converter', 'catalyst'),
    ('catalyst', 'catalyst'),
    ('turbocharger', 'turbocharger'),
    ('turbocharged', 'turbocharger'),
    ('blower turbo', 'turbocharger'),
    ('supercharger', 'supercharger'),
    ('supercharged', 'supercharger'),
    ('blower', 'supercharger'),
    ('kompressor', 'supercharger'),
    ('compression ratio', 'compression_ratio'),
    ('displacement', 'displacement'),
    ('swept volume', 'displacement'),
    ('cubic capacity', 'displacement'),
    ('idle speed', 'idle_speed'),
    ('idle rpm', 'idle_speed'),
    ('slow running', 'idle_speed'),
    ('tickover', 'idle_speed'),
    ('curb idle', 'idle_speed'),
    ('octane', 'octane'),
    ('ron', 'octane'),
    ('spark plug', 'spark_plug'),
    ('sparkplug', 'spark_plug'),
    ('sparking plug', 'spark_plug'),
    ('plug gap', 'plug_gap'),
    ('spark plug gap', 'plug_gap'),
    ('electrode gap', 'plug_gap'),
    ('point gap', 'points_gap'),
    ('breaker gap', 'points_gap'),
    ('contact breaker gap', 'points_gap'),
    ('points gap', 'points_gap'),
    ('dwell', 'dwell'),
    ('dwell angle', 'dwell'),
    ('cam angle', 'dwell'),
    ('breaker points', 'contact_breaker'),
    ('contact breaker', 'contact_breaker'),
    ('contact points', 'contact_breaker'),
    ('distributor', 'distributor'),
    ('dizzy', 'distributor'),
    ('ignition timing', 'ignition_timing'),
    ('spark timing', 'ignition_timing'),
    ('timing advance', 'ignition_timing'),
    ('initial timing', 'ignition_timing'),
    ('firing order', 'firing_order'),
    ('ignition order', 'firing_order'),
    ('tdc', 'top_dead_centre'),
    ('top dead centre', 'top_dead_centre'),
    ('top dead center', 'top_dead_centre'),
    ('btdc', 'before_tdc'),
    ('before top dead center', 'before_tdc'),
    ('before top dead centre', 'before_tdc'),
    ('condenser', 'condenser'),
    ('capacitor', 'condenser'),
    ('coil', 'coil'),
    ('ignition coil', 'coil'),
    ('generator', 'generator'),
    ('dynamo', 'generator'),
    ('alternator', 'alternator'),
    ('ground strap', 'earth'),
    ('earth strap', 'earth'),
    ('chassis earth', 'earth'),
    ('headlight', 'headlight'),
    ('headlamp', 'headlight'),
    ('head light', 'headlight'),
    ('head lamp', 'headlight'),
    ('taillight', 'tail_light'),
    ('tail light', 'tail_light'),
    ('tail lamp', 'tail_light'),
    ('rear lamp', 'tail_light'),
    ('turn signal', 'turn_signal'),
    ('indicator', 'turn_signal'),
    ('blinker', 'turn_signal'),
    ('flasher', 'turn_signal'),
    ('trafficator', 'turn_signal'),
    ('fuse box', 'fuse_box'),
    ('fuse block', 'fuse_box'),
    ('fusebox', 'fuse_box'),
    ('fuse panel', 'fuse_box'),
    ('wiring loom', 'wiring_loom'),
    ('wiring harness', 'wiring_loom'),
    ('loom', 'wiring_loom'),
    ('harness', 'wiring_loom'),
    ('battery', 'battery'),
    ('accumulator', 'battery'),
    ('horn', 'horn'),
    ('hooter', 'horn'),
    ('wiper', 'wiper'),
    ('windshield wiper', 'wiper'),
    ('windscreen wiper', 'wiper'),
    ('voltage regulator', 'voltage_regulator'),
    ('control box', 'voltage_regulator'),
    ('starter', 'starter'),
    ('starter motor', 'starter'),
    ('self starter', 'starter'),
    ('crankshaft', 'crankshaft'),
    ('crank', 'crankshaft'),
    ('camshaft', 'camshaft'),
    ('cam', 'camshaft'),
    ('connecting rod', 'connecting_rod'),
    ('con rod', 'connecting_rod'),
    ('conrod', 'connecting_rod'),
    ('main bearing', 'main_bearing'),
    ('crank bearing', 'main_bearing'),
    ('rod bearing', 'rod_bearing'),
    ('big end', 'rod_bearing'),
    ('big end bearing', 'rod_bearing'),
    ('wrist pin', 'wrist_pin'),
    ('gudgeon pin', 'wrist_pin'),
    ('piston pin', 'wrist_pin'),
    ('valve lash', 'valve_lash'),
    ('valve clearance', 'valve_lash'),
    ('tappet clearance', 'valve_lash'),
    ('valve adjustment', 'valve_lash'),
    ('lifter', 'lifter'),
    ('tappet', 'lifter'),
    ('cam follower', 'lifter'),
    ('rocker arm', 'rocker_arm'),
    ('rocker', 'rocker_arm'),
    ('cylinder head', 'cylinder_head'),
    ('head gasket', 'head_gasket'),
    ('cylinder head gasket', 'head_gasket'),
    ('head bolt', 'head_bolt'),
    ('cylinder head bolt', 'head_bolt'),
    ('head stud', 'head_bolt'),
    ('tightening torque', 'tightening_torque'),
    ('torque spec', 'tightening_torque'),
    ('torque specification', 'tightening_torque'),
    ('torque value', 'tightening_torque'),
    ('torque setting', 'tightening_torque'),
    ('torque figure', 'tightening_torque'),
    ('valve cover', 'valve_cover'),
    ('rocker cover', 'valve_cover'),
    ('cam cover', 'valve_cover'),
    ('tappet cover', 'valve_cover'),
    ('oil pan', 'oil_pan'),
    ('sump', 'oil_pan'),
    ('dipstick', 'dipstick'),
    ('dip stick', 'dipstick'),
    ('oil level gauge', 'dipstick'),
    ('oil capacity', 'oil_capacity'),
    ('crankcase capacity', 'oil_capacity'),
    ('sump capacity', 'oil_capacity'),
    ('oil refill capacity', 'oil_capacity'),
    ('water pump', 'water_pump'),
    ('coolant pump', 'water_pump'),
    ('coolant', 'coolant'),
    ('antifreeze', 'coolant'),
    ('anti freeze', 'coolant'),
    ('radiator', 'radiator'),
    ('rad', 'radiator'),
    ('fan belt', 'fan_belt'),
    ('v belt', 'fan_belt'),
    ('vee belt', 'fan_belt'),
    ('thermostat', 'thermostat'),
    ('stat', 'thermostat'),
    ('bore and stroke', 'bore_and_stroke'),
    ('bore x stroke', 'bore_and_stroke'),
    ('bore stroke', 'bore_and_stroke'),
    ('casting number', 'casting_number'),
    ('cast number', 'casting_number'),
    ('block casting', 'casting_number'),
    ('engine number', 'engine_number'),
    ('motor number', 'engine_number'),
    ('engine stamp', 'engine_number'),
    ('engine serial', 'engine_number'),
    ('harmonic balancer', 'harmonic_balancer'),
    ('crank damper', 'harmonic_balancer'),
    ('vibration damper', 'harmonic_balancer'),
    ('crankshaft damper', 'harmonic_balancer'),
    ('timing chain', 'timing_chain'),
    ('cam chain', 'timing_chain'),
    ('timing belt', 'timing_belt'),
    ('cam belt', 'timing_belt'),
    ('cambelt', 'timing_belt'),
    ('chassis number', 'chassis_number'),
    ('frame number', 'chassis_number'),
    ('serial number', 'chassis_number'),
    ('car number', 'chassis_number'),
    ('vin', 'vin'),
    ('vehicle identification number', 'vin'),
    ('vin number', 'vin'),
    ('data plate', 'data_plate'),
    ('trim tag', 'data_plate'),
    ('fender tag', 'data_plate'),
    ('cowl tag', 'data_plate'),
    ('body tag', 'data_plate'),
    ('build plate', 'data_plate'),
    ('body plate', 'data_plate'),
    ('build sheet', 'build_sheet'),
    ('broadcast sheet', 'build_sheet'),
    ('broadcast card', 'build_sheet'),
    ('window sticker', 'window_sticker'),
    ('monroney', 'window_sticker'),
    ('monroney label', 'window_sticker'),
    ('protect o plate', 'protect_o_plate'),
    ('protecto plate', 'protect_o_plate'),
    ('shock absorber', 'shock_absorber'),
    ('shock', 'shock_absorber'),
    ('damper', 'shock_absorber'),
    ('anti roll bar', 'anti_roll_bar'),
    ('sway bar', 'anti_roll_bar'),
    ('stabilizer bar', 'anti_roll_bar'),
    ('stabiliser bar', 'anti_roll_bar'),
    ('antiroll bar', 'anti_roll_bar'),
    ('swaybar', 'anti_roll_bar'),
    ('leaf spring', 'leaf_spring'),
    ('leaf pack', 'leaf_spring'),
    ('semi elliptic spring', 'leaf_spring'),
    ('coil spring', 'coil_spring'),
    ('helical spring', 'coil_spring'),
    ('torsion bar', 'torsion_bar'),
    ('strut', 'strut'),
    ('macpherson strut', 'strut'),
    ('mcpherson strut', 'strut'),
    ('control arm', 'control_arm'),
    ('wishbone', 'control_arm'),
    ('track control arm', 'control_arm'),
    ('ball joint', 'ball_joint'),
    ('balljoint', 'ball_joint'),
    ('tie rod', 'tie_rod'),
    ('track rod', 'tie_rod'),
    ('king pin', 'king_pin'),
    ('kingpin', 'king_pin'),
    ('swivel pin', 'king_pin'),
    ('wheel alignment', 'wheel_alignment'),
    ('alignment', 'wheel_alignment'),
    ('tracking', 'wheel_alignment'),
    ('steering box', 'steering_box'),
    ('steering gear', 'steering_box'),
    ('recirculating ball', 'steering_box'),
    ('rack and pinion', 'rack_and_pinion'),
    ('steering rack', 'rack_and_pinion'),
    ('power steering', 'power_steering'),
    ('ps pump', 'power_steering'),
    ('pas', 'power_steering'),
    ('power assisted steering', 'power_steering'),
    ('disc brake', 'disc_brake'),
    ('disk brake', 'disc_brake'),
    ('rotor brake', 'disc_brake'),
    ('drum brake', 'drum_brake'),
    ('brake drum', 'drum_brake'),
    ('brake rotor', 'brake_rotor'),
    ('brake disc', 'brake_rotor'),
    ('brake disk', 'brake_rotor'),
    ('caliper', 'brake_caliper'),
    ('calliper', 'brake_caliper'),
    ('master cylinder', 'master_cylinder'),
    ('brake master', 'master_cylinder'),
    ('parking brake', 'parking_brake'),
    ('handbrake', 'parking_brake'),
    ('hand brake', 'parking_brake'),
    ('emergency brake', 'parking_brake'),
    ('e brake', 'parking_brake'),
    ('power brake', 'power_brake'),
    ('brake booster', 'power_brake'),
    ('brake servo', 'power_brake'),
    ('servo assisted brake', 'power_brake'),
    ('vacuum booster', 'power_brake'),
    ('wheelbase', 'wheelbase'),
    ('wheel base', 'wheelbase'),
    ('track width', 'track_width'),
    ('tread width', 'track_width'),
    ('front track', 'track_width'),
    ('rear track', 'track_width'),
    ('curb weight', 'curb_weight'),
    ('kerb weight', 'curb_weight'),
    ('kerbweight', 'curb_weight'),
    ('shipping weight', 'curb_weight'),
    ('unladen weight', 'curb_weight'),
    ('tire', 'tyre'),
    ('tyre', 'tyre'),
    ('wheel rim', 'wheel_rim'),
    ('rim', 'wheel_rim'),
    ('hubcap', 'hubcap'),
    ('hub cap', 'hubcap'),
    ('wheel cover', 'hubcap'),
    ('wheel trim', 'hubcap'),
    ('dog dish', 'hubcap'),
    ('rally wheel', 'rally_wheel'),
    ('rallye wheel', 'rally_wheel'),
    ('lug nut', 'lug_nut'),
    ('wheel nut', 'lug_nut'),
    ('bolt pattern', 'bolt_pattern'),
    ('lug pattern', 'bolt_pattern'),
    ('pcd', 'bolt_pattern'),
    ('bolt circle', 'bolt_pattern'),
    ('spare wheel', 'spare_wheel'),
    ('spare tire', 'spare_wheel'),
    ('spare tyre', 'spare_wheel'),
    ('tire pressure', 'tyre_pressure'),
    ('tyre pressure', 'tyre_pressure'),
    ('inflation pressure', 'tyre_pressure'),
    ('ground clearance', 'ground_clearance'),
    ('ride height', 'ground_clearance'),
    ('towing', 'towing'),
    ('trailering', 'towing'),
    ('axle', 'axle'),
    ('rear end', 'axle'),
    ('hood', 'hood'),
    ('bonnet', 'hood'),
    ('engine cover', 'hood'),
    ('trunk', 'trunk'),
    ('boot', 'trunk'),
    ('decklid', 'trunk'),
    ('deck lid', 'trunk'),
    ('trunk lid', 'trunk'),
    ('boot lid', 'trunk'),
    ('fender', 'fender'),
    ('wing', 'fender'),
    ('mudguard', 'fender'),
    ('front fender', 'fender'),
    ('quarter panel', 'quarter_panel'),
    ('rear wing', 'quarter_panel'),
    ('rear fender', 'quarter_panel'),
    ('rear quarter', 'quarter_panel'),
    ('rocker panel', 'rocker_panel'),
    ('sill', 'rocker_panel'),
    ('rocker sill', 'rocker_panel'),
    ('windshield', 'windshield'),
    ('windscreen', 'windshield'),
    ('wind screen', 'windshield'),
    ('bumper', 'bumper'),
    ('fender bar', 'bumper'),
    ('overrider', 'bumper'),
    ('grille', 'grille'),
    ('grill', 'grille'),
    ('radiator grille', 'grille'),
    ('dashboard', 'dashboard'),
    ('dash', 'dashboard'),
    ('dash panel', 'dashboard'),
    ('instrument panel', 'dashboard'),
    ('facia', 'dashboard'),
    ('fascia', 'dashboard'),
    ('glove box', 'glove_box'),
    ('glovebox', 'glove_box'),
    ('glove compartment', 'glove_box'),
    ('speedometer', 'speedometer'),
    ('speedo', 'speedometer'),
    ('tachometer', 'tachometer'),
    ('tach', 'tachometer'),
    ('tacho', 'tachometer'),
    ('rev counter', 'tachometer'),
    ('revcounter', 'tachometer'),
    ('odometer', 'odometer'),
    ('mileometer', 'odometer'),
    ('milometer', 'odometer'),
    ('gauge', 'gauge'),
    ('instrument cluster', 'gauge'),
    ('bucket seat', 'bucket_seat'),
    ('buckets seat', 'bucket_seat'),
    ('bench seat', 'bench_seat'),
    ('seat belt', 'seat_belt'),
    ('safety belt', 'seat_belt'),
    ('seatbelt', 'seat_belt'),
    ('upholstery', 'upholstery'),
    ('interior trim', 'upholstery'),
    ('seat covers', 'upholstery'),
    ('vinyl roof', 'vinyl_roof'),
    ('vinyl top', 'vinyl_roof'),
    ('landau top', 'vinyl_roof'),
    ('sunroof', 'sunroof'),
    ('sliding roof', 'sunroof'),
    ('moonroof', 'sunroof'),
    ('sun roof', 'sunroof'),
    ('floor pan', 'floor_pan'),
    ('floorpan', 'floor_pan'),
    ('floor board', 'floor_pan'),
    ('floorboard', 'floor_pan'),
    ('subframe', 'subframe'),
    ('sub frame', 'subframe'),
    ('front clip', 'subframe'),
    ('firewall', 'firewall'),
    ('bulkhead', 'firewall'),
    ('cowl', 'firewall'),
    ('weatherstrip', 'weatherstrip'),
    ('weather strip', 'weatherstrip'),
    ('door seal', 'weatherstrip'),
    ('chrome', 'chrome'),
    ('brightwork', 'chrome'),
    ('bright work', 'chrome'),
    ('rust', 'rust'),
    ('corrosion', 'rust'),
    ('oxidation', 'rust'),
    ('rot', 'rust'),
    ('bondo', 'bondo'),
    ('body filler', 'bondo'),
    ('filler', 'bondo'),
    ('patina', 'patina'),
    ('survivor', 'patina'),
    ('restoration', 'restoration'),
    ('restored', 'restoration'),
    ('resto', 'restoration'),
    ('nut and bolt restoration', 'restoration'),
    ('rotisserie', 'rotisserie'),
    ('rotisserie restoration', 'rotisserie'),
    ('barn find', 'barn_find'),
    ('barnfind', 'barn_find'),
    ('air conditioning', 'air_conditioning'),
    ('ac', 'air_conditioning'),
    ('aircon', 'air_conditioning'),
    ('factory air', 'air_conditioning'),
    ('air con', 'air_conditioning'),
    ('heater', 'heater'),
    ('heater box', 'heater'),
    ('radio', 'radio'),
    ('wireless', 'radio'),
    ('roll bar', 'rollbar'),
    ('rollbar', 'rollbar'),
    ('roll cage', 'rollbar'),
    ('rollcage', 'rollbar'),
    ('license plate', 'licence_plate'),
    ('licence plate', 'licence_plate'),
    ('number plate', 'licence_plate'),
    ('registration plate', 'licence_plate'),
    ('mileage', 'mileage'),
    ('odometer reading', 'mileage'),
    ('kilometres shown', 'mileage'),
    ('one owner', 'one_owner'),
    ('single owner', 'one_owner'),
    ('rhd', 'right_hand_drive'),
    ('right hand drive', 'right_hand_drive'),
    ('lhd', 'left_hand_drive'),
    ('left hand drive', 'left_hand_drive'),
    ('paint code', 'paint_code'),
    ('color code', 'paint_code'),
    ('colour code', 'paint_code'),
    ('exterior code', 'paint_code'),
    ('color', 'color'),
    ('colour', 'color'),
    ('paint colour', 'color'),
    ('paint color', 'color'),
    ('trim code', 'trim_code'),
    ('interior code', 'trim_code'),
    ('two tone', 'two_tone'),
    ('two toned', 'two_tone'),
    ('duotone', 'two_tone'),
    ('bicolour', 'two_tone'),
    ('repaint', 'repaint'),
    ('respray', 'repaint'),
    ('repainted', 'repaint'),
    ('resprayed', 'repaint'),
    ('clear coat', 'clear_coat'),
    ('clearcoat', 'clear_coat'),
    ('lacquer', 'clear_coat'),
    ('single stage', 'single_stage'),
    ('single stage enamel', 'single_stage'),
    ('plum crazy', 'plum_crazy'),
    ('fc7', 'plum_crazy'),
    ('hemi orange', 'hemi_orange'),
    ('tor red', 'hemi_orange'),
    ('ev2', 'hemi_orange'),
    ('sublime', 'sublime'),
    ('limelight', 'sublime'),
    ('fj5', 'sublime'),
    ('go mango', 'go_mango'),
    ('vitamin c', 'go_mango'),
    ('ek2', 'go_mango'),
    ('top banana', 'top_banana'),
    ('lemon twist', 'top_banana'),
    ('fy1', 'top_banana'),
    ('b5 blue', 'b5_blue'),
    ('bright blue metallic', 'b5_blue'),
    ('eb5', 'b5_blue'),
    ('hugger orange', 'hugger_orange'),
    ('code 72 orange', 'hugger_orange'),
    ('cranberry red', 'cranberry_red'),
    ('code 75', 'cranberry_red'),
    ('fathom blue', 'fathom_blue'),
    ('code 28', 'fathom_blue'),
    ('grabber blue', 'grabber_blue'),
    ('code j', 'grabber_blue'),
    ('grabber orange', 'grabber_orange'),
    ('code u', 'grabber_orange'),
    ('lemans blue', 'le_mans_blue'),
    ('le mans blue', 'le_mans_blue'),
    ('code 71', 'le_mans_blue'),
    ('british racing green', 'british_racing_green'),
    ('brg', 'british_racing_green'),
    ('irish green', 'irish_green'),
    ('code 1501', 'irish_green'),
    ('irischgrün', 'irish_green'),
    ('signal red', 'signal_red'),
    ('signalrot', 'signal_red'),
    ('guards red', 'guards_red'),
    ('indischrot', 'guards_red'),
    ('india red', 'guards_red'),
    ('inka', 'inka'),
    ('inka orange', 'inka'),
    ('malaga', 'malaga'),
    ('malaga red', 'malaga'),
    ('polaris', 'polaris'),
    ('polaris silver', 'polaris'),
    ('auction', 'auction'),
    ('hammer sale', 'auction'),
    ('hammer price', 'hammer_price'),
    ('sale price', 'hammer_price'),
    ('selling price', 'hammer_price'),
    ('reserve price', 'reserve'),
    ('reserve', 'reserve'),
    ('asking price', 'asking_price'),
    ('list price', 'asking_price'),
    ('advertised price', 'asking_price'),
    ('msrp', 'msrp'),
    ('sticker price', 'msrp'),
    ('base price', 'msrp'),
    ('suggested retail price', 'msrp'),
    ('new price', 'msrp'),
    ('concours', 'condition_1'),
    ('number 1 condition', 'condition_1'),
    ('condition 1', 'condition_1'),
    ('show condition', 'condition_1'),
    ('excellent condition', 'condition_2'),
    ('number 2 condition', 'condition_2'),
    ('condition 2', 'condition_2'),
    ('good condition', 'condition_3'),
    ('number 3 condition', 'condition_3'),
    ('condition 3', 'condition_3'),
    ('driver quality', 'condition_3'),
    ('fair condition', 'condition_4'),
    ('number 4 condition', 'condition_4'),
    ('condition 4', 'condition_4'),
    ('production number', 'production_number'),
    ('number built', 'production_number'),
    ('units built', 'production_number'),
    ('production total', 'production_number'),
    ('cars built', 'production_number'),
    ('build number total', 'production_number'),
    ('recall', 'recall'),
    ('safety recall', 'recall'),
    ('recall campaign', 'recall'),
    ('complaint', 'complaint'),
    ('defect report', 'complaint'),
    ('owner manual', 'owners_manual'),
    ('owners handbook', 'owners_manual'),
    ('owner handbook', 'owners_manual'),
    ('driver handbook', 'owners_manual'),
    ('shop manual', 'shop_manual'),
    ('workshop manual', 'shop_manual'),
    ('service manual', 'shop_manual'),
    ('repair manual', 'shop_manual'),
    ('parts catalog', 'parts_catalogue'),
    ('parts catalogue', 'parts_catalogue'),
    ('parts book', 'parts_catalogue'),
    ('parts manual', 'parts_catalogue'),
    ('part number', 'part_number'),
    ('pn', 'part_number'),
    ('technical service bulletin', 'technical_bulletin'),
    ('tsb', 'technical_bulletin'),
    ('service bulletin', 'technical_bulletin'),
    ('provenance', 'provenance'),
    ('documented history', 'provenance'),
    ('ownership history', 'provenance'),
    ('clean title', 'title'),
    ('pink slip', 'title'),
    ('logbook', 'title'),
    ('v5c', 'title'),
    ('ownership document', 'title'),
    ('registration', 'registration'),
    ('reg document', 'registration')
  ) a (phrase, meaning), lateral app.alias_words(a.phrase) w;
  select a.phrase into vague from app.source_aliases a where cardinality(a.words) = 1 and btrim(app.plain_words(a.phrase)) like '% %' limit 1;
  if found then
    raise exception 'The alias "%" has one word that counts, which means other things too.', vague;
  end if;
  if (select s.aliases from app.source_stats s) is distinct from '3e0d39d2f8d316ad' then
    insert into app.source_pending (chunk_id) select i.chunk_id from app.source_index i on conflict do nothing;
    perform app.name_sales_anew();
    update app.source_stats set aliases = '3e0d39d2f8d316ad';
  end if;
end
$aliases$;
revoke all on function app.load_aliases() from public, anon, authenticated, service_role;
select app.load_aliases();


-- 90_sources/36_index_chunks.sql

-- Indexing: new chunks are added by a job of one transaction, every second or so. A chunk is found once that has
-- committed, and gone from answers with its row.

-- How much a chunk weighs: authority 0 to 1 becomes 0.75 to 1.25. Halved for a list of words, which would win every
-- query: much text, hardly a stop word, hardly a number, in a kind of source that is prose.
create or replace function app.chunk_weight(authority real, kind text, plain text, length integer, numbers integer)
  returns real
language sql immutable set search_path = '' as $$
  select ((0.75 + 0.5 * authority) * case
    when kind in ('manual', 'article', 'forum', 'listing') and w.words >= 60 and length > w.words * 0.88
      and numbers < length * 0.06 then 0.5
    else 1 end)::real
  from (select regexp_count(plain, ' +') + 1 as words) w
$$;

-- Scopes that are not there yet.
create or replace function app.add_scopes(batch uuid[]) returns void
language sql security definer set search_path = '' as $$
  insert into app.source_scopes (make_words, model_words, year_from, year_to, vehicle_id)
  select app.name_words(make), app.name_words(model), year_from, year_to, vehicle_id
  from (select distinct c.make, c.model, c.year_from, c.year_to, c.vehicle_id from public.source_chunks c
    where c.id = any (batch)) x
  on conflict do nothing
$$;

-- Indexes the chunks of a batch, which the caller has locked and taken out of the index.
create or replace function app.index_batch(batch uuid[]) returns void
language plpgsql security definer set search_path = '' set jit = off as $$
begin
  perform app.add_scopes(batch);
  create temporary table if not exists indexed_words (
    chunk_id uuid, lexeme text, term integer, tf integer) on commit drop;
  create temporary table if not exists indexed_chunks (
    n integer, chunk_id uuid, document_id uuid, source_id uuid, scope_id integer, kind text, owner_id uuid,
    is_public boolean, authority real,
    published date, plain text) on commit drop;
  truncate pg_temp.indexed_words, pg_temp.indexed_chunks;

  insert into pg_temp.indexed_chunks
    select row_number() over (), c.id, c.document_id, c.source_id, s.id, d.kind, c.owner_id, c.is_public,
           source.authority,
           (coalesce(c.published_at, d.published_at) at time zone 'UTC')::date,
           app.plain_words(concat_ws(' . ', c.body, array_to_string(c.heading, ' . '), d.title, c.make, c.model, c.trim,
             c.engine))
    from public.source_chunks c
    join public.source_documents d on d.id = c.document_id and d.is_current and d.may_search is distinct from false
    join public.sources source on source.id = c.source_id
    join (select y.make, y.model, app.name_words(y.make) as make_words, app.name_words(y.model) as model_words
          from (select distinct x.make, x.model from public.source_chunks x where x.id = any (batch)) y offset 0) names
      on names.make is not distinct from c.make and names.model is not distinct from c.model
    join app.source_scopes s on s.make_words = names.make_words and s.model_words = names.model_words
      and s.year_from is not distinct from c.year_from and s.year_to is not distinct from c.year_to
      and s.vehicle_id is not distinct from c.vehicle_id
    where c.id = any (batch);

  insert into pg_temp.indexed_words (chunk_id, lexeme, tf)
    select c.chunk_id, l.lexeme, least(sum(cardinality(l.positions)), 255)
    from app.lexemes(array(select to_tsvector('pg_catalog.english', x.plain) from pg_temp.indexed_chunks x
      order by x.n)) l
    join pg_temp.indexed_chunks c using (n) group by c.chunk_id, l.lexeme;
  insert into app.source_terms (lexeme)
    select distinct w.lexeme from pg_temp.indexed_words w
    where not exists (select from app.source_terms t where t.lexeme = w.lexeme) on conflict do nothing;
  update pg_temp.indexed_words w set term = t.id from app.source_terms t where t.lexeme = w.lexeme;
  analyze pg_temp.indexed_words;
  analyze pg_temp.indexed_chunks;
  perform app.index_words();
end
$$;

-- The rows of the index for what index_batch has laid out, and the statistics.
create or replace function app.index_words() returns void
language plpgsql security definer set search_path = '' set jit = off as $$
begin
  with length as (
    select chunk_id, least(sum(tf) filter (where lexeme not like '=%'), 32767)::integer as length,
           count(*) filter (where lexeme ~ '^[0-9.]+$')::integer as numbers,
           (array_agg(hashtext(lexeme) order by hashtext(lexeme)))[1:16] as sketch
    from pg_temp.indexed_words group by chunk_id),
  weighed as (
    select c.*, l.length, l.sketch, app.chunk_weight(c.authority, c.kind, c.plain, l.length, l.numbers) as weight
    from pg_temp.indexed_chunks c join length l using (chunk_id) where l.length > 0),
  put as (
    insert into app.source_index
    select c.chunk_id, c.document_id, c.source_id, c.scope_id, c.kind, c.owner_id, c.is_public, c.weight, c.published,
           c.length,
           array_agg(w.term * 16 + width_bucket(
             c.weight * 2.2::float8 * w.tf / (w.tf + 0.3::float8 + 0.9::float8 * c.length / p.pivot),
                                                app.impact_levels()) order by w.term),
           string_agg(set_byte('\x00', 0, w.tf), '' order by w.term), c.sketch
    from weighed c join pg_temp.indexed_words w using (chunk_id) cross join app.source_stats p
    group by c.chunk_id, c.document_id, c.source_id, c.scope_id, c.kind, c.owner_id, c.is_public, c.weight, c.published,
      c.length, c.sketch
    returning chunk_id, scope_id, length, is_public),
  counted as (
    update app.source_terms t set df = t.df + n.df
    from (select w.term, count(*)::integer as df from pg_temp.indexed_words w join weighed c using (chunk_id)
      where c.is_public group by 1) n
    where t.id = n.term),
  sized as (
    update app.source_scopes s set chunks = s.chunks + n.n
    from (select scope_id, count(*)::integer as n from put where is_public group by 1) n where s.id = n.scope_id)
  update app.source_stats s set docs = s.docs + n.docs, length = s.length + n.length
  from (select count(*)::integer as docs, coalesce(sum(length), 0) as length from put where is_public) n
    where n.docs > 0;
end
$$;

-- What has left since the last run leaves the statistics.
create or replace function app.forget_leaving_chunks() returns void
language sql security definer set search_path = '' set jit = off as $$
  with gone as (delete from app.source_leaving returning length, terms, scope_id),
  counted as (
    update app.source_terms t set df = t.df - o.df
    from (select term / 16 as term, count(*)::integer as df from gone, unnest(terms) term group by 1) o
      where t.id = o.term),
  sized as (
    update app.source_scopes s set chunks = s.chunks - o.n
    from (select scope_id, count(*)::integer as n from gone group by 1) o where s.id = o.scope_id)
  update app.source_stats s set docs = s.docs - o.docs, length = s.length - o.length
  from (select count(*)::integer as docs, coalesce(sum(length), 0) as length from gone) o where o.docs > 0
$$;

-- The whole library is indexed again when levels have become coarse: the average length is far from the one they go by.
create or replace function app.follow_average_length() returns void
language plpgsql security definer set search_path = '' as $$
declare
  average float8;
begin
  select s.length::float8 / s.docs into average from app.source_stats s
    where s.docs >= 1000 and s.length::float8 / s.docs not between s.pivot / 1.5 and s.pivot * 1.5;
  if average is not null then
    update app.source_stats set pivot = average;
    insert into app.source_pending (chunk_id) select i.chunk_id from app.source_index i where i.is_public on conflict
      do nothing;
  end if;
end
$$;

-- One at a time, wherever it is called; 20,000 a go to build. Returns how many chunks it took. One that fails is set
-- aside with its error.
create or replace function app.index_chunks(most integer default 1000) returns integer
language plpgsql security definer set search_path = '' set jit = off as $$
declare
  batch uuid[];
  one uuid;
begin
  perform from app.source_stats for update skip locked;
  if not found then return 0; end if;
  if exists (select from app.source_leaving) then perform app.forget_leaving_chunks(); end if;
  if not exists (select from app.source_pending) then return 0; end if;

  with taken as (
    delete from app.source_pending p
      where p.chunk_id in (select x.chunk_id from app.source_pending x order by x.place limit most)
    returning p.chunk_id)
  select array_agg(t.chunk_id) into batch from taken t;
  -- neither deleted nor handed over meanwhile
  perform from public.source_chunks c where c.id = any (batch) order by c.id for share;
  delete from app.source_index i where i.chunk_id = any (batch);
  perform app.forget_leaving_chunks();
  delete from app.source_unindexed u where u.chunk_id = any (batch);
  begin
    perform app.index_batch(batch);
  exception when others then
    foreach one in array batch loop
      begin
        perform app.index_batch(array[one]);
      exception when others then
        insert into app.source_unindexed (chunk_id, error) values (one, sqlerrm) on conflict do nothing;
      end;
    end loop;
  end;
  perform app.follow_average_length();
  return cardinality(batch);
end
$$;

-- Where the fifteen impact levels begin.
create or replace function app.impact_levels() returns float8[]
language sql immutable as $$
  select '{0.85,1,1.1,1.25,1.4,1.55,1.7,1.8,1.88,1.95,2.1,2.3,2.6,3}'::pg_catalog.float8[]
$$;

revoke all on function
  app.index_chunks(integer)
  from public, anon, authenticated, service_role;
grant execute on function app.index_chunks(integer) to service_role;

select app.register_job('index_chunks', '1 second', 'select app.index_chunks()');
revoke all on function
  app.chunk_weight,
  app.add_scopes,
  app.index_batch,
  app.index_words,
  app.forget_leaving_chunks,
  app.follow_average_length,
  app.impact_levels
  from public, anon, authenticated, service_role;


-- 90_sources/37_query_words.sql

-- A query read: its words as the vocabulary has them, and the stretch of a text that a hit shows.

-- The words of a query as the vocabulary has them. A word that no public chunk has becomes its nearest neighbour in
-- spelling, at most eight of them; a known word is never touched. A phrase of the aliases becomes its meaning; those of
-- its words that have digits also stay. needles: how the word may be spelt in a text, to choose what a hit shows.
create or replace function app.query_words(query text)
  returns table (word integer, term integer, df integer, lexeme text, needles text[])
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  vector tsvector := app.words_of(left(query, 1000));
begin
  select string_agg(quote_literal(f.lexeme) || ':' || array_to_string(f.positions, ','), ' ')::tsvector into vector
  from (
    select coalesce(case when w.nth <= 8 then app.nearest_term(w.lexeme) end, w.lexeme) as lexeme,
           array_agg(p order by p) as positions
    from (
      select u.lexeme, u.positions, known.is,
             case when not known.is and length(u.lexeme) between 4 and 30 and u.lexeme !~ '[0-9]'
                  then row_number() over (partition by known.is order by u.positions[1]) end as nth
      from unnest(vector) u,
           lateral (select exists (select from app.source_terms t where t.lexeme = u.lexeme and t.df > 0)
                        or exists (select from app.source_aliases a
                          where u.lexeme = any (a.words)) as is offset 0) known offset 0) w
    cross join unnest(w.positions) p
    group by 1) f;

  return query
  with said as materialized (
    select l.lexeme, p.position, l.phrase, t.id, t.df
    from app.lexemes(array[vector]) l,
         lateral (select x.id, x.df from app.source_terms x where x.lexeme = l.lexeme limit 1) t,
         unnest(l.positions) p (position)
    where l.phrase = 0 or t.df > 0),
  meant as materialized (
    select s.* from said s
    where s.phrase > 0 and not exists (
      select from said o where o.phrase > s.phrase and o.position <= s.position
        and o.position + o.phrase >= s.position + s.phrase)),
  kept as (
    select m.lexeme, m.id, m.df from meant m
    union
    select s.lexeme, s.id, s.df from said s
    where s.phrase = 0 and not exists (
      select from meant m where s.position >= m.position and s.position < m.position + m.phrase
        and (m.phrase = 1 or s.lexeme !~ '[0-9]')))
  select row_number() over (order by k.df, k.lexeme)::integer, k.id, k.df, k.lexeme,
         case when k.lexeme like '=%' then array(
           select a.phrase from app.source_aliases a where a.meaning = substr(k.lexeme, 2))
              when k.lexeme ~ '^t\d{5}r\d\d$' then array[substr(k.lexeme, 2, 3) || ' ' || substr(k.lexeme, 5, 2)]
              when k.lexeme ~ '^\d{4,6}$' then array[k.lexeme, regexp_replace(k.lexeme, '(\d{3})$', ',\1')]
              else array[regexp_replace(k.lexeme, '(?<=...)[iey]$', '')] end
  from kept k order by k.df, k.lexeme limit 32;
end
$$;

-- The stretch of a text to show: of at most about 320 characters, in whole sentences where they are short enough, with
-- as many words of the query as there are. Both offsets in characters of `body`.
create or replace function app.snippet(
  body text, words integer[], needles text[], out char_start integer, out char_end integer)
language plpgsql immutable set search_path = '' as $$
declare
  most constant integer := 320;
  at integer;
begin
  with piece as materialized (
    select n::integer as n, m[1] as part, length(m[1]) as length,
           (sum(length(m[1])) over (order by n) - length(m[1]))::integer as at
    -- A point ends no sentence within 3.8, before a small letter, nor after cu. or in., which stand as cu· meanwhile.
    from regexp_matches(regexp_replace(left(body, 20000), '\m(cu|in|ft|lbs?|sq|no|fig|approx|incl)\.', '\1·', 'gi'),
      '(?:[^.!?\n]|[.!?]+(?![.!?]|\s*$|\s+[^[:lower:]\s]))+(?:[.!?\n]+\s*|$)|[.!?\n]+\s*', 'g') with ordinality r (
        m, n)),
  hit as materialized (
    select distinct p.n, x.word from piece p, unnest(words, needles) x (word, needle)
      where strpos(translate(lower(p.part), '-/·', '  .'), x.needle) > 0),
  stretch as (
    select a.n, a.at, max(b.at + b.length) as ends, min(b.n) as first, max(b.n) as last
    from piece a join piece b on b.n between a.n and a.n + 40
      and (b.n = a.n or b.at + length(rtrim(b.part)) - a.at <= most)
    group by a.n, a.at)
  select s.at, s.ends into char_start, char_end
  from stretch s
  order by (select count(distinct h.word) from hit h where h.n between s.n and s.last) desc,
           exists (select from hit h where h.n = s.n) desc, s.n limit 1;

  if char_end - char_start > most + 80 then   -- one long sentence, or a text without any: around its first hit
    select coalesce(min(nullif(strpos(lower(substr(body, char_start + 1, char_end - char_start)), x.needle), 0)), 1)
      into at from unnest(needles) x (needle);
    at := greatest(at - 120, 0);
    if at > 0 then at := at + greatest(strpos(substr(body, char_start + at + 1, 60), ' '), 0); end if;
    char_start := char_start + at;
    char_end := least(char_end, char_start + most);
    if char_end < length(body) and substr(body, char_end + 1, 1) !~ '\s' then
      char_end := char_end - coalesce(length(substring(substr(body, char_end - 59, 60) from '\s(\S*)$')), 0);
    end if;
  end if;
  char_start := char_start + length(substring(substr(body, char_start + 1, char_end - char_start) from '^\s*'));
  char_end := greatest(char_end - length(substring(substr(body, char_start + 1, char_end - char_start) from '\s*$')),
    char_start);
end
$$;
revoke all on function
  app.query_words,
  app.snippet
  from public, anon, authenticated, service_role;


-- 90_sources/38_search_scope.sql

-- Which rows of the index a search looks at, how they score, and which are the best.

insert into app.settings (name, value, about) values
  ('search_exact_chunks', '60000',
    'A search in at most so many chunks scores every one; in more it scores candidates.'),
  ('search_candidates', '20000',
    'About how many candidates a search of three words and more scores; 60 % of it for two, 15 % for one.')
on conflict (name) do update set about = excluded.about;

-- The score as an expression over a row d of app.source_index: the sum over words of idf * 2.2 / (1 + k / tf).
-- width_bucket is a binary search: it finds the last element up to (term, any level). Numbers alone are spliced in.
create or replace function app.score_expression(terms integer[], idfs float8[], average float8) returns text
language sql immutable set search_path = '' as $$
  select string_agg(format(
    'coalesce(%L::float8 / (1 + (0.3::float8 + d.length * %L::float8) / nullif(case when d.terms[width_bucket(%s, '
      'd.terms)] / 16 = %s '
    'then get_byte(d.tfs, width_bucket(%3$s, d.terms) - 1) else 0 end, 0)), 0)', 2.2 * idf, 0.9 / average,
    term * 16 + 15, term), ' + ' order by term)
  from unnest(terms, idfs) x (term, idf)
$$;

-- Which keys (term, level) name the candidates of a wide search: those of most idf times impact, until about `enough`
-- chunks have one. rest: the most that a chunk with none of them can score, before freshness.
create or replace function app.candidate_keys(
  terms integer[], idfs float8[], dfs integer[], enough float8, out keys integer[], out rest float8)
language sql immutable set search_path = '' as $$
  with key as (
    select t.term, t.idf, level::integer, t.term * 16 + level::integer - 1 as key,
           sum(t.df * share) over most_first as total, row_number() over most_first as nth
    from unnest(terms, idfs, dfs) t (term, idf, df),
         unnest('{0.077,0.347,0.198,0.157,0.1,0.063,0.035,0.012,0.0055,0.003,0.0022,0.0008,0.0001,0,0}'::float8[],
                '{0.75,0.93,1.05,1.17,1.32,1.47,1.62,1.75,1.84,1.91,2,2.2,2.45,2.8,3.3}'::float8[]) with ordinality l (
                  share, impact, level)
    window most_first as (order by t.idf * impact desc, t.term)),
  chosen as (
    select k.*, nth = 1 or total <= enough
      * case cardinality(terms) when 1 then 0.15 when 2 then 0.6 else 1 end as taken from key k)
  select array_agg(c.key) filter (where taken),
         (select coalesce(sum(most), 0) from (
            select o.idf * coalesce((app.impact_levels())[max(o.level)], 2.75) as most from chosen o where not o.taken
              group by o.term, o.idf) left_out)
  from chosen c
$$;

-- The vehicle's subject as the ids of the scopes that fit it.
create or replace function app.fitting_scopes(vehicle_id uuid) returns integer[]
language plpgsql stable security definer set search_path = '' as $$
declare
  subject record;
  make text[];
  model text[];
begin
  select * into subject from app.vehicle_subject(fitting_scopes.vehicle_id);
  make := app.name_words(subject.make);
  model := app.name_words(concat_ws(' ', subject.model, subject.trim));
  return array(
    select s.id from app.source_scopes s
    where (s.vehicle_id = fitting_scopes.vehicle_id)
       or (s.vehicle_id is null
           and (make = '{}' or app.names_fit(s.make_words, make))
           and (model = '{}' or app.names_fit(s.model_words, model))
           and (subject.year is null or subject.year between coalesce(s.year_from, 0) and coalesce(s.year_to, 9999))));
end
$$;

-- The rows of the index that are looked at, as a query: all that the filters leave where those are few enough, else the
-- candidates. A person's own private chunks are always looked at; the service role sees those of the vehicle that it
-- names.
create or replace function app.search_scope(
  keys integer[], vehicle_id uuid, kinds text[], sources uuid[], published_from date, published_to date,
  out rows text, out is_whole boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  most constant integer := app.setting_number('search_exact_chunks')::integer;
  scopes constant integer[] := case when vehicle_id is not null then app.fitting_scopes(vehicle_id) end;
  own text := 'false';
  filter text := '';
  fewest bigint := (select docs from app.source_stats);
  counted bigint;
begin
  if app.is_client() and auth.uid() is not null then
    own := format('(not is_public and owner_id = %L::uuid)', auth.uid());
  elsif not app.is_client() and vehicle_id is not null then
    own := format('(not is_public and scope_id = any (%L::integer[]))',
      array(select s.id from app.source_scopes s where s.vehicle_id = search_scope.vehicle_id));
  end if;
  if scopes is not null then
    filter := format(' and scope_id = any (%L::integer[])', scopes);
    fewest := least(fewest, (select coalesce(sum(s.chunks), 0) from app.source_scopes s where s.id = any (scopes)));
  end if;
  if sources is not null then
    filter := filter || format(' and source_id = any (%L::uuid[])', sources);
    if fewest > most then
      select count(*) into counted from (
        select from app.source_index i where i.source_id = any (sources) and i.is_public limit most + 1) x;
      fewest := least(fewest, counted);
    end if;
  end if;
  if kinds is not null then
    filter := filter || format(' and kind = any (%L::text[])', kinds);
    if fewest > most then
      select count(*) into counted from (
        select from app.source_index i where i.kind = any (kinds) and i.is_public limit most + 1) x;
      fewest := least(fewest, counted);
    end if;
  end if;
  if published_from is not null then filter := filter || format(' and published >= %L::date', published_from); end if;
  if published_to is not null then filter := filter || format(' and published <= %L::date', published_to); end if;
  is_whole := fewest <= most;
  rows := case when is_whole
    then format('select * from app.source_index where (is_public or %s)%s', own, filter)
    else format('select * from app.source_index where is_public and terms && %L::integer[]%s union all select * from '
      'app.source_index where %s%s',
                keys, filter, own, filter) end;
end
$$;

-- The best rows of `rows`, near duplicates of better ones left out: of two documents when they share 14 of 16 hashes of
-- their sketches, within a document when all of them.
create or replace function app.best_chunks(rows text, points text, "limit" integer, "offset" integer)
returns table (chunk_id uuid, score float8)
language plpgsql stable security definer set search_path = '' set jit = off set max_parallel_workers_per_gather = 0
  set work_mem = '32MB' as $$
begin
  return query execute format($query$
    with best as materialized (
      select d.chunk_id, d.document_id, d.length, d.sketch, x.score,
             row_number() over (order by x.score desc, d.chunk_id) as rank
      from (%s) d, lateral (select (%s) * d.weight
        * case when d.kind in ('listing', 'price_guide') and d.published is not null
        then 0.9 + 0.2 * power(0.5, greatest(current_date - d.published, 0) / 730.0) else 1 end as score offset 0) x
      where x.score > 0 order by x.score desc, d.chunk_id limit %s),
    hash as materialized (select b.rank, b.document_id, b.length, cardinality(b.sketch) as hashes, h
      from best b, unnest(b.sketch) h),
    twin as (
      select b.rank from hash a join hash b on b.h = a.h and b.rank > a.rank
      where a.length >= 20 or a.length = b.length
      group by a.rank, b.rank, a.document_id, b.document_id, a.length, b.length, a.hashes, b.hashes
      having count(*) = b.hashes and a.hashes = b.hashes and a.length = b.length
          or count(*) >= 14 and a.document_id <> b.document_id and b.length >= 20)
    select b.chunk_id, b.score from best b where b.rank not in (select t.rank from twin t) order by b.rank
      limit %s offset %s
  $query$, rows, points, 2 * ("limit" + "offset") + 20, "limit", "offset");
end
$$;

-- The same by the index on terms alone: comparing the keys with every row costs more than the planner thinks, a second
-- at 70,000 rows.
create or replace function app.best_candidates(rows text, points text, "limit" integer, "offset" integer)
returns table (chunk_id uuid, score float8)
language plpgsql stable security definer set search_path = '' set enable_seqscan = off as $$
begin
  return query select b.chunk_id, b.score from app.best_chunks(rows, points, "limit", "offset") b;
end
$$;
revoke all on function
  app.score_expression,
  app.candidate_keys,
  app.fitting_scopes,
  app.search_scope,
  app.best_chunks,
  app.best_candidates
  from public, anon, authenticated, service_role;


-- 90_sources/39_search_sources.sql

-- Search: BM25 over the library with its own visibility predicate, as text operators are not leakproof and row level
-- security would keep them from every index. See docs/guides/sources.md for the formula, the bounds and the figures.

-- Refuses what cannot be asked.
create or replace function app.check_search(vehicle_id uuid, kinds text[], "limit" integer, "offset" integer)
  returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  vehicle record;
  unknown text;
begin
  if "limit" is null or "limit" not between 1 and 50 then
    perform app.refuse('limit_is_from_1_to_50', 'A search answers 1 to 50 hits at a time.', null, '22023');
  end if;
  if "offset" is null or "offset" not between 0 and 200 then
    perform app.refuse('offset_is_from_0_to_200', 'A search answers the first 250 hits.', 'Use more words.', '22023');
  end if;
  select k into unknown from unnest(kinds) k where not coalesce(app.is_source_kind(k), false) limit 1;
  if found then
    perform app.refuse('unknown_kind', format('There is no kind of source %s.', app.fit(coalesce(unknown, 'null'), 40)),
      null, '22023');
  end if;
  if vehicle_id is not null then
    select v.user_id, coalesce(v.is_public, false) as is_public into vehicle from public.vehicles v
      where v.id = check_search.vehicle_id;
    if not found or (app.is_client() and not vehicle.is_public and vehicle.user_id is distinct from auth.uid()) then
      perform app.not_found('vehicle', check_search.vehicle_id::text);
    end if;
  end if;
end
$$;

create or replace function app.search_sources(
  query text, vehicle_id uuid, kinds text[], "limit" integer, "offset" integer,
  sources uuid[], published_from date, published_to date)
returns table (chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text,
               page integer, heading text,
               snippet text, char_start integer, char_end integer, score float8, published_at timestamptz,
               fetched_at timestamptz,
               is_public boolean, may_ai_input boolean, approximate boolean)
language plpgsql stable security definer set search_path = '' set jit = off as $$
#variable_conflict use_column
declare
  docs float8;
  average float8;
  drift float8;
  asked record;
  named record;
  scope record;
  found uuid[];
  scores float8[];
  is_approximate boolean := false;
begin
  perform app.check_search(vehicle_id, kinds, "limit", "offset");
  select s.docs, case when s.docs > 0 then greatest(s.length, 1)::float8 / s.docs else s.pivot end,
         case when s.docs > 0 then greatest(s.length::float8 / s.docs / s.pivot, 1) else 1 end into docs, average, drift
           from app.source_stats s;
  with word as materialized (select * from app.query_words(query)),
  needle as (select w.word, needle from word w cross join unnest(w.needles) needle)
  select array_agg(w.term) as terms,
         array_agg(ln(1 + (docs - least(w.df, docs) + 0.5) / (least(w.df, docs) + 0.5))) as idfs,
         array_agg(w.df) as dfs,
         (select array_agg(n.word) from needle n) as needle_words, (select array_agg(n.needle) from needle n) as needles
    into asked from word w;
  if asked.terms is null then return; end if;

  named := app.candidate_keys(asked.terms, asked.idfs, asked.dfs, app.setting_number('search_candidates')::float8);
  scope := app.search_scope(named.keys, vehicle_id, kinds, sources, published_from, published_to);
  if scope.is_whole then
    select array_agg(b.chunk_id), array_agg(b.score) into found, scores
      from app.best_chunks(scope.rows, app.score_expression(asked.terms, asked.idfs, average), "limit", "offset") b;
  else
    select array_agg(b.chunk_id), array_agg(b.score) into found, scores
      from app.best_candidates(scope.rows, app.score_expression(asked.terms, asked.idfs, average), "limit", "offset") b;
  end if;
  -- What was not looked at cannot enter the answer when the last hit scores more than it can: freshness adds a tenth at
  -- most.
  if not scope.is_whole and named.rest > 0 then
    is_approximate := coalesce(cardinality(found), 0) < "limit" or scores["limit"] < named.rest * drift * 1.1;
  end if;

  return query
    select c.id, c.document_id, c.source_id, d.kind, s.authority, d.title, coalesce(c.url, d.url), c.page,
           nullif(array_to_string(c.heading, ' › '), ''),
           substring(c.body from p.char_start + 1 for p.char_end - p.char_start), c.char_start + p.char_start,
           c.char_start + p.char_end,
           x.score, coalesce(c.published_at, d.published_at), d.fetched_at, c.is_public, d.may_ai_input, is_approximate
    from unnest(found, scores) with ordinality x (chunk_id, score, n)
    join public.source_chunks c on c.id = x.chunk_id
    join public.source_documents d on d.id = c.document_id
    join public.sources s on s.id = c.source_id,
    lateral app.snippet(c.body, asked.needle_words, asked.needles) p
    order by x.n;
end
$$;

-- Finds chunks by words, best first. With a vehicle: in what is about it, or not said to be about another; with it come
-- its own documents, for its owner. `kinds`, `sources` and the days of publication narrow it further. A hit's text is
-- substring(document_text(document_id) from char_start + 1 for char_end - char_start), which is `snippet`.
-- `approximate` says that a better hit may be missing: words that are all very common, in the whole library.
create or replace function public.search_sources(query text, vehicle_id uuid default null, kinds text[] default null,
  "limit" integer default 10, "offset" integer default 0,
  sources uuid[] default null, published_from date default null, published_to date default null)
returns table (chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text,
               page integer, heading text,
               snippet text, char_start integer, char_end integer, score float8, published_at timestamptz,
               fetched_at timestamptz,
               is_public boolean, may_ai_input boolean, approximate boolean)
language sql stable set search_path = '' as $$
  select * from app.search_sources(query, vehicle_id, kinds, "limit", "offset", sources, published_from, published_to)
$$;

revoke all on function
  app.search_sources(text, uuid, text[], integer, integer, uuid[], date, date),
  public.search_sources(text, uuid, text[], integer, integer, uuid[], date, date)
  from public, anon, authenticated, service_role;
grant execute on function app.search_sources(text, uuid, text[], integer, integer, uuid[], date, date),
  public.search_sources(text, uuid, text[], integer, integer, uuid[], date, date) to anon, authenticated, service_role;
revoke all on function
  app.check_search
  from public, anon, authenticated, service_role;


-- 90_sources/50_crawl_settings.sql

-- What the operator may change about the crawl.

insert into app.settings (name, value, about) values
  ('crawler_contact', '',
    'Address of a page or mailbox that the crawler names in its user agent. Without one it fetches only what '
    'PADDOCK_FETCH_ALLOW names.'),
  ('crawl_delay', '1 second', 'Pause between two requests to one host whose robots.txt asks for none.'),
  ('crawl_attempts', '4', 'How often an address that fails for now is requested before it is left for another day.'),
  ('crawl_retry_after', '30 seconds',
    'When an address that fails for now is requested again; twice as long each time after.'),
  ('crawl_keep_refused', '90 days',
    'How long the last good version of a page is kept that is only refused since, such as by a challenge.'),
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
returns table (source_id uuid, start_urls text[], hosts text[], path_prefix text, max_pages integer, max_bytes bigint,
               max_depth integer)
language sql stable security definer set search_path = '' as $$
  select s.id, x.start_urls, array(select jsonb_array_elements_text(s.crawl -> 'hosts')),
         coalesce(s.crawl ->> 'pathPrefix', '/'),
         coalesce((s.crawl ->> 'maxPages')::integer, 1000), coalesce((s.crawl ->> 'maxBytes')::bigint, 1073741824),
         coalesce((s.crawl ->> 'maxDepth')::integer, 5)
  from public.sources s, lateral (
    select case when s.crawl ? 'startUrls' then array(select jsonb_array_elements_text(s.crawl -> 'startUrls'))
                when s.url ~ '^https?://' then array[s.url] end as start_urls offset 0) x
  where s.id = of_source and x.start_urls is not null
$$;

-- What the end of a run means for its source: when it was crawled, and why, if nothing of it could be had.
create or replace function app.tell_source_of_crawl() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  problem text := case when new.changed + new.unchanged = 0 and new.refused + new.failed > 0 then (
    select u.refusal_reason from app.crawl_urls u where u.source_id = new.source_id and u.refusal_reason is not null
    order by u.depth, u.url limit 1) end;
begin
  update public.sources s
    set crawled_at = now(), last_error = problem, failures = case when problem is null then 0 else s.failures + 1 end
    where s.id = new.source_id;
  return null;
end
$$;
create or replace trigger crawl_runs_tell_source after update of finished_at on app.crawl_runs
  for each row when (new.finished_at is not null) execute function app.tell_source_of_crawl();

revoke all on function
  app.crawl_plan(uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.crawl_plan(uuid) to service_role;
revoke all on function
  app.tell_source_of_crawl
  from public, anon, authenticated, service_role;


-- 90_sources/54_crawl_hosts.sql

-- Hosts: one polite queue each. Whoever holds the lease of a host is the only one to request anything of it; its token
-- tells a holder whose lease has ended from the one who holds it now.

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
comment on column app.crawl_hosts.next_request_at is
  'Nobody requests anything of it sooner: crawl delay, backoff and Retry-After are all written here.';
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
comment on column app.crawl_robots.status is
  'found: its rules hold. absent (4xx): everything is allowed. unreachable (5xx, no answer): nothing is.';

revoke all on app.crawl_hosts, app.crawl_robots from public, anon, authenticated, service_role;
grant select on app.crawl_hosts to service_role;
grant select, insert, update, delete on app.crawl_robots to service_role;


-- 90_sources/56_crawl_urls.sql

-- Addresses: each known address of a source, what became of it, and when it is due. There are no states to sweep: an
-- address may be taken when it is due and was not requested in this run. The request is noted before it is made, so a
-- crawler that is killed in between never makes it twice in a run; the address is still due, and the next run makes up
-- for it.

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
create index if not exists crawl_urls_due on app.crawl_urls (host, next_fetch_at) where next_fetch_at is not null;
create index if not exists crawl_urls_due_by_source on app.crawl_urls (source_id, next_fetch_at) where next_fetch_at is not null;
create index if not exists crawl_urls_under_way on app.crawl_urls (source_id) where requested_at is not null;
create unique index if not exists one_document_a_text on app.crawl_urls (source_id, text_sha256) where has_document;

revoke all on app.crawl_urls from public, anon, authenticated, service_role;
grant select on app.crawl_urls to service_role;


-- 90_sources/58_crawl_work.sql

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
revoke all on function
  app.add_crawl_urls,
  app.begin_crawl_run,
  app.take_crawl_host,
  app.crawl_queue,
  app.request_crawl_url,
  app.spend_crawl_page
  from public, anon, authenticated, service_role;


-- 90_sources/60_crawl_results.sql

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
revoke all on function
  app.lock_crawl_url,
  app.crawl_revisit,
  app.note_crawl_unchanged,
  app.note_crawl_read,
  app.is_long_unconfirmed,
  app.note_crawl_failed,
  app.note_crawl_forbidden,
  app.rest_crawl_host,
  app.finish_crawl_runs,
  app.stop_crawl_run
  from public, anon, authenticated, service_role;


-- 90_sources/62_crawl_health.sql

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

revoke all on function
  app.crawl_health(uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.add_crawl_urls(uuid, jsonb, integer, integer), app.begin_crawl_run(uuid, jsonb),
  app.take_crawl_host(interval, uuid, jsonb), app.crawl_queue(text, integer, uuid),
  app.request_crawl_url(text, bigint, uuid, uuid, text, interval, interval), app.lock_crawl_url(uuid, text, uuid),
  app.note_crawl_unchanged(uuid, text, uuid, text, text), app.note_crawl_read(uuid, text, uuid, jsonb),
  app.note_crawl_failed(uuid, text, uuid, text, text, integer, interval),
  app.note_crawl_forbidden(uuid, text, uuid, text, text),
  app.rest_crawl_host(text, bigint, uuid, bigint, interval, boolean, text, interval), app.finish_crawl_runs(uuid),
  app.stop_crawl_run(uuid),
  app.crawl_health(uuid), app.is_long_unconfirmed(uuid, text) to service_role;


-- 90_sources/64_source_health.sql

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

revoke all on function
  app.source_health(uuid),
  app.source_refusals(uuid, integer, integer),
  public.source_health(uuid),
  public.source_refusals(uuid, integer, integer)
  from public, anon, authenticated, service_role;
grant execute on function app.source_health(uuid), app.source_refusals(uuid, integer, integer),
  public.source_health(uuid),
  public.source_refusals(uuid, integer, integer) to authenticated, service_role;


-- 95_research/10_research_settings.sql

-- Research settings: what an operator may change.

insert into app.settings (name, value, about) values
  ('research_fresh_for', '30 days', 'How long an answer of research is fresh; at most 30 days.'),
  ('research_stale_for', '7 days', 'How long after that it is still shown, labelled as stale, while it is renewed.'),
  ('research_insufficient_for', '24 hours',
    'How long "nothing supports this" holds, unless a matching source comes earlier.'),
  ('research_retry_after', '1 minute',
    'How long after a failing provider it is not asked again; doubled with each failure, at most an hour.'),
  ('research_lease', '20 seconds',
    'A researcher that gives no sign of life for so long has lost its place to the next.'),
  ('research_passages', '150', 'Chunks that one question is read from.'),
  ('research_model', 'on', 'off: no model is asked, whatever is configured (the kill switch).'),
  ('research_calls_per_person_day', '50', 'Calls of a model that one person may cause a day (UTC).'),
  ('research_calls_per_vehicle_day', '100', 'Calls of a model for one vehicle a day.'),
  ('research_calls_per_day', '2000', 'Calls of a model in all a day.'),
  ('research_dollars_per_day', '5', 'What calls of a model may cost in all a day, where AI_PRICE is set.'),
  ('research_questions_per_10_minutes', '60', 'Questions without a cached answer that one person or network may ask.')
on conflict (name) do update set about = excluded.about;


-- 95_research/20_research_leases.sql

-- Research leases: of any number who ask the same, one researches. A token fences off whoever has lost the lease.

create table if not exists app.research_leases (
  vehicle_id  uuid not null references public.vehicles (id) on delete cascade,
  spec_name   text not null,
  token       bigint not null default 1,
  holder      uuid,
  alive_until timestamptz,
  failures    integer not null default 0,
  retry_at    timestamptz,
  primary key (vehicle_id, spec_name),
  constraint failures_are_not_negative check (failures >= 0)
);
comment on table app.research_leases is
  'One row a question that was ever researched. holder is null while nobody does.';
comment on column app.research_leases.token is 'Grows with each taking; only the newest may store.';
comment on column app.research_leases.retry_at is 'After a provider failed: when it may be asked again.';
revoke all on app.research_leases from public, anon, authenticated, service_role;

-- Takes the lease of a question for `holder`, or prolongs it. Null while somebody else who is alive has it.
create or replace function app.take_research_lease(vehicle uuid, spec text, researcher uuid) returns bigint
language sql security definer set search_path = '' as $$
  insert into app.research_leases as l (vehicle_id, spec_name, holder, alive_until)
    values (vehicle, spec, researcher, clock_timestamp() + app.setting_interval('research_lease'))
  on conflict (vehicle_id, spec_name) do update
    set token = l.token + (l.holder is distinct from excluded.holder)::integer,
        holder = excluded.holder, alive_until = excluded.alive_until
    where l.holder is null or l.holder = excluded.holder or l.alive_until < clock_timestamp()
  returning l.token
$$;

-- A sign of life. False where the lease has been lost.
create or replace function app.prolong_research_lease(vehicle uuid, spec text, researcher uuid, lease_token bigint)
  returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update app.research_leases l set alive_until = clock_timestamp() + app.setting_interval('research_lease')
    where l.vehicle_id = vehicle and l.spec_name = spec and l.holder = researcher and l.token = lease_token;
  return found;
end
$$;

-- Gives the lease back; `failed` says that the provider did, and keeps it from being asked again for a while.
create or replace function app.give_back_research_lease(
  vehicle uuid, spec text, researcher uuid, lease_token bigint, failed boolean
) returns void
language sql security definer set search_path = '' as $$
  update app.research_leases l
    set holder = null, alive_until = null,
        failures = case when failed then l.failures + 1 else 0 end,
        retry_at = case when failed then
          now() + least(app.setting_interval('research_retry_after') * 2 ^ least(l.failures, 10), interval '1 hour') end
    where l.vehicle_id = vehicle and l.spec_name = spec and l.holder = researcher and l.token = lease_token
$$;
revoke all on function
  app.take_research_lease,
  app.prolong_research_lease,
  app.give_back_research_lease
  from public, anon, authenticated, service_role;


-- 95_research/30_research_budgets.sql

-- Research budgets: what calls of a model may cost, by person, vehicle and day. A call is reserved before it is made;
-- what it did not use is given back.

create table if not exists app.research_spending (
  day     date not null,
  scope   text not null,
  calls   integer not null default 0,
  dollars numeric(12, 6) not null default 0,
  primary key (day, scope),
  constraint calls_are_not_negative check (calls >= 0),
  constraint dollars_are_not_negative check (dollars >= 0)
);
comment on table app.research_spending is 'Reserved and spent, by day (UTC) and scope: all, person <id>, vehicle <id>.';
revoke all on app.research_spending from public, anon, authenticated, service_role;

create table if not exists app.research_calls (
  id         uuid primary key default gen_random_uuid(),
  day        date not null default (now() at time zone 'utc')::date,
  vehicle_id uuid not null,
  person     text not null,
  dollars    numeric(12, 6) not null,
  settled    boolean not null default false,
  created_at timestamptz not null default now()
);
comment on table app.research_calls is
  'Calls that were reserved; one that nobody settles within an hour counts as used.';
create index if not exists research_calls_by_day on app.research_calls (day);
revoke all on app.research_calls from public, anon, authenticated, service_role;

-- Null where a budget is used up or the kill switch is off. `person` is an account's id, or a network's key for who is
-- signed out.
create or replace function app.reserve_research_call(vehicle uuid, person text, dollars numeric) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  scope_name text;
  most integer;
  used record;
  call uuid;
begin
  if app.setting('research_model') <> 'on' then return null; end if;
  -- In one order, so that two reservations cannot deadlock
  for scope_name, most in values
    ('all', app.setting_number('research_calls_per_day')::integer),
    ('person ' || person, app.setting_number('research_calls_per_person_day')::integer),
    ('vehicle ' || vehicle, app.setting_number('research_calls_per_vehicle_day')::integer)
  loop
    insert into app.research_spending as s (day, scope, calls, dollars)
      values (today, scope_name, 1, reserve_research_call.dollars)
      on conflict (day, scope) do update set calls = s.calls + 1, dollars = s.dollars + excluded.dollars
      returning s.calls, s.dollars into used;
    if used.calls > most or (scope_name = 'all' and used.dollars > app.setting_number('research_dollars_per_day')) then
      raise exception using errcode = 'PR001', message = 'over budget';   -- undoes what this reservation has added
    end if;
  end loop;
  insert into app.research_calls (vehicle_id, person, dollars) values (vehicle, person, reserve_research_call.dollars)
    returning id into call;
  return call;
exception when sqlstate 'PR001' then
  return null;
end
$$;

-- What the call has cost; null where it was not made or failed, and nothing of it counts.
create or replace function app.settle_research_call(call uuid, spent numeric) returns void
language plpgsql security definer set search_path = '' as $$
declare
  c app.research_calls;
begin
  update app.research_calls x set settled = true where x.id = call and not x.settled returning * into c;
  if not found then return; end if;
  update app.research_spending s
    set calls = greatest(0, s.calls - (spent is null)::integer),
      dollars = greatest(0, s.dollars - c.dollars + coalesce(spent, 0))
    where s.day = c.day and s.scope in ('all', 'person ' || c.person, 'vehicle ' || c.vehicle_id);
end
$$;

-- Once a day: what is older than a month.
create or replace function app.forget_research_spending() returns void
language sql security definer set search_path = '' as $$
  delete from app.research_spending where day < (now() at time zone 'utc')::date - 31;
  delete from app.research_calls where day < (now() at time zone 'utc')::date - 31
$$;

select app.register_job('forget_research_spending', '1 day', 'select app.forget_research_spending()',
  phase => '4 hours 11 minutes');
revoke all on function
  app.reserve_research_call,
  app.settle_research_call,
  app.forget_research_spending
  from public, anon, authenticated, service_role;


-- 95_research/40_research_evidence.sql

-- Research evidence: which documents an answer cites, so that it falls the moment one of them does; and which questions
-- wait for a source.

create table if not exists app.research_evidence (
  document_id uuid not null references public.source_documents (id) on delete cascade,
  vehicle_id  uuid not null,
  spec_name   text not null,
  primary key (document_id, vehicle_id, spec_name),
  foreign key (vehicle_id, spec_name) references public.spec_research_cache (vehicle_id, spec_name) on delete cascade
);
comment on table app.research_evidence is 'Documents that a cached answer cites.';
create index if not exists research_evidence_by_question on app.research_evidence (vehicle_id, spec_name);
revoke all on app.research_evidence from public, anon, authenticated, service_role;

create table if not exists app.research_waiting (
  vehicle_id uuid not null,
  spec_name  text not null,
  make       text,
  primary key (vehicle_id, spec_name),
  foreign key (vehicle_id, spec_name) references public.spec_research_cache (vehicle_id, spec_name) on delete cascade
);
comment on table app.research_waiting is
  'Questions answered "insufficient", by the make of their vehicle in lower case; null waits for any.';
create index if not exists research_waiting_by_make on app.research_waiting (make);
revoke all on app.research_waiting from public, anon, authenticated, service_role;

-- A document that is retracted, replaced, hidden or gone takes the answers that cite it along.
create or replace function app.drop_answers_of_document() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.spec_research_cache c using app.research_evidence e
    where e.document_id = old.id and c.vehicle_id = e.vehicle_id and c.spec_name = e.spec_name;
  return null;
end
$$;
create or replace trigger source_documents_drop_answers after update of is_current, retracted_at, is_public
  on public.source_documents
  for each row when (old.is_current and not new.is_current or old.is_public and not new.is_public)
  execute function app.drop_answers_of_document();

create or replace function app.drop_answers_before_document() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.spec_research_cache c using app.research_evidence e
    where e.document_id = old.id and c.vehicle_id = e.vehicle_id and c.spec_name = e.spec_name;
  return old;
end
$$;
create or replace trigger source_documents_drop_answers_first before delete on public.source_documents
  for each row execute function app.drop_answers_before_document();

-- A new public document wakes the questions of its make that nothing supported, and those of any make where it names
-- none.
create or replace function app.wake_research() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.spec_research_cache c using app.research_waiting w
    where c.vehicle_id = w.vehicle_id and c.spec_name = w.spec_name
      and (new.make is null or w.make is null or w.make = lower(new.make));
  return null;
end
$$;
create or replace trigger source_documents_wake_research after insert on public.source_documents
  for each row when (new.is_public and new.is_current) execute function app.wake_research();
revoke all on function
  app.drop_answers_of_document,
  app.drop_answers_before_document,
  app.wake_research
  from public, anon, authenticated, service_role;


-- 95_research/50_research_reports.sql

-- Research reports: a person says that a researched value is wrong. The answer is then held for review: it is shown
-- with a note.

create table if not exists public.research_reports (
  vehicle_id  uuid not null references public.vehicles (id) on delete cascade,
  spec_name   text not null,
  user_id     uuid not null default auth.uid() references auth.users (id) on delete cascade,
  reason      text not null,
  owner_id    uuid,
  is_public   boolean not null default false,
  state       text not null default 'open',
  created_at  timestamptz not null default now(),
  decided_at  timestamptz,
  primary key (vehicle_id, spec_name, user_id),
  constraint spec_name_is_short check (app.is_readable(spec_name, 120)),
  constraint reason_has_1_to_1000_characters check (app.is_readable(reason, 1000)),
  constraint report_state_is_known check (state in ('open', 'upheld', 'rejected'))
);
comment on table public.research_reports is 'One row a person and question; seen by its author and the service role.';
create index if not exists research_reports_by_author on public.research_reports (user_id);
create index if not exists research_reports_open on public.research_reports (created_at) where state = 'open';

revoke all on public.research_reports from public, anon, authenticated, service_role;
grant select on public.research_reports to authenticated;
grant select, insert, delete on public.research_reports to service_role;
grant insert (vehicle_id, spec_name, user_id, reason) on public.research_reports to authenticated;
grant update (state) on public.research_reports to service_role;

alter table public.research_reports enable row level security;

drop policy if exists "members see their own reports" on public.research_reports;
create policy "members see their own reports" on public.research_reports
  for select to authenticated using (user_id = (select auth.uid()));

drop policy if exists "members report as themselves" on public.research_reports;
create policy "members report as themselves" on public.research_reports
  for insert to authenticated with check (
    user_id = (select auth.uid()) and not (select coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false)));

create or replace trigger research_reports_hang_on_vehicle before insert on public.research_reports
  for each row execute function app.hang_on_vehicle();

-- The decision is stamped; an upheld report drops the answer, which is then researched anew.
create or replace function app.decide_research_report() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.decided_at := case when new.state = 'open' then null else now() end;
  if new.state = 'upheld' then
    delete from public.spec_research_cache c where c.vehicle_id = new.vehicle_id and c.spec_name = new.spec_name;
  end if;
  return new;
end
$$;
create or replace trigger research_reports_decide before update of state on public.research_reports
  for each row execute function app.decide_research_report();

select app.pace_inserts('public.research_reports', 'reports');
revoke all on function
  app.decide_research_report
  from public, anon, authenticated, service_role;


-- 95_research/60_research_answers.sql

-- Research answers: what the function research-spec reads and writes. Callers read through research_answer, as
-- themselves; the rest is the service role's.

-- { car, answer, fresh, held, is_owner, model_is_on, person, retry_at } of a question, for a vehicle that the caller
-- may see; car is what sources are asked about.
create or replace function app.research_answer(vehicle uuid, spec text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v record;
  c public.spec_research_cache;
  stale_for constant interval := app.setting_interval('research_stale_for');
begin
  select x.user_id, coalesce(x.is_public, false) as is_public into v from public.vehicles x where x.id = vehicle;
  if not found or (app.is_client() and not v.is_public and v.user_id is distinct from auth.uid()) then
    perform app.not_found('vehicle', vehicle::text, 'Check the vehicle id. Only the owner sees a private vehicle.');
  end if;
  select * into c from public.spec_research_cache x
    where x.vehicle_id = vehicle and x.spec_name = spec and x.expires_at > now() - stale_for;
  return jsonb_build_object(
    'car', (select to_jsonb(s) from app.vehicle_subject(vehicle) s),
    'answer', c.research_data,
    'fresh', coalesce(c.expires_at > now(), false),
    'held', exists (select from public.research_reports r
      where r.vehicle_id = vehicle and r.spec_name = spec and r.state = 'open'),
    'is_owner', coalesce(v.user_id = auth.uid(), false),
    'model_is_on', app.setting('research_model') = 'on',
    'person', coalesce(auth.uid()::text, 'network ' || app.network_of(app.client_address())),
    'retry_at', (select l.retry_at from app.research_leases l
      where l.vehicle_id = vehicle and l.spec_name = spec and l.retry_at > now()));
end
$$;

create or replace function public.research_answer(vehicle_id uuid, spec_name text) returns jsonb
-- PL/pgSQL keeps its plan from call to call; SQL makes it anew
language plpgsql stable set search_path = '' as $$ begin return app.research_answer(vehicle_id, spec_name); end $$;
comment on function public.research_answer(uuid, text) is
  'The cached answer of research, fresh or stale, with what is needed to research it. 404 for a vehicle that the '
  'caller may not see.';

-- Stores an answer under its lease. False where the lease was lost: somebody newer stores.
create or replace function app.store_research(
  vehicle uuid, spec text, value text, answer jsonb, researcher uuid, lease_token bigint
) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  insufficient constant boolean := answer ->> 'status' = 'insufficient';
  -- What a budget kept from a model holds until budgets begin anew, at midnight UTC.
  lasts constant interval := least(
    interval '30 days', app.setting_interval(
    case when insufficient then 'research_insufficient_for' else 'research_fresh_for' end),
    case when answer -> 'over_budget' = 'true' then greatest(interval '1 minute',
      date_trunc('day', now(), 'utc') + interval '1 day' - now()) end);
  cited constant uuid[] := array(
    select distinct (e ->> 'document_id')::uuid
    from jsonb_array_elements(answer -> 'claims') claim, jsonb_array_elements(claim -> 'evidence') e);
begin
  perform from app.research_leases l
    where l.vehicle_id = vehicle and l.spec_name = spec and l.holder = researcher and l.token = lease_token for update;
  if not found then return false; end if;
  -- Evidence that fell while it was read: nothing is stored, and the next question researches anew.
  if exists (select from unnest(cited) d (id)
             where not exists (select from public.source_documents s where s.id = d.id and s.is_current and s.is_public
               for share of s)) then
    return false;
  end if;
  insert into public.spec_research_cache as c (
    vehicle_id, spec_name, spec_value, research_data, sources, confidence_score, expires_at)
    values (vehicle, spec, left(value, 1000), answer
      || jsonb_build_object('researched_at', now(), 'expires_at', now() + lasts),
            (select coalesce(jsonb_agg(distinct jsonb_build_object(
              'document_id', e -> 'document_id', 'title', e -> 'title', 'url', e -> 'url', 'kind', e -> 'kind')), '[]')
             from jsonb_array_elements(answer -> 'claims') claim, jsonb_array_elements(claim -> 'evidence') e),
            round(100 * (answer -> 'confidence' ->> 'score')::numeric, 3), now() + lasts)
    on conflict (vehicle_id, spec_name) do update
      set spec_value = excluded.spec_value, research_data = excluded.research_data, sources = excluded.sources,
          confidence_score = excluded.confidence_score, expires_at = excluded.expires_at;
  delete from app.research_evidence e where e.vehicle_id = vehicle and e.spec_name = spec;
  insert into app.research_evidence (document_id, vehicle_id, spec_name) select d.id, vehicle, spec
    from unnest(cited) d (id);
  delete from app.research_waiting w where w.vehicle_id = vehicle and w.spec_name = spec;
  if insufficient then
    insert into app.research_waiting (vehicle_id, spec_name, make)
      values (vehicle, spec, (select lower(s.make) from app.vehicle_subject(vehicle) s));
  end if;
  return true;
end
$$;

revoke all on function
  app.research_answer(uuid, text),
  public.research_answer(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function app.research_answer(uuid, text), public.research_answer(uuid, text)
  to anon, authenticated, service_role;
revoke all on function
  app.store_research
  from public, anon, authenticated, service_role;


-- 95_research/65_research_passages.sql

-- Research passages: what a question is read from. Everybody's answer is read from public documents alone.

-- Chunks that may speak of a vehicle, best first: those of its make, model and year, and those that say nothing of what
-- they are about. Unlike a search it keeps near duplicates: that a source was copied, or copied with other digits, is
-- for research to see.
create or replace function app.research_chunks(vehicle uuid, words text, most integer)
  returns table (chunk_id uuid, score float8)
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  docs constant float8 := (select s.docs from app.source_stats s);
  average constant float8 := (select case when s.docs > 0 then greatest(s.length, 1)::float8 / s.docs else s.pivot end
    from app.source_stats s);
  asked record;
  keys integer[];
  scope record;
begin
  select array_agg(w.term) as terms, array_agg(w.df) as dfs,
         array_agg(ln(1 + (docs - least(w.df, docs) + 0.5) / (least(w.df, docs) + 0.5))) as idfs
    into asked from app.query_words(words) w;
  if asked.terms is null then return; end if;
  keys := (app.candidate_keys(asked.terms, asked.idfs, asked.dfs,
    app.setting_number('search_candidates')::float8)).keys;
  scope := app.search_scope(keys, vehicle, null, null, null, null);
  return query execute format(
    'select x.chunk_id, x.score from (select d.chunk_id, (%s) * d.weight as score from (%s) d) x where x.score > 0 '
      'order by x.score desc, x.chunk_id limit %s',
    app.score_expression(asked.terms, asked.idfs, average), scope.rows, most);
end
$$;

-- The same with all that a reader needs; `private` are those of the vehicle's own documents, for its owner.
create or replace function app.research_passages(vehicle uuid, words text, private boolean)
returns table (chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text,
               page integer, heading text[],
               body text, char_start integer, published_at timestamptz, fetched_at timestamptz, make text, model text,
               year_from smallint,
               year_to smallint, "trim" text, engine text, subject_vehicle_id uuid, author text, may_ai_input boolean,
               quoted jsonb)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    select k.id, k.document_id, k.source_id, d.kind, s.authority, d.title, coalesce(k.url, d.url), k.page, k.heading,
           k.body, k.char_start,
           coalesce(k.published_at, d.published_at), d.fetched_at, k.make, k.model, k.year_from, k.year_to, k.trim,
           k.engine,
           k.vehicle_id, coalesce(k.author, d.author), d.may_ai_input, k.quoted
    from app.research_chunks(vehicle, left(words, 500), app.setting_number('research_passages')::integer) h
    join public.source_chunks k on k.id = h.chunk_id
    join public.source_documents d on d.id = k.document_id and d.is_current
    join public.sources s on s.id = k.source_id
    where case when private then k.vehicle_id = vehicle and k.owner_id = auth.uid() else k.is_public end
    order by h.score desc, k.id;
end
$$;

create or replace function public.research_passages(vehicle_id uuid, words text)
returns table (chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text,
               page integer, heading text[],
               body text, char_start integer, published_at timestamptz, fetched_at timestamptz, make text, model text,
               year_from smallint,
               year_to smallint, "trim" text, engine text, subject_vehicle_id uuid, author text, may_ai_input boolean,
               quoted jsonb)
language sql stable set search_path = '' as $$ select * from app.research_passages(vehicle_id, words, false) $$;

-- Those of the vehicle's own documents, for its owner.
create or replace function public.own_research_passages(vehicle_id uuid, words text)
returns table (chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text,
               page integer, heading text[],
               body text, char_start integer, published_at timestamptz, fetched_at timestamptz, make text, model text,
               year_from smallint,
               year_to smallint, "trim" text, engine text, subject_vehicle_id uuid, author text, may_ai_input boolean,
               quoted jsonb)
language sql stable set search_path = '' as $$ select * from app.research_passages(vehicle_id, words, true) $$;

revoke all on function
  public.research_passages(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.research_passages(uuid, text) to service_role;
revoke all on function
  app.research_passages(uuid, text, boolean),
  public.own_research_passages(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function app.research_passages(uuid, text, boolean), public.own_research_passages(uuid, text)
  to authenticated, service_role;
revoke all on function
  app.research_chunks
  from public, anon, authenticated, service_role;


-- 95_research/70_research_doors.sql

-- Research doors: what the function research-spec calls with the service's key. Each is a thin wrapper; nobody else may
-- call them.

-- Whether a person or network may ask for one more answer that is not cached.
create or replace function app.may_ask_research(person text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  return app.take_from_window(md5('research ' || coalesce(person, ''))::uuid, 1,
    app.setting_number('research_questions_per_10_minutes')::bigint) > 0;
end
$$;

-- Whether a quote stands word for word in a document that is current and public.
create or replace function app.is_indexed_quote(quote text) returns boolean
language sql stable security definer set search_path = '' as $$
  select length(quote) between 8 and 1000 and exists (
    select from public.search_sources(left(quote, 300), "limit" => 50) s
    join public.source_chunks k on k.id = s.chunk_id
    where k.is_public and position(quote in k.body) > 0)
$$;

create or replace function public.may_ask_research(person text) returns boolean
language sql set search_path = '' as $$ select app.may_ask_research(person) $$;

create or replace function public.take_research_lease(vehicle_id uuid, spec_name text, researcher uuid) returns bigint
language sql set search_path = '' as $$ select app.take_research_lease(vehicle_id, spec_name, researcher) $$;

create or replace function public.prolong_research_lease(vehicle_id uuid, spec_name text, researcher uuid, token bigint)
  returns boolean
language sql set search_path = '' as $$ select app.prolong_research_lease(vehicle_id, spec_name, researcher, token) $$;

create or replace function public.give_back_research_lease(
  vehicle_id uuid, spec_name text, researcher uuid, token bigint, failed boolean default false
) returns void
language sql set search_path = ''
  as $$ select app.give_back_research_lease(vehicle_id, spec_name, researcher, token, failed) $$;

create or replace function public.store_research(
  vehicle_id uuid, spec_name text, value text, answer jsonb, researcher uuid, token bigint
) returns boolean
language sql set search_path = ''
  as $$ select app.store_research(vehicle_id, spec_name, value, answer, researcher, token) $$;

create or replace function public.reserve_research_call(vehicle_id uuid, person text, dollars numeric) returns uuid
language sql set search_path = '' as $$ select app.reserve_research_call(vehicle_id, person, dollars) $$;

create or replace function public.settle_research_call(call uuid, spent numeric) returns void
language sql set search_path = '' as $$ select app.settle_research_call(call, spent) $$;

create or replace function public.is_indexed_quote(quote text) returns boolean
language sql stable set search_path = '' as $$ select app.is_indexed_quote(quote) $$;

revoke all on function
  app.may_ask_research(text),
  public.may_ask_research(text),
  public.take_research_lease(uuid, text, uuid),
  public.prolong_research_lease(uuid, text, uuid, bigint),
  public.give_back_research_lease(uuid, text, uuid, bigint, boolean),
  public.store_research(uuid, text, text, jsonb, uuid, bigint),
  public.reserve_research_call(uuid, text, numeric),
  public.settle_research_call(uuid, numeric),
  app.is_indexed_quote(text),
  public.is_indexed_quote(text)
  from public, anon, authenticated, service_role;
grant execute on function
  app.may_ask_research(text), public.may_ask_research(text), app.take_research_lease(uuid, text, uuid),
  public.take_research_lease(uuid, text, uuid), app.prolong_research_lease(uuid, text, uuid, bigint),
  public.prolong_research_lease(uuid, text, uuid, bigint),
  app.give_back_research_lease(uuid, text, uuid, bigint, boolean),
  public.give_back_research_lease(uuid, text, uuid, bigint, boolean),
  app.store_research(uuid, text, text, jsonb, uuid, bigint),
  public.store_research(uuid, text, text, jsonb, uuid, bigint), app.reserve_research_call(uuid, text, numeric),
  public.reserve_research_call(uuid, text, numeric), app.settle_research_call(uuid, numeric),
  public.settle_research_call(uuid, numeric), app.is_indexed_quote(text), public.is_indexed_quote(text)
  to service_role;


-- 96_hand_over/10_vehicle_offers.sql

-- Offers: an owner hands a car over by a link, whoever it is for. The link carries a secret, of which the hash is kept;
-- who opens it while signed in accepts or declines. One offer a car: the one under way, or the last one.
--   open       until expires_at            withdrawn   by the owner
--   accepted   by taker_id, the new owner   closed      by itself: the car changed hands another way
--   declined   by somebody with the link

insert into app.settings (name, value, about) values
  ('vehicle_offers_last', '7 days', 'How long the offer of a vehicle can be accepted.'),
  ('pace_vehicle_offers', '20', 'Offers of vehicles that one person may make in ten minutes.')
on conflict (name) do update set about = excluded.about;

create table if not exists app.vehicle_offers (
  vehicle_id      uuid primary key references public.vehicles (id) on delete cascade,
  giver_id        uuid not null references auth.users (id) on delete cascade,
  taker_id        uuid references auth.users (id) on delete cascade,
  secret_hash     bytea not null,
  private_entries boolean not null,
  costs           boolean not null,
  documents       boolean not null,
  state           text not null default 'open',
  made_at         timestamptz not null default now(),
  expires_at      timestamptz not null,
  decided_at      timestamptz,
  constraint offer_state_is_known check (state in ('open', 'accepted', 'declined', 'withdrawn', 'closed')),
  constraint offer_keeps_a_hash check (length(secret_hash) = 32),
  constraint decided_offers_have_a_time check ((state = 'open') = (decided_at is null)),
  constraint accepted_offers_have_a_taker check ((state = 'accepted') = (taker_id is not null))
);
comment on table app.vehicle_offers is
  'One row a car that was offered: the offer under way, or the last one. The secret itself is not kept.';
comment on column app.vehicle_offers.private_entries is
  'Whether private entries of the log go along; without, they are deleted when the offer is accepted. Likewise costs '
  '(vehicle_log_bills) and documents.';
create index if not exists vehicle_offers_by_giver on app.vehicle_offers (giver_id);
create index if not exists vehicle_offers_by_taker on app.vehicle_offers (taker_id) where taker_id is not null;
revoke all on app.vehicle_offers from public, anon, authenticated, service_role;
select app.pace_inserts('app.vehicle_offers', 'vehicle_offers');

create or replace function app.hash_of_secret(secret text) returns bytea
language sql immutable set search_path = '' as $$
  select sha256(convert_to(left(coalesce(secret, ''), 200), 'utf8'))
$$;

-- Whether an account is suspended: where its token is good until it ends, this counts at once.
create or replace function app.is_suspended(person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from auth.users u where u.id = person and u.banned_until > now())
$$;

create or replace function app.require_trader() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  me constant uuid := app.require_kept_account();
begin
  if app.is_suspended(me) then
    perform app.refuse('account_is_suspended', 'This account is suspended.', 'Write to an operator.', '42501');
  end if;
  return me;
end
$$;

-- Holds the vehicle for the caller's transaction, who must own it.
create or replace function app.hold_own_vehicle(vehicle uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v record;
begin
  select x.user_id, coalesce(x.is_public, false) as is_public into v from public.vehicles x where x.id = vehicle
    for no key update;
  if not found or not (v.is_public or v.user_id is not distinct from auth.uid()) then
    perform app.not_found('vehicle', vehicle::text);
  elsif v.user_id is distinct from auth.uid() then
    perform app.refuse('not_your_vehicle', 'Only the owner hands a vehicle over.', null, '42501');
  end if;
end
$$;

-- While an auction runs, the car is its seller's.
create or replace function app.require_no_live_auction(vehicle uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if exists (select from public.auction_nominations n where n.vehicle_id = vehicle and n.state = 'live') then
    perform app.refuse('auction_is_live', 'The auction of this vehicle is live.', 'Hand it over once it has ended.',
      'PT409');
  end if;
end
$$;

-- What hangs on a car, as far as it goes along or not. Costs are counted of the entries that go along.
create or replace function app.vehicle_belongings(vehicle uuid, with_private boolean) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'photos', (select count(*) from public.vehicle_images i where i.vehicle_id = vehicle),
    'entries', (select count(*) from public.vehicle_log l where l.vehicle_id = vehicle and not l.is_private),
    'private_entries', (select count(*) from public.vehicle_log l where l.vehicle_id = vehicle and l.is_private),
    'costs', (select count(*) from public.vehicle_log_bills b
      join public.vehicle_log l on l.vehicle_id = b.vehicle_id and l.id = b.entry_id
      where b.vehicle_id = vehicle and (with_private or not l.is_private)),
    'documents', (select count(*) from public.source_documents d
      where d.vehicle_id = vehicle and not d.is_public and d.is_current))
$$;

create or replace function app.vehicle_offer(vehicle uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.vehicles v where v.id = vehicle and v.user_id = app.require_account()) then
    perform app.hold_own_vehicle(vehicle);   -- says why
  end if;
  return jsonb_build_object('belongings', app.vehicle_belongings(vehicle, true), 'offer', (
    select jsonb_build_object('made_at', o.made_at, 'expires_at', o.expires_at, 'private_entries', o.private_entries,
      'costs', o.costs, 'documents', o.documents)
    from app.vehicle_offers o
    where o.vehicle_id = vehicle and o.state = 'open' and o.expires_at > now() and o.giver_id = auth.uid()));
end
$$;

create or replace function app.offer_vehicle(
  vehicle uuid, with_private_entries boolean, with_costs boolean, with_documents boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  me constant uuid := app.require_trader();
  secret constant text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  o app.vehicle_offers;
begin
  perform app.hold_own_vehicle(vehicle);
  perform app.require_no_live_auction(vehicle);
  select x.* into o from app.vehicle_offers x where x.vehicle_id = vehicle for update;
  if o.state = 'open' and o.expires_at > now() then
    perform app.refuse('vehicle_is_offered_already',
      format('This vehicle is offered until %s.', app.said(o.expires_at)),
      'Take that offer back first; its link then leads nowhere.', 'PT409');
  end if;
  delete from app.vehicle_offers x where x.vehicle_id = vehicle;
  insert into app.vehicle_offers (vehicle_id, giver_id, secret_hash, private_entries, costs, documents, expires_at)
    values (vehicle, me, app.hash_of_secret(secret), coalesce(with_private_entries, false),
            coalesce(with_costs, false), coalesce(with_documents, false),
            now() + app.setting_interval('vehicle_offers_last'))
    returning * into o;
  return jsonb_build_object('secret', secret, 'expires_at', o.expires_at);
end
$$;

create or replace function app.withdraw_offer(vehicle uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform app.require_account();
  perform app.hold_own_vehicle(vehicle);
  update app.vehicle_offers o set state = 'withdrawn', decided_at = now()
    where o.vehicle_id = vehicle and o.state = 'open' and o.giver_id = auth.uid();
  if not found then
    perform app.refuse('unknown_offer', 'This vehicle is not offered.', 'You may have taken the offer back already.',
      'PT404');
  end if;
end
$$;

-- A car that changes hands another way is offered no more.
create or replace function app.close_offers() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update app.vehicle_offers o set state = 'closed', decided_at = now()
    where o.vehicle_id = new.id and o.state = 'open';
  return null;
end
$$;
create or replace trigger vehicles_close_offers after update on public.vehicles
  for each row when (old.user_id is distinct from new.user_id) execute function app.close_offers();

create or replace function public.vehicle_offer(vehicle_id uuid) returns jsonb
language sql set search_path = '' as $$ select app.vehicle_offer(vehicle_id) $$;
comment on function public.vehicle_offer(uuid) is
  'For the owner: { belongings: { photos, entries, private_entries, costs, documents }, offer }, in numbers; offer is '
  '{ made_at, expires_at, private_entries, costs, documents } of the one under way, or null.';
create or replace function public.offer_vehicle(
  vehicle_id uuid, private_entries boolean default false, costs boolean default false, documents boolean default false)
  returns jsonb
language sql set search_path = '' as $$
  select app.offer_vehicle(vehicle_id, private_entries, costs, documents)
$$;
comment on function public.offer_vehicle(uuid, boolean, boolean, boolean) is
  'For the owner: offers the car to whoever has the secret, for seven days. Returns { secret, expires_at }, this once. '
  'What does not go along of private entries, costs and documents is deleted when it is accepted. Refuses '
  'unknown_vehicle, not_your_vehicle, keep_your_account_first, account_is_suspended, vehicle_is_offered_already, '
  'auction_is_live.';
create or replace function public.withdraw_offer(vehicle_id uuid) returns void
language sql set search_path = '' as $$ select app.withdraw_offer(vehicle_id) $$;
comment on function public.withdraw_offer(uuid) is
  'For the owner: takes the offer of a car back. Refuses unknown_vehicle, not_your_vehicle, unknown_offer.';

revoke all on function
  app.vehicle_offer(uuid),
  app.offer_vehicle(uuid, boolean, boolean, boolean),
  app.withdraw_offer(uuid),
  public.vehicle_offer(uuid),
  public.offer_vehicle(uuid, boolean, boolean, boolean),
  public.withdraw_offer(uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.vehicle_offer(uuid), app.offer_vehicle(uuid, boolean, boolean, boolean),
  app.withdraw_offer(uuid), public.vehicle_offer(uuid), public.offer_vehicle(uuid, boolean, boolean, boolean),
  public.withdraw_offer(uuid) to authenticated;
revoke all on function
  app.hash_of_secret,
  app.is_suspended,
  app.require_trader,
  app.hold_own_vehicle,
  app.require_no_live_auction,
  app.vehicle_belongings,
  app.close_offers
  from public, anon, authenticated, service_role;


-- 96_hand_over/20_accept_vehicle.sql

-- Accepting an offer: in one transaction the car changes hands, what stays behind is deleted, and both are told.
-- Whoever has the link may look, once signed in; wrong secrets, cars that are gone and offers made anew are answered
-- alike.

-- The offer that a link leads to, held until the transaction ends; the caller holds the vehicle.
create or replace function app.offer_by_secret(vehicle uuid, secret text) returns app.vehicle_offers
language plpgsql security definer set search_path = '' as $$
declare
  o app.vehicle_offers;
begin
  select x.* into o from app.vehicle_offers x
    where x.vehicle_id = vehicle and x.secret_hash = app.hash_of_secret(secret) for update;
  if not found then
    perform app.refuse('unknown_offer', 'This link leads to no offer.',
      'See whether it is whole. The car may have been removed, or offered by another link since.', 'PT404');
  end if;
  return o;
end
$$;

-- Says why an offer cannot be accepted any more.
create or replace function app.require_open_offer(o app.vehicle_offers) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  case o.state
    when 'accepted' then
      perform app.refuse('offer_is_used', case when o.taker_id = auth.uid()
        then 'You have accepted this offer.' else 'Somebody has accepted this offer already.' end,
        'A link works once.', 'PT409');
    when 'declined' then
      perform app.refuse('offer_is_declined', 'This offer was declined.', 'Ask the owner for another link.', 'PT409');
    when 'withdrawn' then
      perform app.refuse('offer_is_withdrawn', 'The owner has taken this offer back.', null, 'PT409');
    when 'closed' then
      perform app.refuse('vehicle_has_another_owner', 'The car has another owner by now.',
        'Ask them for a link of theirs.', 'PT409');
    else
      if o.expires_at <= now() then
        perform app.refuse('offer_has_expired', format('This offer ended on %s.', app.said(o.expires_at)),
          'Ask the owner for another link.', 'PT409');
      end if;
  end case;
end
$$;

-- A project that has people of its own has no profiles of ours.
create or replace function app.member_words(person uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  name text;
begin
  if to_regclass('public.profiles') is not null then
    execute 'select p.display_name from public.profiles p where p.user_id = $1' into name using person;
  end if;
  return coalesce(name, 'A member');
end
$$;

-- Stakes of a person on a car, in questions that still take bets.
create or replace function app.open_stakes(vehicle uuid, person uuid) returns setof public.vehicle_bets
language sql stable security definer set search_path = '' as $$
  select b.* from public.vehicle_bets b
  where b.vehicle_id = vehicle and b.user_id = person and b.status = 'active' and b.is_in_force and b.stake_amount > 0
    and exists (select from public.bet_questions q where q.vehicle_id = b.vehicle_id and q.question = b.question
      and q.round = b.round and q.state = 'open')
    and not exists (select from public.bet_closings c where c.vehicle_id = b.vehicle_id and c.bet_type = b.bet_type
      and c.closes_at <= now())
$$;

-- Owners bet without a stake: what could still be taken back is, and its stake returns. Where betting has closed the
-- bet stands, or an answer that one does not like could be escaped by becoming the owner.
create or replace function app.give_back_open_stakes(vehicle uuid, person uuid) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  bet public.vehicle_bets;
  returned integer := 0;
begin
  if not exists (select from app.open_stakes(vehicle, person)) then return 0; end if;
  perform app.lock_account(person);
  for bet in select b.* from app.open_stakes(vehicle, person) b order by b.id loop
    update public.vehicle_bets b set status = 'cancelled', resolved_at = now(), payout = b.stake_amount
      where b.vehicle_id = bet.vehicle_id and b.id = bet.id;
    perform app.return_stake(bet, 'cancelled');
    returned := returned + 1;
  end loop;
  return returned;
end
$$;

-- What the giver keeps is deleted: a car's papers and entries stand nowhere else.
create or replace function app.leave_behind(o app.vehicle_offers) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not o.documents then delete from public.sources s where s.vehicle_id = o.vehicle_id; end if;
  if not o.costs then delete from public.vehicle_log_bills b where b.vehicle_id = o.vehicle_id; end if;
  if not o.private_entries then delete from public.vehicle_log l where l.vehicle_id = o.vehicle_id and l.is_private;
  end if;
end
$$;

create or replace function app.offered_vehicle(vehicle uuid, secret text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  me constant uuid := app.require_account();
  o constant app.vehicle_offers := app.offer_by_secret(vehicle, secret);
  goods jsonb;
begin
  perform app.require_open_offer(o);
  goods := app.vehicle_belongings(vehicle, o.private_entries);
  -- how much stays behind is the giver's to know
  if not o.private_entries then goods := goods || '{"private_entries": null}'; end if;
  if not o.costs then goods := goods || '{"costs": null}'; end if;
  if not o.documents then goods := goods || '{"documents": null}'; end if;
  return jsonb_build_object('vehicle', app.vehicle_name(vehicle),
    'is_public', (select coalesce(v.is_public, false) from public.vehicles v where v.id = vehicle),
    'giver_id', o.giver_id, 'giver', app.member_words(o.giver_id), 'is_own', o.giver_id = me,
    'expires_at', o.expires_at, 'belongings', goods,
    'stakes', (select count(*) from app.open_stakes(vehicle, me)));
end
$$;

create or replace function app.accept_vehicle(vehicle uuid, secret text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  me constant uuid := app.require_trader();
  v record;
  o app.vehicle_offers;
  car text;
  returned integer;
begin
  select x.user_id, coalesce(x.is_public, false) as is_public into v from public.vehicles x where x.id = vehicle
    for no key update;   -- bets, outcomes and other hands are waited for, or wait
  o := app.offer_by_secret(vehicle, secret);
  perform app.require_open_offer(o);
  if o.giver_id = me then
    perform app.refuse('offer_is_your_own', 'This car is yours already.', 'The link is for whoever gets the car.',
      '42501');
  elsif v.user_id is distinct from o.giver_id then
    perform app.refuse('vehicle_has_another_owner', 'The car has another owner by now.',
      'Ask them for a link of theirs.', 'PT409');
  elsif app.is_suspended(o.giver_id) then
    perform app.refuse('offer_is_on_hold', 'The account of the owner is suspended.', 'Write to an operator.', 'PT409');
  end if;
  perform app.require_no_live_auction(vehicle);
  car := app.vehicle_name(vehicle);
  perform app.leave_behind(o);
  returned := app.give_back_open_stakes(vehicle, me);
  update app.vehicle_offers x set state = 'accepted', taker_id = me, decided_at = now() where x.vehicle_id = vehicle;
  update public.vehicles x set user_id = me where x.id = vehicle;
  -- who no longer sees the car is sent nothing about it
  perform app.tell(o.giver_id, case when v.is_public then vehicle end, 'hand_over',
    format('%s has accepted your %s, which is theirs now.', app.member_words(me), car),
    jsonb_build_object('vehicle_id', vehicle, 'taker_id', me));
  perform app.tell(me, vehicle, 'hand_over', format('The %s is yours now.%s', car, case when returned > 0 then
    ' Your stakes on it have come back, as owners bet without.' else '' end),
    jsonb_build_object('vehicle_id', vehicle, 'giver_id', o.giver_id, 'stakes_returned', returned));
  return vehicle;
end
$$;

create or replace function app.decline_vehicle(vehicle uuid, secret text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  me constant uuid := app.require_account();
  o app.vehicle_offers;
begin
  perform from public.vehicles x where x.id = vehicle for no key update;
  o := app.offer_by_secret(vehicle, secret);
  perform app.require_open_offer(o);
  if o.giver_id = me then
    perform app.refuse('offer_is_your_own', 'This is your own offer.', 'Take it back where you made it.',
      '42501');
  end if;
  update app.vehicle_offers x set state = 'declined', decided_at = now() where x.vehicle_id = vehicle;
  perform app.tell(o.giver_id, vehicle, 'hand_over',
    format('Your offer of the %s was declined. It is still yours.', app.vehicle_name(vehicle)),
    jsonb_build_object('vehicle_id', vehicle));
end
$$;

create or replace function public.offered_vehicle(vehicle_id uuid, secret text) returns jsonb
language sql set search_path = '' as $$ select app.offered_vehicle(vehicle_id, secret) $$;
comment on function public.offered_vehicle(uuid, text) is
  'What a link offers: { vehicle, is_public, giver_id, giver, is_own, expires_at, belongings, stakes }; belongings has '
  'null for what does not go along, stakes is how many bets of the caller give their stake back. Refuses '
  'not_signed_in, unknown_offer, offer_is_used, offer_is_declined, offer_is_withdrawn, offer_has_expired, '
  'vehicle_has_another_owner.';
create or replace function public.accept_vehicle(vehicle_id uuid, secret text) returns uuid
language sql set search_path = '' as $$ select app.accept_vehicle(vehicle_id, secret) $$;
comment on function public.accept_vehicle(uuid, text) is
  'Makes the caller the owner of the car that a link offers. Refuses as offered_vehicle does, and '
  'keep_your_account_first, account_is_suspended, offer_is_your_own, offer_is_on_hold, auction_is_live.';
create or replace function public.decline_vehicle(vehicle_id uuid, secret text) returns void
language sql set search_path = '' as $$ select app.decline_vehicle(vehicle_id, secret) $$;
comment on function public.decline_vehicle(uuid, text) is
  'Ends the offer that a link leads to, and tells the owner. Refuses as offered_vehicle does, and offer_is_your_own.';

revoke all on function
  app.offered_vehicle(uuid, text),
  app.accept_vehicle(uuid, text),
  app.decline_vehicle(uuid, text),
  public.offered_vehicle(uuid, text),
  public.accept_vehicle(uuid, text),
  public.decline_vehicle(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function app.offered_vehicle(uuid, text), app.accept_vehicle(uuid, text),
  app.decline_vehicle(uuid, text), public.offered_vehicle(uuid, text), public.accept_vehicle(uuid, text),
  public.decline_vehicle(uuid, text) to authenticated;
revoke all on function
  app.offer_by_secret,
  app.require_open_offer,
  app.member_words,
  app.open_stakes,
  app.give_back_open_stakes,
  app.leave_behind
  from public, anon, authenticated, service_role;


-- 97_finding/10_vehicle_finder.sql

-- The finder: one row a vehicle with what an index searches, filters and sorts by, so that ten thousand vehicles are
-- searched as ten are. Year, make, model and visibility follow the vehicle at once; tags and ranks within ten minutes.

create table if not exists app.vehicle_finder (
  vehicle_id   uuid primary key references public.vehicles (id) on delete cascade,
  is_public    boolean not null default false,
  year         integer,
  make         text,
  words        tsvector not null default '',
  added_at     timestamptz not null default now(),
  attention    double precision not null default 0,
  movement     double precision not null default 0,
  readiness    double precision not null default 0,
  verdict      text,
  is_sold      boolean not null default false,
  is_described boolean not null default false,
  described_at timestamptz not null default now(),
  ranked_at    timestamptz not null default '-infinity'
);
comment on table app.vehicle_finder is
  'What vehicles are found by. Written by triggers and the job rank_vehicles only.';
comment on column app.vehicle_finder.make is 'In plain words, to compare.';
comment on column app.vehicle_finder.words is
  'Year, make, model, trim, colour and tags in plain words, and what filters ask for: #tag, @place, ~body, ?question.';
comment on column app.vehicle_finder.described_at is 'When words or visibility last changed.';
comment on column app.vehicle_finder.attention is
  'Logarithm to base 2 of the heat of all photos, as it would be on 1 January 2025: it falls for nobody, so that the '
  'order holds without writing. 0 where nobody looked.';
comment on column app.vehicle_finder.movement is
  'ln(p50 now / p50 a week ago) of the auction price that most people forecast; 0 where it did not move.';
comment on column app.vehicle_finder.readiness is
  'Lower bound of the weighed share that says auction; 0 once it is sold.';
comment on column app.vehicle_finder.is_sold is 'Sold within a year.';
comment on column app.vehicle_finder.is_described is
  'Year, make and words are as the vehicle and its tags say; else the job looks again.';

create index if not exists vehicle_finder_newest on app.vehicle_finder (added_at desc, vehicle_id desc) where is_public;
create index if not exists vehicle_finder_attention on app.vehicle_finder (attention desc, vehicle_id desc) where is_public;
create index if not exists vehicle_finder_movement on app.vehicle_finder (abs(movement) desc, vehicle_id desc) where is_public;
create index if not exists vehicle_finder_readiness on app.vehicle_finder (readiness desc, vehicle_id desc) where is_public;
create index if not exists vehicle_finder_make on app.vehicle_finder (make, added_at desc, vehicle_id desc) where is_public;
create index if not exists vehicle_finder_year on app.vehicle_finder (year) where is_public;
create index if not exists vehicle_finder_sold on app.vehicle_finder (added_at desc, vehicle_id desc) where is_public and is_sold;
create index if not exists vehicle_finder_verdict on app.vehicle_finder (verdict) where is_public and verdict is not null;
create index if not exists vehicle_finder_words on app.vehicle_finder using gin (words) where is_public;
create index if not exists vehicle_finder_described on app.vehicle_finder (described_at);
create index if not exists vehicle_finder_ranked on app.vehicle_finder (ranked_at);
revoke all on app.vehicle_finder from public, anon, authenticated, service_role;

-- The words of a text, cut as those of vehicles and of whoever looks for them.
create or replace function app.finder_split(words text) returns setof text
language sql immutable set search_path = '' as $$
  select left(w, 40) from regexp_split_to_table(app.plain_words(words), '[\s.]+') w where w <> ''
$$;

-- The questions about a vehicle that take bets, as the finder has them.
create or replace function app.finder_questions(vehicle uuid) returns text[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct '?' || q.bet_type order by '?' || q.bet_type), '{}')
  from public.bet_questions q where q.vehicle_id = vehicle and q.state = 'open'
$$;

-- What a vehicle is found by. A project's colour and body have one of a few names, or the colour is its owner's detail;
-- the rest is app.vehicle_subject's. Of a body that has no column of its own its name may tell.
create or replace function app.finder_words(vehicle uuid) returns tsvector
language sql stable security definer set search_path = '' as $$
  select array_to_tsvector(array(select distinct x.word from (
    select app.finder_split(left(concat_ws(' ', s.year, s.make, s.model, s.trim, c.colour, t.labels), 2000)) as word
    -- 510 of PL510, and 2002 of 2002tii
    union all select m[1] from regexp_matches(app.plain_words(s.model), '\d{3,40}', 'g') m
    union all select '#' || g from unnest(t.tags) g
    union all select '@' || left(btrim(lower(p)), 40) from regexp_split_to_table(d.place, ',') p where btrim(p) <> ''
    union all select '~' || coalesce(left(lower(nullif(btrim(c.body), '')), 40), (
      select ltrim(min(w), '=') from unnest(app.sale_words(concat_ws(' ', s.model, s.trim))) w
      where w in ('=wagon', '=convertible', '=coupe', '=sedan', '=pickup', '=hatchback', '=targa')))
    union all select unnest(app.finder_questions(vehicle))) x
    where x.word is not null and x.word <> ''))
  from app.vehicle_subject(vehicle) s
  left join public.vehicle_details d on d.vehicle_id = vehicle
  cross join lateral (
    select coalesce(d.colour, r ->> 'color', r ->> 'colour', r ->> 'exterior_color') as colour,
      coalesce(r ->> 'body_style', r ->> 'body_type', r ->> 'body') as body
    from (select to_jsonb(v) as r from public.vehicles v where v.id = vehicle) row) c
  cross join lateral (
    select array_agg(distinct g.tag) as tags, string_agg(distinct coalesce(k.label, g.tag), ' ') as labels
    from (select i.tag from public.image_tags i where i.vehicle_id = vehicle and i.is_public order by i.tag limit 100) g
    left join public.tag_vocabulary k on k.tag = g.tag) t
$$;

-- Year, make, words and visibility of some vehicles as they are.
create or replace function app.describe_vehicles(vehicles uuid[]) returns void
language sql security definer set search_path = '' as $$
  insert into app.vehicle_finder as f (vehicle_id, is_public, year, make, words, added_at, is_described)
    select v.id, coalesce(v.is_public, false), s.year, btrim(app.plain_words(s.make)), app.finder_words(v.id),
      coalesce((to_jsonb(v) ->> 'created_at')::timestamptz, d.added_at, now()), true
    from public.vehicles v
    left join app.vehicle_finder d on d.vehicle_id = v.id
    cross join lateral app.vehicle_subject(v.id) s
    where v.id = any (vehicles)
    on conflict (vehicle_id) do update set is_public = excluded.is_public, year = excluded.year, make = excluded.make,
      words = excluded.words, added_at = excluded.added_at, is_described = true, described_at = now()
      where (f.is_public, f.year, f.make, f.words, f.added_at, f.is_described) is distinct from
        (excluded.is_public, excluded.year, excluded.make, excluded.words, excluded.added_at, true)
$$;

-- A few vehicles are described at once; of many in one statement only the visibility is, and the job does the rest.
create or replace function app.describe_changed() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  ids constant uuid[] := array(select c.id from changed c limit 51);
begin
  if cardinality(ids) <= 50 then
    begin
      perform app.describe_vehicles(ids);
      return null;
    exception when others then null;   -- whatever a project's row is like, it is saved; the job says what failed
    end;
  end if;
  insert into app.vehicle_finder (vehicle_id, is_public)
    select c.id, coalesce(c.is_public, false) from changed c
    on conflict (vehicle_id) do update set is_public = excluded.is_public, is_described = false,
      described_at = now(), ranked_at = '-infinity';
  return null;
end
$$;
create or replace trigger vehicles_describe_new after insert on public.vehicles
  referencing new table as changed for each statement execute function app.describe_changed();
create or replace trigger vehicles_describe_changed after update on public.vehicles
  referencing new table as changed for each statement execute function app.describe_changed();

create or replace function app.describe_detailed() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform app.describe_vehicles(array[new.vehicle_id]);
  return null;
exception when others then
  update app.vehicle_finder f set is_described = false, ranked_at = '-infinity' where f.vehicle_id = new.vehicle_id;
  return null;
end
$$;
create or replace trigger vehicle_details_describe after insert or update on public.vehicle_details
  for each row execute function app.describe_detailed();

-- Tags are words of the vehicle: the job looks at it again.
create or replace function app.describe_tagged() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update app.vehicle_finder f set is_described = false, ranked_at = '-infinity'
    where f.vehicle_id in (select t.vehicle_id from tagged t) and f.is_described;
  return null;
end
$$;
create or replace trigger image_tags_describe_added after insert on public.image_tags
  referencing new table as tagged for each statement execute function app.describe_tagged();
create or replace trigger image_tags_describe_removed after delete on public.image_tags
  referencing old table as tagged for each statement execute function app.describe_tagged();

-- How far the forecast of the auction price that most people make has moved in a week.
create or replace function app.forecast_movement(vehicle uuid) returns double precision
language sql stable security definer set search_path = '' as $$
  select coalesce(ln(latest.p50 / before.p50), 0)
  from (select c.movement from app.crowds c
    where c.vehicle_id = vehicle and c.bet_type = 'auction_price' and c.people > 1
    order by c.people desc, c.topic limit 1) c
  cross join lateral (select (m ->> 3)::float8 as p50, (m ->> 0)::date as day
    from jsonb_array_elements(c.movement) with ordinality x (m, n) order by n desc limit 1) latest
  cross join lateral (select (m ->> 3)::float8 as p50
    from jsonb_array_elements(c.movement) with ordinality x (m, n)
    where (m ->> 0)::date <= (now() at time zone 'utc')::date - 7 order by n desc limit 1) before
  where latest.p50 > 0 and before.p50 > 0
$$;

-- The ranks of some vehicles, and their words where they may have changed.
create or replace function app.rank_vehicles(vehicles uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform app.describe_vehicles(array(
    select f.vehicle_id from app.vehicle_finder f where f.vehicle_id = any (vehicles)
      and (not f.is_described or app.finder_questions(f.vehicle_id) <> array(
      select w from unnest(tsvector_to_array(f.words)) w where w like '?%' order by w))));
  update app.vehicle_finder f set
    attention = coalesce((select log(2::numeric, greatest(1, 1 + sum(a.heat
        * power(2, extract(epoch from a.heat_at - '2025-01-01T00:00:00Z')::float8 / (30 * 86400))))::numeric)::float8
      from public.vehicle_images i join app.image_attention a on a.image_id = i.id
      where i.vehicle_id = f.vehicle_id), 0),
    movement = coalesce(app.forecast_movement(f.vehicle_id), 0),
    readiness = case when sold.is_sold then 0 else coalesce(t.wilson_lower, 0) end,
    verdict = t.verdict,
    is_sold = sold.is_sold,
    ranked_at = now()
  from unnest(vehicles) v (id)
  left join app.vote_tallies t on t.vehicle_id = v.id
  cross join lateral (select exists (select from app.auction_results r
    where r.vehicle_id = v.id and r.sold and r.occurred_at > now() - interval '1 year') as is_sold) sold
  where f.vehicle_id = v.id;
end
$$;

-- Those whose ranks are the oldest, five hundred at a time, but for those that somebody else has in hand. A vehicle
-- that fails is set aside. The vehicle is held before its row here, as who deletes it holds it: a row that is updated
-- twice in a transaction has its reference checked, and would wait for the deletion that waits for it.
create or replace function app.rank_due_vehicles() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  due constant uuid[] := array(
    select f.vehicle_id from app.vehicle_finder f join public.vehicles v on v.id = f.vehicle_id
    where f.ranked_at < now() - interval '10 minutes'
    order by f.ranked_at limit 500 for key share of v skip locked for update of f skip locked);
begin
  if due = '{}' then return 0; end if;
  perform app.work_each('rank_vehicles', due);
  -- Whatever failed waits for its next try behind the others.
  update app.vehicle_finder f set ranked_at = now()
    where f.vehicle_id = any (due) and f.ranked_at < now() - interval '10 minutes';
  return cardinality(due);
end
$$;

-- Vehicles from before: the job describes them.
insert into app.vehicle_finder (vehicle_id) select v.id from public.vehicles v on conflict do nothing;

select app.register_job('rank_vehicles', '10 seconds', 'select app.rank_due_vehicles()');
revoke all on function
  app.finder_split,
  app.finder_questions,
  app.finder_words,
  app.describe_vehicles,
  app.describe_changed,
  app.describe_detailed,
  app.describe_tagged,
  app.forecast_movement,
  app.rank_vehicles,
  app.rank_due_vehicles
  from public, anon, authenticated, service_role;


-- 97_finding/15_finder_terms.sql

-- The words that public vehicles are found by, and how many have each: what a misspelt word may mean, and the numbers
-- beside filters. Counted anew once a minute where something has changed.

create table if not exists app.finder_terms (
  word     text primary key,
  vehicles integer not null,
  is_word  boolean not null generated always as (word !~ '[0-9#@~?]') stored
);
comment on table app.finder_terms is 'Of public vehicles alone. Written by the job count_finder_terms.';
comment on column app.finder_terms.is_word is 'May be meant by a word that is spelt much like it.';

create table if not exists app.finder_counted (
  only_one     boolean primary key default true,
  described_at timestamptz not null default '-infinity',
  vehicles     bigint not null default 0,
  constraint there_is_one_row check (only_one)
);
comment on table app.finder_counted is 'The state of the finder that its terms were counted in.';
insert into app.finder_counted (only_one) values (true) on conflict do nothing;
revoke all on app.finder_terms, app.finder_counted from public, anon, authenticated, service_role;

create or replace function app.count_finder_terms() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  latest timestamptz;
  cars bigint;
  changed integer;
begin
  select coalesce(max(f.described_at), '-infinity'), count(*) into latest, cars from app.vehicle_finder f;
  perform from app.finder_counted c where (c.described_at, c.vehicles) = (latest, cars);
  if found then return 0; end if;
  update app.finder_counted c set described_at = latest, vehicles = cars;
  delete from app.finder_terms t
    where not exists (select from app.vehicle_finder f where f.is_public and f.words @@ app.finder_term(t.word, false));
  insert into app.finder_terms as t (word, vehicles)
    select s.word, s.ndoc from ts_stat('select f.words from app.vehicle_finder f where f.is_public') s
    on conflict (word) do update set vehicles = excluded.vehicles where t.vehicles <> excluded.vehicles;
  get diagnostics changed = row_count;
  return changed;
end
$$;

-- A word, or what begins with it, as a part of a query.
create or replace function app.finder_term(word text, is_begin boolean) returns tsquery
language sql immutable set search_path = '' as $$
  select ('''' || replace(replace(word, '\', '\\'), '''', '''''') || ''''
    || case when is_begin then ':*' else '' end)::tsquery
$$;

-- The first two hundred terms that begin with a word.
create or replace function app.terms_from(begin text) returns table (word text, vehicles integer)
language sql stable security definer set search_path = '' as $$
  select t.word, t.vehicles from app.finder_terms t
  where t.word collate "C" >= begin and t.word collate "C" < begin || chr(1114111)
  order by t.word collate "C" limit 200
$$;

-- At most how many public vehicles have a word that begins with one of these, and all of these marks, as they were last
-- counted.
create or replace function app.finder_most(words text[], marks text[]) returns bigint
language sql stable security definer set search_path = '' as $$
  select min(x.most) from (
    select (select case when count(*) = 200 then 2147483647 else coalesce(sum(t.vehicles), 0) end
      from app.terms_from(w) t) as most from unnest(words) w
    union all select coalesce((select t.vehicles from app.finder_terms t where t.word = m), 0) from unnest(marks) m) x
$$;

do $do$
declare
  its text;
begin
  select n.nspname into its from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_trgm';
  execute format('create index if not exists finder_terms_by_trigram on app.finder_terms '
    'using gin (word %I.gin_trgm_ops) where is_word', its);
  -- Words of vehicles that are spelt much like one, as a part of a query, and at most how many vehicles have one: by
  -- trigrams, or with two letters that have changed places, of which trigrams keep too little; how much is much is
  -- pg_trgm.word_similarity_threshold. A word with digits is a code: none is like another.
  execute format($function$
    create or replace function app.finder_near(asked text, out query tsquery, out vehicles bigint)
    language sql stable security definer set search_path = '' as $body$
      select concat_ws('|', app.finder_term(asked, true)::text,
          string_agg(app.finder_term(n.word, false)::text, '|'))::tsquery,
        app.finder_most(array[asked], '{}') + coalesce(sum(n.vehicles), 0)
      from (
        (select t.word, t.vehicles from app.finder_terms t where t.is_word and t.word operator(%1$I.%%>) asked
          order by %1$I.word_similarity(asked, t.word) desc, t.word limit 20)
        union select t.word, t.vehicles from app.finder_terms t where t.word = any (array(
          select overlay(asked placing substr(asked, at + 1, 1) || substr(asked, at, 1) from at for 2)
          from generate_series(1, length(asked) - 1) at))) n
      where asked !~ '[0-9]' and length(asked) > 3
    $body$
  $function$, its);
end
$do$;

-- What filters may ask for.
create or replace function app.find_filters() returns table (kind text, value text, vehicles integer)
language sql stable security definer set search_path = '' as $$
  select x.kind, x.value, x.vehicles from (
    select k.kind, substr(t.word, 2) as value, t.vehicles,
      row_number() over (partition by k.kind order by t.vehicles desc, t.word) as n
    from (values ('#', 'tag'), ('~', 'body'), ('@', 'place'), ('?', 'question')) k (sign, kind)
    join app.finder_terms t on t.word collate "C" >= k.sign and t.word collate "C" < chr(ascii(k.sign) + 1)) x
  where x.n <= 60 order by x.kind, x.n
$$;

create or replace function public.find_filters() returns table (kind text, value text, vehicles integer)
language sql stable set search_path = '' as $$ select * from app.find_filters() $$;
comment on function public.find_filters() is
  'Tags, places, body styles and open questions that find_vehicles can be asked for, 60 of each at most, and how many '
  'public vehicles have each; counted once a minute.';
create index if not exists finder_terms_in_bytes on app.finder_terms (word collate "C");

revoke all on function app.count_finder_terms(), app.finder_term(text, boolean), app.finder_near(text),
  app.terms_from(text), app.finder_most(text[], text[]), app.find_filters(), public.find_filters()
  from public, anon, authenticated, service_role;
grant execute on function app.find_filters(), public.find_filters() to anon, authenticated, service_role;

select app.register_job('count_finder_terms', '1 minute', 'select app.count_finder_terms()');


-- 97_finding/20_find_vehicles.sql

-- Finding vehicles: words, filters and an order, page by page. Public vehicles only, whoever asks.

-- Words that are asked for: the first eight.
create or replace function app.finder_query(words text) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg(w), '{}') from (select w from app.finder_split(left(words, 400)) w limit 8) x
$$;

-- Filters as the finder has them.
create or replace function app.finder_marks(tag text, place text, body text, question text) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg(sign || left(lower(btrim(value)), 40)), '{}')
  from (values ('#', tag), ('@', place), ('~', body), ('?', question)) x (sign, value) where btrim(value) <> ''
$$;

-- What the order is by, as SQL.
create or replace function app.finder_order(sort text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return case sort when 'newest' then 'f.added_at' when 'attention' then 'f.attention'
    when 'movement' then 'abs(f.movement)' when 'readiness' then 'f.readiness' end;
end
$$;

-- See public.find_vehicles. Behind a page lies { the order, whether spelling was forgiven, the last value, its id }.
create or replace function app.find_vehicles(
  words text, make text, year_from integer, year_to integer, auction text, tag text, place text, body text,
  question text, sort text, after text, most integer
) returns table (vehicle_id uuid, movement double precision, fuzzy boolean, page text, more boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  asked constant text[] := app.finder_query(words);
  rank constant text := app.finder_order(sort);
  marks constant text[] := app.finder_marks(tag, place, body, question);
  behind text[];
  conditions text[] := array['f.is_public'];
  said tsquery;
  fewest bigint;
begin
  if rank is null then
    perform app.refuse('sort_is_known', format('%s is no order of vehicles.', coalesce(left(sort, 40), 'Nothing')),
      'The orders are newest, attention, movement and readiness.', '22023');
  elsif most is null or most not between 1 and 60 then
    perform app.refuse('limit_is_from_1_to_60', 'A page has 1 to 60 vehicles.', null, '22023');
  elsif auction not in ('ready', 'not_ready', 'undecided', 'sold') then
    perform app.refuse('auction_state_is_known', format('%s is no state of a vote.', left(auction, 40)),
      'The states are ready, not_ready, undecided and sold.', '22023');
  end if;
  if after is not null then behind := app.finder_page(after, sort); end if;

  if btrim(make) <> '' then
    conditions := conditions || format('f.make = %L', btrim(app.plain_words(left(make, 80)))); end if;
  if year_from is not null then conditions := conditions || format('f.year >= %s', year_from); end if;
  if year_to is not null then conditions := conditions || format('f.year <= %s', year_to); end if;
  if auction = 'sold' then conditions := conditions || 'f.is_sold'::text;
  elsif auction is not null then conditions := conditions || format('not f.is_sold and coalesce(f.verdict, %L) = %L',
    'undecided', auction); end if;
  if sort = 'movement' then conditions := conditions || 'f.movement <> 0'::text; end if;
  if behind is not null then
    conditions := conditions || format('(%s, f.vehicle_id) < (%L::%s, %L::uuid)', rank, behind[3],
      case sort when 'newest' then 'timestamptz' else 'double precision' end, behind[4]);
  end if;
  if asked = '{}' and btrim(words) <> '' then return; end if;   -- signs alone are on no vehicle

  if not coalesce(behind[2]::boolean, false) then
    select string_agg(app.finder_term(w.w, w.is_begin)::text, ' & ')::tsquery into said from (
      select w, true as is_begin from unnest(asked) w union all select m, false from unnest(marks) m) w;
    return query execute app.finder_sql(conditions, said, app.finder_most(asked, marks), rank, most)
      using false, sort;
    if found or behind is not null or asked = '{}' then return; end if;
  end if;
  -- No vehicle has these words: ones that are spelt much like them.
  perform set_config('pg_trgm.word_similarity_threshold', '0.45', true);
  select string_agg('(' || near.query::text || ')', ' & ')::tsquery, min(near.vehicles) into said, fewest
    from (select n.* from unnest(asked) w, app.finder_near(w) n
      union all select app.finder_term(m, false), app.finder_most('{}', array[m]) from unnest(marks) m) near;
  return query execute app.finder_sql(conditions, said, fewest, rank, most) using true, sort;
end
$$;

-- One page, as SQL; $1: whether spelling is forgiven, $2: the order's name. Of few vehicles that have the words all are
-- read and sorted, of many the first in order that have them: either reads about as much where few * few is some tens
-- of all. The planner alone takes every word that it does not know for a common one.
create or replace function app.finder_sql(
  conditions text[], said tsquery, fewest bigint, rank text, most integer) returns text
language sql stable security definer set search_path = '' as $$
  select format('select x.id, x.movement, $1, '
    'encode(convert_to(concat_ws(%L, $2, $1, x.rank, x.id), %L), %L), x.left_over '
    'from (select f.id, f.movement, f.rank, row_number() over w as n, count(*) over () > %s as left_over from ('
    'select f.* from (select f.vehicle_id as id, f.movement, %s as rank from app.vehicle_finder f where %s %s) f '
    'order by f.rank desc, f.id desc limit %s) f window w as (order by f.rank desc, f.id desc)) x '
    'where x.n <= %s order by x.n',
    '|', 'utf8', 'base64', most, rank,
    concat_ws(' and ', array_to_string(conditions, ' and '), 'f.words @@ ' || quote_literal(said) || '::tsquery'),
    case when fewest * fewest < 13 * (select c.vehicles from app.finder_counted c) or fewest = 0 then 'offset 0' end,
    most + 1, most)
$$;

-- What lies behind a page, or a refusal of what is none.
create or replace function app.finder_page(page text, sort text) returns text[]
language plpgsql immutable set search_path = '' as $$
declare
  parts text[];
begin
  begin
    parts := string_to_array(convert_from(decode(left(page, 400), 'base64'), 'utf8'), '|');
    if cardinality(parts) = 4 and parts[1] = sort then
      perform parts[2]::boolean, parts[4]::uuid,
        case sort when 'newest' then extract(epoch from parts[3]::timestamptz) else parts[3]::double precision end;
      return parts;
    end if;
  exception when others then null;
  end;
  perform app.refuse('page_is_known', 'This page is not one that a search has named.',
    'Give `after` the `page` of the last vehicle, with the same words, filters and sort.', '22023');
end
$$;

create or replace function public.find_vehicles(
  words text default null, make text default null, year_from integer default null, year_to integer default null,
  auction text default null, sort text default 'newest', after text default null, "limit" integer default 24,
  tag text default null, place text default null, body text default null, question text default null
) returns table (vehicle_id uuid, movement double precision, fuzzy boolean, page text, more boolean)
language sql stable set search_path = '' as $$
  select * from app.find_vehicles(words, make, year_from, year_to, auction, tag, place, body, question,
    sort, after, "limit")
$$;
comment on function public.find_vehicles(
  text, text, integer, integer, text, text, text, integer, text, text, text, text) is
  'Public vehicles that have all these words, or where none has, ones that are spelt much like them (fuzzy). auction: '
  'ready, not_ready, undecided or sold. tag, place, body and question (the bet type of an open one): a value of '
  'find_filters. sort: newest, attention, movement or readiness. `after` is the page of the '
  'last vehicle of the page before; `more` says whether there is one behind this.';

revoke all on function
  app.find_vehicles(text, text, integer, integer, text, text, text, text, text, text, text, integer),
  public.find_vehicles(text, text, integer, integer, text, text, text, integer, text, text, text, text)
  from public, anon, authenticated, service_role;
grant execute on function
  app.find_vehicles(text, text, integer, integer, text, text, text, text, text, text, text, integer),
  public.find_vehicles(text, text, integer, integer, text, text, text, integer, text, text, text, text)
  to anon, authenticated, service_role;
revoke all on function
  app.finder_query,
  app.finder_marks,
  app.finder_order,
  app.finder_sql,
  app.finder_page
  from public, anon, authenticated, service_role;


-- 97_finding/30_shown_prices.sql

-- The crowd's prices of many vehicles at once, for cards: of those alone whose crowd the caller may see without being
-- influenced, having given a number or skipped (docs/decisions/0007-blind-forecasts.md).
create or replace function app.shown_prices(vehicles uuid[])
  returns table (vehicle_id uuid, currency text, p10 numeric, p50 numeric, p90 numeric, people integer)
language plpgsql stable security definer set search_path = '' as $$
begin
  if cardinality(vehicles) > 100 then
    perform app.refuse('vehicles_are_at_most_100', 'Prices are asked for at most 100 vehicles at a time.', null,
      '22023');
  end if;
  return query
  select distinct on (v.id) v.id, split_part(c.topic, ':', 2), (c.forecast -> 'quantiles' ->> 'p10')::numeric,
    (c.forecast -> 'quantiles' ->> 'p50')::numeric, (c.forecast -> 'quantiles' ->> 'p90')::numeric, c.people
  from public.vehicles v
  join app.crowds c on c.vehicle_id = v.id and c.bet_type = 'auction_price' and c.people > 1 and c.forecast is not null
  where v.id = any (vehicles) and (v.is_public or v.user_id = auth.uid())
    and (exists (select from public.vehicle_bets b where b.vehicle_id = v.id and b.user_id = auth.uid()
        and b.bet_type = 'auction_price' and b.status <> 'cancelled')
      or exists (select from public.forecast_skips s where s.vehicle_id = v.id and s.user_id = auth.uid()
        and s.bet_type = 'auction_price'))
  order by v.id, c.people desc, c.topic;
end
$$;

create or replace function public.shown_prices(vehicle_ids uuid[])
  returns table (vehicle_id uuid, currency text, p10 numeric, p50 numeric, p90 numeric, people integer)
language sql stable set search_path = '' as $$ select * from app.shown_prices(vehicle_ids) $$;
comment on function public.shown_prices(uuid[]) is
  'The crowd''s auction price of at most 100 vehicles, of those on which the caller has given a number or skipped.';

revoke all on function
  app.shown_prices(uuid[]),
  public.shown_prices(uuid[])
  from public, anon, authenticated, service_role;
grant execute on function app.shown_prices(uuid[]), public.shown_prices(uuid[])
  to anon, authenticated, service_role;


-- 97_finding/40_comparable_sales.sql

-- Comparable sales: what listings say that cars of the same make and model were sold or offered for.

-- The current public listings that fit: one of the two models is the other, or a version of it (is_same: they are the
-- same). What is offered until a day is left out once that has passed; a sale that two listings tell of counts once.
create or replace function app.fitting_sales(vehicle uuid, years integer)
returns table (document_id uuid, state text, price numeric, currency text, day date, place text, quote_start integer,
  quote_end integer, is_same boolean, place_in_order bigint)
language sql stable security definer set search_path = '' as $$
  with own as materialized (
    select s.year, n.make_words, n.model_words,
      array(select w from unnest(n.model_words) w where app.is_model_word(w)) as core
    from app.vehicle_subject(vehicle) s, app.sale_names(s.make, s.model, s.trim) n),
  fitting as (
    select l.*, src.authority, d.fetched_at,
      l.model_words <@ o.model_words and o.model_words <@ l.model_words as is_same,
      case when l.state in ('sold', 'bid') and l.day <= current_date then l.day::text
        else l.document_id::text end as sale
    from own o
    join app.listing_sales l on l.model_words && o.core
      and (l.model_words <@ o.model_words or o.model_words <@ l.model_words)
      and l.make_words && o.make_words and (l.make_words <@ o.make_words or o.make_words <@ l.make_words)
      and (o.year is null or (l.year_from <= o.year + years and coalesce(l.year_to, l.year_from) >= o.year - years))
      and (l.state in ('sold', 'bid') or l.day is null or l.day >= current_date)
    join public.source_documents d on d.id = l.document_id
      and d.is_current and d.is_public and d.may_search is distinct from false
    join public.sources src on src.id = d.source_id),
  told_once as (
    select distinct on (f.state, f.currency, f.price, f.year_from, f.sale) f.* from fitting f
    order by f.state, f.currency, f.price, f.year_from, f.sale, f.authority desc, f.fetched_at desc, f.document_id)
  select t.document_id, t.state, t.price, t.currency, t.day, t.place, t.quote_start, t.quote_end, t.is_same,
    row_number() over (partition by t.state = 'sold' order by t.is_same desc, t.day desc nulls last, t.document_id)
  from told_once t
$$;

-- See public.comparable_sales.
create or replace function app.comparable_sales(vehicle_id uuid, years integer, most integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  vehicle record;
begin
  if years is null or years not between 0 and 20 then
    perform app.refuse('years_are_from_0_to_20', 'Cars are compared with those of 0 to 20 years before and after.',
      null, '22023');
  elsif most is null or most not between 1 and 50 then
    perform app.refuse('limit_is_from_1_to_50', 'Of sales and of offers 1 to 50 each are answered.', null, '22023');
  end if;
  select v.user_id, coalesce(v.is_public, false) as is_public into vehicle from public.vehicles v
    where v.id = comparable_sales.vehicle_id;
  if not found or (app.is_client() and not vehicle.is_public and vehicle.user_id is distinct from auth.uid()) then
    perform app.not_found('vehicle', comparable_sales.vehicle_id::text);
  end if;
  return (
    with fitting as materialized (select * from app.fitting_sales(comparable_sales.vehicle_id, years)),
    listing as (
      select f.state = 'sold' as is_sold, f.place_in_order, jsonb_build_object(
        'document_id', f.document_id, 'state', f.state, 'price', f.price, 'currency', f.currency, 'day', f.day,
        'place', f.place, 'is_same', f.is_same, 'year', d.year_from, 'title', d.title,
        'url', case when d.url ~* '^https?://' then d.url end, 'kind', d.kind, 'source', s.title,
        'authority', s.authority, 'read_at', d.fetched_at, 'char_start', f.quote_start, 'char_end', f.quote_end,
        'quote', (select substring(t.text from f.quote_start + 1 for f.quote_end - f.quote_start)
          from app.source_texts t where t.document_id = f.document_id)) as listing
      from fitting f
      join public.source_documents d on d.id = f.document_id
      join public.sources s on s.id = d.source_id
      where f.place_in_order <= most),
    summary as (
      select f.currency, count(*) as sold, min(f.day) as since,
        percentile_cont(array[0.25, 0.5, 0.75]) within group (order by f.price::float8) as at
      from fitting f
      where f.state = 'sold' and f.is_same and f.day between current_date - interval '5 years' and current_date
      group by f.currency having count(*) >= 5)
    select jsonb_build_object(
      'sold', (select coalesce(jsonb_agg(l.listing order by l.place_in_order), '[]') from listing l where l.is_sold),
      'offered', (select coalesce(jsonb_agg(l.listing order by l.place_in_order), '[]') from listing l
        where not l.is_sold),
      'sold_count', (select count(*) from fitting f where f.state = 'sold'),
      'offered_count', (select count(*) from fitting f where f.state <> 'sold'),
      'summaries', (select coalesce(jsonb_agg(jsonb_build_object('currency', y.currency, 'sold', y.sold, 'since',
        y.since, 'low', round(y.at[1]::numeric, 2), 'median', round(y.at[2]::numeric, 2), 'high',
        round(y.at[3]::numeric, 2)) order by y.sold desc, y.currency), '[]') from summary y)));
end
$$;

create or replace function public.comparable_sales(vehicle_id uuid, years integer default 3,
  "limit" integer default 12) returns jsonb
language sql stable set search_path = '' as $$
  select app.comparable_sales(vehicle_id, years, "limit")
$$;
comment on function public.comparable_sales(uuid, integer, integer) is
  'Current public listings of the same make and model, `years` to either side: sold ones, and apart from them those '
  'that were asked or bid; { sold, offered, sold_count, offered_count, summaries }. A summary is the median and middle '
  'half of at least five sales of the same model within five years, for each currency by itself.';

revoke all on function
  app.comparable_sales(uuid, integer, integer),
  public.comparable_sales(uuid, integer, integer)
  from public, anon, authenticated, service_role;
grant execute on function app.comparable_sales(uuid, integer, integer),
  public.comparable_sales(uuid, integer, integer) to anon, authenticated, service_role;
revoke all on function
  app.fitting_sales
  from public, anon, authenticated, service_role;


-- 98_account/05_person_exists.sql

-- Somebody who has not chosen a name has a page too, so the names do not tell who is there.
create or replace function app.person_exists(user_id uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from auth.users u where u.id = person_exists.user_id)
$$;
comment on function app.person_exists(uuid) is 'Whether there is an account with this id.';
revoke all on function
  app.person_exists(uuid)
  from public, anon, authenticated, service_role;
grant execute on function app.person_exists(uuid) to anon, authenticated, service_role;

create or replace function public.person_exists(user_id uuid) returns boolean
language sql stable set search_path = '' as $$ select app.person_exists(person_exists.user_id) $$;
comment on function public.person_exists(uuid) is
  'Whether there is an account with this id; false once it is deleted. Ids are random: nobody lists them by asking.';
revoke all on function
  public.person_exists(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.person_exists(uuid) to anon, authenticated, service_role;


-- 98_account/10_account_files.sql

-- What is kept of a person: to take along (export_account), and to know before leaving (account_summary).

insert into app.settings (name, value, about) values
  ('pace_export_pages', '600', 'Pages of their data that one person may read in ten minutes; a page has 1,000 rows.')
on conflict (name) do update set about = excluded.about;

-- The files in their order: what becomes of each when the account is deleted, the columns that put its rows into an
-- order that stays, how many are read at a time, and the rows of the person $1. Where a new table holds a person, its
-- line belongs here, or with its reason into test/database/account/own-data.test.ts, which reads the catalog. Of other
-- people it holds what they said to this person (notices), and no name.
create or replace function app.account_files()
returns table (place integer, file text, fate text, keys text, most integer, rows text)
language sql immutable set search_path = '' as $function$
  values
  (1, 'account', 'goes', 'id uuid', 1000,
    $$select u.id, u.email, u.created_at, u.is_anonymous, u.email_confirmed_at, u.last_sign_in_at, u.banned_until
     from auth.users u where u.id = $1$$),
  (2, 'profile', 'goes', 'user_id uuid', 1000,
    $$select p.* from public.profiles p where p.user_id = $1$$),
  (3, 'vehicles', 'stays_without_you', 'id uuid', 1000,
    $$select v.* from public.vehicles v where v.user_id = $1$$),
  (4, 'vehicle_details', 'stays_without_you', 'vehicle_id uuid', 1000,
    $$select v.* from public.vehicle_details v where v.owner_id = $1$$),
  (5, 'chassis_numbers', 'goes', 'vehicle_id uuid', 1000,
    $$select v.* from public.vehicle_chassis v where v.owner_id = $1$$),
  (6, 'vehicle_log', 'stays_without_you', 'vehicle_id uuid, id uuid', 1000,
    $$select l.* from public.vehicle_log l where l.owner_id = $1$$),
  (7, 'vehicle_log_bills', 'goes', 'vehicle_id uuid, entry_id uuid', 1000,
    $$select b.* from public.vehicle_log_bills b where b.owner_id = $1$$),
  (8, 'photos', 'stays_without_you', 'vehicle_id uuid, id uuid', 1000,
    $$select i.* from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id
     where v.user_id = $1$$),
  (9, 'reserves', 'goes', 'vehicle_id uuid', 1000,
    $$select r.vehicle_id, r.reserve, r.currency, r.is_shown, r.set_at from app.auction_reserves r
     where r.owner_id = $1$$),
  (10, 'documents', 'goes', 'id uuid', 5,
    $$select d.id, d.title, d.vehicle_id, d.sha256, d.created_at, t.text from public.source_documents d
     join app.source_texts t on t.document_id = d.id
     where d.owner_id = $1 and d.kind = 'owner_document' and d.is_current$$),
  (11, 'outcomes', 'stays_without_you', 'vehicle_id uuid, id uuid', 1000,
    $$select o.* from public.vehicle_outcomes o where o.reported_by = $1$$),
  (12, 'bets', 'goes', 'created_at timestamptz, id uuid', 1000,
    $$select b.* from public.vehicle_bets b where b.user_id = $1$$),
  (13, 'votes', 'goes', 'vehicle_id uuid', 1000,
    $$select a.* from public.auction_votes a where a.user_id = $1$$),
  (14, 'likes_comments_shares', 'goes', 'created_at timestamptz, id uuid', 1000,
    $$select i.* from public.image_interactions i where i.user_id = $1$$),
  (15, 'tags', 'stays_without_you', 'vehicle_id uuid, image_id uuid, tag text', 1000,
    $$select t.* from public.image_tags t where t.user_id = $1$$),
  (16, 'skipped_forecasts', 'goes', 'vehicle_id uuid, bet_type text', 1000,
    $$select s.* from public.forecast_skips s where s.user_id = $1$$),
  (17, 'useful_reasons', 'goes', 'vehicle_id uuid, voter_id uuid', 1000,
    $$select r.* from public.useful_reasons r where r.user_id = $1$$),
  (18, 'disputes', 'goes', 'vehicle_id uuid, question text, round smallint, version smallint', 1000,
    $$select d.* from public.bet_disputes d where d.user_id = $1$$),
  (19, 'reports', 'goes', 'vehicle_id uuid, interaction_id uuid', 1000,
    $$select r.* from public.comment_reports r where r.user_id = $1$$),
  (20, 'photo_reports', 'goes', 'vehicle_id uuid, image_id uuid', 1000,
    $$select r.* from public.photo_reports r where r.user_id = $1$$),
  (21, 'research_reports', 'goes', 'vehicle_id uuid, spec_name text', 1000,
    $$select r.* from public.research_reports r where r.user_id = $1$$),
  (22, 'notices', 'goes', 'id uuid', 1000,
    $$select n.* from public.notices n where n.user_id = $1$$),
  (23, 'follows', 'goes', 'id uuid', 1000,
    $$select f.id, f.vehicle_id, f.question, f.person_id, f.created_at from public.follows f
     where f.user_id = $1$$),
  (24, 'notice_settings', 'goes', 'kind text', 1000,
    $$select w.kind, w.way from app.notice_wishes w where w.user_id = $1
     union all select 'digest', d.every from app.digests d where d.user_id = $1$$),
  (25, 'points', 'stays_without_you', 'id bigint', 1000,
    $$select e.id, t.kind, t.vehicle_id, t.question, e.account, e.bet_id, e.amount, t.made_at
     from app.point_entries e join app.point_transfers t on t.id = e.transfer_id where e.user_id = $1$$),
  (26, 'standing', 'goes', 'period text, make text', 1000,
    $$select s.* from app.forecaster_standings s where s.user_id = $1$$),
  (27, 'hand_overs', 'goes', 'vehicle_id uuid', 1000,
    $$select o.vehicle_id, o.giver_id = $1 as made_by_you, o.state, o.private_entries, o.costs, o.documents, o.made_at,
       o.expires_at, o.decided_at
     from app.vehicle_offers o where o.giver_id = $1 or o.taker_id = $1$$)
$function$;

-- A project that has people of its own has no profiles of ours.
create or replace function app.account_file_is_there(file text) returns boolean
language sql stable set search_path = '' as $$
  select account_file_is_there.file <> 'profile' or to_regclass('public.profiles') is not null
$$;

-- The rows of one file, one page at a time: those that follow `after`, the place of the last one read. By its order
-- an index finds them, so that the hundredth page costs what the first one does.
create or replace function app.account_rows(person uuid, file text, after jsonb default null)
returns table (place jsonb, item jsonb)
language plpgsql stable security definer set search_path = '' as $$
declare
  f record;
  columns text;
  typed text;
begin
  select x.* into f from app.account_files() x where x.file = account_rows.file;
  if not found then
    perform app.refuse('unknown_file', format('There is no file %L.', left(account_rows.file, 60)),
      'account_summary() names them.', '22023');
  elsif not app.account_file_is_there(f.file) then return;
  end if;
  select string_agg(format('r.%I', split_part(k.words, ' ', 1)), ', ' order by k.n),
         string_agg(format('($2 ->> %s)::%s', k.n - 1, split_part(k.words, ' ', 2)), ', ' order by k.n)
    into columns, typed from regexp_split_to_table(f.keys, ', ') with ordinality k (words, n);
  begin
    if jsonb_typeof(after) not in ('array', 'null') then raise invalid_text_representation; end if;
    return query execute format(
      'select jsonb_build_array(%1$s), to_jsonb(r) from (%2$s) r where %3$s order by %1$s limit %4$s', columns, f.rows,
      case when coalesce(after, 'null') = 'null' then 'true' else format('(%s) > (%s)', columns, typed) end, f.most)
      using person, after;
  exception when data_exception then
    perform app.refuse('unknown_place', 'There is no such place in this file.',
      'Send the place of the last row as it came.', '22023');
  end;
end
$$;
comment on function app.account_rows(uuid, text, jsonb) is 'What is kept of a person, by file and page.';

-- At most so many rows are counted: what is told is that there are more.
create or replace function app.account_summary()
returns table (file text, items bigint, is_all boolean, fate text)
language plpgsql stable security definer set search_path = '' as $$
declare
  person constant uuid := app.require_account();
  most constant integer := 10000;
  f record;
begin
  for f in select x.* from app.account_files() x order by x.place loop
    file := f.file;
    fate := f.fate;
    items := 0;
    if app.account_file_is_there(f.file) then
      execute format('select count(*) from (select from (%s) r limit %s) c', f.rows, most + 1) into items using person;
    end if;
    is_all := items <= most;
    items := least(items, most);
    return next;
  end loop;
end
$$;

-- One more page read by a person, who waits where they were many.
create or replace function app.count_export_page(person uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  most constant integer := app.setting_number('pace_export_pages')::integer;
  began constant timestamptz := date_bin('10 minutes', now(), '2000-01-01T00:00:00Z');
  total integer;
begin
  insert into app.write_paces as p (subject, kind, starts_at, used) values (person, 'export_pages', began, 1)
    on conflict (subject, kind, starts_at) do update set used = p.used + 1 returning used into total;
  if total > most then
    -- as app.refuse, with a header
    raise sqlstate 'PGRST' using
      message = jsonb_build_object('code', 'PT429', 'details', 'too_many_export_pages',
        'message', format('More than %s pages of your data within ten minutes.', most),
        'hint', 'Wait ten minutes and try again.')::text,
      detail = jsonb_build_object('status', 429, 'headers', jsonb_build_object('Retry-After',
        ceil(extract(epoch from began + interval '10 minutes' - now()))::integer::text))::text;
  end if;
end
$$;

create or replace function app.export_account(file text, after jsonb) returns table (place jsonb, item jsonb)
language plpgsql security definer set search_path = '' as $$
declare
  person constant uuid := app.require_account();
begin
  perform app.count_export_page(person);
  return query select r.place, r.item from app.account_rows(person, export_account.file, export_account.after) r;
end
$$;

create or replace function public.account_summary()
returns table (file text, items bigint, is_all boolean, fate text)
language sql stable set search_path = '' as $$ select * from app.account_summary() $$;
comment on function public.account_summary() is
  'What is kept of the caller: rows by file of export_account, and what becomes of them by delete_account. is_all is '
  'false where there are more than the 10,000 that are counted. fate: goes, or stays_without_you: it stays for the '
  'others, and nothing leads back to you. Refuses not_signed_in.';

create or replace function public.export_account(file text, after jsonb default null)
returns table (place jsonb, item jsonb)
language sql set search_path = '' as $$ select * from app.export_account(export_account.file, export_account.after) $$;
comment on function public.export_account(text, jsonb) is
  'The rows that are the caller''s in one file of account_summary, a page at a time: the next one has those after the '
  'place of the last row, and the last is empty. Refuses not_signed_in, unknown_file, unknown_place, '
  'too_many_export_pages.';

-- somebody signed out is told so
revoke all on function
  app.account_summary(),
  app.export_account(text, jsonb),
  public.account_summary(),
  public.export_account(text, jsonb)
  from public, anon, authenticated, service_role;
grant execute on function app.account_summary(), app.export_account(text, jsonb), public.account_summary(),
  public.export_account(text, jsonb) to anon, authenticated;
revoke all on function
  app.account_files,
  app.account_file_is_there,
  app.account_rows,
  app.count_export_page
  from public, anon, authenticated, service_role;


-- 98_account/15_remove_person.sql

-- An account goes: by its own door (delete_account) or by an operator's (the admin API). Cars that only their owner
-- sees go with their photos and papers; public ones stay for those who have voted and bet on them, without an owner,
-- their papers and chassis numbers. Keys and triggers do the rest (see app.account_files).

-- The vehicles that something of a person hangs on, and whether they are this person's own.
create or replace function app.vehicles_of(person uuid) returns table (id uuid, is_own boolean, is_private boolean)
language sql stable security definer set search_path = '' as $$
  select v.id, v.user_id is not distinct from person, not coalesce(v.is_public, false)
  from public.vehicles v where v.id in (
    select x.id from public.vehicles x where x.user_id = person
    union select i.vehicle_id from public.image_views i where i.user_id = person
    union select i.vehicle_id from public.image_interactions i where i.user_id = person
    union select t.vehicle_id from public.image_tags t where t.user_id = person
    union select r.vehicle_id from public.comment_reports r where r.user_id = person
    union select r.vehicle_id from public.photo_reports r where r.user_id = person
    union select b.vehicle_id from public.vehicle_bets b where b.user_id = person
    union select d.vehicle_id from public.bet_disputes d where d.user_id = person
    union select o.vehicle_id from public.vehicle_outcomes o where o.reported_by = person or o.confirmed_by = person
    union select a.vehicle_id from public.auction_votes a where a.user_id = person
    union select u.vehicle_id from public.useful_reasons u where u.user_id = person
    union select c.vehicle_id from app.vote_closeness c where c.user_id = person
    union select f.vehicle_id from public.follows f where f.user_id = person
    union select s.vehicle_id from public.forecast_skips s where s.user_id = person
    union select n.vehicle_id from public.notices n where n.user_id = person
    union select r.vehicle_id from public.research_reports r where r.user_id = person
    union select o.vehicle_id from app.vehicle_offers o where o.giver_id = person or o.taker_id = person)
$$;

-- Takes every lock that removing a person needs, in the order of 20_project/22_hold_vehicles.sql, and people one after
-- the other, as they have rows in common: one follows the other, one answers the other. Meanwhile the person may begin
-- something on another vehicle, be given one or hide one: then all is let go and taken anew.
create or replace function app.hold_person(person uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  vehicle record;
  held uuid[];
  held_own uuid[];
  held_to_go uuid[];
begin
  perform pg_advisory_xact_lock(hashtextextended('remove_person', 0));
  for try in 1 .. 20 loop
    begin
      held := '{}';
      held_own := '{}';
      held_to_go := '{}';
      for vehicle in select * from app.vehicles_of(person) v order by v.id loop
        held := held || vehicle.id;
        if vehicle.is_own then held_own := held_own || vehicle.id; end if;
        if vehicle.is_own and vehicle.is_private then
          held_to_go := held_to_go || vehicle.id;
          perform from public.vehicles v where v.id = vehicle.id for update;
        elsif vehicle.is_own then
          perform from public.vehicles v where v.id = vehicle.id for no key update;
        else
          perform from public.vehicles v where v.id = vehicle.id for share;
        end if;
      end loop;
      -- marks of useful reasons go with the person, and are counted off at their votes
      perform from public.useful_reasons u
        join public.auction_votes a on a.vehicle_id = u.vehicle_id and a.user_id = u.voter_id
        where u.user_id = person order by a.vehicle_id, a.user_id for no key update of a;
      perform app.lock_accounts(array(
        select person union select b.user_id from public.vehicle_bets b join public.vehicles v on v.id = b.vehicle_id
        where v.user_id = person and not coalesce(v.is_public, false)));
      perform from auth.users u where u.id = person for update;
      -- an account opened meanwhile, and votes marked meanwhile
      perform from app.point_accounts a where a.user_id = person for no key update nowait;
      perform from public.useful_reasons u
        join public.auction_votes a on a.vehicle_id = u.vehicle_id and a.user_id = u.voter_id
        where u.user_id = person for no key update of a nowait;
      if not exists (select from app.vehicles_of(person) v where v.id <> all (
        case when v.is_own and v.is_private then held_to_go when v.is_own then held_own else held end)) then
        return;
      end if;
      raise exception 'Not all of it is held.' using errcode = 'serialization_failure';
    exception when serialization_failure or lock_not_available then null;   -- lets go
    end;
  end loop;
  perform app.refuse('account_is_busy', 'This account is in use at this moment.', 'Try again.', 'PT409');
end
$$;

-- Returns false where there is no such account.
create or replace function app.remove_person(person uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform app.hold_person(person);
  delete from public.sources s using public.vehicles v where s.vehicle_id = v.id and v.user_id = person;
  delete from public.vehicle_chassis c using public.vehicles v where c.vehicle_id = v.id and v.user_id = person;
  delete from public.vehicle_log_bills b where b.owner_id = person;
  delete from public.vehicle_log l where l.owner_id = person and l.is_private;
  delete from public.vehicles v where v.user_id = person and not coalesce(v.is_public, false);
  delete from auth.users u where u.id = person;
  return found;
end
$$;
comment on function app.remove_person(uuid) is 'Deletes an account; what stays leads back to nobody.';
revoke all on function
  app.vehicles_of,
  app.hold_person,
  app.remove_person
  from public, anon, authenticated, service_role;


-- 98_account/20_delete_account.sql

-- Leaving: a person deletes their own account, once they have shown that it is they who ask.

insert into app.settings (name, value, about) values
  ('account_deletion_within', '10 minutes', 'How long ago somebody signed in who may delete their account.')
on conflict (name) do update set about = excluded.about;

-- Whether the session of the token began lately: a page left open, or a token that somebody found, deletes nothing. An
-- anonymous account cannot sign in again, and has nothing but its token.
create or replace function app.signed_in_lately() returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false) or exists (
    select from jsonb_array_elements(
      case when jsonb_typeof(auth.jwt() -> 'amr') = 'array' then auth.jwt() -> 'amr' else '[]' end) method
    where to_timestamp((method ->> 'timestamp')::double precision)
      > now() - app.setting_interval('account_deletion_within'))
$$;

create or replace function app.delete_account(email text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  person constant uuid := app.require_account();
  address text;
begin
  if not app.signed_in_lately() then
    perform app.refuse('sign_in_again', 'Sign in again first.',
      'An account is deleted within ten minutes of signing in.', '42501');
  end if;
  select coalesce(u.email, '') into address from auth.users u where u.id = person;
  if lower(btrim(coalesce(delete_account.email, ''))) <> lower(address) then
    perform app.refuse('email_differs', 'This is not the email of the account.',
      'Write the address that you sign in with; a visitor''s account has none.', '22023');
  end if;
  if app.is_operator() then
    perform app.refuse('operators_leave_first', 'An operator''s account cannot be deleted.',
      'Have the role taken away first: npx paddock operator remove.', '42501');
  end if;
  perform app.remove_person(person);
end
$$;
comment on function app.delete_account(text) is 'Deletes the caller''s account; what stays leads back to nobody.';
-- somebody signed out is told so
revoke all on function
  app.delete_account(text)
  from public, anon, authenticated, service_role;
grant execute on function app.delete_account(text) to anon, authenticated;

create or replace function public.delete_account(email text) returns void
language sql set search_path = '' as $$ select app.delete_account(delete_account.email) $$;
comment on function public.delete_account(text) is
  'Deletes the caller''s account for good; email is the account''s, empty for a visitor''s. Refuses not_signed_in, '
  'email_differs, sign_in_again (the session is older than ten minutes), operators_leave_first.';
revoke all on function
  public.delete_account(text)
  from public, anon, authenticated, service_role;
grant execute on function public.delete_account(text) to anon, authenticated;
revoke all on function
  app.signed_in_lately
  from public, anon, authenticated, service_role;


-- 98_operator/10_reports.sql

-- Reports: what members say is out of place (comments, photos) or wrong (researched values), as operators read and
-- decide it. What an upheld report of a comment or photo does stands in 12_holds.sql.

create or replace view app.reports with (security_invoker = true) as
  select 'comment' as kind, r.vehicle_id, r.interaction_id::text as thing, r.interaction_id as thing_id, r.user_id,
         r.reason, r.state, r.created_at
    from public.comment_reports r
  union all
  select 'photo', r.vehicle_id, r.image_id::text, r.image_id, r.user_id, r.reason, r.state, r.created_at
    from public.photo_reports r
  union all
  select 'answer', r.vehicle_id, r.spec_name, null, r.user_id, r.reason, r.state, r.created_at
    from public.research_reports r;
comment on view app.reports is 'All that was reported: `thing` is the comment or photo, or the spec of a value.';
revoke all on app.reports from public, anon, authenticated, service_role;

-- The open ones, those that have waited longest first; several people's reports of one thing are one row. `key` names
-- the thing, `words` are the comment or the value; `reports` is [{ by, reason, at }], of which the first 20. The next
-- page begins after the last row's `since` and `key`.
create or replace function app.open_reports(most integer, after jsonb)
returns table (key text, kind text, vehicle_id uuid, vehicle text, comment_id uuid, photo_id uuid, spec_name text,
               words text, author_id uuid, is_hidden boolean, is_own boolean, since timestamptz, people bigint,
               reports jsonb, photo_url text, photo_pass text)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  with open as (
    select r.kind, r.vehicle_id, r.thing, r.thing_id, min(r.created_at) as since, count(*) as people,
           case r.kind when 'answer' then format('answer %s %s', r.vehicle_id, r.thing)
                       else r.kind || ' ' || r.thing end as key
    from app.reports r where r.state = 'open' group by r.kind, r.vehicle_id, r.thing, r.thing_id
  ), page as (
    select o.* from open o
    where after is null or (o.since, o.key) > ((after ->> 'since')::timestamptz, after ->> 'key')
    order by o.since, o.key limit least(greatest(most, 0), 200)
  )
  select p.key, p.kind, p.vehicle_id, app.vehicle_words(p.vehicle_id), c.id, i.id,
    case p.kind when 'answer' then p.thing end,
    case p.kind when 'comment' then c.comment_text when 'photo' then to_jsonb(i) ->> 'caption' else a.spec_value end,
    case p.kind when 'photo' then v.user_id else c.user_id end,
    case p.kind when 'photo' then app.is_held_photo(i.id) else coalesce(c.is_hidden, false) end,
    app.is_client() and (auth.uid() = v.user_id or auth.uid() is not distinct from c.user_id), p.since, p.people,
    (select jsonb_agg(jsonb_build_object('by', r.user_id, 'reason', r.reason, 'at', r.created_at) order by r.created_at)
     from (select x.* from app.reports x where x.kind = p.kind and x.vehicle_id = p.vehicle_id and x.thing = p.thing
       and x.state = 'open' order by x.created_at limit 20) r),
    i.image_url, case p.kind when 'photo' then app.photo_pass(p.vehicle_id, i.id) end
  from page p
  join public.vehicles v on v.id = p.vehicle_id
  left join public.image_interactions c on c.vehicle_id = p.vehicle_id and c.id = p.thing_id and p.kind = 'comment'
  left join public.vehicle_images i on i.id = coalesce(c.image_id, p.thing_id)
  left join public.spec_research_cache a on a.vehicle_id = p.vehicle_id and a.spec_name = p.thing and p.kind = 'answer'
  order by p.since, p.key
$$;
create or replace function public.open_reports("limit" integer default 50, "after" jsonb default null)
returns table (key text, kind text, vehicle_id uuid, vehicle text, comment_id uuid, photo_id uuid, spec_name text,
               words text, author_id uuid, is_hidden boolean, is_own boolean, since timestamptz, people bigint,
               reports jsonb, photo_url text, photo_pass text)
language sql stable set search_path = '' as $$
  select * from app.open_reports("limit", "after")
$$;
comment on function public.open_reports(integer, jsonb) is
  'For operators: reported comments, photos and answers that wait for a decision, the longest first; at most 200 a '
    'page. '
    'after: { since, key } of the last one seen.';

-- Ends all open reports of one thing. Returns how many there were; of two operators at once the first decides.
create or replace function app.close_reports(kind text, vehicle uuid, thing text, decision text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  ending constant text := case decision when 'uphold' then 'upheld' when 'reject' then 'rejected' end;
  closed integer := 0;
begin
  if ending is null then
    perform app.refuse('decision_is_uphold_or_reject', 'The decision must be uphold or reject.', null, '22023');
  end if;
  case kind
    when 'comment' then update public.comment_reports r set state = ending, decided_at = now()
      where r.vehicle_id = vehicle and r.interaction_id = thing::uuid and r.state = 'open';
    when 'photo' then update public.photo_reports r set state = ending, decided_at = now()
      where r.vehicle_id = vehicle and r.image_id = thing::uuid and r.state = 'open';
    when 'answer' then update public.research_reports r set state = ending   -- its trigger sets the time
      where r.vehicle_id = vehicle and r.spec_name = thing and r.state = 'open';
  end case;
  get diagnostics closed = row_count;
  if closed = 0 then
    perform app.refuse('reports_are_open', 'These reports have been decided already.', 'Read the list again.', 'PT409');
  end if;
  return closed;
end
$$;

-- Decides all open reports of a researched value: `uphold` drops it, so that it is researched anew when somebody asks;
-- `reject` takes the note away that it is in doubt. Returns how many there were.
create or replace function app.decide_answer_reports(vehicle uuid, spec text, decision text, why text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  owner uuid;
  decided integer;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  select v.user_id into owner from public.vehicles v where v.id = vehicle for key share;
  if not found then perform app.not_found('vehicle', vehicle::text); end if;
  perform app.require_no_part(array[owner]);
  decided := app.close_reports('answer', vehicle, spec, decision);
  perform app.note_operator_act(case decision when 'uphold' then 'drop_answer' else 'reject_reports' end,
    format('%s %s', vehicle, spec), why);
  return decided;
end
$$;

create or replace function public.decide_answer_reports(vehicle_id uuid, spec_name text, decision text, reason text)
  returns integer
language sql set search_path = '' as $$
  select app.decide_answer_reports(vehicle_id, spec_name, decision, reason)
$$;
comment on function public.decide_answer_reports(uuid, text, text, text) is
  'For operators: uphold drops the researched value, reject leaves it. Returns how many reports were decided.';
revoke all on function
  app.open_reports(integer, jsonb),
  public.open_reports(integer, jsonb),
  app.decide_answer_reports(uuid, text, text, text),
  public.decide_answer_reports(uuid, text, text, text)
  from public, anon, authenticated, service_role;
grant execute on function
  app.open_reports(integer, jsonb), public.open_reports(integer, jsonb),
  app.decide_answer_reports(uuid, text, text, text), public.decide_answer_reports(uuid, text, text, text)
  to authenticated, service_role;
revoke all on function
  app.close_reports
  from public, anon, authenticated, service_role;


-- 98_operator/12_holds.sql

-- Holds: comments and photos that operators take from view and give back, by themselves or because members reported
-- them. One mechanism for both kinds; an unknown kind is refused where the thing is locked.

-- What members see and report, locked after its vehicle, that the operator may decide about: neither who made it nor
-- the vehicle's owner does.
create or replace function app.lock_shown(kind text, thing uuid, out vehicle_id uuid, out image_id uuid,
  out made_by uuid, out words text)
language plpgsql security definer set search_path = '' as $$
declare
  owner uuid;
begin
  select v.id, v.user_id into vehicle_id, owner from public.vehicles v
    where v.id = case kind
      when 'comment' then (select c.vehicle_id from public.image_interactions c
        where c.id = thing and c.interaction_type = 'comment')
      when 'photo' then (select i.vehicle_id from public.vehicle_images i where i.id = thing) end
    for no key update;
  if kind = 'comment' then
    select c.image_id, c.user_id, c.comment_text into image_id, made_by, words from public.image_interactions c
      where c.vehicle_id = lock_shown.vehicle_id and c.id = thing for update;
  elsif kind = 'photo' then
    select i.id, owner into image_id, made_by from public.vehicle_images i
      where i.vehicle_id = lock_shown.vehicle_id and i.id = thing for update;
  end if;
  if image_id is null then
    perform app.not_found(kind, thing::text,
      case kind when 'comment' then 'Its author may have taken it back.' else 'Its owner may have removed it.' end);
  end if;
  perform app.require_no_part(array[made_by, owner]);
end
$$;

create or replace function app.hold(kind text, thing uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  shown record;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  shown := app.lock_shown(kind, thing);
  if kind = 'comment' then
    insert into app.held_comments (vehicle_id, interaction_id, was_hidden)
      select c.vehicle_id, c.id, c.is_hidden from public.image_interactions c
      where c.vehicle_id = shown.vehicle_id and c.id = thing
      on conflict do nothing;
  else
    insert into app.held_photos (vehicle_id, image_id, content_hash, width, height, placeholder)
      select i.vehicle_id, i.id, i.content_hash, i.width, i.height, i.placeholder from public.vehicle_images i
      where i.id = thing
      on conflict do nothing;
  end if;
  if not found then
    perform app.refuse(kind || '_is_not_held', format('This %s is held already.', kind), 'Read the list again.',
      'PT409');
  end if;
  if kind = 'comment' then
    update public.image_interactions x set is_hidden = true
      where x.vehicle_id = shown.vehicle_id and x.id = thing and not x.is_hidden;
  else
    perform app.show_photo(thing);
  end if;
  perform app.note_operator_act('hold_' || kind, thing::text, why);
  perform app.tell(shown.made_by, shown.vehicle_id, kind || '_held',
    case kind
      when 'comment' then format('An operator has taken your comment on the %s from view: %s. You wrote: "%s"',
        app.vehicle_name(shown.vehicle_id), rtrim(why, '. '), app.fit(shown.words, 300))
      else format('An operator has taken a photo of your %s from view: %s', app.vehicle_name(shown.vehicle_id), why)
    end,
    jsonb_build_object('image_id', shown.image_id)
      || case kind when 'comment' then jsonb_build_object('comment_id', thing) else '{}' end);
end
$$;

-- A comment is then hidden or shown as its owner had it before, a photo is shown as its vehicle is. Of a photo that its
-- owner removed meanwhile the picture may be added again.
create or replace function app.release(kind text, thing uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  shown record;
  was_hidden boolean;
  removed uuid;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  if kind = 'photo' then
    delete from app.held_photos h where h.image_id = thing
      and not exists (select from public.vehicle_images i where i.id = thing) returning h.vehicle_id into removed;
    if removed is not null then
      perform app.require_no_part(array(select v.user_id from public.vehicles v where v.id = removed));
      perform app.note_operator_act('release_photo', thing::text, why);
      return;
    end if;
  end if;
  shown := app.lock_shown(kind, thing);
  if kind = 'comment' then
    delete from app.held_comments h where h.vehicle_id = shown.vehicle_id and h.interaction_id = thing
      returning h.was_hidden into was_hidden;
  else
    delete from app.held_photos h where h.image_id = thing;
  end if;
  if not found then
    perform app.refuse(kind || '_is_held', format('This %s is not held any more.', kind), 'Read the list again.',
      'PT409');
  end if;
  if kind = 'comment' then
    update public.image_interactions x set is_hidden = was_hidden
      where x.vehicle_id = shown.vehicle_id and x.id = thing and x.is_hidden <> was_hidden;
  else
    perform app.show_photo(thing);
  end if;
  perform app.note_operator_act('release_' || kind, thing::text, why);
end
$$;

-- Decides all open reports of a comment or photo: `uphold` takes it from view, `reject` leaves it. Returns how many
-- there were.
create or replace function app.decide_reports(kind text, thing uuid, decision text, why text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  shown record;
  decided integer;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  shown := app.lock_shown(kind, thing);
  decided := app.close_reports(kind, shown.vehicle_id, thing::text, decision);
  if decision = 'reject' then
    perform app.note_operator_act('reject_reports', thing::text, why);
  elsif app.is_held_comment(shown.vehicle_id, thing) or app.is_held_photo(thing) then
    perform app.note_operator_act('uphold_reports', thing::text, why);
  else
    perform app.hold(kind, thing, why);
  end if;
  return decided;
end
$$;

-- The comments that operators hold, the latest first.
create or replace function app.held_comments(most integer, before timestamptz)
returns table (comment_id uuid, vehicle_id uuid, vehicle text, photo_id uuid, words text, author_id uuid,
               held_at timestamptz, reason text)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select c.id, c.vehicle_id, app.vehicle_words(c.vehicle_id), c.image_id, c.comment_text, c.user_id, h.held_at,
    (select a.reason from app.operator_acts a where a.act = 'hold_comment' and a.about = c.id::text
      order by a.at desc limit 1)
  from app.held_comments h
  join public.image_interactions c on c.vehicle_id = h.vehicle_id and c.id = h.interaction_id
  where before is null or h.held_at < before
  order by h.held_at desc limit least(greatest(most, 0), 200)
$$;

-- The photos that operators hold, the latest first. photo_pass lets the reader see the file; both are null of one that
-- its owner removed.
create or replace function app.held_photos(most integer, before timestamptz)
returns table (photo_id uuid, vehicle_id uuid, vehicle text, words text, photo_url text, photo_pass text, owner_id uuid,
               held_at timestamptz, reason text)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select h.image_id, h.vehicle_id, coalesce(app.vehicle_words(h.vehicle_id), 'A vehicle'), to_jsonb(i) ->> 'caption',
    i.image_url, app.photo_pass(i.vehicle_id, i.id), v.user_id, h.held_at,
    (select a.reason from app.operator_acts a where a.act = 'hold_photo' and a.about = h.image_id::text
      order by a.at desc limit 1)
  from app.held_photos h
  left join public.vehicle_images i on i.id = h.image_id left join public.vehicles v on v.id = h.vehicle_id
  where before is null or h.held_at < before
  order by h.held_at desc limit least(greatest(most, 0), 200)
$$;

create or replace function public.decide_comment_reports(comment_id uuid, decision text, reason text) returns integer
language sql set search_path = '' as $$
  select app.decide_reports('comment', comment_id, decision, reason)
$$;
comment on function public.decide_comment_reports(uuid, text, text) is
  'For operators: uphold takes the comment from view, reject leaves it. Returns how many reports were decided.';
create or replace function public.hold_comment(comment_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.hold('comment', comment_id, reason)
$$;
comment on function public.hold_comment(uuid, text) is
  'For operators: takes a comment from view; only its author and the vehicle''s owner see it, and neither can show it.';
create or replace function public.release_comment(comment_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.release('comment', comment_id, reason)
$$;
comment on function public.release_comment(uuid, text) is 'For operators: shows a held comment again.';
create or replace function public.held_comments("limit" integer default 50, before timestamptz default null)
returns table (comment_id uuid, vehicle_id uuid, vehicle text, photo_id uuid, words text, author_id uuid,
               held_at timestamptz, reason text)
language sql stable set search_path = '' as $$
  select * from app.held_comments("limit", before)
$$;
comment on function public.held_comments(integer, timestamptz) is
  'For operators: the comments that are held, the latest first; at most 200 a page.';

create or replace function public.decide_photo_reports(photo_id uuid, decision text, reason text) returns integer
language sql set search_path = '' as $$
  select app.decide_reports('photo', photo_id, decision, reason)
$$;
comment on function public.decide_photo_reports(uuid, text, text) is
  'For operators: uphold takes the photo from view, reject leaves it. Returns how many reports were decided.';
create or replace function public.hold_photo(photo_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.hold('photo', photo_id, reason)
$$;
comment on function public.hold_photo(uuid, text) is
  'For operators: takes a photo from view; only the vehicle''s owner, who is told why, and operators see it.';
create or replace function public.release_photo(photo_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.release('photo', photo_id, reason)
$$;
comment on function public.release_photo(uuid, text) is 'For operators: shows a held photo again.';
create or replace function public.held_photos("limit" integer default 50, before timestamptz default null)
returns table (photo_id uuid, vehicle_id uuid, vehicle text, words text, photo_url text, photo_pass text, owner_id uuid,
               held_at timestamptz, reason text)
language sql stable set search_path = '' as $$
  select * from app.held_photos("limit", before)
$$;
comment on function public.held_photos(integer, timestamptz) is
  'For operators: the photos that are held, the latest first; at most 200 a page.';

revoke all on function
  app.hold(text, uuid, text),
  app.release(text, uuid, text),
  app.decide_reports(text, uuid, text, text),
  public.hold_comment(uuid, text),
  public.release_comment(uuid, text),
  public.decide_comment_reports(uuid, text, text),
  public.hold_photo(uuid, text),
  public.release_photo(uuid, text),
  public.decide_photo_reports(uuid, text, text),
  app.held_comments(integer, timestamptz),
  public.held_comments(integer, timestamptz),
  app.held_photos(integer, timestamptz),
  public.held_photos(integer, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function
  app.hold(text, uuid, text), app.release(text, uuid, text), app.decide_reports(text, uuid, text, text),
  public.hold_comment(uuid, text), public.release_comment(uuid, text), public.decide_comment_reports(uuid, text, text),
  public.hold_photo(uuid, text), public.release_photo(uuid, text), public.decide_photo_reports(uuid, text, text),
  app.held_comments(integer, timestamptz), public.held_comments(integer, timestamptz),
  app.held_photos(integer, timestamptz), public.held_photos(integer, timestamptz)
  to authenticated, service_role;
revoke all on function
  app.lock_shown
  from public, anon, authenticated, service_role;


-- 98_operator/20_jobs.sql

-- Jobs as operators see them, and what they may hurry.

create or replace function app.job_health()
returns table (name text, every text, last_run_at timestamptz, last_success_at timestamptz, last_error text)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select j.name, j.every::text, j.last_run_at, j.last_success_at, j.last_error from app.jobs j
    order by j.last_error is null, j.name
$$;
create or replace function public.job_health()
returns table (name text, every text, last_run_at timestamptz, last_success_at timestamptz, last_error text)
language sql stable set search_path = '' as $$
  select * from app.job_health()
$$;
comment on function public.job_health() is
  'For operators: every job, those that failed last first. Times are to within a minute.';

-- Runs a job at once, as its runner does it: within what one request may take, and without the operator's claims, so
-- that it does what it always does. Returns its error; null when it went well.
create or replace function app.run_job_now(job text, why text) returns text
language plpgsql security definer set search_path = '' as $$
declare
  claims constant text := current_setting('request.jwt.claims', true);
  problem text;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  if not exists (select from app.jobs j where j.name = job) then perform app.not_found('job', left(job, 100)); end if;
  perform app.note_operator_act('run_job', job, why);
  perform set_config('request.jwt.claims', '', true);
  problem := app.run_job(job);
  perform set_config('request.jwt.claims', coalesce(claims, ''), true);
  return problem;
end
$$;
create or replace function public.run_job_now(name text, reason text) returns text
language sql set search_path = '' as $$
  select app.run_job_now(name, reason)
$$;
comment on function public.run_job_now(text, text) is
  'For operators: runs a job at once, within what one request may take. Returns its error; null when it went well.';

-- An item that is set aside, or all of a work, is due at once: the next run of its job takes it. Returns how many.
create or replace function app.retry_work(of_work text, of_item text, why text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  hurried integer;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  update app.set_aside s set next_try_at = now() where s.work = of_work and (of_item is null or s.item = of_item);
  get diagnostics hurried = row_count;
  if hurried = 0 then
    perform app.refuse('item_is_set_aside', 'Nothing of this is set aside any more.', 'Read the list again.', 'PT409');
  end if;
  perform app.note_operator_act('retry_work', concat_ws(' ', of_work, of_item), why);
  return hurried;
end
$$;
create or replace function public.retry_work(work text, reason text, item text default null) returns integer
language sql set search_path = '' as $$
  select app.retry_work(work, item, reason)
$$;
comment on function public.retry_work(text, text, text) is
  'For operators: what is set aside of a work, or one item of it, is tried by the next run of its job. Returns how '
    'many.';

revoke all on function
  app.job_health(),
  public.job_health(),
  app.run_job_now(text, text),
  public.run_job_now(text, text),
  app.retry_work(text, text, text),
  public.retry_work(text, text, text)
  from public, anon, authenticated, service_role;
grant execute on function
  app.job_health(), public.job_health(), app.run_job_now(text, text), public.run_job_now(text, text),
  app.retry_work(text, text, text), public.retry_work(text, text, text)
  to authenticated, service_role;


-- 98_operator/30_sources.sql

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
revoke all on function
  app.add_site(text, text, text, real, text, interval, text),
  public.add_site(text, text, text, text, real, text, interval)
  from public, anon, authenticated, service_role;
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

revoke all on function
  app.pause_source(uuid, text),
  public.pause_source(uuid, text),
  app.crawl_source_now(uuid, text),
  public.crawl_source_now(uuid, text),
  app.withdraw_document(uuid, text),
  public.withdraw_document(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function
  app.pause_source(uuid, text), public.pause_source(uuid, text), app.crawl_source_now(uuid, text),
  public.crawl_source_now(uuid, text), app.withdraw_document(uuid, text), public.withdraw_document(uuid, text)
  to authenticated, service_role;
revoke all on function
  app.public_source
  from public, anon, authenticated, service_role;


-- 98_operator/40_members.sql

-- Members as operators find them. Suspensions are in 20_project/25_operators.sql, bans in
-- 70_auction/16_vote_weights.sql.

-- A project's profiles may have other columns than ours: then nobody has a name here.
create or replace function app.public_names(people uuid[]) returns table (user_id uuid, name text)
language plpgsql stable security definer set search_path = '' as $$
begin
  if to_regclass('public.profiles') is null then return; end if;
  return query execute
    'select (x.row ->> ''user_id'')::uuid, x.row ->> ''display_name'' '
      'from (select to_jsonb(p) as row from public.profiles p where p.user_id = any ($1)) x' using people;
exception when undefined_column then
  return;
end
$$;

-- By words that stand in a name or an address, by an id, or all, the newest first. `which`: suspended, banned (from
-- voting), operators, or null for everybody. The next page begins after the last row's `joined_at` and id.
create or replace function app.find_members(words text, which text, most integer, after jsonb)
returns table (user_id uuid, name text, email text, is_anonymous boolean, is_operator boolean, joined_at timestamptz,
               last_sign_in_at timestamptz, suspended_until timestamptz, suspended_for text, banned_at timestamptz,
               banned_for text, comments_held bigint)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
  asked constant text := lower(btrim(coalesce(find_members.words, '')));
  named uuid[];
begin
  perform app.require_operator();
  if find_members.which is not null and find_members.which not in ('suspended', 'banned', 'operators') then
    perform app.refuse('which_is_known', 'Members are suspended, banned or operators.', null, '22023');
  end if;
  if asked <> '' and to_regclass('public.profiles') is not null then
    begin
      execute 'select array_agg(p.user_id) from (select p.user_id from public.profiles p '
        'where strpos(lower(p.display_name), $1) > 0 limit 1000) p' into named using asked;
    exception when undefined_column then
      named := null;
    end;
  end if;
  return query
  with page as (
    select u.* from auth.users u
    where u.deleted_at is null
      and (asked = '' or strpos(u.email::text, asked) > 0 or u.id::text = asked or u.id = any (named))
      and case find_members.which
        when 'suspended' then u.banned_until > now()
        when 'banned' then exists (select from app.banned_members b where b.user_id = u.id)
        when 'operators' then u.raw_app_meta_data ->> 'role' = 'operator'
        else true end
      and (after is null or (u.created_at, u.id) < ((after ->> 'joined_at')::timestamptz, (after ->> 'user_id')::uuid))
    order by u.created_at desc, u.id desc limit least(greatest(most, 0), 200)
  )
  select p.id, n.name, p.email::text, coalesce(p.is_anonymous, false),
    coalesce(p.raw_app_meta_data ->> 'role' = 'operator', false), p.created_at, p.last_sign_in_at,
    case when p.banned_until > now() then p.banned_until end,
    case when p.banned_until > now() then (select a.reason from app.operator_acts a
      where a.about = p.id::text and a.act = 'suspend_member' order by a.at desc limit 1) end,
    b.banned_at, b.reason,
    (select count(*) from app.held_comments h join public.image_interactions c
      on c.vehicle_id = h.vehicle_id and c.id = h.interaction_id where c.user_id = p.id)
  from page p
  left join app.banned_members b on b.user_id = p.id
  left join app.public_names((select array_agg(x.id) from page x)) n on n.user_id = p.id
  order by p.created_at desc, p.id desc;
end
$$;
create or replace function public.find_members(
  words text default null, which text default null, "limit" integer default 50, "after" jsonb default null)
returns table (user_id uuid, name text, email text, is_anonymous boolean, is_operator boolean, joined_at timestamptz,
               last_sign_in_at timestamptz, suspended_until timestamptz, suspended_for text, banned_at timestamptz,
               banned_for text, comments_held bigint)
language sql stable set search_path = '' as $$
  select * from app.find_members(words, which, "limit", "after")
$$;
comment on function public.find_members(text, text, integer, jsonb) is
  'For operators: members by name, address or id; which is suspended, banned or operators. The newest first, at most '
    '200 a page; after: { joined_at, user_id } of the last one seen.';
revoke all on function
  app.find_members(text, text, integer, jsonb),
  public.find_members(text, text, integer, jsonb)
  from public, anon, authenticated, service_role;
grant execute on function app.find_members(text, text, integer, jsonb),
  public.find_members(text, text, integer, jsonb) to authenticated, service_role;
revoke all on function
  app.public_names
  from public, anon, authenticated, service_role;


-- 98_operator/50_budgets.sql

-- What research may spend on a model, as operators see and set it.

-- The settings that are budgets of research, and the kill switch.
create or replace function app.is_research_budget(setting text) returns boolean
language sql immutable set search_path = '' as $$
  select setting in ('research_model', 'research_calls_per_day', 'research_calls_per_person_day',
    'research_calls_per_vehicle_day', 'research_dollars_per_day')
$$;

-- Each with what is used of it today (UTC): of a person's or vehicle's budget by who has used most.
create or replace function app.research_budgets()
returns table (name text, value text, about text, used numeric)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  with today as (
    select s.scope, s.calls, s.dollars from app.research_spending s where s.day = (now() at time zone 'utc')::date
  )
  select s.name, s.value, s.about, case s.name
    when 'research_calls_per_day' then (select coalesce(max(x.calls), 0) from today x where x.scope = 'all')
    when 'research_dollars_per_day' then (select coalesce(max(x.dollars), 0) from today x where x.scope = 'all')
    when 'research_calls_per_person_day' then (
      select coalesce(max(x.calls), 0) from today x where starts_with(x.scope, 'person '))
    when 'research_calls_per_vehicle_day' then (
      select coalesce(max(x.calls), 0) from today x where starts_with(x.scope, 'vehicle ')) end
  from app.settings s where app.is_research_budget(s.name)
  order by s.name <> 'research_model', s.name
$$;

-- The last days, the latest first, as far as they are kept.
create or replace function app.research_spending()
returns table (day date, calls integer, dollars numeric)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select s.day, s.calls, s.dollars from app.research_spending s where s.scope = 'all' order by s.day desc limit 32
$$;

-- Sets a budget, or the switch to on or off. `was` is the value that the operator saw: what somebody else has changed
-- meanwhile is not overwritten unseen.
create or replace function app.set_research_budget(budget text, amount text, was text, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  now_is text;
  as_number numeric;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  if not coalesce(app.is_research_budget(budget), false) then
    perform app.not_found('budget', left(budget, 100));
  elsif budget = 'research_model' and (amount is null or amount not in ('on', 'off')) then
    perform app.refuse('switch_is_on_or_off', 'The switch is on or off.', null, '22023');
  elsif budget <> 'research_model' then
    as_number := case when amount ~ '^[0-9]{1,9}([.][0-9]{1,6})?$' then amount::numeric end;
    if as_number is null or as_number > 1000000
       or (budget <> 'research_dollars_per_day' and as_number <> trunc(as_number)) then
      perform app.refuse('budget_is_from_0_to_1000000',
        case budget when 'research_dollars_per_day' then 'Dollars are from 0 to 1,000,000, such as 7.50.'
          else 'Calls are a whole number from 0 to 1,000,000.' end, null, '22023');
    end if;
  end if;
  select s.value into now_is from app.settings s where s.name = budget for update;
  if now_is is distinct from was then
    perform app.refuse('budget_is_as_seen', format('Somebody has set this to %s meanwhile.', now_is),
      'Look again, and set it if it is still to be set.', 'PT409');
  end if;
  update app.settings s set value = amount where s.name = budget;
  perform app.note_operator_act('set_research_budget', budget, format('%s to %s: %s', was, amount, why));
end
$$;

create or replace function public.research_budgets()
returns table (name text, value text, about text, used numeric)
language sql stable set search_path = '' as $$
  select * from app.research_budgets()
$$;
comment on function public.research_budgets() is
  'For operators: what research may spend on a model, and what is used of it today (UTC).';
create or replace function public.research_spending() returns table (day date, calls integer, dollars numeric)
language sql stable set search_path = '' as $$
  select * from app.research_spending()
$$;
comment on function public.research_spending() is
  'For operators: calls and dollars of the last days, the latest first.';
create or replace function public.set_research_budget(name text, value text, was text, reason text) returns void
language sql set search_path = '' as $$
  select app.set_research_budget(name, value, was, reason)
$$;
comment on function public.set_research_budget(text, text, text, text) is
  'For operators: sets a budget of research, or its switch to on or off; was is the value that they saw.';

revoke all on function
  app.research_budgets(),
  public.research_budgets(),
  app.research_spending(),
  public.research_spending(),
  app.set_research_budget(text, text, text, text),
  public.set_research_budget(text, text, text, text)
  from public, anon, authenticated, service_role;
grant execute on function
  app.research_budgets(), public.research_budgets(), app.research_spending(), public.research_spending(),
  app.set_research_budget(text, text, text, text), public.set_research_budget(text, text, text, text)
  to authenticated, service_role;
revoke all on function
  app.is_research_budget
  from public, anon, authenticated, service_role;


-- 98_operator/60_acts.sql

-- The record of operators' acts, in words.

-- What an act was done to: the vehicle, member, comment, source, document or outcome of that id, and what else is named
-- with it; as it stands where there is none any more.
create or replace function app.act_subject(about text) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select concat_ws(', ', coalesce(
        (select app.vehicle_words(v.id) from public.vehicles v where v.id = x.id),
        (select coalesce(u.email::text, 'A visitor') from auth.users u where u.id = x.id),
        (select format('“%s”', app.fit(c.comment_text, 80)) from public.image_interactions c where c.id = x.id),
        (select s.title from public.sources s where s.id = x.id and s.is_public),
        (select d.title from public.source_documents d where d.id = x.id and d.is_public),
        (select app.vehicle_words(o.vehicle_id) from public.vehicle_outcomes o where o.id = x.id),
        x.id::text), nullif(x.rest, ''))
    from (select substring(about from 1 for 36)::uuid as id, btrim(substring(about from 37)) as rest
      where about ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}( |$)') x), about)
$$;
create index if not exists vehicle_outcomes_by_id on public.vehicle_outcomes (id);

-- The latest first.
create or replace function app.operator_acts(most integer, before timestamptz)
returns table (at timestamptz, operator_id uuid, operator text, act text, about text, reason text, subject text)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select a.at, a.operator_id, u.email::text, a.act, a.about, a.reason, app.act_subject(a.about)
  from (select x.* from app.operator_acts x where before is null or x.at < before
    order by x.at desc limit least(greatest(most, 0), 1000)) a
  left join auth.users u on u.id = a.operator_id
  order by a.at desc
$$;
create or replace function public.operator_acts("limit" integer default 100, before timestamptz default null)
returns table (at timestamptz, operator_id uuid, operator text, act text, about text, reason text, subject text)
language sql stable set search_path = '' as $$
  select * from app.operator_acts("limit", before)
$$;
comment on function public.operator_acts(integer, timestamptz) is
  'For operators: who did what to what and when, the latest first; at most 1,000 a page. subject: about in words.';
revoke all on function
  app.operator_acts(integer, timestamptz),
  public.operator_acts(integer, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function app.operator_acts(integer, timestamptz), public.operator_acts(integer, timestamptz)
  to authenticated, service_role;
revoke all on function
  app.act_subject
  from public, anon, authenticated, service_role;


-- 98_operator/90_overview.sql

-- How much waits for an operator, for the head of their pages. Counts go to a thousand.
create or replace function app.operator_overview()
returns table (reports bigint, disputes bigint, unconfirmed bigint, held_votes bigint, held_comments bigint,
               failing_jobs bigint,
               set_aside bigint, failing_sources bigint, suspended bigint, research_is_on boolean)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select
    (select count(*) from (select from app.reports r where r.state = 'open' group by r.kind, r.vehicle_id, r.thing
      limit 1000) x),
    (select count(*) from (select from public.bet_questions q where q.state = 'disputed' limit 1000) x),
    (select count(*) from (select from public.vehicle_outcomes o
      where o.confirmed_at is null and o.declined_at is null limit 1000) x),
    (select count(*) from (select b.vehicle_id from app.ballots b where b.review = 'held' group by 1 limit 1000) x),
    (select count(*) from (select from app.held_comments limit 1000) x),
    (select count(*) from app.jobs j where j.last_error is not null),
    (select count(*) from (select from app.set_aside limit 1000) x),
    (select count(*) from (select from public.sources s where s.last_error is not null and s.is_public limit 1000) x),
    (select count(*) from (select from auth.users u where u.banned_until > now() and u.deleted_at is null
      limit 1000) x),
    app.setting('research_model') = 'on'
$$;
create or replace function public.operator_overview()
returns table (reports bigint, disputes bigint, unconfirmed bigint, held_votes bigint, held_comments bigint,
               failing_jobs bigint,
               set_aside bigint, failing_sources bigint, suspended bigint, research_is_on boolean)
language sql stable set search_path = '' as $$
  select * from app.operator_overview()
$$;
comment on function public.operator_overview() is 'For operators: how much waits for them.';
revoke all on function
  app.operator_overview(),
  public.operator_overview()
  from public, anon, authenticated, service_role;
grant execute on function app.operator_overview(), public.operator_overview() to authenticated, service_role;
