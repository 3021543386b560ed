-- Research passages: what a question is read from. Everybody's answer is read from public documents alone.

-- Chunks that may speak of a vehicle, best first: those of its make, model and year, and those that say nothing of what they are about.
create or replace function app.research_passages(vehicle uuid, words text, private boolean)
returns table (chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text, page integer, heading text[],
               body text, char_start integer, published_at timestamptz, fetched_at timestamptz, make text, model text, year_from smallint,
               year_to smallint, trim text, engine text, vehicle_id uuid, author text, may_ai_input boolean, quoted jsonb)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
  return query
    with hits as (
      select s.chunk_id, s.score from public.search_sources(
        left(research_passages.words, 500), vehicle_id => research_passages.vehicle,
        "limit" => app.setting_number('research_passages')::integer) s)
    select k.id, k.document_id, k.source_id, d.kind, s.authority, d.title, coalesce(k.url, d.url), k.page, k.heading, k.body, k.char_start,
           coalesce(k.published_at, d.published_at), d.fetched_at, k.make, k.model, k.year_from, k.year_to, k.trim, k.engine,
           k.vehicle_id, coalesce(k.author, d.author), d.may_ai_input, k.quoted
    from hits h
    join public.source_chunks k on k.id = h.chunk_id
    join public.source_documents d on d.id = k.document_id and d.is_current
    join public.sources s on s.id = k.source_id
    where case when private then k.vehicle_id = research_passages.vehicle and k.owner_id = auth.uid() else k.is_public end
    order by h.score desc, k.id;
end
$$;

create or replace function public.research_passages(vehicle_id uuid, words text)
returns table (chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text, page integer, heading text[],
               body text, char_start integer, published_at timestamptz, fetched_at timestamptz, make text, model text, year_from smallint,
               year_to smallint, trim text, engine text, subject_vehicle_id uuid, author text, may_ai_input boolean, quoted jsonb)
language sql stable set search_path = '' as $$ select * from app.research_passages(vehicle_id, words, false) $$;

-- Those of the vehicle's own documents, for its owner.
create or replace function public.own_research_passages(vehicle_id uuid, words text)
returns table (chunk_id uuid, document_id uuid, source_id uuid, kind text, authority real, title text, url text, page integer, heading text[],
               body text, char_start integer, published_at timestamptz, fetched_at timestamptz, make text, model text, year_from smallint,
               year_to smallint, trim text, engine text, subject_vehicle_id uuid, author text, may_ai_input boolean, quoted jsonb)
language sql stable set search_path = '' as $$ select * from app.research_passages(vehicle_id, words, true) $$;

revoke all on function app.research_passages(uuid, text, boolean), public.research_passages(uuid, text), public.own_research_passages(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.research_passages(uuid, text) to service_role;
grant execute on function app.research_passages(uuid, text, boolean), public.own_research_passages(uuid, text) to authenticated, service_role;
