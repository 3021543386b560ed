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

grant execute on function app.index_chunks(integer) to service_role;

select app.register_job('index_chunks', '1 second', 'select app.index_chunks()');
