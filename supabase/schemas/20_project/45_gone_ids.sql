-- Ids of vehicles and photos that are gone. Whoever knew one could else bring it back for something of their own, and
-- read or owe what hung on the former: a client never gives a gone id again. Service keys may, to restore what was
-- deleted by mistake.

create table app.gone_ids (
  kind    text not null,
  id      uuid not null,
  gone_at timestamptz not null default now(),
  primary key (id, kind),
  constraint kind_is_vehicle_or_photo check (kind in ('vehicle', 'photo'))
);
comment on table app.gone_ids is 'One row a vehicle or photo that was deleted; kept for good.';
revoke all on app.gone_ids from public, anon, authenticated, service_role;
alter table app.gone_ids enable row level security;

create or replace function app.note_gone_ids() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.gone_ids (kind, id) select tg_argv[0], g.id from gone g on conflict do nothing;
  return null;
end
$$;

create or replace function app.refuse_gone_id() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from app.gone_ids g where g.id = new.id and g.kind = tg_argv[0]) then return new; end if;
  if app.is_client() then
    perform app.refuse('gone_ids_stay_gone',
      format('The %s %s was deleted, and its id is not given again.', tg_argv[0], new.id),
      'Leave out the id: the database makes a new one.');
  end if;
  delete from app.gone_ids g where g.id = new.id and g.kind = tg_argv[0];
  return new;
end
$$;

create trigger vehicles_note_gone_ids after delete on public.vehicles
  referencing old table as gone for each statement execute function app.note_gone_ids('vehicle');
create trigger vehicles_refuse_gone_ids before insert on public.vehicles
  for each row execute function app.refuse_gone_id('vehicle');
create trigger vehicle_images_note_gone_ids after delete on public.vehicle_images
  referencing old table as gone for each statement execute function app.note_gone_ids('photo');
create trigger vehicle_images_refuse_gone_ids before insert on public.vehicle_images
  for each row execute function app.refuse_gone_id('photo');
-- An id that is changed leaves the old one behind.
create trigger vehicles_refuse_changed_ids before update of id on public.vehicles
  for each row when (old.id is distinct from new.id) execute function app.refuse_gone_id('vehicle');
