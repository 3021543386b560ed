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

grant execute on function public.research_passages(uuid, text) to service_role;
grant execute on function app.research_passages(uuid, text, boolean), public.own_research_passages(uuid, text)
  to authenticated, service_role;
