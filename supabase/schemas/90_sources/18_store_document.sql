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

create type app.subject as (make text, model text, year_from smallint, year_to smallint, trim text, engine text);

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

grant execute on function app.store_document(jsonb), app.store_chunks(uuid, jsonb), public.store_document(jsonb)
  to service_role;
