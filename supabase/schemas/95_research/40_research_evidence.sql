-- Research evidence: which documents an answer cites, so that it falls the moment one of them does; and which questions
-- wait for a source.

create table app.research_evidence (
  document_id uuid not null references public.source_documents (id) on delete cascade,
  vehicle_id  uuid not null,
  spec_name   text not null,
  primary key (document_id, vehicle_id, spec_name),
  foreign key (vehicle_id, spec_name) references public.spec_research_cache (vehicle_id, spec_name) on delete cascade
);
comment on table app.research_evidence is 'Documents that a cached answer cites.';
create index research_evidence_by_question on app.research_evidence (vehicle_id, spec_name);
revoke all on app.research_evidence from public, anon, authenticated, service_role;

create table app.research_waiting (
  vehicle_id uuid not null,
  spec_name  text not null,
  make       text,
  primary key (vehicle_id, spec_name),
  foreign key (vehicle_id, spec_name) references public.spec_research_cache (vehicle_id, spec_name) on delete cascade
);
comment on table app.research_waiting is
  'Questions answered "insufficient", by the make of their vehicle in lower case; null waits for any.';
create index research_waiting_by_make on app.research_waiting (make);
revoke all on app.research_waiting from public, anon, authenticated, service_role;

-- A document that is retracted, replaced, hidden or gone takes the answers that cite it along.
create or replace function app.drop_answers_of_document() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.spec_research_cache c using app.research_evidence e
    where e.document_id = old.id and c.vehicle_id = e.vehicle_id and c.spec_name = e.spec_name;
  return null;
end
$$;
create trigger source_documents_drop_answers after update of is_current, retracted_at, is_public
  on public.source_documents
  for each row when (old.is_current and not new.is_current or old.is_public and not new.is_public)
  execute function app.drop_answers_of_document();

create or replace function app.drop_answers_before_document() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.spec_research_cache c using app.research_evidence e
    where e.document_id = old.id and c.vehicle_id = e.vehicle_id and c.spec_name = e.spec_name;
  return old;
end
$$;
create trigger source_documents_drop_answers_first before delete on public.source_documents
  for each row execute function app.drop_answers_before_document();

-- A new public document wakes the questions of its make that nothing supported, and those of any make where it names
-- none.
create or replace function app.wake_research() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.spec_research_cache c using app.research_waiting w
    where c.vehicle_id = w.vehicle_id and c.spec_name = w.spec_name
      and (new.make is null or w.make is null or w.make = lower(new.make));
  return null;
end
$$;
create trigger source_documents_wake_research after insert on public.source_documents
  for each row when (new.is_public and new.is_current) execute function app.wake_research();
