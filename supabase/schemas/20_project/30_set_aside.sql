-- Set aside: what a fold or job could not do, by item. It is tried again with growing pauses while everything else goes
-- on, and operators see it. A batch that fails as a whole is worked item by item, so one item never stops the rest.

create table app.set_aside (
  work            text not null,
  item            text not null,
  error           text not null,
  tries           integer not null default 1,
  first_failed_at timestamptz not null default now(),
  last_failed_at  timestamptz not null default now(),
  next_try_at     timestamptz not null default now() + interval '1 minute',
  primary key (work, item),
  constraint work_is_a_name check (work ~ '^[a-z_]{1,60}$'),
  constraint item_is_short check (length(item) <= 300),
  constraint tries_are_positive check (tries > 0)
);
comment on table app.set_aside is
  'Items that a fold or job failed at, with the error and when they are tried again. A row goes once its item is done.';
revoke all on app.set_aside from public, anon, authenticated, service_role;

-- The pause doubles from one minute to six hours.
create or replace function app.set_item_aside(work text, item text, error text) returns void
language sql security definer set search_path = '' as $$
  insert into app.set_aside as s (work, item, error)
    values (set_item_aside.work, left(set_item_aside.item, 300),
      app.fit(coalesce(set_item_aside.error, 'unknown'), 1000))
  on conflict (work, item) do update
    set tries = s.tries + 1, error = excluded.error, last_failed_at = now(),
        next_try_at = now() + least(interval '6 hours', interval '1 minute' * 2 ^ least(s.tries, 9))
$$;

-- Whether an item waits for its next try.
create or replace function app.is_set_aside(work text, item text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from app.set_aside s
                 where s.work = is_set_aside.work and s.item = left(is_set_aside.item, 300) and s.next_try_at > now())
$$;

create or replace function app.item_is_done(work text, item text) returns void
language sql security definer set search_path = '' as $$
  delete from app.set_aside s where s.work = item_is_done.work and s.item = left(item_is_done.item, 300)
$$;

create or replace function app.items_are_done(work text, items uuid[]) returns void
language sql security definer set search_path = '' as $$
  delete from app.set_aside s where s.work = items_are_done.work and s.item = any (items_are_done.items::text[])
$$;

-- A step, app.<step>(uuid[]), for all these items but those that wait for their next try; where that fails, for each by
-- itself, and one that fails again is set aside.
create or replace function app.work_each(step text, items uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  call constant text := format('select app.%I($1)', step);
  free constant uuid[] := array(select i from unnest(items) i where not app.is_set_aside(step, i::text));
  one uuid;
begin
  if free = '{}' then return; end if;
  begin
    execute call using free;
    perform app.items_are_done(step, free);
    return;
  exception when others then null;
  end;
  foreach one in array free loop
    begin
      execute call using array[one];
      perform app.item_is_done(step, one::text);
    exception when others then
      perform app.set_item_aside(step, one::text, sqlerrm);
    end;
  end loop;
end
$$;

-- For operators: what is set aside, the longest first.
create or replace function app.failed_work()
returns table (work text, item text, error text, tries integer, first_failed_at timestamptz, last_failed_at timestamptz,
               next_try_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select s.work, s.item, s.error, s.tries, s.first_failed_at, s.last_failed_at, s.next_try_at from app.set_aside s
    order by s.first_failed_at
$$;

create or replace function public.failed_work()
returns table (work text, item text, error text, tries integer, first_failed_at timestamptz, last_failed_at timestamptz,
               next_try_at timestamptz)
language sql stable set search_path = '' as $$
  select * from app.failed_work()
$$;
comment on function public.failed_work() is
  'For operators: what folds and jobs could not do, with the error and when it is tried again.';

grant execute on function app.failed_work(), public.failed_work() to authenticated, service_role;
