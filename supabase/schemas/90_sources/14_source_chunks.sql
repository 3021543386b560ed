-- Chunks: stretches of a document's text that are found and quoted. Only current documents have them.

create table public.source_chunks (
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

create index source_chunks_by_source on public.source_chunks (source_id);
create index source_chunks_by_owner on public.source_chunks (owner_id) where owner_id is not null;

revoke all on public.source_chunks from public, anon, authenticated, service_role;
grant select on public.source_chunks to anon, authenticated, service_role;

alter table public.source_chunks enable row level security;

create policy "anyone sees chunks of public documents" on public.source_chunks
  for select to anon using (is_public);

create policy "members see chunks of documents that are public or of their own vehicles" on public.source_chunks
  for select to authenticated using (is_public or owner_id = (select auth.uid()));
