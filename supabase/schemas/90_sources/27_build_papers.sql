-- A build may be proved by one of the car's own papers: others see its hash, and not the paper.

create or replace function app.check_build_paper() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  hash constant text := regexp_replace(new.evidence ->> 'document_hash', '^sha256:', '');
begin
  if app.is_own_build(new) and not exists (select from public.source_documents d
    where d.vehicle_id = new.vehicle_id and d.kind = 'owner_document' and d.is_current and d.sha256 = hash) then
    perform app.not_found('document', app.fit(hash, 64), 'It is one of the car''s own documents: add it first.');
  end if;
  return new;
end
$$;

-- After the trigger that admits the outcome, by its name. What others report may rest on documents kept elsewhere.
create trigger vehicle_outcomes_check_build_paper before insert on public.vehicle_outcomes
  for each row when (new.evidence ? 'document_hash') execute function app.check_build_paper();
