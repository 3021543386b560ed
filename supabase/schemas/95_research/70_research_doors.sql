-- Research doors: what the function research-spec calls with the service's key. Each is a thin wrapper; nobody else may
-- call them.

-- Whether a person or network may ask for one more answer that is not cached.
create or replace function app.may_ask_research(person text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  return app.take_from_window(md5('research ' || coalesce(person, ''))::uuid, 1,
    app.setting_number('research_questions_per_10_minutes')::bigint) > 0;
end
$$;

-- Whether a quote stands word for word in a document that is current and public.
create or replace function app.is_indexed_quote(quote text) returns boolean
language sql stable security definer set search_path = '' as $$
  select length(quote) between 8 and 1000 and exists (
    select from public.search_sources(left(quote, 300), "limit" => 50) s
    join public.source_chunks k on k.id = s.chunk_id
    where k.is_public and position(quote in k.body) > 0)
$$;

create or replace function public.may_ask_research(person text) returns boolean
language sql set search_path = '' as $$ select app.may_ask_research(person) $$;

create or replace function public.take_research_lease(vehicle_id uuid, spec_name text, researcher uuid) returns bigint
language sql set search_path = '' as $$ select app.take_research_lease(vehicle_id, spec_name, researcher) $$;

create or replace function public.prolong_research_lease(vehicle_id uuid, spec_name text, researcher uuid, token bigint)
  returns boolean
language sql set search_path = '' as $$ select app.prolong_research_lease(vehicle_id, spec_name, researcher, token) $$;

create or replace function public.give_back_research_lease(
  vehicle_id uuid, spec_name text, researcher uuid, token bigint, failed boolean default false
) returns void
language sql set search_path = ''
  as $$ select app.give_back_research_lease(vehicle_id, spec_name, researcher, token, failed) $$;

create or replace function public.store_research(
  vehicle_id uuid, spec_name text, value text, answer jsonb, researcher uuid, token bigint
) returns boolean
language sql set search_path = ''
  as $$ select app.store_research(vehicle_id, spec_name, value, answer, researcher, token) $$;

create or replace function public.reserve_research_call(vehicle_id uuid, person text, dollars numeric) returns uuid
language sql set search_path = '' as $$ select app.reserve_research_call(vehicle_id, person, dollars) $$;

create or replace function public.settle_research_call(call uuid, spent numeric) returns void
language sql set search_path = '' as $$ select app.settle_research_call(call, spent) $$;

create or replace function public.is_indexed_quote(quote text) returns boolean
language sql stable set search_path = '' as $$ select app.is_indexed_quote(quote) $$;

grant execute on function
  app.may_ask_research(text), public.may_ask_research(text), app.take_research_lease(uuid, text, uuid),
  public.take_research_lease(uuid, text, uuid), app.prolong_research_lease(uuid, text, uuid, bigint),
  public.prolong_research_lease(uuid, text, uuid, bigint),
  app.give_back_research_lease(uuid, text, uuid, bigint, boolean),
  public.give_back_research_lease(uuid, text, uuid, bigint, boolean),
  app.store_research(uuid, text, text, jsonb, uuid, bigint),
  public.store_research(uuid, text, text, jsonb, uuid, bigint), app.reserve_research_call(uuid, text, numeric),
  public.reserve_research_call(uuid, text, numeric), app.settle_research_call(uuid, numeric),
  public.settle_research_call(uuid, numeric), app.is_indexed_quote(text), public.is_indexed_quote(text)
  to service_role;
