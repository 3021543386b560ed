-- Search: BM25 over the library with its own visibility predicate, as text operators are not leakproof and row level
-- security would keep them from every index. See docs/guides/sources.md for the formula, the bounds and the figures.

insert into app.settings (name, value, about) values
  ('search_exact_chunks', '60000',
    'A search in at most so many chunks scores every one; in more it scores candidates.'),
  ('search_candidates', '20000',
    'About how many candidates a search of three words and more scores; 60 % of it for two, 15 % for one.')
on conflict (name) do update set about = excluded.about;

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

grant execute on function app.search_sources(text, uuid, text[], integer, integer, uuid[], date, date),
  public.search_sources(text, uuid, text[], integer, integer, uuid[], date, date) to anon, authenticated, service_role;
