-- Research answers: what the function research-spec reads and writes. Callers read through research_answer, as
-- themselves; the rest is the service role's.

-- { car, answer, fresh, held, is_owner, model_is_on, person, retry_at } of a question, for a vehicle that the caller
-- may see; car is what sources are asked about.
create or replace function app.research_answer(vehicle uuid, spec text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v record;
  c public.spec_research_cache;
  stale_for constant interval := app.setting_interval('research_stale_for');
begin
  select x.user_id, coalesce(x.is_public, false) as is_public into v from public.vehicles x where x.id = vehicle;
  if not found or (app.is_client() and not v.is_public and v.user_id is distinct from auth.uid()) then
    perform app.not_found('vehicle', vehicle::text, 'Check the vehicle id. Only the owner sees a private vehicle.');
  end if;
  select * into c from public.spec_research_cache x
    where x.vehicle_id = vehicle and x.spec_name = spec and x.expires_at > now() - stale_for;
  return jsonb_build_object(
    'car', (select to_jsonb(s) from app.vehicle_subject(vehicle) s),
    'answer', c.research_data,
    'fresh', coalesce(c.expires_at > now(), false),
    'held', exists (select from public.research_reports r
      where r.vehicle_id = vehicle and r.spec_name = spec and r.state = 'open'),
    'is_owner', coalesce(v.user_id = auth.uid(), false),
    'model_is_on', app.setting('research_model') = 'on',
    'person', coalesce(auth.uid()::text, 'network ' || app.network_of(app.client_address())),
    'retry_at', (select l.retry_at from app.research_leases l
      where l.vehicle_id = vehicle and l.spec_name = spec and l.retry_at > now()));
end
$$;

create or replace function public.research_answer(vehicle_id uuid, spec_name text) returns jsonb
-- PL/pgSQL keeps its plan from call to call; SQL makes it anew
language plpgsql stable set search_path = '' as $$ begin return app.research_answer(vehicle_id, spec_name); end $$;
comment on function public.research_answer(uuid, text) is
  'The cached answer of research, fresh or stale, with what is needed to research it. 404 for a vehicle that the '
  'caller may not see.';

-- Stores an answer under its lease. False where the lease was lost: somebody newer stores.
create or replace function app.store_research(
  vehicle uuid, spec text, value text, answer jsonb, researcher uuid, lease_token bigint
) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  insufficient constant boolean := answer ->> 'status' = 'insufficient';
  -- What a budget kept from a model holds until budgets begin anew, at midnight UTC.
  lasts constant interval := least(
    interval '30 days', app.setting_interval(
    case when insufficient then 'research_insufficient_for' else 'research_fresh_for' end),
    case when answer -> 'over_budget' = 'true' then greatest(interval '1 minute',
      date_trunc('day', now(), 'utc') + interval '1 day' - now()) end);
  cited constant uuid[] := array(
    select distinct (e ->> 'document_id')::uuid
    from jsonb_array_elements(answer -> 'claims') claim, jsonb_array_elements(claim -> 'evidence') e);
begin
  perform from app.research_leases l
    where l.vehicle_id = vehicle and l.spec_name = spec and l.holder = researcher and l.token = lease_token for update;
  if not found then return false; end if;
  -- Evidence that fell while it was read: nothing is stored, and the next question researches anew.
  if exists (select from unnest(cited) d (id)
             where not exists (select from public.source_documents s where s.id = d.id and s.is_current and s.is_public
               for share of s)) then
    return false;
  end if;
  insert into public.spec_research_cache as c (
    vehicle_id, spec_name, spec_value, research_data, sources, confidence_score, expires_at)
    values (vehicle, spec, left(value, 1000), answer
      || jsonb_build_object('researched_at', now(), 'expires_at', now() + lasts),
            (select coalesce(jsonb_agg(distinct jsonb_build_object(
              'document_id', e -> 'document_id', 'title', e -> 'title', 'url', e -> 'url', 'kind', e -> 'kind')), '[]')
             from jsonb_array_elements(answer -> 'claims') claim, jsonb_array_elements(claim -> 'evidence') e),
            round(100 * (answer -> 'confidence' ->> 'score')::numeric, 3), now() + lasts)
    on conflict (vehicle_id, spec_name) do update
      set spec_value = excluded.spec_value, research_data = excluded.research_data, sources = excluded.sources,
          confidence_score = excluded.confidence_score, expires_at = excluded.expires_at;
  delete from app.research_evidence e where e.vehicle_id = vehicle and e.spec_name = spec;
  insert into app.research_evidence (document_id, vehicle_id, spec_name) select d.id, vehicle, spec
    from unnest(cited) d (id);
  delete from app.research_waiting w where w.vehicle_id = vehicle and w.spec_name = spec;
  if insufficient then
    insert into app.research_waiting (vehicle_id, spec_name, make)
      values (vehicle, spec, (select lower(s.make) from app.vehicle_subject(vehicle) s));
  end if;
  return true;
end
$$;

grant execute on function app.research_answer(uuid, text), public.research_answer(uuid, text)
  to anon, authenticated, service_role;
