-- Reading a document, and taking it back.

create or replace function app.may_see(document public.source_documents) returns boolean
language sql stable set search_path = '' as $$
  select not app.is_client() or (
    document.is_current and (document.is_public or coalesce(document.owner_id = auth.uid(), false)))
$$;

-- The document, for whoever may see it; others are told that there is none.
create or replace function app.visible_document(document_id uuid) returns public.source_documents
language plpgsql stable security definer set search_path = '' as $$
declare
  document public.source_documents;
begin
  select * into document from public.source_documents d where d.id = visible_document.document_id;
  if not found or not app.may_see(document) then
    perform app.not_found('document', visible_document.document_id::text);
  end if;
  return document;
end
$$;

create or replace function app.document_text(document_id uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  document constant public.source_documents := app.visible_document(document_text.document_id);
begin
  return (select t.text from app.source_texts t where t.document_id = document.id);
end
$$;

-- The stored text, which all offsets count in: substring(text from char_start + 1 for char_end - char_start).
create or replace function public.document_text(document_id uuid) returns text
language sql stable set search_path = '' as $$
  select app.document_text(document_id)
$$;

create or replace function app.document_lines(document_id uuid, char_start integer, char_end integer)
returns table (page integer, page_width float8, page_height float8, line_start integer, line_end integer, x float8,
               y float8, width float8, height float8)
language plpgsql stable security definer set search_path = '' as $$
declare
  document constant public.source_documents := app.visible_document(document_lines.document_id);
begin
  return query
    select c.page, (p.page ->> 'width')::float8, (p.page ->> 'height')::float8, (l.line ->> 0)::integer,
           (l.line ->> 1)::integer,
           (l.line ->> 2)::float8, (l.line ->> 3)::float8, (l.line ->> 4)::float8, (l.line ->> 5)::float8
    from public.source_chunks c
    cross join lateral jsonb_array_elements(c.lines) l (line)
    left join lateral (select x.page from jsonb_array_elements(document.pages) x (page)
      where (x.page ->> 'number')::integer = c.page) p on true
    where c.document_id = document.id and c.char_start < document_lines.char_end
      and c.char_end > document_lines.char_start
      and (l.line ->> 0)::integer < document_lines.char_end and (l.line ->> 1)::integer > document_lines.char_start
    order by c.position, (l.line ->> 0)::integer
    limit 5000;
end
$$;

-- Where a stretch of a PDF's text stands: a row for each line that it touches, in points from the page's top left
-- corner.
create or replace function public.document_lines(document_id uuid, char_start integer, char_end integer)
returns table (page integer, page_width float8, page_height float8, line_start integer, line_end integer, x float8,
               y float8, width float8, height float8)
language sql stable set search_path = '' as $$
  select * from app.document_lines(document_id, char_start, char_end)
$$;

-- A document leaves readers and search.
create or replace function app.take_document_out(document uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.source_documents d set is_current = false, retracted_at = now(), retraction = why
    where d.id = document and d.retraction is distinct from 'withdrawn';
  delete from public.source_chunks c where c.document_id = document;
  delete from app.listing_sales l where l.document_id = document;
end
$$;

create or replace function app.retract_document(document_id uuid, reason text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  document public.source_documents := app.visible_document(retract_document.document_id);
begin
  if app.is_client() and document.owner_id is distinct from auth.uid() then
    perform app.refuse('not_your_document', 'Only an operator takes out a public document.',
      'Operators do it by withdraw_document, with a reason.', '42501');
  end if;
  if reason not in ('withdrawn', 'gone') then
    perform app.refuse('unknown_reason', 'A document is retracted as "withdrawn" or "gone".', null, '22023');
  end if;
  if app.is_client() and document.kind = 'owner_document' then   -- the owner's paper leaves no copy behind
    delete from public.source_documents d where d.id = document.id;
    delete from public.sources s where s.id = document.source_id and s.crawl = '{}' and s.kind = 'owner_document'
      and not exists (select from public.source_documents d where d.source_id = s.id);
    return;
  end if;
  perform app.take_document_out(document.id, reason);
end
$$;

-- Takes a document out of search and from readers at once. `withdrawn`: for good, also when the source still has it;
-- `gone`: until the source has it again. The operator retracts any, an owner those of their vehicle; what owners have
-- added themselves is deleted.
create or replace function public.retract_document(document_id uuid, reason text default 'withdrawn') returns void
language sql set search_path = '' as $$
  select app.retract_document(document_id, reason)
$$;

-- The current documents of an address: one, or several such as the tables of a file, whose keys go on with # and a
-- number.
create or replace function app.documents_at(source uuid, address text) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select d.id from public.source_documents d
  where d.source_id = source and d.is_current and d.key collate "C" >= address and d.key collate "C" < address || '$'
    and (d.key = address or starts_with(d.key, address || '#'))
$$;

-- A vehicle that changes hands takes its private documents along; with the vehicle they are deleted.
create or replace function app.carry_owner_to_sources() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.sources s set owner_id = new.user_id where s.vehicle_id = new.id;
  update public.source_documents d set owner_id = new.user_id where d.vehicle_id = new.id and not d.is_public;
  update public.source_chunks c set owner_id = new.user_id
    where not c.is_public and c.source_id in (select s.id from public.sources s where s.vehicle_id = new.id);
  update app.source_index i set owner_id = new.user_id
    where not i.is_public and i.source_id in (select s.id from public.sources s where s.vehicle_id = new.id);
  return null;
end
$$;

create trigger vehicles_carry_owner_to_sources after update on public.vehicles
  for each row when (old.user_id is distinct from new.user_id)
  execute function app.carry_owner_to_sources();

grant execute on function app.document_text(uuid), public.document_text(uuid),
  app.document_lines(uuid, integer, integer),
  public.document_lines(uuid, integer, integer) to anon, authenticated, service_role;
grant execute on function app.retract_document(uuid, text), public.retract_document(uuid, text)
  to authenticated, service_role;
grant execute on function app.documents_at(uuid, text) to service_role;
