-- The index of the library: BM25 (Robertson and Zaragoza 2009; k1 1.2, b 0.75) in plain Postgres. See
-- docs/guides/sources.md. Only the functions of these files touch it. Statistics are of public chunks alone: a private
-- one shows in nobody's ranking.

create table app.source_terms (
  id     integer generated always as identity primary key,
  lexeme text not null,
  df     integer not null default 0
) with (fillfactor = 80);
comment on table app.source_terms is 'The vocabulary. df: how many public chunks have the lexeme.';
create unique index source_terms_by_lexeme on app.source_terms (lexeme);

-- What chunks are about, each combination once. chunks: public ones.
create table app.source_scopes (
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

create table app.source_index (
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
create index source_index_by_scope on app.source_index (scope_id);
create index source_index_by_source on app.source_index (source_id);
create index source_index_by_kind on app.source_index (kind);
create index source_index_by_owner on app.source_index (owner_id) where not is_public;
create index source_index_by_term on app.source_index using gin (terms) with (fastupdate = off) where is_public;

create table app.source_stats (
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

create table app.source_pending (
  chunk_id uuid primary key,
  place    bigint generated always as identity
);
create index source_pending_in_order on app.source_pending (place);
comment on table app.source_pending is 'Chunks to be indexed, or indexed again.';

create table app.source_leaving (
  length   smallint not null,
  terms    integer[] not null,
  scope_id integer not null
);
comment on table app.source_leaving is 'Public chunks that are gone, and still in the statistics.';

create table app.source_unindexed (
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

create trigger source_chunks_wait after insert on public.source_chunks
  referencing new table as changed for each statement execute function app.chunks_wait();

create or replace function app.chunks_leave() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.source_leaving (length, terms, scope_id) select length, terms, scope_id from removed where is_public;
  return null;
end
$$;

create trigger source_index_chunks_leave after delete on app.source_index
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

create trigger sources_weigh_anew after update on public.sources
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
