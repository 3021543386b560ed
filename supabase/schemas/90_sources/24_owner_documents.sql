-- An owner's documents of their vehicle: build sheets, receipts, notes. Each is a private source of its own: the
-- vehicle's owner and the service role see it, nobody else, and it goes along when the vehicle changes hands.

insert into app.settings (name, value, about) values
  ('owner_documents_most', '300', 'Documents that a vehicle may have of its owner.'),
  ('owner_document_characters', '2000000', 'Characters that one document of an owner may have.'),
  ('pace_documents', '60', 'Documents that one person may add to their vehicles in ten minutes.')
on conflict (name) do update set about = excluded.about;

select app.pace_inserts('public.source_documents', 'documents');

-- Locks the vehicle for the caller's transaction, who must own it.
create or replace function app.require_owner(vehicle_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  vehicle record;
begin
  select v.user_id, coalesce(v.is_public, false) as is_public into vehicle from public.vehicles v
    where v.id = require_owner.vehicle_id for no key update;
  if not found or (app.is_client() and not vehicle.is_public and vehicle.user_id is distinct from auth.uid()) then
    perform app.not_found('vehicle', require_owner.vehicle_id::text);
  end if;
  if app.is_client() and vehicle.user_id is distinct from auth.uid() then
    perform app.refuse('not_your_vehicle', 'Only the owner adds documents to a vehicle.', null, '42501');
  end if;
end
$$;

create or replace function app.check_owner_document(vehicle_id uuid, document jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  characters constant integer := app.setting_number('owner_document_characters')::integer;
  most constant integer := app.setting_number('owner_documents_most')::integer;
begin
  if coalesce(jsonb_typeof(document), '') <> 'object' or coalesce(jsonb_typeof(document -> 'chunks'), '') <> 'array'
     or coalesce(document ->> 'sha256', '') !~* '^[0-9a-f]{64}$' or not app.has_ink(document ->> 'title') then
    perform app.refuse('invalid_document', 'A document has a title, a text, its chunks and the SHA-256 of its file.',
      'See src/indexer/document.ts.', '22023');
  end if;
  if coalesce(length(document ->> 'text'), 0) not between 1 and characters
    or jsonb_array_length(document -> 'chunks') not between 1 and 20000 then
    perform app.refuse('document_too_long',
      format('A document of an owner has 1 to %s characters of text.', characters), 'Add it in parts.', '22023');
  end if;
  if (select count(*) from public.source_documents d
      where d.vehicle_id = check_owner_document.vehicle_id and d.kind = 'owner_document' and d.is_current) >= most then
    perform app.refuse('too_many_documents_of_a_vehicle',
      format('A vehicle has at most %s documents of its owner.', most), 'Remove one first.', 'PT409');
  end if;
end
$$;

create or replace function app.add_owner_document(vehicle_id uuid, document jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  known uuid;
  source uuid;
  -- Who wrote it has no say in where it leads, what it is about, or when it was read.
  parsed constant jsonb := document
    - array['url', 'kind', 'subject', 'key', 'source_id', 'etag', 'lastModified', 'fetchedAt',
      'sale'];
begin
  perform app.require_owner(add_owner_document.vehicle_id);
  perform app.check_owner_document(add_owner_document.vehicle_id, document);
  select d.id into known from public.source_documents d
    where d.vehicle_id = add_owner_document.vehicle_id and d.kind = 'owner_document' and d.is_current
      and d.sha256 = lower(document ->> 'sha256');
  if found then
    return jsonb_build_object('document_id', known, 'status', 'duplicate');
  end if;
  insert into public.sources (kind, title, authority, vehicle_id)
    values ('owner_document', app.shown(document ->> 'title', 400), 0.8, add_owner_document.vehicle_id)
      returning id into source;
  return app.store_document(parsed || jsonb_build_object(
    'source_id', source, 'kind', 'owner_document', 'key', lower(document ->> 'sha256'), 'subject', '{}'::jsonb,
    'chunks', (select jsonb_agg(c - array['url', 'subject', 'fields'])
      from jsonb_array_elements(document -> 'chunks') c)));
end
$$;

-- Adds a document, read into text and chunks, to a vehicle of the caller: { title, text, chunks, sha256 } and what else
-- a ParsedDocument has (src/indexer/document.ts; offsets in characters). `signals.aiInput` false keeps it from models.
-- The server's door /upload/v1/documents reads files and calls this. Returns { document_id, status }: `stored`, or
-- `duplicate` for a file that the vehicle has already.
create or replace function public.add_owner_document(vehicle_id uuid, document jsonb) returns jsonb
language sql set search_path = '' as $$
  select app.add_owner_document(vehicle_id, document)
$$;

grant execute on function app.add_owner_document(uuid, jsonb), public.add_owner_document(uuid, jsonb)
  to authenticated, service_role;
