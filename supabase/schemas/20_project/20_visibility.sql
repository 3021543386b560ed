-- Visibility: what an existing project's vehicles need so that private ones stay private everywhere.

-- What makes a vehicle public. `is_public` is a column of the project's own; `true` a project without row level
-- security, where everybody sees every vehicle anyhow; null a project with rules of its own that nobody has told us
-- yet: nothing is public then.
create table app.public_vehicles_rule (
  only_one boolean primary key default true,
  rule     text,
  constraint there_is_one_rule check (only_one)
);
revoke all on app.public_vehicles_rule from public, anon, authenticated, service_role;

-- Either default is a change of the catalog alone: no row is written.
do $do$
begin
  if not exists (select from pg_attribute where attrelid = 'public.vehicles'::regclass and attname = 'is_public'
    and not attisdropped) then
    if (select relrowsecurity from pg_class where oid = 'public.vehicles'::regclass) then
      alter table public.vehicles add column is_public boolean not null default false;
      insert into app.public_vehicles_rule (rule) values (null) on conflict do nothing;
    else
      alter table public.vehicles add column is_public boolean not null default true;
      insert into app.public_vehicles_rule (rule) values ('true') on conflict do nothing;
    end if;
  end if;
  insert into app.public_vehicles_rule (rule) values ('is_public') on conflict do nothing;
  if (select r.rule is null from app.public_vehicles_rule r) then
    raise warning 'No vehicle is public yet: public.vehicles has row level security, and its rule is not known here.'
      using hint = 'Say which vehicles are public, as in: select app.publish_vehicles_where($$status = '
        '''published''$$);';
  end if;
end
$do$;

-- A vehicle that goes private, or changes hands, takes along all that hangs on it, in the same transaction.
create or replace function app.carry_visibility() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  shown constant boolean := coalesce(new.is_public, false);
  held constant uuid[] := app.held_photos_of(new.id);   -- what hangs on these stays hidden
begin
  -- comments before their replies, as who takes one back holds it first
  update public.image_interactions t set owner_id = new.user_id, is_public = shown and t.image_id <> all (held)
    where t.vehicle_id = new.id and t.parent_id is null;
  update public.image_interactions t set owner_id = new.user_id, is_public = shown and t.image_id <> all (held)
    where t.vehicle_id = new.id and t.parent_id is not null;
  update public.image_tags t set owner_id = new.user_id, is_public = shown and t.image_id <> all (held)
    where t.vehicle_id = new.id;
  update public.vehicle_bets t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update app.bet_changes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update app.bettors t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update app.bet_sentiments t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.bet_questions t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.bet_closings t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.bet_disputes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.vehicle_outcomes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.auction_votes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.spec_research_cache t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  return null;
end
$$;

create trigger vehicles_carry_visibility after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_visibility();

-- Refuses what a trigger on the row could not keep current. Postgres asks the same of a generated column: a boolean
-- made of the row's own columns, by functions that always answer alike.
create or replace function app.check_vehicle_rule(rule text) returns void
language plpgsql set search_path = '' as $$
begin
  create temporary table paddock_rule (like public.vehicles);
  execute format('alter table pg_temp.paddock_rule drop column is_public,
                  add column is_public boolean generated always as (coalesce((%s), false)) stored', rule);
  drop table pg_temp.paddock_rule;
exception when others then
  raise exception 'This cannot decide which vehicles are public: %.', sqlerrm
    using errcode = '22023', detail = 'vehicle_rule_is_not_usable',
          hint = 'It takes columns of the vehicle alone, no other table and not the time, and functions by their '
            'schema: '
            'status = ''published'' and deleted_at is null. For any other rule keep vehicles.is_public by a trigger of '
              'your own.';
end
$$;

-- Makes public exactly the vehicles for which `rule` holds, a condition on columns of public.vehicles, now and whenever
-- one changes. For the owner of the database alone, as the rule is SQL: select app.publish_vehicles_where($$status =
-- 'published'$$); Returns how many vehicles are public.
create or replace function app.publish_vehicles_where(rule text) returns bigint
language plpgsql set search_path = '' as $$
begin
  perform app.check_vehicle_rule(rule);
  execute format($function$
    create or replace function app.apply_vehicle_rule() returns trigger
    language plpgsql security definer set search_path = '' as $body$
    #variable_conflict use_column
    begin
      select coalesce((%s), false) into new.is_public from (select new.*) as vehicles;
      return new;
    end
    $body$;
    revoke all on function app.apply_vehicle_rule() from public, anon, authenticated, service_role;
    $function$, rule);
  -- Triggers go by their names: this one comes after those of the project's own that may set what the rule looks at.
  create or replace trigger zz_vehicles_follow_their_rule before insert or update on public.vehicles
    for each row execute function app.apply_vehicle_rule();
  insert into app.public_vehicles_rule (rule) values (publish_vehicles_where.rule)
    on conflict (only_one) do update set rule = excluded.rule;
  execute format(
    'update public.vehicles set is_public = not is_public where is_public is distinct from coalesce((%s), false)',
    rule);
  return (select count(*) from public.vehicles v where v.is_public);
end
$$;
