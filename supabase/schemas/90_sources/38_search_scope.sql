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
