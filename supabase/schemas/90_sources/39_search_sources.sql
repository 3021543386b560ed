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

grant execute on function app.search_sources(text, uuid, text[], integer, integer, uuid[], date, date),
  public.search_sources(text, uuid, text[], integer, integer, uuid[], date, date) to anon, authenticated, service_role;
