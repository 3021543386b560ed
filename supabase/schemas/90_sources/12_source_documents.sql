-- Documents: each row is one immutable version of what a source held. Readers see the current versions only.

create table public.source_documents (
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
create unique index source_documents_current on public.source_documents (source_id, key collate "C") where is_current;
create index source_documents_by_owner on public.source_documents (owner_id) where owner_id is not null;
create index source_documents_by_vehicle on public.source_documents (vehicle_id) where vehicle_id is not null;

revoke all on public.source_documents from public, anon, authenticated, service_role;
grant select on public.source_documents to anon, authenticated;
-- written by store_document and retract_document alone
grant select, delete on public.source_documents to service_role;

alter table public.source_documents enable row level security;

create policy "anyone sees current public documents" on public.source_documents
  for select to anon using (is_public and is_current);

create policy "members see current documents that are public or of their own vehicles" on public.source_documents
  for select to authenticated using ((is_public or owner_id = (select auth.uid())) and is_current);

-- The stored text, apart: lists of documents read none of it.
create table app.source_texts (
  document_id uuid primary key references public.source_documents (id) on delete cascade,
  text        text not null
);
comment on table app.source_texts is 'The text that offsets count in, in characters. Read through document_text.';
revoke all on app.source_texts from public, anon, authenticated, service_role;
