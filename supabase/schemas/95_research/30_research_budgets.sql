-- Research budgets: what calls of a model may cost, by person, vehicle and day. A call is reserved before it is made;
-- what it did not use is given back.

create table app.research_spending (
  day     date not null,
  scope   text not null,
  calls   integer not null default 0,
  dollars numeric(12, 6) not null default 0,
  primary key (day, scope),
  constraint calls_are_not_negative check (calls >= 0),
  constraint dollars_are_not_negative check (dollars >= 0)
);
comment on table app.research_spending is 'Reserved and spent, by day (UTC) and scope: all, person <id>, vehicle <id>.';
revoke all on app.research_spending from public, anon, authenticated, service_role;

create table app.research_calls (
  id         uuid primary key default gen_random_uuid(),
  day        date not null default (now() at time zone 'utc')::date,
  vehicle_id uuid not null,
  person     text not null,
  dollars    numeric(12, 6) not null,
  settled    boolean not null default false,
  created_at timestamptz not null default now()
);
comment on table app.research_calls is
  'Calls that were reserved; one that nobody settles within an hour counts as used.';
create index research_calls_by_day on app.research_calls (day);
revoke all on app.research_calls from public, anon, authenticated, service_role;

-- Null where a budget is used up or the kill switch is off. `person` is an account's id, or a network's key for who is
-- signed out.
create or replace function app.reserve_research_call(vehicle uuid, person text, dollars numeric) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  scope_name text;
  most integer;
  used record;
  call uuid;
begin
  if app.setting('research_model') <> 'on' then return null; end if;
  -- In one order, so that two reservations cannot deadlock
  for scope_name, most in values
    ('all', app.setting_number('research_calls_per_day')::integer),
    ('person ' || person, app.setting_number('research_calls_per_person_day')::integer),
    ('vehicle ' || vehicle, app.setting_number('research_calls_per_vehicle_day')::integer)
  loop
    insert into app.research_spending as s (day, scope, calls, dollars)
      values (today, scope_name, 1, reserve_research_call.dollars)
      on conflict (day, scope) do update set calls = s.calls + 1, dollars = s.dollars + excluded.dollars
      returning s.calls, s.dollars into used;
    if used.calls > most or (scope_name = 'all' and used.dollars > app.setting_number('research_dollars_per_day')) then
      raise exception using errcode = 'PR001', message = 'over budget';   -- undoes what this reservation has added
    end if;
  end loop;
  insert into app.research_calls (vehicle_id, person, dollars) values (vehicle, person, reserve_research_call.dollars)
    returning id into call;
  return call;
exception when sqlstate 'PR001' then
  return null;
end
$$;

-- What the call has cost; null where it was not made or failed, and nothing of it counts.
create or replace function app.settle_research_call(call uuid, spent numeric) returns void
language plpgsql security definer set search_path = '' as $$
declare
  c app.research_calls;
begin
  update app.research_calls x set settled = true where x.id = call and not x.settled returning * into c;
  if not found then return; end if;
  update app.research_spending s
    set calls = greatest(0, s.calls - (spent is null)::integer),
      dollars = greatest(0, s.dollars - c.dollars + coalesce(spent, 0))
    where s.day = c.day and s.scope in ('all', 'person ' || c.person, 'vehicle ' || c.vehicle_id);
end
$$;

-- Once a day: what is older than a month.
create or replace function app.forget_research_spending() returns void
language sql security definer set search_path = '' as $$
  delete from app.research_spending where day < (now() at time zone 'utc')::date - 31;
  delete from app.research_calls where day < (now() at time zone 'utc')::date - 31
$$;

select app.register_job('forget_research_spending', '1 day', 'select app.forget_research_spending()',
  phase => '4 hours 11 minutes');
